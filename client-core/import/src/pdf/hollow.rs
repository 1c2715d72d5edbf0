//! A PDF without what is in its streams: the library takes in every object at once, and a table of objects may lead anywhere, also
//! into a stream. So it is given a file in which a stream holds nothing that could be read as an object, and says where its
//! bytes stand; they are put back when the objects are known.

use lopdf::{Document, Object};

/// What a stream begins with, after its place: no byte of it is a sign to the library.
const SIGN: [u8; 3] = [0xfe, 0xff, 0xfe];

/// The bytes that say where a stream stands, seven bits each, and the sign.
const PLACE: usize = 5;
const MARK: usize = PLACE + SIGN.len();

/// The file with hollow streams, as long as it was. Those in which the library looks for objects stay: their bytes are counted.
pub(super) fn hollow(bytes: &[u8]) -> Vec<u8> {
    let mut hollow = bytes.to_vec();
    // Where the last stream ended, and where the next is looked for.
    let (mut last, mut from) = (0, 0);
    while let Some(word) = find(bytes, from, b"stream") {
        from = word + 6;
        let before = bytes.get(last..word).unwrap_or_default();
        let begin = from + line_end(bytes.get(from..).unwrap_or_default());
        // A stream stands behind its dictionary.
        if begin == from || !before.trim_ascii_end().ends_with(b">>") {
            continue;
        }
        let Some(end) = find(bytes, begin, b"endstream") else { break };
        // The end of the line before that is not one of its bytes, and without it the library does not know its end.
        let kept = bytes.get(begin..end).map_or(0, last_line_end);
        if !holds_objects(before)
            && let Some(content) = hollow.get_mut(begin..end - kept)
        {
            mark(content, begin);
        }
        (last, from) = (end + 9, end + 9);
    }
    hollow
}

/// Puts back what is in the streams; `bytes` is the file as it came.
pub(super) fn fill(document: &mut Document, bytes: &[u8]) {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        let length = stream.content.len();
        let own = marked(&stream.content).and_then(|at| bytes.get(at..at.checked_add(length)?));
        if let Some(own) = own {
            stream.content.copy_from_slice(own);
        }
    }
}

/// Whether a dictionary may be that of a stream of objects, or of a table of them. A name may be written with escapes.
fn holds_objects(dictionary: &[u8]) -> bool {
    dictionary.contains(&b'#')
        || [b"ObjStm".as_slice(), b"XRef".as_slice()].iter().any(|name| find(dictionary, 0, name).is_some())
}

/// How long the end of the line is that `rest` begins with, with blanks before it; 0 when there is none.
fn line_end(rest: &[u8]) -> usize {
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match rest.get(blanks..) {
        Some([b'\r', b'\n', ..]) => blanks + 2,
        Some([b'\r' | b'\n', ..]) => blanks + 1,
        _ => 0,
    }
}

/// How long the end of the line is with which `content` ends; 0 when it ends with none.
fn last_line_end(content: &[u8]) -> usize {
    match content {
        [.., b'\r', b'\n'] => 2,
        [.., b'\r' | b'\n'] => 1,
        _ => 0,
    }
}

/// Hides what a stream holds behind its place. One that is too short for that stays as it is.
fn mark(content: &mut [u8], at: usize) {
    let Some((place, rest)) = content.split_first_chunk_mut::<PLACE>().filter(|(_, rest)| rest.len() >= SIGN.len())
    else {
        return;
    };
    for (shift, byte) in place.iter_mut().enumerate() {
        *byte = 0x80 | u8::try_from(at >> (7 * shift) & 0x7f).unwrap_or_default();
    }
    rest.fill(0xff);
    if let Some(sign) = rest.first_chunk_mut() {
        *sign = SIGN;
    }
}

/// Where the bytes of a hidden stream stand.
fn marked(content: &[u8]) -> Option<usize> {
    let (place, sign) = content.get(..MARK)?.split_at_checked(PLACE)?;
    if sign != SIGN || place.iter().any(u8::is_ascii) {
        return None;
    }
    Some(place.iter().enumerate().map(|(shift, byte)| usize::from(byte & 0x7f) << (7 * shift)).sum())
}

fn find(bytes: &[u8], from: usize, word: &[u8]) -> Option<usize> {
    let at = bytes.get(from..)?.windows(word.len()).position(|window| window == word)?;
    Some(from + at)
}
