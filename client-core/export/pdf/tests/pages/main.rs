//! Editions set as PDF and read back by other programs.

mod support;

use client_core_export::{Mode, compose::Options};

use support::{ask, edition, options, packed, pdf, read, tunis};

#[test]
fn the_tunis_drafts_can_be_read_in_their_order() {
    for slug in ["tunis-commitment", "tunis-agenda"] {
        let draft = tunis(slug);
        let edition = edition(&draft, &options(Mode::AsItStands));
        let text = read(&format!("{slug}.as-it-stands"), &edition);
        let mut from = 0;
        for paragraph in &draft.paragraphs {
            for words in client_core::model::InlineExt::words(&paragraph.content).split(['。', '，', '；', '*']) {
                let words = packed(words);
                // A line that ends inside leaves a page foot between the words: the beginnings are enough.
                let beginning: String = words.chars().take(6).collect();
                let found = text[from..].find(&beginning);
                from += found.unwrap_or_else(|| panic!("{slug}: {beginning} is not read after {}", &text[..from]));
            }
        }
    }
}

#[test]
fn three_columns() {
    for slug in ["tunis-commitment", "tunis-agenda"] {
        let edition = edition(&tunis(slug), &Options { columns: true, line_numbers: true, ..options(Mode::AsItStands) });
        let (_, path) = pdf(&format!("{slug}.columns"), &edition);
        let _ = ask("pdftotext", &["-layout"], &path);
    }
}
