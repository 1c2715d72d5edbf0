//! Editions set as PDF and read back by other programs.
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "other programs read what was set, from files"
)]

mod apparatus;
mod file;
mod hostile;
mod scripts;
mod support;

use client_core_export::{
    Mode,
    compose::Options,
    edition::{Block, Edition, Role, Run},
};

use support::{ask, edition, options, packed, pdf, read, tunis};

/// The words of the blocks, each run cut at where lines may break.
fn beginnings(edition: &Edition) -> Vec<String> {
    let mut found = Vec::new();
    for block in &edition.blocks {
        let paragraphs: Vec<_> = match block {
            Block::Paragraph(paragraph) => vec![paragraph],
            Block::Table(table) => table.rows.iter().flat_map(|row| row.cells.iter().flatten()).collect(),
        };
        for run in paragraphs.into_iter().flat_map(|paragraph| &paragraph.runs) {
            if let Run::Text { text, role: Role::Words, .. } = run {
                // The foot of a page may stand inside: the beginning of a clause is enough.
                found.extend(text.split(['。', '，', '；']).map(|words| packed(words).chars().take(5).collect()));
            }
        }
    }
    found
}

#[test]
fn the_tunis_drafts_are_read_in_their_order() {
    for slug in ["tunis-commitment", "tunis-agenda"] {
        let edition = edition(&tunis(slug), &options(Mode::AsItStands));
        let text = read(&format!("{slug}.plain"), &edition);
        let mut from = 0;
        for words in beginnings(&edition) {
            let found = text[from..].find(&words);
            from += found.unwrap_or_else(|| panic!("{slug}: {words} is not read after {}", &text[..from]));
        }
        assert!(from > 1000, "{slug}: the words were looked for");
    }
}

#[test]
fn in_three_columns_every_word_is_there_and_each_page_has_their_heads() {
    for slug in ["tunis-commitment", "tunis-agenda"] {
        let options = Options { columns: true, line_numbers: true, ..options(Mode::AsItStands) };
        let edition = edition(&tunis(slug), &options);
        let (_, path) = pdf(&format!("{slug}.columns"), &edition);
        let text = ask("pdftotext", &["-raw"], &path);
        let heads = edition.columns.as_ref().expect("the form has columns");
        let (heads, pages) = (format!("{}{}{}", heads.idea, heads.text, heads.source), text.matches('\u{c}').count());
        // The last page of the Agenda has the end of its own table, which has heads of its own.
        assert!(packed(&text).matches(&heads).count() >= pages - 1, "{slug}: on {pages} pages: {text}");
        // In the tree the words stand in quotation marks, a line each, cell after cell.
        let tree = ask("pdfinfo", &["-struct-text"], &path);
        let quoted = tree.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'));
        let tagged = packed(&quoted.collect::<String>());
        for words in beginnings(&edition) {
            assert!(tagged.contains(&words), "{slug}: {words} is not in the tagged text");
        }
    }
}
