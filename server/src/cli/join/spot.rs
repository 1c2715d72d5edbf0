//! Where words stand.

use clap::Args;
use client_core::{
    model::{Draft, Inline, InlineExt, Paragraph, ParagraphId},
    schema::{Element, elements},
};

use super::{Problem, name};

/// Which of the places where the same words stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Within {
    /// The paragraph: its label, such as 8, 9bis, 6(a) or "Alt 11A", or the beginning of its identity
    #[arg(long = "in", value_name = "PARAGRAPH", allow_hyphen_values = true)]
    pub paragraph: Option<String>,
    /// Which one, where the words stand there more than once; from 1
    #[arg(long, value_name = "N")]
    pub nth: Option<usize>,
}

/// A place between words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Spot {
    #[command(flatten)]
    pub within: Within,
    /// Before these words
    #[arg(long, value_name = "WORDS", group = "spot")]
    pub before: Option<String>,
    /// Behind these words
    #[arg(long, value_name = "WORDS", group = "spot")]
    pub after: Option<String>,
    /// At this place, in characters from 0 (a bracket's edge counts one); the end of the paragraph without any of the three
    #[arg(long, value_name = "N", group = "spot")]
    pub at: Option<usize>,
}

impl Spot {
    /// The paragraph and the offset, in code points.
    pub fn find(&self, draft: &Draft) -> Result<(ParagraphId, usize), Problem> {
        if let Some(words) = &self.before {
            return place(draft, &self.within, words).map(|(paragraph, from, _)| (paragraph.id, from));
        }
        if let Some(words) = &self.after {
            return place(draft, &self.within, words).map(|(paragraph, _, to)| (paragraph.id, to));
        }
        let missing =
            || Problem::unclear("it is not said where", "Add --in PARAGRAPH, --before WORDS or --after WORDS.");
        let paragraph = name::paragraph(draft, self.within.paragraph.as_ref().ok_or_else(missing)?)?;
        Ok((paragraph.id, self.at.unwrap_or_else(|| paragraph.content.length())))
    }
}

/// Where some words stand: paragraph, beginning and end in code points.
pub fn place<'a>(draft: &'a Draft, within: &Within, words: &str) -> Result<(&'a Paragraph, usize, usize), Problem> {
    let among: Vec<&Paragraph> = match &within.paragraph {
        Some(name) => vec![name::paragraph(draft, name)?],
        None => draft.paragraphs.iter().collect(),
    };
    let holding: Vec<_> =
        among.into_iter().map(|one| (one, find(&one.content, words))).filter(|(_, found)| !found.is_empty()).collect();
    match holding.as_slice() {
        [] => Err(Problem::unknown(
            format!("the words “{words}” are not there"),
            "Copy them from the draft as they stand, without bracket signs.",
        )),
        [(paragraph, found)] => match (within.nth, found.as_slice()) {
            (None, [(from, to)]) => Ok((paragraph, *from, *to)),
            (None, several) => Err(Problem {
                reason: "ambiguous",
                message: format!("the words “{words}” stand {} times in the paragraph", several.len()),
                hint: "Give more of the words, or say which with --nth.".into(),
            }),
            (Some(nth), several) => {
                let found = nth.checked_sub(1).and_then(|at| several.get(at));
                let (from, to) = found.ok_or_else(|| {
                    Problem::unknown(
                        format!("the words “{words}” stand there {} times", several.len()),
                        "Count from 1.",
                    )
                })?;
                Ok((paragraph, *from, *to))
            }
        },
        several => {
            let told = several.iter().map(|(paragraph, _)| {
                let words = crate::cli::table::short(&paragraph.content.words(), 40);
                format!("{}  {words}", name::brief(&paragraph.id.to_string()))
            });
            let problem =
                Problem::ambiguous(format!("the words “{words}” stand in {} paragraphs", several.len()), told);
            Err(Problem { hint: problem.hint.replacen("Say which", "Say which with --in", 1), ..problem })
        }
    }
}

/// Every place of some words, edges of brackets between them counted and ignored.
fn find(content: &[Inline], words: &str) -> Vec<(usize, usize)> {
    let units: Vec<(usize, char)> = elements(content)
        .into_iter()
        .enumerate()
        .filter_map(|(at, unit)| if let Element::Char(c, _) = unit { Some((at, c)) } else { None })
        .collect();
    let wanted: Vec<char> = words.chars().collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let fits = |window: &&[(usize, char)]| window.iter().map(|(_, c)| c).eq(wanted.iter());
    let found = units.windows(wanted.len()).filter(fits);
    found.filter_map(|window| Some((window.first()?.0, window.last()?.0 + 1))).collect()
}

#[cfg(test)]
mod tests {
    use client_core::model::{Anchor, BracketId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn words_are_found_across_the_edges_of_brackets() {
        let id = BracketId(Uuid::nil());
        let content = vec![
            Inline::plain("我们"),
            Inline::Anchor(Anchor::Open(id)),
            Inline::bold("重申"),
            Inline::Anchor(Anchor::Close(id)),
            Inline::plain("承诺我们"),
        ];
        assert_eq!(find(&content, "我们"), [(0, 2), (8, 10)]);
        assert_eq!(find(&content, "重申"), [(3, 5)]);
        assert_eq!(find(&content, "们重"), [(1, 4)]);
        assert_eq!(find(&content, "申承诺"), [(4, 8)]);
        assert_eq!(find(&content, "没有"), []);
        assert_eq!(find(&content, ""), []);
    }
}
