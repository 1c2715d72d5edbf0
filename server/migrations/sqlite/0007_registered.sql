-- Whom a provider of identities vouches for, and which person that is here. `claim` is what the provider is asked for.

CREATE TABLE registered (
    issuer     TEXT    NOT NULL,
    claim      TEXT    NOT NULL CHECK (claim IN ('subject', 'email')),
    value      TEXT    NOT NULL,
    person     BLOB    NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL,
    seal       BLOB    NOT NULL,
    PRIMARY KEY (issuer, claim, value)
) STRICT;
