//! The one clock: the core is handed the time.

use std::time::{SystemTime, UNIX_EPOCH};

use client_core::model::Timestamp;
use client_core_export::date;

/// Now. A system clock set before 1970 counts as 1970.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::try_from(since.as_millis()).unwrap_or(Timestamp::MAX)
}

/// A time as people write it: `2026-01-31 23:59:59 UTC`.
pub fn written(at: Timestamp) -> String {
    let (year, month, day, hour, minute, second) = date::parts(at);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// A time as programs write it: `2026-01-31T23:59:59Z`, with a fraction, another zone (`+05:30`) or without seconds if they like,
/// or the beginning of a day in UTC, `2026-01-31`. `None` for anything else.
pub fn read(written: &str) -> Option<Timestamp> {
    let (date, time) = written.split_once(['T', 't', ' ']).map_or((written, None), |(date, time)| (date, Some(time)));
    let mut parts = date.splitn(3, '-');
    let year = number(parts.next()?, 4)?;
    let (month, day) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    if !(1..=longest).contains(&day) {
        return None;
    }
    // Day number of a civil date: years are counted from March, so that a leap day is the last of its year.
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let march_month = (month + 9) % 12;
    let day_of_year = (153 * march_month + 2) / 5 + day - 1;
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    Some(days * 86_400_000 + time.map_or(Some(0), of_day)?)
}

/// Milliseconds from the beginning of the day in UTC: `23:59:59.5+05:30`.
fn of_day(written: &str) -> Option<Timestamp> {
    let (clock, zone) = match written.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, 0),
        None => {
            let (clock, zone) = written.split_at(written.rfind(['+', '-'])?);
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let ahead = up_to(number(hours, 2)?, 23)? * 60 + up_to(number(minutes, 2)?, 59)?;
            (clock, if zone.starts_with('-') { -ahead } else { ahead })
        }
    };
    let mut parts = clock.splitn(3, ':');
    let (hour, minute) = (up_to(number(parts.next()?, 2)?, 23)?, up_to(number(parts.next()?, 2)?, 59)?);
    let (second, fraction) = parts.next().map_or(("00", ""), |given| given.split_once('.').unwrap_or((given, "0")));
    let second = up_to(number(second, 2)?, 59)?;
    let thousandths = format!("{:0<3}", fraction);
    let thousandths = number(thousandths.get(..3)?, 3)?;
    Some(((hour * 60 + minute - zone) * 60 + second) * 1000 + thousandths)
}

/// A number of so many digits.
fn number(digits: &str, length: usize) -> Option<i64> {
    let fits = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
    if fits { digits.parse().ok() } else { None }
}

fn up_to(number: i64, most: i64) -> Option<i64> {
    (number <= most).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_people_write_them() {
        assert_eq!(written(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(written(951_782_400_000), "2000-02-29 00:00:00 UTC");
        assert_eq!(written(1_104_836_645_000), "2005-01-04 11:04:05 UTC");
        assert_eq!(written(-1), "1969-12-31 23:59:59 UTC");
    }

    #[test]
    fn times_are_read_as_programs_write_them() {
        for (given, time) in [
            ("1970-01-01", 0),
            ("1970-01-01T00:00Z", 0),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("2005-01-04T11:04:05Z", 1_104_836_645_000),
            ("2005-01-04T11:04:05.25Z", 1_104_836_645_250),
            ("2005-01-04T16:34:05+05:30", 1_104_836_645_000),
            ("2005-01-04T06:04:05-05:00", 1_104_836_645_000),
        ] {
            assert_eq!(read(given), Some(time), "{given}");
        }
        for bad in [
            "",
            "x",
            "2005",
            "2005-13-01",
            "2005-02-29",
            "2005-01-04T",
            "2005-01-04T25:00Z",
            "2005-01-04T11:04",
            "+005-01-01",
            "2005-01-04T11:04:05.éZ",
            "2005-01-04T1é:04Z",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
