//! From paragraphs with signs to drafts with brackets, notes and alternatives.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    alternatives,
    brackets::{self, Fate, Pair},
    findings::Findings,
    glyph::{Glyph, Mark, is_han, words},
    notes, proposals,
    raw::{Raw, RawDraft},
    source::{Tracked, TrackedKind},
};
use crate::model::{
    Anchor, Bracket, BracketId, Directory, Draft, DraftId, DraftKind, Extent, Inline, InlineExt, Paragraph,
    ParagraphId, ParagraphKind, Severity, Wish,
};
use uuid::Uuid;

/// The namespace of all identities that an import gives.
const NAMESPACE: Uuid = Uuid::from_u128(0x3b0e_7a52_64c1_4f0b_9d6e_2f58_a1c7_90e4);

/// Short names of documents whose titles are known; any other takes the name of its file.
const SLUGS: [(&str, &str); 6] = [
    ("主席之友小组”工作的报告", "gfc-report"),
    ("Group of Friends of the Chair", "gfc-report"),
    ("突尼斯承诺", "tunis-commitment"),
    ("Tunis Commitment", "tunis-commitment"),
    ("突尼斯行动议程", "tunis-agenda"),
    ("Tunis Agenda", "tunis-agenda"),
];

/// The root of all identities that the import of a file gives.
pub(super) fn root(name: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

/// Builds the drafts of a text. `directory` says which authors of tracked changes are delegations.
pub(super) fn build(name: &str, raw: &[RawDraft], directory: &Directory, findings: &mut Findings) -> Vec<Draft> {
    let root = root(name);
    let (fates, pairs) = brackets::resolve(root, raw, findings);
    let mut fates = fates.into_iter();
    let mut slugs = BTreeSet::new();
    let mut drafts: Vec<Draft> = Vec::new();
    for (index, raw) in raw.iter().enumerate() {
        if raw.kind == DraftKind::Reference {
            report_signs(raw, findings);
        }
        let title = title(raw).unwrap_or_else(|| stem(name).to_owned());
        let slug = slug(&title, name, &mut slugs);
        let id = DraftId::derived(root, &format!("draft {}", index + 1));
        let mut draft = Draft::new(id, slug, title, raw.kind);
        draft.language = language(raw);
        draft.columns = raw.columns.clone();
        draft.brackets = register(index, &pairs, raw, directory);
        let tracked = track(root, index, &raw.tracked, directory, &mut draft);
        fill(&mut draft, raw, &tracked, &mut fates, findings);
        drafts.push(draft);
    }
    proposals::propose(raw, &mut drafts, &pairs, findings);
    drafts
}

/// Says that the brackets of a text that is not negotiated are plain signs.
fn report_signs(raw: &RawDraft, findings: &mut Findings) {
    let mut signs = raw.paragraphs.iter().flat_map(|raw| &raw.glyphs).filter(|glyph| glyph.opens() || glyph.closes());
    if let Some(first) = signs.next() {
        let count = 1 + signs.count();
        let message = format!("this text is a report and has {count} bracket signs");
        let hint = "They were kept as plain signs: a report is read and not negotiated.";
        findings.add("report-brackets", Severity::Note, first.place(), message, hint).with("count", count);
    }
}

/// The brackets of the `index`-th draft.
fn register(index: usize, pairs: &[Pair], raw: &RawDraft, directory: &Directory) -> BTreeMap<BracketId, Bracket> {
    let here = pairs.iter().filter(|pair| (pair.drafts.0..=pair.drafts.1).contains(&index));
    here.map(|pair| {
        let mut bracket = Bracket::new(pair.id);
        bracket.full_width = pair.full_width;
        if let Some(author) = raw.signed.get(&pair.place) {
            bracket.opened_by = author.author.clone();
            bracket.delegation = delegation(directory, &author.author);
            bracket.opened_at = author.at;
        }
        if pair.drafts.0 != pair.drafts.1 {
            bracket.extent = Extent::Draft { opens: pair.drafts.0 == index, closes: pair.drafts.1 == index };
        }
        (pair.id, bracket)
    })
    .collect()
}

/// Registers the brackets that tracked changes become: words that somebody inserted may go with their bracket, words that
/// somebody deleted are bracketed with that wish. The identities, in the order of the changes.
fn track(root: Uuid, index: usize, tracked: &[Tracked], directory: &Directory, draft: &mut Draft) -> Vec<BracketId> {
    let mut ids = Vec::with_capacity(tracked.len());
    for (number, change) in tracked.iter().enumerate() {
        let id = BracketId::derived(root, &format!("tracked change {} of draft {}", number + 1, index + 1));
        let mut bracket = Bracket::new(id);
        bracket.opened_by = change.author.clone();
        bracket.delegation = delegation(directory, &change.author);
        bracket.opened_at = change.at;
        match change.kind {
            TrackedKind::Insertion => bracket.inserts = true,
            TrackedKind::Deletion => bracket.wish = Wish::Delete,
        }
        bracket.package = change.moved.as_ref().map(|name| format!("move {name}"));
        draft.brackets.insert(id, bracket);
        ids.push(id);
    }
    ids
}

/// The delegation of the directory that an author's name is, under the name that is kept of it; empty when it is none.
pub(super) fn delegation(directory: &Directory, author: &str) -> String {
    directory.find(author).map_or_else(String::new, |entry| entry.canonical().to_owned())
}

/// The identities of the paragraphs: those of the file, and for the others one that the place among them gives.
pub(super) fn identities(draft: DraftId, raw: &RawDraft) -> Vec<ParagraphId> {
    let mut taken = BTreeSet::new();
    let own = |(at, raw): (usize, &Raw)| {
        let known = raw.identity.filter(|id| taken.insert(*id));
        known.unwrap_or_else(|| ParagraphId::derived(draft.0, &format!("paragraph {}", at + 1)))
    };
    raw.paragraphs.iter().enumerate().map(own).collect()
}

/// Gives the draft its paragraphs and alternatives.
fn fill(
    draft: &mut Draft,
    raw: &RawDraft,
    tracked: &[BracketId],
    fates: &mut impl Iterator<Item = Fate>,
    findings: &mut Findings,
) {
    let ids = identities(draft.id, raw);
    let keyed: BTreeMap<u32, ParagraphId> =
        raw.paragraphs.iter().zip(&ids).filter_map(|(raw, id)| Some((raw.note?, *id))).collect();
    let mut notes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, raw) in raw.paragraphs.iter().enumerate().filter(|(_, raw)| raw.kind == ParagraphKind::Note) {
        // What a mark calls is not called by a sign among the words.
        if raw.note.is_some() {
            continue;
        }
        notes.entry(raw.marker.as_deref().unwrap_or_default()).or_default().push(at);
    }
    let (sets, variants) = alternatives::resolve(draft.id.0, raw, &ids, findings);
    draft.alternatives = sets;
    for (at, (raw_paragraph, id)) in raw.paragraphs.iter().zip(&ids).enumerate() {
        // The note of a call is the next one with its sign, since notes stand at the foot of the page.
        let marks = Marks { tracked, notes: &keyed };
        let note = |sign: &str| {
            let notes = notes.get(sign)?;
            let next = notes.get(notes.partition_point(|&note| note < at)).or(notes.last())?;
            (*next != at).then(|| ids.get(*next).copied()).flatten()
        };
        let mut paragraph = Paragraph::new(*id, raw_paragraph.kind);
        paragraph.parent = raw_paragraph.parent.and_then(|parent| ids.get(parent)).copied();
        paragraph.level = raw_paragraph.level;
        paragraph.numeral = raw_paragraph.numeral.clone();
        paragraph.marker = raw_paragraph.marker.clone();
        paragraph.idea = raw_paragraph.idea.clone();
        paragraph.sources = raw_paragraph.sources.clone();
        paragraph.variant_of = variants.get(&at).copied();
        paragraph.added_in = raw_paragraph.added_in.and_then(|which| tracked.get(which as usize)).copied();
        paragraph.content = content(&raw_paragraph.glyphs, draft.kind, fates, marks, note);
        if !is_empty(raw_paragraph, &paragraph) {
            draft.paragraphs.push(paragraph);
        }
    }
}

/// Whether nothing is left of a paragraph: it held the sign of a bracket around the whole draft.
fn is_empty(raw: &Raw, paragraph: &Paragraph) -> bool {
    paragraph.content.is_empty()
        && !raw.kind.is_container()
        && raw.marker.is_none()
        && raw.idea.is_none()
        && raw.sources.is_empty()
        && !raw.glyphs.is_empty()
}

/// What the marks of a file name.
#[derive(Clone, Copy)]
struct Marks<'a> {
    tracked: &'a [BracketId],
    notes: &'a BTreeMap<u32, ParagraphId>,
}

impl Marks<'_> {
    fn anchor(self, glyph: Glyph) -> Option<Anchor> {
        let tracked = || self.tracked.get(glyph.column as usize).copied();
        match glyph.mark {
            Mark::None => None,
            Mark::Open => tracked().map(Anchor::Open),
            Mark::Close => tracked().map(Anchor::Close),
            Mark::Note => self.notes.get(&glyph.column).copied().map(Anchor::Note),
        }
    }
}

/// Words and anchors of a paragraph.
fn content(
    glyphs: &[Glyph],
    kind: DraftKind,
    fates: &mut impl Iterator<Item = Fate>,
    marks: Marks<'_>,
    note: impl Fn(&str) -> Option<ParagraphId>,
) -> Vec<Inline> {
    let mut pieces: Vec<Inline> = Vec::new();
    let mut skip = 0;
    for (at, glyph) in glyphs.iter().enumerate() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        if glyph.mark != Mark::None {
            pieces.extend(marks.anchor(*glyph).map(Inline::Anchor));
            continue;
        }
        if let Some(sign) = notes::sign_at(glyphs, at)
            && let Some(id) = note(&sign).filter(|_| notes::is_call(glyphs, at, &sign))
        {
            pieces.push(Inline::Anchor(Anchor::Note(id)));
            skip = sign.chars().count() - 1;
            continue;
        }
        // The space after a call that follows the marker is the space before the words: `第二章+ [`.
        if glyph.c == ' ' && matches!(pieces.as_slice(), [Inline::Anchor(Anchor::Note(_))]) {
            continue;
        }
        let is_sign = kind == DraftKind::Draft && (glyph.opens() || glyph.closes());
        match is_sign.then(|| fates.next()).flatten() {
            Some(Fate::Open(id)) => pieces.push(Inline::Anchor(Anchor::Open(id))),
            Some(Fate::Close(id)) => pieces.push(Inline::Anchor(Anchor::Close(id))),
            Some(Fate::Around) => {}
            Some(Fate::Literal) | None => {
                let style = glyph.style();
                match pieces.last_mut() {
                    Some(Inline::Text { text, style: before }) if *before == style => text.push(glyph.c),
                    _ => pieces.push(Inline::Text { text: glyph.c.into(), style }),
                }
            }
        }
    }
    pieces.normalised()
}

fn title(raw: &RawDraft) -> Option<String> {
    let title = raw.paragraphs.iter().find(|raw| raw.kind == ParagraphKind::Title)?;
    let glyphs: Vec<Glyph> = title.glyphs.iter().copied().filter(|glyph| !glyph.opens() && !glyph.closes()).collect();
    let said = words(&glyphs).trim_end_matches(['*', '+']).trim().to_owned();
    (!said.is_empty()).then_some(said)
}

/// The file's name without folders and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// A short name that no other draft of the text has.
fn slug(title: &str, name: &str, taken: &mut BTreeSet<String>) -> String {
    let known = SLUGS.iter().find(|(words, _)| title.contains(words)).map(|(_, slug)| (*slug).to_owned());
    let mut slug = known.unwrap_or_else(|| {
        let mut slug = String::new();
        for c in stem(name).chars() {
            match c.to_ascii_lowercase() {
                c if c.is_ascii_alphanumeric() => slug.push(c),
                _ if slug.ends_with('-') || slug.is_empty() => {}
                _ => slug.push('-'),
            }
        }
        slug.truncate(60);
        let slug = slug.trim_end_matches('-');
        if slug.is_empty() { "draft".into() } else { slug.into() }
    });
    let base = slug.clone();
    let mut number = 2;
    while !taken.insert(slug.clone()) {
        slug = format!("{base}-{number}");
        number += 1;
    }
    slug
}

/// Chinese when a fifth of the letters are Han, else undetermined.
fn language(raw: &RawDraft) -> String {
    let letters = || raw.paragraphs.iter().flat_map(|raw| &raw.glyphs).filter(|glyph| glyph.c.is_alphabetic());
    let (all, han) = (letters().count(), letters().filter(|glyph| is_han(glyph.c)).count());
    if han * 5 >= all && han > 0 { "zh".into() } else { "und".into() }
}
