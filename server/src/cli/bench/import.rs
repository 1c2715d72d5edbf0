use std::{hint::black_box, process::ExitCode, time::Instant};

use clap::Args;
use client_core::import;
use serde::Serialize;

use crate::{
    cli::{Failure, print, print_json},
    seed,
};

/// How long the Tunis drafts take to come in.
#[derive(Debug, Args)]
pub struct Import {
    /// How often to import
    #[arg(long, default_value_t = 21, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    times: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Took {
    file: &'static str,
    bytes: usize,
    times: u32,
    median_ms: f64,
    fastest_ms: f64,
    slowest_ms: f64,
}

impl Import {
    /// Measures.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let (file, bytes) = seed::TUNIS;
        let mut took_ms = Vec::new();
        for _ in 0..self.times {
            let start = Instant::now();
            black_box(import::import(black_box(file), black_box(bytes))?);
            took_ms.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        took_ms.sort_by(f64::total_cmp);
        let at = |index: usize| took_ms.get(index).copied().unwrap_or_default();
        let result = Took {
            file,
            bytes: bytes.len(),
            times: self.times,
            median_ms: at(took_ms.len() / 2),
            fastest_ms: at(0),
            slowest_ms: at(took_ms.len().saturating_sub(1)),
        };
        if self.json {
            print_json(&result)?;
        } else {
            print(&format!(
                "{file}, {} bytes, {} times: median {:.2} ms, fastest {:.2} ms, slowest {:.2} ms\n",
                result.bytes, result.times, result.median_ms, result.fastest_ms, result.slowest_ms
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
