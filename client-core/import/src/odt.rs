//! OpenDocument text, as LibreOffice writes it.

mod body;
mod changes;
mod lists;
mod styles;

use client_core::{
    import::source::Source,
    model::{Diagnostic, Place, Severity},
};

use crate::{error::ReadError, format::Format, limits::Limits, package::Package, xml::Xml};

/// Reads an ODT file.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    if bytes.len() > limits.file {
        return Err(ReadError::TooMuch { what: "bytes", limit: limits.file as u64 });
    }
    let mut package = Package::open(bytes, Format::Odt, limits)?;
    if package.has("META-INF/manifest.xml") && package.text("META-INF/manifest.xml")?.contains("encryption-data") {
        return Err(ReadError::Encrypted);
    }
    let mut source = Source::default();
    let mut add = |code, severity, message: &str, hint: &str| {
        let (message, hint) = (message.to_owned(), hint.to_owned());
        source.diagnostics.push(Diagnostic::new(code, severity, Place::default(), message, hint));
    };
    let names = package.names();
    if names.iter().any(|name| name.starts_with("Basic/") || name.starts_with("Scripts/")) {
        add("macros", Severity::Warning, "the file carries macros", "Nothing of them was run or kept.");
    }
    if names.iter().any(|name| name.starts_with("Pictures/")) {
        add("pictures", Severity::Note, "the file has pictures, which were left out", "A draft is words.");
    }
    if names.iter().any(|name| name.starts_with("Object ") || name.starts_with("ObjectReplacements/")) {
        let hint = "What is inside them was not read; import it as a file of its own.";
        add("embedded-file", Severity::Warning, "the file has other files inside", hint);
    }
    let mut styles = styles::Styles::default();
    if package.has("styles.xml") {
        styles.read(&package.text("styles.xml")?, "styles.xml")?;
    }
    let content = package.text("content.xml")?;
    styles.read(&content, "content.xml")?;
    let changes = changes::changes(&content)?;
    let mut walker = body::Walker::new(&styles, &changes, limits, &mut source);
    walker.walk(Xml::new(&content, "content.xml", Format::Odt))?;
    walker.finish();
    Ok(source)
}
