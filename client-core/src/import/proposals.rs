//! What a person may want to decide about brackets: linked occurrences of one question, brackets that stand or fall
//! together, slashes.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    brackets::Pair,
    findings::Findings,
    glyph::{Glyph, is_url},
    raw::RawDraft,
};
use crate::model::{Anchor, BracketId, Draft, DraftKind, Inline, ParagraphKind, Place, Severity};

/// Adds the proposals to the registers of the drafts and says that they are proposals.
pub(super) fn propose(raw: &[RawDraft], drafts: &mut [Draft], pairs: &[Pair], findings: &mut Findings) {
    let places: BTreeMap<BracketId, Place> = pairs.iter().map(|pair| (pair.id, pair.place)).collect();
    let anchored = || pairs.iter().filter(|pair| pair.drafts.0 == pair.drafts.1);
    let edges = Edges {
        opens: anchored().map(|pair| pair.place).collect(),
        closes: anchored().map(|pair| pair.closes).collect(),
    };
    for (raw, draft) in raw.iter().zip(drafts).filter(|(raw, _)| raw.kind == DraftKind::Draft) {
        // What somebody inserted or deleted is a question of its own.
        linked(draft, &places, findings);
        correlated(draft, &places, findings);
        let mut depth = 0;
        for paragraph in raw.paragraphs.iter().filter(|raw| raw.kind != ParagraphKind::Note) {
            slashes(&paragraph.glyphs, &edges, &mut depth, findings);
        }
    }
}

/// Where brackets of one draft open and close; a bracket around whole drafts is not among them.
struct Edges {
    opens: BTreeSet<Place>,
    closes: BTreeSet<Place>,
}

/// A bracket that begins and ends in one paragraph.
struct Local {
    id: BracketId,
    words: String,
    /// How many brackets of the paragraph it stands in.
    depth: usize,
    /// How many sentences of the paragraph end before it.
    sentence: usize,
}

/// The brackets of a paragraph that begin and end in it.
fn local(content: &[Inline]) -> Vec<Local> {
    // A hostile paragraph nests without end; brackets so deep are no proposal's business.
    const DEEPEST: usize = 32;
    let (mut found, mut open): (Vec<Local>, Vec<Local>) = (Vec::new(), Vec::new());
    let mut sentence = 0;
    let mut too_deep = 0_usize;
    for piece in content {
        match piece {
            Inline::Anchor(Anchor::Open(_)) if open.len() >= DEEPEST => too_deep += 1,
            Inline::Anchor(Anchor::Open(id)) => {
                open.push(Local { id: *id, words: String::new(), depth: open.len(), sentence });
            }
            Inline::Anchor(Anchor::Close(_)) if too_deep > 0 => too_deep -= 1,
            Inline::Anchor(Anchor::Close(id)) => {
                if open.last().is_some_and(|local| local.id == *id) {
                    found.extend(open.pop());
                }
            }
            Inline::Anchor(_) => {}
            Inline::Text { text, .. } => {
                // Nothing here looks at more words than these.
                for local in open.iter_mut().filter(|local| local.words.len() < 400) {
                    local.words.extend(text.chars().take(100));
                }
                sentence += text.matches(['。', '？', '！']).count() + text.matches(". ").count();
            }
        }
    }
    found
}

/// Brackets with the same choice inside are one question: decide once, applied everywhere.
fn linked(draft: &mut Draft, places: &BTreeMap<BracketId, Place>, findings: &mut Findings) {
    let mut questions: BTreeMap<String, Vec<BracketId>> = BTreeMap::new();
    for bracket in draft.paragraphs.iter().flat_map(|paragraph| local(&paragraph.content)) {
        let question: String = bracket.words.replace('／', "/").split_whitespace().collect();
        // A choice and no more: a long text that is printed twice is another matter.
        if question.contains('/') && question.chars().count() <= 80 && places.contains_key(&bracket.id) {
            questions.entry(question).or_default().push(bracket.id);
        }
    }
    for (question, ids) in questions.into_iter().filter(|(_, ids)| ids.len() > 1) {
        let lines: Vec<String> =
            ids.iter().filter_map(|id| places.get(id)).map(|place| place.line.to_string()).collect();
        if let Some(place) = ids.first().and_then(|id| places.get(id)) {
            let message = format!("[{question}] stands {} times: lines {}", ids.len(), lines.join(", "));
            let hint = "Proposal: one question, decided once for all of them. Separate them if they are not.";
            let named = findings.add("linked-brackets", Severity::Note, *place, message, hint);
            named.with("words", &question).with("count", ids.len()).with("lines", lines.join(", "));
        }
        for id in ids {
            if let Some(bracket) = draft.brackets.get_mut(&id) {
                bracket.question = Some(question.clone());
            }
        }
    }
}

/// Brackets of one sentence stand or fall together when one of them begins with a comma: `[just as] … [so too][, if …]`.
fn correlated(draft: &mut Draft, places: &BTreeMap<BracketId, Place>, findings: &mut Findings) {
    let mut packages: Vec<Vec<Local>> = Vec::new();
    for paragraph in &draft.paragraphs {
        let mut sentences: BTreeMap<usize, Vec<Local>> = BTreeMap::new();
        for bracket in local(&paragraph.content) {
            let printed = places.contains_key(&bracket.id);
            if printed && bracket.depth == 0 && !bracket.words.contains(['/', '／']) {
                sentences.entry(bracket.sentence).or_default().push(bracket);
            }
        }
        let hinges = |local: &Local| local.words.starts_with(['，', ',']);
        packages.extend(sentences.into_values().filter(|group| group.len() > 1 && group.iter().any(hinges)));
    }
    for group in packages {
        let short: Vec<String> = group.iter().map(|local| local.words.chars().take(8).collect()).collect();
        let package = short.join(" … ");
        if let Some(place) = group.first().and_then(|local| places.get(&local.id)) {
            let message = format!("{} brackets of one sentence seem to stand or fall together: {package}", group.len());
            let hint = "Proposal: one package, decided together. Separate them if each can be decided alone.";
            let named = findings.add("correlated-brackets", Severity::Warning, *place, message, hint);
            named.with("words", &package).with("count", group.len());
        }
        for local in group {
            if let Some(bracket) = draft.brackets.get_mut(&local.id) {
                bracket.package = Some(package.clone());
            }
        }
    }
}

/// A slash is never resolved without a person. Fractions, symbols (`56/183`) and addresses are no choice.
fn slashes(glyphs: &[Glyph], edges: &Edges, depth: &mut usize, findings: &mut Findings) {
    for (at, glyph) in glyphs.iter().enumerate() {
        *depth += usize::from(glyph.opens() && edges.opens.contains(&glyph.place()));
        *depth -= usize::from(glyph.closes() && edges.closes.contains(&glyph.place())).min(*depth);
        if !matches!(glyph.c, '/' | '／') || is_symbol(glyphs, at) {
            continue;
        }
        let inside = *depth > 0;
        let code = if inside { "slash-in-bracket" } else { "slash" };
        if !findings.has_room(code) {
            findings.add(code, Severity::Note, glyph.place(), "", "");
            continue;
        }
        let around = |range: std::ops::Range<usize>| -> String {
            range.filter_map(|at| glyphs.get(at)).map(|glyph| glyph.c).collect()
        };
        let said = around(at.saturating_sub(8)..(at + 9).min(glyphs.len()));
        let message = match inside {
            true => format!("a slash inside a bracket may separate two choices: {said}"),
            false => format!("a slash outside brackets may separate two choices: {said}"),
        };
        let hint = "The slash stays in the text; a person decides whether it is a choice.";
        findings.add(code, Severity::Note, glyph.place(), message, hint).with("words", said);
    }
}

/// A slash between two digits, or in a word that is an address.
fn is_symbol(glyphs: &[Glyph], at: usize) -> bool {
    let digit = |at: Option<usize>| at.and_then(|at| glyphs.get(at)).is_some_and(|glyph| glyph.c.is_ascii_digit());
    if digit(at.checked_sub(1)) && digit(Some(at + 1)) {
        return true;
    }
    // An address is ASCII and not longer than this.
    let start =
        glyphs.get(..at).unwrap_or_default().iter().rev().take(200).take_while(|g| g.c.is_ascii_graphic()).count();
    let word: String = glyphs.iter().skip(at - start).take(start + 1).map(|glyph| glyph.c).collect();
    let word = word.trim_start_matches(['(', '<', '[']);
    is_url(word) || word == "http:/" || word == "https:/"
}
