//! Where the words of threads begin and end.

use client_core::model::ParagraphId;

use super::{Setter, plan::Place, xml::Xml};

/// How far the words of a thread are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Waiting,
    Begun,
    Ended,
}

impl Setter<'_> {
    /// The threads that stand at a place.
    pub fn threads_at(&self, place: Place) -> Vec<usize> {
        (0..self.plan.places.len()).filter(|thread| self.plan.places.get(*thread) == Some(&place)).collect()
    }

    /// The threads about the whole of a paragraph; those about nothing that is set come with the first.
    pub fn threads_of(&mut self, id: ParagraphId) -> Vec<(usize, Place)> {
        let mut threads = Vec::new();
        if !std::mem::replace(&mut self.has_begun, true) {
            threads.extend(self.threads_at(Place::Beginning).into_iter().map(|thread| (thread, Place::Beginning)));
        }
        threads.extend(self.threads_at(Place::Paragraph(id)).into_iter().map(|at| (at, Place::Paragraph(id))));
        threads
    }

    /// Where the words of a thread begin, if this is its place and they did not yet.
    pub fn thread_start(&mut self, xml: &mut Xml, thread: usize, place: Place) {
        let is_here = self.plan.places.get(thread) == Some(&place);
        let Some(stage) = self.stages.get_mut(thread).filter(|stage| is_here && **stage == Stage::Waiting) else {
            return;
        };
        *stage = Stage::Begun;
        for id in self.comments_of(thread) {
            xml.empty("w:commentRangeStart", &[("w:id", &id.to_string())]);
        }
    }

    /// Where they end, if they began and did not end.
    pub fn thread_end(&mut self, xml: &mut Xml, thread: usize, place: Place) {
        let is_here = self.plan.places.get(thread) == Some(&place);
        let Some(stage) = self.stages.get_mut(thread).filter(|stage| is_here && **stage == Stage::Begun) else {
            return;
        };
        *stage = Stage::Ended;
        for id in self.comments_of(thread) {
            let id = id.to_string();
            xml.empty("w:commentRangeEnd", &[("w:id", &id)]);
            xml.within("w:r", &[], |xml| {
                xml.within("w:rPr", &[], |xml| xml.value("w:rStyle", "CommentReference"));
                xml.empty("w:commentReference", &[("w:id", &id)]);
            });
        }
    }
}
