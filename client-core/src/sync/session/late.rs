//! Words that came after a decision which leaves no place for them: a proposal beside the decided text, for the chair and the
//! own delegation (domain.md, "Decisions"). They are never lost, and never merged silently.

use uuid::Uuid;

use super::{Effect, Lost, Session};
use crate::{
    comments::{At, MAX_COMMENT, NewComment},
    model::{Audience, CommentId, CommentKind, Timestamp},
};

impl Session {
    /// Makes proposals of late words; answers those that cannot be one either, to be handed back.
    pub(super) fn propose_late(&mut self, lost: Vec<Lost>, now: Timestamp, effects: &mut Vec<Effect>) -> Vec<Lost> {
        // Fresh: an actor does edits again once.
        let actor = self.replica.as_ref().map(|replica| replica.document.actor().to_vec()).unwrap_or_default();
        let namespace = Uuid::new_v5(&Uuid::nil(), &actor);
        let mut left = Vec::new();
        for (n, lost) in lost.into_iter().enumerate() {
            let characters: Vec<char> = lost.words.chars().collect();
            // A comment holds less than a paragraph may.
            let proposed = characters.chunks(MAX_COMMENT).enumerate().all(|(part, words)| {
                let comment = NewComment {
                    id: CommentId(Uuid::new_v5(&namespace, format!("late {n}/{part}").as_bytes())),
                    thread: None,
                    kind: CommentKind::Proposal,
                    audience: Audience::Chair,
                    place: At::Paragraph(lost.paragraph),
                    text: words.iter().collect(),
                };
                self.comment(comment, now).map(|asked| effects.extend(asked)).is_ok()
            });
            left.extend((!proposed).then_some(lost));
        }
        left
    }
}
