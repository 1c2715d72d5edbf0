//! The matters of a draft as comma-separated values (RFC 4180, UTF-8).

use crate::{
    compose::{Options, Source},
    matters::matters,
};

/// The matters as CSV. No cell is a formula to whoever opens the file: one that would be gets an apostrophe before it.
pub fn write(source: &Source<'_>, options: &Options) -> Vec<u8> {
    let table = matters(source, options);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let rows = std::iter::once(&table.heads).chain(&table.rows);
    for row in rows {
        let cells = row.iter().map(|cell| safe(cell));
        // Memory takes what it is given.
        let _ = writer.write_record(cells.collect::<Vec<_>>());
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that a spreadsheet takes for text: those that begin with `=`, `+`, `-`, `@`, a tab or a line break may otherwise be
/// run as formulas, full-width signs included. White space before the sign hides it from nobody.
pub fn safe(cell: &str) -> String {
    let starts = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let is_formula = cell.starts_with(['\t', '\r', '\n']) || cell.trim_start().starts_with(starts);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}
