use client_core::model::Timestamp;

/// A day and a time as XML writes them, UTC; `None` outside of the years 1 to 9999, which XML's dates are for.
pub(super) fn date_time(at: Timestamp) -> Option<(String, String)> {
    let (days, of_day) = (at.div_euclid(86_400_000), at.rem_euclid(86_400_000) / 1000);
    // Days since 1 March of the year 0, in eras of 400 years, so that the day that leap years add comes last.
    let days = days.checked_add(719_468)?;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    if !(1..=9999).contains(&year) {
        return None;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = format!("{date}T{:02}:{:02}:{:02}Z", of_day / 3_600, of_day / 60 % 60, of_day % 60);
    Some((date, time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(at: Timestamp, expected: Option<&str>) {
        assert_eq!(date_time(at).map(|(_, time)| time).as_deref(), expected);
    }

    #[test]
    fn days() {
        check(0, Some("1970-01-01T00:00:00Z"));
        check(-1, Some("1969-12-31T23:59:59Z"));
        check(951_782_400_000, Some("2000-02-29T00:00:00Z"));
        check(1_105_401_600_000, Some("2005-01-11T00:00:00Z"));
        check(4_107_542_400_000, Some("2100-03-01T00:00:00Z"));
        check(253_402_300_799_000, Some("9999-12-31T23:59:59Z"));
        check(253_402_300_800_000, None);
        check(-62_135_596_800_000, Some("0001-01-01T00:00:00Z"));
        check(-62_135_596_801_000, None);
        check(i64::MIN, None);
    }
}
