//! The properties of the file, and the settings of the document.

use super::{
    DocxOptions,
    tongue::Tongue,
    xml::{WORDS, Xml, date_time},
};
use crate::edition::Edition;

/// Title, creator, language, symbol, status, and when it was made.
pub(super) fn core(edition: &Edition, options: &DocxOptions) -> Vec<u8> {
    let mut xml = Xml::new(
        "cp:coreProperties",
        &[
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    let made = edition.made_at.and_then(date_time);
    for (name, text) in [
        ("dc:title", &edition.title),
        ("dc:creator", &options.creator),
        ("dc:language", &edition.language),
        ("dc:identifier", &edition.header.symbol),
        ("cp:contentStatus", &edition.header.status),
    ] {
        if !text.is_empty() {
            xml.text(name, &[], text);
        }
    }
    if let Some(made) = &made {
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.text(name, &[("xsi:type", "dcterms:W3CDTF")], made);
        }
    }
    xml.finish()
}

/// What wrote the file.
pub(super) fn app() -> Vec<u8> {
    let mut xml = Xml::new(
        "Properties",
        &[("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")],
    );
    xml.text("Application", &[], "Adref");
    xml.finish()
}

/// The settings: as a word processor of today lays out, and not as one of 2007.
pub(super) fn settings(text: &Tongue, has_notes: bool) -> Vec<u8> {
    let mut xml = Xml::new("w:settings", &WORDS);
    xml.empty("w:zoom", &[("w:percent", "100")]);
    xml.value("w:defaultTabStop", "567");
    xml.value("w:characterSpacingControl", "doNotCompress");
    if has_notes {
        xml.within("w:footnotePr", &[], |xml| {
            xml.empty("w:footnote", &[("w:id", "-1")]);
            xml.empty("w:footnote", &[("w:id", "0")]);
        });
    }
    xml.within("w:compat", &[], |xml| {
        for (name, value) in [
            ("compatibilityMode", "15"),
            ("overrideTableStyleFontSizeAndJustification", "1"),
            ("enableOpenTypeFeatures", "1"),
            ("doNotFlipMirrorIndents", "1"),
            ("differentiateMultirowTableHeaders", "1"),
        ] {
            let uri = "http://schemas.microsoft.com/office/word";
            xml.empty("w:compatSetting", &[("w:name", name), ("w:uri", uri), ("w:val", value)]);
        }
    });
    xml.empty(
        "w:themeFontLang",
        &[("w:val", &text.western), ("w:eastAsia", &text.east_asian), ("w:bidi", &text.complex)],
    );
    xml.value("w:decimalSymbol", ".");
    xml.value("w:listSeparator", ",");
    xml.finish()
}
