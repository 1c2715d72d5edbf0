//! Each role against each message, over real sockets: what is refused for the role, and what is not.

use std::collections::BTreeSet;

use adref_server::{
    delegations, seed,
    store::{Access, DataDir, Store, sqlite::Sqlite},
};
use client_core::{
    model::{Draft, Permission, Role},
    ops::{Act, Splice},
    sync::{
        protocol::{
            ClientMessage, Credential, ServerMessage, WireAudience, WireCommentKind, WireDecision, WirePlace,
            WireResolve, WireSaying, decode_server, encode,
        },
        session::Effect,
    },
};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::{
    greeting::hello,
    support::{Client, TestServer, paragraph_with},
};

/// The link and the delegation that give a role, with the directory of the seeds.
fn way_in(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Observer => ("observer", "Northland"),
        Role::Contributor => ("member", "Open Letters Foundation"),
        Role::ExOfficio => ("member", "Stonebridge"),
        Role::Secretariat => ("member", "Secretariat"),
        Role::Member => ("member", "Northland"),
        Role::Chair => ("chair", "Chair"),
    }
}

fn fresh() -> Uuid {
    adref_server::auth::identity().expect("random numbers")
}

/// One message of each kind, as somebody would send it who takes itself for the chair.
fn messages(server: &TestServer, draft: &Draft) -> Vec<ClientMessage> {
    let paragraph = paragraph_with(draft, "reaffirm");
    let bracket = draft.brackets.keys().next().expect("a bracket").0;
    let say = |kind, audience| {
        ClientMessage::Comment(WireSaying {
            id: fresh(),
            thread: None,
            kind,
            audience,
            place: WirePlace::Paragraph(paragraph.0),
            quoted: String::new(),
            text: "said".into(),
        })
    };
    vec![
        ClientMessage::Push { changes: Vec::new(), signatures: Vec::new() },
        ClientMessage::Decide {
            id: fresh(),
            decision: WireDecision::KeepBracket(bracket),
            meeting: String::new(),
            reason: String::new(),
            heads: Vec::new(),
        },
        ClientMessage::Presence { cursor: None },
        ClientMessage::Need { heads: Vec::new() },
        say(WireCommentKind::Remark, WireAudience::Everybody),
        say(WireCommentKind::Proposal, WireAudience::Chair),
        ClientMessage::ResolveComment(WireResolve { id: fresh(), thread: fresh(), resolved: true }),
        ClientMessage::Hello(hello(&server.slug, Credential::Session { secret: String::new() })),
    ]
}

/// An honest change, by the actor that the client was issued.
fn change(client: &mut Client, role: Role) -> ClientMessage {
    let draft = client.session.draft().expect("a draft");
    let splice = Splice { paragraph: paragraph_with(&draft, "reaffirm"), at: 0, delete: 0, insert: "So ".into() };
    match client.session.act(&Act::Splice(splice), 1) {
        Ok(_) => {}
        // The client itself refuses: something that is no change will do, since the role is looked at first.
        Err(_) => {
            assert!(!role.may(Permission::Edit), "{role:?}");
            return ClientMessage::Push { changes: vec![vec![1, 2, 3].into()], signatures: Vec::new() };
        }
    }
    let effects = client.session.flush(1);
    let frame =
        effects.into_iter().find_map(|effect| if let Effect::Send(frame) = effect { Some(frame) } else { None });
    client_core::sync::protocol::decode_client(&frame.expect("a push")).expect("a message")
}

/// What the server answers, in one word; `nothing` when what was asked behind it is answered first.
fn answer(client: &mut Client, message: &ClientMessage) -> String {
    client.socket.send(Message::binary(encode(message))).expect("sent");
    let need = ClientMessage::Need { heads: Vec::new() };
    if !matches!(message, ClientMessage::Hello(_) | ClientMessage::Need { .. }) {
        client.socket.send(Message::binary(encode(&need))).expect("sent");
    }
    loop {
        let Message::Binary(frame) = client.socket.read().expect("an answer") else { continue };
        match decode_server(&frame).expect("a message") {
            ServerMessage::Refuse(refuse) => return refuse.reason,
            ServerMessage::Error(problem) => return problem.code,
            ServerMessage::Ack { .. } | ServerMessage::Record { .. } | ServerMessage::Comments { .. } => {
                return "taken".into();
            }
            ServerMessage::Changes { .. } => return "nothing".into(),
            ServerMessage::Welcome(_) | ServerMessage::Presence { .. } | ServerMessage::You(_) => {}
        }
    }
}

#[test]
fn each_role_may_say_what_its_row_says() {
    let server = TestServer::start();
    let data = DataDir::open(server.directory.path(), Access::Share).expect("shared");
    let mut store = Sqlite::open(&data.database(), Access::Share).expect("beside the server");
    store.set_delegations(&delegations::read(seed::DELEGATIONS).expect("sound")).expect("written");
    let mut asked = BTreeSet::new();
    for role in Role::ALL {
        let (link, delegation) = way_in(role);
        let secret = server.session_for(link, "Somebody", delegation);
        let draft = server.join_by(secret.clone()).session.draft().expect("a draft");
        for message in messages(&server, &draft) {
            // A conversation of its own for each: one of them ends it.
            let mut client = server.join_by(secret.clone());
            assert_eq!(client.session.person().map(|person| person.role), Some(role));
            let message = match message {
                ClientMessage::Push { .. } => change(&mut client, role),
                other => other,
            };
            asked.insert(message.name());
            let answer = answer(&mut client, &message);
            let refused = ["not-allowed", "proposals-only"].contains(&answer.as_str());
            let row = message.needs();
            assert_eq!(!refused, role.may(row), "{role:?} says {}: {answer}", message.name());
            let expected = match message {
                ClientMessage::Hello(_) => Some("out-of-order"),
                ClientMessage::Presence { .. } | ClientMessage::Need { .. } => Some("nothing"),
                // A thread that nobody began.
                ClientMessage::ResolveComment(_) if role.may(row) => Some("no-thread"),
                ClientMessage::Push { .. } | ClientMessage::Comment(_) if role.may(row) => Some("taken"),
                _ => None,
            };
            assert!(expected.is_none_or(|expected| expected == answer), "{role:?} says {}: {answer}", message.name());
        }
    }
    assert_eq!(asked, BTreeSet::from(ClientMessage::NAMES), "every message is asked about");
}

#[test]
fn the_table_says_what_the_rows_say() {
    let server = TestServer::start();
    let draft = server.join("observer", "Olga").session.draft().expect("a draft");
    let permission = |needed| Permission::ALL.into_iter().find(|(one, _)| *one == needed).expect("a name").1;
    let roles: Vec<_> = Role::ALL.into_iter().map(Role::name).collect();
    let mut table = format!("| message | needs | {} |\n|---|---|{}\n", roles.join(" | "), "---|".repeat(roles.len()));
    for message in messages(&server, &draft) {
        let needed = message.needs();
        let cells = Role::ALL.map(|role| if role.may(needed) { "yes" } else { "–" }).join(" | ");
        let kind = if needed == Permission::Contribute && message.name() == "comment" {
            " (proposal, for the chair)"
        } else {
            ""
        };
        table.push_str(&format!("| `{}`{kind} | {} | {cells} |\n", message.name(), permission(needed)));
    }
    assert!(include_str!("../../../docs/protocol.md").contains(&table), "docs/protocol.md lacks:\n{table}");
}
