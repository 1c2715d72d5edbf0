//! The document: preface, preamble and body, paragraph by paragraph.

mod inline;
mod tables;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use client_core::model::{Anchor, Draft, Extent, Inline, ParagraphId, ParagraphKind, numbering};

use super::{
    AknOptions, NAMESPACE, OWN_NAMESPACE,
    marks::{Mark, marks},
    meta::{self, References, bracket_name},
    names,
    xml::Xml,
};
use crate::{kinds, whole::Whole};

/// How deep sections stand in one another at most; headings that are deeper go on at this depth.
const MAX_SECTIONS: u8 = 16;

/// Writes the document.
pub(super) fn write(whole: &Whole, options: &AknOptions) -> String {
    let mut xml = Xml::default();
    let marks = marks(whole);
    let references = References::of(whole, marks.values());
    xml.open("akomaNtoso", &[("xmlns", NAMESPACE), ("xmlns:adref", OWN_NAMESPACE)]);
    xml.line();
    xml.open("statement", &[("name", "resolutionDraft"), ("contains", "singleVersion")]);
    xml.line();
    meta::write(&mut xml, whole, options, &references);
    let language = options.labels.as_deref().unwrap_or(&whole.draft.language);
    let mut writer = Writer::new(whole, xml, language, marks, references);
    writer.all();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", writer.xml.finish())
}

struct Writer<'a> {
    draft: &'a Draft,
    whole: &'a Whole,
    xml: Xml,
    labels: BTreeMap<ParagraphId, String>,
    eids: HashMap<ParagraphId, String>,
    /// What stands under each paragraph, by position.
    children: Vec<Vec<usize>>,
    marks: HashMap<(usize, usize), Mark>,
    references: References,
    /// The footnotes that are written where they are called, by the place of the call.
    called: HashMap<(usize, usize), usize>,
    moot: BTreeSet<ParagraphId>,
}

/// How a paragraph is written where it stands.
#[derive(Clone, Copy)]
enum Place {
    /// In the body: elements of a hierarchy.
    Body,
    /// In the preamble: containers.
    Preamble,
}

impl<'a> Writer<'a> {
    fn new(
        whole: &'a Whole,
        xml: Xml,
        language: &str,
        marks: HashMap<(usize, usize), Mark>,
        references: References,
    ) -> Self {
        let draft = &whole.draft;
        let at: HashMap<ParagraphId, usize> = draft.paragraphs.iter().map(|p| p.id).zip(0..).collect();
        let mut children = vec![Vec::new(); draft.paragraphs.len()];
        for (index, paragraph) in draft.paragraphs.iter().enumerate() {
            if let Some(parent) = paragraph.parent.and_then(|parent| at.get(&parent)) {
                children[*parent].push(index);
            }
        }
        let labels = numbering::labels(&draft.ordered(&whole.standings), language);
        let called = called(draft, &at, &children);
        let placed: HashSet<usize> = called.values().copied().collect();
        children.iter_mut().for_each(|under| under.retain(|child| !placed.contains(child)));
        Self {
            eids: names::eids(draft, &labels),
            moot: whole.standings.moot(draft),
            draft,
            whole,
            xml,
            labels,
            children,
            marks,
            references,
            called,
        }
    }

    fn all(&mut self) {
        let placed: HashSet<usize> = self.called.values().copied().collect();
        let tops = self.draft.paragraphs.iter().enumerate().filter(|(_, paragraph)| paragraph.parent.is_none());
        let tops: Vec<usize> = tops.map(|(at, _)| at).filter(|at| !placed.contains(at)).collect();
        let is = |at: &usize, kinds: &[ParagraphKind]| kinds.contains(&self.draft.paragraphs[*at].kind);
        let in_front =
            |at: &&usize| is(at, &[ParagraphKind::Title, ParagraphKind::Front]) && self.children[**at].is_empty();
        let front = tops.iter().take_while(in_front).count();
        let (preface, rest) = tops.split_at(front);
        let (preamble, body) = rest.split_at(rest.iter().take_while(|at| is(at, &[ParagraphKind::Preambular])).count());
        if !preface.is_empty() {
            self.xml.open("preface", &[]);
            self.xml.line();
            preface.iter().for_each(|at| self.front(*at));
            self.xml.close();
            self.xml.line();
        }
        if !preamble.is_empty() {
            self.xml.open("preamble", &[]);
            self.xml.line();
            preamble.iter().for_each(|at| self.contained(*at));
            self.xml.close();
            self.xml.line();
        }
        let around = self.draft.brackets.values().filter(|bracket| bracket.extent != Extent::Anchored);
        let around: Vec<String> = around.map(|bracket| format!("#{}", bracket_name(bracket.id))).collect();
        self.xml.open("mainBody", &[("refersTo", &around.join(" "))]);
        self.xml.line();
        self.body(body);
        self.xml.close();
        self.xml.line();
    }

    /// The body: headings open sections, further titles open annexes.
    fn body(&mut self, tops: &[usize]) {
        if tops.is_empty() {
            self.xml.empty("p", &[]);
            self.xml.line();
        }
        let mut open: Vec<u8> = Vec::new();
        for at in tops {
            let paragraph = &self.draft.paragraphs[*at];
            let rank = match paragraph.kind {
                ParagraphKind::Title => 0,
                ParagraphKind::Heading => paragraph.level.clamp(1, MAX_SECTIONS),
                _ => {
                    self.hierarchy(*at);
                    continue;
                }
            };
            while open.last().is_some_and(|before| *before >= rank) {
                open.pop();
                self.xml.close();
                self.xml.line();
            }
            let (element, name) = if rank == 0 { ("hcontainer", "annex") } else { ("section", "") };
            self.start(element, name, *at);
            self.number(*at);
            self.xml.open("heading", &[]);
            self.words(*at);
            self.xml.close();
            self.xml.line();
            self.children[*at].clone().into_iter().for_each(|child| self.hierarchy(child));
            open.push(rank);
        }
        for _ in open {
            self.xml.close();
            self.xml.line();
        }
    }

    /// A line of the preface.
    fn front(&mut self, at: usize) {
        self.start("p", "", at);
        self.inline_number(at);
        if self.draft.paragraphs[at].kind == ParagraphKind::Title {
            self.xml.open("docTitle", &[]);
            self.words(at);
            self.xml.close();
        } else {
            self.words(at);
        }
        self.xml.close();
        self.xml.line();
    }

    /// A paragraph of the preamble, with what stands under it.
    fn contained(&mut self, at: usize) {
        if self.is_table(at) {
            return self.table(at, Place::Preamble);
        }
        self.start("container", kinds::name(self.draft.paragraphs[at].kind), at);
        self.xml.open("p", &[]);
        self.inline_number(at);
        self.words(at);
        self.xml.close();
        self.xml.line();
        self.children[at].clone().into_iter().for_each(|child| self.contained(child));
        self.xml.close();
        self.xml.line();
    }

    /// A paragraph of the body, with what stands under it.
    fn hierarchy(&mut self, at: usize) {
        if self.is_table(at) {
            return self.table(at, Place::Body);
        }
        let paragraph = &self.draft.paragraphs[at];
        match paragraph.kind {
            ParagraphKind::Operative => self.start("paragraph", "", at),
            ParagraphKind::SubItem => self.start("subparagraph", "", at),
            ParagraphKind::Bullet => self.start("point", "", at),
            other => self.start("hcontainer", kinds::name(other), at),
        }
        self.number(at);
        if let Some(idea) = paragraph.idea.as_deref().filter(|idea| !idea.is_empty()) {
            self.xml.leaf("heading", &[("class", "idea")], idea);
        }
        let children = self.children[at].clone();
        self.xml.open(if children.is_empty() { "content" } else { "intro" }, &[]);
        self.xml.open("p", &[]);
        self.words(at);
        self.xml.close();
        self.xml.close();
        self.xml.line();
        children.into_iter().for_each(|child| self.hierarchy(child));
        self.xml.close();
        self.xml.line();
    }

    /// Opens the element of a paragraph.
    fn start(&mut self, element: &'static str, name: &str, at: usize) {
        let paragraph = &self.draft.paragraphs[at];
        let mut classes = vec![kinds::name(paragraph.kind)];
        let standing = self.whole.standings.paragraphs.get(&paragraph.id);
        classes.extend(standing.map(|standing| standing.name()));
        let base = paragraph.variant_of.and_then(|set| self.draft.alternatives.get(&set)?.base.first());
        classes.extend(base.map(|_| "alternative"));
        let of_base = base.and_then(|base| self.eids.get(base)).cloned().unwrap_or_default();
        let status = if self.moot.contains(&paragraph.id) || self.draft.is_gone(paragraph, &self.whole.standings) {
            "removed"
        } else if paragraph.kind == ParagraphKind::Placeholder {
            "incomplete"
        } else {
            ""
        };
        let identity = paragraph.id.to_string();
        let eid = self.eids.get(&paragraph.id).cloned().unwrap_or_default();
        let attributes = [
            ("name", name),
            ("eId", &eid),
            ("wId", &identity),
            ("class", &classes.join(" ")),
            ("status", status),
            ("alternativeTo", &of_base),
        ];
        self.xml.open(element, &attributes);
    }

    /// The label, as an element of a hierarchy has it.
    fn number(&mut self, at: usize) {
        if let Some(label) = self.labels.get(&self.draft.paragraphs[at].id) {
            self.xml.leaf("num", &[], label);
        }
    }

    /// The label, where there is no element for it.
    fn inline_number(&mut self, at: usize) {
        if let Some(label) = self.labels.get(&self.draft.paragraphs[at].id) {
            self.xml.leaf("inline", &[("name", "num")], &format!("{label} "));
        }
    }
}

/// The footnotes that are written where they are called first: those that nothing stands under. What a footnote calls is written
/// where it stands, so that footnotes do not stand in one another.
fn called(draft: &Draft, at: &HashMap<ParagraphId, usize>, children: &[Vec<usize>]) -> HashMap<(usize, usize), usize> {
    let mut found = HashMap::new();
    let mut seen = HashSet::new();
    let callers = draft.paragraphs.iter().enumerate().filter(|(_, p)| p.kind != ParagraphKind::Note);
    for (index, paragraph) in callers {
        for (piece_at, piece) in paragraph.content.iter().enumerate() {
            let Inline::Anchor(Anchor::Note(id)) = piece else { continue };
            if let Some(note) = at.get(id).filter(|note| children[**note].is_empty())
                && draft.paragraphs[*note].kind == ParagraphKind::Note
                && seen.insert(*note)
            {
                found.insert((index, piece_at), *note);
            }
        }
    }
    found
}
