//! Fonts: which characters their codes are, and how wide they are set.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object};

/// The most widths of a font that are kept.
const WIDTHS: usize = 70_000;

pub(super) struct Font<'a> {
    encoding: Option<Encoding<'a>>,
    widths: HashMap<u32, f32>,
    default: f32,
    /// Its codes are two bytes long.
    pub wide: bool,
    pub bold: bool,
    pub italic: bool,
}

fn number(object: &Object) -> Option<f32> {
    object.as_float().ok()
}

impl<'a> Font<'a> {
    pub fn read(document: &'a Document, font: &'a Dictionary, limit: usize) -> Self {
        let name = font.get(b"BaseFont").and_then(Object::as_name).map(String::from_utf8_lossy).unwrap_or_default();
        let name = name.to_lowercase();
        let wide = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        // Its table of characters says more than the name of its encoding, which may stand for any.
        let table = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).is_ok();
        let bare = || {
            let mut bare = font.clone();
            bare.remove(b"Encoding");
            bare
        };
        let encoding = match table {
            true => to_unicode(document, &bare(), limit),
            false if wide => None,
            false => font.get_font_encoding_with_limit(document, limit).ok(),
        };
        let mut font_ = Self {
            encoding,
            widths: HashMap::new(),
            default: if wide { 1000.0 } else { 500.0 },
            wide,
            bold: ["bold", "black", "heavy", "-bd", "semibold"].iter().any(|word| name.contains(word)),
            italic: ["italic", "oblique"].iter().any(|word| name.contains(word)),
        };
        if wide {
            font_.widths_of_codes(document, font)
        } else {
            font_.simple_widths(document, font)
        }
        font_
    }

    fn simple_widths(&mut self, document: &Document, font: &Dictionary) {
        let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
        let Ok(widths) = font.get_deref(b"Widths", document).and_then(Object::as_array) else { return };
        for (at, width) in widths.iter().take(256).enumerate() {
            let width = document.dereference(width).ok().and_then(|(_, width)| number(width));
            if let (Ok(code), Some(width)) = (u32::try_from(first + at as i64), width) {
                self.widths.insert(code, width);
            }
        }
    }

    fn widths_of_codes(&mut self, document: &Document, font: &Dictionary) {
        let inner = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
        let inner = inner.and_then(|fonts| document.dereference(fonts.first()?).ok());
        let Some(Ok(inner)) = inner.map(|(_, font)| font.as_dict()) else { return };
        self.default = inner.get_deref(b"DW", document).ok().and_then(number).unwrap_or(1000.0);
        let Ok(list) = inner.get_deref(b"W", document).and_then(Object::as_array) else { return };
        let mut at = 0;
        while let (Some(first), Some(next)) = (list.get(at), list.get(at + 1)) {
            let Ok(first) = first.as_i64() else { return };
            let Ok((_, next)) = document.dereference(next) else { return };
            if let Ok(widths) = next.as_array() {
                for (step, width) in widths.iter().enumerate().take(WIDTHS) {
                    if let (Ok(code), Some(width)) = (u32::try_from(first + step as i64), number(width)) {
                        self.widths.insert(code, width);
                    }
                }
                at += 2;
            } else {
                let (Ok(last), Some(width)) = (next.as_i64(), list.get(at + 2).and_then(number)) else { return };
                for code in (first..=last).take(WIDTHS) {
                    self.widths.extend(u32::try_from(code).ok().map(|code| (code, width)));
                }
                at += 3;
            }
            if self.widths.len() > WIDTHS {
                return;
            }
        }
    }

    /// The characters of a string, how wide they are set at size 1, and how many are not known.
    pub fn decode(&self, bytes: &[u8]) -> (String, f32, usize) {
        let code = |bytes: &[u8]| bytes.iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
        let length = if self.wide { 2 } else { 1 };
        let width =
            bytes.chunks(length).map(|one| self.widths.get(&code(one)).copied().unwrap_or(self.default)).sum::<f32>();
        let text = self.encoding.as_ref().and_then(|encoding| encoding.bytes_to_string(bytes).ok());
        let text = text.unwrap_or_else(|| "\u{fffd}".repeat(bytes.len() / length));
        let unknown = text.chars().filter(|c| *c == '\u{fffd}').count();
        (text, width / 1000.0, unknown)
    }

    pub fn codes(&self, bytes: &[u8]) -> usize {
        bytes.len() / if self.wide { 2 } else { 1 }
    }
}

/// The table of characters of a font by itself.
fn to_unicode(document: &Document, bare: &Dictionary, limit: usize) -> Option<Encoding<'static>> {
    match bare.get_font_encoding_with_limit(document, limit).ok()? {
        Encoding::UnicodeMapEncoding(map) => Some(Encoding::UnicodeMapEncoding(map)),
        _ => None,
    }
}
