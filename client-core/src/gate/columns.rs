//! How much a change chunk says, found without reading it: its columns are run-length encoded, so that 64 bytes can hold a
//! million operations, which Automerge would expand. Only the lengths of runs are looked at here.
//!
//! Automerge's binary format: a chunk's header, dependencies, actor, numbers, message, other actors, then the columns'
//! specifications and their bytes.

/// What is wrong with a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It does not follow the format.
    Malformed,
    /// A column has more rows than allowed.
    TooMany,
}

/// Bits of a column's specification: the kind of its values, and whether it is deflated.
const KIND: u64 = 0b0111;
const DEFLATED: u64 = 0b1000;

/// Refuses a chunk with a column of more than `limit` rows, or whose groups count more than `limit` members. `chunk` begins
/// with the magic bytes.
pub(super) fn within(chunk: &[u8], limit: u64) -> Result<(), Fault> {
    let mut reader = Reader { rest: chunk.get(9..).ok_or(Fault::Malformed)? };
    let length = reader.length()?;
    let mut reader = Reader { rest: reader.take(length)? };
    for _ in 0..reader.count(32)? {
        reader.take(32)?;
    }
    reader.prefixed()?; // the actor
    reader.unsigned()?; // its sequence number
    reader.unsigned()?; // the first operation
    reader.signed()?; // the time
    reader.prefixed()?; // the message
    for _ in 0..reader.count(1)? {
        reader.prefixed()?; // another actor
    }
    let mut columns = Vec::new();
    for _ in 0..reader.count(2)? {
        columns.push((reader.unsigned()?, reader.length()?));
    }
    for (specification, length) in columns {
        let column = Reader { rest: reader.take(length)? };
        if specification & DEFLATED != 0 {
            return Err(Fault::Malformed);
        }
        match specification & KIND {
            0 => column.runs(Value::Member, limit)?,
            1 | 2 | 6 => column.runs(Value::Unsigned, limit)?,
            3 => column.runs(Value::Signed, limit)?,
            4 => column.booleans(limit)?,
            5 => column.runs(Value::Text, limit)?,
            // The bytes of values: their number is that of their lengths, in a column of their own.
            _ => {}
        }
    }
    Ok(())
}

/// How the values of a column are written.
#[derive(Clone, Copy)]
enum Value {
    /// How many rows of other columns belong to one operation.
    Member,
    Unsigned,
    Signed,
    Text,
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, Fault> {
        let (first, rest) = self.rest.split_first().ok_or(Fault::Malformed)?;
        self.rest = rest;
        Ok(*first)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Fault::Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    /// LEB128, at most 64 bits.
    fn unsigned(&mut self) -> Result<u64, Fault> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(Fault::Malformed);
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Fault::Malformed)
    }

    /// Signed LEB128, at most 64 bits.
    fn signed(&mut self) -> Result<i64, Fault> {
        let mut value = 0_i64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let negative = byte & 0x40 != 0 && shift + 7 < 64;
                return Ok(if negative { value | (-1 << (shift + 7)) } else { value });
            }
        }
        Err(Fault::Malformed)
    }

    fn length(&mut self) -> Result<usize, Fault> {
        usize::try_from(self.unsigned()?).map_err(|_| Fault::Malformed)
    }

    /// A number of things that take at least `bytes` bytes each.
    fn count(&mut self, bytes: usize) -> Result<usize, Fault> {
        let count = self.length()?;
        if count > self.rest.len() / bytes { Err(Fault::Malformed) } else { Ok(count) }
    }

    fn prefixed(&mut self) -> Result<&'a [u8], Fault> {
        let length = self.length()?;
        self.take(length)
    }

    fn value(&mut self, value: Value) -> Result<u64, Fault> {
        match value {
            Value::Member => self.unsigned(),
            Value::Unsigned => self.unsigned().map(|_| 0),
            Value::Signed => self.signed().map(|_| 0),
            Value::Text => self.prefixed().map(|_| 0),
        }
    }

    /// Runs: a positive length and one value, a negative one and so many values, or zero and a number of nulls.
    fn runs(mut self, value: Value, limit: u64) -> Result<(), Fault> {
        let (mut rows, mut members) = (0_u64, 0_u64);
        while !self.rest.is_empty() {
            let run = self.signed()?;
            let length = if run == 0 { self.unsigned()? } else { run.unsigned_abs() };
            rows = rows.saturating_add(length);
            if rows > limit {
                return Err(Fault::TooMany);
            }
            if run > 0 {
                members = members.saturating_add(self.value(value)?.saturating_mul(length));
            } else if run < 0 {
                for _ in 0..length {
                    members = members.saturating_add(self.value(value)?);
                }
            }
            if members > limit {
                return Err(Fault::TooMany);
            }
        }
        Ok(())
    }

    /// Runs of false and true in turn.
    fn booleans(mut self, limit: u64) -> Result<(), Fault> {
        let mut rows = 0_u64;
        while !self.rest.is_empty() {
            rows = rows.saturating_add(self.unsigned()?);
            if rows > limit {
                return Err(Fault::TooMany);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chunk with these columns and nothing else.
    fn chunk(columns: &[(u8, &[u8])]) -> Vec<u8> {
        let mut content = vec![0, 1, 7, 1, 1, 0, 0, 0];
        content.push(u8::try_from(columns.len()).expect("few"));
        for (specification, bytes) in columns {
            content.extend([*specification, u8::try_from(bytes.len()).expect("short")]);
        }
        columns.iter().for_each(|(_, bytes)| content.extend(*bytes));
        let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1, u8::try_from(content.len()).expect("short")];
        chunk.extend(content);
        chunk
    }

    #[track_caller]
    fn check(columns: &[(u8, &[u8])], expected: Result<(), Fault>) {
        assert_eq!(within(&chunk(columns), 100), expected);
    }

    /// A million, as LEB128.
    const MILLION: [u8; 3] = [0xc0, 0x84, 0x3d];

    #[test]
    fn short_runs_pass() {
        check(&[(0x42, &[3, 1, 0x7e, 5, 6]), (0x34, &[100]), (0x15, &[2, 1, b'a', 0, 7])], Ok(()));
    }

    #[test]
    fn long_runs_are_too_many() {
        let run = [&MILLION[..], &[1]].concat();
        check(&[(0x42, &run)], Err(Fault::TooMany));
        check(&[(0x13, &run)], Err(Fault::TooMany));
        check(&[(0x34, &MILLION)], Err(Fault::TooMany));
        check(&[(0x15, &[&[0][..], &MILLION].concat())], Err(Fault::TooMany));
    }

    #[test]
    fn one_operation_with_a_million_predecessors_is_too_many() {
        check(&[(0x70, &[&[1][..], &MILLION].concat())], Err(Fault::TooMany));
    }

    #[test]
    fn deflated_columns_are_malformed() {
        check(&[(0x4a, &[1, 1])], Err(Fault::Malformed));
    }

    #[test]
    fn cut_chunks_are_malformed() {
        let whole = chunk(&[(0x42, &[3, 1])]);
        for end in 0..whole.len() {
            assert_eq!(within(&whole[..end], 100), Err(Fault::Malformed), "{end} bytes");
        }
    }
}
