//! What the core costs on a draft of 120 KB with 1 050 brackets: `cargo bench -p adref-tests --bench cop21`.

use std::{collections::BTreeSet, hint::black_box};

use adref_tests::cop21::{Case, generate};
use client_core::{
    gate::{Index, Writer, vet},
    import::{check, import},
    model::{
        BracketId, Decision, Delegation, Draft, EntryId, ParagraphId, Person, PersonId, Phase, Role, Standings,
        occurrences, open_matters,
    },
    ops::{Act, Circumstances, OpenBracket, ProposeWords, Splice},
    record::{self, MAX_PARTS, Request},
    schema::Document,
    view,
};
use client_core_export::{
    Mode,
    compose::{Options, Source, compose},
    docx::{self, DocxOptions},
    text::{TextOptions, write},
};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use uuid::Uuid;

const ACTOR: [u8; 16] = [1; 16];

fn person(role: Role) -> Person {
    let delegation = Delegation("A delegation".into());
    Person { id: PersonId(Uuid::from_u128(1)), name: "Alice".into(), delegation, role }
}

fn draft() -> Draft {
    let text = generate(Case::MANY).text;
    import("many.txt", text.as_bytes()).expect("it is a text").drafts.remove(0)
}

/// Every second bracket was decided to go, those over several paragraphs too; the rest is open, in a negotiation.
fn half_deleted(draft: &Draft) -> Standings {
    let mut standings = Standings { phase: Phase::Negotiation, ..Standings::default() };
    for found in occurrences(draft).iter().step_by(2) {
        standings.apply(&Decision::DeleteBracket(found.bracket));
    }
    standings
}

fn all_kept(draft: &Draft) -> Standings {
    let mut standings = Standings::default();
    draft.brackets.keys().for_each(|id| standings.apply(&Decision::KeepBracket(*id)));
    standings
}

fn texts(c: &mut Criterion) {
    let text = generate(Case::MANY).text;
    c.bench_function("check 120 KB, 1 050 brackets", |b| b.iter(|| check(black_box(text.as_bytes()))));
    c.bench_function("import", |b| b.iter(|| import("many.txt", black_box(text.as_bytes()))));
}

fn documents(c: &mut Criterion) {
    let draft = draft();
    c.bench_function("draft to document", |b| b.iter(|| Document::from_draft(black_box(&draft), 0)));
    let mut document = Document::from_draft(&draft, 0).expect("a draft can be written");
    let saved = document.save();
    println!("{} bytes saved", saved.len());
    c.bench_function("load", |b| b.iter(|| Document::load(black_box(&saved))));
    c.bench_function("index for the gate", |b| b.iter(|| Index::of(&mut document)));
    c.bench_function("document to draft", |b| b.iter(|| document.hydrate()));
}

fn readings(c: &mut Criterion) {
    let draft = draft();
    let open = Standings::default();
    let half = half_deleted(&draft);
    for (name, standings) in [("all open", &open), ("half deleted", &half)] {
        c.bench_function(&format!("view, {name}"), |b| b.iter(|| view::draft(black_box(&draft), standings, "en")));
        c.bench_function(&format!("what is open, {name}"), |b| b.iter(|| open_matters(black_box(&draft), standings)));
        for mode in [Mode::AsItStands, Mode::Agreed] {
            let options = TextOptions { mode, labels: None };
            c.bench_function(&format!("print {}, {name}", mode.name()), |b| {
                b.iter(|| write(black_box(&draft), standings, &options));
            });
        }
    }
    let (kept, options) = (all_kept(&draft), TextOptions { mode: Mode::Final, labels: None });
    c.bench_function("print final, all kept", |b| b.iter(|| write(black_box(&draft), &kept, &options)));
}

fn files(c: &mut Criterion) {
    let (draft, open) = (draft(), Standings::default());
    let options = Options { mode: Mode::Compilation, ..Options::default() };
    let edition = compose(&Source::new(&draft, &open), &options).expect("nothing must be decided");
    c.bench_function("write DOCX", |b| b.iter(|| docx::write(black_box(&edition), &DocxOptions::default())));
}

/// A paragraph in the middle in which somebody may write, and its place among its words.
fn place(draft: &Draft) -> ParagraphId {
    draft.paragraphs.iter().filter(|p| p.content.len() > 8).nth(60).expect("such a paragraph").id
}

fn acts(paragraph: ParagraphId) -> [(&'static str, Act); 3] {
    let edit = Splice { paragraph, at: 3, delete: 0, insert: "xxxxx".into() };
    let id = BracketId(Uuid::from_u128(1 << 100));
    let bracket = OpenBracket {
        id,
        from: (paragraph, 2),
        to: (paragraph, 9),
        wish: client_core::model::Wish::Retain,
        reason: String::new(),
    };
    let propose = ProposeWords { id, paragraph, at: 3, delete: 0, insert: "xxxxx".into(), reason: String::new() };
    [
        ("an edit of 5 characters", Act::Splice(edit)),
        ("a bracket", Act::OpenBracket(bracket)),
        ("a proposal", Act::ProposeWords(propose)),
    ]
}

fn changes(c: &mut Criterion) {
    let draft = draft();
    let open = Standings::default();
    let half = half_deleted(&draft);
    let person = person(Role::Member);
    let mut server = Document::from_draft(&draft, 0).expect("a draft can be written");
    let index = Index::of(&mut server).expect("it is a draft");
    let [edit, bracket, propose] = acts(place(&draft));
    for (name, standings, (what, act)) in
        [("all open", &open, edit), ("all open", &open, bracket), ("half deleted, negotiation", &half, propose)]
    {
        let circumstances = Circumstances { person: &person, standings, now: 0 };
        let mut client = server.clone();
        client.set_actor(&ACTOR);
        c.bench_function(&format!("check {what}, {name}"), |b| {
            b.iter(|| act.check(black_box(&client), circumstances).expect("it applies"));
        });
        c.bench_function(&format!("do {what}, {name}"), |b| {
            b.iter_batched_ref(
                || client.clone(),
                |client| {
                    act.apply(client, circumstances).expect("it applies");
                    client.commit(act.name(), 0)
                },
                BatchSize::SmallInput,
            );
        });
        act.apply(&mut client, circumstances).expect("it applies");
        let change = client.commit(act.name(), 0).expect("there is an edit").raw_bytes().to_vec();
        let writer = Writer { person: &person, actor: ACTOR, standings };
        c.bench_function(&format!("gate + apply {what}, {name}"), |b| {
            b.iter(|| vet(black_box(&change), writer, &index, &mut server).expect("it passes"));
        });
    }
}

fn request(decision: Decision) -> Request {
    let id = EntryId(Uuid::from_u128(1));
    Request { id, decision, meeting: String::new(), reason: String::new(), heads: Vec::new() }
}

fn decisions(c: &mut Criterion) {
    let draft = draft();
    let (open, kept, chair) = (Standings::default(), all_kept(&draft), person(Role::Chair));
    let ids: Vec<BracketId> = draft.brackets.keys().copied().collect();
    let one = request(Decision::KeepBracket(ids[500]));
    let package = request(Decision::Package(ids.iter().take(MAX_PARTS).map(|id| Decision::KeepBracket(*id)).collect()));
    let agree = request(Decision::AgreeAdRef(place(&draft)));
    let paragraphs: BTreeSet<ParagraphId> =
        draft.paragraphs.iter().filter(|p| p.numeral.is_some()).map(|p| p.id).take(MAX_PARTS).collect();
    assert_eq!(paragraphs.len(), MAX_PARTS);
    let agree_many = request(Decision::Package(paragraphs.into_iter().map(Decision::AgreeAdRef).collect()));
    // The brackets of the second half are open; what is agreed stands in the first.
    let half: BTreeSet<ParagraphId> = draft.paragraphs.iter().skip(draft.paragraphs.len() / 2).map(|p| p.id).collect();
    let mut second_open = kept.clone();
    for found in occurrences(&draft).iter().filter(|found| found.paragraph.is_some_and(|id| half.contains(&id))) {
        second_open.brackets.remove(&found.bracket);
    }
    for (name, request, standings) in [
        ("one bracket", &one, &open),
        ("a package of 64 brackets", &package, &open),
        ("a paragraph agreed", &agree, &kept),
        ("a paragraph refused", &agree, &open),
        ("a package of 64 paragraphs agreed", &agree_many, &kept),
        ("a package of 64 paragraphs agreed, half open", &agree_many, &second_open),
    ] {
        let taken = record::check(request, &chair, &draft, standings).is_ok();
        assert_eq!(taken, name != "a paragraph refused", "{name}");
        c.bench_function(&format!("check of a decision: {name}"), |b| {
            b.iter(|| record::check(black_box(request), &chair, &draft, standings));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = texts, documents, readings, files, changes, decisions
}
criterion_main!(benches);
