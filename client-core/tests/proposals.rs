//! Paragraphs as proposals: added, moved, split, merged; alternatives; the numbers that they get.

use client_core::{
    model::{
        AlternativeSetId, BracketId, Decision, Delegation, Draft, DraftId, DraftKind, EntryId, Inline, InlineExt,
        LabelScheme, Numeral, Paragraph, ParagraphId, ParagraphKind, Person, PersonId, ProposalId, Role, Standings,
        Target, numbering, open_matters, read,
    },
    ops::{
        Act, Circumstances, OpenBracket, Place, Propose, ProposeParagraph, ProposeWords, Proposed, Refusal,
        WithdrawBracket, WithdrawProposal, whole,
    },
    record::{self, DecisionRefusal, Request},
    schema::Document,
};
use proptest::prelude::*;
use uuid::Uuid;

fn id(n: u128) -> ParagraphId {
    ParagraphId(Uuid::from_u128(n))
}

fn bracket(n: u128) -> BracketId {
    BracketId(Uuid::from_u128(n))
}

fn proposal(n: u128) -> ProposalId {
    ProposalId(Uuid::from_u128(n))
}

/// A title, 1, 2 with the sub-items a and b, 3; each with words of its own.
fn draft() -> Draft {
    let mut draft = Draft::new(DraftId(Uuid::from_u128(900)), "test", "Test", DraftKind::Draft);
    let mut add = |n, kind, parent, numeral, words: &str| {
        let content = vec![Inline::plain(words)];
        draft.paragraphs.push(Paragraph { parent, numeral, content, ..Paragraph::new(id(n), kind) });
    };
    let number = |number| Some(Numeral::Number { number, suffix: numbering::Suffix::NONE });
    add(10, ParagraphKind::Title, None, None, "Commitment");
    add(1, ParagraphKind::Operative, None, number(1), "First words. Second words.");
    add(2, ParagraphKind::Operative, None, number(2), "Chapeau:");
    add(21, ParagraphKind::SubItem, Some(id(2)), Some(Numeral::Letter(1)), "one;");
    add(22, ParagraphKind::SubItem, Some(id(2)), Some(Numeral::Letter(2)), "two.");
    add(3, ParagraphKind::Operative, None, number(3), "Last words.");
    draft
}

/// A replica with its people and its record.
struct Table {
    document: Document,
    standings: Standings,
    fresh: u128,
}

impl Table {
    fn new() -> Self {
        let mut document = Document::from_draft(&draft(), 0).expect("a draft can be written");
        document.set_actor(&[7; 16]);
        Self { document, standings: Standings::default(), fresh: 1000 }
    }

    fn act(&mut self, act: &Act) -> Result<(), Refusal> {
        let person = person("Ours", Role::Member);
        let circumstances = Circumstances { person: &person, standings: &self.standings, now: 5 };
        act.apply(&mut self.document, circumstances)?;
        self.document.commit(act.name(), 5);
        Ok(())
    }

    fn add(&mut self, place: Place, words: &str) -> Result<(ParagraphId, BracketId), Refusal> {
        self.fresh += 2;
        let (id, bracket) = (id(self.fresh), bracket(self.fresh + 1));
        let (words, reason) = (words.to_owned(), String::new());
        self.act(&Act::ProposeParagraph(ProposeParagraph { id, bracket, place, words, reason }))?;
        Ok((id, bracket))
    }

    fn propose(&mut self, what: Proposed) -> Result<ProposalId, Refusal> {
        self.fresh += 1;
        let id = proposal(self.fresh);
        self.act(&Act::Propose(Propose { id, what, reason: "to be clear".into() }))?;
        Ok(id)
    }

    fn decide(&mut self, decision: Decision) -> Result<(), DecisionRefusal> {
        let draft = self.document.hydrate().expect("a draft");
        let chair = person("Chair", Role::Chair);
        let id = EntryId(Uuid::nil());
        let (reason, meeting) = (String::new(), String::new());
        let request = Request { id, decision: decision.clone(), reason, meeting, heads: Vec::new() };
        record::check(&request, &chair, &draft, &self.standings)?;
        self.standings.apply(&decision);
        Ok(())
    }

    /// What people read: labels and words, indented by depth.
    fn reads(&self) -> String {
        let draft = self.document.hydrate().expect("a draft");
        let arranged = draft.arranged(&self.standings);
        let labels = numbering::labels(&arranged, "en");
        let line = |read: &client_core::model::Read<'_>| {
            let depth = if read.paragraph.parent.is_some() { "  " } else { "" };
            let label = labels.get(&read.paragraph.id).map_or(String::new(), |label| format!("{label} "));
            format!("{depth}{label}{}", read.content.words())
        };
        let read = read(&arranged, &self.standings);
        read.paragraphs.iter().filter(|read| !read.emptied).map(line).collect::<Vec<_>>().join("\n")
    }

    #[track_caller]
    fn check(&self, expected: &str) {
        assert_eq!(self.reads(), expected);
    }
}

fn person(delegation: &str, role: Role) -> Person {
    let delegation = Delegation(delegation.into());
    Person { id: PersonId(Uuid::from_u128(3)), name: "Alice".into(), delegation, role }
}

const START: &str = "Commitment\n1. First words. Second words.\n2. Chapeau:\n  a. one;\n  b. two.\n3. Last words.";

#[test]
fn an_added_paragraph_lives_and_goes_with_its_bracket() {
    let mut table = Table::new();
    let (_, kept) = table.add(Place::After(id(2)), "Added.").expect("it applies");
    let with = START.replace("3. Last", "2 bis. Added.\n3. Last");
    table.check(&with);
    table.decide(Decision::DeleteBracket(kept)).expect("it is decided");
    table.check(START);
    table.decide(Decision::ReopenBracket(kept)).expect("it is decided");
    table.check(&with);
    let (_, withdrawn) = table.add(Place::After(id(3)), "Withdrawn.").expect("it applies");
    table.act(&Act::WithdrawBracket(WithdrawBracket { bracket: withdrawn })).expect("it is one's own");
    table.check(&with);
}

#[test]
fn numbers_of_added_paragraphs_follow_the_domain() {
    let mut table = Table::new();
    table.add(Place::After(id(1)), "A").expect("it applies");
    let (b, _) = table.add(Place::After(id(1)), "B").expect("it applies");
    table.add(Place::Before(id(1)), "C").expect("it applies");
    table.add(Place::Before(id(3)), "D").expect("it applies");
    table.add(Place::Under(id(2)), "E").expect("it applies");
    table.add(Place::After(id(21)), "F").expect("it applies");
    let (g, _) = table.add(Place::Under(id(3)), "G").expect("it applies");
    table.add(Place::Under(g), "I").expect("it applies");
    table.add(Place::After(b), "H").expect("it applies");
    table.check(
        "Commitment\n-1. C\n1. First words. Second words.\n1 -bis. B\n1 -bis (2) H\n1 bis. A\n2. Chapeau:\n  a. one;\n  \
         a bis. F\n  b. two.\n  c. E\n2 bis. D\n3. Last words.\n  a. G\n  (i) I",
    );
}

#[test]
fn two_that_were_added_apart_take_one_number_each() {
    let mut one = Table::new();
    let mut other = Table::new();
    other.document.set_actor(&[8; 16]);
    other.fresh = 2000;
    one.add(Place::After(id(2)), "Mine.").expect("it applies");
    other.add(Place::After(id(2)), "Theirs.").expect("it applies");
    let heads = Table::new().document.heads();
    let theirs = other.document.changes_since(&heads).expect("known heads");
    one.document.apply(theirs).expect("it applies");
    one.check(&START.replace("3. Last", "2 bis. Mine.\n2 ter. Theirs.\n3. Last"));
}

#[test]
fn alternatives_are_labelled_as_the_chair_decides() {
    let mut table = Table::new();
    let set = |n| AlternativeSetId(Uuid::from_u128(n));
    let place = |n, base: &[u128]| Place::Alternative { set: set(n), base: base.iter().map(|n| id(*n)).collect() };
    let (first, _) = table.add(place(50, &[1]), "Other first.").expect("it applies");
    let labels = |table: &Table| -> Vec<String> {
        let read = table.reads();
        read.lines().map(|line| line.split_once(". ").map_or(line, |(label, _)| label).to_owned()).collect()
    };
    assert!(table.reads().contains("\nAlt 1 Other first.\n2."), "{}", table.reads());
    // A second set of one base is the first.
    table.add(place(51, &[1]), "Third first.").expect("it applies");
    assert_eq!(table.document.hydrate().expect("a draft").alternatives.len(), 1);
    assert!(table.reads().contains("\nAlt 1A Other first.\nAlt 1B Third first.\n2."), "{}", table.reads());
    table.decide(Decision::SetLabelScheme(LabelScheme::EditorialManual)).expect("the chair decides");
    assert_eq!(labels(&table)[1..4], ["1", "1 bis", "1 ter"]);
    table.decide(Decision::SetLabelScheme(LabelScheme::Option)).expect("the chair decides");
    assert!(
        table.reads().contains("1. Option 1 First words. Second words.\nOption 2 Other first.\nOption 3 Third first.")
    );
    // An alternative to one of the versions stands a level lower.
    table.add(place(52, &[first.0.as_u128()]), "Nested.").expect("it applies");
    assert!(table.reads().contains("Option 2 (a) Other first.\n(b) Nested."), "{}", table.reads());
    table.decide(Decision::ChooseAlternative(set(50), Some(first))).expect("it is decided");
    assert!(!table.reads().contains("First words"));
    assert_eq!(table.add(place(53, &[1, 3]), "No run."), Err(Refusal::NotNeighbours));
}

#[test]
fn a_run_of_paragraphs_has_an_alternative() {
    let mut table = Table::new();
    let base = vec![id(2), id(3)];
    table.add(Place::Alternative { set: AlternativeSetId(Uuid::from_u128(50)), base }, "Both.").expect("it applies");
    assert!(table.reads().ends_with("3. Last words.\nAlt 2+3 Both."), "{}", table.reads());
    let moves = Proposed::Move { paragraph: id(2), to: Target::FirstIn(None) };
    assert_eq!(table.propose(moves), Err(Refusal::InAlternatives));
}

#[test]
fn a_version_that_was_taken_back_is_no_choice() {
    let mut table = Table::new();
    let set = AlternativeSetId(Uuid::from_u128(50));
    let (version, bracket) = table.add(Place::Alternative { set, base: vec![id(1)] }, "Other.").expect("it applies");
    let open = |table: &Table| open_matters(&table.document.hydrate().expect("a draft"), &table.standings).len();
    assert_eq!(open(&table), 2, "the bracket and the set");
    table.act(&Act::WithdrawBracket(WithdrawBracket { bracket })).expect("it is one's own");
    assert_eq!(open(&table), 0);
    let choose = Decision::ChooseAlternative(set, Some(version));
    assert_eq!(table.decide(choose), Err(DecisionRefusal::NotAVariant));
    // Nothing keeps its base from moving any more.
    table.propose(Proposed::Move { paragraph: id(1), to: Target::After(id(3)) }).expect("it applies");
}

#[test]
fn an_alternative_to_a_merged_paragraph_replaces_both() {
    let mut table = Table::new();
    let merge = table.propose(Proposed::Merge { paragraph: id(1), next: id(2) }).expect("it applies");
    table.decide(Decision::AcceptProposal(merge)).expect("it is decided");
    let set = AlternativeSetId(Uuid::from_u128(50));
    let (version, _) = table.add(Place::Alternative { set, base: vec![id(2)] }, "Other.").expect("it applies");
    assert!(table.reads().contains("1. First words. Second words. Chapeau:"), "{}", table.reads());
    table.decide(Decision::ChooseAlternative(set, Some(version))).expect("it is decided");
    assert!(!table.reads().contains("First words"), "{}", table.reads());
}

#[test]
fn a_move_is_read_when_it_is_accepted_and_not_when_it_is_reopened() {
    let mut table = Table::new();
    let moved = table.propose(Proposed::Move { paragraph: id(2), to: Target::After(id(3)) }).expect("it applies");
    table.check(START);
    assert_eq!(open_matters(&table.document.hydrate().expect("a draft"), &table.standings).len(), 1);
    table.decide(Decision::AcceptProposal(moved)).expect("it is decided");
    let then = "Commitment\n1. First words. Second words.\n3. Last words.\n2. Chapeau:\n  a. one;\n  b. two.";
    table.check(then);
    // The last one accepted holds.
    let other = table.propose(Proposed::Move { paragraph: id(2), to: Target::FirstIn(None) }).expect("it applies");
    table.decide(Decision::AcceptProposal(other)).expect("it is decided");
    assert!(table.reads().starts_with("2. Chapeau:\n  a. one;\n  b. two.\nCommitment"), "{}", table.reads());
    table.decide(Decision::ReopenProposal(other)).expect("it is decided");
    table.check(then);
    table.decide(Decision::RejectProposal(moved)).expect("it is decided");
    table.check(START);
}

#[test]
fn what_is_added_behind_a_moved_paragraph_reads_behind_it() {
    let mut table = Table::new();
    let moved = table.propose(Proposed::Move { paragraph: id(1), to: Target::After(id(3)) }).expect("it applies");
    table.decide(Decision::AcceptProposal(moved)).expect("it is decided");
    table.add(Place::After(id(1)), "Added.").expect("it applies");
    assert!(
        table.reads().ends_with("3. Last words.\n1. First words. Second words.\n1 bis. Added."),
        "{}",
        table.reads()
    );
}

#[test]
fn no_paragraph_comes_to_stand_under_itself() {
    let mut table = Table::new();
    let under = Proposed::Move { paragraph: id(2), to: Target::FirstIn(Some(id(21))) };
    assert_eq!(table.propose(under), Err(Refusal::Circle));
    // Two moves, each harmless, make a circle: the one accepted later does not happen.
    let one = table.propose(Proposed::Move { paragraph: id(1), to: Target::FirstIn(Some(id(3))) }).expect("it applies");
    let other =
        table.propose(Proposed::Move { paragraph: id(3), to: Target::FirstIn(Some(id(1))) }).expect("it applies");
    table.decide(Decision::AcceptProposal(one)).expect("it is decided");
    table.decide(Decision::AcceptProposal(other)).expect("it is decided");
    assert_eq!(table.reads().lines().count(), 6);
    assert!(table.reads().ends_with("3. Last words.\n  1. First words. Second words."), "{}", table.reads());
}

#[test]
fn a_split_paragraph_reads_as_two() {
    let mut table = Table::new();
    let at = "First words. ".len();
    let split = table.propose(Proposed::Split { paragraph: id(1), at }).expect("it applies");
    table.check(START);
    table.decide(Decision::AcceptProposal(split)).expect("it is decided");
    table.check(&START.replace("words. Second", "words.\n1 bis. Second"));
    // Sub-items follow the last words of their paragraph.
    let chapeau = table.propose(Proposed::Split { paragraph: id(2), at: 4 }).expect("it applies");
    table.decide(Decision::AcceptProposal(chapeau)).expect("it is decided");
    assert!(table.reads().contains("2. Chap\n2 bis. eau:\n  a. one;\n  b. two.\n3."), "{}", table.reads());
    for at in [0, 10_000] {
        assert!(table.propose(Proposed::Split { paragraph: id(3), at }).is_err());
    }
}

#[test]
fn merged_paragraphs_read_on() {
    let mut table = Table::new();
    assert_eq!(table.propose(Proposed::Merge { paragraph: id(1), next: id(3) }), Err(Refusal::NotNeighbours));
    let merge = table.propose(Proposed::Merge { paragraph: id(1), next: id(2) }).expect("it applies");
    table.decide(Decision::AcceptProposal(merge)).expect("it is decided");
    table.check("Commitment\n1. First words. Second words. Chapeau:\n  a. one;\n  b. two.\n3. Last words.");
    table.decide(Decision::ReopenProposal(merge)).expect("it is decided");
    table.check(START);
}

#[test]
fn a_proposal_is_taken_back_by_its_delegation_while_it_is_open() {
    let mut table = Table::new();
    let merge = table.propose(Proposed::Merge { paragraph: id(1), next: id(2) }).expect("it applies");
    let act = Act::WithdrawProposal(WithdrawProposal { proposal: merge });
    let stranger = person("Another", Role::Member);
    let circumstances = Circumstances { person: &stranger, standings: &Standings::default(), now: 5 };
    assert_eq!(act.check(&table.document, circumstances), Err(Refusal::NotYours));
    table.act(&act).expect("it is one's own");
    assert_eq!(table.act(&act), Err(Refusal::Settled));
    assert_eq!(table.decide(Decision::AcceptProposal(merge)), Err(DecisionRefusal::TakenBack));
}

#[test]
fn a_bracket_over_several_paragraphs_is_not_torn_apart() {
    let mut table = Table::new();
    let wish = client_core::model::Wish::Retain;
    let across = OpenBracket { id: bracket(7), from: (id(1), 3), to: (id(2), 4), wish, reason: String::new() };
    table.act(&Act::OpenBracket(across)).expect("it applies");
    let away = table.propose(Proposed::Move { paragraph: id(1), to: Target::After(id(3)) }).expect("it applies");
    assert_eq!(table.decide(Decision::AcceptProposal(away)), Err(DecisionRefusal::TearsBracket));
    table.decide(Decision::KeepBracket(bracket(7))).expect("it is decided");
    assert_eq!(table.decide(Decision::AcceptProposal(away)), Err(DecisionRefusal::TearsBracket));
}

#[test]
fn a_whole_paragraph_is_its_words_and_what_stands_under_it() {
    assert_eq!(whole(&draft(), id(2)), Some(((id(2), 0), (id(22), 4))));
    assert_eq!(whole(&draft(), id(3)), Some(((id(3), 0), (id(3), 11))));
}

#[test]
fn proposals_outlive_saving() {
    let mut table = Table::new();
    table.propose(Proposed::Move { paragraph: id(1), to: Target::FirstIn(None) }).expect("it applies");
    table.propose(Proposed::Move { paragraph: id(1), to: Target::FirstIn(Some(id(3))) }).expect("it applies");
    table.propose(Proposed::Split { paragraph: id(1), at: 3 }).expect("it applies");
    table.propose(Proposed::Merge { paragraph: id(1), next: id(2) }).expect("it applies");
    table.add(Place::Before(id(1)), "Added.").expect("it applies");
    let before = table.document.hydrate().expect("a draft");
    assert_eq!(before.proposals.len(), 4);
    let saved = table.document.save();
    assert_eq!(Document::load(&saved).expect("saved").hydrate().expect("a draft"), before);
    // And a draft that holds proposals is written as it is.
    let again = Document::from_draft(&before, 0).expect("it is written").hydrate().expect("a draft");
    assert_eq!(again, before);
}

/// Letters of all words, sorted: what must neither come nor go.
fn letters(draft: &Draft) -> Vec<char> {
    let words = draft.paragraphs.iter().map(|paragraph| paragraph.content.words()).collect::<String>();
    let mut letters: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
    letters.sort_unstable();
    letters
}

#[test]
fn no_act_takes_a_reason_that_the_gate_refuses() {
    let mut table = Table::new();
    let before = table.document.hydrate().expect("a draft");
    let reason = || "a bell\u{7}".to_owned();
    let wish = client_core::model::Wish::Retain;
    let place = Place::After(id(1));
    let acts = [
        Act::OpenBracket(OpenBracket { id: bracket(7), from: (id(1), 0), to: (id(1), 5), wish, reason: reason() }),
        Act::ProposeWords(ProposeWords {
            id: bracket(7),
            paragraph: id(1),
            at: 0,
            delete: 0,
            insert: "New ".into(),
            reason: reason(),
        }),
        Act::ProposeParagraph(ProposeParagraph {
            id: id(50),
            bracket: bracket(7),
            place,
            words: "New.".into(),
            reason: reason(),
        }),
        Act::Propose(Propose { id: proposal(7), what: Proposed::Split { paragraph: id(1), at: 5 }, reason: reason() }),
    ];
    for act in acts {
        assert_eq!(table.act(&act), Err(Refusal::ControlCharacter), "{}", act.name());
    }
    assert_eq!(table.document.hydrate().expect("a draft"), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is proposed and decided, in whatever order, the text has the words that it had.
    #[test]
    fn no_word_comes_or_goes(steps in prop::collection::vec((0..3_u8, 0..6_usize, 0..7_usize, 0..30_usize, 0..3_u8), 1..14)) {
        let mut table = Table::new();
        let all = [10, 1, 2, 21, 22, 3].map(id);
        for (kind, which, other, at, verdict) in steps {
            let target = all.get(other).map_or(Target::FirstIn(None), |id| {
                if at % 2 == 0 { Target::After(*id) } else { Target::FirstIn(Some(*id)) }
            });
            let paragraph = all[which];
            let what = match kind {
                0 => Proposed::Move { paragraph, to: target },
                1 => Proposed::Split { paragraph, at },
                _ => Proposed::Merge { paragraph, next: all[other % all.len()] },
            };
            let Ok(id) = table.propose(what) else { continue };
            let decided = match verdict {
                0 => table.decide(Decision::AcceptProposal(id)),
                1 => table.decide(Decision::RejectProposal(id)),
                _ => table.decide(Decision::AcceptProposal(id)).and_then(|()| table.decide(Decision::ReopenProposal(id))),
            };
            prop_assert_eq!(decided, Ok(()));
        }
        let stored = table.document.hydrate().expect("a draft");
        let arranged = stored.arranged(&table.standings);
        prop_assert_eq!(letters(&arranged), letters(&draft()));
        prop_assert_eq!(letters(&stored.ordered(&table.standings)), letters(&draft()));
        // Children stand behind their parents, and each paragraph once.
        let mut seen = std::collections::BTreeSet::new();
        for paragraph in &arranged.paragraphs {
            prop_assert!(paragraph.parent.is_none_or(|parent| seen.contains(&parent)), "{:?}", paragraph.id);
            prop_assert!(seen.insert(paragraph.id));
        }
        let again = arranged.arranged(&table.standings);
        prop_assert_eq!(again.as_ref(), arranged.as_ref());
    }
}
