use std::sync::Arc;

use axum::{Json, extract::State};
use client_core::{
    history::{HistoryError, Life, What, bracket_life},
    model::{BracketId, Decision, Stance, Wish},
    view::{self, BracketView},
};
use serde::Serialize;

use super::{ApiError, asked::Names, caller::Caller};
use crate::{app::App, store::StoreError};

/// Something that happened to a bracket, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LifeEventJson {
    /// When the server received it.
    pub at: i64,
    /// Who; empty for the import.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// `imported`, `opened`, `changed`, `split`, `joined`, `decided`, `withdrawn` or `position`.
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
    /// `keep`, `delete`, `reopen`, `pick`.
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
}

/// A life as JSON.
pub fn life_json(life: Life) -> Vec<LifeEventJson> {
    let event = |event: client_core::history::LifeEvent| {
        let base = LifeEventJson { at: event.at, by: event.by, delegation: event.delegation, ..Default::default() };
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
            What::Decided { decision, parts, picked, reason } => LifeEventJson {
                kind: "decided",
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
                    // These are about no bracket.
                    Decision::AgreeAdRef(_) | Decision::Agree(_) => "agree",
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
    life.events.into_iter().map(event).collect()
}

#[derive(Serialize)]
pub struct BracketLife {
    bracket: BracketView,
    events: Vec<LifeEventJson>,
}

/// `GET /api/drafts/{slug}/brackets/{id}/history`.
pub async fn bracket(
    State(app): State<Arc<App>>,
    Caller(_): Caller,
    Names((slug, id)): Names<(String, String)>,
) -> Result<Json<BracketLife>, ApiError> {
    let id: BracketId = id.parse().map_err(|_| ApiError::UnknownBracket)?;
    let draft = app.draft(&slug).await?.id;
    let view = app.rooms.read(draft).await?;
    let changes = app.database.read(move |store| store.changes(draft)).await.map_err(|error: StoreError| error)?;
    let told = tokio::task::spawn_blocking(move || {
        let brackets = view::draft(&view.draft, &view.standings, "en").brackets;
        let bracket = brackets.into_iter().find(|bracket| bracket.id == id.to_string());
        let bracket = bracket.ok_or(ApiError::UnknownBracket)?;
        match bracket_life(&changes, &view.entries, id) {
            Ok(life) => Ok(BracketLife { bracket, events: life_json(life) }),
            Err(HistoryError::Unknown) => Err(ApiError::UnknownBracket),
            Err(error @ HistoryError::Log(_)) => {
                tracing::error!(%draft, %error, "a history could not be told");
                Err(ApiError::Internal)
            }
        }
    });
    Ok(Json(told.await.map_err(|_| ApiError::Internal)??))
}
