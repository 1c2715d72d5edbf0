//! The official schema of Akoma Ntoso, asked through xmllint.
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "the judge is another program, and reads files"
)]

use std::{fs, path::PathBuf, process::Command};

/// Where `.ci/need.sh akn` puts the schema.
fn schema() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target")));
    let schema = target.join("akn/akomantoso30.xsd");
    assert!(schema.exists(), "the schema of Akoma Ntoso is not here: run `.ci/need.sh akn`");
    schema
}

/// Whether every document is valid; what xmllint says otherwise.
#[track_caller]
pub fn assert_valid(documents: &[Vec<u8>]) {
    let schema = schema();
    let directory = tempfile::tempdir().expect("a directory for the documents");
    let files: Vec<PathBuf> = (0..).map(|n| directory.path().join(format!("{n}.xml"))).take(documents.len()).collect();
    for (file, document) in files.iter().zip(documents) {
        fs::write(file, document).expect("a document can be written");
    }
    let said = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(schema)
        .args(&files)
        .output()
        .expect("xmllint is not here: run `.ci/need.sh akn`");
    let said_text = String::from_utf8_lossy(&said.stderr);
    let first: Vec<&str> = said_text.lines().filter(|line| !line.ends_with(" validates")).take(12).collect();
    assert!(said.status.success(), "{}", first.join("\n"));
    assert_eq!(said_text.lines().filter(|line| line.ends_with(" validates")).count(), documents.len());
}
