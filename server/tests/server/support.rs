//! A server on a free port with a small draft, clients that speak HTTP and the protocol, and waiting with a deadline.

use std::{
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use adref_server::{
    auth, clock,
    http::hex,
    importing,
    limits::Allowed,
    press::FONTS_DIR,
    proxies::Proxies,
    server::{self, Config, Running},
    store::{Access, DataDir, Store, sqlite::Sqlite},
    tls,
};
use client_core::{
    comments::{At, NewComment},
    device::{self, DeviceKey},
    model::{Audience, CommentId, CommentKind, Draft, InlineExt, ParagraphId},
    ops::{Act, Splice},
    sync::{
        protocol::{Credential, ServerMessage, decode_server},
        session::{Effect, Session},
        signing,
    },
};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio_tungstenite::tungstenite::{self, Message, WebSocket};

/// How long anything may take here.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// A small text: one bracket, an alternative.
pub const TEXT: &str = "A small text\n\n1. We reaffirm our commitment.\n\n2. We [strongly] urge all States.\n";

/// The slug of the draft in [`TEXT`].
pub const FILE: &str = "small.txt";

/// A server with a store of its own; stops when dropped.
pub struct TestServer {
    pub directory: TempDir,
    pub slug: String,
    runtime: Runtime,
    running: Option<Running>,
    allowed: Allowed,
    fonts: PathBuf,
    proxies: Proxies,
    tls: Option<tls::Files>,
    must_sign: bool,
    must_sign_in: bool,
    pub signing_key: Option<PathBuf>,
}

impl TestServer {
    /// A server with the small draft.
    pub fn start() -> Self {
        Self::start_with(Allowed::default())
    }

    /// A server on data that is there; its clients join the draft with this slug.
    pub fn over(directory: TempDir, slug: String) -> Self {
        Self::on(directory, slug, Allowed::default(), Proxies::default(), None)
    }

    /// The same with a certificate of its own.
    pub fn start_sealed(files: tls::Files, allowed: Allowed) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let slug = bring_in(directory.path());
        Self::on(directory, slug, allowed, Proxies::default(), Some(files))
    }

    fn on(directory: TempDir, slug: String, allowed: Allowed, proxies: Proxies, tls: Option<tls::Files>) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let fonts = FONTS_DIR.into();
        let mut server = Self {
            directory,
            slug,
            runtime,
            running: None,
            allowed,
            fonts,
            proxies,
            tls,
            must_sign: false,
            must_sign_in: false,
            signing_key: None,
        };
        server.run();
        server
    }

    /// The same with other limits.
    pub fn start_with(allowed: Allowed) -> Self {
        Self::start_behind(&[], allowed)
    }

    /// The same behind proxies that it believes.
    pub fn start_behind(proxies: &[&str], allowed: Allowed) -> Self {
        let proxies: Vec<String> = proxies.iter().map(ToString::to_string).collect();
        let proxies = Proxies::read(&proxies).expect("networks");
        let directory = tempfile::tempdir().expect("a directory");
        let slug = bring_in(directory.path());
        Self::on(directory, slug, allowed, proxies, None)
    }

    /// The same where changes must be signed.
    pub fn start_signing() -> Self {
        let mut server = Self::start();
        server.must_sign = true;
        server.restart();
        server
    }

    /// Starts again, so that the chair and the secretariat come in by signing in alone, or by a link, too.
    pub fn set_must_sign_in(&mut self, must: bool) {
        self.must_sign_in = must;
        self.restart();
    }

    /// The same on a machine without fonts.
    pub fn start_without_fonts() -> Self {
        let server = Self::start();
        let fonts = server.directory.path().into();
        server.with_fonts(fonts)
    }

    /// The same server with the fonts of a folder.
    pub fn with_fonts(mut self, folder: PathBuf) -> Self {
        self.fonts = folder;
        self.restart();
        self
    }

    fn run(&mut self) {
        let config = Config {
            data: self.directory.path().into(),
            signing_key: self.signing_key.clone(),
            listen: "127.0.0.1:0".into(),
            public_url: None,
            seed: false,
            allowed: self.allowed,
            tls: self.tls.clone(),
            proxies: self.proxies.clone(),
            metrics: Some(([127, 0, 0, 1], 0).into()),
            fonts: self.fonts.clone(),
            must_sign: self.must_sign,
            must_sign_in: self.must_sign_in,
            provider: None,
        };
        self.running = Some(self.runtime.block_on(server::start(config)).expect("the server starts"));
    }

    /// Stops and starts on the same data.
    pub fn restart(&mut self) {
        self.stop();
        self.run();
    }

    pub fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.stop());
        }
    }

    fn running(&self) -> &Running {
        self.running.as_ref().expect("it runs")
    }

    /// What the server counted, as Prometheus reads it.
    pub fn metrics(&self) -> String {
        let address = self.running().metrics.expect("metrics are given");
        let mut answer = agent().get(format!("http://{address}/metrics")).call().expect("an answer");
        answer.body_mut().read_to_string().expect("text")
    }

    pub fn address(&self) -> SocketAddr {
        self.running().address
    }

    /// The token of a standing invitation.
    pub fn token(&self, role: &str) -> String {
        let mut invitations = self.running().invitations.iter();
        let (_, link) = invitations.find(|(of, _)| of.name() == role).expect("an invitation");
        auth::token_of(link).expect("a link").1
    }

    /// How many joined by a standing invitation.
    pub fn uses(&self, role: &str) -> u32 {
        let directory = DataDir::open(self.directory.path(), Access::Share).expect("a directory");
        let mut store = Sqlite::open(&directory.database(), Access::Share).expect("a store");
        let invitation = store.invitation(&auth::hash(&self.token(role))).expect("readable").expect("there");
        invitation.uses
    }

    /// Asks; the answer's status and JSON.
    pub fn get(&self, path: &str, session: Option<&str>) -> (u16, Value) {
        let mut request = agent().get(format!("http://{}{path}", self.address()));
        if let Some(session) = session {
            request = request.header("authorization", format!("Bearer {session}"));
        }
        read(request.call().expect("an answer"))
    }

    /// Asks with a JSON body.
    pub fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let request = agent().post(format!("http://{}{path}", self.address()));
        read(request.send_json(body).expect("an answer"))
    }

    /// The same from a tab with a cookie of its own.
    pub fn post_from_slot(&self, path: &str, slot: &str, body: &Value) -> (u16, Value) {
        let request = agent().post(format!("http://{}{path}", self.address())).header("x-adref-slot", slot);
        read(request.send_json(body).expect("an answer"))
    }

    /// A session for a role.
    pub fn session(&self, role: &str, name: &str) -> String {
        self.session_for(role, name, "Freedonia")
    }

    /// A session for a role, in the name of a delegation.
    pub fn session_for(&self, role: &str, name: &str, delegation: &str) -> String {
        let body = serde_json::json!({"invitation": self.token(role), "name": name, "delegation": delegation});
        let (status, answer) = self.post("/api/sessions", &body);
        assert_eq!(status, 201, "{answer}");
        answer["session"].as_str().expect("a secret").into()
    }

    /// A client that joined the small draft.
    pub fn join(&self, role: &str, name: &str) -> Client {
        self.join_by(self.session(role, name))
    }

    /// Registers the key of a device for a session: status and answer.
    pub fn register(&self, session: &str, key: &DeviceKey) -> (u16, Value) {
        let (_, known) = self.get("/api/session", Some(session));
        let person = known["person"]["id"].as_str().expect("a person").parse().expect("an identity");
        let proof = key.sign(&device::possession_message(person));
        self.post_by(
            session,
            "/api/session/device",
            &serde_json::json!({"key": hex(&key.public()), "proof": hex(&proof)}),
        )
    }

    /// Asks with a JSON body, by a session.
    pub fn post_by(&self, session: &str, path: &str, body: &Value) -> (u16, Value) {
        let request = agent().post(format!("http://{}{path}", self.address()));
        read(request.header("authorization", format!("Bearer {session}")).send_json(body).expect("an answer"))
    }

    /// A client that joined the small draft by a session, and signs.
    pub fn join_signing(&self, secret: String, key: DeviceKey) -> Client {
        let (status, answer) = self.register(&secret, &key);
        assert_eq!(status, 204, "{answer}");
        let mut client = self.join_by(secret);
        client.device = Some(key);
        client
    }

    /// A client that joined the small draft by a session.
    pub fn join_by(&self, secret: String) -> Client {
        let mut client = Client::new(self, Session::new(self.slug.as_str(), Credential::Session { secret }));
        client.until("the welcome", |client| client.session.person().is_some());
        client
    }

    /// A bare socket to a draft.
    pub fn socket(&self, slug: &str) -> WebSocket<TcpStream> {
        dial(self.address(), slug)
    }
}

/// A stopped server on whose draft somebody wrote and said something.
pub fn written(audience: Audience, said: &str) -> TestServer {
    let mut server = TestServer::start();
    let mut alice = server.join("member", "Alice");
    for words in ["Today ", "Now "] {
        alice.insert("reaffirm", words);
        alice.until("the acknowledgement", |alice| alice.session.pending() == 0);
    }
    alice.comment("reaffirm", audience, said);
    alice.until("the comment", |alice| alice.session.pending() == 0);
    drop(alice);
    server.stop();
    server
}

/// The store of a data directory that no server has open.
pub fn open(data: &Path) -> Sqlite {
    let directory = DataDir::open(data, Access::Own).expect("a directory");
    Sqlite::open(&directory.database(), Access::Own).expect("a store")
}

/// Runs a command on a data directory: whether it did it, what it said and what it complained of.
pub fn adref(data: &Path, arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_adref"))
        .args(arguments)
        .env("ADREF_DATA", data)
        .env_remove("ADREF_LOG")
        .output()
        .expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.success(), text(output.stdout), text(output.stderr))
}

/// A socket to a draft.
pub fn dial(address: SocketAddr, slug: &str) -> WebSocket<TcpStream> {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(DEADLINE)).expect("a deadline");
    tungstenite::client(format!("ws://{address}/ws/drafts/{slug}"), stream).expect("a WebSocket").0
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop();
    }
}

pub fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(DEADLINE));
    config.build().into()
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.body_mut().read_to_string().expect("a body");
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// Imports the small draft; its slug.
pub fn bring_in(data: &Path) -> String {
    let directory = DataDir::open(data, Access::Own).expect("a directory");
    let mut store = Sqlite::open(&directory.database(), Access::Own).expect("a store");
    let report = importing::import_into(&mut store, FILE, TEXT.as_bytes(), clock::now()).expect("an import");
    report.drafts.first().expect("a draft").slug.clone()
}

/// A client with a replica.
pub struct Client {
    pub session: Session,
    pub socket: WebSocket<TcpStream>,
    /// What the session asked the host to show.
    pub seen: Vec<Effect>,
    /// Every byte that came.
    pub heard: Vec<u8>,
    /// The key that signs what is sent.
    pub device: Option<DeviceKey>,
}

impl Client {
    /// Connects and greets.
    pub fn new(server: &TestServer, session: Session) -> Self {
        Self::over(server.socket(&server.slug), session)
    }

    /// Greets over a socket.
    pub fn over(socket: WebSocket<TcpStream>, mut session: Session) -> Self {
        let effects = session.opened(clock::now());
        let mut client = Self { session, socket, seen: Vec::new(), heard: Vec::new(), device: None };
        client.perform(effects);
        client
    }

    /// Reconnects with what the session remembers.
    pub fn reconnect(&mut self, server: &TestServer) {
        self.reconnect_over(server.socket(&server.slug));
    }

    /// Goes on over another socket.
    pub fn reconnect_over(&mut self, socket: WebSocket<TcpStream>) {
        let closed = self.session.closed(clock::now());
        self.seen.extend(closed);
        self.socket = socket;
        let effects = self.session.opened(clock::now());
        self.perform(effects);
    }

    pub fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(frame) => {
                    let frame = match (&self.device, self.session.draft()) {
                        (Some(key), Some(draft)) => signing::sign(frame, draft.id, key),
                        _ => frame,
                    };
                    self.socket.send(Message::binary(frame)).expect("sent");
                }
                shown => self.seen.push(shown),
            }
        }
    }

    /// Reads one message; false when the conversation has ended.
    pub fn read_one(&mut self) -> bool {
        match self.socket.read() {
            Ok(Message::Binary(frame)) => {
                let effects = self.session.frame(&frame, clock::now());
                self.perform(effects);
                true
            }
            Ok(Message::Close(_)) | Err(_) => false,
            Ok(_) => true,
        }
    }

    /// Reads until something holds.
    pub fn until(&mut self, what: &str, mut holds: impl FnMut(&mut Self) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !holds(self) {
            assert!(Instant::now() < end, "{what} did not come; seen: {:?}", self.seen);
            match self.socket.read() {
                Ok(Message::Binary(frame)) => {
                    self.heard.extend_from_slice(&frame);
                    let effects = self.session.frame(&frame, clock::now());
                    self.perform(effects);
                }
                Ok(_) => {}
                Err(error) => panic!("{what} did not come: {error}; seen: {:?}", self.seen),
            }
        }
    }

    /// Inserts words into the first paragraph that has some of these.
    pub fn insert(&mut self, beside: &str, words: &str) {
        let draft = self.session.draft().expect("a draft");
        let paragraph = paragraph_with(&draft, beside);
        let act = Act::Splice(Splice { paragraph, at: 0, delete: 0, insert: words.into() });
        let effects = self.session.act(&act, clock::now()).expect("allowed");
        self.perform(effects);
        let effects = self.session.flush(clock::now());
        self.perform(effects);
    }

    /// Comments on the first words of the first paragraph that has some of these.
    pub fn comment(&mut self, beside: &str, audience: Audience, text: &str) {
        let draft = self.session.draft().expect("a draft");
        let place = At::Words { paragraph: paragraph_with(&draft, beside), from: 0, to: 2 };
        let id = CommentId::derived(uuid::Uuid::nil(), text);
        let comment = NewComment { id, thread: None, kind: CommentKind::Remark, audience, place, text: text.into() };
        let effects = self.session.comment(comment, clock::now()).expect("allowed");
        self.perform(effects);
    }

    /// What this client reads of the comments.
    pub fn reads(&mut self) -> Vec<String> {
        let threads = self.session.threads("en");
        threads.iter().flat_map(|thread| &thread.comments).map(|comment| comment.text.clone()).collect()
    }

    /// The words of the whole draft.
    pub fn words(&mut self) -> String {
        let draft = self.session.draft().expect("a draft");
        draft.paragraphs.iter().map(|paragraph| paragraph.content.words() + "\n").collect()
    }
}

pub fn paragraph_with(draft: &Draft, words: &str) -> ParagraphId {
    let mut paragraphs = draft.paragraphs.iter();
    paragraphs.find(|paragraph| paragraph.content.words().contains(words)).expect("a paragraph").id
}

/// Reads to the end: the problem that the server named and the close code.
pub fn farewell(socket: &mut WebSocket<TcpStream>) -> (String, u16) {
    let (mut problem, mut code) = (String::new(), 0);
    loop {
        match socket.read() {
            Ok(Message::Binary(frame)) => {
                if let Ok(ServerMessage::Error(found)) = decode_server(&frame) {
                    problem = found.code;
                }
            }
            Ok(Message::Close(frame)) => code = frame.map_or(0, |frame| frame.code.into()),
            Ok(_) => {}
            Err(_) => return (problem, code),
        }
    }
}
