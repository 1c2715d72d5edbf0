//! Comments: said at once here, sent when there is a connection, sent again after a lost one, until the server answers.

use serde::{Deserialize, Serialize};

use super::{Effect, Lost, Session, State};
use crate::{
    comments::{At, CommentLog, CommentRefusal, CommentRequest, NewComment, Saying, quotation},
    model::{CommentId, CommentPlace, InlineExt, ParagraphId, Timestamp, may_answer, may_resolve, occurrences},
    schema::{Element, elements},
    sync::protocol::{self, ClientMessage, Refuse, WireCommentEntry, WireResolve, WireSaying},
    view::{self, ThreadView},
};

/// What was said here and the server has not answered.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outgoing {
    pub(super) request: CommentRequest,
    at: Timestamp,
}

/// The same as it is kept over a reload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    at: Timestamp,
    say: Option<WireSaying>,
    resolve: Option<WireResolve>,
}

impl From<&Outgoing> for Kept {
    fn from(outgoing: &Outgoing) -> Self {
        let (say, resolve) = match &outgoing.request {
            CommentRequest::Say(saying) => (Some(saying.into()), None),
            CommentRequest::Resolve { id, thread, resolved } => {
                (None, Some(WireResolve { id: id.0, thread: thread.0, resolved: *resolved }))
            }
        };
        Self { at: outgoing.at, say, resolve }
    }
}

impl Kept {
    pub(super) fn outgoing(&self) -> Option<Outgoing> {
        let said = self.say.as_ref().map(CommentRequest::from);
        let request = said.or_else(|| self.resolve.as_ref().map(CommentRequest::from))?;
        Some(Outgoing { request, at: self.at })
    }
}

impl Outgoing {
    fn frame(&self) -> Effect {
        let message = match &self.request {
            CommentRequest::Say(saying) => ClientMessage::Comment(saying.into()),
            CommentRequest::Resolve { id, thread, resolved } => {
                ClientMessage::ResolveComment(WireResolve { id: id.0, thread: thread.0, resolved: *resolved })
            }
        };
        Effect::Send(protocol::encode(&message))
    }
}

impl Session {
    /// Comments on the draft, or goes on with a thread. Without a connection the comment waits, also over a reload
    /// ([`Session::unsaved`]). A thread of kind [`crate::model::CommentKind::Proposal`] and audience [`crate::model::Audience::Chair`] is
    /// how words that came late reach the chair.
    ///
    /// # Errors
    /// Why it would be refused; then nothing has been said.
    pub fn comment(&mut self, new: NewComment, now: Timestamp) -> Result<Vec<Effect>, CommentRefusal> {
        let (place, quoted) = match new.thread {
            Some(_) => (CommentPlace::Draft, String::new()),
            None => self.place_of(new.place).ok_or(CommentRefusal::NoPlace)?,
        };
        let NewComment { id, thread, kind, audience, place: _, text } = new;
        let saying = Saying { id, thread, kind, audience, place, quoted, text: text.trim().to_owned() };
        self.ask_to_comment(CommentRequest::Say(saying), now)
    }

    /// Resolves a thread, or reopens it.
    ///
    /// # Errors
    /// Why it would be refused.
    pub fn resolve_comment(
        &mut self,
        id: CommentId,
        thread: CommentId,
        resolved: bool,
        now: Timestamp,
    ) -> Result<Vec<Effect>, CommentRefusal> {
        self.ask_to_comment(CommentRequest::Resolve { id, thread, resolved }, now)
    }

    fn ask_to_comment(&mut self, request: CommentRequest, now: Timestamp) -> Result<Vec<Effect>, CommentRefusal> {
        let replica = self.replica.as_ref().ok_or(CommentRefusal::NoPlace)?;
        if replica.index.is_reference() {
            return Err(CommentRefusal::NotNegotiated);
        }
        self.comments_here().check(&request, &replica.person)?;
        // What was typed before is sent before: the comment may be about it.
        let mut effects = self.flush(now);
        let outgoing = Outgoing { request, at: now };
        if self.state == State::Live {
            effects.push(outgoing.frame());
        }
        self.outgoing.push(outgoing);
        effects.push(Effect::Commented(Vec::new()));
        effects.push(Effect::Saved { pending: self.pending() });
        Ok(effects)
    }

    /// What this person may read of the log of comments, what is not on the server's disk yet included.
    pub fn comments_here(&self) -> CommentLog {
        let mut log = self.comments.clone();
        if let Some(person) = self.person() {
            for outgoing in &self.outgoing {
                let entry = log.seal(&outgoing.request, person, outgoing.at);
                log.add(entry);
            }
        }
        log
    }

    /// The threads as a page shows them, in the order of the text; offsets count code points. `language` is the language of
    /// the labels (BCP 47).
    pub fn threads(&mut self, language: &str) -> Vec<ThreadView> {
        let log = self.comments_here();
        let Some(draft) = self.draft() else { return Vec::new() };
        let Some(replica) = &self.replica else { return Vec::new() };
        let mut threads = view::threads(log.entries(), &draft, language, |paragraph, from, to| {
            replica.document.range(paragraph, from, to)
        });
        let is_waiting = |id: &str| self.outgoing.iter().any(|outgoing| outgoing.request.id().to_string() == id);
        for thread in &mut threads {
            let first = thread.id.parse().ok().and_then(|id| log.first(id));
            thread.may_resolve = first.is_some_and(|first| may_resolve(&replica.person, first));
            thread.may_answer = first.is_some_and(|first| may_answer(&replica.person, first));
            for comment in &mut thread.comments {
                comment.waiting = is_waiting(&comment.id);
                comment.own = comment.author == replica.person.id.to_string();
            }
        }
        threads
    }

    /// Entries from the server: an answer to what was said here, or what others said.
    pub(super) fn commented(&mut self, entries: Vec<WireCommentEntry>, effects: &mut Vec<Effect>) {
        let mut news = Vec::new();
        for entry in entries {
            let seq = self.comments.entries().len() as u64 + 1;
            let entry = entry.into_entry(seq);
            self.outgoing.retain(|outgoing| outgoing.request.id() != entry.id());
            if self.comments.add(entry.clone()) {
                news.push(entry);
            }
        }
        if !news.is_empty() {
            effects.push(Effect::Commented(news));
            effects.push(Effect::Saved { pending: self.pending() });
        }
    }

    /// The frames of what the server has not answered.
    pub(super) fn unanswered_comments(&self) -> impl Iterator<Item = Effect> {
        self.outgoing.iter().map(Outgoing::frame)
    }

    /// A comment was refused: its words are handed back. False when the refusal is of something else.
    pub(super) fn comment_refused(&mut self, refuse: &Refuse, effects: &mut Vec<Effect>) -> bool {
        let is_it = |outgoing: &Outgoing| outgoing.request.id().to_string() == refuse.subject;
        let Some(at) = self.outgoing.iter().position(is_it) else { return false };
        let outgoing = self.outgoing.remove(at);
        let lost = match outgoing.request {
            CommentRequest::Say(saying) => {
                let paragraph = saying.place.paragraph().unwrap_or(ParagraphId(uuid::Uuid::nil()));
                vec![Lost { paragraph, words: saying.text }]
            }
            CommentRequest::Resolve { .. } => Vec::new(),
        };
        effects.push(Effect::Commented(Vec::new()));
        effects.push(Effect::Saved { pending: self.pending() });
        effects.push(Effect::Refused {
            reason: refuse.reason.clone(),
            message: refuse.message.clone(),
            hint: refuse.hint.clone(),
            lost,
        });
        true
    }

    /// A place as it is sent, with the words there.
    fn place_of(&mut self, at: At) -> Option<(CommentPlace, String)> {
        let draft = self.draft()?;
        let document = &self.replica.as_ref()?.document;
        Some(match at {
            At::Draft => (CommentPlace::Draft, String::new()),
            At::Paragraph(id) => (CommentPlace::Paragraph(id), quotation(&draft.paragraph(id)?.content.words())),
            At::Bracket(id) => {
                draft.brackets.get(&id)?;
                let words = occurrences(&draft).into_iter().find(|found| found.bracket == id).map(|found| found.words);
                (CommentPlace::Bracket(id), quotation(&words.unwrap_or_default()))
            }
            At::Words { paragraph, from, to } => {
                let units = elements(&draft.paragraph(paragraph)?.content);
                let words = units.get(from..to).filter(|units| !units.is_empty())?;
                let words: String = words
                    .iter()
                    .filter_map(|unit| if let Element::Char(c, _) = unit { Some(*c) } else { None })
                    .collect();
                let (from, to) = document.range_names(paragraph, from, to)?;
                (CommentPlace::Words { paragraph, from, to }, quotation(&words))
            }
        })
    }
}
