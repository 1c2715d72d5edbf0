//! The tracked changes of an OpenDocument file, which stand before its text.

use std::collections::BTreeMap;

use client_core::import::source::{Tracked, TrackedKind};

use crate::{
    date,
    error::ReadError,
    format::Format,
    xml::{Node, Xml},
};

/// A tracked change, which the text names by a key.
pub(super) struct Change {
    pub tracked: Tracked,
    /// What was deleted, paragraph by paragraph: it stands here and not in the text.
    pub gone: Vec<String>,
}

/// The tracked changes of a file.
pub(super) fn changes(text: &str) -> Result<BTreeMap<String, Change>, ReadError> {
    let mut found = BTreeMap::new();
    if !text.contains("<text:tracked-changes") {
        return Ok(found);
    }
    let mut xml = Xml::new(text, "content.xml", Format::Odt);
    let mut under_way: Option<(String, Change)> = None;
    let mut field: Option<&'static str> = None;
    let mut inside = false;
    let mut words = 0;
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(tag) => match tag.name().as_str() {
                "text:tracked-changes" => inside = true,
                "text:changed-region" if inside => {
                    let id = tag.get("xml:id").or_else(|| tag.get("text:id")).unwrap_or_default();
                    let tracked = Tracked { kind: TrackedKind::Insertion, author: String::new(), at: 0, moved: None };
                    under_way = Some((id, Change { tracked, gone: Vec::new() }));
                }
                "text:deletion" => {
                    if let Some((_, change)) = &mut under_way {
                        change.tracked.kind = TrackedKind::Deletion;
                    }
                }
                "dc:creator" if inside => field = Some("creator"),
                "dc:date" if inside => field = Some("date"),
                "text:p" | "text:h" if inside => {
                    if let Some((_, change)) = &mut under_way {
                        change.gone.push(String::new());
                        words = change.gone.len();
                    }
                }
                "text:s" if words > 0 => add(&mut under_way, &" ".repeat(tag.number("text:c").unwrap_or(1).min(1_000))),
                "text:tab" if words > 0 => add(&mut under_way, "\t"),
                "text:line-break" if words > 0 => add(&mut under_way, "\n"),
                _ => {}
            },
            Node::End(name) => match name.as_ref() {
                "text:tracked-changes" => return Ok(found),
                "text:changed-region" => found.extend(under_way.take()),
                "dc:creator" | "dc:date" => field = None,
                "text:p" | "text:h" => words = 0,
                _ => {}
            },
            Node::Text(text) => match (field, &mut under_way) {
                (Some("creator"), Some((_, change))) => change.tracked.author.push_str(text.trim()),
                (Some(_), Some((_, change))) => change.tracked.at = date::millis(&text).unwrap_or(0),
                (None, Some(_)) if words > 0 => add(&mut under_way, &text),
                _ => {}
            },
        }
    }
    Ok(found)
}

fn add(under_way: &mut Option<(String, Change)>, words: &str) {
    if let Some(last) = under_way.as_mut().and_then(|(_, change)| change.gone.last_mut()) {
        last.push_str(words);
    }
}
