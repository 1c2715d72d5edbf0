//! Footnotes that a delegation takes back.

use super::{Anchor, BracketId, BracketState, Draft, Inline, Paragraph, ParagraphKind, Standings};

impl Draft {
    /// Whether a paragraph is a footnote that its delegation took back and that nobody has anything in. One that others wrote
    /// in, before or after, is there again: no word goes with it.
    pub fn is_taken_back(&self, paragraph: &Paragraph, standings: &Standings) -> bool {
        paragraph.kind == ParagraphKind::Note && paragraph.withdrawn && self.is_blank(paragraph, standings)
    }

    /// Whether a paragraph has nothing in it: no words but those of proposals that were taken back, and no bracket that was not.
    pub fn is_blank(&self, paragraph: &Paragraph, standings: &Standings) -> bool {
        let state = |id: &BracketId| self.brackets.get(id).map(|bracket| standings.of(bracket));
        let mut retracted: Vec<BracketId> = Vec::new();
        paragraph.content.iter().all(|piece| match piece {
            Inline::Text { .. } => !retracted.is_empty(),
            Inline::Anchor(Anchor::Open(id)) => match state(id) {
                Some(BracketState::Retracted) => {
                    retracted.push(*id);
                    true
                }
                Some(state) => state == BracketState::Withdrawn,
                None => true,
            },
            Inline::Anchor(Anchor::Close(id)) => {
                retracted.retain(|open| open != id);
                matches!(state(id), None | Some(BracketState::Retracted | BracketState::Withdrawn))
            }
            Inline::Anchor(Anchor::Or(_) | Anchor::Note(_) | Anchor::Split(_) | Anchor::Erased(_)) => true,
        })
    }
}
