//! The lines of a page in the order in which they were drawn, which is the order of the text in what word processors print.

use std::{collections::HashMap, rc::Rc};

use client_core::model::Style;
use lopdf::{Document, Object, ObjectId, content::Content};

use super::{font::Font, too_much};
use crate::{error::ReadError, limits::Limits};

/// A line as it was printed.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    pub runs: Vec<(String, Style)>,
    pub x: f32,
    pub end: f32,
    pub y: f32,
    pub size: f32,
}

type Matrix = [f32; 6];
const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

pub(super) struct Reader<'a> {
    document: &'a Document,
    limits: &'a Limits,
    left: usize,
    words: usize,
    fonts: HashMap<*const lopdf::Dictionary, Rc<Font<'a>>>,
    /// Signs that are no known characters.
    pub unknown: usize,
}

struct State<'a> {
    font: Option<Rc<Font<'a>>>,
    size: f32,
    leading: f32,
    spacing: f32,
    word_spacing: f32,
    scale: f32,
    matrix: Matrix,
    line: Matrix,
    page: Matrix,
    stack: Vec<(Matrix, Option<Rc<Font<'a>>>, f32)>,
    lines: Vec<Line>,
}

impl<'a> Reader<'a> {
    pub fn new(document: &'a Document, limits: &'a Limits) -> Self {
        let left = usize::try_from(limits.inflated).unwrap_or(usize::MAX);
        Self { document, limits, left, words: 0, fonts: HashMap::new(), unknown: 0 }
    }

    pub fn page(&mut self, id: ObjectId) -> Result<Vec<Line>, ReadError> {
        let content = match self.document.get_page_content_with_limit(id, self.left) {
            Ok(content) => content,
            Err(lopdf::Error::Decompress(_)) => return Err(too_much(self.limits)),
            Err(_) => return Ok(Vec::new()),
        };
        // What a page draws is kept as a list of operations many times its size.
        self.left = self.left.checked_sub(content.len()).ok_or_else(|| too_much(self.limits))?;
        if content.len() > 4 * 1024 * 1024 {
            return Err(ReadError::TooMuch { what: "bytes on one page", limit: 4 * 1024 * 1024 });
        }
        let Ok(content) = Content::decode(&content) else { return Ok(Vec::new()) };
        let named = self.document.get_page_fonts(id).unwrap_or_default();
        let mut fonts: HashMap<Vec<u8>, Rc<Font<'a>>> = HashMap::new();
        for (name, font) in named.into_iter().take(1_000) {
            let font = match self.fonts.get(&std::ptr::from_ref(font)) {
                Some(known) => Rc::clone(known),
                None => {
                    let read = Rc::new(Font::read(self.document, font, 2 * 1024 * 1024));
                    if self.fonts.len() < 500 {
                        self.fonts.insert(std::ptr::from_ref(font), Rc::clone(&read));
                    }
                    read
                }
            };
            fonts.insert(name, font);
        }
        let mut state = State {
            font: None,
            size: 0.0,
            leading: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            matrix: UNIT,
            line: UNIT,
            page: UNIT,
            stack: Vec::new(),
            lines: Vec::new(),
        };
        for operation in content.operations {
            self.step(&mut state, &fonts, &operation.operator, &operation.operands)?;
        }
        Ok(state.lines)
    }

    fn step(
        &mut self,
        state: &mut State<'a>,
        fonts: &HashMap<Vec<u8>, Rc<Font<'a>>>,
        operator: &str,
        operands: &[Object],
    ) -> Result<(), ReadError> {
        let number = |at: usize| operands.get(at).and_then(|object| object.as_float().ok()).unwrap_or(0.0);
        let matrix = || [number(0), number(1), number(2), number(3), number(4), number(5)];
        match operator {
            "q" if state.stack.len() < 1_000 => state.stack.push((state.page, state.font.clone(), state.size)),
            "Q" => {
                if let Some((page, font, size)) = state.stack.pop() {
                    (state.page, state.font, state.size) = (page, font, size);
                }
            }
            "cm" => state.page = times(matrix(), state.page),
            "BT" => (state.matrix, state.line) = (UNIT, UNIT),
            "Tf" => {
                state.font =
                    operands.first().and_then(|name| name.as_name().ok()).and_then(|name| fonts.get(name)).cloned();
                state.size = number(1);
            }
            "TL" => state.leading = number(0),
            "Tc" => state.spacing = number(0),
            "Tw" => state.word_spacing = number(0),
            "Tz" => state.scale = number(0) / 100.0,
            "Tm" => (state.matrix, state.line) = (matrix(), matrix()),
            "Td" | "TD" => {
                if operator == "TD" {
                    state.leading = -number(1);
                }
                state.next_line(number(0), number(1));
            }
            "T*" => state.next_line(0.0, -state.leading),
            "Tj" => self.show(state, operands.first())?,
            "'" => {
                state.next_line(0.0, -state.leading);
                self.show(state, operands.first())?;
            }
            "\"" => {
                (state.word_spacing, state.spacing) = (number(0), number(1));
                state.next_line(0.0, -state.leading);
                self.show(state, operands.get(2))?;
            }
            "TJ" => {
                for part in operands.first().and_then(|list| list.as_array().ok()).into_iter().flatten() {
                    match part.as_float() {
                        Ok(shift) => state.advance(-shift / 1000.0 * state.size * state.scale),
                        Err(_) => self.show(state, Some(part))?,
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn show(&mut self, state: &mut State<'a>, string: Option<&Object>) -> Result<(), ReadError> {
        let (Some(Object::String(bytes, _)), Some(font)) = (string, state.font.clone()) else { return Ok(()) };
        let (text, width, unknown) = font.decode(bytes);
        self.unknown += unknown;
        self.words += text.len();
        if self.words > 4 * 1024 * 1024 {
            return Err(ReadError::TooMuch { what: "bytes of text", limit: 4 * 1024 * 1024 });
        }
        let at = times(state.matrix, state.page);
        let size = (state.size * at[3].abs().max(at[1].abs())).abs();
        let spaces = if font.wide { 0 } else { bytes.iter().filter(|byte| **byte == b' ').count() };
        let advance =
            width * state.size + state.spacing * font.codes(bytes) as f32 + state.word_spacing * spaces as f32;
        state.advance(advance * state.scale);
        let end = times(state.matrix, state.page)[4];
        let style = Style { bold: font.bold, italic: font.italic, underline: false };
        state.put(&text, style, at[4], end, at[5], size);
        Ok(())
    }
}

impl State<'_> {
    fn next_line(&mut self, x: f32, y: f32) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.matrix = self.line;
    }

    fn advance(&mut self, by: f32) {
        self.matrix = times([1.0, 0.0, 0.0, 1.0, by, 0.0], self.matrix);
    }

    /// Puts words where they were printed: behind the last ones, or on a line of their own.
    fn put(&mut self, text: &str, style: Style, x: f32, end: f32, y: f32, size: f32) {
        let text: String = text.chars().filter(|c| !c.is_control() || *c == '\t').collect();
        if text.is_empty() {
            return;
        }
        if let Some(last) = self.lines.last_mut() {
            let big = last.size.max(size).max(1.0);
            // A raised sign is on the line; a cell beside it is not.
            if (last.y - y).abs() < 0.5 * big && x > last.end - big && x < last.end + 2.5 * big {
                let gap = x - last.end > 0.17 * size.max(1.0);
                if gap && !last.text.ends_with(' ') && !text.starts_with(' ') {
                    last.push(" ", style);
                }
                last.push(&text, style);
                last.end = end;
                if size >= last.size {
                    (last.size, last.y) = (size, y);
                }
                return;
            }
        }
        self.lines.push(Line { runs: vec![(text.clone(), style)], text, x, end, y, size });
    }
}

impl Line {
    fn push(&mut self, words: &str, style: Style) {
        self.text.push_str(words);
        match self.runs.last_mut() {
            Some((run, before)) if *before == style => run.push_str(words),
            _ => self.runs.push((words.to_owned(), style)),
        }
    }
}
