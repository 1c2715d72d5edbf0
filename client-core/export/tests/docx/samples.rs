//! Editions that have everything in them, and those of the real drafts.

use client_core::{
    import::import,
    model::{Draft, MatterKind, ParagraphKind, ParagraphStanding, Standings, Style},
};
use client_core_export::{
    Mode,
    compose::{Options, Source, compose},
    edition::{Block, Columns, Edition, Header, Paragraph, Renumbered, Role, Run},
    text::Blocker,
};

use crate::support::{
    JANUARY, bold, call, came, close, deleted, edition, id, inserted, note, open, operative, or, paragraph, set, table,
    text, thread, went,
};

/// Every sample by its name.
pub fn all() -> Vec<(&'static str, Edition)> {
    let mut samples = vec![
        ("plain", plain()),
        ("columns", columns(plain())),
        ("marked", marked()),
        ("marked-columns", columns(marked())),
        ("arabic", arabic()),
        ("called-again", called_again()),
        ("empty", edition("", Vec::new())),
    ];
    for slug in ["tunis-commitment", "tunis-agenda"] {
        for (name, mode, columns) in [("plain", Mode::AsItStands, false), ("columns", Mode::Compilation, true)] {
            let options = Options { mode, columns, symbol: "WSIS-II/PC-2/DT-1".into(), ..Options::default() };
            let draft = tunis(slug);
            let found =
                compose(&Source::new(&draft, &Standings::default()), &options).expect("nothing must be decided");
            samples.push((Box::leak(format!("{slug}-{name}").into_boxed_str()), found));
        }
    }
    samples
}

pub fn tunis(slug: &str) -> Draft {
    let source = include_bytes!("../../../../seeds/002_7af3ffa0c4c50526.txt");
    let imported = import("002_7af3ffa0c4c50526.txt", source).expect("the seed can be read");
    imported.drafts.into_iter().find(|draft| draft.slug == slug).expect("the draft is in the seed")
}

fn of(number: u128, kind: ParagraphKind, level: u8, label: &str, words: &str) -> Block {
    Block::Paragraph(Paragraph { level, ..paragraph(number, kind, label, vec![text(words)]) })
}

fn below(number: u128, kind: ParagraphKind, label: &str, runs: Vec<Run>) -> Block {
    Block::Paragraph(Paragraph { depth: 1, ..paragraph(number, kind, label, runs) })
}

fn plain() -> Edition {
    let attribution = |words| set(words, Style::default(), Role::Attribution, None);
    let mut agreed = paragraph(10, ParagraphKind::Operative, "3.", vec![text("We agree on this.")]);
    agreed.standing = Some(ParagraphStanding::AgreedAdRef);
    agreed.idea = "Access".into();
    agreed.sources = vec!["governments / other stakeholders".into(), "C3.1+2".into()];
    let italic = Style { italic: true, ..Style::default() };
    let mut found = edition(
        "en",
        vec![
            of(1, ParagraphKind::Title, 0, "", "Draft Tunis Commitment"),
            of(2, ParagraphKind::Front, 0, "", "11 January 2005"),
            of(3, ParagraphKind::Heading, 1, "I.", "The political chapeau"),
            Block::Paragraph(paragraph(
                4,
                ParagraphKind::Preambular,
                "",
                vec![
                    set("Recalling", italic, Role::Words, None),
                    text(" the Declaration of Principles adopted at Geneva,"),
                ],
            )),
            operative(
                5,
                "1.",
                vec![
                    bold("Urges"),
                    text(" States "),
                    open(0),
                    text("and other stakeholders "),
                    open(1),
                    text("as appropriate "),
                    open(2),
                    text("host"),
                    or(2),
                    text("facilitator"),
                    close(2),
                    close(1),
                    attribution(" [as appropriate - US; G77 delete]"),
                    close(0),
                    text(" to act"),
                    call(0),
                    text(
                        " in good time, and to report to the Preparatory Committee before its second session on what was done and what was not, and for what reason",
                    ),
                    call(1),
                    text("."),
                ],
            ),
            operative(
                6,
                "9 bis.",
                vec![text("It is "), Run::ThreadStart(0), text("important"), Run::ThreadEnd(0), text(":")],
            ),
            below(
                7,
                ParagraphKind::SubItem,
                "(a)",
                vec![text(
                    "to keep numbers where they are, since a number that was given does not move while people negotiate;",
                )],
            ),
            below(8, ParagraphKind::Bullet, "•", vec![text("and bullets as well.")]),
            of(
                9,
                ParagraphKind::Operative,
                0,
                "Alt 10+11",
                "Another version of paragraphs 10 and 11, which replaces both of them where it is chosen, and makes 11A moot.",
            ),
            Block::Paragraph(agreed),
            of(11, ParagraphKind::Heading, 2, "A.", "Lines of action"),
            table(&[
                &["Line of action", "Moderator"],
                &["C1. Governments and all stakeholders", "[host/facilitator]"],
                &["E. Follow-up"],
            ]),
            of(12, ParagraphKind::Placeholder, 0, "4.", "{Placeholder for financing}"),
        ],
    );
    found.header = Header {
        symbol: "WSIS-II/PC-2/DT-1 (Rev.1)".into(),
        date: "11 January 2005".into(),
        status: "Text as it stands".into(),
    };
    found.line_numbers = true;
    found.notes = vec![
        note(20, "1", "See the report of the Group of Friends of the Chair."),
        note(21, "*", "Subject to confirmation."),
        note(22, "2", "A note that nothing calls."),
    ];
    found.threads = vec![
        thread(1, Some(6), true, &[("Ann Bee", "EU", "How important?"), ("Carl", "G77", "Very.\nIndeed.")]),
        thread(2, None, false, &[("Dora", "", "About all of it.")]),
        thread(3, Some(20), false, &[("Emil", "Norway", "Which report?")]),
    ];
    let blocker = |kind, label: &str, at: Option<u128>, words: &str| Blocker {
        kind,
        label: label.into(),
        paragraph: at.map(id),
        words: words.into(),
    };
    found.open = vec![
        blocker(MatterKind::Placeholder, "4.", Some(12), "{Placeholder for financing}"),
        blocker(MatterKind::Placeholder, "", None, "everything"),
    ];
    found.concordance = vec![Renumbered {
        id: id(6),
        before: "9 bis.".into(),
        after: "2.".into(),
        contributors: vec!["EU".into(), "Norway".into()],
        reason: "moved".into(),
    }];
    found.made_at = Some(JANUARY);
    found
}

fn columns(mut found: Edition) -> Edition {
    found.columns = Some(Columns { idea: "Idea".into(), text: "Text".into(), source: "Source".into() });
    found
}

fn marked() -> Edition {
    let mut came_whole = paragraph(3, ParagraphKind::Operative, "2 bis.", vec![text("A paragraph that came.")]);
    came_whole.revision = came("G77", JANUARY);
    let mut went_whole = paragraph(4, ParagraphKind::Operative, "3.", vec![bold("A paragraph"), text(" that went.")]);
    went_whole.revision = went("European Union", JANUARY + 3_600_000);
    let cell = |number, words: &str| {
        vec![Paragraph {
            revision: came("Norway", JANUARY),
            ..paragraph(number, ParagraphKind::Cell, "", vec![text(words)])
        }]
    };
    let mut grown = table(&[&["Line", "Who"], &["C1", "host"]]);
    if let Block::Table(table) = &mut grown {
        table.rows.push(client_core_export::edition::Row {
            head: false,
            cells: vec![cell(60, "C2"), cell(61, "facilitator")],
        });
    }
    let mut found = edition(
        "en",
        vec![
            of(1, ParagraphKind::Title, 0, "", "Marked text"),
            operative(
                2,
                "1.",
                vec![
                    text("States "),
                    deleted("shall", "European Union"),
                    inserted("should", "G77"),
                    text(" act"),
                    call(0),
                    text("."),
                ],
            ),
            Block::Paragraph(came_whole),
            Block::Paragraph(went_whole),
            grown,
            operative(5, "4.", vec![text("The end.")]),
        ],
    );
    found.notes = vec![note(30, "*", "A note.")];
    found.notes[0].revision = came("Norway", JANUARY);
    found
}

/// Footnotes that are called more than once: one that is counted and one with a sign, in words that came or went too.
fn called_again() -> Edition {
    let tracked = |run, revision| match run {
        Run::Note { note, .. } => Run::Note { note, revision },
        other => other,
    };
    let runs = |number: u128, label: &str, calls: Vec<Run>| {
        let calls = calls.into_iter().flat_map(|call| [call, text(" and")]);
        operative(number, label, [text("Urges")].into_iter().chain(calls).collect())
    };
    let mut found = edition(
        "en",
        vec![
            of(1, ParagraphKind::Title, 0, "", "Notes"),
            runs(2, "1.", vec![call(0), call(1)]),
            runs(3, "2.", vec![call(1), call(0)]),
            runs(4, "3.", vec![tracked(call(0), came("G77", JANUARY)), tracked(call(1), went("EU", JANUARY))]),
        ],
    );
    found.notes = vec![note(30, "1", "A note."), note(31, "*", "Another.")];
    found
}

fn arabic() -> Edition {
    let emphatic = Style { bold: true, ..Style::default() };
    let mut found = edition(
        "ar",
        vec![
            of(1, ParagraphKind::Title, 0, "", "مشروع التزام تونس"),
            of(2, ParagraphKind::Heading, 1, "أولا -", "الجزء السياسي"),
            operative(
                3,
                "11.",
                vec![
                    set("نحث", emphatic, Role::Words, None),
                    text(" الدول الأعضاء في القمة العالمية لمجتمع المعلومات (WSIS II) على العمل معا "),
                    open(0),
                    text("وعلى تقديم تقرير "),
                    open(1),
                    text("سنوي"),
                    or(1),
                    text("دوري"),
                    close(1),
                    close(0),
                    text(" بحلول عام 2005"),
                    call(0),
                    text("."),
                ],
            ),
            below(4, ParagraphKind::SubItem, "(أ)", vec![text("بند فرعي؛ "), inserted("كلمات جديدة", "مجموعة الـ 77")]),
            table(&[&["خط العمل", "المنسق"], &["جيم 1", "مضيف"]]),
        ],
    );
    found.notes = vec![note(30, "*", "حاشية.")];
    found.header = Header {
        symbol: "WSIS-II/PC-2/DT-1".into(),
        date: "11 يناير 2005".into(),
        status: "النص بصيغته الراهنة".into(),
    };
    found
}
