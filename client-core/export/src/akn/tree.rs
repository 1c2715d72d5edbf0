//! Reading XML: a document as a tree, within limits. No document type and no entities but XML's own five: nothing is fetched and
//! nothing expands.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, ReadError};

/// The most attributes of an element.
const MAX_ATTRIBUTES: usize = 32;

/// A document.
pub(super) struct Tree {
    /// The elements, each behind its parent; the first is the root.
    pub nodes: Vec<Node>,
}

/// An element.
pub(super) struct Node {
    /// Its name without prefix.
    pub name: String,
    /// Names without prefix, and values.
    attributes: Vec<(String, String)>,
    /// What is in it, in order.
    pub children: Vec<Child>,
    /// Where it begins, in bytes.
    pub offset: usize,
}

/// What is in an element.
pub(super) enum Child {
    /// Another element, as its place in [`Tree::nodes`].
    Element(usize),
    /// Words.
    Words(String),
}

impl Node {
    /// An attribute.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Whether one of its classes is this one.
    pub fn is_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split_whitespace().any(|found| found == class))
    }
}

impl Tree {
    /// The first element with a name in the document.
    pub fn find(&self, name: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.name == name)
    }

    /// All words in an element.
    pub fn words(&self, of: &Node) -> String {
        let mut words = String::new();
        for child in &of.children {
            match child {
                Child::Words(text) => words.push_str(text),
                Child::Element(at) => words.push_str(&self.words(&self.nodes[*at])),
            }
        }
        words
    }
}

/// Reads a document.
pub(super) fn parse(bytes: &[u8]) -> Result<Tree, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge(bytes.len()));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        at(good, good.len(), "it is not UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::from_str(text);
    let mut tree = Tree { nodes: Vec::new() };
    let mut open: Vec<usize> = Vec::new();
    loop {
        let offset = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        let event = reader.read_event().map_err(|error| {
            let place = usize::try_from(reader.error_position()).unwrap_or(offset);
            at(text.as_bytes(), place, &error.to_string())
        })?;
        let wrong = |reason: &str| at(text.as_bytes(), offset, reason);
        let words = match event {
            Event::Start(start) => {
                if open.len() >= MAX_DEPTH {
                    return Err(wrong(&format!("elements stand more than {MAX_DEPTH} deep in one another")));
                }
                let index = tree.add(&start, offset, &open).map_err(|reason| wrong(&reason))?;
                open.push(index);
                continue;
            }
            Event::Empty(start) => {
                tree.add(&start, offset, &open).map_err(|reason| wrong(&reason))?;
                continue;
            }
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::DocType(_) => return Err(wrong("it has a document type, which is not read")),
            Event::Eof if open.is_empty() => break,
            Event::Eof => return Err(wrong("it ends inside an element")),
            Event::Text(words) => words.xml10_content().into_owned(),
            Event::CData(words) => words.xml10_content().into_owned(),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten().map(String::from);
                let named = || quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_owned);
                character.or_else(named).ok_or_else(|| wrong("it has an entity of its own, which is not read"))?
            }
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => continue,
        };
        let Some(node) = open.last().and_then(|at| tree.nodes.get_mut(*at)) else {
            if words.trim().is_empty() {
                continue;
            }
            return Err(wrong("there are words outside of all elements"));
        };
        match node.children.last_mut() {
            Some(Child::Words(before)) => before.push_str(&words),
            _ => node.children.push(Child::Words(words)),
        }
    }
    if tree.nodes.is_empty() { Err(at(text.as_bytes(), 0, "it has no element")) } else { Ok(tree) }
}

impl Tree {
    fn add(&mut self, start: &BytesStart<'_>, offset: usize, open: &[usize]) -> Result<usize, String> {
        let index = self.nodes.len();
        if index == MAX_ELEMENTS {
            return Err(format!("it has more than {MAX_ELEMENTS} elements"));
        }
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            if attributes.len() == MAX_ATTRIBUTES {
                return Err(format!("an element has more than {MAX_ATTRIBUTES} attributes"));
            }
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|e| e.to_string())?;
            attributes.push((local(attribute.key.0), value.into_owned()));
        }
        match open.last() {
            Some(parent) => self.nodes[*parent].children.push(Child::Element(index)),
            None if index > 0 => return Err("it has a second root element".into()),
            None => {}
        }
        self.nodes.push(Node { name: local(start.name().0), attributes, children: Vec::new(), offset });
        Ok(index)
    }
}

fn local(name: &str) -> String {
    name.rsplit_once(':').map_or(name, |(_, local)| local).to_owned()
}

/// Says what is wrong at an offset in bytes.
fn at(bytes: &[u8], offset: usize, reason: &str) -> ReadError {
    let (line, column) = super::place(bytes, offset);
    ReadError::NotXml { line, column, reason: crate::json::readable(reason) }
}
