//! A second version of a document beside the draft that the first one became: paragraph by paragraph, for a person to
//! review.

mod alike;
mod likeness;
mod printed;
mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Anchor, Draft, Inline, Paragraph, ParagraphId, ParagraphKind, Read, Standings, numbering, read};

pub(crate) use likeness::tokens;
use likeness::{compared, likeness};
pub(crate) use printed::unprinted;

/// How much two paragraphs must have in common to be one that was changed, of 1.
const ALIKE: f32 = 0.5;

/// The most comparisons of words that are made to find what is alike; beyond it only identities and labels count.
const COMPARED: usize = 40_000;

/// What became of a paragraph, in the order of the new version; what is gone stands behind what it stood behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The words and brackets are the same.
    Same {
        /// In the draft.
        old: ParagraphId,
        /// In the new version.
        new: ParagraphId,
        /// The words, brackets as signs.
        words: String,
    },
    /// The words or brackets are others.
    Changed {
        /// In the draft.
        old: ParagraphId,
        /// In the new version.
        new: ParagraphId,
        /// How they were matched.
        by: Match,
        /// From the old words to the new ones, brackets as signs.
        words: Vec<Words>,
    },
    /// It is not in the draft.
    New {
        /// In the new version.
        new: ParagraphId,
        /// The words, brackets as signs.
        words: String,
    },
    /// It is not in the new version.
    Gone {
        /// In the draft.
        old: ParagraphId,
        /// The words, brackets as signs.
        words: String,
    },
}

impl Difference {
    /// The words in the draft and those in the new version, brackets as signs.
    pub(crate) fn words(&self) -> (String, String) {
        let words = match self {
            Self::Same { words, .. } => return (words.clone(), words.clone()),
            Self::New { words, .. } => return (String::new(), words.clone()),
            Self::Gone { words, .. } => return (words.clone(), String::new()),
            Self::Changed { words, .. } => words,
        };
        let (mut before, mut after) = (String::new(), String::new());
        for part in words {
            match part {
                Words::Kept(words) => {
                    before.push_str(words);
                    after.push_str(words);
                }
                Words::Gone(words) => before.push_str(words),
                Words::New(words) => after.push_str(words),
            }
        }
        (before, after)
    }
}

/// How two paragraphs were found to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The file kept the identity.
    Identity,
    /// The words are the same, and the brackets.
    Words,
    /// The words are the same, the brackets are others.
    Brackets,
    /// The label is the same, or the place in the row of a table.
    Label,
    /// The words are alike.
    Likeness,
}

/// Words of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// In both.
    Kept(String),
    /// In the draft alone.
    Gone(String),
    /// In the new version alone.
    New(String),
}

/// Compares a draft, as it reads under what was decided, with a new version of it. Containers of tables count with their cells
/// and are not listed.
pub fn onto(draft: &Draft, standings: &Standings, imported: &Draft) -> Vec<Difference> {
    onto_knowing(draft, standings, &unprinted(draft, standings, imported), &Known::default())
}

/// What is known of the paragraphs already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// Which of the draft those of the new version are.
    pub(crate) pairs: BTreeMap<ParagraphId, ParagraphId>,
    /// Those of the draft that are none of the new version's, whatever they read like.
    pub(crate) gone: BTreeSet<ParagraphId>,
}

/// The same, of a version as it is.
pub(crate) fn onto_knowing(draft: &Draft, standings: &Standings, imported: &Draft, known: &Known) -> Vec<Difference> {
    let (draft, none) = (draft.arranged(standings), Standings::default());
    let (old, new) = (sides(&draft, standings), sides(imported, &none));
    let matched = matches((&draft, &old), (imported, &new), known);
    let taken: BTreeSet<usize> = matched.values().map(|(old, _)| *old).collect();
    let mut differences = Vec::with_capacity(new.len());
    // What is gone is told behind the paragraph before it.
    let mut gone: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    let mut last = None;
    for at in 0..old.len() {
        if taken.contains(&at) { last = Some(at) } else { gone.entry(last).or_default().push(at) }
    }
    let mut tell = |after: Option<usize>, differences: &mut Vec<Difference>| {
        let sides = gone.remove(&after).unwrap_or_default().into_iter().filter_map(|at| old.get(at));
        differences.extend(sides.map(|side| Difference::Gone { old: side.paragraph.id, words: side.signs.clone() }));
    };
    tell(None, &mut differences);
    for (at, side) in new.iter().enumerate() {
        let new_id = side.paragraph.id;
        let Some((found, by)) = matched.get(&at).map(|(found, by)| (*found, *by)) else {
            differences.push(Difference::New { new: new_id, words: side.signs.clone() });
            continue;
        };
        let Some(before) = old.get(found) else { continue };
        differences.push(match before.signs == side.signs {
            true => Difference::Same { old: before.paragraph.id, new: new_id, words: side.signs.clone() },
            false => Difference::Changed {
                old: before.paragraph.id,
                new: new_id,
                by,
                words: compared(&before.signs, &side.signs),
            },
        });
        tell(Some(found), &mut differences);
    }
    differences
}

struct Side<'a> {
    paragraph: &'a Paragraph,
    label: Option<String>,
    /// The words with their brackets as signs, white space folded.
    signs: String,
}

/// What people read of a draft, paragraph by paragraph.
fn sides<'a>(draft: &'a Draft, standings: &Standings) -> Vec<Side<'a>> {
    let mut labels = numbering::labels(draft, "en");
    let shown = |read: &Read<'_>| !read.emptied && !read.paragraph.kind.is_container();
    let side = |read: Read<'a>| Side {
        paragraph: read.paragraph,
        label: labels.remove(&read.paragraph.id),
        signs: signs(&read.content),
    };
    read(draft, standings).paragraphs.into_iter().filter(shown).map(side).collect()
}

fn signs(content: &[Inline]) -> String {
    let mut text = String::new();
    for piece in content {
        match piece {
            Inline::Text { text: words, .. } => text.push_str(words),
            Inline::Anchor(Anchor::Open(_)) => text.push('['),
            Inline::Anchor(Anchor::Close(_)) => text.push(']'),
            Inline::Anchor(Anchor::Or(_)) => text.push('/'),
            Inline::Anchor(Anchor::Note(_) | Anchor::Split(_) | Anchor::Erased(_)) => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words without the signs of brackets.
fn plain(signs: &str) -> String {
    signs.chars().filter(|c| !matches!(c, '[' | ']')).collect()
}

/// For each paragraph of the new version the one of the draft that it is.
fn matches(
    (draft, old): (&Draft, &[Side<'_>]),
    (imported, new): (&Draft, &[Side<'_>]),
    known: &Known,
) -> BTreeMap<usize, (usize, Match)> {
    let mut found: BTreeMap<usize, (usize, Match)> = BTreeMap::new();
    let mut free: BTreeSet<usize> = (0..old.len()).filter(|at| !known.gone.contains(&old[*at].paragraph.id)).collect();
    let by_id: HashMap<ParagraphId, usize> = old.iter().enumerate().map(|(at, side)| (side.paragraph.id, at)).collect();
    for (at, side) in new.iter().enumerate() {
        let own = known.pairs.get(&side.paragraph.id).unwrap_or(&side.paragraph.id);
        if let Some(own) = by_id.get(own).filter(|own| free.remove(own)) {
            found.insert(at, (*own, Match::Identity));
        }
    }
    let is_note = |side: &Side<'_>| side.paragraph.kind == ParagraphKind::Note;
    // Cells are those of their rows, where both have tables.
    let is_cell = |side: &Side<'_>| side.paragraph.kind == ParagraphKind::Cell;
    let tables = old.iter().any(is_cell) && new.iter().any(is_cell);
    if tables {
        rows::matches((draft, old), (imported, new), &mut free, &mut found);
        free.retain(|at| !old.get(*at).is_some_and(is_cell));
    }
    let is_row = |at: usize| tables && new.get(at).is_some_and(is_cell);
    let is_open = |found: &BTreeMap<usize, (usize, Match)>, at: usize| !(found.contains_key(&at) || is_row(at));
    let here = free.iter().filter_map(|at| Some((*at, old.get(*at)?)));
    let there = new.iter().enumerate().filter(|(at, _)| is_open(&found, *at));
    for (at, before, by) in alike::in_order(here, there) {
        free.remove(&before);
        found.insert(at, (before, by));
    }
    // Of several with the same words, or the same label, the first goes to the first.
    for by in [Match::Words, Match::Brackets, Match::Label] {
        let key = |side: &Side<'_>| match by {
            Match::Words => Some(side.signs.clone()).filter(|signs| !signs.is_empty()),
            Match::Brackets => Some(plain(&side.signs)).filter(|words| !words.is_empty()),
            _ => side.label.clone().filter(|label| label != "•"),
        };
        // No footnote becomes a paragraph.
        let key = |side: &Side<'_>| key(side).map(|key| (is_note(side), key));
        let mut waiting: HashMap<(bool, String), Vec<usize>> = HashMap::new();
        for at in free.iter().rev() {
            if let Some(key) = old.get(*at).and_then(key) {
                waiting.entry(key).or_default().push(*at);
            }
        }
        for (at, side) in new.iter().enumerate().filter(|(at, _)| is_open(&found, *at)).collect::<Vec<_>>() {
            let next = key(side).and_then(|key| waiting.get_mut(&key)).and_then(Vec::pop);
            // A label that went to another paragraph, as after renumbering, is no proof.
            let likely = |before: &usize| {
                by != Match::Label
                    || old.get(*before).is_some_and(|before| likeness(&before.signs, &side.signs) >= ALIKE / 2.0)
            };
            if let Some(next) = next.filter(likely) {
                free.remove(&next);
                found.insert(at, (next, by));
            }
        }
    }
    let open: Vec<usize> = (0..new.len()).filter(|at| is_open(&found, *at)).collect();
    if open.len().saturating_mul(free.len()) <= COMPARED {
        let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
        for at in open {
            for before in &free {
                if let (Some(new), Some(old)) = (new.get(at), old.get(*before))
                    && is_note(new) == is_note(old)
                {
                    pairs.push((likeness(&old.signs, &new.signs), at, *before));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        for (likeness, at, before) in pairs {
            if likeness >= ALIKE && !found.contains_key(&at) && free.remove(&before) {
                found.insert(at, (before, Match::Likeness));
            }
        }
    }
    found
}
