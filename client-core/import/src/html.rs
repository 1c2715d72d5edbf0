//! HTML as a stream of tags: no tree is built, so nothing grows with its depth. Scripts, styles and whatever is outside the
//! words are passed over, and nothing is fetched.

mod marks;
mod tags;
mod words;
mod work;

pub(crate) use tags::declared;

use std::cell::RefCell;

use client_core::{
    import::source::{Shape, Source},
    model::Severity,
};
use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
};

use marks::list;
use tags::{get, is_apparatus, is_silent, raw};
use work::{Work, chunks};

use crate::{builder::Builder, error::ReadError, headings, limits::Limits};

/// The most lists and notes that are told apart when they are inside one another.
const DEEPEST: usize = 1_000;

/// The most bytes of the sign of a note.
const SIGN: usize = 40;

/// Reads HTML.
pub(crate) fn read(text: &str, limits: &Limits) -> Result<Source, ReadError> {
    let reader = Reader {
        builder: Builder::new(limits),
        lists: Vec::new(),
        silent: Vec::new(),
        note: None,
        pre: 0,
        covers: 1,
        spans: Vec::new(),
        backlink: false,
        called: false,
        sign: None,
        script: false,
        title: false,
        heard: false,
        failed: None,
    };
    let tokenizer = Tokenizer::new(Sink(RefCell::new(reader)), TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut work = Work::default();
    for chunk in chunks(text) {
        queue.push_back(StrTendril::from_slice(chunk));
        // No script is run, so all of the chunk is read.
        let _ = tokenizer.feed(&queue);
        let mut reader = tokenizer.sink.0.borrow_mut();
        if reader.failed.is_none() {
            reader.failed = work.add(chunk, std::mem::take(&mut reader.heard)).err();
        }
        if reader.failed.is_some() {
            break;
        }
    }
    tokenizer.end();
    let mut reader = tokenizer.sink.0.into_inner();
    if let Some(error) = reader.failed.take() {
        return Err(error);
    }
    reader.builder.end()?;
    if reader.title {
        headings::below_title(&mut reader.builder.source);
    }
    if reader.script {
        let hint = "Nothing of them was run or kept.";
        reader.builder.say("scripts", Severity::Note, "the page has scripts", hint);
    }
    Ok(reader.builder.source)
}

struct Sink<'a>(RefCell<Reader<'a>>);

struct Reader<'a> {
    builder: Builder<'a>,
    lists: Vec<List>,
    /// Elements whose words are passed over, the outermost first.
    silent: Vec<String>,
    /// The element that holds a note, and how many of its kind are open in it.
    note: Option<(String, usize)>,
    pre: usize,
    /// How many columns the cell under way covers.
    covers: u32,
    /// What each open `span` sets.
    spans: Vec<(bool, bool, bool)>,
    /// In a link back from a note.
    backlink: bool,
    /// In the call of a note.
    called: bool,
    /// The sign before the words of a note, while it is read.
    sign: Option<String>,
    script: bool,
    /// A heading of the first level is the title.
    title: bool,
    /// A token came since this was last asked.
    heard: bool,
    failed: Option<ReadError>,
}

struct List {
    format: &'static str,
    next: u32,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let Ok(mut reader) = self.0.try_borrow_mut() else { return TokenSinkResult::Continue };
        reader.heard = true;
        if reader.failed.is_some() {
            return TokenSinkResult::Continue;
        }
        let done = match token {
            Token::TagToken(tag) => {
                let raw = matches!(tag.kind, TagKind::StartTag).then(|| raw(&tag.name)).flatten();
                reader.script |= raw.is_some() && &*tag.name == "script";
                let done = match tag.kind {
                    TagKind::StartTag => reader.start(&tag),
                    TagKind::EndTag => reader.end(&tag.name),
                };
                if let (Ok(()), Some(raw)) = (&done, raw) {
                    return TokenSinkResult::RawData(raw);
                }
                done
            }
            Token::CharacterTokens(words) => reader.words(&words),
            _ => Ok(()),
        };
        reader.failed = done.err();
        TokenSinkResult::Continue
    }
}

impl Reader<'_> {
    fn start(&mut self, tag: &Tag) -> Result<(), ReadError> {
        let name = &*tag.name;
        if is_silent(name) || is_apparatus(tag) {
            // The title stands there where the draft has none among its paragraphs.
            self.title |= name == "h1";
            if self.silent.len() < DEEPEST && !tag.self_closing {
                self.silent.push(name.to_owned());
            }
            return Ok(());
        }
        if !self.silent.is_empty() {
            return Ok(());
        }
        let class = get(tag, "class").unwrap_or_default();
        let has = |word: &str| class.split_whitespace().any(|found| found == word);
        match name {
            "p" | "div" | "section" | "article" | "blockquote" | "aside" | "main" | "header" | "footer" | "dt"
            | "dd" | "figure" | "figcaption" | "caption" | "address" | "center" | "pre" | "li" => {
                self.enter_note(tag)?;
                self.page(tag);
                self.pre += usize::from(name == "pre");
                if name == "li" {
                    self.item(tag)?;
                } else if self.builder.label.is_none() || !self.builder.is_open() {
                    let title = has("title") || has("MsoTitle");
                    let kept = self.builder.label.take();
                    self.builder.end()?;
                    self.builder.label = kept;
                    if name == "p" || title {
                        self.builder.begin(if title { Shape::Title } else { Shape::Body })?;
                    }
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.page(tag);
                let level = name.as_bytes().get(1).map_or(1, |digit| digit - b'0');
                let title = level == 1 && (has("title") || has("MsoTitle"));
                self.title |= title;
                // Where no level may be left out, the own one is said beside it.
                let own = get(tag, "data-level").and_then(|level| level.parse::<u8>().ok());
                let level = own.map_or(level, |own| own.clamp(1, 9) + 1);
                self.builder.begin(if title { Shape::Title } else { Shape::Heading(level) })?;
            }
            "br" => self.builder.words("\n")?,
            "hr" => {
                self.builder.end()?;
                self.builder.page = true;
            }
            "b" | "strong" => self.builder.bold += 1,
            "i" | "em" | "cite" | "dfn" => self.builder.italic += 1,
            "u" => self.builder.underline += 1,
            "span" if has("label") && self.note.is_some() && self.sign.is_none() => self.sign = Some(String::new()),
            "span" | "font" => self.span(tag),
            "ins" | "del" | "s" | "strike" => self.change(tag),
            "ul" | "ol" | "menu" => {
                self.builder.end()?;
                if self.lists.len() < DEEPEST {
                    self.lists.push(list(tag));
                }
            }
            "table" => self.builder.table()?,
            "tr" => self.builder.row(false),
            "td" | "th" => {
                self.builder.cell(name == "th")?;
                self.covers = get(tag, "colspan").and_then(|span| span.trim().parse().ok()).unwrap_or(1);
            }
            "a" => self.link(tag, &class)?,
            "img" if get(tag, "src").is_some_and(|source| source.contains("//")) => {
                let message = "the page wants pictures from elsewhere";
                if !self.builder.source.diagnostics.iter().any(|found| found.code == "remote-content") {
                    self.builder.say("remote-content", Severity::Note, message, "Nothing was fetched.");
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        if let Some(at) = self.silent.iter().rposition(|silent| silent == name) {
            self.silent.truncate(at);
            return Ok(());
        }
        if !self.silent.is_empty() {
            return Ok(());
        }
        match name {
            "p" | "div" | "section" | "article" | "blockquote" | "aside" | "main" | "header" | "footer" | "dt"
            | "dd" | "figure" | "figcaption" | "caption" | "address" | "center" | "pre" | "li" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" => {
                self.pre = self.pre.saturating_sub(usize::from(name == "pre"));
                self.builder.end()?;
                self.leave_note(name);
            }
            "b" | "strong" => self.builder.bold = self.builder.bold.saturating_sub(1),
            "i" | "em" | "cite" | "dfn" => self.builder.italic = self.builder.italic.saturating_sub(1),
            "u" => self.builder.underline = self.builder.underline.saturating_sub(1),
            "span" if self.sign.is_some() => {
                if let Some(sign) = self.sign.take() {
                    self.builder.sign(&sign)?;
                }
            }
            "span" | "font" => {
                if let Some((bold, italic, underline)) = self.spans.pop() {
                    self.builder.bold = self.builder.bold.saturating_sub(usize::from(bold));
                    self.builder.italic = self.builder.italic.saturating_sub(usize::from(italic));
                    self.builder.underline = self.builder.underline.saturating_sub(usize::from(underline));
                }
            }
            "ins" | "del" | "s" | "strike" => _ = self.builder.tracked.pop(),
            "ul" | "ol" | "menu" => {
                self.builder.end()?;
                self.lists.pop();
            }
            "table" => self.builder.end_table()?,
            "tr" => self.builder.end_row()?,
            "td" | "th" => self.builder.end_cell(self.covers)?,
            "a" => (self.backlink, self.called) = (false, false),
            _ => {}
        }
        Ok(())
    }
}
