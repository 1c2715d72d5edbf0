//! What a PDF costs before and while the library takes it apart, which it does with the whole file at once: every object becomes a
//! value many times its size.

use std::{cell::Cell, panic};

use lopdf::{Object, ObjectId};

use crate::{error::ReadError, limits::Limits};

/// The largest file, in bytes: a text of a thousand pages has less, pictures apart.
const FILE: usize = 32 * 1024 * 1024;

/// The most words of PDF (numbers, names, signs) in what the library reads.
const WORDS: usize = 400_000;

/// The most bytes that all streams of objects have when they are unpacked, and those of one.
const OBJECTS: usize = 4 * 1024 * 1024;

thread_local! {
    /// What the file that is being read on this thread may still cost.
    static LEFT: Cell<Left> = const { Cell::new(Left { streams: 0, objects: 0, words: 0 }) };
}

#[derive(Clone, Copy)]
struct Left {
    /// Bytes of streams as they are in the file.
    streams: usize,
    /// Bytes of streams of objects, unpacked.
    objects: usize,
    /// Words in them.
    words: usize,
}

/// A file that costs more than it may.
pub(super) struct Heavy;

/// Whether a file is not too large.
pub(super) fn check_size(bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    let most = FILE.min(limits.file);
    if bytes.len() > most {
        return Err(ReadError::TooMuch { what: "bytes, which is much for a PDF", limit: most as u64 });
    }
    Ok(())
}

/// Looks at a file before it is taken apart: every word in it may be read, wherever it stands. From [`begin`] on [`weigh`] counts what
/// comes of it.
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    if words(bytes) > WORDS { Err(too_heavy()) } else { Ok(()) }
}

/// Begins to count for a file.
pub(super) fn begin(bytes: &[u8]) {
    LEFT.set(Left { streams: bytes.len(), objects: OBJECTS, words: WORDS });
}

/// What is said of a file that was given up.
pub(super) fn too_heavy() -> ReadError {
    ReadError::TooMuch { what: "objects, which is much for a PDF", limit: WORDS as u64 }
}

/// Counts an object that was read. Lets it pass, or leaves the library at once, with [`Heavy`].
pub(super) fn weigh(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let mut left = LEFT.get();
    if let Object::Stream(stream) = object {
        // Streams that overlap are more than the file.
        left.streams = or_leave(left.streams.checked_sub(stream.content.len()));
        if stream.dict.has_type(b"ObjStm") {
            let unpacked = stream.decompressed_content_with_limit(left.objects).ok();
            let unpacked = or_leave(unpacked.filter(|unpacked| is_in_order(unpacked, stream.dict.get(b"First").ok())));
            left.objects -= unpacked.len();
            left.words = or_leave(left.words.checked_sub(words(&unpacked)));
        }
        LEFT.set(left);
        // Of a stream the library keeps what it gave, and not what it gets; no stream stands in another.
        return Some((id, Object::Null));
    }
    Some((id, object.clone()))
}

fn or_leave<T>(value: Option<T>) -> T {
    value.unwrap_or_else(|| panic::resume_unwind(Box::new(Heavy)))
}

/// Whether the objects of a stream stand one behind the other: each is read from its place on.
fn is_in_order(unpacked: &[u8], first: Option<&Object>) -> bool {
    let first = first.and_then(|first| first.as_i64().ok()).and_then(|first| usize::try_from(first).ok());
    let index = unpacked.get(..first.unwrap_or(0)).unwrap_or_default();
    let numbers = index.split(u8::is_ascii_whitespace).filter(|number| !number.is_empty());
    let mut places = numbers.skip(1).step_by(2).map(|number| String::from_utf8_lossy(number).parse::<u64>().ok());
    places.try_fold(None, |last, place| (place > last).then_some(place)).is_some()
}

/// About how many words of PDF there are: ends of words, and signs that are some by themselves.
pub(super) fn words(bytes: &[u8]) -> usize {
    let ends = |byte: u8| byte.is_ascii_whitespace() || byte == 0;
    let signs = bytes.iter().filter(|byte| matches!(**byte, b'[' | b'(' | b'<' | b'/')).count();
    signs + bytes.windows(2).filter(|pair| ends(pair[1]) && !ends(pair[0])).count()
}
