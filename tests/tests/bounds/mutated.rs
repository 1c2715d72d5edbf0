//! Files with bytes changed, cut, or with a piece of themselves elsewhere: read or refused, at a bounded cost.

use client_core::import::import;
use client_core::model::Standings;
use client_core_export::{
    compose::{Options, Source, compose},
    docx::{self, DocxOptions},
    edition::Edition,
    html, markdown,
};
use proptest::prelude::*;
use zip::CompressionMethod;

use crate::{
    made::{content, package, printed},
    measure::{turn, within},
};

/// A draft with something of everything that an edition has.
fn edition() -> Edition {
    let text = "Draft declaration\n\nI. Part\n\n1. We [urge [all]][call upon/invite] States*:\n\n(a) to [act];\n\n(b) to wait.\n\n\
        Alt 1. We ask\n\n2 bis. 我们［重申］承诺。\n\n* See A/60/687.\n";
    let mut drafts = import("a.txt", text.as_bytes()).expect("a text").drafts;
    let draft = drafts.remove(0);
    let options = Options { columns: true, ..Options::default() };
    compose(&Source::new(&draft, &Standings::default()), &options).expect("nothing must be decided")
}

/// An OpenDocument text with changes, notes, lists, comments and a table.
fn open_document() -> String {
    let inside = r#"<text:tracked-changes><text:changed-region xml:id="c1"><text:deletion><office:change-info><dc:creator>J</dc:creator><dc:date>2005-01-11T09:30:00</dc:date></office:change-info><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes><text:h text:outline-level="1">Draft</text:h><text:list text:style-name="L"><text:list-item><text:p>We <text:change text:change-id="c1"/><text:span text:style-name="B">urge</text:span> [all<text:s text:c="2"/>]<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>See.</text:p></text:note-body></text:note><office:annotation office:name="n1"><dc:creator>F</dc:creator><dc:date>2005-01-11T09:30:00</dc:date><text:p>Weak.</text:p></office:annotation> States<office:annotation-end office:name="n1"/>:</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>[When]</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>"#;
    content(inside)
}

/// What happens to a file on its way.
#[derive(Clone, Debug)]
enum Fault {
    Byte(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    /// A piece is left out.
    Gone(prop::sample::Index, usize),
    /// A piece stands somewhere else again.
    Again(prop::sample::Index, usize, prop::sample::Index),
    /// Something stands in it that means much.
    Sign(prop::sample::Index, prop::sample::Index),
}

const SIGNS: [&str; 20] = [
    "<",
    ">",
    "</",
    "\"",
    "&",
    "&#0;",
    "[",
    "]",
    "<!--",
    "]]>",
    "\u{0}",
    "\u{fffe}",
    "obj",
    "stream",
    "999999999999",
    "-1",
    "<<",
    ">>",
    "(",
    "\\",
];

fn faults() -> impl Strategy<Value = Vec<Fault>> {
    let place = any::<prop::sample::Index>;
    let fault = prop_oneof![
        4 => (place(), any::<u8>()).prop_map(|(at, byte)| Fault::Byte(at, byte)),
        1 => place().prop_map(Fault::Cut),
        2 => (place(), 1..200_usize).prop_map(|(at, length)| Fault::Gone(at, length)),
        2 => (place(), 1..200_usize, place()).prop_map(|(at, length, to)| Fault::Again(at, length, to)),
        3 => (place(), place()).prop_map(|(at, sign)| Fault::Sign(at, sign)),
    ];
    prop::collection::vec(fault, 1..5)
}

fn faulty(mut bytes: Vec<u8>, faults: &[Fault]) -> Vec<u8> {
    for fault in faults {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        let piece = |at: &prop::sample::Index, size: &usize| at.index(length)..(at.index(length) + size).min(length);
        match fault {
            Fault::Byte(at, byte) => bytes[at.index(length)] = *byte,
            Fault::Cut(at) => bytes.truncate(at.index(length)),
            Fault::Gone(at, size) => drop(bytes.drain(piece(at, size))),
            Fault::Again(at, size, to) => {
                let again = bytes[piece(at, size)].to_vec();
                let to = to.index(length);
                bytes.splice(to..to, again);
            }
            Fault::Sign(at, sign) => {
                let at = at.index(length);
                bytes.splice(at..at, SIGNS[sign.index(SIGNS.len())].bytes());
            }
        }
    }
    bytes
}

fn read(name: &str, bytes: &[u8]) {
    let read = within(name, || client_core_import::read(name, bytes, &Default::default()));
    if let Err(error) = read {
        assert!(!error.to_string().is_empty() && !error.hint().is_empty());
    }
}

/// A faulty part in a package that is none, and a faulty package.
fn read_package(name: &str, parts: &[(&str, &[u8])], which: usize, faults: &[Fault]) {
    let mut parts: Vec<(&str, Vec<u8>)> = parts.iter().map(|(name, bytes)| (*name, bytes.to_vec())).collect();
    let pack = |parts: &[(&str, Vec<u8>)], method| {
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        package(&parts, method)
    };
    read(name, &faulty(pack(&parts, CompressionMethod::Deflated), faults));
    let part = &mut parts[which].1;
    *part = faulty(std::mem::take(part), faults);
    read(name, &pack(&parts, CompressionMethod::Stored));
}

/// The parts of a package.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.into_owned()).collect();
    let read = |name: String| {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name(&name).expect("a part"), &mut bytes).expect("it unpacks");
        (name, bytes)
    };
    names.into_iter().map(read).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn docx_with_faults(faults in faults(), which: prop::sample::Index) {
        let _turn = turn();
        let parts = parts(&docx::write(&edition(), &DocxOptions::default()));
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        read_package("a.docx", &parts, which.index(parts.len()), &faults);
    }

    #[test]
    fn odt_with_faults(faults in faults()) {
        let _turn = turn();
        let content = open_document();
        let parts: [(&str, &[u8]); 2] = [("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())];
        read_package("a.odt", &parts, 1, &faults);
    }

    #[test]
    fn html_with_faults(faults in faults()) {
        let _turn = turn();
        read("a.html", &faulty(html::write(&edition()).into_bytes(), &faults));
    }

    #[test]
    fn markdown_with_faults(faults in faults()) {
        let _turn = turn();
        read("a.md", &faulty(markdown::write(&edition()).into_bytes(), &faults));
    }

    #[test]
    fn pdf_with_faults(faults in faults()) {
        let _turn = turn();
        read("a.pdf", &faulty(printed("1. We urge [all] States."), &faults));
    }
}

#[test]
fn files_cut_anywhere() {
    let _turn = turn();
    let files: [(&str, Vec<u8>); 4] = [
        ("a.html", html::write(&edition()).into_bytes()),
        ("a.md", markdown::write(&edition()).into_bytes()),
        ("a.odt", crate::made::odt(&open_document(), &[])),
        ("a.pdf", printed("1. We urge [all] States.")),
    ];
    for (name, bytes) in files {
        (0..bytes.len()).for_each(|length| read(name, &bytes[..length]));
    }
}
