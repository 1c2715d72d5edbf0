//! Where the chair and the secretariat come in by the provider of identities alone: what becomes of their links, and of who is here by one.

use adref_server::{
    auth::{self, DAY},
    clock, delegations, links, seed,
    store::{Access, Claim, DataDir, Identity, Store, sqlite::Sqlite},
};
use client_core::{
    model::{Delegation, Person, PersonId, Role},
    sync::{protocol::Credential, session::Session},
};
use serde_json::{Value, json};

use crate::support::{Client, TestServer, adref, farewell};

const ISSUER: &str = "https://id.example";

fn store(server: &TestServer) -> Sqlite {
    let data = DataDir::open(server.directory.path(), Access::Share).expect("shared");
    Sqlite::open(&data.database(), Access::Share).expect("beside the server")
}

/// A server with the directory of the seeds, on which everybody came by a link, and the links of the chair and of members.
fn server() -> (TestServer, String, String) {
    let server = TestServer::start();
    store(&server).set_delegations(&delegations::read(seed::DELEGATIONS).expect("sound")).expect("written");
    let (chair, member) = (server.token("chair"), server.token("member"));
    (server, chair, member)
}

/// Lets somebody in as the provider does.
fn signed_in(server: &TestServer, name: &str, delegation: &str, role: Role) -> String {
    let mut store = store(server);
    let id = PersonId(auth::identity().expect("random numbers"));
    let person = Person { id, name: name.into(), delegation: Delegation(delegation.into()), role };
    assert!(store.register(ISSUER, &Claim::Subject(name.into()), &person, 1).expect("registered"));
    let identity = Identity { issuer: ISSUER.into(), subject: name.into(), email: None };
    let (secret, now) = (auth::secret().expect("random numbers"), clock::now());
    let admitted = store.admit(&identity, &auth::hash(&secret), now + DAY, now + DAY, now).expect("written");
    assert_eq!(admitted.map(|person| person.name).as_deref(), Some(name));
    secret
}

fn join(server: &TestServer, token: &str, delegation: &str) -> (u16, Value) {
    let body = json!({"invitation": token, "name": "Somebody", "delegation": delegation});
    server.post("/api/sessions", &body)
}

#[test]
fn who_decides_comes_in_by_no_link() {
    let (mut server, chair, member) = server();
    let session = |(status, answer): (u16, Value)| {
        assert_eq!(status, 201, "{answer}");
        answer["session"].as_str().expect("a secret").to_owned()
    };
    let clara = session(join(&server, &chair, "Chair"));
    let sara = session(join(&server, &member, "Secretariat"));
    let nora = session(join(&server, &member, "Northland"));
    server.set_must_sign_in(true);

    let refused = |(status, answer): (u16, Value)| {
        assert_eq!((status, &answer["code"]), (403, &json!("sign-in-only")), "{answer}");
        assert!(answer["hint"].as_str().is_some_and(|hint| hint.contains("sign in there")), "{answer}");
    };
    refused(server.post("/api/invitations/look", &json!({"token": chair})));
    refused(join(&server, &chair, "Chair"));
    refused(join(&server, &member, "Secretariat"));
    session(join(&server, &member, "Northland"));

    // Who came by one before is not here any more, over HTTP and over a socket.
    for (secret, stays) in [(&clara, false), (&sara, false), (&nora, true)] {
        let status = server.get("/api/session", Some(secret)).0;
        assert_eq!(status, if stays { 200 } else { 401 });
    }
    let credential = Credential::Session { secret: clara.clone() };
    let mut out = Client::new(&server, Session::new(server.slug.as_str(), credential));
    assert_eq!(farewell(&mut out.socket), ("credential".into(), 4401));

    // Nobody makes such a link any more, and none waits.
    let presiding = signed_in(&server, "Presiding", "Chair", Role::Chair);
    let make = |role: &str, delegation: Option<&str>| {
        server.post_by(&presiding, "/api/invitations", &json!({"role": role, "delegation": delegation, "days": 1}))
    };
    refused(make("chair", None));
    refused(make("member", Some("Secretariat")));
    assert_eq!(make("member", Some("Northland")).0, 201);
    let (done, _, told) = adref(server.directory.path(), &["invite", "--role", "chair"]);
    assert!(!done && told.contains("by no link") && told.contains("hint: "), "{told}");
    let standing = std::fs::read_to_string(server.directory.path().join(links::FILE)).expect("links");
    assert!(!standing.contains("chair ") && standing.contains("member "), "{standing}");

    // Without the setting all is as before.
    server.set_must_sign_in(false);
    assert_eq!(server.get("/api/session", Some(&clara)).0, 200);
    assert_eq!(join(&server, &server.token("chair"), "Chair").0, 201);
}

#[test]
fn who_comes_to_decide_while_here_by_a_link_is_out_and_who_signed_in_stays() {
    let (mut server, _, _) = server();
    server.set_must_sign_in(true);
    let mut nora = server.join_by(server.session_for("member", "Nora", "Freedonia"));
    let mut presiding = server.join_by(signed_in(&server, "Presiding", "Chair", Role::Member));
    for name in ["Nora", "Presiding"] {
        let (done, said, told) = adref(server.directory.path(), &["people", "set", name, "--role", "chair"]);
        assert!(done, "{said}{told}");
    }
    assert_eq!(farewell(&mut nora.socket), ("credential".into(), 4401));
    presiding.until("the chair", |one| one.session.person().is_some_and(|person| person.role == Role::Chair));
    // A program that the operator let in is no person.
    let made = adref(server.directory.path(), &["token", "make", "--name", "Bot", "--role", "chair"]);
    let token = made.1.split_whitespace().find(|word| word.starts_with(auth::TOKEN_MARK)).expect("a token");
    assert_eq!(server.get("/api/session", Some(token)).1["person"]["role"], "chair");
}
