//! What the import must find in the seed documents as a whole.

use std::collections::BTreeMap;

use client_core::import::{check, import};
use client_core::model::*;

use crate::support::*;

#[test]
fn three_documents() {
    let (_, report, commitment, agenda) = gfc();
    let about = |draft: &Draft| (draft.slug.clone(), draft.title.clone(), draft.kind, draft.language.clone());
    let zh = || "zh".to_owned();
    assert_eq!(
        about(&report),
        ("gfc-report".into(), "关于“主席之友小组”工作的报告".into(), DraftKind::Reference, zh())
    );
    assert_eq!(
        about(&commitment),
        ("tunis-commitment".into(), "政治起始段落部分／突尼斯承诺".into(), DraftKind::Draft, zh())
    );
    assert_eq!(
        about(&agenda),
        ("tunis-agenda".into(), "最后文件的执行部分／突尼斯行动议程／突尼斯实施计划".into(), DraftKind::Draft, zh())
    );
    let heads = |pairs: &[(Column, &str)]| -> BTreeMap<Column, String> {
        pairs.iter().map(|(column, head)| (*column, (*head).to_owned())).collect()
    };
    assert_eq!(report.columns, heads(&[]));
    assert_eq!(commitment.columns, heads(&[(Column::Idea, "构思"), (Column::Text, "案文")]));
    assert_eq!(agenda.columns, heads(&[(Column::Idea, "想法"), (Column::Text, "案文草案"), (Column::Source, "来源")]));
}

#[test]
fn twenty_open_twenty_one_closed() {
    let report = check(SEEDS[2].1).unwrap();
    assert_eq!((report.open, report.close, report.max_depth), (20, 21, 2));
    assert_eq!(report.unbalanced_total, 1);
    assert_eq!((report.unbalanced[0].line, report.unbalanced[0].column), (1044, 1));
    assert_eq!((report.alternatives, report.options), (4, 0));
    assert_eq!(report.labels, ["备选9.", "备选10+11：", "备选11A.", "备选11B."]);
}

#[test]
fn covering_report() {
    let (_, report, ..) = gfc();
    let kinds = |kind| report.paragraphs.iter().filter(move |p| p.kind == kind);
    assert_eq!(kinds(ParagraphKind::Operative).map(|p| label(&report, p)).collect::<Vec<_>>().len(), 6);
    let front: Vec<_> = kinds(ParagraphKind::Front).map(|p| p.content.words()).collect();
    assert_eq!(
        front,
        [
            "突尼斯阶段会议政府间筹备委员会（PrepCom）主席",
            "附件：政治起始段落部分（突尼斯承诺）",
            "执行部分（突尼斯行动议程）",
            "http://www.itu.int/wsis/gfc"
        ]
    );
    let six = numbered(&report, "6.").content.words();
    assert!(six.contains("可以在PrepCom-2 之前做进一步修改"), "{six}");
    assert!(numbered(&report, "1.").content.words().contains("Group of Friends of the Chair, GFC"));
}

#[test]
fn one_bracket_around_both_annexes() {
    let (found, _, commitment, agenda) = gfc();
    let around = |draft: &Draft| -> Vec<_> {
        let all = draft.brackets.iter().filter(|(_, b)| b.extent != Extent::Anchored);
        all.map(|(id, bracket)| (*id, bracket.extent)).collect()
    };
    let (first, second) = (around(&commitment), around(&agenda));
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_eq!(first[0].0, second[0].0);
    assert_eq!(first[0].1, Extent::Draft { opens: true, closes: false });
    assert_eq!(second[0].1, Extent::Draft { opens: false, closes: true });
    let stray: Vec<_> =
        agenda.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Bullet && p.content.words() == "]").collect();
    assert_eq!(stray.len(), 1);
    let errors: Vec<_> = found.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].code, errors[0].place.line, errors[0].place.column), ("stray-close", 586, 3));
    assert!(errors[0].hint.contains("other reading") && errors[0].hint.contains("line 1044"), "{}", errors[0].hint);
}

#[test]
fn no_word_is_broken() {
    for index in 0..SEEDS.len() {
        for draft in seed(index).drafts {
            for paragraph in &draft.paragraphs {
                let said = paragraph.content.words();
                assert!(!said.contains(['\n', '\u{c}']) && said == said.trim_matches(' '), "{said}");
                assert!(!said.contains("  "), "{said}");
            }
        }
    }
}

#[test]
fn the_other_four_are_reports() {
    let expected = [
        (0, "000-f5c0fb1b3a270f9b", "第二次会议之前开展的活动报告", 16),
        (1, "001-7b072de2455aec5a", "秘书长的报告", 32),
        (3, "003-109704c1ce885dbf", "秘书长的报告", 50),
        (4, "004-82b41a7465f77ec1", "报告PP-10以来CWG-WSIS活动成果的报告", 77),
    ];
    for (index, slug, title, numbers) in expected {
        let found = seed(index);
        assert_eq!(found.drafts.len(), 1, "{slug}");
        let draft = &found.drafts[0];
        assert_eq!((draft.slug.as_str(), draft.title.as_str(), draft.kind), (slug, title, DraftKind::Reference));
        assert!(draft.brackets.is_empty() && draft.alternatives.is_empty());
        let headings = draft.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Heading).count();
        assert!(headings >= 6, "{slug}: {headings} headings");
        let found =
            draft.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Operative && p.numeral.is_some()).count();
        assert_eq!(found, numbers, "{slug}");
    }
}

#[test]
fn numbers_of_a_report_are_complete() {
    let found = seed(3);
    let numbers: Vec<u32> = found.drafts[0]
        .paragraphs
        .iter()
        .filter_map(|p| match p.numeral {
            Some(Numeral::Number { number, .. }) => Some(number),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, (1..=50).collect::<Vec<_>>());
    let notes: Vec<_> = found.drafts[0].paragraphs.iter().filter(|p| p.kind == ParagraphKind::Note).collect();
    assert_eq!(notes.iter().map(|n| n.marker.as_deref().unwrap()).collect::<Vec<_>>(), ["*", "**"]);
}

#[test]
fn importing_twice_gives_equal_drafts() {
    for index in 0..SEEDS.len() {
        assert_eq!(seed(index), seed(index));
    }
    let (name, bytes) = SEEDS[2];
    let renamed = import(&format!("copy of {name}"), bytes).unwrap();
    assert_ne!(renamed.drafts[1].id, seed(2).drafts[1].id);
}
