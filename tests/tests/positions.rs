//! Positions between several people: offline, late, refused, and told.

use adref_tests::{Network, draft};
use client_core::{
    history::{What, bracket_life},
    model::{BracketId, BracketState, PositionId, Preference, Role, Stance, Topic, holding},
    ops::{Act, Refusal, SplitBranches, TakePosition, WithdrawBracket},
    sync::session::Effect,
};
use uuid::Uuid;

/// `We [reaffirm] our commitment.`, the bracket opened by Alice's delegation.
fn room() -> (Network, BracketId) {
    let mut network = Network::new(&draft(&["We reaffirm our commitment."]));
    for name in ["Alice", "Bob", "Carol"] {
        network.join(name, Role::Member);
    }
    network.join("Olga", Role::Observer);
    network.settle();
    let bracket = network.bracket("Alice", 1, 3, 11).expect("a member may bracket");
    network.settle();
    (network, bracket)
}

fn says(network: &mut Network, bracket: BracketId, stance: Option<Stance>, preference: Option<Preference>) -> Act {
    let id = PositionId(Uuid::from_u128(network.fresh()));
    Act::TakePosition(TakePosition { id, subject: Topic::Bracket(bracket), stance, preference, reason: "so".into() })
}

fn say(network: &mut Network, name: &str, bracket: BracketId, stance: Option<Stance>) -> Result<(), Refusal> {
    let act = says(network, bracket, stance, None);
    network.act(name, &act)
}

/// What holds, as everybody sees it.
fn held(network: &mut Network, bracket: BracketId) -> Vec<(String, Option<Stance>)> {
    let mut all = Vec::new();
    for name in ["Alice", "Bob", "Carol", "Olga"] {
        let draft = network.client(name).session.draft().expect("a joined client");
        let held = holding(draft.positions.values()).remove(&Topic::Bracket(bracket)).unwrap_or_default();
        all.push(held.into_iter().map(|(name, said)| (name.to_owned(), said.stance)).collect::<Vec<_>>());
    }
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:?}");
    all.remove(0)
}

fn refusals(network: &mut Network, name: &str) -> Vec<String> {
    let seen = &network.client(name).seen;
    let reason = |effect: &Effect| match effect {
        Effect::Refused { reason, .. } => Some(reason.clone()),
        _ => None,
    };
    seen.iter().filter_map(reason).collect()
}

fn delegation(name: &str) -> String {
    format!("Delegation of {name}")
}

#[test]
fn everybody_hears_of_a_position_and_of_its_end() {
    let (mut network, bracket) = room();
    assert_eq!(say(&mut network, "Olga", bracket, Some(Stance::Delete)), Err(Refusal::NotAllowed("observer")));
    say(&mut network, "Bob", bracket, Some(Stance::Delete)).expect("a member may");
    network.settle();
    assert_eq!(held(&mut network, bracket), [(delegation("Bob"), Some(Stance::Delete))]);
    say(&mut network, "Bob", bracket, None).expect("one's own");
    network.settle();
    assert_eq!(held(&mut network, bracket), []);
}

#[test]
fn what_was_said_offline_comes_in_later_and_the_last_to_know_speaks_last() {
    let (mut network, bracket) = room();
    network.cut("Bob");
    say(&mut network, "Bob", bracket, Some(Stance::Retain)).expect("offline too");
    say(&mut network, "Bob", bracket, Some(Stance::CanAccept)).expect("and again");
    say(&mut network, "Carol", bracket, Some(Stance::Reserve)).expect("meanwhile");
    network.settle_without("Bob");
    network.connect("Bob");
    network.settle();
    let expected = [(delegation("Bob"), Some(Stance::CanAccept)), (delegation("Carol"), Some(Stance::Reserve))];
    assert_eq!(held(&mut network, bracket), expected);
}

#[test]
fn a_bracket_that_was_supported_meanwhile_is_not_withdrawn_and_the_person_is_told() {
    let (mut network, bracket) = room();
    network.cut("Alice");
    network
        .act("Alice", &Act::WithdrawBracket(WithdrawBracket { bracket }))
        .expect("nobody supports it, as far as Alice knows");
    say(&mut network, "Alice", bracket, Some(Stance::CanAccept)).expect("offline too");
    network.splice("Alice", 1, 0, 0, "Today ").expect("offline too");
    say(&mut network, "Bob", bracket, Some(Stance::Retain)).expect("meanwhile");
    network.settle_without("Alice");
    network.connect("Alice");
    network.settle();
    assert_eq!(refusals(&mut network, "Alice"), ["supported"]);
    let draft = network.room.draft().expect("readable");
    assert_eq!(network.room.standings().of(&draft.brackets[&bracket]), BracketState::Open);
    assert_eq!(network.room_text(), "Today We [reaffirm] our commitment.\n", "the rest came in");
    let expected = [(delegation("Alice"), Some(Stance::CanAccept)), (delegation("Bob"), Some(Stance::Retain))];
    assert_eq!(held(&mut network, bracket), expected);
    assert_eq!(network.client("Alice").session.pending(), 0);
}

#[test]
fn a_position_outlives_a_reload() {
    let (mut network, bracket) = room();
    network.cut("Bob");
    say(&mut network, "Bob", bracket, Some(Stance::Delete)).expect("offline too");
    network.reload("Bob");
    network.settle();
    assert_eq!(held(&mut network, bracket), [(delegation("Bob"), Some(Stance::Delete))]);
}

#[test]
fn the_life_of_a_bracket_tells_positions() {
    let (mut network, bracket) = room();
    say(&mut network, "Bob", bracket, Some(Stance::Reserve)).expect("said");
    network.settle();
    let split = SplitBranches { bracket, at: vec![(adref_tests::paragraph_id(1), 6)] };
    network.act("Carol", &Act::SplitBranches(split)).expect("any member may");
    network.settle();
    let prefers = Some(Preference::Branch { branch: Some(1), of: 2 });
    let act = says(&mut network, bracket, Some(Stance::Retain), prefers);
    network.act("Bob", &act).expect("said");
    network.settle();
    say(&mut network, "Bob", bracket, None).expect("taken back");
    network.settle();
    let changes: Vec<_> = network.disk.iter().flat_map(|batch| batch.changes.clone()).collect();
    let life = bracket_life(&changes, &[], bracket).expect("a bracket of this draft");
    let told: Vec<_> = life
        .events
        .iter()
        .filter_map(|event| match &event.what {
            What::Position { stance, preferred, reason } => {
                Some((event.by.as_str(), *stance, preferred.as_deref(), reason.as_str()))
            }
            _ => None,
        })
        .collect();
    let expected = [
        ("Bob", Some(Stance::Reserve), None, "so"),
        ("Bob", Some(Stance::Retain), Some("affirm"), "so"),
        ("Bob", None, None, "so"),
    ];
    assert_eq!(told, expected);
}
