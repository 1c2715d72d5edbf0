//! What a file wants from elsewhere it does not get: nothing is fetched, nothing outside is read or written.

use std::net::{TcpListener, TcpStream};

use client_core::import::source_text;

use crate::{
    made::{body, content, docx, odt, p, printed_with},
    measure::{read, said, turn},
};

/// A server that would hear of it.
struct Listener(TcpListener);

impl Listener {
    fn new() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("it does not wait");
        let place = listener.local_addr().expect("an address").to_string();
        // It does hear whoever calls.
        drop(TcpStream::connect(&place).expect("a connection"));
        while listener.accept().is_err() {
            std::thread::yield_now();
        }
        (Self(listener), place)
    }

    /// A connection is in the queue of the listener as soon as whoever calls has it.
    fn heard(&self) -> bool {
        self.0.accept().is_ok()
    }
}

#[test]
fn nothing_is_fetched() {
    let _turn = turn();
    let (listener, place) = Listener::new();
    let relation = |kind: &str, end: &str| {
        format!(
            "<Relationship Id=\"r{end}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"http://{place}/{end}\" TargetMode=\"External\"/>"
        )
    };
    let template = format!("<Relationships>{}</Relationships>", relation("attachedTemplate", "t.dotm"));
    let links = ["image", "hyperlink", "oleObject", "frame", "subDocument", "aFChunk"].map(|kind| relation(kind, kind));
    let links = format!("<Relationships>{}</Relationships>", links.concat());
    let field = format!(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>INCLUDETEXT \"http://{place}/x.docx\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
    );
    let document = body(&(p("1. We urge") + &field + "<w:altChunk r:id=\"raFChunk\"/>"));
    let macros = [
        ("word/_rels/settings.xml.rels", template.as_str()),
        ("word/_rels/document.xml.rels", &links),
        ("word/vbaProject.bin", "Sub AutoOpen()"),
    ];
    let found = read("a.docm", &docx(&document, &macros)).expect("it reads").imported;
    let codes: Vec<_> = found.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["macros", "remote-content", "embedded-document"]);
    assert_eq!(source_text(&found.drafts[0]).trim(), "1. We urge");

    let image = format!(
        "<text:p>1. We urge<draw:frame><draw:image xlink:href=\"http://{place}/i.png\"/></draw:frame></text:p><text:section><text:section-source xlink:href=\"http://{place}/s.odt\"/></text:section>"
    );
    assert_eq!(said("a.odt", &odt(&content(&image), &[("Basic/Standard/Module1.xml", "Sub Main")])), "");
    let html = format!(
        "<html><head><link rel=stylesheet href=\"http://{place}/s.css\"><base href=\"http://{place}/\"><meta http-equiv=refresh content=\"0;url=http://{place}/\"></head><body background=\"http://{place}/b.png\"><script src=\"http://{place}/s.js\"></script><p>1. We urge<img src=\"http://{place}/i.png\"><iframe src=\"http://{place}/\"></iframe><object data=\"http://{place}/o\"></object><video src=\"http://{place}/v\"></video></body></html>"
    );
    assert_eq!(said("a.html", html.as_bytes()), "");
    let markdown = format!(
        "1. We urge ![x](http://{place}/i.png) [y](http://{place}/) <img src=\"http://{place}/\">\n\n[z]: http://{place}/z\n"
    );
    assert_eq!(said("a.md", markdown.as_bytes()), "");
    let link = format!("/Annots [<< /Type /Annot /Subtype /Link /A << /S /URI /URI (http://{place}/) >> >>]");
    assert_eq!(said("a.pdf", &printed_with("1. We urge", &link)), "");
    assert!(!listener.heard());
}

#[test]
fn entities_are_refused_wherever_they_stand() {
    let _turn = turn();
    let (listener, place) = Listener::new();
    let secret = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(secret.path(), "the secret").expect("written");
    let file = format!("file://{}", secret.path().display());
    for declared in [
        format!("<!DOCTYPE x [<!ENTITY x SYSTEM \"{file}\">]>"),
        format!("<!DOCTYPE x [<!ENTITY x SYSTEM \"http://{place}/x\">]>"),
        format!("<!DOCTYPE x [<!ENTITY % d SYSTEM \"http://{place}/x.dtd\"> %d;]>"),
        format!("<!DOCTYPE x SYSTEM \"http://{place}/x.dtd\">"),
        format!("<!DOCTYPE x [<!ENTITY x \"{}\"><!ENTITY y \"{}\">]>", "a".repeat(1000), "&x;".repeat(1000)),
    ] {
        let refused = |file: Vec<u8>, name: &str| {
            let said = said(name, &file);
            assert!(said.contains("document type"), "{name}: {said}");
        };
        refused(docx(&(declared.clone() + &body(&p("&x;"))), &[]), "a.docx");
        for part in ["styles", "numbering", "footnotes", "comments", "commentsExtended", "_rels/document.xml.rels"] {
            let name = if part.ends_with("rels") { format!("word/{part}") } else { format!("word/{part}.xml") };
            let text = declared.clone() + "<x>&x;</x>";
            refused(
                docx(
                    &body(&p("1. We urge")),
                    &[(name.as_str(), text.as_str()), ("word/comments.xml", "<w:comments/>")]
                        [..1 + usize::from(part == "commentsExtended")],
                ),
                "a.docx",
            );
        }
        refused(odt(&(declared.clone() + &content("<text:p>&x;</text:p>")), &[]), "a.odt");
        refused(odt(&content("<text:p>x</text:p>"), &[("styles.xml", &(declared.clone() + "<x/>"))]), "a.odt");
        // To HTML a document type means nothing.
        let html = read("a.html", (declared + "<html><p>1. We urge &x; &y;</p></html>").as_bytes());
        if let Ok(read) = html {
            assert!(!source_text(&read.imported.drafts[0]).contains("secret"));
        }
    }
    assert!(!listener.heard());
}

#[test]
fn parts_that_climb_out_of_their_folder_are_written_nowhere() {
    let _turn = turn();
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("adref-was-here");
    let absolute = inside.display().to_string();
    let climbing = format!("../../../../../../../../..{absolute}");
    let parts = [(absolute.as_str(), "x"), (climbing.as_str(), "x"), ("..\\..\\adref-was-here", "x")];
    assert_eq!(said("a.docx", &docx(&body(&p("1. We urge")), &parts)), "");
    assert_eq!(said("a.odt", &odt(&content("<text:p>1. We urge</text:p>"), &parts)), "");
    assert!(!inside.exists());
}
