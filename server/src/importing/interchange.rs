//! A draft that comes as JSON or as Akoma Ntoso. Its text is taken in, with everything that stands in it; what was decided on it
//! elsewhere is told, and not decided here (docs/decisions/0036-decisions-of-a-file-are-told-not-taken.md).

use std::collections::HashMap;

use client_core::{
    import::Imported,
    model::{
        BracketId, BracketState, Diagnostic, Draft, InlineExt, LabelScheme, ParagraphId, ParagraphStanding, Phase,
        Place, ProposalState, Severity, Standings, numbering, occurrences,
    },
};
use client_core_export::{akn, json, whole::Whole};

use super::ImportingError;

/// The most decisions that are told one by one.
const MOST: usize = 200;

/// The most characters of quoted words.
const QUOTED: usize = 60;

/// Reads a file of one of these formats, and says which; `None` for one that is of none.
///
/// # Errors
/// [`ImportingError`], with the place.
pub fn read(bytes: &[u8]) -> Result<Option<(&'static str, Imported)>, ImportingError> {
    if json::is_json(bytes) {
        return Ok(Some(("JSON", imported(json::read(bytes)?, Vec::new()))));
    }
    if akn::is_akn(bytes) {
        let akn::Read { whole, diagnostics } = akn::read(bytes)?;
        return Ok(Some(("Akoma Ntoso", imported(whole, diagnostics))));
    }
    Ok(None)
}

fn imported(whole: Whole, mut diagnostics: Vec<Diagnostic>) -> Imported {
    diagnostics.extend(told(&whole));
    let mut draft = whole.draft;
    for paragraph in &mut draft.paragraphs {
        paragraph.content = std::mem::take(&mut paragraph.content).normalised();
    }
    // How alternatives are labelled is a decision, too.
    draft.label_scheme = LabelScheme::default();
    Imported { drafts: vec![draft], diagnostics, comments: Vec::new() }
}

/// What was decided elsewhere, matter by matter.
fn told(whole: &Whole) -> Vec<Diagnostic> {
    let Whole { draft, standings, record } = whole;
    let mut said = Said { messages: Vec::new() };
    said.brackets(draft, standings);
    said.rest(draft, standings);
    if said.messages.is_empty() {
        return Vec::new();
    }
    let of = if record.is_empty() { String::new() } else { format!(" in {} decisions", record.len()) };
    let count = said.messages.len();
    let first = format!("{count} matters were decided elsewhere{of}; here they are open");
    let more = count.saturating_sub(MOST);
    said.messages.truncate(MOST);
    if more > 0 {
        said.messages.push(format!("and {more} more"));
    }
    let hint = "Decide them here, if the room agrees; or import the draft's bundle, which brings its record.";
    let first =
        [diagnostic("decided-elsewhere", Severity::Warning, first, hint).with("variant", "all").with("count", count)];
    let each = said.messages.into_iter();
    first
        .into_iter()
        .chain(each.map(|message| {
            let found = diagnostic("decided-elsewhere", Severity::Note, message.clone(), "Decide it here.");
            found.with("said", message)
        }))
        .collect()
}

struct Said {
    messages: Vec<String>,
}

impl Said {
    fn brackets(&mut self, draft: &Draft, standings: &Standings) {
        let words: HashMap<BracketId, String> =
            occurrences(draft).into_iter().map(|found| (found.bracket, found.words)).collect();
        for (id, state) in &standings.brackets {
            let quoted = quote(words.get(id).map(String::as_str).unwrap_or_default());
            let became = match state {
                BracketState::Open => continue,
                BracketState::Kept => "the words stay".into(),
                BracketState::Deleted => "the words go".into(),
                BracketState::Withdrawn | BracketState::Retracted => "taken back".into(),
                BracketState::Picked(Some(branch)) => format!("branch {} stays", u64::from(*branch) + 1),
                BracketState::Picked(None) => "no branch stays".into(),
                BracketState::Replaced => {
                    let words = standings.replacements.get(id).map(String::as_str).unwrap_or_default();
                    format!("\"{}\" comes in the place of the words", quote(words))
                }
            };
            self.messages.push(format!("[{quoted}]: {became}"));
        }
    }

    fn rest(&mut self, draft: &Draft, standings: &Standings) {
        let labels = numbering::labels(draft, &draft.language);
        let places = numbering::places(draft, &labels);
        let place = |id: &ParagraphId| places.get(id).copied().unwrap_or_default().trim_end_matches('.').to_owned();
        for (set, chosen) in &standings.alternatives {
            let base = draft.alternatives.get(set).and_then(|set| set.base.first()).map(&place).unwrap_or_default();
            self.messages.push(match chosen {
                Some(variant) => format!("alternatives to {base}: {} stands", place(variant)),
                None => format!("alternatives to {base}: the text itself stands"),
            });
        }
        for (id, standing) in &standings.paragraphs {
            let how_far = match standing {
                ParagraphStanding::Suspended => "suspended",
                ParagraphStanding::AgreedAdRef => "agreed ad referendum",
                ParagraphStanding::Agreed => "agreed",
            };
            self.messages.push(format!("paragraph {}: {how_far}", place(id)));
        }
        for (id, state) in &standings.proposals {
            let paragraph = draft.proposals.get(id).map(|proposal| place(&proposal.change.paragraph()));
            let became = match state {
                ProposalState::Accepted => "accepted",
                ProposalState::Rejected => "rejected",
                ProposalState::Withdrawn => "taken back",
                ProposalState::Open => continue,
            };
            self.messages.push(format!("proposal on paragraph {}: {became}", paragraph.unwrap_or_default()));
        }
        if standings.phase != Phase::default() {
            self.messages.push(format!("the phase: {}", standings.phase.name()));
        }
        let scheme = standings.label_scheme.unwrap_or(draft.label_scheme);
        if scheme != LabelScheme::default() {
            self.messages.push(format!("how alternatives are labelled: {}", scheme.name()));
        }
    }
}

/// The beginning of words, without what a terminal would act on.
fn quote(words: &str) -> String {
    let mut shown: String = words.chars().take(QUOTED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if words.chars().nth(QUOTED).is_some() {
        shown.push('…');
    }
    shown
}

fn diagnostic(code: &'static str, severity: Severity, message: String, hint: &str) -> Diagnostic {
    Diagnostic::new(code, severity, Place::default(), message, hint)
}
