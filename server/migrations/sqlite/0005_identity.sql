-- Sessions end when they are not used, and all of them at some time; what was opened by an invitation can be ended with it.
-- `expires_at` is when a session ends unless it is used again, never after `ends_at`; `used_at` is kept in steps of minutes.

ALTER TABLE sessions    ADD COLUMN ends_at    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions    ADD COLUMN used_at    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions    ADD COLUMN invitation BLOB CHECK (invitation IS NULL OR length(invitation) = 32);
-- The name of whoever made it in the room; NULL when it was made on the command line.
ALTER TABLE invitations ADD COLUMN made_by    TEXT;

UPDATE sessions SET ends_at = expires_at, used_at = created_at;

-- A row that was damaged before stays so.
UPDATE sessions SET seal = adref_seal('sessions', secret_hash, person, created_at, expires_at, ends_at, used_at, invitation)
    WHERE seal IS adref_seal('sessions', secret_hash, person, created_at, expires_at);
UPDATE invitations SET seal = adref_seal(
        'invitations', token_hash, role, delegation, created_at, expires_at, uses, max_uses, revoked_at, made_by)
    WHERE seal IS adref_seal('invitations', token_hash, role, delegation, created_at, expires_at, uses, max_uses, revoked_at);
