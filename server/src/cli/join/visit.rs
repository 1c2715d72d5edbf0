//! One stay in a draft: lines come from the command, a script or a keyboard; frames come from the server.

use std::{collections::VecDeque, process::ExitCode, time::Duration};

use client_core::{
    model::Directory,
    sync::session::{Effect, Session, State},
};
use futures_util::{SinkExt, StreamExt};
use tokio::{
    net::TcpStream,
    sync::mpsc::UnboundedReceiver,
    time::{Instant, sleep_until, timeout},
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use super::{
    Problem,
    decide::Ruling,
    line::{self, Line, Read},
    report::Reporter,
    scene::{Habits, Intent, Scene, fresh},
};
use crate::{cli::Failure, clock};

/// How long connecting may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long to wait before connecting again, at first and at most.
const AGAIN: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(10));

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A line that is to be done, with where it was said: `line 3: ` in a script.
pub struct Due {
    pub line: Line,
    pub place: String,
    /// It was typed: what is wrong with it is said, and the visit goes on.
    pub typed: bool,
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
    /// A decision that waits for a yes.
    pub asking: Option<Box<Ruling>>,
    /// Something was refused by the server.
    pub refused: bool,
    /// Effects that are still to be shown and sent.
    pub kept: Vec<Effect>,
}

impl Visit {
    /// Stays until it is done, over as many connections as it takes.
    pub async fn stay(&mut self, url: &str) -> Result<ExitCode, Failure> {
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
                Ok(Err(error)) if self.session.person().is_none() => {
                    return Err(Failure::new(format!("cannot connect: {error}"), "Check that the server runs."));
                }
                Ok(Err(_)) | Err(_) => {}
            }
            self.reporter.lost(pause)?;
            self.wait(pause).await?;
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
                    self.take(typed)?;
                    let effects = self.perform()?;
                    self.show(&effects)?;
                }
            }
        }
    }

    async fn converse(&mut self, mut socket: Socket) -> Result<End, Failure> {
        let mut effects = self.session.opened(clock::now());
        loop {
            effects.extend(self.perform()?);
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
            // Another line of a script may be due, now that the one before is answered.
            if self.is_due() {
                effects = Vec::new();
                continue;
            }
            effects = tokio::select! {
                frame = socket.next() => match frame {
                    Some(Ok(Message::Binary(frame))) => self.session.frame(&frame, clock::now()),
                    Some(Ok(_)) => Vec::new(),
                    Some(Err(_)) | None => return Ok(End::Lost),
                },
                typed = next(&mut self.typed) => {
                    self.take(typed)?;
                    Vec::new()
                }
            };
        }
    }

    fn show(&mut self, effects: &[Effect]) -> Result<(), Failure> {
        effects.iter().try_for_each(|effect| self.reporter.show(effect, &mut self.session))
    }

    fn is_answered(&self) -> bool {
        self.session.pending() == 0 && self.session.asked() == 0
    }

    fn is_done(&self) -> bool {
        let stopped = self.refused && self.due.iter().all(|due| !due.typed) && self.typed.is_none();
        let nothing_due = self.due.is_empty() || stopped;
        self.session.person().is_some() && self.ends && nothing_due && self.typed.is_none() && self.is_answered()
    }

    /// Whether the next line can be done: a script goes on when the line before is on the server's disk, so that what goes
    /// wrong is told of the right line; at a keyboard only a decision is waited for, since the next line may build on it.
    fn is_due(&self) -> bool {
        let Some(due) = self.due.front() else { return false };
        let here = self.session.person().is_some();
        match due.typed {
            true => here && (self.session.asked() == 0 || self.session.state() != State::Live),
            false => here && self.session.state() == State::Live && self.is_answered() && !self.refused,
        }
    }

    /// Takes a line from the keyboard; `None` is its end.
    fn take(&mut self, typed: Option<String>) -> Result<(), Failure> {
        let Some(text) = typed else {
            self.typed = None;
            self.ends = true;
            return Ok(());
        };
        if let Some(ruling) = self.asking.take() {
            let answer = text.trim().to_lowercase();
            if matches!(answer.as_str(), "y" | "yes") {
                return self.confirmed(ruling);
            }
            self.reporter.said("dropped", "not recorded")?;
            if matches!(answer.as_str(), "" | "n" | "no") {
                return Ok(());
            }
        }
        match line::read(&text) {
            Ok(Read::Line(line)) => self.due.push_back(Due { line: *line, place: String::new(), typed: true }),
            Ok(Read::Help(text)) => self.reporter.help(&text)?,
            Ok(Read::Nothing) => {}
            Err(problem) => self.reporter.problem(&problem)?,
        }
        Ok(())
    }

    /// A decision was confirmed: recorded if it would still do what was shown.
    fn confirmed(&mut self, ruling: Box<Ruling>) -> Result<(), Failure> {
        let holds = Scene::of(&mut self.session, &self.directory, &self.habits).map(|scene| ruling.still_holds(&scene));
        let done = holds.and_then(|holds| match holds {
            true => Ok(self.session.decide(ruling.request, clock::now())?),
            false => Err(Problem {
                reason: "changed",
                message: "the text changed meanwhile, and nothing was recorded".into(),
                hint: "Decide again, and read what it would do.".into(),
            }),
        });
        match done {
            Ok(effects) => {
                self.kept.extend(effects);
                Ok(())
            }
            Err(problem) => self.reporter.problem(&problem),
        }
    }

    /// Does the lines that are due.
    fn perform(&mut self) -> Result<Vec<Effect>, Failure> {
        let mut effects = std::mem::take(&mut self.kept);
        while self.is_due() {
            let Some(due) = self.due.pop_front() else { break };
            match self.act(&due.line) {
                Ok(done) => effects.extend(done),
                Err(problem) if due.typed => self.reporter.problem(&problem)?,
                Err(problem) => {
                    self.reporter.event(&problem)?;
                    return Err(problem.at(&due.place).into());
                }
            }
            // What a script says next waits for the answer.
            if !due.typed {
                break;
            }
        }
        Ok(effects)
    }

    fn act(&mut self, line: &Line) -> Result<Vec<Effect>, Problem> {
        let mut scene = Scene::of(&mut self.session, &self.directory, &self.habits)?;
        let now = clock::now();
        let mut effects = Vec::new();
        let told = match line.intent(&mut scene)? {
            Intent::Acts(acts, told) => {
                for act in &acts {
                    effects.extend(self.session.act(act, now)?);
                }
                effects.extend(self.session.flush(now));
                told
            }
            Intent::Comment(comment) => {
                effects.extend(self.session.comment(comment, now)?);
                None
            }
            Intent::Resolve(thread, resolved) => {
                let id = client_core::model::CommentId(fresh()?);
                effects.extend(self.session.resolve_comment(id, thread, resolved, now)?);
                None
            }
            Intent::Decide(ruling) => return self.rule(ruling),
            Intent::Look(told) => Some(told),
            Intent::Meeting(name) => {
                self.habits.meeting = name;
                None
            }
            Intent::Quit => {
                (self.typed, self.ends) = (None, true);
                self.due.clear();
                None
            }
        };
        if let Some(told) = told {
            self.reporter.told(&told).map_err(|failure| Problem::unclear(failure.to_string(), ""))?;
        }
        Ok(effects)
    }

    /// Records a decision, or shows what it would do and asks.
    fn rule(&mut self, ruling: Box<Ruling>) -> Result<Vec<Effect>, Problem> {
        self.reporter.told(&ruling.told).map_err(|failure| Problem::unclear(failure.to_string(), ""))?;
        if ruling.dry_run {
            return Ok(Vec::new());
        }
        if !ruling.confirm {
            return Ok(self.session.decide(ruling.request, clock::now())?);
        }
        if self.typed.is_none() {
            return Err(Problem::unconfirmed());
        }
        let asked = self.reporter.said("asks", "it decides more than was named: record it? yes or no");
        asked.map_err(|failure| Problem::unclear(failure.to_string(), ""))?;
        self.asking = Some(ruling);
        Ok(Vec::new())
    }
}

/// The next line from the keyboard; never, where there is none.
async fn next(typed: &mut Option<UnboundedReceiver<String>>) -> Option<String> {
    match typed {
        Some(lines) => lines.recv().await,
        None => std::future::pending().await,
    }
}
