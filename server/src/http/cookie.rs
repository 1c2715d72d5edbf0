//! The session of a page is in a cookie that its scripts cannot read. One browser has several, one for each tab that joined: the tab keeps
//! the name, which is no secret, and says it as the slot.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use url::{Host, Url};

use crate::proxies;
use crate::sign_in;

/// The header in which a page names its cookie.
pub const SLOT: HeaderName = HeaderName::from_static("x-adref-slot");

/// The slot that a request names.
pub fn slot(headers: &HeaderMap) -> Option<&str> {
    headers.get(SLOT)?.to_str().ok().filter(|slot| is_slot(slot))
}

/// Letters and digits, long enough that no two tabs choose the same.
fn is_slot(slot: &str) -> bool {
    (16..=40).contains(&slot.len()) && slot.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// The secret in the cookie of a slot.
pub fn secret_in(headers: &HeaderMap, slot: &str, public_url: &str) -> Option<String> {
    if !is_slot(slot) {
        return None;
    }
    let wanted = name(slot, is_secure(headers, public_url));
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned())
}

/// The line that gives the browser a secret to keep until it is closed; an empty one takes it away.
pub fn line(headers: &HeaderMap, slot: &str, secret: &str, public_url: &str) -> Option<HeaderValue> {
    written(headers, slot, secret, "Strict", if secret.is_empty() { "; Max-Age=0" } else { "" }, public_url)
}

/// The line of a ticket, which ties a sign-in to the browser that began it. Browsers send it with the way back from the provider, which is
/// another site.
pub fn passing(headers: &HeaderMap, slot: &str, ticket: &str, public_url: &str) -> Option<HeaderValue> {
    written(headers, slot, ticket, "Lax", &format!("; Max-Age={}", sign_in::LIFE / 1000), public_url)
}

fn written(
    headers: &HeaderMap,
    slot: &str,
    value: &str,
    same_site: &str,
    age: &str,
    public_url: &str,
) -> Option<HeaderValue> {
    let secure = is_secure(headers, public_url);
    let (name, secure) = (name(slot, secure), if secure { "; Secure" } else { "" });
    HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite={same_site}{secure}{age}")).ok()
}

/// With the prefix a browser takes the cookie from this very host alone, over a connection that nobody reads.
fn name(slot: &str, secure: bool) -> String {
    let prefix = if secure { "__Host-" } else { "" };
    format!("{prefix}adref-{slot}")
}

/// Whether nobody on the way reads what is sent to this address: https, or this machine itself.
pub fn is_private(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| match url.host() {
        _ if url.scheme() == "https" => true,
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    })
}

/// Whether browsers keep a `Secure` cookie of this request's page. Where no https is promised the name that the browser used says it: a server
/// that listens everywhere is reached as the machine itself and over the network.
fn is_secure(headers: &HeaderMap, public_url: &str) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    public_url.starts_with("https:") || proxies::came_by_https(headers) || is_private(&format!("http://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOT_OF_TAB: &str = "abcdefgh12345678";

    fn headers(host: &str, cookies: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().expect("a host"));
        for cookie in cookies {
            headers.append(header::COOKIE, cookie.parse().expect("a cookie"));
        }
        headers
    }

    #[test]
    fn a_secret_is_found_in_the_cookie_of_its_slot_alone() {
        let (mine, other) = (format!("__Host-adref-{SLOT_OF_TAB}=aaa"), "__Host-adref-other0000other0000=bbb; c=d");
        let found =
            |cookies: &[&str], slot| secret_in(&headers("127.0.0.1:8080", cookies), slot, "http://127.0.0.1:8080");
        assert_eq!(found(&[other, &mine], SLOT_OF_TAB).as_deref(), Some("aaa"));
        assert_eq!(found(&[other], SLOT_OF_TAB), None);
        assert_eq!(found(&["__Host-adref-=x"], ""), None, "no slot");
        // A cookie without the prefix can be set by another server on the same machine.
        assert_eq!(found(&[&format!("adref-{SLOT_OF_TAB}=aaa")], SLOT_OF_TAB), None);
    }

    #[test]
    fn a_cookie_is_as_strict_as_the_way_allows() {
        let line = |host: &str, url: &str, secret: &str| {
            let line = line(&headers(host, &[]), SLOT_OF_TAB, secret, url).expect("a line");
            line.to_str().expect("words").to_owned()
        };
        let strict = format!("__Host-adref-{SLOT_OF_TAB}=s; Path=/; HttpOnly; SameSite=Strict; Secure");
        assert_eq!(line("127.0.0.1:8080", "http://127.0.0.1:8080", "s"), strict);
        assert_eq!(line("localhost", "http://127.0.0.1", "s"), strict);
        assert_eq!(line("[::1]:80", "http://[::1]", "s"), strict);
        assert_eq!(line("10.0.0.2:8080", "https://drafts.example", "s"), strict, "behind a proxy");
        let plain = format!("adref-{SLOT_OF_TAB}=s; Path=/; HttpOnly; SameSite=Strict");
        assert_eq!(line("192.0.2.7:8080", "http://127.0.0.1:8080", "s"), plain);
        assert!(line("localhost", "http://127.0.0.1", "").ends_with("; Secure; Max-Age=0"));
        let ticket = passing(&headers("localhost", &[]), SLOT_OF_TAB, "t", "http://127.0.0.1").expect("a line");
        let lax = format!("__Host-adref-{SLOT_OF_TAB}=t; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=600");
        assert_eq!(ticket.to_str().ok(), Some(lax.as_str()));
    }
}
