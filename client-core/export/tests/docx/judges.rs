//! What other programs make of the files: the validator of the Open XML SDK, LibreOffice, pandoc.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the core performs no I/O; its tests ask other programs, which read files"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use client_core_export::{
    docx::{DocxOptions, write},
    edition::{Edition, Paragraph, Revision, Run},
};
use serde_json::Value;

use crate::{
    samples,
    support::{blocks, parts, printed},
};

/// The folder of what is built.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the folder of what is built")
}

/// An empty folder of a name.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docx").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Writes samples into a folder.
fn written(folder: &Path, samples: &[(&'static str, Edition)]) -> Vec<PathBuf> {
    let file = |(name, edition): &(&'static str, Edition)| {
        let file = folder.join(format!("{name}.docx"));
        fs::write(&file, write(edition, &DocxOptions::default())).expect("a file");
        file
    };
    samples.iter().map(file).collect()
}

/// What a program prints.
fn said(command: &mut Command, need: &str) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}. Run .ci/need.sh {need}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program} failed; if it is not there, run .ci/need.sh {need}\n{out}\n{err}");
    out.into_owned()
}

/// Converts files by LibreOffice, with a profile of its own.
fn converted(files: &[PathBuf], to: &str, into: &Path) {
    let profile = format!("-env:UserInstallation=file://{}", into.join("profile").display());
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--convert-to", to, "--outdir"]).arg(into).args(files);
    said(&mut office, "office");
}

#[test]
fn the_open_xml_sdk_finds_no_fault() {
    let files = written(&folder("sdk"), &samples::all());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/docx/validate.mjs");
    let packages = target().join("ooxml");
    assert!(packages.join("node_modules").exists(), "the validator is not there: run .ci/need.sh ooxml");
    let faults = said(Command::new("node").arg(script).arg(packages).args(files), "node ooxml");
    assert_eq!(faults, "");
}

/// The words of the paragraphs that have some, white space aside: programs put it elsewhere around notes and signs.
fn words(part: &str) -> Vec<String> {
    let squeezed = |words: String| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = crate::support::paragraphs(part).into_iter().map(|set| squeezed(set.words));
    words.filter(|words| !words.is_empty()).collect()
}

#[test]
fn libreoffice_writes_again_what_it_read() {
    let samples = samples::all();
    let (from, into) = (folder("office-from"), folder("office-into"));
    let files = written(&from, &samples);
    converted(&files, "docx", &into);
    for ((name, edition), file) in samples.iter().zip(&files) {
        let ours = parts(&fs::read(file).expect("a file"));
        let theirs =
            fs::read(into.join(format!("{name}.docx"))).unwrap_or_else(|_| panic!("LibreOffice wrote no {name}"));
        let theirs = parts(&theirs);
        for part in ["word/document.xml", "word/footnotes.xml", "word/comments.xml"] {
            let words = |parts: &std::collections::BTreeMap<String, String>| {
                parts.get(part).map(|part| words(part)).unwrap_or_default()
            };
            let (mut theirs, mut ours) = (words(&theirs), words(&ours));
            if part == "word/footnotes.xml" {
                // LibreOffice prints the sign of a note before the one that the note begins with.
                theirs.iter_mut().for_each(|words| {
                    *words = words.strip_prefix("* *").map_or(words.clone(), |rest| format!("* {rest}"))
                });
            }
            if part == "word/comments.xml" {
                // LibreOffice writes them in the order of the text.
                theirs.sort();
                ours.sort();
            }
            assert_eq!(theirs, ours, "{name}: {part}");
        }
        let document = &theirs["word/document.xml"];
        for paragraph in blocks(edition) {
            let bookmark = format!("_adref_{}", paragraph.id.0.simple());
            assert!(document.contains(&bookmark), "{name}: {bookmark}");
        }
        for thread in &edition.threads {
            for remark in &thread.remarks {
                assert!(theirs["word/comments.xml"].contains(&remark.by), "{name}: a comment by {}", remark.by);
            }
        }
        for revision in changes(edition).iter().map(|(revision, _)| revision) {
            let author = format!("w:author=\"{}\"", revision.author);
            assert!(document.contains(&author), "{name}: a change by {}", revision.author);
        }
    }
}

/// Every change of the blocks with its words, in order, neighbours of one change joined.
fn changes(edition: &Edition) -> Vec<(Revision, String)> {
    let mut changes: Vec<(Revision, String)> = Vec::new();
    for paragraph in blocks(edition) {
        let mut last = None;
        for (revision, words) in changed(paragraph) {
            match (changes.last_mut(), &last) {
                (Some((_, before)), Some(same)) if *same == revision => before.push_str(&words),
                _ => changes.push((revision.clone(), words)),
            }
            last = Some(revision);
        }
    }
    changes
}

fn changed(paragraph: &Paragraph) -> Vec<(Revision, String)> {
    let label = paragraph.revision.clone().filter(|_| !paragraph.label.is_empty());
    let mut found: Vec<_> = label.map(|revision| (revision, paragraph.label.clone())).into_iter().collect();
    for run in &paragraph.runs {
        if let Run::Text { text, revision, .. } = run {
            found.extend(revision.clone().or(paragraph.revision.clone()).map(|revision| (revision, text.clone())));
        }
    }
    found
}

#[test]
fn pandoc_reads_words_changes_notes_and_comments() {
    let samples: Vec<_> = samples::all().into_iter().filter(|(name, _)| matches!(*name, "plain" | "marked")).collect();
    for (file, (name, edition)) in written(&folder("pandoc"), &samples).iter().zip(&samples) {
        let mut pandoc = Command::new("pandoc");
        let json = said(pandoc.args(["--from=docx", "--to=json", "--track-changes=all"]).arg(file), "office");
        let read: Value = serde_json::from_str(&json).expect("JSON");
        let mut found = Pandoc::default();
        // A title is metadata to pandoc.
        found.read(&read["meta"]);
        found.read(&read["blocks"]);
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().concat();
        let expected: Vec<(String, String, String)> = changes(edition)
            .into_iter()
            .map(|(revision, words)| {
                let kind = if revision.inserted { "insertion" } else { "deletion" };
                (kind.to_owned(), revision.author, squeezed(&words))
            })
            .collect();
        let theirs: Vec<_> = found
            .changes
            .iter()
            .map(|(kind, author, _, words)| (kind.clone(), author.clone(), squeezed(words)))
            .filter(|(_, _, words)| !words.is_empty())
            .collect();
        assert_eq!(theirs, expected, "{name}");
        let is_dated = |date: &String| date.starts_with("2005-01-04T1");
        assert!(found.changes.iter().all(|(_, _, date, _)| is_dated(date)), "{name}: {:?}", found.changes);
        let remarks = edition.threads.iter().flat_map(|thread| &thread.remarks);
        let mut remarks: Vec<String> = remarks.map(|remark| squeezed(&remark.text)).collect();
        let mut comments: Vec<String> = found.comments.iter().map(|words| squeezed(&words.replace('¶', ""))).collect();
        remarks.sort();
        comments.sort();
        assert_eq!(comments, remarks, "{name}");
        for words in blocks(edition).map(printed) {
            assert!(squeezed(&found.words).contains(&squeezed(&words)), "{name}: {words} in {}", found.words);
        }
        let called = edition.notes.iter().take(if *name == "plain" { 2 } else { 1 });
        for note in called {
            let Some(Run::Text { text, .. }) = note.runs.first() else { panic!("a note has words") };
            assert!(found.notes.iter().any(|note| squeezed(note).contains(&squeezed(text))), "{name}: {text}");
        }
    }
}

/// What pandoc says of a document.
#[derive(Default)]
struct Pandoc {
    words: String,
    notes: Vec<String>,
    comments: Vec<String>,
    /// Kind, author, date, words.
    changes: Vec<(String, String, String, String)>,
}

impl Pandoc {
    fn read(&mut self, value: &Value) {
        if let Some(values) = value.as_array() {
            return values.iter().for_each(|value| self.read(value));
        }
        if let (Some(values), false) = (value.as_object(), value["t"].is_string()) {
            return values.values().for_each(|value| self.read(value));
        }
        let content = &value["c"];
        match value["t"].as_str() {
            Some("Str") => self.words.push_str(content.as_str().unwrap_or_default()),
            Some("Space" | "SoftBreak" | "LineBreak") => self.words.push(' '),
            Some("Note") => {
                let mut note = Self::default();
                note.read(content);
                self.notes.push(note.words);
            }
            Some("Span") => self.span(content),
            Some(_) => self.read(content),
            None => {}
        }
    }

    fn span(&mut self, content: &Value) {
        let class = content[0][1][0].as_str().unwrap_or_default();
        let attribute = |name: &str| {
            let pairs = content[0][2].as_array().into_iter().flatten();
            let mut values = pairs.filter(|pair| pair[0] == name).filter_map(|pair| pair[1].as_str());
            values.next().unwrap_or_default().to_owned()
        };
        let mut inner = Self::default();
        inner.read(&content[1]);
        match class {
            "comment-start" => return self.comments.push(inner.words),
            "insertion" | "deletion" => {
                let change = (class.to_owned(), attribute("author"), attribute("date"), inner.words.clone());
                self.changes.push(change);
            }
            _ => self.changes.extend(inner.changes),
        }
        self.words.push_str(&inner.words);
        self.notes.extend(inner.notes);
        self.comments.extend(inner.comments);
    }
}
