//! What it costs to refuse a change, in time and in memory: `cargo bench -p adref-tests --bench refusals`.
//!
//! Everything hostile that `tests/src/hostile` makes is put to the gate: on small drafts, and on the Tunis Agenda after 50 000
//! operations. The slowest and the hungriest refusals are printed; what is over the limits, or panics, ends the run with 1.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    time::{Duration, Instant},
};

use adref_tests::{
    grown::{self, done, person},
    hostile::{self, Honest, gross},
};
use client_core::{
    gate::{Index, MAX_OPERATIONS, MAX_OPERATIONS_TAKEN},
    model::{BracketId, Standings, Wish},
    ops::{Act, OpenBracket, Splice},
};
use peak_alloc::PeakAlloc;
use uuid::Uuid;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How long a refusal may take, and how much memory beside what was there before, in bytes.
const LIMITS: (Duration, usize) = (Duration::from_millis(5), 8 << 20);

/// How many operations the largest have: as many as a change may have, more than that, and as many as once were read.
const MANY: [usize; 3] = [MAX_OPERATIONS, MAX_OPERATIONS + 1, MAX_OPERATIONS_TAKEN];

/// How often what takes too long is tried again: whatever else the machine does takes time, too, and no memory.
const AGAIN: usize = 20;

/// What stands for the reason where there is none.
const PANICKED: &str = "it panicked";

/// One refusal.
#[derive(Clone, Debug)]
struct Cost {
    what: String,
    reason: &'static str,
    took: Duration,
    grew: usize,
}

/// What is longer than this is told by processor time, which is counted in steps of a few milliseconds.
const LONG: Duration = Duration::from_millis(20);

/// Processor time of this thread, where the system tells it.
fn processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Puts a change to the gate; `None` when it passes.
fn once(honest: &mut Honest, bytes: &[u8]) -> Option<(&'static str, Duration, usize)> {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let (spent, start) = (processor(), Instant::now());
    let refused = catch_unwind(AssertUnwindSafe(|| honest.vet(bytes).err().map(|refused| refused.code())));
    let mut took = start.elapsed();
    if let (true, Some((now, then))) = (took > LONG, processor().zip(spent)) {
        took = now.saturating_sub(then);
    }
    Some((refused.unwrap_or(Some(PANICKED))?, took, MEMORY.peak_usage().saturating_sub(before)))
}

fn cost(honest: &mut Honest, what: impl FnOnce() -> String, bytes: &[u8]) -> Option<Cost> {
    let (reason, mut took, grew) = once(honest, bytes)?;
    // What is long is told without the others' part already.
    for _ in 0..AGAIN {
        if took <= LIMITS.0 || took > LONG {
            break;
        }
        took = took.min(once(honest, bytes)?.1);
    }
    Some(Cost { what: what(), reason, took, grew })
}

/// What is refused of so many spoilt changes.
fn spoilt(name: &str, changes: &mut [Honest], rounds: usize) -> Vec<Cost> {
    let mut random = fastrand::Rng::with_seed(1);
    let mut costs = Vec::new();
    for round in 0..rounds {
        let (one, other) = (round % changes.len(), random.usize(..changes.len()));
        let other = changes[other].bytes.clone();
        let honest = &mut changes[one];
        if let Some(bytes) = hostile::spoilt(&honest.bytes, &other, &mut random) {
            costs.extend(cost(honest, || format!("{name}, round {round}"), &bytes));
        }
    }
    costs
}

/// What is refused of changes of so many operations.
fn large(name: &str, changes: &mut [Honest], many: usize) -> Vec<Cost> {
    let mut costs = Vec::new();
    for honest in changes {
        for (what, bytes) in gross::changes(&honest.bytes.clone(), many) {
            costs.extend(cost(honest, || format!("{name}, {many}: {what}"), &bytes));
        }
    }
    costs
}

/// How much was written before, in changes of five operations.
const WRITTEN: usize = 50_000;

/// Characters and brackets in the Tunis Agenda, after much that others have written.
fn in_a_grown_draft() -> Vec<Honest> {
    let (mut document, places) = grown::agenda(WRITTEN);
    let index = Index::of(&mut document).expect("it is a draft");
    let mut honest = Vec::new();
    for (n, paragraph) in places.iter().copied().take(4).enumerate() {
        let (mut client, actor) = (document.clone(), [0xf0 + n as u8; 16]);
        client.set_actor(&actor);
        let key = Act::Splice(Splice { paragraph, at: 3, delete: 2, insert: "x".into() });
        let bracket = Act::OpenBracket(OpenBracket {
            id: BracketId(Uuid::from_u128(n as u128)),
            from: (paragraph, 0),
            to: (paragraph, 4),
            wish: Wish::Retain,
            reason: String::new(),
        });
        let bytes = done(&mut client, if n % 2 == 0 { &key } else { &bracket });
        let (standings, person) = (Standings::default(), person());
        honest.push(Honest { before: document.clone(), index: index.clone(), standings, person, actor, bytes });
    }
    for one in &mut honest {
        one.vet(&one.bytes.clone()).expect("what is honest passes");
    }
    honest
}

fn main() -> ExitCode {
    let mut small = hostile::honest(12).expect("honest changes pass");
    let mut grown = in_a_grown_draft();
    let few = small.iter().step_by((small.len() / 8).max(1)).cloned();
    let mut few: Vec<_> = few.collect();
    // Automerge panics on some of it, which the gate catches; what it does not catch is counted below.
    std::panic::set_hook(Box::new(|_| {}));
    let mut costs = spoilt("small drafts", &mut small, 20_000);
    costs.extend(spoilt("the Agenda", &mut grown, 4_000));
    for many in MANY {
        costs.extend(large("a small draft", &mut few, many));
        costs.extend(large("the Agenda", &mut grown, many));
    }
    if told(costs) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Prints the dearest; whether all are within the limits, and none panicked.
fn told(mut costs: Vec<Cost>) -> bool {
    let (longest, largest) = LIMITS;
    let tell = |cost: &Cost| {
        println!("  {:>9.3?}  {:>9.1} KiB  {:<18} {}", cost.took, cost.grew as f64 / 1024.0, cost.reason, cost.what);
    };
    println!("{} refusals. The slowest:", costs.len());
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.took));
    costs.iter().take(5).for_each(tell);
    println!("The hungriest:");
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.grew));
    costs.iter().take(5).for_each(tell);
    let over = costs.iter().filter(|cost| cost.took > longest || cost.grew > largest).count();
    let panics = costs.iter().filter(|cost| cost.reason == PANICKED).inspect(|cost| tell(cost)).count();
    println!("{over} over {longest:?} or {} MiB, {panics} panicked", largest >> 20);
    over + panics == 0
}
