//! Who is at the other end when a proxy stands between: the proxies that the operator names are believed about whom they speak for, nobody
//! else is. What anybody else says of itself in such headers is taken away before a request is looked at.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use ipnet::IpNet;

/// Whom the proxies before this one spoke for, the nearest last.
const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// How they were spoken to: `http` or `https`.
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The proxies that are believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

/// One step of the way of a request, as a proxy tells it: who spoke to it, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Hop {
    address: Option<IpAddr>,
    https: Option<bool>,
}

/// What is believed of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Origin {
    address: IpAddr,
    https: Option<bool>,
}

impl Proxies {
    /// Those at these addresses (`10.0.0.7`) and in these networks (`10.0.0.0/8`).
    ///
    /// # Errors
    /// The first that is neither.
    pub fn read<'a>(written: impl IntoIterator<Item = &'a String>) -> Result<Self, String> {
        let network = |written: &String| {
            let address = written.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
            address.or_else(|_| written.parse()).map_err(|_| written.clone())
        };
        written.into_iter().map(network).collect::<Result<_, _>>().map(Self)
    }

    /// Whose request it is that came from this address, by TLS where it is `sealed`. Of the headers about it stays what is believed:
    /// `X-Forwarded-Proto`, as one word.
    pub fn settle(&self, peer: IpAddr, sealed: bool, headers: &mut HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        let mut origin =
            if self.trust(peer) { self.origin(peer, headers) } else { Origin { address: peer, https: None } };
        // A proxy that says nothing of it, or nobody between.
        origin.https = origin.https.or(sealed.then_some(true));
        for name in [header::FORWARDED, FOR, PROTO] {
            headers.remove(name);
        }
        if let Some(https) = origin.https {
            headers.insert(PROTO, HeaderValue::from_static(if https { "https" } else { "http" }));
        }
        origin.address
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    fn origin(&self, peer: IpAddr, headers: &HeaderMap) -> Origin {
        let standard = self.walk(peer, &forwarded(headers));
        let usual = self.walk(peer, &x_forwarded(headers));
        match (standard, usual) {
            // A proxy writes one of the two and may pass the other on as a client wrote it, so where they differ neither is believed.
            (Some(standard), Some(usual)) if standard.address != usual.address => {
                tracing::debug!(%peer, "a proxy passes on a header that contradicts its own");
                Origin { address: peer, https: None }
            }
            (standard, usual) => usual.or(standard).unwrap_or(Origin { address: peer, https: None }),
        }
    }

    /// Goes back from the nearest proxy as long as those who speak are believed; `None` where nobody says anything.
    fn walk(&self, peer: IpAddr, hops: &[Hop]) -> Option<Origin> {
        let mut origin = Origin { address: peer, https: None };
        for hop in hops.iter().rev() {
            // Whoever is meant by a hidden name is the business of the proxy that hides it.
            let Some(address) = hop.address.filter(|_| self.trust(origin.address)) else { break };
            origin = Origin { address, https: hop.https.or(origin.https) };
        }
        (!hops.is_empty()).then_some(origin)
    }
}

/// Whether the person came by https, to this server or to a proxy that is believed. To be asked after [`Proxies::settle`].
pub fn came_by_https(headers: &HeaderMap) -> bool {
    headers.get(PROTO).is_some_and(|proto| proto == "https")
}

/// `Forwarded: for=192.0.2.1;proto=https, for="[2001:db8::1]:4711"` (RFC 7239).
fn forwarded(headers: &HeaderMap) -> Vec<Hop> {
    let elements = lines(headers, &header::FORWARDED).flat_map(|line| split(line, ','));
    let hop = |element: &str| {
        let mut hop = Hop::default();
        for (name, value) in split(element, ';').filter_map(|pair| pair.split_once('=')) {
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "for" => hop.address = node(value),
                "proto" => hop.https = proto(value),
                _ => {}
            }
        }
        hop
    };
    elements.map(hop).collect()
}

/// `X-Forwarded-For: 192.0.2.1, 10.0.0.7` and `X-Forwarded-Proto`, which may name one for each or one for all.
fn x_forwarded(headers: &HeaderMap) -> Vec<Hop> {
    let nodes: Vec<_> = lines(headers, &FOR).flat_map(|line| line.split(',')).map(|one| node(one.trim())).collect();
    let protos: Vec<_> = lines(headers, &PROTO).flat_map(|line| line.split(',')).map(|one| proto(one.trim())).collect();
    let of = |index: usize| {
        let nearest = protos.last().copied().flatten();
        if protos.len() == nodes.len() { protos.get(index).copied().flatten() } else { nearest }
    };
    nodes.iter().enumerate().map(|(index, address)| Hop { address: *address, https: of(index) }).collect()
}

fn lines<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers.get_all(name).into_iter().filter_map(|line| line.to_str().ok())
}

/// The parts between separators that are not in quotes.
fn split(line: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    line.split(move |sign| {
        quoted ^= sign == '"';
        sign == separator && !quoted
    })
}

/// An address with or without a port; `None` for `unknown` and names that hide one.
fn node(written: &str) -> Option<IpAddr> {
    let address = written.parse::<SocketAddr>().map(|socket| socket.ip());
    let address = address.or_else(|_| written.trim_start_matches('[').trim_end_matches(']').parse());
    address.ok().map(|address: IpAddr| address.to_canonical())
}

fn proto(written: &str) -> Option<bool> {
    match written.to_ascii_lowercase().as_str() {
        "https" => Some(true),
        "http" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is believed of a request from an address with such headers, where 10.0.0.0/8 and 2001:db8:1::1 are believed.
    fn check(peer: &str, given: &[(&'static str, &str)], expected: (&str, Option<bool>)) {
        let proxies = Proxies::read(&["10.0.0.0/8".into(), "2001:db8:1::1".into()]).expect("networks");
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            headers.append(*name, value.parse().expect("a value"));
        }
        let address = proxies.settle(peer.parse().expect("an address"), false, &mut headers);
        let https = headers.get(PROTO).map(|proto| proto == "https");
        assert_eq!((address.to_string().as_str(), https), expected, "{given:?} from {peer}");
        assert_eq!(came_by_https(&headers), https == Some(true));
        assert!(!headers.contains_key(FOR) && !headers.contains_key(header::FORWARDED), "they are taken away");
    }

    #[test]
    fn nobody_is_believed_but_those_who_are_named() {
        let forged = [("x-forwarded-for", "192.0.2.1"), ("x-forwarded-proto", "https")];
        check("198.51.100.1", &forged, ("198.51.100.1", None));
        check("198.51.100.1", &[("forwarded", "for=192.0.2.1;proto=https")], ("198.51.100.1", None));
        check("10.0.0.7", &forged, ("192.0.2.1", Some(true)));
        check("::ffff:10.0.0.7", &forged, ("192.0.2.1", Some(true)));
        check("2001:db8:1::1", &forged, ("192.0.2.1", Some(true)));
        check("2001:db8:1::2", &forged, ("2001:db8:1::2", None));
    }

    #[test]
    fn who_speaks_tls_to_this_server_came_by_https_unless_a_proxy_says_otherwise() {
        let proxies = Proxies::read(&["10.0.0.0/8".into()]).expect("networks");
        let check = |peer: &str, given: Option<&str>, expected: bool| {
            let mut headers = HeaderMap::new();
            if let Some(proto) = given {
                headers.append(PROTO, proto.parse().expect("a value"));
                headers.append(FOR, "192.0.2.1".parse().expect("a value"));
            }
            proxies.settle(peer.parse().expect("an address"), true, &mut headers);
            assert_eq!(came_by_https(&headers), expected, "{given:?} from {peer}");
        };
        check("198.51.100.1", None, true);
        check("198.51.100.1", Some("http"), true);
        check("10.0.0.7", None, true);
        check("10.0.0.7", Some("http"), false);
    }

    #[test]
    fn what_a_client_writes_before_the_proxys_word_is_not_believed() {
        check("10.0.0.7", &[("x-forwarded-for", "203.0.113.9, 192.0.2.1")], ("192.0.2.1", None));
        check("10.0.0.7", &[("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "192.0.2.1")], ("192.0.2.1", None));
        // Through two of ours.
        let two = [("x-forwarded-for", "203.0.113.9, 192.0.2.1, 10.0.0.8"), ("x-forwarded-proto", "http, https, http")];
        check("10.0.0.7", &two, ("192.0.2.1", Some(true)));
        let standard = "for=203.0.113.9;proto=http, for=\"192.0.2.1:4711\";proto=https, For=10.0.0.8;by=10.0.0.7";
        check("10.0.0.7", &[("forwarded", standard)], ("192.0.2.1", Some(true)));
        // A proxy that writes the one passes the other on.
        let both = [("x-forwarded-for", "192.0.2.1"), ("forwarded", "for=203.0.113.9;proto=https")];
        check("10.0.0.7", &both, ("10.0.0.7", None));
        check("10.0.0.7", &[both[0], ("forwarded", "for=192.0.2.1")], ("192.0.2.1", None));
    }

    #[test]
    fn addresses_are_written_in_many_ways() {
        let one = |written: &'static str, address: &str| {
            check("10.0.0.7", &[("x-forwarded-for", written)], (address, None));
        };
        one("192.0.2.1:80", "192.0.2.1");
        one("2001:db8::5", "2001:db8::5");
        one("[2001:db8::5]:80", "2001:db8::5");
        one("::ffff:192.0.2.1", "192.0.2.1");
        one("unknown", "10.0.0.7");
        one("", "10.0.0.7");
        check("10.0.0.7", &[("forwarded", "for=\"[2001:db8::5]\";proto=HTTPS")], ("2001:db8::5", Some(true)));
        check("10.0.0.7", &[("forwarded", "for=_hidden, for=\"a,b;c\"")], ("10.0.0.7", None));
        check("10.0.0.7", &[], ("10.0.0.7", None));
    }

    #[test]
    fn a_slip_in_the_settings_is_named() {
        assert_eq!(Proxies::read(&["10.0.0.0/8".into(), "proxy.example".into()]), Err("proxy.example".into()));
        assert_eq!(Proxies::read(&["10.0.0.0/33".into()]), Err("10.0.0.0/33".into()));
    }
}
