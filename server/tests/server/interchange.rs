//! `adref import` of what another Adref wrote: bundles, JSON, Akoma Ntoso.

use std::{fs, path::Path};

use adref_server::store::Store;
use client_core::{
    model::{Audience, BracketState, Draft, Standings},
    sync::room::Room,
};
use client_core_export::{
    akn::{self, AknOptions},
    json,
    whole::Whole,
};
use tempfile::TempDir;

use crate::support::{TestServer, adref, open, written};

fn directory() -> TempDir {
    tempfile::tempdir().expect("a directory")
}

/// A bundle of the draft of a server, in a file.
fn bundle(server: &TestServer, place: &Path, more: &[&str]) -> String {
    let file = place.join("draft.bundle").to_str().expect("a name").to_owned();
    let (done, _, complaint) = adref(server.directory.path(), &[&["bundle", &server.slug, "-o", &file], more].concat());
    assert!(done, "{complaint}");
    file
}

/// The draft of a stopped server as it is stored.
fn stored(data: &Path) -> Draft {
    let mut store = open(data);
    let row = store.drafts().expect("listed").remove(0);
    let stored = store.load(row.id, adref_server::store::Load::FromLog).expect("loaded");
    let mut room = Room::open(stored).expect("opens");
    Draft::clone(&room.draft().expect("a draft"))
}

#[test]
fn a_draft_goes_on_on_another_server_and_on_a_third() {
    let first = written(Audience::Delegation, "Between us");
    let place = directory();
    let file = bundle(&first, place.path(), &["--comments"]);
    let other = directory();
    let (done, said, complaint) = adref(other.path(), &["import", &file]);
    assert!(done && said.contains("new") && said.contains("another server"), "{said}{complaint}");
    let (sound, told, _) = adref(other.path(), &["verify"]);
    assert!(sound && told.contains("4 changes, 0 decisions, 1 comments, 0 checkpoints"), "{told}");
    assert!(told.contains("1 signed by servers that it was kept on before"), "{told}");
    assert_eq!(stored(other.path()), stored(first.directory.path()));

    // It goes on over a socket, signed by the new server's own key.
    let mut second = TestServer::over(other, first.slug.clone());
    let mut bob = second.join("member", "Bob");
    assert!(bob.words().contains("Now Today We reaffirm"));
    assert_eq!(bob.reads(), ["Between us"], "the same delegation on both");
    bob.insert("reaffirm", "Again ");
    bob.until("the acknowledgement", |bob| bob.session.pending() == 0);
    drop(bob);
    second.stop();
    let (sound, told, _) = adref(second.directory.path(), &["verify"]);
    assert!(sound && told.contains("5 changes"), "{told}");
    let history = adref(second.directory.path(), &["history", &second.slug, "--paragraph", "1."]).1;
    assert!(history.contains("Alice") && history.contains("Bob"), "{history}");

    // What came here is known here, whatever came since; back at the first it goes further than what is there.
    let (done, said, _) = adref(second.directory.path(), &["import", &file]);
    assert!(done && said.contains("already there"), "{said}");
    let file = bundle(&second, place.path(), &[]);
    let (done, _, complaint) = adref(first.directory.path(), &["import", &file]);
    assert!(!done && complaint.contains("goes further"), "{complaint}");
    let third = directory();
    let (done, _, complaint) = adref(third.path(), &["import", &file]);
    assert!(done, "{complaint}");
    let (sound, told, _) = adref(third.path(), &["verify"]);
    assert!(sound && told.contains("2 signed by servers"), "{told}");
    assert!(told.contains("0 comments"), "they were not asked for: {told}");
}

#[test]
fn without_being_asked_for_comments_stay_where_they_are() {
    let server = written(Audience::Delegation, "Between us");
    let place = directory();
    let text = fs::read_to_string(bundle(&server, place.path(), &[])).expect("readable");
    assert!(!text.contains("Between us") && text.starts_with("{\"adref_bundle\":{\"format\":1,"));
}

#[test]
fn the_first_broken_entry_of_a_bundle_is_named_and_nothing_is_stored() {
    let server = written(Audience::Delegation, "Between us");
    let place = directory();
    let file = bundle(&server, place.path(), &["--comments"]);
    let whole = fs::read_to_string(&file).expect("readable");
    let other = directory();
    let refused = |text: &str| {
        fs::write(&file, text).expect("written");
        let (done, _, complaint) = adref(other.path(), &["import", &file]);
        assert!(!done, "{text}");
        let (_, listed, _) = adref(other.path(), &["drafts", "--json"]);
        assert_eq!(listed.trim(), "[]");
        complaint
    };
    assert!(
        refused(&whole.replacen("\"name\":\"Alice\"", "\"name\":\"Mallory\"", 1)).contains("change 3 of the draft")
    );
    assert!(refused(&whole.replacen("Between us", "Between all", 1)).contains("the log of comments is another one"));
    assert!(refused(&whole.replacen("\"signature\":\"", "\"signature\":\"0000", 1)).contains("line "));
    assert!(refused(&whole[..whole.len() / 2]).contains("line "));
    // A bit of the last change, with a hash and links to match: its bytes are looked at before Automerge has them.
    let at = whole.rfind("\"bytes\":\"").expect("bytes") + 40;
    let digit = if whole.as_bytes()[at] == b'0' { "1" } else { "0" };
    let flipped = format!("{}{digit}{}", &whole[..at], &whole[at + 1..]);
    assert!(refused(&flipped).contains("change 4 of the draft"));
    fs::write(&file, &whole).expect("written");
    assert!(adref(other.path(), &["import", &file]).0, "the whole one comes in");
}

#[test]
fn a_draft_with_another_history_stays_as_it_is() {
    let first = written(Audience::Delegation, "Between us");
    let place = directory();
    let file = bundle(&first, place.path(), &[]);
    let other = directory();
    // The same text was imported here, at another time.
    let text = place.path().join(crate::support::FILE);
    fs::write(&text, crate::support::TEXT).expect("written");
    let text = text.to_str().expect("a name");
    assert!(adref(other.path(), &["import", text]).0);
    let (done, _, complaint) = adref(other.path(), &["import", &file]);
    assert!(!done && complaint.contains("another history"), "{complaint}");
}

/// A draft with a decision, as the formats that lose nothing have it.
fn decided() -> Whole {
    let text = crate::support::TEXT.as_bytes();
    let mut imported = client_core::import::import(crate::support::FILE, text).expect("a text");
    let draft = imported.drafts.remove(0);
    let mut standings = Standings::default();
    let bracket = *draft.brackets.keys().next().expect("a bracket");
    standings.brackets.insert(bracket, BracketState::Deleted);
    Whole { draft, standings, record: Vec::new() }
}

#[test]
fn what_a_file_says_was_decided_is_told_and_not_decided() {
    let whole = decided();
    let options = AknOptions { date: 0, labels: None };
    let documents = [("draft.json", json::write(&whole)), ("draft.xml", akn::write(&whole, &options))];
    for (name, bytes) in documents {
        let place = directory();
        let file = place.path().join(name);
        fs::write(&file, bytes).expect("written");
        let file = file.to_str().expect("a name");
        let (done, said, complaint) = adref(place.path(), &["import", file]);
        assert!(done, "{complaint}");
        assert!(said.contains("1 matters were decided elsewhere; here they are open"), "{said}");
        assert!(said.contains("[strongly]: the words go"), "{said}");
        assert!(adref(place.path(), &["import", file]).1.contains("already there"));
        assert_eq!(stored(place.path()), whole.draft, "the words are all there");
        let (_, text, _) = adref(place.path(), &["export", &whole.draft.slug]);
        assert!(text.contains("[strongly]"), "{text}");
        assert!(adref(place.path(), &["verify"]).0);
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    let place = directory();
    let refused = |name: &str, text: &str| {
        let file = place.path().join(name);
        fs::write(&file, text).expect("written");
        let (done, _, complaint) = adref(place.path(), &["import", file.to_str().expect("a name")]);
        assert!(!done);
        complaint
    };
    let text = String::from_utf8(json::write(&decided())).expect("UTF-8");
    let complaint = refused("draft.json", &text.replacen("operative", "opertive", 1));
    assert!(complaint.contains("draft.paragraphs[1].kind (line ") && complaint.contains("hint: "), "{complaint}");
    let complaint = refused("draft.xml", "<!DOCTYPE akomaNtoso SYSTEM \"http://127.0.0.1/x\"><akomaNtoso/>");
    assert!(complaint.contains("document type"), "{complaint}");
}

#[test]
fn what_is_exported_comes_in_again_the_same() {
    let server = written(Audience::Delegation, "Between us");
    let data = server.directory.path();
    let whole = stored(data);
    for (format, beginning) in [("json", "{\n  \"format\": \"adref-draft/1\""), ("akn", "<?xml ")] {
        let place = directory();
        let file = place.path().join("file");
        let name = file.to_str().expect("a name");
        let (done, _, complaint) = adref(data, &["export", &server.slug, "--format", format, "-o", name]);
        assert!(done, "{complaint}");
        let text = fs::read_to_string(&file).expect("readable");
        assert!(text.starts_with(beginning), "{text}");
        let again = adref(data, &["export", &server.slug, "--format", format]).1;
        assert_eq!(again, text, "the same state gives the same bytes");
        assert!(adref(place.path(), &["import", name]).0);
        assert_eq!(stored(place.path()), whole, "{format}");
    }
    let (done, _, complaint) = adref(data, &["export", &server.slug, "--format", "akn", "--mode", "final"]);
    assert!(!done && complaint.contains("akn is written as-it-stands, not final"), "{complaint}");
    let all = directory();
    let name = all.path().to_str().expect("a name");
    assert!(adref(data, &["export", "--all", "--format", "json", "-o", name]).0);
    assert!(all.path().join(format!("{}.json", server.slug)).exists());
}
