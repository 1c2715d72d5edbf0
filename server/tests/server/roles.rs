//! Roles of the directory: what somebody may do is the lesser of the link's role and of what the delegation is. Asked by
//! clients that believe they may do everything, over real sockets, so that the room alone decides.

use adref_server::{
    clock, delegations, seed,
    store::{Access, DataDir, Store, sqlite::Sqlite},
};
use client_core::{
    comments::{At, NewComment},
    model::{Audience, CommentId, CommentKind, Decision, EntryId, Permission, PositionId, Role, Stance, Topic},
    ops::{Act, Splice, TakePosition},
    record::Request,
    sync::{
        protocol::{Credential, ServerMessage, decode_server, encode},
        session::{Effect, Session},
    },
};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::support::{Client, TestServer, paragraph_with};

fn fresh() -> Uuid {
    adref_server::auth::identity().expect("random numbers")
}

/// A server whose directory has a delegation of each role.
fn server() -> TestServer {
    let server = TestServer::start();
    set_directory(&server, |_| {});
    server
}

fn store(server: &TestServer) -> Sqlite {
    let data = DataDir::open(server.directory.path(), Access::Share).expect("shared");
    Sqlite::open(&data.database(), Access::Share).expect("beside the server")
}

/// Brings the directory of the seeds in, with some changes.
fn set_directory(server: &TestServer, change: impl Fn(&mut serde_json::Value)) {
    let mut list: serde_json::Value = serde_json::from_slice(seed::DELEGATIONS).expect("JSON");
    list.as_array_mut().expect("a list").iter_mut().for_each(change);
    let directory = delegations::read(list.to_string().as_bytes()).expect("sound");
    store(server).set_delegations(&directory).expect("written");
}

/// A client that takes itself for the chair, whatever the server says.
fn liar(server: &TestServer, secret: &str) -> Client {
    let credential = Credential::Session { secret: secret.into() };
    let mut client = Client::new(server, Session::new(server.slug.as_str(), credential));
    while client.session.person().is_none() {
        let Message::Binary(frame) = client.socket.read().expect("an answer") else { continue };
        let frame = match decode_server(&frame).expect("a message") {
            ServerMessage::Welcome(mut welcome) => {
                welcome.person.role = "chair".into();
                encode(&ServerMessage::Welcome(welcome))
            }
            _ => frame.to_vec(),
        };
        let effects = client.session.frame(&frame, clock::now());
        client.perform(effects);
    }
    client
}

/// Whether the room takes what a permission is asked for.
fn is_taken(server: &TestServer, secret: &str, permission: Permission) -> bool {
    let mut client = liar(server, secret);
    let (id, now) = (fresh(), clock::now());
    let draft = client.session.draft().expect("a draft");
    let paragraph = paragraph_with(&draft, "reaffirm");
    let bracket = *draft.brackets.keys().next().expect("a bracket");
    let comment = |kind, audience| NewComment {
        id: CommentId(id),
        thread: None,
        kind,
        audience,
        place: At::Paragraph(paragraph),
        text: "said".into(),
    };
    let effects = match permission {
        Permission::Read => return client.words().contains("reaffirm"),
        Permission::Contribute => {
            client.session.comment(comment(CommentKind::Proposal, Audience::Chair), now).expect("it believes so")
        }
        Permission::Comment => {
            client.session.comment(comment(CommentKind::Remark, Audience::Everybody), now).expect("it believes so")
        }
        Permission::Edit => {
            let splice = Splice { paragraph, at: 0, delete: 0, insert: "So ".into() };
            client.session.act(&Act::Splice(splice), now).expect("it believes so")
        }
        Permission::TakePosition => {
            let position = TakePosition {
                id: PositionId(id),
                subject: Topic::Bracket(bracket),
                stance: Some(Stance::Retain),
                preference: None,
                reason: String::new(),
            };
            client.session.act(&Act::TakePosition(position), now).expect("it believes so")
        }
        Permission::Decide => {
            let kept = client.session.standings().is_some_and(|standings| !standings.brackets.is_empty());
            let decision = if kept { Decision::ReopenBracket(bracket) } else { Decision::KeepBracket(bracket) };
            let request =
                Request { id: EntryId(id), decision, meeting: String::new(), reason: String::new(), heads: Vec::new() };
            client.session.decide(request, now).expect("it believes so")
        }
    };
    client.perform(effects);
    let effects = client.session.flush(clock::now());
    client.perform(effects);
    let is_refused = |effect: &Effect| match effect {
        Effect::Refused { reason, .. } => {
            assert!(["not-allowed", "proposals-only"].contains(&reason.as_str()), "{reason}");
            true
        }
        _ => false,
    };
    let is_answered = |effect: &Effect| matches!(effect, Effect::Recorded(_)) || is_refused(effect);
    client.until("the answer", |client| match permission {
        Permission::Decide => client.seen.iter().any(is_answered),
        _ => client.session.pending() == 0,
    });
    !client.seen.iter().any(is_refused)
}

/// The permissions that the room grants somebody who came by a link.
fn granted(server: &TestServer, secret: &str) -> Vec<&'static str> {
    let asked = Permission::ALL.into_iter().filter(|(permission, _)| is_taken(server, secret, *permission));
    asked.map(|(_, name)| name).collect()
}

#[track_caller]
fn check(server: &TestServer, link: &str, delegation: &str, role: Role, expected: &[&str]) {
    let secret = server.session_for(link, "Somebody", delegation);
    let (_, session) = server.get("/api/session", Some(&secret));
    assert_eq!(session["person"]["role"], role.name(), "{delegation} with a link for {link}");
    assert_eq!(granted(server, &secret), expected, "{delegation} with a link for {link}");
    // The same function answers for the page and the terminal.
    let honest = server.join_by(secret);
    let told: Vec<_> =
        Permission::ALL.into_iter().filter(|(one, _)| honest.session.may(*one)).map(|(_, n)| n).collect();
    assert_eq!(told, expected, "{delegation} with a link for {link}");
}

const MEMBER: &[&str] = &["read", "contribute", "comment", "edit", "position"];

#[test]
fn a_member_negotiates_and_so_does_a_regional_coordinator() {
    let server = server();
    check(&server, "member", "Northland", Role::Member, MEMBER);
    check(&server, "member", "Westmere", Role::Member, MEMBER);
    check(&server, "member", "Nobody's list", Role::Member, MEMBER);
}

#[test]
fn an_observer_reads_even_with_a_members_link() {
    check(&server(), "member", "World Readers’ Union", Role::Observer, &["read"]);
}

#[test]
fn a_contributor_sends_proposals_to_the_chair() {
    check(&server(), "member", "Open Letters Foundation", Role::Contributor, &["read", "contribute"]);
}

#[test]
fn who_is_here_ex_officio_reads_and_comments() {
    check(&server(), "member", "Stonebridge", Role::ExOfficio, &["read", "contribute", "comment"]);
}

#[test]
fn the_secretariat_writes_and_takes_no_position() {
    let expected = &["read", "contribute", "comment", "edit"];
    check(&server(), "member", "Secretariat", Role::Secretariat, expected);
}

#[test]
fn the_chair_decides() {
    let all = ["read", "contribute", "comment", "edit", "position", "decide"];
    check(&server(), "chair", "Chair", Role::Chair, &all);
}

#[test]
fn an_observers_link_gives_no_more_whatever_the_delegation_is() {
    let server = server();
    check(&server, "observer", "Northland", Role::Observer, &["read"]);
    check(&server, "observer", "Chair", Role::Observer, &["read"]);
}

#[test]
fn another_directory_gives_another_answer_at_the_next_connection() {
    let server = server();
    let secret = server.session_for("member", "Wanda", "World Readers’ Union");
    assert_eq!(granted(&server, &secret), ["read"]);
    set_directory(&server, |entry| {
        if entry["code"] == "WRU" {
            entry["role"] = json!("member");
        }
    });
    assert_eq!(granted(&server, &secret), MEMBER);
}

#[test]
fn a_contribution_is_read_by_the_chair_who_may_answer() {
    let server = server();
    let secret = server.session_for("member", "Olaf", "Open Letters Foundation");
    let mut contributor = server.join_by(secret);
    let mut chair = server.join("chair", "Clara");
    let mut member = server.join("member", "Alice");
    let draft = contributor.session.draft().expect("a draft");
    let place = At::Paragraph(paragraph_with(&draft, "reaffirm"));
    let thread = CommentId(fresh());
    let said =
        |id, thread, kind, audience, text: &str| NewComment { id, thread, kind, audience, place, text: text.into() };
    let remark = said(CommentId(fresh()), None, CommentKind::Remark, Audience::Everybody, "hello");
    let refusal = contributor.session.comment(remark, clock::now()).expect_err("no remarks");
    assert_eq!(refusal.code(), "proposals-only");
    let proposal = said(thread, None, CommentKind::Proposal, Audience::Chair, "And solemnly.");
    let effects = contributor.session.comment(proposal, clock::now()).expect("a proposal");
    contributor.perform(effects);
    chair.until("the proposal", |chair| chair.reads().contains(&"And solemnly.".into()));
    assert!(chair.session.threads("en")[0].may_answer && chair.session.threads("en")[0].may_resolve);
    let answer = said(CommentId(fresh()), Some(thread), CommentKind::Remark, Audience::Chair, "Where?");
    let effects = chair.session.comment(answer, clock::now()).expect("the chair answers");
    chair.perform(effects);
    contributor.until("the answer", |contributor| contributor.reads().contains(&"Where?".into()));
    let answer = said(CommentId(fresh()), Some(thread), CommentKind::Remark, Audience::Chair, "At the end.");
    let effects = contributor.session.comment(answer, clock::now()).expect("it goes on with its own");
    contributor.perform(effects);
    chair.until("the answer", |chair| chair.reads().contains(&"At the end.".into()));
    // Said last and for everybody: what a member reads is here when this is.
    chair.comment("reaffirm", Audience::Everybody, "to all");
    member.until("the comment", |member| member.reads() == ["to all"]);
}

#[test]
fn a_regional_coordinator_speaks_for_its_groups_and_nobody_else_by_a_link_of_its_own() {
    let server = server();
    let mut store = store(&server);
    for (invited, asked, kept) in [
        ("Westmere", "Coastal Group", "Coastal Group"),
        ("Westmere", "沿海集团", "Coastal Group"),
        ("Westmere", "", "Westmere"),
        // Not its group, and not a coordinator.
        ("Westmere", "Upland Group", "Westmere"),
        ("Farholm", "Coastal Group", "Farholm"),
        ("Westmere", "Farholm", "Westmere"),
    ] {
        let now = clock::now();
        let token =
            adref_server::auth::invite(&mut store, Role::Member, Some(invited.into()), 60_000, now).expect("made");
        let body = json!({"invitation": token, "name": "Wendy", "delegation": asked});
        let (status, answer) = server.post("/api/sessions", &body);
        assert_eq!((status, &answer["person"]["delegation"]), (201, &json!(kept)), "{invited}, {asked}");
        assert_eq!(answer["person"]["role"], "member");
        let (_, look) = server.post("/api/invitations/look", &json!({"token": token}));
        let groups = if invited == "Westmere" { json!(["Coastal Group"]) } else { json!(null) };
        assert_eq!(look["groups"], groups, "{look}");
    }
    let (_, look) = server.post("/api/invitations/look", &json!({"token": server.token("member")}));
    let less =
        json!({"STONEBRIDGE": "ex-officio", "SECRETARIAT": "secretariat", "WRU": "observer", "OLF": "contributor"});
    assert_eq!(look["less"], less);
}
