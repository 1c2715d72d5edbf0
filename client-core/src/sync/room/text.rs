//! The text of a room: awake, as a document with all that the gate and the readers want to know of it at once, or asleep, as the
//! bytes that it was saved to. A draft that nobody touches costs what its file costs.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use automerge::Change;
use serde_bytes::ByteBuf;

use crate::{
    gate::{self, Begun, Index, Refusal, Refused, Tried, Vetted, Waiting, Writer},
    model::{Draft, DraftId},
    schema::{Document, SchemaError},
    sync::cached::CachedDraft,
};

/// After so many changes a joiner is served a fresh snapshot instead of an old one and the changes since.
const STALE: usize = 200;

/// How many changes the copy to go back to may lack. A copy costs as much as several changes, and so does each change that has to be
/// applied again.
const BEHIND: usize = 32;

/// See the module.
#[derive(Debug)]
pub(super) struct Text {
    id: DraftId,
    slug: String,
    is_reference: bool,
    awake: Option<Box<Awake>>,
    /// There is one, and it lacks nothing, while the text is asleep.
    saved: Option<Saved>,
}

/// A text that can be written in.
#[derive(Debug)]
struct Awake {
    document: Document,
    index: Index,
    draft: CachedDraft,
    /// The document as it was some changes ago, and these changes.
    fallback: Option<Document>,
    since: Vec<Change>,
    /// What has passed the gate and is not applied yet.
    waiting: Waiting,
}

/// A saved document.
#[derive(Debug)]
struct Saved {
    bytes: Arc<Vec<u8>>,
    heads: Vec<String>,
    /// How many changes it lacks by now.
    lacking: usize,
}

impl Text {
    /// The text of a document.
    ///
    /// # Errors
    /// When the document is no draft.
    pub(super) fn over(document: Document) -> Result<Self, SchemaError> {
        let awake = Awake::over(document)?;
        let slug = awake.document.slug().unwrap_or_default();
        let id = awake.document.id()?;
        Ok(Self { id, slug, is_reference: awake.index.is_reference(), awake: Some(Box::new(awake)), saved: None })
    }

    /// The identity of the draft.
    pub(super) fn id(&self) -> DraftId {
        self.id
    }

    /// The slug of the draft.
    pub(super) fn slug(&self) -> &str {
        &self.slug
    }

    /// Whether it is a reference, which nobody changes.
    pub(super) fn is_reference(&self) -> bool {
        self.is_reference
    }

    /// The heads, hexadecimal and sorted.
    pub(super) fn heads(&mut self) -> Vec<String> {
        match (&mut self.awake, &self.saved) {
            (None, Some(saved)) => saved.heads.clone(),
            _ => self.awake().document.heads(),
        }
    }

    /// The draft as it reads.
    ///
    /// # Errors
    /// When the document cannot be read, which would be a defect.
    pub(super) fn draft(&mut self) -> Result<Arc<Draft>, SchemaError> {
        let awake = self.awake();
        awake.draft.get(&awake.document, &awake.index)
    }

    /// A copy of the document.
    pub(super) fn copy(&mut self) -> Document {
        self.awake().document.clone()
    }

    /// Nobody reads it for now.
    pub(super) fn forget_draft(&mut self) {
        if let Some(awake) = &mut self.awake {
            awake.draft.forget();
        }
    }

    /// Whether it has a change, by its hexadecimal hash.
    pub(super) fn has(&mut self, hash: &str) -> bool {
        self.awake().document.has_hex(hash)
    }

    /// Whether it has each of these heads.
    pub(super) fn has_all(&mut self, heads: &[String]) -> bool {
        if let (None, Some(saved)) = (&self.awake, &self.saved)
            && saved.heads == heads
        {
            return true;
        }
        self.awake().document.has_all(heads).unwrap_or(false)
    }

    /// What is not an ancestor of `heads`, as raw changes.
    ///
    /// # Errors
    /// When a head is no hash.
    pub(super) fn since(&mut self, heads: &[String]) -> Result<Vec<ByteBuf>, SchemaError> {
        if let (None, Some(saved)) = (&self.awake, &self.saved)
            && saved.heads == heads
        {
            return Ok(Vec::new());
        }
        let changes = self.awake().document.changes_since(heads)?;
        Ok(changes.iter().map(|change| ByteBuf::from(change.raw_bytes().to_vec())).collect())
    }

    /// A saved document for whoever joins, and what it lacks. One serves many.
    pub(super) fn snapshot(&mut self) -> (Arc<Vec<u8>>, Vec<ByteBuf>) {
        match &self.saved {
            Some(saved) if saved.lacking == 0 => (saved.bytes.clone(), Vec::new()),
            Some(saved) if saved.lacking <= STALE => {
                let (bytes, heads) = (saved.bytes.clone(), saved.heads.clone());
                (bytes, self.since(&heads).unwrap_or_default())
            }
            _ => (self.save(), Vec::new()),
        }
    }

    /// The whole document, saved.
    pub(super) fn save(&mut self) -> Arc<Vec<u8>> {
        if let Some(saved) = self.saved.as_ref().filter(|saved| saved.lacking == 0) {
            return saved.bytes.clone();
        }
        let document = &mut self.awake().document;
        let (bytes, heads) = (Arc::new(document.save()), document.heads());
        self.saved = Some(Saved { bytes: bytes.clone(), heads, lacking: 0 });
        bytes
    }

    /// Lets it fall asleep. The next question that the saved document does not answer wakes it.
    pub(super) fn rest(&mut self) {
        if self.awake.is_some() {
            self.save();
            self.awake = None;
        }
    }

    /// Applies a change that passes the rest of the gate. One that spoils the document makes it be built again from a copy, and
    /// says so.
    ///
    /// # Errors
    /// Why it does not pass.
    pub(super) fn take(&mut self, begun: Begun, writer: Writer<'_>) -> Result<Vetted, Refusal> {
        let vetted = self.awake().take(begun, writer)?;
        if let Some(saved) = &mut self.saved {
            saved.lacking += 1;
        }
        Ok(vetted)
    }

    /// The same on a copy of the document, for a change that may follow one that spoilt it: to build the document again for each would
    /// cost as much as all that were taken before.
    ///
    /// # Errors
    /// Why it does not pass.
    pub(super) fn take_on_copy(&mut self, bytes: &[u8], writer: Writer<'_>) -> Result<Vetted, Refused> {
        let vetted = self.awake().take_on_copy(bytes, writer)?;
        if let Some(saved) = &mut self.saved {
            saved.lacking += 1;
        }
        Ok(vetted)
    }

    /// Takes a change that only types: it is applied with others by [`Text::settle`], and nothing else may be asked before. Any other is
    /// begun with, and goes to [`Text::take`] when nothing waits.
    ///
    /// # Errors
    /// Why it does not pass.
    pub(super) fn take_typing(&mut self, bytes: &[u8], writer: Writer<'_>) -> Result<Tried, Refused> {
        let awake = self.awake();
        let tried = gate::vet_typing(bytes, writer, &awake.index, &mut awake.document, &awake.waiting)?;
        if let Tried::Passed(vetted) = &tried {
            awake.index.absorb(vetted);
            awake.draft.note(&vetted.touched);
            awake.waiting.push(&vetted.change);
        }
        Ok(tried)
    }

    /// Applies what waits. False when one of the changes breaks the document in spite of all: then none of them is taken.
    ///
    /// # Errors
    /// When the document is no draft any more, which would be a defect.
    pub(super) fn settle(&mut self) -> Result<bool, SchemaError> {
        let Some(awake) = self.awake.as_mut().filter(|awake| !awake.waiting.is_empty()) else { return Ok(true) };
        let taken = awake.settle()?;
        if let Some(saved) = &mut self.saved {
            saved.lacking += taken;
        }
        Ok(taken > 0)
    }

    fn awake(&mut self) -> &mut Awake {
        let saved = &self.saved;
        self.awake.get_or_insert_with(|| {
            // Whoever runs the room loads another in its place, from the store.
            let saved = saved.as_ref().expect("a text that sleeps was saved");
            let document = Document::load(&saved.bytes).expect("what was saved can be loaded");
            Box::new(Awake::over(document).expect("what was saved is a draft"))
        })
    }
}

impl Awake {
    fn over(mut document: Document) -> Result<Self, SchemaError> {
        let index = Index::of(&mut document)?;
        Ok(Self {
            document,
            index,
            draft: CachedDraft::default(),
            fallback: None,
            since: Vec::new(),
            waiting: Waiting::default(),
        })
    }

    fn take(&mut self, begun: Begun, writer: Writer<'_>) -> Result<Vetted, Refusal> {
        self.drop_old_fallback();
        let tried = gate::vet_in_place(begun, writer, &self.index, &mut self.document, &mut self.fallback);
        let vetted = tried.inspect_err(|refusal| {
            if refusal.spoilt {
                self.go_back();
            }
        })?;
        self.absorb(&vetted);
        Ok(vetted)
    }

    fn take_on_copy(&mut self, bytes: &[u8], writer: Writer<'_>) -> Result<Vetted, Refused> {
        let (vetted, after) = gate::vet(bytes, writer, &self.index, &mut self.document)?;
        self.document = after;
        self.absorb(&vetted);
        Ok(vetted)
    }

    /// The document has applied a change.
    fn absorb(&mut self, vetted: &Vetted) {
        if self.fallback.is_some() {
            self.since.push(vetted.change.clone());
        }
        self.index.absorb(vetted);
        self.draft.note(&vetted.touched);
    }

    /// Applies what waits; how many changes that were, 0 when they are not taken.
    fn settle(&mut self) -> Result<usize, SchemaError> {
        let changes = self.waiting.take();
        self.drop_old_fallback();
        self.fallback.get_or_insert_with(|| self.document.clone());
        let applied = catch_unwind(AssertUnwindSafe(|| self.document.apply(changes.iter().cloned())));
        if matches!(applied, Ok(Ok(()))) {
            let taken = changes.len();
            self.since.extend(changes);
            return Ok(taken);
        }
        self.go_back();
        self.index = Index::of(&mut self.document)?;
        self.draft.forget();
        Ok(0)
    }

    /// A copy that lacks too much makes place for a new one.
    fn drop_old_fallback(&mut self) {
        if self.since.len() >= BEHIND {
            self.fallback = None;
            self.since.clear();
        }
    }

    /// The document as it was before the change that spoilt it.
    fn go_back(&mut self) {
        let Some(fallback) = &self.fallback else { return };
        self.document = fallback.clone();
        // Whoever runs the room loads another in its place.
        self.document.apply(self.since.iter().cloned()).expect("changes that were taken can be applied again");
    }
}
