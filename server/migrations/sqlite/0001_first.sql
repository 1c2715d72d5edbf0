-- The log of changes and the record are the truth; snapshots are a cache that may be emptied at any time.
-- Times are milliseconds since 1970; identities are 16 bytes; secrets are kept as their SHA-256 only.

CREATE TABLE drafts (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    slug       TEXT    NOT NULL UNIQUE,
    title      TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    kind       TEXT    NOT NULL CHECK (kind IN ('draft', 'reference')),
    document   TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE people (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name       TEXT    NOT NULL,
    delegation TEXT    NOT NULL,
    role       TEXT    NOT NULL CHECK (role IN ('observer', 'member', 'chair')),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE changes (
    draft       BLOB    NOT NULL REFERENCES drafts (id),
    seq         INTEGER NOT NULL CHECK (seq > 0),
    hash        TEXT    NOT NULL,
    actor       BLOB    NOT NULL,
    person      BLOB,
    name        TEXT    NOT NULL,
    delegation  TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    bytes       BLOB    NOT NULL,
    paragraphs  BLOB    NOT NULL CHECK (length(paragraphs) % 16 = 0),
    brackets    BLOB    NOT NULL CHECK (length(brackets) % 16 = 0),
    UNIQUE (draft, seq),
    UNIQUE (draft, hash)
) STRICT;

CREATE TABLE snapshots (
    draft  BLOB    NOT NULL PRIMARY KEY REFERENCES drafts (id),
    seq    INTEGER NOT NULL,
    bytes  BLOB    NOT NULL,
    sha256 BLOB    NOT NULL CHECK (length(sha256) = 32)
) STRICT;

CREATE TABLE record (
    draft      BLOB    NOT NULL REFERENCES drafts (id),
    seq        INTEGER NOT NULL CHECK (seq > 0),
    id         BLOB    NOT NULL,
    at         INTEGER NOT NULL,
    by_name    TEXT    NOT NULL,
    delegation TEXT    NOT NULL,
    decision   TEXT    NOT NULL CHECK (json_valid(decision)),
    meeting    TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    heads      TEXT    NOT NULL,
    previous   BLOB    NOT NULL CHECK (length(previous) = 32),
    hash       BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (draft, seq)
) STRICT;

CREATE TABLE actors (
    draft  BLOB NOT NULL REFERENCES drafts (id),
    actor  BLOB NOT NULL CHECK (length(actor) = 16),
    person BLOB NOT NULL CHECK (length(person) = 16),
    PRIMARY KEY (draft, actor)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitations (
    token_hash BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    role       TEXT    NOT NULL CHECK (role IN ('observer', 'member', 'chair')),
    delegation TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    uses       INTEGER NOT NULL DEFAULT 0,
    max_uses   INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE TABLE sessions (
    secret_hash BLOB    NOT NULL PRIMARY KEY CHECK (length(secret_hash) = 32),
    person      BLOB    NOT NULL REFERENCES people (id),
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE diagnostics (
    draft    BLOB    NOT NULL REFERENCES drafts (id),
    seq      INTEGER NOT NULL,
    code     TEXT    NOT NULL,
    severity TEXT    NOT NULL CHECK (severity IN ('note', 'warning', 'error')),
    line     INTEGER NOT NULL,
    col      INTEGER NOT NULL,
    message  TEXT    NOT NULL,
    hint     TEXT    NOT NULL,
    PRIMARY KEY (draft, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
