-- An entry of the record may decide a proposal to move, split or merge paragraphs, and how alternatives are labelled (which
-- has no subject). The names of decisions are no longer listed here: what reads them refuses one that it does not know, and
-- a list in the table would need a migration with every new decision.

PRAGMA defer_foreign_keys = ON;

CREATE TABLE record_3 (
    draft      BLOB    NOT NULL REFERENCES drafts (id),
    seq        INTEGER NOT NULL CHECK (seq > 0),
    id         BLOB    NOT NULL,
    at         INTEGER NOT NULL,
    by_name    TEXT    NOT NULL,
    delegation TEXT    NOT NULL,
    decision   TEXT    NOT NULL CHECK (decision <> ''),
    subject    BLOB    CHECK (subject IS NULL OR length(subject) = 16),
    variant    BLOB    CHECK (variant IS NULL OR length(variant) = 16),
    branch     INTEGER CHECK (branch IS NULL OR branch >= 0),
    branches   INTEGER CHECK (branches IS NULL OR branches > 1),
    reason     TEXT    NOT NULL,
    heads      TEXT    NOT NULL,
    previous   BLOB    NOT NULL CHECK (length(previous) = 32),
    hash       BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (draft, seq)
) STRICT;

CREATE TABLE record_parts_3 (
    draft    BLOB    NOT NULL,
    seq      INTEGER NOT NULL,
    part     INTEGER NOT NULL CHECK (part > 0),
    decision TEXT    NOT NULL CHECK (decision NOT IN ('', 'package')),
    subject  BLOB    CHECK (subject IS NULL OR length(subject) = 16),
    variant  BLOB    CHECK (variant IS NULL OR length(variant) = 16),
    branch   INTEGER CHECK (branch IS NULL OR branch >= 0),
    branches INTEGER CHECK (branches IS NULL OR branches > 1),
    PRIMARY KEY (draft, seq, part),
    FOREIGN KEY (draft, seq) REFERENCES record_3 (draft, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO record_3 SELECT * FROM record;
INSERT INTO record_parts_3 SELECT * FROM record_parts;

DROP TABLE record_parts;
DROP TABLE record;
ALTER TABLE record_3 RENAME TO record;
ALTER TABLE record_parts_3 RENAME TO record_parts;
