//! Lists, and the labels that are counted.

use crate::{numerals, xml::Tag};

/// Levels of a list.
const LEVELS: usize = 10;

/// How the levels of a list are labelled.
#[derive(Clone, Debug, Default)]
pub(super) struct List([Level; LEVELS]);

#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    bullet: bool,
    format: String,
    prefix: String,
    suffix: String,
    start: u32,
    /// How many levels are printed, this one included.
    shown: usize,
}

/// How far a list has been counted.
pub(super) type Counts = [Option<u32>; LEVELS];

impl Level {
    pub fn read(tag: &Tag<'_>, bullet: bool) -> Self {
        Self {
            bullet,
            format: tag.get("style:num-format").unwrap_or_default(),
            prefix: tag.get("style:num-prefix").unwrap_or_default(),
            suffix: tag.get("style:num-suffix").unwrap_or_default(),
            start: tag.number("text:start-value").unwrap_or(1),
            shown: tag.number("text:display-levels").unwrap_or(1),
        }
    }

    fn number(&self, count: u32) -> String {
        let format = match self.format.as_str() {
            "" => "none",
            "a" => "lowerLetter",
            "A" => "upperLetter",
            "i" => "lowerRoman",
            "I" => "upperRoman",
            "1" => "decimal",
            "一, 二, 三, ..." => "chineseCounting",
            "①, ②, ③, ..." => "decimalEnclosedCircle",
            "أ, ب, ت, ..." => "arabicAlpha",
            _ => "decimal",
        };
        numerals::printed(count, format)
    }
}

impl List {
    pub fn set(&mut self, at: usize, level: Level) {
        if let Some(slot) = self.0.get_mut(at) {
            *slot = level;
        }
    }

    /// The label of the next item at a level, from 0; empty when nothing is printed. `start` begins the count anew.
    pub fn label(&self, counts: &mut Counts, level: usize, start: Option<u32>) -> String {
        let level = level.min(LEVELS - 1);
        for (at, (count, own)) in counts.iter_mut().zip(&self.0).enumerate() {
            if at < level {
                count.get_or_insert(own.start.max(1));
            } else if at == level {
                *count = Some(start.unwrap_or_else(|| count.map_or(own.start, |count| count.saturating_add(1))));
            } else {
                *count = None;
            }
        }
        let Some(own) = self.0.get(level) else { return String::new() };
        if own.bullet {
            return "•".into();
        }
        if own.format.is_empty() {
            return format!("{}{}", own.prefix, own.suffix).trim().to_owned();
        }
        let first = (level + 1).saturating_sub(own.shown.max(1));
        let numbers = (first..=level).filter_map(|at| Some(self.0.get(at)?.number((*counts.get(at)?)?)));
        let numbers: Vec<String> = numbers.filter(|number| !number.is_empty()).collect();
        format!("{}{}{}", own.prefix, numbers.join("."), own.suffix).trim().to_owned()
    }
}
