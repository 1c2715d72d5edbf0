//! Other programs, asked about files. `.ci/need.sh` puts them where they are looked for.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder of what is built.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the folder of what is built")
}

/// What a program prints, which has to end well.
fn said(command: &mut Command, need: &str) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}. Run .ci/need.sh {need}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let first: Vec<&str> = err.lines().filter(|line| !line.ends_with(" validates")).take(12).collect();
    assert!(output.status.success(), "{program} (.ci/need.sh {need}): {out}{}", first.join("\n"));
    out.into_owned()
}

/// Writes files into a folder of their own.
fn written(folder: &Path, files: &[(String, Vec<u8>)]) -> Vec<PathBuf> {
    let write = |(name, bytes): &(String, Vec<u8>)| {
        let path = folder.join(name);
        fs::write(&path, bytes).expect("written");
        path
    };
    files.iter().map(write).collect()
}

/// Holds files against a validator that npm brings: one line a fault.
fn node(judge: &str, script: &str, files: &[(String, Vec<u8>)]) {
    let packages = target().join(judge);
    assert!(packages.join("node_modules").exists(), "the judge is not there: run .ci/need.sh {judge}");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(script);
    let folder = tempfile::tempdir().expect("a folder");
    let faults = said(Command::new("node").arg(script).arg(packages).args(written(folder.path(), files)), "node");
    let first: Vec<&str> = faults.lines().take(12).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.lines().count(), first.join("\n"));
}

/// The validator of the Open XML SDK.
pub fn docx(files: &[(String, Vec<u8>)]) {
    node("ooxml", "docx/validate.mjs", files);
}

/// html-validate.
pub fn html(files: &[(String, Vec<u8>)]) {
    node("html", "html/validate.mjs", files);
}

/// The schema of Akoma Ntoso.
pub fn akn(files: &[(String, Vec<u8>)]) {
    let schema = target().join("akn/akomantoso30.xsd");
    assert!(schema.exists(), "the schema is not there: run .ci/need.sh akn");
    let folder = tempfile::tempdir().expect("a folder");
    let mut xmllint = Command::new("xmllint");
    xmllint.args(["--noout", "--nonet", "--schema"]).arg(schema).args(written(folder.path(), files));
    said(&mut xmllint, "akn");
}
