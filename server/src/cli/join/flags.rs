//! The flags of the command as lines, in the order in which they are done.

use super::{
    Join, Problem, Wish,
    brackets::{Bracket, Choice, Instead, JoinBrackets},
    line::Line,
    paragraphs::{Add, Alternative, ProposeDeletion},
    spot::{Spot, Within},
    stances::Position,
    words::Insert,
};

/// What the flags ask for.
pub fn lines(command: &Join) -> Result<Vec<Line>, Problem> {
    let mut lines = Vec::new();
    let within = Within { paragraph: command.paragraph.clone(), nth: None };
    if let Some(words) = command.insert.clone() {
        let spot = Spot { within: within.clone(), at: command.at, ..Spot::default() };
        lines.push(Line::Insert(Insert { words, spot, reason: None }));
    }
    if let Some(words) = command.bracket.clone() {
        let wish = match command.wish {
            Wish::Retain => super::brackets::Wish::Retain,
            Wish::Delete => super::brackets::Wish::Delete,
        };
        lines.push(Line::Bracket(Bracket { words: Some(words), within, wish, ..Bracket::default() }));
    }
    lines.extend(command.choice.clone().map(|bracket| Line::Choice(Choice { bracket })));
    for said in &command.position {
        lines.push(Line::Position(Position::read(said)?));
    }
    if let Some(words) = command.propose.clone() {
        let to = command.alternative_to.clone();
        let (after, before, under) = (command.after.clone(), command.before.clone(), command.under.clone());
        lines.push(if to.is_empty() {
            Line::Add(Add { words, after, before, under, reason: None })
        } else {
            Line::Alternative(Alternative { words, to, reason: None })
        });
    }
    let deletion = command.propose_deletion.clone();
    lines.extend(deletion.map(|paragraph| Line::ProposeDeletion(ProposeDeletion { paragraph, reason: None })));
    let joined = command.join_choice.clone();
    lines.extend(joined.map(|bracket| Line::JoinBrackets(JoinBrackets { brackets: vec![bracket] })));
    lines.extend(command.instead.clone().map(|bracket| Line::Instead(Instead { bracket, of: None })));
    Ok(lines)
}
