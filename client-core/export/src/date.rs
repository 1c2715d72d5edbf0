//! Times as they are printed: a timestamp is turned into a date by counting days, since no clock or zone may have a part in
//! an export. All of it is UTC.

use client_core::model::Timestamp;

/// Year, month, day, hour, minute, second.
pub fn parts(at: Timestamp) -> (i64, u8, u8, u8, u8, u8) {
    let (days, in_day) = (at.div_euclid(86_400_000), at.rem_euclid(86_400_000) / 1000);
    // Days since 1 March of the year 0, in eras of 400 years: the leap day is then the last of its year.
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let small = |n: i64| u8::try_from(n).unwrap_or_default();
    (year, small(month), small(day), small(in_day / 3600), small(in_day / 60 % 60), small(in_day % 60))
}

/// `2005-01-12 09:00`.
pub fn minute(at: Timestamp) -> String {
    let (year, month, day, hour, minute, _) = parts(at);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
}

/// `2005-01-12T09:00:00Z`.
pub fn iso(at: Timestamp) -> String {
    let (year, month, day, hour, minute, second) = parts(at);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_right() {
        for (at, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_105_520_400_000, "2005-01-12T09:00:00Z"),
            (951_782_399_999, "2000-02-28T23:59:59Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(iso(at), expected);
        }
        // No time is too far away.
        assert!(iso(Timestamp::MAX).ends_with('Z') && iso(Timestamp::MIN).ends_with('Z'));
    }
}
