//! Who may sign in by a provider of identities: the commands of the operator, and a server without a provider.

use serde_json::{Value, json};

use crate::support::{TestServer, adref};

const ISSUER: &str = "https://id.example";

/// Runs `adref people …` on a server's data; what it said.
fn people(server: &TestServer, arguments: &[&str]) -> (bool, String) {
    let (well, out, complaint) = adref(server.directory.path(), &[&["people"], arguments].concat());
    (well, out + &complaint)
}

fn registered(server: &TestServer) -> Vec<(String, String, String)> {
    let (well, said) = people(server, &["registered", "--json"]);
    assert!(well, "{said}");
    let lines: Vec<Value> = serde_json::from_str(&said).expect("JSON");
    let text = |line: &Value, field: &str| line[field].as_str().expect("words").to_owned();
    lines.iter().map(|line| (text(line, "name"), text(line, "by"), text(line, "value"))).collect()
}

#[test]
fn people_are_registered_beside_a_running_server() {
    let server = TestServer::start();
    let amina =
        ["register", "Amina", "--issuer", ISSUER, "--email", "Amina@Mission.example", "--delegation", "Freedonia"];
    let (well, said) = people(&server, &amina);
    assert!(well && said.contains("Amina may sign in, is a member and speaks for Freedonia"), "{said}");
    let (well, said) = people(&server, &amina);
    assert!(!well && said.contains("somebody is registered so already"), "{said}");
    let (well, said) = people(&server, &["register", "--person", "Amina", "--issuer", ISSUER, "--subject", "s-1"]);
    assert!(well, "{said}");
    let lines = registered(&server);
    let line = |by: &str, value: &str| ("Amina".to_owned(), by.to_owned(), value.to_owned());
    assert_eq!(lines, [line("email", "amina@mission.example"), line("subject", "s-1")]);
    let (well, said) = people(&server, &["registered"]);
    assert!(well && said.contains("email amina@mission.example"), "{said}");
    assert!(people(&server, &["unregister", "Amina"]).0);
    assert_eq!(registered(&server), []);
    let (well, said) = people(&server, &["unregister", "Amina"]);
    assert!(!well && said.contains("is not registered"), "{said}");
}

#[test]
fn a_registration_names_somebody() {
    let server = TestServer::start();
    let check = |arguments: &[&str], complaint: &str| {
        let (well, said) = people(&server, &[&["register", "--issuer", ISSUER], arguments].concat());
        assert!(!well && said.contains(complaint), "{arguments:?}: {said}");
    };
    check(&["Amina", "--delegation", "Freedonia"], "--subject");
    check(&["Amina", "--email", "a@b", "--subject", "s", "--delegation", "Freedonia"], "cannot be used with");
    check(&["Amina", "--email", "a@b"], "--delegation");
    check(&["--email", "a@b", "--delegation", "Freedonia"], "<NAME");
    check(&["Amina", "--email", "mission.example", "--delegation", "Freedonia"], "names nobody at the provider");
    check(&["Amina", "--email", "@mission.example", "--delegation", "Freedonia"], "names nobody at the provider");
    check(&["Amina", "--subject", " ", "--delegation", "Freedonia"], "names nobody at the provider");
    check(&["--person", "Nobody", "--subject", "s"], "nobody is called Nobody");
    assert_eq!(registered(&server), []);
}

#[test]
fn h27_without_a_provider_nobody_signs_in() {
    let server = TestServer::start();
    assert_eq!(server.get("/api/sign-in", None), (200, json!({"provider": null})));
    let (status, answer) = server.post("/api/sign-in", &Value::Null);
    assert_eq!((status, &answer["code"]), (400, &json!("malformed")), "no slot: {answer}");
    let (status, answer) = server.post_from_slot("/api/sign-in", "a1b2c3d4e5f6g7h8", &Value::Null);
    assert_eq!((status, &answer["code"]), (404, &json!("no-sign-in")), "{answer}");
}
