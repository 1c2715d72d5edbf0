//! Where brackets stand in the text.

use super::{Anchor, BracketId, Draft, Extent, Inline, ParagraphId};

/// Where a bracket stands and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The bracket.
    pub bracket: BracketId,
    /// The brackets around it, outermost first; those around the whole draft included.
    pub around: Vec<Around>,
    /// The paragraph of the opening edge; `None` for the whole draft.
    pub paragraph: Option<ParagraphId>,
    /// The words inside, those of nested brackets included; `\n` between paragraphs, `/` between the branches of a
    /// choice. Empty for the whole draft.
    pub words: String,
    /// The words of each branch of a choice; one for a bracket that is none.
    pub branches: Vec<String>,
}

impl Occurrence {
    fn new(bracket: BracketId, around: Vec<Around>, paragraph: Option<ParagraphId>) -> Self {
        Self { bracket, around, paragraph, words: String::new(), branches: vec![String::new()] }
    }

    /// How many branches there are; 1 for a bracket that is no choice.
    pub fn branch_count(&self) -> u32 {
        u32::try_from(self.branches.len()).unwrap_or(u32::MAX)
    }

    fn push(&mut self, words: &str) {
        self.words.push_str(words);
        if let Some(branch) = self.branches.last_mut() {
            branch.push_str(words);
        }
    }

    /// Where something stands that begins here.
    fn as_around(&self) -> Around {
        Around { bracket: self.bracket, branch: self.branch_count() - 1 }
    }
}

/// A bracket around something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Around {
    /// The bracket.
    pub bracket: BracketId,
    /// In which of its branches, counted from 0.
    pub branch: u32,
}

/// Every bracket that stands somewhere: those around the whole draft first, then by the first place in the text.
pub fn occurrences(draft: &Draft) -> Vec<Occurrence> {
    let mut found: Vec<Occurrence> = Vec::new();
    for bracket in draft.brackets.values().filter(|bracket| matches!(bracket.extent, Extent::Draft { .. })) {
        let around = found.iter().map(Occurrence::as_around).collect();
        found.push(Occurrence::new(bracket.id, around, None));
    }
    let whole = draft.whole_brackets();
    let outer: Vec<Around> = found.iter().map(Occurrence::as_around).collect();
    // The positions in `found` of the brackets that are open where the scan stands.
    let mut inside: Vec<usize> = Vec::new();
    for paragraph in &draft.paragraphs {
        for index in &inside {
            found[*index].push("\n");
        }
        for piece in &paragraph.content {
            match piece {
                Inline::Text { text, .. } => inside.iter().for_each(|index| found[*index].push(text)),
                Inline::Anchor(Anchor::Open(id)) if draft.brackets.contains_key(id) => {
                    let nested = inside.iter().map(|index| found[*index].as_around());
                    let around = outer.iter().copied().chain(nested).collect();
                    inside.push(found.len());
                    found.push(Occurrence::new(*id, around, Some(paragraph.id)));
                }
                Inline::Anchor(Anchor::Close(id)) => inside.retain(|index| found[*index].bracket != *id),
                Inline::Anchor(Anchor::Or(id)) => {
                    let Some(own) = inside.iter().find(|index| found[**index].bracket == *id).copied() else {
                        continue;
                    };
                    for index in &inside {
                        found[*index].words.push('/');
                        if *index != own
                            && let Some(branch) = found[*index].branches.last_mut()
                        {
                            branch.push('/');
                        }
                    }
                    found[own].branches.push(String::new());
                }
                Inline::Anchor(Anchor::Open(_) | Anchor::Note(_) | Anchor::Split(_) | Anchor::Erased(_)) => {}
            }
        }
        // One whose edges stand the wrong way round, since paragraphs changed places, ends with the paragraph.
        inside.retain(|index| whole.contains(&found[*index].bracket));
    }
    found
}
