-- An entry of the record may pick a branch of a choice, and may be a package of several decisions: its parts, in their order,
-- are rows of their own. A package has no subject.

CREATE TABLE record_2 (
    draft      BLOB    NOT NULL REFERENCES drafts (id),
    seq        INTEGER NOT NULL CHECK (seq > 0),
    id         BLOB    NOT NULL,
    at         INTEGER NOT NULL,
    by_name    TEXT    NOT NULL,
    delegation TEXT    NOT NULL,
    decision   TEXT    NOT NULL CHECK (decision IN (
        'keep-bracket', 'delete-bracket', 'reopen-bracket', 'pick-branch', 'choose-alternative', 'reopen-alternative',
        'package')),
    subject    BLOB    CHECK (subject IS NULL OR length(subject) = 16),
    variant    BLOB    CHECK (variant IS NULL OR length(variant) = 16),
    branch     INTEGER CHECK (branch IS NULL OR branch >= 0),
    branches   INTEGER CHECK (branches IS NULL OR branches > 1),
    reason     TEXT    NOT NULL,
    heads      TEXT    NOT NULL,
    previous   BLOB    NOT NULL CHECK (length(previous) = 32),
    hash       BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (draft, seq),
    CHECK ((decision = 'package') = (subject IS NULL))
) STRICT;

INSERT INTO record_2 (draft, seq, id, at, by_name, delegation, decision, subject, variant, reason, heads, previous, hash)
SELECT draft, seq, id, at, by_name, delegation, decision, subject, variant, reason, heads, previous, hash FROM record;

DROP TABLE record;
ALTER TABLE record_2 RENAME TO record;

CREATE TABLE record_parts (
    draft    BLOB    NOT NULL,
    seq      INTEGER NOT NULL,
    part     INTEGER NOT NULL CHECK (part > 0),
    decision TEXT    NOT NULL CHECK (decision IN (
        'keep-bracket', 'delete-bracket', 'reopen-bracket', 'pick-branch', 'choose-alternative', 'reopen-alternative')),
    subject  BLOB    NOT NULL CHECK (length(subject) = 16),
    variant  BLOB    CHECK (variant IS NULL OR length(variant) = 16),
    branch   INTEGER CHECK (branch IS NULL OR branch >= 0),
    branches INTEGER CHECK (branches IS NULL OR branches > 1),
    PRIMARY KEY (draft, seq, part),
    FOREIGN KEY (draft, seq) REFERENCES record (draft, seq)
) STRICT, WITHOUT ROWID;
