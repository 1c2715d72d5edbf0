use std::{net::IpAddr, sync::Arc};

use client_core::{
    device::Signing,
    model::{DraftId, Person},
    sync::protocol::{self, ClientMessage, Credential, FrameError, Hello, Problem, VERSION},
};

use crate::{
    app::App,
    auth::{self, AuthError},
    clock,
    store::{SecretHash, Store, StoreError},
};

/// A client that may join.
pub struct Guest {
    /// The draft.
    pub draft: DraftId,
    /// Who.
    pub person: Person,
    /// The secret of a session that was made for it; empty when it brought one.
    pub session: String,
    /// A fresh actor.
    pub actor: [u8; 16],
    /// What it said.
    pub hello: Hello,
    /// The hash of the session's secret.
    pub key: SecretHash,
    /// Whether what it sends must be signed.
    pub signing: Signing,
}

/// Reads the first frame of a client that asked for the draft `slug` from an address, and whose cookie has the secret of a session.
///
/// # Errors
/// What to tell the client before closing.
pub async fn greet(
    app: &Arc<App>,
    slug: &str,
    cookie: Option<String>,
    address: Option<IpAddr>,
    frame: &[u8],
) -> Result<Guest, Problem> {
    let message = protocol::decode_client(frame).map_err(|error| unreadable(&error))?;
    let ClientMessage::Hello(hello) = message else {
        return Err(problem("out-of-order", "The first message must be `hello`.", "Update the client."));
    };
    if hello.version != VERSION {
        let message = format!("The client speaks version {} of the protocol, the server {VERSION}.", hello.version);
        return Err(problem("version", &message, "Reload the page, or use the same version of adref."));
    }
    let caller = recognise(app, hello.credential.clone(), cookie, address).await;
    let caller = caller.map_err(|error| refused(&error))?;
    let draft = match app.draft(slug).await {
        Ok(draft) if hello.draft == draft.slug || hello.draft == draft.id.to_string() => draft,
        Ok(_) | Err(StoreError::UnknownDraft) => {
            return Err(problem(
                "unknown-draft",
                "There is no such draft here.",
                "Go back to the list of drafts and choose one.",
            ));
        }
        Err(error) => return Err(refused(&error.into())),
    };
    let (person, session, key) = caller.admit(app).await.map_err(|error| refused(&error))?;
    if !session.is_empty() {
        tracing::info!(person = %person.id, role = person.role.name(), "a session was opened");
    }
    let device = app.database.look(move |store| store.device(&key)).await;
    let device = device.map_err(|error: StoreError| refused(&error.into()))?;
    let signing = Signing::of(device, app.must_sign);
    let actor = auth::actor(clock::now()).map_err(|error| refused(&error))?;
    Ok(Guest { draft: draft.id, person, session, actor, hello, key, signing })
}

/// Somebody with a credential that holds.
enum Caller {
    Known(Person, SecretHash),
    Invited { token: String, name: String, delegation: String },
}

/// Looks at a credential. Nothing is made by it yet.
async fn recognise(
    app: &Arc<App>,
    credential: Credential,
    cookie: Option<String>,
    address: Option<IpAddr>,
) -> Result<Caller, AuthError> {
    match credential {
        Credential::Session { secret } => known(app, secret).await,
        Credential::Cookie => known(app, cookie.ok_or(AuthError::Session)?).await,
        Credential::Invitation { token, name, delegation } => {
            if !app.limits.may_join(address) {
                return Err(AuthError::TooOften);
            }
            let shown = token.clone();
            app.database.read(move |store| auth::look(store, &shown, clock::now())).await?;
            Ok(Caller::Invited { token, name, delegation })
        }
    }
}

async fn known(app: &App, secret: String) -> Result<Caller, AuthError> {
    let key = auth::hash(&secret);
    Ok(Caller::Known(app.person(secret).await?, key))
}

impl Caller {
    /// The person and, where an invitation was shown, the secret of a session that is made now.
    async fn admit(self, app: &Arc<App>) -> Result<(Person, String, SecretHash), AuthError> {
        match self {
            Self::Known(person, key) => Ok((person, String::new(), key)),
            Self::Invited { token, name, delegation } => {
                let life = app.limits.allowed().sessions;
                let join =
                    move |store: &mut dyn Store| auth::join(store, &token, &name, &delegation, life, clock::now());
                let joined = app.database.write(join).await?;
                let key = auth::hash(&joined.secret);
                Ok((joined.person, joined.secret, key))
            }
        }
    }
}

/// A problem as the wire has it.
pub fn problem(code: &str, message: &str, hint: &str) -> Problem {
    Problem { code: code.into(), message: message.into(), hint: hint.into() }
}

fn unreadable(error: &FrameError) -> Problem {
    let code = match error {
        FrameError::TooLarge { .. } => "too-large",
        FrameError::Malformed(_) => "malformed",
    };
    problem(code, &error.to_string(), "Reload the page; if it happens again, the client is too old.")
}

/// On the wire every refusal of a credential has one code; the words say which it is.
fn refused(error: &AuthError) -> Problem {
    if let AuthError::Store(inner) = error {
        tracing::error!(error = %inner, "somebody could not be let in");
    } else {
        tracing::warn!(code = error.code(), "somebody was not let in");
    }
    let code = match error {
        AuthError::Store(_) | AuthError::Randomness => "store",
        AuthError::TooOften => "too-often",
        AuthError::UnknownInvitation
        | AuthError::ExpiredInvitation
        | AuthError::RevokedInvitation
        | AuthError::UsedInvitation
        | AuthError::SignIn
        | AuthError::Session
        | AuthError::Name(_) => "credential",
    };
    problem(code, &error.to_string(), error.hint())
}
