//! Fields: an instruction, and the words that it came to. The words count; of an instruction only that it refers to a footnote that is
//! called elsewhere. What one refers to may stand behind it, so it is known only when the file was read whole.

use std::collections::BTreeMap;

use client_core::import::source::{Piece, Source};

use crate::references::{Reference, References};

/// The most bytes of an instruction that are kept.
const LONGEST: usize = 256;

/// The fields under way, and what they refer to.
#[derive(Default)]
pub(crate) struct Fields {
    under_way: Vec<Field>,
    references: References,
    /// The notes in the order of their calls, and for each bookmark under way, by its number, its name and how many came before it.
    called: Vec<u32>,
    bookmarks: BTreeMap<String, (String, usize)>,
    /// The note that is called in each bookmark.
    keys: BTreeMap<String, u32>,
}

#[derive(Default)]
struct Field {
    /// Its instruction is being read, which is no text.
    in_instruction: bool,
    instruction: String,
    /// The note that it refers to, and how it reads.
    reference: Option<Reference>,
}

impl Field {
    /// `NOTEREF name \h` shows the sign of the note that is called in the bookmark of that name.
    fn understand(&mut self) {
        self.in_instruction = false;
        let mut words = self.instruction.split_whitespace();
        if words.next().is_some_and(|word| word.eq_ignore_ascii_case("NOTEREF")) {
            self.reference = words.next().map(|name| Reference::to(name.trim_matches('"')));
        }
    }
}

impl Fields {
    /// Whether an instruction is being read.
    pub fn in_instruction(&self) -> bool {
        self.under_way.last().is_some_and(|field| field.in_instruction)
    }

    /// The reference whose words are being read.
    pub fn reference(&mut self) -> Option<&mut Reference> {
        self.under_way.last_mut()?.reference.as_mut()
    }

    /// A note is called.
    pub fn call(&mut self, key: u32) {
        self.called.push(key);
    }

    /// A bookmark begins.
    pub fn begin_bookmark(&mut self, id: String, name: String) {
        self.bookmarks.insert(id, (name, self.called.len()));
    }

    /// A bookmark ends.
    pub fn end_bookmark(&mut self, id: &str) {
        let Some((name, at)) = self.bookmarks.remove(id) else { return };
        if let Some(key) = self.called.get(at) {
            self.keys.insert(name, *key);
        }
    }

    /// What is under way ends with the part of the file that it is in.
    pub fn end_part(&mut self) {
        self.under_way.clear();
        self.bookmarks.clear();
    }

    /// A field begins with its instruction.
    pub fn begin(&mut self) {
        self.under_way.push(Field { in_instruction: true, ..Field::default() });
    }

    /// A field that is nothing but a reference begins.
    pub fn refer(&mut self, name: &str) {
        self.under_way.push(Field { reference: Some(Reference::to(name)), ..Field::default() });
    }

    /// Words of an instruction.
    pub fn instruction(&mut self, words: &str) {
        if let Some(field) = self.under_way.last_mut().filter(|field| field.in_instruction) {
            let room = LONGEST.saturating_sub(field.instruction.len());
            field.instruction.extend(words.chars().take(room));
        }
    }

    /// What comes next are the words that the field came to.
    pub fn separate(&mut self) {
        self.under_way.iter_mut().rev().take(1).for_each(Field::understand);
    }

    /// A field ends: what stands in its place, when it is a reference.
    pub fn end(&mut self) -> Option<Piece> {
        let reference = self.under_way.pop()?.reference?;
        Some(self.references.mark(reference))
    }

    /// A note has a name of its own by which it is referred to.
    pub fn name(&mut self, name: String, key: u32) {
        self.keys.entry(name).or_insert(key);
    }

    /// Puts calls of notes where fields refer to them.
    pub fn resolve(self, source: &mut Source) {
        self.references.resolve(source, &self.keys);
    }
}
