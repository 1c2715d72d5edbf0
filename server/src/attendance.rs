//! Who is connected by which session, held against the store again and again: what an administrator changes, in this process or in another
//! one, is so on open connections within a second.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use client_core::model::{DraftId, Person, Timestamp};
use tokio::{
    sync::Notify,
    time::{Instant, timeout},
};

use crate::{
    app::App,
    auth, clock,
    room::{Command, Ending, Outbox},
    store::{SecretHash, StoreError},
};

/// How often the store is asked whether something changed.
const EVERY: Duration = Duration::from_millis(250);

/// How often everybody is looked at although nothing changed: time alone ends sessions.
const ANYWAY: Duration = Duration::from_secs(2);

/// In which steps the use of a session is written, in milliseconds; a shorter life is written in tenths of it.
const STEP: Timestamp = 5 * 60 * 1000;

/// How many devices are kept in mind.
const MOST_DEVICES: usize = 10_000;

/// Who is connected.
#[derive(Debug, Default)]
pub struct Attendance {
    here: Mutex<HashMap<u64, Attendee>>,
    wake: Notify,
    used: Mutex<HashMap<SecretHash, Timestamp>>,
    /// From which device each session, by its number, was last used, as that says itself. It is forgotten with the process: nobody needs
    /// it for longer.
    devices: Mutex<HashMap<String, String>>,
    step: Timestamp,
}

#[derive(Debug)]
struct Attendee {
    session: SecretHash,
    draft: DraftId,
    person: Person,
    outbox: Arc<Outbox>,
    /// Whether the store was asked since it came.
    seen: bool,
}

impl Attendance {
    /// Nobody yet; sessions that are not used live so many milliseconds.
    pub fn new(idle: Timestamp) -> Self {
        Self { step: STEP.min(idle / 10), ..Self::default() }
    }

    /// A connection joined a draft by a session.
    pub fn enter(&self, connection: u64, session: SecretHash, draft: DraftId, person: Person, outbox: Arc<Outbox>) {
        let attendee = Attendee { session, draft, person, outbox, seen: false };
        lock(&self.here).insert(connection, attendee);
    }

    /// It ended.
    pub fn leave(&self, connection: u64) {
        lock(&self.here).remove(&connection);
    }

    /// Does not wait for the next look.
    pub fn look_now(&self) {
        self.wake.notify_one();
    }

    /// Whether the use of a session is worth writing: it was not written for a while.
    pub fn is_news(&self, session: SecretHash, now: Timestamp) -> bool {
        let mut used = lock(&self.used);
        let fresh = |at: &Timestamp| *at <= now && now - at < self.step;
        if used.get(&session).is_some_and(fresh) {
            return false;
        }
        if used.len() > 1024 {
            used.retain(|_, at| fresh(at));
        }
        used.insert(session, now);
        true
    }

    /// A session was used from a device.
    pub fn saw(&self, session: SecretHash, device: Option<String>) {
        let Some(device) = device else { return };
        let session = auth::number_of(&session);
        let mut devices = lock(&self.devices);
        if devices.len() >= MOST_DEVICES && !devices.contains_key(&session) {
            // They are seen again as they are used.
            devices.clear();
        }
        devices.insert(session, device);
    }

    /// From which device the session of a number was last used since the server started.
    pub fn device(&self, session: &str) -> Option<String> {
        lock(&self.devices).get(session).cloned()
    }

    /// Whom to ask for: everybody, or those alone who just came. Connections and their sessions.
    fn questions(&self, everybody: bool) -> Vec<(u64, SecretHash)> {
        let here = lock(&self.here);
        let asked = here.iter().filter(|(_, attendee)| everybody || !attendee.seen);
        asked.map(|(connection, attendee)| (*connection, attendee.session)).collect()
    }

    /// What the store answered: ends the connection, or gives the room to tell it who it is by now.
    fn answered(&self, connection: u64, found: Option<Person>) -> Option<(DraftId, Command)> {
        let mut here = lock(&self.here);
        let attendee = here.get_mut(&connection)?;
        attendee.seen = true;
        match found {
            None => {
                attendee.outbox.end(Ending::Session);
                None
            }
            Some(person) if person == attendee.person => None,
            Some(person) => {
                attendee.person = person.clone();
                Some((attendee.draft, Command::Person { connection, person }))
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks again and again, until the server is gone.
pub async fn watch(app: Weak<App>, attendance: Arc<Attendance>) {
    let (mut last, mut failing) = (None, false);
    while let Some(app) = app.upgrade() {
        match look(&app, last).await {
            Ok(found) => (last, failing) = (Some(found), false),
            Err(error) if !failing => {
                tracing::error!(%error, "who may do what could not be read");
                failing = true;
            }
            Err(_) => {}
        }
        drop(app);
        // Woken or not, it is time to look.
        drop(timeout(EVERY, attendance.wake.notified()).await);
    }
}

/// Which count of changes was seen when everybody was looked at last, and when that was.
type Looked = (u64, Instant);

/// Looks at everybody when something changed or time has passed, else at those who came.
async fn look(app: &App, last: Option<Looked>) -> Result<Looked, StoreError> {
    let version: u64 = app.database.look(|store| store.identities_version()).await?;
    let still = last.filter(|(seen, at)| *seen == version && at.elapsed() < ANYWAY);
    let looked = still.unwrap_or_else(|| (version, Instant::now()));
    let questions = app.attendance.questions(still.is_none());
    if questions.is_empty() {
        return Ok(looked);
    }
    let now = clock::now();
    let answers: Result<Vec<_>, StoreError> = app
        .database
        .look(move |store| {
            let directory = store.delegations()?;
            let ask = |(connection, session)| Ok((connection, auth::person_of(store, &session, &directory, now)?));
            questions.into_iter().map(ask).collect()
        })
        .await;
    for (connection, found) in answers? {
        if let Some((draft, command)) = app.attendance.answered(connection, found) {
            // An error says that the server stops, and then everybody goes.
            drop(app.rooms.send(draft, command).await);
        }
    }
    Ok(looked)
}
