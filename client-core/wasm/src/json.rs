//! The JSON that crosses between page and core.

use client_core::{
    comments::CommentRefusal,
    gate::Touched,
    model::{ParagraphId, Person, Preference},
    ops::Refusal,
    record::DecisionRefusal,
    sync::{
        protocol::{WireAudience, WireDecision, WireLabelScheme, WirePerson, WirePhase},
        session::Effect,
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An act, offsets in UTF-16 code units.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum ActJson {
    Splice { paragraph: Uuid, at: usize, delete: usize, insert: String },
    OpenBracket { id: Uuid, from: PlaceJson, to: PlaceJson, wish: WishJson, reason: String },
    WithdrawBracket { bracket: Uuid },
    SplitBranches { bracket: Uuid, at: Vec<PlaceJson> },
    ProposeWords { id: Uuid, paragraph: Uuid, at: usize, delete: usize, insert: String, reason: String },
    TakePosition(PositionJson),
    ProposeParagraph { id: Uuid, bracket: Uuid, place: NewPlaceJson, words: String, reason: String },
    Propose { id: Uuid, what: ProposedJson, reason: String },
    WithdrawProposal { proposal: Uuid },
    AddNote { id: Uuid, at: PlaceJson, words: String },
    JoinChoice { id: Uuid, brackets: Vec<Uuid> },
    OfferInstead { id: Uuid, bracket: Uuid, from: PlaceJson },
    PartChoice { choice: Uuid },
    EraseLines { bracket: Uuid },
    WithdrawNote { note: Uuid, withdrawn: bool },
}

/// Where a new paragraph is to stand.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum NewPlaceJson {
    After(Uuid),
    Before(Uuid),
    Under(Uuid),
    Alternative { set: Uuid, base: Vec<Uuid> },
}

/// A statement: `stance` null takes back; `branch` null with `of` is "no text"; `version` null is the base.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PositionJson {
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) subject: String,
    pub(crate) stance: Option<String>,
    #[serde(default)]
    pub(crate) prefers: Option<PrefersJson>,
    #[serde(default)]
    pub(crate) reason: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum PrefersJson {
    Branch { branch: Option<u32>, of: u32 },
    Version(Option<Uuid>),
}

impl From<PrefersJson> for Preference {
    fn from(json: PrefersJson) -> Self {
        match json {
            PrefersJson::Branch { branch, of } => Self::Branch { branch, of },
            PrefersJson::Version(version) => Self::Version(version.map(ParagraphId)),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum ProposedJson {
    Move { paragraph: Uuid, to: TargetJson },
    Split { at: PlaceJson },
    Merge { paragraph: Uuid, next: Uuid },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum TargetJson {
    After(Uuid),
    FirstIn(Option<Uuid>),
}

/// A range of the text, offsets in UTF-16 code units.
#[derive(Debug, Serialize)]
pub(crate) struct RangeJson {
    pub(crate) from: PlaceJson,
    pub(crate) to: PlaceJson,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceJson {
    pub(crate) paragraph: Uuid,
    pub(crate) at: usize,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum WishJson {
    Retain,
    Delete,
    Choose,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum DecisionJson {
    KeepBracket(Uuid),
    DeleteBracket(Uuid),
    ReopenBracket(Uuid),
    ChooseAlternative { set: Uuid, variant: Option<Uuid> },
    ReopenAlternative(Uuid),
    PickBranch { bracket: Uuid, branch: Option<u32>, of: u32 },
    Package(Vec<DecisionJson>),
    ReplaceBracket { bracket: Uuid, words: String },
    AgreeAdRef(Uuid),
    Agree(Uuid),
    Suspend(Uuid),
    ReopenParagraph(Uuid),
    SetPhase(WirePhase),
    AcceptProposal(Uuid),
    RejectProposal(Uuid),
    ReopenProposal(Uuid),
    SetLabelScheme(WireLabelScheme),
}

impl From<DecisionJson> for WireDecision {
    fn from(json: DecisionJson) -> Self {
        match json {
            DecisionJson::KeepBracket(id) => Self::KeepBracket(id),
            DecisionJson::DeleteBracket(id) => Self::DeleteBracket(id),
            DecisionJson::ReopenBracket(id) => Self::ReopenBracket(id),
            DecisionJson::ChooseAlternative { set, variant } => Self::ChooseAlternative { set, variant },
            DecisionJson::ReopenAlternative(id) => Self::ReopenAlternative(id),
            DecisionJson::PickBranch { bracket, branch, of } => Self::PickBranch { bracket, branch, of },
            DecisionJson::Package(parts) => Self::Package(parts.into_iter().map(Self::from).collect()),
            DecisionJson::ReplaceBracket { bracket, words } => Self::ReplaceBracket { bracket, words },
            DecisionJson::AgreeAdRef(id) => Self::AgreeAdRef(id),
            DecisionJson::Agree(id) => Self::Agree(id),
            DecisionJson::Suspend(id) => Self::Suspend(id),
            DecisionJson::ReopenParagraph(id) => Self::ReopenParagraph(id),
            DecisionJson::SetPhase(phase) => Self::SetPhase(phase),
            DecisionJson::AcceptProposal(id) => Self::AcceptProposal(id),
            DecisionJson::RejectProposal(id) => Self::RejectProposal(id),
            DecisionJson::ReopenProposal(id) => Self::ReopenProposal(id),
            DecisionJson::SetLabelScheme(scheme) => Self::SetLabelScheme(scheme),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestJson {
    pub(crate) id: Uuid,
    pub(crate) decision: DecisionJson,
    #[serde(default)]
    pub(crate) meeting: String,
    #[serde(default)]
    pub(crate) reason: String,
}

/// A cursor: offsets in UTF-16 code units.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CursorJson {
    pub(crate) paragraph: Uuid,
    pub(crate) anchor: usize,
    pub(crate) head: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct OtherJson {
    pub(crate) connection: u64,
    pub(crate) person: WirePerson,
    pub(crate) cursor: Option<CursorJson>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum EffectJson {
    Joined { session: String },
    Changed { paragraphs: Vec<String>, structure: bool, positions: bool },
    Presence {},
    Record {},
    Acked { pending: usize },
    Refused { reason: String, message: String, hint: String, lost: Vec<LostJson> },
    Failed { code: String, message: String, hint: String },
    Comments {},
    You {},
}

#[derive(Debug, Serialize)]
pub(crate) struct LostJson {
    paragraph: String,
    words: String,
}

impl EffectJson {
    /// `None` for a frame to send: those leave through the outbox.
    pub(crate) fn of(effect: Effect) -> Option<Self> {
        Some(match effect {
            Effect::Send(_) => return None,
            Effect::Joined { session } => Self::Joined { session },
            Effect::Changed(Touched { paragraphs, brackets, structure, positions }) => Self::Changed {
                paragraphs: paragraphs.iter().map(ToString::to_string).collect(),
                structure: structure || !brackets.is_empty(),
                positions: !positions.is_empty(),
            },
            Effect::Recorded(_) => Self::Record {},
            Effect::Presence => Self::Presence {},
            Effect::Saved { pending } => Self::Acked { pending },
            Effect::Refused { reason, message, hint, lost } => {
                let lost = lost.into_iter().map(|l| LostJson { paragraph: l.paragraph.to_string(), words: l.words });
                Self::Refused { reason, message, hint, lost: lost.collect() }
            }
            Effect::Failed(problem) => {
                Self::Failed { code: problem.code, message: problem.message, hint: problem.hint }
            }
            Effect::Commented(_) => Self::Comments {},
            Effect::You => Self::You {},
        })
    }
}

/// What came of an act or a decision.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum OutcomeJson {
    Ok(Vec<EffectJson>),
    Refused { reason: String, message: String, hint: String },
}

impl OutcomeJson {
    /// The page sent something that is no act: a defect of the page, told like a refusal.
    pub(crate) fn malformed(error: &serde_json::Error) -> Self {
        Self::Refused { reason: "malformed".into(), message: error.to_string(), hint: "Reload the page.".into() }
    }

    /// The page named a kind of subject or a stance that is none.
    pub(crate) fn unknown() -> Self {
        let message = "the act names something unknown".to_owned();
        Self::Refused { reason: "malformed".into(), message, hint: "Reload the page.".into() }
    }
}

impl From<Refusal> for OutcomeJson {
    fn from(refusal: Refusal) -> Self {
        let (reason, hint) = (refusal.code().into(), refusal.hint().into());
        Self::Refused { reason, message: refusal.to_string(), hint }
    }
}

impl From<DecisionRefusal> for OutcomeJson {
    fn from(refusal: DecisionRefusal) -> Self {
        let (reason, hint) = (refusal.code().into(), refusal.hint().into());
        Self::Refused { reason, message: refusal.to_string(), hint }
    }
}

impl From<CommentRefusal> for OutcomeJson {
    fn from(refusal: CommentRefusal) -> Self {
        let (reason, hint) = (refusal.code().into(), refusal.hint().into());
        Self::Refused { reason, message: refusal.to_string(), hint }
    }
}

/// A comment, offsets in UTF-16 code units.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommentJson {
    pub(crate) id: Uuid,
    #[serde(default)]
    pub(crate) thread: Option<Uuid>,
    pub(crate) audience: WireAudience,
    #[serde(default)]
    pub(crate) place: CommentPlaceJson,
    pub(crate) text: String,
    /// Whether it is a proposal and no remark.
    #[serde(default)]
    pub(crate) proposal: bool,
}

/// What a comment is about, offsets in UTF-16 code units.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) enum CommentPlaceJson {
    #[default]
    Draft,
    Paragraph(Uuid),
    Bracket(Uuid),
    Words {
        paragraph: Uuid,
        from: usize,
        to: usize,
    },
}

/// Writes JSON. These are plain data, so writing to memory does not fail; if it ever did, the page would get `null`.
pub(crate) fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}

pub(crate) fn person(person: &Person) -> WirePerson {
    WirePerson::from(person)
}
