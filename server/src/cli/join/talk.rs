//! Comments: to say something for an audience, to answer, to resolve.

use clap::{Args, ValueEnum};
use client_core::{
    comments::{At, NewComment},
    model::{self, CommentId, CommentKind},
};

use super::{
    Problem, name,
    scene::{Intent, LABELS, Scene, fresh},
    spot::{Within, place},
};

/// Who reads a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Audience {
    /// Everybody, observers too
    Everybody,
    /// Those who speak for the own delegation
    Delegation,
    /// The own delegation and the chair
    Chair,
}

/// Comment on the draft, a paragraph, words or a bracket
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Comment {
    /// What is said
    text: String,
    /// Who reads it, answers included
    #[arg(long = "for", value_enum)]
    audience: Audience,
    #[command(flatten)]
    within: Within,
    /// On these words; on the whole paragraph without them
    #[arg(long, value_name = "WORDS")]
    on: Option<String>,
    /// On this bracket
    #[arg(long, conflicts_with_all = ["on", "paragraph"])]
    bracket: Option<String>,
}

/// Go on with a thread of comments, for whom it is
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Answer {
    /// Its number in `comments`, or the beginning of its identity
    thread: String,
    /// What is said
    text: String,
}

/// A thread of comments
#[derive(Clone, Debug, PartialEq, Eq, Args)]
pub struct Thread {
    /// Its number in `comments`, or the beginning of its identity
    thread: String,
}

impl Comment {
    pub fn intent(&self, scene: &Scene<'_>) -> Result<Intent, Problem> {
        let place = match (&self.bracket, &self.on, &self.within.paragraph) {
            (Some(bracket), _, _) => At::Bracket(name::bracket_id(name::bracket(&scene.view, bracket)?)?),
            (None, Some(words), _) => {
                let (paragraph, from, to) = place(&scene.draft, &self.within, words)?;
                At::Words { paragraph: paragraph.id, from, to }
            }
            (None, None, Some(paragraph)) => At::Paragraph(name::paragraph(&scene.draft, paragraph)?.id),
            (None, None, None) => At::Draft,
        };
        let audience = match self.audience {
            Audience::Everybody => model::Audience::Everybody,
            Audience::Delegation => model::Audience::Delegation,
            Audience::Chair => model::Audience::Chair,
        };
        said(None, audience, place, &self.text)
    }
}

impl Answer {
    pub fn intent(&self, scene: &mut Scene<'_>) -> Result<Intent, Problem> {
        let thread = thread(scene, &self.thread)?;
        // Audience and place are those of the thread.
        said(Some(thread), model::Audience::Delegation, At::Draft, &self.text)
    }
}

impl Thread {
    /// To resolve it, or to reopen it.
    pub fn intent(&self, scene: &mut Scene<'_>, resolved: bool) -> Result<Intent, Problem> {
        thread(scene, &self.thread).map(|thread| Intent::Resolve(thread, resolved))
    }
}

fn said(thread: Option<CommentId>, audience: model::Audience, place: At, text: &str) -> Result<Intent, Problem> {
    let (id, text) = (CommentId(fresh()?), text.to_owned());
    Ok(Intent::Comment(NewComment { id, thread, kind: CommentKind::Remark, audience, place, text }))
}

fn thread(scene: &mut Scene<'_>, name: &str) -> Result<CommentId, Problem> {
    let threads = scene.session.threads(LABELS);
    let found = name::thread(&threads, name)?;
    found.id.parse().map_err(|_| Problem::unknown("the thread has no identity", "Report this."))
}
