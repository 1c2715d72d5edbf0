//! A file that holds both Tunis drafts, one behind the other as each format has it, comes in as two.

use std::{
    io::{Cursor, Read as _, Write as _},
    process::Command,
};

use client_core::model::{Diagnostic, Draft, Standings};
use client_core_export::{
    Mode,
    compose::{Options, Source, compose},
    docx::{self, DocxOptions},
    edition::Edition,
    html, markdown,
};
use client_core_import::Read;

use crate::{
    comes_back::{FORMATS, tunis},
    shape::{Carries, shape},
};

fn edition(draft: &Draft) -> Edition {
    let options = Options { mode: Mode::AsItStands, ..Options::default() };
    compose(&Source::new(draft, &Standings::default()), &options).expect("nothing must be decided")
}

fn carries(file: &str) -> Carries {
    FORMATS.iter().find(|format| format.file == file).expect("a format").carries
}

fn read(file: &str, bytes: &[u8]) -> Read {
    client_core_import::read(file, bytes, &Default::default()).expect("a file")
}

fn with_code<'a>(read: &'a Read, code: &str) -> Vec<&'a Diagnostic> {
    read.imported.diagnostics.iter().filter(|found| found.code == code).collect()
}

/// Both drafts are there as each would be by itself, and it is said where the second begins.
#[track_caller]
fn check(file: &str, bytes: &[u8], carries: Carries) {
    let read = read(file, bytes);
    let drafts = tunis();
    let titles: Vec<&str> = read.imported.drafts.iter().map(|draft| draft.title.as_str()).collect();
    assert_eq!(titles, drafts.iter().map(|draft| draft.title.as_str()).collect::<Vec<_>>(), "{file}");
    for (went, came) in drafts.iter().zip(&read.imported.drafts) {
        let (went, came) = (shape(went, carries), shape(came, carries));
        let other = went.iter().zip(&came).position(|(went, came)| went != came);
        assert_eq!(other.map(|at| (&went[at], &came[at])), None, "{file}");
        assert_eq!(went.len(), came.len(), "{file}");
    }
    let said = with_code(&read, "another-document");
    let [said] = said.as_slice() else { panic!("{file}: {said:?}") };
    assert!(said.message.contains("突尼斯行动议程"), "{file}: {}", said.message);
    let at = read.imported.diagnostics.iter().position(|found| found.code == said.code).expect("it is there");
    assert!(read.around[at].contains("突尼斯行动议程"), "{file}: {}", read.around[at]);
}

/// Two Markdown files with a rule between them; footnotes have names of their own.
fn markdown(parts: &[Draft]) -> String {
    let parts = parts.iter().zip(["a", "b"]);
    let parts = parts.map(|(draft, name)| markdown::write(&edition(draft)).replace("[^", &format!("[^{name}")));
    parts.collect::<Vec<_>>().join("\n---\n\n")
}

/// The bodies of two HTML files in one; notes have names of their own.
fn html(parts: &[Draft]) -> String {
    let mut page = String::from("<!DOCTYPE html>\n<html lang=\"zh\">\n<head><title>Two</title></head>\n<body>\n");
    for (draft, name) in parts.iter().zip(["a", "b"]) {
        let whole = html::write(&edition(draft)).replace("note-", &format!("note-{name}-"));
        let (_, rest) = whole.split_once("<body>").expect("a body");
        page += rest.split_once("</body>").expect("its end").0;
    }
    page + "</body>\n</html>\n"
}

fn part(docx: &[u8], name: &str) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).ok()?.read_to_string(&mut text).expect("UTF-8");
    Some(text)
}

/// The first file with the body of the second behind its own, which ends its section; notes of the second count on.
fn docx(parts: &[Draft]) -> Vec<u8> {
    let written: Vec<Vec<u8>> =
        parts.iter().map(|draft| docx::write(&edition(draft), &DocxOptions::default())).collect();
    let [first, second] = written.as_slice() else { panic!("two drafts") };
    let other = |text: String| {
        let text = text.replace("<w:footnoteReference w:id=\"", "<w:footnoteReference w:id=\"90");
        let text = text.replace("w:customMarkFollows=\"1\" w:id=\"", "w:customMarkFollows=\"1\" w:id=\"90");
        let text = text.replace("<w:footnote w:id=\"", "<w:footnote w:id=\"90");
        text.replace("<w:bookmarkStart w:id=\"", "<w:bookmarkStart w:id=\"90")
            .replace("<w:bookmarkEnd w:id=\"", "<w:bookmarkEnd w:id=\"90")
    };
    let inside = |text: &str, begin: &str, end: &str| {
        let from = text.find(begin).expect("a beginning") + begin.len();
        text[from..text.rfind(end).expect("an end")].to_owned()
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(first)).expect("a package");
    let mut together = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("an entry");
        let name = file.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("inflated");
        let text = || String::from_utf8(bytes.clone()).expect("UTF-8");
        let bytes = match name.as_str() {
            "word/document.xml" => {
                let own = text();
                let more = other(part(second, &name).expect("a document"));
                let more = inside(&more, "<w:body>", "</w:body>");
                let (body, section) = own.split_at(own.rfind("<w:sectPr").expect("a section"));
                let (section, end) = section.split_at(section.find("</w:body>").expect("the end"));
                format!("{body}<w:p><w:pPr>{section}</w:pPr></w:p>{more}{end}").into_bytes()
            }
            "word/footnotes.xml" => {
                let notes = other(part(second, &name).expect("notes"));
                // The separators have types; the first is in the first file already.
                let notes = notes
                    .find("<w:footnote w:id=")
                    .map(|at| notes[at..notes.rfind("</w:footnotes>").expect("an end")].to_owned());
                text().replace("</w:footnotes>", &(notes.unwrap_or_default() + "</w:footnotes>")).into_bytes()
            }
            _ => bytes,
        };
        together.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        together.write_all(&bytes).expect("written");
    }
    together.finish().expect("a package").into_inner()
}

/// What LibreOffice makes of a Word file.
fn odt(docx: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("two.docx"), docx).expect("written");
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let mut soffice = Command::new("soffice");
    soffice.args([&profile, "--headless", "--convert-to", "odt", "--outdir"]).arg(folder.path());
    let output = soffice.arg(folder.path().join("two.docx")).output().expect("LibreOffice: run .ci/need.sh office");
    assert!(output.status.success(), "{output:?}");
    std::fs::read(folder.path().join("two.odt")).expect("a file of LibreOffice")
}

#[test]
fn two_drafts_in_one_markdown_file_come_in_as_two() {
    check("draft.md", markdown(&tunis()).as_bytes(), carries("draft.md"));
}

#[test]
fn two_drafts_in_one_page_come_in_as_two() {
    check("draft.html", html(&tunis()).as_bytes(), carries("draft.html"));
}

#[test]
fn two_drafts_in_one_word_file_come_in_as_two() {
    check("draft.docx", &docx(&tunis()), carries("draft.docx"));
}

#[test]
fn two_drafts_in_one_file_of_libreoffice_come_in_as_two() {
    check("draft.odt", &odt(&docx(&tunis())), carries("draft.docx"));
}

/// What is not sure stays one draft: how many drafts, and how many second titles are spoken of.
#[track_caller]
fn drafts(markdown: &str, expected: usize, spoken_of: usize) {
    let read = read("draft.md", markdown.as_bytes());
    let found = (read.imported.drafts.len(), with_code(&read, "second-title").len());
    assert_eq!(found, (expected, spoken_of), "{markdown}");
}

#[test]
fn what_may_be_a_chapter_stays_in_its_draft() {
    // Sections of one text, each of which counts from 1.
    drafts("# General\n\n1\\. One [two].\n\n# Final\n\n1\\. Three.", 1, 0);
    drafts("# Declaration\n\n# General\n\n1\\. One [two].\n\n---\n\n# Final\n\n1\\. Three.", 1, 0);
    drafts("# Declaration\n\n1\\. One [two].\n\n---\n\n# Annex II\n\n1\\. Three.", 1, 0);
    drafts("# Declaration\n\n1\\. One [two].\n\n---\n\n# Chapter I\n\n2\\. Three.", 1, 0);
    // Two texts.
    drafts("# Declaration\n\n1\\. One [two].\n\n---\n\n# Programme\n\nWe, the peoples,\n\n1\\. Three.", 2, 0);
}

#[test]
fn a_title_without_numbers_of_its_own_is_spoken_of() {
    let page = |second: &str| {
        let page = format!(
            "<!DOCTYPE html><h1 class=title>One</h1><p>1. Urges [all] States;</p><h1 class=title>Two</h1>{second}"
        );
        let read = read("two.html", page.as_bytes());
        (read.imported.drafts.len(), with_code(&read, "second-title").len())
    };
    assert_eq!(page("<p>1. Decides.</p>"), (2, 0));
    assert_eq!(page("<p>2. Decides.</p>"), (1, 1));
    assert_eq!(page("<p>We decide.</p>"), (1, 1));
}

#[test]
fn a_footnote_that_both_call_keeps_them_together() {
    let file = "# One\n\n1\\. Urges[^a] all.\n\n---\n\n# Two\n\n1\\. Decides[^a].\n\n[^a]: In principle.\n";
    drafts(file, 1, 1);
    drafts(&file.replace("Urges[^a]", "Urges"), 2, 0);
}
