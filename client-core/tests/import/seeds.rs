//! Every line of what the import of the seed documents must find.

use std::collections::BTreeMap;

use client_core::import::{Imported, check, import};
use client_core::model::{
    AlternativeSet, Anchor, Bracket, Column, Diagnostic, Draft, DraftKind, Extent, Inline, InlineExt, Numeral,
    Paragraph, ParagraphKind, Severity, numbering,
};

use crate::dump::inline;

pub const SEEDS: [(&str, &[u8]); 5] = [
    ("000_f5c0fb1b3a270f9b.txt", include_bytes!("../../../seeds/000_f5c0fb1b3a270f9b.txt")),
    ("001_7b072de2455aec5a.txt", include_bytes!("../../../seeds/001_7b072de2455aec5a.txt")),
    ("002_7af3ffa0c4c50526.txt", include_bytes!("../../../seeds/002_7af3ffa0c4c50526.txt")),
    ("003_109704c1ce885dbf.txt", include_bytes!("../../../seeds/003_109704c1ce885dbf.txt")),
    ("004_82b41a7465f77ec1.txt", include_bytes!("../../../seeds/004_82b41a7465f77ec1.txt")),
];

fn seed(index: usize) -> Imported {
    let (name, bytes) = SEEDS[index];
    import(name, bytes).expect(name)
}

fn gfc() -> (Imported, Draft, Draft, Draft) {
    let found = seed(2);
    let [report, commitment, agenda] = <[Draft; 3]>::try_from(found.drafts.clone()).expect("three documents");
    (found, report, commitment, agenda)
}

fn label(draft: &Draft, paragraph: &Paragraph) -> String {
    numbering::labels(draft, "en").get(&paragraph.id).cloned().unwrap_or_default()
}

/// The paragraph with an English label, outside the sub-items.
fn numbered<'a>(draft: &'a Draft, wanted: &str) -> &'a Paragraph {
    let labels = numbering::labels(draft, "en");
    let top = |p: &&Paragraph| p.parent.is_none() && labels.get(&p.id).is_some_and(|label| label == wanted);
    draft.paragraphs.iter().find(top).unwrap_or_else(|| panic!("no paragraph {wanted}"))
}

fn words(draft: &Draft, paragraph: &Paragraph) -> String {
    inline(draft, &paragraph.content)
}

/// The words of a bracket that stands in one paragraph.
fn bracketed<'a>(draft: &'a Draft, paragraph: &Paragraph) -> Vec<(String, &'a Bracket)> {
    let mut found = Vec::new();
    for (at, piece) in paragraph.content.iter().enumerate() {
        if let Inline::Anchor(Anchor::Open(id)) = piece {
            let close = paragraph.content.iter().position(|piece| *piece == Inline::Anchor(Anchor::Close(*id)));
            if let Some(close) = close {
                found.push((paragraph.content[at + 1..close].to_vec().words(), &draft.brackets[id]));
            }
        }
    }
    found
}

fn sub_items<'a>(draft: &'a Draft, chapeau: &str) -> Vec<&'a Paragraph> {
    let parent = numbered(draft, chapeau).id;
    draft.children(Some(parent)).filter(|p| p.kind == ParagraphKind::SubItem).collect()
}

fn with_code<'a>(found: &'a Imported, code: &str) -> Vec<&'a Diagnostic> {
    found.diagnostics.iter().filter(|finding| finding.code == code).collect()
}

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
fn commitment_numbers_and_alternatives() {
    let (_, _, commitment, _) = gfc();
    let labels = |language: &str| -> Vec<String> {
        let labels = numbering::labels(&commitment, language);
        let operative = commitment.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Operative);
        operative.map(|p| labels[&p.id].clone()).collect()
    };
    assert_eq!(
        labels("en"),
        [
            "1.",
            "2.",
            "3.",
            "4.",
            "5.",
            "6.",
            "7.",
            "8.",
            "9.",
            "Alt 9",
            "10.",
            "Alt 10+11",
            "11.",
            "Alt 11A",
            "Alt 11B",
            "12.",
            "13.",
            "14."
        ]
    );
    assert_eq!(labels("zh")[9..15], ["备选9", "10.", "备选10+11", "11.", "备选11A", "备选11B"]);
    let markers: Vec<_> =
        commitment.paragraphs.iter().filter(|p| p.variant_of.is_some()).map(|p| p.marker.clone().unwrap()).collect();
    assert_eq!(markers, ["备选9.", "备选10+11：", "备选11A.", "备选11B."]);
    let base = |set: &AlternativeSet| -> Vec<String> {
        set.base.iter().map(|id| label(&commitment, commitment.paragraph(*id).unwrap())).collect()
    };
    let mut bases: Vec<_> = commitment.alternatives.values().map(base).collect();
    bases.sort();
    assert_eq!(bases, [vec!["10.", "11."], vec!["11."], vec!["9."]]);
}

#[test]
fn commitment_front_placeholders_and_note() {
    let (_, _, commitment, _) = gfc();
    let of = |kind| -> Vec<String> {
        commitment.paragraphs.iter().filter(|p| p.kind == kind).map(|p| words(&commitment, p)).collect()
    };
    assert_eq!(of(ParagraphKind::Front), ["*附件1*", "2005年1月11日"]);
    assert_eq!(of(ParagraphKind::Title), ["*政治起始段落部分／突尼斯承诺*"]);
    assert_eq!(
        of(ParagraphKind::Placeholder),
        ["*我们在此*进一步承诺……^*^", "*我们承诺，我们*将筹措包括人力资源在内的各种资源，以……^*^"]
    );
    assert_eq!(of(ParagraphKind::Note), ["注：楷体案文表示需要有更多的文稿提出起草相关段落的建议。"]);
}

#[test]
fn commitment_ideas() {
    let (_, _, commitment, _) = gfc();
    let ideas: Vec<(String, &str)> =
        commitment.paragraphs.iter().filter_map(|p| Some((label(&commitment, p), p.idea.as_deref()?))).collect();
    let expected = [
        ("1.", "从日内瓦到突尼斯"),
        ("5.", "重要原则 发展方向"),
        ("", "进一步承诺"),
        ("", "筹措资源，包括人力资源"),
        ("12.", "参与和国际合作"),
        ("13.", "结论"),
    ];
    assert_eq!(ideas, expected.map(|(label, idea)| (label.to_owned(), idea)));
}

#[test]
fn commitment_brackets() {
    let (found, _, commitment, _) = gfc();
    let four = bracketed(&commitment, numbered(&commitment, "4."));
    assert_eq!(four.len(), 1);
    assert!(four[0].1.full_width && four[0].0.starts_with("本文件的执行部分／执行文件：《突尼斯行动议程》"));
    let eight = bracketed(&commitment, numbered(&commitment, "8."));
    let said: Vec<_> = eight.iter().map(|(words, _)| words.chars().take(3).collect::<String>()).collect();
    assert_eq!(said, ["正如", "一样", "，如果"]);
    assert!(eight[0].1.package.is_some() && eight.iter().all(|(_, b)| b.package == eight[0].1.package));
    assert_eq!(with_code(&found, "correlated-brackets").len(), 1);
    let fourteen = numbered(&commitment, "14.");
    assert!(matches!(fourteen.content.first(), Some(Inline::Anchor(Anchor::Open(_)))));
    assert!(matches!(fourteen.content.last(), Some(Inline::Anchor(Anchor::Close(_)))));
    let anchored = commitment.brackets.values().filter(|b| b.extent == Extent::Anchored).count();
    assert_eq!((anchored, commitment.brackets.len()), (5, 6));
}

#[test]
fn bold_runs() {
    let (_, _, commitment, agenda) = gfc();
    let one = words(&commitment, numbered(&commitment, "1."));
    assert!(one.starts_with(
        "*我们，世界人民的代表，于2005年11月16至18日汇聚在突尼斯，出席信息社会世界峰会（WSIS）第二阶段会议，重申*我们对2003年"
    ));
    assert!(one.contains("的坚定不移的支持。*我们重申我们*建设一个"));
    assert!(one.contains("信息社会*的愿望与承诺*。这一"));
    assert!(words(&commitment, numbered(&commitment, "3.")).contains("长久联系。*我们呼吁*各国政府"));
    let ten = words(&agenda, numbered(&agenda, "10."));
    assert!(ten.contains(
        "*我们一致同意以各国政府和所有利益相关方之间的合作为基础，确立《日内瓦和突尼斯行动计划》的实施机制*，其首要"
    ));
    assert!(ten.contains("*我们恳请联合国秘书长*从现有"));
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
fn agenda_chapters() {
    let (_, _, _, agenda) = gfc();
    let headings: Vec<(String, String)> = agenda
        .paragraphs
        .iter()
        .filter(|p| p.kind == ParagraphKind::Heading)
        .map(|p| (label(&agenda, p), words(&agenda, p)))
        .collect();
    let expected = [
        ("第一章", "*从原则到行动：制定可持续解决方案的峰会*"),
        ("第二章", "^+^⟦*应对信息通信技术促发展挑战的*⟧ *融资机制*"),
        ("第三章", "*因特网治理*⟦/*与因特网相关的公共政策*⟧"),
        ("第四章", "*走向未来*"),
        ("", "*附件*"),
    ];
    assert_eq!(headings, expected.map(|(label, words)| (label.to_owned(), words.to_owned())));
    let chapter = agenda.paragraphs.iter().find(|p| p.numeral == Some(Numeral::Named("第二章".into()))).unwrap();
    assert_eq!((chapter.level, chapter.marker.as_deref()), (1, Some("第二章")));
    let note = agenda.paragraphs.iter().find(|p| p.kind == ParagraphKind::Note).unwrap();
    assert_eq!(note.marker.as_deref(), Some("+"));
    assert!(note.content.words().ends_with("PrepCom-2 前需对这部分内容做进一步修改。"));
    assert_eq!(chapter.content[0], Inline::Anchor(Anchor::Note(note.id)));
}

#[test]
fn agenda_numbers() {
    let (_, _, _, agenda) = gfc();
    let mut chapters: Vec<Vec<u32>> = Vec::new();
    for paragraph in &agenda.paragraphs {
        match (&paragraph.numeral, paragraph.kind) {
            (_, ParagraphKind::Heading) => chapters.push(Vec::new()),
            (Some(Numeral::Number { number, .. }), _) => chapters.last_mut().unwrap().push(*number),
            _ => {}
        }
    }
    let range = |range: std::ops::RangeInclusive<u32>| range.collect::<Vec<_>>();
    assert_eq!(chapters, [range(1..=11), range(12..=25), vec![], range(26..=29), vec![]]);
    let letters = |chapeau| -> String {
        sub_items(&agenda, chapeau).iter().map(|p| label(&agenda, p).chars().next().unwrap()).collect()
    };
    assert_eq!([letters("6."), letters("22."), letters("24.")], ["abcdefg", "abcdef", "abcdefghijkl"]);
    assert_eq!(numbered(&agenda, "8.").marker.as_deref(), Some("8．"));
    let two = agenda.paragraphs.iter().position(|p| p.id == numbered(&agenda, "2.").id).unwrap();
    let second = &agenda.paragraphs[two + 1];
    assert_eq!((second.kind, &second.numeral), (ParagraphKind::Operative, &None));
    assert!(words(&agenda, second).contains("政府，⟦在2008年之前，⟧通过"));
    assert_eq!(words(&agenda, numbered(&agenda, "13.")), "⟦TFFM的职责⟧");
    let empty = numbered(&agenda, "25.");
    assert_eq!(
        (empty.idea.as_deref(), &empty.sources[..], empty.content.len()),
        (Some("数字团结基金"), &["C3".into()][..], 0)
    );
    let held: Vec<_> =
        agenda.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Placeholder).map(|p| words(&agenda, p)).collect();
    assert_eq!(held, ["⟦因特网治理工作组最终报告发表后将对此进行讨论⟧"]);
}

#[test]
fn agenda_brackets() {
    let (found, _, _, agenda) = gfc();
    let question: Vec<_> = agenda.brackets.values().filter_map(|b| b.question.as_deref()).collect();
    assert_eq!(question, ["主持人/协调人"; 3]);
    assert_eq!(with_code(&found, "linked-brackets").len(), 1);
    assert!(agenda.brackets.values().all(|bracket| bracket.package.is_none()));
    let of = |wanted: &str| -> Vec<String> {
        bracketed(&agenda, numbered(&agenda, wanted)).into_iter().map(|(words, _)| words).collect()
    };
    assert_eq!(of("10."), ["主持人／协调人"]);
    assert_eq!(of("11."), ["主持人／协调人", "一确定的协调机构", "确定的协调机构负责人"]);
    assert_eq!(of("18."), ["公开进入"]);
    assert!(words(&agenda, numbered(&agenda, "27.")).starts_with("⟦*我们一致认为*，"));
    assert!(words(&agenda, numbered(&agenda, "27.")).ends_with("组织这项工作。⟧"));
    let i = sub_items(&agenda, "24.")[8];
    assert!(words(&agenda, i).starts_with('⟦') && words(&agenda, i).ends_with("并予以激励；⟧"));
    // The list of four options: a bracket across five paragraphs, and the stray bullet.
    let list =
        agenda.paragraphs.iter().find(|p| words(&agenda, p).starts_with("⟦有关一确定的协调机构的备选方案")).unwrap();
    let bullets: Vec<_> = agenda.children(Some(list.id)).collect();
    assert_eq!(bullets.iter().map(|p| p.marker.as_deref().unwrap()).collect::<Vec<_>>(), ["•"; 5]);
    assert!(words(&agenda, bullets[3]).ends_with("⟧"));
    assert_eq!(words(&agenda, bullets[4]), "]");
    let anchored = agenda.brackets.values().filter(|b| b.extent == Extent::Anchored).count();
    assert_eq!((anchored, agenda.brackets.len()), (14, 15));
}

#[test]
fn slashes_are_left_to_a_person() {
    let (found, _, _, agenda) = gfc();
    let lines = |code| with_code(&found, code).iter().map(|d| (d.place.line, d.severity)).collect::<Vec<_>>();
    let outside = lines("slash");
    for line in [398, 416, 418] {
        assert!(outside.contains(&(line, Severity::Note)), "line {line}");
    }
    assert_eq!(
        lines("slash-in-bracket"),
        [108, 530, 536, 576, 916, 992]
            .into_iter()
            .filter(|line| *line != 576)
            .map(|l| (l, Severity::Note))
            .collect::<Vec<_>>()
    );
    assert!(sub_items(&agenda, "6.")[4].content.words().starts_with("推进公共政策的制定工作，使/确保发展中区域"));
}

#[test]
fn agenda_ideas() {
    let (_, _, _, agenda) = gfc();
    let ideas: Vec<(String, &str)> =
        agenda.paragraphs.iter().filter_map(|p| Some((label(&agenda, p), p.idea.as_deref()?))).collect();
    let expected = [
        ("1.", "一般实施战略"),
        ("2.", "国家信息通信战略"),
        ("3.", "区域和国际层面的落实"),
        ("5.", "国际合作"),
        ("6.", "信息社会世界峰会的具体目标"),
        ("7.", "指标"),
        ("8.", "伙伴关系"),
        ("9.", "清点工作"),
        ("10.", "日内瓦和突尼斯行动计划的实施"),
        ("12.", "融资机制任务组的职责"),
        ("14.", "问题的范围"),
        ("16.", "现有融资机制的有效性"),
        ("21.", "现有融资机制的改善和创新"),
        ("25.", "数字团结基金"),
        ("26.", "信息社会世界峰会的跟进机制"),
    ];
    assert_eq!(ideas, expected.map(|(label, idea)| (label.to_owned(), idea)));
}

#[test]
fn agenda_sources() {
    let (found, _, _, agenda) = gfc();
    let both = "政府 / 其他利益相关方";
    let of = |wanted: &str| numbered(&agenda, wanted).sources.join(" | ");
    for wanted in ["1.", "3.", "4.", "5.", "8.", "9.", "10.", "11."] {
        assert_eq!(of(wanted), both, "{wanted}");
    }
    for wanted in ["2.", "26.", "27.", "28.", "29."] {
        assert_eq!(of(wanted), "政府", "{wanted}");
    }
    assert_eq!(of("6."), format!("政府 | {both}"));
    assert_eq!(of("7."), "其他利益相关方/政府");
    assert_eq!([of("12."), of("13.")], ["政府/其他利益相关方", ""]);
    assert_eq!([of("14."), of("15."), of("16.")], ["TFFM背景", "结论2、4", "TFFM结论 1、6/政府"]);
    assert_eq!(
        [of("17."), of("18."), of("19."), of("20.")],
        ["结论3/政府", "结论3-5/政府", "结论5-7/政府", "结论7, 8, 9, 12/政府"]
    );
    assert_eq!([of("21."), of("22."), of("23."), of("25.")], ["TFFM结论6-11/其他利益相关方", "C1", "C3", "C3"]);
    let items: Vec<_> = sub_items(&agenda, "22.").iter().map(|p| p.sources.join(" | ")).collect();
    assert_eq!(items, ["C2.1", "C2.2", "C2.3", "C2.4", "C2.5", "C2.6"]);
    let unsure = numbered(&agenda, "24.");
    assert_eq!(unsure.sources.len(), 13);
    assert_eq!(unsure.sources[..4], ["C3.1/政府", "C3", "C3.1+2", "C3.2"]);
    assert!(sub_items(&agenda, "24.").iter().all(|p| p.sources.is_empty()));
    let warned: Vec<_> = with_code(&found, "source-pairing").iter().map(|d| (d.place.line, d.severity)).collect();
    assert_eq!(warned, [(432, Severity::Warning), (606, Severity::Warning), (860, Severity::Warning)]);
}

#[test]
fn agenda_table() {
    let (_, _, _, agenda) = gfc();
    let table = agenda.paragraphs.iter().find(|p| p.kind == ParagraphKind::Table).unwrap();
    let rows: Vec<_> = agenda.children(Some(table.id)).collect();
    assert_eq!(rows[0].kind, ParagraphKind::HeadRow);
    let cells = |row: &Paragraph| agenda.children(Some(row.id)).map(|c| words(&agenda, c)).collect::<Vec<_>>();
    assert_eq!(cells(rows[0]), ["*行动方针*", "⟦*主持人/协调人*⟧"]);
    let names: Vec<_> = rows[1..].iter().map(|row| label(&agenda, row)).collect();
    assert_eq!(names, ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", "B", "D", "E"]);
    assert!(
        rows[1..].iter().all(|row| row.kind == ParagraphKind::Row && cells(row).len() == 2 && cells(row)[1] == "--")
    );
    assert_eq!(cells(rows[1])[0], "各国政府和所有利益相关方在推动信息通信技术促进发展方面的作用");
    let seventh = agenda.children(Some(rows[7].id)).next().unwrap();
    let bullets: Vec<_> = agenda.children(Some(seventh.id)).map(|b| (b.kind, b.marker.as_deref().unwrap())).collect();
    assert_eq!(bullets, [(ParagraphKind::Bullet, "●"); 8]);
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
