//! Small drafts, and an edition as one line a paragraph.

use client_core::{
    import::import,
    model::{
        Anchor, BracketId, Decision, Delegation, Draft, Entry, EntryId, Inline, InlineExt, Person, PersonId, Position,
        PositionId, Preference, Role, Stance, Standings, Topic, Wish, Written, occurrences,
    },
    ops::{Act, Circumstances, SplitBranches},
    record::{self, Request},
    schema::Document,
};
use client_core_export::{
    compose::{Options, Source, compose},
    edition::{Block, Edition, Revision, Run},
};
use expect_test::Expect;
use uuid::Uuid;

/// 12 January 2005, 09:00 UTC.
pub const MORNING: i64 = 1_105_520_400_000;

/// The draft that a text is.
pub fn draft(text: &str) -> Draft {
    let imported = import("example.txt", text.as_bytes()).expect("a text can be read");
    let mut draft = imported.drafts.into_iter().next().expect("one draft");
    draft.language = "en".into();
    draft
}

/// The bracket around words.
pub fn bracket(draft: &Draft, words: &str) -> BracketId {
    let found = occurrences(draft).into_iter().find(|found| found.words == words);
    found.unwrap_or_else(|| panic!("no bracket around {words}: {:?}", occurrences(draft))).bracket
}

/// Names who opened a bracket, and what for.
pub fn open(draft: &mut Draft, words: &str, delegation: &str, wish: Wish) {
    let id = bracket(draft, words);
    let bracket = draft.brackets.get_mut(&id).expect("a bracket");
    bracket.delegation = delegation.into();
    bracket.opened_at = MORNING;
    bracket.wish = wish;
}

/// As [`open`], of words that came with the bracket.
pub fn propose(draft: &mut Draft, words: &str, delegation: &str) {
    open(draft, words, delegation, Wish::Retain);
    let id = bracket(draft, words);
    draft.brackets.get_mut(&id).expect("a bracket").inserts = true;
}

/// Makes a bracket a choice at its slashes.
pub fn split(draft: &Draft, words: &str) -> Draft {
    let mut document = Document::from_draft(draft, 0).expect("a draft can be written");
    let (person, standings) = (chair(), Standings::default());
    let circumstances = Circumstances { person: &person, standings: &standings, now: 0 };
    let act = SplitBranches::at_slashes(draft, &standings, bracket(draft, words)).expect("there is a slash");
    Act::SplitBranches(act).apply(&mut document, circumstances).expect("the act applies");
    document.hydrate().expect("a draft")
}

/// A delegation says something.
pub fn say(draft: &mut Draft, subject: Topic, delegation: &str, stance: Stance, preference: Option<Preference>) {
    let counter = draft.positions.len() as u64 + 1;
    let position = Position {
        id: PositionId(Uuid::from_u128(counter.into())),
        subject,
        delegation: delegation.into(),
        by: String::new(),
        at: MORNING,
        stance: Some(stance),
        preference,
        reason: String::new(),
        written: Written { counter, actor: vec![1] },
    };
    draft.positions.insert(position.id, position);
}

pub fn chair() -> Person {
    let id = PersonId(Uuid::from_u128(1));
    Person { id, name: "Clara".into(), delegation: Delegation("Chair".into()), role: Role::Chair }
}

/// The entry that a decision makes, and what holds after it.
pub fn decide(draft: &Draft, standings: &mut Standings, decision: Decision) -> Entry {
    let (id, meeting, reason) = (EntryId(Uuid::from_u128(2)), String::new(), "The room agreed.".to_owned());
    let request = Request { id, decision, meeting, reason, heads: Vec::new() };
    assert_eq!(record::check(&request, &chair(), draft, standings), Ok(()));
    let entry = record::seal(request, &chair(), None, MORNING + 3_600_000);
    standings.apply(&entry.decision);
    entry
}

/// Puts words, and nothing else, in the place of others in the first paragraph that has them.
pub fn rewrite(draft: &mut Draft, words: &str, others: &str) {
    let text = draft.paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.content).find_map(|piece| match piece {
        Inline::Text { text, .. } if text.contains(words) => Some(text),
        _ => None,
    });
    let text = text.expect("the words are there");
    *text = text.replacen(words, others, 1);
}

/// Puts a bracket around words, as a delegation does.
pub fn enclose(draft: &mut Draft, words: &str, id: u128, delegation: &str, wish: Wish) {
    let id = BracketId(Uuid::from_u128(id));
    let mut register = client_core::model::Bracket::new(id);
    register.delegation = delegation.into();
    register.opened_at = MORNING;
    register.wish = wish;
    draft.brackets.insert(id, register);
    let found = draft.paragraphs.iter_mut().find_map(|paragraph| {
        let at = paragraph
            .content
            .iter()
            .position(|piece| matches!(piece, Inline::Text { text, .. } if text.contains(words)))?;
        Some((paragraph, at))
    });
    let (paragraph, at) = found.expect("the words are there");
    let Inline::Text { text, style } = paragraph.content[at].clone() else { unreachable!("it was text") };
    let (before, after) = text.split_once(words).expect("the words are there");
    let piece = |text: &str| Inline::Text { text: text.into(), style };
    let anchor = Inline::Anchor;
    let pieces = [piece(before), anchor(Anchor::Open(id)), piece(words), anchor(Anchor::Close(id)), piece(after)];
    paragraph.content.splice(at..=at, pieces);
    paragraph.content = std::mem::take(&mut paragraph.content).normalised();
}

/// The edition with what came as `{+…|author+}` and what went as `{-…|author-}`. Before a label: the whole paragraph.
pub fn shown(edition: &Edition) -> String {
    let mut text = String::new();
    let mark = |revision: Option<&Revision>, words: &str, text: &mut String| match revision {
        None => text.push_str(words),
        Some(Revision { inserted, author, .. }) => {
            let sign = if *inserted { '+' } else { '-' };
            text.push_str(&format!("{{{sign}{words}|{author}{sign}}}"));
        }
    };
    for block in &edition.blocks {
        let Block::Paragraph(paragraph) = block else { continue };
        let label = if paragraph.label.is_empty() { String::new() } else { format!("{} ", paragraph.label) };
        if paragraph.revision.is_some() || !label.is_empty() {
            mark(paragraph.revision.as_ref(), &label, &mut text);
        }
        let mut joined: Vec<(Option<&Revision>, String)> = Vec::new();
        for run in &paragraph.runs {
            let (revision, words) = match run {
                Run::Text { text, revision, .. } => (revision.as_ref(), text.clone()),
                Run::Note { note, revision } => (revision.as_ref(), edition.notes[*note].sign.clone()),
                Run::ThreadStart(n) => (None, format!("<{n}:")),
                Run::ThreadEnd(n) => (None, format!(":{n}>")),
            };
            match joined.last_mut() {
                Some((last, before)) if *last == revision => before.push_str(&words),
                _ => joined.push((revision, words)),
            }
        }
        joined.iter().for_each(|(revision, words)| mark(*revision, words, &mut text));
        text.push('\n');
    }
    text
}

/// Compares what is composed of a draft under no decisions.
#[track_caller]
pub fn check(draft: &Draft, options: &Options, expected: Expect) {
    check_source(&Source::new(draft, &Standings::default()), options, expected);
}

#[track_caller]
pub fn check_source(source: &Source<'_>, options: &Options, expected: Expect) {
    let edition = compose(source, options).expect("nothing is refused");
    assert_eq!(compose(source, options).as_ref(), Ok(&edition), "the same source, the same edition");
    expected.assert_eq(&shown(&edition));
}
