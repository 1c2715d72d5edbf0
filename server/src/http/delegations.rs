use std::sync::Arc;

use axum::{Json, extract::State};
use client_core::view::{self, DelegationView};

use super::{ApiError, caller::Caller};
use crate::app::App;

/// `GET /api/delegations`: the directory, in its order.
pub async fn list(State(app): State<Arc<App>>, Caller(_): Caller) -> Result<Json<Vec<DelegationView>>, ApiError> {
    let directory = app.database.read(|store| store.delegations()).await?;
    Ok(Json(view::write_directory(&directory)))
}
