//! Levels of headings: formats in which the title of a text is a heading too count the others from it.

use client_core::import::source::{Shape, Source};

/// Makes the only heading of the first level the title.
pub(crate) fn title(source: &mut Source) {
    let mut first = source.paragraphs.iter_mut().filter(|paragraph| paragraph.shape == Shape::Heading(1));
    if let (Some(title), None) = (first.next(), first.next()) {
        title.shape = Shape::Title;
        below_title(source);
    }
}

/// Counts the headings of a text whose title is of the first level.
pub(crate) fn below_title(source: &mut Source) {
    for paragraph in &mut source.paragraphs {
        if let Shape::Heading(level) = &mut paragraph.shape {
            *level = level.saturating_sub(1).max(1);
        }
    }
}
