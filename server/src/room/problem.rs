use std::sync::Arc;

use client_core::sync::protocol::{Problem, ServerMessage, encode};

/// How a conversation ends when the server ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The client reads more slowly than others write.
    Slow,
    /// The room could not go on; what was acknowledged is safe.
    Store,
    /// The server stops.
    Shutdown,
    /// What is stored of the draft is not what was written; it is not shown.
    Damaged,
    /// The session was ended, or has expired.
    Session,
}

impl Ending {
    /// What the client is told.
    pub fn problem(self) -> Problem {
        let (code, message, hint) = match self {
            Self::Slow => ("slow", "This connection fell behind the others.", "Reconnect; nothing is lost."),
            Self::Store => (
                "store",
                "The draft could not be written or read now.",
                "Reconnect in a moment; what was acknowledged is safe.",
            ),
            Self::Damaged => (
                "damaged",
                "The draft is damaged on the server's disk, and is shown to nobody.",
                "Tell whoever runs the server; the other drafts go on.",
            ),
            Self::Shutdown => ("shutdown", "The server is stopping.", "Reconnect in a moment; nothing is lost."),
            Self::Session => ("credential", "Your session has ended.", "Open your invitation link again."),
        };
        Problem { code: code.into(), message: message.into(), hint: hint.into() }
    }
}

/// The problem behind a close code.
pub fn reason(code: u16) -> &'static str {
    let codes = ["credential", "unknown-draft", "slow", "replaced", "too-many", "too-large", "store", "shutdown"];
    codes.into_iter().find(|problem| close_code(problem) == code).unwrap_or("malformed")
}

/// A problem as a frame.
pub fn problem_frame(problem: Problem) -> Arc<[u8]> {
    encode(&ServerMessage::Error(problem)).into()
}

/// The close code of the WebSocket after a problem.
pub fn close_code(problem: &str) -> u16 {
    match problem {
        "credential" => 4401,
        "unknown-draft" => 4404,
        "slow" => 4408,
        "replaced" => 4409,
        "too-many" | "too-often" => 4429,
        "too-large" => 1009,
        "store" | "damaged" => 1011,
        "shutdown" => 1012,
        _ => 4400,
    }
}
