//! Acknowledged means on disk.

use std::process::Command;

use serde_json::Value;

#[test]
fn a_server_that_is_killed_at_any_moment_loses_nothing_that_it_acknowledged() {
    let output = Command::new(env!("CARGO_BIN_EXE_adref"))
        .args(["bench", "kill", "--cycles", "100", "--json"])
        .env_remove("ADREF_LOG")
        .output()
        .expect("it runs");
    let counted: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(output.status.success(), "{counted}");
    assert_eq!((&counted["cycles"], &counted["lost"], &counted["torn"]), (&100.into(), &0.into(), &0.into()));
    let acknowledged = counted["acknowledged"].as_u64().expect("a number");
    // One a cycle; a machine that does nothing else sees some dozens.
    assert!(acknowledged > 100, "{acknowledged} edits are too few to say anything");
}
