use std::collections::BTreeMap;

use client_core::{
    import::{Difference, import, onto},
    model::{
        Anchor, BracketId, Decision, Delegation, Draft, DraftId, Entry, EntryId, Inline, InlineExt, Paragraph,
        ParagraphId, ParagraphKind, Person, PersonId, Read, Role, Standings, numbering, read,
    },
    ops::Refusal,
    record::{self, Request},
    revise::renewed,
    sync::room::{Batch, Bringing, Brought, Effect, Event, Prepared, Room, Step, StoredDraft},
};
use uuid::Uuid;

/// What was stored of a draft, as a store would keep it.
pub struct Desk {
    pub room: Room,
    kept: StoredDraft,
    actors: u8,
}

pub fn person(role: Role, delegation: &str) -> Person {
    let id = PersonId(Uuid::from_u128(u128::from(role.name().len() as u64)));
    Person { id, name: role.name().into(), delegation: Delegation(delegation.into()), role }
}

/// The first draft of a text.
pub fn draft(text: &str) -> Draft {
    import("a.txt", text.as_bytes()).expect("a text").drafts.remove(0)
}

/// The same as another version.
pub fn version(text: &str, salt: &str) -> Draft {
    renewed(draft(text), salt)
}

impl Desk {
    pub fn new(draft: &Draft) -> Self {
        let (room, batch) = Room::create(draft, 1_000).expect("a draft");
        let mut desk = Self { room, kept: StoredDraft::default(), actors: 0 };
        desk.keep(batch);
        desk
    }

    fn keep(&mut self, batch: Batch) {
        self.kept.changes.extend(batch.changes.into_iter().map(|change| change.bytes));
        self.kept.entries.extend(batch.entries);
        self.kept.actors.extend(batch.actors);
    }

    pub fn prepare(&mut self, version: &Draft, person: &Person) -> Result<Prepared, Refusal> {
        self.actors += 1;
        self.room.prepare(version, (person, [self.actors; 16]), ("", "second version"), 2_000)
    }

    /// Brings a version in; what was stored, if anything.
    pub fn bring(&mut self, prepared: &Prepared) -> Option<Batch> {
        let bringing = Box::new(prepared.bringing.clone());
        let mut effects = self.room.handle(Event::Bring { question: 7, bringing }, 2_000);
        let stored = match effects.first() {
            Some(Effect::Store(batch)) => Some(batch.clone()),
            _ => None,
        };
        if let Some(batch) = &stored {
            self.keep(batch.clone());
            effects = self.room.handle(Event::Stored { batch: batch.id }, 2_000);
        }
        assert_eq!(effects.last(), Some(&Effect::Brought { question: 7, brought: Brought::Stored }));
        stored
    }

    pub fn apply(&mut self, version: &Draft, person: &Person) -> (Prepared, Option<Batch>) {
        let prepared = self.prepare(version, person).expect("it can be written");
        let stored = self.bring(&prepared);
        (prepared, stored)
    }

    /// Has the chair decide something.
    pub fn decide(&mut self, decision: Decision) {
        let (heads, seq) = (self.room.stored_heads(), self.kept.entries.len());
        let request = Request {
            id: EntryId(Uuid::from_u128(1_000 + seq as u128)),
            decision,
            meeting: String::new(),
            reason: String::new(),
            heads: heads.clone(),
        };
        self.actors += 1;
        let bringing = Bringing {
            person: person(Role::Chair, "Chair"),
            actor: [self.actors; 16],
            heads,
            seq: seq as u64,
            steps: vec![Step { changes: Vec::new(), requests: vec![request] }],
        };
        let effects = self.room.handle(Event::Bring { question: 7, bringing: Box::new(bringing) }, 2_000);
        let Some(Effect::Store(batch)) = effects.first() else { panic!("it is decided: {effects:?}") };
        self.keep(batch.clone());
        self.room.handle(Event::Stored { batch: batch.id }, 2_000);
    }

    /// What differs now.
    pub fn differs(&mut self, version: &Draft) -> Vec<Difference> {
        let (draft, standings) = (self.room.draft().expect("a draft"), self.room.standings().clone());
        let mut differences = onto(&draft, &standings, version);
        differences.retain(|difference| !matches!(difference, Difference::Same { .. }));
        differences
    }

    /// What people read.
    pub fn text(&mut self) -> String {
        let (draft, standings) = (self.room.draft().expect("a draft"), self.room.standings().clone());
        print(&draft, &standings)
    }

    /// The same without labels, paragraph by paragraph.
    pub fn words(&mut self) -> Vec<String> {
        let (draft, standings) = (self.room.draft().expect("a draft"), self.room.standings().clone());
        words(&draft, &standings)
    }

    /// Opens the room again from what was stored: it reads the same, and the record holds.
    pub fn reopened(&mut self) -> (String, Vec<Entry>) {
        assert_eq!(record::first_broken(&self.kept.entries), None);
        let mut again = Room::open(self.kept.clone()).expect("what was stored opens");
        assert_eq!(again.stored_heads(), self.room.stored_heads());
        let (draft, standings) = (again.draft().expect("a draft"), again.standings().clone());
        (print(&draft, &standings), self.kept.entries.clone())
    }
}

/// What people read of a draft.
pub fn print(draft: &Draft, standings: &Standings) -> String {
    let mut text = String::new();
    for (_, label, words) in lines(draft, standings) {
        let label = label.map(|label| format!("{label} ")).unwrap_or_default();
        text += &format!("{label}{words}\n");
    }
    text
}

/// The same without labels, paragraph by paragraph; notes stand where they are called.
pub fn words(draft: &Draft, standings: &Standings) -> Vec<String> {
    let is_note = |id: &ParagraphId| draft.paragraph(*id).is_some_and(|own| own.kind == ParagraphKind::Note);
    lines(draft, standings).into_iter().filter(|(id, ..)| !is_note(id)).map(|(.., words)| words).collect()
}

fn lines(draft: &Draft, standings: &Standings) -> Vec<(ParagraphId, Option<String>, String)> {
    let draft = draft.arranged(standings);
    let labels = numbering::labels(&draft, "en");
    let reading = read(&draft, standings);
    let said: BTreeMap<ParagraphId, String> =
        reading.paragraphs.iter().map(|read| (read.paragraph.id, read.content.words())).collect();
    let line = |read: &Read<'_>| {
        let none = Draft::new(DraftId(Uuid::nil()), "", "", draft.kind);
        let words = client_core::import::source_text(&Draft { paragraphs: vec![alone(read, &said)], ..none });
        (read.paragraph.id, labels.get(&read.paragraph.id).cloned(), words.trim().to_owned())
    };
    reading.paragraphs.iter().filter(|read| !read.emptied).map(line).collect()
}

/// The words of a paragraph with its brackets and, where they are called, those of its notes.
fn alone(read: &Read<'_>, said: &BTreeMap<ParagraphId, String>) -> Paragraph {
    let mut own = Paragraph::new(ParagraphId(Uuid::nil()), ParagraphKind::Operative);
    let piece = |piece: &Inline| match piece {
        Inline::Anchor(Anchor::Note(note)) => {
            Inline::plain(format!("{{{}}}", said.get(note).map_or("", |words| words)))
        }
        _ => piece.clone(),
    };
    own.content = read.content.iter().map(piece).collect();
    own
}

/// A bracket of the name.
pub fn bracket(n: u128) -> BracketId {
    BracketId(Uuid::from_u128(n))
}

/// How many pairs each test examines: `PROPTEST_CASES` says it.
#[expect(clippy::disallowed_methods, reason = "how long a test runs is no setting of the product")]
pub fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(250)
}
