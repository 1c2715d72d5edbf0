//! Places of a draft by the names that a story gives them.

use client_core::{
    model::{AlternativeSetId, BracketId, Draft, Extent, InlineExt, Occurrence, ParagraphId, numbering, occurrences},
    schema::{Element, elements},
};

use super::story::Bracket;

/// The language of the labels in a story.
const LABELS: &str = "en";

/// A paragraph by its label, that of its parent before it where it needs one, or by words that stand in it.
pub fn paragraph(draft: &Draft, name: &str) -> Result<ParagraphId, String> {
    let labels = numbering::labels(draft, LABELS);
    let mut parent = None;
    let mut path = name.split('/').peekable();
    while let Some(step) = path.next() {
        let under = |id: ParagraphId| parent.is_none() || draft.paragraph(id).and_then(|p| p.parent) == parent;
        let found =
            draft.paragraphs.iter().find(|p| labels.get(&p.id).is_some_and(|label| label == step) && under(p.id));
        match found {
            Some(found) if path.peek().is_none() => return Ok(found.id),
            Some(found) => parent = Some(found.id),
            None => break,
        }
    }
    let mut holding = draft.paragraphs.iter().filter(|paragraph| paragraph.content.words().contains(name));
    match (holding.next(), holding.next()) {
        (Some(only), None) => Ok(only.id),
        (Some(_), Some(_)) => Err(format!("several paragraphs hold “{name}”")),
        (None, _) => Err(format!("no paragraph is called “{name}” or holds these words")),
    }
}

/// Where words stand in a paragraph, as offsets in code points; they may go over the edges of brackets.
pub fn words(draft: &Draft, paragraph: ParagraphId, words: &str) -> Result<(usize, usize), String> {
    let units = draft.paragraph(paragraph).map(|p| elements(&p.content)).unwrap_or_default();
    let characters = units.iter().enumerate().filter_map(|(at, unit)| match unit {
        Element::Char(c, _) => Some((at, *c)),
        Element::Anchor(_) => None,
    });
    let (places, text): (Vec<usize>, Vec<char>) = characters.unzip();
    let wanted: Vec<char> = words.chars().collect();
    let found = text.windows(wanted.len().max(1)).position(|window| window == wanted);
    let found = found.ok_or_else(|| format!("the paragraph does not hold “{words}”"))?;
    Ok((places[found], places[found + wanted.len() - 1] + 1))
}

/// A bracket.
pub fn bracket(draft: &Draft, name: &Bracket) -> Result<Occurrence, String> {
    let at = name.at.as_deref().map(|at| paragraph(draft, at)).transpose()?;
    let whole = |id: BracketId| draft.brackets.get(&id).is_some_and(|b| matches!(b.extent, Extent::Draft { .. }));
    let fits = |found: &Occurrence| {
        if at.is_none() && name.words.is_empty() { whole(found.bracket) } else { found.words.starts_with(&name.words) }
    };
    let mut found = occurrences(draft).into_iter().filter(|found| at.is_none() || found.paragraph == at).filter(fits);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        // Of two that begin alike the one with just these words.
        (Some(first), Some(second)) => {
            let mut exact = [first, second].into_iter().filter(|found| found.words == name.words);
            exact.next().ok_or_else(|| format!("several brackets begin with “{}”", name.words))
        }
        (None, _) => Err(format!("no bracket begins with “{}”", name.words)),
    }
}

/// A set of alternatives by the numbers of its base, and one of its versions: `None` is the base.
pub fn version(draft: &Draft, to: &str, version: &str) -> Result<(AlternativeSetId, Option<ParagraphId>), String> {
    let labels = numbering::labels(draft, LABELS);
    let name = |base: &[ParagraphId]| {
        let numbers = base.iter().filter_map(|id| draft.paragraph(*id)?.numeral.as_ref()).map(numbering::numeral);
        numbers.collect::<Vec<_>>().join("+")
    };
    let set = draft.alternatives.values().find(|set| name(&set.base) == to);
    let set = set.ok_or_else(|| format!("there are no alternatives to {to}"))?;
    if version == "base" {
        return Ok((set.id, None));
    }
    let variant = draft.variants(set.id).find(|variant| labels.get(&variant.id).is_some_and(|label| label == version));
    variant.map(|variant| (set.id, Some(variant.id))).ok_or_else(|| format!("{to} has no version {version}"))
}
