-- The directory of delegations: who takes part, under which names, and which groups speak for whom. It is replaced as a whole.

CREATE TABLE delegations (
    code  TEXT    NOT NULL PRIMARY KEY,
    place INTEGER NOT NULL UNIQUE CHECK (place > 0),
    kind  TEXT    NOT NULL CHECK (kind IN ('state', 'organisation', 'group')),
    iso   TEXT    CHECK (iso IS NULL OR length(iso) = 2),
    role  TEXT    NOT NULL CHECK (role IN (
        'member', 'regional-coordinator', 'ex-officio', 'observer', 'contributor', 'secretariat', 'chair'))
) STRICT, WITHOUT ROWID;

CREATE TABLE delegation_names (
    code     TEXT NOT NULL REFERENCES delegations (code),
    language TEXT NOT NULL CHECK (language IN ('ar', 'zh', 'en', 'fr', 'ru', 'es')),
    name     TEXT NOT NULL,
    PRIMARY KEY (code, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE delegation_members (
    of_group TEXT    NOT NULL REFERENCES delegations (code),
    place    INTEGER NOT NULL CHECK (place > 0),
    member   TEXT    NOT NULL REFERENCES delegations (code),
    PRIMARY KEY (of_group, place)
) STRICT, WITHOUT ROWID;
