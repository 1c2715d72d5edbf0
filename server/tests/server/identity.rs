//! Who somebody is, over real sockets: sessions in cookies, signing out, and what an administrator changes beside the server.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use adref_server::{
    auth::{self, SessionLife},
    clock,
    limits::Allowed,
    store::{
        Access, DataDir, Store,
        sqlite::{Sqlite, register},
    },
};
use client_core::{
    model::{Permission, Role},
    sync::{
        protocol::{Credential, encode},
        session::{Effect, Session},
    },
};
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{self, Message, client::IntoClientRequest, http::HeaderValue};

use crate::support::{Client, TestServer, agent, farewell};

const SLOT: &str = "tab0000000000001";

/// How long a change may take to act on an open socket.
const AT_ONCE: Duration = Duration::from_secs(1);

fn store(server: &TestServer) -> Sqlite {
    let data = DataDir::open(server.directory.path(), Access::Share).expect("shared");
    Sqlite::open(&data.database(), Access::Share).expect("beside the server")
}

/// Runs `adref` beside the server; what it printed.
#[track_caller]
fn adref(server: &TestServer, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_adref"))
        .args(["--data", server.directory.path().to_str().expect("a path")])
        .args(arguments)
        .env_remove("ADREF_LOG")
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("words")
}

/// Asks with headers; status, the cookies that were set, and the body.
fn ask(
    server: &TestServer,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> (u16, Vec<String>, Value) {
    let mut request = ureq::http::Request::builder().method(method).uri(format!("http://{}{path}", server.address()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let request = request.header("content-type", "application/json").body(text).expect("a request");
    let mut answer = agent().run(request).expect("an answer");
    let cookies = answer.headers().get_all("set-cookie").iter();
    let cookies = cookies.map(|cookie| cookie.to_str().expect("words").to_owned()).collect();
    let text = answer.body_mut().read_to_string().expect("a body");
    (answer.status().as_u16(), cookies, serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// Joins as a page does; the cookie as a browser sends it back.
fn join_as_page(server: &TestServer, role: &str, slot: &str) -> String {
    let body = json!({"invitation": server.token(role), "name": "Alice", "delegation": "Freedonia"});
    let (status, cookies, answer) = ask(server, "POST", "/api/sessions", &[("x-adref-slot", slot)], &body);
    assert_eq!(status, 201, "{answer}");
    assert_eq!(answer.get("session"), None, "no script reads the secret");
    let cookie = cookies.first().expect("a cookie");
    assert!(cookie.starts_with(&format!("__Host-adref-{slot}=")), "{cookie}");
    for attribute in ["; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    cookie.split(';').next().expect("a pair").to_owned()
}

fn socket_with_cookie(server: &TestServer, slot: &str, cookie: &str) -> Client {
    let url = format!("ws://{}/ws/drafts/{}?slot={slot}", server.address(), server.slug);
    let mut request = url.into_client_request().expect("a request");
    request.headers_mut().insert("cookie", HeaderValue::try_from(cookie).expect("a value"));
    let stream = std::net::TcpStream::connect(server.address()).expect("a connection");
    stream.set_read_timeout(Some(crate::support::DEADLINE)).expect("a deadline");
    let socket = tungstenite::client(request, stream).expect("a WebSocket").0;
    Client::over(socket, Session::new(server.slug.as_str(), Credential::Cookie))
}

#[test]
fn h20_the_session_of_a_page_is_in_a_cookie_of_its_tab() {
    let server = TestServer::start();
    let member = join_as_page(&server, "member", SLOT);
    let chair = join_as_page(&server, "chair", "tab0000000000002");
    // One browser sends both with everything.
    let both = format!("{member}; {chair}");
    let role = |slot: &str| {
        let headers = [("cookie", both.as_str()), ("x-adref-slot", slot)];
        let (status, _, answer) = ask(&server, "GET", "/api/session", &headers, &Value::Null);
        (status, answer["person"]["role"].as_str().map(str::to_owned))
    };
    assert_eq!(role(SLOT), (200, Some("member".into())));
    assert_eq!(role("tab0000000000002"), (200, Some("chair".into())));
    assert_eq!(role("tab0000000000003").0, 401);
    assert_eq!(ask(&server, "GET", "/api/session", &[("cookie", &both)], &Value::Null).0, 401, "no slot is named");
    let mut page = socket_with_cookie(&server, SLOT, &both);
    page.until("the welcome", |page| page.session.person().is_some());
    assert_eq!(page.session.person().map(|person| person.role), Some(Role::Member));
    let mut other = socket_with_cookie(&server, "tab0000000000003", &both);
    assert_eq!(farewell(&mut other.socket), ("credential".into(), 4401));
}

#[test]
fn h21_what_changes_something_is_asked_for_by_our_own_page() {
    let server = TestServer::start();
    let cookie = join_as_page(&server, "member", SLOT);
    let body = json!({"invitation": server.token("member"), "name": "Mallory", "delegation": "Freedonia"});
    let asked = |method: &str, path: &str, origin: &str| {
        let headers = [("cookie", cookie.as_str()), ("x-adref-slot", SLOT), ("origin", origin)];
        ask(&server, method, path, &headers, &body).0
    };
    let ours = format!("http://{}", server.address());
    for (method, path) in [
        ("POST", "/api/sessions"),
        ("POST", "/api/invitations/look"),
        ("POST", "/api/invitations"),
        ("DELETE", "/api/invitations/abc"),
        ("DELETE", "/api/session"),
        ("DELETE", "/api/sessions"),
    ] {
        for foreign in ["https://evil.example", "null", "http://127.0.0.1:1"] {
            assert_eq!(asked(method, path, foreign), 403, "{method} {path} from {foreign}");
        }
    }
    assert_eq!(asked("GET", "/api/session", &ours), 200, "nothing happened to the session");
    assert_eq!(asked("DELETE", "/api/session", &ours), 204);
    assert_eq!(asked("GET", "/api/session", &ours), 401);
}

#[test]
fn h22_signing_out_ends_the_session_and_its_sockets_at_once() {
    let server = TestServer::start();
    let cookie = join_as_page(&server, "member", SLOT);
    let mut sockets: Vec<_> = (0..3).map(|_| socket_with_cookie(&server, SLOT, &cookie)).collect();
    for page in &mut sockets {
        page.until("the welcome", |page| page.session.person().is_some());
    }
    let mut bystander = server.join("member", "Bob");
    let headers = [("cookie", cookie.as_str()), ("x-adref-slot", SLOT)];
    let begun = Instant::now();
    let (status, cookies, _) = ask(&server, "DELETE", "/api/session", &headers, &Value::Null);
    assert_eq!(status, 204);
    assert!(
        cookies[0].starts_with(&format!("__Host-adref-{SLOT}=;")) && cookies[0].contains("Max-Age=0"),
        "{cookies:?}"
    );
    for page in &mut sockets {
        assert_eq!(farewell(&mut page.socket), ("credential".into(), 4401));
    }
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    assert_eq!(ask(&server, "GET", "/api/session", &headers, &Value::Null).0, 401);
    let mut again = socket_with_cookie(&server, SLOT, &cookie);
    assert_eq!(farewell(&mut again.socket), ("credential".into(), 4401));
    bystander.insert("reaffirm", "Still ");
    bystander.until("the acknowledgement", |bob| bob.session.pending() == 0);
}

#[test]
fn h25_joining_anew_ends_the_session_that_the_tab_had_and_no_other() {
    const OTHER: &str = "tab0000000000002";
    let server = TestServer::start();
    // The page takes another slot for each joining and names the one before; a program may as well take the same again.
    for (slot, replaces) in [("tab0000000000003", Some(SLOT)), (SLOT, None)] {
        let before = join_as_page(&server, "member", SLOT);
        let other = join_as_page(&server, "member", OTHER);
        let mut page = socket_with_cookie(&server, SLOT, &before);
        page.until("the welcome", |page| page.session.person().is_some());
        let cookies = format!("{before}; {other}");
        let join = |token: &str| {
            let body = json!({"invitation": token, "name": "Alice", "delegation": "Freedonia", "replaces": replaces});
            ask(&server, "POST", "/api/sessions", &[("cookie", cookies.as_str()), ("x-adref-slot", slot)], &body)
        };
        let status = |slot: &str, cookie: &str| {
            ask(&server, "GET", "/api/session", &[("cookie", cookie), ("x-adref-slot", slot)], &Value::Null).0
        };
        assert_eq!(join("no").0, 404);
        assert_eq!(status(SLOT, &before), 200, "whoever does not come in anew stays who they are");
        let (joined, given, answer) = join(&server.token("chair"));
        assert_eq!(joined, 201, "{answer}");
        let after = given[0].split(';').next().expect("a cookie");
        assert_eq!(status(slot, after), 200);
        assert_eq!(status(SLOT, &before), 401);
        assert_eq!(status(OTHER, &other), 200, "another tab goes on");
        assert_eq!(farewell(&mut page.socket), ("credential".into(), 4401));
        let taken = given.iter().filter(|line| line.starts_with(&format!("__Host-adref-{SLOT}=;"))).count();
        assert_eq!(taken, usize::from(replaces.is_some()), "{given:?}");
    }
}

#[test]
fn h22_signing_out_everywhere_ends_every_session_of_a_person() {
    let server = TestServer::start();
    let secret = server.session("member", "Alice");
    let mut alice = server.join_by(secret.clone());
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str())];
    assert_eq!(ask(&server, "DELETE", "/api/sessions", &headers, &Value::Null).0, 204);
    assert_eq!(farewell(&mut alice.socket), ("credential".into(), 4401));
}

#[test]
fn h23_a_session_that_is_not_used_ends_and_so_does_every_session_at_some_time() {
    for life in [SessionLife { idle: 1_000, absolute: 1_000_000 }, SessionLife { idle: 1_000_000, absolute: 1_000 }] {
        let server = TestServer::start_with(Allowed { sessions: life, ..Allowed::default() });
        let secret = server.session("member", "Alice");
        let mut alice = server.join_by(secret.clone());
        let begun = Instant::now();
        assert_eq!(farewell(&mut alice.socket), ("credential".into(), 4401), "{life:?}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        assert_eq!(server.get("/api/session", Some(&secret)).0, 401);
    }
}

/// Whether the room takes words from somebody who believes that they may write.
fn takes_words(client: &mut Client) -> bool {
    let person = client.session.person().expect("joined").clone();
    let believed = client_core::sync::protocol::You {
        person: client_core::sync::protocol::WirePerson {
            role: "member".into(),
            ..client_core::sync::protocol::WirePerson::from(&person)
        },
        comments: Vec::new(),
    };
    let frame = encode(&client_core::sync::protocol::ServerMessage::You(believed));
    let effects = client.session.frame(&frame, clock::now());
    client.perform(effects);
    client.seen.clear();
    client.insert("reaffirm", "So ");
    client.until("an answer", |client| client.session.pending() == 0);
    !client.seen.iter().any(|effect| matches!(effect, Effect::Refused { reason, .. } if reason == "not-allowed"))
}

#[test]
fn rm70_a_role_that_was_taken_is_gone_on_open_sockets_within_a_second() {
    let server = TestServer::start();
    let (mut alice, mut bob) = (server.join("member", "Alice"), server.join("member", "Bob"));
    let listed = adref(&server, &["people"]);
    assert!(listed.contains("Alice") && listed.contains("member"), "{listed}");
    let printed = adref(&server, &["people", "set", "Alice", "--role", "observer"]);
    let begun = Instant::now();
    assert_eq!(printed, "Alice is an observer and speaks for Freedonia\n");
    alice.until("the news", |alice| alice.seen.contains(&Effect::You));
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    assert!(!alice.session.may(Permission::Edit));
    bob.until("the news of Alice", |bob| {
        bob.session.others().iter().any(|other| other.person.name == "Alice" && other.person.role == Role::Observer)
    });
    assert!(!takes_words(&mut alice), "the room asks nobody what they believe");
    // Given back.
    adref(&server, &["people", "set", "Alice", "--role", "member", "--delegation", "Sylvania"]);
    alice.seen.clear();
    alice.until("the news", |alice| alice.seen.contains(&Effect::You));
    assert_eq!(alice.session.person().map(|person| person.delegation.0.as_str()), Some("Sylvania"));
    assert!(takes_words(&mut alice));
}

#[test]
fn rm70_a_directory_that_says_less_acts_on_open_sockets() {
    let server = TestServer::start();
    let mut store = store(&server);
    let mut wanda = server.join_by(server.session_for("member", "Wanda", "World Readers’ Union"));
    assert!(wanda.session.may(Permission::Edit), "nobody is listed yet");
    let directory = adref_server::delegations::read(adref_server::seed::DELEGATIONS).expect("sound");
    store.set_delegations(&directory).expect("written");
    let begun = Instant::now();
    wanda.until("the news", |wanda| wanda.seen.contains(&Effect::You));
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    assert_eq!(wanda.session.person().map(|person| person.role), Some(Role::Observer));
}

#[test]
fn p21_a_session_that_is_ended_beside_the_server_is_out_within_a_second() {
    let server = TestServer::start();
    let (mut alice, mut bob) = (server.join("member", "Alice"), server.join("chair", "Bob"));
    let sessions: Value = serde_json::from_str(&adref(&server, &["sessions", "--json"])).expect("JSON");
    let of_alice = sessions.as_array().expect("a list").iter().find(|one| one["name"] == "Alice").expect("hers");
    let printed = adref(&server, &["sessions", "end", of_alice["id"].as_str().expect("a name")]);
    let begun = Instant::now();
    assert_eq!(printed, "sessions ended: 1\n");
    assert_eq!(farewell(&mut alice.socket), ("credential".into(), 4401));
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
    assert!(!adref(&server, &["sessions"]).contains("Alice"));
    assert_eq!(adref(&server, &["sessions", "end", "--person", "Bob"]), "sessions ended: 1\n");
    assert_eq!(farewell(&mut bob.socket), ("credential".into(), 4401));
}

#[test]
fn p21_a_link_that_is_revoked_with_its_sessions_lets_nobody_stay() {
    let server = TestServer::start();
    let link = adref(&server, &["invite", "--role", "member", "--uses", "2", "--days", "1"]);
    let (_, token) = auth::token_of(&link).expect("a link");
    let join = |name: &str| {
        let body = json!({"invitation": token, "name": name, "delegation": "Freedonia"});
        server.post("/api/sessions", &body)
    };
    let secret = |answer: (u16, Value)| answer.1["session"].as_str().expect("a secret").to_owned();
    let mut alice = server.join_by(secret(join("Alice")));
    let mut other = server.join("member", "Olaf");
    drop(secret(join("Anna")));
    assert_eq!(join("Third").1["code"], "used-invitation");
    let listed = adref(&server, &["invite", "--list"]);
    assert!(listed.contains("2 of 2") && listed.contains("used up"), "{listed}");
    let printed = adref(&server, &["invite", "--revoke", link.trim(), "--end-sessions"]);
    assert!(printed.contains("sessions ended: 2"), "{printed}");
    assert_eq!(farewell(&mut alice.socket), ("credential".into(), 4401));
    assert!(adref(&server, &["invite", "--list"]).contains("revoked"));
    other.insert("reaffirm", "Still ");
    other.until("the acknowledgement", |other| other.session.pending() == 0);
}

#[test]
fn h24_the_chair_makes_lists_and_revokes_links_and_nobody_else() {
    let server = TestServer::start();
    let bearer = |role: &str| format!("Bearer {}", server.session(role, role));
    let (chair, member, observer) = (bearer("chair"), bearer("member"), bearer("observer"));
    let asked = |who: &str, method: &str, path: &str, body: &Value| {
        let (status, _, answer) = ask(&server, method, path, &[("authorization", who)], body);
        (status, answer)
    };
    let make = json!({"role": "member", "delegation": "Freedonia", "days": 3, "maxUses": 1});
    for who in [&member, &observer] {
        for (method, path) in
            [("GET", "/api/invitations"), ("POST", "/api/invitations"), ("DELETE", "/api/invitations/abc")]
        {
            let (status, answer) = asked(who, method, path, &make);
            assert_eq!((status, &answer["code"]), (403, &json!("forbidden")), "{method} {path}");
        }
    }
    assert_eq!(asked("Bearer nobody", "GET", "/api/invitations", &Value::Null).0, 401);
    let (status, made) = asked(&chair, "POST", "/api/invitations", &make);
    assert_eq!(status, 201, "{made}");
    let (_, token) = auth::token_of(made["link"].as_str().expect("told once")).expect("a link");
    let id = made["id"].as_str().expect("a name");
    let mine = |answer: &Value| -> Value {
        let list = answer.as_array().expect("a list");
        list.iter().find(|one| one["id"] == id).expect("listed").clone()
    };
    let (_, listed) = asked(&chair, "GET", "/api/invitations", &Value::Null);
    assert!(!listed.to_string().contains(&token), "the link is told once");
    let line = mine(&listed);
    assert_eq!((&line["state"], &line["madeBy"], &line["uses"]), (&json!("open"), &json!("chair"), &json!(0)));
    let body = json!({"invitation": token, "name": "Alice"});
    let (status, joined) = server.post("/api/sessions", &body);
    assert_eq!((status, &joined["person"]["delegation"]), (201, &json!("Freedonia")));
    assert_eq!(server.post("/api/sessions", &body).1["code"], "used-invitation");
    let line = mine(&asked(&chair, "GET", "/api/invitations", &Value::Null).1);
    assert_eq!((&line["state"], &line["sessions"]), (&json!("used"), &json!(1)));
    let mut alice = server.join_by(joined["session"].as_str().expect("a secret").into());
    let (status, revoked) = asked(&chair, "DELETE", &format!("/api/invitations/{id}?endSessions=true"), &Value::Null);
    assert_eq!((status, revoked), (200, json!({"ended": 1})));
    assert_eq!(farewell(&mut alice.socket), ("credential".into(), 4401));
    assert_eq!(mine(&asked(&chair, "GET", "/api/invitations", &Value::Null).1)["state"], "revoked");
    for bad in [
        json!({"role": "secretariat", "days": 3}),
        json!({"role": "member", "days": 0}),
        json!({"role": "member", "days": 400}),
        json!({"role": "member", "days": 3, "maxUses": 0}),
        json!({"role": "member", "delegation": "a\u{202e}b", "days": 3}),
    ] {
        let (status, answer) = asked(&chair, "POST", "/api/invitations", &bad);
        assert!((400..500).contains(&status), "{bad}: {answer}");
    }
    assert_eq!(asked(&chair, "DELETE", "/api/invitations/abc", &Value::Null).1["code"], "unknown-invitation");
}

#[test]
fn h24_a_chair_who_is_none_any_more_makes_no_links() {
    let server = TestServer::start();
    let secret = server.session("chair", "Carla");
    let bearer = format!("Bearer {secret}");
    let make = json!({"role": "member", "days": 3});
    let asked = || ask(&server, "POST", "/api/invitations", &[("authorization", &bearer)], &make).0;
    assert_eq!(asked(), 201);
    adref(&server, &["people", "set", "Carla", "--role", "member"]);
    assert_eq!(asked(), 403);
    let mut carla = server.join_by(secret);
    assert_eq!(carla.session.person().map(|person| person.role), Some(Role::Member));
    carla.socket.send(Message::Close(None)).expect("sent");
}

#[test]
fn who_is_not_there_or_not_alone_is_named() {
    let server = TestServer::start();
    drop((server.session("member", "Alice"), server.session("observer", "Alice"), server.session("member", "Bob")));
    let refused = |arguments: &[&str]| {
        let data = server.directory.path().to_str().expect("a path");
        let output = Command::new(env!("CARGO_BIN_EXE_adref")).args(["--data", data]).args(arguments).output();
        let output = output.expect("it runs");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).expect("words")
    };
    assert!(refused(&["people", "set", "Nobody", "--role", "member"]).contains("nobody is called Nobody"));
    let several = refused(&["people", "set", "Alice", "--role", "member"]);
    assert!(several.contains("several people") && several.contains("hint:"), "{several}");
    assert!(refused(&["sessions", "end", "000000000000"]).contains("`adref sessions` lists them"));
    assert!(refused(&["invite", "--revoke", "000000000000"]).contains("--list"));
    // By its identity and by its name in the list.
    let people: Value = serde_json::from_str(&adref(&server, &["people", "--json"])).expect("JSON");
    let observer = people.as_array().expect("a list").iter().find(|one| one["invitedAs"] == "observer").expect("there");
    let id = observer["id"].as_str().expect("an identity");
    assert!(adref(&server, &["people", "set", &id[..13], "--role", "member"]).contains("Alice is a member"));
    let name = auth::name_of(&auth::hash(&server.token("observer")));
    assert!(adref(&server, &["invite", "--revoke", &name]).starts_with("revoked:"));
    assert_eq!(adref(&server, &["sessions", "end", "--all"]), "sessions ended: 3\n");
}

#[test]
fn the_chair_sees_who_has_joined_as_the_command_lists_them() {
    let server = TestServer::start();
    let (chair, alice) = (server.session("chair", "Carla"), server.session("member", "Alice"));
    drop(server.join_by(alice.clone()));
    let observer = server.session("observer", "Olga");
    for secret in [&alice, &observer] {
        let (status, answer) = server.get("/api/people", Some(secret));
        assert_eq!((status, &answer["code"]), (403, &json!("forbidden")));
    }
    assert_eq!(server.get("/api/people", None).0, 401);
    let (status, people) = server.get("/api/people", Some(&chair));
    let listed: Value = serde_json::from_str(&adref(&server, &["people", "--json"])).expect("JSON");
    assert_eq!((status, &people), (200, &listed));
    let named = |name: &str| people.as_array().expect("a list").iter().find(|one| one["name"] == name).expect("listed");
    let line = named("Alice");
    assert_eq!(
        (&line["delegation"], &line["role"], &line["sessions"]),
        (&json!("Freedonia"), &json!("member"), &json!(1))
    );
    assert!(line["seenAt"].as_i64() >= line["joinedAt"].as_i64(), "{line}");
    // Whoever is gone stays in the list.
    adref(&server, &["sessions", "end", "--person", "Alice"]);
    let people = server.get("/api/people?limit=1000", Some(&chair)).1;
    let gone = people.as_array().expect("a list").iter().find(|one| one["name"] == "Alice").expect("listed");
    assert_eq!((&gone["sessions"], &gone["seenAt"]), (&json!(0), &Value::Null));
}

#[test]
fn h26_one_sees_and_ends_ones_own_sessions_and_no_others() {
    let server = TestServer::start();
    let cookie = join_as_page(&server, "member", SLOT);
    let secret = cookie.split_once('=').expect("a pair").1;
    let bob = server.session("member", "Bob");
    let headers = [("cookie", cookie.as_str()), ("x-adref-slot", SLOT)];
    let asked = |method: &str, path: &str| ask(&server, method, path, &headers, &Value::Null);
    let numbers = |answer: &Value| -> Vec<(String, bool)> {
        let one = |line: &Value| (line["id"].as_str().expect("a number").to_owned(), line["current"] == true);
        answer.as_array().expect("a list").iter().map(one).collect()
    };
    let (status, _, listed) = asked("GET", "/api/me/sessions");
    assert_eq!(status, 200, "{listed}");
    let mine = numbers(&listed);
    assert_eq!(mine.iter().map(|(_, current)| *current).collect::<Vec<_>>(), [true]);
    // What a session is called opens nothing, and is no part of what the store keeps.
    let hash: String = auth::hash(secret).iter().map(|byte| format!("{byte:02x}")).collect();
    for (number, _) in &mine {
        assert!(number.bytes().all(|byte| byte.is_ascii_digit()) && !hash.contains(number), "{number}");
        assert_eq!(server.get("/api/session", Some(number)).0, 401);
    }
    let command: Value = serde_json::from_str(&adref(&server, &["sessions", "--json"])).expect("JSON");
    let all: Vec<String> = numbers(&command).into_iter().map(|(number, _)| number).collect();
    assert!(all.len() == 2 && mine.iter().all(|(number, _)| all.contains(number)), "{command}");
    // Nobody ends another's.
    let others = numbers(&server.get("/api/me/sessions", Some(&bob)).1);
    assert_eq!(others.len(), 1);
    for unknown in [others[0].0.as_str(), "0", "abc", "%00"] {
        let (status, _, answer) = asked("DELETE", &format!("/api/me/sessions/{unknown}"));
        assert_eq!((status, &answer["code"]), (404, &json!("unknown-session")), "{unknown}");
    }
    let mut page = socket_with_cookie(&server, SLOT, &cookie);
    page.until("the welcome", |page| page.session.person().is_some());
    assert_eq!(server.get("/api/session", Some(&bob)).0, 200);
    let (status, cookies, _) = asked("DELETE", &format!("/api/me/sessions/{}", mine[0].0));
    assert!(status == 204 && cookies[0].contains("Max-Age=0"), "{cookies:?}");
    assert_eq!(farewell(&mut page.socket), ("credential".into(), 4401));
    assert_eq!(asked("GET", "/api/me/sessions").0, 401);
}

#[test]
fn one_sees_from_which_devices_one_is_signed_in_and_ends_the_others() {
    let server = TestServer::start();
    let alice = server.session("member", "Alice");
    let bob = server.session("member", "Bob");
    // The same person on another device, as signing in twice opens a session each time.
    let lost = "0123456789abcdefghijkl";
    {
        let database = Connection::open(server.directory.path().join("adref.db")).expect("opens");
        register(&database).expect("SQL knows of seals");
        let columns = "person, created_at, expires_at, ends_at, used_at, invitation";
        let copy = format!(
            "INSERT INTO sessions (secret_hash, {columns}, seal)
             SELECT ?1, {columns}, adref_seal('sessions', ?1, {columns}) FROM sessions WHERE secret_hash = ?2"
        );
        assert_eq!(database.execute(&copy, [auth::hash(lost), auth::hash(&alice)]).expect("opened"), 1);
    }
    let firefox = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";
    let asked = |method: &str, secret: &str, agent: &str, path: &str| {
        let bearer = format!("Bearer {secret}");
        let headers = [("authorization", bearer.as_str()), ("user-agent", agent)];
        let (status, _, answer) = ask(&server, method, path, &headers, &Value::Null);
        (status, answer)
    };
    let listed = |secret: &str, agent: &str| -> Vec<(Option<String>, bool)> {
        let (status, answer) = asked("GET", secret, agent, "/api/me/sessions");
        assert_eq!(status, 200, "{answer}");
        let one = |line: &Value| (line["device"].as_str().map(str::to_owned), line["current"] == true);
        let mut listed: Vec<_> = answer.as_array().expect("a list").iter().map(one).collect();
        // Both were opened at the same moment.
        listed.sort_by_key(|(_, current)| !current);
        listed
    };
    let mine = (Some("curl".to_owned()), true);
    assert_eq!(listed(&alice, "curl/8"), [mine.clone(), (None, false)], "nothing came from the other one yet");
    let mut page = server.join_by(lost.into());
    assert_eq!(asked("GET", lost, firefox, "/api/session").0, 200);
    assert_eq!(listed(&alice, "curl/8"), [mine.clone(), (Some("Firefox, Windows".into()), false)]);
    let (status, answer) = asked("DELETE", &alice, "curl/8", "/api/me/sessions");
    assert_eq!((status, answer), (200, json!({"ended": 1})));
    assert_eq!(farewell(&mut page.socket), ("credential".into(), 4401), "who is connected by it is let go");
    assert_eq!(asked("GET", lost, firefox, "/api/session").0, 401);
    assert_eq!(listed(&alice, "curl/8"), [mine]);
    assert_eq!(asked("GET", &bob, "curl/8", "/api/session").0, 200, "nobody else's");
    assert_eq!(asked("DELETE", &alice, "curl/8", "/api/me/sessions").1, json!({"ended": 0}));
}
