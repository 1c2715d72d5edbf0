//! Files made in memory.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A package of parts.
pub fn package(parts: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a part");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a package").into_inner()
}

/// A Word file with this document part and others.
pub fn docx(document: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut all: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())];
    all.extend(parts.iter().map(|(name, text)| (*name, text.as_bytes())));
    package(&all, CompressionMethod::Deflated)
}

/// The document part of a Word file with this body.
pub fn body(inside: &str) -> String {
    format!("<w:document xmlns:w=\"w\"><w:body>{inside}</w:body></w:document>")
}

/// A paragraph of one run.
pub fn p(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

/// An OpenDocument text with this content part and others.
pub fn odt(content: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let kind = b"application/vnd.oasis.opendocument.text";
    let mut all: Vec<(&str, &[u8])> = vec![("mimetype", kind), ("content.xml", content.as_bytes())];
    all.extend(parts.iter().map(|(name, text)| (*name, text.as_bytes())));
    package(&all, CompressionMethod::Deflated)
}

/// The content part of an OpenDocument text.
pub fn content(inside: &str) -> String {
    format!(
        "<office:document-content><office:body><office:text>{inside}</office:text></office:body></office:document-content>"
    )
}

/// Bytes as the streams of a PDF have them.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).expect("packed");
    packer.finish().expect("packed")
}

/// A PDF of objects, which are numbered from 1; the first is the catalogue.
#[derive(Default)]
pub struct Pdf {
    objects: Vec<Vec<u8>>,
}

impl Pdf {
    /// Adds an object; its number.
    pub fn object(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    /// Adds a stream; its number.
    pub fn stream(&mut self, dictionary: &str, content: &[u8]) -> usize {
        let head = format!("<< {dictionary} /Length {} >>\nstream\n", content.len());
        self.object([head.as_bytes(), content, b"\nendstream"].concat())
    }

    /// Adds a packed stream; its number.
    pub fn packed(&mut self, dictionary: &str, content: &[u8]) -> usize {
        self.stream(&format!("/Filter /FlateDecode {dictionary}"), &packed(content))
    }

    /// The file.
    pub fn finish(self) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut places = Vec::new();
        for (number, object) in (1..).zip(&self.objects) {
            places.push(file.len());
            file.extend(format!("{number} 0 obj\n").bytes());
            file.extend(object);
            file.extend(b"\nendobj\n");
        }
        let xref = file.len();
        file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
        places.iter().for_each(|at| file.extend(format!("{at:010} 00000 n \n").bytes()));
        file.extend(
            format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n", places.len() + 1).bytes(),
        );
        file
    }

    /// A PDF whose pages share a content and fonts.
    pub fn pages(pages: usize, content: &[u8], fonts: impl FnOnce(&mut Self) -> String) -> Vec<u8> {
        Self::pages_with(pages, content, "", fonts)
    }

    /// As [`Self::pages`]; each page says something more of itself.
    pub fn pages_with(pages: usize, content: &[u8], more: &str, fonts: impl FnOnce(&mut Self) -> String) -> Vec<u8> {
        let mut pdf = Self::default();
        pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
        let tree = pdf.object("");
        let content = pdf.packed("", content);
        let fonts = fonts(&mut pdf);
        let resources = pdf.object(format!("<< /Font << {fonts} >> >>"));
        let kids: Vec<String> = (0..pages)
            .map(|_| {
                let page = format!(
                    "<< /Type /Page /Parent {tree} 0 R /Contents {content} 0 R /Resources {resources} 0 R {more} >>"
                );
                format!("{} 0 R", pdf.object(page))
            })
            .collect();
        pdf.objects[tree - 1] = format!("<< /Type /Pages /Count {pages} /Kids [{}] >>", kids.join(" ")).into();
        pdf.finish()
    }
}

/// A page of words, as a word processor prints them.
pub fn printed(words: &str) -> Vec<u8> {
    printed_with(words, "")
}

/// As [`printed`]; the page says something more of itself.
pub fn printed_with(words: &str, more: &str) -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 700 Td ({words}) Tj ET");
    Pdf::pages_with(1, content.as_bytes(), more, |pdf| {
        let font = pdf.object("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>");
        format!("/F1 {font} 0 R")
    })
}
