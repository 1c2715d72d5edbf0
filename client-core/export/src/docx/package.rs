//! The package: parts, what type each is, how they are related, and the archive around them.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::xml::Xml;

/// What a part is.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    /// Its name in the relationships; empty for a part of the package itself.
    pub id: &'static str,
    relationship: &'static str,
    content: &'static str,
}

macro_rules! kinds {
    ($($name:ident $id:literal $relationship:literal $content:literal;)*) => {
        $(pub(super) const $name: Kind = Kind { id: $id, relationship: $relationship, content: $content };)*
    };
}

kinds! {
    DOCUMENT "" "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    CORE "" "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
        "application/vnd.openxmlformats-package.core-properties+xml";
    APP "" "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
        "application/vnd.openxmlformats-officedocument.extended-properties+xml";
    STYLES "styles" "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
        "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml";
    SETTINGS "settings" "http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings"
        "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml";
    FONTS "fonts" "http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable"
        "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml";
    HEADER "header" "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
        "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml";
    FOOTER "footer" "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml";
    FOOTNOTES "footnotes" "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml";
    COMMENTS "comments" "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
        "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
    COMMENTS_EXTENDED "commentsExtended" "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
        "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml";
}

/// The parts so far.
#[derive(Default)]
pub(super) struct Package {
    parts: Vec<(&'static str, Kind, Vec<u8>)>,
}

impl Package {
    /// Adds a part.
    pub fn add(&mut self, name: &'static str, kind: Kind, bytes: Vec<u8>) {
        self.parts.push((name, kind, bytes));
    }

    /// The archive. Its times are those that the format of archives begins with, in 1980: a clock would make other bytes of
    /// the same text.
    pub fn finish(self) -> Vec<u8> {
        let types = self.types();
        let package = self.relationships(|kind| kind.id.is_empty(), "");
        let document = self.relationships(|kind| !kind.id.is_empty(), "word/");
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(6))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let own =
            [("[Content_Types].xml", &types), ("_rels/.rels", &package), ("word/_rels/document.xml.rels", &document)];
        let parts = self.parts.iter().map(|(name, _, bytes)| (*name, bytes));
        for (name, bytes) in own.into_iter().chain(parts) {
            // Writing to memory does not fail, and no name comes twice.
            let written = archive.start_file(name, options).map(|()| archive.write_all(bytes));
            debug_assert!(matches!(written, Ok(Ok(()))), "{name}: {written:?}");
        }
        archive.finish().map(Cursor::into_inner).unwrap_or_default()
    }

    fn types(&self) -> Vec<u8> {
        let mut xml = Xml::new("Types", &[("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")]);
        let relationships = "application/vnd.openxmlformats-package.relationships+xml";
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", relationships)]);
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
        for (name, kind, _) in &self.parts {
            xml.empty("Override", &[("PartName", &format!("/{name}")), ("ContentType", kind.content)]);
        }
        xml.finish()
    }

    fn relationships(&self, of: impl Fn(&Kind) -> bool, below: &str) -> Vec<u8> {
        let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
        let mut xml = Xml::new("Relationships", &[("xmlns", namespace)]);
        for (at, (name, kind, _)) in self.parts.iter().enumerate().filter(|(_, (_, kind, _))| of(kind)) {
            let id = if kind.id.is_empty() { format!("part{at}") } else { kind.id.to_owned() };
            let target = name.strip_prefix(below).unwrap_or(name);
            xml.empty("Relationship", &[("Id", &id), ("Type", kind.relationship), ("Target", target)]);
        }
        xml.finish()
    }
}
