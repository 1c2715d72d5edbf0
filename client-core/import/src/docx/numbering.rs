//! The lists of a file, and the label that is printed before a paragraph: counted here, since the file does not say it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    error::ReadError,
    format::Format,
    numerals,
    xml::{Node, Tag, Xml},
};

/// Levels of a list.
const LEVELS: usize = 9;

#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: BTreeMap<String, Abstract>,
    numbers: BTreeMap<String, Number>,
    /// Lists that a style names.
    by_style: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default)]
struct Abstract {
    levels: [Level; LEVELS],
    /// It is another one, by the style that both name.
    same_as: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// After which level, from 1, it begins again; 0 never, `None` after any above it.
    restart: Option<u8>,
    legal: bool,
}

#[derive(Clone, Debug, Default)]
struct Number {
    of: String,
    starts: [Option<u32>; LEVELS],
    levels: BTreeMap<usize, Level>,
}

/// How far the lists have been counted.
#[derive(Debug, Default)]
pub(super) struct Counted {
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    begun: BTreeSet<(String, usize)>,
}

impl Numbering {
    fn list(&self, number: &str) -> Option<(&Number, &Abstract, &str)> {
        let number = self.numbers.get(number)?;
        let mut name = number.of.as_str();
        if let Some(style) = self.abstracts.get(name)?.same_as.as_ref() {
            name = self.by_style.get(style).map_or(name, String::as_str);
        }
        Some((number, self.abstracts.get(name)?, name))
    }

    /// The label of the next paragraph of a list at a level, from 0. Empty when nothing is printed; `None` when there is no
    /// such list.
    pub fn label(&self, counted: &mut Counted, number: &str, level: u8) -> Option<String> {
        let (own, list, name) = self.list(number)?;
        let level = usize::from(level).min(LEVELS - 1);
        let of = |at: usize| own.levels.get(&at).or_else(|| list.levels.get(at));
        let counts = counted.counts.entry(name.to_owned()).or_default();
        for at in 0..=level {
            // A list that begins anew does so the first time it is used.
            if let Some(start) = own.starts.get(at).copied().flatten()
                && counted.begun.insert((number.to_owned(), at))
                && let Some(count) = counts.get_mut(at)
            {
                *count = if at == level { None } else { Some(start) };
            }
        }
        for (at, count) in counts.iter_mut().enumerate() {
            let start = own.starts.get(at).copied().flatten().or(of(at).map(|level| level.start)).unwrap_or(1);
            if at < level {
                count.get_or_insert(start);
            } else if at == level {
                *count = Some(count.map_or(start, |count| count.saturating_add(1)));
            } else {
                let restart = of(at).and_then(|level| level.restart);
                let again = restart.is_none_or(|after| after > 0 && level < usize::from(after));
                if again {
                    *count = None;
                }
            }
        }
        let shown = of(level)?;
        if shown.format == "bullet" {
            return Some("•".into());
        }
        let mut label = String::new();
        let mut chars = shown.text.chars().peekable();
        while let Some(c) = chars.next() {
            let which = (c == '%').then(|| chars.peek().and_then(|c| c.to_digit(10))).flatten();
            let Some(which) = which.and_then(|which| (which as usize).checked_sub(1)) else {
                label.push(c);
                continue;
            };
            chars.next();
            let format = of(which).map_or("decimal", |level| level.format.as_str());
            let format = if shown.legal { "decimal" } else { format };
            let count = counts.get(which).copied().flatten().unwrap_or(1);
            label.push_str(&numerals::printed(count, format));
        }
        Some(label.trim().to_owned())
    }

    /// The level of a list that a style of paragraphs is bound to.
    pub fn has(&self, number: &str) -> bool {
        number != "0" && self.list(number).is_some()
    }
}

pub(super) fn read(text: &str) -> Result<Numbering, ReadError> {
    let mut xml = Xml::new(text, "numbering.xml", Format::Docx);
    let mut found = Numbering::default();
    let mut list: Option<(String, Abstract)> = None;
    let mut number: Option<(String, Number)> = None;
    let mut level: Option<(usize, Level)> = None;
    let mut overridden = 0;
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(tag) => match tag.name().as_str() {
                "w:abstractNum" => list = Some((tag.get("w:abstractNumId").unwrap_or_default(), Abstract::default())),
                "w:num" => number = Some((tag.get("w:numId").unwrap_or_default(), Number::default())),
                "w:abstractNumId" => {
                    if let Some((_, number)) = &mut number {
                        number.of = tag.get("w:val").unwrap_or_default();
                    }
                }
                "w:numStyleLink" => {
                    if let Some((_, list)) = &mut list {
                        list.same_as = tag.get("w:val");
                    }
                }
                "w:styleLink" => {
                    if let (Some((id, _)), Some(style)) = (&list, tag.get("w:val")) {
                        found.by_style.insert(style, id.clone());
                    }
                }
                "w:lvlOverride" => overridden = at(&tag),
                "w:startOverride" => {
                    let slot = number.as_mut().and_then(|(_, number)| number.starts.get_mut(overridden));
                    if let Some(slot) = slot {
                        *slot = tag.number("w:val");
                    }
                }
                "w:lvl" => level = Some((at(&tag), Level { start: 1, ..Level::default() })),
                name => {
                    if let Some((_, level)) = &mut level {
                        property(level, name, &tag);
                    }
                }
            },
            Node::End(name) => match name.as_ref() {
                "w:lvl" => {
                    let Some((at, level)) = level.take() else { continue };
                    if let Some((_, number)) = &mut number {
                        number.levels.insert(at, level);
                    } else if let Some(slot) = list.as_mut().and_then(|(_, list)| list.levels.get_mut(at)) {
                        *slot = level;
                    }
                }
                "w:abstractNum" => found.abstracts.extend(list.take()),
                "w:num" => found.numbers.extend(number.take()),
                _ => {}
            },
            Node::Text(_) => {}
        }
    }
    Ok(found)
}

fn at(tag: &Tag<'_>) -> usize {
    tag.number::<usize>("w:ilvl").unwrap_or(0).min(LEVELS - 1)
}

fn property(level: &mut Level, name: &str, tag: &Tag<'_>) {
    match name {
        "w:start" => level.start = tag.number("w:val").unwrap_or(1),
        "w:numFmt" => level.format = tag.get("w:val").unwrap_or_default(),
        "w:lvlText" => level.text = tag.get("w:val").unwrap_or_default(),
        "w:lvlRestart" => level.restart = tag.number("w:val"),
        "w:isLgl" => level.legal = !tag.get("w:val").is_some_and(|value| matches!(value.as_str(), "0" | "false")),
        _ => {}
    }
}
