//! A negotiation from the terminal alone: a real server, real sockets, the binary that people run.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    cli::{Served, adref, run, stderr, stdout},
    support::bring_in,
};

/// A server and those who take part in one draft from the terminal.
struct Table {
    directory: TempDir,
    server: Served,
    draft: String,
}

/// Somebody at the table.
struct Seat<'a> {
    table: &'a Table,
    role: &'a str,
    delegation: &'a str,
}

impl Table {
    /// The Tunis drafts, of which one is negotiated.
    fn tunis(draft: &str) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let server = Served::start(directory.path(), &[]);
        Self { directory, server, draft: draft.into() }
    }

    /// The small draft of the tests.
    fn small() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let draft = bring_in(directory.path());
        let server = Served::start(directory.path(), &["--no-seed"]);
        Self { directory, server, draft }
    }

    fn data(&self) -> &Path {
        self.directory.path()
    }

    fn seat<'a>(&'a self, role: &'a str, delegation: &'a str) -> Seat<'a> {
        Seat { table: self, role, delegation }
    }

    /// The draft as `adref export` writes it.
    fn export(&self, mode: &str) -> Output {
        run(self.data(), &["export", &self.draft, "--mode", mode, "--labels", "en"])
    }

    fn life(&self, bracket: &str) -> String {
        let output = run(self.data(), &["history", &self.draft, "--bracket", bracket]);
        assert!(output.status.success(), "{}", stderr(&output));
        stdout(&output)
    }
}

impl Seat<'_> {
    fn command(&self, flags: &[&str]) -> std::process::Command {
        let mut command = adref(self.table.data());
        command.args(["join", self.table.server.link(self.role), "--draft", &self.table.draft]);
        command.args(["--name", "Somebody", "--delegation", self.delegation]).args(flags);
        command
    }

    /// Says one line, its words apart; however it ends.
    fn says(&self, line: &[&str]) -> Output {
        self.command(line).output().expect("it runs")
    }

    /// Says one line, which is done; what was printed.
    fn did(&self, line: &[&str]) -> String {
        let output = self.says(line);
        assert!(output.status.success(), "{line:?}: {}", stderr(&output));
        stdout(&output)
    }

    /// Says one line, which is not done: for this reason, with a next step.
    fn is_refused(&self, line: &[&str], reason: &str) -> String {
        let output = self.says(line);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(if reason == "unconfirmed" { 2 } else { 1 }), "{line:?}: {said}");
        assert!(said.contains(&format!("({reason})")) && said.contains("hint: "), "{line:?}: {said}");
        stdout(&output) + &said
    }

    /// Gives lines on standard input.
    fn hands_in(&self, flags: &[&str], lines: &str) -> Output {
        let mut command = self.command(flags);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        child.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("written");
        child.wait_with_output().expect("it ends")
    }

    /// The events of a line with a name.
    fn events(&self, line: &[&str], name: &str) -> Vec<Value> {
        let output = self.command(&[&["--json"][..], line].concat()).output().expect("it runs");
        let values = stdout(&output);
        let values = values.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        values.filter(|value| value["event"] == name).collect()
    }

    fn brackets(&self) -> Vec<Value> {
        let found = self.events(&["brackets"], "brackets");
        found[0]["brackets"].as_array().expect("a list").clone()
    }

    /// The identity of the bracket around just these words.
    fn bracket(&self, words: &str) -> String {
        let found = self.brackets();
        let found = found.iter().find(|bracket| bracket["words"] == words);
        found.unwrap_or_else(|| panic!("no bracket around “{words}”"))["id"].as_str().expect("an identity").into()
    }
}

#[test]
fn the_commitment_is_negotiated_to_its_end_in_the_terminal() {
    let table = Table::tunis("tunis-commitment");
    let (chair, north) = (table.seat("chair", ""), table.seat("member", "Northland"));
    let east = table.seat("member", "Eastvale");
    chair.did(&["phase", "negotiation", "--reason", "the second reading begins"]);

    // In a negotiation words are proposed, and the terminal says so.
    let said = north.did(&["insert", "充分", "--after", "我们承诺，我们将", "--reason", "for emphasis"]);
    assert!(said.contains("“充分” is proposed in a bracket of Northland"), "{said}");
    assert!(said.contains("将[充分]筹措"), "{said}");
    let said = north.did(&["--insert", "尽快", "--paragraph", "13", "--at", "0", "--once"]);
    assert!(said.contains("“尽快” is proposed in a bracket of Northland"), "{said}");
    let said = east.did(&["change", "独特的机遇", "难得的机遇", "--in", "2"]);
    assert!(said.contains("[独特的机遇][难得的机遇]"), "{said}");
    let said = east.did(&["strike", "坚定不移的", "--in", "5"]);
    assert!(said.contains("[坚定不移的]") && said.contains("with the wish to delete it"), "{said}");

    // One's own proposal changes as it is.
    let said = north.did(&["insert", "地", "--after", "我们将充分"]);
    assert!(said.contains("[充分地]") && !said.contains("proposed:"), "{said}");

    let words = north.bracket("充分地");
    east.did(&["position", &words[..8], "retain", "--reason", "we can live with it"]);
    north.is_refused(&["withdraw", &words], "supported");
    east.did(&["position", &words, "none"]);
    east.did(&["position", &words, "can-accept"]);
    north.is_refused(&["keep", &words], "not-allowed");
    chair.did(&["--meeting", "3rd meeting", "keep", &words, "--reason", "nobody objects"]);
    let life = table.life(&words[..8]);
    for told in ["Somebody (Northland): opened", "because: for emphasis", "position, retain", "we can live with it"] {
        assert!(life.contains(told), "{told}: {life}");
    }
    for told in ["position, taken back", "position, can-accept", "keep, meeting: 3rd meeting, because: nobody objects"]
    {
        assert!(life.contains(told), "{told}: {life}");
    }
    let text = stdout(&table.export("as-it-stands"));
    assert!(text.contains("我们将充分地筹措"), "{text}");
    assert_eq!(table.export("final").status.code(), Some(2));

    // The rest, as a script of the chair.
    let (old, new) = (chair.bracket("独特的机遇"), chair.bracket("难得的机遇"));
    let (soon, firm) = (chair.bracket("尽快"), chair.bracket("坚定不移的"));
    let (like, so) = (chair.bracket("正如"), chair.bracket("一样"));
    let whole = chair.brackets()[0]["id"].as_str().expect("an identity").to_owned();
    let script = format!(
        "# What is left, in the fourth meeting.\n\
         meeting \"4th meeting\"\n\
         delete {old} --reason \"the other words come\"\n\
         keep {new}\n\
         package --reason 'as one' delete {soon} + keep {firm}\n\
         keep {like} --yes\n\
         keep {}\n\
         choose \"Alt 10+11\" --yes\n\
         choose \"base 9\" --yes --reason \"the base stays\"\n\
         propose-deletion {} --reason 'nobody has words for it'\n\
         replace [我们坚信 \"我们坚信本承诺\" --yes\n\
         keep {whole} --yes\n\
         agree-ad-ref 1 2 3\n",
        chair.bracket("本文件的执行部分／执行文件：《突尼斯行动议程》的第二、第三和第四章对此做了阐述。"),
        placeholder(&chair, "我们在此进一步承诺"),
    );
    let output = chair.hands_in(&["--script", "-"], &script);
    assert!(output.status.success(), "{}\n{}", stderr(&output), stdout(&output));
    let said = stdout(&output);
    assert!(said.contains("agrees paragraph 1. ad referendum"), "{said}");
    assert!(chair.brackets().iter().any(|found| found["id"] == so.as_str() && found["state"] == "kept"));
    // What stands for words to come goes with the brackets that say so; the footnote loses its last call.
    let gone = placeholder(&chair, "我们在此进一步承诺");
    let deletion = chair.brackets();
    let deletion = deletion.iter().find(|found| found["paragraph"] == gone.as_str() && found["state"] == "open");
    let deletion = deletion.expect("the wish to delete")["id"].as_str().expect("an identity").to_owned();
    chair.did(&["delete", &deletion, "--yes"]);
    chair.did(&["propose-deletion", &placeholder(&chair, "筹措包括人力资源"), "--reason", "nor for this"]);
    let open = chair.events(&["brackets", "--open"], "brackets");
    let open = open[0]["brackets"].as_array().expect("a list");
    for bracket in open {
        chair.did(&["delete", bracket["id"].as_str().expect("an identity"), "--yes"]);
    }

    let output = table.export("final");
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("难得的机遇") && !text.contains("独特的机遇"), "{text}");
    assert!(text.contains("坚定不移的") && !text.contains("尽快"), "{text}");
    assert!(text.contains("我们坚信本承诺"), "{text}");
    assert!(!text.contains(['[', ']']) && !text.contains("Alt 11A"), "{text}");
    chair.is_refused(&["strike", "突尼斯", "--in", "1", "--nth", "1"], "agreed");
    assert!(table.server.stop());
}

/// The identity of the paragraph with some words.
fn placeholder(seat: &Seat<'_>, words: &str) -> String {
    let shown = seat.events(&["show"], "text");
    let text = shown[0]["text"].as_array().expect("a list").clone();
    let found = text
        .iter()
        .find(|line| line["words"].as_str().is_some_and(|line| line.replace(['[', ']'], "").contains(words)));
    found.unwrap_or_else(|| panic!("no paragraph holds “{words}”"))["id"].as_str().expect("an identity").into()
}

#[test]
fn what_is_decided_together_is_shown_before_it_is_recorded() {
    let table = Table::tunis("tunis-agenda");
    let chair = table.seat("chair", "");
    let question: Vec<String> = chair
        .brackets()
        .iter()
        .filter(|bracket| bracket["words"].as_str().is_some_and(|words| words.starts_with("主持人")))
        .map(|bracket| bracket["id"].as_str().expect("an identity").to_owned())
        .collect();
    assert_eq!(question.len(), 3);
    for bracket in &question {
        chair.did(&["choice", bracket]);
    }
    let said = chair.is_refused(&["pick", &question[0], "2"], "unconfirmed");
    assert!(said.matches("another place of the same question").count() == 2, "{said}");
    assert!(said.matches("then: ").count() == 3 && said.contains("小组的协调人应"), "{said}");
    let is_open = || chair.brackets().iter().filter(|b| b["state"] == "open").count();
    let before = is_open();
    assert_eq!(chair.events(&["pick", &question[0], "2", "--dry-run"], "would")[0]["confirm"], true);
    assert_eq!(is_open(), before, "nothing was recorded");

    // Asked, and answered no and yes; the answer comes after the question, however fast it is given.
    let lines = format!("pick {0} 2\nno\nfrob\npick {0} 2 --reason \"one word\"\nyes\nquit\n", question[0]);
    let output = chair.hands_in(&["--interactive"], &lines);
    assert!(output.status.success(), "{}", stderr(&output));
    let said = stdout(&output);
    assert!(said.contains("not recorded") && said.contains("decides as one: picks"), "{said}");
    assert!(stderr(&output).contains("frob is nothing that can be said here"), "{}", stderr(&output));
    assert_eq!(is_open(), before - 3);
    chair.did(&["reopen", &question[1], "--alone"]);
    assert_eq!(is_open(), before - 2);
    chair.is_refused(&["reopen", &question[1]], "already-open");
    chair.is_refused(&["pick", &question[1], "3"], "unclear");
    chair.did(&["pick", &question[1], "none", "--reason", "no text"]);
    assert!(table.life(&question[1]).contains("pick no text"), "{}", table.life(&question[1]));
    assert!(table.server.stop());
}

#[test]
fn alternatives_are_spoken_of_chosen_and_reopened() {
    let table = Table::tunis("tunis-commitment");
    let (chair, member) = (table.seat("chair", ""), table.seat("member", "Northland"));
    let said = member.did(&["position", "Alt 11A", "retain", "--reason", "inclusive"]);
    assert!(said.contains("says retain"), "{said}");
    member.did(&["position", "base 10+11", "can-accept"]);
    member.did(&["position", "to 9", "reserve"]);
    member.did(&["--position", "Alt 9=delete", "--once"]);
    let said = member.did(&["positions"]);
    for told in ["retain variant", "can-accept base", "delete variant"] {
        assert!(said.contains(told), "{told}: {said}");
    }
    member.did(&["position", "to 9", "none"]);
    assert!(!member.did(&["positions"]).contains("delete variant"));
    member.is_refused(&["position", "to 9", "none"], "nothing-said");
    member.is_refused(&["position", "to 9", "retain"], "not-a-version");
    member.is_refused(&["position", "Alt 77", "retain"], "unknown");

    let said = chair.is_refused(&["choose", "Alt 10+11"], "unconfirmed");
    for label in ["10.", "11.", "Alt 11A", "Alt 11B"] {
        assert!(said.contains(&format!("becomes moot: {label} ")), "{label}: {said}");
    }
    assert!(said.contains("settles too: the alternatives to 11"), "{said}");
    chair.is_refused(&["choose", "to 11"], "unclear");
    chair.did(&["choose", "alt 10+11", "--yes", "--reason", "shorter"]);
    assert!(chair.did(&["alternatives"]).contains("✓ Alt 10+11"));
    let text = stdout(&table.export("agreed"));
    assert!(!text.contains("Alt 11A"), "{text}");
    chair.did(&["reopen-alternatives", "to 10+11", "--yes"]);
    assert!(!chair.did(&["alternatives"]).contains('✓'));

    chair.did(&["labels", "option"]);
    let said = chair.is_refused(&["choose", "Option 2"], "ambiguous");
    assert!(said.matches("\n    ").count() >= 3, "the candidates are listed: {said}");
    chair.did(&["choose", "Option 2 of 9", "--yes"]);
    assert!(table.server.stop());
}

#[test]
fn paragraphs_are_proposed_and_ruled_on() {
    let table = Table::small();
    let (chair, member) = (table.seat("chair", ""), table.seat("member", "Freedonia"));
    assert!(member.did(&["add", "We also act.", "--after", "1", "--reason", "new"]).contains("1 bis. [We also act.]"));
    assert!(member.did(&["add", "First of all.", "--before", "1"]).contains("-1. [First of all.]"));
    assert!(member.did(&["add", "a sub-item", "--under", "2"]).contains("a. [a sub-item]"));
    assert!(member.did(&["alternative", "We urge nobody.", "--to", "2"]).contains("Alt 2 [We urge nobody.]"));
    assert!(member.did(&["propose-deletion", "2(a)", "--reason", "too long"]).contains("[[a sub-item]]"));
    member.is_refused(&["add", "nowhere"], "unclear");
    member.is_refused(&["move", "2", "--before", "1"], "in-alternatives");

    member.did(&["move", "1bis", "--before", "1", "--reason", "it comes first"]);
    member.did(&["split", "--in", "1", "--before", "our commitment"]);
    member.did(&["merge", "1"]);
    let said = member.did(&["proposals"]);
    assert!(
        said.contains("1  ") && said.contains("move 1 bis., open, by Somebody (Freedonia), because: it comes first"),
        "{said}"
    );
    let said = chair.did(&["accept", "1", "--reason", "agreed"]);
    assert!(said.contains("then: 1 bis. We also act.") && said.contains("accepts the proposal to move"), "{said}");
    let text = stdout(&table.export("as-it-stands"));
    assert!(text.find("We also act") < text.find("We reaffirm"), "{text}");
    chair.did(&["reject", "3"]);
    member.did(&["take-back", "2"]);
    member.is_refused(&["take-back", "1"], "settled");
    chair.is_refused(&["accept", "2"], "taken-back");
    chair.did(&["reopen-proposal", "1"]);
    let text = stdout(&table.export("as-it-stands"));
    assert!(text.find("We reaffirm") < text.find("We also act"), "{text}");

    // A version that was proposed is chosen together with the bracket that it stands in.
    let said = chair.did(&["choose", "Alt 2", "--yes"]);
    assert!(said.contains("the version was proposed in it"), "{said}");
    assert!(stdout(&table.export("as-it-stands")).contains("We urge nobody."));
    chair.is_refused(&["agree", "1 bis"], "still-open");
    chair.did(&["suspend", "1", "1bis"]);
    chair.did(&["reopen-paragraph", "1bis"]);
    assert!(chair.did(&["show", "1"]).contains("1. (suspended) We reaffirm"));
    assert!(table.server.stop());
}

#[test]
fn what_the_own_delegation_made_is_taken_back() {
    let table = Table::small();
    let (member, other) = (table.seat("member", "Freedonia"), table.seat("member", "Sylvania"));
    member.did(&["bracket", "our"]);
    member.did(&["bracket", "commitment"]);
    let (our, commitment) = (member.bracket("our"), member.bracket("commitment"));
    member.did(&["join-brackets", &commitment, &our]);
    other.is_refused(&["part-brackets", &our], "not-yours");
    member.did(&["part-brackets", &our]);
    member.is_refused(&["part-brackets", &our], "unclear");
    member.did(&["withdraw", &our]);

    member.did(&["insert", "/Governments", "--after", "States"]);
    member.did(&["bracket", "States/Governments"]);
    let choice = member.bracket("States/Governments");
    member.did(&["choice", &choice]);
    other.is_refused(&["unchoice", &choice], "no-lines");
    member.did(&["unchoice", &choice]);
    member.is_refused(&["unchoice", &choice], "no-lines");
    assert!(stdout(&table.export("as-it-stands")).contains("[States/Governments]"));
    let told = table.life(&choice[..8]);
    assert!(told.contains("(Freedonia): unsplit"), "{told}");
}

#[test]
fn brackets_footnotes_and_questions_are_made() {
    let table = Table::small();
    let (chair, member) = (table.seat("chair", ""), table.seat("member", "Freedonia"));
    member.did(&["bracket", "our", "--reason", "whose?"]);
    member.did(&["bracket", "commitment", "--wish", "delete"]);
    let (our, commitment) = (member.bracket("our"), member.bracket("commitment"));
    member.did(&["join-brackets", &commitment, &our]);
    member.is_refused(&["withdraw", &our], "joined");
    let said = chair.is_refused(&["keep", &our], "unconfirmed");
    assert!(said.contains("deletes [commitment]: of one question one stays, or none"), "{said}");
    chair.is_refused(&["package", "keep", &our, "+", "keep", &commitment], "joined-choice");
    chair.did(&["keep", &our, "--yes"]);
    assert!(member.did(&["show", "1"]).contains("1. We reaffirm our."));

    member.did(&["insert", "/Governments", "--after", "States"]);
    member.did(&["bracket", "/Governments"]);
    member.is_refused(&["instead", "[/Governments", "--of", "no States"], "unknown");
    member.did(&["instead", "[/Governments", "--of", "all States"]);
    let said = chair.did(&["pick", "[all States/", "2", "--yes"]);
    assert!(said.contains("the branch is nothing but this bracket"), "{said}");
    assert!(stdout(&table.export("as-it-stands")).contains("urge Governments."));

    // Around what stands in two paragraphs, and around nothing.
    member.did(&["bracket", "reaffirm", "--in", "1", "--until", "We", "--until-in", "2"]);
    member.did(&["bracket", "--in", "1", "--at", "0"]);
    let text = stdout(&table.export("as-it-stands"));
    assert!(text.contains("1. []We [reaffirm our.") && text.contains("2. We] [strongly]"), "{text}");
    let empty = member.bracket("");
    member.did(&["withdraw", &empty]);
    assert!(!stdout(&table.export("as-it-stands")).contains("[]"));

    member.did(&["note", "See the annex.", "--after", "strongly"]);
    let said = member.did(&["show"]);
    assert!(said.contains("[strongly*]") && said.contains("* See the annex."), "{said}");
    // In a negotiation the words of a footnote come in a bracket too.
    chair.did(&["phase", "negotiation"]);
    let said = member.did(&["note", "And the other one.", "--in", "2"]);
    assert!(said.contains("is proposed in a bracket of Freedonia"), "{said}");
    assert!(member.did(&["show"]).contains("+ [And the other one.]"));
    chair.did(&["phase", "closed"]);
    member.is_refused(&["insert", "x", "--in", "2"], "closed");
    assert!(table.server.stop());
}

#[test]
fn comments_are_for_those_they_are_for() {
    let table = Table::small();
    let (chair, north) = (table.seat("chair", ""), table.seat("member", "Northland"));
    let east = table.seat("member", "Eastvale");
    north.is_refused(&["comment", "for whom?"], "unclear");
    north.did(&["comment", "hold this line", "--for", "delegation", "--on", "commitment"]);
    north.did(&["comment", "may we talk?", "--for", "chair", "--bracket", "1"]);
    north.did(&["comment", "good morning", "--for", "everybody"]);
    let own = north.did(&["comments"]);
    assert!(own.contains("hold this line") && own.contains("“commitment”"), "{own}");
    let read = chair.did(&["comments"]);
    assert!(read.contains("may we talk?") && !read.contains("hold this line"), "{read}");
    let read = east.did(&["comments"]);
    assert!(read.contains("good morning") && !read.contains("talk") && !read.contains("hold"), "{read}");
    east.did(&["answer", "1", "to you too"]);
    east.is_refused(&["resolve", "1"], "not-your-thread");
    east.is_refused(&["answer", "2", "what?"], "unknown");
    north.did(&["resolve", "1"]);
    assert!(east.did(&["comments"]).contains("for everybody, resolved"));
    chair.did(&["reopen-thread", "1"]);
    assert!(!east.did(&["comments"]).contains("resolved"));
    assert!(table.server.stop());
}

#[test]
fn things_are_named_as_people_name_them() {
    let table = Table::tunis("tunis-agenda");
    let chair = table.seat("chair", "");
    let said = chair.is_refused(&["show", "a"], "ambiguous");
    let candidates: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    assert!(candidates.len() > 1, "{said}");
    // A candidate is named by what the list says of it.
    let (id, words) = candidates[0].split_once("  ").expect("an identity and words");
    assert!(chair.did(&["show", id]).contains(words.trim_end_matches('…')));
    let said = chair.is_refused(&["keep", "[主持人"], "ambiguous");
    assert!(said.contains("bracket 3 at 10.") && said.contains("bracket 15 at 29."), "{said}");
    chair.is_refused(&["keep", "99"], "unknown");
    chair.is_refused(&["keep", "[没有"], "unknown");
    chair.is_refused(&["strike", "峰会", "--in", "10"], "ambiguous");
    chair.did(&["keep", "[TFFM", "--reason", "by its words"]);
    assert!(table.life("[TFFM").contains("by its words"));
    let flags = chair.says(&["--propose-deletion", "a", "--once"]);
    assert!(stderr(&flags).contains("paragraphs are labelled a (ambiguous)"), "{}", stderr(&flags));
    assert!(table.server.stop());
}

#[test]
fn a_paragraph_beside_a_heading_is_numbered_by_the_paragraphs() {
    let table = Table::tunis("tunis-agenda");
    let (chair, member) = (table.seat("chair", ""), table.seat("member", "Northland"));
    assert!(member.did(&["add", "在此之前，", "--before", "1"]).contains("-1. [在此之前，]"));
    assert!(member.did(&["show", "-1"]).contains("[在此之前，]"));
    member.did(&["move", "-1", "--after", "2"]);
    chair.did(&["keep", "[在此之前"]);
    chair.did(&["suspend", "-1", "--reason", "later"]);
    member.did(&["add", "章首，", "--after", "第一章"]);
    assert!(stdout(&table.export("as-it-stands")).contains("[章首，]"));
    assert!(table.server.stop());
}

#[test]
fn a_script_stops_where_something_is_not_done_and_says_where() {
    let table = Table::small();
    let member = table.seat("member", "Freedonia");
    let words = || stdout(&table.export("as-it-stands"));

    // Nothing is done unless each line can be read.
    let output = member.hands_in(&["--script", "-"], "insert now --in 1\nfrob 4\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("line 2: frob is nothing that can be said"), "{}", stderr(&output));
    assert!(!words().contains("now"));
    let output = member.hands_in(&["--script", "-"], "insert 'now' --in 1\n\n# remark\nkeep 1\ninsert later --in 1\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("line 4: only the chair decides (not-allowed)"), "{}", stderr(&output));
    assert!(words().contains("commitment.now") && !words().contains("later"), "{}", words());
    let output = member.hands_in(&["--script", "-"], "insert \"open");
    assert!(stderr(&output).contains("a quotation is not closed"), "{}", stderr(&output));
    let output = member.says(&["--script", "/nowhere/at/all.txt"]);
    assert_eq!(output.status.code(), Some(1));

    // Help is given inside and outside, and for each line.
    assert!(stdout(&member.says(&["help"])).contains("agree-ad-ref"));
    assert!(stdout(&member.says(&["help", "pick"])).contains("number of the branch"));
    let output = member.hands_in(&["-i"], "help move\nkeep 1\nshow 1\n");
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains("--first") && stdout(&output).contains("1. We reaffirm"), "{}", stdout(&output));
    assert!(stderr(&output).contains("only the chair decides (not-allowed)"), "{}", stderr(&output));

    // For programs the reason is a field.
    let refused = member.events(&["keep", "1"], "refused");
    assert_eq!((&refused[0]["reason"], refused.len()), (&Value::from("not-allowed"), 1));
    let observer = table.seat("observer", "");
    observer.is_refused(&["insert", "x", "--in", "1"], "not-allowed");
    assert!(table.server.stop());
}

#[test]
fn a_yes_to_what_has_changed_meanwhile_records_nothing() {
    let table = Table::small();
    let (chair, member) = (table.seat("chair", ""), table.seat("member", "Freedonia"));
    member.did(&["bracket", "our"]);
    member.did(&["bracket", "commitment"]);
    member.did(&["join-brackets", "[our"]);
    let mut command = chair.command(&["--interactive"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it runs");
    let mut keyboard = child.stdin.take().expect("a pipe");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map(|line| line.expect("text"));
    let mut until = |words: &str| lines.by_ref().find(|line| line.contains(words)).expect("it is said");
    keyboard.write_all(b"keep [our\n").expect("written");
    until("asks: ");
    member.did(&["insert", "firm ", "--before", "commitment"]);
    until("[firm commitment]");
    keyboard.write_all(b"yes\nkeep [our\nyes\n").expect("written");
    assert!(until("decided: ").contains("deletes [firm commitment]"));
    drop(keyboard);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success() && stderr(&output).contains("(changed)"), "{}", stderr(&output));
    assert!(table.server.stop());
}
