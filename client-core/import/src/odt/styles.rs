//! Styles of paragraphs and words, and the lists.

use std::collections::BTreeMap;

use client_core::model::Style as Look;

use super::lists::{Level, List};
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
    pub lists: BTreeMap<String, List>,
    /// The numbers of headings.
    pub outline: List,
}

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    parent: Option<String>,
    bold: Option<bool>,
    italic: Option<bool>,
    underline: Option<bool>,
    hidden: bool,
    page: bool,
}

/// What a style says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    pub title: bool,
    pub look: Look,
    pub hidden: bool,
    pub page: bool,
}

impl Styles {
    /// What a style says, with those that it builds on.
    pub fn of(&self, name: &str) -> Said {
        let (mut bold, mut italic, mut underline, mut said) = (None, None, None, Said::default());
        let mut next = Some(name);
        for _ in 0..DEEPEST {
            let Some(style) = next.and_then(|name| self.styles.get(name)) else { break };
            said.title |= matches!(style.name.as_str(), "Title");
            bold = bold.or(style.bold);
            italic = italic.or(style.italic);
            underline = underline.or(style.underline);
            said.hidden |= style.hidden;
            said.page |= style.page;
            next = style.parent.as_deref();
        }
        let on = |said: Option<bool>| said.unwrap_or(false);
        said.look = Look { bold: on(bold), italic: on(italic), underline: on(underline) };
        said
    }

    /// Reads the styles of a part.
    pub fn read(&mut self, text: &str, part: &str) -> Result<(), ReadError> {
        let mut xml = Xml::new(text, part, Format::Odt);
        let mut style: Option<(String, Style)> = None;
        let mut list: Option<(Option<String>, List)> = None;
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(tag) => match tag.name().as_str() {
                    "office:body" => xml.skip()?,
                    "style:style" => {
                        let name = tag.get("style:name").unwrap_or_default();
                        let parent = tag.get("style:parent-style-name");
                        style = Some((name.clone(), Style { name, parent, ..Style::default() }));
                    }
                    "style:text-properties" => style.iter_mut().for_each(|(_, style)| properties(style, &tag)),
                    "style:paragraph-properties" => {
                        let page = tag.get("fo:break-before").is_some_and(|value| value == "page");
                        style.iter_mut().for_each(|(_, style)| style.page |= page);
                    }
                    "text:list-style" => list = Some((tag.get("style:name"), List::default())),
                    "text:outline-style" => list = Some((None, List::default())),
                    name @ ("text:list-level-style-number"
                    | "text:list-level-style-bullet"
                    | "text:outline-level-style") => {
                        let at = tag.number::<usize>("text:level").unwrap_or(1).saturating_sub(1);
                        if let Some((_, list)) = &mut list {
                            list.set(at, Level::read(&tag, name.ends_with("bullet")));
                        }
                    }
                    _ => {}
                },
                Node::End(name) => match name.as_ref() {
                    "style:style" => self.styles.extend(style.take()),
                    "text:list-style" | "text:outline-style" => match list.take() {
                        Some((Some(name), list)) => _ = self.lists.insert(name, list),
                        Some((None, list)) => self.outline = list,
                        None => {}
                    },
                    _ => {}
                },
                Node::Text(_) => {}
            }
        }
        Ok(())
    }
}

fn properties(style: &mut Style, tag: &Tag<'_>) {
    if let Some(weight) = tag.get("fo:font-weight") {
        style.bold = Some(weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600));
    }
    if let Some(slant) = tag.get("fo:font-style") {
        style.italic = Some(slant != "normal");
    }
    if let Some(line) = tag.get("style:text-underline-style") {
        style.underline = Some(line != "none");
    }
    style.hidden |= tag.get("text:display").is_some_and(|display| display == "none");
}
