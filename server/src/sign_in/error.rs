use std::error::Error;

use crate::{
    auth::AuthError,
    store::{MayBeStore, StoreError},
};

/// Why somebody is not signed in. What is in brackets is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// No provider is set.
    #[error("This server has no sign-in.")]
    Off,
    /// The provider does not answer as one does.
    #[error("The sign-in service does not answer now.")]
    Down(String),
    /// No such sign-in was begun in this browser, or it is over.
    #[error("This sign-in was not begun here, took too long, or was used already.")]
    Over,
    /// The provider says no.
    #[error("The sign-in service did not let you in.")]
    Refused(String),
    /// What the provider gave does not hold.
    #[error("The answer of the sign-in service could not be accepted.")]
    Answer(String),
    /// The provider was not as sure of who it is as it must be.
    #[error("The sign-in service did not make sure enough of who you are.")]
    Weak(String),
    /// A logout token does not hold.
    #[error("The logout token does not hold.")]
    Logout(String),
    /// Nobody registered this person; the provider's own name for them.
    #[error("The sign-in service knows you, but nobody has registered you here.")]
    Unregistered(String),
    /// The store or the randomness failed.
    #[error(transparent)]
    Auth(#[from] AuthError),
}

impl SignInError {
    /// A stable name, in answers and in the address of the page that says it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Off => "no-sign-in",
            Self::Down(_) => "sign-in-down",
            Self::Over => "sign-in-over",
            Self::Refused(_) => "sign-in-refused",
            Self::Answer(_) => "sign-in-answer",
            Self::Weak(_) => "sign-in-weak",
            Self::Logout(_) => "logout-token",
            Self::Unregistered(_) => "unregistered",
            Self::Auth(error) => error.code(),
        }
    }

    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Off => "Use the invitation link that the secretariat gave you.",
            Self::Down(_) => "Try again in a few minutes; invitation links go on working.",
            Self::Over => "Go to the start page and sign in again.",
            Self::Refused(_) => "Sign in again, or ask the secretariat for an invitation link.",
            Self::Answer(_) => "Sign in again, and tell the secretariat if it happens again.",
            Self::Weak(_) => "Sign in again there with your second factor, or ask the secretariat how to set one up.",
            Self::Logout(_) => "The log of this server says what is wrong with it.",
            Self::Unregistered(_) => "Ask the secretariat to register you, or for an invitation link.",
            Self::Auth(error) => error.hint(),
        }
    }
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::Auth(error.into())
    }
}

impl MayBeStore for SignInError {
    fn store(&self) -> Option<&StoreError> {
        match self {
            Self::Auth(error) => error.store(),
            _ => None,
        }
    }
}

/// An error with what caused it, for the log.
pub fn told(error: &dyn Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        told.push_str(": ");
        told.push_str(&error.to_string());
        cause = error.source();
    }
    told
}
