//! What the import must find in the Tunis Agenda.

use client_core::model::*;

use crate::support::*;

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
    let inside = [108, 530, 536, 576, 916, 992].map(|line| (line, Severity::Note));
    assert_eq!(lines("slash-in-bracket"), inside);
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
    assert_eq!(
        names,
        ["C1.", "C2.", "C3.", "C4.", "C5.", "C6.", "C7.", "C8.", "C9.", "C10.", "C11.", "B.", "D.", "E."]
    );
    assert!(
        rows[1..].iter().all(|row| row.kind == ParagraphKind::Row && cells(row).len() == 2 && cells(row)[1] == "--")
    );
    assert_eq!(cells(rows[1])[0], "各国政府和所有利益相关方在推动信息通信技术促进发展方面的作用");
    let seventh = agenda.children(Some(rows[7].id)).next().unwrap();
    let bullets: Vec<_> = agenda.children(Some(seventh.id)).map(|b| (b.kind, b.marker.as_deref().unwrap())).collect();
    assert_eq!(bullets, [(ParagraphKind::Bullet, "●"); 8]);
}
