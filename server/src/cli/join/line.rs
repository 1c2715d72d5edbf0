//! Lines: what a person says in the terminal. The same words are understood behind the link, in a script and interactively.

use clap::{Args, Parser, Subcommand, error::ErrorKind};

use super::{
    Problem,
    brackets::{Bracket, Choice, Instead, JoinBrackets, Withdraw},
    decide::{Package, Part},
    look::{self, Brackets, Positions, Show},
    paragraphs::{Add, Alternative, Merge, Move, ProposeDeletion, Split, TakeBack},
    reverse::{PartBrackets, TakeNoteBack, Unchoice},
    scene::{Intent, Scene},
    stances::Position,
    talk::{Answer, Comment, Thread},
    words::{Change, Insert, Note, Strike},
};

/// What is said.
#[derive(Debug, Parser)]
#[command(multicall = true, disable_version_flag = true, about = "What can be said in a draft")]
struct Said {
    #[command(subcommand)]
    line: Line,
}

/// A decision as part of a package.
#[derive(Debug, Parser)]
#[command(multicall = true, disable_version_flag = true, disable_help_subcommand = true)]
struct SaidPart {
    #[command(subcommand)]
    part: Part,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Line {
    Show(Show),
    Brackets(Brackets),
    /// List the alternatives and their versions
    Alternatives,
    /// List the proposals to move, split and merge
    Proposals,
    /// List the comments that are for you to read
    Comments,
    Positions(Positions),
    Insert(Insert),
    Strike(Strike),
    Change(Change),
    Note(Note),
    Bracket(Bracket),
    Withdraw(Withdraw),
    Choice(Choice),
    JoinBrackets(JoinBrackets),
    Instead(Instead),
    PartBrackets(PartBrackets),
    Unchoice(Unchoice),
    TakeNoteBack(TakeNoteBack),
    Add(Add),
    Alternative(Alternative),
    ProposeDeletion(ProposeDeletion),
    Move(Move),
    Split(Split),
    Merge(Merge),
    TakeBack(TakeBack),
    Position(Position),
    Comment(Comment),
    Answer(Answer),
    /// Resolve a thread of comments
    Resolve(Thread),
    /// Reopen a thread of comments
    ReopenThread(Thread),
    #[command(flatten)]
    Decide(Part),
    Package(Package),
    Meeting(Meeting),
    /// End, when everything is on the server's disk
    Quit,
}

/// Name the meeting that decisions are taken in from now on
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Meeting {
    /// Its name; none of them without it
    #[arg(default_value = "")]
    name: String,
}

/// What the words of a line come to.
#[derive(Debug, PartialEq)]
pub enum Read {
    /// A line.
    Line(Box<Line>),
    /// Help was asked for.
    Help(String),
    /// Nothing, or a remark.
    Nothing,
}

/// Reads a line that a person typed or a script holds; what stands in quotes is one word, `#` begins a remark.
pub fn read(text: &str) -> Result<Read, Problem> {
    let text = text.trim();
    if text.is_empty() || text.starts_with('#') { Ok(Read::Nothing) } else { parse(&split(text)?) }
}

/// Reads the words of a line.
pub fn parse(words: &[String]) -> Result<Read, Problem> {
    match Said::try_parse_from(words) {
        Ok(said) => Ok(Read::Line(Box::new(said.line))),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp) => Ok(Read::Help(error.to_string())),
        Err(error) => Err(unclear(words, &error)),
    }
}

/// Reads the words of one decision of a package.
pub fn parse_part(words: &[String]) -> Result<Part, Problem> {
    SaidPart::try_parse_from(words).map(|said| said.part).map_err(|error| unclear(words, &error))
}

/// What clap says, as a sentence with a next step.
fn unclear(words: &[String], error: &clap::Error) -> Problem {
    let text = error.to_string();
    let mut parts = text.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    let message = parts.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let unknown = matches!(error.kind(), ErrorKind::InvalidSubcommand | ErrorKind::MissingSubcommand);
    let verb = words.first().map_or("", String::as_str);
    if unknown || matches!(error.kind(), ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) {
        let tip = parts.find(|part| part.starts_with("tip:"));
        let like = tip.as_deref().and_then(|tip| tip.split_once("exist")?.1.split_once(": "));
        let like = like.map(|(_, like)| format!("; much like it are {like}")).unwrap_or_default();
        let message = format!("{} is nothing that can be said here", if verb.is_empty() { "that" } else { verb });
        return Problem::unclear(message, format!("`help` lists what can{like}."));
    }
    Problem::unclear(message, format!("`help {verb}` says how it is written."))
}

/// The words of a line: what stands between quotes is one, and `\` takes the next character as it is.
fn split(text: &str) -> Result<Vec<String>, Problem> {
    let (mut words, mut word): (Vec<String>, Option<String>) = (Vec::new(), None);
    let mut quote = None;
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match (c, quote) {
            ('\\', None | Some('"')) => word.get_or_insert_default().extend(characters.next()),
            (c, Some(open)) if c == open => quote = None,
            (c, Some(_)) => word.get_or_insert_default().push(c),
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, None) => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        return Err(Problem::unclear("a quotation is not closed", "Close it with the sign that opens it."));
    }
    words.extend(word);
    Ok(words)
}

impl Line {
    /// What it comes to in a draft as it is now.
    pub fn intent(&self, scene: &mut Scene<'_>) -> Result<Intent, Problem> {
        match self {
            Self::Show(line) => line.intent(scene),
            Self::Brackets(line) => line.intent(scene),
            Self::Alternatives => Ok(look::alternatives(scene)),
            Self::Proposals => Ok(look::proposals(scene)),
            Self::Comments => Ok(look::comments(scene)),
            Self::Positions(line) => line.intent(scene),
            Self::Insert(line) => line.intent(scene),
            Self::Strike(line) => line.intent(scene),
            Self::Change(line) => line.intent(scene),
            Self::Note(line) => line.intent(scene),
            Self::Bracket(line) => line.intent(scene),
            Self::Withdraw(line) => line.intent(scene),
            Self::Choice(line) => line.intent(scene),
            Self::JoinBrackets(line) => line.intent(scene),
            Self::Instead(line) => line.intent(scene),
            Self::PartBrackets(line) => line.intent(scene),
            Self::Unchoice(line) => line.intent(scene),
            Self::TakeNoteBack(line) => line.intent(scene),
            Self::Add(line) => line.intent(scene),
            Self::Alternative(line) => line.intent(scene),
            Self::ProposeDeletion(line) => line.intent(scene),
            Self::Move(line) => line.intent(scene),
            Self::Split(line) => line.intent(scene),
            Self::Merge(line) => line.intent(scene),
            Self::TakeBack(line) => line.intent(scene),
            Self::Position(line) => line.intent(scene),
            Self::Comment(line) => line.intent(scene),
            Self::Answer(line) => line.intent(scene),
            Self::Resolve(line) => line.intent(scene, true),
            Self::ReopenThread(line) => line.intent(scene, false),
            Self::Decide(line) => line.intent(scene),
            Self::Package(line) => line.intent(scene),
            Self::Meeting(line) => Ok(Intent::Meeting(line.name.clone())),
            Self::Quit => Ok(Intent::Quit),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn what_can_be_said_is_sound() {
        Said::command().debug_assert();
        SaidPart::command().debug_assert();
    }

    #[test]
    fn what_stands_in_quotes_is_one_word() {
        let words = |text| split(text).expect("words");
        assert_eq!(words(r#"keep 4 --reason "as agreed""#), ["keep", "4", "--reason", "as agreed"]);
        assert_eq!(words(r#"change 'a "b"' "" c\ d "e\"f""#), ["change", r#"a "b""#, "", "c d", r#"e"f"#]);
        assert_eq!(split("keep \"4").expect_err("open").reason, "unclear");
    }

    #[test]
    fn lines_are_read_and_what_is_none_says_what_to_do() {
        assert_eq!(read("  # a remark"), Ok(Read::Nothing));
        assert_eq!(read(""), Ok(Read::Nothing));
        assert!(matches!(read("proposals"), Ok(Read::Line(line)) if *line == Line::Proposals));
        assert!(matches!(read("help"), Ok(Read::Help(text)) if text.contains("agree-ad-ref")));
        assert!(matches!(read("help keep"), Ok(Read::Help(text)) if text.contains("--without")));
        assert!(matches!(read("keep --help"), Ok(Read::Help(_))));
        let problem = read("kepe 4").expect_err("unknown");
        assert!(problem.message.contains("kepe") && problem.hint.contains("keep"), "{problem:?}");
        let problem = read("keep").expect_err("incomplete");
        assert!(problem.message.contains("BRACKET") && problem.hint.contains("help keep"), "{problem:?}");
        let problem = read("add words").expect_err("where");
        assert!(problem.message.contains("--after"), "{problem:?}");
        assert!(read("package --reason x keep 4 + delete 5").is_ok());
        assert!(parse_part(&["keep".into(), "4".into()]).is_ok());
        assert_eq!(parse_part(&["show".into()]).expect_err("no decision").reason, "unclear");
    }
}
