use client_core::{
    comments::{At, CommentRefusal, NewComment},
    device::possession_message,
    model::{
        AlternativeSetId, BracketId, ChoiceId, CommentId, CommentKind, Directory, EntryId, ParagraphId, Permission,
        PositionId, ProposalId, Stance, Standings, Target, Timestamp, Wish,
    },
    ops::{
        self, Act, AddNote, EraseLines, JoinChoice, OfferInstead, OpenBracket, PartChoice, Place, Propose,
        ProposeParagraph, ProposeWords, Proposed, Splice, SplitBranches, TakePosition, WithdrawBracket, WithdrawNote,
        WithdrawProposal,
    },
    record::Request,
    schema::{Element, elements},
    sync::{
        protocol::{Credential, WireDecision},
        session::{self, Effect, Selection},
        signing,
    },
    view::{self, DelegationView, Surroundings},
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    json::{
        self, ActJson, CommentJson, CommentPlaceJson, CursorJson, EffectJson, NewPlaceJson, OtherJson, OutcomeJson,
        PlaceJson, PositionJson, ProposedJson, RangeJson, RequestJson, TargetJson, WishJson,
    },
    units::{to_code_points, to_utf16},
};

/// The client's side of one draft. After each call the page drains [`Session::outbox`] into the socket.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Session {
    session: session::Session,
    labels: String,
    outbox: Vec<Vec<u8>>,
    surroundings: Option<Surroundings>,
    directory: Directory,
}

#[wasm_bindgen]
impl Session {
    /// A session for a draft (slug) of somebody whose secret is in a cookie; labels in a language (BCP 47).
    #[wasm_bindgen(constructor)]
    pub fn new(draft: &str, labels: &str) -> Self {
        Self {
            session: session::Session::new(draft, Credential::Cookie),
            labels: labels.to_owned(),
            outbox: Vec::new(),
            surroundings: None,
            directory: Directory::default(),
        }
    }

    /// The socket is open. Answers effects.
    pub fn opened(&mut self, now: f64) -> String {
        let effects = self.session.opened(time(now));
        self.answer(effects)
    }

    /// A frame arrived. Answers effects.
    pub fn frame(&mut self, frame: &[u8], now: f64) -> String {
        let effects = self.session.frame(frame, time(now));
        self.answer(effects)
    }

    /// The socket is closed. Answers effects.
    pub fn closed(&mut self, now: f64) -> String {
        let effects = self.session.closed(time(now));
        self.answer(effects)
    }

    /// The frames to send, in order; empties the outbox.
    pub fn outbox(&mut self) -> Vec<js_sys::Uint8Array> {
        self.outbox.drain(..).map(|frame| js_sys::Uint8Array::from(frame.as_slice())).collect()
    }

    /// What a device is to sign of a frame: messages of 32 bytes behind one another; nothing of most frames.
    #[wasm_bindgen(js_name = toSign)]
    pub fn to_sign(&mut self, frame: &[u8]) -> Vec<u8> {
        let draft = self.session.draft().map(|draft| draft.id);
        draft.map(|draft| signing::messages(frame, draft).concat()).unwrap_or_default()
    }

    /// The frame with these signatures, of 64 bytes each behind one another.
    pub fn signed(&self, frame: Vec<u8>, signatures: &[u8]) -> Vec<u8> {
        signing::signed(frame, signatures.as_chunks().0)
    }

    /// What a device signs to show that it holds its key; nothing for what is no identity of a person.
    pub fn possession(&self, person: &str) -> Vec<u8> {
        person.parse().map(|person| possession_message(person).to_vec()).unwrap_or_default()
    }

    /// Does an act. Answers `{ok: effects}` or `{refused: …}`.
    pub fn act(&mut self, act: &str, now: f64) -> String {
        let act = match serde_json::from_str::<ActJson>(act) {
            Ok(act) => self.act_of(act),
            Err(error) => return json::write(&OutcomeJson::malformed(&error)),
        };
        let Some(act) = act else { return json::write(&OutcomeJson::unknown()) };
        match self.session.act(&act, time(now)) {
            Ok(effects) => json::write(&OutcomeJson::Ok(self.take(effects))),
            Err(refusal) => json::write(&OutcomeJson::from(refusal)),
        }
    }

    /// Whether words may be changed as they are, and not by bracket. Offsets in UTF-16 code units.
    pub fn is_free(&mut self, paragraph: &str, at: usize, delete: usize) -> bool {
        let Ok(paragraph) = paragraph.parse() else { return false };
        let units = self.units(paragraph);
        let (from, to) = (to_code_points(&units, at), to_code_points(&units, at.saturating_add(delete)));
        self.session.is_free(paragraph, from, to - from)
    }

    /// Whether others have words or brackets inside a bracket.
    #[wasm_bindgen(js_name = holdsOthers)]
    pub fn holds_others(&self, bracket: &str) -> bool {
        bracket.parse().is_ok_and(|bracket| self.session.holds_others(bracket))
    }

    /// Makes a change of what was typed and queues it. Answers effects.
    pub fn flush(&mut self, now: f64) -> String {
        let effects = self.session.flush(time(now));
        self.answer(effects)
    }

    /// What is not on the server's disk, to be kept over a reload; empty when there is nothing. Drain the outbox after it.
    pub fn unsaved(&mut self, now: f64) -> Vec<u8> {
        let (effects, kept) = self.session.unsaved(time(now));
        self.take(effects);
        kept.unwrap_or_default()
    }

    /// Takes over what [`Session::unsaved`] kept; before the first connection. False when the bytes are something else.
    pub fn restore(&mut self, kept: &[u8]) -> bool {
        self.session.restore(kept)
    }

    /// What the server has signed last, to be kept by the page; empty when there is nothing.
    pub fn pin(&self) -> Vec<u8> {
        self.session.pin().unwrap_or_default()
    }

    /// Takes over what [`Session::pin`] gave; before the first connection. False when the bytes are something else.
    #[wasm_bindgen(js_name = setPin)]
    pub fn set_pin(&mut self, kept: &[u8]) -> bool {
        self.session.set_pin(kept)
    }

    /// Whether the server can store nothing now, as its disk is full.
    #[wasm_bindgen(js_name = isReadOnly)]
    pub fn is_read_only(&self) -> bool {
        self.session.is_read_only()
    }

    /// Asks for a decision. Answers `{ok: effects}` or `{refused: …}`.
    pub fn decide(&mut self, request: &str, now: f64) -> String {
        let request = match serde_json::from_str::<RequestJson>(request) {
            Ok(request) => request,
            Err(error) => return json::write(&OutcomeJson::malformed(&error)),
        };
        let request = Request {
            id: EntryId(request.id),
            decision: (&WireDecision::from(request.decision)).into(),
            meeting: request.meeting,
            reason: request.reason,
            heads: Vec::new(),
        };
        match self.session.decide(request, time(now)) {
            Ok(effects) => json::write(&OutcomeJson::Ok(self.take(effects))),
            Err(refusal) => json::write(&OutcomeJson::from(refusal)),
        }
    }

    /// Comments, or goes on with a thread. Answers `{ok: effects}` or `{refused: …}`.
    pub fn comment(&mut self, comment: &str, now: f64) -> String {
        let json = match serde_json::from_str::<CommentJson>(comment) {
            Ok(json) => json,
            Err(error) => return json::write(&OutcomeJson::malformed(&error)),
        };
        let place = match json.place {
            CommentPlaceJson::Draft => At::Draft,
            CommentPlaceJson::Paragraph(id) => At::Paragraph(ParagraphId(id)),
            CommentPlaceJson::Bracket(id) => At::Bracket(BracketId(id)),
            CommentPlaceJson::Words { paragraph, from, to } => {
                let paragraph = ParagraphId(paragraph);
                let units = self.units(paragraph);
                At::Words { paragraph, from: to_code_points(&units, from), to: to_code_points(&units, to) }
            }
        };
        let new = NewComment {
            id: CommentId(json.id),
            thread: json.thread.map(CommentId),
            kind: if json.proposal { CommentKind::Proposal } else { CommentKind::Remark },
            audience: json.audience.into(),
            place,
            text: json.text,
        };
        match self.session.comment(new, time(now)) {
            Ok(effects) => json::write(&OutcomeJson::Ok(self.take(effects))),
            Err(refusal) => json::write(&OutcomeJson::from(refusal)),
        }
    }

    /// Resolves a thread, or reopens it; `id` is fresh. Answers `{ok: effects}` or `{refused: …}`.
    #[wasm_bindgen(js_name = resolveComment)]
    pub fn resolve_comment(&mut self, id: &str, thread: &str, resolved: bool, now: f64) -> String {
        let (Ok(id), Ok(thread)) = (id.parse(), thread.parse()) else {
            return json::write(&OutcomeJson::from(CommentRefusal::NoThread));
        };
        match self.session.resolve_comment(id, thread, resolved, time(now)) {
            Ok(effects) => json::write(&OutcomeJson::Ok(self.take(effects))),
            Err(refusal) => json::write(&OutcomeJson::from(refusal)),
        }
    }

    /// The threads of comments that this person may read, in the order of the text.
    pub fn threads(&mut self) -> String {
        let labels = self.labels.clone();
        let mut threads = self.session.threads(&labels);
        for place in threads.iter_mut().map(|thread| &mut thread.place) {
            let Some(Ok(paragraph)) = place.paragraph.as_ref().map(|id| id.parse()) else { continue };
            let units = self.units(paragraph);
            place.from = place.from.map(|at| to_utf16(&units, at));
            place.to = place.to.map(|at| to_utf16(&units, at));
        }
        json::write(&threads)
    }

    /// Tells where this person's cursor is: `null` or `{paragraph, anchor, head}`.
    pub fn presence(&mut self, cursor: &str) {
        let cursor = serde_json::from_str::<Option<CursorJson>>(cursor).ok().flatten();
        let place = cursor.map(|cursor| {
            let paragraph = ParagraphId(cursor.paragraph);
            let units = self.units(paragraph);
            let (anchor, head) = (to_code_points(&units, cursor.anchor), to_code_points(&units, cursor.head));
            Selection { paragraph, anchor, head }
        });
        let effects = self.session.set_cursor(place);
        self.take(effects);
    }

    /// The whole draft as a view, or `null`.
    pub fn view(&mut self) -> String {
        let labels = self.labels.clone();
        let standings = self.standings();
        let view = self.session.draft().map(|draft| view::draft(&draft, &standings, &labels));
        json::write(&view)
    }

    /// One paragraph as a view, or `null`.
    pub fn paragraph(&mut self, id: &str) -> String {
        let standings = self.standings();
        let (Some(draft), Ok(id)) = (self.session.draft(), id.parse()) else { return "null".into() };
        let surroundings = self.surroundings.get_or_insert_with(|| Surroundings::of(&draft, &standings, &self.labels));
        json::write(&draft.paragraph(id).map(|paragraph| surroundings.paragraph(paragraph)))
    }

    /// Takes the directory of delegations, as `GET /api/delegations` gives it; groups are folded with it. False when it is none.
    pub fn directory(&mut self, list: &str) -> bool {
        let list: Vec<DelegationView> = match serde_json::from_str(list) {
            Ok(list) => list,
            Err(_) => return false,
        };
        let read = view::read_directory(list);
        let fits = read.is_ok();
        self.directory = read.unwrap_or_default();
        fits
    }

    /// Everybody's positions, or `null`.
    pub fn positions(&mut self) -> String {
        let standings = self.standings();
        let speaks = self.session.may(Permission::TakePosition);
        let me = self.session.person().filter(|_| speaks).map(|person| person.delegation.0.clone()).unwrap_or_default();
        let view = self.session.draft().map(|draft| view::positions(&draft, &standings, &self.directory, &me));
        json::write(&view)
    }

    /// The range of a whole paragraph with what stands under it, as `{from, to}`, or `null`: what a bracket that wishes it
    /// deleted goes around.
    pub fn whole(&mut self, id: &str) -> String {
        let standings = self.standings();
        let (Some(draft), Ok(id)) = (self.session.draft(), id.parse()) else { return "null".into() };
        let range = ops::whole(&draft.ordered(&standings), id).map(|(from, to)| {
            let place = |(paragraph, at): (ParagraphId, usize)| {
                let content = draft.paragraph(paragraph).map(|p| elements(&p.content)).unwrap_or_default();
                PlaceJson { paragraph: paragraph.0, at: to_utf16(&content, at) }
            };
            RangeJson { from: place(from), to: place(to) }
        });
        json::write(&range)
    }

    /// Who else is here, with their cursors.
    pub fn others(&mut self) -> String {
        let mut others = Vec::new();
        for other in self.session.others() {
            let cursor = other.selection.map(|Selection { paragraph, anchor, head }| {
                let units = self.units(paragraph);
                CursorJson { paragraph: paragraph.0, anchor: to_utf16(&units, anchor), head: to_utf16(&units, head) }
            });
            others.push(OtherJson { connection: other.connection, person: json::person(&other.person), cursor });
        }
        json::write(&others)
    }

    /// Who the server takes this client for, or `null`.
    pub fn person(&self) -> String {
        json::write(&self.session.person().map(json::person))
    }

    /// How many own changes are not on the server's disk.
    pub fn pending(&self) -> usize {
        self.session.pending()
    }

    /// Whether this person may `read`, `contribute`, `comment`, `edit`, take a `position` or `decide`.
    pub fn may(&self, permission: &str) -> bool {
        Permission::from_name(permission).is_some_and(|permission| self.session.may(permission))
    }
}

impl Session {
    fn answer(&mut self, effects: Vec<Effect>) -> String {
        let shown = self.take(effects);
        json::write(&shown)
    }

    /// Frames go to the outbox, the rest is for the page.
    fn take(&mut self, effects: Vec<Effect>) -> Vec<EffectJson> {
        let mut shown = Vec::new();
        for effect in effects {
            match effect {
                Effect::Send(frame) => self.outbox.push(frame),
                effect => {
                    let words_only = matches!(&effect, Effect::Changed(touched) if !touched.structure && touched.brackets.is_empty());
                    if matches!(&effect, Effect::Changed(_) | Effect::Recorded(_)) && !words_only {
                        self.surroundings = None;
                    }
                    shown.extend(EffectJson::of(effect));
                }
            }
        }
        shown
    }

    fn standings(&self) -> Standings {
        self.session.standings().cloned().unwrap_or_default()
    }

    fn units(&mut self, paragraph: ParagraphId) -> Vec<Element> {
        let draft = self.session.draft();
        draft.as_ref().and_then(|draft| draft.paragraph(paragraph)).map(|p| elements(&p.content)).unwrap_or_default()
    }

    fn place(&mut self, place: &PlaceJson) -> (ParagraphId, usize) {
        let paragraph = ParagraphId(place.paragraph);
        (paragraph, to_code_points(&self.units(paragraph), place.at))
    }

    /// `None` for words that name nothing.
    fn act_of(&mut self, act: ActJson) -> Option<Act> {
        Some(match act {
            ActJson::Splice { paragraph, at, delete, insert } => {
                let paragraph = ParagraphId(paragraph);
                let units = self.units(paragraph);
                let from = to_code_points(&units, at);
                let to = to_code_points(&units, at.saturating_add(delete));
                Act::Splice(Splice { paragraph, at: from, delete: to - from, insert })
            }
            ActJson::OpenBracket { id, from, to, wish, reason } => {
                let wish = match wish {
                    WishJson::Retain => Wish::Retain,
                    WishJson::Delete => Wish::Delete,
                    WishJson::Choose => Wish::Choose,
                };
                let (from, to) = (self.place(&from), self.place(&to));
                Act::OpenBracket(OpenBracket { id: BracketId(id), from, to, wish, reason })
            }
            ActJson::WithdrawBracket { bracket } => {
                Act::WithdrawBracket(WithdrawBracket { bracket: BracketId(bracket) })
            }
            ActJson::SplitBranches { bracket, at } => {
                let at = at.iter().map(|place| self.place(place)).collect();
                Act::SplitBranches(SplitBranches { bracket: BracketId(bracket), at })
            }
            ActJson::ProposeWords { id, paragraph, at, delete, insert, reason } => {
                let paragraph = ParagraphId(paragraph);
                let units = self.units(paragraph);
                let from = to_code_points(&units, at);
                let delete = to_code_points(&units, at.saturating_add(delete)) - from;
                Act::ProposeWords(ProposeWords { id: BracketId(id), paragraph, at: from, delete, insert, reason })
            }
            ActJson::ProposeParagraph { id, bracket, place, words, reason } => {
                let place = match place {
                    NewPlaceJson::After(id) => Place::After(ParagraphId(id)),
                    NewPlaceJson::Before(id) => Place::Before(ParagraphId(id)),
                    NewPlaceJson::Under(id) => Place::Under(ParagraphId(id)),
                    NewPlaceJson::Alternative { set, base } => Place::Alternative {
                        set: AlternativeSetId(set),
                        base: base.into_iter().map(ParagraphId).collect(),
                    },
                };
                let (id, bracket) = (ParagraphId(id), BracketId(bracket));
                Act::ProposeParagraph(ProposeParagraph { id, bracket, place, words, reason })
            }
            ActJson::Propose { id, what, reason } => {
                let what = match what {
                    ProposedJson::Move { paragraph, to } => {
                        let to = match to {
                            TargetJson::After(id) => Target::After(ParagraphId(id)),
                            TargetJson::FirstIn(id) => Target::FirstIn(id.map(ParagraphId)),
                        };
                        Proposed::Move { paragraph: ParagraphId(paragraph), to }
                    }
                    ProposedJson::Split { at } => {
                        let (paragraph, at) = self.place(&at);
                        Proposed::Split { paragraph, at }
                    }
                    ProposedJson::Merge { paragraph, next } => {
                        Proposed::Merge { paragraph: ParagraphId(paragraph), next: ParagraphId(next) }
                    }
                };
                Act::Propose(Propose { id: ProposalId(id), what, reason })
            }
            ActJson::WithdrawProposal { proposal } => {
                Act::WithdrawProposal(WithdrawProposal { proposal: ProposalId(proposal) })
            }
            ActJson::AddNote { id, at, words } => {
                Act::AddNote(AddNote { id: ParagraphId(id), at: self.place(&at), words })
            }
            ActJson::JoinChoice { id, brackets } => {
                let brackets = brackets.into_iter().map(BracketId).collect();
                Act::JoinChoice(JoinChoice { id: ChoiceId(id), brackets })
            }
            ActJson::OfferInstead { id, bracket, from } => {
                let (_, from) = self.place(&from);
                Act::OfferInstead(OfferInstead { id: BracketId(id), bracket: BracketId(bracket), from })
            }
            ActJson::PartChoice { choice } => Act::PartChoice(PartChoice { choice: ChoiceId(choice) }),
            ActJson::EraseLines { bracket } => Act::EraseLines(EraseLines { bracket: BracketId(bracket) }),
            ActJson::WithdrawNote { note, withdrawn } => {
                Act::WithdrawNote(WithdrawNote { note: ParagraphId(note), withdrawn })
            }
            ActJson::TakePosition(PositionJson { id, kind, subject, stance, prefers, reason }) => {
                let stance = match stance {
                    Some(name) => Some(Stance::from_name(&name)?),
                    None => None,
                };
                Act::TakePosition(TakePosition {
                    id: PositionId(id),
                    subject: view::subject_named(&kind, &subject)?,
                    stance,
                    preference: prefers.map(Into::into),
                    reason,
                })
            }
        })
    }
}

/// JavaScript's clock: milliseconds since 1970, as a float.
#[expect(clippy::cast_possible_truncation, reason = "a date in milliseconds is far below 2^53")]
fn time(now: f64) -> Timestamp {
    now as Timestamp
}
