//! Naming things: paragraphs by their labels, brackets and the like by their numbers, everything by the beginning of its
//! identity. What may be several things is refused with a list of them.

use client_core::{
    model::{AlternativeSetId, BracketId, Draft, InlineExt, Paragraph, ParagraphId, ProposalId, numbering},
    view::{BracketView, DraftView, ProposalView, ThreadView},
};

use super::{Problem, scene::LABELS};
use crate::cli::table::short;

/// How much of an identity has to be given, at least.
const LEAST: usize = 4;

/// How much of an identity is shown.
pub const SHOWN: usize = 8;

/// Something that can be named.
struct Named {
    id: String,
    number: Option<usize>,
    told: String,
}

/// The position of the one thing that a name fits.
fn only(kind: &str, name: &str, among: &[Named], list: &str) -> Result<usize, Problem> {
    let wanted = name.trim().to_lowercase();
    let exact = among.iter().position(|named| named.id == wanted);
    let prefix = wanted.len() >= LEAST && wanted.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let fits = |named: &Named| {
        named.number.is_some_and(|number| number.to_string() == wanted) || (prefix && named.id.starts_with(&wanted))
    };
    let found: Vec<usize> = match exact {
        Some(at) => vec![at],
        None => (0..among.len()).filter(|at| fits(&among[*at])).collect(),
    };
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Problem::unknown(format!("there is no {kind} {name} here"), format!("{list} lists them."))),
        several => {
            let told = several.iter().map(|at| format!("{}  {}", brief(&among[*at].id), among[*at].told));
            Err(Problem::ambiguous(format!("{name} may be {} things", several.len()), told))
        }
    }
}

/// The beginning of an identity.
pub fn brief(id: &str) -> &str {
    id.get(..SHOWN).unwrap_or(id)
}

/// A bracket by its number, the beginning of its identity, or `[` and the beginning of its words.
pub fn bracket<'a>(view: &'a DraftView, name: &str) -> Result<&'a BracketView, Problem> {
    let among: Vec<Named> = view.brackets.iter().map(named_bracket).collect();
    let list = "`brackets` in here, or `adref history DRAFT`,";
    if let Some(words) = name.trim().strip_prefix(['[', '［']) {
        let words = words.trim_end_matches([']', '］']);
        let fits = |exactly: bool| {
            let fits =
                move |found: &&BracketView| if exactly { found.words == words } else { found.words.starts_with(words) };
            view.brackets.iter().filter(fits).collect::<Vec<_>>()
        };
        let exact = fits(true);
        let found = if exact.is_empty() { fits(false) } else { exact };
        return match found.as_slice() {
            [one] => Ok(one),
            [] => Err(Problem::unknown(format!("no bracket begins with “{words}”"), format!("{list} lists them."))),
            several => {
                let told = several.iter().map(|found| format!("{}  {}", brief(&found.id), named_bracket(found).told));
                Err(Problem::ambiguous(format!("{} brackets begin with “{words}”", several.len()), told))
            }
        };
    }
    only("bracket", name, &among, list).map(|at| &view.brackets[at])
}

fn named_bracket(bracket: &BracketView) -> Named {
    let place = if bracket.whole_draft { "the whole draft" } else { &bracket.place };
    let told = format!("bracket {} at {place} [{}]", bracket.number, short(&bracket.words, 40));
    Named { id: bracket.id.clone(), number: Some(bracket.number), told }
}

/// The identity of a bracket of a view.
pub fn bracket_id(bracket: &BracketView) -> Result<BracketId, Problem> {
    bracket.id.parse().map_err(|_| Problem::unknown("the bracket has no identity", "Report this."))
}

/// The number that a proposal to move, split or merge has: the oldest is 1, so that it keeps it.
pub fn proposal_number(view: &DraftView, at: usize) -> usize {
    view.proposals.len() - at
}

/// A proposal to move, split or merge, by its number or the beginning of its identity.
pub fn proposal<'a>(view: &'a DraftView, name: &str) -> Result<(&'a ProposalView, ProposalId), Problem> {
    let named = |(at, proposal): (usize, &ProposalView)| Named {
        id: proposal.id.clone(),
        number: Some(proposal_number(view, at)),
        told: format!("{} {} by {}", proposal.kind, proposal.place, proposal.by),
    };
    let among: Vec<Named> = view.proposals.iter().enumerate().map(named).collect();
    let found = &view.proposals[only("proposal", name, &among, "`proposals`")?];
    let id = found.id.parse().map_err(|_| Problem::unknown("the proposal has no identity", "Report this."))?;
    Ok((found, id))
}

/// A thread of comments, by its number or the beginning of its identity.
pub fn thread<'a>(threads: &'a [ThreadView], name: &str) -> Result<&'a ThreadView, Problem> {
    let named = |(at, thread): (usize, &ThreadView)| {
        let first = thread.comments.first().map(|comment| short(&comment.text, 40)).unwrap_or_default();
        Named { id: thread.id.clone(), number: Some(at + 1), told: first }
    };
    let among: Vec<Named> = threads.iter().enumerate().map(named).collect();
    only("thread", name, &among, "`comments`").map(|at| &threads[at])
}

/// A paragraph by its label, in any typography (`9bis`, `Alt 11A`, `6(a)` or `6/a` for a sub-item), or by the beginning of
/// its identity.
pub fn paragraph<'a>(draft: &'a Draft, name: &str) -> Result<&'a Paragraph, Problem> {
    if let Some(found) = name.parse().ok().and_then(|id| draft.paragraph(id)) {
        return Ok(found);
    }
    let mut found: Vec<&Paragraph> = Vec::new();
    for language in [LABELS, draft.language.as_str()] {
        let labels = numbering::labels(draft, language);
        let bare_label = |id: ParagraphId| labels.get(&id).map(|label| bare(label));
        for paragraph in &draft.paragraphs {
            let mut fits = bare_label(paragraph.id).is_some_and(|label| label == bare(name));
            if let (false, Some((above, own))) = (fits, divided(name)) {
                let parent = paragraph.parent.and_then(bare_label);
                fits = parent == Some(bare(&above)) && bare_label(paragraph.id) == Some(bare(&own));
            }
            if fits && !found.iter().any(|known| known.id == paragraph.id) {
                found.push(paragraph);
            }
        }
    }
    if found.is_empty() && name.len() >= LEAST {
        found = draft.paragraphs.iter().filter(|paragraph| paragraph.id.to_string().starts_with(name)).collect();
    }
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(Problem::unknown(
            format!("no paragraph is labelled {name}"),
            "Look at the labels with `show`, or with `adref export`; or give the paragraph's identity.",
        )),
        several => {
            let told = several.iter().map(|paragraph| {
                format!("{}  {}", brief(&paragraph.id.to_string()), short(&paragraph.content.words(), 40))
            });
            Err(Problem::ambiguous(format!("{} paragraphs are labelled {name}", several.len()), told))
        }
    }
}

/// `6(a)` and `6/a` as the label of a paragraph and that of one under it.
fn divided(name: &str) -> Option<(String, String)> {
    let (above, own) = name.split_once('/').or_else(|| name.strip_suffix(')')?.split_once('('))?;
    let both = (above.trim(), own.trim());
    (!both.0.is_empty() && !both.1.is_empty()).then(|| (both.0.to_owned(), both.1.to_owned()))
}

/// A label in one typography: without its full stop and the width of its spaces, `9bis` as `9 bis`.
fn bare(label: &str) -> String {
    let given = numbering::parse(label).filter(|given| !given.version && given.series.is_none() && !given.new);
    if let Some(numeral) = given.and_then(|given| given.numeral()) {
        return numbering::numeral(&numeral);
    }
    let words: Vec<&str> = label.trim().trim_end_matches(['.', ')', '．']).split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// What a name of alternatives names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// The whole set.
    Set(AlternativeSetId),
    /// What stands there already.
    Base(AlternativeSetId),
    /// One version.
    Variant(AlternativeSetId, ParagraphId),
}

impl Version {
    /// The set.
    pub fn set(self) -> AlternativeSetId {
        match self {
            Self::Set(set) | Self::Base(set) | Self::Variant(set, _) => set,
        }
    }
}

/// Alternatives: `to 10+11` is the set, `base 10+11` what stands there, `Alt 11A` one version; where another set has one of
/// the same name, `Option 1 of 11`. A version or a set may be named by the beginning of its identity too.
pub fn version(draft: &Draft, view: &DraftView, name: &str) -> Result<Version, Problem> {
    let name = name.trim();
    if let Some(base) = name.strip_prefix("to ") {
        return set(view, base).map(Version::Set);
    }
    if let Some(base) = name.strip_prefix("base ") {
        return set(view, base).map(Version::Base);
    }
    let (label, of) = match name.split_once(" of ") {
        Some((label, base)) => (label, Some(set(view, base)?)),
        None => (name, None),
    };
    let is_version = |paragraph: &&Paragraph| paragraph.variant_of.is_some_and(|set| of.is_none_or(|of| of == set));
    let mut found: Vec<&Paragraph> = Vec::new();
    for language in [LABELS, draft.language.as_str()] {
        let labels = numbering::labels(draft, language);
        let fits = |paragraph: &&Paragraph| labels.get(&paragraph.id).is_some_and(|own| bare(own) == bare(label));
        for paragraph in draft.paragraphs.iter().filter(is_version).filter(fits) {
            if !found.iter().any(|known| known.id == paragraph.id) {
                found.push(paragraph);
            }
        }
    }
    if found.is_empty() && label.len() >= LEAST {
        let versions = draft.paragraphs.iter().filter(is_version);
        found = versions.filter(|paragraph| paragraph.id.to_string().starts_with(label)).collect();
    }
    match found.as_slice() {
        [one] => match one.variant_of {
            Some(set) => Ok(Version::Variant(set, one.id)),
            None => Err(Problem::unknown(format!("{name} is no version"), "`alternatives` lists them.")),
        },
        [] => Err(Problem::unknown(
            format!("no alternative is labelled {name}"),
            "`alternatives` lists them; `base 9` is the text that stands at 9, `to 9` all versions of it.",
        )),
        several => {
            let told = several.iter().map(|paragraph| {
                let words = short(&paragraph.content.words(), 40);
                format!("{}  {words}", brief(&paragraph.id.to_string()))
            });
            Err(Problem::ambiguous(format!("{} versions are labelled {name}", several.len()), told))
        }
    }
}

/// A set by the label of what it is alternatives to.
fn set(view: &DraftView, base: &str) -> Result<AlternativeSetId, Problem> {
    let base = base.trim();
    let by_id = |id: &str| base.len() >= LEAST && id.starts_with(base);
    let mut found: Vec<_> = view.alternatives.iter().filter(|set| bare(&set.label) == bare(base)).collect();
    if found.is_empty() {
        found = view.alternatives.iter().filter(|set| by_id(&set.id)).collect();
    }
    match found.as_slice() {
        [one] => one.id.parse().map_err(|_| Problem::unknown("the alternatives have no identity", "Report this.")),
        [] => Err(Problem::unknown(format!("there are no alternatives to {base}"), "`alternatives` lists them.")),
        several => {
            let told = several.iter().map(|set| format!("{}  {} versions", brief(&set.id), set.variants.len() + 1));
            Err(Problem::ambiguous(format!("{} sets are alternatives to {base}", several.len()), told))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_match_as_people_write_them() {
        assert_eq!(bare("8."), bare(" 8"));
        assert_eq!(bare("Alt 9"), bare("alt  9"));
        assert_ne!(bare("9 bis."), bare("9"));
        assert_eq!(bare("9bis"), bare("9 bis."));
        assert_ne!(bare("Alt 9"), bare("9"));
        assert_eq!(divided("6(a)"), Some(("6".into(), "a".into())));
        assert_eq!(divided("6/a"), divided("6 (a)"));
        assert_eq!(divided("6"), None);
    }

    #[test]
    fn the_beginning_of_an_identity_is_enough_and_two_that_begin_alike_are_listed() {
        let named = |id: &str, number| Named { id: id.into(), number: Some(number), told: format!("[{number}]") };
        let among = [named("1024aaaa-0", 1), named("1024bbbb-0", 2), named("ffffffff-0", 1024)];
        assert_eq!(only("bracket", "2", &among, "`brackets`"), Ok(1));
        assert_eq!(only("bracket", "1024AAAA", &among, "`brackets`"), Ok(0));
        assert_eq!(only("bracket", "ffff", &among, "`brackets`"), Ok(2));
        let several = only("bracket", "1024", &among, "`brackets`").expect_err("ambiguous");
        assert_eq!(several.reason, "ambiguous");
        for told in ["1024aaaa  [1]", "1024bbbb  [2]", "ffffffff  [1024]"] {
            assert!(several.hint.contains(told), "{several:?}");
        }
        assert_eq!(only("bracket", "fff", &among, "`brackets`").expect_err("too short").reason, "unknown");
    }
}
