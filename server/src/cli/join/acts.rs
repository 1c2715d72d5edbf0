use client_core::{
    model::{
        self, AlternativeSetId, BracketId, Draft, Inline, InlineExt, Paragraph, ParagraphId, PositionId, Preference,
        Stance, Standings, Topic, numbering,
    },
    ops::{Act, OpenBracket, Place, ProposeParagraph, Splice, SplitBranches, TakePosition, whole},
    sync::session::{Effect, Session},
    view::{self, BracketView},
};

use super::{Join, Wish};
use crate::{
    auth,
    cli::{Failure, table::short},
    clock,
};

/// Does what the command line asks for.
pub fn perform(command: &Join, session: &mut Session) -> Result<Vec<Effect>, Failure> {
    let mut effects = Vec::new();
    if let (Some(words), Some(paragraph)) = (&command.insert, &command.paragraph) {
        let draft = draft(session)?;
        let paragraph = named(&draft, paragraph)?;
        let at = command.at.unwrap_or_else(|| paragraph.content.length());
        let splice = Splice { paragraph: paragraph.id, at, delete: 0, insert: words.clone() };
        effects.extend(act(session, &Act::Splice(splice))?);
    }
    if let Some(words) = &command.bracket {
        let draft = draft(session)?;
        let (paragraph, from, to) = place(&draft, command.paragraph.as_deref(), words)?;
        let open = OpenBracket {
            id: BracketId(auth::identity()?),
            from: (paragraph.id, from),
            to: (paragraph.id, to),
            wish: match command.wish {
                Wish::Retain => model::Wish::Retain,
                Wish::Delete => model::Wish::Delete,
            },
            reason: command.reason.clone(),
        };
        effects.extend(act(session, &Act::OpenBracket(open))?);
    }
    if let Some(name) = &command.choice {
        let draft = draft(session)?;
        let standings = session.standings().cloned().unwrap_or_default();
        let found = bracket_named(&draft, &standings, name)?;
        let id: BracketId =
            found.id.parse().map_err(|_| Failure::new("the bracket has no identity", "Report this."))?;
        let split = SplitBranches::at_slashes(&draft, &standings, id).ok_or_else(|| {
            Failure::new(format!("bracket {name} has no slash of its own, or is a choice"), "Look at its words first.")
        })?;
        effects.extend(act(session, &Act::SplitBranches(split))?);
    }
    for said in &command.position {
        let position = position(session, said, &command.reason)?;
        effects.extend(act(session, &Act::TakePosition(position))?);
    }
    if let Some(words) = &command.propose {
        let proposal = ProposeParagraph {
            id: ParagraphId(auth::identity()?),
            bracket: BracketId(auth::identity()?),
            place: proposed_place(command, &draft(session)?)?,
            words: words.clone(),
            reason: command.reason.clone(),
        };
        effects.extend(act(session, &Act::ProposeParagraph(proposal))?);
    }
    if let Some(name) = &command.propose_deletion {
        let draft = draft(session)?;
        let paragraph = named(&draft, name)?;
        let gone = || Failure::new("the paragraph has no words", "Choose another.");
        let (from, to) = whole(&draft, paragraph.id).ok_or_else(gone)?;
        let id = BracketId(auth::identity()?);
        let open = OpenBracket { id, from, to, wish: model::Wish::Delete, reason: command.reason.clone() };
        effects.extend(act(session, &Act::OpenBracket(open))?);
    }
    effects.extend(session.flush(clock::now()));
    Ok(effects)
}

/// `BRACKET=STANCE`, and of a choice `BRACKET=STANCE:BRANCH`.
fn position(session: &mut Session, said: &str, reason: &str) -> Result<TakePosition, Failure> {
    let hint = "Write it like 4=retain, 4=retain:2 for the second branch, or 4=none to take it back.";
    let unclear = || Failure::new(format!("{said} is no position"), hint);
    let (name, words) = said.split_once('=').ok_or_else(unclear)?;
    let (stance, branch) = words.split_once(':').map_or((words, None), |(stance, branch)| (stance, Some(branch)));
    let stance = match stance {
        "none" => None,
        stance => Some(Stance::from_name(stance).ok_or_else(unclear)?),
    };
    let draft = draft(session)?;
    let standings = session.standings().cloned().unwrap_or_default();
    let found = bracket_named(&draft, &standings, name)?;
    let preference = match branch {
        None => None,
        Some(branch) => {
            let of = u32::try_from(found.branches.len()).unwrap_or(u32::MAX);
            let number = |branch: &str| branch.parse::<u32>().ok()?.checked_sub(1);
            let branch = if branch == "none" { None } else { Some(number(branch).ok_or_else(unclear)?) };
            Some(Preference::Branch { branch, of })
        }
    };
    let subject = Topic::Bracket(found.id.parse().map_err(|_| unclear())?);
    Ok(TakePosition { id: PositionId(auth::identity()?), subject, stance, preference, reason: reason.to_owned() })
}

/// The bracket with an identity, or with a number in the list.
fn bracket_named(draft: &Draft, standings: &Standings, name: &str) -> Result<BracketView, Failure> {
    let missing = || Failure::new(format!("there is no bracket {name} here"), "`adref history DRAFT` lists them.");
    let brackets = view::draft(draft, standings, "en").brackets;
    brackets.into_iter().find(|bracket| bracket.id == *name || bracket.number.to_string() == *name).ok_or_else(missing)
}

/// Where a paragraph is proposed.
fn proposed_place(command: &Join, draft: &Draft) -> Result<Place, Failure> {
    let id = |name: &String| named(draft, name).map(|paragraph| paragraph.id);
    Ok(match (&command.after, &command.before, &command.under) {
        (Some(name), _, _) => Place::After(id(name)?),
        (_, Some(name), _) => Place::Before(id(name)?),
        (_, _, Some(name)) => Place::Under(id(name)?),
        _ => {
            let base = command.alternative_to.iter().map(id).collect::<Result<Vec<_>, _>>()?;
            let of_variant = base.first().and_then(|id| draft.paragraph(*id)?.variant_of).filter(|_| base.len() == 1);
            // One more version of the set that a version belongs to.
            let set = of_variant.map_or_else(|| auth::identity().map(AlternativeSetId), Ok)?;
            Place::Alternative { set, base }
        }
    })
}

fn act(session: &mut Session, act: &Act) -> Result<Vec<Effect>, Failure> {
    session.act(act, clock::now()).map_err(|refusal| Failure::new(refusal.to_string(), refusal.hint()))
}

/// The draft in the order that people see.
fn draft(session: &mut Session) -> Result<Draft, Failure> {
    let standings = session.standings().cloned().unwrap_or_default();
    let draft = session.draft().ok_or_else(|| Failure::new("the draft cannot be read", "Connect again."))?;
    Ok(draft.ordered(&standings).into_owned())
}

/// The paragraph with a label or an identity.
fn named<'a>(draft: &'a Draft, name: &str) -> Result<&'a Paragraph, Failure> {
    if let Some(found) = name.parse().ok().and_then(|id| draft.paragraph(id)) {
        return Ok(found);
    }
    let wanted = bare(name);
    let mut found: Vec<&Paragraph> = Vec::new();
    for language in ["en", draft.language.as_str()] {
        for (id, label) in numbering::labels(draft, language) {
            if bare(&label) == wanted && !found.iter().any(|paragraph| paragraph.id == id) {
                found.extend(draft.paragraph(id));
            }
        }
    }
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(Failure::new(
            format!("no paragraph is labelled {name}"),
            "Look at the labels with `adref export`, or give the paragraph's identity.",
        )),
        several => {
            let list: Vec<String> = several
                .iter()
                .map(|paragraph| format!("{} {}", paragraph.id, short(&paragraph.content.words(), 30)))
                .collect();
            let message = format!("{} paragraphs are labelled {name}", several.len());
            Err(Failure::new(message, format!("Give the identity:\n    {}", list.join("\n    "))))
        }
    }
}

/// A label in one typography: without its full stop and the width of its spaces, `9bis` as `9 bis`.
fn bare(label: &str) -> String {
    let given = numbering::parse(label).filter(|given| !given.version && given.series.is_none() && !given.new);
    if let Some(numeral) = given.and_then(|given| given.numeral()) {
        return numbering::numeral(&numeral);
    }
    let words: Vec<&str> = label.trim().trim_end_matches(['.', ')', '．']).split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Where some words stand: paragraph, beginning and end in code points.
fn place<'a>(draft: &'a Draft, name: Option<&str>, words: &str) -> Result<(&'a Paragraph, usize, usize), Failure> {
    let within: Vec<&Paragraph> = match name {
        Some(name) => vec![named(draft, name)?],
        None => draft.paragraphs.iter().collect(),
    };
    let found: Vec<_> = within
        .into_iter()
        .filter_map(|paragraph| find(&paragraph.content, words).map(|(from, to)| (paragraph, from, to)))
        .collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => {
            Err(Failure::new(format!("the words “{words}” are not there"), "Copy them from the draft as they stand."))
        }
        several => Err(Failure::new(
            format!("the words “{words}” stand in {} paragraphs", several.len()),
            "Name the paragraph with --paragraph.",
        )),
    }
}

/// The first place of some words, edges of brackets between them counted and ignored.
fn find(content: &[Inline], words: &str) -> Option<(usize, usize)> {
    let mut units: Vec<(usize, char)> = Vec::new();
    let mut at = 0;
    for piece in content {
        if let Inline::Text { text, .. } = piece {
            units.extend(text.chars().enumerate().map(|(offset, c)| (at + offset, c)));
        }
        at += piece.len();
    }
    let wanted: Vec<char> = words.chars().collect();
    if wanted.is_empty() {
        return None;
    }
    let fits = |window: &&[(usize, char)]| window.iter().map(|(_, c)| c).eq(wanted.iter());
    let window = units.windows(wanted.len()).find(fits)?;
    Some((window.first()?.0, window.last()?.0 + 1))
}

#[cfg(test)]
mod tests {
    use client_core::model::Anchor;
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
            Inline::plain("承诺"),
        ];
        assert_eq!(find(&content, "我们"), Some((0, 2)));
        assert_eq!(find(&content, "重申"), Some((3, 5)));
        assert_eq!(find(&content, "们重"), Some((1, 4)));
        assert_eq!(find(&content, "申承诺"), Some((4, 8)));
        assert_eq!(find(&content, "没有"), None);
        assert_eq!(find(&content, ""), None);
    }

    #[test]
    fn labels_match_as_people_write_them() {
        assert_eq!(bare("8."), bare(" 8"));
        assert_eq!(bare("Alt 9"), bare("alt  9"));
        assert_ne!(bare("9 bis."), bare("9"));
        assert_eq!(bare("9bis"), bare("9 bis."));
        assert_ne!(bare("Alt 9"), bare("9"));
    }
}
