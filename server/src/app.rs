//! What every request shares.

use std::sync::Arc;

use client_core::model::Person;

use crate::{
    auth::{self, AuthError},
    clock,
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
}

impl App {
    /// The person of a session.
    ///
    /// # Errors
    /// [`AuthError`].
    pub async fn person(&self, secret: String) -> Result<Person, AuthError> {
        self.database.read(move |store| auth::session(store, &secret, clock::now())).await
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
