//! A disk that fails, and one that is full: a server in a process of its own, whose calls to the system fail (`faulty.c`).

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use adref_server::auth;
use client_core::sync::{
    protocol::Credential,
    session::{Session, State},
};
use tempfile::TempDir;

use crate::support::{Client, DEADLINE, bring_in, dial};

/// How long to wait before coming back, as a page does.
const BACK_AFTER: Duration = Duration::from_millis(50);

/// Data, the switches of its faults, and what makes a server feel them.
struct Disk {
    place: TempDir,
    slug: String,
}

impl Disk {
    fn new() -> Self {
        let place = tempfile::tempdir().expect("a directory");
        let slug = bring_in(&place.path().join("data"));
        fs::create_dir(place.path().join("faults")).expect("made");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/server/faulty.c");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(place.path().join("faulty.so"))
            .arg(source)
            .arg("-ldl")
            .output()
            .expect("a C compiler");
        assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
        Self { place, slug }
    }

    fn data(&self) -> PathBuf {
        self.place.path().join("data")
    }

    fn fail(&self, how: &str) {
        fs::write(self.place.path().join("faults").join(how), "").expect("written");
    }

    fn mend(&self, how: &str) {
        fs::remove_file(self.place.path().join("faults").join(how)).expect("removed");
    }

    fn serve(&self) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_adref"))
            .args(["serve", "--listen", "127.0.0.1:0", "--no-seed"])
            .env("ADREF_DATA", self.data())
            .env("ADREF_LOG", "off")
            .env("LD_PRELOAD", self.place.path().join("faulty.so"))
            .env("FAULTS", self.place.path().join("faults"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let lines: Vec<String> = out.lines().take(4).map(|line| line.expect("a line")).collect();
        let address = lines[0].strip_prefix("listening http://").expect("an address").parse().expect("an address");
        let token = |role: &str| {
            let prefix = format!("invitation {role} ");
            let link = lines.iter().find_map(|line| line.strip_prefix(&prefix)).expect("a link");
            auth::token_of(link).expect("a link").1
        };
        Server { child, address, member: token("member"), observer: token("observer"), slug: self.slug.clone() }
    }
}

struct Server {
    child: Child,
    address: std::net::SocketAddr,
    member: String,
    observer: String,
    slug: String,
}

impl Server {
    fn join(&self, token: &str, name: &str) -> Client {
        let credential =
            Credential::Invitation { token: token.into(), name: name.into(), delegation: "Freedonia".into() };
        let session = Session::new(self.slug.as_str(), credential);
        let mut client = Client::over(dial(self.address, &self.slug), session);
        client.until("the welcome", |client| client.session.person().is_some());
        client
    }

    /// Waits for something, and comes back whenever the server ends the conversation.
    fn persist(&self, client: &mut Client, what: &str, mut holds: impl FnMut(&mut Client) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !holds(client) {
            assert!(Instant::now() < end, "{what} did not come; seen: {:?}", client.seen);
            if !client.read_one() {
                std::thread::sleep(BACK_AFTER);
                client.reconnect_over(dial(self.address, &self.slug));
            }
        }
    }

    /// How the process ended, and what it said.
    fn end(mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        self.child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
        (self.child.wait().expect("it ends").code(), said)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended already in some of the tests.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn verify(data: &Path) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_adref"))
        .arg("verify")
        .env("ADREF_DATA", data)
        .env_remove("ADREF_LOG")
        .output()
        .expect("it runs");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_flush_that_fails_acknowledges_nothing_ends_the_process_and_the_next_one_is_clean() {
    let disk = Disk::new();
    let server = disk.serve();
    let mut alice = server.join(&server.member, "Alice");
    alice.insert("reaffirm", "Today ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    disk.fail("flush");
    alice.insert("reaffirm", "Now ");
    while alice.read_one() {}
    assert_eq!(alice.session.pending(), 1, "nothing is acknowledged");
    let (code, said) = server.end();
    assert_eq!(code, Some(74), "{said}");
    assert!(said.contains("the disk failed") && said.contains("hint:"), "{said}");
    disk.mend("flush");
    let server = disk.serve();
    server.persist(&mut alice, "the acknowledgement", |alice| alice.session.pending() == 0);
    let mut olga = server.join(&server.observer, "Olga");
    let words = olga.words();
    assert!(words.contains("Now ") && words.contains("Today "), "{words}");
    assert_eq!(words.matches("Now ").count(), 1, "{words}");
    drop((server, alice));
    let (sound, told) = verify(&disk.data());
    assert!(sound, "{told}");
}

#[test]
fn on_a_full_disk_the_draft_is_read_what_is_written_waits_and_all_goes_on_by_itself() {
    let disk = Disk::new();
    let server = disk.serve();
    let (mut alice, mut olga) = (server.join(&server.member, "Alice"), server.join(&server.observer, "Olga"));
    assert!(!alice.session.is_read_only());
    alice.insert("reaffirm", "Today ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    disk.fail("full");
    alice.insert("reaffirm", "Now ");
    server.persist(&mut alice, "the news", |alice| alice.session.is_read_only());
    server.persist(&mut olga, "the news", |olga| olga.session.is_read_only());
    alice.insert("reaffirm", "Then ");
    assert!(alice.session.pending() >= 2 && alice.session.state() == State::Live, "it waits with whoever wrote it");
    assert!(olga.words().contains("Today ") && !olga.words().contains("Now "), "what is on disk is read");
    disk.mend("full");
    server.persist(&mut alice, "the acknowledgement", |alice| {
        alice.session.pending() == 0 && !alice.session.is_read_only()
    });
    server.persist(&mut olga, "the edits", |olga| olga.words().contains("Now ") && olga.words().contains("Then "));
    assert_eq!(olga.words().matches("Now ").count(), 1);
    let (sound, told) = verify(&disk.data());
    assert!(sound, "{told}");
}
