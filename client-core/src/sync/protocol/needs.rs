use super::{ClientMessage, WireAudience, WireCommentKind};
use crate::model::Permission;

impl ClientMessage {
    /// What somebody must be allowed for the room to look at the message at all: a message without a row here does not compile.
    /// What it says may ask for more: a position in a `push` that of positions, a thread of others that of the chair.
    pub fn needs(&self) -> Permission {
        match self {
            Self::Hello(_) | Self::Presence { .. } | Self::Need { .. } => Permission::Read,
            Self::Push { .. } => Permission::Edit,
            Self::Decide { .. } => Permission::Decide,
            Self::Comment(saying) => {
                let contribution = saying.kind == WireCommentKind::Proposal && saying.audience == WireAudience::Chair;
                if contribution { Permission::Contribute } else { Permission::Comment }
            }
            Self::ResolveComment(_) => Permission::Contribute,
        }
    }

    /// The name of the message on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Hello(_) => "hello",
            Self::Push { .. } => "push",
            Self::Decide { .. } => "decide",
            Self::Presence { .. } => "presence",
            Self::Need { .. } => "need",
            Self::Comment(_) => "comment",
            Self::ResolveComment(_) => "resolve_comment",
        }
    }

    /// Every name, in the order of the enum.
    pub const NAMES: [&str; 7] = ["hello", "push", "decide", "presence", "need", "comment", "resolve_comment"];
}
