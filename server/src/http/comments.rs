use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use client_core::{
    comments::CommentLog,
    model::{CommentEntry, Person, may_answer, may_resolve},
    view::{self, ThreadView},
};

use super::{
    ApiError,
    asked::{Names, Options},
    caller::Caller,
    describe::Problem,
    drafts::Labels,
    paging::{Paging, Part},
};
use crate::{app::App, room::RoomView, store::StoreError};

/// The comments
///
/// The threads that the caller may read, in the order of the text. Where words stand now is known to a replica alone, so `from`
/// and `to` are not told.
#[utoipa::path(get, operation_id = "list_comments", path = "/api/drafts/{slug}/comments", tag = "questions", params(("slug" = String, Path, description = "Slug or identity of the draft"), Part, Labels),
    responses((status = 200, body = Vec<ThreadView>), (status = 404, body = Problem)))]
pub async fn list(
    State(app): State<Arc<App>>,
    Caller(person): Caller,
    Names(slug): Names<String>,
    paging: Paging,
    Options(ask): Options<Labels>,
) -> Result<Response, ApiError> {
    let draft = app.draft(&slug).await?.id;
    let view = app.rooms.read(draft).await?;
    let entries = app.database.read(move |store| store.comments(draft)).await.map_err(|error: StoreError| error)?;
    let threads = tokio::task::spawn_blocking(move || readable(entries, &view, &person, ask.language()));
    let threads = threads.await.map_err(|_| ApiError::Internal)?;
    Ok(paging.part(threads, |thread| thread.id.clone(), |_| true)?.into_response())
}

/// The threads that a person may read.
fn readable(entries: Vec<CommentEntry>, view: &RoomView, person: &Person, labels: &str) -> Vec<ThreadView> {
    let log: CommentLog = entries.into_iter().collect();
    let readable: Vec<CommentEntry> = log.readable_after(person, None).into_iter().cloned().collect();
    let mut threads = view::threads(&readable, &view.draft, labels, |_, _, _| None);
    for thread in &mut threads {
        let first = thread.id.parse().ok().and_then(|id| log.first(id));
        thread.may_resolve = first.is_some_and(|first| may_resolve(person, first));
        thread.may_answer = first.is_some_and(|first| may_answer(person, first));
        for comment in &mut thread.comments {
            comment.own = comment.author == person.id.to_string();
        }
    }
    threads
}
