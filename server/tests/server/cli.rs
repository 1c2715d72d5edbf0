//! The commands, by running the binary.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use serde_json::{Value, json};

use crate::support::{FILE, TEXT, bring_in};

pub fn adref(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_adref"));
    command.env("ADREF_DATA", data).env_remove("ADREF_LOG");
    command
}

pub fn run(data: &Path, arguments: &[&str]) -> Output {
    adref(data).args(arguments).output().expect("it runs")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn check(text: &[u8], arguments: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_adref"))
        .arg("check")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("a pipe").write_all(text).expect("written");
    child.wait_with_output().expect("it ends")
}

/// A server in a process of its own.
pub struct Served {
    child: Child,
    lines: Vec<String>,
}

impl Served {
    pub fn start(data: &Path, arguments: &[&str]) -> Self {
        Self::start_saying(data, arguments, Stdio::null())
    }

    /// The same with its log in a file.
    pub fn start_logging(data: &Path, arguments: &[&str], log: &Path) -> Self {
        Self::start_saying(data, arguments, std::fs::File::create(log).expect("a file").into())
    }

    fn start_saying(data: &Path, arguments: &[&str], log: Stdio) -> Self {
        let mut child = adref(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("it runs");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let (mut lines, mut links) = (Vec::new(), 0);
        for line in out.lines() {
            let line = line.expect("a line");
            links += usize::from(line.starts_with("invitation "));
            lines.push(line);
            if links == 3 {
                break;
            }
        }
        assert_eq!(links, 3, "it starts: {lines:?}");
        Self { child, lines }
    }

    /// How much memory the process has, in bytes.
    pub fn resident(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("it runs");
        let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
        kib.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") << 10
    }

    pub fn address(&self) -> &str {
        let address = self.lines[0].strip_prefix("listening ").and_then(|url| url.split_once("://"));
        address.expect("an address").1
    }

    /// Where metrics are given.
    pub fn metrics(&self) -> &str {
        self.lines.iter().find_map(|line| line.strip_prefix("metrics ")).expect("metrics are given")
    }

    pub fn link(&self, role: &str) -> &str {
        let prefix = format!("invitation {role} ");
        self.lines.iter().find_map(|line| line.strip_prefix(&prefix)).expect("a link")
    }

    /// Sends a signal, such as `HUP`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name]).arg(self.child.id().to_string()).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Asks the process to stop; whether it ended well.
    pub fn stop(mut self) -> bool {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill runs");
        asked.success() && self.child.wait().expect("it ends").success()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Ended already when the test went well.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn check_counts_what_a_text_holds() {
    let output = check("a [b [c] d] [e\nf] ]\nＡ［x\n".as_bytes(), &["-", "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let found: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!((&found["open"], &found["close"], &found["max_depth"]), (&json!(4), &json!(4), &json!(2)));
    let keys: Vec<&str> = found.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["alternatives", "close", "max_depth", "open", "options", "unbalanced"]);
    let places = json!([{"line": 2, "column": 4, "kind": "close"}, {"line": 3, "column": 2, "kind": "open"}]);
    assert_eq!(found["unbalanced"], places);
    let table = stdout(&check(b"a ] b", &["-"]));
    assert!(table.contains("closes, and nothing is open"), "{table}");
}

#[test]
fn check_says_what_it_cannot_read() {
    let output = check(b"a\nb\xff", &["-"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("line 2, column 2"), "{}", stderr(&output));
    let output = check(b"", &["/nowhere/at/all.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("hint:"), "{}", stderr(&output));
    assert!(check(b"", &["-"]).status.success(), "an empty text has no brackets");
}

#[test]
fn a_large_text_is_read() {
    let text = "我们[重申/确认]承诺 commitment[s].\n".repeat(100_000);
    let output = check(text.as_bytes(), &["-", "--json"]);
    let found: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!((&found["open"], &found["unbalanced"]), (&json!(200_000), &json!([])));
}

#[test]
fn a_text_that_is_all_brackets_is_counted_and_not_kept() {
    let text = vec![b'['; 4 << 20];
    let output = check(&text, &["-", "--json"]);
    let found: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!((&found["open"], &found["max_depth"]), (&json!(4 << 20), &json!(4 << 20)));
    assert_eq!(found["unbalanced"].as_array().map(Vec::len), Some(10_000));
    assert!(stderr(&output).contains("there are 4184304 more"), "{}", stderr(&output));
    let table = stdout(&check(&text, &["-"]));
    assert!(table.ends_with("… and 4193304 more\n"), "{}", &table[table.len() - 100..]);
}

#[test]
fn importing_twice_changes_nothing() {
    let directory = tempfile::tempdir().expect("a directory");
    let (data, file) = (directory.path().join("data"), directory.path().join(FILE));
    std::fs::write(&file, TEXT).expect("written");
    let file = file.to_str().expect("a name");
    let first = run(&data, &["import", file]);
    assert!(first.status.success(), "{}", stderr(&first));
    assert!(stdout(&first).contains("new"), "{}", stdout(&first));
    let again = run(&data, &["import", file]);
    assert!(stdout(&again).contains("nothing changed"), "{}", stdout(&again));
    let json = run(&data, &["import", file, "--json"]);
    let report: Value = serde_json::from_str(&stdout(&json)).expect("JSON");
    assert_eq!((&report["drafts"][0]["new"], &report["drafts"][0]["brackets"]), (&json!(false), &json!(1)));
}

#[test]
fn what_cannot_be_imported_is_refused_with_a_sentence() {
    let directory = tempfile::tempdir().expect("a directory");
    for (name, bytes) in [("empty.txt", &b""[..]), ("binary.txt", &b"PK\x03\x04\xff\xfe"[..])] {
        let file = directory.path().join(name);
        std::fs::write(&file, bytes).expect("written");
        let output = run(&directory.path().join("data"), &["import", file.to_str().expect("a name")]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(stderr(&output).starts_with("error: "), "{}", stderr(&output));
    }
}

#[test]
fn final_waits_for_decisions_and_names_them() {
    let directory = tempfile::tempdir().expect("a directory");
    let slug = bring_in(directory.path());
    let output = run(directory.path(), &["export", &slug, "--mode", "final"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).is_empty());
    let expected = format!("/#/drafts/{slug}/p/");
    assert!(stderr(&output).contains("strongly") && stderr(&output).contains(&expected), "{}", stderr(&output));
    let file = directory.path().join("out.txt");
    let output = run(directory.path(), &["export", "--all", "-o", file.to_str().expect("a name")]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(std::fs::read_to_string(file).expect("written").contains("[strongly]"));
    let output = run(directory.path(), &["export", "none"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("adref drafts"), "{}", stderr(&output));
}

#[test]
fn several_drafts_are_one_running_text_or_a_file_each() {
    let directory = tempfile::tempdir().expect("a directory");
    let slug = bring_in(directory.path());
    let out = directory.path().join("out");
    std::fs::create_dir(&out).expect("a folder");
    let out = out.to_str().expect("a name");
    let formats = ["text", "markdown", "html", "docx", "csv", "xlsx", "json", "akn"];
    for format in formats {
        let joins = ["text", "markdown"].contains(&format);
        let alone = run(directory.path(), &["export", "--all", "--format", format]);
        assert_eq!(alone.status.success(), joins, "{format}: {}", stderr(&alone));
        if !joins {
            assert!(stderr(&alone).contains("Name a directory"), "{format}: {}", stderr(&alone));
        }
        let written = run(directory.path(), &["export", "--all", "--format", format, "-o", out]);
        assert!(written.status.success(), "{format}: {}", stderr(&written));
    }
    let files = std::fs::read_dir(out).expect("the folder").map(|file| file.expect("a file").file_name());
    let mut endings: Vec<String> =
        files.map(|name| name.to_str().expect("a name").replace(&format!("{slug}."), "")).collect();
    endings.sort();
    assert_eq!(endings, ["csv", "docx", "html", "json", "md", "txt", "xlsx", "xml"]);
}

#[test]
fn brackets_are_listed_and_their_lives_told() {
    let directory = tempfile::tempdir().expect("a directory");
    let slug = bring_in(directory.path());
    let list = stdout(&run(directory.path(), &["history", &slug]));
    assert!(list.contains("strongly") && list.contains("open"), "{list}");
    let json = stdout(&run(directory.path(), &["history", &slug, "--json"]));
    let brackets: Value = serde_json::from_str(&json).expect("JSON");
    let id = brackets[0]["id"].as_str().expect("an identity");
    let life = stdout(&run(directory.path(), &["history", &slug, "--bracket", id]));
    assert!(life.contains("the source: imported") && life.contains("[strongly]"), "{life}");
    assert_eq!(stdout(&run(directory.path(), &["history", &slug, "--bracket", "1"])), life);
    assert_eq!(run(directory.path(), &["history", &slug, "--bracket", "99"]).status.code(), Some(1));
}

#[test]
fn an_empty_directory_is_named() {
    let directory = tempfile::tempdir().expect("a directory");
    for command in [&["drafts"][..], &["export", "--all"], &["history", "x"], &["invite", "--role", "member"]] {
        let output = run(directory.path(), command);
        assert_eq!(output.status.code(), Some(1), "{command:?}");
        assert!(stderr(&output).contains("adref serve"), "{}", stderr(&output));
    }
}

#[test]
fn a_server_begins_with_the_seeds_and_shares_its_data_with_readers() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path();
    let server = Served::start(data, &[]);
    let drafts = stdout(&run(data, &["drafts"]));
    assert!(drafts.contains("tunis-commitment") && drafts.contains("tunis-agenda"), "{drafts}");
    let invited = stdout(&run(data, &["invite", "--role", "member", "--delegation", "G77"]));
    assert!(invited.starts_with(&format!("http://{}/#/join/", server.address())), "{invited}");
    let second = run(data, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(stderr(&second).contains("another server"), "{}", stderr(&second));
    let import = run(data, &["import", env!("CARGO_BIN_EXE_adref")]);
    assert_eq!(import.status.code(), Some(1));
    assert!(stderr(&import).contains("Stop it first"), "{}", stderr(&import));
    let other = tempfile::tempdir().expect("a directory");
    let port = run(other.path(), &["serve", "--listen", server.address()]);
    assert_eq!(port.status.code(), Some(1));
    assert!(stderr(&port).contains("--listen"), "{}", stderr(&port));
    let link = server.link("chair").to_owned();
    let token = link.rsplit('/').next().expect("a token").to_owned();
    assert!(server.stop());
    let again = Served::start(data, &[]);
    assert!(again.link("chair").ends_with(&token), "the links stay");
    assert!(again.stop());
    use std::os::unix::fs::PermissionsExt;
    let rights = std::fs::metadata(data.join("invitations.txt")).expect("there").permissions().mode();
    assert_eq!(rights & 0o777, 0o600);
}

#[test]
fn two_terminals_see_each_others_edits() {
    let directory = tempfile::tempdir().expect("a directory");
    let slug = bring_in(directory.path());
    let server = Served::start(directory.path(), &["--no-seed"]);
    let mut follower = adref(directory.path())
        .args(["join", server.link("observer"), "--draft", &slug, "--name", "Olga", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut lines = BufReader::new(follower.stdout.take().expect("a pipe")).lines();
    let mut next = |event: &str| loop {
        let line = lines.next().expect("a line").expect("text");
        let value: Value = serde_json::from_str(&line).expect("JSON");
        if value["event"] == event {
            return value;
        }
    };
    assert_eq!(next("joined")["role"], "observer");
    let member = server.link("member");
    let act = |arguments: &[&str]| {
        let mut all = vec!["join", member, "--name", "Alice", "--once"];
        all.extend(arguments);
        run(directory.path(), &all)
    };
    let output = act(&["--insert", "Today ", "--paragraph", "1", "--at", "0"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains("everything is on the server's disk"), "{}", stdout(&output));
    assert_eq!(next("changed")["text"], "Today We reaffirm our commitment.");
    let output = act(&["--bracket", "our commitment", "--reason", "whose?"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(next("changed")["text"], "Today We reaffirm [our commitment].");
    let output = act(&["--insert", "/pledge", "--paragraph", "1", "--at", "33"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(next("changed")["text"], "Today We reaffirm [our commitment/pledge].");
    let output = act(&["--choice", "1"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(next("changed")["text"], "Today We reaffirm [our commitment/pledge].");
    let output = act(&["--choice", "1"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("or is a choice"), "{}", stderr(&output));
    let output = act(&["--insert", "x", "--paragraph", "99"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no paragraph is labelled 99"), "{}", stderr(&output));
    let observer = ["join", server.link("observer"), "--once", "--insert", "x", "--paragraph", "1"];
    let output = run(directory.path(), &observer);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("may not change the text"), "{}", stderr(&output));
    let life = stdout(&run(directory.path(), &["history", &slug, "--bracket", "1"]));
    assert!(life.contains("because: whose?") && life.contains("Alice"), "{life}");
    assert!(life.contains(": split\n    1 [our commitment]\n    2 [pledge]"), "{life}");
    follower.kill().expect("killed");
    follower.wait().expect("ended");
    assert!(server.stop());
}

#[test]
fn a_link_that_is_none_is_refused() {
    let directory = tempfile::tempdir().expect("a directory");
    for link in ["nonsense", "http://127.0.0.1:1/", "http://127.0.0.1:1/#/join/AAAA", "https://127.0.0.1:1/#/join/AAAA"]
    {
        let output = run(directory.path(), &["join", link, "--once"]);
        assert_eq!(output.status.code(), Some(1), "{link}");
        assert!(stderr(&output).contains("hint:"), "{}", stderr(&output));
    }
}

#[test]
fn the_benchmarks_run() {
    let directory = tempfile::tempdir().expect("a directory");
    let output = run(directory.path(), &["bench", "import", "--times", "1", "--json"]);
    let found: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert!(found["median_ms"].as_f64().is_some_and(|ms| ms > 0.0), "{found}");
    let room = ["bench", "room", "--clients", "4", "--writers", "2", "--seconds", "1", "--json"];
    let output = run(directory.path(), &room);
    let found: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(found["converged"], true, "{found}");
    // Each edit reaches the three others.
    assert_eq!(found["edits"].as_u64().map(|edits| edits * 3), found["deliveries"].as_u64(), "{found}");
}

#[test]
fn what_was_acknowledged_outlives_a_killed_process() {
    let directory = tempfile::tempdir().expect("a directory");
    let slug = bring_in(directory.path());
    for n in 0..3 {
        let mut server = Served::start(directory.path(), &["--no-seed"]);
        let words = format!("Edit{n} ");
        let act = ["join", server.link("member"), "--once", "--insert", &words, "--paragraph", "1", "--at", "0"];
        let output = run(directory.path(), &act);
        assert!(output.status.success(), "{}", stderr(&output));
        server.child.kill().expect("killed");
        server.child.wait().expect("ended");
        let text = stdout(&run(directory.path(), &["export", &slug]));
        assert!((0..=n).all(|n| text.contains(&format!("Edit{n} "))), "{text}");
    }
}

#[test]
fn the_directory_is_listed_and_replaced() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path();
    let server = Served::start(data, &[]);
    let list = stdout(&run(data, &["delegations"]));
    assert!(list.contains("NORTHLAND") && list.contains("Westmere, Silverstrand"), "{list}");
    let list = stdout(&run(data, &["delegations", "--language", "zh"]));
    assert!(list.contains("北国") && list.contains("西泽, 银岸"), "{list}");
    let json = stdout(&run(data, &["delegations", "--json"]));
    let mut entries: Vec<Value> = serde_json::from_str(&json).expect("JSON");
    entries.retain(|entry| entry["kind"] != "group");
    let file = data.join("mine.json");
    std::fs::write(&file, json!(entries).to_string()).expect("written");
    let name = file.to_str().expect("a name");
    let output = run(data, &["delegations", "import", name]);
    assert_eq!(stdout(&output), "16 delegations, 0 of them groups\n", "{}", stderr(&output));
    assert!(!stdout(&run(data, &["delegations"])).contains("Westmere, Silverstrand"));
    std::fs::write(&file, "[{}]").expect("written");
    let output = run(data, &["delegations", "import", name]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("adref delegations --json"), "{}", stderr(&output));
    assert_eq!(run(data, &["delegations", "import", "/nowhere/at/all"]).status.code(), Some(1));
    assert!(server.stop());
}

#[test]
fn positions_are_taken_and_shown_in_the_terminal() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path();
    let server = Served::start(data, &[]);
    let act = |delegation: &str, arguments: &[&str]| {
        let mut all = vec!["join", server.link("member"), "--draft", "tunis-agenda", "--once", "--name", "Alice"];
        all.extend(["--delegation", delegation]);
        all.extend(arguments);
        run(data, &all)
    };
    for (delegation, said) in [
        ("北国", &["--position", "2=retain", "--position", "3=reserve", "--reason", "for the record"][..]),
        ("Coastal Group", &["--position", "2=delete"]),
        ("Farholm", &["--position", "2=retain"]),
    ] {
        let output = act(delegation, said);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(stdout(&output).contains("position: Alice"), "{}", stdout(&output));
    }
    for (said, words) in [
        ("2", "is no position"),
        ("2=maybe", "is no position"),
        ("2=retain:x", "is no position"),
        ("2=retain:1", "no such branch"),
        ("99=retain", "no bracket 99"),
        ("4=none", "taken no position"),
    ] {
        let output = act("Northland", &["--position", said]);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(stderr(&output).contains(words), "{said}: {}", stderr(&output));
    }
    let matrix = stdout(&run(data, &["positions", "tunis-agenda"]));
    let head = matrix.lines().next().expect("a head");
    for name in ["NORTHLAND", "COASTAL GROUP", "WESTMERE", "FARHOLM"] {
        assert!(head.contains(name), "{matrix}");
    }
    let second = matrix.lines().find(|line| line.starts_with("2 ")).expect("the second bracket");
    for cell in ["retain", "(delete)", "retain !", "Coastal Group"] {
        assert!(second.contains(cell), "{cell}: {second}");
    }
    let json = stdout(&run(data, &["positions", "tunis-agenda", "--blocked", "--json"]));
    let rows: Vec<Value> = serde_json::from_str(&json).expect("JSON");
    assert_eq!(rows.iter().map(|row| row["name"].as_str()).collect::<Vec<_>>(), [Some("2"), Some("3")]);
    assert_eq!(rows[1]["voices"][0]["reason"], "for the record");
    let waits = |name: &str| {
        let json = stdout(&run(data, &["positions", "tunis-agenda", "--waits-for", name, "--json"]));
        serde_json::from_str::<Vec<Value>>(&json).expect("JSON").len()
    };
    // Of everything that is open, a group has spoken for one member on one bracket; nobody for a delegation of no group.
    assert_eq!(waits("Eastvale") - waits("Silverstrand"), 1);
    assert_eq!(waits("Eastvale") - waits("NORTHLAND"), 2);
    let unknown = run(data, &["positions", "tunis-agenda", "--waits-for", "Nowhere"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(stderr(&unknown).contains("adref delegations"), "{}", stderr(&unknown));
    let life = stdout(&run(data, &["history", "tunis-agenda", "--bracket", "3"]));
    assert!(life.contains("position, reserve, because: for the record"), "{life}");
    let output = act("Northland", &["--position", "3=none"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(waits("Eastvale") - waits("NORTHLAND"), 1);
    let life = stdout(&run(data, &["history", "tunis-agenda", "--bracket", "3"]));
    assert!(life.contains("position, taken back"), "{life}");
    assert!(server.stop());
}

#[test]
fn the_lives_of_paragraphs_and_proposals_are_told_in_the_terminal() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path();
    assert!(run(data, &["play", "--quiet"]).status.success());
    let told = |arguments: &[&str]| {
        let mut all = vec!["history", "tunis-commitment"];
        all.extend(arguments);
        let output = run(data, &all);
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    };
    let list = told(&[]);
    assert!(list.contains("PROPOSAL") && list.contains("split") && list.contains("withdrawn"), "{list}");
    let life = told(&["--paragraph", "2"]);
    for line in [
        "the source: imported",
        "Amara (Northland): proposed the split of 2., because: Two thoughts",
        "Clara (Chair): decided the split of 2., accept, meeting: 3rd meeting",
        "decided, agree-ad-ref, meeting: 4th meeting",
    ] {
        assert!(life.contains(line), "{line}: {life}");
    }
    let life = told(&["--paragraph", "2 bis"]);
    assert!(!life.contains("imported") && life.contains("the split of 2."), "{life}");
    let life = told(&["--paragraph", "13 bis"]);
    assert!(life.contains("Clara (Chair): opened the proposed paragraph") && life.contains("(Silverstrand)"), "{life}");
    let life = told(&["--paragraph", "13"]);
    assert!(life.contains("Emeka (Upland Group): opened the proposed deletion, wish: delete"), "{life}");
    let life = told(&["--paragraph", "14"]);
    for words in ["suspend", "reopen", "decided the alternatives, choose", "position the alternatives, retain"] {
        assert!(life.contains(words), "{words}: {life}");
    }
    let life = told(&["--proposal", "3"]);
    assert!(life.starts_with("proposal 3, to move 5.: withdrawn") && life.contains("Goran (Clearwater): withdrawn"));
    let json: Value = serde_json::from_str(&told(&["--paragraph", "2.", "--json"])).expect("JSON");
    let accepted =
        json.as_array().expect("a list").iter().find(|event| event["decision"] == "accept").expect("it is told");
    assert_eq!((&accepted["about"], &accepted["of"]), (&json!("split"), &json!("2.")));
    for (arguments, words) in [
        (["tunis-agenda", "--paragraph", "a"], "several paragraphs are called a"),
        (["tunis-agenda", "--paragraph", "99"], "there is no paragraph 99"),
        (["tunis-agenda", "--proposal", "9"], "there is no proposal 9"),
    ] {
        let output = run(data, &[&["history"][..], &arguments].concat());
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
    assert!(
        stdout(&run(data, &["history", "tunis-agenda", "--paragraph", "24/g"]))
            .contains("the proposed deletion, delete")
    );
}

#[test]
fn an_invitation_does_not_promise_what_the_directory_does_not_allow() {
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path();
    assert!(run(data, &["play", "--quiet"]).status.success());
    let invite = |role: &str, delegation: &str| run(data, &["invite", "--role", role, "--delegation", delegation]);
    for (role, delegation, left) in [
        ("member", "WRU", "World Readers’ Union is observer"),
        ("chair", "Northland", "Northland is member"),
        ("chair", "OLF", "Open Letters Foundation is contributor"),
    ] {
        let output = invite(role, delegation);
        assert_eq!(output.status.code(), Some(1), "{role}, {delegation}");
        assert!(stderr(&output).contains(left) && stderr(&output).contains("hint:"), "{}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
    // A member's link is the way to what a contributor may do.
    for (delegation, left) in [("OLF", "contributor"), ("Stonebridge", "ex-officio"), ("秘书处", "secretariat")] {
        let output = invite("member", delegation);
        assert!(output.status.success() && stdout(&output).contains("/#/join/"), "{}", stderr(&output));
        assert!(stderr(&output).contains("note:") && stderr(&output).contains(left), "{}", stderr(&output));
    }
    for (role, delegation) in [("member", "Northland"), ("observer", "WRU"), ("chair", "Chair"), ("member", "G77")] {
        let output = invite(role, delegation);
        assert!(output.status.success() && stderr(&output).is_empty(), "{}", stderr(&output));
    }
}

#[test]
fn export_writes_every_format_and_refuses_what_it_cannot_be() {
    let directory = tempfile::tempdir().expect("a directory");
    let slug = bring_in(directory.path());
    let data = directory.path();
    let export = |more: &[&str]| run(data, &[&["export", slug.as_str()], more].concat());
    for (format, begins) in
        [("text", ""), ("markdown", ""), ("html", "<!DOCTYPE html>"), ("csv", "Kind,"), ("xlsx", "PK")]
    {
        let output = export(&["--format", format, "--labels", "en"]);
        assert!(output.status.success(), "{format}: {}", stderr(&output));
        assert!(output.stdout.starts_with(begins.as_bytes()) && !output.stdout.is_empty(), "{format}");
        assert_eq!(output.stdout, export(&["--format", format, "--labels", "en"]).stdout, "the same bytes: {format}");
    }
    for (asked, words) in [
        (&["--format", "csv", "--mode", "agreed"][..], "csv is written as-it-stands"),
        (&["--mode", "marked"], "--against"),
        (&["--at", "1999-01-01"], "does not have this moment"),
        (&["--at", "yesterday"], "it is a time such as"),
        (&["--format", "papyrus"], "it is one of text"),
    ] {
        let output = export(asked);
        assert!(!output.status.success() && stderr(&output).contains(words), "{asked:?}: {}", stderr(&output));
    }
    let marked = export(&["--mode", "marked", "--against", "2100-01-01"]);
    assert_eq!(stdout(&marked), stdout(&export(&[])), "nothing changed since");
}
