//! Invitation links, made, listed and taken back by the chair.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use client_core::model::{Person, Role};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    ApiError,
    asked::{Body, Names, Options},
    caller::Caller,
    describe::Problem,
    paging::{Paging, Part},
};
use crate::{
    app::App,
    auth::{self, AuthError, DAY, Held, NewInvitation},
    clock,
    store::{InvitationRow, SecretHash, Sessions},
};

/// How long a link may live.
const MOST_DAYS: i64 = 366;

/// How many may join by a link that is limited at all.
const MOST_USES: u32 = 1_000_000;

/// A link as the chair sees it. What it opens the door with is told once, when it is made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// What it is called in lists and commands; no secret.
    id: String,
    /// `observer`, `member` or `chair`.
    role: &'static str,
    /// For whom one speaks; null where one may say.
    delegation: Option<String>,
    /// When it was made.
    created_at: i64,
    /// When it ends.
    expires_at: i64,
    /// How many joined by it.
    uses: u32,
    /// How many may; null for any number.
    max_uses: Option<u32>,
    /// Who made it; null for the secretariat.
    made_by: Option<String>,
    /// `open`, or why nobody joins by it any more: `revoked`, `expired`, `used`.
    state: &'static str,
    /// How many sessions that were opened by it go on.
    sessions: usize,
    /// Told once.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

impl Link {
    fn of(token: &SecretHash, row: InvitationRow, sessions: usize) -> Self {
        let state = auth::state(&row, clock::now());
        Self {
            id: auth::name_of(token),
            role: row.role.name(),
            delegation: row.delegation,
            created_at: row.created_at,
            expires_at: row.expires_at,
            uses: row.uses,
            max_uses: row.max_uses,
            made_by: row.made_by,
            state: match state {
                Held::Open => "open",
                Held::Revoked => "revoked",
                Held::Expired => "expired",
                Held::Used => "used",
            },
            sessions,
            link: None,
        }
    }
}

/// Invitations are given by whoever presides.
fn presides(person: &Person) -> Result<(), ApiError> {
    if person.role == Role::Chair { Ok(()) } else { Err(ApiError::InvitationsOfChair) }
}

/// The invitations
///
/// Every link, the latest first; for the chair.
#[utoipa::path(get, operation_id = "list_invitations", path = "/api/invitations", tag = "people", params(Part),
    responses((status = 200, body = Vec<Link>), (status = 403, body = Problem)))]
pub async fn list(State(app): State<Arc<App>>, Caller(person): Caller, paging: Paging) -> Result<Response, ApiError> {
    presides(&person)?;
    let now = clock::now();
    let (invitations, sessions) =
        app.database.read(|store| Ok::<_, AuthError>((store.invitations()?, store.sessions()?))).await?;
    let open = |token: &SecretHash| {
        sessions.iter().filter(|one| one.invitation.as_ref() == Some(token) && one.expires_at > now).count()
    };
    let links = invitations.into_iter().map(|(token, row)| Link::of(&token, row, open(&token)));
    Ok(paging.part(links.collect(), |link| link.id.clone(), |_| true)?.into_response())
}

/// A link to make.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Make {
    /// What whoever joins by it may do.
    #[schema(pattern = "^(observer|member|chair)$")]
    role: String,
    /// For whom one speaks; whoever joins says so without it.
    #[serde(default)]
    delegation: Option<String>,
    /// How many days it lives.
    #[schema(minimum = 1, maximum = 366)]
    days: i64,
    /// How many may join by it; any number without it.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    max_uses: Option<u32>,
}

/// Make an invitation
///
/// The answer says the link, this once; for the chair.
#[utoipa::path(post, operation_id = "make_invitation", path = "/api/invitations", request_body = Make, tag = "people",
    responses((status = 201, body = Link), (status = 403, body = Problem), (status = 422, body = Problem, description = "The delegation cannot be shown, or may do less than the link says")))]
pub async fn create(
    State(app): State<Arc<App>>,
    Caller(person): Caller,
    Body(make): Body<Make>,
) -> Result<(StatusCode, Json<Link>), ApiError> {
    presides(&person)?;
    let role = match Role::from_name(&make.role) {
        Some(role @ (Role::Observer | Role::Member | Role::Chair)) => role,
        _ => return Err(ApiError::Malformed("a link is for an observer, a member or the chair".into())),
    };
    // Nobody gives more than they have, whoever may make links one day.
    if role > person.role {
        return Err(ApiError::InvitationsOfChair);
    }
    if !(1..=MOST_DAYS).contains(&make.days) || make.max_uses.is_some_and(|uses| !(1..=MOST_USES).contains(&uses)) {
        return Err(ApiError::Malformed(
            "a link lives 1 to 366 days, and is for 1 to 1 000 000 people, or for any number".into(),
        ));
    }
    let named = make.delegation.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let delegation = named.map(auth::clean_name).transpose()?;
    let new = NewInvitation {
        role,
        delegation,
        life: make.days.saturating_mul(DAY),
        max_uses: make.max_uses,
        made_by: Some(person.name.clone()),
    };
    let now = clock::now();
    let (token, row) = app
        .database
        .write(move |store| {
            let directory = store.delegations()?;
            let contradiction = new.delegation.as_deref().and_then(|name| auth::contradiction(&directory, role, name));
            if contradiction.is_some_and(|found| found.misleads()) {
                return Err(AuthError::Name("In the directory this delegation may do less than the link says."));
            }
            let token = auth::make(store, new, now)?;
            let row = store.invitation(&auth::hash(&token))?.ok_or(AuthError::UnknownInvitation)?;
            Ok((token, row))
        })
        .await?;
    tracing::info!(person = %person.id, role = role.name(), "an invitation was made");
    let link = Some(auth::link(&app.public_url, &token));
    Ok((StatusCode::CREATED, Json(Link { link, ..Link::of(&auth::hash(&token), row, 0) })))
}

/// What becomes of those who came by the link.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase")]
pub struct Revoking {
    /// Whether their sessions end, too.
    #[serde(default)]
    end_sessions: bool,
}

/// What was taken back.
#[derive(Serialize, ToSchema)]
pub struct Revoked {
    /// How many sessions ended.
    ended: usize,
}

/// Revoke an invitation
///
/// Nobody joins by it any more; for the chair.
#[utoipa::path(delete, operation_id = "revoke_invitation", path = "/api/invitations/{id}", tag = "people",
    params(("id" = String, Path, description = "Name of the link, as the list has it"), Revoking), responses((status = 200, body = Revoked), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn revoke(
    State(app): State<Arc<App>>,
    Caller(person): Caller,
    Names(id): Names<String>,
    Options(how): Options<Revoking>,
) -> Result<Json<Revoked>, ApiError> {
    presides(&person)?;
    let token = app
        .database
        .write(move |store| {
            let mut known = store.invitations()?.into_iter().map(|(token, _)| token);
            let token = known.find(|token| auth::name_of(token) == id).ok_or(AuthError::UnknownInvitation)?;
            store.revoke_invitation(&token, clock::now())?;
            Ok::<_, AuthError>(token)
        })
        .await?;
    let ended = if how.end_sessions { app.end_sessions(Sessions::OfInvitation(token)).await? } else { 0 };
    tracing::info!(person = %person.id, ended, "an invitation was revoked");
    Ok(Json(Revoked { ended }))
}
