use client_core::model::{Delegation, Directory, DirectoryEntry, Person, PersonId, Role, Timestamp};
use url::Url;

use super::{AuthError, SessionLife, by_link, clean_delegation, clean_name, hash, identity, in_role, secret};
use crate::store::{InvitationRow, SecretHash, SessionRow, Store};

/// Somebody who came in by an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The session's secret; nobody can ask for it again.
    pub secret: String,
    /// Who.
    pub person: Person,
}

/// Makes an invitation for any number of people and returns its token.
///
/// # Errors
/// [`AuthError`].
pub fn invite(
    store: &mut dyn Store,
    role: Role,
    delegation: Option<String>,
    life: Timestamp,
    now: Timestamp,
) -> Result<String, AuthError> {
    make(store, NewInvitation { role, delegation, life, max_uses: None, made_by: None }, now)
}

/// An invitation to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvitation {
    /// What whoever joins by it may do, at most.
    pub role: Role,
    /// The delegation it speaks for; `None` leaves it open.
    pub delegation: Option<String>,
    /// How long it lives, in milliseconds.
    pub life: Timestamp,
    /// How many may join by it; `None` for any number.
    pub max_uses: Option<u32>,
    /// The name of whoever makes it in the room.
    pub made_by: Option<String>,
}

/// Makes an invitation and returns its token, which nobody can ask for again.
///
/// # Errors
/// [`AuthError`].
pub fn make(store: &mut dyn Store, new: NewInvitation, now: Timestamp) -> Result<String, AuthError> {
    let most = match &new.delegation {
        Some(name) => store.delegations()?.role(new.role, name),
        None => new.role,
    };
    by_link(store, most)?;
    let token = secret()?;
    let NewInvitation { role, delegation, life, max_uses, made_by } = new;
    let expires_at = now.saturating_add(life);
    let invitation =
        InvitationRow { role, delegation, created_at: now, expires_at, uses: 0, max_uses, revoked_at: None, made_by };
    store.add_invitation(&hash(&token), &invitation)?;
    Ok(token)
}

/// What an invitation is called in lists: the beginning of the hash of its secret, which lets nobody in.
pub fn name_of(hash: &SecretHash) -> String {
    hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// What an invitation gives, when it still holds.
///
/// # Errors
/// [`AuthError`]; expired and revoked are told apart, unknown ones are all alike.
pub fn look(store: &mut dyn Store, token: &str, now: Timestamp) -> Result<InvitationRow, AuthError> {
    let invitation = store.invitation(&hash(token))?.ok_or(AuthError::UnknownInvitation)?;
    match state(&invitation, now) {
        Held::Open => by_link(store, invitation.role).map(|()| invitation),
        Held::Revoked => Err(AuthError::RevokedInvitation),
        Held::Expired => Err(AuthError::ExpiredInvitation),
        Held::Used => Err(AuthError::UsedInvitation),
    }
}

/// Whether one can join by an invitation, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// One can.
    Open,
    /// It was taken back.
    Revoked,
    /// Its time is over.
    Expired,
    /// As many joined as it was made for.
    Used,
}

/// Whether one can join by an invitation now.
pub fn state(invitation: &InvitationRow, now: Timestamp) -> Held {
    if invitation.revoked_at.is_some() {
        Held::Revoked
    } else if invitation.expires_at <= now {
        Held::Expired
    } else if invitation.max_uses.is_some_and(|most| invitation.uses >= most) {
        Held::Used
    } else {
        Held::Open
    }
}

/// Joins by an invitation: makes a person and a session.
///
/// # Errors
/// [`AuthError`].
pub fn join(
    store: &mut dyn Store,
    token: &str,
    name: &str,
    delegation: &str,
    life: SessionLife,
    now: Timestamp,
) -> Result<Joined, AuthError> {
    let invitation = look(store, token, now)?;
    let directory = store.delegations()?;
    let coordinated = invitation.delegation.as_deref().and_then(|invited| group_of(&directory, invited, delegation));
    let delegation = match coordinated {
        Some(group) => group.to_owned(),
        None => clean_delegation(invitation.role, invitation.delegation.as_deref(), delegation, name)?,
    };
    // One delegation, one name, in whatever language it was chosen: names tell whose brackets are whose.
    let delegation = directory.canonical(&delegation).to_owned();
    let person = Person {
        id: PersonId(identity()?),
        name: clean_name(name)?,
        delegation: Delegation(delegation),
        role: invitation.role,
    };
    let left = in_role(person.clone(), &directory);
    by_link(store, left.role)?;
    let secret = secret()?;
    let ends_at = now.saturating_add(life.absolute);
    let expires_at = ends_at.min(now.saturating_add(life.idle));
    let session = SessionRow { person: person.clone(), expires_at, ends_at };
    if store.open_session(&hash(token), &hash(&secret), &session, now)? {
        Ok(Joined { secret, person: left })
    } else {
        // It ended between the look and the write; the second look says how.
        look(store, token, now)?;
        Err(AuthError::UnknownInvitation)
    }
}

/// The group that was asked for, when the invited delegation is a regional coordinator that belongs to it.
fn group_of<'a>(directory: &'a Directory, invited: &str, asked: &str) -> Option<&'a str> {
    let asked = directory.find(asked)?;
    let groups = directory.coordinates(invited);
    groups.into_iter().find(|group| group.code == asked.code).map(DirectoryEntry::canonical)
}

/// How an invitation and the directory disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The delegation's name.
    pub delegation: String,
    /// What the invitation says.
    pub invited: Role,
    /// What the directory leaves of it.
    pub left: Role,
}

impl Contradiction {
    /// Whether another invitation would say the same as what is left of this one: then this one only misleads.
    pub fn misleads(&self) -> bool {
        self.invited == Role::Chair || self.left == Role::Observer
    }
}

/// Whether the directory allows less to a delegation than an invitation for it says.
pub fn contradiction(directory: &Directory, invited: Role, delegation: &str) -> Option<Contradiction> {
    let left = directory.role(invited, delegation);
    let delegation = directory.canonical(delegation).to_owned();
    (left != invited).then_some(Contradiction { delegation, invited, left })
}

/// The link of an invitation. The token stands behind the `#`: browsers send it to no server.
pub fn link(base: &str, token: &str) -> String {
    format!("{}/#/join/{token}", base.trim_end_matches('/'))
}

/// The address of the server and the token of a link.
pub fn token_of(link: &str) -> Option<(Url, String)> {
    let mut url = Url::parse(link.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let token = url.fragment()?.strip_prefix("/join/")?.to_owned();
    let fits = !token.is_empty() && token.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    url.set_fragment(None);
    fits.then_some((url, token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_comes_apart_again() {
        let (base, token) = token_of(&link("http://127.0.0.1:8080/", "aB-_9")).expect("a link");
        assert_eq!((base.as_str(), token.as_str()), ("http://127.0.0.1:8080/", "aB-_9"));
        for bad in ["", "aB", "http://h/", "http://h/#/join/", "ftp://h/#/join/a", "http://h/#/join/a/b"] {
            assert_eq!(token_of(bad), None, "{bad}");
        }
    }
}
