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
