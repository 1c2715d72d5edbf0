//! The engine and the world that it sees: one file, the fonts that were handed in, no clock.

use std::panic::{AssertUnwindSafe, catch_unwind};

use typst::{
    Library, LibraryExt, World, WorldExt,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Dict, Duration, Smart, dict},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfStandard, PdfStandards, Timestamp};

use crate::{PdfError, PdfOptions};

const TEMPLATE: &str = include_str!("template.typ");

struct Sheet {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
}

/// Typesets the values of an edition.
pub(crate) fn set(values: Dict, options: &PdfOptions<'_>) -> Result<Vec<u8>, PdfError> {
    let done = catch_unwind(AssertUnwindSafe(|| typeset(values, options)));
    // What the engine remembers of a text is of no use to the next one.
    typst::comemo::evict(0);
    done.unwrap_or_else(|_| Err(PdfError::Engine("the engine gave up".into())))
}

fn typeset(values: Dict, options: &PdfOptions<'_>) -> Result<Vec<u8>, PdfError> {
    let path = VirtualPath::new("template.typ").map_err(|_| PdfError::Engine("no path".into()))?;
    let id = RootedPath::new(VirtualRoot::Project, path).intern();
    let fonts: Vec<Font> = options.fonts.loaded().cloned().collect();
    let sheet = Sheet {
        library: LazyHash::new(Library::builder().with_inputs(dict! { "edition" => values }).build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        main: Source::new(id, TEMPLATE.into()),
    };
    let document = typst::compile::<PagedDocument>(&sheet).output.map_err(|errors| sheet.refusal(&errors))?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| PdfError::Engine(error.message().to_string()))?;
    let settings = typst_pdf::PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Adref".into())),
        timestamp: options.created.and_then(timestamp),
        standards,
        ..typst_pdf::PdfOptions::default()
    };
    typst_pdf::pdf(&document, &settings).map_err(|errors| sheet.refusal(&errors))
}

/// A moment as the file says it; `None` when it is out of reach.
fn timestamp(at: client_core::model::Timestamp) -> Option<Timestamp> {
    let at = time::OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)).ok()?;
    let (date, time) = (at.date(), at.time());
    let datetime = Datetime::from_ymd_hms(
        date.year(),
        date.month().into(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
    )?;
    Some(Timestamp::new_utc(datetime))
}

impl Sheet {
    /// The first fault, with its place in the template.
    fn refusal(&self, errors: &[SourceDiagnostic]) -> PdfError {
        let Some(first) = errors.first() else { return PdfError::Engine("no reason given".into()) };
        let line = self
            .range(first.span)
            .and_then(|range| self.main.lines().byte_to_line(range.start))
            .map_or(String::new(), |line| format!(" (template.typ:{})", line + 1));
        PdfError::Engine(format!("{}{line}", first.message))
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
