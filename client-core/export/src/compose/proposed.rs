//! Words that are proposed to come or to go, marked as such: in a compilation they are changes that a reader can take.

use std::{collections::HashMap, rc::Rc};

use client_core::model::{Bracket, BracketId, BracketState, Draft, Standings, Wish};

use super::{attribution::Names, lines::Line};
use crate::{
    edition::{Revision, Role},
    words::Words,
};

/// Marks what stands in open brackets whose words came with them, and in those that ask for words to go. The signs and what
/// is said at them go with the words: who takes a deletion in has none left. Of words that were proposed in a bracket and
/// that another asks to go, it holds that they were proposed: without the proposal they are not there.
pub(super) fn mark(lines: &mut [Line], draft: &Draft, standings: &Standings, names: &Names<'_>, words: &Words) {
    let open = |bracket: &&Bracket| standings.of(bracket) == BracketState::Open;
    let proposes = |bracket: &Bracket| {
        let inserted = bracket.inserts;
        (inserted || bracket.wish == Wish::Delete).then(|| Rc::new(revision(bracket, inserted, names, words)))
    };
    let marks: HashMap<BracketId, Rc<Revision>> =
        draft.brackets.values().filter(open).filter_map(|bracket| Some((bracket.id, proposes(bracket)?))).collect();
    let mut inside: Vec<(BracketId, Rc<Revision>)> = Vec::new();
    for line in lines {
        for cell in &mut line.row {
            if let Role::Open { bracket: Some(id), .. } = cell.role {
                inside.extend(marks.get(&id).map(|mark| (id, mark.clone())));
            }
            let innermost = |inserted| inside.iter().rev().map(|(_, mark)| mark).find(|mark| mark.inserted == inserted);
            cell.revision = innermost(true).or_else(|| innermost(false)).cloned();
            if let Role::Close { bracket: Some(id), .. } = cell.role {
                inside.retain(|(open, _)| *open != id);
            }
        }
        let added = line.paragraph.added_in.and_then(|id| marks.get(&id)).cloned();
        line.revision = added.or_else(|| whole(line));
    }
}

/// The change that all of a paragraph is part of.
fn whole(line: &Line) -> Option<Rc<Revision>> {
    let first = line.row.first()?.revision.as_ref()?;
    line.row.iter().all(|cell| cell.revision.as_ref() == Some(first)).then(|| first.clone())
}

fn revision(bracket: &Bracket, inserted: bool, names: &Names<'_>, words: &Words) -> Revision {
    let author = [&bracket.delegation, &bracket.opened_by].into_iter().find(|name| !name.is_empty());
    let author = author.map_or_else(|| words.unknown.to_owned(), |name| names.print(name));
    Revision { inserted, author, at: Some(bracket.opened_at).filter(|at| *at != 0) }
}
