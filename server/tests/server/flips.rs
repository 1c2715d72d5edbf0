//! Bits that flip on the disk: found, named, and served to nobody; what is whole goes on.

use std::{collections::BTreeMap, fs, path::Path};

use adref_server::{
    auth, clock, importing,
    store::{Access, Claim, DataDir, Load, Store, StoreError, sqlite::Sqlite},
};
use client_core::{
    device::DeviceKey,
    model::{Audience, Decision, Delegation, DraftId, EntryId, Person, PersonId, Role},
};
use rusqlite::{Connection, types::Value};
use uuid::Uuid;

use crate::support::{TEXT, TestServer, farewell};

/// How many bits flip in each column of each table.
const EACH: usize = 3;

/// How many flip anywhere in the file.
const ANYWHERE: usize = 300;

/// SplitMix64: the same bits at every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(end.max(1)).expect("small")).expect("small")
    }
}

/// A store with two drafts, in one of which people wrote, decided and commented, and no process that holds it.
struct Whole {
    server: TestServer,
    drafts: Vec<DraftId>,
    tokens: Vec<[u8; 32]>,
    secrets: Vec<[u8; 32]>,
}

/// What is asked of a store, by name, and what it answers. `None` says that there is no such thing.
type Answers = BTreeMap<String, Result<Option<String>, StoreError>>;

impl Whole {
    fn new() -> Self {
        let mut server = TestServer::start();
        let mut alice = server.join_signing(server.session("member", "Alice"), DeviceKey::new(&[1; 32]));
        let mut bob = server.join_signing(server.session("chair", "Bob"), DeviceKey::new(&[2; 32]));
        for words in ["Today ", "Now ", "再次"] {
            alice.insert("reaffirm", words);
            alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
        }
        alice.comment("reaffirm", Audience::Everybody, "Why?");
        alice.until("the comment", |alice| alice.session.pending() == 0);
        let bracket = *bob.session.draft().expect("a draft").brackets.keys().next().expect("a bracket");
        for (number, decision) in [(1, Decision::KeepBracket(bracket)), (2, Decision::ReopenBracket(bracket))] {
            let request = client_core::record::Request {
                id: EntryId(Uuid::from_u128(number)),
                decision,
                meeting: "3rd".into(),
                reason: "as agreed".into(),
                heads: Vec::new(),
            };
            let effects = bob.session.decide(request, clock::now()).expect("allowed");
            bob.perform(effects);
            let recorded = |effect: &client_core::sync::session::Effect| {
                matches!(effect, client_core::sync::session::Effect::Recorded(_))
            };
            bob.seen.clear();
            bob.until("the entry", |bob| bob.seen.iter().any(recorded));
        }
        drop((alice, bob));
        server.stop();
        let mut store = open(server.directory.path()).expect("opens");
        importing::import_into(&mut store, "other.txt", TEXT.replace("A small", "Another] small").as_bytes(), 1)
            .expect("imported");
        let directory = adref_server::delegations::read(adref_server::seed::DELEGATIONS).expect("sound");
        store.set_delegations(&directory).expect("written");
        let program =
            auth::NewToken { name: "Bot".into(), role: Role::Member, delegation: None, reading: true, life: auth::DAY };
        let (_, program) = auth::make_token(&mut store, program, 1).expect("made");
        assert!(store.revoke_token(program.id, 2).expect("revoked"), "so that no column is empty");
        let carol = Person {
            id: PersonId(Uuid::from_u128(9)),
            name: "Carol".into(),
            delegation: Delegation("Chair".into()),
            role: Role::Chair,
        };
        for claim in [Claim::Subject("carol".into()), Claim::Email("carol@id.example".into())] {
            assert!(store.register("https://id.example", &claim, &carol, 1).expect("registered"));
        }
        let drafts = store.drafts().expect("listed").iter().map(|draft| draft.id).collect();
        drop(store);
        let database = Connection::open(server.directory.path().join("adref.db")).expect("opens");
        let keys = |sql: &str| -> Vec<[u8; 32]> {
            let mut statement = database.prepare(sql).expect("a statement");
            let rows = statement.query_map([], |row| row.get(0)).expect("rows");
            rows.map(|row| row.expect("a key")).collect()
        };
        let (tokens, secrets) = (keys("SELECT token_hash FROM invitations"), keys("SELECT secret_hash FROM sessions"));
        Self { server, drafts, tokens, secrets }
    }

    /// A copy of the data to spoil.
    fn copy(&self) -> tempfile::TempDir {
        let copy = tempfile::tempdir().expect("a directory");
        fs::copy(self.server.directory.path().join("adref.db"), copy.path().join("adref.db")).expect("copied");
        copy
    }

    /// Asks everything there is to ask.
    fn ask(&self, store: &mut dyn Store) -> Answers {
        let mut answers = Answers::new();
        let some = |debug: &dyn std::fmt::Debug| Some(format!("{debug:?}"));
        let drafts = store.drafts().map(|mut drafts| {
            drafts.sort_by_key(|draft| draft.id);
            drafts
        });
        for draft in &self.drafts {
            let row = drafts.clone().map(|drafts| drafts.into_iter().find(|row| row.id == *draft));
            answers.insert(format!("row {draft}"), row.map(|row| row.and_then(|row| some(&row))));
            answers.insert(format!("changes {draft}"), store.changes(*draft).map(|found| some(&found)));
            answers.insert(format!("entries {draft}"), store.entries(*draft).map(|found| some(&found)));
            answers.insert(format!("comments {draft}"), store.comments(*draft).map(|found| some(&found)));
            answers.insert(format!("diagnostics {draft}"), store.diagnostics(*draft).map(|found| some(&found)));
            match store.checkpoints(*draft) {
                // Each by itself: it proves itself, and the logs do not need it.
                Ok(checkpoints) => answers.extend(checkpoints.iter().map(|found| {
                    let shown = &found.shown;
                    let name = format!("checkpoint {} {} {} {draft}", shown.changes, shown.record, found.comments);
                    (name, Ok(some(found)))
                })),
                Err(error) => drop(answers.insert(format!("checkpoints {draft}"), Err(error))),
            }
            for load in [Load::Cached, Load::FromLog] {
                let loaded = store.load(*draft, load).map(|mut found| {
                    found.actors.sort();
                    some(&found)
                });
                answers.insert(format!("load {load:?} {draft}"), loaded);
            }
        }
        answers.insert("delegations".into(), store.delegations().map(|found| some(&found)));
        answers.insert("keys".into(), store.keys().map(|found| some(&found)));
        answers.insert("people".into(), store.people().map(|found| some(&found)));
        answers.insert("registrations".into(), store.registrations().map(|found| some(&found)));
        answers.insert("tokens".into(), store.tokens().map(|found| some(&found)));
        for key in ["public-url", "deciding-roles", "delegation-rows", "identities"] {
            answers.insert(format!("setting {key}"), store.setting(key));
        }
        for key in &self.tokens {
            let found = store.invitation(key).map(|found| found.and_then(|found| some(&found)));
            answers.insert(format!("invitation {key:?}"), found);
        }
        for key in &self.secrets {
            let found = store.session(key, 0).map(|found| found.and_then(|found| some(&found)));
            answers.insert(format!("session {key:?}"), found);
            let found = store.device(key).map(|found| found.and_then(|found| some(&found)));
            answers.insert(format!("device {key:?}"), found);
        }
        answers
    }
}

fn open(data: &Path) -> Result<Sqlite, StoreError> {
    let directory = DataDir::open(data, Access::Own)?;
    Sqlite::open(&directory.database(), Access::Own)
}

/// Whether an answer is the one of the whole store, or none.
fn is_honest(name: &str, answer: &Result<Option<String>, StoreError>, whole: &Answers, log: &str) -> bool {
    match answer {
        Err(_) | Ok(None) => true,
        // A snapshot that does not hold is passed over for the log.
        Ok(Some(_)) if name.starts_with("load Cached") => {
            *answer == whole[name] || *answer == whole[&name.replace("Cached", log)]
        }
        Ok(Some(_)) => whole.get(name) == Some(answer),
    }
}

fn flip(value: &Value, chance: &mut Chance) -> Option<Value> {
    let mut spoil = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        let at = chance.below(bytes.len() * 8);
        *bytes.get_mut(at / 8)? ^= 1 << (at % 8);
        Some(bytes)
    };
    match value {
        Value::Null | Value::Real(_) => None,
        Value::Integer(number) => Some(Value::Integer(number ^ (1 << chance.below(63)))),
        // Text may be no text any more: written as it is by the statement.
        Value::Text(text) => spoil(text.as_bytes()).map(Value::Blob),
        Value::Blob(bytes) => spoil(bytes).map(Value::Blob),
    }
}

/// Flips a bit of a column in some row; the draft that the row belongs to, when one was flipped.
fn flip_in(
    database: &Connection,
    table: &str,
    columns: &[String],
    column: usize,
    chance: &mut Chance,
) -> Option<Option<Vec<u8>>> {
    let rows: Vec<Vec<Value>> = {
        let mut statement =
            database.prepare(&format!("SELECT {} FROM {table}", columns.join(", "))).expect("a statement");
        let rows = statement
            .query_map([], |row| (0..columns.len()).map(|index| row.get(index)).collect::<Result<Vec<Value>, _>>())
            .expect("rows");
        rows.map(|row| row.expect("a row")).collect()
    };
    let row = rows.get(chance.below(rows.len()))?;
    let spoiled = flip(&row[column], chance)?;
    let same: Vec<String> = (0..columns.len()).map(|index| format!("{} IS ?{}", columns[index], index + 2)).collect();
    let new = if matches!(row[column], Value::Text(_)) { "CAST(?1 AS TEXT)" } else { "?1" };
    let statement = format!("UPDATE {table} SET {} = {new} WHERE {}", columns[column], same.join(" AND "));
    let values = std::iter::once(&spoiled).chain(row);
    // Refused where another row has the same key already.
    let written = database.execute(&statement, rusqlite::params_from_iter(values)).ok()?;
    assert_eq!(written, 1, "{table}.{}", columns[column]);
    let draft = columns.iter().position(|name| name == "draft");
    Some(draft.map(|index| match &row[index] {
        Value::Blob(bytes) => bytes.clone(),
        other => panic!("{other:?} is no draft"),
    }))
}

#[test]
fn a_bit_that_flips_in_any_column_of_any_table_is_found_and_served_to_nobody() {
    let whole = Whole::new();
    let copy = whole.copy();
    let answers = whole.ask(&mut open(copy.path()).expect("opens"));
    assert!(answers.values().all(|answer| matches!(answer, Ok(Some(_)))), "{answers:#?}");
    let mut chance = Chance(7);
    let tables: Vec<(String, Vec<String>)> = {
        let database = Connection::open(copy.path().join("adref.db")).expect("opens");
        let sql = "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'";
        let mut statement = database.prepare(sql).expect("a statement");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        let mut tables = BTreeMap::<String, Vec<String>>::new();
        for row in rows {
            let (table, column): (String, String) = row.expect("a row");
            tables.entry(table).or_default().push(column);
        }
        tables.into_iter().collect()
    };
    assert!(tables.len() >= 15, "{tables:?}");
    let mut flipped = BTreeMap::<String, usize>::new();
    for (table, columns) in &tables {
        for column in (0..columns.len()).cycle().take(columns.len() * EACH) {
            let copy = whole.copy();
            let database = Connection::open(copy.path().join("adref.db")).expect("opens");
            database
                .execute_batch(
                    "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON",
                )
                .expect("set");
            let Some(draft) = flip_in(&database, table, columns, column, &mut chance) else { continue };
            drop(database);
            *flipped.entry(table.clone()).or_default() += 1;
            let place = format!("{table}.{}", columns[column]);
            let mut store = open(copy.path()).expect("opens: what is damaged is a row");
            let found = whole.ask(&mut store);
            for (name, answer) in &found {
                assert!(is_honest(name, answer, &answers, "FromLog"), "{place}: {name} is {answer:?}");
                if let Some(draft) = draft.as_ref().and_then(|bytes| Uuid::from_slice(bytes).ok()) {
                    let of_other =
                        whole.drafts.iter().any(|other| other.0 != draft && name.ends_with(&other.to_string()));
                    assert!(
                        !of_other || *answer == answers[name],
                        "{place}: {name} has nothing to do with it: {answer:?}"
                    );
                }
            }
            // A snapshot is made again from the log.
            assert!(table == "snapshots" || found != answers, "{place}: nobody noticed");
        }
    }
    let untouched: Vec<_> =
        tables.iter().filter(|(table, _)| !flipped.contains_key(table)).map(|(table, _)| table).collect();
    assert!(untouched.is_empty(), "{untouched:?} have no rows");
}

#[test]
fn a_bit_that_flips_anywhere_in_the_file_is_served_to_nobody() {
    let whole = Whole::new();
    let copy = whole.copy();
    let answers = whole.ask(&mut open(copy.path()).expect("opens"));
    let bytes = fs::read(whole.server.directory.path().join("adref.db")).expect("readable");
    let mut chance = Chance(11);
    let mut noticed = 0;
    for _ in 0..ANYWHERE {
        let copy = tempfile::tempdir().expect("a directory");
        let at = chance.below(bytes.len() * 8);
        let mut spoiled = bytes.clone();
        spoiled[at / 8] ^= 1 << (at % 8);
        fs::write(copy.path().join("adref.db"), &spoiled).expect("written");
        let Ok(mut store) = open(copy.path()) else {
            noticed += 1;
            continue;
        };
        let found = whole.ask(&mut store);
        for (name, answer) in &found {
            assert!(is_honest(name, answer, &answers, "FromLog"), "bit {at}: {name} is {answer:?}");
        }
        noticed += usize::from(found != answers);
    }
    assert!(noticed > ANYWHERE / 10, "{noticed} of {ANYWHERE} flips were noticed");
}

#[test]
fn a_damaged_draft_is_named_and_the_others_go_on() {
    let mut server = TestServer::start();
    let mut alice = server.join("member", "Alice");
    alice.insert("reaffirm", "Today ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    server.stop();
    let mut store = open(server.directory.path()).expect("opens");
    let other = importing::import_into(&mut store, "other.txt", TEXT.replace("small", "other").as_bytes(), 1);
    let other = other.expect("imported").drafts[0].slug.clone();
    drop(store);
    let database = Connection::open(server.directory.path().join("adref.db")).expect("opens");
    let spoil = "UPDATE changes SET name = 'Mallory' WHERE name = 'Alice'; DELETE FROM snapshots";
    database.execute_batch(spoil).expect("spoiled");
    let mut store = open(server.directory.path()).expect("opens");
    let draft = store.drafts().expect("listed").iter().find(|row| row.slug == server.slug).expect("there").id;
    let Err(StoreError::Damaged(damage)) = store.load(draft, Load::Cached) else { panic!("it is served") };
    assert!(damage.starts_with("change ") && damage.ends_with(&server.slug), "{damage}");
    drop((store, database));
    server.restart();
    let secret = server.session("member", "Alice");
    let credential = client_core::sync::protocol::Credential::Session { secret: secret.clone() };
    let session = client_core::sync::session::Session::new(server.slug.as_str(), credential);
    let mut damaged = crate::support::Client::new(&server, session);
    assert_eq!(farewell(&mut damaged.socket), ("damaged".into(), 1011));
    let (status, answer) = server.get(&format!("/api/drafts/{}", server.slug), Some(&secret));
    assert_eq!((status, &answer["code"]), (500, &"damaged".into()));
    let (status, list) = server.get("/api/drafts", Some(&secret));
    assert_eq!(status, 200, "{list}");
    let of =
        |slug: &str| list.as_array().expect("a list").iter().find(|row| row["slug"] == slug).expect("listed").clone();
    assert_eq!((&of(&server.slug)["damaged"], &of(&other)["damaged"]), (&true.into(), &false.into()));
    let (status, answer) = server.get(&format!("/api/drafts/{other}"), Some(&secret));
    assert_eq!(status, 200, "{answer}");
}
