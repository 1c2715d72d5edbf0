//! What an export says in its own words, in the six official languages. It is a table and not Fluent: each is a word or two,
//! counts nothing, and a language that lacks one does not compile.

mod arabic;
mod chinese;
mod english;
mod french;
mod russian;
mod spanish;

use client_core::model::{MatterKind, ParagraphStanding, Stance};

use arabic::ARABIC;
use chinese::CHINESE;
use english::ENGLISH;
use french::FRENCH;
use russian::RUSSIAN;
use spanish::SPANISH;

use crate::Mode;

/// The words of a language.
pub struct Words {
    /// What kind of text it is, in the order of [`Mode::ALL`].
    status: [&'static str; 5],
    /// Head of the column that says what a paragraph is about.
    pub idea: &'static str,
    /// Head of the column of the words.
    pub text: &'static str,
    /// Head of the column that says who proposed it.
    pub source: &'static str,
    /// A delegation wants the words to stay.
    pub retain: &'static str,
    /// A delegation wants the words to go.
    pub delete: &'static str,
    /// A delegation is not ready to say.
    pub reserve: &'static str,
    /// A delegation would not stand in the way.
    pub can_accept: &'static str,
    /// None of the versions is wanted.
    pub no_text: &'static str,
    /// What is said of all versions together.
    pub all: &'static str,
    /// Whoever presides.
    pub chair: &'static str,
    /// Somebody of whom nothing is known.
    pub unknown: &'static str,
    /// A delegation proposes to split the paragraph; words follow.
    pub split: &'static str,
    /// A delegation proposes to merge the paragraph; a label follows.
    pub merge: &'static str,
    /// A delegation proposes to move the paragraph; a label follows.
    pub move_after: &'static str,
    /// A delegation proposes to move the paragraph to the beginning; a label may follow.
    pub move_first: &'static str,
    /// A paragraph is left aside.
    pub suspended: &'static str,
    /// A paragraph is agreed ad referendum.
    pub agreed_ad_ref: &'static str,
    /// A paragraph is agreed.
    pub agreed: &'static str,
    /// Heading of what is open.
    pub open: &'static str,
    /// Heading of the footnotes.
    pub notes: &'static str,
    /// Heading of the comments.
    pub comments: &'static str,
    /// A thread of comments is closed.
    pub resolved: &'static str,
    /// Heading of the concordance.
    pub concordance: &'static str,
    /// Head of the old labels.
    pub before: &'static str,
    /// Head of the new labels.
    pub after: &'static str,
    /// Head of who contributed.
    pub contributors: &'static str,
    /// Head of why.
    pub reason: &'static str,
    /// Why a label changed: the paragraph went elsewhere.
    pub moved: &'static str,
    /// Words that came.
    pub came: &'static str,
    /// Words that went.
    pub went: &'static str,
    /// The way from a footnote to its call.
    pub back: &'static str,
    /// Head: what kind of matter.
    pub kind: &'static str,
    /// Head: the label of the place.
    pub place: &'static str,
    /// Head: in whose name.
    pub opened_by: &'static str,
    /// Head: when.
    pub opened_at: &'static str,
    /// Head: what the opener wants.
    pub wish: &'static str,
    /// Head: what became of it.
    pub state: &'static str,
    /// Head: when it was decided.
    pub decided_at: &'static str,
    /// Head: in which meeting.
    pub meeting: &'static str,
    /// A matter: a square bracket.
    pub bracket: &'static str,
    /// A matter: several versions of a place.
    pub alternatives: &'static str,
    /// A matter: a proposal to move, split or merge.
    pub proposal: &'static str,
    /// A matter: words that are still to come.
    pub placeholder: &'static str,
    /// A wish: one branch is to be chosen.
    pub choose: &'static str,
    /// A state: not decided.
    pub is_open: &'static str,
    /// A state: the words stay.
    pub kept: &'static str,
    /// A state: the words went.
    pub deleted: &'static str,
    /// A state: taken back by who opened it.
    pub withdrawn: &'static str,
    /// A state: one branch stays.
    pub picked: &'static str,
    /// A state: other words came.
    pub replaced: &'static str,
    /// A state of a proposal.
    pub accepted: &'static str,
    /// A state of a proposal.
    pub rejected: &'static str,
    /// A state: another version replaced the place.
    pub moot: &'static str,
}

impl Words {
    /// Those of a language (BCP 47; the primary subtag counts), English for any other.
    pub fn of(language: &str) -> &'static Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "ar" => &ARABIC,
            "zh" => &CHINESE,
            "fr" => &FRENCH,
            "ru" => &RUSSIAN,
            "es" => &SPANISH,
            _ => &ENGLISH,
        }
    }

    /// What kind of text a mode gives.
    pub fn status(&self, mode: Mode) -> &'static str {
        let at = Mode::ALL.iter().position(|other| *other == mode).unwrap_or_default();
        self.status[at]
    }

    /// What an open matter is.
    pub fn matter(&self, kind: MatterKind) -> &'static str {
        match kind {
            MatterKind::Bracket(_) => self.bracket,
            MatterKind::Alternatives(_) => self.alternatives,
            MatterKind::Placeholder => self.placeholder,
            MatterKind::Proposal(_) => self.proposal,
        }
    }

    /// What a delegation says.
    pub fn stance(&self, stance: Stance) -> &'static str {
        match stance {
            Stance::Retain => self.retain,
            Stance::Delete => self.delete,
            Stance::Reserve => self.reserve,
            Stance::CanAccept => self.can_accept,
        }
    }

    /// How far a paragraph is.
    pub fn standing(&self, standing: ParagraphStanding) -> &'static str {
        match standing {
            ParagraphStanding::Suspended => self.suspended,
            ParagraphStanding::AgreedAdRef => self.agreed_ad_ref,
            ParagraphStanding::Agreed => self.agreed,
        }
    }
}
