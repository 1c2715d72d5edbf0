//! More of everything than a file has: unpacked, nested, repeated.

use crate::{
    made::{body, content, docx, odt, p, package},
    measure::{read, said, turn},
};

const MIB: usize = 1024 * 1024;

/// A file that is refused with these words; none when it may be read.
#[track_caller]
fn check(name: &str, bytes: impl AsRef<[u8]>, because: &str) {
    let said = said(name, bytes.as_ref());
    assert!(if because.is_empty() { said.is_empty() } else { said.contains(because) }, "{name}: {said}");
}

#[test]
fn a_hundred_megabytes_of_brackets() {
    let _turn = turn();
    for (name, head) in [("a.txt", ""), ("a.md", ""), ("a.html", "<html>")] {
        check(name, head.to_owned() + &"[".repeat(100 * MIB), "bytes");
        // As many as are let in.
        let _ = read(name, (head.to_owned() + &"[".repeat(8 * MIB - 16)).as_bytes());
        let _ = read(name, (head.to_owned() + &"[]".repeat(4 * MIB - 16)).as_bytes());
    }
    for signs in ["[".repeat(2 * MIB), "[]".repeat(MIB), "a[b]/\n".repeat(MIB / 3)] {
        let _ = read("as long as may be.txt", signs.as_bytes());
        let _ = read("as long as may be.docx", &docx(&body(&p(&signs)), &[]));
    }
    let _ = read("a.docx", &docx(&body(&p(&"[".repeat(31 * MIB))), &[]));
    let _ = read("a.odt", &odt(&content(&format!("<text:p>{}</text:p>", "[".repeat(31 * MIB))), &[]));
}

#[test]
fn parts_that_unpack_to_more_than_is_read() {
    let _turn = turn();
    let long = "a".repeat(200 * MIB);
    check("a.docx", docx(&body(&p(&long)), &[]), "unpacked");
    check("a.docx", docx(&body(&p("x")), &[("word/styles.xml", &long)]), "unpacked");
    check("a.docx", docx(&body(&p("x")), &[("word/comments.xml", &long)]), "unpacked");
    check("a.odt", odt(&content(&format!("<text:p>{long}</text:p>")), &[]), "unpacked");
    check("a.odt", odt(&content("<text:p>x</text:p>"), &[("styles.xml", &long)]), "unpacked");
    // What is not read is not unpacked.
    check("a.docx", docx(&body(&p("1. x")), &[("word/media/picture.png", &long)]), "");
}

#[test]
fn more_entries_than_a_package_has() {
    let _turn = turn();
    let names: Vec<String> = (0..60_000).map(|number| number.to_string()).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    check("a.docx", package(&parts, zip::CompressionMethod::Stored), "4096 entries");
}

#[test]
fn a_million_nested_tags() {
    let _turn = turn();
    const DEEP: usize = 1_000_000;
    let nested =
        |tag: &str, end: &str| format!("{}{}", format!("<{tag}>").repeat(DEEP), format!("</{end}>").repeat(DEEP));
    for tag in ["w:p", "w:tbl", "w:ins", "w:sdt", "w:r", "w:x", "w:txbxContent"] {
        check("a.docx", docx(&body(&nested(tag, tag)), &[]), "inside one another");
    }
    for tag in ["text:p", "text:span", "text:list", "text:note", "table:table", "x"] {
        check("a.odt", odt(&content(&nested(tag, tag)), &[]), "inside one another");
    }
    for tag in [
        "b",
        "div",
        "p",
        "ul><li",
        "ol><li",
        "table><tr><td",
        "span style=\"font-weight:bold\"",
        "ins",
        "svg",
        "li",
        "template",
    ] {
        let _ = read("a.html", format!("<html>{}words", format!("<{tag}>").repeat(DEEP)).as_bytes());
    }
    let many = |sign: &str, times: usize| sign.repeat(times) + "words";
    for sign in ["> ", "- ", "*", "**a ", "[", "![", "_a", "`", "<b>", "\\[", "[a](", "|", "~", "1. "] {
        let _ = read("a.md", many(sign, DEEP).as_bytes());
    }
    // Deeper line by line.
    let staircase: String = (0..3_000).map(|depth| "  ".repeat(depth) + "- x\n").collect();
    let _ = read("a.md", staircase.as_bytes());
    let _ = read("a.md", "[^a]: ".repeat(200_000).as_bytes());
    let _ = read("a.md", (0..200_000).map(|n| format!("[^{n}]: x[^{n}]\n\n")).collect::<String>().as_bytes());
    let _ = read("a.md", ("|a".repeat(1_000) + "\n" + &"|-".repeat(1_000) + "\n" + &"|\n".repeat(100_000)).as_bytes());
}

#[test]
fn more_pieces_than_a_text_has() {
    let _turn = turn();
    let runs = "<w:r><w:rPr><w:b/></w:rPr><w:t>[</w:t></w:r><w:r><w:t>]</w:t></w:r>";
    check("a.docx", docx(&body(&format!("<w:p>{}</w:p>", runs.repeat(450_000))), &[]), "runs of text");
    let _ = read("a.docx", &docx(&body(&"<w:p/>".repeat(5_000_000)), &[]));
    let _ = read("a.docx", &docx(&body(&p("x").repeat(700_000)), &[]));
    let _ = read(
        "a.docx",
        &docx(&body(&format!("<w:tbl>{}</w:tbl>", "<w:tr><w:tc><w:p/></w:tc></w:tr>".repeat(900_000))), &[]),
    );
    let _ = read("a.odt", &odt(&content(&"<text:p>x</text:p>".repeat(1_500_000)), &[]));
    let _ = read(
        "a.odt",
        &odt(&content(&format!("<text:p>{}</text:p>", "<text:s text:c=\"1000\"/>".repeat(1_000_000))), &[]),
    );
    let _ = read(
        "a.odt",
        &odt(
            &content(&"<text:list><text:list-item><text:p>x</text:p></text:list-item></text:list>".repeat(400_000)),
            &[],
        ),
    );
    let attributes: String = (0..900_000).map(|n| format!(" a{n}=\"\"")).collect();
    let _ = read("a.docx", &docx(&body(&format!("<w:p{attributes}>x</w:p>")), &[]));
    let _ = read("a.html", format!("<html><p{attributes}>x").as_bytes());
    let _ = read("a.html", format!("<html><table>{}", "<tr><td colspan=4000000000>x".repeat(300_000)).as_bytes());
    let _ = read("a.html", format!("<html>{}", "<p>x".repeat(2_000_000)).as_bytes());
    let _ = read("a.html", format!("<html>{}", "<a href=#a role=doc-noteref>x</a>".repeat(200_000)).as_bytes());
    let _ = read("a.html", format!("<html>{}", "&amp;".repeat(1_500_000)).as_bytes());
    let _ = read("a.txt", "1.\n\n".repeat(2_000_000).as_bytes());
    let _ = read("a.txt", (0..300_000).map(|n| format!("Alt {n}. x\n\n")).collect::<String>().as_bytes());
    let _ = read("a.txt", "[a]\n\n".repeat(1_000_000).as_bytes());
    let _ = read("a.txt", "*".repeat(8 * MIB - 1).as_bytes());
}
