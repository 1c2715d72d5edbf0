use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::body::Bytes;
use client_core::{model::DraftId, sync::protocol::Problem};
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use tokio::time::{Instant, interval_at, timeout, timeout_at};
use tokio_tungstenite::tungstenite::{Error, Message, protocol::CloseFrame};

use super::{
    greeting::{self, problem},
    socket::{Socket, pieces},
};
use crate::{
    app::App,
    limits::Seat,
    metrics::{Counted, Metrics},
    room::{Command, Ending, Joining, Next, Outbox, close_code, problem_frame, reason},
    serving::Peer,
    store::SecretHash,
};

/// How often a quiet connection is asked whether it lives.
const PING: Duration = Duration::from_secs(20);

/// How long a connection may say nothing, not even an answer to a ping.
const SILENCE: Duration = Duration::from_secs(60);

/// How long a connection that is to end may take to read why.
const FAREWELL: Duration = Duration::from_secs(5);

/// Holds a conversation to its end.
pub async fn hold(app: Arc<App>, slug: String, cookie: Option<String>, socket: Socket, peer: Option<Peer>) {
    let _present = app.enter();
    let (mut sink, mut stream) = socket.split();
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
        Err(problem) => return Box::pin(part(&mut sink, &mut stream, problem)).await,
    };
    let Some(seat) = app.limits.enter(guest.person.id) else {
        let problem =
            problem("too-many", "You have too many windows open.", "Close some of them, then reload this one.");
        return Box::pin(part(&mut sink, &mut stream, problem)).await;
    };
    let _counted = Counted::new(&app.metrics.conversations);
    let connection = app.rooms.connection();
    let outbox = Arc::new(Outbox::default());
    tracing::debug!(connection, draft = %guest.draft, person = %guest.person.id, "joined");
    let (session, person) = (guest.key, guest.person.clone());
    let join = Joining {
        connection,
        person: guest.person,
        session: guest.session,
        actor: guest.actor,
        hello: guest.hello,
        outbox: outbox.clone(),
        device: guest.device,
    };
    if app.rooms.send(guest.draft, Command::Join(Box::new(join))).await.is_err() {
        return Box::pin(part(&mut sink, &mut stream, Ending::Shutdown.problem())).await;
    }
    // Behind the joining: what is told of the person reaches the room after it.
    app.attendance.enter(connection, session, guest.draft, person, outbox.clone());
    let heard = Mutex::new(Instant::now());
    tokio::select! {
        () = read(&app, (guest.draft, connection, session), &seat, &mut stream, &outbox, &heard) => {}
        () = write(&mut sink, &outbox, &heard, &app.metrics) => {}
    }
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
            Some(Ok(Message::Close(_))) | None => return,
            Some(Err(error)) => broken(&error),
        };
        let code = close_code(&problem.code);
        outbox.push(problem_frame(problem));
        outbox.close(code);
        // The writer says farewell and ends the conversation.
        return std::future::pending().await;
    }
}

/// Carries frames from the room, and asks a quiet client whether it lives.
async fn write<S>(sink: &mut S, outbox: &Outbox, heard: &Mutex<Instant>, metrics: &Metrics)
where
    S: Sink<Message, Error = Error> + Unpin,
{
    let mut ping = interval_at(Instant::now() + PING, PING);
    loop {
        tokio::select! {
            next = outbox.next() => match next {
                Next::Frames(frames) => {
                    metrics.deliveries.inc_by(frames.len() as u64);
                    metrics.delivered.inc_by(frames.iter().map(|frame| frame.len() as u64).sum());
                    let sending = async {
                        for piece in frames.into_iter().flat_map(|frame| pieces(Bytes::from_owner(frame))) {
                            sink.feed(piece).await?;
                        }
                        sink.flush().await
                    };
                    // A reader that takes longer than this for what fits the outbox is as good as gone.
                    let patience = if outbox.is_closing() { FAREWELL } else { SILENCE };
                    if !matches!(timeout(patience, sending).await, Ok(Ok(()))) {
                        return;
                    }
                    outbox.sent();
                }
                Next::Close(code) => {
                    metrics.conversation_ended(reason(code));
                    return close(sink, code).await;
                }
            },
            _ = ping.tick() => {
                let since = heard.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
                let alive = since < SILENCE && matches!(
                    timeout(PING, sink.send(Message::Ping(Bytes::new()))).await, Ok(Ok(())));
                if !alive {
                    return;
                }
            }
        }
    }
}

/// Tells a client that never joined why, and closes.
async fn part<W, R>(sink: &mut W, stream: &mut R, problem: Problem)
where
    W: Sink<Message, Error = Error> + Unpin,
    R: Stream<Item = Result<Message, Error>> + Unpin,
{
    let code = close_code(&problem.code);
    let frame = Message::Binary(Bytes::from_owner(problem_frame(problem)));
    if matches!(timeout(FAREWELL, sink.send(frame)).await, Ok(Ok(()))) {
        close(sink, code).await;
    }
    // What the client still sends is read away, so that the system does not cut the farewell short.
    let until = Instant::now() + FAREWELL;
    while let Ok(Some(Ok(_))) = timeout_at(until, stream.next()).await {}
}

async fn close<S>(sink: &mut S, code: u16)
where
    S: Sink<Message, Error = Error> + Unpin,
{
    let farewell = Message::Close(Some(CloseFrame { code: code.into(), reason: "".into() }));
    // Whoever is gone already needs no farewell.
    drop(timeout(FAREWELL, sink.send(farewell)).await);
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
