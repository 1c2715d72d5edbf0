//! Drafts made up at random, with everything that a draft can hold.

use client_core::{
    import::import,
    model::{
        AlternativeSet, AlternativeSetId, Anchor, Bracket, BracketId, BracketState, Change, ChoiceId, Column, Decision,
        Delegation, Draft, DraftId, DraftKind, EntryId, Extent, Inline, InlineExt, JoinedChoice, LabelScheme, Numeral,
        Paragraph, ParagraphId, ParagraphKind, ParagraphStanding, Person, PersonId, Phase, Position, PositionId,
        Preference, Proposal, ProposalId, ProposalState, Role, Stance, Standings, Style, Target, Topic, Wish, Written,
        numbering::Suffix,
    },
    record::{self, Request},
};
use client_core_export::whole::Whole;
use fastrand::Rng;
use uuid::Uuid;

/// The drafts of the seed documents.
pub fn seeds() -> Vec<Draft> {
    const SEEDS: [(&str, &[u8]); 5] = [
        ("000_f5c0fb1b3a270f9b.txt", include_bytes!("../../../../seeds/000_f5c0fb1b3a270f9b.txt")),
        ("001_7b072de2455aec5a.txt", include_bytes!("../../../../seeds/001_7b072de2455aec5a.txt")),
        ("002_7af3ffa0c4c50526.txt", include_bytes!("../../../../seeds/002_7af3ffa0c4c50526.txt")),
        ("003_109704c1ce885dbf.txt", include_bytes!("../../../../seeds/003_109704c1ce885dbf.txt")),
        ("004_82b41a7465f77ec1.txt", include_bytes!("../../../../seeds/004_82b41a7465f77ec1.txt")),
    ];
    SEEDS.iter().flat_map(|(name, bytes)| import(name, bytes).expect("a seed can be read").drafts).collect()
}

/// A draft on which nothing is decided.
pub fn open(draft: Draft) -> Whole {
    Whole { draft, standings: Standings::default(), record: Vec::new() }
}

const KINDS: [ParagraphKind; 13] = [
    ParagraphKind::Title,
    ParagraphKind::Front,
    ParagraphKind::Heading,
    ParagraphKind::Preambular,
    ParagraphKind::Operative,
    ParagraphKind::SubItem,
    ParagraphKind::Bullet,
    ParagraphKind::Placeholder,
    ParagraphKind::Table,
    ParagraphKind::HeadRow,
    ParagraphKind::Row,
    ParagraphKind::Cell,
    ParagraphKind::Note,
];

struct Maker(Rng);

/// A draft that fits together, whatever sense it makes: the same seed gives the same.
pub fn made_up(seed: u64) -> Whole {
    let mut maker = Maker(Rng::with_seed(seed));
    let draft = maker.draft();
    let (standings, record) = maker.decided(&draft);
    Whole { draft, standings, record }
}

impl Maker {
    fn id(&mut self) -> Uuid {
        Uuid::from_u128(self.0.u128(..))
    }

    fn often(&mut self) -> bool {
        self.0.usize(..4) > 0
    }

    fn seldom(&mut self) -> bool {
        self.0.usize(..4) == 0
    }

    /// Words, also with characters that mean something to XML, to JSON, and to us.
    fn words(&mut self) -> String {
        const PIECES: [&str; 22] = [
            "reaffirm",
            " ",
            "  ",
            "信息社会",
            "تلتزم الدول",
            "𠀀😀",
            "<b>",
            "&amp;",
            "]]>",
            "\"",
            "'",
            "\n",
            "\t",
            "\r",
            "\u{1b}",
            "\u{0}",
            "␛",
            "[",
            "］",
            "/",
            "\u{fffe}",
            "e\u{301}",
        ];
        (0..self.0.usize(..6)).map(|_| PIECES[self.0.usize(..PIECES.len())]).collect()
    }

    fn some_words(&mut self) -> Option<String> {
        self.seldom().then(|| self.words())
    }

    fn at(&mut self) -> i64 {
        if self.seldom() { self.0.i64(..) } else { self.0.i64(0..2_000_000_000_000) }
    }

    fn one<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.0.usize(..from.len())]
    }

    fn draft(&mut self) -> Draft {
        let kind = if self.often() { DraftKind::Draft } else { DraftKind::Reference };
        let mut draft = Draft::new(DraftId(self.id()), "made-up-1", self.words(), kind);
        draft.language = self.one(&["zh", "en", "ar", "und", "zh-Hans-CN"]).into();
        draft.label_scheme = self.one(&LabelScheme::ALL);
        for column in [Column::Idea, Column::Text, Column::Source] {
            draft.columns.extend(self.some_words().map(|head| (column, head)));
        }
        self.paragraphs(&mut draft);
        let ids: Vec<ParagraphId> = draft.paragraphs.iter().map(|paragraph| paragraph.id).collect();
        for _ in 0..self.0.usize(..3) {
            let set = AlternativeSetId(self.id());
            let base = (0..1 + self.0.usize(..2)).map(|_| self.one(&ids)).collect();
            draft.alternatives.insert(set, AlternativeSet { id: set, base });
            let variant = self.0.usize(..ids.len());
            draft.paragraphs[variant].variant_of = Some(set);
        }
        self.brackets(&mut draft);
        self.proposals(&mut draft, &ids);
        self.notes(&mut draft);
        for paragraph in &mut draft.paragraphs {
            paragraph.content = std::mem::take(&mut paragraph.content).normalised();
        }
        self.positions(&mut draft, &ids);
        draft
    }

    fn paragraphs(&mut self, draft: &mut Draft) {
        let mut above: Vec<ParagraphId> = Vec::new();
        for _ in 0..1 + self.0.usize(..12) {
            let kind = self.one(&KINDS);
            let mut paragraph = Paragraph::new(ParagraphId(self.id()), kind);
            above.truncate(self.0.usize(..=above.len()));
            // Tables as they are, most of the time.
            let under = draft.paragraphs.last().map(|last| (last.id, last.kind));
            if let Some((last, ParagraphKind::Table | ParagraphKind::Row | ParagraphKind::HeadRow)) = under
                && self.often()
            {
                paragraph.kind = match under {
                    Some((_, ParagraphKind::Table)) => self.one(&[ParagraphKind::HeadRow, ParagraphKind::Row]),
                    _ => ParagraphKind::Cell,
                };
                above = draft.paragraphs.last().map(|last| ancestors(draft, last)).unwrap_or_default();
                above.push(last);
            }
            paragraph.parent = above.last().copied();
            above.push(paragraph.id);
            paragraph.level = if kind == ParagraphKind::Heading { self.0.u8(..4) } else { 0 };
            paragraph.numeral = self.often().then(|| self.numeral());
            paragraph.marker = self.some_words();
            paragraph.idea = self.some_words();
            paragraph.sources = (0..self.0.usize(..3)).map(|_| self.words()).collect();
            paragraph.withdrawn = self.seldom();
            paragraph.delegation = self.some_words().unwrap_or_default();
            for _ in 0..self.0.usize(..4) {
                let style = Style { bold: self.seldom(), italic: self.seldom(), underline: self.seldom() };
                paragraph.content.push(Inline::Text { text: self.words(), style });
            }
            draft.paragraphs.push(paragraph);
        }
    }

    fn numeral(&mut self) -> Numeral {
        let (number, suffix) = (self.0.u32(..30), Suffix(self.0.u8(..14)));
        match self.0.usize(..4) {
            0 => Numeral::Number { number, suffix },
            1 => Numeral::Letter(number),
            2 => Numeral::Named(self.words()),
            _ => Numeral::Between { letter: self.0.bool(), number, suffix, before: self.0.bool() },
        }
    }

    /// Puts an anchor somewhere, between two pieces or into words.
    fn put(&mut self, draft: &mut Draft, anchor: Anchor) {
        let at = self.0.usize(..draft.paragraphs.len());
        self.put_into(&mut draft.paragraphs[at], anchor);
    }

    fn put_into(&mut self, paragraph: &mut Paragraph, anchor: Anchor) {
        let at = self.0.usize(..=paragraph.content.len());
        paragraph.content.insert(at, Inline::Anchor(anchor));
    }

    fn brackets(&mut self, draft: &mut Draft) {
        for _ in 0..self.0.usize(..8) {
            let mut bracket = Bracket::new(BracketId(self.id()));
            if self.seldom() {
                bracket.extent = Extent::Draft { opens: self.0.bool(), closes: self.0.bool() };
            } else {
                // Crossing others, over several paragraphs, and now and then the wrong way round.
                for anchor in [Anchor::Open(bracket.id), Anchor::Close(bracket.id)] {
                    self.put(draft, anchor);
                }
                for _ in 0..self.0.usize(..3) {
                    let line = if self.often() { Anchor::Or(bracket.id) } else { Anchor::Erased(bracket.id) };
                    self.put(draft, line);
                }
            }
            bracket.opened_by = self.some_words().unwrap_or_default();
            bracket.delegation = self.some_words().unwrap_or_default();
            bracket.opened_at = self.at();
            bracket.wish = self.one(&[Wish::Retain, Wish::Delete, Wish::Choose]);
            bracket.reason = self.some_words().unwrap_or_default();
            bracket.full_width = self.seldom();
            bracket.question = self.some_words();
            bracket.package = self.some_words();
            bracket.withdrawn = self.seldom();
            bracket.inserts = self.seldom();
            if bracket.inserts {
                let at = self.0.usize(..draft.paragraphs.len());
                draft.paragraphs[at].added_in = Some(bracket.id);
            }
            draft.brackets.insert(bracket.id, bracket);
        }
        let ids: Vec<BracketId> = draft.brackets.keys().copied().collect();
        if ids.len() >= 2 {
            let choice = JoinedChoice {
                id: ChoiceId(self.id()),
                brackets: ids[..2].to_vec(),
                joined_by: self.words(),
                delegation: self.words(),
                joined_at: self.at(),
                withdrawn: self.0.bool(),
            };
            draft.choices.insert(choice.id, choice);
        }
    }

    fn proposals(&mut self, draft: &mut Draft, ids: &[ParagraphId]) {
        for _ in 0..self.0.usize(..4) {
            let (id, paragraph, other) = (ProposalId(self.id()), self.one(ids), self.one(ids));
            let to = [Target::After(other), Target::FirstIn(Some(other)), Target::FirstIn(None)];
            let change = match self.0.usize(..3) {
                0 => Change::Move { paragraph, to: self.one(&to) },
                1 => Change::Split { paragraph },
                _ => Change::Merge { paragraph, next: other },
            };
            if let Change::Split { .. } = change
                && let Some(paragraph) = draft.paragraphs.iter_mut().find(|found| found.id == paragraph)
            {
                self.put_into(paragraph, Anchor::Split(id));
            }
            let proposal = Proposal {
                id,
                change,
                by: self.words(),
                delegation: self.words(),
                at: self.at(),
                reason: self.words(),
                withdrawn: self.seldom(),
            };
            draft.proposals.insert(id, proposal);
        }
    }

    fn notes(&mut self, draft: &mut Draft) {
        let notes = draft.paragraphs.iter().filter(|paragraph| paragraph.kind == ParagraphKind::Note);
        for note in notes.map(|note| note.id).collect::<Vec<_>>() {
            // Never called, called once, called twice, called from itself.
            for _ in 0..self.0.usize(..3) {
                self.put(draft, Anchor::Note(note));
            }
        }
    }

    fn positions(&mut self, draft: &mut Draft, ids: &[ParagraphId]) {
        let brackets: Vec<Topic> = draft.brackets.keys().copied().map(Topic::Bracket).collect();
        let sets = draft.alternatives.keys().copied().map(Topic::Alternatives);
        let topics: Vec<Topic> = brackets.into_iter().chain(sets).collect();
        for _ in 0..self.0.usize(..4).min(topics.len()) {
            let versions = [Preference::Version(Some(self.one(ids))), Preference::Version(None)];
            let branch = Preference::Branch { branch: self.often().then(|| self.0.u32(..3)), of: self.0.u32(..4) };
            let position = Position {
                id: PositionId(self.id()),
                subject: self.one(&topics),
                delegation: self.words(),
                by: self.words(),
                at: self.at(),
                stance: self.often().then(|| self.one(&Stance::ALL)),
                preference: self.0.bool().then(|| self.one(&[versions[0], versions[1], branch])),
                reason: self.words(),
                written: Written { counter: self.0.u64(..), actor: (0..self.0.usize(..20)).map(|n| n as u8).collect() },
            };
            draft.positions.insert(position.id, position);
        }
    }

    /// What is decided: by a record, or without one.
    fn decided(&mut self, draft: &Draft) -> (Standings, Vec<client_core::model::Entry>) {
        let mut decisions = Vec::new();
        for id in draft.brackets.keys().copied() {
            decisions.push(match self.0.usize(..6) {
                0 => Decision::KeepBracket(id),
                1 => Decision::DeleteBracket(id),
                2 => Decision::PickBranch { bracket: id, branch: self.often().then(|| self.0.u32(..3)), of: 3 },
                3 => Decision::ReplaceBracket { bracket: id, words: self.words() },
                4 => Decision::Package(vec![Decision::KeepBracket(id), Decision::ReopenBracket(id)]),
                _ => continue,
            });
        }
        for set in draft.alternatives.keys().copied() {
            let variant = draft.variants(set).next().map(|variant| variant.id).filter(|_| self.0.bool());
            decisions.push(Decision::ChooseAlternative(set, variant));
            decisions.extend(self.seldom().then_some(Decision::ReopenAlternative(set)));
        }
        for paragraph in &draft.paragraphs {
            decisions.extend(match self.0.usize(..8) {
                0 => Some(Decision::Agree(paragraph.id)),
                1 => Some(Decision::AgreeAdRef(paragraph.id)),
                2 => Some(Decision::Suspend(paragraph.id)),
                3 => Some(Decision::ReopenParagraph(paragraph.id)),
                _ => None,
            });
        }
        for id in draft.proposals.keys().copied() {
            decisions
                .push(self.one(&[Decision::AcceptProposal, Decision::RejectProposal, Decision::ReopenProposal])(id));
        }
        decisions.push(Decision::SetPhase(self.one(&[Phase::Drafting, Phase::Negotiation, Phase::Closed])));
        decisions.extend(self.0.bool().then(|| Decision::SetLabelScheme(self.one(&LabelScheme::ALL))));
        if self.seldom() {
            return (self.undocumented(draft), Vec::new());
        }
        let id = PersonId(self.id());
        let chair = Person { id, name: self.words(), delegation: Delegation(self.words()), role: Role::Chair };
        let mut entries: Vec<client_core::model::Entry> = Vec::new();
        for decision in decisions {
            let heads = vec!["00".repeat(32)];
            let request =
                Request { id: EntryId(self.id()), decision, meeting: self.words(), reason: self.words(), heads };
            let entry = record::seal(request, &chair, entries.last(), self.at());
            entries.push(entry);
        }
        (record::fold(&entries), if self.0.bool() { entries } else { Vec::new() })
    }

    /// States that no decision gives, and that the values can hold.
    fn undocumented(&mut self, draft: &Draft) -> Standings {
        let mut standings = Standings::default();
        for id in draft.brackets.keys() {
            let state = self.one(&[BracketState::Open, BracketState::Withdrawn, BracketState::Retracted]);
            standings.brackets.insert(*id, state);
            standings.replacements.insert(*id, self.words());
        }
        for paragraph in &draft.paragraphs {
            standings.paragraphs.insert(paragraph.id, ParagraphStanding::Agreed);
        }
        standings.proposals = draft.proposals.keys().map(|id| (*id, ProposalState::Withdrawn)).collect();
        standings
    }
}

/// The paragraphs that one stands under, from the top.
fn ancestors(draft: &Draft, of: &Paragraph) -> Vec<ParagraphId> {
    let mut above = Vec::new();
    let mut next = of.parent;
    while let Some(parent) = next.and_then(|id| draft.paragraph(id)) {
        above.insert(0, parent.id);
        next = parent.parent;
    }
    above
}
