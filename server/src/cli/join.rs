mod acts;
mod entrance;
mod report;

use std::{process::ExitCode, time::Duration};

use clap::{Args, ValueEnum};
use client_core::sync::{
    protocol::Credential,
    session::{Effect, Session},
};
use futures_util::{SinkExt, StreamExt};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use super::{Failure, runtime};
use crate::{auth, clock};
use report::Reporter;

/// How long connecting may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to wait before connecting again, at first and at most.
const AGAIN: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(10));

/// Take part in a draft from the terminal.
#[derive(Debug, Args)]
pub struct Join {
    /// An invitation link, in quotes: 'http://…/#/join/…'
    url: String,
    /// The draft; the first one without it
    #[arg(long, value_name = "SLUG")]
    draft: Option<String>,
    /// The name that others see
    #[arg(long, env = "USER", default_value = "Terminal")]
    name: String,
    /// The delegation to speak for, where the invitation leaves it open
    #[arg(long, default_value = "")]
    delegation: String,
    /// Insert this text; needs --paragraph
    #[arg(long, value_name = "TEXT", requires = "paragraph")]
    insert: Option<String>,
    /// Where to insert, in characters from 0 (a bracket's edge counts one); at the end without it
    #[arg(long, value_name = "N", requires = "insert")]
    at: Option<usize>,
    /// Open a bracket around these words
    #[arg(long, value_name = "WORDS")]
    bracket: Option<String>,
    /// What is wished of the bracket
    #[arg(long, value_enum, default_value_t = Wish::Retain, requires = "bracket")]
    wish: Wish,
    /// Why the bracket is opened, the position taken, or the paragraph proposed
    #[arg(long, default_value = "")]
    reason: String,
    /// Make this bracket a choice: each slash among its words becomes a line between branches. Its identity, or its number
    /// in `adref history`
    #[arg(long, value_name = "ID")]
    choice: Option<String>,
    /// Propose a paragraph with these words; needs --after, --before, --under or --alternative-to
    #[arg(long, value_name = "WORDS", requires = "place")]
    propose: Option<String>,
    /// Propose it behind this paragraph
    #[arg(long, value_name = "LABEL_OR_ID", group = "place", requires = "propose")]
    after: Option<String>,
    /// Propose it before this paragraph
    #[arg(long, value_name = "LABEL_OR_ID", group = "place", requires = "propose")]
    before: Option<String>,
    /// Propose it as the last sub-item of this paragraph
    #[arg(long, value_name = "LABEL_OR_ID", group = "place", requires = "propose")]
    under: Option<String>,
    /// Propose it as an alternative to this paragraph; give it again for each that follows, to replace a run
    #[arg(long, value_name = "LABEL_OR_ID", group = "place", requires = "propose")]
    alternative_to: Vec<String>,
    /// Propose to delete this paragraph, with what stands under it
    #[arg(long, value_name = "LABEL_OR_ID")]
    propose_deletion: Option<String>,
    /// The paragraph: its label, such as 8 or "Alt 9", or its identity
    #[arg(long, value_name = "LABEL_OR_ID")]
    paragraph: Option<String>,
    /// Take a position: BRACKET=retain, delete, reserve, can-accept, or none to take it back; the bracket by its number or
    /// identity, and of a choice retain:2 for its second branch or retain:none for no text
    #[arg(long, value_name = "BRACKET=STANCE")]
    position: Vec<String>,
    /// End when the own acts are on the server's disk
    #[arg(long)]
    once: bool,
    /// Go on and print what others do (the default)
    #[arg(long, conflicts_with = "once")]
    follow: bool,
    /// Print JSON, one value a line
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Wish {
    Retain,
    Delete,
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How a connection ended.
enum End {
    /// The command has done what it was to do.
    Done(ExitCode),
    /// The connection is lost; the session goes on.
    Lost,
}

impl Join {
    /// Joins, acts and prints.
    pub fn run(self) -> Result<ExitCode, Failure> {
        let bad = || Failure::new("this is no invitation link", "Give it whole, in quotes: 'http://…/#/join/…'.");
        let (base, token) = auth::token_of(&self.url).ok_or_else(bad)?;
        let entrance = entrance::enter(&base, &token, &self.name, &self.delegation, self.draft.as_deref())?;
        let session = Session::new(entrance.draft.as_str(), Credential::Session { secret: entrance.secret });
        let mut visit =
            Visit { reporter: Reporter::new(self.json), command: self, session, acted: false, refused: false };
        runtime()?.block_on(async {
            tokio::select! {
                ended = visit.stay(&entrance.socket) => ended,
                _ = tokio::signal::ctrl_c() => Ok(ExitCode::SUCCESS),
            }
        })
    }
}

/// One stay in a draft, over as many connections as it takes.
struct Visit {
    command: Join,
    session: Session,
    reporter: Reporter,
    acted: bool,
    refused: bool,
}

impl Visit {
    async fn stay(&mut self, url: &str) -> Result<ExitCode, Failure> {
        let mut pause = AGAIN.0;
        loop {
            match timeout(PATIENCE, connect_async(url)).await {
                Ok(Ok((socket, _))) => {
                    pause = AGAIN.0;
                    if let End::Done(code) = self.converse(socket).await? {
                        return Ok(code);
                    }
                    let closed = self.session.closed(clock::now());
                    self.show(&closed)?;
                }
                Ok(Err(error)) if !self.acted && self.session.person().is_none() => {
                    return Err(Failure::new(format!("cannot connect: {error}"), "Check that the server runs."));
                }
                Ok(Err(_)) | Err(_) => {}
            }
            self.reporter.lost(pause)?;
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(AGAIN.1);
        }
    }

    async fn converse(&mut self, mut socket: Socket) -> Result<End, Failure> {
        let mut effects = self.session.opened(clock::now());
        loop {
            self.show(&effects)?;
            for effect in effects {
                let sent = match effect {
                    Effect::Send(frame) => socket.send(Message::binary(frame)).await,
                    Effect::Failed(problem) if matches!(problem.code.as_str(), "shutdown" | "slow" | "store") => {
                        return Ok(End::Lost);
                    }
                    Effect::Failed(problem) => return Err(Failure::new(problem.message, problem.hint)),
                    Effect::Refused { .. } => {
                        self.refused = true;
                        Ok(())
                    }
                    _ => Ok(()),
                };
                if sent.is_err() {
                    return Ok(End::Lost);
                }
            }
            if self.is_done() {
                // The server sees the end either way.
                drop(socket.close(None).await);
                return Ok(End::Done(if self.refused { ExitCode::FAILURE } else { ExitCode::SUCCESS }));
            }
            effects = match socket.next().await {
                Some(Ok(Message::Binary(frame))) => self.session.frame(&frame, clock::now()),
                Some(Ok(_)) => Vec::new(),
                Some(Err(_)) | None => return Ok(End::Lost),
            };
            if !self.acted && self.session.person().is_some() {
                self.acted = true;
                effects.extend(acts::perform(&self.command, &mut self.session)?);
            }
        }
    }

    fn show(&mut self, effects: &[Effect]) -> Result<(), Failure> {
        effects.iter().try_for_each(|effect| self.reporter.show(effect, &mut self.session))
    }

    fn is_done(&self) -> bool {
        self.command.once && self.acted && self.session.pending() == 0
    }
}
