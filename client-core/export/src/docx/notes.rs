//! The footnotes.

use super::{
    Setter,
    paragraphs::Form,
    plan::Call,
    runs::{Look, Piece},
    xml::{WORDS, Xml},
};
use crate::edition::{Note, Run};

impl Setter<'_> {
    /// Whether a note is called: only then there is a part of them.
    pub fn has_notes(&self) -> bool {
        self.plan.calls.iter().any(|call| *call != Call::Never)
    }

    /// The part of the footnotes. What word processors draw above them are notes too.
    pub fn notes(&mut self) -> Vec<u8> {
        let mut xml = Xml::new("w:footnotes", &WORDS);
        for (id, kind, line) in
            [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
        {
            xml.within("w:footnote", &[("w:type", kind), ("w:id", id)], |xml| {
                xml.within("w:p", &[], |xml| xml.within("w:r", &[], |xml| xml.empty(line, &[])));
            });
        }
        let edition = self.edition;
        for (at, note) in edition.notes.iter().enumerate() {
            let call = self.plan.calls.get(at).cloned().unwrap_or(Call::Never);
            if call != Call::Never {
                xml.within("w:footnote", &[("w:id", &(at + 1).to_string())], |xml| self.note(xml, note, &call));
            }
        }
        xml.finish()
    }

    fn note(&mut self, xml: &mut Xml, note: &Note, call: &Call) {
        let around = note.revision.as_ref();
        let text = |run: &Run| if let Run::Text { text, .. } = run { text.clone() } else { String::new() };
        let from_the_right = self.text.is_from_the_right(&note.runs.iter().map(text).collect::<String>());
        let form = Form { style: "FootnoteText", from_the_right, ..Form::default() };
        xml.within("w:p", &[], |xml| {
            self.form(xml, form, around);
            let bookmark = self.bookmarked.insert(note.id).then(|| (self.next_id(), Self::bookmark(note.id)));
            if let Some((id, name)) = &bookmark {
                xml.empty("w:bookmarkStart", &[("w:id", id), ("w:name", name)]);
            }
            let mut pieces = Vec::new();
            match call {
                Call::Sign(sign) => {
                    let look = Look { style: Some("FootnoteReference"), ..Look::default() };
                    pieces.push(Piece::words(sign.as_str(), look, around));
                }
                Call::Counted | Call::Never => xml.within("w:r", &[], |xml| {
                    xml.within("w:rPr", &[], |xml| xml.value("w:rStyle", "FootnoteReference"));
                    xml.empty("w:footnoteRef", &[]);
                }),
            }
            pieces.push(Piece::words("\t", Look::default(), around));
            pieces.extend(note.runs.iter().map(|run| Piece::run(run, around)));
            self.pieces(xml, &pieces, from_the_right, false);
            if let Some((id, _)) = &bookmark {
                xml.empty("w:bookmarkEnd", &[("w:id", id)]);
            }
        });
    }
}
