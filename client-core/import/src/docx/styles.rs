//! The styles of a file: which of them are headings, which are numbered, which are bold.

use std::collections::BTreeMap;

use client_core::model::Style as Look;

use crate::{
    error::ReadError,
    format::Format,
    xml::{Node, Tag, Xml},
};

/// How deep styles build on one another.
const DEEPEST: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
}

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    toggles: Toggles,
    outline: Option<u8>,
    number: Option<String>,
    level: Option<u8>,
}

/// What of bold, italic and underline is said; what is not said is inherited.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Toggles {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub underline: Option<bool>,
    pub hidden: Option<bool>,
}

impl Toggles {
    /// Reads a property of a run.
    pub fn read(&mut self, name: &str, tag: &Tag<'_>) {
        let on = || !tag.get("w:val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off" | "none"));
        match name {
            "w:b" => self.bold = Some(on()),
            "w:i" => self.italic = Some(on()),
            "w:u" => self.underline = Some(on()),
            "w:vanish" | "w:specVanish" => self.hidden = Some(on()),
            _ => {}
        }
    }

    /// What is said here, else there.
    pub fn over(self, below: Self) -> Self {
        Self {
            bold: self.bold.or(below.bold),
            italic: self.italic.or(below.italic),
            underline: self.underline.or(below.underline),
            hidden: self.hidden.or(below.hidden),
        }
    }

    pub fn look(self) -> Look {
        let on = |said: Option<bool>| said.unwrap_or(false);
        Look { bold: on(self.bold), italic: on(self.italic), underline: on(self.underline) }
    }
}

/// What a style says of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub title: bool,
    /// From 1.
    pub heading: Option<u8>,
    pub list: bool,
    pub toggles: Toggles,
    pub number: Option<String>,
    pub level: Option<u8>,
}

impl Styles {
    /// What a style says, with those that it builds on.
    pub fn of(&self, id: &str) -> Said {
        let mut said = Said::default();
        let mut next = Some(id);
        for _ in 0..DEEPEST {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { break };
            let name = style.name.to_lowercase();
            said.title |= name == "title";
            let named = name.strip_prefix("heading ").and_then(|level| level.trim().parse().ok());
            said.heading = said.heading.or(named).or(style.outline.map(|level| level + 1));
            said.list |= name.starts_with("list ") || name == "list paragraph";
            said.toggles = said.toggles.over(style.toggles);
            if said.number.is_none() {
                said.number.clone_from(&style.number);
                said.level = said.level.or(style.level);
            }
            next = style.based_on.as_deref();
        }
        said.heading = said.heading.filter(|level| (1..=9).contains(level));
        said
    }
}

pub(super) fn read(text: &str) -> Result<Styles, ReadError> {
    let mut xml = Xml::new(text, "styles.xml", Format::Docx);
    let mut styles = Styles::default();
    let mut under_way: Option<(String, Style)> = None;
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(tag) => {
                let name = tag.name();
                let value = || tag.get("w:val");
                if name == "w:style" {
                    under_way = tag.get("w:styleId").map(|id| (id, Style::default()));
                } else if let Some((_, style)) = &mut under_way {
                    match name.as_str() {
                        "w:name" => style.name = value().unwrap_or_default(),
                        "w:basedOn" => style.based_on = value(),
                        "w:outlineLvl" => style.outline = tag.number("w:val").filter(|level| *level < 9),
                        "w:numId" => style.number = value(),
                        "w:ilvl" => style.level = tag.number("w:val"),
                        // Parts of a table that are set in another way are no style of a paragraph.
                        "w:tblStylePr" => xml.skip()?,
                        other => style.toggles.read(other, &tag),
                    }
                }
            }
            Node::End(name) if name == "w:style" => styles.styles.extend(under_way.take()),
            Node::End(_) | Node::Text(_) => {}
        }
    }
    Ok(styles)
}
