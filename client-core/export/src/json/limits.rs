//! How large a file is, found without building anything of it.

use super::{MAX_BYTES, MAX_DEPTH, MAX_VALUES, ReadError};

/// Counts what is in a file, whether it is JSON or not.
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge(bytes.len()));
    }
    let (mut line, mut depth, mut values) = (1, 0_usize, 1_usize);
    let (mut quoted, mut escaped) = (false, false);
    for byte in bytes {
        match byte {
            b'\n' => line += 1,
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(ReadError::TooDeep(line));
        }
        if values > MAX_VALUES {
            return Err(ReadError::TooMany(line));
        }
    }
    Ok(())
}
