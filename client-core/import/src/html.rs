//! HTML as a stream of tags: no tree is built, so nothing grows with its depth. Scripts, styles and whatever is outside the
//! words are passed over, and nothing is fetched.

use std::cell::RefCell;

use client_core::{
    import::source::{Shape, Source, Tracked, TrackedKind},
    model::Severity,
};
use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
    },
};

use crate::{builder::Builder, date, error::ReadError, limits::Limits, numerals};

/// The most lists and notes that are told apart when they are inside one another.
const DEEPEST: usize = 1_000;

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
        script: false,
        failed: None,
    };
    let tokenizer = Tokenizer::new(Sink(RefCell::new(reader)), TokenizerOpts::default());
    let queue = BufferQueue::default();
    for chunk in chunks(text) {
        queue.push_back(StrTendril::from_slice(chunk));
        // No script is run, so all of the chunk is read.
        let _ = tokenizer.feed(&queue);
        if tokenizer.sink.0.borrow().failed.is_some() {
            break;
        }
    }
    tokenizer.end();
    let mut reader = tokenizer.sink.0.into_inner();
    if let Some(error) = reader.failed.take() {
        return Err(error);
    }
    reader.builder.end()?;
    if reader.script {
        let hint = "Nothing of them was run or kept.";
        reader.builder.say("scripts", Severity::Note, "the page has scripts", hint);
    }
    Ok(reader.builder.source)
}

/// The encoding that a page names in its head.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head: String = bytes.iter().take(2_048).map(|byte| char::from(*byte).to_ascii_lowercase()).collect();
    let (_, rest) = head.split_once("charset=")?;
    let name: String = rest
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    encoding_rs::Encoding::for_label(name.as_bytes())
}

/// Pieces of at most 64 KiB.
fn chunks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut at = rest.len().min(65_536);
        while !rest.is_char_boundary(at) {
            at -= 1;
        }
        let (chunk, more) = rest.split_at(at);
        rest = more;
        (!chunk.is_empty()).then_some(chunk)
    })
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
    script: bool,
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

/// Elements in which tags are no tags.
fn raw(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
        "title" | "textarea" => Some(RawKind::Rcdata),
        _ => None,
    }
}

fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "title"
            | "iframe"
            | "noembed"
            | "noframes"
            | "template"
            | "svg"
            | "math"
            | "select"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "button"
    )
}

fn get(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string())
}

impl Reader<'_> {
    fn start(&mut self, tag: &Tag) -> Result<(), ReadError> {
        let name = &*tag.name;
        if is_silent(name) {
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
                let level = name.as_bytes().get(1).map_or(1, |digit| digit - b'0');
                let title = level == 1 && (has("title") || has("MsoTitle"));
                self.builder.begin(if title { Shape::Title } else { Shape::Heading(level) })?;
            }
            "br" => self.builder.words("\n")?,
            "b" | "strong" => self.builder.bold += 1,
            "i" | "em" | "cite" | "dfn" => self.builder.italic += 1,
            "u" => self.builder.underline += 1,
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

    fn words(&mut self, words: &str) -> Result<(), ReadError> {
        if !self.silent.is_empty() || self.backlink || self.called {
            return Ok(());
        }
        if self.pre > 0 {
            return self.builder.words(words);
        }
        // White space is one space; a space that may not break is a character.
        let mut collapsed = String::with_capacity(words.len());
        let mut space = self.builder.ends_in_space();
        for c in words.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' if space => {}
                ' ' | '\t' | '\r' | '\u{c}' => {
                    collapsed.push(' ');
                    space = true;
                }
                '\n' => {
                    collapsed.push('\n');
                    space = true;
                }
                c => {
                    collapsed.push(c);
                    space = false;
                }
            }
        }
        self.builder.words(&collapsed)
    }

    fn span(&mut self, tag: &Tag) {
        let style = get(tag, "style").unwrap_or_default().to_lowercase().replace(' ', "");
        let bold = ["font-weight:bold", "font-weight:600", "font-weight:700"].iter().any(|bold| style.contains(bold));
        let set = (bold, style.contains("font-style:italic"), style.contains("underline"));
        if self.spans.len() < DEEPEST {
            self.builder.bold += usize::from(set.0);
            self.builder.italic += usize::from(set.1);
            self.builder.underline += usize::from(set.2);
            self.spans.push(set);
        }
    }

    fn change(&mut self, tag: &Tag) {
        let kind = if &*tag.name == "ins" { TrackedKind::Insertion } else { TrackedKind::Deletion };
        let author = ["data-author", "data-delegation", "title", "author"].iter().find_map(|name| get(tag, name));
        let at = get(tag, "datetime").and_then(|text| date::millis(&text)).unwrap_or(0);
        let author = author.unwrap_or_default().trim().to_owned();
        if self.builder.tracked.len() < 16 {
            self.builder.tracked.push(Tracked { kind, author, at, moved: None });
        }
    }

    fn item(&mut self, tag: &Tag) -> Result<(), ReadError> {
        self.builder.end()?;
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        if let Some(list) = self.lists.last_mut() {
            if let Some(value) = get(tag, "value").and_then(|value| value.trim().parse().ok()) {
                list.next = value;
            }
            let label = match list.format {
                "bullet" => "•".to_owned(),
                "none" => String::new(),
                format => format!("{}.", numerals::printed(list.next, format)),
            };
            list.next = list.next.saturating_add(1);
            self.builder.label = Some((label, depth));
        }
        Ok(())
    }

    fn link(&mut self, tag: &Tag, class: &str) -> Result<(), ReadError> {
        let role = get(tag, "role").unwrap_or_default();
        let target = get(tag, "href").and_then(|href| href.strip_prefix('#').map(ToOwned::to_owned));
        let calls = role == "doc-noteref"
            || ["footnote-ref", "sdfootnoteanc", "sdendnoteanc"].iter().any(|c| class.contains(c));
        let back = role == "doc-backlink"
            || ["footnote-back", "sdfootnotesym", "sdendnotesym"].iter().any(|c| class.contains(c));
        if back {
            self.backlink = true;
        } else if let Some(target) = target.filter(|_| calls) {
            let key = self.builder.key(target.trim_end_matches("sym"));
            self.builder.call(key)?;
            self.called = true;
        }
        Ok(())
    }

    /// An element that a call names holds the note.
    fn enter_note(&mut self, tag: &Tag) -> Result<(), ReadError> {
        if let Some((name, depth)) = &mut self.note {
            *depth += usize::from(*name == *tag.name);
            return Ok(());
        }
        let key = get(tag, "id").and_then(|id| self.builder.known_note(&id));
        if key.is_some() {
            self.builder.end()?;
            self.builder.note = key;
            self.note = Some((tag.name.to_string(), 1));
        }
        Ok(())
    }

    fn leave_note(&mut self, name: &str) {
        if let Some((holder, depth)) = &mut self.note
            && holder == name
        {
            *depth -= 1;
            if *depth == 0 {
                self.note = None;
                self.builder.note = None;
            }
        }
    }
}

fn list(tag: &Tag) -> List {
    let style = get(tag, "style").unwrap_or_default().to_lowercase();
    let start = get(tag, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
    let format = match get(tag, "type").as_deref() {
        _ if &*tag.name != "ol" => "bullet",
        Some("a") => "lowerLetter",
        Some("A") => "upperLetter",
        Some("i") => "lowerRoman",
        Some("I") => "upperRoman",
        _ if style.contains("lower-alpha") || style.contains("lower-latin") => "lowerLetter",
        _ if style.contains("upper-alpha") || style.contains("upper-latin") => "upperLetter",
        _ if style.contains("lower-roman") => "lowerRoman",
        _ if style.contains("upper-roman") => "upperRoman",
        _ if style.contains("list-style-type:none") || style.contains("list-style-type: none") => "none",
        _ => "decimal",
    };
    List { format, next: start }
}
