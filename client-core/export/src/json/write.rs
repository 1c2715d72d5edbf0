//! Model -> file.

mod decided;

use client_core::model;

use super::{FORMAT, form, hex::Hex};
use crate::whole::Whole;

/// Writes a `From` between an enum of the model and the one of the file, both ways; the compiler names a variant that is new.
macro_rules! same {
    ($($kind:ident { $($variant:ident)+ })+) => {$(
        impl From<model::$kind> for form::$kind {
            fn from(value: model::$kind) -> Self {
                match value { $(model::$kind::$variant => Self::$variant),+ }
            }
        }

        impl From<form::$kind> for model::$kind {
            fn from(value: form::$kind) -> Self {
                match value { $(form::$kind::$variant => Self::$variant),+ }
            }
        }
    )+};
}

same! {
    DraftKind { Draft Reference }
    LabelScheme { Alt Option EditorialManual }
    ParagraphKind {
        Title Front Heading Preambular Operative SubItem Bullet Placeholder Table HeadRow Row Cell Note
    }
    Wish { Retain Delete Choose }
    Stance { Retain Delete Reserve CanAccept }
    Phase { Drafting Negotiation Closed }
    ProposalState { Open Accepted Rejected Withdrawn }
}

impl From<&Whole> for form::File {
    fn from(whole: &Whole) -> Self {
        Self {
            format: FORMAT.into(),
            draft: (&whole.draft).into(),
            standings: (&whole.standings).into(),
            record: whole.record.iter().map(Into::into).collect(),
        }
    }
}

impl From<&model::Draft> for form::Draft {
    fn from(draft: &model::Draft) -> Self {
        let column = |column| draft.columns.get(&column).cloned();
        Self {
            id: draft.id.0,
            slug: draft.slug.clone(),
            title: draft.title.clone(),
            language: draft.language.clone(),
            kind: draft.kind.into(),
            columns: form::Columns {
                idea: column(model::Column::Idea),
                text: column(model::Column::Text),
                source: column(model::Column::Source),
            },
            label_scheme: draft.label_scheme.into(),
            paragraphs: draft.paragraphs.iter().map(Into::into).collect(),
            brackets: draft.brackets.values().map(Into::into).collect(),
            alternatives: draft.alternatives.values().map(set).collect(),
            positions: draft.positions.values().map(Into::into).collect(),
            proposals: draft.proposals.values().map(Into::into).collect(),
            choices: draft.choices.values().map(Into::into).collect(),
        }
    }
}

fn set(set: &model::AlternativeSet) -> form::AlternativeSet {
    form::AlternativeSet { id: set.id.0, base: set.base.iter().map(|id| id.0).collect() }
}

impl From<&model::Paragraph> for form::Paragraph {
    fn from(paragraph: &model::Paragraph) -> Self {
        Self {
            id: paragraph.id.0,
            kind: paragraph.kind.into(),
            parent: paragraph.parent.map(|id| id.0),
            level: paragraph.level,
            numeral: paragraph.numeral.as_ref().map(Into::into),
            marker: paragraph.marker.clone(),
            idea: paragraph.idea.clone(),
            sources: paragraph.sources.clone(),
            variant_of: paragraph.variant_of.map(|id| id.0),
            added_in: paragraph.added_in.map(|id| id.0),
            delegation: paragraph.delegation.clone(),
            withdrawn: paragraph.withdrawn,
            content: paragraph.content.iter().map(Into::into).collect(),
        }
    }
}

impl From<&model::Numeral> for form::Numeral {
    fn from(numeral: &model::Numeral) -> Self {
        match numeral {
            model::Numeral::Number { number, suffix } => Self::Number { number: *number, suffix: suffix.0 },
            model::Numeral::Letter(letter) => Self::Letter(*letter),
            model::Numeral::Named(name) => Self::Named(name.clone()),
            model::Numeral::Between { letter, number, suffix, before } => {
                Self::Between { letter: *letter, number: *number, suffix: suffix.0, before: *before }
            }
        }
    }
}

impl From<&model::Inline> for form::Piece {
    fn from(piece: &model::Inline) -> Self {
        match piece {
            model::Inline::Text { text, style } if *style == model::Style::default() => Self::Words(text.clone()),
            model::Inline::Text { text, style } => {
                Self::Styled { words: text.clone(), bold: style.bold, italic: style.italic, underline: style.underline }
            }
            model::Inline::Anchor(anchor) => match anchor {
                model::Anchor::Open(id) => Self::Open(id.0),
                model::Anchor::Close(id) => Self::Close(id.0),
                model::Anchor::Or(id) => Self::Or(id.0),
                model::Anchor::Erased(id) => Self::Erased(id.0),
                model::Anchor::Note(id) => Self::Note(id.0),
                model::Anchor::Split(id) => Self::Split(id.0),
            },
        }
    }
}

impl From<&model::Bracket> for form::Bracket {
    fn from(bracket: &model::Bracket) -> Self {
        Self {
            id: bracket.id.0,
            by: bracket.opened_by.clone(),
            delegation: bracket.delegation.clone(),
            at: bracket.opened_at,
            wish: bracket.wish.into(),
            reason: bracket.reason.clone(),
            whole: match bracket.extent {
                model::Extent::Anchored => None,
                model::Extent::Draft { opens, closes } => Some(form::Whole { opens, closes }),
            },
            full_width: bracket.full_width,
            question: bracket.question.clone(),
            package: bracket.package.clone(),
            withdrawn: bracket.withdrawn,
            inserts: bracket.inserts,
        }
    }
}

impl From<&model::Position> for form::Position {
    fn from(position: &model::Position) -> Self {
        Self {
            id: position.id.0,
            subject: match position.subject {
                model::Topic::Bracket(id) => form::Topic::Bracket(id.0),
                model::Topic::Alternatives(id) => form::Topic::Alternatives(id.0),
            },
            delegation: position.delegation.clone(),
            by: position.by.clone(),
            at: position.at,
            stance: position.stance.map(Into::into),
            preference: position.preference.map(|preference| match preference {
                model::Preference::Branch { branch, of } => form::Preference::Branch { branch, of },
                model::Preference::Version(Some(id)) => form::Preference::Version(id.0),
                model::Preference::Version(None) => form::Preference::Base,
            }),
            reason: position.reason.clone(),
            written: form::Written { counter: position.written.counter, actor: Hex(position.written.actor.clone()) },
        }
    }
}

impl From<&model::Proposal> for form::Proposal {
    fn from(proposal: &model::Proposal) -> Self {
        Self {
            id: proposal.id.0,
            change: match proposal.change {
                model::Change::Move { paragraph, to } => form::Change::Move {
                    paragraph: paragraph.0,
                    to: match to {
                        model::Target::After(id) => form::Target::After(id.0),
                        model::Target::FirstIn(Some(id)) => form::Target::FirstUnder(id.0),
                        model::Target::FirstIn(None) => form::Target::First,
                    },
                },
                model::Change::Split { paragraph } => form::Change::Split { paragraph: paragraph.0 },
                model::Change::Merge { paragraph, next } => {
                    form::Change::Merge { paragraph: paragraph.0, next: next.0 }
                }
            },
            by: proposal.by.clone(),
            delegation: proposal.delegation.clone(),
            at: proposal.at,
            reason: proposal.reason.clone(),
            withdrawn: proposal.withdrawn,
        }
    }
}

impl From<&model::JoinedChoice> for form::Choice {
    fn from(choice: &model::JoinedChoice) -> Self {
        Self {
            id: choice.id.0,
            brackets: choice.brackets.iter().map(|id| id.0).collect(),
            by: choice.joined_by.clone(),
            delegation: choice.delegation.clone(),
            at: choice.joined_at,
            withdrawn: choice.withdrawn,
        }
    }
}
