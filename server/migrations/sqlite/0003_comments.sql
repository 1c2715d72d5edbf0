-- The log of comments of a draft: what was said, and which threads were resolved or reopened, in one order. It is beside the
-- text and the record, and only ever grows. `thread` is the identity of the comment that the thread begins with.

CREATE TABLE comments (
    draft       BLOB    NOT NULL REFERENCES drafts (id),
    seq         INTEGER NOT NULL CHECK (seq > 0),
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    thread      BLOB    NOT NULL CHECK (length(thread) = 16),
    at          INTEGER NOT NULL,
    person      BLOB    NOT NULL CHECK (length(person) = 16),
    by_name     TEXT    NOT NULL,
    delegation  TEXT    NOT NULL,
    what        TEXT    NOT NULL CHECK (what IN ('remark', 'proposal', 'resolved', 'reopened')),
    audience    TEXT    CHECK (audience IN ('everybody', 'delegation', 'chair')),
    place       TEXT    CHECK (place IN ('draft', 'paragraph', 'bracket', 'words')),
    subject     BLOB    CHECK (subject IS NULL OR length(subject) = 16),
    from_cursor TEXT,
    to_cursor   TEXT,
    quoted      TEXT,
    text        TEXT,
    PRIMARY KEY (draft, seq),
    UNIQUE (draft, id),
    CHECK ((what IN ('resolved', 'reopened')) = (text IS NULL)),
    CHECK ((text IS NULL) = (audience IS NULL) AND (text IS NULL) = (place IS NULL) AND (text IS NULL) = (quoted IS NULL))
) STRICT;
