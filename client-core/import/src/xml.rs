//! XML as a stream of tags and words: without recursion, without entities.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use crate::{error::ReadError, format::Format};

/// How deep tags may stand inside one another: what is open is kept. Word processors do not reach a hundred.
const DEEPEST: usize = 1_000;

/// What comes next.
pub(crate) enum Node<'a> {
    /// An element begins; one without content ends right away.
    Start(Tag<'a>),
    /// It ends.
    End(Cow<'a, str>),
    /// Words.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
pub(crate) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name with its prefix: the programs that write these formats all use the same ones.
    pub fn name(&self) -> String {
        self.0.name().as_ref().to_owned()
    }

    /// An attribute, by its name with its prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
        // One with an entity that is not declared is no worse than none.
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }

    /// An attribute that is a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }
}

/// A part that is read once.
pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    part: &'a str,
    format: Format,
    depth: usize,
    begun: bool,
}

impl<'a> Xml<'a> {
    /// Reads a part.
    pub fn new(text: &'a str, part: &'a str, format: Format) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part, format, depth: 0, begun: false }
    }

    /// What comes next; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Node<'a>>, ReadError> {
        loop {
            let event = self.reader.read_event().map_err(|error| self.damaged(&error.to_string()))?;
            return Ok(Some(match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(ReadError::TooMuch { what: "tags inside one another", limit: DEEPEST as u64 });
                    }
                    self.begun = true;
                    Node::Start(Tag(tag))
                }
                Event::Empty(tag) => Node::Start(Tag(tag)),
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::End(Cow::Owned(tag.name().as_ref().to_owned()))
                }
                Event::Text(text) => Node::Text(text.into_inner()),
                Event::CData(text) => Node::Text(text.into_inner()),
                Event::GeneralRef(reference) => {
                    let c = match reference.resolve_char_ref() {
                        Ok(Some(c)) => c,
                        Ok(None) => match reference.into_inner().as_ref() {
                            "amp" => '&',
                            "lt" => '<',
                            "gt" => '>',
                            "quot" => '"',
                            "apos" => '\'',
                            name => return Err(self.damaged(&format!("the entity {name:.40} is not declared"))),
                        },
                        Err(error) => return Err(self.damaged(&error.to_string())),
                    };
                    Node::Text(Cow::Owned(c.to_string()))
                }
                Event::DocType(_) => return Err(ReadError::DocumentType { part: self.part.into() }),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                Event::Eof if self.depth > 0 || !self.begun => return Err(self.damaged("it ends in the middle")),
                Event::Eof => return Ok(None),
            }));
        }
    }

    /// Passes over the rest of an element whose beginning was just read.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next()?.is_none() {
                return Ok(());
            }
        }
        Ok(())
    }

    fn damaged(&self, detail: &str) -> ReadError {
        let detail = format!("{detail} (byte {})", self.reader.buffer_position());
        ReadError::Damaged { format: self.format, part: self.part.into(), detail }
    }
}
