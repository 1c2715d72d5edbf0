//! Markdown (CommonMark with tables and footnotes). The number of an item is the one that stands in the file: a negotiated
//! text leaves gaps, which Markdown would close.

use client_core::{
    import::source::{Shape, Source},
    model::{Diagnostic, Severity},
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::{builder::Builder, error::ReadError, headings, html, limits::Limits};

/// The longest text that is read as Markdown, in bytes: its parser keeps much for each sign.
const LONGEST: usize = 1024 * 1024;

/// Reads Markdown.
pub(crate) fn read(text: &str, limits: &Limits) -> Result<Source, ReadError> {
    if text.len() > LONGEST {
        return Err(ReadError::TooMuch { what: "bytes of Markdown", limit: LONGEST as u64 });
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_ext(text, options);
    let mut builder = Builder::new(limits);
    // `[14]: words` is a definition for Markdown, and shown nowhere; in a negotiated text it may be words.
    let mut hidden: Vec<String> = Vec::new();
    for (name, definition) in parser.reference_definitions().iter() {
        let title = definition.title.as_deref().unwrap_or_default();
        hidden.push(format!("[{name}]: {} {title}", definition.dest).trim_end().to_owned());
    }
    hidden.sort();
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut html_block = String::new();
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(tag) => match tag {
                Tag::Paragraph | Tag::CodeBlock(_) => builder.begin(Shape::Body)?,
                Tag::Heading { level, .. } => builder.begin(Shape::Heading(level as u8))?,
                Tag::List(start) => {
                    builder.end()?;
                    lists.push(start);
                }
                Tag::Item => {
                    builder.end()?;
                    let printed = text.get(range).map(number).unwrap_or_default();
                    let depth = u8::try_from(lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
                    let label = match lists.last_mut() {
                        Some(Some(next)) => {
                            // All items may be written with the same number.
                            let own = printed.parse().unwrap_or(*next);
                            let number = if own + 1 == *next { *next } else { own };
                            *next = number.saturating_add(1);
                            format!("{number}.")
                        }
                        _ => "•".into(),
                    };
                    builder.label = Some((label, depth));
                }
                Tag::FootnoteDefinition(name) => {
                    builder.end()?;
                    builder.note = Some(builder.key(&name));
                }
                Tag::Table(_) => builder.table()?,
                Tag::TableHead => builder.row(true),
                Tag::TableRow => builder.row(false),
                Tag::TableCell => builder.cell(false)?,
                Tag::Emphasis => builder.italic += 1,
                Tag::Strong => builder.bold += 1,
                Tag::HtmlBlock => html_block.clear(),
                _ => {}
            },
            Event::End(tag) => match tag {
                TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Heading(_) | TagEnd::Item => builder.end()?,
                TagEnd::List(_) => {
                    builder.end()?;
                    lists.pop();
                }
                TagEnd::FootnoteDefinition => {
                    builder.end()?;
                    builder.note = None;
                }
                TagEnd::Table => builder.end_table()?,
                TagEnd::TableHead | TagEnd::TableRow => builder.end_row()?,
                TagEnd::TableCell => builder.end_cell(1)?,
                TagEnd::Emphasis => builder.italic = builder.italic.saturating_sub(1),
                TagEnd::Strong => builder.bold = builder.bold.saturating_sub(1),
                TagEnd::HtmlBlock => {
                    for paragraph in html::read(&html_block, limits)?.paragraphs {
                        builder.begin(Shape::Body)?;
                        builder.words(&paragraph.words())?;
                        builder.end()?;
                    }
                }
                _ => {}
            },
            Event::Text(words) | Event::Code(words) | Event::InlineMath(words) | Event::DisplayMath(words) => {
                builder.words(&words)?;
            }
            Event::Html(part) => html_block.push_str(&part),
            Event::InlineHtml(tag) => inline(&mut builder, &tag)?,
            Event::FootnoteReference(name) => {
                let key = builder.key(&name);
                builder.call(key)?;
            }
            Event::SoftBreak | Event::HardBreak => builder.words("\n")?,
            Event::Rule => {
                builder.end()?;
                builder.page = true;
            }
            Event::TaskListMarker(done) => builder.words(if done { "[x] " } else { "[ ] " })?,
        }
    }
    builder.end()?;
    headings::title(&mut builder.source);
    if !hidden.is_empty() {
        let message = format!("{} lines of the form \"[name]: address\" are definitions of Markdown", hidden.len());
        let hint = "They were put at the end as they stand; delete them if they are only addresses.";
        let found = Diagnostic::new("markdown-definitions", Severity::Note, builder.place(), message, hint);
        builder.source.diagnostics.push(found.with("count", hidden.len()));
        for line in hidden {
            builder.begin(Shape::Body)?;
            builder.words(&line)?;
            builder.end()?;
        }
    }
    Ok(builder.source)
}

/// The digits with which an item begins.
fn number(item: &str) -> String {
    item.trim_start().chars().take_while(char::is_ascii_digit).collect()
}

/// A tag among words: marks of style count, any other is left out.
fn inline(builder: &mut Builder<'_>, tag: &str) -> Result<(), ReadError> {
    match tag.to_ascii_lowercase().as_str() {
        // A cell has one line in the file.
        "<br>" | "<br/>" | "<br />" if builder.in_cell() => builder.begin(Shape::Body)?,
        "<br>" | "<br/>" | "<br />" => builder.words("\n")?,
        "<b>" | "<strong>" => builder.bold += 1,
        "</b>" | "</strong>" => builder.bold = builder.bold.saturating_sub(1),
        "<i>" | "<em>" => builder.italic += 1,
        "</i>" | "</em>" => builder.italic = builder.italic.saturating_sub(1),
        "<u>" | "<ins>" => builder.underline += 1,
        "</u>" | "</ins>" => builder.underline = builder.underline.saturating_sub(1),
        _ => {}
    }
    Ok(())
}

/// Whether a text without a name that says so is Markdown: it has what plain texts do not have.
pub(crate) fn is_likely(text: &str) -> bool {
    let mut signs = 0;
    for line in text.lines().take(5_000) {
        let line = line.trim();
        let rule = line.starts_with('|') && line.contains("---") && line.chars().all(|c| "|-: ".contains(c));
        let note = line.starts_with("[^") && line.contains("]:");
        signs += usize::from(rule) * 2 + usize::from(note) * 2;
        signs += usize::from(line.contains("**") && line.matches("**").count() >= 2);
        signs += usize::from(line.starts_with("# ") || line.starts_with("## "));
    }
    signs >= 3
}
