use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::body::Bytes;
use client_core::{model::DraftId, sync::protocol::Problem};
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, interval_at, timeout, timeout_at};
use tokio_tungstenite::tungstenite::{Error, Message, protocol::frame::Frame};

use super::{
    greeting::{self, problem},
    socket::Socket,
};
use crate::{
    app::App,
    limits::Seat,
    metrics::{Counted, Metrics},
    room::{Command, Ended, Ending, FAREWELL, Joining, Outbox, close_code, problem_frame, reason},
    serving::Peer,
    store::SecretHash,
};

/// How often a quiet connection is asked whether it lives.
const PING: Duration = Duration::from_secs(20);

/// How long a connection may say nothing, not even an answer to a ping.
const SILENCE: Duration = Duration::from_secs(60);

/// Holds a conversation to its end.
pub async fn hold(
    app: Arc<App>,
    slug: String,
    cookie: Option<String>,
    (mut stream, outbox): (Socket, Arc<Outbox>),
    peer: Option<Peer>,
) {
    let _present = app.enter();
    let greeted = match timeout(app.limits.allowed().patience, first(&mut stream)).await {
        Ok(First::Frame(frame)) => {
            let address = peer.as_ref().map(|peer| peer.address);
            // In a box, which goes when the greeting is over: a conversation lives long, and would keep the room for it.
            Box::pin(greeting::greet(&app, &slug, cookie, address, &frame)).await
        }
        Ok(First::Problem(problem)) => Err(problem),
        Ok(First::Gone) => return,
        Err(_) => Err(problem("out-of-order", "No `hello` came in time.", "Connect again.")),
    };
    let guest = match greeted {
        Ok(guest) => guest,
        Err(problem) => return Box::pin(part(&outbox, &mut stream, problem)).await,
    };
    let Some(seat) = app.limits.enter(guest.person.id) else {
        let problem =
            problem("too-many", "You have too many windows open.", "Close some of them, then reload this one.");
        return Box::pin(part(&outbox, &mut stream, problem)).await;
    };
    let _counted = Counted::new(&app.metrics.conversations);
    let connection = app.rooms.connection();
    tracing::debug!(connection, draft = %guest.draft, person = %guest.person.id, "joined");
    let (session, person) = (guest.key, guest.person.clone());
    let join = Joining {
        connection,
        person: guest.person,
        session: guest.session,
        actor: guest.actor,
        hello: guest.hello,
        outbox: outbox.clone(),
        signing: guest.signing,
    };
    if app.rooms.send(guest.draft, Command::Join(Box::new(join))).await.is_err() {
        return Box::pin(part(&outbox, &mut stream, Ending::Shutdown.problem())).await;
    }
    // Behind the joining: what is told of the person reaches the room after it.
    app.attendance.enter(connection, session, guest.draft, person, outbox.clone());
    let heard = Mutex::new(Instant::now());
    tokio::select! {
        () = read(&app, (guest.draft, connection, session), &seat, &mut stream, &outbox, &heard) => {}
        () = write(&outbox, &heard, &app.metrics) => {}
    }
    outbox.let_go();
    app.attendance.leave(connection);
    // An error says that the server stops, and then the room is closed anyway.
    drop(app.rooms.send(guest.draft, Command::Leave { connection }).await);
    tracing::debug!(connection, "left");
}

/// What a client says first.
enum First {
    Frame(Bytes),
    Problem(Problem),
    Gone,
}

async fn first<S>(stream: &mut S) -> First
where
    S: Stream<Item = Result<Message, Error>> + Unpin,
{
    loop {
        match stream.next().await {
            Some(Ok(Message::Binary(frame))) => return First::Frame(frame),
            Some(Ok(Message::Text(_))) => return First::Problem(text()),
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
            Some(Ok(Message::Close(_))) | None => return First::Gone,
            Some(Err(error)) => return First::Problem(broken(&error)),
        }
    }
}

/// Carries frames to the room until the client goes or breaks the rules. Then what waits is still sent.
async fn read<S>(
    app: &App,
    (draft, connection, session): (DraftId, u64, SecretHash),
    seat: &Seat,
    stream: &mut S,
    outbox: &Outbox,
    heard: &Mutex<Instant>,
) where
    S: Stream<Item = Result<Message, Error>> + Unpin,
{
    loop {
        // Who does not read what it asked for is not heard either: what waits for it would pile up.
        outbox.drained().await;
        let message = stream.next().await;
        *heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        let problem = match message {
            Some(Ok(Message::Binary(frame))) => {
                seat.allow(frame.len()).await;
                app.metrics.messages.inc();
                app.used(session).await;
                let command = Command::Frame { connection, frame: frame.into() };
                if outbox.is_closing() || app.rooms.send(draft, command).await.is_ok() {
                    continue;
                }
                Ending::Shutdown.problem()
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {
                seat.allow(0).await;
                continue;
            }
            Some(Ok(Message::Text(_))) => text(),
            Some(Ok(Message::Close(_))) => {
                // Reading on answers it.
                drop(stream.next().await);
                return;
            }
            None => return,
            Some(Err(error)) => broken(&error),
        };
        let code = close_code(&problem.code);
        outbox.push(problem_frame(problem));
        outbox.close(code);
        // The writer says farewell and ends the conversation.
        return std::future::pending().await;
    }
}

/// Carries what has to wait for the socket, and asks a quiet client whether it lives.
async fn write(outbox: &Outbox, heard: &Mutex<Instant>, metrics: &Metrics) {
    let mut ping = interval_at(Instant::now() + PING, PING);
    let mut carrying = std::pin::pin!(outbox.carry());
    loop {
        tokio::select! {
            ended = carrying.as_mut() => {
                if let Ended::Closed(code) = ended {
                    metrics.conversation_ended(reason(code));
                }
                return;
            }
            _ = ping.tick() => {
                let since = heard.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
                if since >= SILENCE {
                    return;
                }
                let mut frame = Vec::new();
                // A vector takes everything.
                if Frame::ping(Bytes::new()).format(&mut frame).is_ok() {
                    outbox.push_raw(frame);
                }
            }
        }
    }
}

/// Tells a client that never joined why, and closes.
async fn part<R>(outbox: &Outbox, stream: &mut R, problem: Problem)
where
    R: Stream<Item = Result<Message, Error>> + Unpin,
{
    let code = close_code(&problem.code);
    outbox.push(problem_frame(problem));
    outbox.close(code);
    outbox.carry().await;
    outbox.let_go();
    // What the client still sends is read away, so that the system does not cut the farewell short.
    let until = Instant::now() + FAREWELL;
    while let Ok(Some(Ok(_))) = timeout_at(until, stream.next()).await {}
}

fn text() -> Problem {
    problem("malformed", "Messages are binary; a text message came.", "Update the client.")
}

fn broken(error: &Error) -> Problem {
    if matches!(error, Error::Capacity(_)) {
        problem("too-large", "The message has more than 1 MiB.", "Insert the text in parts.")
    } else {
        problem("malformed", "The message is not a WebSocket message.", "Reload the page.")
    }
}
