use std::collections::{BTreeSet, HashMap};

use super::{
    Anchor, Bracket, BracketId, BracketState, ChoiceId, Draft, Extent, Inline, ParagraphId, Standings, Timestamp,
};

/// The most brackets that one question joins.
pub const MAX_JOINED: usize = 32;

/// Adjacent brackets `[a][b][c]` that a person made branches of one question: one of them stays, or none (domain.md, "Square
/// brackets"). The brackets keep their identities; the choice never changes but for `withdrawn`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedChoice {
    /// Identity.
    pub id: ChoiceId,
    /// The brackets, in the order of the text.
    pub brackets: Vec<BracketId>,
    /// Name of the person who joined them.
    pub joined_by: String,
    /// In whose name.
    pub delegation: String,
    /// When.
    pub joined_at: Timestamp,
    /// Taken apart again by the delegation that joined them: each bracket is its own question again.
    pub withdrawn: bool,
}

/// Why brackets are no one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotJoined {
    /// Fewer than two, more than [`MAX_JOINED`], or one twice.
    Number,
    /// One is not in this draft, or stands around all of it.
    Unknown,
    /// One is decided or withdrawn.
    Settled,
    /// One is a branch of another question already.
    Joined,
    /// They do not stand side by side in this order, with nothing but white space between.
    Apart,
    /// They stand or fall together: of such, none goes without the others.
    Correlated,
}

/// Whether brackets can become one question now.
///
/// # Errors
/// When they cannot.
pub fn may_join(draft: &Draft, standings: &Standings, brackets: &[BracketId]) -> Result<(), NotJoined> {
    fit(draft, standings, brackets)?;
    let stand = rows(draft).iter().any(|row| row.windows(brackets.len()).any(|window| window == brackets));
    if stand { Ok(()) } else { Err(NotJoined::Apart) }
}

/// Whether brackets can become one question, wherever they stand.
fn fit(draft: &Draft, standings: &Standings, brackets: &[BracketId]) -> Result<(), NotJoined> {
    let distinct: BTreeSet<_> = brackets.iter().collect();
    if !(2..=MAX_JOINED).contains(&brackets.len()) || distinct.len() < brackets.len() {
        return Err(NotJoined::Number);
    }
    let mut packages = BTreeSet::new();
    for id in brackets {
        let bracket = draft.brackets.get(id).filter(|bracket| bracket.extent == Extent::Anchored);
        let bracket = bracket.ok_or(NotJoined::Unknown)?;
        if standings.of(bracket) != BracketState::Open {
            return Err(NotJoined::Settled);
        }
        if draft.choice_of(*id).is_some() {
            return Err(NotJoined::Joined);
        }
        if bracket.package.as_ref().is_some_and(|package| !packages.insert(package)) {
            return Err(NotJoined::Correlated);
        }
    }
    Ok(())
}

/// What stands beside each bracket of a draft, for questions about many of them: one pass over the text.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    rows: Vec<Vec<BracketId>>,
    row_of: HashMap<BracketId, usize>,
    words: HashMap<BracketId, WordsBefore>,
}

impl Beside {
    /// Reads a draft.
    pub fn of(draft: &Draft) -> Self {
        let rows = rows(draft);
        let mut row_of = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            for id in row {
                row_of.entry(*id).or_insert(at);
            }
        }
        Self { rows, row_of, words: slashed(draft) }
    }

    /// See [`joinable`]; `draft` is the one that was read.
    pub fn joinable(&self, draft: &Draft, standings: &Standings, id: BracketId) -> Vec<BracketId> {
        let open = |id: &BracketId| is_open(draft, standings, *id);
        let row = self.row_of.get(&id).map_or(&[][..], |at| &self.rows[*at]);
        let around = row.split(|id| !open(id)).find(|part| part.contains(&id)).unwrap_or_default();
        if fit(draft, standings, around).is_ok() { around.to_vec() } else { Vec::new() }
    }

    /// See [`words_before`]; `draft` is the one that was read.
    pub fn words_before(&self, draft: &Draft, standings: &Standings, id: BracketId) -> Option<&WordsBefore> {
        self.words.get(&id).filter(|_| is_open(draft, standings, id))
    }
}

/// Whether a bracket is open, and no branch of a question.
fn is_open(draft: &Draft, standings: &Standings, id: BracketId) -> bool {
    let bracket = draft.brackets.get(&id);
    bracket.is_some_and(|bracket: &Bracket| standings.of(bracket) == BracketState::Open)
        && draft.choice_of(id).is_none()
}

/// The brackets that a bracket could be made one question with, itself included, in the order of the text: the longest row
/// around it. Empty when there is none. To be offered, never assumed.
pub fn joinable(draft: &Draft, standings: &Standings, id: BracketId) -> Vec<BracketId> {
    Beside::of(draft).joinable(draft, standings, id)
}

/// The rows of brackets that stand side by side in one paragraph with nothing but white space between.
fn rows(draft: &Draft) -> Vec<Vec<BracketId>> {
    let mut rows: Vec<Vec<BracketId>> = Vec::new();
    for paragraph in &draft.paragraphs {
        // The rows that end where the scan stands, behind white space at most; and for each bracket that is open here, the
        // row that it would go on.
        let mut ending: Option<usize> = None;
        let mut inside: Vec<(BracketId, Option<usize>)> = Vec::new();
        for piece in &paragraph.content {
            match piece {
                Inline::Text { text, .. } if text.chars().all(char::is_whitespace) => {}
                Inline::Anchor(Anchor::Erased(_)) => {}
                Inline::Text { .. } | Inline::Anchor(Anchor::Or(_) | Anchor::Note(_) | Anchor::Split(_)) => {
                    ending = None
                }
                Inline::Anchor(Anchor::Open(id)) => {
                    inside.push((*id, ending.take()));
                }
                Inline::Anchor(Anchor::Close(id)) => {
                    let opened = inside.iter().rposition(|(open, _)| open == id);
                    ending = opened.map(|at| {
                        let (_, row) = inside.remove(at);
                        let row = row.unwrap_or_else(|| {
                            rows.push(Vec::new());
                            rows.len() - 1
                        });
                        rows[row].push(*id);
                        row
                    });
                }
            }
        }
    }
    rows.retain(|row| row.len() > 1);
    rows
}

/// The words right before a bracket `[/b]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsBefore {
    /// The paragraph.
    pub paragraph: ParagraphId,
    /// Where they begin, in code points; they end where the bracket begins.
    pub from: usize,
    /// The words, with the white space behind them.
    pub words: String,
}

/// The words that a bracket `[/b]` may be an alternative to, back to white space, a sign or an anchor. `None` when the
/// bracket does not begin with a slash, is not open, or follows no words. To be offered and adjusted, never assumed.
pub fn words_before(draft: &Draft, standings: &Standings, id: BracketId) -> Option<WordsBefore> {
    Beside::of(draft).words_before(draft, standings, id).cloned()
}

/// The words right before each bracket that begins with a slash, where there are any.
fn slashed(draft: &Draft) -> HashMap<BracketId, WordsBefore> {
    let mut found = HashMap::new();
    for paragraph in &draft.paragraphs {
        let mut at = 0;
        // The words since the last anchor: those of one paragraph may be in several styles.
        let mut before: Vec<char> = Vec::new();
        let mut pieces = paragraph.content.iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Inline::Text { text, .. } => before.extend(text.chars()),
                Inline::Anchor(anchor) => {
                    let slash =
                        matches!(pieces.peek(), Some(Inline::Text { text, .. }) if text.starts_with(['/', '／']));
                    if let (Anchor::Open(id), true) = (anchor, slash) {
                        let end = before.iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1);
                        let from = before[..end].iter().rposition(|c| !c.is_alphanumeric()).map_or(0, |last| last + 1);
                        let words = WordsBefore {
                            paragraph: paragraph.id,
                            from: at - (before.len() - from),
                            words: before[from..].iter().collect(),
                        };
                        if from < end {
                            found.entry(*id).or_insert(words);
                        }
                    }
                    before.clear();
                }
            }
            at += piece.len();
        }
    }
    found
}

impl Draft {
    /// The question of which a bracket is a branch.
    pub fn choice_of(&self, bracket: BracketId) -> Option<&JoinedChoice> {
        self.choices.values().find(|choice| !choice.withdrawn && choice.brackets.contains(&bracket))
    }
}
