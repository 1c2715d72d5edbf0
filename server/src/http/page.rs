use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::{
    ApiError,
    etag::{hex, matches},
};

/// The built page, carried in the binary.
#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Page;

/// What is shown when the binary was built without the page.
const UNBUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Adref</title>\
<h1>Adref is running, but this binary carries no page</h1>\
<p>Build it with <code>make run</code>, which builds the page first. \
The command line works without it: <code>adref join LINK</code>.</p>";

/// Every address that is no other: a file of the page, or the page itself, which reads the rest of the address.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return ApiError::Method.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let name = if is_file { path } else { "index.html" };
    match Page::get(name) {
        Some(file) => file_response(name, &file, &headers),
        None if is_file => ApiError::NotFound.into_response(),
        None => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], UNBUILT).into_response(),
    }
}

fn file_response(name: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let compressed = accepts_brotli(headers).then(|| Page::get(&format!("{name}.br"))).flatten();
    let suffix = if compressed.is_some() { "-br" } else { "" };
    let tag = format!("\"{}{suffix}\"", hex(file.metadata.sha256_hash().get(..12).unwrap_or_default()));
    // Files under assets/ carry a hash in their name: what it names never changes.
    let cache = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = if matches(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let data = compressed.as_ref().unwrap_or(file).data.clone();
        Body::from(data.into_owned()).into_response()
    };
    let answer = response.headers_mut();
    let mut put = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            answer.insert(name, value);
        }
    };
    put(header::ETAG, &tag);
    put(header::CACHE_CONTROL, cache);
    put(header::VARY, "accept-encoding");
    put(header::CONTENT_TYPE, &content_type(name));
    if compressed.is_some() {
        put(header::CONTENT_ENCODING, "br");
    }
    response
}

fn content_type(name: &str) -> String {
    match name.rsplit('.').next() {
        Some("webmanifest") => "application/manifest+json".into(),
        Some("js" | "mjs") => "text/javascript; charset=utf-8".into(),
        _ => {
            let guess = mime_guess::from_path(name).first_or_octet_stream();
            let charset = if guess.type_() == "text" { "; charset=utf-8" } else { "" };
            format!("{guess}{charset}")
        }
    }
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let value = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let refused = |weight: &str| weight.replace(' ', "").trim_end_matches(['0', '.']) == "q=";
        parts.next() == Some("br") && !parts.any(refused)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_sent_to_who_takes_it() {
        for (value, takes) in [
            ("gzip, deflate, br", true),
            ("br;q=0.5", true),
            ("br;q=0", false),
            ("br; q=0.0", false),
            ("gzip", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(accepts_brotli(&headers), takes, "{value}");
        }
    }

    #[test]
    fn files_are_named_for_what_they_are() {
        assert_eq!(content_type("a.js"), "text/javascript; charset=utf-8");
        assert_eq!(content_type("a.wasm"), "application/wasm");
        assert_eq!(content_type("index.html"), "text/html; charset=utf-8");
        assert_eq!(content_type("a.webmanifest"), "application/manifest+json");
    }
}
