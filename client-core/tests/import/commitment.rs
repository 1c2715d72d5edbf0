//! What the import must find in the Tunis Commitment.

use client_core::model::*;

use crate::support::*;

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
