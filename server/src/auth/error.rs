use crate::store::StoreError;

/// Why somebody is not let in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// No invitation has this token.
    #[error("This invitation is not known here.")]
    UnknownInvitation,
    /// The invitation has ended.
    #[error("This invitation has expired.")]
    ExpiredInvitation,
    /// The invitation was taken back.
    #[error("This invitation was revoked.")]
    RevokedInvitation,
    /// As many joined as it was made for.
    #[error("This invitation was used as often as it allows.")]
    UsedInvitation,
    /// Whoever comes in this role signs in by the provider of identities.
    #[error("In this role one comes in by signing in, and by no link.")]
    SignIn,
    /// The session is unknown or has expired.
    #[error("You are not signed in, or your session has ended.")]
    Session,
    /// The name or the delegation cannot be shown to others.
    #[error("{0}")]
    Name(&'static str),
    /// Too many ask for this from one address.
    #[error("Too many ask for this from your address.")]
    TooOften,
    /// The system gives no random numbers.
    #[error("The server cannot make a secret now.")]
    Randomness,
    /// The store failed.
    #[error("The server cannot read its data now.")]
    Store(#[from] StoreError),
}

impl AuthError {
    /// A stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownInvitation => "unknown-invitation",
            Self::ExpiredInvitation => "expired-invitation",
            Self::RevokedInvitation => "revoked-invitation",
            Self::UsedInvitation => "used-invitation",
            Self::SignIn => "sign-in-only",
            Self::Session => "credential",
            Self::Name(_) => "name",
            Self::TooOften => "too-often",
            Self::Randomness | Self::Store(_) => "store",
        }
    }

    /// The next step.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::UnknownInvitation => "Check that the whole link was copied, or ask the secretariat for a new one.",
            Self::ExpiredInvitation | Self::RevokedInvitation | Self::UsedInvitation => {
                "Ask the secretariat for a new link."
            }
            Self::SignIn => {
                "Go to the start page of this server and sign in there, or ask the secretariat to register you."
            }
            Self::Session => "Open your invitation link again.",
            Self::TooOften => "Try again in a minute.",
            Self::Name(_) => "Give the name as others should see it.",
            Self::Randomness | Self::Store(_) => "Try again in a moment.",
        }
    }
}

impl crate::store::MayBeStore for AuthError {
    fn store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
