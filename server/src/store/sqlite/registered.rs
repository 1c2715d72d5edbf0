//! Whom a provider of identities vouches for, and which person that is here.

use client_core::model::{Person, PersonId, Timestamp};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{identities, people, seal, values};
use crate::store::{Claim, Identity, Registration, SecretHash, StoreError};

pub fn add(
    connection: &mut Connection,
    issuer: &str,
    claim: &Claim,
    person: &Person,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if find(&transaction, issuer, claim)?.is_some() {
        return Ok(false);
    }
    let id = person.id.0.as_bytes();
    let known = transaction.query_row("SELECT 1 FROM people WHERE id = ?1", [id], |_| Ok(())).optional()?;
    if known.is_none() {
        let columns = params![id, person.name, person.delegation.0, person.role.name(), now];
        transaction.execute(&seal::PEOPLE.insert(), columns)?;
    }
    insert(&transaction, issuer, claim, id, now)?;
    transaction.commit()?;
    Ok(true)
}

pub fn admit(
    connection: &mut Connection,
    identity: &Identity,
    secret: &SecretHash,
    [expires_at, ends_at]: [Timestamp; 2],
    now: Timestamp,
) -> Result<Option<Person>, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let subject = Claim::Subject(identity.subject.clone());
    let id = match find(&transaction, &identity.issuer, &subject)? {
        Some(id) => Some(id),
        None => by_email(&transaction, identity, &subject, now)?,
    };
    let Some(id) = id else { return Ok(None) };
    let person = people::person(&transaction, &id, "registered person")?;
    let by_no_invitation: Option<SecretHash> = None;
    let columns = params![secret, id, now, expires_at, ends_at, now, by_no_invitation];
    transaction.execute(&seal::SESSIONS.insert(), columns)?;
    transaction.commit()?;
    Ok(Some(person))
}

/// The person of the address, who is known by the subject from now on. Not one who is known by another subject already: then the provider
/// has given the address to somebody else.
fn by_email(
    connection: &Connection,
    identity: &Identity,
    subject: &Claim,
    now: Timestamp,
) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(email) = &identity.email else { return Ok(None) };
    let Some(id) = find(connection, &identity.issuer, &Claim::Email(email.clone()))? else { return Ok(None) };
    let other = connection
        .query_row(
            "SELECT 1 FROM registered WHERE person = ?1 AND issuer = ?2 AND claim = 'subject'",
            params![id, identity.issuer],
            |_| Ok(()),
        )
        .optional()?;
    if other.is_some() {
        return Ok(None);
    }
    insert(connection, &identity.issuer, subject, &id, now)?;
    Ok(Some(id))
}

fn insert(
    connection: &Connection,
    issuer: &str,
    claim: &Claim,
    person: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    let (claim, value) = claim.parts();
    connection.execute(&seal::REGISTERED.insert(), params![issuer, claim, value, person, now])?;
    Ok(())
}

/// The identity of who is registered so.
fn find(connection: &Connection, issuer: &str, claim: &Claim) -> Result<Option<Vec<u8>>, StoreError> {
    let (claim, value) = claim.parts();
    let mut statement =
        connection.prepare_cached(&seal::REGISTERED.select("WHERE issuer = ?1 AND claim = ?2 AND value = ?3"))?;
    let mut rows = statement.query(params![issuer, claim, value])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    seal::REGISTERED.check(row, || "registered person".into())?;
    Ok(Some(row.get(3)?))
}

pub fn remove(connection: &mut Connection, person: PersonId) -> Result<usize, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let id = person.0.as_bytes();
    let registrations = transaction.execute("DELETE FROM registered WHERE person = ?1", [id])?;
    if registrations > 0 && transaction.execute("DELETE FROM sessions WHERE person = ?1", [id])? > 0 {
        identities::bump(&transaction)?;
    }
    transaction.commit()?;
    Ok(registrations)
}

pub fn list(connection: &Connection) -> Result<Vec<Registration>, StoreError> {
    let mut statement =
        connection.prepare_cached(&seal::REGISTERED.select("ORDER BY created_at, issuer, claim, value"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        seal::REGISTERED.check(row, || "registered person".into())?;
        let claim = match row.get::<_, String>(1)?.as_str() {
            "subject" => Claim::Subject(row.get(2)?),
            "email" => Claim::Email(row.get(2)?),
            _ => return Err(values::unreadable("claim")),
        };
        let person = values::person(&row.get::<_, Vec<u8>>(3)?)?;
        found.push(Registration { issuer: row.get(0)?, claim, person, created_at: row.get(4)? });
    }
    Ok(found)
}
