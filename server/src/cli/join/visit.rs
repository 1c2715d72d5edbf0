//! One stay in a draft: lines come from the command, a script or a keyboard; frames come from the server.

use std::{collections::VecDeque, process::ExitCode, time::Duration};

use client_core::{
    device::DeviceKey,
    model::Directory,
    sync::{
        session::{Effect, Session, State},
        signing,
    },
};
use futures_util::{SinkExt, StreamExt};
use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{Instant, sleep_until, timeout},
};
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::Message;
use url::Url;

use super::{
    line::Line,
    report::Reporter,
    ruling::Ruling,
    scene::Habits,
    trust::{self, Socket},
};
use crate::{
    cli::{Failure, tell},
    clock,
};

/// How long connecting may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to wait before connecting again, at first and at most.
const AGAIN: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(10));

/// Something that is to be done.
pub enum Due {
    /// A line of the command or of a script, with where it stands: `line 3: `. What goes wrong with it ends the visit.
    Given(Box<Line>, String),
    /// What was typed. What is wrong with it is said, and the visit goes on.
    Typed(String),
}

/// How a connection ended.
enum End {
    /// The command has done what it was to do.
    Done(ExitCode),
    /// The connection is lost; the session goes on.
    Lost,
}

/// See the module.
pub struct Visit {
    pub session: Session,
    pub directory: Directory,
    pub habits: Habits,
    pub reporter: Reporter,
    /// What is still to be done, in order.
    pub due: VecDeque<Due>,
    /// Lines from a keyboard; `None` when there is none, or when it is done.
    pub typed: Option<UnboundedReceiver<String>>,
    /// End when everything is done and on the server's disk.
    pub ends: bool,
    /// The key of this device, if it signs.
    pub device: Option<DeviceKey>,
    /// A decision that waits for a yes.
    pub asking: Option<Box<Ruling>>,
    /// Something was refused by the server.
    pub refused: bool,
    /// A keyboard is there, or was.
    pub interactive: bool,
    /// The draft has come here.
    pub is_in: bool,
    /// Where the line of the command or the script stands that was done last.
    pub doing: Option<String>,
}

impl Visit {
    /// Stays until it is done, over as many connections as it takes.
    pub async fn stay(&mut self, url: &Url, tls: &TlsConnector) -> Result<ExitCode, Failure> {
        let mut pause = AGAIN.0;
        loop {
            match timeout(PATIENCE, trust::connect(tls, url)).await {
                Ok(Ok(socket)) => {
                    pause = AGAIN.0;
                    if let End::Done(code) = self.converse(socket).await? {
                        return Ok(code);
                    }
                    let closed = self.session.closed(clock::now());
                    self.show(&closed)?;
                }
                Ok(Err(error)) if self.session.person().is_none() => {
                    return Err(trust::told(&error));
                }
                Ok(Err(_)) | Err(_) => {}
            }
            self.reporter.lost(pause)?;
            self.wait(pause).await?;
            if self.is_done() {
                return Ok(self.code());
            }
            pause = (pause * 2).min(AGAIN.1);
        }
    }

    /// Waits to connect again; what is typed meanwhile is done here and sent later.
    async fn wait(&mut self, pause: Duration) -> Result<(), Failure> {
        let end = Instant::now() + pause;
        loop {
            tokio::select! {
                () = sleep_until(end) => return Ok(()),
                typed = next(&mut self.typed) => {
                    self.take(typed);
                    while self.is_due() {
                        // What is to be sent the session keeps, and sends when it is there again.
                        let effects = self.perform()?;
                        self.show(&effects)?;
                    }
                    if self.is_done() {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// A frame as this device sends it.
    fn signed(&mut self, frame: Vec<u8>) -> Vec<u8> {
        match (&self.device, self.session.draft()) {
            (Some(key), Some(draft)) => signing::sign(frame, draft.id, key),
            _ => frame,
        }
    }

    fn code(&self) -> ExitCode {
        if self.refused { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }

    async fn converse(&mut self, mut socket: Socket) -> Result<End, Failure> {
        let mut effects = self.session.opened(clock::now());
        loop {
            self.show(&effects)?;
            for effect in effects {
                let sent = match effect {
                    Effect::Send(frame) => socket.send(Message::binary(self.signed(frame))).await,
                    Effect::Failed(problem) if matches!(problem.code.as_str(), "shutdown" | "slow" | "store") => {
                        return Ok(End::Lost);
                    }
                    Effect::Failed(problem) => return Err(Failure::new(problem.message, problem.hint)),
                    Effect::Refused { reason, message, hint, .. } => {
                        self.refused = true;
                        if let Some(place) = &self.doing {
                            tell(&Failure::new(format!("{place}{message} ({reason})"), hint).to_string());
                        }
                        Ok(())
                    }
                    _ => Ok(()),
                };
                if sent.is_err() {
                    return Ok(End::Lost);
                }
            }
            // Another line may be due, now that the one before is answered.
            if self.is_due() {
                effects = self.perform()?;
                continue;
            }
            if self.is_done() {
                // The server sees the end either way.
                drop(socket.close(None).await);
                return Ok(End::Done(self.code()));
            }
            effects = tokio::select! {
                frame = socket.next() => match frame {
                    Some(Ok(Message::Binary(frame))) => self.session.frame(&frame, clock::now()),
                    Some(Ok(_)) => Vec::new(),
                    Some(Err(_)) | None => return Ok(End::Lost),
                },
                typed = next(&mut self.typed) => {
                    self.take(typed);
                    Vec::new()
                }
            };
        }
    }

    /// Shows effects. What was decided and said before somebody came in is looked up, not told.
    fn show(&mut self, effects: &[Effect]) -> Result<(), Failure> {
        let comes_in = !self.is_in && effects.iter().any(|effect| matches!(effect, Effect::Joined { .. }));
        self.is_in |= comes_in;
        let is_old = |effect: &&Effect| comes_in && matches!(effect, Effect::Recorded(_) | Effect::Commented(_));
        let shown = effects.iter().filter(|effect| !is_old(effect));
        shown.into_iter().try_for_each(|effect| self.reporter.show(effect, &mut self.session))
    }

    fn is_answered(&self) -> bool {
        self.session.pending() == 0 && self.session.asked() == 0
    }

    fn is_done(&self) -> bool {
        // What a script would go on with is not done any more.
        let stopped = self.refused && matches!(self.due.front(), Some(Due::Given(..)));
        let nothing_due = self.due.is_empty() || stopped;
        self.session.person().is_some() && self.ends && nothing_due && self.is_answered()
    }

    /// Whether the next line can be done: a script goes on when the line before is on the server's disk, so that what goes
    /// wrong is told of the right line; at a keyboard only a decision is waited for, since the next line may build on it.
    pub fn is_due(&self) -> bool {
        let Some(due) = self.due.front() else { return false };
        let here = self.session.person().is_some();
        match due {
            Due::Typed(_) => here && (self.session.asked() == 0 || self.session.state() != State::Live),
            Due::Given(..) => here && self.session.state() == State::Live && self.is_answered() && !self.refused,
        }
    }

    /// Takes a line from the keyboard; `None` is its end.
    fn take(&mut self, typed: Option<String>) {
        match typed {
            Some(text) => self.due.push_back(Due::Typed(text)),
            None => (self.typed, self.ends) = (None, true),
        }
    }
}

/// The next line from the keyboard; never, where there is none.
async fn next(typed: &mut Option<UnboundedReceiver<String>>) -> Option<String> {
    match typed {
        Some(lines) => lines.recv().await,
        None => std::future::pending().await,
    }
}
