//! What every backend owes. A new backend is one line: `store_contract!(name, opener)`.

mod samples;

use std::path::Path;

use client_core::{
    device::DeviceSignature,
    model::{BracketId, Decision, Delegation, ParagraphId, Person, PersonId, Role, Timestamp},
    sync::room::{Batch, StoredChange},
};
use uuid::Uuid;

use super::{
    Access, Claim, DataDir, Identity, InvitationRow, Load, LogEnd, SessionRow, Sessions, Store, StoreError, TokenRow,
};
use samples::{batch, change, draft, entry, id, said, settled};

macro_rules! store_contract {
    ($backend:ident, $open:expr) => {
        mod $backend {
            use super::*;

            fn fresh() -> (tempfile::TempDir, Box<dyn Store>) {
                let directory = tempfile::tempdir().expect("a directory");
                let store = ($open)(directory.path(), Access::Own).expect("an empty store opens");
                (directory, store)
            }

            store_contract!(@tests $open;
                a_draft_is_created_once
                another_draft_with_the_same_slug_is_refused
                an_unknown_draft_is_named
                batches_come_back_in_order
                a_change_is_written_once
                a_log_is_read_in_parts
                a_record_that_contradicts_the_stored_one_is_refused_with_all_of_its_batch
                every_decision_comes_back
                every_comment_comes_back
                comments_that_contradict_stored_ones_are_refused_with_all_of_their_batch
                a_snapshot_replaces_the_changes_before_it
                a_device_is_registered_once_and_what_it_signs_comes_back
                an_invitation_counts_its_uses_and_ends
                a_session_ends
                a_session_lives_as_long_as_it_is_used_and_not_for_ever
                sessions_end_one_by_one_by_person_and_by_invitation
                a_person_becomes_another_and_that_is_counted
                a_setting_is_overwritten
                a_directory_of_delegations_is_replaced_as_a_whole
                a_token_ends_and_stays_listed
                who_is_registered_is_admitted_by_subject_or_once_by_address
                who_is_unregistered_is_out
            );

            #[test]
            fn what_was_committed_is_there_after_opening_again() {
                let (directory, mut store) = fresh();
                assert!(store.create(&draft(1, "one")).expect("created"));
                store.append(&[(id(1), &batch(&["b", "c"], &[]))]).expect("appended");
                drop(store);
                let mut again = ($open)(directory.path(), Access::Own).expect("opens again");
                assert_eq!(hashes(again.as_mut(), 1), ["a", "b", "c"]);
            }

            #[test]
            fn a_reader_beside_the_writer_sees_commits_and_cannot_write() {
                let (directory, mut store) = fresh();
                assert!(store.create(&draft(1, "one")).expect("created"));
                let mut reader = ($open)(directory.path(), Access::Read).expect("a reader opens");
                store.append(&[(id(1), &batch(&["b"], &[]))]).expect("appended");
                assert_eq!(hashes(reader.as_mut(), 1), ["a", "b"]);
                assert_eq!(reader.set_setting("a", "b"), Err(StoreError::ReadOnly));
            }

            #[test]
            fn a_reader_without_a_writer_sees_everything() {
                let (directory, mut store) = fresh();
                assert!(store.create(&draft(1, "one")).expect("created"));
                drop(store);
                let mut reader = ($open)(directory.path(), Access::Read).expect("a reader opens");
                assert_eq!(hashes(reader.as_mut(), 1), ["a"]);
            }

            #[test]
            fn something_else_in_its_place_is_called_damaged() {
                let directory = tempfile::tempdir().expect("a directory");
                std::fs::write(directory.path().join("adref.db"), "x".repeat(5000)).expect("written");
                let found = ($open)(directory.path(), Access::Own).err();
                assert!(matches!(found, Some(StoreError::Corrupt(_))), "{found:?}");
            }

            #[test]
            fn two_owners_are_refused() {
                let directory = tempfile::tempdir().expect("a directory");
                let first = DataDir::open(directory.path(), Access::Own).expect("the first");
                let second = DataDir::open(directory.path(), Access::Own).err();
                assert_eq!(second, Some(StoreError::InUse(directory.path().into())));
                drop(first);
                DataDir::open(directory.path(), Access::Own).expect("free again");
            }

            #[test]
            fn a_directory_that_cannot_be_made_is_named() {
                let directory = tempfile::tempdir().expect("a directory");
                let file = directory.path().join("file");
                std::fs::write(&file, "").expect("written");
                let found = DataDir::open(&file.join("data"), Access::Own).err();
                assert!(matches!(found, Some(StoreError::Directory { .. })), "{found:?}");
                let found = DataDir::open(directory.path(), Access::Read).err();
                assert_eq!(found, Some(StoreError::Empty(directory.path().into())));
            }
        }
    };
    (@tests $open:expr; $($name:ident)*) => {
        $(#[test] fn $name() {
            let (_directory, mut store) = fresh();
            super::$name(store.as_mut());
        })*
    };
}

store_contract!(sqlite, |directory: &Path, access| crate::store::sqlite::Sqlite::open(
    &directory.join("adref.db"),
    access
)
.map(|store| Box::new(store) as Box<dyn Store>));

fn hashes(store: &mut dyn Store, n: u128) -> Vec<String> {
    store.changes(id(n)).expect("readable").into_iter().map(|change| change.hash).collect()
}

fn a_draft_is_created_once(store: &mut dyn Store) {
    assert_eq!(store.create(&draft(1, "one")), Ok(true));
    assert_eq!(store.create(&draft(1, "one")), Ok(false));
    assert_eq!(store.drafts().expect("listed"), [draft(1, "one").row]);
    assert_eq!(hashes(store, 1), ["a"]);
    let diagnostics = store.diagnostics(id(1)).expect("readable");
    assert_eq!(diagnostics.len(), 1);
    assert_eq!((diagnostics[0].line, diagnostics[0].severity.as_str()), (3, "warning"));
}

fn another_draft_with_the_same_slug_is_refused(store: &mut dyn Store) {
    assert_eq!(store.create(&draft(1, "one")), Ok(true));
    assert_eq!(store.create(&draft(2, "one")), Err(StoreError::SlugTaken("one".into())));
    assert_eq!(store.drafts().expect("listed").len(), 1);
}

fn an_unknown_draft_is_named(store: &mut dyn Store) {
    assert_eq!(store.load(id(1), Load::Cached).err(), Some(StoreError::UnknownDraft));
    assert_eq!(store.drafts(), Ok(Vec::new()));
}

fn batches_come_back_in_order(store: &mut dyn Store) {
    for (n, slug) in [(1, "one"), (2, "two")] {
        assert_eq!(store.create(&draft(n, slug)), Ok(true));
    }
    store
        .append(&[(id(1), &batch(&["b"], &[])), (id(2), &batch(&["b"], &[])), (id(1), &batch(&["c"], &[]))])
        .expect("appended");
    assert_eq!(hashes(store, 1), ["a", "b", "c"]);
    assert_eq!(hashes(store, 2), ["a", "b"]);
    assert_eq!(store.changes(id(1)).expect("readable")[1], change("b"));
    let loaded = store.load(id(1), Load::Cached).expect("loads");
    assert_eq!(loaded.changes, [b"change a", b"change b", b"change c"]);
    assert_eq!(loaded.actors, [([1; 16], PersonId(Uuid::from_u128(7)))]);
}

fn a_log_is_read_in_parts(store: &mut dyn Store) {
    assert_eq!(store.log_end(id(1)), Ok(LogEnd::default()), "of no draft");
    assert_eq!(store.create(&draft(1, "one")), Ok(true));
    let late = |hash: &str, at| StoredChange { at, ..change(hash) };
    // The clock of the machine may go back.
    let changes = vec![late("b", 20), late("c", 40), late("d", 30), late("e", 50)];
    store.append(&[(id(1), &Batch { changes, ..batch(&[], &[]) })]).expect("appended");
    let names = |changes: Result<Vec<StoredChange>, StoreError>| -> String {
        changes.expect("readable").into_iter().map(|change| change.hash).collect()
    };
    assert_eq!(store.log_end(id(1)), Ok(LogEnd { changes: 5, at: 50 }));
    let mut behind = |after, most| names(store.changes_behind(id(1), after, most));
    assert_eq!([behind(0, 2), behind(1, 2), behind(3, 9), behind(4, 1)], ["ab", "bc", "de", "e"]);
    assert_eq!([behind(5, 9), behind(6, 9), behind(u64::MAX, 9), behind(0, 0)], ["", "", "", ""]);
    let mut until = |time| names(store.changes_until(id(1), time));
    assert_eq!([until(0), until(19), until(20), until(39)], ["", "a", "ab", "ab"]);
    assert_eq!([until(40), until(50), until(Timestamp::MAX)], ["abcd", "abcde", "abcde"]);
}

fn a_change_is_written_once(store: &mut dyn Store) {
    assert_eq!(store.create(&draft(1, "one")), Ok(true));
    store.append(&[(id(1), &batch(&["b", "a", "b", "c"], &[]))]).expect("appended");
    store.append(&[(id(1), &batch(&["c", "d"], &[]))]).expect("appended");
    assert_eq!(hashes(store, 1), ["a", "b", "c", "d"]);
}

fn a_record_that_contradicts_the_stored_one_is_refused_with_all_of_its_batch(store: &mut dyn Store) {
    let keep = Decision::KeepBracket(BracketId(Uuid::from_u128(9)));
    assert_eq!(store.create(&draft(1, "one")), Ok(true));
    store.append(&[(id(1), &batch(&[], &[entry(1, keep.clone(), 1)]))]).expect("appended");
    store.append(&[(id(1), &batch(&[], &[entry(1, keep.clone(), 1)]))]).expect("the same again is no harm");
    let refused = store.append(&[(id(1), &batch(&["b"], &[entry(1, keep, 2)]))]);
    assert_eq!(refused, Err(StoreError::Conflict));
    assert_eq!(hashes(store, 1), ["a"]);
}

fn every_decision_comes_back(store: &mut dyn Store) {
    use client_core::model::{AlternativeSetId, Phase};
    let bracket = BracketId(Uuid::from_u128(9));
    let set = AlternativeSetId(Uuid::from_u128(8));
    let decisions = [
        Decision::KeepBracket(bracket),
        Decision::DeleteBracket(bracket),
        Decision::ReopenBracket(bracket),
        Decision::ChooseAlternative(set, None),
        Decision::ChooseAlternative(set, Some(ParagraphId(Uuid::from_u128(7)))),
        Decision::ReopenAlternative(set),
        Decision::PickBranch { bracket, branch: Some(1), of: 3 },
        Decision::PickBranch { bracket, branch: None, of: 2 },
        Decision::Package(vec![
            Decision::PickBranch { bracket, branch: Some(0), of: 2 },
            Decision::ChooseAlternative(set, Some(ParagraphId(Uuid::from_u128(7)))),
            Decision::KeepBracket(BracketId(Uuid::from_u128(1))),
        ]),
        Decision::Package(vec![Decision::DeleteBracket(bracket)]),
        Decision::ReplaceBracket { bracket, words: "重申".into() },
        Decision::AgreeAdRef(ParagraphId(Uuid::from_u128(7))),
        Decision::Agree(ParagraphId(Uuid::from_u128(7))),
        Decision::Suspend(ParagraphId(Uuid::from_u128(7))),
        Decision::ReopenParagraph(ParagraphId(Uuid::from_u128(7))),
        Decision::SetPhase(Phase::Negotiation),
    ];
    let entries: Vec<_> = (1..).zip(decisions).map(|(seq, decision)| entry(seq, decision, 3)).collect();
    assert_eq!(store.create(&draft(1, "one")), Ok(true));
    store.append(&[(id(1), &batch(&[], &entries))]).expect("appended");
    assert_eq!(store.entries(id(1)).expect("readable"), entries);
    store.append(&[(id(1), &batch(&[], &entries))]).expect("the same again is no harm");
    assert_eq!(store.entries(id(1)).expect("readable"), entries);
}

fn every_comment_comes_back(store: &mut dyn Store) {
    use client_core::model::{Audience, CommentKind, CommentPlace};
    let paragraph = ParagraphId(Uuid::from_u128(7));
    let words = CommentPlace::Words { paragraph, from: "1@00".into(), to: "-2@00".into() };
    let places =
        [CommentPlace::Draft, CommentPlace::Paragraph(paragraph), CommentPlace::Bracket(BracketId(paragraph.0)), words];
    let audiences = [Audience::Everybody, Audience::Delegation, Audience::Chair, Audience::Everybody];
    let kinds = [CommentKind::Remark, CommentKind::Proposal, CommentKind::Remark, CommentKind::Remark];
    let mut entries: Vec<_> = (1..).zip(places).map(|(seq, place)| said(seq, place)).collect();
    for ((entry, audience), kind) in entries.iter_mut().zip(audiences).zip(kinds) {
        let client_core::model::CommentEntry::Said(comment) = entry else { continue };
        (comment.audience, comment.kind) = (audience, kind);
    }
    entries.extend([settled(5, true), settled(6, false)]);
    assert_eq!(store.create(&draft(1, "one")), Ok(true));
    let batch = client_core::sync::room::Batch { comments: entries.clone(), ..batch(&["b"], &[]) };
    store.append(&[(id(1), &batch)]).expect("appended");
    assert_eq!(store.comments(id(1)).expect("readable"), entries);
    assert_eq!(store.load(id(1), Load::Cached).expect("loads").comments, entries);
    store.append(&[(id(1), &batch)]).expect("the same again is no harm");
    assert_eq!(store.comments(id(1)).expect("readable"), entries);
    assert_eq!(store.comments(id(2)), Ok(Vec::new()));
}

fn comments_that_contradict_stored_ones_are_refused_with_all_of_their_batch(store: &mut dyn Store) {
    use client_core::model::CommentPlace;
    let with =
        |changes: &[&str], entry| client_core::sync::room::Batch { comments: vec![entry], ..batch(changes, &[]) };
    assert_eq!(store.create(&draft(1, "one")), Ok(true));
    store.append(&[(id(1), &with(&[], said(1, CommentPlace::Draft)))]).expect("appended");
    let refused = store.append(&[(id(1), &with(&["b"], settled(1, true)))]);
    assert_eq!(refused, Err(StoreError::Conflict));
    assert_eq!(hashes(store, 1), ["a"]);
    assert_eq!(store.comments(id(1)).expect("readable"), [said(1, CommentPlace::Draft)]);
}

fn a_snapshot_replaces_the_changes_before_it(store: &mut dyn Store) {
    assert_eq!(store.create(&draft(1, "one")), Ok(true));
    store.append(&[(id(1), &batch(&["b"], &[]))]).expect("appended");
    store.save_snapshot(id(1), b"old").expect("saved");
    store.save_snapshot(id(1), b"snapshot").expect("saved");
    store.append(&[(id(1), &batch(&["c"], &[]))]).expect("appended");
    let cached = store.load(id(1), Load::Cached).expect("loads");
    assert_eq!((cached.snapshot.as_deref(), cached.changes.len()), (Some(&b"snapshot"[..]), 1));
    let log = store.load(id(1), Load::FromLog).expect("loads");
    assert_eq!((log.snapshot, log.changes.len()), (None, 3));
}

fn an_invitation_counts_its_uses_and_ends(store: &mut dyn Store) {
    let (token, secret) = ([1; 32], |n| [n; 32]);
    let invitation = InvitationRow {
        role: Role::Member,
        delegation: None,
        created_at: 0,
        expires_at: 100,
        uses: 0,
        max_uses: Some(2),
        revoked_at: None,
        made_by: Some("Clara".into()),
    };
    let session = |n| SessionRow {
        person: Person {
            id: PersonId(Uuid::from_u128(n)),
            name: "Alice".into(),
            delegation: Delegation("Freedonia".into()),
            role: Role::Member,
        },
        expires_at: 1000,
        ends_at: 2000,
    };
    store.add_invitation(&token, &invitation).expect("added");
    assert_eq!(store.invitation(&[2; 32]), Ok(None));
    assert_eq!(store.open_session(&[2; 32], &secret(1), &session(1), 10), Ok(false));
    assert_eq!(store.open_session(&token, &secret(1), &session(1), 100), Ok(false), "expired");
    assert_eq!(store.open_session(&token, &secret(1), &session(1), 10), Ok(true));
    assert_eq!(store.open_session(&token, &secret(2), &session(2), 10), Ok(true));
    assert_eq!(store.open_session(&token, &secret(3), &session(3), 10), Ok(false), "used up");
    assert_eq!(store.invitation(&token).expect("readable").map(|found| found.uses), Some(2));
    assert_eq!(store.revoke_invitation(&token, 20), Ok(true));
    assert_eq!(store.revoke_invitation(&[2; 32], 20), Ok(false));
    assert_eq!(store.invitation(&token).expect("readable").and_then(|found| found.revoked_at), Some(20));
    assert_eq!(store.session(&secret(1), 50).expect("readable"), Some(session(1).person));
}

fn a_session_ends(store: &mut dyn Store) {
    an_invitation_counts_its_uses_and_ends(store);
    assert_eq!(store.session(&[9; 32], 50), Ok(None));
    assert_eq!(store.session(&[1; 32], 1000), Ok(None));
    assert_eq!(store.forget_expired(1000), Ok(2));
    assert_eq!(store.session(&[1; 32], 50), Ok(None));
}

fn a_device_is_registered_once_and_what_it_signs_comes_back(store: &mut dyn Store) {
    an_invitation_counts_its_uses_and_ends(store);
    let secret = [1; 32];
    assert_eq!(store.register_device(&[9; 32], &[3; 32], 6), Ok(None), "there is no such session");
    assert_eq!(store.device(&secret), Ok(None));
    assert_eq!(store.register_device(&secret, &[3; 32], 6), Ok(Some([3; 32])));
    assert_eq!(store.register_device(&secret, &[4; 32], 7), Ok(Some([3; 32])), "the first one stays");
    assert_eq!(store.device(&secret), Ok(Some([3; 32])));
    assert_eq!(store.end_sessions(Sessions::One(secret)), Ok(1));
    assert_eq!(store.device(&secret), Ok(None), "it ends with the session");
    assert!(store.create(&draft(1, "one")).expect("created"));
    let signature = Some(DeviceSignature { key: [3; 32], signature: [5; 64] });
    let signed = StoredChange { signature, ..change("b") };
    let batch = Batch { changes: vec![signed.clone(), change("c")], ..batch(&[], &[]) };
    store.append(&[(id(1), &batch)]).expect("appended");
    assert_eq!(store.changes(id(1)).expect("readable")[1..], [signed, change("c")]);
}

fn a_session_lives_as_long_as_it_is_used_and_not_for_ever(store: &mut dyn Store) {
    an_invitation_counts_its_uses_and_ends(store);
    let secret = [1; 32];
    store.use_session(&secret, 900, 800).expect("used");
    assert!(store.session(&secret, 1699).expect("readable").is_some());
    assert_eq!(store.session(&secret, 1700), Ok(None));
    let used = store.sessions().expect("readable").into_iter().find(|one| one.secret == secret).expect("there");
    assert_eq!((used.used_at, used.expires_at, used.created_at), (900, 1700, 10));
    store.use_session(&secret, 1600, 800).expect("used");
    assert!(store.session(&secret, 1999).expect("readable").is_some());
    assert_eq!(store.session(&secret, 2000), Ok(None), "however much it is used");
    // What has ended is not begun again.
    store.use_session(&[2; 32], 1500, 800).expect("nothing to do");
    assert_eq!(store.session(&[2; 32], 1500), Ok(None));
    store.use_session(&[9; 32], 900, 800).expect("nothing to do");
}

fn sessions_end_one_by_one_by_person_and_by_invitation(store: &mut dyn Store) {
    an_invitation_counts_its_uses_and_ends(store);
    let open = |store: &mut dyn Store| store.sessions().expect("readable").len();
    let before = store.identities_version().expect("counted");
    assert_eq!(open(store), 2);
    assert_eq!(store.end_sessions(Sessions::One([9; 32])), Ok(0));
    assert_eq!(store.identities_version(), Ok(before), "nothing happened");
    assert_eq!(store.end_sessions(Sessions::One([1; 32])), Ok(1));
    assert_eq!(store.session(&[1; 32], 50), Ok(None));
    assert_eq!(store.identities_version(), Ok(before + 1));
    assert_eq!(store.end_sessions(Sessions::OfPerson(PersonId(Uuid::from_u128(1)))), Ok(0));
    assert_eq!(store.end_sessions(Sessions::OfInvitation([2; 32])), Ok(0));
    assert_eq!(store.end_sessions(Sessions::OfInvitation([1; 32])), Ok(1));
    assert_eq!((open(store), store.end_sessions(Sessions::All)), (0, Ok(0)));
    let invitations = store.invitations().expect("readable");
    assert_eq!(invitations.len(), 1);
    assert_eq!((invitations[0].0, invitations[0].1.uses), ([1; 32], 2));
    assert_eq!(invitations[0].1.made_by.as_deref(), Some("Clara"));
}

fn a_person_becomes_another_and_that_is_counted(store: &mut dyn Store) {
    an_invitation_counts_its_uses_and_ends(store);
    let before = store.identities_version().expect("counted");
    let alice = store.people().expect("readable").remove(0).person;
    let observer = Person { role: Role::Observer, ..alice.clone() };
    assert_eq!(store.set_person(&observer), Ok(true));
    let secret = if alice.id == PersonId(Uuid::from_u128(1)) { [1; 32] } else { [2; 32] };
    assert_eq!(store.session(&secret, 50), Ok(Some(observer.clone())));
    assert_eq!(store.identities_version(), Ok(before + 1));
    assert_eq!(store.set_person(&Person { id: PersonId(Uuid::from_u128(99)), ..observer }), Ok(false));
    store.set_delegations(&crate::delegations::read(crate::seed::DELEGATIONS).expect("sound")).expect("written");
    assert_eq!(store.identities_version(), Ok(before + 2));
}

const ISSUER: &str = "https://id.example";

fn registered(n: u128) -> Person {
    let id = PersonId(Uuid::from_u128(n));
    Person { id, name: format!("Person {n}"), delegation: Delegation("Freedonia".into()), role: Role::Member }
}

/// Who is admitted by what a provider says, with the session `n`.
fn admitted(store: &mut dyn Store, n: u8, issuer: &str, subject: &str, email: Option<&str>) -> Option<PersonId> {
    let email = email.map(str::to_owned);
    let identity = Identity { issuer: issuer.into(), subject: subject.into(), email };
    let person = store.admit(&identity, &[n; 32], 100, 200, 10).expect("writable");
    assert_eq!(store.session(&[n; 32], 50), Ok(person.clone()), "a session for whoever is admitted");
    person.map(|person| person.id)
}

fn who_is_registered_is_admitted_by_subject_or_once_by_address(store: &mut dyn Store) {
    let (subject, email) = (Claim::Subject("a".into()), Claim::Email("b@example.org".into()));
    let (alice, bob) = (registered(1), registered(2));
    assert_eq!(store.register(ISSUER, &subject, &alice, 1), Ok(true));
    assert_eq!(store.register(ISSUER, &subject, &bob, 2), Ok(false), "somebody is");
    assert_eq!(store.register(ISSUER, &email, &bob, 3), Ok(true));
    assert_eq!(store.people().expect("readable").len(), 2);
    assert_eq!(admitted(store, 1, ISSUER, "a", None), Some(alice.id));
    assert_eq!(admitted(store, 2, "https://other.example", "a", Some("b@example.org")), None, "another provider");
    assert_eq!(admitted(store, 3, ISSUER, "A", None), None);
    assert_eq!(admitted(store, 4, ISSUER, "b", None), None, "no address, and not known by subject yet");
    assert_eq!(admitted(store, 5, ISSUER, "b", Some("b@example.org")), Some(bob.id));
    assert_eq!(admitted(store, 6, ISSUER, "b", Some("moved@example.org")), Some(bob.id), "known by subject now");
    assert_eq!(admitted(store, 7, ISSUER, "c", Some("b@example.org")), None, "the address of somebody else by now");
    assert_eq!(admitted(store, 8, ISSUER, "a", Some("b@example.org")), Some(alice.id), "the subject comes first");
    let listed: Vec<_> =
        store.registrations().expect("readable").into_iter().map(|one| (one.claim, one.person)).collect();
    assert_eq!(listed, [(subject, alice.id), (email, bob.id), (Claim::Subject("b".into()), bob.id)]);
}

fn who_is_unregistered_is_out(store: &mut dyn Store) {
    let bob = registered(2);
    assert_eq!(store.register(ISSUER, &Claim::Email("b@example.org".into()), &bob, 3), Ok(true));
    assert_eq!(admitted(store, 1, ISSUER, "b", Some("b@example.org")), Some(bob.id));
    let before = store.identities_version().expect("counted");
    assert_eq!(store.unregister(bob.id), Ok(2));
    assert_eq!(store.session(&[1; 32], 50), Ok(None));
    assert_eq!(store.identities_version(), Ok(before + 1));
    assert_eq!(admitted(store, 2, ISSUER, "b", Some("b@example.org")), None);
    assert_eq!(store.unregister(bob.id), Ok(0));
    // The same person again, as somebody else at the provider.
    assert_eq!(store.register(ISSUER, &Claim::Email("bob@example.org".into()), &bob, 4), Ok(true));
    assert_eq!(admitted(store, 3, ISSUER, "c", Some("bob@example.org")), Some(bob.id));
    assert_eq!(store.people().expect("readable").len(), 1);
}

fn a_setting_is_overwritten(store: &mut dyn Store) {
    assert_eq!(store.setting("url"), Ok(None));
    store.set_setting("url", "a").expect("set");
    store.set_setting("url", "b").expect("set");
    assert_eq!(store.setting("url"), Ok(Some("b".into())));
}

fn a_directory_of_delegations_is_replaced_as_a_whole(store: &mut dyn Store) {
    assert_eq!(store.delegations(), Ok(client_core::model::Directory::default()));
    let whole = crate::delegations::read(crate::seed::DELEGATIONS).expect("sound");
    store.set_delegations(&whole).expect("written");
    assert_eq!(store.delegations(), Ok(whole.clone()));
    let fewer: Vec<_> = whole.entries().iter().rev().filter(|entry| entry.members.is_empty()).cloned().collect();
    let fewer = client_core::model::Directory::new(fewer).expect("sound");
    store.set_delegations(&fewer).expect("written");
    assert_eq!(store.delegations(), Ok(fewer));
}

fn a_token_ends_and_stays_listed(store: &mut dyn Store) {
    let token = |n: u128| TokenRow {
        id: Uuid::from_u128(n),
        person: Person {
            id: PersonId(Uuid::from_u128(70 + n)),
            name: "Bot".into(),
            delegation: Delegation("Freedonia".into()),
            role: Role::Member,
        },
        reading: n == 2,
        created_at: 10,
        expires_at: 100,
        revoked_at: None,
    };
    store.add_token(&[1; 32], &token(1)).expect("added");
    store.add_token(&[2; 32], &token(2)).expect("added");
    assert_eq!(store.token(&[1; 32], 99), Ok(Some(token(1))));
    assert_eq!(store.token(&[2; 32], 99), Ok(Some(token(2))));
    assert_eq!((store.token(&[1; 32], 100), store.token(&[3; 32], 99)), (Ok(None), Ok(None)));
    let revoked = [1, 3].map(|n| store.revoke_token(Uuid::from_u128(n), 50));
    assert_eq!(revoked, [Ok(true), Ok(false)]);
    assert_eq!(store.token(&[1; 32], 60), Ok(None));
    // Revoking once more does not move the time.
    assert_eq!(store.revoke_token(Uuid::from_u128(1), 90), Ok(true));
    assert_eq!(store.tokens(), Ok(vec![TokenRow { revoked_at: Some(50), ..token(1) }, token(2)]));
}
