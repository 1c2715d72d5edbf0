use client_core::model::Timestamp;

/// A date as XML writes it, `2026-01-31T12:00:00Z`, with an offset or without one (then it is read as UTC, since the
/// programs that leave it out do not tell). Milliseconds since 1970-01-01T00:00:00Z.
pub(crate) fn millis(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00:00"));
    let mut parts = date.splitn(3, '-');
    let year: i64 = parts.next()?.parse().ok().filter(|year| (1..=9999).contains(year))?;
    let month: i64 = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day: i64 = parts.next()?.get(..2)?.parse().ok().filter(|day| (1..=31).contains(day))?;
    let (clock, offset) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, "Z"),
    };
    let mut parts = clock.splitn(3, ':');
    let hour: i64 = parts.next()?.parse().ok().filter(|hour| (0..=24).contains(hour))?;
    let minute: i64 = parts.next().unwrap_or("0").parse().ok().filter(|minute| (0..=59).contains(minute))?;
    let second: f64 = parts.next().unwrap_or("0").parse().ok().filter(|second| (0.0..=60.0).contains(second))?;
    let shift = match offset.strip_prefix(['+', '-']) {
        Some(rest) => {
            let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
            let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            if offset.starts_with('-') { -minutes } else { minutes }
        }
        None => 0,
    };
    // Days since the epoch in the proleptic Gregorian calendar, years beginning in March.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days =
        365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day - 1 - 719_468;
    let minutes = (days * 24 + hour) * 60 + minute - shift;
    Some(minutes * 60_000 + (second * 1000.0) as i64)
}

#[cfg(test)]
mod tests {
    use super::millis;

    #[test]
    fn dates_of_several_programs() {
        assert_eq!(millis("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(millis("2005-01-11T09:30:00Z"), Some(1_105_435_800_000));
        assert_eq!(millis("2005-01-11T10:30:00+01:00"), Some(1_105_435_800_000));
        assert_eq!(millis("2005-01-11T09:30:00.500000000"), Some(1_105_435_800_500));
        assert_eq!(millis("2024-02-29"), Some(1_709_164_800_000));
        for text in ["", "yesterday", "2005-13-01T00:00:00Z", "2005-01-11T99:00:00Z", "0000-01-01", "2005-01-é1"] {
            assert_eq!(millis(text), None, "{text}");
        }
    }
}
