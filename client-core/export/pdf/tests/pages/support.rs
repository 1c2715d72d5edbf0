//! Editions, the fonts of the machine, and pdftotext as the reader.

use std::{path::PathBuf, process::Command, sync::LazyLock};

use client_core::{
    import::import,
    model::{Draft, ParagraphId, ParagraphKind, Standings, Style},
};
use client_core_export::{
    Mode,
    compose::{Options, Source, compose},
    edition::{Block, Edition, Paragraph, Revision, Role, Run},
};
use client_core_export_pdf::{Fonts, PdfOptions, needed, write};
use uuid::Uuid;

/// 12 January 2005, 09:00 UTC.
pub const MORNING: i64 = 1_105_520_400_000;

/// Where Debian keeps fonts.
const FOLDERS: [&str; 2] = ["/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto"];

/// The fonts that an edition needs.
pub fn fonts(edition: &Edition) -> Fonts {
    static READ: LazyLock<std::sync::Mutex<Fonts>> = LazyLock::new(Default::default);
    let mut fonts = READ.lock().expect("no test fails while it reads fonts");
    for face in needed(edition) {
        if !fonts.has(face) {
            let path = FOLDERS.iter().map(|folder| PathBuf::from(folder).join(face.file)).find(|path| path.exists());
            let path = path.unwrap_or_else(|| panic!("{} is missing: apt-get install {}", face.file, face.package));
            fonts.add(face, std::fs::read(path).expect("the font can be read")).expect("the font is what it should be");
        }
    }
    fonts.clone()
}

/// Where a test that starts another process has it write; target/tmp without it.
pub const FOLDER: &str = "ADREF_PDF_FOLDER";

/// The PDF of an edition; kept below target/tmp to be looked at.
pub fn pdf(name: &str, edition: &Edition) -> (Vec<u8>, PathBuf) {
    let fonts = fonts(edition);
    let bytes = write(edition, &PdfOptions { fonts: &fonts, created: Some(MORNING) }).expect("it can be set");
    let folder = std::env::var(FOLDER).unwrap_or_else(|_| env!("CARGO_TARGET_TMPDIR").into());
    let path = PathBuf::from(folder).join(format!("{name}.pdf"));
    std::fs::write(&path, &bytes).expect("target/tmp can be written");
    (bytes, path)
}

/// What a program says of a file. It is of Debian's poppler-utils.
pub fn ask(program: &str, arguments: &[&str], path: &std::path::Path) -> String {
    let mut command = Command::new(program);
    command.args(arguments).arg(path);
    if program == "pdftotext" {
        command.arg("-");
    }
    let output = command.output();
    let output = output.unwrap_or_else(|_| panic!("{program} is missing: apt-get install poppler-utils"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    // pdfinfo prints titles of the tree in the encoding of the file.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The words of an edition as they are read from its PDF, page heads included, without spaces and ends of lines.
pub fn read(name: &str, edition: &Edition) -> String {
    let (_, path) = pdf(name, edition);
    packed(&ask("pdftotext", &["-raw"], &path))
}

/// Without white space and without the marks of direction that pdftotext adds: lines are broken where the page ends.
pub fn packed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'))
        .collect()
}

/// A draft of the seed.
pub fn tunis(slug: &str) -> Draft {
    let source = include_bytes!("../../../../../seeds/002_7af3ffa0c4c50526.txt");
    let imported = import("002_7af3ffa0c4c50526.txt", source).expect("the seed can be read");
    imported.drafts.into_iter().find(|draft| draft.slug == slug).expect("the draft is in the seed")
}

/// An edition of a draft of which nothing is decided.
pub fn edition(draft: &Draft, options: &Options) -> Edition {
    compose(&Source::new(draft, &Standings::default()), options).expect("the mode refuses nothing")
}

/// What the tests of the seed choose.
pub fn options(mode: Mode) -> Options {
    Options { mode, symbol: "WSIS-II/PC-2/DT-1".into(), date: "11 January 2005".into(), ..Options::default() }
}

/// Words of no style.
pub fn words(text: &str) -> Run {
    Run::Text { text: text.into(), style: Style::default(), role: Role::Words, revision: None }
}

/// Words that came or went.
pub fn changed(text: &str, author: &str, inserted: bool) -> Run {
    let revision = Some(Revision { inserted, author: author.into(), at: Some(MORNING) });
    Run::Text { text: text.into(), style: Style::default(), role: Role::Words, revision }
}

/// An operative paragraph.
pub fn paragraph(number: u128, runs: Vec<Run>) -> Paragraph {
    Paragraph {
        id: ParagraphId(Uuid::from_u128(number)),
        kind: ParagraphKind::Operative,
        level: 0,
        depth: 0,
        label: format!("{number}."),
        runs,
        idea: String::new(),
        sources: Vec::new(),
        standing: None,
        revision: None,
    }
}

/// An edition of paragraphs.
pub fn of(language: &str, title: &str, paragraphs: impl IntoIterator<Item = Paragraph>) -> Edition {
    Edition {
        title: title.into(),
        language: language.into(),
        labels: language.into(),
        blocks: paragraphs.into_iter().map(Block::Paragraph).collect(),
        ..Edition::default()
    }
}
