//! What keeps a text from being final, as it is shown.

use client_core::model::MatterKind;
use client_core_export::text::Blocker;
use serde::Serialize;

/// Something that keeps a text from being final.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BlockerJson {
    /// `bracket`, `alternative` or `placeholder`.
    pub kind: &'static str,
    /// The label of the place; empty for the whole draft.
    pub label: String,
    /// The paragraph; `None` for the whole draft.
    pub paragraph: Option<String>,
    /// The bracket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bracket: Option<String>,
    /// The words concerned.
    pub words: String,
}

impl From<Blocker> for BlockerJson {
    fn from(blocker: Blocker) -> Self {
        let (kind, bracket) = match blocker.kind {
            MatterKind::Bracket(id) => ("bracket", Some(id.to_string())),
            MatterKind::Alternatives(_) => ("alternative", None),
            MatterKind::Placeholder => ("placeholder", None),
            MatterKind::Proposal(_) => ("proposal", None),
        };
        Self {
            kind,
            label: blocker.label,
            paragraph: blocker.paragraph.map(|id| id.to_string()),
            bracket,
            words: blocker.words,
        }
    }
}
