//! The log of comments -> threads in the order of the text.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::model::{
    Audience, BracketId, Comment, CommentEntry, CommentId, CommentKind, CommentPlace, Draft, ParagraphId, numbering,
    occurrences,
};

/// A thread of comments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ThreadView {
    /// Identity: that of its first comment.
    pub id: String,
    /// `everybody`, `delegation`, `chair`.
    pub audience: &'static str,
    /// The delegation that began it.
    pub delegation: String,
    /// What it is about.
    pub place: CommentPlaceView,
    /// The words it was about at the time.
    pub quoted: String,
    /// Whether it is resolved.
    pub resolved: bool,
    /// Who resolved or reopened it last; `None` when nobody did.
    pub resolved_by: Option<String>,
    /// Whether whoever looks may resolve or reopen it.
    pub may_resolve: bool,
    /// Whether whoever looks may answer.
    pub may_answer: bool,
    /// What was said, oldest first; never empty.
    pub comments: Vec<CommentView>,
}

/// What a thread is about, and where that is now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CommentPlaceView {
    /// `draft`, `paragraph`, `bracket`, `words`.
    pub kind: &'static str,
    /// The paragraph; that of the opening edge for a bracket; `None` for the draft and for what is not here.
    pub paragraph: Option<String>,
    /// The bracket.
    pub bracket: Option<String>,
    /// How people name the place: the label of its paragraph or of the nearest one before it.
    pub label: String,
    /// Where the words begin now; `None` when it is about no words, or their paragraph is not here.
    pub from: Option<usize>,
    /// Where they end.
    pub to: Option<usize>,
}

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CommentView {
    /// Identity.
    pub id: String,
    /// `remark` or `proposal`.
    pub kind: &'static str,
    /// Identity of the person.
    pub author: String,
    /// Name of the person.
    pub by: String,
    /// In whose name.
    pub delegation: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// What.
    pub text: String,
    /// Whether whoever looks said it.
    pub own: bool,
    /// Whether it is not on the server's disk yet.
    pub waiting: bool,
}

/// The threads of a log of comments that was filtered for whoever looks. `range` answers where named words of a paragraph stand now.
pub fn threads(
    log: &[CommentEntry],
    draft: &Draft,
    language: &str,
    range: impl Fn(ParagraphId, &str, &str) -> Option<(usize, usize)>,
) -> Vec<ThreadView> {
    let labels = numbering::labels(draft, language);
    let places = numbering::places(draft, &labels);
    let order: HashMap<ParagraphId, usize> =
        draft.paragraphs.iter().enumerate().map(|(index, paragraph)| (paragraph.id, index)).collect();
    let brackets: HashMap<BracketId, Option<ParagraphId>> =
        occurrences(draft).into_iter().map(|found| (found.bracket, found.paragraph)).collect();
    let place = |comment: &Comment| {
        let found = match &comment.place {
            CommentPlace::Draft => None,
            CommentPlace::Paragraph(id) | CommentPlace::Words { paragraph: id, .. } => Some(*id),
            CommentPlace::Bracket(id) => brackets.get(id).copied().flatten(),
        };
        let found = found.filter(|id| order.contains_key(id));
        let words = match &comment.place {
            CommentPlace::Words { paragraph, from, to } => range(*paragraph, from, to),
            CommentPlace::Draft | CommentPlace::Paragraph(_) | CommentPlace::Bracket(_) => None,
        };
        let (kind, bracket) = match &comment.place {
            CommentPlace::Draft => ("draft", None),
            CommentPlace::Paragraph(_) => ("paragraph", None),
            CommentPlace::Words { .. } => ("words", None),
            CommentPlace::Bracket(id) => ("bracket", Some(id.to_string())),
        };
        CommentPlaceView {
            kind,
            paragraph: found.map(|id| id.to_string()),
            bracket,
            label: found.and_then(|id| places.get(&id)).map_or_else(String::new, |label| (*label).to_owned()),
            from: words.map(|(from, _)| from),
            to: words.map(|(_, to)| to),
        }
    };
    let mut found: BTreeMap<CommentId, (usize, ThreadView)> = BTreeMap::new();
    for (index, entry) in log.iter().enumerate() {
        match entry {
            CommentEntry::Said(comment) => {
                let (_, thread) = found.entry(comment.thread).or_insert_with(|| {
                    let view = ThreadView {
                        id: comment.thread.to_string(),
                        audience: audience(comment.audience),
                        delegation: comment.delegation.clone(),
                        place: place(comment),
                        quoted: comment.quoted.clone(),
                        resolved: false,
                        resolved_by: None,
                        may_resolve: false,
                        may_answer: false,
                        comments: Vec::new(),
                    };
                    (index, view)
                });
                thread.comments.push(said(comment));
            }
            CommentEntry::Settled(resolution) => {
                if let Some((_, thread)) = found.get_mut(&resolution.thread) {
                    thread.resolved = resolution.resolved;
                    thread.resolved_by = Some(resolution.by.clone());
                }
            }
        }
    }
    let mut threads: Vec<_> = found.into_values().collect();
    // The draft first; what has lost its place last.
    threads.sort_by_key(|(index, thread)| {
        let paragraph = thread.place.paragraph.as_ref().and_then(|id| order.get(&id.parse().ok()?).copied());
        let rank = match (paragraph, thread.place.kind) {
            (Some(at), _) => at + 1,
            (None, "draft") => 0,
            (None, _) => usize::MAX,
        };
        (rank, thread.place.from.unwrap_or(0), *index)
    });
    threads.into_iter().map(|(_, thread)| thread).collect()
}

fn said(comment: &Comment) -> CommentView {
    CommentView {
        id: comment.id.to_string(),
        kind: match comment.kind {
            CommentKind::Remark => "remark",
            CommentKind::Proposal => "proposal",
        },
        author: comment.author.to_string(),
        by: comment.by.clone(),
        delegation: comment.delegation.clone(),
        at: comment.at,
        text: comment.text.clone(),
        own: false,
        waiting: false,
    }
}

/// The view's word for an audience.
pub fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Everybody => "everybody",
        Audience::Delegation => "delegation",
        Audience::Chair => "chair",
    }
}
