-- The key of the device that a session is used from, where it has one: what comes by this session must be signed with it.

CREATE TABLE devices (
    session       BLOB    NOT NULL PRIMARY KEY CHECK (length(session) = 32) REFERENCES sessions (secret_hash) ON DELETE CASCADE,
    public_key    BLOB    NOT NULL CHECK (length(public_key) = 32),
    registered_at INTEGER NOT NULL,
    seal          BLOB    NOT NULL
) STRICT;

-- What the device signed of a change. The link is over it, too.
ALTER TABLE changes ADD COLUMN device    BLOB CHECK (device IS NULL OR length(device) = 32);
ALTER TABLE changes ADD COLUMN signature BLOB CHECK (signature IS NULL OR length(signature) = 64);
