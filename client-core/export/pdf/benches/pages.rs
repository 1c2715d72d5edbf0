//! What setting pages costs: `cargo bench -p client-core-export-pdf`. The fonts are those of Debian. Not with criterion: its
//! dependencies would have the engine compiled once more, for minutes, with other features than the tests have it.
#![expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "a bench reads files and the clock")]

use std::{fs, hint::black_box, path::Path, time::Instant};

use client_core::{
    import::import,
    model::{ParagraphId, ParagraphKind, Standings, Style},
};
use client_core_export::{
    Mode,
    compose::{Options, Source, compose},
    edition::{Block, Columns, Edition, Paragraph, Role, Run},
};
use client_core_export_pdf::{Fonts, PdfOptions, needed, write};
use uuid::Uuid;

fn fonts(edition: &Edition) -> Fonts {
    let mut fonts = Fonts::default();
    for face in needed(edition) {
        let folders = ["/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto"];
        let path = folders.iter().map(|folder| Path::new(folder).join(face.file)).find(|path| path.exists());
        let path = path.unwrap_or_else(|| panic!("{} is missing: apt-get install {}", face.file, face.package));
        fonts.add(face, fs::read(path).expect("a font can be read")).expect("the font is what it should be");
    }
    fonts
}

fn tunis(slug: &str) -> Edition {
    let source = include_bytes!("../../../../seeds/002_7af3ffa0c4c50526.txt");
    let imported = import("002_7af3ffa0c4c50526.txt", source).expect("the seed can be read");
    let draft = imported.drafts.into_iter().find(|draft| draft.slug == slug).expect("the draft is in the seed");
    let options = Options { mode: Mode::AsItStands, ..Options::default() };
    compose(&Source::new(&draft, &Standings::default()), &options).expect("the mode refuses nothing")
}

/// 300 paragraphs of 480 characters, a bracket in each: three times the words of the Tunis Agenda.
fn long(words: &str, language: &str) -> Edition {
    let run = |text: &str, role| Run::Text { text: text.into(), style: Style::default(), role, revision: None };
    let open = Role::Open { bracket: None, depth: 0 };
    let close = Role::Close { bracket: None, depth: 0 };
    let paragraph = |number: u128| Paragraph {
        id: ParagraphId(Uuid::from_u128(number)),
        kind: ParagraphKind::Operative,
        level: 0,
        depth: 0,
        label: format!("{number}."),
        runs: vec![run(words, Role::Words), run("[", open), run("2015", Role::Words), run("]", close)],
        idea: String::new(),
        sources: Vec::new(),
        standing: None,
        revision: None,
    };
    let blocks = (1..=300).map(|number| Block::Paragraph(paragraph(number))).collect();
    Edition { title: "Long".into(), language: language.into(), labels: "en".into(), blocks, ..Edition::default() }
}

/// Prints the median of some runs.
fn time<T>(name: &str, run: impl Fn() -> T) {
    let mut millis: Vec<_> = (0..5)
        .map(|_| {
            let begin = Instant::now();
            black_box(run());
            begin.elapsed().as_millis()
        })
        .collect();
    millis.sort_unstable();
    println!("{name}: {} ms", millis[2]);
}

fn main() {
    let english = long(&"We reaffirm our commitment to build one. ".repeat(12), "en");
    let columns = Columns { idea: "Idea".into(), text: "Text".into(), source: "Source".into() };
    let tabled = Edition { columns: Some(columns), line_numbers: true, ..english.clone() };
    let editions = [
        ("the Tunis Agenda", tunis("tunis-agenda")),
        ("300 paragraphs", english),
        ("300 paragraphs in columns, lines numbered", tabled),
        ("300 Chinese paragraphs", long(&"我们重申我们致力于建设信息社会，".repeat(30), "zh")),
    ];
    for (name, edition) in &editions {
        let fonts = fonts(edition);
        let options = PdfOptions { fonts: &fonts, created: None };
        time(name, || write(edition, &options).expect("it can be set"));
    }
    time("reading the fonts of a Chinese text", || fonts(&editions[0].1));
}
