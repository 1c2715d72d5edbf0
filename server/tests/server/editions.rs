//! Both Tunis drafts in every format and every mode: from the middle of the story, where brackets are open, positions taken and
//! decisions made, and final from its end. What is text is held against what is kept here, what is not is read by other programs.
//!
//! Where a text is meant to change, `UPDATE_EXPECT=1` writes anew what is kept.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::Command,
    sync::{Arc, LazyLock},
};

use adref_server::{
    formats::{FORMATS, Format},
    material::{Material, Moments, Stored},
    play,
    press::{FONTS_DIR, Press},
    seed,
    store::{Access, DataDir, Load, Store, sqlite::Sqlite},
};
use client_core::{
    history::Moment,
    model::{DraftKind, LabelScheme},
    sync::room::Room,
};
use client_core_export::{
    Mode,
    compose::{Options, compose},
    edition::{Block, Edition, Paragraph, Run},
    matters::matters,
};
use expect_test::expect_file;
use sha2::{Digest, Sha256};

use crate::formats::convert;

/// A draft in the middle of the story, compared with how it was before; and at the end.
struct Told {
    slug: String,
    middle: Material,
    end: Material,
}

impl Told {
    fn at(&self, mode: Mode) -> &Material {
        if mode == Mode::Final { &self.end } else { &self.middle }
    }

    fn edition(&self, options: &Options) -> Edition {
        compose(&self.at(options.mode).source(), options).unwrap_or_else(|open| panic!("{}: {open}", self.slug))
    }

    fn write(&self, format: &Format, options: &Options) -> Vec<u8> {
        let written = format.write(&self.at(options.mode).source(), options, &PRESS);
        written.unwrap_or_else(|error| panic!("{} {} {}: {error}", self.slug, format.name, options.mode.name()))
    }
}

/// It reads the fonts once for all tests.
static PRESS: LazyLock<Arc<Press>> = LazyLock::new(|| Press::new(FONTS_DIR));

/// The story is played once for all tests.
static STORY: LazyLock<Vec<Told>> = LazyLock::new(|| {
    let directory = tempfile::tempdir().expect("a directory");
    let data = DataDir::open(directory.path(), Access::Own).expect("opens");
    let mut store = Sqlite::open(&data.database(), Access::Own).expect("opens");
    seed::sow(&mut store, 0).expect("the seeds come in");
    let story = play::read(seed::TUNIS_STORY).expect("it can be read");
    play::play(&story, &mut store, |_, _| {}).expect("it is played");
    let rows = store.drafts().expect("readable").into_iter().filter(|row| row.kind == DraftKind::Draft);
    let told = rows.map(|row| {
        let entries = store.entries(row.id).expect("readable");
        // Much is decided, and much is open.
        let late = entries.len() as u64 * 3 / 4;
        let mut gather = |moments| {
            let mut room = Room::open(store.load(row.id, Load::FromLog).expect("loads")).expect("opens");
            let changes = store.changes(row.id).expect("readable");
            let stored = Stored {
                draft: room.draft().expect("a draft"),
                standings: room.standings().clone(),
                entries: entries.clone(),
                received: changes.last().expect("the import").at,
                changes,
                comments: store.comments(row.id).expect("readable"),
                directory: store.delegations().expect("readable"),
            };
            Material::gather(stored, moments).expect("the moments are there")
        };
        let middle = Moments { at: Some(Moment::Entry(late)), against: Some(Moment::Entry(late / 3)) };
        let end = Moments { at: None, against: Some(Moment::Entry(late)) };
        Told { slug: row.slug.clone(), middle: gather(middle), end: gather(end) }
    });
    told.collect()
});

/// What a person chooses who changes nothing but the mode, and what one chooses who wants to have everything.
fn options(mode: Mode) -> [Options; 2] {
    let plain = Options { mode, ..Options::default() };
    let all = Options {
        attribution: Some(true),
        columns: true,
        line_numbers: true,
        comments: true,
        scheme: Some(LabelScheme::EditorialManual),
        renumber: true,
        symbol: "WSIS-II/PC-2/DT-1 (Rev.1)".into(),
        date: "11 January 2005".into(),
        labels: Some("en".into()),
        made_at: Some(1_105_401_600_000),
        ..plain.clone()
    };
    [plain, all]
}

/// Every draft, format and mode with both kinds of choices, and a name for it. Pages take their time to be set: they have a test
/// of their own.
fn all(binary: bool) -> impl Iterator<Item = (String, &'static Told, &'static Format, Options)> {
    let formats = move || FORMATS.iter().filter(move |format| format.binary == binary && !format.pressed);
    STORY.iter().flat_map(move |told| {
        formats().flat_map(move |format| {
            format.modes.iter().flat_map(move |mode| {
                options(*mode).into_iter().zip(["", ".all"]).map(move |(options, kind)| {
                    let name = format!("{}.{}{kind}.{}", told.slug, mode.name(), format.extension);
                    (name, told, format, options)
                })
            })
        })
    })
}

/// Where an expected file is kept.
fn kept(name: &str) -> String {
    format!("{}/tests/server/editions/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_text_is_the_one_that_is_kept() {
    let mut sums = String::new();
    for (name, told, format, options) in all(false) {
        let bytes = told.write(format, &options);
        let sum: String = Sha256::digest(&bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        sums.push_str(&format!("{name} {} {sum}\n", bytes.len()));
        // One draft as people read it.
        if format.name == "text" && told.slug == "tunis-commitment" && options.symbol.is_empty() {
            expect_file![kept(&name)].assert_eq(&String::from_utf8(bytes).expect("UTF-8"));
        }
    }
    expect_file![kept("sums.txt")].assert_eq(&sums);
}

#[test]
fn the_same_story_gives_the_same_bytes() {
    for (name, told, format, options) in all(true) {
        assert_eq!(told.write(format, &options), told.write(format, &options), "{name}");
    }
}

/// Letters and digits alone.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of an edition, cut where the calls of notes stand.
fn words(edition: &Edition) -> Vec<String> {
    let paragraphs = edition.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![paragraph],
        Block::Table(table) => {
            table.rows.iter().flat_map(|row| row.cells.iter().flatten()).collect::<Vec<&Paragraph>>()
        }
    });
    let runs = paragraphs.map(|paragraph| &paragraph.runs).chain(edition.notes.iter().map(|note| &note.runs));
    let mut words = Vec::new();
    for runs in runs {
        let mut last = String::new();
        let mut before = None;
        for run in runs {
            match run {
                // Who changed something is told behind it.
                Run::Text { text, revision, .. } => {
                    if before != Some(revision) {
                        words.push(std::mem::take(&mut last));
                    }
                    before = Some(revision);
                    last.push_str(text);
                }
                Run::Note { .. } | Run::ThreadStart(_) | Run::ThreadEnd(_) => words.push(std::mem::take(&mut last)),
            }
        }
        words.push(last);
    }
    words.iter().map(|words| bare(words)).filter(|words| !words.is_empty()).collect()
}

/// Whether a program read every word of an edition.
#[track_caller]
fn assert_read(name: &str, read: &str, edition: &Edition) {
    let read = bare(read);
    for words in words(edition) {
        assert!(read.contains(&words), "{name} lost {words}");
    }
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn pandoc_reads_the_same_words() {
    let directory = tempfile::tempdir().expect("a directory");
    let at = directory.path();
    for (reader, format) in [("markdown-smart", "markdown"), ("gfm", "markdown"), ("html", "html"), ("docx", "docx")] {
        let format = Format::named(format).expect("a format");
        for (told, mode) in STORY.iter().flat_map(|told| Mode::ALL.map(|mode| (told, mode))) {
            let [options, _] = options(mode);
            let name = format!("{}-{}.{}", told.slug, mode.name(), format.extension);
            fs::write(at.join(&name), told.write(format, &options)).expect("written");
            let changes = if reader == "docx" { "--track-changes=all" } else { "--wrap=none" };
            convert("pandoc", &["-f", reader, "-t", "plain", changes, &name, "-o", "read.txt"], at);
            assert_read(&format!("{name} as {reader}"), &text(&at.join("read.txt")), &told.edition(&options));
        }
    }
}

#[test]
fn libreoffice_reads_the_same_words_and_tables() {
    let directory = tempfile::tempdir().expect("a directory");
    let at = directory.path();
    let names: BTreeMap<String, _> =
        all(true).map(|(name, told, format, options)| (name, (told, format, options))).collect();
    for (name, (told, format, options)) in &names {
        fs::write(at.join(name), told.write(format, options)).expect("written");
    }
    let of =
        |extension: &str| names.keys().filter(|name| name.ends_with(extension)).map(String::as_str).collect::<Vec<_>>();
    soffice_all("txt:Text (encoded):UTF8", &of(".docx"), at);
    soffice_all("csv:Text - txt - csv (StarCalc):44,34,76", &of(".xlsx"), at);
    for (name, (told, format, options)) in &names {
        let read = |extension: &str| text(&at.join("read").join(name.replace(format.extension, extension)));
        match format.name {
            "docx" => {
                // Its texts have no footnotes, and what went is not among their words.
                let edition = Edition { notes: Vec::new(), ..told.edition(options) };
                if options.mode != Mode::Marked && options.mode != Mode::Compilation {
                    assert_read(name, &read("txt"), &edition);
                }
            }
            "xlsx" => {
                let table = matters(&told.at(options.mode).source(), options);
                let read = read("csv");
                let mut read = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(read.as_bytes());
                let rows: Vec<Vec<String>> =
                    read.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
                let wanted: Vec<Vec<String>> =
                    [table.heads.to_vec()].into_iter().chain(table.rows.iter().map(|row| row.to_vec())).collect();
                assert_eq!(rows, wanted, "{name}");
            }
            other => panic!("nobody reads {other} here"),
        }
    }
}

/// How often each letter and digit is in a text.
fn counts(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    text.chars().filter(|c| c.is_alphanumeric()).for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

/// Pages and columns cut words anywhere, so letters are counted.
#[test]
fn poppler_reads_every_letter_of_the_pages() {
    let directory = tempfile::tempdir().expect("a directory");
    let format = Format::named("pdf").expect("a format");
    for (told, mode) in STORY.iter().flat_map(|told| format.modes.iter().map(move |mode| (told, *mode))) {
        let [plain, everything] = options(mode);
        let options = if mode == Mode::Compilation { everything } else { plain };
        let name = format!("{}-{}.pdf", told.slug, mode.name());
        fs::write(directory.path().join(&name), told.write(format, &options)).expect("written");
        convert("pdftotext", &["-raw", &name, "read.txt"], directory.path());
        let read = counts(&text(&directory.path().join("read.txt")));
        for (letter, often) in counts(&words(&told.edition(&options)).concat()) {
            assert!(read.get(&letter).is_some_and(|found| *found >= often), "{name} lost a {letter}");
        }
    }
}

/// Converts files in one go.
fn soffice_all(to: &str, files: &[&str], directory: &Path) {
    let profile = format!("-env:UserInstallation=file://{}/profile", directory.display());
    let mut arguments = vec![profile.as_str(), "--headless", "--convert-to", to, "--outdir", "read"];
    arguments.extend(files);
    convert("soffice", &arguments, directory);
}

#[test]
fn every_page_is_valid_html() {
    let directory = tempfile::tempdir().expect("a directory");
    let pages = all(false).filter(|(.., format, _)| format.name == "html");
    let pages: Vec<_> = pages
        .map(|(name, told, format, options)| {
            let path = directory.path().join(name);
            fs::write(&path, told.write(format, &options)).expect("written");
            path
        })
        .collect();
    assert_eq!(pages.len(), 20);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the folder of what is built");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/html/validate.mjs");
    let said = Command::new("node").arg(script).arg(target.join("html")).args(pages).output();
    let said = said.expect("node is needed: run `.ci/need.sh node html`");
    let (faults, complaint) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert!(said.status.success(), "run `.ci/need.sh html`: {complaint}");
    assert_eq!(faults, "");
}
