//! What the two sides of a session cost on a draft of 120 KB with 1 050 brackets, message by message:
//! `cargo bench -p adref-tests --bench session`.

use std::{
    collections::BTreeSet,
    hint::black_box,
    time::{Duration, Instant},
};

use adref_tests::{
    Network,
    cop21::{Case, generate},
};
use client_core::{
    import::import,
    model::{BracketId, Decision, Draft, Inline, Paragraph, ParagraphId, Phase, Role, Wish, occurrences},
    ops::{Act, OpenBracket, ProposeWords, Splice},
    record::MAX_PARTS,
    view,
};
use criterion::{Criterion, criterion_group, criterion_main};
use uuid::Uuid;

fn draft() -> Draft {
    let text = generate(Case::MANY).text;
    import("many.txt", text.as_bytes()).expect("it is a text").drafts.remove(0)
}

/// Paragraphs that begin with words, outside every bracket.
fn places(draft: &Draft) -> Vec<ParagraphId> {
    let far: BTreeSet<usize> = draft.spans().into_values().filter(|span| span.len() > 1).flatten().collect();
    let free = |(at, paragraph): &(usize, &Paragraph)| {
        let words = matches!(paragraph.content.first(), Some(Inline::Text { text, .. }) if text.chars().count() > 9);
        words && paragraph.content.len() > 8 && !far.contains(at)
    };
    draft.paragraphs.iter().enumerate().filter(free).map(|(_, paragraph)| paragraph.id).collect()
}

/// How many acts a sample does at most: each makes the draft larger.
const ROUNDS: u64 = 10;

/// Does `one` a few times, one place after the other, and answers what `times` of it would take.
fn sampled(times: u64, turn: &mut usize, mut one: impl FnMut(usize) -> Duration) -> Duration {
    let rounds = times.min(ROUNDS);
    let spent: Duration = (0..rounds)
        .map(|_| {
            *turn += 1;
            one(*turn)
        })
        .sum();
    let nanos = spent.as_nanos() * u128::from(times) / u128::from(rounds.max(1));
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// Alice writes, Bob reads, Carol presides.
fn network(draft: &Draft) -> Network {
    let mut network = Network::new(draft);
    network.join("Alice", Role::Member);
    network.join("Bob", Role::Member);
    network.join("Carol", Role::Chair);
    network.settle();
    network.client("Bob").session.draft();
    network
}

fn key(paragraph: ParagraphId) -> Act {
    Act::Splice(Splice { paragraph, at: 3, delete: 0, insert: "x".into() })
}

fn bracket(network: &mut Network, paragraph: ParagraphId) -> Act {
    Act::OpenBracket(OpenBracket {
        id: BracketId(Uuid::from_u128(network.fresh())),
        from: (paragraph, 2),
        to: (paragraph, 3),
        wish: Wish::Retain,
        reason: String::new(),
    })
}

fn proposal(network: &mut Network, paragraph: ParagraphId) -> Act {
    Act::ProposeWords(ProposeWords {
        id: BracketId(Uuid::from_u128(network.fresh())),
        paragraph,
        at: 3,
        delete: 0,
        insert: "xxxxx".into(),
        reason: String::new(),
    })
}

/// Which step of an act is measured.
#[derive(Clone, Copy)]
enum Step {
    /// Alice does it, and it becomes a change.
    Act,
    /// The room takes the change: gate, document, batch.
    Room,
    /// Bob's session applies it and has the draft.
    Received,
    /// Bob's page reads the whole view.
    View,
}

const STEPS: [(&str, Step); 4] = [
    ("done by a person", Step::Act),
    ("taken by the room", Step::Room),
    ("received by another", Step::Received),
    ("the whole view after it", Step::View),
];

/// An act goes its whole way, and one step of it is measured.
fn measured(network: &mut Network, act: &Act, step: Step) -> Duration {
    let clock = |running: bool, work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        if running { start.elapsed() } else { Duration::ZERO }
    };
    let mut spent = clock(matches!(step, Step::Act), &mut || {
        network.act("Alice", act).expect("it applies");
        network.flush("Alice");
    });
    spent += clock(matches!(step, Step::Room), &mut || while network.deliver_up("Alice") {});
    while network.write() {}
    while network.deliver_down("Alice") || network.deliver_down("Carol") {}
    spent += clock(matches!(step, Step::Received), &mut || {
        while network.deliver_down("Bob") {}
        black_box(network.client("Bob").session.draft());
    });
    spent += clock(matches!(step, Step::View), &mut || {
        let session = &mut network.client("Bob").session;
        let (draft, standings) = (session.draft().expect("a joined client"), session.standings().cloned());
        black_box(view::draft(&draft, &standings.unwrap_or_default(), "en"));
    });
    spent
}

type Make = fn(&mut Network, ParagraphId) -> Act;

fn acts(c: &mut Criterion) {
    let draft = draft();
    let places = places(&draft);
    let open: [(&str, Make); 2] = [("a key", |_, paragraph| key(paragraph)), ("a bracket", bracket)];
    for (what, make) in open {
        for (name, step) in STEPS {
            let (mut network, mut turn) = (network(&draft), 0);
            c.bench_function(&format!("{what}, {name}"), |b| {
                b.iter_custom(|times| {
                    sampled(times, &mut turn, |turn| {
                        let act = make(&mut network, places[turn % places.len()]);
                        measured(&mut network, &act, step)
                    })
                });
            });
        }
    }
}

/// In a negotiation in which every second bracket was decided to go, those over several paragraphs too.
fn decided(c: &mut Criterion) {
    let draft = draft();
    let places = places(&draft);
    let gone: Vec<Decision> =
        occurrences(&draft).iter().step_by(2).map(|found| Decision::DeleteBracket(found.bracket)).collect();
    for (name, step) in STEPS {
        let (mut network, mut turn) = (network(&draft), 0);
        for part in gone.chunks(MAX_PARTS) {
            network.decide("Carol", Decision::Package(part.to_vec())).expect("the chair may");
            network.settle();
        }
        network.decide("Carol", Decision::SetPhase(Phase::Negotiation)).expect("the chair may");
        network.settle();
        c.bench_function(&format!("a proposal, half deleted, {name}"), |b| {
            b.iter_custom(|times| {
                sampled(times, &mut turn, |turn| {
                    let act = proposal(&mut network, places[turn % places.len()]);
                    measured(&mut network, &act, step)
                })
            });
        });
    }
}

/// A decision of the chair: checked here, checked again by the room.
fn decisions(c: &mut Criterion) {
    let draft = draft();
    let id = *draft.brackets.keys().nth(500).expect("such a bracket");
    for (name, here) in [("asked by the chair", true), ("taken by the room", false)] {
        let (mut network, mut turn) = (network(&draft), 0);
        c.bench_function(&format!("a decision, {name}"), |b| {
            b.iter_custom(|times| {
                sampled(times, &mut turn, |_| {
                    let decision = Decision::KeepBracket(id);
                    let start = Instant::now();
                    network.decide("Carol", decision).expect("the chair may");
                    let asked = start.elapsed();
                    let start = Instant::now();
                    while network.deliver_up("Carol") {}
                    let taken = start.elapsed();
                    network.settle();
                    if here { asked } else { taken }
                })
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = acts, decided, decisions
}
criterion_main!(benches);
