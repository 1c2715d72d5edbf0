//! Bringing in files: a second version on the command line, and a review before anything is stored over HTTP.

use std::fs;

use serde_json::Value;

use crate::support::{TestServer, adref, agent, paragraph_with};

const FIRST: &str = "1. We urge [all] States.\n\n2. We go away.\n\n3. We recall the Declaration of 2003.\n";
const SECOND: &str =
    "1. We urge all [large] States.\n\n1 bis. Quite another matter.\n\n3. We recall the Declaration of 2003.\n";

/// Sends a file; the answer's status and JSON.
fn send(server: &TestServer, session: &str, path: &str, bytes: &[u8]) -> (u16, Value) {
    let request = agent().post(format!("http://{}{path}", server.address()));
    let request = request.header("authorization", format!("Bearer {session}"));
    let mut answer = request.content_type("application/octet-stream").send(bytes).expect("an answer");
    let text = answer.body_mut().read_to_string().expect("a body");
    (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// Reviews a file and brings it in.
fn brought(server: &TestServer, session: &str, query: &str, text: &str) -> (u16, Value) {
    let (status, review) = send(server, session, &format!("/api/imports/review?{query}"), text.as_bytes());
    assert_eq!(status, 200, "{review}");
    let reviewed = review["reviewed"].as_str().expect("a name");
    send(server, session, &format!("/api/imports?{query}&reviewed={reviewed}"), text.as_bytes())
}

#[test]
fn a_second_version_is_written_on_the_command_line() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path().join("data");
    let write = |name: &str, text: &str| {
        let path = directory.path().join(name);
        fs::write(&path, text).expect("written");
        path.to_str().expect("a name").to_owned()
    };
    // The second one has the name of the first, as such files have.
    fs::create_dir(directory.path().join("rev2")).expect("a folder");
    let (old, new) = (write("draft.txt", FIRST), write("rev2/draft.txt", SECOND));
    let run = |arguments: &[&str]| {
        let (done, said, complained) = adref(&data, arguments);
        assert!(done, "{arguments:?}: {complained}");
        said
    };
    run(&["import", &old]);
    let compared = run(&["import", &new, "--onto", "draft"]);
    assert!(compared.contains("~ 1. We urge ") && compared.contains("+ 1 bis. Quite another matter."), "{compared}");
    assert!(compared.contains("1 the same, 1 changed, 1 new, 1 gone. Nothing was stored."), "{compared}");
    assert!(run(&["export", "draft"]).contains("We go away"), "nothing was stored");

    let written = run(&["import", &new, "--onto", "draft", "--apply"]);
    assert!(written.contains("Written into draft") && written.contains("only a decision lifts it"), "{written}");
    let as_secretariat = run(&["export", "draft"]);
    assert!(as_secretariat.contains("We urge [all] [large] States."), "{as_secretariat}");
    assert!(as_secretariat.contains("[We go away.]"), "{as_secretariat}");
    let again = run(&["import", &new, "--onto", "draft", "--apply"]);
    assert!(again.contains("draft was left as it is."), "{again}");

    let decided = run(&["import", &new, "--onto", "draft", "--apply", "--decide", "--by", "Clara"]);
    assert!(decided.contains("3 decisions"), "{decided}");
    let text = run(&["export", "draft"]);
    assert!(text.contains("We urge all [large] States.") && text.contains("Quite another matter."), "{text}");
    assert!(!text.contains("We go away") && !text.contains("[Quite"), "{text}");
    let same = run(&["import", &new, "--onto", "draft"]);
    assert!(same.contains("3 the same, 0 changed, 0 new, 0 gone."), "{same}");
    assert!(run(&["import", &new, "--onto", "draft", "--apply", "--decide"]).contains("left as it is"));
    // Each bracket has its life: the one of the source that was lifted, and that of what went.
    let life = run(&["history", "draft"]);
    assert!(life.contains("kept     all") && life.contains("deleted  We go away."), "{life}");
    let verified = run(&["verify"]);
    assert!(verified.contains("draft"), "{verified}");

    let json: Value =
        serde_json::from_str(&run(&["import", &new, "--onto", "draft", "--apply", "--json"])).expect("JSON");
    assert_eq!((json["changes"].as_u64(), json["left"].as_array().map(Vec::len)), (Some(0), Some(0)), "{json}");
    let (done, _, complained) = adref(&data, &["import", &new, "--apply"]);
    assert!(!done && complained.contains("--onto"), "{complained}");
}

#[test]
fn an_export_of_the_draft_itself_changes_nothing() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path().join("data");
    let file = directory.path().join("draft.txt");
    fs::write(&file, FIRST).expect("written");
    let file = file.to_str().expect("a name");
    assert!(adref(&data, &["import", file]).0);
    for format in ["json", "akn", "docx"] {
        let out = directory.path().join(format!("out.{format}"));
        let out = out.to_str().expect("a name");
        let (done, _, complained) = adref(&data, &["export", "draft", "--format", format, "--output", out]);
        assert!(done, "{complained}");
        let (_, said, complained) = adref(&data, &["import", out, "--onto", "draft"]);
        assert!(said.contains("3 the same, 0 changed, 0 new, 0 gone."), "{format}: {said}{complained}");
    }
}

#[test]
fn the_tunis_agenda_is_exported_edited_and_brought_in_again() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path().join("data");
    let run = |arguments: &[&str]| {
        let (done, said, complained) = adref(&data, arguments);
        assert!(done, "{arguments:?}: {complained}");
        said
    };
    let path = |name: &str| directory.path().join(name).to_str().expect("a name").to_owned();
    run(&["import", concat!(env!("CARGO_MANIFEST_DIR"), "/../seeds/002_7af3ffa0c4c50526.txt")]);
    let export = |format: &str, name: &str| {
        run(&["export", "tunis-agenda", "--format", format, "--output", &path(name)]);
        path(name)
    };
    // What is printed around the draft, and before its cells, is no word of it.
    for (format, name) in [("docx", "agenda.docx"), ("markdown", "agenda.md")] {
        let said = run(&["import", &export(format, name), "--onto", "tunis-agenda"]);
        assert!(said.contains(" 0 changed, 0 new, 0 gone."), "{format}: {said}");
    }
    // Paragraph 4 goes behind 8, a note, a cell and a paragraph have other words, and there is one note more.
    let text = fs::read_to_string(path("agenda.md")).expect("read");
    let mut blocks: Vec<&str> = text.split("\n\n").collect();
    let place = |blocks: &[&str], label: &str| blocks.iter().position(|block| block.starts_with(label)).expect(label);
    let moved = blocks.remove(place(&blocks, "4\\."));
    blocks.insert(place(&blocks, "8\\.") + 1, moved);
    let mut edited = blocks.join("\n\n");
    for (old, new) in [
        ("PrepCom-2 前需", "PrepCom-2 之前需"),
        ("| C2\\. 信息通信基础设施 | \\-\\- |", "| C2\\. 信息通信基础设施 | 国际电联 |"),
        ("并赞赏该小组提出的报告。", "并赞赏该小组提出的报告[^2]。"),
        ("南南合作以促进知识共享", "\\[南南合作\\]以促进知识和经验共享"),
    ] {
        assert!(edited.contains(old), "{old}");
        edited = edited.replacen(old, new, 1);
    }
    let edited = format!("{}\n\n[^2]: 2004年12月。\n", edited.trim_end());
    fs::write(path("edited.md"), &edited).expect("written");
    let said = run(&["import", &path("edited.md"), "--onto", "tunis-agenda", "--apply", "--decide"]);
    assert!(said.contains("1 decisions") && !said.contains("hint:"), "{said}");
    assert_eq!(fs::read_to_string(export("markdown", "after.md")).expect("read"), edited);
    let again = run(&["import", &path("edited.md"), "--onto", "tunis-agenda", "--apply", "--decide"]);
    assert!(again.contains("tunis-agenda was left as it is."), "{again}");
    let said = run(&["import", &export("docx", "after.docx"), "--onto", "tunis-agenda"]);
    assert!(said.contains(" 0 changed, 0 new, 0 gone."), "{said}");
    assert!(run(&["verify"]).contains("everything holds"));
}

#[test]
fn a_review_stores_nothing_and_what_was_reviewed_is_stored() {
    let server = TestServer::start();
    let chair = server.session("chair", "Clara");
    let drafts = || server.get("/api/drafts", Some(&chair)).1.as_array().expect("a list").len();
    let before = drafts();
    let (status, review) = send(&server, &chair, "/api/imports/review?name=motion.txt", FIRST.as_bytes());
    assert_eq!((status, drafts()), (200, before), "{review}");
    let made = &review["drafts"][0];
    assert_eq!((made["paragraphs"].as_u64(), made["brackets"].as_u64()), (Some(3), Some(1)), "{made}");
    assert_eq!(made["text"]["paragraphs"][0]["content"][1]["t"], "open", "{made}");
    let reviewed = review["reviewed"].as_str().expect("a name");
    let path = format!("/api/imports?name=motion.txt&reviewed={reviewed}");
    let (status, other) = send(&server, &chair, &path, SECOND.as_bytes());
    assert_eq!((status, other["code"].as_str()), (409, Some("not-as-reviewed")), "{other}");
    assert_eq!(drafts(), before);
    let (status, stored) = send(&server, &chair, &path, FIRST.as_bytes());
    assert_eq!((status, drafts()), (201, before + 1), "{stored}");
    assert_eq!(stored["drafts"][0]["new"], true, "{stored}");
    // Once more it is known.
    let (status, stored) = brought(&server, &chair, "name=motion.txt", FIRST);
    assert_eq!((status, &stored["drafts"][0]["new"], drafts()), (201, &Value::Bool(false), before + 1), "{stored}");
}

#[test]
fn a_version_comes_into_a_room_that_people_are_in() {
    let mut server = TestServer::start();
    let chair = server.session("chair", "Clara");
    let (_, stored) = brought(&server, &chair, "name=motion.txt", FIRST);
    server.slug = stored["drafts"][0]["slug"].as_str().expect("a slug").to_owned();
    let mut member = server.join("member", "Alice");
    let query = format!("name=motion.txt&onto={}", server.slug);
    let (status, review) = send(&server, &chair, &format!("/api/imports/review?{query}"), SECOND.as_bytes());
    assert_eq!(status, 200, "{review}");
    let counts = |what| {
        review["version"]["paragraphs"].as_array().expect("a list").iter().filter(|one| one["what"] == what).count()
    };
    assert_eq!((counts("same"), counts("changed"), counts("new"), counts("gone")), (1, 1, 1, 1), "{review}");
    let reviewed = review["reviewed"].as_str().expect("a name");
    // Somebody writes meanwhile: the result is another.
    member.insert("We recall", "Once more, ");
    member.until("the words on disk", |member| member.session.pending() == 0);
    let path = format!("/api/imports?{query}&reviewed={reviewed}");
    let (status, refused) = send(&server, &chair, &path, SECOND.as_bytes());
    assert_eq!((status, refused["code"].as_str()), (409, Some("not-as-reviewed")), "{refused}");
    assert!(!member.words().contains("Quite another matter"));
    let kept = paragraph_with(&member.session.draft().expect("a draft"), "We urge");
    let (status, stored) = brought(&server, &chair, &query, SECOND);
    assert_eq!((status, &stored["drafts"][0]["written"]), (201, &Value::Bool(true)), "{stored}");
    member.until("the version", |member| {
        let words = member.words();
        words.contains("Quite another matter") && words.contains("large") && !words.contains("Once more")
    });
    assert_eq!(paragraph_with(&member.session.draft().expect("a draft"), "We urge"), kept, "it is the same paragraph");
    let (status, stored) = brought(&server, &chair, &query, SECOND);
    assert_eq!((status, &stored["drafts"][0]["written"]), (201, &Value::Bool(false)), "{stored}");
    server.stop();
    let (whole, said, complained) = adref(server.directory.path(), &["verify"]);
    assert!(whole, "{said}{complained}");
}

#[test]
fn who_may_not_and_what_cannot_be_read_is_refused() {
    let server = TestServer::start();
    let review = "/api/imports/review?name=a.txt";
    for role in ["observer", "member"] {
        let (status, refused) = send(&server, &server.session(role, "Alice"), review, FIRST.as_bytes());
        assert_eq!((status, refused["code"].as_str()), (403, Some("forbidden")), "{role}: {refused}");
    }
    let chair = server.session("chair", "Clara");
    let large = vec![b'a'; (16 << 20) + 1];
    let old_word = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
    for (path, bytes, status, code) in [
        (review, &large[..], 413, "file-too-large"),
        (review, &old_word[..], 422, "unreadable-file"),
        (review, &b" \n"[..], 422, "unreadable-file"),
        ("/api/imports/review?name=..%2F", FIRST.as_bytes(), 400, "malformed"),
        ("/api/imports/review", FIRST.as_bytes(), 400, "malformed"),
        ("/api/imports/review?name=a.txt&onto=nothing", FIRST.as_bytes(), 404, "unknown-draft"),
        ("/api/imports?name=a.txt", FIRST.as_bytes(), 400, "malformed"),
    ] {
        let (answered, refused) = send(&server, &chair, path, bytes);
        assert_eq!((answered, refused["code"].as_str()), (status, Some(code)), "{path}: {refused}");
        assert!(refused["hint"].as_str().is_some_and(|hint| !hint.is_empty()), "{refused}");
    }
}
