//! Files that nobody means well with: refused with a sentence, or read; never a panic.

use std::io::{Cursor, Write};

use client_core_import::{Options, ReadError, check};
use proptest::prelude::*;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::support::{docx, docx_with, p, package, part, read};

/// Why a file is refused, and what to do.
#[track_caller]
fn refused(bytes: &[u8]) -> (String, &'static str) {
    let error = read("a.docx", bytes).expect_err("it is refused");
    assert_eq!(check("a.docx", bytes, &Options::default()).expect_err("for a count, too"), error);
    (error.to_string(), error.hint())
}

#[test]
fn a_part_that_unpacks_to_more_than_is_read() {
    let body = p(&"a".repeat(40 * 1024 * 1024));
    let bytes = docx(&body);
    assert!(bytes.len() < 200_000, "{}", bytes.len());
    let (message, hint) = refused(&bytes);
    assert!(message.contains("33554432 bytes when it is unpacked"), "{message}");
    assert!(hint.contains("annex"));
}

#[test]
fn a_package_that_lies_about_the_size_of_a_part() {
    let mut bytes = docx(&p(&"a".repeat(40 * 1024 * 1024)));
    // The size of every part in the list of parts becomes 1.
    let at: Vec<usize> = bytes.windows(4).enumerate().filter(|(_, w)| *w == b"PK\x01\x02").map(|(at, _)| at).collect();
    for at in at {
        bytes[at + 24..at + 28].copy_from_slice(&[1, 0, 0, 0]);
    }
    refused(&bytes);
}

#[test]
fn too_many_parts() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..5_000 {
        zip.start_file(format!("{number}"), SimpleFileOptions::default()).expect("a part");
    }
    let bytes = zip.finish().expect("a package").into_inner();
    assert!(refused(&bytes).0.contains("4096 entries"));
}

#[test]
fn entities_are_refused() {
    for kind in [
        r#"<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#,
        r#"<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>"#,
        r#"<!DOCTYPE w SYSTEM "http://localhost:1/x.dtd">"#,
    ] {
        let document = part("document", "<w:body><w:p><w:r><w:t>&x;&b;</w:t></w:r></w:p></w:body>");
        let document = document.replacen("?>", &format!("?>{kind}"), 1);
        let (message, _) = refused(&package(&[("word/document.xml", &document)]));
        assert!(message.contains("document type"), "{message}");
    }
    let (message, _) = refused(&docx("<w:p><w:r><w:t>&nobody;</w:t></w:r></w:p>"));
    assert!(message.contains("entity nobody"), "{message}");
}

#[test]
fn a_million_nested_tags() {
    for tag in ["w:p", "w:tbl", "w:ins", "w:sdt", "w:r", "w:x"] {
        let depth = 1_000_000;
        let body = format!("{}{}", format!("<{tag}>").repeat(depth), format!("</{tag}>").repeat(depth));
        let outcome = read("a.docx", &docx(&body));
        assert!(outcome.is_err(), "{tag}: there are no words in it");
    }
    let html = format!("<html>{}words", "<div><b><span>".repeat(300_000));
    assert!(read("a.html", html.as_bytes()).is_ok());
    let lists = format!("<html>{}words", "<ul><li>".repeat(300_000));
    assert!(read("a.html", lists.as_bytes()).is_ok());
    let markdown = "> ".repeat(100_000) + "words";
    assert!(read("a.md", markdown.as_bytes()).is_ok());
    assert!(read("a.md", ("[".repeat(200_000) + "words").as_bytes()).is_ok());
}

#[test]
fn parts_that_climb_out_of_their_folder_are_nothing_to_anybody() {
    let outside = [("../../../tmp/adref-was-here", "x"), ("/tmp/adref-was-here", "x"), ("..\\..\\adref-was-here", "x")];
    let read = read("a.docx", &docx_with(&p("1. We urge"), &outside)).expect("it reads");
    assert_eq!(read.imported.drafts[0].paragraphs.len(), 1);
}

#[test]
fn macros_and_what_is_to_be_fetched_are_named_and_left() {
    let settings = r#"<Relationships><Relationship Id="1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://localhost:1/t.dotm" TargetMode="External"/></Relationships>"#;
    let links = r#"<Relationships><Relationship Type="x/hyperlink" Target="http://localhost:1/" TargetMode="External"/><Relationship Type="x/image" Target="http://localhost:1/i.png" TargetMode="External"/></Relationships>"#;
    let file = docx_with(
        &p("1. We urge"),
        &[
            ("word/vbaProject.bin", "x"),
            ("word/_rels/settings.xml.rels", settings),
            ("word/_rels/document.xml.rels", links),
        ],
    );
    let found = read("a.docx", &file).expect("it reads").imported.diagnostics;
    let codes: Vec<_> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["macros", "remote-content"]);
    assert!(found[1].message.contains("2 things") && found[1].message.contains("i.png"), "{}", found[1].message);
}

#[test]
fn containers_of_old_and_encrypted_files() {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let compound =
        |name: &str| [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600], &wide(name)].concat();
    assert_eq!(read("a.docx", &compound("EncryptedPackage")), Err(ReadError::Encrypted));
    assert_eq!(read("a.doc", &compound("WordDocument")), Err(ReadError::OldWord));
    assert!(refused(&compound("WordDocument")).1.contains(".docx"));
    assert!(matches!(read("a.xls", &compound("Workbook")), Err(ReadError::Unsupported(_))));
    let manifest = r#"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    let odt = [
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", "gibberish"),
    ];
    assert_eq!(read("a.odt", &package(&odt)), Err(ReadError::Encrypted));
    for (bytes, kind) in [
        (&b"{\\rtf1 x}"[..], "RTF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0", "no text"),
        (b"<?xml version=\"1.0\"?><svg/>", "XML"),
        (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "archive"),
    ] {
        let error = read("a", bytes).expect_err("it is refused").to_string();
        assert!(error.contains(kind), "{error}");
    }
}

#[test]
fn a_file_that_is_cut() {
    let document = part("document", &format!("<w:body>{}</w:body>", p("1. We urge [all] States")));
    for length in 0..document.len() - 1 {
        if document.is_char_boundary(length) {
            assert!(read("a.docx", &package(&[("word/document.xml", &document[..length])])).is_err(), "{length}");
        }
    }
    let whole = docx(&p("1. We urge"));
    for length in 4..whole.len() {
        assert!(read("a.docx", &whole[..length]).is_err(), "{length}");
    }
}

#[test]
fn nothing_but_brackets_and_nothing_but_runs() {
    let brackets = docx(&p(&"[".repeat(1_000_000)));
    assert_eq!(read("a.docx", &brackets).expect("it reads").imported.diagnostics[0].code, "too-many-brackets");
    let runs = "<w:r><w:rPr><w:b/></w:rPr><w:t>[</w:t></w:r><w:r><w:t>]</w:t></w:r>".repeat(200_000);
    assert!(refused(&docx(&format!("<w:p>{runs}</w:p>"))).0.contains("runs of text"));
    let text = vec![b'['; 100 * 1024 * 1024];
    assert!(read("a.txt", &text).expect_err("it is refused").to_string().contains("bytes"));
}

#[test]
fn a_list_and_a_table_of_a_million() {
    let numbering = part(
        "numbering",
        r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="4294967295"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%1%1%9%0%"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#,
    );
    let item = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="255"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"#;
    read("a.docx", &docx_with(&item.repeat(1_000), &[("word/numbering.xml", &numbering)])).expect("it reads");
    let cell = r#"<w:tc><w:tcPr><w:gridSpan w:val="4294967295"/></w:tcPr><w:p><w:r><w:t>[x]</w:t></w:r></w:p></w:tc>"#;
    let table = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell.repeat(3));
    let paragraphs = read("a.docx", &docx(&table)).expect("it reads").imported.drafts[0].paragraphs.len();
    assert!(paragraphs < 1_000, "{paragraphs}");
    let odt = r#"<office:document-content><office:body><text:p>x<text:s text:c="4294967295"/>y</text:p></office:body></office:document-content>"#;
    let file = package(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", odt)]);
    read("a.odt", &file).expect("it reads");
}

/// A Word file with one of everything.
fn sample() -> Vec<u8> {
    let comments =
        part("comments", r#"<w:comment w:id="1" w:author="F"><w:p><w:r><w:t>No.</w:t></w:r></w:p></w:comment>"#);
    let body = r#"<w:p><w:r><w:t>1. We [urge</w:t></w:r><w:ins w:author="A"><w:r><w:t>] x</w:t></w:r><w:del w:author="B"><w:r><w:delText>y</w:delText></w:r></w:del></w:ins></w:p><w:tbl><w:tr><w:tc><w:p><w:commentRangeStart w:id="1"/><w:r><w:t>Idea</w:t></w:r><w:commentRangeEnd w:id="1"/></w:p></w:tc><w:tc><w:p><w:r><w:t>Text</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#;
    docx_with(body, &[("word/comments.xml", &comments)])
}

/// The same in a package whose parts are not packed, so that a changed byte is a changed word.
fn loose(document: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file("word/document.xml", options).expect("a part");
    zip.write_all(document).expect("written");
    zip.finish().expect("a package").into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), head in 0..7_usize) {
        let heads: [&[u8]; 7] = [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"<html>", b"\xff\xfe", b"# a **b**\n", b"<?xml version=\"1.0\"?>"];
        let _ = read("a", &[heads[head], &bytes].concat());
    }

    #[test]
    fn a_file_with_changed_bytes(changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..8)) {
        let mut bytes = sample();
        for (at, byte) in changes {
            let at = usize::from(at) % bytes.len();
            bytes[at] = byte;
        }
        let _ = read("a.docx", &bytes);
    }

    #[test]
    fn words_of_xml_in_any_order(tags in proptest::collection::vec(0..24_usize, 0..60)) {
        const PIECES: [&str; 24] = [
            "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "[", "] 1. ", "<w:ins w:author=\"A\">", "</w:ins>",
            "<w:del>", "</w:del>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:pPr>", "</w:pPr>",
            "<w:fldChar w:fldCharType=\"begin\"/>", "<w:fldChar w:fldCharType=\"end\"/>", "<w:footnoteReference w:id=\"1\"/>", "<w:rPr>",
        ];
        // Closed in the order in which they were opened, so that the reader gets to see most of them.
        let mut text = String::from("<w:document>");
        let mut open: Vec<&str> = Vec::new();
        for tag in tags.into_iter().map(|at| PIECES[at]) {
            if let Some(name) = tag.strip_prefix("</") {
                if open.last().is_some_and(|last| name == format!("{last}>")) {
                    open.pop();
                    text.push_str(tag);
                }
            } else {
                if tag.starts_with('<') && !tag.ends_with("/>") {
                    open.push(tag[1..].split([' ', '>']).next().unwrap_or_default());
                }
                text.push_str(tag);
            }
        }
        while let Some(name) = open.pop() {
            text.push_str(&format!("</{name}>"));
        }
        text.push_str("</w:document>");
        let _ = read("a.docx", &loose(text.as_bytes()));
    }
}
