//! The matters of a draft as an Office Open XML workbook: one sheet, its head frozen and filtered.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use crate::{
    compose::{Options, Source},
    date,
    matters::{WIDTH, matters},
    words::Words,
};

/// The most characters that a cell of a workbook holds.
const MAX_CELL: usize = 32_000;

/// How wide the columns are, in characters.
const WIDTHS: [f64; WIDTH] = [12.0, 10.0, 60.0, 22.0, 16.0, 10.0, 30.0, 18.0, 24.0, 24.0, 24.0, 24.0, 16.0, 28.0, 38.0];

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be written: {0}")]
pub struct NoWorkbook(#[from] XlsxError);

/// The matters as a workbook. Every cell is text: none is a formula, whatever it begins with.
///
/// # Errors
/// When there are more rows than a sheet has.
pub fn write(source: &Source<'_>, options: &Options) -> Result<Vec<u8>, NoWorkbook> {
    let table = matters(source, options);
    let mut workbook = Workbook::new();
    // The time is an option: the library would ask the clock.
    let made = options.made_at.unwrap_or(946_684_800_000);
    let (year, month, day, ..) = date::parts(made);
    let made = ExcelDateTime::from_ymd(u16::try_from(year.clamp(1900, 9999)).unwrap_or(2000), month, day)?;
    workbook.set_properties(&DocProperties::new().set_title(&source.draft.title).set_creation_datetime(&made));
    let language = options.labels.as_deref().unwrap_or(&source.draft.language);
    let sheet = workbook.add_worksheet();
    sheet.set_name(Words::of(language).bracket)?;
    sheet.set_right_to_left(language.starts_with("ar"));
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, (cells, format)) in
        (0..).zip(std::iter::once((&table.heads, &head)).chain(table.rows.iter().map(|row| (row, &body))))
    {
        for (column, cell) in (0..).zip(cells) {
            let cell: String = cell.chars().take(MAX_CELL).collect();
            sheet.write_string_with_format(row, column, cell, format)?;
        }
    }
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, last, u16::try_from(WIDTH - 1).unwrap_or_default())?;
    Ok(workbook.save_to_buffer()?)
}
