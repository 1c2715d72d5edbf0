//! PDF from the command line and over HTTP, read back by poppler. What is on the pages is the business of the package
//! that sets them.

use std::{fs, path::Path, process::Command};

use serde_json::json;

use crate::{
    cli::{adref, run, stderr},
    support::{TestServer, agent, bring_in},
};

/// The words of a PDF without white space; pdftotext is of Debian's poppler-utils.
fn words(directory: &Path, pdf: &[u8]) -> String {
    assert!(pdf.starts_with(b"%PDF-"), "{:?}", &pdf[..pdf.len().min(16)]);
    let path = directory.join("read.pdf");
    fs::write(&path, pdf).expect("written");
    let output = Command::new("pdftotext").arg(path).arg("-").output();
    let output = output.unwrap_or_else(|error| panic!("pdftotext is needed ({error}): run `.ci/need.sh pdf`"));
    assert!(output.status.success(), "{}", stderr(&output));
    String::from_utf8_lossy(&output.stdout).split_whitespace().collect()
}

#[test]
fn a_draft_is_printed_from_the_command_line() {
    let directory = tempfile::tempdir().expect("a directory");
    let slug = bring_in(directory.path());
    let pdf = |more: &[&str]| run(directory.path(), &[&["export", &slug, "--format", "pdf"], more].concat());
    for (asked, expected) in [
        (&["--mode", "as-it-stands"][..], "2.We[strongly]urgeallStates."),
        (&["--mode", "compilation", "--columns", "--line-numbers"], "[strongly]"),
        (&["--mode", "marked", "--against", "2100-01-01"], "[strongly]"),
        (&["--symbol", "WSIS-II/PC-2/1"], "WSIS-II/PC-2/1"),
    ] {
        let output = pdf(asked);
        assert!(output.status.success(), "{asked:?}: {}", stderr(&output));
        let read = words(directory.path(), &output.stdout);
        assert!(read.contains(expected), "{asked:?}: {read}");
        assert_eq!(output.stdout, pdf(asked).stdout, "the same bytes: {asked:?}");
    }
    assert_eq!(pdf(&["--mode", "final"]).status.code(), Some(2), "something is open");
}

#[test]
fn fonts_that_are_not_there_are_named_with_what_brings_them() {
    let directory = tempfile::tempdir().expect("a directory");
    let slug = bring_in(directory.path());
    let empty = tempfile::tempdir().expect("a directory");
    let mut command = adref(directory.path());
    let output = command.args(["export", &slug, "--format", "pdf"]).env("ADREF_FONTS_DIR", empty.path()).output();
    let output = output.expect("it runs");
    assert!(!output.status.success() && output.stdout.is_empty());
    for told in ["NotoSerif-Regular.ttf", "install fonts-noto-core", "--fonts-dir"] {
        assert!(stderr(&output).contains(told), "{told}: {}", stderr(&output));
    }
    let server = TestServer::start_without_fonts();
    let chair = server.session("chair", "Bob");
    let (status, answer) = server.get(&format!("/api/drafts/{}/export?format=pdf", server.slug), Some(&chair));
    assert_eq!((status, &answer["code"]), (503, &json!("fonts")), "{answer}");
}

#[test]
fn pages_are_set_for_several_who_ask_at_once() {
    let server = TestServer::start();
    let chair = server.session("chair", "Bob");
    let ask = || {
        let url = format!("http://{}/api/drafts/{}/export?format=pdf", server.address(), server.slug);
        let mut answer = agent().get(url).header("authorization", format!("Bearer {chair}")).call().expect("an answer");
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let told = (answer.status().as_u16(), header("content-type"), header("content-disposition"));
        let file = format!("attachment; filename=\"{}-as-it-stands.pdf\"", server.slug);
        assert_eq!(told, (200, Some("application/pdf".into()), Some(file)));
        answer.body_mut().read_to_vec().expect("a body")
    };
    let files: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..3).map(|_| scope.spawn(ask)).collect();
        asked.into_iter().map(|one| one.join().expect("an answer")).collect()
    });
    assert!(words(server.directory.path(), &files[0]).contains("[strongly]"));
    assert!(files.iter().all(|file| *file == files[0]), "the same bytes for all");
}
