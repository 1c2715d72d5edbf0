//! A time as the format writes it.

use client_core::model::Timestamp;

/// `2005-01-04T11:04:05Z` (XML Schema, `dateTime`); `None` outside the years that it can write with four digits.
pub(super) fn date_time(at: Timestamp) -> Option<String> {
    let (days, second) = (at.div_euclid(86_400_000), at.rem_euclid(86_400_000) / 1000);
    // Civil date of a day number: years are counted from March, so that a leap day is the last of its year.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (1..=9999).contains(&year).then(|| {
        format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_the_format_has_them() {
        assert_eq!(date_time(0).as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(date_time(951_782_400_999).as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(date_time(1_104_836_645_000).as_deref(), Some("2005-01-04T11:04:05Z"));
        assert_eq!(date_time(-1).as_deref(), Some("1969-12-31T23:59:59Z"));
        assert_eq!(date_time(Timestamp::MAX), None);
        assert_eq!(date_time(Timestamp::MIN), None);
    }
}
