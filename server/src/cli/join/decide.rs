//! What the chair decides, alone or as a package.

use clap::{Args, Subcommand};
use client_core::model::{Decision, LabelScheme, ParagraphId, Phase};

use super::{
    Problem,
    line::parse_part,
    name::{self, Version},
    ruling::rule,
    scene::{Intent, Scene},
};

/// How a decision is recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Recording {
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
    /// In which meeting
    #[arg(long)]
    pub meeting: Option<String>,
    /// Record it without asking, also when it decides more than was named
    #[arg(long)]
    pub yes: bool,
    /// Leave out other places of the same question and brackets that stand or fall with it
    #[arg(long)]
    pub alone: bool,
    /// Leave out this one of them
    #[arg(long, value_name = "BRACKET")]
    pub without: Vec<String>,
    /// Only say what it would do
    #[arg(long)]
    pub dry_run: bool,
}

/// A decision on a bracket.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct OnBracket {
    /// Its number, the beginning of its identity, or "[" and the beginning of its words
    bracket: String,
    #[command(flatten)]
    recording: Recording,
}

/// A decision on a branch.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct OnBranch {
    /// The bracket
    bracket: String,
    /// The number of the branch that stays, or none for no text
    branch: String,
    #[command(flatten)]
    recording: Recording,
}

/// Other words for a bracket.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Replacement {
    /// The bracket
    bracket: String,
    /// The words that come in the place of its own
    words: String,
    #[command(flatten)]
    recording: Recording,
}

/// A decision on alternatives.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct OnVersion {
    /// "Alt 10+11" is a version, "base 10+11" what stands there, "to 10+11" the whole set
    version: String,
    #[command(flatten)]
    recording: Recording,
}

/// A decision on paragraphs.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct OnParagraphs {
    /// The paragraphs; several are decided as one package
    #[arg(required = true, allow_negative_numbers = true)]
    paragraphs: Vec<String>,
    #[command(flatten)]
    recording: Recording,
}

/// A decision on a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct OnProposal {
    /// Its number in `proposals`, or the beginning of its identity
    proposal: String,
    #[command(flatten)]
    recording: Recording,
}

/// A decision on the draft.
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct OnDraft {
    /// The phase: drafting, negotiation, closed; or the labels: alt, option, editorial-manual
    to: String,
    #[command(flatten)]
    recording: Recording,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Part {
    /// Decide: the words of a bracket stay, the signs go
    Keep(OnBracket),
    /// Decide: the words of a bracket go
    Delete(OnBracket),
    /// Decide: of a choice one branch stays, or none
    Pick(OnBranch),
    /// Decide: other words come in the place of those of a bracket
    Replace(Replacement),
    /// Decide: a decided bracket is open again
    Reopen(OnBracket),
    /// Decide: one version of alternatives is chosen
    Choose(OnVersion),
    /// Decide: decided alternatives are open again
    ReopenAlternatives(OnVersion),
    /// Decide: paragraphs are agreed ad referendum
    AgreeAdRef(OnParagraphs),
    /// Decide: paragraphs are agreed
    Agree(OnParagraphs),
    /// Decide: paragraphs are left aside for now
    Suspend(OnParagraphs),
    /// Decide: agreed or suspended paragraphs are open again
    ReopenParagraph(OnParagraphs),
    /// Decide: a proposal to move, split or merge is taken in
    Accept(OnProposal),
    /// Decide: a proposal to move, split or merge is not taken in
    Reject(OnProposal),
    /// Decide: a decided proposal is open again
    ReopenProposal(OnProposal),
    /// Decide: the draft enters a phase: drafting, negotiation or closed
    Phase(OnDraft),
    /// Decide: how alternatives are labelled: alt, option or editorial-manual
    Labels(OnDraft),
}

/// Decide several matters as one: package --reason "…" keep 4 + delete 5 + agree-ad-ref 8
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Package {
    #[command(flatten)]
    recording: Recording,
    /// Decisions, with + between them
    #[arg(required = true, trailing_var_arg = true)]
    parts: Vec<String>,
}

impl Part {
    fn recording(&self) -> &Recording {
        match self {
            Self::Keep(on) | Self::Delete(on) | Self::Reopen(on) => &on.recording,
            Self::Pick(on) => &on.recording,
            Self::Replace(on) => &on.recording,
            Self::Choose(on) | Self::ReopenAlternatives(on) => &on.recording,
            Self::AgreeAdRef(on) | Self::Agree(on) | Self::Suspend(on) | Self::ReopenParagraph(on) => &on.recording,
            Self::Accept(on) | Self::Reject(on) | Self::ReopenProposal(on) => &on.recording,
            Self::Phase(on) | Self::Labels(on) => &on.recording,
        }
    }

    pub fn intent(&self, scene: &mut Scene<'_>) -> Result<Intent, Problem> {
        let decisions = self.decisions(scene)?;
        rule(scene, decisions, self.recording())
    }

    fn decisions(&self, scene: &Scene<'_>) -> Result<Vec<Decision>, Problem> {
        let bracket = |name: &str| name::bracket_id(name::bracket(&scene.view, name)?);
        let proposal = |name: &str| name::proposal(&scene.view, name).map(|(_, id)| id);
        let paragraphs = |on: &OnParagraphs, decide: fn(ParagraphId) -> Decision| {
            let ids = on.paragraphs.iter().map(|name| name::paragraph(&scene.draft, name).map(|one| decide(one.id)));
            ids.collect::<Result<Vec<_>, _>>()
        };
        Ok(vec![match self {
            Self::Keep(on) => Decision::KeepBracket(bracket(&on.bracket)?),
            Self::Delete(on) => Decision::DeleteBracket(bracket(&on.bracket)?),
            Self::Reopen(on) => Decision::ReopenBracket(bracket(&on.bracket)?),
            Self::Pick(on) => pick(scene, &on.bracket, &on.branch)?,
            Self::Replace(on) => {
                Decision::ReplaceBracket { bracket: bracket(&on.bracket)?, words: on.words.trim().to_owned() }
            }
            Self::Choose(on) => match name::version(&scene.draft, &scene.view, &on.version)? {
                Version::Base(set) => Decision::ChooseAlternative(set, None),
                Version::Variant(set, variant) => Decision::ChooseAlternative(set, Some(variant)),
                Version::Set(_) => {
                    let base = on.version.trim_start_matches("to ");
                    let hint = format!("Name one version, such as \"Alt {base}\", or \"base {base}\".");
                    return Err(Problem::unclear("it is not said which version is chosen", hint));
                }
            },
            Self::ReopenAlternatives(on) => {
                Decision::ReopenAlternative(name::version(&scene.draft, &scene.view, &on.version)?.set())
            }
            Self::AgreeAdRef(on) => return paragraphs(on, Decision::AgreeAdRef),
            Self::Agree(on) => return paragraphs(on, Decision::Agree),
            Self::Suspend(on) => return paragraphs(on, Decision::Suspend),
            Self::ReopenParagraph(on) => return paragraphs(on, Decision::ReopenParagraph),
            Self::Accept(on) => Decision::AcceptProposal(proposal(&on.proposal)?),
            Self::Reject(on) => Decision::RejectProposal(proposal(&on.proposal)?),
            Self::ReopenProposal(on) => Decision::ReopenProposal(proposal(&on.proposal)?),
            Self::Phase(on) => Decision::SetPhase(Phase::from_name(&on.to).ok_or_else(|| {
                Problem::unclear(format!("{} is no phase", on.to), "It is drafting, negotiation or closed.")
            })?),
            Self::Labels(on) => Decision::SetLabelScheme(LabelScheme::from_name(&on.to).ok_or_else(|| {
                let hint = "They are alt, option or editorial-manual.";
                Problem::unclear(format!("{} are no labels of alternatives", on.to), hint)
            })?),
        }])
    }
}

fn pick(scene: &Scene<'_>, bracket: &str, branch: &str) -> Result<Decision, Problem> {
    let found = name::bracket(&scene.view, bracket)?;
    let of = u32::try_from(found.branches.len()).unwrap_or(u32::MAX);
    let branches = || {
        let list: Vec<String> = (1..).zip(&found.branches).map(|(n, words)| format!("{n} [{words}]")).collect();
        Problem::unclear(
            format!("{branch} is no branch of bracket {bracket}"),
            format!("Its branches are, beside none:\n    {}", list.join("\n    ")),
        )
    };
    let number = |branch: &str| branch.parse::<u32>().ok()?.checked_sub(1).filter(|branch| *branch < of);
    let branch = if branch == "none" { None } else { Some(number(branch).ok_or_else(branches)?) };
    Ok(Decision::PickBranch { bracket: name::bracket_id(found)?, branch, of })
}

impl Package {
    pub fn intent(&self, scene: &mut Scene<'_>) -> Result<Intent, Problem> {
        let mut decisions = Vec::new();
        for words in self.parts.split(|word| word == "+") {
            let part = parse_part(words)?;
            if *part.recording() != Recording::default() {
                let hint = "Write it before the decisions: package --reason \"…\" keep 4 + delete 5.";
                return Err(Problem::unclear("of a package reason, meeting and the like are said once", hint));
            }
            decisions.extend(part.decisions(scene)?);
        }
        rule(scene, decisions, &self.recording)
    }
}
