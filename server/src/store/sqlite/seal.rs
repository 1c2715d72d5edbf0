//! Seals: the SHA-256 of a row's columns, kept in the row and looked at whenever it is read, so that a bit that flipped on the disk is
//! found and never served. SQL knows them as the function `adref_seal`.

use rusqlite::{Connection, functions::FunctionFlags, types::ValueRef};
use sha2::{Digest, Sha256};

use crate::store::StoreError;

/// A table whose rows carry a seal.
#[derive(Clone, Copy, Debug)]
pub struct Sealed {
    /// Its name.
    pub name: &'static str,
    /// What a row is called when it is damaged.
    pub what: &'static str,
    /// The columns that the seal is over, in their order: all but itself. The first ones name the row.
    pub columns: &'static [&'static str],
}

pub const DRAFTS: Sealed = Sealed {
    name: "drafts",
    what: "entry in the list of drafts",
    columns: &["id", "slug", "title", "language", "kind", "document", "created_at"],
};
pub const PEOPLE: Sealed =
    Sealed { name: "people", what: "person", columns: &["id", "name", "delegation", "role", "created_at"] };
pub const RECORD: Sealed = Sealed {
    name: "record",
    what: "entry of the record",
    columns: &[
        "draft",
        "seq",
        "id",
        "at",
        "by_name",
        "delegation",
        "decision",
        "meeting",
        "reason",
        "heads",
        "previous",
        "hash",
    ],
};
pub const ACTORS: Sealed = Sealed { name: "actors", what: "actor", columns: &["draft", "actor", "person"] };
pub const INVITATIONS: Sealed = Sealed {
    name: "invitations",
    what: "invitation",
    columns: &[
        "token_hash",
        "role",
        "delegation",
        "created_at",
        "expires_at",
        "uses",
        "max_uses",
        "revoked_at",
        "made_by",
    ],
};
pub const SESSIONS: Sealed = Sealed {
    name: "sessions",
    what: "session",
    columns: &["secret_hash", "person", "created_at", "expires_at", "ends_at", "used_at", "invitation"],
};
pub const DIAGNOSTICS: Sealed = Sealed {
    name: "diagnostics",
    what: "finding of an import",
    columns: &["draft", "seq", "code", "severity", "line", "col", "message", "hint"],
};
pub const SETTINGS: Sealed = Sealed { name: "settings", what: "setting", columns: &["key", "value"] };
pub const DELEGATIONS: Sealed =
    Sealed { name: "delegations", what: "delegation", columns: &["code", "place", "kind", "iso", "role"] };
pub const DELEGATION_NAMES: Sealed =
    Sealed { name: "delegation_names", what: "name of a delegation", columns: &["code", "language", "name"] };
pub const DELEGATION_MEMBERS: Sealed =
    Sealed { name: "delegation_members", what: "member of a group", columns: &["of_group", "place", "member"] };
pub const HEADS: Sealed = Sealed {
    name: "heads",
    what: "length of the logs",
    columns: &[
        "draft",
        "changes",
        "changes_link",
        "record",
        "record_hash",
        "comments",
        "comments_link",
        "actors",
        "diagnostics",
    ],
};

pub const CHECKPOINTS: Sealed = Sealed {
    name: "checkpoints",
    what: "checkpoint",
    columns: &[
        "draft",
        "changes",
        "record",
        "comments",
        "at",
        "changes_link",
        "record_hash",
        "comments_link",
        "heads",
        "public_key",
        "signature",
        "comments_signature",
    ],
};
pub const SIGNING_KEYS: Sealed = Sealed {
    name: "signing_keys",
    what: "signing key",
    columns: &["place", "public_key", "at", "before", "signature"],
};
pub const TOKENS: Sealed = Sealed {
    name: "tokens",
    what: "token",
    columns: &["id", "hash", "person", "reading", "created_at", "expires_at", "revoked_at"],
};

pub const REGISTERED: Sealed = Sealed {
    name: "registered",
    what: "registered person",
    columns: &["issuer", "claim", "value", "person", "created_at"],
};

pub const DEVICES: Sealed =
    Sealed { name: "devices", what: "device", columns: &["session", "public_key", "registered_at"] };

/// Every table whose rows carry a seal.
pub const ALL: [Sealed; 17] = [
    DRAFTS,
    PEOPLE,
    RECORD,
    ACTORS,
    INVITATIONS,
    SESSIONS,
    DIAGNOSTICS,
    SETTINGS,
    DELEGATIONS,
    DELEGATION_NAMES,
    DELEGATION_MEMBERS,
    HEADS,
    CHECKPOINTS,
    SIGNING_KEYS,
    TOKENS,
    REGISTERED,
    DEVICES,
];

impl Sealed {
    fn seal(&self, values: &str) -> String {
        format!("adref_seal('{}', {values})", self.name)
    }

    /// The condition that a row is as it was written.
    pub fn holds(&self) -> String {
        format!("seal IS {}", self.seal(&self.columns.join(", ")))
    }

    /// A statement that writes a row; the parameters are the columns in their order.
    pub fn insert(&self) -> String {
        let places: Vec<String> = (1..=self.columns.len()).map(|number| format!("?{number}")).collect();
        let (places, columns) = (places.join(", "), self.columns.join(", "));
        format!("INSERT INTO {} ({columns}, seal) VALUES ({places}, {})", self.name, self.seal(&places))
    }

    /// A statement that reads the columns in their order, and behind them whether the row is as it was written.
    pub fn select(&self, rest: &str) -> String {
        format!("SELECT {}, {} FROM {} {rest}", self.columns.join(", "), self.holds(), self.name)
    }

    /// A statement that seals rows anew, for those that were changed in the same transaction.
    pub fn reseal(&self, rest: &str) -> String {
        format!("UPDATE {} SET seal = {} {rest}", self.name, self.seal(&self.columns.join(", ")))
    }

    /// Reads a row of [`Sealed::select`] no further when its seal does not hold.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], by the name that `name` gives.
    pub fn check(&self, row: &rusqlite::Row<'_>, name: impl FnOnce() -> String) -> Result<(), StoreError> {
        let holds: bool = row.get(self.columns.len())?;
        if holds { Ok(()) } else { Err(StoreError::Damaged(name())) }
    }
}

/// Makes `adref_seal(table, column, …)` known to a connection.
///
/// # Errors
/// What SQLite says.
pub fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("adref_seal", -1, flags, |context| {
        let mut digest = Sha256::new();
        digest.update(b"adref seal 1");
        for index in 0..context.len() {
            add(&mut digest, context.get_raw(index));
        }
        Ok(<[u8; 32]>::from(digest.finalize()))
    })
}

/// Each value with its type and its length before it, so that no two rows share their bytes.
fn add(digest: &mut Sha256, value: ValueRef<'_>) {
    let number;
    let (tag, bytes) = match value {
        ValueRef::Null => (0, &[][..]),
        ValueRef::Integer(value) => {
            number = value.to_be_bytes();
            (1, &number[..])
        }
        ValueRef::Real(value) => {
            number = value.to_be_bytes();
            (2, &number[..])
        }
        ValueRef::Text(bytes) => (3, bytes),
        ValueRef::Blob(bytes) => (4, bytes),
    };
    digest.update([tag]);
    digest.update((bytes.len() as u64).to_be_bytes());
    digest.update(bytes);
}
