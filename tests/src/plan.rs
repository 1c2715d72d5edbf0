//! Random plans: what several people do, in which order frames arrive, where connections break and the server restarts.

mod proposals;
mod reversals;

use std::collections::{BTreeMap, BTreeSet};

use client_core::{
    comments::{At, NewComment},
    model::{
        Anchor, Audience, BracketId, BracketState, ChoiceId, CommentEntry, CommentId, CommentKind, Decision, Draft,
        Inline, InlineExt, Occurrence, ParagraphId, ParagraphKind, Phase, PositionId, Preference, Role, Stance,
        Standings, Topic, joinable, occurrences, read,
    },
    ops::{Act, AddNote, JoinChoice, Refusal, SplitBranches, TakePosition, WithdrawBracket},
    record::{DecisionRefusal, first_broken},
    schema::{Document, Element, elements},
    sync::session::Effect,
};
use client_core_export::{
    Mode,
    text::{TextOptions, write},
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::{Network, draft, paragraph_id};

pub use proposals::{Proposing, Where};

/// The people of a plan; the last one is the chair.
const PEOPLE: [&str; 4] = ["Alice", "Bob", "Carol", CHAIR];

/// Who presides in a plan.
pub const CHAIR: &str = "Dana";

/// One step of a plan. Numbers are taken modulo what there is, so every plan fits every state.
#[derive(Clone, Debug)]
pub enum Step {
    /// Somebody inserts a word that nobody else ever inserts.
    Insert(usize, u8, usize),
    /// Somebody deletes.
    Delete(usize, u8, usize, usize),
    /// Somebody opens a bracket.
    Bracket(usize, u8, usize, usize),
    /// Somebody draws a line between branches of a bracket.
    Split(usize, usize, usize),
    /// The chair decides brackets: a package where there are several.
    Decide(Vec<(usize, Verdict)>),
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
    /// The chair switches the phase, taken modulo how many there are.
    Phase(usize),
    /// The chair agrees a paragraph, or reopens it.
    Agree(u8, bool),
    /// Somebody takes a position on a bracket, or takes it back.
    Position(usize, usize, Option<Stance>),
    /// Somebody lifts a bracket.
    Withdraw(usize, usize),
    /// Somebody proposes a paragraph, or to move, split or merge.
    Propose(usize, Proposing, (usize, usize, usize)),
    /// Somebody takes back a proposal of the own delegation.
    TakeBack(usize, usize),
    /// The chair decides a proposal or chooses a version.
    Rule(usize, usize),
    /// Somebody adds a footnote.
    Note(usize, u8, usize),
    /// Somebody comments, for one of the audiences, or answers.
    Comment(usize, u8, usize),
    /// Somebody opens two brackets side by side, and makes one question of all that stand there.
    Join(usize, u8, usize),
    /// Somebody takes a question apart, takes lines between branches back, or a footnote, of the own delegation or not.
    Reverse(usize, usize),
}

/// What the chair makes of a bracket.
#[derive(Clone, Copy, Debug)]
pub enum Verdict {
    /// Its words stay.
    Keep,
    /// Its words go.
    Delete,
    /// It is open again.
    Reopen,
    /// One branch stays, taken modulo one more than there are: the last is "no text".
    Pick(u32),
}

/// Plans of up to `steps` steps.
pub fn plans(steps: usize) -> impl Strategy<Value = Vec<Step>> {
    let who = 0..PEOPLE.len();
    let at = any::<u16>().prop_map(usize::from);
    let step = prop_oneof![
        8 => (who.clone(), 1..=2_u8, at.clone()).prop_map(|(who, n, at)| Step::Insert(who, n, at)),
        4 => (who.clone(), 1..=2_u8, at.clone(), 1..6_usize).prop_map(|(who, n, at, len)| Step::Delete(who, n, at, len)),
        3 => (who.clone(), 1..=2_u8, at.clone(), 0..6_usize).prop_map(|(who, n, at, len)| Step::Bracket(who, n, at, len)),
        4 => (who.clone(), at.clone(), at.clone()).prop_map(|(who, bracket, at)| Step::Split(who, bracket, at)),
        5 => prop::collection::vec((at.clone(), verdicts()), 1..4).prop_map(Step::Decide),
        6 => who.clone().prop_map(Step::Flush),
        8 => who.clone().prop_map(Step::Up),
        8 => who.clone().prop_map(Step::Down),
        6 => Just(Step::Write),
        1 => who.clone().prop_map(Step::Cut),
        1 => who.clone().prop_map(Step::Reload),
        2 => who.clone().prop_map(Step::Connect),
        1 => Just(Step::Restart),
        2 => (0..8_usize).prop_map(Step::Phase),
        2 => (1..=2_u8, any::<bool>()).prop_map(|(n, agree)| Step::Agree(n, agree)),
        3 => (who.clone(), at.clone(), stances()).prop_map(|(who, which, stance)| Step::Position(who, which, stance)),
        1 => (who.clone(), at.clone()).prop_map(|(who, which)| Step::Withdraw(who, which)),
        5 => (who.clone(), proposals::proposings(), (at.clone(), at.clone(), at.clone()))
            .prop_map(|(who, what, places)| Step::Propose(who, what, places)),
        1 => (who.clone(), at.clone()).prop_map(|(who, which)| Step::TakeBack(who, which)),
        3 => (at.clone(), at.clone()).prop_map(|(which, verdict)| Step::Rule(which, verdict)),
        1 => (who.clone(), 1..=2_u8, at.clone()).prop_map(|(who, n, at)| Step::Note(who, n, at)),
        2 => (who.clone(), 1..=2_u8, at.clone()).prop_map(|(who, n, at)| Step::Comment(who, n, at)),
        2 => (who.clone(), 1..=2_u8, at.clone()).prop_map(|(who, n, at)| Step::Join(who, n, at)),
        3 => (who, at).prop_map(|(who, which)| Step::Reverse(who, which)),
    ];
    prop::collection::vec(step, 1..steps)
}

fn stances() -> impl Strategy<Value = Option<Stance>> {
    prop::option::weighted(0.8, prop::sample::select(Stance::ALL.to_vec()))
}

fn verdicts() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        2 => Just(Verdict::Keep),
        2 => Just(Verdict::Delete),
        2 => Just(Verdict::Reopen),
        4 => (0..4_u32).prop_map(Verdict::Pick),
    ]
}

/// The draft that every plan begins with.
pub fn beginning() -> Draft {
    draft(&["我们重申承诺。", "We re/affirm and/or stress."])
}

/// Plays a plan to its end and examines what is left.
///
/// # Errors
/// What does not hold.
pub fn play(plan: &[Step]) -> Result<(), String> {
    played(plan).map(drop)
}

/// The same, and the network as the plan left it.
///
/// # Errors
/// What does not hold.
pub fn played(plan: &[Step]) -> Result<Network, String> {
    let mut network = Network::new(&beginning());
    for name in PEOPLE {
        network.join(name, if name == CHAIR { Role::Chair } else { Role::Member });
    }
    network.settle();
    let mut inserted: BTreeSet<char> = BTreeSet::new();
    let mut deleted: BTreeSet<char> = BTreeSet::new();
    let mut handed_back: BTreeSet<char> = BTreeSet::new();
    let mut brackets: BTreeSet<BracketId> = BTreeSet::new();
    let mut said: BTreeSet<PositionId> = BTreeSet::new();
    let mut notes: BTreeSet<ParagraphId> = BTreeSet::new();
    let mut commented: Vec<(CommentId, &str, Audience)> = Vec::new();
    for step in plan {
        for name in PEOPLE {
            if let Some(draft) = network.client(name).session.draft() {
                brackets.extend(draft.brackets.keys());
            }
        }
        match step.clone() {
            Step::Insert(who, n, at) => {
                // One character per insertion, so that a lost or doubled one is seen.
                let word = char::from_u32(0x4_e00 + u32::try_from(inserted.len()).unwrap_or(0)).unwrap_or('一');
                let length = length(&mut network, PEOPLE[who], n);
                if done(network.change(PEOPLE[who], n.into(), at % (length + 1), 0, &word.to_string()))? {
                    inserted.insert(word);
                }
            }
            Step::Delete(who, n, at, len) => {
                let before = words(&mut network, PEOPLE[who], n);
                let length = length(&mut network, PEOPLE[who], n);
                let at = at % (length + 1);
                let delete = len.min(length - at);
                done(network.change(PEOPLE[who], n.into(), at, delete, ""))?;
                let after = words(&mut network, PEOPLE[who], n);
                deleted.extend(before.difference(&after));
            }
            Step::Bracket(who, n, at, len) => {
                let length = length(&mut network, PEOPLE[who], n);
                let at = at % (length + 1);
                let to = (at + len).min(length);
                let opened = network.bracket(PEOPLE[who], n.into(), at, to);
                done(opened.map(drop))?;
            }
            Step::Split(who, which, at) => {
                if let Some(act) = split(&mut network, PEOPLE[who], which, at) {
                    done(network.act(PEOPLE[who], &Act::SplitBranches(act)))?;
                }
            }
            Step::Decide(verdicts) => decide(&mut network, &verdicts)?,
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
            Step::Phase(n) => {
                // Closed now and then: most of what people do is done in the others.
                let phase = [Phase::Drafting, Phase::Negotiation, Phase::Closed][[0, 1, 0, 1, 0, 1, 1, 2][n % 8]];
                let _refused = network.decide(CHAIR, Decision::SetPhase(phase));
            }
            Step::Agree(n, agree) => {
                let id = paragraph_id(n.into());
                let decision = if agree { Decision::AgreeAdRef(id) } else { Decision::ReopenParagraph(id) };
                let _refused = network.decide(CHAIR, decision);
            }
            Step::Position(who, which, stance) => {
                if let Some(act) = position(&mut network, PEOPLE[who], which, stance)
                    && done(network.act(PEOPLE[who], &Act::TakePosition(act.clone())))?
                {
                    said.insert(act.id);
                }
            }
            Step::Withdraw(who, which) => {
                if let Some(bracket) = bracket_of(&mut network, PEOPLE[who], which) {
                    let act = Act::WithdrawBracket(WithdrawBracket { bracket });
                    done(network.act(PEOPLE[who], &act))?;
                }
            }
            Step::Propose(who, what, places) => {
                let word = char::from_u32(0x4_e00 + u32::try_from(inserted.len()).unwrap_or(0)).unwrap_or('一');
                if let Some(bracket) = proposals::propose(&mut network, PEOPLE[who], what, places, word)? {
                    inserted.insert(word);
                    brackets.insert(bracket);
                }
            }
            Step::TakeBack(who, which) => proposals::withdraw(&mut network, PEOPLE[who], which)?,
            Step::Rule(which, verdict) => proposals::decide(&mut network, which, verdict)?,
            Step::Note(who, n, at) => {
                let id = ParagraphId(Uuid::from_u128(network.fresh()));
                let at = at % (length(&mut network, PEOPLE[who], n) + 1);
                let act = AddNote { id, at: (paragraph_id(n.into()), at), words: String::new() };
                notes.extend(done(network.act(PEOPLE[who], &Act::AddNote(act)))?.then_some(id));
            }
            Step::Join(who, n, at) => join(&mut network, PEOPLE[who], n, at)?,
            Step::Reverse(who, which) => reversals::reverse(&mut network, PEOPLE[who], which)?,
            Step::Comment(who, n, at) => commented.extend(comment(&mut network, PEOPLE[who], n, at)?),
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
        if network.clients[name].session.standings() != Some(network.room.standings()) {
            return Err(format!("{name} has another record than the room"));
        }
        for effect in &network.client(name).seen {
            if let Effect::Refused { lost, reason, message, .. } = effect {
                if !lost.is_empty() && reason != "late" {
                    return Err(format!(
                        "{lost:?} handed back for {reason} ({message}), though everything could be done again"
                    ));
                }
                handed_back.extend(lost.iter().flat_map(|lost| lost.words.chars()));
            }
        }
    }
    if let Some(place) = first_broken(network.room.entries()) {
        return Err(format!("the record is broken at {place}"));
    }
    for entry in network.room.comments() {
        if let CommentEntry::Said(comment) = entry
            && comment.kind == CommentKind::Proposal
        {
            handed_back.extend(comment.text.chars());
        }
    }
    for word in &inserted {
        let found = expected.chars().filter(|c| c == word).count();
        let late = handed_back.contains(word);
        if found > 1 || (found == 0 && !deleted.contains(word) && !late) || (found == 1 && late) {
            return Err(format!("{word} stands {found} times in {expected:?}, handed back: {late}"));
        }
    }
    let draft = network.room.draft().map_err(|error| error.to_string())?;
    // A bracket that came too late for an agreed paragraph, or for a closed draft, has no place.
    let late = network
        .room
        .entries()
        .iter()
        .any(|entry| matches!(entry.decision, Decision::AgreeAdRef(_) | Decision::SetPhase(Phase::Closed)));
    if let Some(id) = brackets.iter().find(|id| !late && !draft.brackets.contains_key(id)) {
        return Err(format!("{id:?} is lost"));
    }
    if let Some(id) = said.iter().find(|id| !late && !draft.positions.contains_key(id)) {
        return Err(format!("{id:?} is lost"));
    }
    // Drafts are read anew only where they change: nobody shows another than the document holds.
    let document = Document::load(&network.room.snapshot()).map_err(|error| error.to_string())?;
    let read = document.hydrate().map_err(|error| error.to_string())?;
    if *draft != read {
        return Err(format!("the room has {draft:?}, its document {read:?}"));
    }
    for name in PEOPLE {
        let shown = network.client(name).session.draft();
        if shown.as_deref() != Some(&read) {
            return Err(format!("{name} has {shown:?}, the document {read:?}"));
        }
    }
    arranged(&draft, network.room.standings())?;
    let calls = draft.paragraphs.iter().flat_map(|paragraph| &paragraph.content).filter_map(|piece| match piece {
        Inline::Anchor(Anchor::Note(note)) => Some(*note),
        _ => None,
    });
    let mut called: Vec<ParagraphId> = calls.collect();
    let written = draft.paragraphs.iter().filter(|paragraph| paragraph.kind == ParagraphKind::Note).map(|note| note.id);
    let mut written: Vec<ParagraphId> = written.collect();
    called.sort_unstable();
    written.sort_unstable();
    if called != written {
        return Err(format!("calls of {called:?} for the notes {written:?}"));
    }
    if let Some(note) = notes.iter().find(|note| !late && !called.contains(note)) {
        return Err(format!("{note:?} is lost"));
    }
    each_reads_what_is_for_them(&mut network, &commented)?;
    each_question_has_one_answer(&draft, network.room.standings())?;
    balanced(&draft, &Standings::default())?;
    printed(&draft, network.room.standings())?;
    Ok(network)
}

/// Whether somebody did something, or was refused for a decision that stands in the way.
fn done(result: Result<(), Refusal>) -> Result<bool, String> {
    match result {
        Ok(()) => Ok(true),
        Err(Refusal::Decided | Refusal::Settled | Refusal::Agreed | Refusal::Closed) => Ok(false),
        Err(Refusal::NothingSaid | Refusal::NotYours | Refusal::Supported(_) | Refusal::Joined) => Ok(false),
        Err(refusal) => Err(refusal.to_string()),
    }
}

/// One of the brackets that somebody sees.
fn bracket_of(network: &mut Network, name: &str, which: usize) -> Option<BracketId> {
    let draft = network.client(name).session.draft()?;
    let all: Vec<BracketId> = draft.brackets.keys().copied().collect();
    all.get(which.checked_rem(all.len())?).copied()
}

/// A position on one of the brackets that somebody sees; who retains a choice retains one of its branches.
fn position(network: &mut Network, name: &str, which: usize, stance: Option<Stance>) -> Option<TakePosition> {
    let bracket = bracket_of(network, name, which)?;
    let id = PositionId(Uuid::from_u128(network.fresh()));
    let draft = network.client(name).session.draft()?;
    let of = occurrences(&draft).into_iter().find(|found| found.bracket == bracket)?.branch_count();
    let branch = u32::try_from(which).ok().map(|which| which % of);
    let prefers = of > 1 && stance == Some(Stance::Retain);
    let preference = prefers.then_some(Preference::Branch { branch, of });
    let subject = Topic::Bracket(bracket);
    Some(TakePosition { id, subject, stance, preference, reason: String::new() })
}

/// One line more in one of the brackets that somebody sees.
fn split(network: &mut Network, name: &str, which: usize, at: usize) -> Option<SplitBranches> {
    let draft = network.client(name).session.draft()?;
    let all: Vec<BracketId> = draft.brackets.keys().copied().collect();
    let bracket = all[which.checked_rem(all.len())?];
    // The brackets of a plan stand in one paragraph.
    draft.paragraphs.iter().find_map(|paragraph| {
        let units = elements(&paragraph.content);
        let edge = |anchor| units.iter().position(|unit| *unit == Element::Anchor(anchor));
        let (open, close) = (edge(Anchor::Open(bracket))?, edge(Anchor::Close(bracket))?);
        let at = open + 1 + at % (close - open);
        Some(SplitBranches { bracket, at: vec![(paragraph.id, at)] })
    })
}

/// Two empty brackets more, side by side, and one question of as many as stand there.
fn join(network: &mut Network, name: &str, n: u8, at: usize) -> Result<(), String> {
    let at = at % (length(network, name, n) + 1);
    let opened = (network.bracket(name, n.into(), at, at), network.bracket(name, n.into(), at, at));
    let (Ok(right), Ok(_)) = opened else { return done(opened.0.map(drop)).map(drop) };
    let session = &mut network.client(name).session;
    let (Some(draft), Some(standings)) = (session.draft(), session.standings().cloned()) else { return Ok(()) };
    let row = joinable(&draft, &standings, right);
    if row.is_empty() {
        return Err("two brackets side by side are not offered".into());
    }
    let id = ChoiceId(Uuid::from_u128(network.fresh()));
    network.act(name, &Act::JoinChoice(JoinChoice { id, brackets: row })).map_err(|refusal| refusal.to_string())
}

/// No bracket is a branch of two questions, and each question is answered as a whole.
fn each_question_has_one_answer(draft: &Draft, standings: &Standings) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for choice in draft.choices.values().filter(|choice| !choice.withdrawn) {
        if !choice.brackets.iter().all(|id| seen.insert(*id)) {
            return Err(format!("{:?} shares a bracket with another", choice.id));
        }
        let state = |id: &BracketId| standings.brackets.get(id).copied().unwrap_or_default();
        let states: Vec<BracketState> = choice.brackets.iter().map(state).collect();
        let open = states.iter().filter(|state| **state == BracketState::Open).count();
        let gone = states.iter().filter(|state| matches!(state, BracketState::Deleted | BracketState::Picked(None)));
        if open != states.len() && (open > 0 || gone.count() + 1 < states.len()) {
            return Err(format!("{states:?} is no answer to one question"));
        }
    }
    Ok(())
}

/// Somebody comments on a paragraph, or answers in a thread that they see.
fn comment(
    network: &mut Network,
    name: &'static str,
    n: u8,
    which: usize,
) -> Result<Option<(CommentId, &'static str, Audience)>, String> {
    let threads = network.client(name).session.threads("en");
    let answered = which.checked_rem(threads.len() + 1).and_then(|which| threads.get(which));
    let audience = [Audience::Everybody, Audience::Delegation, Audience::Chair][which % 3];
    let comment = match answered {
        Some(thread) => network.answer(thread.id.parse().map_err(|_| "no identity")?, "an answer"),
        None => NewComment {
            place: At::Paragraph(paragraph_id(n.into())),
            ..network.about(n.into(), 0..0, audience, "a remark")
        },
    };
    let begins = comment.thread.is_none();
    let id = network.comment(name, comment).map_err(|refusal| refusal.to_string())?;
    Ok(begins.then_some((id, name, audience)))
}

/// Each thread was kept once, and is read by those whom it is for and by nobody else.
fn each_reads_what_is_for_them(network: &mut Network, said: &[(CommentId, &str, Audience)]) -> Result<(), String> {
    for name in PEOPLE {
        let threads = network.client(name).session.threads("en");
        // Late words become proposals by themselves.
        let remarks = threads.into_iter().filter(|thread| thread.comments[0].kind != "proposal");
        let mut found: Vec<String> = remarks.map(|thread| thread.id).collect();
        let readable = |(_, by, audience): &&(CommentId, &str, Audience)| match audience {
            Audience::Everybody => true,
            Audience::Delegation => *by == name,
            Audience::Chair => *by == name || name == CHAIR,
        };
        let mut expected: Vec<String> = said.iter().filter(readable).map(|(id, ..)| id.to_string()).collect();
        found.sort_unstable();
        expected.sort_unstable();
        if found != expected {
            return Err(format!("{name} reads {found:?} of {expected:?}"));
        }
    }
    Ok(())
}

/// The chair decides what can be decided now, each bracket once. It may be refused by the room, which knows more.
fn decide(network: &mut Network, verdicts: &[(usize, Verdict)]) -> Result<(), String> {
    let session = &mut network.client(CHAIR).session;
    let (Some(draft), Some(standings)) = (session.draft(), session.standings().cloned()) else { return Ok(()) };
    let found = occurrences(&draft);
    let (choices, decided): (Vec<&Occurrence>, Vec<&Occurrence>) = (
        found.iter().filter(|found| found.branch_count() > 1).collect(),
        found.iter().filter(|found| standings.brackets.contains_key(&found.bracket)).collect(),
    );
    let all: Vec<&Occurrence> = found.iter().collect();
    let mut decisions: BTreeMap<BracketId, Decision> = BTreeMap::new();
    for (which, verdict) in verdicts {
        let among = match verdict {
            Verdict::Keep | Verdict::Delete => &all,
            Verdict::Reopen => &decided,
            Verdict::Pick(_) => &choices,
        };
        let Some(which) = which.checked_rem(among.len()) else { continue };
        let (bracket, of) = (among[which].bracket, among[which].branch_count());
        let decision = match verdict {
            Verdict::Keep => Decision::KeepBracket(bracket),
            Verdict::Delete => Decision::DeleteBracket(bracket),
            Verdict::Reopen => Decision::ReopenBracket(bracket),
            Verdict::Pick(branch) => {
                let branch = Some(branch % (of + 1)).filter(|branch| *branch < of);
                Decision::PickBranch { bracket, branch, of }
            }
        };
        // A bracket of one question with others is decided with them: one stays, or none; or all are open again.
        let others = draft.choice_of(bracket).map(|choice| choice.brackets.clone()).unwrap_or_default();
        if others.iter().any(|other| decisions.contains_key(other)) {
            continue;
        }
        let is_decided = |other: &BracketId| standings.brackets.contains_key(other);
        if matches!(decision, Decision::ReopenBracket(_)) && !others.iter().all(is_decided) {
            continue;
        }
        for other in others {
            let with = match decision {
                Decision::ReopenBracket(_) => Decision::ReopenBracket(other),
                _ => Decision::DeleteBracket(other),
            };
            decisions.insert(other, with);
        }
        decisions.insert(bracket, decision);
    }
    let mut decisions: Vec<Decision> = decisions.into_values().collect();
    let decision = match decisions.len() {
        0 => return Ok(()),
        1 => decisions.remove(0),
        _ => Decision::Package(decisions),
    };
    match network.decide(CHAIR, decision) {
        Ok(()) | Err(DecisionRefusal::Agreed | DecisionRefusal::Closed) => Ok(()),
        Err(refusal) => Err(refusal.to_string()),
    }
}

/// Whether the draft as accepted proposals arrange it has the words of the draft, no more and no fewer.
fn arranged(draft: &Draft, standings: &Standings) -> Result<(), String> {
    let letters = |draft: &Draft| {
        let words = draft.paragraphs.iter().map(|paragraph| paragraph.content.words()).collect::<String>();
        let mut letters: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
        letters.sort_unstable();
        letters
    };
    let (before, after) = (letters(draft), letters(&draft.arranged(standings)));
    if before == after { Ok(()) } else { Err(format!("{before:?} are arranged as {after:?}")) }
}

/// Whether what is printed under the decisions is balanced, whatever was decided.
fn printed(draft: &Draft, standings: &Standings) -> Result<(), String> {
    balanced(draft, standings)?;
    for mode in [Mode::AsItStands, Mode::Agreed, Mode::Final] {
        let Ok(text) = write(draft, standings, &TextOptions { mode, labels: None }) else { continue };
        let count = |sign| text.chars().filter(|c| *c == sign).count();
        // Behind the agreed text stands a list of what is open, with signs of its own.
        if count('[') != count(']') {
            return Err(format!("{text:?} is not balanced"));
        }
    }
    Ok(())
}

/// Whether what is printed nests: every edge closes the bracket that was opened last.
///
/// # Errors
/// The first edge that does not.
pub fn balanced(draft: &Draft, standings: &Standings) -> Result<(), String> {
    let mut open = Vec::new();
    let arranged = draft.arranged(standings);
    let reading = read(&arranged, standings);
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
