//! The Tunis Agenda after much that somebody has written.

use client_core::{
    import::import,
    model::{Delegation, Inline, Paragraph, ParagraphId, Person, PersonId, Role, Standings},
    ops::{Act, Circumstances, Splice},
    schema::Document,
};
use uuid::Uuid;

const SEED: &[u8] = include_bytes!("../../seeds/002_7af3ffa0c4c50526.txt");

/// The Agenda after so many operations, in changes of five, and the paragraphs that they are of, which have a dozen characters and more.
///
/// # Panics
/// When the seed holds no Agenda.
pub fn agenda(operations: usize) -> (Document, Vec<ParagraphId>) {
    let drafts = import("002.txt", SEED).expect("it is a text").drafts;
    let draft = drafts.into_iter().find(|draft| draft.slug == "tunis-agenda").expect("it holds the Agenda");
    let places: Vec<_> = draft.paragraphs.iter().filter(|one| is_long(one)).map(|one| one.id).collect();
    let mut document = Document::from_draft(&draft, 0).expect("a draft can be written");
    document.set_actor(&[2; 16]);
    for n in 0..operations / 5 {
        let insert = if n % 2 == 0 { "words" } else { "字字字字字" };
        let act = Splice { paragraph: places[n % places.len()], at: n % 9, delete: 0, insert: insert.into() };
        done(&mut document, &Act::Splice(act));
    }
    (document, places)
}

fn is_long(paragraph: &Paragraph) -> bool {
    matches!(paragraph.content.first(), Some(Inline::Text { text, .. }) if text.chars().count() > 12)
}

/// Who writes.
pub fn person() -> Person {
    let delegation = Delegation("A delegation".into());
    Person { id: PersonId(Uuid::from_u128(1)), name: "Alice".into(), delegation, role: Role::Member }
}

/// Does an act, and answers its change.
///
/// # Panics
/// When a member may not.
pub fn done(document: &mut Document, act: &Act) -> Vec<u8> {
    let (person, standings) = (person(), Standings::default());
    act.apply(document, Circumstances { person: &person, standings: &standings, now: 0 }).expect("a member may");
    document.commit(act.name(), 0).expect("something was written").raw_bytes().to_vec()
}
