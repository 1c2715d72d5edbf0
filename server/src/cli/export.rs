use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use client_core::model::DraftKind;
use client_core_export::{
    Mode,
    text::{self, Open, TextOptions},
};

use super::{
    Failure, print, reading,
    table::{Table, short},
};
use crate::{
    export::BlockerJson,
    interchange::{self, Lossless},
    store::{DraftRow, Store},
};

/// What the process ends with when a text cannot be final yet.
const NOT_FINAL: u8 = 2;

/// Write a draft.
#[derive(Debug, Args)]
#[command(override_usage = "adref export [OPTIONS] <DRAFT>|--all")]
pub struct Export {
    /// The draft
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    draft: Option<String>,
    /// Every draft under negotiation
    #[arg(long)]
    all: bool,
    /// The format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// `as-it-stands`, `agreed` or `final`, which is refused while anything is open
    #[arg(long, default_value = "as-it-stands", value_parser = mode)]
    mode: Mode,
    /// Language of the labels; the draft's own without it
    #[arg(long, value_name = "TAG")]
    labels: Option<String>,
    /// The file to write; with --all it may be a directory. Standard output without it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Plain text
    Text,
    /// JSON, nothing lost
    Json,
    /// Akoma Ntoso 3.0, nothing lost
    Akn,
    /// The log, the record and the signatures, for another server
    Bundle,
}

impl Format {
    /// The format that loses nothing, if it is one.
    fn lossless(self) -> Option<Lossless> {
        match self {
            Self::Text => None,
            Self::Json => Some(Lossless::Json),
            Self::Akn => Some(Lossless::Akn),
            Self::Bundle => Some(Lossless::Bundle),
        }
    }
}

impl Export {
    /// Exports.
    pub fn run(self, data: &Path) -> Result<ExitCode, Failure> {
        let mut store = reading::store(data)?;
        let rows = match &self.draft {
            Some(name) => vec![reading::find(&mut store, name)?],
            None => store.drafts()?.into_iter().filter(|row| row.kind == DraftKind::Draft).collect(),
        };
        if let Some(format) = self.format.lossless() {
            return self.whole(&mut store, rows, format);
        }
        let base = reading::base(&mut store)?;
        let (mut texts, mut open, mut matters) = (Vec::new(), String::new(), 0);
        for row in rows {
            let stored = reading::open(&mut store, row)?;
            let options = TextOptions { mode: self.mode, labels: self.labels.clone() };
            match text::write(&stored.draft, &stored.standings, &options) {
                Ok(text) => texts.push((stored.row.slug, text)),
                Err(Open(blockers)) => {
                    matters += blockers.len();
                    open.push_str(&list(&base, &stored.row.slug, blockers));
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
        self.write(&texts, "txt")?;
        Ok(ExitCode::SUCCESS)
    }

    /// Everything that is stored of each draft.
    fn whole(&self, store: &mut dyn Store, rows: Vec<DraftRow>, format: Lossless) -> Result<ExitCode, Failure> {
        if self.mode != Mode::AsItStands {
            let hint = "Leave --mode out: what is decided and what is open are both in it.";
            return Err(Failure::new("this format carries the whole draft", hint));
        }
        if self.all && !self.output.as_ref().is_some_and(|output| output.is_dir()) {
            return Err(Failure::new("a file of this format holds one draft", "Give a directory with -o."));
        }
        let mut texts = Vec::new();
        for row in rows {
            let reading::Stored { row, draft, standings } = reading::open(store, row)?;
            let stored = interchange::Stored { row: &row, draft: &draft, standings: &standings };
            let bytes = interchange::write(store, &stored, format, self.labels.clone())?;
            texts.push((row.slug, String::from_utf8_lossy(&bytes).into_owned()));
        }
        self.write(&texts, format.extension())?;
        Ok(ExitCode::SUCCESS)
    }

    fn write(&self, texts: &[(String, String)], extension: &str) -> Result<(), Failure> {
        let whole = || texts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n\n");
        match &self.output {
            None => print(&whole()),
            Some(directory) if self.all && directory.is_dir() => {
                for (slug, text) in texts {
                    save(&directory.join(format!("{slug}.{extension}")), text)?;
                }
                Ok(())
            }
            Some(file) => save(file, &whole()),
        }
    }
}

fn save(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| {
        Failure::new(format!("{} cannot be written: {error}", path.display()), "Choose another file with -o.")
    })
}

fn mode(name: &str) -> Result<Mode, String> {
    Mode::from_name(name).ok_or_else(|| "it is `as-it-stands`, `agreed` or `final`".into())
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
