//! Spacing and punctuation where a decision took something away (domain.md, "Clean text", 6). Only the seams are looked
//! at: what the negotiators wrote elsewhere stays as they wrote it.

/// What is set in a row and may be mended: a character, or something that stands for one.
pub trait Glyph {
    /// The character that spacing and punctuation see; for what is none, any that is neither a space nor a stop.
    fn glyph(&self) -> char;
}

impl Glyph for char {
    fn glyph(&self) -> char {
        *self
    }
}

/// Repairs a text at its seams: offsets in code points where something was taken away.
pub fn at_seams(text: &str, seams: &[usize]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    mend_all(&mut characters, seams);
    characters.into_iter().collect()
}

/// As [`at_seams`], of a row of glyphs that say more than a character.
pub fn mend_all<G: Glyph>(row: &mut Vec<G>, seams: &[usize]) {
    let mut seams = seams.to_vec();
    seams.sort_unstable();
    seams.dedup();
    // From the end, so that earlier seams keep their offsets.
    for seam in seams.into_iter().rev() {
        mend(row, seam);
    }
}

fn mend<G: Glyph>(text: &mut Vec<G>, seam: usize) {
    let mut at = seam.min(text.len());
    // Spaces on both sides: one is enough. At either end of the paragraph: none.
    let before = text[..at].iter().rev().take_while(|c| is_space(c.glyph())).count();
    let after = text[at..].iter().take_while(|c| is_space(c.glyph())).count();
    let at_edge = before == at || at + after == text.len();
    if before > 0 && after > 0 || at_edge {
        text.drain(at..at + after);
        if at_edge {
            text.drain(at - before..at);
            at -= before;
        }
    }
    // A pair of signs with nothing left inside goes with what it held.
    let open = text[..at].iter().rposition(|c| !is_space(c.glyph()));
    let close = text[at..].iter().position(|c| !is_space(c.glyph())).map(|offset| at + offset);
    if let (Some(open), Some(close)) = (open, close)
        && is_pair(text[open].glyph(), text[close].glyph())
    {
        text.drain(open..=close);
        return mend(text, open);
    }
    // A comma that lost the words before it: at the beginning, behind an opening sign, or behind another stop.
    while at < text.len() {
        let next = next_sign(text, at);
        let Some((position, sign)) = next else { break };
        let before = text[..at].iter().rposition(|c| !is_space(c.glyph()));
        let previous = before.map(|before| text[before].glyph());
        // Of a comma and a semicolon that meet the semicolon stays: it may end a sub-item.
        if let Some(before) = before
            && previous.is_some_and(is_comma)
            && is_pause(sign)
            && !is_comma(sign)
        {
            text.drain(before..position);
            at = before;
            break;
        }
        let orphan = match previous {
            None => is_pause(sign),
            Some(c) if is_opening(c) => is_pause(sign),
            Some(c) if is_pause(c) || is_stop(c) => is_pause(sign),
            Some(_) => false,
        };
        if !orphan {
            // No space before a sign that closes.
            if position > at && (is_pause(sign) || is_stop(sign)) {
                text.drain(at..position);
            }
            let spaces = text[..at].iter().rev().take_while(|c| is_space(c.glyph())).count();
            if spaces > 0 && (is_pause(sign) || is_stop(sign)) {
                text.drain(at - spaces..at);
                at -= spaces;
            }
            break;
        }
        text.drain(at..=position);
        let spaces = text[at..].iter().take_while(|c| is_space(c.glyph())).count();
        if at == 0 || is_space(text[at - 1].glyph()) {
            text.drain(at..at + spaces);
        }
    }
    // A pause that lost the words behind it, before a stop or at the end: the stop takes its place.
    if let Some(position) = text[..at].iter().rposition(|c| !is_space(c.glyph()))
        && is_pause(text[position].glyph())
    {
        let ends = match text[at..].iter().map(Glyph::glyph).find(|c| !is_space(*c)) {
            None => true,
            Some(next) => is_stop(next) || is_closing(next),
        };
        if ends {
            text.drain(position..at);
        }
    }
}

/// The sign that follows a place, spaces aside, if it is one.
fn next_sign<G: Glyph>(text: &[G], at: usize) -> Option<(usize, char)> {
    let position = at + text[at..].iter().position(|c| !is_space(c.glyph()))?;
    let sign = text[position].glyph();
    (is_pause(sign) || is_stop(sign)).then_some((position, sign))
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

/// A sign that separates and needs words on both sides: Latin, CJK and Arabic.
fn is_pause(c: char) -> bool {
    matches!(c, ',' | ';' | '，' | '、' | '；' | '،' | '؛')
}

/// Of these the weaker ones.
fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，' | '、' | '،')
}

/// A sign that ends.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | ':' | '!' | '?' | '。' | '：' | '！' | '？' | '؟' | '۔')
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '（' | '“' | '「' | '《' | '«')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | '）' | '”' | '」' | '》' | '»')
}

fn is_pair(open: char, close: char) -> bool {
    matches!((open, close), ('(', ')') | ('（', '）') | ('“', '”') | ('「', '」') | ('《', '》') | ('«', '»'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` marks a seam.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut seams = Vec::new();
        let mut plain = String::new();
        for c in text.chars() {
            if c == '|' { seams.push(plain.chars().count()) } else { plain.push(c) }
        }
        assert_eq!(at_seams(&plain, &seams), expected, "{text}");
    }

    #[test]
    fn latin() {
        check("States | shall act", "States shall act");
        check("States| shall act", "States shall act");
        check("States |shall act", "States shall act");
        check("States, |, and others", "States, and others");
        check("States |, and others", "States, and others");
        check("States act, |.", "States act.");
        check("States act |.", "States act.");
        check("|, and States act.", "and States act.");
        check("| States act.", "States act.");
        check("States act. |", "States act.");
        check("States (|) act.", "States act.");
        check("States ( | ) act.", "States act.");
        check("commitment|s|", "commitments");
        check("modalit|y||", "modality");
    }

    #[test]
    fn chinese() {
        check("产生极大的积极影响||。", "产生极大的积极影响。");
        check("我们承诺，|，并重申。", "我们承诺，并重申。");
        check("我们承诺，|。", "我们承诺。");
        check("|，并重申。", "并重申。");
        check("我们（|）重申。", "我们重申。");
        check("儿童、|、妇女", "儿童、妇女");
        check("|、妇女", "妇女");
        check("我们重申《|》。", "我们重申。");
        check("我们承诺||：", "我们承诺：");
        check("“|，承诺”", "“承诺”");
        check("儿童、|；", "儿童；");
        check("儿童，| ；妇女", "儿童；妇女");
    }

    #[test]
    fn arabic() {
        check("الدول، |، تلتزم", "الدول، تلتزم");
        check("الدول |، تلتزم", "الدول، تلتزم");
        check("تلتزم الدول، |.", "تلتزم الدول.");
        check("الدول؛ |؛ تلتزم", "الدول؛ تلتزم");
        check("|، تلتزم الدول.", "تلتزم الدول.");
        check("هل تلتزم الدول، |؟", "هل تلتزم الدول؟");
        check("الدول (|) تلتزم", "الدول تلتزم");
    }

    /// The shapes of COP21 (domain.md, "Square brackets"), `|` where a sign or words went.
    #[test]
    fn shapes_of_the_paris_drafts() {
        check("modalit|y||", "modality");
        check("modalit||ies|", "modalities");
        check("Parties |shall||||", "Parties shall");
        check("Parties |||should|| act", "Parties should act");
        check("host||", "host");
        check("|||host| decides", "host decides");
        check("a |b || c| d", "a b c d");
        check("the |[new | ] rules", "the [new ] rules");
        check("Decides, |, |, to act", "Decides, to act");
        check("finance, |, technology |, and capacity", "finance, technology, and capacity");
        check("adaptation; |; |.", "adaptation.");
        check("mitigation; |; and adaptation;", "mitigation; and adaptation;");
        check("Article 2 (|), and", "Article 2, and");
        check("“|” and", "and");
        check("act |: one", "act: one");
        check("to |act|", "to act");
        check("children, |; and", "children; and");
    }

    #[test]
    fn nothing_is_touched_away_from_a_seam() {
        check("a , b  c ,, d | e", "a , b  c ,, d e");
    }
}
