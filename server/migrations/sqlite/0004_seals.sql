-- What is stored proves itself. `seal` is the SHA-256 of a row's other columns (`adref_seal`, store/sqlite/seal.rs), looked at whenever the
-- row is read. `link` chains an entry of a log to the one before it (client-core/src/chain.rs). `heads` says how far the logs of a draft
-- go and is written in the same transaction as they are, so that a missing end is seen too. What was there before is sealed when this
-- is applied.

ALTER TABLE drafts             ADD COLUMN seal BLOB NOT NULL DEFAULT x'';
ALTER TABLE people             ADD COLUMN seal BLOB NOT NULL DEFAULT x'';
ALTER TABLE record             ADD COLUMN seal BLOB NOT NULL DEFAULT x'';
ALTER TABLE actors             ADD COLUMN seal BLOB NOT NULL DEFAULT x'';
ALTER TABLE invitations        ADD COLUMN seal BLOB NOT NULL DEFAULT x'';
ALTER TABLE sessions           ADD COLUMN seal BLOB NOT NULL DEFAULT x'';
ALTER TABLE diagnostics        ADD COLUMN seal BLOB NOT NULL DEFAULT x'';
ALTER TABLE settings           ADD COLUMN seal BLOB NOT NULL DEFAULT x'';
ALTER TABLE delegations        ADD COLUMN seal BLOB NOT NULL DEFAULT x'';
ALTER TABLE delegation_names   ADD COLUMN seal BLOB NOT NULL DEFAULT x'';
ALTER TABLE delegation_members ADD COLUMN seal BLOB NOT NULL DEFAULT x'';

ALTER TABLE changes            ADD COLUMN link BLOB NOT NULL DEFAULT x'';
ALTER TABLE comments           ADD COLUMN link BLOB NOT NULL DEFAULT x'';

-- The link of the change that a snapshot ends with.
ALTER TABLE snapshots          ADD COLUMN link BLOB NOT NULL DEFAULT x'';

CREATE TABLE heads (
    draft         BLOB    NOT NULL PRIMARY KEY REFERENCES drafts (id),
    changes       INTEGER NOT NULL,
    changes_link  BLOB    NOT NULL CHECK (length(changes_link) = 32),
    record        INTEGER NOT NULL,
    record_hash   BLOB    NOT NULL CHECK (length(record_hash) = 32),
    comments      INTEGER NOT NULL,
    comments_link BLOB    NOT NULL CHECK (length(comments_link) = 32),
    actors        INTEGER NOT NULL,
    diagnostics   INTEGER NOT NULL,
    seal          BLOB    NOT NULL
) STRICT;

-- How far the logs of a draft went at a moment, signed: text and record for everybody, comments for whoever looks into the store.
CREATE TABLE checkpoints (
    draft              BLOB    NOT NULL REFERENCES drafts (id),
    changes            INTEGER NOT NULL,
    record             INTEGER NOT NULL,
    comments           INTEGER NOT NULL,
    at                 INTEGER NOT NULL,
    changes_link       BLOB    NOT NULL,
    record_hash        BLOB    NOT NULL,
    comments_link      BLOB    NOT NULL,
    heads              TEXT    NOT NULL,
    public_key         BLOB    NOT NULL CHECK (length(public_key) = 32),
    signature          BLOB    NOT NULL CHECK (length(signature) = 64),
    comments_signature BLOB    NOT NULL CHECK (length(comments_signature) = 64),
    seal               BLOB    NOT NULL,
    PRIMARY KEY (draft, changes, record, comments, public_key)
) STRICT, WITHOUT ROWID;

-- The keys that the server signed with, one after the other. The first one has none before it; one that was put in without the one before
-- has no signature.
CREATE TABLE signing_keys (
    place      INTEGER NOT NULL PRIMARY KEY CHECK (place > 0),
    public_key BLOB    NOT NULL UNIQUE CHECK (length(public_key) = 32),
    at         INTEGER NOT NULL,
    before     BLOB    CHECK (before IS NULL OR length(before) = 32),
    signature  BLOB    CHECK (signature IS NULL OR length(signature) = 64),
    seal       BLOB    NOT NULL
) STRICT;
