//! Brackets: to open and withdraw them, and what a person may make of them.

use clap::{Args, ValueEnum};
use client_core::{
    model::{self, BracketId, ChoiceId, Draft, joinable, words_before},
    ops::{Act, JoinChoice, OfferInstead, OpenBracket, SplitBranches, WithdrawBracket, whole},
    schema::{Element, elements},
};

use super::{
    Problem, name,
    scene::{Intent, Scene, fresh},
    spot::{Spot, Within, place},
};

/// Where a bracket opens or closes: paragraph and code points.
type Edge = (model::ParagraphId, usize);

/// What is wished of a bracket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Wish {
    /// The words are to stay
    #[default]
    Retain,
    /// The words are to go
    Delete,
}

/// Open a bracket around words, or an empty one
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Bracket {
    /// The words; none for an empty bracket at --at
    pub words: Option<String>,
    #[command(flatten)]
    pub within: Within,
    /// Up to the end of these words, which may stand in another paragraph
    #[arg(long, value_name = "WORDS", requires = "words")]
    pub until: Option<String>,
    /// The paragraph of the words that it goes up to
    #[arg(long, value_name = "PARAGRAPH", requires = "until", allow_hyphen_values = true)]
    pub until_in: Option<String>,
    /// Around the whole paragraph that --in names, with what stands under it
    #[arg(long, conflicts_with_all = ["words", "at"])]
    pub whole: bool,
    /// Where an empty bracket opens, in characters from 0; the end of the paragraph without it
    #[arg(long, value_name = "N", conflicts_with = "words")]
    pub at: Option<usize>,
    /// What is wished of it
    #[arg(long, value_enum, default_value_t = Wish::Retain)]
    pub wish: Wish,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
}

/// Withdraw a bracket of the own delegation: the words stay, unless they came with it
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Withdraw {
    /// Its number, the beginning of its identity, or "[" and the beginning of its words
    bracket: String,
}

/// Make a bracket a choice: each slash among its words becomes a line between branches
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Choice {
    /// The bracket
    pub bracket: String,
}

/// Make brackets that stand side by side one question: of [a][b][c] one stays, or none
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct JoinBrackets {
    /// The brackets; of one alone all that stand in a row with it
    #[arg(required = true)]
    pub brackets: Vec<String>,
}

/// Make a bracket that begins with a slash a choice with the words before it: a[/b]
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Instead {
    /// The bracket
    pub bracket: String,
    /// The words that it is an alternative to; the one word before it without this
    #[arg(long, value_name = "WORDS")]
    pub of: Option<String>,
}

impl Bracket {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let (from, to) = self.range(&scene.draft)?;
        let wish = match self.wish {
            Wish::Retain => model::Wish::Retain,
            Wish::Delete => model::Wish::Delete,
        };
        let (id, reason) = (BracketId(fresh()?), scene.reason(&self.reason));
        Ok(Intent::Acts(vec![Act::OpenBracket(OpenBracket { id, from, to, wish, reason })], None))
    }

    fn range(&self, draft: &Draft) -> Result<(Edge, Edge), Problem> {
        let Some(words) = &self.words else {
            let spot = Spot { within: self.within.clone(), at: self.at, ..Spot::default() };
            let (paragraph, at) = spot.find(draft)?;
            if !self.whole {
                return Ok(((paragraph, at), (paragraph, at)));
            }
            let empty = || Problem::unknown("the paragraph has no words", "Choose another.");
            return whole(draft, paragraph).ok_or_else(empty);
        };
        let (paragraph, from, to) = place(draft, &self.within, words)?;
        let Some(until) = &self.until else { return Ok(((paragraph.id, from), (paragraph.id, to))) };
        let named = self.until_in.clone().or_else(|| Some(paragraph.id.to_string()));
        let (last, _, to) = place(draft, &Within { paragraph: named, nth: None }, until)?;
        Ok(((paragraph.id, from), (last.id, to)))
    }
}

impl Withdraw {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let bracket = name::bracket_id(name::bracket(&scene.view, &self.bracket)?)?;
        Ok(Intent::Acts(vec![Act::WithdrawBracket(WithdrawBracket { bracket })], None))
    }
}

impl Choice {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let id = name::bracket_id(name::bracket(&scene.view, &self.bracket)?)?;
        let split = SplitBranches::at_slashes(&scene.draft, &scene.standings, id).ok_or_else(|| {
            let message = format!("bracket {} has no slash of its own, or is a choice", self.bracket);
            Problem::unclear(message, "Look at its words first, with `brackets`.")
        })?;
        Ok(Intent::Acts(vec![Act::SplitBranches(split)], None))
    }
}

impl JoinBrackets {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let mut named = Vec::new();
        for bracket in &self.brackets {
            let found = name::bracket(&scene.view, bracket)?;
            named.push((found.number, name::bracket_id(found)?));
        }
        named.sort_by_key(|(number, _)| *number);
        let brackets = match named.as_slice() {
            [(_, one)] => joinable(&scene.draft, &scene.standings, *one),
            several => several.iter().map(|(_, id)| *id).collect(),
        };
        if brackets.is_empty() {
            let message =
                format!("beside bracket {} stands none to make it one question with", self.brackets.join(" "));
            let hint = "Only open brackets with nothing but spaces between them are one question.";
            return Err(Problem::unclear(message, hint));
        }
        let id = ChoiceId(fresh()?);
        Ok(Intent::Acts(vec![Act::JoinChoice(JoinChoice { id, brackets })], None))
    }
}

impl Instead {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let bracket = name::bracket_id(name::bracket(&scene.view, &self.bracket)?)?;
        let before = words_before(&scene.draft, &scene.standings, bracket).ok_or_else(|| {
            let message = format!("bracket {} does not begin with a slash behind words", self.bracket);
            Problem::unclear(message, "Look at its words first, with `brackets`.")
        })?;
        let from = match &self.of {
            None => before.from,
            Some(words) => {
                let end = before.from + before.words.chars().count();
                let content = scene.draft.paragraph(before.paragraph).map(|paragraph| paragraph.content.as_slice());
                begins(content.unwrap_or_default(), end, words).ok_or_else(|| {
                    let message = format!("the words “{words}” do not stand right before the bracket");
                    Problem::unknown(message, format!("Before it stands “{}”.", before.words.trim()))
                })?
            }
        };
        let id = BracketId(fresh()?);
        Ok(Intent::Acts(vec![Act::OfferInstead(OfferInstead { id, bracket, from })], None))
    }
}

/// Where words begin that end at a place, white space behind them aside; in code points.
fn begins(content: &[model::Inline], end: usize, words: &str) -> Option<usize> {
    let units = elements(content);
    let units = units.get(..end)?;
    let character = |unit: &Element| if let Element::Char(c, _) = unit { Some(*c) } else { None };
    let spaces = units.iter().rev().take_while(|unit| character(unit).is_some_and(char::is_whitespace)).count();
    let wanted: Vec<char> = words.trim().chars().collect();
    let from = (end - spaces).checked_sub(wanted.len()).filter(|_| !wanted.is_empty())?;
    let found: Option<Vec<char>> = units[from..end - spaces].iter().map(character).collect();
    (found? == wanted).then_some(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_right_before_a_place_are_found() {
        let content = [model::Inline::plain("the host country "), model::Inline::bold("/x")];
        assert_eq!(begins(&content, 17, "host country"), Some(4));
        assert_eq!(begins(&content, 17, "host"), None);
        assert_eq!(begins(&content, 17, ""), None);
        assert_eq!(begins(&content, 2, "the host"), None);
    }
}
