//! What is a sign to Markdown: how words are set, and how those that look like signs are escaped.

use client_core::model::Style;

/// Words in their style. Stars are signs of emphasis only where they touch the words in certain ways (CommonMark, "left-flanking
/// delimiter run"): elsewhere, as between Chinese quotation marks and characters, an element says the same.
pub(super) fn styled(words: &str, style: Style, before: Option<char>, after: Option<char>) -> String {
    let core = words.trim();
    if core.is_empty() || style == Style::default() {
        return escaped(words);
    }
    let (lead, rest) = words.split_at(words.len() - words.trim_start().len());
    let tail = &rest[core.len()..];
    let open_edge = lead.is_empty().then_some(before).flatten();
    let close_edge = tail.is_empty().then_some(after).flatten();
    let touches = |edge: Option<char>, own: Option<char>| {
        let is_free = edge.is_none_or(|c| c.is_whitespace());
        is_free || (edge.is_some_and(char::is_alphanumeric) && own.is_some_and(char::is_alphanumeric))
    };
    let stars = touches(open_edge, core.chars().next()) && touches(close_edge, core.chars().next_back());
    let mut text = escaped(core);
    for (is_set, sign, name) in [(style.italic, "*", "em"), (style.bold, "**", "strong")] {
        if is_set {
            text = if stars { format!("{sign}{text}{sign}") } else { format!("<{name}>{text}</{name}>") };
        }
    }
    if style.underline {
        text = format!("<u>{text}</u>");
    }
    format!("{lead}{text}{tail}")
}

/// Escapes what is a sign wherever it stands; line breaks become spaces.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '^' | '$' | '{' | '}' | '#' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' | '\r' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A label: what looks like the marker of a list is none.
pub(super) fn escaped_label(label: &str) -> String {
    opening(&escaped(label))
}

/// What stands first in a block, the signs escaped that mean something there alone: `+ - = :` and the marker of a list in
/// any of the styles that readers know, such as `1.`, `a)`, `(iv)`.
pub(super) fn opening(text: &str) -> String {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let mut opened = String::with_capacity(text.len() + 2);
    let mut is_marker = word.starts_with(['+', '-', '=', ':', '(', '@', '%', '.', '!']);
    is_marker |= word.ends_with(['.', ')']) && word.chars().count() <= 12;
    if !is_marker {
        return text.to_owned();
    }
    let mut last = ' ';
    for c in word.chars() {
        if matches!(c, '+' | '-' | '=' | ':' | '(' | ')' | '.' | '@' | '%' | '!') && last != '\\' {
            opened.push('\\');
        }
        opened.push(c);
        last = c;
    }
    opened.push_str(rest);
    opened
}
