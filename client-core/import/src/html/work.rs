//! A page cut into small pieces, and what reading them costs.

use crate::error::ReadError;

/// How much the tokenizer may compare: it holds each attribute against all those of its tag before it.
const COMPARED: usize = 500_000_000;

/// What the tags of a page cost at most so far.
#[derive(Default)]
pub(super) struct Work {
    /// Where attributes can begin since the last token.
    begun: usize,
    compared: usize,
}

impl Work {
    /// Counts a chunk that was read; `heard` when a token came of it.
    pub fn add(&mut self, chunk: &str, heard: bool) -> Result<(), ReadError> {
        if heard {
            self.begun = 0;
        }
        let begins = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'');
        let begun = chunk.bytes().filter(begins).count();
        self.begun += begun;
        self.compared = self.compared.saturating_add(begun * self.begun);
        if self.compared > COMPARED {
            return Err(ReadError::TooMuch { what: "attributes in its tags", limit: COMPARED.isqrt() as u64 });
        }
        Ok(())
    }
}

/// Pieces of at most 1 KiB.
pub(super) fn chunks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut at = rest.len().min(1_024);
        while !rest.is_char_boundary(at) {
            at -= 1;
        }
        let (chunk, more) = rest.split_at(at);
        rest = more;
        (!chunk.is_empty()).then_some(chunk)
    })
}
