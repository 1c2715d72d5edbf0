use axum::http::{HeaderMap, header};
use url::Url;

/// Whether a page of this server asks. Browsers always name the origin of the page; a client that names none is no
/// browser, and nobody can be tricked into running it.
pub fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Some(origin) = origin.to_str().ok().and_then(|origin| Url::parse(origin).ok()) else { return false };
    let public = Url::parse(public_url).is_ok_and(|public| public.origin() == origin.origin());
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let same = Url::parse(&format!("{}://{host}", origin.scheme())).is_ok_and(|host| host.origin() == origin.origin());
    matches!(origin.scheme(), "http" | "https") && (public || same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(origin: Option<&str>, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().expect("a host"));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().expect("an origin"));
        }
        is_ours(&headers, "https://drafts.example")
    }

    #[test]
    fn only_our_own_pages_may_connect() {
        assert!(check(None, "127.0.0.1:8080"));
        assert!(check(Some("http://127.0.0.1:8080"), "127.0.0.1:8080"));
        assert!(check(Some("http://localhost"), "localhost:80"));
        assert!(check(Some("https://drafts.example"), "127.0.0.1:8080"), "behind a proxy");
        assert!(!check(Some("http://127.0.0.1:9090"), "127.0.0.1:8080"));
        assert!(!check(Some("https://evil.example"), "127.0.0.1:8080"));
        assert!(!check(Some("null"), "127.0.0.1:8080"));
    }
}
