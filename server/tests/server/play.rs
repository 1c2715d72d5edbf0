//! The story that ships with Adref: the Tunis drafts, negotiated from January to a text in which nothing is open.

use adref_server::{
    play::{self, PlayError},
    seed,
    store::{Access, DataDir, Load, Store, sqlite::Sqlite},
};
use client_core::{
    model::{DraftKind, Phase, Standings, open_matters},
    record,
    sync::room::Room,
};
use client_core_export::{
    Mode,
    text::{TextOptions, write},
};

/// A store in a directory of its own, with the seeds in it.
fn store() -> (tempfile::TempDir, DataDir, Sqlite) {
    let directory = tempfile::tempdir().expect("a directory");
    let data = DataDir::open(directory.path(), Access::Own).expect("opens");
    let mut store = Sqlite::open(&data.database(), Access::Own).expect("opens");
    seed::sow(&mut store, 0).expect("the seeds come in");
    (directory, data, store)
}

/// What is in a store after the story: slug, text as it is final, and the record's last hash.
fn played() -> Vec<(String, String, [u8; 32])> {
    let (_directory, _data, mut store) = store();
    let story = play::read(seed::TUNIS_STORY).expect("it can be read");
    let mut meetings = std::collections::BTreeSet::new();
    let told = |meeting: &play::Meeting, _: &play::Played| {
        meetings.insert(meeting.name.clone());
    };
    play::play(&story, &mut store, told).expect("it is played");
    assert_eq!(meetings.len(), story.meetings.len());
    let rows = store.drafts().expect("readable").into_iter().filter(|row| row.kind == DraftKind::Draft);
    let mut found = Vec::new();
    for row in rows {
        let mut room = Room::open(store.load(row.id, Load::FromLog).expect("loads")).expect("opens");
        let draft = room.draft().expect("a draft");
        let standings = room.standings().clone();
        assert_eq!(open_matters(&draft, &standings), [], "{}", row.slug);
        assert_eq!(standings.phase, Phase::Closed, "{}", row.slug);
        assert_eq!(record::first_broken(room.entries()), None);
        let options = TextOptions { mode: Mode::Final, labels: None };
        let text = write(&draft, &standings, &options).expect("nothing is open");
        assert!(write(&draft, &Standings::default(), &options).is_err(), "and much was open in January");
        let last = room.entries().last().expect("decisions were taken").hash;
        found.push((row.slug, text, last));
    }
    found
}

#[test]
fn the_tunis_drafts_are_negotiated_to_their_end() {
    let found = played();
    assert_eq!(found.iter().map(|(slug, ..)| slug.as_str()).collect::<Vec<_>>(), ["tunis-commitment", "tunis-agenda"]);
    for (slug, text, _) in &found {
        for sign in ["[", "]", "［", "］", "……", "备选", "主持人"] {
            assert!(!text.contains(sign), "{slug} still holds {sign}");
        }
    }
    let [(_, commitment, _), (_, agenda, _)] = &found[..] else { panic!("two drafts") };
    for words in [
        "独特的机遇和责任，而",
        "积极影响一样，如果缺乏",
        "10. 因此，我们将做出不懈努力",
        "共同前进。",
        "对此做了阐述。\n",
    ] {
        assert!(commitment.contains(words), "{words}");
    }
    for words in ["行动方针 | 协调人", "每一组的协调人，", "促进开放接入、公平竞争", "第三章 因特网治理\n"]
    {
        assert!(agenda.contains(words), "{words}");
    }
}

#[test]
fn a_story_played_twice_is_the_same_to_the_last_hash() {
    assert_eq!(played(), played());
}

#[test]
fn a_step_that_does_not_fit_is_named() {
    let (_directory, _data, mut store) = store();
    let json = |act: &str| {
        format!(
            r#"{{"title": "t", "people": [{{"name": "A", "delegation": "D", "role": "member"}}], "meetings":
            [{{"name": "1st", "at": 1, "draft": "tunis-commitment", "acts": [{{"by": "A", "do": {act}}}]}}]}}"#
        )
    };
    let mut check = |act: &str, expected: &str| {
        let story = play::read(json(act).as_bytes()).expect("it can be read");
        let error = play::play(&story, &mut store, |_, _| {}).expect_err("it does not fit");
        assert!(matches!(error, PlayError::Step { step: 1, .. }), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    };
    check(r#"{"withdraw": {"words": "nothing begins so"}}"#, "no bracket begins with");
    check(r#"{"write": {"at": "99.", "words": "x"}}"#, "no paragraph is called");
    check(r#"{"write": {"at": "2.", "after": "not there", "words": "x"}}"#, "does not hold");
    check(r#"{"decide": {"what": [{"keep": {"at": "8.", "words": "正如"}}]}}"#, "only the chair decides");
    assert!(matches!(play::read(b"{}"), Err(PlayError::Story(_))));
}
