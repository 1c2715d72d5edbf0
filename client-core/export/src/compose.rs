//! A draft and its decisions -> the [`Edition`] that a writer sets. Here is decided what a text contains; how it looks is
//! the writers'.

mod attribution;
mod blocks;
mod cell;
mod labels;
mod lines;
mod marked;
mod proposed;
mod renumber;
mod threads;

use std::{borrow::Cow, ops::Range};

use client_core::model::{
    CommentEntry, CommentId, Directory, Draft, Entry, LabelScheme, ParagraphId, Standings, Timestamp,
};

pub(crate) use attribution::{Names, Voices};
pub(crate) use lines::printed;
use lines::{Line, lines};
use marked::{Authors, Moment};

use crate::{
    Mode,
    edition::{Columns, Edition, Header},
    text::{self, Open},
    words::Words,
};

/// What is composed. All of it is given: nothing is looked up.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The text, not arranged.
    pub draft: &'a Draft,
    /// What is decided.
    pub standings: &'a Standings,
    /// The record, oldest first: who decided what, and when.
    pub entries: &'a [Entry],
    /// The text and the decisions that [`Mode::Marked`] compares with; without it nothing is marked.
    pub against: Option<(&'a Draft, &'a Standings)>,
    /// Who wrote in which paragraphs, oldest first; for [`Mode::Marked`].
    pub contributions: &'a [Contribution],
    /// The log of comments, as far as whoever reads the text may read it.
    pub comments: &'a [CommentEntry],
    /// Where the words of threads stand in their paragraphs, in code points. Of a thread that is not listed the words are
    /// looked for.
    pub spots: &'a [(CommentId, Range<usize>)],
    /// The delegations: their order, their names in the language of the labels, and who is in which group.
    pub directory: Option<&'a Directory>,
}

impl<'a> Source<'a> {
    /// A draft under its decisions, and nothing else.
    pub fn new(draft: &'a Draft, standings: &'a Standings) -> Self {
        Self {
            draft,
            standings,
            entries: &[],
            against: None,
            contributions: &[],
            comments: &[],
            spots: &[],
            directory: None,
        }
    }
}

/// A change of the text, as far as it tells who wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// When the server received it.
    pub at: Timestamp,
    /// In whose name; empty for the import.
    pub delegation: String,
    /// The paragraphs that it touched.
    pub paragraphs: Vec<ParagraphId>,
}

/// What the caller chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What the text contains.
    pub mode: Mode,
    /// Language of labels, headings and everything that is not the text (BCP 47); `None` takes the draft's.
    pub labels: Option<String>,
    /// Whether brackets and versions tell who wants what (domain.md, "Attribution grammar"); `None` has it so in
    /// [`Mode::Compilation`] only.
    pub attribution: Option<bool>,
    /// Whether the text stands between what each paragraph is about and who proposed it: the form in three columns.
    pub columns: bool,
    /// Whether lines are numbered in the margin.
    pub line_numbers: bool,
    /// Whether comments are shown.
    pub comments: bool,
    /// How alternatives are labelled; `None` leaves it to the draft and the record.
    pub scheme: Option<LabelScheme>,
    /// Whether paragraphs are numbered anew, with a concordance.
    pub renumber: bool,
    /// The symbol of the document.
    pub symbol: String,
    /// The date as it is printed.
    pub date: String,
    /// When the edition is made, for formats that keep such a time; without it they keep a fixed one.
    pub made_at: Option<Timestamp>,
}

/// The edition of a draft. The same source and the same options give the same edition.
///
/// # Errors
/// In [`Mode::Final`], what is open.
pub fn compose(source: &Source<'_>, options: &Options) -> Result<Edition, Open> {
    let (draft, standings) = (source.draft, source.standings);
    let language = options.labels.as_deref().unwrap_or(&draft.language);
    let words = Words::of(language);
    let open = match options.mode {
        Mode::Final | Mode::Agreed => text::blockers(draft, standings, Some(language)),
        Mode::AsItStands | Mode::Compilation | Mode::Marked => Vec::new(),
    };
    if options.mode == Mode::Final && !open.is_empty() {
        return Err(Open(open));
    }
    let names = Names::new(source.directory, language);
    let composed = Composed::new(draft, standings, options, language);
    let mut lines = composed.lines;
    let mut edition = Edition {
        title: draft.title.clone(),
        language: draft.language.clone(),
        labels: language.to_owned(),
        mode: options.mode,
        header: Header {
            symbol: options.symbol.clone(),
            date: options.date.clone(),
            status: words.status(options.mode).to_owned(),
        },
        columns: options.columns.then(|| columns(draft, words)),
        line_numbers: options.line_numbers,
        made_at: options.made_at,
        open,
        ..Edition::default()
    };
    if options.renumber {
        let arranged = draft.arranged(standings);
        let printed = (&names, words, language);
        edition.concordance = renumber::concordance(&lines, draft, &arranged, standings, source.entries, printed);
    }
    if options.mode == Mode::Compilation {
        proposed::mark(&mut lines, &composed.draft, standings, &names, words);
    }
    if let (Mode::Marked, Some((earlier, then))) = (options.mode, source.against) {
        let before = Composed::new(earlier, then, options, language);
        let authors = Authors {
            before: Moment::new(&before.draft, then),
            after: Moment::new(&composed.draft, standings),
            proposals: draft.proposals.values().collect(),
            entries: source.entries,
            contributions: source.contributions,
            names: &names,
            words,
        };
        lines = marked::mark(before.lines, lines, &authors);
    }
    let attributes = options.attribution.unwrap_or(options.mode == Mode::Compilation);
    if attributes && options.mode.shows_open() {
        let voices = Voices::new(&composed.draft, Names::new(source.directory, language), words);
        let told = attribution::Told { stored: draft, draft: &composed.draft, standings, columns: options.columns };
        attribution::attribute(&mut lines, &told, &voices);
    }
    if options.comments {
        edition.threads = threads::place(&mut lines, source, &names);
    }
    blocks::build(&mut edition, lines);
    Ok(edition)
}

/// A draft as people read it, in lines.
struct Composed<'a> {
    draft: Cow<'a, Draft>,
    lines: Vec<Line>,
}

impl<'a> Composed<'a> {
    fn new(draft: &'a Draft, standings: &Standings, options: &Options, language: &str) -> Self {
        let moved = draft.moved(standings);
        let mut draft = labels::scheme(draft.arranged(standings), options.scheme);
        if options.renumber {
            renumber::renumber(draft.to_mut(), &moved, standings, options.mode);
        }
        let lines = lines(&draft, standings, options.mode, language);
        Self { draft, lines }
    }
}

/// The heads of the columns: the draft's own, else those of the language of the labels.
fn columns(draft: &Draft, words: &Words) -> Columns {
    use client_core::model::Column;
    let head = |column, usual: &str| draft.columns.get(&column).map_or(usual, String::as_str).to_owned();
    Columns {
        idea: head(Column::Idea, words.idea),
        text: head(Column::Text, words.text),
        source: head(Column::Source, words.source),
    }
}
