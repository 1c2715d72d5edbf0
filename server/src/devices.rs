//! What a device calls itself, in two words that people recognise: `Firefox, Windows`. It is what the device says, so it proves nothing.

use axum::http::{HeaderMap, header};

/// The names of browsers, each by the product that no other one claims before it.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The names of systems; those that claim to be another one come first.
const SYSTEMS: [(&str, &str); 7] = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// The longest name of a program that is no browser.
const LONGEST: usize = 30;

/// The device that a request says it comes from; `None` when it says nothing that can be shown.
pub fn device(headers: &HeaderMap) -> Option<String> {
    let agent = headers.get(header::USER_AGENT)?.to_str().ok()?;
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| (*name).to_owned())
    };
    let Some(browser) = named(&BROWSERS) else {
        // Letters and digits alone: it is shown to people, and written by anybody.
        let name: String = agent.chars().take_while(|sign| sign.is_ascii_alphanumeric() || *sign == '-').collect();
        return Some(name).filter(|name| (1..=LONGEST).contains(&name.len()) && name != "Mozilla");
    };
    Some([Some(browser), named(&SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(agent: &str, expected: Option<&str>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, agent.parse().expect("a value"));
        assert_eq!(device(&headers).as_deref(), expected, "{agent}");
    }

    #[test]
    fn a_device_is_named_in_two_words() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        check("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", Some("Firefox, Windows"));
        check(&format!("Mozilla/5.0 (X11; Linux x86_64) {webkit} Chrome/140.0 Safari/537.36"), Some("Chrome, Linux"));
        check(
            &format!("Mozilla/5.0 (Windows NT 10.0) {webkit} Chrome/140.0 Safari/537.36 Edg/140.0"),
            Some("Edge, Windows"),
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1",
            Some("Safari, iPhone"),
        );
        check(
            &format!("Mozilla/5.0 (Linux; Android 15) {webkit} Chrome/140.0 Mobile Safari/537.36"),
            Some("Chrome, Android"),
        );
        check("curl/8.14.1", Some("curl"));
        check("Mozilla/5.0 (whatever)", None);
        check("<script>", None);
        check(&"a".repeat(31), None);
    }
}
