//! What elements say of the words in them: styles, changes, items of lists, notes and the calls to them.

use client_core::import::source::{Tracked, TrackedKind};
use html5ever::tokenizer::Tag;

use super::{DEEPEST, List, Reader, tags::get};
use crate::{date, error::ReadError, numerals};

impl Reader<'_> {
    pub(super) fn span(&mut self, tag: &Tag) {
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

    /// Whether a page begins with an element: by itself, or as it is printed.
    pub(super) fn page(&mut self, tag: &Tag) {
        let style = get(tag, "style").unwrap_or_default().to_lowercase().replace(' ', "");
        let breaks = ["page-break-before:always", "break-before:page"].iter().any(|set| style.contains(set));
        self.builder.page |= breaks || matches!(&*tag.name, "main" | "article");
    }

    pub(super) fn change(&mut self, tag: &Tag) {
        let kind = if &*tag.name == "ins" { TrackedKind::Insertion } else { TrackedKind::Deletion };
        let author = ["data-author", "data-delegation", "title", "author"].iter().find_map(|name| get(tag, name));
        let at = get(tag, "datetime").and_then(|text| date::millis(&text)).unwrap_or(0);
        let author = author.unwrap_or_default().trim().to_owned();
        if self.builder.tracked.len() < 16 {
            self.builder.tracked.push(Tracked { kind, author, at, moved: None });
        }
    }

    pub(super) fn item(&mut self, tag: &Tag) -> Result<(), ReadError> {
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

    pub(super) fn link(&mut self, tag: &Tag, class: &str) -> Result<(), ReadError> {
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
    pub(super) fn enter_note(&mut self, tag: &Tag) -> Result<(), ReadError> {
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

    pub(super) fn leave_note(&mut self, name: &str) {
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

pub(super) fn list(tag: &Tag) -> List {
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
