//! Signing in by a provider of identities (OpenID Connect): authorization code with PKCE, state and nonce.
//!
//! The provider is asked when somebody signs in, not at the start: while it is down everything else goes on.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use client_core::model::{Person, Timestamp};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse, IssuerUrl,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse,
    core::{CoreClient, CoreProviderMetadata, CoreResponseType},
};

use crate::{
    auth::{self, AuthError, SessionLife},
    store::{Claim, SessionRow, Store, Vouched},
};

/// Where the provider sends people back to, below the public address.
pub const CALLBACK: &str = "/api/sign-in/callback";

/// How long somebody may take at the provider, in milliseconds.
const LIFE: Timestamp = 10 * 60 * 1000;

/// How many may be at the provider at once; the oldest is forgotten for one more.
const MOST: usize = 1000;

/// How long one answer of the provider may take, and how many bytes it may have.
const PATIENCE: Duration = Duration::from_secs(8);
const MOST_BYTES: u64 = 1 << 20;

/// How the provider knows this server.
#[derive(Clone)]
pub struct Provider {
    /// Its address, exactly as it writes it.
    pub issuer: String,
    /// The name that it gave this server.
    pub client: String,
    /// The secret that goes with it; `None` for a public client.
    pub secret: Option<String>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider").field("issuer", &self.issuer).field("client", &self.client).finish_non_exhaustive()
    }
}

/// Why somebody is not signed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// No provider is set.
    #[error("This server has no sign-in. Use the invitation link that the secretariat gave you.")]
    Off,
    /// The provider does not answer as one does.
    #[error("The sign-in service does not answer now. Try again in a few minutes; invitation links go on working.")]
    Provider(String),
    /// No such sign-in was begun in this browser, or it is over.
    #[error(
        "This sign-in was not begun here, took too long or was used already. Go to the start page and sign in again."
    )]
    State,
    /// The provider says no.
    #[error("The sign-in service did not let you in. Go to the start page and try again.")]
    Refused(String),
    /// What the provider gave does not hold.
    #[error(
        "The answer of the sign-in service could not be accepted. Sign in again, and tell the secretariat if it happens again."
    )]
    Answer(String),
    /// Nobody registered this person.
    #[error(
        "You are known to the sign-in service, but nobody has registered you here. Ask the secretariat to register you, or for an invitation link."
    )]
    Unregistered(Vouched),
    /// The store or the randomness failed.
    #[error(transparent)]
    Auth(#[from] AuthError),
}

impl crate::store::MayBeStore for SignInError {
    fn store(&self) -> Option<&crate::store::StoreError> {
        match self {
            Self::Auth(error) => error.store(),
            _ => None,
        }
    }
}

impl From<crate::store::StoreError> for SignInError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Auth(error.into())
    }
}

/// Somebody who is at the provider.
pub struct Pending {
    /// The slot of the tab.
    pub slot: String,
    /// The name and the value of the cookie that ties the sign-in to its browser.
    pub cookie: (String, String),
    metadata: CoreProviderMetadata,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
    until: Timestamp,
}

/// Everybody who is at the provider, and how to ask it.
pub struct SignIn {
    provider: Provider,
    back: String,
    pending: Mutex<HashMap<String, Pending>>,
}

impl SignIn {
    /// For a server that people reach at `public_url`.
    pub fn new(provider: Provider, public_url: &str) -> Self {
        Self { provider, back: format!("{public_url}{CALLBACK}"), pending: Mutex::default() }
    }

    /// Begins: where to send the browser, and the cookie to give it. Blocks on the network.
    ///
    /// # Errors
    /// [`SignInError::Provider`] when the provider cannot be asked.
    pub fn begin(&self, slot: String, now: Timestamp) -> Result<(String, (String, String)), SignInError> {
        let down = |error: &dyn std::fmt::Display| SignInError::Provider(error.to_string());
        let issuer = IssuerUrl::new(self.provider.issuer.clone()).map_err(|error| down(&error))?;
        let metadata = CoreProviderMetadata::discover(&issuer, &ask).map_err(|error| down(&error))?;
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            ClientId::new(self.provider.client.clone()),
            self.provider.secret.clone().map(ClientSecret::new),
        )
        .set_redirect_uri(RedirectUrl::new(self.back.clone()).map_err(|error| down(&error))?);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("email".into()))
            .set_pkce_challenge(challenge)
            .url();
        let cookie = (auth::identity()?.simple().to_string(), auth::secret()?);
        let until = now.saturating_add(LIFE);
        let mut pending = self.pending.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        pending.retain(|_, one| one.until > now);
        if pending.len() >= MOST {
            let oldest = pending.iter().min_by_key(|(_, one)| one.until).map(|(state, _)| state.clone());
            oldest.and_then(|state| pending.remove(&state));
        }
        let one = Pending { slot, cookie: cookie.clone(), metadata, nonce, verifier, until };
        pending.insert(state.into_secret(), one);
        Ok((url.into(), cookie))
    }

    /// The sign-in with a state, which is used up by that. `holds` says whether the browser has the cookie.
    ///
    /// # Errors
    /// [`SignInError::State`].
    pub fn take(
        &self,
        state: &str,
        now: Timestamp,
        holds: impl Fn(&str) -> Option<String>,
    ) -> Result<Pending, SignInError> {
        let mut pending = self.pending.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Somebody else's callback uses up nothing.
        let is_theirs = |one: &Pending| holds(&one.cookie.0).as_deref() == Some(one.cookie.1.as_str());
        if !pending.get(state).is_some_and(is_theirs) {
            return Err(SignInError::State);
        }
        pending.remove(state).filter(|one| one.until > now).ok_or(SignInError::State)
    }

    /// Whom the provider vouches for with a code: by subject, and by the address if it is verified. Blocks on the network.
    ///
    /// # Errors
    /// [`SignInError::Answer`] when the code or the identity token does not hold.
    pub fn redeem(&self, pending: Pending, code: String) -> Result<Vec<Vouched>, SignInError> {
        let wrong = |error: &dyn std::fmt::Display| SignInError::Answer(error.to_string());
        let client = CoreClient::from_provider_metadata(
            pending.metadata,
            ClientId::new(self.provider.client.clone()),
            self.provider.secret.clone().map(ClientSecret::new),
        )
        .set_redirect_uri(RedirectUrl::new(self.back.clone()).map_err(|error| wrong(&error))?);
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| wrong(&error))?
            .set_pkce_verifier(pending.verifier)
            .request(&ask)
            .map_err(|error| match error {
                openidconnect::RequestTokenError::Request(error) => SignInError::Provider(error.to_string()),
                error => wrong(&error),
            })?;
        let token = answer.id_token().ok_or_else(|| wrong(&"no identity token"))?;
        let claims = token.claims(&client.id_token_verifier(), &pending.nonce).map_err(|error| wrong(&error))?;
        let vouched = |claim| Vouched { issuer: self.provider.issuer.clone(), claim };
        let mut all = vec![vouched(Claim::Subject(claims.subject().as_str().to_owned()))];
        if let (Some(email), Some(true)) = (claims.email(), claims.email_verified()) {
            all.push(vouched(Claim::Email(email.to_lowercase())));
        }
        Ok(all)
    }
}

/// Opens a session for the person who is registered by the first of the claims that anybody is registered by.
///
/// # Errors
/// [`SignInError::Unregistered`].
pub fn enter(
    store: &mut dyn Store,
    vouched: &[Vouched],
    life: SessionLife,
    now: Timestamp,
) -> Result<(String, Person), SignInError> {
    for one in vouched {
        let Some(person) = store.registered(one)? else { continue };
        let secret = auth::secret()?;
        let ends_at = now.saturating_add(life.absolute);
        let expires_at = ends_at.min(now.saturating_add(life.idle));
        let session = SessionRow { person: person.clone(), expires_at, ends_at };
        store.open_registered(&auth::hash(&secret), &session, now)?;
        return Ok((secret, person));
    }
    Err(vouched.first().cloned().map_or(SignInError::Off, SignInError::Unregistered))
}

/// Asks the provider; follows no redirection, so that it cannot send the server elsewhere.
fn ask(request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into();
    let (parts, mut body) = agent.run(request)?.into_parts();
    let bytes = body.with_config().limit(MOST_BYTES).read_to_vec()?;
    Ok(HttpResponse::from_parts(parts, bytes))
}
