//! Hostile changes against the gate: whatever is sent, nothing panics, no draft is spoilt, and honest changes pass.
//!
//! `make fuzz` tries a million, `make fuzz CHANGES=… SEED=…` as many and others.

use adref_tests::hostile::{assault, frames, honest};

fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn spoilt_changes_harm_nothing_and_honest_ones_pass() {
    let (rounds, seed) = (asked("ADREF_HOSTILE", 50_000) as usize, asked("ADREF_HOSTILE_SEED", 1));
    let mut changes = honest(12).expect("honest changes pass");
    assert!(changes.len() > 100, "only {} changes", changes.len());
    let tally = assault(&mut changes, rounds, seed).unwrap_or_else(|what| panic!("{what}"));
    println!("{} refused, {} passed and harmed nothing", tally.refused, tally.passed);
    assert!(tally.refused > rounds / 2, "{tally:?}: what is spoilt is mostly refused");
    assert!(tally.passed > 0, "{tally:?}: nothing gets as far as the document");
}

#[test]
fn spoilt_frames_end_a_conversation_at_most() {
    let (rounds, seed) = (asked("ADREF_HOSTILE", 50_000) / 25, asked("ADREF_HOSTILE_SEED", 1));
    assert_eq!(frames::at_a_room(rounds as usize, seed), Ok(()));
}

#[test]
fn a_client_outlives_a_server_that_speaks_nonsense() {
    let (rounds, seed) = (asked("ADREF_HOSTILE", 50_000) / 25, asked("ADREF_HOSTILE_SEED", 1));
    assert_eq!(frames::at_a_session(rounds as usize, seed), Ok(()));
}
