//! Words: to insert, strike and change them, and footnotes. In a negotiation they are proposed in a bracket.

use clap::Args;
use client_core::{
    model::{BracketId, ParagraphId, Phase},
    ops::{Act, AddNote, ProposeWords, Splice},
};
use serde_json::json;

use super::{
    Problem,
    scene::{Intent, Scene, Told, fresh},
    spot::{Spot, Within, place},
};

/// Insert words
#[derive(Clone, Debug, Default, PartialEq, Eq, Args)]
pub struct Insert {
    /// The words
    pub words: String,
    #[command(flatten)]
    pub spot: Spot,
    /// Why; kept with the bracket that they are proposed in
    #[arg(long)]
    pub reason: Option<String>,
}

/// Strike words; in a negotiation they stay, in a bracket with the wish "delete"
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Strike {
    /// The words
    words: String,
    #[command(flatten)]
    within: Within,
    /// Why
    #[arg(long)]
    reason: Option<String>,
}

/// Put other words in the place of some
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Change {
    /// The words that are there
    old: String,
    /// The words to come
    new: String,
    #[command(flatten)]
    within: Within,
    /// Why
    #[arg(long)]
    reason: Option<String>,
}

/// Add a footnote
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Note {
    /// Its words
    words: String,
    #[command(flatten)]
    spot: Spot,
    /// Why; kept with the bracket that its words are proposed in
    #[arg(long)]
    reason: Option<String>,
}

impl Insert {
    pub fn intent(&self, scene: &mut Scene<'_>) -> Result<Intent, Problem> {
        let (paragraph, at) = self.spot.find(&scene.draft)?;
        write(scene, Splice { paragraph, at, delete: 0, insert: self.words.clone() }, "", &self.reason)
    }
}

impl Strike {
    pub fn intent(&self, scene: &mut Scene<'_>) -> Result<Intent, Problem> {
        let (paragraph, from, to) = place(&scene.draft, &self.within, &self.words)?;
        let splice = Splice { paragraph: paragraph.id, at: from, delete: to - from, insert: String::new() };
        write(scene, splice, &self.words, &self.reason)
    }
}

impl Change {
    pub fn intent(&self, scene: &mut Scene<'_>) -> Result<Intent, Problem> {
        let (paragraph, from, to) = place(&scene.draft, &self.within, &self.old)?;
        let splice = Splice { paragraph: paragraph.id, at: from, delete: to - from, insert: self.new.clone() };
        write(scene, splice, &self.old, &self.reason)
    }
}

impl Note {
    pub fn intent(&self, scene: &mut Scene<'_>) -> Result<Intent, Problem> {
        let at = self.spot.find(&scene.draft)?;
        let note = ParagraphId(fresh()?);
        if scene.standings.phase == Phase::Drafting {
            return Ok(Intent::Acts(vec![Act::AddNote(AddNote { id: note, at, words: self.words.clone() })], None));
        }
        // In a negotiation the words of a footnote come in a bracket, as all words do.
        let add = Act::AddNote(AddNote { id: note, at, words: String::new() });
        if self.words.is_empty() {
            return Ok(Intent::Acts(vec![add], None));
        }
        let id = BracketId(fresh()?);
        let (insert, reason) = (self.words.clone(), scene.reason(&self.reason));
        let words = ProposeWords { id, paragraph: note, at: 0, delete: 0, insert, reason };
        let told = proposed(scene, id, "", &self.words);
        Ok(Intent::Acts(vec![add, Act::ProposeWords(words)], Some(told)))
    }
}

/// What changing words comes to: they change as they are where that is free, and are proposed in a bracket elsewhere. Which of
/// them are own proposals the core knows.
fn write(scene: &mut Scene<'_>, splice: Splice, old: &str, reason: &Option<String>) -> Result<Intent, Problem> {
    let free = scene.session.is_free(splice.paragraph, splice.at, splice.delete);
    if free || scene.standings.phase == Phase::Drafting {
        return Ok(Intent::Acts(vec![Act::Splice(splice)], None));
    }
    let Splice { paragraph, at, delete, insert } = splice;
    let id = BracketId(fresh()?);
    let told = proposed(scene, id, old, &insert);
    let reason = scene.reason(reason);
    Ok(Intent::Acts(vec![Act::ProposeWords(ProposeWords { id, paragraph, at, delete, insert, reason })], Some(told)))
}

/// Says that words were proposed and not written.
fn proposed(scene: &Scene<'_>, id: BracketId, old: &str, new: &str) -> Told {
    let delegation = scene.delegation();
    let mut parts = Vec::new();
    if !new.is_empty() {
        parts.push(format!("“{new}” is proposed in a bracket of {delegation}"));
    }
    if !old.is_empty() {
        parts.push(format!("“{old}” stays, in a bracket of {delegation} with the wish to delete it"));
    }
    let text = format!("in a negotiation words change by bracket: {}", parts.join("; "));
    let bracket = (!new.is_empty()).then(|| id.to_string());
    let about = json!({"delegation": delegation, "words": new, "to_go": old, "bracket": bracket});
    Told { event: "proposed", text, about }
}
