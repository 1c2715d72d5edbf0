//! One HTML file that needs nothing else: no script, no font, no picture. What a reader with a screen reader, a browser or a
//! printer gets is the same text in the same order.

mod parts;
mod tables;

use std::fmt::Write;

use client_core::model::ParagraphKind;

use crate::{
    Mode, date,
    edition::{Block, Edition, Paragraph, Revision, Role, Run},
    kinds,
    words::Words,
};

/// What is no part of the draft says so: who reads the file in again passes over it.
const APPARATUS: &str = "data-adref=\"apparatus\"";

/// How it looks.
const STYLE: &str = include_str!("html/edition.css");

/// Languages that are written from right to left (ISO 639).
const RIGHT_TO_LEFT: [&str; 9] = ["ar", "fa", "he", "ur", "ps", "dv", "ug", "yi", "sd"];

/// An edition as HTML, UTF-8.
pub fn write(edition: &Edition) -> String {
    let mut writer = Writer::new(edition);
    writer.document();
    writer.html
}

/// Text between tags.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // HTML has no way to write these.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Text between the quotation marks of an attribute.
pub(crate) fn attribute(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}

/// The language and the direction of an element.
fn language(tag: &str) -> String {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let direction = if RIGHT_TO_LEFT.contains(&primary.as_str()) { "rtl" } else { "ltr" };
    // A tag of anything else would say less than none.
    let sound = !tag.is_empty() && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    format!("lang=\"{}\" dir=\"{direction}\"", if sound { tag } else { "und" })
}

struct Writer<'a> {
    edition: &'a Edition,
    words: &'a Words,
    html: String,
    /// How often each note was called so far.
    calls: Vec<usize>,
    /// Which threads have a place in the text.
    placed: Vec<bool>,
    /// The level of the last heading.
    level: u8,
}

impl<'a> Writer<'a> {
    fn new(edition: &'a Edition) -> Self {
        Self {
            edition,
            words: Words::of(&edition.labels),
            html: String::new(),
            calls: vec![0; edition.notes.len()],
            placed: vec![false; edition.threads.len()],
            level: 0,
        }
    }

    fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn document(&mut self) {
        let edition = self.edition;
        let _ = write!(
            self.html,
            "<!DOCTYPE html>\n<html {}>\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{STYLE}",
            language(&edition.language),
            escaped(self.title()),
        );
        if edition.line_numbers {
            let numbers = self.line_numbers();
            self.push(&numbers);
        }
        self.push("</style>\n</head>\n<body>\n");
        self.header();
        let numbered = if edition.line_numbers { " class=\"numbered\"" } else { "" };
        let _ = writeln!(self.html, "<main{numbered}>");
        let mut in_columns = false;
        for block in &edition.blocks {
            let columned =
                matches!(block, Block::Paragraph(paragraph) if edition.columns.is_some() && paragraph.is_row());
            if columned != in_columns {
                self.columns(columned);
                in_columns = columned;
            }
            match block {
                Block::Paragraph(paragraph) if columned => self.columned(paragraph),
                Block::Paragraph(paragraph) => self.paragraph(paragraph, 0),
                Block::Table(table) => self.table(table),
            }
        }
        if in_columns {
            self.columns(false);
        }
        self.push("</main>\n");
        self.back_matter();
        self.push("</body>\n</html>\n");
    }

    /// The title, or what stands in its place.
    fn title(&self) -> &'a str {
        [self.edition.title.trim(), self.edition.header.symbol.trim(), self.words.text]
            .into_iter()
            .find(|title| !title.is_empty())
            .unwrap_or_default()
    }

    fn header(&mut self) {
        let edition = self.edition;
        let header = &edition.header;
        let _ = writeln!(self.html, "<header {APPARATUS} {}>", language(&edition.labels));
        for (class, line) in [("symbol", &header.symbol), ("date", &header.date), ("status", &header.status)] {
            if !line.is_empty() {
                let _ = writeln!(self.html, "<p class=\"{class}\">{}</p>", escaped(line));
            }
        }
        self.push("</header>\n");
        let is_title = |block: &Block| matches!(block, Block::Paragraph(p) if p.kind == ParagraphKind::Title);
        if !edition.blocks.iter().any(is_title) {
            let title = escaped(self.title());
            let _ = writeln!(self.html, "<h1 {APPARATUS}>{title}</h1>");
            self.level = 1;
        }
    }

    /// A paragraph on its own; `under` is how deep the cell stands that it is in.
    fn paragraph(&mut self, paragraph: &Paragraph, under: u8) {
        let id = paragraph.id;
        let kind = class(paragraph.kind);
        let depth = paragraph.depth.saturating_sub(under).min(8);
        let depth = if depth > 0 { format!(" depth-{depth}") } else { String::new() };
        let level = heading(paragraph).map(|level| {
            // No level is left out, whatever the draft has.
            let first_title = level == 1 && self.level == 0;
            let level = if first_title { 1 } else { level.max(2).min(self.level + 1).min(6) };
            self.level = level;
            level
        });
        let name = level.map_or("p".to_owned(), |level| format!("h{level}"));
        let own = level.filter(|level| paragraph.kind == ParagraphKind::Heading && *level != paragraph.level + 1);
        let own = own.map(|_| format!(" data-level=\"{}\"", paragraph.level)).unwrap_or_default();
        let _ = write!(self.html, "<{name} id=\"p-{id}\" class=\"{kind}{depth}\"{own}>");
        self.inside(paragraph);
        let _ = writeln!(self.html, "</{name}>");
    }

    /// Label, words, and how far it is.
    fn inside(&mut self, paragraph: &Paragraph) {
        if !paragraph.label.is_empty() {
            let label = format!("<span class=\"label\">{}</span>", escaped(&paragraph.label));
            let label = changed(&label, paragraph.revision.as_ref());
            self.push(&label);
            self.push(" ");
        }
        self.runs(&paragraph.runs);
        if let Some(standing) = paragraph.standing {
            let said = escaped(self.words.standing(standing));
            let lang = language(&self.edition.labels);
            let _ = write!(self.html, " <span class=\"standing\" {APPARATUS} {lang}>[{said}]</span>");
        }
    }

    fn runs(&mut self, runs: &[Run]) {
        let mut revision: Option<&Revision> = None;
        for run in runs {
            let own = match run {
                Run::Text { revision, .. } | Run::Note { revision, .. } => revision.as_ref(),
                Run::ThreadStart(_) => continue,
                Run::ThreadEnd(_) => None,
            };
            if own != revision {
                self.end_change(revision);
                self.push(&own.map(start).unwrap_or_default());
                revision = own;
            }
            match run {
                Run::Text { text, style, role, .. } => {
                    let mut html = escaped(text);
                    for (is_set, name) in [(style.underline, "u"), (style.italic, "em"), (style.bold, "strong")] {
                        if is_set {
                            html = format!("<{name}>{html}</{name}>");
                        }
                    }
                    let html = self.signed(html, *role);
                    self.push(&html);
                }
                Run::Note { note, .. } => self.call(*note),
                Run::ThreadStart(_) => {}
                Run::ThreadEnd(thread) => self.thread_mark(*thread),
            }
        }
        self.end_change(revision);
    }

    fn end_change(&mut self, revision: Option<&Revision>) {
        let Some(revision) = revision else { return };
        self.push(if revision.inserted { "</ins>" } else { "</del>" });
        // On paper nobody can point at the words and be told.
        if self.edition.mode == Mode::Marked {
            let _ = write!(self.html, "<sup class=\"who\" {APPARATUS}>{}</sup>", escaped(&revision.author));
        }
    }

    fn signed(&self, html: String, role: Role) -> String {
        match role {
            Role::Words => html,
            Role::Open { bracket, depth } | Role::Close { bracket, depth } => {
                let bracket = bracket.map(|id| format!(" data-bracket=\"{id}\"")).unwrap_or_default();
                format!("<b class=\"sign\"{bracket} data-depth=\"{depth}\">{html}</b>")
            }
            Role::Or { bracket } => format!("<b class=\"sign or\" data-bracket=\"{bracket}\">{html}</b>"),
            Role::Attribution => {
                format!("<span class=\"attribution\" {APPARATUS} {}>{html}</span>", language(&self.edition.labels))
            }
        }
    }
}

/// Which heading a paragraph is, from 1.
fn heading(paragraph: &Paragraph) -> Option<u8> {
    match paragraph.kind {
        ParagraphKind::Title => Some(1),
        ParagraphKind::Heading => Some(paragraph.level.clamp(1, 5) + 1),
        _ => None,
    }
}

fn class(kind: ParagraphKind) -> &'static str {
    if kind.is_container() { "cell" } else { kinds::name(kind) }
}

fn start(revision: &Revision) -> String {
    let name = if revision.inserted { "ins" } else { "del" };
    let at = revision.at.map(|at| format!(" datetime=\"{}\"", date::iso(at))).unwrap_or_default();
    let when = revision.at.map(|at| format!(", {}", date::minute(at))).unwrap_or_default();
    format!("<{name}{at} title=\"{}{when}\">", attribute(&revision.author))
}

fn changed(html: &str, revision: Option<&Revision>) -> String {
    match revision {
        None => html.to_owned(),
        Some(revision) => {
            let end = if revision.inserted { "</ins>" } else { "</del>" };
            format!("{}{html}{end}", start(revision))
        }
    }
}
