//! Paragraphs: to propose new ones and versions of them, that they go, move, split or merge.

use clap::Args;
use client_core::{
    model::{AlternativeSetId, BracketId, Draft, ParagraphId, ProposalId, Target, Wish},
    ops::{Act, OpenBracket, Place, Propose, ProposeParagraph, Proposed, WithdrawProposal, whole},
};

use super::{
    Problem, name,
    scene::{Intent, Scene, fresh},
    spot::Spot,
};

/// Propose a paragraph, or a sub-item
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
#[command(group = clap::ArgGroup::new("beside").required(true))]
pub struct Add {
    /// Its words; none to write them afterwards
    #[arg(default_value = "")]
    pub words: String,
    /// Behind this paragraph: 9 bis after 9
    #[arg(long, value_name = "PARAGRAPH", group = "beside", allow_hyphen_values = true)]
    pub after: Option<String>,
    /// Before this paragraph
    #[arg(long, value_name = "PARAGRAPH", group = "beside", allow_hyphen_values = true)]
    pub before: Option<String>,
    /// As the last sub-item of this paragraph
    #[arg(long, value_name = "PARAGRAPH", group = "beside", allow_hyphen_values = true)]
    pub under: Option<String>,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
}

/// Propose an alternative to a paragraph, or to a run of them
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Alternative {
    /// Its words; none to write them afterwards
    #[arg(default_value = "")]
    pub words: String,
    /// The paragraph; given again for each that follows, to replace a run
    #[arg(long, value_name = "PARAGRAPH", required = true, allow_hyphen_values = true)]
    pub to: Vec<String>,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
}

/// Propose to delete a paragraph, with what stands under it
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct ProposeDeletion {
    /// The paragraph
    #[arg(allow_hyphen_values = true)]
    pub paragraph: String,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
}

/// Propose to move a paragraph, with what stands under it
#[derive(Clone, Debug, PartialEq, Eq, Args)]
#[command(group = clap::ArgGroup::new("target").required(true))]
pub struct Move {
    /// The paragraph
    #[arg(allow_negative_numbers = true)]
    paragraph: String,
    /// Behind this one, and what stands under it
    #[arg(long, value_name = "PARAGRAPH", group = "target", allow_hyphen_values = true)]
    after: Option<String>,
    /// Before this one
    #[arg(long, value_name = "PARAGRAPH", group = "target", allow_hyphen_values = true)]
    before: Option<String>,
    /// As the first one under this one
    #[arg(long, value_name = "PARAGRAPH", group = "target", allow_hyphen_values = true)]
    under: Option<String>,
    /// As the first one of the draft
    #[arg(long, group = "target")]
    first: bool,
    /// Why
    #[arg(long)]
    reason: Option<String>,
}

/// Propose to split a paragraph in two
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Split {
    #[command(flatten)]
    spot: Spot,
    /// Why
    #[arg(long)]
    reason: Option<String>,
}

/// Propose to merge a paragraph with the next one
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Merge {
    /// The paragraph
    #[arg(allow_negative_numbers = true)]
    paragraph: String,
    /// The next one, to be sure
    #[arg(allow_negative_numbers = true)]
    next: Option<String>,
    /// Why
    #[arg(long)]
    reason: Option<String>,
}

/// Take back a proposal of the own delegation to move, split or merge
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct TakeBack {
    /// Its number in `proposals`, or the beginning of its identity
    proposal: String,
}

impl Add {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let id = |name: &String| name::paragraph(&scene.draft, name).map(|paragraph| paragraph.id);
        let place = match (&self.after, &self.before, &self.under) {
            (Some(name), _, _) => Place::After(id(name)?),
            (_, Some(name), _) => Place::Before(id(name)?),
            (_, _, Some(name)) => Place::Under(id(name)?),
            _ => return Err(Problem::unclear("it is not said where", "Add --after, --before or --under PARAGRAPH.")),
        };
        proposed(scene, place, &self.words, &self.reason)
    }
}

impl Alternative {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let id = |name: &String| name::paragraph(&scene.draft, name).map(|paragraph| paragraph.id);
        let base = self.to.iter().map(id).collect::<Result<Vec<_>, _>>()?;
        // One more version of the set that a version belongs to.
        let of_variant = base.first().and_then(|id| scene.draft.paragraph(*id)?.variant_of).filter(|_| base.len() == 1);
        let set = of_variant.map_or_else(|| fresh().map(AlternativeSetId), Ok)?;
        proposed(scene, Place::Alternative { set, base }, &self.words, &self.reason)
    }
}

fn proposed(scene: &Scene<'_>, place: Place, words: &str, reason: &Option<String>) -> Result<Intent, Problem> {
    let (id, bracket) = (ParagraphId(fresh()?), BracketId(fresh()?));
    let (words, reason) = (words.to_owned(), scene.reason(reason));
    let act = ProposeParagraph { id, bracket, place, words, reason };
    Ok(Intent::Acts(vec![Act::ProposeParagraph(act)], None))
}

impl ProposeDeletion {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let paragraph = name::paragraph(&scene.draft, &self.paragraph)?;
        let empty = || Problem::unknown("the paragraph has no words", "Choose another.");
        let (from, to) = whole(&scene.draft, paragraph.id).ok_or_else(empty)?;
        let (id, reason) = (BracketId(fresh()?), scene.reason(&self.reason));
        Ok(Intent::Acts(vec![Act::OpenBracket(OpenBracket { id, from, to, wish: Wish::Delete, reason })], None))
    }
}

impl Move {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let id = |name: &String| name::paragraph(&scene.draft, name).map(|paragraph| paragraph.id);
        let paragraph = id(&self.paragraph)?;
        let to = match (&self.after, &self.before, &self.under) {
            (Some(name), _, _) => Target::After(id(name)?),
            (_, Some(name), _) => before(&scene.draft, id(name)?, paragraph),
            (_, _, Some(name)) => Target::FirstIn(Some(id(name)?)),
            _ => Target::FirstIn(None),
        };
        change(scene, Proposed::Move { paragraph, to }, &self.reason)
    }
}

/// The place before a paragraph, named by who stands there when the one that moves is gone.
fn before(draft: &Draft, paragraph: ParagraphId, moving: ParagraphId) -> Target {
    let parent = draft.paragraph(paragraph).and_then(|paragraph| paragraph.parent);
    let siblings = draft.children(parent).map(|sibling| sibling.id).filter(|id| *id != moving);
    siblings.take_while(|id| *id != paragraph).last().map_or(Target::FirstIn(parent), Target::After)
}

impl Split {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let (paragraph, at) = self.spot.find(&scene.draft)?;
        change(scene, Proposed::Split { paragraph, at }, &self.reason)
    }
}

impl Merge {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let paragraph = name::paragraph(&scene.draft, &self.paragraph)?;
        let next = match &self.next {
            Some(name) => name::paragraph(&scene.draft, name)?.id,
            None => {
                let standing = |one: &&client_core::model::Paragraph| !scene.draft.is_gone(one, &scene.standings);
                let siblings = scene.draft.children(paragraph.parent).filter(standing);
                let next = siblings.skip_while(|sibling| sibling.id != paragraph.id).nth(1);
                let last = || Problem::unknown("no paragraph follows that one", "Name two that follow one another.");
                next.ok_or_else(last)?.id
            }
        };
        change(scene, Proposed::Merge { paragraph: paragraph.id, next }, &self.reason)
    }
}

fn change(scene: &Scene<'_>, what: Proposed, reason: &Option<String>) -> Result<Intent, Problem> {
    let (id, reason) = (ProposalId(fresh()?), scene.reason(reason));
    Ok(Intent::Acts(vec![Act::Propose(Propose { id, what, reason })], None))
}

impl TakeBack {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let (_, proposal) = name::proposal(&scene.view, &self.proposal)?;
        Ok(Intent::Acts(vec![Act::WithdrawProposal(WithdrawProposal { proposal })], None))
    }
}
