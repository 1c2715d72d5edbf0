use std::collections::BTreeMap;

use client_core::{
    history::{About, LifeEvent, What},
    model::{Change, Decision, Draft, InlineExt, ParagraphId, Stance, Standings, Target, Wish, numbering},
};
use serde::Serialize;

/// So many characters of a paragraph without a label are its name.
const SHORT: usize = 30;

/// Something that happened to a bracket, a paragraph or a proposal, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LifeEventJson {
    /// When the server received it.
    pub at: i64,
    /// Who; empty for the import.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// `imported`, `opened`, `changed`, `split`, `joined`, `parted`, `unsplit`, `decided`, `withdrawn`, `position` or `proposed`.
    pub kind: &'static str,
    /// The words inside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The words before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The words after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// `keep`, `delete`, `pick`, `replace`, `choose`, `agree-ad-ref`, `agree`, `suspend`, `accept`, `reject`, `reopen`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<&'static str>,
    /// The branch that was picked, counted from 0; absent when "no text" was. Its words are in `words`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<u32>,
    /// How many decisions were taken as one; absent for a decision by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<usize>,
    /// The words of each branch after a split; of each bracket of the question that it was joined to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branches: Option<Vec<String>>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was wished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wish: Option<&'static str>,
    /// `retain`, `can-accept`, `reserve`, `delete`, or `none` when a position was taken back. The words of the branch that is
    /// preferred are in `words`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stance: Option<&'static str>,
    /// Whether the device that it came from signed it; absent where it did not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub signed: bool,
    /// In which meeting it was decided; absent when nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// In the life of a paragraph, what it happened to: `addition`, `deletion`, `move`, `split`, `merge`, `alternatives`;
    /// absent when it happened to what the life is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<&'static str>,
    /// The bracket, of an addition and a deletion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bracket: Option<String>,
    /// The proposal, of a move, a split and a merge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
    /// The label of the paragraph that a move, a split or a merge is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Of a merge the label of the paragraph whose words follow, of a move that of the paragraph beside the new place, of
    /// chosen alternatives that of the version; absent for the beginning of the draft and for the base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// Of a move, on which side of `other` the new place is: `after`, `first-in` or `top`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<&'static str>,
}

/// The labels that a life is told with: those of the text as it is arranged now, and of what is arranged away.
pub struct Names<'a> {
    draft: &'a Draft,
    labels: BTreeMap<ParagraphId, String>,
}

impl<'a> Names<'a> {
    /// The names of a draft, with labels in a language (BCP 47).
    pub fn new(draft: &'a Draft, standings: &Standings, language: &str) -> Self {
        let mut labels = numbering::labels(draft, language);
        labels.extend(numbering::labels(&draft.arranged(standings), language));
        Self { draft, labels }
    }

    /// How a paragraph is called; its first words where it has no label.
    pub fn of(&self, id: ParagraphId) -> Option<String> {
        let words = || {
            let words = self.draft.paragraph(id)?.content.words();
            Some(words.chars().take(SHORT).collect())
        };
        self.labels.get(&id).cloned().or_else(words)
    }

    fn about(&self, about: About, event: LifeEventJson) -> LifeEventJson {
        match about {
            About::Itself => event,
            About::Addition(id) => LifeEventJson { about: Some("addition"), bracket: Some(id.to_string()), ..event },
            About::Deletion(id) => LifeEventJson { about: Some("deletion"), bracket: Some(id.to_string()), ..event },
            About::Alternatives(_) => LifeEventJson { about: Some("alternatives"), ..event },
            About::Proposal(id) => {
                let Some(proposal) = self.draft.proposals.get(&id) else { return event };
                let (about, to, other) = match proposal.change {
                    Change::Move { to: Target::After(sibling), .. } => ("move", Some("after"), Some(sibling)),
                    Change::Move { to: Target::FirstIn(Some(parent)), .. } => ("move", Some("first-in"), Some(parent)),
                    Change::Move { to: Target::FirstIn(None), .. } => ("move", Some("top"), None),
                    Change::Split { .. } => ("split", None, None),
                    Change::Merge { next, .. } => ("merge", None, Some(next)),
                };
                LifeEventJson {
                    about: Some(about),
                    proposal: Some(id.to_string()),
                    of: self.of(proposal.change.paragraph()),
                    other: other.and_then(|other| self.of(other)),
                    to,
                    ..event
                }
            }
        }
    }

    fn chosen(&self, decision: &Decision) -> Option<String> {
        match decision {
            Decision::ChooseAlternative(_, Some(version)) => self.of(*version),
            _ => None,
        }
    }
}

/// A life as JSON.
pub fn life_json(events: Vec<LifeEvent>, names: &Names<'_>) -> Vec<LifeEventJson> {
    let event = |event: LifeEvent| {
        let (at, by, delegation, signed) = (event.at, event.by, event.delegation, event.signed);
        let base = LifeEventJson { at, by, delegation, signed, ..Default::default() };
        let base = names.about(event.about, base);
        match event.what {
            What::Imported { words } => LifeEventJson { kind: "imported", words: Some(words), ..base },
            What::Opened { words, reason, wish } => LifeEventJson {
                kind: "opened",
                words: Some(words),
                reason: Some(reason),
                wish: Some(match wish {
                    Wish::Retain => "retain",
                    Wish::Delete => "delete",
                    Wish::Choose => "choose",
                }),
                ..base
            },
            What::Changed { before, after } => {
                LifeEventJson { kind: "changed", before: Some(before), after: Some(after), ..base }
            }
            What::Withdrawn => LifeEventJson { kind: "withdrawn", ..base },
            What::Joined { brackets } => LifeEventJson { kind: "joined", branches: Some(brackets), ..base },
            What::Parted => LifeEventJson { kind: "parted", ..base },
            What::Unsplit { words } => LifeEventJson { kind: "unsplit", words: Some(words), ..base },
            What::Split { branches } => LifeEventJson { kind: "split", branches: Some(branches), ..base },
            What::Proposed { reason } => LifeEventJson { kind: "proposed", reason: Some(reason), ..base },
            What::Decided { decision, parts, picked, reason, meeting } => LifeEventJson {
                kind: "decided",
                other: names.chosen(&decision).or(base.other),
                meeting: Some(meeting).filter(|meeting| !meeting.is_empty()),
                words: match &decision {
                    Decision::ReplaceBracket { words, .. } => Some(words.clone()),
                    _ => picked,
                },
                parts: Some(parts).filter(|parts| *parts > 1),
                branch: match decision {
                    Decision::PickBranch { branch, .. } => branch,
                    _ => None,
                },
                decision: Some(match decision {
                    Decision::KeepBracket(_) => "keep",
                    Decision::DeleteBracket(_) => "delete",
                    Decision::ReopenBracket(_) | Decision::ReopenAlternative(_) => "reopen",
                    Decision::ChooseAlternative(..) => "choose",
                    Decision::PickBranch { .. } => "pick",
                    Decision::ReplaceBracket { .. } => "replace",
                    Decision::AgreeAdRef(_) => "agree-ad-ref",
                    Decision::Agree(_) => "agree",
                    Decision::Suspend(_) => "suspend",
                    Decision::ReopenParagraph(_) => "reopen",
                    Decision::SetPhase(_) => "phase",
                    // Told part by part.
                    Decision::Package(_) => "package",
                    Decision::AcceptProposal(_) => "accept",
                    Decision::RejectProposal(_) => "reject",
                    Decision::ReopenProposal(_) => "reopen",
                    Decision::SetLabelScheme(_) => "label",
                }),
                reason: Some(reason),
                ..base
            },
            What::Position { stance, preferred, reason } => LifeEventJson {
                kind: "position",
                stance: Some(stance.map_or("none", Stance::name)),
                words: preferred,
                reason: Some(reason),
                ..base
            },
        }
    };
    events.into_iter().map(event).collect()
}
