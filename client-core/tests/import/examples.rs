//! Small texts of any kind.

use client_core::import::{dequadruple, import};
use expect_test::{Expect, expect};

use crate::dump::dump;

fn check(input: &str, expected: Expect) {
    let found = import("a text.md", input.as_bytes()).expect("a text");
    let mut text: String = found.drafts.iter().map(dump).collect();
    for finding in &found.diagnostics {
        let place = finding.place;
        text += &format!("{}:{} {:?} {}\n", place.line, place.column, finding.severity, finding.code);
    }
    expected.assert_eq(&text);
}

#[test]
fn runs_printed_four_times() {
    let check = |line: &str, expected: &str| {
        let runs = dequadruple(line);
        let said: String =
            runs.iter().map(|run| if run.bold { format!("*{}*", run.text) } else { run.text.clone() }).collect();
        assert_eq!(said, expected);
    };
    check("4. 我们重申我们重申我们重申我们重申在日内瓦", "4. *我们重申*在日内瓦");
    check("备选备选备选备选11111111A. 为此", "*备选11*A. 为此");
    check("备选备选备选备选10+1110+1110+1110+11：：：：因此", "*备选10+11：*因此");
    check("于于于于2005200520052005年年年年11111111月月月月16161616至至至至18181818日日日日", "*于2005年11月16至18日*");
    check("（（（（WSIS））））第二阶段第二阶段第二阶段第二阶段", "*（WSIS）第二阶段*");
    check("总计总计总计总计  1 447 4151 447 4151 447 4151 447 415", "*总计  1 447 415*");
    // A sign or digit that stands four times by itself is no bold run.
    check("耗资10000元----不含", "耗资10000元----不含");
}

#[test]
fn numbers_added_paragraphs_and_alternatives() {
    check(
        "1. We urge\n\n9 bis. We call\nupon States\n\n10. [Urges][Calls upon] States\n\nAlt 10. We note\n\nOption 1 Nothing\n",
        expect![[r#"
            # a-text | a text | Draft | und
            Operative 1. (1.) We urge
            Operative 9 bis. (9 bis.) We call upon States
            Operative 10. (10.) ⟦Urges⟧⟦Calls upon⟧ States
            Operative 备选10 (Alt 10.) We note
            Operative Option 1 (Option 1) Nothing
        "#]],
    );
}

#[test]
fn letters_bullets_and_headings() {
    check(
        "# Title\n\n## Part A\n\n1. We decide:\n(a) to act;\n(b) to wait;\n(ii) to see\n- one\n- two\n\na. lettered\n",
        expect![[r#"
            # a-text | Title | Draft | und
            Title (#) Title
            Heading (##) Part A
            Operative 1. (1.) We decide:
              SubItem a. ((a)) to act;
              SubItem b. ((b)) to wait;
              SubItem (ii) ((ii)) to see
                Bullet • (-) one
                Bullet • (-) two
              SubItem a. (a.) lettered
        "#]],
    );
}

#[test]
fn a_bracket_across_paragraphs() {
    check(
        "1. We [urge\n\n2. and call] upon\n",
        expect![[r#"
        # a-text | a text | Draft | und
        Operative 1. (1.) We ⟦urge
        Operative 2. (2.) and call⟧ upon
    "#]],
    );
}

#[test]
fn a_bracket_around_a_number() {
    check(
        "[14. We [strongly] urge]\n",
        expect![[r#"
        # a-text | a text | Draft | und
        Operative 14. (14.) ⟦We ⟦strongly⟧ urge⟧
    "#]],
    );
}

#[test]
fn brackets_inside_words_and_nested() {
    check(
        "1. commitment[s], modalit[y][ies], [a [b] c], ［宽］\n",
        expect![[r#"
        # a-text | a text | Draft | und
        Operative 1. (1.) commitment⟦s⟧, modalit⟦y⟧⟦ies⟧, ⟦a ⟦b⟧ c⟧, ⟦w 宽⟧
    "#]],
    );
}

#[test]
fn strays_stay_in_the_words() {
    check(
        "1. a] b [c\n\n2. d\n",
        expect![[r#"
        # a-text | a text | Draft | und
        Operative 1. (1.) a] b [c
        Operative 2. (2.) d
        1:5 Error stray-close
        1:9 Error stray-open
    "#]],
    );
}

#[test]
fn mixed_widths_stay_in_the_words() {
    check(
        "1. [a］ and ［b]\n",
        expect![[r#"
        # a-text | a text | Draft | und
        Operative 1. (1.) [a］ and ［b]
        1:4 Warning mixed-bracket
        1:12 Warning mixed-bracket
    "#]],
    );
}

#[test]
fn an_alternative_to_nothing() {
    check(
        "1. We urge\n\nAlt 7: We call\n",
        expect![[r#"
        # a-text | a text | Draft | und
        Operative 1. (1.) We urge
        Operative (Alt 7:) We call
        3:1 Warning alternative-without-base
    "#]],
    );
}

#[test]
fn bold_printed_four_times() {
    check(
        "我们重申我们重申我们重申我们重申在日内瓦\n备选备选备选备选9999. 我们100000次\n9. 我们\n",
        expect![[r#"
        # a-text | 我们重申在日内瓦 | Draft | zh
        Title *我们重申*在日内瓦
        Operative 备选9 (备选9.) 我们100000次
        Operative 9. (9.) 我们
    "#]],
    );
}

#[test]
fn neither_brackets_nor_numbers() {
    check(
        "A letter\n\nDear Chair,\nthank you for your letter.\n",
        expect![[r#"
        # a-text | A letter | Reference | und
        Title A letter
        Operative Dear Chair, thank you for your letter.
    "#]],
    );
}

#[test]
fn a_note_with_a_superscript() {
    check(
        "1. We recall the Declaration¹ and WSIS+10.\n\n¹ See A/60/687.\n",
        expect![[r#"
        # a-text | a text | Draft | und
        Operative 1. (1.) We recall the Declaration^¹^ and WSIS+10.
        Note ¹ (¹) See A/60/687.
    "#]],
    );
}
