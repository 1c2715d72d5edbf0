//! File -> model. What the fields say by themselves; whether it fits together is asked in [`crate::whole`].

use std::collections::BTreeMap;

use client_core::model::{self, numbering::Suffix};

use super::form;
use crate::whole::{Unsound, Whole};

/// The draft that a file holds.
pub(super) fn whole(file: form::File) -> Result<Whole, Unsound> {
    let standings = standings(file.standings)?;
    let record = file.record.into_iter().enumerate().map(entry).collect::<Result<Vec<_>, _>>()?;
    Ok(Whole { draft: draft(file.draft)?, standings, record })
}

fn draft(draft: form::Draft) -> Result<model::Draft, Unsound> {
    let form::Columns { idea, text, source } = draft.columns;
    let columns = [(model::Column::Idea, idea), (model::Column::Text, text), (model::Column::Source, source)];
    let sets = draft.alternatives.into_iter().map(|set| {
        let id = model::AlternativeSetId(set.id);
        (id, model::AlternativeSet { id, base: set.base.into_iter().map(model::ParagraphId).collect() })
    });
    let brackets = draft.brackets.into_iter().map(bracket).map(|bracket| (bracket.id, bracket));
    let positions = draft.positions.into_iter().map(position).map(|position| (position.id, position));
    let proposals = draft.proposals.into_iter().map(proposal).map(|proposal| (proposal.id, proposal));
    let choices = draft.choices.into_iter().map(choice).map(|choice| (choice.id, choice));
    Ok(model::Draft {
        id: model::DraftId(draft.id),
        slug: draft.slug,
        title: draft.title,
        language: draft.language,
        kind: draft.kind.into(),
        columns: columns.into_iter().filter_map(|(column, head)| Some((column, head?))).collect(),
        label_scheme: draft.label_scheme.into(),
        paragraphs: draft.paragraphs.into_iter().map(paragraph).collect(),
        brackets: once("draft.brackets", brackets)?,
        alternatives: once("draft.alternatives", sets)?,
        positions: once("draft.positions", positions)?,
        proposals: once("draft.proposals", proposals)?,
        choices: once("draft.choices", choices)?,
    })
}

/// A register of what may be listed once.
fn once<K: Ord, V>(path: &str, items: impl Iterator<Item = (K, V)>) -> Result<BTreeMap<K, V>, Unsound> {
    let mut register = BTreeMap::new();
    for (at, (key, value)) in items.enumerate() {
        if register.insert(key, value).is_some() {
            return Err(Unsound::new(format!("{path}[{at}]"), "it is listed twice", "List each identity once."));
        }
    }
    Ok(register)
}

fn paragraph(paragraph: form::Paragraph) -> model::Paragraph {
    model::Paragraph {
        parent: paragraph.parent.map(model::ParagraphId),
        level: paragraph.level,
        numeral: paragraph.numeral.map(numeral),
        marker: paragraph.marker,
        idea: paragraph.idea,
        sources: paragraph.sources,
        variant_of: paragraph.variant_of.map(model::AlternativeSetId),
        added_in: paragraph.added_in.map(model::BracketId),
        content: paragraph.content.into_iter().map(piece).collect(),
        delegation: paragraph.delegation,
        withdrawn: paragraph.withdrawn,
        ..model::Paragraph::new(model::ParagraphId(paragraph.id), paragraph.kind.into())
    }
}

fn numeral(numeral: form::Numeral) -> model::Numeral {
    match numeral {
        form::Numeral::Number { number, suffix } => model::Numeral::Number { number, suffix: Suffix(suffix) },
        form::Numeral::Letter(letter) => model::Numeral::Letter(letter),
        form::Numeral::Named(name) => model::Numeral::Named(name),
        form::Numeral::Between { letter, number, suffix, before } => {
            model::Numeral::Between { letter, number, suffix: Suffix(suffix), before }
        }
    }
}

fn piece(piece: form::Piece) -> model::Inline {
    use model::{Anchor, BracketId, Inline, ParagraphId, ProposalId, Style};
    match piece {
        form::Piece::Words(words) => Inline::plain(words),
        form::Piece::Styled { words, bold, italic, underline } => {
            Inline::Text { text: words, style: Style { bold, italic, underline } }
        }
        form::Piece::Open(id) => Inline::Anchor(Anchor::Open(BracketId(id))),
        form::Piece::Close(id) => Inline::Anchor(Anchor::Close(BracketId(id))),
        form::Piece::Or(id) => Inline::Anchor(Anchor::Or(BracketId(id))),
        form::Piece::Erased(id) => Inline::Anchor(Anchor::Erased(BracketId(id))),
        form::Piece::Note(id) => Inline::Anchor(Anchor::Note(ParagraphId(id))),
        form::Piece::Split(id) => Inline::Anchor(Anchor::Split(ProposalId(id))),
    }
}

fn bracket(bracket: form::Bracket) -> model::Bracket {
    model::Bracket {
        id: model::BracketId(bracket.id),
        opened_by: bracket.by,
        delegation: bracket.delegation,
        opened_at: bracket.at,
        wish: bracket.wish.into(),
        reason: bracket.reason,
        extent: match bracket.whole {
            None => model::Extent::Anchored,
            Some(form::Whole { opens, closes }) => model::Extent::Draft { opens, closes },
        },
        full_width: bracket.full_width,
        question: bracket.question,
        package: bracket.package,
        withdrawn: bracket.withdrawn,
        inserts: bracket.inserts,
    }
}

fn position(position: form::Position) -> model::Position {
    model::Position {
        id: model::PositionId(position.id),
        subject: match position.subject {
            form::Topic::Bracket(id) => model::Topic::Bracket(model::BracketId(id)),
            form::Topic::Alternatives(id) => model::Topic::Alternatives(model::AlternativeSetId(id)),
        },
        delegation: position.delegation,
        by: position.by,
        at: position.at,
        stance: position.stance.map(Into::into),
        preference: position.preference.map(|preference| match preference {
            form::Preference::Branch { branch, of } => model::Preference::Branch { branch, of },
            form::Preference::Version(id) => model::Preference::Version(Some(model::ParagraphId(id))),
            form::Preference::Base => model::Preference::Version(None),
        }),
        reason: position.reason,
        written: model::Written { counter: position.written.counter, actor: position.written.actor.0 },
    }
}

fn proposal(proposal: form::Proposal) -> model::Proposal {
    use model::ParagraphId;
    model::Proposal {
        id: model::ProposalId(proposal.id),
        change: match proposal.change {
            form::Change::Move { paragraph, to } => model::Change::Move {
                paragraph: ParagraphId(paragraph),
                to: match to {
                    form::Target::After(id) => model::Target::After(ParagraphId(id)),
                    form::Target::FirstUnder(id) => model::Target::FirstIn(Some(ParagraphId(id))),
                    form::Target::First => model::Target::FirstIn(None),
                },
            },
            form::Change::Split { paragraph } => model::Change::Split { paragraph: ParagraphId(paragraph) },
            form::Change::Merge { paragraph, next } => {
                model::Change::Merge { paragraph: ParagraphId(paragraph), next: ParagraphId(next) }
            }
        },
        by: proposal.by,
        delegation: proposal.delegation,
        at: proposal.at,
        reason: proposal.reason,
        withdrawn: proposal.withdrawn,
    }
}

fn choice(choice: form::Choice) -> model::JoinedChoice {
    model::JoinedChoice {
        id: model::ChoiceId(choice.id),
        brackets: choice.brackets.into_iter().map(model::BracketId).collect(),
        joined_by: choice.by,
        delegation: choice.delegation,
        joined_at: choice.at,
        withdrawn: choice.withdrawn,
    }
}

fn standings(standings: form::Standings) -> Result<model::Standings, Unsound> {
    use model::{AlternativeSetId, BracketId, BracketState, ParagraphId, ParagraphStanding, ProposalId};
    let bracket = |standing: form::BracketStanding| {
        let state = match standing.state {
            form::BracketState::Open => BracketState::Open,
            form::BracketState::Kept => BracketState::Kept,
            form::BracketState::Deleted => BracketState::Deleted,
            form::BracketState::Withdrawn => BracketState::Withdrawn,
            form::BracketState::Retracted => BracketState::Retracted,
            form::BracketState::Replaced => BracketState::Replaced,
            form::BracketState::Branch(branch) => BracketState::Picked(Some(branch)),
            form::BracketState::NoBranch => BracketState::Picked(None),
        };
        (BracketId(standing.bracket), state)
    };
    let paragraph = |standing: form::ParagraphStanding| {
        let how_far = match standing.standing {
            form::Standing::Suspended => ParagraphStanding::Suspended,
            form::Standing::AgreedAdRef => ParagraphStanding::AgreedAdRef,
            form::Standing::Agreed => ParagraphStanding::Agreed,
        };
        (ParagraphId(standing.paragraph), how_far)
    };
    let chosen = |chosen: form::Chosen| (AlternativeSetId(chosen.set), chosen.variant.map(ParagraphId));
    let replaced = |replacement: form::Replacement| (BracketId(replacement.bracket), replacement.words);
    let proposals = standings.proposals.iter().map(|standing| (standing.proposal, ()));
    once("standings.proposals", proposals)?;
    let proposal = |standing: form::ProposalStanding| (ProposalId(standing.proposal), standing.state.into());
    Ok(model::Standings {
        brackets: once("standings.brackets", standings.brackets.into_iter().map(bracket))?,
        alternatives: once("standings.alternatives", standings.alternatives.into_iter().map(chosen))?,
        replacements: once("standings.replacements", standings.replacements.into_iter().map(replaced))?,
        paragraphs: once("standings.paragraphs", standings.paragraphs.into_iter().map(paragraph))?,
        phase: standings.phase.into(),
        proposals: standings.proposals.into_iter().map(proposal).collect(),
        label_scheme: standings.label_scheme.map(Into::into),
    })
}

fn entry((at, entry): (usize, form::Entry)) -> Result<model::Entry, Unsound> {
    let hash = |hash: super::hex::Hex, name: &str| {
        <[u8; 32]>::try_from(hash.0).map_err(|_| {
            Unsound::new(format!("record[{at}].{name}"), "it is no hash", "A hash has 64 hexadecimal digits.")
        })
    };
    Ok(model::Entry {
        seq: entry.seq,
        id: model::EntryId(entry.id),
        at: entry.at,
        by: entry.by,
        delegation: entry.delegation,
        decision: decision(entry.decision),
        meeting: entry.meeting,
        reason: entry.reason,
        heads: entry.heads,
        previous: hash(entry.previous, "previous")?,
        hash: hash(entry.hash, "hash")?,
    })
}

fn decision(decision: form::Decision) -> model::Decision {
    use form::Decision as Form;
    use model::{AlternativeSetId, BracketId, Decision, ParagraphId, ProposalId};
    match decision {
        Form::KeepBracket(id) => Decision::KeepBracket(BracketId(id)),
        Form::DeleteBracket(id) => Decision::DeleteBracket(BracketId(id)),
        Form::ReopenBracket(id) => Decision::ReopenBracket(BracketId(id)),
        Form::ChooseAlternative(form::Chosen { set, variant }) => {
            Decision::ChooseAlternative(AlternativeSetId(set), variant.map(ParagraphId))
        }
        Form::ReopenAlternative(id) => Decision::ReopenAlternative(AlternativeSetId(id)),
        Form::PickBranch { bracket, branch, of } => Decision::PickBranch { bracket: BracketId(bracket), branch, of },
        Form::Package(parts) => Decision::Package(parts.into_iter().map(self::decision).collect()),
        Form::ReplaceBracket(form::Replacement { bracket, words }) => {
            Decision::ReplaceBracket { bracket: BracketId(bracket), words }
        }
        Form::AgreeAdRef(id) => Decision::AgreeAdRef(ParagraphId(id)),
        Form::Agree(id) => Decision::Agree(ParagraphId(id)),
        Form::Suspend(id) => Decision::Suspend(ParagraphId(id)),
        Form::ReopenParagraph(id) => Decision::ReopenParagraph(ParagraphId(id)),
        Form::SetPhase(phase) => Decision::SetPhase(phase.into()),
        Form::AcceptProposal(id) => Decision::AcceptProposal(ProposalId(id)),
        Form::RejectProposal(id) => Decision::RejectProposal(ProposalId(id)),
        Form::ReopenProposal(id) => Decision::ReopenProposal(ProposalId(id)),
        Form::SetLabelScheme(scheme) => Decision::SetLabelScheme(scheme.into()),
    }
}
