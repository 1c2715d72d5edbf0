//! Comments: threads for everybody, for one delegation, or for the chair.

use adref_tests::{Network, draft};
use client_core::{
    comments::{At, CommentRefusal, MAX_COMMENT},
    model::{Audience, CommentId, Role},
    sync::{
        protocol::{self, ClientMessage},
        session::Effect,
    },
    view::ThreadView,
};
use uuid::Uuid;

const EVERYONE: [&str; 5] = ["Alice", "Anna", "Bob", "Chair", "Olga"];

/// Alice and Anna of one delegation, Bob of another, the chair, and an observer who says that she is of the first.
fn room() -> Network {
    let mut network = Network::new(&draft(&["我们重申承诺。", "We reaffirm our commitment."]));
    network.join_for("Alice", Role::Member, "Freedonia");
    network.join_for("Anna", Role::Member, "Freedonia");
    network.join_for("Bob", Role::Member, "Sylvania");
    network.join_for("Chair", Role::Chair, "");
    network.join_for("Olga", Role::Observer, "Freedonia");
    network.settle();
    network
}

fn threads(network: &mut Network, name: &str) -> Vec<ThreadView> {
    network.client(name).session.threads("en")
}

/// What somebody reads, one line a comment.
fn reads(network: &mut Network, name: &str) -> Vec<String> {
    let threads = threads(network, name);
    threads.iter().flat_map(|thread| &thread.comments).map(|comment| comment.text.clone()).collect()
}

/// Who was ever sent some bytes.
fn heard(network: &Network, text: &str) -> Vec<&'static str> {
    let heard = |name: &&&str| network.clients[**name].heard.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    EVERYONE.iter().filter(heard).copied().collect()
}

#[test]
fn each_audience_reads_what_is_for_it_and_no_byte_reaches_another() {
    let mut network = room();
    for (audience, text) in [
        (Audience::Everybody, "said to all"),
        (Audience::Delegation, "said among us"),
        (Audience::Chair, "said to the chair"),
    ] {
        let comment = network.about(2, 3..11, audience, text);
        network.comment("Alice", comment).expect("a member comments");
    }
    network.settle();
    assert_eq!(heard(&network, "said to all"), EVERYONE);
    assert_eq!(heard(&network, "said among us"), ["Alice", "Anna"]);
    assert_eq!(heard(&network, "said to the chair"), ["Alice", "Anna", "Chair"]);
    assert_eq!(reads(&mut network, "Bob"), ["said to all"]);
    assert_eq!(reads(&mut network, "Anna"), ["said to all", "said among us", "said to the chair"]);
    // Whoever joins later, or comes back to a server that started again, is told no more.
    network.restart();
    for name in EVERYONE {
        network.open_window(name, &[]);
    }
    network.settle();
    assert_eq!(heard(&network, "said among us"), ["Alice", "Anna"]);
    assert_eq!(reads(&mut network, "Chair"), ["said to all", "said to the chair"]);
    assert_eq!(reads(&mut network, "Olga"), ["said to all"]);
    assert_eq!(reads(&mut network, "Anna"), ["said to all", "said among us", "said to the chair"]);
}

#[test]
fn an_answer_is_for_whom_its_thread_is() {
    let mut network = room();
    let first = network.about(2, 3..11, Audience::Chair, "may we keep this?");
    let thread = network.comment("Alice", first).expect("a member comments");
    network.settle();
    let answer = network.answer(thread, "in confidence: yes");
    network.comment("Chair", answer).expect("the chair answers");
    network.settle();
    assert_eq!(heard(&network, "in confidence"), ["Alice", "Anna", "Chair"]);
    let shown = &threads(&mut network, "Anna")[0];
    assert_eq!((shown.audience, shown.quoted.as_str(), shown.comments.len()), ("chair", "reaffirm", 2));
}

#[test]
fn a_thread_that_is_not_for_somebody_is_not_there_for_them() {
    let mut network = room();
    let first = network.about(2, 3..11, Audience::Delegation, "among us");
    let thread = network.comment("Alice", first).expect("a member comments");
    network.settle();
    for name in ["Bob", "Chair"] {
        let answer = network.answer(thread, "I found you");
        assert_eq!(network.comment(name, answer), Err(CommentRefusal::NoThread), "{name}");
        assert_eq!(network.resolve(name, thread, true), Err(CommentRefusal::NoThread), "{name}");
    }
    // A client that was tampered with gets the answer of a thread that nobody began, for its comments and its identities.
    let forged = |id: CommentId, thread: Option<CommentId>| {
        protocol::encode(&ClientMessage::Comment(protocol::WireSaying {
            id: id.0,
            thread: thread.map(|thread| thread.0),
            kind: protocol::WireCommentKind::Remark,
            audience: protocol::WireAudience::Everybody,
            place: protocol::WirePlace::Draft,
            quoted: String::new(),
            text: "let me see".into(),
        }))
    };
    let nobodys = CommentId(Uuid::from_u128(1));
    for frame in [forged(nobodys, Some(thread)), forged(nobodys, Some(nobodys)), forged(thread, None)] {
        network.send_raw("Bob", frame);
    }
    network.settle();
    assert_eq!(network.room.comments().len(), 1);
    assert_eq!(heard(&network, "among us"), ["Alice", "Anna"]);
    assert!(threads(&mut network, "Bob").is_empty());
}

#[test]
fn an_observer_reads_and_says_nothing() {
    let mut network = room();
    let comment = network.about(1, 0..2, Audience::Everybody, "from the gallery");
    assert_eq!(network.comment("Olga", comment.clone()), Err(CommentRefusal::NotAllowed));
    let frame = protocol::encode(&ClientMessage::Comment(protocol::WireSaying {
        id: comment.id.0,
        thread: None,
        kind: protocol::WireCommentKind::Remark,
        audience: protocol::WireAudience::Everybody,
        place: protocol::WirePlace::Draft,
        quoted: String::new(),
        text: "from the gallery".into(),
    }));
    network.send_raw("Olga", frame);
    network.settle();
    assert!(network.room.comments().is_empty());
}

#[test]
fn what_no_comment_can_be_is_refused() {
    let mut network = room();
    for (text, refusal) in [
        (" \n ", CommentRefusal::Empty),
        (&*"x".repeat(MAX_COMMENT + 1), CommentRefusal::TooLong),
        ("a\u{7}b", CommentRefusal::ControlCharacter),
        ("a\u{202e}b", CommentRefusal::ControlCharacter),
    ] {
        let comment = network.about(1, 0..2, Audience::Everybody, text);
        assert_eq!(network.comment("Bob", comment), Err(refusal), "{text:?}");
    }
    for range in [2..2, 5..99] {
        let comment = network.about(1, range.clone(), Audience::Everybody, "here");
        assert_eq!(network.comment("Bob", comment), Err(CommentRefusal::NoPlace), "{range:?}");
    }
    let unnamed = protocol::WirePlace::Words { paragraph: Uuid::nil(), from: "0".into(), to: "é@".into() };
    let frame = protocol::encode(&ClientMessage::Comment(protocol::WireSaying {
        id: Uuid::from_u128(7),
        thread: None,
        kind: protocol::WireCommentKind::Remark,
        audience: protocol::WireAudience::Everybody,
        place: unnamed,
        quoted: String::new(),
        text: "nowhere".into(),
    }));
    network.send_raw("Bob", frame);
    network.settle();
    assert!(network.room.comments().is_empty());
    let comment = network.about(1, 0..2, Audience::Everybody, "two\nlines");
    network.comment("Bob", comment).expect("line breaks are kept");
    network.settle();
    assert_eq!(reads(&mut network, "Olga"), ["two\nlines"]);
}

#[test]
fn the_delegation_that_began_a_thread_resolves_it_and_so_does_the_chair() {
    let mut network = room();
    let first = network.about(1, 0..2, Audience::Everybody, "hm");
    let thread = network.comment("Alice", first).expect("a member comments");
    network.settle();
    assert_eq!(network.resolve("Bob", thread, true), Err(CommentRefusal::NotYours));
    assert_eq!(network.resolve("Olga", thread, true), Err(CommentRefusal::NotAllowed));
    let may = |network: &mut Network, name| threads(network, name)[0].may_resolve;
    assert_eq!(EVERYONE.map(|name| may(&mut network, name)), [true, true, false, true, false]);
    for (name, resolved) in [("Anna", true), ("Chair", false), ("Alice", true)] {
        network.resolve(name, thread, resolved).expect("may resolve");
        network.settle();
        let shown = &threads(&mut network, "Bob")[0];
        assert_eq!((shown.resolved, shown.resolved_by.as_deref()), (resolved, Some(name)));
    }
}

#[test]
fn a_highlight_follows_its_words() {
    let mut network = room();
    let first = network.about(2, 3..11, Audience::Everybody, "too weak");
    network.comment("Bob", first).expect("a member comments");
    network.settle();
    let place = |network: &mut Network| {
        let place = threads(network, "Olga")[0].place.clone();
        (place.from, place.to)
    };
    assert_eq!(place(&mut network), (Some(3), Some(11)));
    network.splice("Alice", 2, 0, 0, "Now: ").expect("before it");
    network.splice("Alice", 2, 16, 0, "!").expect("right behind it stays outside");
    network.splice("Alice", 2, 10, 2, "").expect("inside it");
    network.settle();
    assert_eq!(network.text("Olga").lines().nth(1), Some("Now: We refirm! our commitment."));
    assert_eq!(place(&mut network), (Some(8), Some(14)));
    network.splice("Alice", 2, 8, 6, "").expect("all of it");
    network.settle();
    let (from, to) = place(&mut network);
    assert_eq!((from, to), (Some(8), Some(8)), "it is empty at its place");
    assert_eq!(threads(&mut network, "Olga")[0].quoted, "reaffirm");
}

#[test]
fn what_was_said_offline_is_kept_once() {
    let mut network = room();
    network.cut("Alice");
    let first = network.about(2, 3..11, Audience::Delegation, "offline");
    let thread = network.comment("Alice", first).expect("offline as well");
    let answer = network.answer(thread, "and on");
    network.comment("Alice", answer).expect("to what waits itself");
    network.resolve("Alice", thread, true).expect("all of it waits");
    assert_eq!(network.client("Alice").session.pending(), 3);
    assert!(threads(&mut network, "Alice")[0].comments.iter().all(|comment| comment.waiting));
    // The page is loaded again before there is a connection, and once more while the answer is under way.
    network.reload("Alice");
    network.cut("Alice");
    network.reload("Alice");
    network.settle();
    assert_eq!(network.client("Alice").session.pending(), 0);
    assert_eq!(reads(&mut network, "Anna"), ["offline", "and on"]);
    assert!(threads(&mut network, "Anna")[0].resolved);
    assert_eq!(network.room.comments().len(), 3);
}

#[test]
fn an_answer_that_was_lost_doubles_nothing() {
    let mut network = room();
    let first = network.about(2, 3..11, Audience::Everybody, "once");
    network.comment("Alice", first).expect("a member comments");
    while network.deliver_up("Alice") {}
    // It is on disk, and the connection breaks before Alice hears of it.
    while network.write() {}
    network.lose_silently("Alice");
    network.restart();
    network.settle();
    assert_eq!(network.client("Alice").session.pending(), 0);
    assert_eq!(reads(&mut network, "Alice"), ["once"]);
    assert_eq!(network.room.comments().len(), 1);
}

#[test]
fn a_comment_is_told_when_it_is_on_disk_and_not_before() {
    let mut network = room();
    let first = network.about(2, 3..11, Audience::Everybody, "before the disk");
    network.comment("Alice", first).expect("a member comments");
    while network.deliver_up("Alice") {}
    while network.deliver_down("Alice") {}
    assert!(heard(&network, "before the disk").is_empty());
    assert_eq!(network.client("Alice").session.pending(), 1);
    // The server stops before it has written: Alice says it again.
    network.restart();
    network.settle();
    assert_eq!(heard(&network, "before the disk"), EVERYONE);
    assert_eq!(network.client("Alice").session.pending(), 0);
}

#[test]
fn a_comment_that_is_refused_is_handed_back() {
    let mut network = room();
    network.cut("Bob");
    let first = network.about(2, 3..11, Audience::Everybody, "my long thoughts");
    network.comment("Bob", first).expect("as far as Bob knows");
    network.client("Bob").person.role = Role::Observer;
    network.settle();
    assert_eq!(network.client("Bob").session.pending(), 0);
    let lost = network.client("Bob").seen.iter().find_map(|effect| match effect {
        Effect::Refused { reason, lost, .. } => Some((reason.clone(), lost[0].words.clone())),
        _ => None,
    });
    assert_eq!(lost, Some(("not-allowed".into(), "my long thoughts".into())));
    assert!(threads(&mut network, "Bob").is_empty());
}

#[test]
fn threads_stand_in_the_order_of_the_text() {
    let mut network = room();
    let bracket = network.bracket("Bob", 2, 3, 11).expect("a member brackets");
    network.settle();
    for (place, text) in [
        (At::Words { paragraph: adref_tests::paragraph_id(2), from: 16, to: 20 }, "behind"),
        (At::Bracket(bracket), "bracket"),
        (At::Paragraph(adref_tests::paragraph_id(1)), "first"),
        (At::Draft, "draft"),
    ] {
        let comment = client_core::comments::NewComment { place, ..network.about(1, 0..1, Audience::Everybody, text) };
        network.comment("Alice", comment).expect("a member comments");
        network.settle();
    }
    assert_eq!(reads(&mut network, "Olga"), ["draft", "first", "bracket", "behind"]);
    let shown = threads(&mut network, "Olga");
    let quoted: Vec<&str> = shown.iter().map(|thread| thread.quoted.as_str()).collect();
    assert_eq!(quoted, ["", "我们重申承诺。", "reaffirm", "r co"]);
}
