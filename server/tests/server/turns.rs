//! Many ask for what is dear, all at once.

use std::{
    fs,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use adref_server::limits::Allowed;
use serde_json::Value;

use crate::support::{DEADLINE, TestServer, agent};

/// The faces that every text wants.
const FACES: [&str; 4] =
    ["NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSerif-Italic.ttf", "NotoSerif-BoldItalic.ttf"];

/// Puts one pipe in the place of every face: whoever reads it waits until something is written.
fn fonts_that_keep_waiting(folder: &Path) {
    let pipe = folder.join(FACES[0]);
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is of coreutils").success());
    for face in &FACES[1..] {
        fs::hard_link(&pipe, folder.join(face)).expect("a link");
    }
}

/// What an export is answered by: status, JSON, and after how many seconds to come again.
fn export(address: std::net::SocketAddr, path: &str, session: &str) -> (u16, Value, Option<u64>) {
    let request = agent().get(format!("http://{address}{path}")).header("authorization", format!("Bearer {session}"));
    let mut answer = request.call().expect("an answer");
    let wait = answer.headers().get("retry-after").and_then(|wait| wait.to_str().ok()?.parse().ok());
    let text = answer.body_mut().read_to_string().expect("a body");
    (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::String(text)), wait)
}

/// Waits until the server counts so many that are worked on and that wait.
fn until(server: &TestServer, running: usize, waiting: usize) {
    let (running, waiting) = (format!("adref_dear_running {running}\n"), format!("adref_dear_waiting {waiting}\n"));
    let end = Instant::now() + DEADLINE;
    loop {
        let metrics = server.metrics();
        if metrics.contains(&running) && metrics.contains(&waiting) {
            return;
        }
        assert!(Instant::now() < end, "not {running}{waiting}: {metrics}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_flood_of_exports_waits_its_turn_and_the_room_goes_on() {
    let fonts = tempfile::tempdir().expect("a directory");
    fonts_that_keep_waiting(fonts.path());
    let patience = Duration::from_secs(3600);
    let allowed = Allowed { dear: 1, waiting: 2, dear_patience: patience, ..Allowed::default() };
    let server = TestServer::start_with(allowed).with_fonts(fonts.path().into());
    let (chair, address) = (server.session("chair", "Bob"), server.address());
    let path = format!("/api/drafts/{}/export", server.slug);
    let ask = |format: &str| {
        let (chair, path) = (chair.clone(), format!("{path}?format={format}"));
        thread::spawn(move || export(address, &path, &chair))
    };
    // The one that is worked on does not come to its end before the pipe is written to.
    let long = ask("pdf");
    until(&server, 1, 0);
    let waiting = [ask("text"), ask("html")];
    until(&server, 1, 2);
    for dear in [format!("{path}?format=json"), format!("/api/drafts/{}/history", server.slug)] {
        let (status, refused, wait) = export(address, &dear, &chair);
        assert_eq!((status, refused["code"].as_str()), (503, Some("busy")), "{refused}");
        assert!(refused["hint"].as_str().is_some_and(|hint| hint.contains("Retry-After")), "{refused}");
        assert_eq!(wait, Some(5));
    }
    // Who writes is acknowledged, and who reads what is plain is answered.
    let mut alice = server.join("member", "Alice");
    alice.insert("reaffirm", "Today ");
    alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    assert_eq!(server.get(&format!("/api/drafts/{}", server.slug), Some(&chair)).0, 200);
    until(&server, 1, 2);
    assert!(server.metrics().contains("adref_dear_refused_total 2\n"));
    fs::write(fonts.path().join(FACES[0]), "no font").expect("somebody reads");
    let (status, answer, _) = long.join().expect("it ends");
    assert_eq!((status, answer["code"].as_str()), (503, Some("fonts")), "{answer}");
    for waited in waiting {
        let (status, answer, _) = waited.join().expect("it ends");
        assert_eq!(status, 200, "{answer}");
    }
    until(&server, 0, 0);
}
