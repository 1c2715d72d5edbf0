//! Which bracket closes which: over the whole text, since one bracket may enclose several annexes.

use super::{findings::Findings, raw::RawDraft};
use crate::model::{BracketId, DraftKind, ParagraphKind, Place, Severity};
use uuid::Uuid;

/// The most brackets of a text that are read as brackets; a text with more keeps them as plain signs.
const MOST: usize = 100_000;

/// What becomes of a printed sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It opens a bracket.
    Open(BracketId),
    /// It closes a bracket.
    Close(BracketId),
    /// It opens or closes a bracket that encloses whole drafts, which the register says.
    Around,
    /// It stays as a sign among the words.
    Literal,
}

/// A printed sign.
#[derive(Clone, Copy, Debug)]
struct Sign {
    draft: usize,
    paragraph: usize,
    opens: bool,
    full_width: bool,
    place: Place,
}

/// A pair of signs that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    /// Identity of the bracket.
    pub id: BracketId,
    /// Printed `［］`.
    pub full_width: bool,
    /// First and last draft that it is in.
    pub drafts: (usize, usize),
    /// Where it opens.
    pub place: Place,
    /// Where it closes.
    pub closes: Place,
}

/// The fates of all signs of the negotiated drafts, in reading order, and the brackets that they make.
pub(super) fn resolve(root: Uuid, drafts: &[RawDraft], findings: &mut Findings) -> (Vec<Fate>, Vec<Pair>) {
    let signs = signs(drafts);
    if signs.len() > 2 * MOST {
        let message = format!("the text has {} bracket signs, more than the {} that are read", signs.len(), 2 * MOST);
        let hint = "All of them were kept as plain signs; split the text into one file for each annex.";
        let named = findings.add("too-many-brackets", Severity::Error, super::findings::START, message, hint);
        named.with("count", signs.len()).with("limit", 2 * MOST);
        return (vec![Fate::Literal; signs.len()], Vec::new());
    }
    let straightforward = matches(&signs, &[]);
    let strays = likely_strays(drafts, &signs, &straightforward);
    let partner = matches(&signs, &strays);
    let mut fates = vec![Fate::Literal; signs.len()];
    let mut pairs = Vec::new();
    for (open, sign) in signs.iter().enumerate().filter(|(_, sign)| sign.opens) {
        let Some((close, other)) = partner.get(open).copied().flatten().and_then(|at| Some((at, signs.get(at)?)))
        else {
            continue;
        };
        if other.full_width != sign.full_width {
            let message = "a bracket opens with one width of sign and closes with the other";
            let hint = "Both signs were kept as plain signs; replace one of them by the other width.";
            findings.add("mixed-bracket", Severity::Warning, sign.place, message, hint);
            continue;
        }
        let id = BracketId::derived(root, &format!("bracket {}", pairs.len() + 1));
        let around = other.draft != sign.draft;
        let (first, last) = if around { (Fate::Around, Fate::Around) } else { (Fate::Open(id), Fate::Close(id)) };
        if let Some(fate) = fates.get_mut(open) {
            *fate = first;
        }
        if let Some(fate) = fates.get_mut(close) {
            *fate = last;
        }
        if around {
            let message = format!("a bracket opens here and closes in another document at line {}", other.place.line);
            let hint = "It was read as one bracket around all documents in between; it is decided in each of them.";
            let named = findings.add("bracket-around-drafts", Severity::Note, sign.place, message, hint);
            named.with("line", other.place.line);
        }
        pairs.push(Pair {
            id,
            full_width: sign.full_width,
            drafts: (sign.draft, other.draft),
            place: sign.place,
            closes: other.place,
        });
    }
    report(&signs, &partner, &straightforward, &strays, findings);
    (fates, pairs)
}

fn signs(drafts: &[RawDraft]) -> Vec<Sign> {
    let mut signs = Vec::new();
    for (draft, raw) in drafts.iter().enumerate().filter(|(_, raw)| raw.kind == DraftKind::Draft) {
        for (paragraph, raw) in raw.paragraphs.iter().enumerate() {
            for glyph in raw.glyphs.iter().filter(|glyph| glyph.opens() || glyph.closes()) {
                let full_width = matches!(glyph.c, '［' | '］');
                signs.push(Sign { draft, paragraph, opens: glyph.opens(), full_width, place: glyph.place() });
            }
        }
    }
    signs
}

/// The partner of each sign, with a stack; closing signs that find the stack empty, and those in `skip`, have none.
fn matches(signs: &[Sign], skip: &[usize]) -> Vec<Option<usize>> {
    let mut partner = vec![None; signs.len()];
    let mut stack = Vec::new();
    for (at, sign) in signs.iter().enumerate() {
        if sign.opens {
            stack.push(at);
        } else if !skip.contains(&at)
            && let Some(open) = stack.pop()
        {
            if let Some(slot) = partner.get_mut(open) {
                *slot = Some(at);
            }
            if let Some(slot) = partner.get_mut(at) {
                *slot = Some(open);
            }
        }
    }
    partner
}

/// Closing signs that are likely to be slips: more signs close than open, and a bullet holds nothing but a closing sign
/// right after a bullet that closes its own bracket. At most as many as there are too many.
fn likely_strays(drafts: &[RawDraft], signs: &[Sign], partner: &[Option<usize>]) -> Vec<usize> {
    let unpaired = signs.iter().zip(partner).filter(|(sign, partner)| !sign.opens && partner.is_none()).count();
    let lone = |sign: &Sign| {
        let raw = drafts.get(sign.draft).and_then(|draft| draft.paragraphs.get(sign.paragraph));
        raw.is_some_and(|raw| raw.kind == ParagraphKind::Bullet && raw.glyphs.len() == 1)
    };
    let follows_close = |at: usize| at.checked_sub(1).and_then(|at| signs.get(at)).is_some_and(|sign| !sign.opens);
    signs
        .iter()
        .enumerate()
        .filter(|(at, sign)| !sign.opens && lone(sign) && follows_close(*at))
        .map(|(at, _)| at)
        .take(unpaired.min(1_000))
        .collect()
}

/// Says which signs have no partner, and what the other reading is.
fn report(
    signs: &[Sign],
    partner: &[Option<usize>],
    straightforward: &[Option<usize>],
    strays: &[usize],
    findings: &mut Findings,
) {
    let at_line = |at: Option<usize>| at.and_then(|at| signs.get(at)).map(|sign| sign.place);
    for (at, sign) in signs.iter().enumerate().filter(|(at, _)| partner.get(*at).copied().flatten().is_none()) {
        if sign.opens {
            let message = "a bracket opens here and nothing closes it";
            let hint = "The sign was kept among the words; close the bracket where it was meant to end.";
            findings.add("stray-open", Severity::Error, sign.place, message, hint);
            continue;
        }
        if strays.contains(&at)
            && let Some(open) = at_line(straightforward.get(at).copied().flatten())
            && let Some(rest) = at_line(straightforward.iter().zip(signs).rposition(|(p, s)| !s.opens && p.is_none()))
        {
            let message = "this bullet holds nothing but a closing bracket, and there is one closing bracket too many";
            let hint = format!(
                "It was kept as a sign and the bracket opened at line {}, column {} closes at line {}, column {}. The \
                 other reading: that bracket closes here and the sign at line {} stands alone.",
                open.line, open.column, rest.line, rest.column, rest.line
            );
            let named = findings.add("stray-close", Severity::Error, sign.place, message, hint);
            let named = named.with("variant", "bullet").with("line", rest.line).with("column", rest.column);
            named.with("begun_line", open.line).with("begun_column", open.column);
            continue;
        }
        let message = "a bracket closes here and none is open";
        let hint = "The sign was kept among the words; delete it, or open the bracket where it was meant to begin.";
        findings.add("stray-close", Severity::Error, sign.place, message, hint);
    }
}
