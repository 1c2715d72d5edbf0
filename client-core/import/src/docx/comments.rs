//! What people said about the text.

use std::collections::BTreeMap;

use client_core::import::source::Comment;

use super::instant;
use crate::{
    error::ReadError,
    format::Format,
    xml::{Node, Xml},
};

/// The comments of a file with the names by which the text calls them, and which answers which.
pub(super) fn read(text: &str, extended: Option<&str>) -> Result<(Vec<Comment>, BTreeMap<String, usize>), ReadError> {
    let mut xml = Xml::new(text, "comments.xml", Format::Docx);
    let (mut comments, mut names, mut paragraphs) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    let mut under_way: Option<Comment> = None;
    let mut inside = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Start(tag) => match tag.name().as_str() {
                "w:comment" => {
                    names.insert(tag.get("w:id").unwrap_or_default(), comments.len());
                    let author = tag.get("w:author").unwrap_or_default();
                    under_way = Some(Comment { author, at: instant(tag.get("w:date")), ..Comment::default() });
                }
                "w:p" => {
                    if let Some(id) = tag.get("w14:paraId") {
                        paragraphs.insert(id, comments.len());
                    }
                    if let Some(comment) = under_way.as_mut().filter(|comment| !comment.text.is_empty()) {
                        comment.text.push('\n');
                    }
                }
                "w:t" | "w:delText" => inside = true,
                "w:tab" | "w:br" => under_way.iter_mut().for_each(|comment| comment.text.push(' ')),
                _ => {}
            },
            Node::End(name) => match name.as_ref() {
                "w:comment" => comments.extend(under_way.take()),
                "w:t" | "w:delText" => inside = false,
                _ => {}
            },
            Node::Text(words) if inside => under_way.iter_mut().for_each(|comment| comment.text.push_str(&words)),
            Node::Text(_) => {}
        }
    }
    if let Some(extended) = extended {
        let mut xml = Xml::new(extended, "commentsExtended.xml", Format::Docx);
        while let Some(node) = xml.next()? {
            let Node::Start(tag) = node else { continue };
            let of = |name: &str| tag.get(name).and_then(|id| paragraphs.get(&id)).copied();
            if let (Some(answer), Some(first)) = (of("w15:paraId"), of("w15:paraIdParent"))
                && answer != first
                && let Some(comment) = comments.get_mut(answer)
            {
                comment.answers = Some(first);
            }
        }
    }
    Ok((comments, names))
}
