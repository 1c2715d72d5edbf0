//! A proxy is believed about whom it speaks for when the operator names it; whoever else says such things is not.

use adref_server::limits::{Allowed, at_least_one};
use serde_json::json;

use crate::{
    cli::Served,
    support::{TestServer, agent},
};

const SLOT: &str = "tab0000000000001";

fn few_reads() -> Allowed {
    Allowed { reads: at_least_one(1), ..Allowed::default() }
}

/// The status of a read by nobody, as a proxy hands it on.
fn read(address: impl std::fmt::Display, header: &str, value: &str) -> u16 {
    let request = agent().get(format!("http://{address}/api/drafts")).header(header, value);
    request.call().expect("an answer").status().as_u16()
}

/// The cookie that somebody gets who joins with these headers.
fn cookie(server: &TestServer, headers: &[(&str, &str)]) -> String {
    let mut request = agent().post(format!("http://{}/api/sessions", server.address())).header("x-adref-slot", SLOT);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = json!({"invitation": server.token("member"), "name": "Alice", "delegation": "Freedonia"});
    let answer = request.send_json(&body).expect("an answer");
    assert_eq!(answer.status(), 201);
    answer.headers().get("set-cookie").expect("a cookie").to_str().expect("words").into()
}

#[test]
fn who_stands_behind_a_proxy_is_counted_by_the_own_address() {
    let server = TestServer::start_behind(&["127.0.0.0/8"], few_reads());
    for (header, one, another) in [
        ("x-forwarded-for", "192.0.2.1", "192.0.2.2"),
        // What a client writes in front of the proxy's word makes nobody else of it.
        ("x-forwarded-for", "203.0.113.9, 192.0.2.3", "203.0.113.9"),
        ("forwarded", "for=\"[2001:db8::1]:4711\";proto=https", "for=192.0.2.4"),
    ] {
        let turned_away = (0..60).position(|_| read(server.address(), header, one) == 429);
        assert!(turned_away.is_some_and(|read| read >= 30), "{one}: {turned_away:?}");
        assert_eq!(read(server.address(), header, another), 401, "{another} is somebody else");
    }
}

#[test]
fn who_is_not_named_is_not_believed() {
    for believed in [&[][..], &["10.0.0.0/8"]] {
        let server = TestServer::start_behind(believed, few_reads());
        let forged = |n: usize| read(server.address(), "x-forwarded-for", &format!("192.0.2.{n}"));
        assert!((0..60).any(|n| forged(n) == 429), "another name each time does not help");
        assert_eq!(read(server.address(), "forwarded", "for=192.0.2.77"), 429);
    }
}

#[test]
fn a_cookie_is_secure_when_a_proxy_that_is_believed_was_spoken_to_by_https() {
    let outside = ("host", "drafts.example");
    let (open, closed) = (TestServer::start_behind(&["127.0.0.1"], Allowed::default()), TestServer::start());
    let by = |proto: &'static str| [outside, ("x-forwarded-for", "192.0.2.1"), ("x-forwarded-proto", proto)];
    let (strict, plain) = (format!("__Host-adref-{SLOT}="), format!("adref-{SLOT}="));
    let kept = cookie(&open, &by("https"));
    assert!(kept.starts_with(&strict) && kept.ends_with("; Secure"), "{kept}");
    assert!(cookie(&open, &by("http")).starts_with(&plain));
    assert!(cookie(&closed, &by("https")).starts_with(&plain), "anybody can say so");
    // The session is found again by the same way.
    let pair = kept.split(';').next().expect("a pair");
    let ask = |proto: &str| {
        let request = agent().get(format!("http://{}/api/session", open.address()));
        let request = request.header("host", "drafts.example").header("x-forwarded-for", "192.0.2.1");
        let request = request.header("x-forwarded-proto", proto).header("x-adref-slot", SLOT).header("cookie", pair);
        request.call().expect("an answer").status().as_u16()
    };
    assert_eq!((ask("https"), ask("http")), (200, 401));
}

#[test]
fn the_log_says_from_where_somebody_was_turned_away() {
    let place = tempfile::tempdir().expect("a directory");
    let log = |name: &str, arguments: &[&str]| {
        let log = place.path().join(name);
        let served = Served::start_logging(&place.path().join("data"), arguments, &log);
        assert_eq!(read(served.address(), "x-forwarded-for", "192.0.2.9"), 401);
        assert!(served.stop());
        std::fs::read_to_string(log).expect("a log")
    };
    let behind = log("behind", &["--trusted-proxy", "127.0.0.1,10.0.0.0/8"]);
    let line = behind.lines().find(|line| line.contains("a request was turned away")).expect("a line");
    assert!(line.contains("192.0.2.9"), "{line}");
    let open = log("open", &[]);
    let line = open.lines().find(|line| line.contains("a request was turned away")).expect("a line");
    assert!(line.contains("127.0.0.1") && !open.contains("192.0.2.9"), "{open}");
}
