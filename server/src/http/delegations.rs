use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use client_core::view::{self, DelegationView};

use super::{
    ApiError,
    caller::Caller,
    paging::{Paging, Part},
};
use crate::app::App;

/// The delegations
///
/// The directory, in its order; empty when none was ever brought in.
#[utoipa::path(get, operation_id = "list_delegations", path = "/api/delegations", tag = "people", params(Part), responses((status = 200, body = Vec<DelegationView>)))]
pub async fn list(State(app): State<Arc<App>>, Caller(_): Caller, paging: Paging) -> Result<Response, ApiError> {
    let directory = app.database.read(|store| store.delegations()).await?;
    let listed = view::write_directory(&directory);
    Ok(paging.part(listed, |delegation| delegation.code.clone(), |_| true)?.into_response())
}
