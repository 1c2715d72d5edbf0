//! The story that ships with Adref: the Tunis drafts, negotiated from January to a text in which nothing is open.

use adref_server::{
    play::{self, PlayError},
    seed,
    store::{Access, DataDir, Load, Store, sqlite::Sqlite},
};
use client_core::{
    comments::CommentLog,
    history::{paragraph_life, proposal_life},
    model::{Audience, CommentEntry, CommentKind, DraftKind, Phase, Standings, open_matters},
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
        // A footnote, both parts of a split, a paragraph that was added, words that an offer left as they were.
        "（WSIS）+第二阶段会议",
        "\n+ 信息社会世界峰会分两个阶段举行",
        "交往。\n\n2 bis. 日内瓦阶段峰会",
        "\n\n13 bis. 我们还强调，应特别关注青年人",
        "有助于经济、社会和文化发展，",
        // A deletion and a move that were not taken in, and words that came late.
        "\n\n12. 我们相信",
        "\n\n13. 峰会的结束",
        "普及初级教育，",
    ] {
        assert!(commitment.contains(words), "{words}");
    }
    for words in ["行动方针 | 协调人", "每一组的协调人，", "促进开放接入、公平竞争", "第三章 因特网治理\n"]
    {
        assert!(agenda.contains(words), "{words}");
    }
    // A sub-item that was added, and one that was deleted; a merge, a move.
    for words in ["   h. 鼓励各国交流", "提出的报告。我们认为，该任务组"] {
        assert!(agenda.contains(words), "{words}");
    }
    assert!(!agenda.contains("试点项目"));
    let place = |words: &str| agenda.find(words).expect("it is there");
    assert!(place("\n1. 我们认识到") < place("\n我们鼓励尚未") && place("\n我们鼓励尚未") < place("\n2. 我们承认"));
}

#[test]
fn the_story_is_told_beside_the_text_too() {
    let (_directory, _data, mut store) = store();
    let story = play::read(seed::TUNIS_STORY).expect("it can be read");
    play::play(&story, &mut store, |_, _| {}).expect("it is played");
    let mut said = Vec::new();
    for row in store.drafts().expect("readable").into_iter().filter(|row| row.kind == DraftKind::Draft) {
        let comments: CommentLog = store.comments(row.id).expect("readable").into_iter().collect();
        said.extend(comments.entries().iter().filter_map(|entry| match entry {
            CommentEntry::Said(comment) => Some((comment.audience, comment.kind, comment.by.clone())),
            CommentEntry::Settled(_) => None,
        }));
        // And everything has a life.
        let changes = store.changes(row.id).expect("readable");
        let entries = store.entries(row.id).expect("readable");
        let mut room = Room::open(store.load(row.id, Load::FromLog).expect("loads")).expect("opens");
        let draft = room.draft().expect("a draft");
        for paragraph in &draft.paragraphs {
            assert!(!paragraph_life(&changes, &entries, paragraph.id).expect("it is told").is_empty());
        }
        for proposal in draft.proposals.keys() {
            assert!(proposal_life(&changes, &entries, *proposal).expect("it is told").len() >= 2);
        }
    }
    let by = |name: &str| said.iter().find(|(.., by)| by == name).map(|(audience, kind, _)| (*audience, *kind));
    assert_eq!(by("Kira"), Some((Audience::Everybody, CommentKind::Remark)), "ex officio");
    assert_eq!(by("Jonas"), Some((Audience::Delegation, CommentKind::Remark)));
    assert_eq!(by("Luis"), Some((Audience::Chair, CommentKind::Proposal)), "a contributor");
    assert_eq!(by("Goran"), Some((Audience::Chair, CommentKind::Proposal)), "late words");
}

#[test]
fn the_roles_of_the_directory_hold_in_a_story() {
    let (_directory, _data, mut store) = store();
    for (delegation, act, expected) in [
        ("Open Letters Foundation", r#"{"write": {"at": "2.", "words": "x"}}"#, "may not change the text"),
        ("Open Letters Foundation", r#"{"comment": {"to": "all", "text": "x"}}"#, "sends proposals to the chair"),
        ("World Readers’ Union", r#"{"comment": {"to": "chair", "text": "x"}}"#, "reads comments"),
        ("Stonebridge", r#"{"write": {"at": "2.", "words": "x"}}"#, "may not change the text"),
        (
            "Secretariat",
            r#"{"position": {"on": {"words": "正如", "at": "8."}, "stance": "retain"}}"#,
            "takes no position",
        ),
    ] {
        let json = format!(
            r#"{{"title": "t", "people": [{{"name": "A", "delegation": "{delegation}", "role": "member"}}], "meetings":
            [{{"name": "1st", "at": 1, "draft": "tunis-commitment", "acts": [{{"by": "A", "do": {act}}}]}}]}}"#
        );
        let story = play::read(json.as_bytes()).expect("it can be read");
        let error = play::play(&story, &mut store, |_, _| {}).expect_err("it does not fit").to_string();
        assert!(error.contains(expected), "{delegation}: {error}");
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
    check(r#"{"move": {"at": "2.", "behind": "3.", "first_in": "3."}}"#, "says where to");
    check(r#"{"take_back": {"kind": "move", "at": "2."}}"#, "nobody proposed to move");
    check(r#"{"comment": {"to": "nobody", "text": "x"}}"#, "is no audience");
    check(r#"{"answer": {"to": "nothing", "text": "x"}}"#, "reads no comment");
    check(r#"{"decide": {"what": [{"keep": {"at": "8.", "words": "正如"}}]}}"#, "only the chair decides");
    assert!(matches!(play::read(b"{}"), Err(PlayError::Story(_))));
}
