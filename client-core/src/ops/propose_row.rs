use super::{Circumstances, MAX_INSERT, Refusal, check_reason, check_signs};
use crate::{
    model::{Anchor, BracketId, Draft, Inline, Paragraph, ParagraphId, ParagraphKind, Wish},
    schema::Document,
};

/// The most cells that a row which is proposed has.
pub const MAX_CELLS: usize = 64;

/// Proposes a row of a table. All of it stands in one bracket that the delegation opens and that proposes its words, from the
/// beginning of the first cell to the end of the last: what becomes of the bracket becomes of the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposeRow {
    /// The row's identity, fresh.
    pub id: ParagraphId,
    /// Its cells, in order: the identity of each, fresh, and its words, which may be empty.
    pub cells: Vec<(ParagraphId, String)>,
    /// The bracket's identity, fresh.
    pub bracket: BracketId,
    /// The table.
    pub table: ParagraphId,
    /// The row that it is to stand behind; `None` before all others.
    pub behind: Option<ParagraphId>,
    /// Why; may be empty.
    pub reason: String,
}

impl ProposeRow {
    pub(super) fn check(&self, document: &Document) -> Result<(), Refusal> {
        self.next(document).map(drop)
    }

    pub(super) fn apply(
        &self,
        document: &mut Document,
        circumstances: Circumstances<'_>,
    ) -> Result<Vec<ParagraphId>, Refusal> {
        let next = self.next(document)?;
        let new = |id, kind, parent, content| Paragraph {
            parent: Some(parent),
            added_in: Some(self.bracket),
            content,
            ..Paragraph::new(id, kind)
        };
        let place = document.place_between(self.behind, next);
        document.add_paragraph(&new(self.id, ParagraphKind::Row, self.table, Vec::new()), &place)?;
        let (mut behind, last) = (None, self.cells.len() - 1);
        let mut cells = Vec::new();
        for (n, (id, words)) in self.cells.iter().enumerate() {
            let mut content = Vec::new();
            if n == 0 {
                content.push(Inline::Anchor(Anchor::Open(self.bracket)));
            }
            if !words.is_empty() {
                content.push(Inline::plain(words.as_str()));
            }
            if n == last {
                content.push(Inline::Anchor(Anchor::Close(self.bracket)));
            }
            let place = document.place_between(behind, None);
            let cell = new(*id, ParagraphKind::Cell, self.id, content);
            document.add_paragraph(&cell, &place)?;
            cells.push(cell);
            behind = Some(*id);
        }
        document.register_bracket(&circumstances.opening(self.bracket, Wish::Retain, &self.reason, true))?;
        cells.iter().try_for_each(|cell| document.fill_paragraph(cell))?;
        Ok([self.id].into_iter().chain(self.cells.iter().map(|(id, _)| *id)).collect())
    }

    /// The row that it will stand before.
    fn next(&self, document: &Document) -> Result<Option<ParagraphId>, Refusal> {
        check_reason(&self.reason)?;
        let length = self.cells.iter().map(|(_, words)| words.chars().count()).sum::<usize>();
        if length > MAX_INSERT {
            return Err(Refusal::TooLong { length, limit: MAX_INSERT });
        }
        self.cells.iter().try_for_each(|(_, words)| check_signs(words))?;
        if self.cells.is_empty() || self.cells.len() > MAX_CELLS {
            return Err(Refusal::TooLong { length: self.cells.len(), limit: MAX_CELLS });
        }
        let stored = document.hydrate()?;
        let mut ids: Vec<ParagraphId> = self.cells.iter().map(|(id, _)| *id).chain([self.id]).collect();
        let known = ids.iter().any(|id| stored.paragraph(*id).is_some());
        ids.sort_unstable();
        ids.dedup();
        if known || ids.len() <= self.cells.len() || stored.brackets.contains_key(&self.bracket) {
            return Err(Refusal::Document("the identity is in use".into()));
        }
        let table = stored.paragraph(self.table).ok_or(Refusal::NoParagraph)?;
        if table.kind != ParagraphKind::Table {
            return Err(Refusal::NoPlace);
        }
        self.follower(&stored)
    }

    fn follower(&self, stored: &Draft) -> Result<Option<ParagraphId>, Refusal> {
        let mut rows = stored.children(Some(self.table)).map(|row| row.id);
        match self.behind {
            Some(behind) if rows.by_ref().any(|row| row == behind) => Ok(rows.next()),
            Some(_) => Err(Refusal::NoParagraph),
            None => Ok(rows.next()),
        }
    }
}
