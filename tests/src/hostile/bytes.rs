//! Spoiling bytes: what a broken line, a bad disk or a hostile hand makes of a chunk.

use sha2::{Digest, Sha256};

/// Numbers as LEB128 writes them that are likely to break something: 0, the largest of 7, 32 and 64 bits, one that is too
/// long, one that is written longer than it need be.
const NUMBERS: [&[u8]; 7] = [
    &[0],
    &[0x7f],
    &[0xff, 0xff, 0xff, 0xff, 0x0f],
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
    &[0x80, 0x00],
    &[0xc0, 0x84, 0x3d],
];

/// A chunk like `honest` with one to three things wrong; `other` lends bytes. Its length and checksum fit again, now and then not.
pub(super) fn spoil(honest: &[u8], other: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let body = spoilt(body(honest), other, random);
    let kind = if random.u8(..40) == 0 { random.u8(..4) } else { 1 };
    let mut chunk = sealed(kind, &body);
    if random.u8(..60) == 0 {
        let at = random.usize(..chunk.len());
        chunk[at] ^= 1 << random.u8(..8);
    }
    chunk
}

/// Bytes with one to three things wrong; `other` lends some.
pub(super) fn spoilt(honest: &[u8], other: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut body = honest.to_vec();
    for _ in 0..random.u8(1..=3) {
        one(&mut body, other, random);
    }
    body
}

fn one(body: &mut Vec<u8>, other: &[u8], random: &mut fastrand::Rng) {
    if body.is_empty() {
        body.push(random.u8(..));
        return;
    }
    let at = random.usize(..body.len());
    let span = at..at + random.usize(..=(body.len() - at).min(24));
    match random.u8(..9) {
        0 | 1 => body[at] = random.u8(..),
        2 => body[at] ^= 1 << random.u8(..8),
        3 => body.insert(at, random.u8(..)),
        4 => drop(body.drain(span)),
        5 => {
            let twice = body[span.clone()].to_vec();
            body.splice(span.end..span.end, twice);
        }
        6 => drop(body.splice(at..=at, NUMBERS[random.usize(..NUMBERS.len())].iter().copied())),
        7 => {
            let from = random.usize(..other.len());
            let lent = &other[from..from + random.usize(..=(other.len() - from).min(24))];
            body.splice(span, lent.iter().copied());
        }
        _ => body.truncate(at),
    }
}

/// What stands behind the header: 4 bytes magic, 4 bytes checksum, the type, the length as LEB128.
fn body(chunk: &[u8]) -> &[u8] {
    let length = chunk[9..].iter().take_while(|byte| **byte & 0x80 != 0).count() + 1;
    &chunk[9 + length..]
}

/// A chunk with a body: the checksum is the first four bytes of SHA-256 over all that stands behind it.
pub(super) fn sealed(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut rest = vec![kind];
    let mut length = body.len();
    while length > 0x7f {
        rest.push(0x80 | (length & 0x7f) as u8);
        length >>= 7;
    }
    rest.push(length as u8);
    rest.extend_from_slice(body);
    let digest = Sha256::digest(&rest);
    [&[0x85, 0x6f, 0x4a, 0x83], &digest[..4], &rest].concat()
}
