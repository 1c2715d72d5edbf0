use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use client_core::{
    comments::{At, NewComment},
    model::{Audience, BracketId, CommentId, CommentKind, Decision, EntryId, ParagraphId},
    ops::{Act, Splice},
    record::Request,
    sync::{
        protocol::{Credential, ServerMessage, decode_server},
        session::{Effect, Session},
    },
};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};
use uuid::Uuid;

use crate::clock;

/// How many edits may be on their way at once.
const AHEAD: usize = 4;

/// Each so many edits the chair decides, or a member comments.
const SPEAK_EVERY: u64 = 5;

/// What servers acknowledged, over all cycles: hashes of changes, identities of decisions and comments.
#[derive(Default)]
pub struct Confirmed(Mutex<BTreeSet<String>>);

impl Confirmed {
    pub fn all(&self) -> BTreeSet<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What a server says is on disk.
    fn note(&self, frame: &[u8]) {
        let said: Vec<String> = match decode_server(frame) {
            Ok(ServerMessage::Ack { hashes }) => hashes,
            Ok(ServerMessage::Record { entries }) => entries.iter().map(|entry| entry.id.to_string()).collect(),
            Ok(ServerMessage::Comments { entries }) => entries.iter().map(|entry| entry.id.to_string()).collect(),
            _ => return,
        };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(said);
    }
}

/// Somebody who writes on, whatever becomes of the server, as a page does.
pub struct Writer {
    number: u32,
    slug: String,
    session: Session,
    made: u64,
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

impl Writer {
    pub fn new(number: u32, slug: &str, token: String) -> Self {
        let credential = Credential::Invitation { token, name: format!("Writer {number}"), delegation: String::new() };
        Self { number, slug: slug.to_owned(), session: Session::new(slug, credential), made: 0 }
    }

    /// Writes until the server is gone.
    pub async fn write(&mut self, address: &str, confirmed: &Confirmed) {
        if let Ok((mut socket, _)) = connect_async(format!("ws://{address}/ws/drafts/{}", self.slug)).await {
            let effects = self.session.opened(clock::now());
            // The connection ends here and there; what was not acknowledged waits in the session.
            self.talk(&mut socket, effects, confirmed).await;
        }
        self.session.closed(clock::now());
    }

    async fn talk(&mut self, socket: &mut Socket, greeting: Vec<Effect>, confirmed: &Confirmed) -> Option<()> {
        send(socket, greeting).await?;
        loop {
            let Message::Binary(frame) = socket.next().await?.ok()? else { continue };
            confirmed.note(&frame);
            send(socket, self.session.frame(&frame, clock::now())).await?;
            while self.session.person().is_some() && self.session.pending() < AHEAD {
                let edits = self.edit()?;
                send(socket, edits).await?;
            }
        }
    }

    /// A sign typed into the own paragraph; now and then a decision or a comment.
    fn edit(&mut self) -> Option<Vec<Effect>> {
        let draft = self.session.draft()?;
        let places: Vec<_> = draft.paragraphs.iter().filter(|paragraph| !paragraph.content.is_empty()).collect();
        let paragraph = places.get(usize::try_from(self.number).ok()? % places.len().max(1))?.id;
        let bracket = draft.brackets.keys().next().copied()?;
        let splice = Splice { paragraph, at: 0, delete: 0, insert: "再".into() };
        let mut effects = self.session.act(&Act::Splice(splice), clock::now()).ok()?;
        effects.extend(self.session.flush(clock::now()));
        self.made += 1;
        if self.made.is_multiple_of(SPEAK_EVERY) {
            effects.extend(if self.number == 0 { self.decide(bracket) } else { self.comment(paragraph) });
        }
        Some(effects)
    }

    /// Keeps a bracket or reopens it, as it stands.
    fn decide(&mut self, bracket: BracketId) -> Vec<Effect> {
        let kept = self.session.standings().is_some_and(|standings| standings.brackets.contains_key(&bracket));
        let decision = if kept { Decision::ReopenBracket(bracket) } else { Decision::KeepBracket(bracket) };
        let request = Request {
            id: EntryId(self.identity()),
            decision,
            meeting: String::new(),
            reason: format!("after {} edits", self.made),
            heads: Vec::new(),
        };
        // Refused while the last one is under way.
        self.session.decide(request, clock::now()).unwrap_or_default()
    }

    fn comment(&mut self, paragraph: ParagraphId) -> Vec<Effect> {
        let comment = NewComment {
            id: CommentId(self.identity()),
            thread: None,
            kind: CommentKind::Remark,
            audience: Audience::Everybody,
            place: At::Paragraph(paragraph),
            text: format!("{} edits", self.made),
        };
        // Refused when the log is full.
        self.session.comment(comment, clock::now()).unwrap_or_default()
    }

    fn identity(&self) -> Uuid {
        Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{} {}", self.number, self.made).as_bytes())
    }
}

async fn send(socket: &mut Socket, effects: Vec<Effect>) -> Option<()> {
    for effect in effects {
        if let Effect::Send(frame) = effect {
            socket.send(Message::binary(frame)).await.ok()?;
        }
    }
    Some(())
}
