//! What every request shares.

use std::sync::Arc;

use client_core::model::{Person, PersonId};
use tokio::sync::watch;

use crate::{
    attendance::Attendance,
    auth::{self, AuthError, Known},
    clock,
    http::Intake,
    limits::Limits,
    metrics::Metrics,
    press::Press,
    room::Rooms,
    sign_in::{self, Logout, SignIn},
    store::{Database, DraftRow, SecretHash, Sessions, Store, StoreError},
    turns::Turns,
};

/// What every request shares.
pub struct App {
    /// The stores.
    pub database: Arc<Database>,
    /// The open rooms.
    pub rooms: Rooms,
    /// The address that links begin with, such as `https://drafts.example`.
    pub public_url: String,
    /// How many conversations are open.
    pub conversations: watch::Sender<usize>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// How much clients may ask.
    pub limits: Limits,
    /// Which files are being read.
    pub intake: Intake,
    /// Who is connected by which session.
    pub attendance: Arc<Attendance>,
    /// Whose turn it is to have a dear answer worked on.
    pub turns: Turns,
    /// What sets pages.
    pub press: Arc<Press>,
    /// Whether changes are taken alone that a device signed.
    pub must_sign: bool,
    /// Signing in by a provider of identities, if one is set.
    pub sign_in: Option<Arc<SignIn>>,
}

/// Counts a conversation as long as it lives.
pub struct Present(Arc<App>);

impl Drop for Present {
    fn drop(&mut self) {
        self.0.conversations.send_modify(|open| *open = open.saturating_sub(1));
    }
}

impl App {
    /// Counts a conversation.
    pub fn enter(self: &Arc<Self>) -> Present {
        self.conversations.send_modify(|open| *open += 1);
        Present(self.clone())
    }

    /// The person of a session or a token, for whom it is to change something.
    ///
    /// # Errors
    /// [`AuthError`].
    pub async fn person(&self, secret: String) -> Result<Person, AuthError> {
        Ok(self.known(secret).await?.writing())
    }

    /// Notes that a session is in use, and writes it now and then.
    pub async fn used(&self, session: SecretHash) {
        let now = clock::now();
        if !self.attendance.is_news(session, now) {
            return;
        }
        let idle = self.limits.allowed().sessions.idle;
        let written: Result<(), StoreError> =
            self.database.write(move |store| store.use_session(&session, now, idle)).await;
        if let Err(error) = written {
            // It lives a little less.
            tracing::warn!(%error, "the use of a session was not noted");
        }
    }

    /// Ends sessions; whoever is connected by them hears it at once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_sessions(&self, which: Sessions) -> Result<usize, StoreError> {
        let ended = self.database.write(move |store| store.end_sessions(which)).await?;
        self.attendance.look_now();
        Ok(ended)
    }

    /// Ends the sessions of the person whom the provider signed out; answers how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sign_out_by_provider(&self, issuer: String, logout: Logout) -> Result<usize, StoreError> {
        let ended = self.database.write(move |store| sign_in::leave(store, &issuer, &logout)).await?;
        self.attendance.look_now();
        Ok(ended)
    }

    /// Ends the sessions of a person but one; answers how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_other_sessions(&self, person: PersonId, kept: SecretHash) -> Result<usize, StoreError> {
        let end = move |store: &mut dyn Store| {
            let open = store.sessions()?.into_iter().filter(|one| one.person.id == person && one.secret != kept);
            let mut ended = 0;
            for session in open.collect::<Vec<_>>() {
                ended += store.end_sessions(Sessions::One(session.secret))?;
            }
            Ok::<_, StoreError>(ended)
        };
        let ended = self.database.write(end).await?;
        self.attendance.look_now();
        Ok(ended)
    }

    /// Who shows a secret, and whether for reading alone.
    ///
    /// # Errors
    /// [`AuthError`].
    pub async fn known(&self, secret: String) -> Result<Known, AuthError> {
        let key = auth::hash(&secret);
        let known = self.database.look(move |store| auth::known(store, &secret, clock::now())).await?;
        self.used(key).await;
        Ok(known)
    }

    /// A draft by its slug or identity.
    ///
    /// # Errors
    /// [`StoreError::UnknownDraft`].
    pub async fn draft(&self, name: &str) -> Result<DraftRow, StoreError> {
        let drafts = self.database.read(|store| store.drafts()).await?;
        find(drafts, name)
    }
}

/// The draft with a slug or an identity.
///
/// # Errors
/// [`StoreError::UnknownDraft`].
pub fn find(drafts: Vec<DraftRow>, name: &str) -> Result<DraftRow, StoreError> {
    let fits = |draft: &DraftRow| draft.slug == name || draft.id.to_string() == name;
    drafts.into_iter().find(fits).ok_or(StoreError::UnknownDraft)
}
