use client_core_export::edition::{Block, Edition, Run};

use crate::PdfError;

/// Characters of an edition, all together: more than fifty times the largest draft that was negotiated in public.
const CHARACTERS: usize = 4_000_000;
/// Paragraphs, notes and cells.
const PARAGRAPHS: usize = 20_000;
/// Pieces of paragraphs.
const PIECES: usize = 200_000;
/// Columns of a table: more would leave no room for a letter.
const COLUMNS: usize = 40;

/// Whether an edition is of a size that is set in bounded time and memory.
pub(crate) fn measure(edition: &Edition) -> Result<(), PdfError> {
    let mut characters = 0;
    super::each_text(edition, &mut |text| characters += text.len());
    let (mut paragraphs, mut pieces, mut columns) = (edition.notes.len(), 0, 0);
    let mut add = |runs: &[Run]| pieces += runs.len();
    for block in &edition.blocks {
        match block {
            Block::Paragraph(paragraph) => {
                paragraphs += 1;
                add(&paragraph.runs);
            }
            Block::Table(table) => {
                for row in &table.rows {
                    columns = columns.max(row.cells.len());
                    for paragraph in row.cells.iter().flatten() {
                        paragraphs += 1;
                        add(&paragraph.runs);
                    }
                }
            }
        }
    }
    edition.notes.iter().for_each(|note| add(&note.runs));
    let counted = [
        ("the number of bytes", characters, CHARACTERS),
        ("the number of paragraphs", paragraphs, PARAGRAPHS),
        ("the number of pieces", pieces, PIECES),
        ("the number of columns", columns, COLUMNS),
    ];
    match counted.into_iter().find(|(_, size, limit)| size > limit) {
        Some((what, size, limit)) => Err(PdfError::TooLarge { what, size, limit }),
        None => Ok(()),
    }
}
