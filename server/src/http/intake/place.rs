//! How many files are read at a time.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use client_core::model::PersonId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    http::ApiError,
    turns::{Turn, Turns},
};

/// How many files are read at once, of everybody.
const AT_ONCE: usize = 2;

/// Which files are being read.
pub struct Intake {
    places: Arc<Semaphore>,
    busy: Arc<Mutex<HashSet<PersonId>>>,
}

impl Default for Intake {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), busy: Arc::default() }
    }
}

/// A file of one account is being read. It counts until the work has ended, even where nobody waits for it any more.
pub struct Working {
    busy: Arc<Mutex<HashSet<PersonId>>>,
    /// Whose file it is.
    pub person: PersonId,
    place: Option<(OwnedSemaphorePermit, Turn)>,
}

impl Drop for Working {
    fn drop(&mut self) {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.person);
        self.place = None;
    }
}

impl Intake {
    /// Waits for a place, and for a turn.
    ///
    /// # Errors
    /// [`ApiError::Intake`] when another file of the account is being read; [`ApiError::Busy`].
    pub async fn begin(&self, person: PersonId, turns: &Turns) -> Result<Working, ApiError> {
        if !self.busy.lock().unwrap_or_else(PoisonError::into_inner).insert(person) {
            return Err(ApiError::Intake);
        }
        let mut working = Working { busy: self.busy.clone(), person, place: None };
        let (place, turn) = turns.take_behind(self.places.clone().acquire_owned()).await?;
        working.place = Some((place.map_err(|_| ApiError::Late)?, turn));
        Ok(working)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::limits::Allowed;

    fn turns() -> Turns {
        Turns::new(&Allowed { dear: 8, ..Allowed::default() }, Default::default())
    }

    #[tokio::test]
    async fn one_file_of_an_account_at_a_time() {
        let (intake, turns) = (Intake::default(), turns());
        let (alice, bob) = (PersonId(uuid::Uuid::from_u128(1)), PersonId(uuid::Uuid::from_u128(2)));
        let first = intake.begin(alice, &turns).await.expect("nothing is under way");
        assert_eq!(intake.begin(alice, &turns).await.err(), Some(ApiError::Intake));
        drop(intake.begin(bob, &turns).await.expect("another account"));
        drop(first);
        drop(intake.begin(alice, &turns).await.expect("it has ended"));
    }

    #[tokio::test]
    async fn who_waits_for_a_place_and_goes_away_does_not_wait_for_ever() {
        let (intake, turns) = (Intake::default(), turns());
        let people: Vec<_> = (1..=3).map(|n| PersonId(uuid::Uuid::from_u128(n))).collect();
        let first = intake.begin(people[0], &turns).await.expect("a place");
        let _second = intake.begin(people[1], &turns).await.expect("a place");
        assert!(intake.begin(people[2], &turns).now_or_never().is_none(), "both places are taken");
        drop(first);
        drop(intake.begin(people[2], &turns).await.expect("a place"));
    }
}
