//! The lives of paragraphs and proposals over HTTP, for whoever may read.

use adref_server::clock;
use client_core::{
    model::{Decision, EntryId, ProposalId},
    ops::{Act, Propose, Proposed},
    record::Request,
};
use serde_json::json;
use uuid::Uuid;

use crate::support::{TestServer, paragraph_with};

#[test]
fn an_observer_reads_the_life_of_a_paragraph_and_of_a_proposal() {
    let server = TestServer::start();
    let (mut alice, mut chair) = (server.join("member", "Alice"), server.join("chair", "Clara"));
    let draft = alice.session.draft().expect("a draft");
    let (paragraph, next) = (paragraph_with(&draft, "reaffirm"), paragraph_with(&draft, "urge all"));
    let id = ProposalId(Uuid::from_u128(5));
    let what = Proposed::Merge { paragraph, next };
    let effects = alice.session.act(&Act::Propose(Propose { id, what, reason: "shorter".into() }), clock::now());
    alice.perform(effects.expect("allowed"));
    let effects = alice.session.flush(clock::now());
    alice.perform(effects);
    chair.until("the proposal", |chair| chair.session.draft().is_some_and(|draft| draft.proposals.contains_key(&id)));
    let request = Request {
        id: EntryId(Uuid::from_u128(6)),
        decision: Decision::RejectProposal(id),
        meeting: "2nd meeting".into(),
        reason: "two thoughts".into(),
        heads: Vec::new(),
    };
    let effects = chair.session.decide(request, clock::now()).expect("allowed");
    chair.perform(effects);
    alice.until("the record", |alice| alice.session.standings().is_some_and(|found| !found.proposals.is_empty()));

    let olga = server.session("observer", "Olga");
    let path = format!("/api/drafts/{}", server.slug);
    let (status, life) = server.get(&format!("{path}/proposals/{id}/history"), Some(&olga));
    assert_eq!((status, &life["proposal"]["state"]), (200, &json!("rejected")));
    assert_eq!(life["events"][0]["kind"], "proposed");
    assert_eq!(life["events"][0]["delegation"], "Freedonia");
    let told = ["decision", "reason", "meeting"].map(|field| life["events"][1][field].as_str().unwrap_or_default());
    assert_eq!(told, ["reject", "two thoughts", "2nd meeting"]);
    let (status, life) = server.get(&format!("{path}/paragraphs/{next}/history?labels=ar"), Some(&olga));
    assert_eq!((status, &life["label"]), (200, &json!("2.")));
    let events = life["events"].as_array().expect("events");
    assert_eq!(events.iter().map(|event| &event["kind"]).collect::<Vec<_>>(), ["imported", "proposed", "decided"]);
    assert_eq!(
        (&events[1]["about"], &events[1]["of"], &events[1]["other"]),
        (&json!("merge"), &json!("1."), &json!("2."))
    );

    for (path, code) in [
        (format!("{path}/paragraphs/{id}/history"), "unknown-paragraph"),
        (format!("{path}/paragraphs/nothing/history"), "unknown-paragraph"),
        (format!("{path}/proposals/{paragraph}/history"), "unknown-proposal"),
    ] {
        let (status, answer) = server.get(&path, Some(&olga));
        assert_eq!((status, &answer["code"]), (404, &json!(code)));
    }
    assert_eq!(server.get(&format!("{path}/paragraphs/{paragraph}/history"), None).0, 401);
}
