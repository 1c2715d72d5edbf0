//! From paragraphs with signs to drafts with brackets, notes and alternatives.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    alternatives,
    brackets::{self, Fate, Pair},
    findings::Findings,
    glyph::{Glyph, is_han, words},
    notes, proposals,
    raw::{Raw, RawDraft},
};
use crate::model::{
    Anchor, Bracket, BracketId, Draft, DraftId, DraftKind, Extent, Inline, InlineExt, Paragraph, ParagraphId,
    ParagraphKind, Severity, Style,
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

/// Builds the drafts of a text.
pub(super) fn build(name: &str, raw: Vec<RawDraft>, findings: &mut Findings) -> Vec<Draft> {
    let root = Uuid::new_v5(&NAMESPACE, name.as_bytes());
    let (fates, pairs) = brackets::resolve(root, &raw, findings);
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
        draft.brackets = register(index, &pairs);
        fill(&mut draft, raw, &mut fates, findings);
        drafts.push(draft);
    }
    proposals::propose(&raw, &mut drafts, &pairs, findings);
    drafts
}

/// Says that the brackets of a text that is not negotiated are plain signs.
fn report_signs(raw: &RawDraft, findings: &mut Findings) {
    let mut signs = raw.paragraphs.iter().flat_map(|raw| &raw.glyphs).filter(|glyph| glyph.opens() || glyph.closes());
    if let Some(first) = signs.next() {
        let message = format!("this text is a report and has {} bracket signs", 1 + signs.count());
        let hint = "They were kept as plain signs: a report is read and not negotiated.";
        findings.add("report-brackets", Severity::Note, first.place(), message, hint);
    }
}

/// The brackets of the `index`-th draft.
fn register(index: usize, pairs: &[Pair]) -> BTreeMap<BracketId, Bracket> {
    let here = pairs.iter().filter(|pair| (pair.drafts.0..=pair.drafts.1).contains(&index));
    here.map(|pair| {
        let mut bracket = Bracket::new(pair.id);
        bracket.full_width = pair.full_width;
        if pair.drafts.0 != pair.drafts.1 {
            bracket.extent = Extent::Draft { opens: pair.drafts.0 == index, closes: pair.drafts.1 == index };
        }
        (pair.id, bracket)
    })
    .collect()
}

/// Gives the draft its paragraphs and alternatives.
fn fill(draft: &mut Draft, raw: &RawDraft, fates: &mut impl Iterator<Item = Fate>, findings: &mut Findings) {
    let ids: Vec<ParagraphId> = (1..=raw.paragraphs.len())
        .map(|number| ParagraphId::derived(draft.id.0, &format!("paragraph {number}")))
        .collect();
    let mut notes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, raw) in raw.paragraphs.iter().enumerate().filter(|(_, raw)| raw.kind == ParagraphKind::Note) {
        notes.entry(raw.marker.as_deref().unwrap_or_default()).or_default().push(at);
    }
    let (sets, variants) = alternatives::resolve(draft.id.0, raw, &ids, findings);
    draft.alternatives = sets;
    for (at, (raw_paragraph, id)) in raw.paragraphs.iter().zip(&ids).enumerate() {
        // The note of a call is the next one with its sign, since notes stand at the foot of the page.
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
        paragraph.content = content(&raw_paragraph.glyphs, draft.kind, fates, note);
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

/// Words and anchors of a paragraph.
fn content(
    glyphs: &[Glyph],
    kind: DraftKind,
    fates: &mut impl Iterator<Item = Fate>,
    note: impl Fn(&str) -> Option<ParagraphId>,
) -> Vec<Inline> {
    let mut pieces: Vec<Inline> = Vec::new();
    let mut skip = 0;
    for (at, glyph) in glyphs.iter().enumerate() {
        if skip > 0 {
            skip -= 1;
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
                let style = Style { bold: glyph.bold, ..Style::default() };
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
