//! The provider: how this server is known to it, how it is asked, and what it says of itself.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use client_core::model::Timestamp;
use openidconnect::{
    AuthType, ClientId, ClientSecret, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    IssuerUrl, RedirectUrl,
    core::{CoreClient, CoreClientAuthMethod, CoreProviderMetadata},
};
use ureq::{
    Agent,
    tls::{RootCerts, TlsConfig},
};
use url::Url;

use super::error::{SignInError, told};
use crate::http::is_private;

/// How long one answer of the provider may take, and how many bytes it may have.
const PATIENCE: Duration = Duration::from_secs(5);
const MOST_BYTES: u64 = 1 << 20;

/// How long what the provider says of itself is believed, in milliseconds. Short: whoever is sent to one that went down meanwhile reads
/// the browser's words instead of ours.
const FRESH: Timestamp = 60 * 1000;

/// How the provider knows this server.
#[derive(Clone)]
pub struct Provider {
    /// Its address, exactly as it writes it.
    pub issuer: String,
    /// The name that it gave this server.
    pub client: String,
    /// The secret that goes with it; `None` for a public client.
    pub secret: Option<String>,
    /// How sure it must be of who signs in.
    pub strength: Strength,
}

/// How sure a provider must be of who signs in. What is empty is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strength {
    /// What it is asked for, one of which it must have met (`acr`).
    pub classes: Vec<String>,
    /// Ways to show who one is, of which one at least must have been taken (`amr`).
    pub methods: Vec<String>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("issuer", &self.issuer).field("client", &self.client).finish_non_exhaustive()
    }
}

impl Provider {
    /// Its host, which people know it by.
    pub fn host(&self) -> String {
        Url::parse(&self.issuer).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// What asks the provider; the addresses that are always there.
pub type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Asks one provider. Everything here blocks on the network.
pub struct Line {
    provider: Provider,
    agent: Agent,
    known: Mutex<Option<(Arc<CoreProviderMetadata>, Timestamp)>>,
}

impl Line {
    /// Asks nothing yet.
    pub fn new(provider: Provider) -> Self {
        // The authorities that the machine trusts: an organisation's own provider often has a certificate of its own authority.
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .max_idle_connections(0)
            .user_agent("adref")
            .build()
            .into();
        Self { provider, agent, known: Mutex::default() }
    }

    /// How the provider knows this server.
    pub fn provider(&self) -> &Provider {
        &self.provider
    }

    /// Asks; follows no redirection, so that the provider cannot send the server elsewhere.
    ///
    /// # Errors
    /// What the way there says.
    pub fn ask(&self, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
        let (parts, mut body) = self.agent.run(request)?.into_parts();
        let bytes = body.with_config().limit(MOST_BYTES).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, bytes))
    }

    /// What the provider says of itself: its addresses and keys, a minute old at most, or asked for anew.
    ///
    /// # Errors
    /// [`SignInError::Down`].
    pub fn metadata(&self, anew: bool, now: Timestamp) -> Result<Arc<CoreProviderMetadata>, SignInError> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if !anew
            && let Some((metadata, until)) = known().as_ref()
            && *until > now
        {
            return Ok(metadata.clone());
        }
        let issuer = IssuerUrl::new(self.provider.issuer.clone()).map_err(|error| SignInError::Down(told(&error)))?;
        let found = CoreProviderMetadata::discover(&issuer, &|request| self.ask(request));
        let metadata = found.map_err(|error| SignInError::Down(told(&error)))?;
        let addresses = [
            Some(metadata.authorization_endpoint().as_str()),
            metadata.token_endpoint().map(|address| address.as_str()),
            metadata.userinfo_endpoint().map(|address| address.as_str()),
        ];
        // A secret and who somebody is are sent there.
        if let Some(open) = addresses.into_iter().flatten().find(|address| !is_private(address)) {
            return Err(SignInError::Down(format!("{open} is no address of https")));
        }
        let metadata = Arc::new(metadata);
        *known() = Some((metadata.clone(), now.saturating_add(FRESH)));
        Ok(metadata)
    }

    /// What asks a provider that says this of itself.
    ///
    /// # Errors
    /// [`SignInError::Down`] when this server has no address to come back to.
    pub fn client(&self, metadata: &CoreProviderMetadata, back: &str) -> Result<Client, SignInError> {
        let back = RedirectUrl::new(back.into()).map_err(|error| SignInError::Down(told(&error)))?;
        let secret = self.provider.secret.clone().map(ClientSecret::new);
        let client =
            CoreClient::from_provider_metadata(metadata.clone(), ClientId::new(self.provider.client.clone()), secret);
        let ways = metadata.token_endpoint_auth_methods_supported();
        let takes = |way| ways.is_some_and(|ways| ways.contains(&way));
        // A provider that does not say which ways it takes takes the first.
        let in_body = takes(CoreClientAuthMethod::ClientSecretPost) && !takes(CoreClientAuthMethod::ClientSecretBasic);
        let way = if in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        Ok(client.set_auth_type(way).set_redirect_uri(back))
    }
}
