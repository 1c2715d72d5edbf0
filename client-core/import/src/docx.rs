//! Office Open XML: the parts of a Word file, and what each tells of the text.

mod body;
mod comments;
mod numbering;
mod styles;

use std::collections::BTreeMap;

use client_core::{
    import::source::{Shape, Source},
    model::{Diagnostic, Place, Severity},
};

use crate::{
    error::ReadError,
    format::Format,
    limits::Limits,
    package::Package,
    xml::{Node, Xml},
};

/// What the body is read with.
struct Parts {
    styles: styles::Styles,
    numbering: numbering::Numbering,
    /// The comments of the file by the names that the text uses.
    comments: BTreeMap<String, usize>,
}

/// Reads a DOCX file.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Source, ReadError> {
    if bytes.len() > limits.file {
        return Err(ReadError::TooMuch { what: "bytes", limit: limits.file as u64 });
    }
    let mut package = Package::open(bytes, Format::Docx, limits)?;
    let main = main_part(&mut package)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut source = Source::default();
    warn_of_parts(&mut package, &folder, &main, &mut source)?;
    let mut optional = |name: &str| -> Result<Option<String>, ReadError> {
        let name = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        if package.has(&name) { package.text(&name).map(Some) } else { Ok(None) }
    };
    let styles = optional("styles.xml")?.map(|text| styles::read(&text)).transpose()?.unwrap_or_default();
    let numbering = optional("numbering.xml")?.map(|text| numbering::read(&text)).transpose()?.unwrap_or_default();
    let (footnotes, endnotes) = (optional("footnotes.xml")?, optional("endnotes.xml")?);
    let (said, extended) = (optional("comments.xml")?, optional("commentsExtended.xml")?);
    let mut known = BTreeMap::new();
    if let Some(text) = said {
        (source.comments, known) = comments::read(&text, extended.as_deref())?;
    }
    let parts = Parts { styles, numbering, comments: known };
    let document = package.text(&main)?;
    let mut walker = body::Walker::new(&parts, limits, &mut source);
    walker.walk(Xml::new(&document, &main, Format::Docx), body::Story::Main)?;
    drop(document);
    for (text, name, story) in
        [(footnotes, "footnotes.xml", body::Story::Footnotes), (endnotes, "endnotes.xml", body::Story::Endnotes)]
    {
        if let Some(text) = text {
            walker.walk(Xml::new(&text, name, Format::Docx), story)?;
        }
    }
    walker.finish();
    Ok(source)
}

/// The part with the text, which the package's own list of relations names.
fn main_part(package: &mut Package<'_>) -> Result<String, ReadError> {
    const USUAL: &str = "word/document.xml";
    if package.has(USUAL) {
        return Ok(USUAL.into());
    }
    let relations = relations(package, "_rels/.rels")?;
    let main = relations.iter().find(|relation| relation.kind.ends_with("/officeDocument"));
    main.map(|relation| relation.target.trim_start_matches('/').to_owned()).ok_or_else(|| ReadError::Damaged {
        format: Format::Docx,
        part: USUAL.into(),
        detail: "it is missing".into(),
    })
}

struct Relation {
    kind: String,
    target: String,
    external: bool,
}

fn relations(package: &mut Package<'_>, name: &str) -> Result<Vec<Relation>, ReadError> {
    if !package.has(name) {
        return Ok(Vec::new());
    }
    let text = package.text(name)?;
    let mut xml = Xml::new(&text, name, Format::Docx);
    let mut found = Vec::new();
    while let Some(node) = xml.next()? {
        if let Node::Start(tag) = node
            && tag.name().ends_with("Relationship")
        {
            found.push(Relation {
                kind: tag.get("Type").unwrap_or_default(),
                target: tag.get("Target").unwrap_or_default(),
                external: tag.get("TargetMode").is_some_and(|mode| mode == "External"),
            });
        }
    }
    Ok(found)
}

/// Says what of the file is not read, and what it would have fetched.
fn warn_of_parts(package: &mut Package<'_>, folder: &str, main: &str, source: &mut Source) -> Result<(), ReadError> {
    let mut add = |code, severity, message: String, hint: &str| {
        source.diagnostics.push(Diagnostic::new(code, severity, Place::default(), message, hint));
    };
    let names = package.names();
    if names.iter().any(|name| name.ends_with("vbaProject.bin") || name.ends_with("vbaData.xml")) {
        let hint = "Nothing of them was run or kept.";
        add("macros", Severity::Warning, "the file carries macros".into(), hint);
    }
    if names.iter().any(|name| name.starts_with("word/embeddings/") || name.starts_with("word/afchunk")) {
        let hint = "What is inside them was not read; import it as a file of its own.";
        add("embedded-file", Severity::Warning, "the file has other files inside".into(), hint);
    }
    if names.iter().any(|name| name.contains("/header") || name.contains("/footer")) {
        let hint = "Headers and footers of pages are not part of a draft.";
        add("page-furniture", Severity::Note, "the headers and footers of the pages were left out".into(), hint);
    }
    if names.iter().any(|name| name.starts_with("word/media/")) {
        add("pictures", Severity::Note, "the file has pictures, which were left out".into(), "A draft is words.");
    }
    let own = main.rsplit_once('/').map_or(main, |(_, own)| own);
    let mut external = Vec::new();
    for part in [own, "settings.xml"] {
        let name = if folder.is_empty() { format!("_rels/{part}.rels") } else { format!("{folder}/_rels/{part}.rels") };
        for relation in relations(package, &name)? {
            // An address that a word links to is only words.
            if relation.external && !relation.kind.ends_with("/hyperlink") {
                external.push(relation.target);
            }
        }
    }
    if let Some(first) = external.first() {
        let first: String = first.chars().filter(|c| !c.is_control()).take(120).collect();
        let message = format!("the file wants {} things from elsewhere, the first of them {first}", external.len());
        let found =
            Diagnostic::new("remote-content", Severity::Warning, Place::default(), message, "Nothing was fetched.");
        source.diagnostics.push(found.with("variant", "file").with("count", external.len()).with("first", first));
    }
    Ok(())
}

/// `2026-01-31T12:00:00Z` in milliseconds; 0 when it is none.
fn instant(text: Option<String>) -> client_core::model::Timestamp {
    text.and_then(|text| crate::date::millis(&text)).unwrap_or(0)
}

/// The shape of a note.
fn note(key: u32) -> Shape {
    Shape::Note(key)
}
