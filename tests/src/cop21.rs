//! Texts in the shape of the public drafts of the Paris Agreement (domain.md, `COP21`), which are not in this repository:
//! as many brackets, as deep, in the same forms; every word is invented. The same case gives the same text everywhere.

/// What a text is to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Name, fit for a file.
    pub name: &'static str,
    /// Where the choices of the generator begin.
    pub seed: u64,
    /// How many pairs of brackets.
    pub brackets: usize,
    /// How deep brackets nest, slips not counted.
    pub depth: usize,
    /// How many paragraphs begin with `Option …`.
    pub options: usize,
    /// About how many bytes.
    pub bytes: usize,
    /// Whether some signs have no partner, some are full-width, and one pair is of two widths.
    pub slips: bool,
}

impl Case {
    /// As many brackets as a draft ever had.
    pub const MANY: Self =
        Self { name: "many", seed: 23, brackets: 1_050, depth: 6, options: 60, bytes: 120_000, slips: false };
    /// As deep as a draft ever nested.
    pub const DEEP: Self =
        Self { name: "deep", seed: 6, brackets: 800, depth: 10, options: 40, bytes: 90_000, slips: false };
    /// As many options as a draft ever had.
    pub const OPTIONS: Self =
        Self { name: "options", seed: 10, brackets: 920, depth: 5, options: 140, bytes: 100_000, slips: false };
    /// More signs that close than signs that open, as published.
    pub const UNBALANCED: Self =
        Self { name: "unbalanced", seed: 5, brackets: 1_050, depth: 6, options: 60, bytes: 120_000, slips: true };
    /// All of them.
    pub const ALL: [Self; 4] = [Self::MANY, Self::DEEP, Self::OPTIONS, Self::UNBALANCED];
}

/// A sign without a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The sign.
    pub sign: char,
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
}

/// A text, and what its generator knows of it without reading it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text: paragraphs between empty lines, lines broken between words.
    pub text: String,
    /// How many signs open.
    pub open: usize,
    /// How many signs close.
    pub close: usize,
    /// How deep brackets nest where a sign that nothing closes counts for the whole rest of the text.
    pub depth: usize,
    /// How many paragraphs begin with `Option …`.
    pub options: usize,
    /// How many brackets go over the end of a paragraph.
    pub across: usize,
    /// How many pairs open with one width of sign and close with the other.
    pub mixed: usize,
    /// The signs without a partner, in reading order.
    pub slips: Vec<Slip>,
}

/// How many signs of a case with slips close without a partner, and how many open without one: COP21 of 23 October had one
/// sign more that closed (domain.md, "Square brackets").
const SLIPS: (usize, usize) = (3, 2);

/// The characters that a line has at most, unless one word is longer.
const WIDTH: usize = 100;

/// The text of a case.
pub fn generate(case: Case) -> Text {
    let mut writer = Writer::new(case);
    writer.all();
    writer.finish()
}

const ACTORS: [&str; 12] = [
    "all Parties",
    "the Conference",
    "each Contributor",
    "the Assembly",
    "coastal States",
    "upland communities",
    "the Secretariat",
    "the Fund",
    "interested bodies",
    "regional centres",
    "the Standing Panel",
    "those in a position to do so",
];
const VERBS: [&str; 12] = [
    "strengthen",
    "report on",
    "take note of",
    "cooperate in",
    "review",
    "communicate",
    "prepare",
    "enhance",
    "account for",
    "update",
    "facilitate",
    "maintain",
];
const QUALITIES: [&str; 12] = [
    "common",
    "ambitious",
    "transparent",
    "long-term",
    "predictable",
    "equitable",
    "progressive",
    "shared",
    "adequate",
    "voluntary",
    "periodic",
    "best available",
];
const THINGS: [&str; 12] = [
    "efforts",
    "contributions",
    "goals",
    "knowledge",
    "means of support",
    "capacities",
    "pathways",
    "inventories",
    "safeguards",
    "reference levels",
    "technologies",
    "stocktaking",
];
const ENDS: [&str; 10] = [
    "in the light of national circumstances",
    "every five years",
    "on the basis of equity",
    "before the next session",
    "with a view to resilience",
    "consistent with the purpose of this instrument",
    "through regional arrangements",
    "in accordance with modalities to be adopted",
    "as appropriate",
    "for present and future generations",
];
/// Words with brackets inside, `commitment[s]` and `modalit[y][ies]`: the stem and what stands in the brackets.
const INSIDE: [(&str, &[&str]); 5] = [
    ("commitment", &["s"]),
    ("modalit", &["y", "ies"]),
    ("decision", &["s"]),
    ("strateg", &["y", "ies"]),
    ("Part", &["y", "ies"]),
];

struct Writer {
    case: Case,
    random: u64,
    out: String,
    /// Pairs that are still to open.
    left: usize,
    /// Brackets that are open, and how many of them nothing will close.
    now: usize,
    unclosed: usize,
    /// The deepest.
    deepest: usize,
    open: usize,
    close: usize,
    options: usize,
    across: usize,
    mixed: usize,
    /// The signs of the brackets that are open.
    signs: Vec<char>,
    /// Offsets in `out`, in bytes, of the signs without a partner.
    slips: Vec<usize>,
    /// In how many paragraphs the bracket that goes over the end of this one closes.
    closes_in: Option<usize>,
    /// Where the paragraph under way begins, in bytes.
    start: usize,
}

impl Writer {
    fn new(case: Case) -> Self {
        Self {
            case,
            random: case.seed,
            out: String::with_capacity(case.bytes + 4_000),
            left: case.brackets,
            now: 0,
            unclosed: 0,
            deepest: 0,
            open: 0,
            close: 0,
            options: 0,
            across: 0,
            mixed: 0,
            signs: Vec::new(),
            slips: Vec::new(),
            closes_in: None,
            start: 0,
        }
    }

    /// A number below `limit` (splitmix64).
    fn below(&mut self, limit: usize) -> usize {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap_or_default()
    }

    fn one<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let at = self.below(words.len());
        words[at]
    }

    fn all(&mut self) {
        self.out.push_str("Draft instrument on a shared atmosphere");
        self.paragraph();
        // About 330 bytes a paragraph: a preamble, then articles with numbered paragraphs and options between them.
        let paragraphs = self.case.bytes / 330;
        let preamble = paragraphs / 12;
        let (mut article, mut number) = (0, 0);
        for at in 0..paragraphs {
            if at >= preamble && (at - preamble).is_multiple_of(9) {
                article += 1;
                number = 0;
                self.out.push_str(&format!("Article {article}"));
                self.paragraph();
            }
            let quota = self.left / (paragraphs - at);
            let quota = if at + 1 == paragraphs { self.left } else { quota + self.below(3).saturating_sub(1) };
            let quota = quota.min(self.left);
            let last = at + 1 == paragraphs;
            let due = self.case.options * (at + 1) / paragraphs;
            if at < preamble {
                let opening = self.one(&["Recalling", "Mindful of", "Welcoming", "Emphasizing"]);
                self.out.push_str(opening);
                self.out.push(' ');
            } else if self.options < due {
                self.option(at, last);
            } else {
                number += 1;
                self.out.push_str(&format!("{number}. "));
            }
            self.slip(at, paragraphs);
            self.body(at, quota, last);
            // Options come between the paragraphs, as many as are due.
            while self.options < due {
                self.option(at, last);
                let quota = usize::from(self.left > paragraphs - at);
                self.body(at, quota, false);
            }
        }
    }

    /// The label of an option: two levels and two kinds of numerals. Some begin a bracket that goes over several paragraphs.
    fn option(&mut self, at: usize, last: bool) {
        self.options += 1;
        let whole = !last && self.left > 0 && self.now == self.unclosed && self.below(14) == 0;
        if whole {
            self.opens();
            self.closes_in = Some(1 + at % 2);
            self.across += 1;
        }
        let label = match self.options % 5 {
            1 => "Option 1: ".into(),
            2 => "Option A: ".into(),
            3 => "Option B: ".into(),
            0 => "Option III: ".into(),
            more => format!("Option {}: ", more - 2),
        };
        self.out.push_str(&label);
    }

    /// The words of a paragraph with so many brackets; sub-items follow some.
    fn body(&mut self, at: usize, quota: usize, last: bool) {
        let goal = self.left.saturating_sub(quota);
        let begins = self.out.len();
        self.phrase();
        if at.is_multiple_of(20) && quota > 0 {
            // The depth that the case is known for.
            let levels = (self.case.depth + self.unclosed - self.now).min(self.left);
            self.out.push(' ');
            self.nested(levels);
        }
        while self.left > goal {
            self.out.push(' ');
            self.form(self.left - goal);
        }
        while self.out.len() - begins < 240 {
            self.out.push_str(", ");
            self.phrase();
        }
        if self.closes_in.is_none() && !last && self.left > 0 && self.now == self.unclosed && at % 18 == 7 {
            self.out.push_str(", ");
            self.opens();
            self.phrase();
            self.closes_in = Some(1 + self.below(2));
            self.across += 1;
        } else if self.closes_in == Some(0) || (last && self.closes_in.is_some()) {
            self.closes();
            self.closes_in = None;
        }
        self.closes_in = self.closes_in.map(|paragraphs| paragraphs - 1);
        self.out.push(if at.is_multiple_of(2) { '.' } else { ';' });
        self.paragraph();
        if at % 11 == 3 {
            for label in ["(a)", "(b)", "(i)", "(ii)"] {
                self.out.push_str(label);
                self.out.push(' ');
                self.phrase();
                if self.left > 0 && self.below(2) == 0 {
                    self.out.push(' ');
                    self.optional();
                }
                self.out.push(';');
                self.paragraph();
            }
        }
    }

    /// A form of brackets with at most so many pairs.
    fn form(&mut self, most: usize) {
        let room = self.case.depth + self.unclosed - self.now;
        match self.below(20) {
            0..=6 => self.optional(),
            // Far more frequent than slashes.
            7..=12 if most >= 2 => {
                for _ in 0..most.min(2 + self.below(2)) {
                    self.optional();
                }
            }
            13 | 14 if most >= 2 => {
                let (stem, endings) = INSIDE[self.below(INSIDE.len())];
                self.out.push_str(stem);
                for ending in endings {
                    self.opens();
                    self.out.push_str(ending);
                    self.closes();
                }
            }
            15 => {
                self.opens();
                let (this, that) = (self.one(&ACTORS), self.one(&ACTORS));
                self.out.push_str(&format!("{this}/{that}"));
                self.closes();
            }
            16 => {
                let this = self.one(&VERBS);
                self.out.push_str(this);
                self.opens();
                self.out.push('/');
                let that = self.one(&VERBS);
                self.out.push_str(that);
                self.closes();
            }
            17..=19 if most >= 2 && room >= 2 => {
                let levels = most.min(room).min(2 + self.below(3));
                self.nested(levels);
            }
            _ => self.optional(),
        }
    }

    /// `[words]`
    fn optional(&mut self) {
        self.opens();
        self.phrase();
        self.closes();
    }

    /// `[a [b] c]` with so many levels.
    fn nested(&mut self, levels: usize) {
        if levels == 0 {
            return;
        }
        self.opens();
        self.phrase();
        if levels > 1 {
            self.out.push(' ');
            self.nested(levels - 1);
            self.out.push(' ');
            let word = self.one(&QUALITIES);
            self.out.push_str(word);
        }
        self.closes();
    }

    fn phrase(&mut self) {
        let (actor, verb) = (self.one(&ACTORS), self.one(&VERBS));
        let (quality, thing, end) = (self.one(&QUALITIES), self.one(&THINGS), self.one(&ENDS));
        let phrase = match self.below(4) {
            0 => format!("{actor} shall {verb} {quality} {thing}"),
            1 => format!("{quality} {thing} {end}"),
            2 => format!("{actor} should {verb} {thing} {end}"),
            _ => format!("{quality} {thing}"),
        };
        self.out.push_str(&phrase);
    }

    fn opens(&mut self) {
        let wide = self.case.slips && self.below(25) == 0;
        self.left -= 1;
        self.open += 1;
        self.now += 1;
        self.deepest = self.deepest.max(self.now);
        self.signs.push(if wide { '］' } else { ']' });
        self.out.push(if wide { '［' } else { '[' });
    }

    fn closes(&mut self) {
        let mut sign = self.signs.pop().unwrap_or(']');
        if self.case.slips && self.mixed == 0 && sign == '］' {
            self.mixed += 1;
            sign = ']';
        }
        self.close += 1;
        self.now -= 1;
        self.out.push(sign);
    }

    /// A sign without a partner, where one is due: closing ones in the first half, where nothing is open; opening ones in
    /// the second, so that no closing one comes after them.
    fn slip(&mut self, at: usize, paragraphs: usize) {
        if !self.case.slips || self.now > self.unclosed {
            return;
        }
        let closing = (self.close - (self.open - self.now)).min(SLIPS.0);
        if at * 2 < paragraphs && closing < SLIPS.0 * 2 * at / paragraphs + 1 && closing < SLIPS.0 {
            self.slips.push(self.out.len());
            self.out.push_str(if closing == 1 { "］ " } else { "] " });
            self.close += 1;
        } else if at * 4 > paragraphs * 3 && self.unclosed < SLIPS.1 {
            self.slips.push(self.out.len());
            self.out.push_str(if self.unclosed == 1 { "［" } else { "[" });
            self.open += 1;
            self.now += 1;
            self.unclosed += 1;
            self.deepest = self.deepest.max(self.now);
        }
    }

    /// Ends a paragraph: breaks its lines between words.
    fn paragraph(&mut self) {
        let mut column = 0;
        let mut space = None;
        let mut breaks = Vec::new();
        for (at, c) in self.out[self.start..].char_indices() {
            column += 1;
            if c == ' ' {
                space = Some((self.start + at, column));
            }
            if column > WIDTH
                && let Some((at, before)) = space.take()
            {
                breaks.push(at);
                column -= before;
            }
        }
        for at in breaks {
            self.out.replace_range(at..=at, "\n");
        }
        self.out.push_str("\n\n");
        self.start = self.out.len();
    }

    fn finish(self) -> Text {
        let place = |at: &usize| {
            let before = &self.out[..*at];
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            Slip { sign: self.out[*at..].chars().next().unwrap_or_default(), line, column }
        };
        Text {
            open: self.open,
            close: self.close,
            depth: self.deepest,
            options: self.options,
            across: self.across,
            mixed: self.mixed,
            slips: self.slips.iter().map(place).collect(),
            text: self.out,
        }
    }
}
