//! Text in any encoding, and how sure it is which one.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use client_core::model::{Diagnostic, Place, Severity};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a text is looked at to guess its encoding, in bytes.
const LOOKED_AT: usize = 256 * 1024;

/// A text, and what is to be said of how it was read.
pub(crate) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads bytes as text. `declared` is the encoding that the file itself names.
pub(crate) fn decode<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Decoded<'a> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(mark..).unwrap_or_default(), None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), diagnostics: Vec::new() };
    }
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8) {
        return with(encoding, bytes, None);
    }
    if let Some(encoding) = wide(bytes) {
        return with(encoding, bytes, Some("many zero bytes"));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or_default(), true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    // GBK is read as what contains it.
    let encoding = if encoding == encoding_rs::GBK { encoding_rs::GB18030 } else { encoding };
    with(encoding, bytes, Some("its bytes"))
}

/// UTF-16 without a byte order mark: in most scripts' texts every second byte of spaces and digits is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let look = bytes.get(..bytes.len().min(4_096) & !1)?;
    let zero = |at: usize| look.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count() * 8 > look.len() / 2;
    match (zero(0), zero(1)) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8], guessed: Option<&str>) -> Decoded<'a> {
    let (text, lost) = encoding.decode_without_bom_handling(bytes);
    let mut diagnostics = Vec::new();
    let name = encoding.name();
    if let Some(by) = guessed {
        let message = format!("the file does not say its encoding; it was read as {name}, judged by {by}");
        let hint = "If letters are wrong, save the file as \"Plain text, UTF-8\" and import it again.";
        let found = Diagnostic::new("encoding-guessed", Severity::Warning, Place::default(), message, hint);
        diagnostics.push(found.with("encoding", name));
    }
    if lost {
        let at = text.chars().filter(|c| *c == '\u{fffd}').count();
        let message = format!("{at} places are no characters of {name} and are shown as \u{fffd}");
        let hint = "Save the file as \"Plain text, UTF-8\" and import it again.";
        let found = Diagnostic::new("encoding-lost", Severity::Error, Place::default(), message, hint);
        diagnostics.push(found.with("count", at).with("encoding", name));
    }
    Decoded { text, diagnostics }
}

/// Whether bytes are a text at all and no pictures, sounds or programs.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    if Encoding::for_bom(bytes).is_some() || wide(bytes).is_some() {
        return true;
    }
    let look = bytes.get(..bytes.len().min(4_096)).unwrap_or_default();
    let controls = look.iter().filter(|byte| **byte < 0x20 && !matches!(**byte, 9..=13 | 0x1B | 0x1A)).count();
    controls * 50 <= look.len()
}
