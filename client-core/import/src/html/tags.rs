//! Elements by their names, and what attributes say.

use html5ever::tokenizer::{Tag, states::RawKind};

/// Elements in which tags are no tags.
pub(super) fn raw(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
        "title" | "textarea" => Some(RawKind::Rcdata),
        _ => None,
    }
}

pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "title"
            | "iframe"
            | "noembed"
            | "noframes"
            | "template"
            | "svg"
            | "math"
            | "select"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "button"
    )
}

/// What our own export says around the text, and marks so: it is no part of the draft.
pub(super) fn is_apparatus(tag: &Tag) -> bool {
    get(tag, "data-adref").is_some_and(|part| part == "apparatus")
}

pub(super) fn get(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string())
}

/// The encoding that a page names in its head.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head: String = bytes.iter().take(2_048).map(|byte| char::from(*byte).to_ascii_lowercase()).collect();
    let (_, rest) = head.split_once("charset=")?;
    let name: String = rest
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    encoding_rs::Encoding::for_label(name.as_bytes())
}
