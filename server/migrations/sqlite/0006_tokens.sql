-- Tokens for programs. Each acts as a person, is kept as the SHA-256 of its secret, and is named in lists and commands by its id.

CREATE TABLE tokens (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    hash       BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    person     BLOB    NOT NULL REFERENCES people (id),
    reading    INTEGER NOT NULL CHECK (reading IN (0, 1)),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    seal       BLOB    NOT NULL
) STRICT;
