use client_core::model::{Delegation, Role};

use super::AuthError;

/// The longest name, in characters.
const LONGEST: usize = 80;

/// A name as others see it: trimmed, 1–80 characters, no control characters and none that turn the line around.
///
/// # Errors
/// [`AuthError::Name`].
pub fn clean_name(given: &str) -> Result<String, AuthError> {
    let name = given.trim();
    if name.is_empty() {
        return Err(AuthError::Name("A name is needed."));
    }
    if name.chars().count() > LONGEST {
        return Err(AuthError::Name("The name has more than 80 characters."));
    }
    if name.chars().any(misleads) {
        return Err(AuthError::Name("The name has control characters."));
    }
    Ok(name.into())
}

/// The delegation that somebody speaks for: the invitation's, or the given one where the invitation leaves it open. Who
/// gives none speaks for nobody but `name`: delegations tell whose brackets are whose, so strangers do not share one.
///
/// # Errors
/// [`AuthError::Name`].
pub fn clean_delegation(role: Role, invited: Option<&str>, given: &str, name: &str) -> Result<String, AuthError> {
    match (invited, role, given.trim()) {
        (Some(delegation), _, _) => Ok(delegation.into()),
        (None, Role::Chair, _) => Ok(Delegation::CHAIR.into()),
        (None, _, "") => clean_name(name),
        (None, _, given) => clean_name(given),
    }
}

/// Control characters, line breaks and the marks that override the direction of writing.
fn misleads(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_bounded() {
        assert_eq!(clean_name("  Alice \n"), Ok("Alice".into()));
        assert_eq!(clean_name("内海善雄"), Ok("内海善雄".into()));
        assert_eq!(clean_name(&"名".repeat(80)).map(|name| name.len()), Ok(240));
        for bad in ["", "   ", "a\u{7}b", "a\nb", "a\u{202e}b", &"x".repeat(81)] {
            assert!(matches!(clean_name(bad), Err(AuthError::Name(_))), "{bad:?}");
        }
    }

    #[test]
    fn the_invitation_names_the_delegation_first() {
        assert_eq!(clean_delegation(Role::Member, Some("G77"), "EU", "Alice"), Ok("G77".into()));
        assert_eq!(clean_delegation(Role::Member, None, " EU ", "Alice"), Ok("EU".into()));
        assert_eq!(clean_delegation(Role::Observer, None, "", " Olga "), Ok("Olga".into()));
        assert_eq!(clean_delegation(Role::Chair, None, "EU", "Carla"), Ok("Chair".into()));
    }
}
