//! One draft of a story: its room, and the sessions of those who take part in it.

use std::collections::{BTreeMap, VecDeque};

use client_core::{
    comments::NewComment,
    device::Signing,
    model::{
        BracketId, CommentEntry, CommentId, Decision, Delegation, Draft, DraftId, EntryId, InlineExt, Occurrence,
        ParagraphId, PersonId, Phase, PositionId, Preference, Role, Stance, Standings, Timestamp, Topic, Wish,
        occurrences, read,
    },
    ops::{self, OpenBracket, ProposeWords, Splice, SplitBranches, TakePosition, WithdrawBracket},
    record::{self, Request},
    sync::{
        protocol::{self, ClientMessage, Credential},
        room::{self, Room},
        session::{Effect, Session},
    },
};
use uuid::Uuid;

use super::{
    find, proposals,
    story::{Act, Person, Ruling, Step, Story},
};
use crate::{
    app, auth,
    store::{Load, Store},
};

/// What was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// Who.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// What, by the name of the act.
    pub act: &'static str,
    /// When.
    pub at: Timestamp,
}

struct Player {
    person: client_core::model::Person,
    session: Session,
    connection: u64,
}

/// See the module.
pub struct Stage {
    slug: String,
    draft: DraftId,
    room: Room,
    people: Vec<Person>,
    players: BTreeMap<String, Player>,
    /// What fresh identities derive from, and how many there were: a story played twice gives the same.
    namespace: Uuid,
    counted: u32,
}

impl Stage {
    /// Opens a draft of the store.
    ///
    /// # Errors
    /// Why it cannot be opened, as a sentence.
    pub fn open(story: &Story, store: &mut dyn Store, slug: &str) -> Result<Self, String> {
        let rows = store.drafts().map_err(|error| error.to_string())?;
        let row = app::find(rows, slug).map_err(|_| format!("there is no draft called {slug}"))?;
        let stored = store.load(row.id, Load::FromLog).map_err(|error| error.to_string())?;
        let room = Room::open(stored).map_err(|error| error.to_string())?;
        let namespace = Uuid::new_v5(&row.id.0, story.title.as_bytes());
        let people = story.people.clone();
        Ok(Self { slug: slug.into(), draft: row.id, room, people, players: BTreeMap::new(), namespace, counted: 0 })
    }

    /// The draft's short name.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// Plays one step, and puts what comes of it into the store.
    ///
    /// # Errors
    /// Why it does not fit, as a sentence.
    pub fn step(
        &mut self,
        step: &Step,
        meeting: &str,
        now: Timestamp,
        store: &mut dyn Store,
    ) -> Result<Played, String> {
        self.enter(&step.by, now, store)?;
        let act = self.perform(step, meeting, now, store)?;
        let player = self.player(&step.by)?;
        let (by, delegation) = (player.person.name.clone(), player.person.delegation.0.clone());
        Ok(Played { by, delegation, act, at: now })
    }

    fn perform(
        &mut self,
        step: &Step,
        meeting: &str,
        now: Timestamp,
        store: &mut dyn Store,
    ) -> Result<&'static str, String> {
        let (draft, standings) = self.seen(&step.by)?;
        let by = step.by.as_str();
        let act = match &step.act {
            Act::Write { at, before, after, instead, words, reason } => {
                let paragraph = find::paragraph(&draft, at)?;
                let (place, delete) = match (before, after, instead) {
                    (Some(beside), None, None) => (find::words(&draft, paragraph, beside)?.0, 0),
                    (None, Some(beside), None) => (find::words(&draft, paragraph, beside)?.1, 0),
                    (None, None, Some(old)) => {
                        let (from, to) = find::words(&draft, paragraph, old)?;
                        (from, to - from)
                    }
                    (None, None, None) => (0, 0),
                    _ => return Err("one of `before`, `after` and `instead` says where".into()),
                };
                self.write(by, (paragraph, place, delete), words, reason)
            }
            Act::Bracket { at, words, wish, reason } => {
                let paragraph = find::paragraph(&draft, at)?;
                let (from, to) = find::words(&draft, paragraph, words)?;
                let wish = match wish.as_deref() {
                    None | Some("retain") => Wish::Retain,
                    Some("delete") => Wish::Delete,
                    Some(other) => return Err(format!("`{other}` is no wish")),
                };
                let (from, to) = ((paragraph, from), (paragraph, to));
                ops::Act::OpenBracket(OpenBracket {
                    id: BracketId(self.fresh()),
                    from,
                    to,
                    wish,
                    reason: reason.clone(),
                })
            }
            Act::MakeChoice(brackets) => {
                for name in brackets {
                    let (draft, standings) = self.seen(by)?;
                    let bracket = find::bracket(&draft, name)?.bracket;
                    let split = SplitBranches::at_slashes(&draft, &standings, bracket);
                    let split = split.ok_or_else(|| format!("“{}” has no slash", name.words))?;
                    self.act(by, &ops::Act::SplitBranches(split), now, store)?;
                }
                return Ok("make a choice");
            }
            Act::Withdraw(name) => {
                ops::Act::WithdrawBracket(WithdrawBracket { bracket: find::bracket(&draft, name)?.bracket })
            }
            Act::Position { on, stance, reason } => {
                let subject = Topic::Bracket(find::bracket(&draft, on)?.bracket);
                self.position(subject, stance, None, reason)?
            }
            Act::PositionOnAlternatives { to, version, stance, reason } => {
                let (set, version) = find::version(&draft, to, version)?;
                self.position(Topic::Alternatives(set), stance, Some(Preference::Version(version)), reason)?
            }
            Act::Decide { what, reason } => {
                let parts = what.iter().map(|ruling| decisions(&draft, ruling)).collect::<Result<Vec<_>, _>>()?;
                let mut parts: Vec<Decision> = parts.into_iter().flatten().collect();
                let decision = if parts.len() == 1 { parts.remove(0) } else { Decision::Package(parts) };
                self.decide(by, decision, meeting, reason, now, store)?;
                return Ok("decide");
            }
            Act::AgreeTheRest { fully, reason } => {
                let agree = if *fully { Decision::Agree } else { Decision::AgreeAdRef };
                let mut all = agreeable(&draft, &standings, *fully, self.player(by)?);
                while !all.is_empty() {
                    let rest = all.split_off(all.len().min(record::MAX_PARTS));
                    let parts = std::mem::replace(&mut all, rest).into_iter().map(agree).collect();
                    self.decide(by, Decision::Package(parts), meeting, reason, now, store)?;
                }
                return Ok("agree the rest");
            }
            Act::Add { place, words, reason } => self.new_paragraph(&draft, place, words, reason)?,
            Act::Move { at, behind, first_in, reason } => {
                self.moving(&draft, at, (behind.as_deref(), first_in.as_deref()), reason)?
            }
            Act::Split { at, before, reason } => self.splitting(&draft, at, before, reason)?,
            Act::Merge { at, reason } => {
                let paragraph = find::paragraph(&draft, at)?;
                let next = proposals::next(&draft, &standings, paragraph)?;
                self.proposing(ops::Proposed::Merge { paragraph, next }, reason)
            }
            Act::ProposeDeletion { at, reason } => self.deletion(&draft, &standings, at, reason)?,
            Act::TakeBack(name) => proposals::withdrawal(&draft, &standings, name)?,
            Act::Footnote { at, after, words } => self.note(&draft, at, after, words)?,
            Act::Join(brackets) => self.joining(&draft, brackets)?,
            Act::OfferInstead { bracket, words } => self.offering(&draft, bracket, words)?,
            Act::Comment { about, to, proposal, text } => {
                self.comment(by, &draft, (about, to, *proposal), text, now, store)?;
                return Ok("comment");
            }
            Act::Answer { to, text } => {
                self.answer(by, to, text, now, store)?;
                return Ok("answer");
            }
            Act::Resolve(begins) => {
                let (id, thread) = (CommentId(self.fresh()), self.thread(by, begins)?);
                let effects = self.player(by)?.session.resolve_comment(id, thread, true, now);
                self.settle(by, effects.map_err(|refusal| refusal.to_string())?, now, store)?;
                return Ok("resolve");
            }
            Act::Leave => {
                let player = self.player(by)?;
                let (connection, effects) = (player.connection, player.session.closed(now));
                self.settle(by, effects, now, store)?;
                self.room.handle(room::Event::Leave { connection }, now);
                return Ok("leave");
            }
            Act::Return => {
                let effects = self.player(by)?.session.opened(now);
                self.settle(by, effects, now, store)?;
                return Ok("return");
            }
        };
        let name = act.name();
        self.act(by, &act, now, store)?;
        Ok(name)
    }

    /// What changing words at a place is, as the phase allows: a paragraph, an offset, and how much goes.
    fn write(
        &mut self,
        by: &str,
        (paragraph, at, delete): (ParagraphId, usize, usize),
        words: &str,
        reason: &str,
    ) -> ops::Act {
        let free = self.players.get(by).is_some_and(|player| player.session.is_free(paragraph, at, delete));
        let insert = words.to_owned();
        if free {
            return ops::Act::Splice(Splice { paragraph, at, delete, insert });
        }
        let id = BracketId(self.fresh());
        ops::Act::ProposeWords(ProposeWords { id, paragraph, at, delete, insert, reason: reason.into() })
    }

    fn position(
        &mut self,
        subject: Topic,
        stance: &str,
        preference: Option<Preference>,
        reason: &str,
    ) -> Result<ops::Act, String> {
        let stance = Stance::from_name(stance).ok_or_else(|| format!("`{stance}` is no stance"))?;
        let id = PositionId(self.fresh());
        Ok(ops::Act::TakePosition(TakePosition {
            id,
            subject,
            stance: Some(stance),
            preference,
            reason: reason.into(),
        }))
    }

    fn act(&mut self, by: &str, act: &ops::Act, now: Timestamp, store: &mut dyn Store) -> Result<(), String> {
        let player = self.player(by)?;
        let mut effects = player.session.act(act, now).map_err(|refusal| refusal.to_string())?;
        effects.extend(player.session.flush(now));
        self.settle(by, effects, now, store)
    }

    /// Sends a comment.
    pub(super) fn say(
        &mut self,
        by: &str,
        new: NewComment,
        now: Timestamp,
        store: &mut dyn Store,
    ) -> Result<(), String> {
        let effects = self.player(by)?.session.comment(new, now).map_err(|refusal| refusal.to_string())?;
        self.settle(by, effects, now, store)
    }

    /// The thread that somebody reads of which some comment begins so.
    pub(super) fn thread(&mut self, by: &str, begins: &str) -> Result<CommentId, String> {
        let log = self.player(by)?.session.comments_here();
        let mut said = log.entries().iter().filter_map(|entry| match entry {
            CommentEntry::Said(comment) if comment.text.starts_with(begins) => Some(comment.thread),
            CommentEntry::Said(_) | CommentEntry::Settled(_) => None,
        });
        said.next().ok_or_else(|| format!("{by} reads no comment that begins with “{begins}”"))
    }

    fn decide(
        &mut self,
        by: &str,
        decision: Decision,
        meeting: &str,
        reason: &str,
        now: Timestamp,
        store: &mut dyn Store,
    ) -> Result<(), String> {
        let id = EntryId(self.fresh());
        let request = Request { id, decision, meeting: meeting.into(), reason: reason.into(), heads: Vec::new() };
        let effects = self.player(by)?.session.decide(request, now).map_err(|refusal| refusal.to_string())?;
        self.settle(by, effects, now, store)
    }

    /// Somebody comes in, unless they are here.
    fn enter(&mut self, name: &str, now: Timestamp, store: &mut dyn Store) -> Result<(), String> {
        if self.players.contains_key(name) {
            return Ok(());
        }
        let person = self.people.iter().find(|person| person.name == name);
        let person = person.ok_or_else(|| format!("nobody is called {name}"))?;
        let role = Role::from_name(&person.role).ok_or_else(|| format!("`{}` is no role", person.role))?;
        let person = client_core::model::Person {
            id: PersonId(Uuid::new_v5(&self.namespace, name.as_bytes())),
            name: name.into(),
            delegation: Delegation(person.delegation.clone()),
            role,
        };
        let directory = store.delegations().map_err(|error| error.to_string())?;
        let person = auth::in_role(person, &directory);
        let mut session = Session::new(self.slug.as_str(), Credential::Session { secret: name.into() });
        let effects = session.opened(now);
        let connection = u64::try_from(self.players.len()).unwrap_or(0) + 1;
        self.players.insert(name.into(), Player { person, session, connection });
        self.settle(name, effects, now, store)
    }

    /// Carries what a session sends to the room, what the room stores to the store, and what it sends to the sessions,
    /// until nothing moves.
    fn settle(&mut self, by: &str, effects: Vec<Effect>, now: Timestamp, store: &mut dyn Store) -> Result<(), String> {
        let mut frames: VecDeque<(String, Vec<u8>)> = VecDeque::new();
        let mut refused = None;
        note(by, effects, &mut frames, &mut refused);
        while let Some((name, frame)) = frames.pop_front() {
            let (connection, person) = match self.players.get(&name) {
                Some(player) => (player.connection, player.person.clone()),
                None => continue,
            };
            let event = match protocol::decode_client(&frame) {
                Ok(ClientMessage::Hello(hello)) => {
                    let actor = *self.fresh().as_bytes();
                    room::Event::Join {
                        connection,
                        person,
                        session: String::new(),
                        actor,
                        hello,
                        signing: Signing::Free,
                    }
                }
                Ok(_) | Err(_) => room::Event::Frame { connection, frame },
            };
            let mut effects: VecDeque<room::Effect> = self.room.handle(event, now).into();
            while let Some(effect) = effects.pop_front() {
                match effect {
                    room::Effect::Store(batch) => {
                        store.append(&[(self.draft, &batch)]).map_err(|error| error.to_string())?;
                        effects.extend(self.room.handle(room::Event::Stored { batch: batch.id }, now));
                    }
                    room::Effect::Send { connections, frame } => {
                        for (name, player) in &mut self.players {
                            if connections.contains(&player.connection) {
                                let effects = player.session.frame(&frame, now);
                                note(name, effects, &mut frames, &mut refused);
                            }
                        }
                    }
                    room::Effect::Close { .. }
                    | room::Effect::Show { .. }
                    | room::Effect::Refused(_)
                    | room::Effect::Brought { .. } => {}
                }
            }
        }
        refused.map_or(Ok(()), Err)
    }

    fn player(&mut self, name: &str) -> Result<&mut Player, String> {
        self.players.get_mut(name).ok_or_else(|| format!("{name} is not here"))
    }

    fn seen(&mut self, name: &str) -> Result<(Draft, Standings), String> {
        let session = &mut self.player(name)?.session;
        let draft = session.draft().ok_or("the draft did not come")?;
        Ok(((*draft).clone(), session.standings().cloned().unwrap_or_default()))
    }

    pub(super) fn fresh(&mut self) -> Uuid {
        self.counted += 1;
        Uuid::new_v5(&self.namespace, &self.counted.to_be_bytes())
    }
}

fn note(by: &str, effects: Vec<Effect>, frames: &mut VecDeque<(String, Vec<u8>)>, refused: &mut Option<String>) {
    for effect in effects {
        match effect {
            Effect::Send(frame) => frames.push_back((by.to_owned(), frame)),
            // Late words are kept beside the text: that is how a story has them.
            Effect::Refused { reason, .. } if reason == "proposed" => {}
            Effect::Refused { message, .. } => *refused = Some(message),
            Effect::Failed(problem) => *refused = Some(problem.message),
            _ => {}
        }
    }
}

fn decisions(draft: &Draft, ruling: &Ruling) -> Result<Vec<Decision>, String> {
    let bracket = |name| find::bracket(draft, name).map(|found| found.bracket);
    let paragraph = |name: &str| find::paragraph(draft, name);
    let one = match ruling {
        Ruling::Keep(name) => Decision::KeepBracket(bracket(name)?),
        Ruling::Delete(name) => Decision::DeleteBracket(bracket(name)?),
        Ruling::Reopen(name) => Decision::ReopenBracket(bracket(name)?),
        Ruling::Pick { of, branch, linked } => {
            let found = find::bracket(draft, of)?;
            let question = |id: &BracketId| draft.brackets.get(id).and_then(|bracket| bracket.question.as_ref());
            let asked = question(&found.bracket);
            let same = |other: &&Occurrence| {
                let alike = *linked && asked.is_some() && question(&other.bracket) == asked;
                other.bracket == found.bracket || alike
            };
            return occurrences(draft).iter().filter(same).map(|other| pick(other, branch.as_deref())).collect();
        }
        Ruling::Replace { bracket: name, words } => {
            Decision::ReplaceBracket { bracket: bracket(name)?, words: words.clone() }
        }
        Ruling::Choose { to, version } => {
            let (set, version) = find::version(draft, to, version)?;
            Decision::ChooseAlternative(set, version)
        }
        Ruling::AgreeAdRef(name) => Decision::AgreeAdRef(paragraph(name)?),
        Ruling::Agree(name) => Decision::Agree(paragraph(name)?),
        Ruling::Suspend(name) => Decision::Suspend(paragraph(name)?),
        Ruling::ReopenParagraph(name) => Decision::ReopenParagraph(paragraph(name)?),
        Ruling::Phase(name) => {
            Decision::SetPhase(Phase::from_name(name).ok_or_else(|| format!("`{name}` is no phase"))?)
        }
        Ruling::Accept(name) => Decision::AcceptProposal(proposals::proposal(draft, name)?),
        Ruling::Reject(name) => Decision::RejectProposal(proposals::proposal(draft, name)?),
        Ruling::ReopenProposal(name) => Decision::ReopenProposal(proposals::proposal(draft, name)?),
    };
    Ok(vec![one])
}

fn pick(choice: &Occurrence, words: Option<&str>) -> Result<Decision, String> {
    let number = |words: &str| {
        let at = choice.branches.iter().position(|branch| branch == words);
        at.and_then(|at| u32::try_from(at).ok()).ok_or_else(|| format!("the choice has no branch “{words}”"))
    };
    let branch = words.map(number).transpose()?;
    Ok(Decision::PickBranch { bracket: choice.bracket, branch, of: choice.branch_count() })
}

/// The paragraphs that can be agreed and are not, in reading order; what another version replaced is not agreed.
fn agreeable(draft: &Draft, standings: &Standings, fully: bool, chair: &Player) -> Vec<ParagraphId> {
    let moot = standings.moot(draft);
    let agrees = |id: ParagraphId| {
        let decision = if fully { Decision::Agree(id) } else { Decision::AgreeAdRef(id) };
        let request =
            Request { id: EntryId(id.0), decision, meeting: String::new(), reason: String::new(), heads: Vec::new() };
        record::check(&request, &chair.person, draft, standings).is_ok()
    };
    let agreed = |id: ParagraphId| {
        use client_core::model::ParagraphStanding::Agreed;
        if fully { standings.paragraphs.get(&id) == Some(&Agreed) } else { standings.is_agreed(id) }
    };
    let reading = read(draft, standings);
    let with_words = reading.paragraphs.iter().filter(|read| !read.content.words().trim().is_empty());
    let ids = with_words.map(|read| read.paragraph.id);
    ids.filter(|id| !moot.contains(id) && !agreed(*id) && agrees(*id)).collect()
}
