use std::time::Duration;

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::describe::Problem;
use crate::{
    auth::AuthError,
    export::BlockerJson,
    room::RoomError,
    sign_in::SignInError,
    store::StoreError,
    turns::{Busy, COME_AGAIN},
};

/// Why a request is refused. What a client reads names no table, path or line of code; the log does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// Who asks is not known, or not let in.
    #[error("{0}")]
    Auth(#[from] AuthError),
    /// Who asks may not do this.
    #[error("Only the chair may export the text.")]
    ChairOnly,
    /// A page of another site asks.
    #[error("The request comes from a page of another site.")]
    ForeignOrigin,
    /// Nothing is here.
    #[error("There is nothing at this address.")]
    NotFound,
    /// The address does not take this method.
    #[error("This address does not take this method.")]
    Method,
    /// No such draft.
    #[error("There is no such draft here.")]
    UnknownDraft,
    /// No such bracket.
    #[error("There is no such bracket in this draft.")]
    UnknownBracket,
    /// The request cannot be read.
    #[error("The request cannot be read: {0}")]
    Malformed(String),
    /// The body is too large.
    #[error("The request has more than 64 KiB.")]
    TooLarge,
    /// The text cannot be final yet.
    #[error("The text is not final: {} matters are open.", .0.len())]
    OpenMatters(Vec<BlockerJson>),
    /// What a text is set with is not on the machine.
    #[error("The text cannot be set: {0}.")]
    NoFonts(String),
    /// More than is set in one go.
    #[error("{0}.")]
    TooLong(String),
    /// The data cannot be read or written now.
    #[error("The server cannot read its data now.")]
    Store(StoreError),
    /// The room of the draft cannot answer.
    #[error("The draft cannot be read now.")]
    Room(RoomError),
    /// Too many ask for dear answers at once.
    #[error("The server works on as many answers of this kind as it can.")]
    Busy,
    /// The answer took too long.
    #[error("The server is too busy to answer.")]
    Late,
    /// Too much was asked from one address.
    #[error("Too many ask for this from your address.")]
    TooOften,
    /// Who asks has read too much of late, and may again after so long.
    #[error("You read more of the server than it gives to one.")]
    ReadTooOften(Duration),
    /// A defect.
    #[error("The server met an error.")]
    Internal,
    /// No such paragraph.
    #[error("There is no such paragraph in this draft.")]
    UnknownParagraph,
    /// No such proposal.
    #[error("There is no such proposal in this draft.")]
    UnknownProposal,
    /// Who asks may not give or see invitations.
    #[error("Only the chair makes, lists and revokes invitation links.")]
    InvitationsOfChair,
    /// The draft was not here then, or no such entry is in its record.
    #[error("There is no such moment in the life of this draft.")]
    UnknownMoment,
    /// What a list is asked to go on behind is not in it.
    #[error("What the list should go on behind is not in it.")]
    UnknownItem,
    /// Who asks may not see who has joined.
    #[error("Only the chair sees who has joined.")]
    PeopleOfChair,
    /// Who asks has no such session.
    #[error("You have no such session.")]
    UnknownSession,
    /// Another key is registered for the session.
    #[error("This session signs with the key of another device.")]
    AnotherDevice,
    /// Whoever registers a key does not show that it holds it.
    #[error("The proof is not of this key and this person.")]
    NoProof,
    /// A token for reading alone.
    #[error("This token is for reading alone.")]
    ReadingToken,
    /// Another file of the account is being read.
    #[error("Another file of yours is being read.")]
    Intake,
    /// The file is too large.
    #[error("The file has more than 16 MiB.")]
    FileTooLarge,
    /// Who asks may not bring in files.
    #[error("Only the chair and the secretariat bring in files.")]
    IntakeOfSecretariat,
    /// What a file would become is not what was reviewed.
    #[error("The file would become something else than was reviewed.")]
    NotAsReviewed,
    /// The draft takes no new version now: why, and the next step.
    #[error("The file is not brought in: {0}.")]
    NotNow(String, &'static str),
    /// The file cannot be read: why, and the next step.
    #[error("The file cannot be read: {0}.")]
    Unreadable(String, &'static str),
    /// Nobody can sign in.
    #[error(transparent)]
    SignIn(#[from] SignInError),
}

impl ApiError {
    fn parts(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Auth(error) | Self::SignIn(SignInError::Auth(error)) => (status(error), error.code(), error.hint()),
            Self::SignIn(error) => (status_of(error), error.code(), error.hint()),
            Self::ChairOnly => (StatusCode::FORBIDDEN, "forbidden", "Ask the chair for it."),
            Self::ForeignOrigin => {
                (StatusCode::FORBIDDEN, "foreign-origin", "Open the server's own page, or set its --public-url.")
            }
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "Check the address."),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "method", "Check the documentation of this address."),
            Self::UnknownDraft => (StatusCode::NOT_FOUND, "unknown-draft", "Go back to the list of drafts."),
            Self::UnknownBracket => (StatusCode::NOT_FOUND, "unknown-bracket", "Reload the draft."),
            Self::Malformed(_) => (StatusCode::BAD_REQUEST, "malformed", "Check the request."),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "Send less at once."),
            Self::OpenMatters(_) => {
                (StatusCode::CONFLICT, "open-matters", "Decide what is listed, or export as it stands.")
            }
            Self::NoFonts(_) => {
                (StatusCode::SERVICE_UNAVAILABLE, "fonts", "Tell whoever runs the server, or choose another format.")
            }
            Self::TooLong(_) => (StatusCode::UNPROCESSABLE_ENTITY, "too-long", "Choose another format."),
            Self::Busy => {
                (StatusCode::SERVICE_UNAVAILABLE, "busy", "Ask again after as many seconds as `Retry-After` says.")
            }
            Self::Late => (StatusCode::SERVICE_UNAVAILABLE, "busy", "Try again in a moment."),
            Self::Store(StoreError::Damaged(_)) | Self::Room(RoomError::Damaged(_)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "damaged", "Tell whoever runs the server; the other drafts go on.")
            }
            Self::Store(_) | Self::Room(_) => (StatusCode::SERVICE_UNAVAILABLE, "store", "Try again in a moment."),
            Self::TooOften => (StatusCode::TOO_MANY_REQUESTS, "too-often", "Try again in a minute."),
            Self::ReadTooOften(_) => {
                (StatusCode::TOO_MANY_REQUESTS, "too-often", "Ask again after as many seconds as `Retry-After` says.")
            }
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Try again; the log has the cause."),
            Self::UnknownParagraph => (StatusCode::NOT_FOUND, "unknown-paragraph", "Reload the draft."),
            Self::UnknownProposal => (StatusCode::NOT_FOUND, "unknown-proposal", "Reload the draft."),
            Self::InvitationsOfChair => (StatusCode::FORBIDDEN, "forbidden", "Ask the chair for a link."),
            Self::PeopleOfChair => (StatusCode::FORBIDDEN, "forbidden", "Ask the chair or the secretariat."),
            Self::UnknownSession => {
                (StatusCode::NOT_FOUND, "unknown-session", "It may have ended; read the list of your sessions again.")
            }
            Self::AnotherDevice => {
                (StatusCode::CONFLICT, "another-device", "Sign out and open your link again on this device.")
            }
            Self::NoProof => (StatusCode::FORBIDDEN, "no-proof", "Sign the identity of the person with the key."),
            Self::UnknownMoment => (
                StatusCode::NOT_FOUND,
                "unknown-moment",
                "The history and the decisions of the draft say when something was.",
            ),
            Self::UnknownItem => {
                (StatusCode::NOT_FOUND, "unknown-item", "Read the list from its beginning, without `after`.")
            }
            Self::Intake => (StatusCode::TOO_MANY_REQUESTS, "intake", "Wait until it is done."),
            Self::FileTooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "file-too-large", "Split it into one file for each annex.")
            }
            Self::IntakeOfSecretariat => (StatusCode::FORBIDDEN, "forbidden", "Give the file to the secretariat."),
            Self::NotAsReviewed => (
                StatusCode::CONFLICT,
                "not-as-reviewed",
                "Nothing was stored. Somebody wrote meanwhile: look at it again.",
            ),
            Self::NotNow(_, hint) => (StatusCode::CONFLICT, "not-now", hint),
            Self::Unreadable(_, hint) => (StatusCode::UNPROCESSABLE_ENTITY, "unreadable-file", hint),
            Self::ReadingToken => {
                (StatusCode::FORBIDDEN, "reading-token", "Ask the secretariat for a token that may write.")
            }
        }
    }
}

/// After how many seconds who asked too often may ask again.
fn wait(error: &ApiError) -> Option<u64> {
    match error {
        ApiError::TooOften | ApiError::Auth(AuthError::TooOften) => Some(60),
        ApiError::Busy => Some(COME_AGAIN.as_secs()),
        // At least one, and never too few.
        ApiError::ReadTooOften(wait) => Some(wait.as_secs() + 1),
        _ => None,
    }
}

fn status(error: &AuthError) -> StatusCode {
    match error {
        AuthError::UnknownInvitation => StatusCode::NOT_FOUND,
        AuthError::ExpiredInvitation | AuthError::RevokedInvitation | AuthError::UsedInvitation => StatusCode::GONE,
        AuthError::SignIn => StatusCode::FORBIDDEN,
        AuthError::Session => StatusCode::UNAUTHORIZED,
        AuthError::Name(_) => StatusCode::UNPROCESSABLE_ENTITY,
        AuthError::TooOften => StatusCode::TOO_MANY_REQUESTS,
        AuthError::Randomness | AuthError::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn status_of(error: &SignInError) -> StatusCode {
    match error {
        SignInError::Off => StatusCode::NOT_FOUND,
        SignInError::Down(_) => StatusCode::BAD_GATEWAY,
        SignInError::Over | SignInError::Logout(_) => StatusCode::BAD_REQUEST,
        SignInError::Refused(_) | SignInError::Answer(_) | SignInError::Weak(_) | SignInError::Unregistered(_) => {
            StatusCode::FORBIDDEN
        }
        SignInError::Auth(error) => status(error),
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::UnknownDraft => Self::UnknownDraft,
            error => Self::Store(error),
        }
    }
}

impl From<Busy> for ApiError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

impl From<RoomError> for ApiError {
    fn from(error: RoomError) -> Self {
        Self::Room(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, hint) = self.parts();
        // A flood is no defect, and counted in the metrics.
        if status.is_server_error() && self != Self::Busy {
            tracing::error!(error = ?self, status = status.as_u16(), "a request failed");
        } else if [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::TOO_MANY_REQUESTS].contains(&status) {
            tracing::warn!(code, status = status.as_u16(), "a request was turned away");
        }
        let blockers = match &self {
            Self::OpenMatters(blockers) => Some(blockers.clone()),
            _ => None,
        };
        let wait = wait(&self).map(|seconds| [(header::RETRY_AFTER, seconds.to_string())]);
        (status, wait, Json(Problem { code, message: self.to_string(), hint, blockers })).into_response()
    }
}
