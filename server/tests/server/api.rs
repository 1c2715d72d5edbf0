//! The HTTP API as programs meet it: tokens, lists in parts, the text at a moment, and what protects every route.

use std::fs;

use adref_server::{
    auth::{self, DAY, NewToken},
    clock, delegations,
    http::description,
    seed,
    store::{Access, DataDir, Store, TokenRow, sqlite::Sqlite},
};
use client_core::{
    model::{Decision, EntryId, Role},
    record::Request,
    sync::{protocol::Credential, session::Session},
};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use ureq::http::Response;

use crate::{
    cli::{Served, run, stderr, stdout},
    support::{Client, TestServer, agent, farewell},
};

fn store(server: &TestServer) -> Sqlite {
    let data = DataDir::open(server.directory.path(), Access::Share).expect("shared");
    Sqlite::open(&data.database(), Access::Share).expect("beside the server")
}

fn token(server: &TestServer, role: Role, reading: bool) -> (String, TokenRow) {
    let delegation = (role == Role::Member).then(|| "Freedonia".into());
    let new = NewToken { name: "Bot".into(), role, delegation, reading, life: DAY };
    auth::make_token(&mut store(server), new, clock::now()).expect("made")
}

/// Asks with headers and a body.
fn ask(address: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response<ureq::Body> {
    let mut request = ureq::http::Request::builder().method(method).uri(format!("http://{address}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body.to_owned()).expect("a request");
    let config = agent().configure_request(request).allow_non_standard_methods(true).build();
    agent().run(config).expect("an answer")
}

fn header<'a>(answer: &'a Response<ureq::Body>, name: &str) -> &'a str {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn json_of(mut answer: Response<ureq::Body>) -> Value {
    serde_json::from_str(&answer.body_mut().read_to_string().expect("a body")).expect("JSON")
}

#[test]
fn a_program_acts_by_its_token_until_that_is_revoked() {
    let server = TestServer::start();
    let (secret, row) = token(&server, Role::Member, false);
    assert!(secret.starts_with("adref_") && !format!("{row:?}").contains(&secret));
    let (status, answer) = server.get("/api/session", Some(&secret));
    let person = &answer["person"];
    assert_eq!(
        (status, &person["name"], &person["delegation"], &person["role"]),
        (200, &json!("Bot"), &json!("Freedonia"), &json!("member"))
    );
    let mut bot = server.join_by(secret.clone());
    bot.insert("reaffirm", "Hereby ");
    bot.until("the acknowledgement", |bot| bot.session.pending() == 0);
    assert!(store(&server).revoke_token(row.id, clock::now()).expect("revoked"));
    let (status, answer) = server.get("/api/session", Some(&secret));
    assert_eq!((status, &answer["code"]), (401, &json!("credential")));
    assert_eq!(farewell(&mut bot.socket).0, "credential", "who is connected by it is let go");
    let mut late = Client::new(&server, Session::new(server.slug.as_str(), Credential::Session { secret }));
    assert_eq!(farewell(&mut late.socket).0, "credential");
}

#[test]
fn a_token_ends_and_the_directory_holds_for_it() {
    let server = TestServer::start();
    let mut store = store(&server);
    let new = |life| NewToken {
        name: "Bot".into(),
        role: Role::Member,
        delegation: Some("Moonbase".into()),
        reading: false,
        life,
    };
    let (ended, _) = auth::make_token(&mut store, new(10), clock::now() - 100).expect("made");
    assert_eq!(server.get("/api/session", Some(&ended)).0, 401);
    let (secret, _) = auth::make_token(&mut store, new(DAY), clock::now()).expect("made");
    let role = || server.get("/api/session", Some(&secret)).1["person"]["role"].clone();
    assert_eq!(role(), "member");
    let directory = json!([{"code": "MOON", "kind": "state", "names": {"en": "Moonbase"}, "role": "observer"}]);
    store.set_delegations(&delegations::read(directory.to_string().as_bytes()).expect("sound")).expect("written");
    assert_eq!(role(), "observer", "a directory that changes holds for tokens too");
}

#[test]
fn a_token_for_reading_reads_what_its_role_may_and_changes_nothing() {
    let server = TestServer::start();
    let (secret, _) = token(&server, Role::Chair, true);
    let path = format!("/api/drafts/{}/export", server.slug);
    assert_eq!(server.get(&path, Some(&secret)).0, 200, "the chair's clean text");
    assert_eq!(server.get(&path, Some(&server.session("observer", "Olga"))).0, 403);
    let mut bot = server.join_by(secret);
    assert_eq!(bot.session.person().map(|person| person.role), Some(Role::Observer));
    bot.until("the text", |bot| bot.session.draft().is_some());
}

#[test]
fn tokens_are_made_listed_and_revoked_from_the_command_line() {
    let server = TestServer::start();
    let data = server.directory.path();
    let made = run(data, &["token", "make", "--name", "Mirror", "--role", "observer", "--read-only", "--days", "7"]);
    assert!(made.status.success(), "{}", stderr(&made));
    let secret = stdout(&made).trim().to_owned();
    assert_eq!(server.get("/api/drafts", Some(&secret)).0, 200);
    let list = || -> Value { serde_json::from_str(&stdout(&run(data, &["token", "list", "--json"]))).expect("JSON") };
    let (first, table) = (list()[0].clone(), stdout(&run(data, &["token", "list"])));
    assert_eq!(
        (&first["name"], &first["read_only"], &first["state"]),
        (&json!("Mirror"), &json!(true), &json!("holds"))
    );
    assert!(table.contains("Mirror") && !table.contains(&secret), "{table}");
    let unknown = run(data, &["token", "revoke", "nothing"]);
    assert!(!unknown.status.success() && stderr(&unknown).contains("there is no such token"));
    let revoked = run(data, &["token", "revoke", &first["id"].as_str().expect("an identity")[..8]]);
    assert!(revoked.status.success(), "{}", stderr(&revoked));
    assert_eq!(server.get("/api/drafts", Some(&secret)).0, 401);
    assert_eq!(list()[0]["state"], "revoked");
}

#[test]
fn a_list_is_followed_from_part_to_part() {
    let server = TestServer::start();
    store(&server).set_delegations(&delegations::read(seed::DELEGATIONS).expect("sound")).expect("written");
    let secret = format!("Bearer {}", server.session("observer", "Olga"));
    let address = server.address().to_string();
    let whole = json_of(ask(&address, "GET", "/api/delegations", &[("authorization", &secret)], ""));
    let (mut path, mut followed) = ("/api/delegations?limit=5".to_owned(), Vec::new());
    loop {
        let answer = ask(&address, "GET", &path, &[("authorization", &secret)], "");
        assert_eq!(answer.status(), 200);
        let next = header(&answer, "link").split_once('>').map(|(next, rest)| {
            assert_eq!(rest, "; rel=\"next\"");
            next.trim_start_matches('<').to_owned()
        });
        let part = json_of(answer).as_array().expect("a list").clone();
        assert!((1..=5).contains(&part.len()));
        followed.extend(part);
        match next {
            Some(next) => path = next,
            None => break,
        }
    }
    assert!(followed.len() > 10);
    assert_eq!(json!(followed), whole);
    for (query, status, code) in [
        ("limit=0", 400, "malformed"),
        ("limit=1001", 400, "malformed"),
        ("limit=x", 400, "malformed"),
        ("after=x", 404, "unknown-item"),
    ] {
        let answer = ask(&address, "GET", &format!("/api/delegations?{query}"), &[("authorization", &secret)], "");
        assert_eq!(answer.status(), status, "{query}");
        assert_eq!(json_of(answer)["code"], code, "{query}");
    }
}

#[test]
fn an_answer_that_is_known_is_not_sent_again() {
    let server = TestServer::start();
    let secret = format!("Bearer {}", server.session("member", "Alice"));
    let (address, path) = (server.address().to_string(), format!("/api/drafts/{}", server.slug));
    let get = |tag: &str| ask(&address, "GET", &path, &[("authorization", &secret), ("if-none-match", tag)], "");
    let first = get("\"x\"");
    let tag = header(&first, "etag").to_owned();
    assert_eq!(first.status(), 200);
    let mut again = get(&tag);
    assert_eq!((again.status().as_u16(), header(&again, "etag")), (304, tag.as_str()));
    assert_eq!(again.body_mut().read_to_string().expect("no body"), "");
    let mut alice = server.join("member", "Alice");
    alice.insert("reaffirm", "Today ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    assert_eq!(get(&tag).status(), 200);
}

#[test]
fn the_text_is_told_as_it_was() {
    let server = TestServer::start();
    let (mut chair, mut alice) = (server.join("chair", "Carla"), server.join("member", "Alice"));
    alice.insert("reaffirm", "Today ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    let bracket = *chair.session.draft().expect("a draft").brackets.keys().next().expect("a bracket");
    let decision = Decision::DeleteBracket(bracket);
    let (meeting, reason) = ("3rd meeting".into(), "nobody wants it".into());
    let request = Request { id: EntryId(uuid::Uuid::from_u128(7)), decision, meeting, reason, heads: Vec::new() };
    let effects = chair.session.decide(request, clock::now()).expect("allowed");
    chair.perform(effects);
    chair.until("the record", |chair| chair.session.standings().is_some_and(|all| !all.brackets.is_empty()));
    alice.insert("urge", "Then ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);

    let secret = server.session("observer", "Olga");
    let get = |path: &str| server.get(&format!("/api/drafts/{}/{path}", server.slug), Some(&secret));
    let (status, log) = get("history");
    let log = log.as_array().expect("a list").clone();
    let last = log.last().expect("a change");
    assert_eq!(
        (status, &last["by"], &last["delegation"], &log[0]["by"]),
        (200, &json!("Alice"), &json!("Freedonia"), &json!(""))
    );
    assert_eq!(last["paragraphs"][0]["label"], "2.");
    assert_eq!(get(&format!("history?after={}", log.len() - 1)).1, json!([last]));

    let decisions = get("decisions").1;
    let entry = &decisions[0];
    assert_eq!(
        (&entry["number"], &entry["by"], &entry["meeting"]),
        (&json!(1), &json!("Carla"), &json!("3rd meeting"))
    );
    assert_eq!(entry["decision"], json!({"delete_bracket": bracket.to_string()}));
    assert_eq!(get("decisions?after=1"), (200, json!([])));

    let words = |at: &str| get(&format!("text?at={at}")).1["text"].as_str().expect("a text").to_owned();
    let now = get("text").1;
    assert_eq!((&now["changes"], &now["decisions"]), (&json!(log.len()), &json!(1)));
    assert!(now["text"].as_str().is_some_and(|text| text.contains("Then ") && !text.contains("strongly")), "{now}");
    let decided = words("1");
    assert!(decided.contains("Today ") && !decided.contains("strongly"), "{decided}");
    let imported = log.iter().filter(|change| change["by"] == "").filter_map(|change| change["at"].as_i64()).max();
    let imported = imported.expect("an import");
    let moment = clock::written(imported).replacen(' ', "T", 1).replace(" UTC", &format!(".{:03}Z", imported % 1000));
    assert_eq!(clock::read(&moment), Some(imported));
    let source = words(&moment);
    assert!(source.contains("[strongly]") && !source.contains("Today"), "{source}");
    let (status, early) = get("text?at=2005-01-01");
    assert_eq!((status, &early["code"]), (404, &json!("unknown-moment")));
    assert_eq!(get("text?at=2").0, 404, "there is no second entry");
    assert_eq!(get("text?at=soon").0, 400);

    let states = |query: &str| get(&format!("brackets{query}")).1.as_array().map(Vec::len);
    assert_eq!((states(""), states("?state=deleted"), states("?state=open")), (Some(1), Some(1), Some(0)));
    assert_eq!(get("brackets?state=x").0, 400);
    assert_eq!(get("proposals"), (200, json!([])));
    assert_eq!(get("positions").1["subjects"][0]["id"], json!(bracket.to_string()));
}

/// A path of the description with something in the places of its names.
fn filled(path: &str, slug: &str) -> String {
    path.replace("{slug}", slug).replace("{id}", "00000000-0000-4000-8000-000000000000")
}

#[test]
fn a_draft_that_is_not_here_is_unknown_in_one_way() {
    let server = TestServer::start();
    let secret = server.session("chair", "Carla");
    let mut asked = 0;
    for path in description().paths.paths.keys().filter(|path| path.starts_with("/api/drafts/{slug}")) {
        for name in ["nothing", "00000000-0000-4000-8000-000000000000", "%00", "a%2fb"] {
            let (status, answer) = server.get(&filled(path, name), Some(&secret));
            assert_eq!((status, &answer["code"]), (404, &json!("unknown-draft")), "{path} of {name}");
        }
        // Who is not known does not learn which drafts there are.
        let unknown = server.get(&filled(path, "nothing"), None);
        assert_eq!((unknown.0, &unknown), (401, &server.get(&filled(path, &server.slug), None)), "{path}");
        asked += 1;
    }
    assert!(asked > 10, "{asked}");
}

/// Every described route with its method.
fn routes() -> Vec<(String, Vec<&'static str>)> {
    let api = serde_json::to_value(description()).expect("JSON");
    let paths = api["paths"].as_object().expect("paths").iter();
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    let of = |item: &Value| methods.into_iter().filter(|method| item.get(method.to_lowercase()).is_some()).collect();
    paths.map(|(path, item)| (path.clone(), of(item))).collect()
}

#[test]
fn every_route_takes_the_methods_that_are_described_and_no_other() {
    let server = TestServer::start();
    let address = server.address().to_string();
    for (path, described) in routes() {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let answer = ask(&address, method, &filled(&path, &server.slug), &[], "");
            let taken = answer.status() != 405;
            assert_eq!(taken, described.contains(&method), "{method} {path}: {}", answer.status());
        }
    }
}

/// What every answer carries, whatever it says.
fn examine(answer: &Response<ureq::Body>, what: &str) {
    let policy = header(answer, "content-security-policy");
    for part in
        ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]
    {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{what}: {policy}");
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ] {
        assert_eq!(header(answer, name), value, "{what}");
    }
    let cache = header(answer, "cache-control");
    assert!(["no-store", "no-cache", "public, max-age=31536000, immutable"].contains(&cache), "{what}: {cache}");
}

#[test]
fn every_route_is_protected_and_no_secret_reaches_a_log() {
    let place = tempfile::tempdir().expect("a directory");
    let (data, log) = (place.path().join("data"), place.path().join("log"));
    let served = Served::start_logging(&data, &["--public-url", "https://drafts.example", "--log", "debug"], &log);
    let address = served.address().to_owned();
    let invitation = |role: &str| auth::token_of(served.link(role)).expect("a link").1;
    let body = json!({"invitation": invitation("member"), "name": "Alice", "delegation": "Freedonia"}).to_string();
    let kind = ("content-type", "application/json");
    let ours = ("origin", "https://drafts.example");
    let joined = json_of(ask(&address, "POST", "/api/sessions", &[kind, ours], &body));
    let session = joined["session"].as_str().expect("a secret").to_owned();
    let look = json!({"token": invitation("chair")}).to_string();
    assert_eq!(ask(&address, "POST", "/api/invitations/look", &[kind], &look).status(), 200);
    let made = run(&data, &["token", "make", "--name", "Bot", "--role", "member"]);
    let program = stdout(&made).trim().to_owned();
    assert!(program.starts_with("adref_"), "{}", stderr(&made));

    for (path, methods) in routes() {
        let path = filled(&path, "tunis-agenda");
        for method in methods {
            for secret in [&session, &program, ""] {
                let bearer = format!("Bearer {secret}");
                let answer = ask(&address, method, &path, &[("authorization", &bearer), kind], "{}");
                examine(&answer, &format!("{method} {path}"));
            }
            let foreign = ("origin", "https://evil.example");
            let upgrade = [
                foreign,
                ("connection", "upgrade"),
                ("upgrade", "websocket"),
                ("sec-websocket-version", "13"),
                ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ];
            if method != "GET" || path.starts_with("/ws/") {
                let headers: &[_] = if method == "GET" { &upgrade } else { &[foreign, kind] };
                let answer = ask(&address, method, &path, headers, if method == "GET" { "" } else { "{}" });
                examine(&answer, &format!("{method} {path} from elsewhere"));
                assert_eq!(answer.status(), 403, "{method} {path}");
                assert_eq!(json_of(answer)["code"], "foreign-origin", "{method} {path}");
            }
        }
    }
    for path in ["/", "/index.html", "/nothing.js", "/api/nothing", "/api/drafts/%ff", "/drafts/x"] {
        examine(&ask(&address, "GET", path, &[], ""), path);
        examine(&ask(&address, "DELETE", path, &[], ""), path);
    }

    let stream = std::net::TcpStream::connect(&address).expect("a connection");
    let url = format!("ws://{address}/ws/drafts/tunis-agenda");
    let mut socket = tokio_tungstenite::tungstenite::client(url, stream).expect("a WebSocket").0;
    let mut client = Session::new("tunis-agenda", Credential::Session { secret: program.clone() });
    for effect in client.opened(clock::now()) {
        if let client_core::sync::session::Effect::Send(frame) = effect {
            socket.send(Message::binary(frame)).expect("sent");
        }
    }
    assert!(socket.read().expect("a welcome").is_binary());
    drop(socket);
    let secrets = [invitation("chair"), invitation("member"), invitation("observer"), session, program];
    assert!(served.stop());
    let log = fs::read_to_string(&log).expect("a log");
    assert!(log.contains("DEBUG") && log.contains("/api/sessions"), "{log}");
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} is in the log");
    }
}

#[test]
fn the_description_and_its_page_ask_for_nothing_from_elsewhere() {
    let server = TestServer::start();
    let (status, api) = server.get("/api/openapi.json", None);
    assert_eq!((status, &api["openapi"]), (200, &json!("3.1.0")));
    let (status, page) = server.get("/api/docs", None);
    let page = page.as_str().expect("a page");
    assert_eq!(status, 200);
    for bad in ["<script", "style=", "src=", "http://", "https://"] {
        assert!(!page.contains(bad), "{bad}");
    }
    for (path, methods) in routes() {
        assert!(page.contains(&format!("<code>{path}</code>")), "{path}");
        assert!(!methods.is_empty(), "{path}");
    }
    // Every place that the page points at is there.
    let targets: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(targets.len() > 50, "{}", targets.len());
    for target in targets {
        assert!(page.contains(&format!("id=\"{target}\"")), "{target}");
    }
    assert_eq!(server.get("/api/docs.css", None).0, 200);
}
