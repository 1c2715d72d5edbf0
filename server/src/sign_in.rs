//! Signing in by a provider of identities (OpenID Connect): authorization code with PKCE, state and nonce
//! (docs/decisions/0031).
//!
//! The provider is asked when somebody signs in, not at the start: while it is down everything else goes on.

mod error;
mod logout;
mod provider;
mod ticket;

pub use error::SignInError;
pub use logout::Logout;
pub use provider::{Provider, Strength};
pub use ticket::{LIFE, Ticket};

use std::time::{Duration, SystemTime};

use client_core::model::{Person, Timestamp};
use openidconnect::{
    AccessToken, AuthenticationContextClass, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, CsrfToken,
    IdTokenVerifier, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RequestTokenError, Scope,
    SignatureVerificationError, SubjectIdentifier, TokenResponse,
    core::{
        CoreErrorResponseType, CoreIdToken, CoreIdTokenClaims, CoreJsonWebKey, CoreJwsSigningAlgorithm as Algorithm,
        CoreResponseType, CoreUserInfoClaims,
    },
};
use tokio::{sync::Semaphore, time::timeout};

use crate::{
    auth::{self, SessionLife},
    store::{Claim, Identity, Sessions, Store, StoreError},
};
use error::told;
use logout::{Taken, Unverified};
use provider::{Client, Line};

/// Where the provider sends people back to, below the public address.
pub const CALLBACK: &str = "/api/sign-in/callback";

/// How far the clocks of the provider and of this machine may be apart, in milliseconds.
const SKEW: Timestamp = 60 * 1000;

/// How many ask the provider at once, and how long one more waits for that.
const AT_ONCE: usize = 16;
const WAIT: Duration = Duration::from_secs(4);

/// The longest subject and the longest address that are looked up, in bytes: OpenID Connect Core 2, RFC 5321.
const LONGEST_SUBJECT: usize = 255;
const LONGEST_EMAIL: usize = 254;

/// What a provider may sign with: with a key of its own that nobody else has. Not with the secret that it shares with this server, and not
/// without.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// Signing in by one provider.
pub struct SignIn {
    line: Line,
    back: String,
    places: Semaphore,
    logouts: Taken,
}

impl SignIn {
    /// For a server that people reach at `public_url`. Asks nothing yet.
    pub fn new(provider: Provider, public_url: &str) -> Self {
        let back = format!("{public_url}{CALLBACK}");
        Self { line: Line::new(provider), back, places: Semaphore::new(AT_ONCE), logouts: Taken::default() }
    }

    /// The provider's host, which people know it by.
    pub fn host(&self) -> String {
        self.line.provider().host()
    }

    /// The provider's own name for itself.
    pub fn issuer(&self) -> &str {
        &self.line.provider().issuer
    }

    /// Runs what waits for the provider where it holds nobody up, a few at once.
    ///
    /// # Errors
    /// Those of `work`; [`SignInError::Down`] when too many wait already.
    pub async fn ask<T: Send + 'static>(
        self: std::sync::Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, SignInError> + Send + 'static,
    ) -> Result<T, SignInError> {
        let down = |why: &str| SignInError::Down(why.into());
        let place = timeout(WAIT, self.places.acquire()).await.map_err(|_| down("too many wait for it"))?;
        let _place = place.map_err(|_| down("the server stops"))?;
        let here = self.clone();
        let asked = tokio::task::spawn_blocking(move || work(&here)).await;
        asked.unwrap_or_else(|error| Err(SignInError::Down(error.to_string())))
    }

    /// Where to send the browser that keeps the ticket. Blocks on the network.
    ///
    /// # Errors
    /// [`SignInError::Down`] when the provider cannot be asked.
    pub fn begin(&self, ticket: &Ticket, now: Timestamp) -> Result<String, SignInError> {
        let metadata = self.line.metadata(false, now)?;
        let client = self.line.client(&metadata, &self.back)?;
        let (state, nonce) = (ticket.state(), ticket.nonce());
        let verifier = PkceCodeVerifier::new(ticket.verifier());
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let ask = client
            .authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scope(Scope::new("email".into()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        let classes = self.line.provider().strength.classes.iter();
        let ask =
            classes.fold(ask, |ask, class| ask.add_auth_context_value(AuthenticationContextClass::new(class.clone())));
        let (url, _, _) = ask.url();
        Ok(url.into())
    }

    /// Whom the provider vouches for with a code. Blocks on the network.
    ///
    /// # Errors
    /// [`SignInError::Over`] when the code was redeemed already or is too old, [`SignInError::Answer`] when the identity token does not hold,
    /// [`SignInError::Weak`] when the provider was not as sure as it must be, [`SignInError::Down`].
    pub fn redeem(&self, ticket: &Ticket, code: String, now: Timestamp) -> Result<Identity, SignInError> {
        let metadata = self.line.metadata(false, now)?;
        let client = self.line.client(&metadata, &self.back)?;
        let ask = client.exchange_code(AuthorizationCode::new(code)).map_err(|error| down(&error))?;
        let ask = ask.set_pkce_verifier(PkceCodeVerifier::new(ticket.verifier()));
        let answer = ask.request(&|request| self.line.ask(request)).map_err(|error| match &error {
            RequestTokenError::Request(_) => down(&error),
            RequestTokenError::ServerResponse(refused) if *refused.error() == CoreErrorResponseType::InvalidGrant => {
                SignInError::Over
            }
            _ => wrong(&error),
        })?;
        let token = answer.id_token().ok_or_else(|| SignInError::Answer("no identity token".into()))?;
        let nonce = Nonce::new(ticket.nonce());
        let claims = match verified(&client, token, &nonce, now) {
            // The provider has new keys.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let client = self.line.client(&*self.line.metadata(true, now)?, &self.back)?;
                verified(&client, token, &nonce, now)
            }
            other => other,
        };
        let claims = claims.map_err(|error| wrong(&error))?;
        if claims.authorized_party().is_some_and(|party| party.as_str() != self.line.provider().client) {
            return Err(SignInError::Answer("issued to another client".into()));
        }
        is_strong(&self.line.provider().strength, claims)?;
        let email = match claims.email() {
            Some(email) => claims.email_verified().unwrap_or(false).then(|| email.to_string()),
            None => self.asked_for_email(&client, answer.access_token().clone(), claims.subject())?,
        };
        let subject = claims.subject().as_str();
        if subject.is_empty() || subject.len() > LONGEST_SUBJECT {
            return Err(SignInError::Answer("a subject of another length than can be".into()));
        }
        let email = email.map(|email| email.to_lowercase()).filter(|email| email.len() <= LONGEST_EMAIL);
        Ok(Identity { issuer: self.issuer().into(), subject: subject.into(), email })
    }

    /// Whom the provider signed out, by a token that it sends; each is taken once. Blocks on the network.
    ///
    /// # Errors
    /// [`SignInError::Logout`] when the token does not hold, [`SignInError::Down`].
    pub fn signed_out(&self, token: &str, now: Timestamp) -> Result<Logout, SignInError> {
        let token = Unverified::read(token)?;
        let read = |anew: bool| {
            let client = self.line.client(&*self.line.metadata(anew, now)?, &self.back)?;
            Ok::<_, SignInError>(token.verified(of_now(&client, now)))
        };
        let logout = match read(false)? {
            // The provider has new keys, or somebody makes tokens up, which costs the provider little: anybody can send one.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey))
                if self.logouts.may_ask(now) =>
            {
                read(true)?
            }
            other => other,
        };
        let logout = logout.map_err(|error| SignInError::Logout(told(&error)))?;
        self.logouts.take(&logout.name, now)?;
        Ok(logout)
    }

    /// Lets a logout token come again: what it asks for could not be done.
    pub fn not_signed_out(&self, logout: &Logout) {
        self.logouts.give_back(&logout.name);
    }

    /// The verified address of a subject, from a provider that leaves it out of its tokens.
    fn asked_for_email(
        &self,
        client: &Client,
        access: AccessToken,
        subject: &SubjectIdentifier,
    ) -> Result<Option<String>, SignInError> {
        let Ok(ask) = client.user_info(access, Some(subject.clone())) else { return Ok(None) };
        let answer: CoreUserInfoClaims =
            ask.request(&|request| self.line.ask(request)).map_err(|error| match &error {
                openidconnect::UserInfoError::Request(_) => down(&error),
                _ => wrong(&error),
            })?;
        let is_verified = answer.email_verified().unwrap_or(false);
        Ok(answer.email().filter(|_| is_verified).map(|email| email.to_string()))
    }
}

/// Whether the provider is as sure of who signs in as it must be. Asking for it is not enough: a provider may pass over what it does not know.
fn is_strong(strength: &Strength, claims: &CoreIdTokenClaims) -> Result<(), SignInError> {
    let Strength { classes, methods } = strength;
    let class = claims.auth_context_ref().map(|class| class.as_str());
    if !classes.is_empty() && !classes.iter().any(|asked| class == Some(asked)) {
        return Err(SignInError::Weak(format!("the provider vouches for the class {class:?}")));
    }
    let taken: Vec<&str> = claims.auth_method_refs().into_iter().flatten().map(|method| method.as_str()).collect();
    if !methods.is_empty() && !methods.iter().any(|asked| taken.contains(&asked.as_str())) {
        return Err(SignInError::Weak(format!("the provider took the methods {taken:?}")));
    }
    Ok(())
}

fn down(error: &dyn std::error::Error) -> SignInError {
    SignInError::Down(told(error))
}

fn wrong(error: &dyn std::error::Error) -> SignInError {
    SignInError::Answer(told(error))
}

/// What an identity token says, if it is signed by the provider, for this server, for this sign-in and of now.
fn verified<'a>(
    client: &Client,
    token: &'a CoreIdToken,
    nonce: &Nonce,
    now: Timestamp,
) -> Result<&'a CoreIdTokenClaims, ClaimsVerificationError> {
    token.claims(&of_now(client, now), nonce)
}

/// What verifies a token: signed by the provider, for this server, and of now.
fn of_now(client: &Client, now: Timestamp) -> IdTokenVerifier<'_, CoreJsonWebKey> {
    let earliest = now.saturating_sub(SKEW);
    let earliest_time = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(earliest).unwrap_or_default());
    let issued = now.saturating_sub(LIFE)..=now.saturating_add(SKEW);
    client
        .id_token_verifier()
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || earliest_time.into())
        .set_issue_time_verifier_fn(move |at| {
            if issued.contains(&at.timestamp_millis()) { Ok(()) } else { Err(format!("issued at {at}")) }
        })
}

/// Ends the sessions of the person whom the provider signed out; how many. Nobody here is known to the provider by another name than
/// that of the registration.
///
/// # Errors
/// Those of the store.
pub fn leave(store: &mut dyn Store, issuer: &str, logout: &Logout) -> Result<usize, StoreError> {
    let subject = Claim::Subject(logout.subject.clone());
    let known = store.registrations()?.into_iter().find(|one| one.issuer == issuer && one.claim == subject);
    known.map_or(Ok(0), |known| store.end_sessions(Sessions::OfPerson(known.person)))
}

/// Opens a session for the person who is registered; its secret.
///
/// # Errors
/// [`SignInError::Unregistered`].
pub fn enter(
    store: &mut dyn Store,
    identity: &Identity,
    life: SessionLife,
    now: Timestamp,
) -> Result<(String, Person), SignInError> {
    let secret = auth::secret()?;
    let ends_at = now.saturating_add(life.absolute);
    let expires_at = ends_at.min(now.saturating_add(life.idle));
    let admitted = store.admit(identity, &auth::hash(&secret), expires_at, ends_at, now)?;
    let person = admitted.ok_or_else(|| SignInError::Unregistered(identity.subject.clone()))?;
    Ok((secret, person))
}
