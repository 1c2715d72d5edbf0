//! PDF with a text layer: what was printed, line by line, and from that paragraphs. A PDF does not say where a paragraph
//! ends; that is judged by the gaps between lines, and said.

mod font;
mod hollow;
mod lines;
mod page;
mod weight;

use std::panic::{self, AssertUnwindSafe};

use client_core::{
    import::source::Source,
    model::{Diagnostic, Place, Severity},
};
use lopdf::{Document, Error, LoadOptions};

use crate::{error::ReadError, format::Format, limits::Limits};

/// The most pages that are read.
const PAGES: usize = 2_000;

/// Reads a PDF.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    // The parser is not ours: a panic of it is an error of the file.
    panic::catch_unwind(AssertUnwindSafe(|| parsed(bytes, limits))).unwrap_or_else(|reason| {
        let heavy = reason.is::<weight::Heavy>();
        Err(if heavy { weight::too_heavy() } else { damaged("the file", "it cannot be parsed") })
    })
}

fn parsed(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    weight::check_size(bytes, limits)?;
    let file = hollow::hollow(bytes);
    weight::check(&file)?;
    // Streams that list objects are unpacked at once, too: together they may have what the parts of a package may have.
    let count = |sign: &[u8]| file.windows(sign.len()).filter(|window| *window == sign).count();
    let streams = count(b"/XRef") + count(b"/ObjStm") + count(b"/X#") + count(b"/O#") + count(b"/#") + 1;
    let each = usize::try_from(limits.inflated).unwrap_or(usize::MAX) / streams;
    let options = |force_reconstruct| LoadOptions {
        filter: Some(weight::weigh),
        max_decompressed_size: Some(each.max(16 * 1024)),
        force_reconstruct,
        ..LoadOptions::default()
    };
    let load = |rebuilt| {
        weight::begin(bytes);
        Document::load_mem_with_options(&file, options(rebuilt)).map_err(|error| match error {
            Error::InvalidPassword | Error::Unimplemented(_) => ReadError::Encrypted,
            Error::Decompress(_) => too_much(limits),
            error => damaged("the list of objects", &error.to_string()),
        })
    };
    let mut document = load(false)?;
    if !document.is_encrypted() && document.page_iter().next().is_none() {
        // The list of objects may be that of another state of the file.
        document = load(true)?;
    }
    if document.is_encrypted() {
        return Err(ReadError::Encrypted);
    }
    drop(file);
    hollow::fill(&mut document, bytes);
    let mut reader = page::Reader::new(&document, limits);
    let mut pages = Vec::new();
    for id in document.page_iter().take(PAGES + 1) {
        if pages.len() == PAGES {
            return Err(ReadError::TooMuch { what: "pages", limit: PAGES as u64 });
        }
        pages.push(reader.page(id)?);
    }
    if pages.iter().flatten().all(|line| line.text.trim().is_empty()) {
        return Err(if pages.is_empty() { damaged("the pages", "there are none") } else { ReadError::NoText });
    }
    let mut source = Source::default();
    let say = |source: &mut Source, code, message: &str, hint: &str| {
        source.diagnostics.push(Diagnostic::new(code, Severity::Warning, Place::default(), message, hint));
    };
    let hint = "Compare it with the printed pages; ask for the file that was printed, if there is one.";
    let message =
        "a PDF does not say where paragraphs end and which words are footnotes: both were judged by the layout";
    say(&mut source, "pdf-layout", message, hint);
    if reader.unknown > 0 {
        let message = format!("{} signs of a font without a table of characters are shown as \u{fffd}", reader.unknown);
        let hint = "Let a program recognise the text (OCR), or ask for the file that was printed.";
        let found = Diagnostic::new("pdf-signs", Severity::Error, Place::default(), message, hint);
        source.diagnostics.push(found.with("count", reader.unknown));
    }
    if pages.iter().flatten().any(|line| line.text.chars().any(|c| ('\u{590}'..='\u{8FF}').contains(&c))) {
        let message = "a PDF may have the letters of right-to-left words in the order in which they are seen";
        let hint = "Read such lines before anybody negotiates them.";
        say(&mut source, "pdf-right-to-left", message, hint);
    }
    lines::paragraphs(pages, &mut source);
    Ok(source)
}

fn damaged(part: &str, detail: &str) -> ReadError {
    ReadError::Damaged { format: Format::Pdf, part: part.into(), detail: detail.chars().take(200).collect() }
}

fn too_much(limits: &Limits) -> ReadError {
    ReadError::TooMuch { what: "bytes when it is unpacked", limit: limits.inflated }
}
