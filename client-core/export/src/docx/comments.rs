//! Comments: each remark is one, and an extension of the format says which answers which and what is resolved.

use super::{
    Setter,
    paragraphs::Form,
    runs::{Look, Piece, short},
    xml::{WORDS, Xml, date_time},
};
use crate::edition::Remark;

impl Setter<'_> {
    /// Whether anybody said something.
    pub fn has_comments(&self) -> bool {
        self.edition.threads.iter().any(|thread| !thread.remarks.is_empty())
    }

    /// The numbers of the comments of a thread.
    pub fn comments_of(&self, thread: usize) -> std::ops::Range<usize> {
        let count =
            |threads: &[crate::edition::Thread]| threads.iter().map(|thread| thread.remarks.len()).sum::<usize>();
        let threads = &self.edition.threads;
        let before = count(threads.get(..thread).unwrap_or_default());
        before..before + threads.get(thread).map_or(0, |thread| thread.remarks.len())
    }

    /// The part of the comments.
    pub fn comments(&mut self) -> Vec<u8> {
        let mut xml = Xml::new("w:comments", &WORDS);
        let edition = self.edition;
        let remarks = edition.threads.iter().flat_map(|thread| &thread.remarks);
        remarks.enumerate().for_each(|(id, remark)| self.comment(&mut xml, id, remark));
        xml.finish()
    }

    fn comment(&mut self, xml: &mut Xml, id: usize, remark: &Remark) {
        let number = id.to_string();
        let author = author(remark);
        let (date, initials) = (date_time(remark.at), initials(&remark.by));
        let mut attributes = vec![("w:id", number.as_str()), ("w:author", short(&author))];
        attributes.extend(date.as_deref().map(|date| ("w:date", date)));
        attributes.push(("w:initials", &initials));
        xml.within("w:comment", &attributes, |xml| {
            let from_the_right = self.text.is_from_the_right(&remark.text);
            let lines: Vec<&str> = remark.text.split('\n').collect();
            for (at, line) in lines.iter().enumerate() {
                // The last paragraph of a comment is the one that the extension knows it by.
                let name = paragraph_id(id);
                let attributes = [("w14:paraId", name.as_str())];
                let attributes = if at + 1 == lines.len() { &attributes[..] } else { &[] };
                xml.within("w:p", attributes, |xml| {
                    self.form(xml, Form { style: "CommentText", from_the_right, ..Form::default() }, None);
                    if at == 0 {
                        xml.within("w:r", &[], |xml| {
                            xml.within("w:rPr", &[], |xml| xml.value("w:rStyle", "CommentReference"));
                            xml.empty("w:annotationRef", &[]);
                        });
                    }
                    let line = line.strip_suffix('\r').unwrap_or(line);
                    self.pieces(xml, &[Piece::words(line, Look::default(), None)], from_the_right, false);
                });
            }
        });
    }

    /// The part that says what answers what.
    pub fn comments_extended(&self) -> Vec<u8> {
        let mut xml = Xml::new(
            "w15:commentsEx",
            &[
                ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
                ("xmlns:w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
                ("mc:Ignorable", "w15"),
            ],
        );
        for (at, thread) in self.edition.threads.iter().enumerate() {
            let comments = self.comments_of(at);
            let first = paragraph_id(comments.start);
            let done = if thread.resolved { "1" } else { "0" };
            for id in comments.clone() {
                let own = paragraph_id(id);
                let mut attributes = vec![("w15:paraId", own.as_str())];
                if id > comments.start {
                    attributes.push(("w15:paraIdParent", &first));
                }
                attributes.push(("w15:done", done));
                xml.empty("w15:commentEx", &attributes);
            }
        }
        xml.finish()
    }
}

/// The name of the last paragraph of a comment: eight hexadecimal digits below 80000000, never 0.
fn paragraph_id(comment: usize) -> String {
    format!("{:08X}", (comment + 1) & 0x7fff_ffff)
}

/// Who speaks: the person, and in whose name.
fn author(remark: &Remark) -> String {
    match (remark.by.trim(), remark.delegation.trim()) {
        ("", delegation) => delegation.to_owned(),
        (by, "") => by.to_owned(),
        (by, delegation) if by == delegation => by.to_owned(),
        (by, delegation) => format!("{by} ({delegation})"),
    }
}

/// The first letters of a name, three at most.
fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    letters.take(3).flat_map(char::to_uppercase).take(4).collect()
}
