use client_core::{
    model::{Diagnostic, DraftId, DraftKind, Person, PersonId, Role, Severity, Timestamp},
    sync::room::Batch,
};
use serde::Serialize;
use uuid::Uuid;

use super::SecretHash;

/// A draft as the list of drafts has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// Identity.
    pub id: DraftId,
    /// Short name.
    pub slug: String,
    /// Title.
    pub title: String,
    /// BCP 47 tag of the text.
    pub language: String,
    /// Draft or reference document.
    pub kind: DraftKind,
    /// Name of the document that it came from.
    pub document: String,
    /// When it came in.
    pub created_at: Timestamp,
}

/// A draft to add.
#[derive(Clone, Debug)]
pub struct NewDraft {
    /// Its line in the list.
    pub row: DraftRow,
    /// Its first changes.
    pub batch: Batch,
    /// What its import was unsure of.
    pub diagnostics: Vec<Diagnostic>,
}

/// A diagnostic as it is kept and shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DiagnosticRow {
    /// A stable name for the kind of finding.
    pub code: String,
    /// `note`, `warning` or `error`.
    pub severity: String,
    /// Line in the source, from 1.
    pub line: u32,
    /// Column in code points, from 1.
    pub column: u32,
    /// One sentence.
    pub message: String,
    /// The next step.
    pub hint: String,
}

impl From<&Diagnostic> for DiagnosticRow {
    fn from(diagnostic: &Diagnostic) -> Self {
        Self {
            code: diagnostic.code.into(),
            severity: match diagnostic.severity {
                Severity::Note => "note",
                Severity::Warning => "warning",
                Severity::Error => "error",
            }
            .into(),
            line: u32::try_from(diagnostic.place.line).unwrap_or(u32::MAX),
            column: u32::try_from(diagnostic.place.column).unwrap_or(u32::MAX),
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
        }
    }
}

/// An invitation as it is kept, under the hash of its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationRow {
    /// What whoever joins by it may do.
    pub role: Role,
    /// The delegation it speaks for; `None` leaves it open.
    pub delegation: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// How many joined by it.
    pub uses: u32,
    /// How many may join by it; `None` for any number.
    pub max_uses: Option<u32>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// The name of whoever made it in the room; `None` when it was made on the command line.
    pub made_by: Option<String>,
}

/// A session to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Who.
    pub person: Person,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
    /// When it ends however much it is used.
    pub ends_at: Timestamp,
}

/// How far a log of changes goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogEnd {
    /// How many changes there are.
    pub changes: u64,
    /// When the last of them was received; 0 when there is none.
    pub at: Timestamp,
}

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// The hash of its secret. The beginning of it names the session: nobody gets in by it.
    pub secret: SecretHash,
    /// Who, with the role of the invitation.
    pub person: Person,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was used last, in steps of minutes.
    pub used_at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
    /// The invitation that it was opened by; `None` for those of an older version.
    pub invitation: Option<SecretHash>,
}

/// Sessions to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sessions {
    /// The one with a secret.
    One(SecretHash),
    /// Those of a person.
    OfPerson(PersonId),
    /// Those that were opened by an invitation.
    OfInvitation(SecretHash),
    /// All.
    All,
}

/// Somebody who joined at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Who, with the role of the invitation.
    pub person: Person,
    /// When.
    pub created_at: Timestamp,
}

/// A token of a program, as it is kept under the hash of its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// What it is called in lists and commands; no secret.
    pub id: Uuid,
    /// Whom it acts as.
    pub person: Person,
    /// Whether it is for reading alone.
    pub reading: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Whom a provider of identities vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider's own name: its address, as it writes it.
    pub issuer: String,
    /// Its own name for the person, which it gives to nobody else.
    pub subject: String,
    /// The address of the person, if the provider says that it is verified; small letters.
    pub email: Option<String>,
}

/// What a provider says of a person by which it is found here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Its own name for the person (`sub`).
    Subject(String),
    /// A verified address; small letters.
    Email(String),
}

impl Claim {
    /// The kind of the claim and its value.
    pub fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Subject(subject) => ("subject", subject),
            Self::Email(email) => ("email", email),
        }
    }
}

/// By what somebody may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The provider.
    pub issuer: String,
    /// What it says of them.
    pub claim: Claim,
    /// Who that is here.
    pub person: PersonId,
    /// Since when.
    pub created_at: Timestamp,
}
