//! Random plans: what several people do, in which order frames arrive, where connections break and the server restarts.

use std::collections::BTreeSet;

use client_core::model::{Anchor, Draft, Inline, Role, Standings, read};
use proptest::prelude::*;

use crate::{Network, draft, paragraph_id};

/// The people of a plan.
const PEOPLE: [&str; 3] = ["Alice", "Bob", "Carol"];

/// One step of a plan. Numbers are taken modulo what there is, so every plan fits every state.
#[derive(Clone, Debug)]
pub enum Step {
    /// Somebody inserts a word that nobody else ever inserts.
    Insert(usize, u8, usize),
    /// Somebody deletes.
    Delete(usize, u8, usize, usize),
    /// Somebody opens a bracket.
    Bracket(usize, u8, usize, usize),
    /// What somebody typed becomes a change.
    Flush(usize),
    /// A frame reaches the room.
    Up(usize),
    /// A frame reaches somebody.
    Down(usize),
    /// The disk finishes.
    Write,
    /// Somebody loses the connection.
    Cut(usize),
    /// Somebody connects again.
    Connect(usize),
    /// Somebody loads the page again.
    Reload(usize),
    /// The server stops without warning and starts from its disk.
    Restart,
}

/// Plans of up to `steps` steps.
pub fn plans(steps: usize) -> impl Strategy<Value = Vec<Step>> {
    let who = 0..PEOPLE.len();
    let at = any::<u16>().prop_map(usize::from);
    let step = prop_oneof![
        8 => (who.clone(), 1..=2_u8, at.clone()).prop_map(|(who, n, at)| Step::Insert(who, n, at)),
        4 => (who.clone(), 1..=2_u8, at.clone(), 1..6_usize).prop_map(|(who, n, at, len)| Step::Delete(who, n, at, len)),
        3 => (who.clone(), 1..=2_u8, at.clone(), 0..6_usize).prop_map(|(who, n, at, len)| Step::Bracket(who, n, at, len)),
        6 => who.clone().prop_map(Step::Flush),
        8 => who.clone().prop_map(Step::Up),
        8 => who.clone().prop_map(Step::Down),
        6 => Just(Step::Write),
        1 => who.clone().prop_map(Step::Cut),
        1 => who.clone().prop_map(Step::Reload),
        2 => who.prop_map(Step::Connect),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..steps)
}

/// Plays a plan to its end and examines what is left.
///
/// # Errors
/// What does not hold.
pub fn play(plan: &[Step]) -> Result<(), String> {
    let mut network = Network::new(&draft(&["我们重申承诺。", "We reaffirm."]));
    for name in PEOPLE {
        network.join(name, Role::Member);
    }
    network.settle();
    let mut inserted: BTreeSet<char> = BTreeSet::new();
    let mut deleted: BTreeSet<char> = BTreeSet::new();
    let mut brackets = 0;
    for step in plan {
        match *step {
            Step::Insert(who, n, at) => {
                // One character per insertion, so that a lost or doubled one is seen.
                let word = char::from_u32(0x4_e00 + u32::try_from(inserted.len()).unwrap_or(0)).unwrap_or('一');
                let length = length(&mut network, PEOPLE[who], n);
                network
                    .splice(PEOPLE[who], n.into(), at % (length + 1), 0, &word.to_string())
                    .map_err(|e| e.to_string())?;
                inserted.insert(word);
            }
            Step::Delete(who, n, at, len) => {
                let before = words(&mut network, PEOPLE[who], n);
                let length = length(&mut network, PEOPLE[who], n);
                let at = at % (length + 1);
                let delete = len.min(length - at);
                network.splice(PEOPLE[who], n.into(), at, delete, "").map_err(|e| e.to_string())?;
                let after = words(&mut network, PEOPLE[who], n);
                deleted.extend(before.difference(&after));
            }
            Step::Bracket(who, n, at, len) => {
                let length = length(&mut network, PEOPLE[who], n);
                let at = at % (length + 1);
                let to = (at + len).min(length);
                network.bracket(PEOPLE[who], n.into(), at, to).map_err(|e| e.to_string())?;
                brackets += 1;
            }
            Step::Flush(who) => network.flush(PEOPLE[who]),
            Step::Up(who) => drop(network.deliver_up(PEOPLE[who])),
            Step::Down(who) => drop(network.deliver_down(PEOPLE[who])),
            Step::Write => drop(network.write()),
            Step::Cut(who) => network.cut(PEOPLE[who]),
            Step::Connect(who) => network.connect(PEOPLE[who]),
            Step::Reload(who) => {
                network.reload(PEOPLE[who]);
                // A page that waits for the draft shows nothing to edit.
                while network.client(PEOPLE[who]).session.draft().is_none() {
                    let moved = network.deliver_up(PEOPLE[who]) | network.write() | network.deliver_down(PEOPLE[who]);
                    if !moved {
                        return Err(format!("{} never comes in again", PEOPLE[who]));
                    }
                }
            }
            Step::Restart => network.restart(),
        }
    }
    network.settle();
    let expected = network.room_text();
    for name in PEOPLE {
        let text = network.text(name);
        if text != expected {
            return Err(format!("{name} has {text:?}, the room {expected:?}"));
        }
        if network.client(name).session.pending() > 0 {
            return Err(format!("{name} still waits for the disk"));
        }
        if network.client(name).session.heads() != network.room.heads() {
            return Err(format!("{name} has other heads than the room"));
        }
    }
    for word in &inserted {
        let found = expected.chars().filter(|c| c == word).count();
        if found > 1 || (found == 0 && !deleted.contains(word)) {
            return Err(format!("{word} stands {found} times in {expected:?}"));
        }
    }
    let draft = network.room.draft().map_err(|error| error.to_string())?;
    if draft.brackets.len() != brackets {
        return Err(format!("{} brackets of {brackets}", draft.brackets.len()));
    }
    balanced(&draft)
}

/// Whether what is printed nests: every edge closes the bracket that was opened last.
///
/// # Errors
/// The first edge that does not.
pub fn balanced(draft: &Draft) -> Result<(), String> {
    let mut open = Vec::new();
    let reading = read(draft, &Standings::default());
    for piece in reading.paragraphs.iter().flat_map(|read| &read.content) {
        match piece {
            Inline::Anchor(Anchor::Open(id)) => open.push(*id),
            Inline::Anchor(Anchor::Close(id)) if open.pop() != Some(*id) => {
                return Err(format!("{id:?} does not nest"));
            }
            Inline::Anchor(_) | Inline::Text { .. } => {}
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open")) }
}

fn content(network: &mut Network, name: &str, n: u8) -> Vec<Inline> {
    let draft = network.client(name).session.draft().expect("a joined client");
    draft.paragraph(paragraph_id(n.into())).map(|paragraph| paragraph.content.clone()).unwrap_or_default()
}

fn length(network: &mut Network, name: &str, n: u8) -> usize {
    content(network, name, n).iter().map(Inline::len).sum()
}

fn words(network: &mut Network, name: &str, n: u8) -> BTreeSet<char> {
    let content = content(network, name, n);
    let words =
        content.iter().filter_map(|piece| if let Inline::Text { text, .. } = piece { Some(text) } else { None });
    words.flat_map(|text| text.chars()).collect()
}
