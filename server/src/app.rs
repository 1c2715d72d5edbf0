//! What every request shares.

use std::sync::Arc;

use client_core::model::Person;
use tokio::sync::watch;

use crate::{
    auth::{self, AuthError, Known},
    clock,
    limits::Limits,
    metrics::Metrics,
    room::Rooms,
    store::{Database, DraftRow, StoreError},
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

    /// The person of a session.
    ///
    /// # Errors
    /// [`AuthError`].
    pub async fn person(&self, secret: String) -> Result<Person, AuthError> {
        self.database.read(move |store| auth::session(store, &secret, clock::now())).await
    }

    /// Who shows a secret, and whether for reading alone.
    ///
    /// # Errors
    /// [`AuthError`].
    pub async fn known(&self, secret: String) -> Result<Known, AuthError> {
        self.database.read(move |store| auth::known(store, &secret, clock::now())).await
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
