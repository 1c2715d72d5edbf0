//! What it costs to load a draft with a long history, in time and in memory: `cargo bench -p adref-tests --bench load`.

use std::{hint::black_box, time::Instant};

use adref_tests::grown;
use client_core::schema::Document;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How many operations were written.
const WRITTEN: [usize; 3] = [0, 50_000, 260_000];

/// How often each is loaded; the median is told.
const TIMES: usize = 15;

fn main() {
    for operations in WRITTEN {
        let saved = grown::agenda(operations).0.save();
        let mut took = Vec::new();
        let mut held = 0;
        for _ in 0..TIMES {
            let (before, start) = (MEMORY.current_usage(), Instant::now());
            let document = black_box(Document::load(black_box(&saved)).expect("it was saved"));
            took.push(start.elapsed());
            held = MEMORY.current_usage().saturating_sub(before);
            drop(document);
        }
        took.sort_unstable();
        let megabytes = held as f64 / (1 << 20) as f64;
        println!(
            "the Tunis Agenda after {operations} operations, {} bytes: {:.0?}, {megabytes:.1} MiB",
            saved.len(),
            took[TIMES / 2]
        );
    }
}
