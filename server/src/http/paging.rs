//! Lists come in parts: `?after=KEY&limit=N`, and a `Link` to the next part while there is one.

use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderValue, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use url::form_urlencoded::{Serializer, parse};
use utoipa::IntoParams;

use super::{ApiError, asked::Options};

/// The most items of one answer, and how many there are when nothing is said.
const MOST: u16 = 1000;

/// Which part of a list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Part {
    /// What comes after the item of this key: its `number` where items are numbered, else its `id` (`code` for a delegation).
    after: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 1000, default = 1000)]
    limit: Option<u16>,
}

/// The part that a request asks for.
pub struct Paging {
    after: Option<String>,
    limit: u16,
    uri: Uri,
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Options(Part { after, limit }) = Options::from_request_parts(parts, state).await?;
        let limit = limit.unwrap_or(MOST);
        if !(1..=MOST).contains(&limit) {
            return Err(ApiError::Malformed(format!("`limit` is between 1 and {MOST}")));
        }
        Ok(Self { after, limit, uri: parts.uri.clone() })
    }
}

/// A part of a list.
pub struct Listed<T> {
    items: Vec<T>,
    next: Option<String>,
}

impl Paging {
    /// The part of `all` that was asked for, of those items that are to be kept.
    ///
    /// # Errors
    /// [`ApiError::UnknownItem`] when `after` names no item of `all`.
    pub fn part<T>(
        &self,
        all: Vec<T>,
        key: impl Fn(&T) -> String,
        keep: impl Fn(&T) -> bool,
    ) -> Result<Listed<T>, ApiError> {
        let from = match self.after.as_deref() {
            None => 0,
            Some(after) => {
                let found = all.iter().position(|item| key(item) == after);
                found.ok_or(ApiError::UnknownItem)? + 1
            }
        };
        let behind = all.into_iter().skip(from).filter(|item| keep(item)).take(usize::from(self.limit) + 1);
        Ok(self.listed(behind.collect(), key))
    }

    /// Where items are numbered from 1 without a gap: behind which one to read on, and how many to read at most, one more than an answer has.
    ///
    /// # Errors
    /// [`ApiError::UnknownItem`] when `after` is no such number.
    pub fn numbers(&self) -> Result<(u64, usize), ApiError> {
        let number =
            |after: &String| after.parse().ok().filter(|number: &u64| *number > 0 && number.to_string() == *after);
        let after = self.after.as_ref().map_or(Some(0), number).ok_or(ApiError::UnknownItem)?;
        Ok((after, usize::from(self.limit) + 1))
    }

    /// The part that begins with these items, one more than an answer has where there are more.
    pub fn listed<T>(&self, mut items: Vec<T>, key: impl Fn(&T) -> String) -> Listed<T> {
        let limit = usize::from(self.limit);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(|last| self.link(&key(last)));
        Listed { items, next }
    }

    /// The address of what comes after a key.
    fn link(&self, after: &str) -> String {
        let asked = parse(self.uri.query().unwrap_or_default().as_bytes());
        let others = asked.filter(|(name, _)| name != "after" && name != "limit");
        let mut query = Serializer::new(String::new());
        query.extend_pairs(others).append_pair("after", after).append_pair("limit", &self.limit.to_string());
        format!("<{}?{}>; rel=\"next\"", self.uri.path(), query.finish())
    }
}

impl<T: Serialize> IntoResponse for Listed<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.items).into_response();
        if let Some(next) = self.next.and_then(|next| HeaderValue::from_str(&next).ok()) {
            response.headers_mut().insert(header::LINK, next);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(query: &str) -> Result<(Vec<u32>, Option<String>), ApiError> {
        let uri: Uri = format!("/api/numbers?{query}").parse().expect("an address");
        let pair = |name: &str| parse(uri.query()?.as_bytes()).find(|(found, _)| found == name).map(|(_, value)| value);
        let (after, limit) =
            (pair("after").map(Into::into), pair("limit").and_then(|n| n.parse().ok()).unwrap_or(MOST));
        let paging = Paging { after, limit, uri: uri.clone() };
        let odd = |number: &u32| number % 2 == 1;
        paging.part((1..=9).collect(), u32::to_string, odd).map(|part| (part.items, part.next))
    }

    #[test]
    fn a_list_is_read_part_by_part() {
        let next = |after| Some(format!("</api/numbers?x=%26&after={after}&limit=2>; rel=\"next\""));
        assert_eq!(ask("limit=2&x=%26"), Ok((vec![1, 3], next(3))));
        assert_eq!(ask("after=3&limit=2&x=%26"), Ok((vec![5, 7], next(7))));
        assert_eq!(ask("after=7&limit=2"), Ok((vec![9], None)));
        assert_eq!(ask("after=9&limit=2"), Ok((vec![], None)));
        assert_eq!(ask("after=4"), Ok((vec![5, 7, 9], None)), "what is filtered out is a place all the same");
        assert!(ask("after=10").is_err());
    }
}
