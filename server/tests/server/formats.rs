//! Files of other programs by running the binary: made by pandoc and LibreOffice, and made by nobody who means well.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use client_core::{
    import::{import, source_text},
    model::{Draft, DraftKind},
};
use client_core_import::{Options, read};

use crate::cli::{run, stderr, stdout};

/// Runs a converter, which has to be there.
fn convert(program: &str, arguments: &[&str], directory: &Path) {
    let output = Command::new(program).args(arguments).current_dir(directory).output();
    let output = output.unwrap_or_else(|error| panic!("{program} is needed ({error}): run `.ci/need.sh office`"));
    assert!(output.status.success(), "{program}: {}", stderr(&output));
}

/// LibreOffice with a profile of its own: two at once would wait for one another.
fn soffice(to: &str, file: &str, out: &str, directory: &Path) {
    let profile = format!("-env:UserInstallation=file://{}/profile", directory.display());
    convert("soffice", &[&profile, "--headless", "--convert-to", to, "--outdir", out, file], directory);
}

fn tunis() -> Vec<Draft> {
    const NAME: &str = "002_7af3ffa0c4c50526.txt";
    let bytes = include_bytes!("../../../seeds/002_7af3ffa0c4c50526.txt");
    let drafts = import(NAME, bytes).expect("the seed").drafts;
    drafts.into_iter().filter(|draft| draft.kind == DraftKind::Draft).collect()
}

/// The characters without white space.
fn bare(text: &str) -> Vec<char> {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn both_tunis_drafts_come_back_whole_from_every_program() {
    let directory = tempfile::tempdir().expect("a directory");
    let at = directory.path();
    for draft in tunis() {
        let lines = source_text(&draft);
        let page: String = lines.lines().map(|line| format!("<p>{}</p>\n", escaped(line))).collect();
        let page = format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>{page}</body></html>");
        fs::write(at.join("t.html"), page).expect("written");
        // Without `-smart` pandoc writes three full stops for an ellipsis.
        for (kind, format) in [("docx", "docx"), ("odt", "odt"), ("md", "markdown-smart")] {
            let file = format!("t.{kind}");
            convert("pandoc", &["-f", "html", "-t", format, "t.html", "--wrap=none", "-o", &file], at);
        }
        soffice("docx", "t.odt", "lo", at);
        soffice("odt", "t.docx", "lo", at);
        soffice("pdf", "t.docx", "lo", at);
        for file in ["t.html", "t.docx", "t.odt", "t.md", "lo/t.docx", "lo/t.odt"] {
            let found = read(file, &fs::read(at.join(file)).expect("there"), &Options::default()).expect("it reads");
            let came: Vec<char> = found.imported.drafts.iter().flat_map(|draft| bare(&source_text(draft))).collect();
            assert_eq!(
                came.iter().collect::<String>(),
                bare(&lines).iter().collect::<String>(),
                "{} {file}",
                draft.slug
            );
            let brackets = found.imported.drafts[0].brackets.len();
            // A bracket around several drafts is not one in a file of one of them.
            let anchored =
                draft.brackets.values().filter(|bracket| bracket.extent == client_core::model::Extent::Anchored);
            assert!(brackets >= anchored.count(), "{} {file}: {brackets}", draft.slug);
        }
        let pdf = read("t.pdf", &fs::read(at.join("lo/t.pdf")).expect("there"), &Options::default()).expect("it reads");
        let mut came: Vec<char> = pdf.imported.drafts.iter().flat_map(|draft| bare(&source_text(draft))).collect();
        let mut words = bare(&lines);
        came.sort_unstable();
        words.sort_unstable();
        assert_eq!(came.iter().collect::<String>(), words.iter().collect::<String>(), "{} pdf", draft.slug);
    }
}

/// A Word file with a tracked change and a comment, written by pandoc.
fn tracked(at: &Path) -> PathBuf {
    let text = "1. We [urge [all]]{.insertion author=\"France\" date=\"2005-01-11T09:30:00Z\"}\
                [call]{.deletion author=\"Nobody\" date=\"2005-01-11T09:30:00Z\"} \
                [Too weak.]{.comment-start id=\"0\" author=\"Japan\" date=\"2005-01-11T09:30:00Z\"}States[]{.comment-end id=\"0\"}.\n";
    fs::write(at.join("d.txt"), text).expect("written");
    convert("pandoc", &["-f", "markdown+bracketed_spans", "d.txt", "-o", "declaration.docx"], at);
    at.join("declaration.docx")
}

#[test]
fn tracked_changes_and_comments_of_a_word_file_are_in_the_store() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = tracked(directory.path());
    let (file, data) = (file.to_str().expect("a name"), directory.path().join("data"));
    let first = run(&data, &["import", file]);
    assert!(first.status.success(), "{}", stderr(&first));
    let history = stdout(&run(&data, &["history", "declaration"]));
    assert!(history.contains("urge all") && history.contains("call"), "{history}");
    let comments = stdout(&run(&data, &["comments", "declaration"]));
    assert!(comments.contains("Japan") && comments.contains("Too weak."), "{comments}");
    let checked = stdout(&run(&data, &["check", file, "--json"]));
    assert!(checked.contains("\"open\": 1") || checked.contains("\"open\":1"), "{checked}");
    assert!(stdout(&run(&data, &["import", file])).contains("was imported before"));
    assert!(stdout(&run(&data, &["verify"])).contains("declaration"), "the store is whole");
}

#[test]
fn a_second_version_is_compared_and_not_stored() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path().join("data");
    let write = |name: &str, text: &str| {
        let path = directory.path().join(name);
        fs::write(&path, text).expect("written");
        path.to_str().expect("a name").to_owned()
    };
    let old = write("draft.txt", "1. We urge [all] States.\n\n2. We go away.\n");
    let new = write("new.md", "1. We urge [all] large States.\n\n3. Quite another matter.\n");
    assert!(run(&data, &["import", &old]).status.success());
    let shown = stdout(&run(&data, &["import", &new, "--onto", "draft"]));
    assert!(shown.contains("~ 1. We urge [all] {+large +}States."), "{shown}");
    assert!(shown.contains("- 2. We go away.") && shown.contains("+ 3. Quite another matter."), "{shown}");
    assert!(stdout(&run(&data, &["export", "draft"])).contains("We go away"), "nothing was stored");
    let none = run(&data, &["import", &new, "--onto", "nothing"]);
    assert!(stderr(&none).contains("no draft called nothing"));
}

/// `adref check FILE` where a process has 256 MiB for its data.
fn bounded(file: &Path) -> Output {
    let script = "ulimit -d 262144 && exec \"$0\" \"$@\"";
    let binary = env!("CARGO_BIN_EXE_adref");
    let output = Command::new("sh").args(["-c", script, binary, "check"]).arg(file).output().expect("it runs");
    assert!(
        output.status.code().is_some_and(|code| code <= 1),
        "{}: {:?} {}",
        file.display(),
        output.status,
        stderr(&output)
    );
    output
}

/// A package with one part that is as long as it is said and packs well.
fn package(at: &Path, name: &str, part: &str, text: &str) -> PathBuf {
    let folder = at.join(format!("{name}.d"));
    let file = folder.join(part);
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::write(&file, text).expect("written");
    let made = Command::new("python3")
        .args(["-c", "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED); z.write(sys.argv[2], sys.argv[3]); z.close()"])
        .args([&at.join(name), &file, Path::new(part)])
        .status();
    assert!(made.expect("Python 3 is needed for the tests").success());
    at.join(name)
}

#[test]
fn hostile_files_are_answered_within_a_small_memory() {
    let directory = tempfile::tempdir().expect("a directory");
    let at = directory.path();
    let w = |inside: &str| format!("<w:document xmlns:w=\"w\"><w:body>{inside}</w:body></w:document>");
    let words = |words: &str| w(&format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"));
    let bomb = package(at, "bomb.docx", "word/document.xml", &words(&"a".repeat(200 * 1024 * 1024)));
    assert!(stderr(&bounded(&bomb)).contains("unpacked"));
    let deep = package(at, "deep.docx", "word/document.xml", &w(&"<w:p>".repeat(1_000_000)));
    assert!(stderr(&bounded(&deep)).contains("inside one another"));
    let nested = format!("{}{}", "<w:ins w:author=\"A\">".repeat(500_000), "</w:ins>".repeat(500_000));
    bounded(&package(at, "nested.docx", "word/document.xml", &w(&nested)));
    let brackets = package(at, "brackets.docx", "word/document.xml", &words(&"[".repeat(30 * 1024 * 1024)));
    bounded(&brackets);
    let runs = w(&format!(
        "<w:p>{}</w:p>",
        "<w:r><w:rPr><w:b/></w:rPr><w:t>[</w:t></w:r><w:r><w:t>]</w:t></w:r>".repeat(450_000)
    ));
    assert!(stderr(&bounded(&package(at, "runs.docx", "word/document.xml", &runs))).contains("runs of text"));
    let paragraphs = w(&"<w:p/>".repeat(5_000_000));
    bounded(&package(at, "paragraphs.docx", "word/document.xml", &paragraphs));
    let text = at.join("text.txt");
    fs::write(&text, "[".repeat(100 * 1024 * 1024)).expect("written");
    assert!(stdout(&bounded(&text)).contains("104857600"));
    let html = at.join("deep.html");
    fs::write(&html, format!("<html>{}", "<ul><li><b>x".repeat(1_000_000))).expect("written");
    bounded(&html);
    let pdf = at.join("cut.pdf");
    fs::write(
        &pdf,
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] >>\nendobj\ntrailer << /Root 1 0 R >>\n",
    )
    .expect("written");
    assert!(stderr(&bounded(&pdf)).contains("PDF"));
}
