//! Random plans of three people, their connections and the server's disk: whatever happens, everybody ends with the same
//! text, brackets nest, and nothing that was written is lost or doubled.
//!
//! `PROPTEST_CASES=10000 cargo test -p adref-tests --test simulation` plays more. A plan that fails is shrunk, printed, and
//! kept in `tests/simulation.proptest-regressions`, from which every later run plays it first.

use adref_tests::plan::{self, Proposing, Step, Verdict, Where, play};
use proptest::{prelude::*, test_runner::FileFailurePersistence};

fn cases() -> ProptestConfig {
    ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))),
        max_shrink_iters: 2_000,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn everybody_ends_with_the_same_text(plan in plan::plans(140)) {
        if let Err(what) = play(&plan) {
            return Err(TestCaseError::fail(what));
        }
    }
}

#[test]
fn two_decisions_in_a_row_do_not_hand_back_what_was_typed_between() {
    // Somebody draws a line in each of two brackets that the chair decides one after the other.
    let plan = [
        Step::Bracket(0, 1, 0, 0),
        Step::Bracket(3, 1, 361, 0),
        Step::Decide(vec![(0, Verdict::Keep)]),
        Step::Up(0),
        Step::Up(3),
        Step::Up(3),
        Step::Write,
        Step::Write,
        Step::Down(1),
        Step::Down(1),
        Step::Split(1, 3575, 0),
        Step::Down(3),
        Step::Delete(1, 1, 0, 1),
        Step::Decide(vec![(9578, Verdict::Keep)]),
        Step::Insert(1, 1, 0),
        Step::Insert(1, 1, 0),
        Step::Split(1, 2004, 0),
    ];
    assert_eq!(play(&plan), Ok(()));
}

#[test]
fn the_examination_sees_a_restart_in_the_middle() {
    // The shortest plan that ever needed a second welcome: typed, sent, not yet on disk, and the server is gone.
    let plan = [Step::Insert(0, 1, 0), Step::Flush(0), Step::Up(0), Step::Restart, Step::Insert(0, 1, 0)];
    assert_eq!(play(&plan), Ok(()));
}

#[test]
fn a_bracket_in_a_paragraph_that_was_agreed_meanwhile_takes_nothing_else_along() {
    let plan = [
        Step::Phase(1),
        Step::Insert(0, 1, 0),
        Step::Insert(3, 1, 0),
        Step::Delete(3, 2, 8484, 5),
        Step::Insert(0, 1, 0),
        Step::Up(3),
        Step::Reload(3),
        Step::Agree(1, true),
        Step::Insert(0, 1, 0),
        Step::Insert(0, 1, 0),
        Step::Insert(3, 2, 5),
        Step::Decide(vec![(0, Verdict::Keep)]),
        Step::Phase(2),
        Step::Insert(3, 2, 6656),
        Step::Insert(3, 2, 13953),
    ];
    assert_eq!(play(&plan), Ok(()));
}

#[test]
fn a_question_that_is_torn_apart_again_and_again_takes_no_words_along() {
    // Two people join the same brackets while the phase changes around them.
    let plan = [
        Step::Join(1, 1, 0),
        Step::Insert(1, 1, 0),
        Step::Insert(1, 1, 819),
        Step::Delete(2, 1, 992, 3),
        Step::Delete(1, 1, 0, 1),
        Step::Delete(1, 1, 0, 1),
        Step::Bracket(2, 1, 3519, 0),
        Step::Insert(2, 1, 42),
        Step::Join(0, 1, 0),
        Step::Phase(1),
        Step::Join(2, 1, 51965),
        Step::Insert(1, 1, 0),
        Step::Insert(2, 2, 0),
        Step::Insert(0, 2, 0),
        Step::Insert(0, 1, 0),
        Step::Reload(1),
        Step::Phase(0),
        Step::Bracket(0, 1, 48718, 5),
        Step::Insert(0, 1, 0),
    ];
    assert_eq!(play(&plan), Ok(()));
}

#[test]
fn a_version_that_comes_too_late_takes_along_what_was_proposed_of_it_and_nothing_else() {
    let plan = [
        Step::Insert(0, 1, 0),
        Step::Phase(0),
        Step::Agree(1, true),
        Step::Phase(0),
        Step::Insert(0, 1, 0),
        Step::Insert(0, 1, 0),
        Step::Propose(2, Proposing::Add(Where::Alternative), (7920, 0, 0)),
        Step::Up(3),
        Step::Propose(2, Proposing::Move, (1178, 15901, 28297)),
        Step::Propose(2, Proposing::Add(Where::After), (0, 0, 0)),
    ];
    assert_eq!(play(&plan), Ok(()));
}

#[test]
fn a_line_drawn_after_others_were_taken_back_stays_when_both_are_done_again() {
    let plan = [
        Step::Phase(5),
        Step::Up(3),
        Step::Propose(3, Proposing::Add(Where::After), (0, 0, 0)),
        Step::Insert(2, 1, 0),
        Step::Bracket(0, 1, 0, 0),
        Step::Propose(1, Proposing::Add(Where::After), (0, 0, 0)),
        Step::Insert(1, 1, 0),
        Step::Write,
        Step::Split(0, 0, 0),
        Step::Delete(0, 1, 475, 2),
        Step::Down(0),
        Step::Up(3),
        Step::Up(1),
        Step::Insert(0, 1, 0),
        Step::Reload(0),
        Step::Reverse(0, 0),
        Step::Split(0, 33929, 0),
    ];
    assert_eq!(play(&plan), Ok(()));
}

#[test]
fn a_slash_that_changes_places_with_an_edge_takes_no_edge_along() {
    let plan = [
        Step::Bracket(1, 2, 12645, 0),
        Step::Note(0, 1, 0),
        Step::Bracket(1, 2, 36886, 1),
        Step::Join(2, 1, 26156),
        Step::Bracket(3, 1, 1403, 1),
        Step::Bracket(2, 2, 40671, 2),
        Step::Up(0),
        Step::Decide(vec![(0, Verdict::Delete)]),
        Step::Insert(2, 1, 26776),
        Step::Write,
        Step::Down(2),
        Step::Bracket(2, 2, 59837, 1),
        Step::Split(2, 15831, 23466),
        Step::Reverse(2, 63600),
        Step::Insert(2, 2, 0),
    ];
    assert_eq!(play(&plan), Ok(()));
}
