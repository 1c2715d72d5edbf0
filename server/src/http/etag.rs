//! `ETag` and `If-None-Match` on what is read: a program that has an answer already is told so in a few bytes.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use super::ApiError;

/// Tags an answer with the hash of its body, and answers 304 to who knows it. It saves the way, not the work.
pub async fn tagged(request: Request, next: Next) -> Response {
    let asked = request.method() == Method::GET && request.uri().path().starts_with("/api/");
    let known = request.headers().clone();
    let response = next.run(request).await;
    if !asked || response.status() != StatusCode::OK || response.headers().contains_key(header::ETAG) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // What is answered here was made in memory as a whole.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return ApiError::Internal.into_response() };
    let tag = format!("\"{}\"", hex(Sha256::digest(&bytes).get(..12).unwrap_or_default()));
    let same = matches(&known, &tag);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, tag);
    }
    if same {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.remove(header::CONTENT_TYPE);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Whether the client knows the answer with this tag.
pub fn matches(headers: &HeaderMap, tag: &str) -> bool {
    let value = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of so many hexadecimal digits.
pub fn unhex<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let pairs = (0..N).map(|index| u8::from_str_radix(digits.get(2 * index..2 * index + 2)?, 16).ok());
    let bytes: Vec<u8> = pairs.collect::<Option<_>>().filter(|_| digits.len() == 2 * N)?;
    bytes.try_into().ok()
}
