//! HTTP on a real socket.

use crate::support::{TestServer, agent};
use adref_server::{
    auth, clock, delegations, seed,
    store::{Access, DataDir, Store, sqlite::Sqlite},
};
use client_core::model::Role;
use serde_json::{Value, json};

fn code(answer: &Value) -> &str {
    assert!(answer["message"].as_str().is_some_and(|words| !words.is_empty()), "{answer}");
    assert!(answer["hint"].as_str().is_some_and(|words| !words.is_empty()), "{answer}");
    answer["code"].as_str().unwrap_or_default()
}

#[test]
fn an_invitation_shows_what_it_gives() {
    let server = TestServer::start();
    let look = |token: &str| server.post("/api/invitations/look", &json!({"token": token}));
    assert_eq!(look(&server.token("chair")), (200, json!({"role": "chair", "delegation": null})));
    assert_eq!(look(&server.token("observer")).1["role"], "observer");
    let (status, answer) = look("AAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!((status, code(&answer)), (404, "unknown-invitation"));
}

#[test]
fn expired_and_revoked_invitations_are_told_apart() {
    let server = TestServer::start();
    let data = DataDir::open(server.directory.path(), Access::Share).expect("shared");
    let mut store = Sqlite::open(&data.database(), Access::Share).expect("beside the server");
    let now = clock::now();
    let expired = auth::invite(&mut store, Role::Member, None, 10, now - 100).expect("made");
    let revoked = auth::invite(&mut store, Role::Member, Some("G77".into()), 10_000, now).expect("made");
    let look = |token: &str| server.post("/api/invitations/look", &json!({"token": token}));
    assert_eq!(look(&revoked), (200, json!({"role": "member", "delegation": "G77"})));
    assert!(store.revoke_invitation(&auth::hash(&revoked), now).expect("revoked"));
    for (token, expected) in [(expired, "expired-invitation"), (revoked, "revoked-invitation")] {
        let (status, answer) = look(&token);
        assert_eq!((status, code(&answer)), (410, expected));
        let (status, answer) = server.post("/api/sessions", &json!({"invitation": token, "name": "A"}));
        assert_eq!((status, code(&answer)), (410, expected));
    }
}

#[test]
fn a_session_knows_its_person() {
    let server = TestServer::start();
    let (status, answer) = server
        .post("/api/sessions", &json!({"invitation": server.token("member"), "name": " Alice ", "delegation": "EU"}));
    assert_eq!(status, 201);
    assert_eq!((&answer["person"]["name"], &answer["person"]["delegation"]), (&json!("Alice"), &json!("EU")));
    let (status, current) = server.get("/api/session", answer["session"].as_str());
    assert_eq!((status, &current["person"]), (200, &answer["person"]));
    for bad in [None, Some(""), Some("nonsense")] {
        let (status, answer) = server.get("/api/session", bad);
        assert_eq!((status, code(&answer)), (401, "credential"));
    }
}

#[test]
fn bad_names_and_bodies_are_refused_with_a_reason() {
    let server = TestServer::start();
    let token = server.token("member");
    for name in ["", "  ", "a\nb", &"x".repeat(81)] {
        let (status, answer) = server.post("/api/sessions", &json!({"invitation": token, "name": name}));
        assert_eq!((status, code(&answer)), (422, "name"), "{name:?}");
    }
    let (status, answer) = server.post("/api/sessions", &json!({"name": 3}));
    assert_eq!((status, code(&answer)), (400, "malformed"));
    let (status, answer) = server.post("/api/sessions", &json!({"name": "x".repeat(70_000)}));
    assert_eq!((status, code(&answer)), (413, "too-large"));
    let (status, answer) = server.get("/api/sessions", None);
    assert_eq!((status, code(&answer)), (405, "method"));
}

#[test]
fn strangers_who_name_no_delegation_share_none() {
    let server = TestServer::start();
    let token = server.token("member");
    for (name, given, expected) in
        [("Alice", json!(null), "Alice"), ("Bob", json!(" "), "Bob"), ("Carl", json!("EU"), "EU")]
    {
        let body = json!({"invitation": token, "name": name, "delegation": given});
        let (status, answer) = server.post("/api/sessions", &body);
        assert_eq!((status, &answer["person"]["delegation"]), (201, &json!(expected)), "{answer}");
    }
}

#[test]
fn drafts_are_for_people_who_were_let_in() {
    let server = TestServer::start();
    let session = server.session("observer", "Olga");
    for path in ["/api/drafts", &format!("/api/drafts/{}", server.slug)] {
        assert_eq!(server.get(path, None).0, 401, "{path}");
        assert_eq!(server.get(path, Some(&session)).0, 200, "{path}");
    }
    let (_, drafts) = server.get("/api/drafts", Some(&session));
    assert_eq!(drafts[0]["slug"], server.slug.as_str());
    assert_eq!(drafts[0]["open"]["brackets"], 1, "{drafts}");
    let (_, view) = server.get(&format!("/api/drafts/{}", server.slug), Some(&session));
    assert_eq!(view["brackets"][0]["words"], "strongly", "{view}");
    let path =
        format!("/api/drafts/{}/brackets/{}/history", server.slug, view["brackets"][0]["id"].as_str().expect("id"));
    let (status, life) = server.get(&path, Some(&session));
    assert_eq!((status, &life["events"][0]["kind"]), (200, &json!("imported")), "{life}");
    assert_eq!(life["events"][0]["words"], "strongly");
    assert!(server.get(&format!("/api/drafts/{}/diagnostics", server.slug), Some(&session)).1.is_array());
    for (path, expected) in [
        ("/api/drafts/none", "unknown-draft"),
        ("/api/drafts/none/diagnostics", "unknown-draft"),
        (&format!("/api/drafts/{}/brackets/7/history", server.slug), "unknown-bracket"),
        (&format!("/api/drafts/{}/brackets/{}/history", server.slug, uuid::Uuid::nil()), "unknown-bracket"),
        ("/api/else", "not-found"),
    ] {
        let (status, answer) = server.get(path, Some(&session));
        assert_eq!((status, code(&answer)), (404, expected), "{path}");
    }
}

#[test]
fn the_chair_alone_exports_and_final_waits_for_decisions() {
    let server = TestServer::start();
    let path = |mode: &str| format!("/api/drafts/{}/export?format=text&mode={mode}", server.slug);
    let member = server.session("member", "Alice");
    let (status, answer) = server.get(&path("as-it-stands"), Some(&member));
    assert_eq!((status, code(&answer)), (403, "forbidden"));
    let chair = server.session("chair", "Bob");
    let (status, text) = server.get(&path("as-it-stands"), Some(&chair));
    assert_eq!(status, 200);
    assert!(text.as_str().is_some_and(|text| text.contains("[strongly]")), "{text}");
    let (status, answer) = server.get(&path("final"), Some(&chair));
    assert_eq!((status, code(&answer)), (409, "open-matters"));
    let blocker = &answer["blockers"][0];
    assert_eq!((&blocker["kind"], &blocker["words"]), (&json!("bracket"), &json!("strongly")), "{answer}");
    let html =
        format!("/api/drafts/{}/export?format=html&mode=compilation&lineNumbers=true&comments=true", server.slug);
    let (status, text) = server.get(&html, Some(&chair));
    assert!(status == 200 && text.as_str().is_some_and(|text| text.contains("strongly")), "{text}");
    for (more, expected) in
        [("mode=marked", 400), ("format=csv&mode=final", 400), ("at=1999-01-01", 404), ("at=x", 400)]
    {
        let (status, answer) = server.get(&format!("/api/drafts/{}/export?{more}", server.slug), Some(&chair));
        assert_eq!(status, expected, "{more}: {answer}");
    }
    let (status, listed) = server.get("/api/exports", Some(&chair));
    let names: Vec<&str> = listed.as_array().into_iter().flatten().filter_map(|one| one["format"].as_str()).collect();
    assert_eq!((status, names), (200, adref_server::formats::names()));
    let (status, answer) = server.get(&format!("{}&mode=agreed", path("final")), Some(&chair));
    assert_eq!((status, code(&answer)), (400, "malformed"));
    let (status, answer) = server.get("/ws/drafts/x", None);
    assert_eq!((status, code(&answer)), (400, "malformed"));
    let (status, answer) = server.get("/api/drafts/%ff", Some(&chair));
    assert_eq!((status, code(&answer)), (404, "not-found"));
    let (status, answer) = server.get(&path("sideways"), Some(&chair));
    assert_eq!((status, code(&answer)), (400, "malformed"));
}

#[test]
fn every_answer_carries_what_protects_the_page() {
    let server = TestServer::start();
    for (path, status) in [("/", 200), ("/drafts/x", 200), ("/none.js", 404), ("/api/drafts", 401), ("/healthz", 200)] {
        let answer = agent().get(format!("http://{}{path}", server.address())).call().expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{path}");
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert!(!header("cache-control").is_empty(), "{path}");
    }
}

#[test]
fn links_and_sessions_outlive_a_restart() {
    let mut server = TestServer::start();
    let (token, session) = (server.token("member"), server.session("member", "Alice"));
    server.restart();
    assert_eq!(server.token("member"), token);
    assert_eq!(server.get("/api/session", Some(&session)).0, 200);
}

#[test]
fn the_directory_is_for_those_who_are_let_in() {
    let server = TestServer::start();
    let (status, answer) = server.get("/api/delegations", None);
    assert_eq!((status, code(&answer)), (401, "credential"));
    let session = server.session("observer", "Olga");
    assert_eq!(server.get("/api/delegations", Some(&session)), (200, json!([])));

    let data = DataDir::open(server.directory.path(), Access::Share).expect("shared");
    let mut store = Sqlite::open(&data.database(), Access::Share).expect("beside the server");
    let directory = delegations::read(seed::DELEGATIONS).expect("sound");
    store.set_delegations(&directory).expect("written");
    let (status, list) = server.get("/api/delegations", Some(&session));
    let list = list.as_array().expect("a list");
    assert_eq!((status, list.len()), (200, directory.entries().len()));
    let names = json!({"ar": "بلاد الشمال", "en": "Northland", "es": "Norlandia", "fr": "Norlande", "ru": "Североземье", "zh": "北国"});
    let north = json!({"code": "NORTHLAND", "kind": "state", "iso": "QM", "names": names, "role": "member"});
    assert_eq!(list[0], north);
    let group = list.iter().find(|entry| entry["code"] == "UPLAND").expect("a group");
    assert_eq!(group["members"], json!(["NORTHLAND", "HIGHMOOR", "GREENRIVER", "STONEBRIDGE"]));
    let (status, invitation) = server.post("/api/invitations/look", &json!({"token": server.token("member")}));
    assert_eq!((status, &invitation["delegations"]), (200, &json!(list)));
}

#[test]
fn a_delegation_has_one_name_in_whatever_language_it_joins() {
    let server = TestServer::start();
    let data = DataDir::open(server.directory.path(), Access::Share).expect("shared");
    let mut store = Sqlite::open(&data.database(), Access::Share).expect("beside the server");
    store.set_delegations(&delegations::read(seed::DELEGATIONS).expect("sound")).expect("written");
    for (given, kept) in [("北国", "Northland"), (" norlande ", "Northland"), ("UPLAND", "Upland Group"), ("EU", "EU")]
    {
        let body = json!({"invitation": server.token("member"), "name": "Alice", "delegation": given});
        let (status, answer) = server.post("/api/sessions", &body);
        assert_eq!((status, &answer["person"]["delegation"]), (201, &json!(kept)), "{given}");
    }
}

#[test]
fn what_the_server_does_is_counted_beside_it() {
    let server = TestServer::start();
    let mut alice = server.join("member", "Alice");
    alice.insert("reaffirm", "Today ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    server.get("/api/nothing", None);
    let metrics = server.metrics();
    for line in [
        "adref_conversations 1",
        "adref_rooms 1",
        "adref_changes_total 1",
        "adref_messages_total 1",
        "adref_requests_total{status=\"404\"} 1",
    ] {
        assert!(metrics.lines().any(|found| found == line), "{line} in {metrics}");
    }
    assert_eq!(
        server.get("/metrics", None).1.as_str().map(|text| text.contains("adref_rooms")),
        Some(false),
        "not for everybody"
    );
}

#[test]
fn a_server_says_whether_it_lives_and_whether_it_is_ready() {
    let server = TestServer::start();
    assert_eq!(server.get("/healthz", None), (200, "ok\n".into()));
    assert_eq!(server.get("/readyz", None), (200, "ready\n".into()));
}
