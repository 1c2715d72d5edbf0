//! Values of the model as columns, and back.

use client_core::model::{
    AlternativeSetId, BracketId, Decision, DraftKind, LabelScheme, ParagraphId, PersonId, ProposalId, Role,
};
use rusqlite::Row;
use uuid::Uuid;

use crate::store::StoreError;

/// A value on disk that this version cannot read.
pub fn unreadable(what: &str) -> StoreError {
    StoreError::Corrupt(format!("a stored {what} cannot be read"))
}

pub fn kind_name(kind: DraftKind) -> &'static str {
    match kind {
        DraftKind::Draft => "draft",
        DraftKind::Reference => "reference",
    }
}

pub fn kind(name: &str) -> Result<DraftKind, StoreError> {
    match name {
        "draft" => Ok(DraftKind::Draft),
        "reference" => Ok(DraftKind::Reference),
        _ => Err(unreadable("kind of draft")),
    }
}

pub fn role(name: &str) -> Result<Role, StoreError> {
    Role::from_name(name).ok_or_else(|| unreadable("role"))
}

pub fn uuid(bytes: &[u8]) -> Result<Uuid, StoreError> {
    Uuid::from_slice(bytes).map_err(|_| unreadable("identity"))
}

pub fn person(bytes: &[u8]) -> Result<PersonId, StoreError> {
    uuid(bytes).map(PersonId)
}

pub fn ids_bytes(ids: impl Iterator<Item = Uuid>) -> Vec<u8> {
    ids.flat_map(|id| *id.as_bytes()).collect()
}

pub fn ids(bytes: &[u8]) -> Result<Vec<Uuid>, StoreError> {
    bytes.chunks(16).map(uuid).collect()
}

/// What precedes the name of a scheme: that decision has no subject.
const SET_LABEL_SCHEME: &str = "set-label-scheme:";

/// A decision that is no package, as columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionColumns {
    pub name: String,
    pub subject: Option<Vec<u8>>,
    pub variant: Option<Vec<u8>>,
    pub branch: Option<u32>,
    pub branches: Option<u32>,
}

impl DecisionColumns {
    /// The columns of a decision; those of a package have its name alone, and its parts are written elsewhere.
    pub fn of(decision: &Decision) -> Self {
        let of = |name: &str, subject: Uuid| Self {
            name: name.into(),
            subject: Some(subject.as_bytes().to_vec()),
            variant: None,
            branch: None,
            branches: None,
        };
        match decision {
            Decision::KeepBracket(id) => of("keep-bracket", id.0),
            Decision::DeleteBracket(id) => of("delete-bracket", id.0),
            Decision::ReopenBracket(id) => of("reopen-bracket", id.0),
            Decision::ChooseAlternative(set, variant) => {
                Self { variant: variant.map(|id| id.0.as_bytes().to_vec()), ..of("choose-alternative", set.0) }
            }
            Decision::ReopenAlternative(set) => of("reopen-alternative", set.0),
            Decision::PickBranch { bracket, branch, of: branches } => {
                Self { branch: *branch, branches: Some(*branches), ..of("pick-branch", bracket.0) }
            }
            Decision::Package(_) => Self { subject: None, ..of("package", Uuid::nil()) },
            Decision::AcceptProposal(id) => of("accept-proposal", id.0),
            Decision::RejectProposal(id) => of("reject-proposal", id.0),
            Decision::ReopenProposal(id) => of("reopen-proposal", id.0),
            Decision::SetLabelScheme(scheme) => {
                Self { subject: None, ..of(&format!("{SET_LABEL_SCHEME}{}", scheme.name()), Uuid::nil()) }
            }
        }
    }

    /// Reads the columns `decision, subject, variant, branch, branches` from the `first`-th on.
    pub fn read(row: &Row<'_>, first: usize) -> Result<Self, StoreError> {
        Ok(Self {
            name: row.get(first)?,
            subject: row.get(first + 1)?,
            variant: row.get(first + 2)?,
            branch: row.get(first + 3)?,
            branches: row.get(first + 4)?,
        })
    }

    pub fn is_package(&self) -> bool {
        self.name == "package"
    }

    /// The decision; a package is put together from its parts.
    pub fn decision(&self) -> Result<Decision, StoreError> {
        if let Some(scheme) = self.name.strip_prefix(SET_LABEL_SCHEME) {
            let scheme = LabelScheme::from_name(scheme).ok_or_else(|| unreadable("decision"))?;
            return Ok(Decision::SetLabelScheme(scheme));
        }
        let subject = uuid(self.subject.as_deref().ok_or_else(|| unreadable("decision"))?)?;
        Ok(match self.name.as_str() {
            "keep-bracket" => Decision::KeepBracket(BracketId(subject)),
            "delete-bracket" => Decision::DeleteBracket(BracketId(subject)),
            "reopen-bracket" => Decision::ReopenBracket(BracketId(subject)),
            "choose-alternative" => {
                let variant = self.variant.as_deref().map(uuid).transpose()?;
                Decision::ChooseAlternative(AlternativeSetId(subject), variant.map(ParagraphId))
            }
            "reopen-alternative" => Decision::ReopenAlternative(AlternativeSetId(subject)),
            "pick-branch" => Decision::PickBranch {
                bracket: BracketId(subject),
                branch: self.branch,
                of: self.branches.ok_or_else(|| unreadable("decision"))?,
            },
            "accept-proposal" => Decision::AcceptProposal(ProposalId(subject)),
            "reject-proposal" => Decision::RejectProposal(ProposalId(subject)),
            "reopen-proposal" => Decision::ReopenProposal(ProposalId(subject)),
            _ => return Err(unreadable("decision")),
        })
    }
}
