use std::path::Path;

use client_core::{
    device::Signing,
    model::{Delegation, DraftId, Person, PersonId, Role},
    ops::{Act, Splice},
    sync::{
        protocol::{self, ClientMessage, Credential},
        room::{Effect, Event, Room},
        session::{self, Session},
    },
};
use uuid::Uuid;

use super::client::places;
use crate::{
    app::find,
    auth,
    cli::Failure,
    clock, importing,
    store::{Access, DataDir, Load, Store, sqlite::Sqlite},
};

/// How many characters each change inserts: what somebody types in some seconds.
const AT_ONCE: usize = 25;

/// How many operations of the history are of one paragraph: of some hundred words that were written and written again.
const OF_A_PARAGRAPH: usize = 2_000;

/// A text of a few paragraphs, of more where much was written; each draft is one of its own.
fn text(number: u32, operations: usize) -> String {
    let mut text = format!("A text for measuring {number}\n\n1. We reaffirm our commitment.\n");
    for n in 2..=(operations / OF_A_PARAGRAPH).max(2) {
        text.push_str(&format!("\n{n}. We [strongly] urge all States.\n"));
    }
    text
}

/// Brings a small draft into a data directory and lets its history grow to `operations`, through a room as it would be; its slug.
///
/// # Errors
/// When the store cannot be written.
pub fn draft(data: &Path, number: u32, operations: usize) -> Result<String, Failure> {
    let directory = DataDir::open(data, Access::Own)?;
    let mut store = Sqlite::open(&directory.database(), Access::Own)?;
    let name = format!("measuring-{number}.txt");
    let report = importing::import_into(&mut store, &name, text(number, operations).as_bytes(), clock::now())?;
    let Some(arrival) = report.drafts.first() else { return Err(Failure::new("the text holds no draft", "")) };
    let draft = find(store.drafts()?, &arrival.slug)?;
    grow(&mut store, draft.id, operations)?;
    Ok(draft.slug)
}

fn grow(store: &mut dyn Store, draft: DraftId, operations: usize) -> Result<(), Failure> {
    let failed = |what: &str| Failure::new(format!("the draft does not grow: {what}"), "");
    let room = Room::open(store.load(draft, Load::FromLog)?).map_err(|error| failed(&error.to_string()))?;
    let credential = Credential::Session { secret: String::new() };
    let mut writer = Writer { room, session: Session::new(draft.to_string(), credential), draft };
    let opened = writer.session.opened(clock::now());
    writer.send(store, opened)?;
    let places = places(&mut writer.session).ok_or_else(|| failed("nobody can join"))?;
    for change in 0..operations / AT_ONCE {
        let paragraph = *places.get(change % places.len().max(1)).ok_or_else(|| failed("it has no words"))?;
        let act = Act::Splice(Splice { paragraph, at: 0, delete: 0, insert: "再".repeat(AT_ONCE) });
        let mut effects = writer.session.act(&act, clock::now()).map_err(|refusal| failed(&refusal.to_string()))?;
        effects.extend(writer.session.flush(clock::now()));
        writer.send(store, effects)?;
    }
    store.save_snapshot(draft, &writer.room.snapshot())?;
    Ok(())
}

struct Writer {
    room: Room,
    session: Session,
    draft: DraftId,
}

impl Writer {
    fn send(&mut self, store: &mut dyn Store, effects: Vec<session::Effect>) -> Result<(), Failure> {
        for effect in effects {
            let session::Effect::Send(frame) = effect else { continue };
            let event = match protocol::decode_client(&frame) {
                Ok(ClientMessage::Hello(hello)) => Event::Join {
                    connection: 1,
                    person: person(),
                    session: String::new(),
                    actor: auth::actor(clock::now())?,
                    hello,
                    signing: Signing::Free,
                },
                _ => Event::Frame { connection: 1, frame },
            };
            let effects = self.room.handle(event, clock::now());
            self.take(store, effects)?;
        }
        Ok(())
    }

    fn take(&mut self, store: &mut dyn Store, effects: Vec<Effect>) -> Result<(), Failure> {
        for effect in effects {
            match effect {
                Effect::Store(batch) => {
                    store.append(&[(self.draft, &batch)])?;
                    let effects = self.room.handle(Event::Stored { batch: batch.id }, clock::now());
                    self.take(store, effects)?;
                }
                Effect::Send { frame, .. } => {
                    let answer = self.session.frame(&frame, clock::now());
                    self.send(store, answer)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn person() -> Person {
    Person {
        id: PersonId(Uuid::from_u128(1)),
        name: "Bench".into(),
        delegation: Delegation("Bench".into()),
        role: Role::Member,
    }
}
