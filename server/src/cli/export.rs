use std::{
    fs,
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use client_core::{
    history::{HistoryError, Moment},
    model::{Audience, CommentEntry, CommentId, DraftKind, LabelScheme},
};
use client_core_export::{
    Mode,
    compose::Options,
    text::{self, Open},
};

use super::{
    Failure, reading,
    table::{Table, short},
};
use crate::{
    export::BlockerJson,
    formats::{self, Format, NotWritten},
    material::{Material, Moments, Stored, read_moment},
    store::{DraftRow, Store},
};

/// What the process ends with when a text cannot be final yet.
const NOT_FINAL: u8 = 2;

/// Write a draft as a file.
#[derive(Debug, Args)]
#[command(override_usage = "adref export [OPTIONS] <DRAFT>|--all")]
pub struct Export {
    /// The draft
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    draft: Option<String>,
    /// Every draft under negotiation
    #[arg(long)]
    all: bool,
    /// The format: text, markdown, html, docx; csv, xlsx (the brackets and who says what of them); json, akn (everything, to be brought
    /// in again; for the bundle see `adref bundle`)
    #[arg(long, default_value = "text", value_parser = format)]
    format: &'static Format,
    /// `as-it-stands`, `compilation` (every proposal with who wants what), `marked` (what changed, see --against), `agreed` or
    /// `final`, which is refused while anything is open
    #[arg(long, default_value = "as-it-stands", value_parser = mode)]
    mode: Mode,
    /// The text as it was: a time such as 2005-01-31T12:00:00Z or 2005-01-31, or the number of a decision, just after which it is
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    at: Option<Moment>,
    /// For `marked`: the moment that the text is compared with
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    against: Option<Moment>,
    /// Language of the labels; the draft's own without it
    #[arg(long, value_name = "TAG")]
    labels: Option<String>,
    /// Whether brackets tell who wants what; only a compilation does without it
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    attribution: Option<bool>,
    /// Set the text in three columns, between idea and source
    #[arg(long)]
    columns: bool,
    /// Number the lines in the margin, where the format can
    #[arg(long)]
    line_numbers: bool,
    /// Show the comments that are for everybody
    #[arg(long)]
    comments: bool,
    /// How alternatives are labelled: `alt`, `option` or `editorial-manual`; as the draft has it without it
    #[arg(long, value_name = "SCHEME", value_parser = scheme)]
    scheme: Option<LabelScheme>,
    /// Number the paragraphs anew, with a concordance
    #[arg(long)]
    renumber: bool,
    /// Symbol of the document, for the head of the page
    #[arg(long, value_name = "SYMBOL", default_value = "")]
    symbol: String,
    /// Date of the document, as it is printed
    #[arg(long, value_name = "DATE", default_value = "")]
    date: String,
    /// The file to write; with --all it may be a directory. Standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    /// Exports.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        self.check_output()?;
        let mut store = reading::store(data)?;
        let rows = match &self.draft {
            Some(name) => vec![reading::find(&mut store, name)?],
            None => store.drafts()?.into_iter().filter(|row| row.kind == DraftKind::Draft).collect(),
        };
        let base = reading::base(&mut store)?;
        let (mut files, mut open, mut matters) = (Vec::new(), String::new(), 0);
        for row in rows {
            let slug = row.slug.clone();
            let material = self.gather(&mut store, row)?;
            let options = Options { made_at: Some(material.last), ..self.options() };
            match self.format.write(&material.source(), &options) {
                Ok(bytes) => files.push((slug, bytes)),
                Err(NotWritten::Open(Open(blockers))) => {
                    matters += blockers.len();
                    open.push_str(&list(&base, &slug, blockers));
                }
                Err(NotWritten::AgainstWhat) => {
                    let hint = "Give one with --against: a time, or the number of a decision (`adref history`).";
                    return Err(Failure::new(NotWritten::AgainstWhat.to_string(), hint));
                }
                Err(error @ NotWritten::NoMode { .. }) => {
                    return Err(Failure::new(error.to_string(), "Choose another --mode or --format."));
                }
                Err(error @ NotWritten::Failed(_)) => {
                    return Err(Failure::new(error.to_string(), "Choose another --format."));
                }
            }
        }
        if matters > 0 {
            // Nothing is written: part of a final text is no final text.
            let _ = std::io::stderr().write_all(open.as_bytes());
            let message = format!("the text is not final: {matters} matters are open");
            return Err(Failure::new(message, "Decide what is listed, or export with --mode as-it-stands.")
                .with_code(NOT_FINAL));
        }
        self.write(&files)?;
        Ok(ExitCode::SUCCESS)
    }

    fn options(&self) -> Options {
        Options {
            mode: self.mode,
            labels: self.labels.clone(),
            attribution: self.attribution,
            columns: self.columns,
            line_numbers: self.line_numbers,
            comments: self.comments,
            scheme: self.scheme,
            renumber: self.renumber,
            symbol: self.symbol.clone(),
            date: self.date.clone(),
            made_at: None,
        }
    }

    /// Refuses what would come to nothing, before anything is read.
    fn check_output(&self) -> Result<(), Failure> {
        let name = self.format.name;
        match &self.output {
            None if self.format.binary && std::io::stdout().is_terminal() => Err(Failure::new(
                format!("{name} is no text and is not written to a terminal"),
                format!("Name a file: -o draft.{}", self.format.extension),
            )),
            None | Some(_) if !self.all || self.format.joins => Ok(()),
            Some(directory) if directory.is_dir() => Ok(()),
            None | Some(_) => Err(Failure::new(
                format!("several drafts are several files of {name}"),
                "Name a directory that is there with -o.",
            )),
        }
    }

    fn gather(&self, store: &mut dyn Store, row: DraftRow) -> Result<Material, Failure> {
        let moments = Moments { at: self.at, against: self.against };
        let id = row.id;
        let stored = reading::open(store, row)?;
        let changes = store.changes(id)?;
        let comments = if self.comments { for_everybody(store.comments(id)?) } else { Vec::new() };
        let stored = Stored {
            draft: stored.draft,
            standings: stored.standings,
            entries: store.entries(id)?,
            changes,
            comments,
            directory: store.delegations()?,
        };
        Material::gather(stored, moments).map_err(|error| match error {
            HistoryError::Unknown => Failure::new(
                "the draft does not have this moment",
                "It is a time since the draft came in, or the number of a decision that was taken.",
            ),
            HistoryError::Log(error) => {
                Failure::new(format!("the log cannot be read: {error}"), "Restore a backup of the data directory.")
            }
        })
    }

    fn write(&self, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
        let parts: Vec<&[u8]> = files.iter().map(|(_, bytes)| bytes.as_slice()).collect();
        let whole = || parts.join(&b"\n\n"[..]);
        match &self.output {
            None => super::print_bytes(&whole()),
            Some(directory) if self.all && directory.is_dir() => {
                for (slug, bytes) in files {
                    save(&directory.join(format!("{slug}.{}", self.format.extension)), bytes)?;
                }
                Ok(())
            }
            Some(file) => save(file, &whole()),
        }
    }
}

/// The comments that anybody may read: a file goes from hand to hand.
fn for_everybody(entries: Vec<CommentEntry>) -> Vec<CommentEntry> {
    let open = |entry: &CommentEntry| match entry {
        CommentEntry::Said(comment) => (comment.audience == Audience::Everybody).then_some(comment.thread),
        CommentEntry::Settled(_) => None,
    };
    let threads: Vec<CommentId> = entries.iter().filter_map(open).collect();
    entries.into_iter().filter(|entry| threads.contains(&entry.thread())).collect()
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|error| {
        Failure::new(format!("{} cannot be written: {error}", path.display()), "Choose another file with -o.")
    })
}

fn format(name: &str) -> Result<&'static Format, String> {
    Format::named(name).ok_or_else(|| format!("it is one of {}", formats::names().join(", ")))
}

fn mode(name: &str) -> Result<Mode, String> {
    let names = Mode::ALL.map(Mode::name).join(", ");
    Mode::from_name(name).ok_or_else(|| format!("it is one of {names}"))
}

fn moment(written: &str) -> Result<Moment, String> {
    read_moment(written)
        .ok_or_else(|| "it is a time such as 2005-01-31T12:00:00Z, or the number of a decision".to_owned())
}

fn scheme(name: &str) -> Result<LabelScheme, String> {
    LabelScheme::from_name(name).ok_or_else(|| "it is `alt`, `option` or `editorial-manual`".to_owned())
}

fn list(base: &str, slug: &str, blockers: Vec<text::Blocker>) -> String {
    let mut table = Table::new(["OPEN", "PLACE", "WORDS", "LINK"]);
    for blocker in blockers.into_iter().map(BlockerJson::from) {
        // What has no paragraph stands around all of them.
        let label = if blocker.paragraph.is_some() { blocker.label } else { "whole draft".into() };
        let place = blocker.paragraph.map(|id| format!("/p/{id}")).unwrap_or_default();
        table.row([blocker.kind.into(), label, short(&blocker.words, 40), format!("{base}/#/drafts/{slug}{place}")]);
    }
    table.render()
}
