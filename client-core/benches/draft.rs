//! What the core costs on the real drafts and on one of 300 paragraphs: `cargo bench -p client-core`.

use std::hint::black_box;

use client_core::{
    gate::{Index, Writer, vet},
    import::{check, import},
    model::{
        Delegation, Draft, DraftId, DraftKind, Inline, Paragraph, ParagraphId, ParagraphKind, Person, PersonId, Role,
        Standings,
    },
    ops::{Act, Circumstances, Splice},
    schema::Document,
    view,
};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use uuid::Uuid;

const SEED: &[u8] = include_bytes!("../../seeds/002_7af3ffa0c4c50526.txt");
/// Sorts behind all others, as those do that the server issues.
const ACTOR: [u8; 16] = [0xff; 16];

fn person() -> Person {
    let delegation = Delegation("A delegation".into());
    Person { id: PersonId(Uuid::from_u128(1)), name: "Alice".into(), delegation, role: Role::Member }
}

fn paragraph(n: u128) -> ParagraphId {
    ParagraphId(Uuid::from_u128(n))
}

/// 300 paragraphs of 160 characters.
fn long_draft() -> Draft {
    let mut draft = Draft::new(DraftId(Uuid::from_u128(9)), "long", "Long", DraftKind::Draft);
    for n in 0..300 {
        let mut operative = Paragraph::new(paragraph(n), ParagraphKind::Operative);
        operative.content = vec![Inline::plain("We reaffirm our commitment. ".repeat(6))];
        draft.paragraphs.push(operative);
    }
    draft
}

/// One act of a person: a change of `characters` operations.
fn edit(document: &mut Document, at: usize, characters: usize) -> Vec<u8> {
    let (person, standings) = (person(), Standings::default());
    let circumstances = Circumstances { person: &person, standings: &standings, now: 0 };
    let insert = "x".repeat(characters);
    let paragraph = paragraph(at as u128 % 300);
    let act = Act::Splice(Splice { paragraph, at: at % 100, delete: 0, insert });
    act.apply(document, circumstances).expect("a member may edit");
    document.commit(act.name(), 0).expect("there is an edit").raw_bytes().to_vec()
}

/// A draft with so many operations of history, in changes of 5.
fn with_history(operations: usize) -> Document {
    let mut document = Document::from_draft(&long_draft(), 0).expect("a draft can be written");
    document.set_actor(&[2; 16]);
    for n in 0..operations / 5 {
        edit(&mut document, n, 5);
    }
    document
}

fn imports(c: &mut Criterion) {
    c.bench_function("import the Tunis drafts", |b| b.iter(|| import("002.txt", black_box(SEED))));
    let cop21 = "[We reaffirm [and recall] our commitment [to act][to act now].] ".repeat(263).repeat(7);
    c.bench_function("check 120 KB with 1 052 brackets", |b| {
        let text = &cop21.as_bytes()[..120_000.min(cop21.len())];
        b.iter(|| check(black_box(text)));
    });
}

fn documents(c: &mut Criterion) {
    let draft = long_draft();
    c.bench_function("300 paragraphs: draft to document", |b| b.iter(|| Document::from_draft(black_box(&draft), 0)));
    let mut document = Document::from_draft(&draft, 0).expect("a draft can be written");
    let saved = document.save();
    c.bench_function("300 paragraphs: load", |b| b.iter(|| Document::load(black_box(&saved))));
    c.bench_function("300 paragraphs: document to draft", |b| b.iter(|| document.hydrate()));
    c.bench_function("300 paragraphs: view", |b| {
        b.iter(|| view::draft(black_box(&draft), &Standings::default(), "en"));
    });
}

/// A change of 5 operations, and what it costs the room: the gate, and the document that has it. A person's first change brings a
/// new actor into the document; the others, which are nearly all, do not.
fn changes(c: &mut Criterion) {
    for operations in [0, 10_000, 50_000] {
        let mut server = with_history(operations);
        for which in ["first", "next"] {
            let index = Index::of(&mut server).expect("it is a draft");
            let mut client = server.clone();
            client.set_actor(&ACTOR);
            let change = edit(&mut client, 7, 5);
            let (person, standings) = (person(), Standings::default());
            let writer = Writer { person: &person, actor: ACTOR, standings: &standings };
            c.bench_function(&format!("gate and apply, {which} 5 operations of a person after {operations}"), |b| {
                b.iter(|| vet(black_box(&change), writer, &index, &mut server));
            });
            let (vetted, after) = vet(&change, writer, &index, &mut server).expect("it passes");
            let vetted = vetted.change;
            c.bench_function(&format!("apply alone, {which} 5 operations of a person after {operations}"), |b| {
                b.iter_batched_ref(
                    || (server.clone(), vetted.clone()),
                    |(server, change)| server.apply([change.clone()]),
                    BatchSize::PerIteration,
                );
            });
            server = after;
        }
        c.bench_function(&format!("copy after {operations}"), |b| b.iter(|| server.clone()));
        let saved = server.save();
        println!("{operations} operations of history: {} bytes saved", saved.len());
        c.bench_function(&format!("load after {operations}"), |b| b.iter(|| Document::load(black_box(&saved))));
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = imports, documents, changes
}
criterion_main!(benches);
