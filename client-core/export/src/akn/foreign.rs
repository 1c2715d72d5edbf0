//! Reading what another program wrote: the document is taken apart into paragraphs with what it says of each, and read like any
//! other file (brackets, markers, alternatives).

mod inline;
mod table;

use std::collections::{BTreeSet, HashMap};

use client_core::{
    import::{
        ImportError, from_source,
        source::{Cell, Paragraph, Shape, Source, Tracked},
    },
    model::{Diagnostic, Directory, ParagraphId, ParagraphKind, Place, Severity, Standings, Style},
};
use uuid::Uuid;

use inline::collapsed;

use super::{
    Read, ReadError,
    tree::{Child, Node, Tree},
};
use crate::whole::Whole;

/// Elements that hold others of a hierarchy, each with a number of its own.
const HIERARCHY: [&str; 29] = [
    "alinea",
    "article",
    "book",
    "chapter",
    "clause",
    "division",
    "hcontainer",
    "indent",
    "item",
    "level",
    "list",
    "paragraph",
    "part",
    "point",
    "proviso",
    "recital",
    "rule",
    "section",
    "subchapter",
    "subclause",
    "subdivision",
    "sublist",
    "subparagraph",
    "subpart",
    "subrule",
    "subsection",
    "subtitle",
    "tome",
    "transitional",
];

/// Elements whose words are not those of the text.
const PASSED_OVER: [&str; 5] = ["meta", "toc", "componentRef", "documentRef", "img"];

/// The languages whose tag is not the three letters that documents have.
const LANGUAGES: [(&str, &str); 6] =
    [("ara", "ar"), ("eng", "en"), ("spa", "es"), ("fra", "fr"), ("rus", "ru"), ("zho", "zh")];

/// What the identities of a preamble's paragraphs derive from.
const PREAMBLE: Uuid = Uuid::from_u128(0x8f0c_5be2_6d0e_4f7a_9c1d_3a1e_55b0_7741);

/// What can be told of a draft.
pub(super) fn read(tree: &Tree) -> Result<Read, ReadError> {
    let mut reader = Reader::new(tree);
    if let Some(root) = tree.nodes.first() {
        reader.block(root, Within::default());
    }
    reader.end();
    let mut source = std::mem::take(&mut reader.source);
    source.language = language(tree);
    // Its title is one of its parts, and so are the titles of its annexes.
    source.is_one = true;
    if reader.left_out > 0 {
        let message =
            format!("{} tables of contents, pictures and references to other documents are left out", reader.left_out);
        let hint = "Look into the document itself for them.";
        let found = Diagnostic::new("left-out", Severity::Note, Place::default(), message, hint);
        source.diagnostics.push(found.with("count", reader.left_out));
    }
    let name = tree.find("FRBRthis").and_then(|this| this.get("value")).unwrap_or("akn").to_owned();
    let imported = from_source(&name, source, &Directory::default()).map_err(|error| match error {
        ImportError::Empty => ReadError::Empty,
        error => ReadError::Words(error),
    })?;
    let mut draft = imported.drafts.into_iter().next().ok_or(ReadError::Empty)?;
    for paragraph in &mut draft.paragraphs {
        if paragraph.kind == ParagraphKind::Operative && reader.preamble.contains(&paragraph.id) {
            paragraph.kind = ParagraphKind::Preambular;
        }
    }
    let whole = Whole { draft, standings: Standings::default(), record: Vec::new() };
    Ok(Read { whole, diagnostics: imported.diagnostics })
}

fn language(tree: &Tree) -> Option<String> {
    let said = tree.find("FRBRlanguage")?.get("language")?;
    let known = LANGUAGES.iter().find(|(three, _)| said.eq_ignore_ascii_case(three));
    let is_tag = said.len() <= 35 && said.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !said.is_empty();
    known.map(|(_, tag)| (*tag).to_owned()).or_else(|| is_tag.then(|| said.to_owned()))
}

/// Where the reading is.
#[derive(Clone, Copy, Default)]
struct Within {
    style: Style,
    /// How many elements with a number, and without a heading, are around.
    depth: u8,
    /// How many elements with a heading.
    level: u8,
    preamble: bool,
    shape: Option<Holder>,
}

/// What the paragraphs are in.
#[derive(Clone, Copy)]
enum Holder {
    Cell(Cell),
    Note(u32),
}

struct Reader<'a> {
    tree: &'a Tree,
    source: Source,
    /// Who is meant by a reference.
    shown: HashMap<&'a str, &'a str>,
    open: Option<Paragraph>,
    /// The label of the paragraph that comes next.
    label: Option<String>,
    identity: Option<ParagraphId>,
    identities: BTreeSet<ParagraphId>,
    /// The paragraphs of the preamble.
    preamble: BTreeSet<ParagraphId>,
    tracked: Vec<Tracked>,
    tables: u32,
    notes: u32,
    /// Footnotes that were called in the paragraph under way.
    called: Vec<(u32, &'a Node)>,
    left_out: usize,
}

impl<'a> Reader<'a> {
    fn new(tree: &'a Tree) -> Self {
        let references = tree.nodes.iter().filter(|node| node.name.starts_with("TLC"));
        Self {
            tree,
            source: Source::default(),
            shown: references.filter_map(|node| Some((node.get("eId")?, node.get("showAs")?))).collect(),
            open: None,
            label: None,
            identity: None,
            identities: BTreeSet::new(),
            preamble: BTreeSet::new(),
            tracked: Vec::new(),
            tables: 0,
            notes: 0,
            called: Vec::new(),
            left_out: 0,
        }
    }

    /// An element that stands between paragraphs.
    fn block(&mut self, node: &'a Node, mut within: Within) {
        let name = node.name.as_str();
        if PASSED_OVER.contains(&name) {
            self.left_out += usize::from(name != "meta");
            return;
        }
        if let Some(id) = node.get("wId").and_then(|id| id.parse().ok()) {
            self.identity = Some(id);
        }
        let has_words =
            node.children.iter().any(|child| matches!(child, Child::Words(words) if !words.trim().is_empty()));
        match name {
            "preamble" => self.inside(node, Within { preamble: true, ..within }),
            "num" => {
                let label = collapsed(&self.tree.words(node));
                self.label = Some(label).filter(|label| !label.is_empty());
            }
            "heading" | "crossHeading" => self.holder(node, within, Shape::Heading(within.level.max(1))),
            "docTitle" => self.holder(node, within, Shape::Title),
            "p" if self.has(node, "docTitle") => self.holder(node, within, Shape::Title),
            "p" | "block" | "subheading" | "caption" | "listIntroduction" | "listWrapUp" => {
                self.holder(node, within, Shape::Body);
            }
            "table" => self.table(node, within),
            "li" => {
                self.label.get_or_insert_with(|| "•".into());
                within.depth = within.depth.saturating_add(1);
                if has_words { self.holder(node, within, Shape::Item) } else { self.inside(node, within) }
            }
            _ if has_words => self.holder(node, within, Shape::Body),
            _ => {
                if HIERARCHY.contains(&name) {
                    self.label = None;
                    match self.has(node, "heading") {
                        true => within.level = within.level.saturating_add(1),
                        false if self.has(node, "num") => within.depth = within.depth.saturating_add(1),
                        false => {}
                    }
                }
                self.inside(node, within);
            }
        }
    }

    fn inside(&mut self, node: &'a Node, within: Within) {
        for child in &node.children {
            if let Child::Element(at) = child {
                self.block(&self.tree.nodes[*at], within);
            }
        }
    }

    fn has(&self, node: &Node, name: &str) -> bool {
        node.children.iter().any(|child| matches!(child, Child::Element(at) if self.tree.nodes[*at].name == name))
    }

    /// An element that holds words.
    fn holder(&mut self, node: &'a Node, within: Within, shape: Shape) {
        self.begin(within, shape.clone());
        self.inline(node, within, &shape);
        self.end();
        for (key, note) in std::mem::take(&mut self.called) {
            (self.label, self.identity) = (None, None);
            self.inside(note, Within { shape: Some(Holder::Note(key)), ..Within::default() });
        }
    }

    fn begin(&mut self, within: Within, shape: Shape) {
        self.end();
        let label = self.label.take();
        let shape = match within.shape {
            Some(Holder::Cell(cell)) => Shape::Cell(cell),
            Some(Holder::Note(key)) => Shape::Note(key),
            None if label.is_some() && shape == Shape::Body => Shape::Item,
            None => shape,
        };
        // A paragraph is found again by its identity: one that the document has not is derived from its place.
        let place = self.source.paragraphs.len() + 1;
        let own = self.identity.take().filter(|id| !self.identities.contains(id));
        let derived = || ParagraphId::derived(PREAMBLE, &place.to_string());
        let identity = own.or_else(|| within.preamble.then(derived));
        self.identities.extend(identity);
        self.preamble.extend(identity.filter(|_| within.preamble));
        self.open = Some(Paragraph {
            label: label.filter(|_| !matches!(shape, Shape::Note(_))),
            depth: within.depth.saturating_sub(1),
            identity,
            place: Place { line: place, column: 1 },
            shape,
            ..Paragraph::default()
        });
    }

    fn end(&mut self) {
        let Some(paragraph) = self.open.take() else { return };
        if !paragraph.is_blank() || paragraph.label.is_some() || matches!(paragraph.shape, Shape::Cell(_)) {
            self.source.paragraphs.push(paragraph);
        }
    }

    fn children(&self, node: &'a Node) -> Vec<&'a Node> {
        let tree = self.tree;
        let element = |child: &'a Child| if let Child::Element(at) = child { tree.nodes.get(*at) } else { None };
        node.children.iter().filter_map(element).collect()
    }
}
