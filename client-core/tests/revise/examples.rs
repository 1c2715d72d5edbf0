use client_core::{
    model::{Decision, Phase, Role},
    ops::Refusal,
    sync::room::{Brought, Effect, Event},
};
use expect_test::{Expect, expect};

use crate::support::{Desk, draft, person, version};

/// Brings `new` in on top of `old`: what people read then, what was decided, and what was left.
#[track_caller]
fn check(role: Role, old: &str, new: &str, expect: Expect) {
    let (first, second) = (draft(old), version(new, "2"));
    let mut desk = Desk::new(&first);
    let person = person(role, "Secretariat");
    let (prepared, _) = desk.apply(&second, &person);
    let mut told = desk.text();
    for left in &prepared.left {
        told += &format!("left: {}\n", left.code);
    }
    let (reopened, entries) = desk.reopened();
    assert_eq!(reopened, desk.text(), "what was stored reads the same");
    if !entries.is_empty() {
        told += &format!("decided: {}\n", entries.iter().map(|entry| entry.decision.parts().len()).sum::<usize>());
    }
    expect.assert_eq(&told);
    let (_, again) = desk.apply(&second, &person);
    assert_eq!(again, None, "the same version once more changes nothing");
}

#[test]
fn words_are_edited_where_they_differ() {
    check(
        Role::Secretariat,
        "1. We urge States to act.\n\n2. We recall the Declaration of 2003.\n",
        "1. We urge all States to act now.\n\n2. We recall the Declaration of 2003.\n",
        expect![[r#"
            1. We urge all States to act now.
            2. We recall the Declaration of 2003.
        "#]],
    );
}

#[test]
fn brackets_stay_come_and_go() {
    let old = "1. We [strongly] urge [all] States to act.\n\n2. We recall the Declaration.\n";
    let new = "1. We [strongly] urge all States to [act now].\n\n2. We [recall] the Declaration.\n";
    check(
        Role::Chair,
        old,
        new,
        expect![[r#"
        1. We [strongly] urge all States to [act now].
        2. We [recall] the Declaration.
        decided: 1
    "#]],
    );
    check(
        Role::Secretariat,
        old,
        new,
        expect![[r#"
        1. We [strongly] urge [all] States to [act now].
        2. We [recall] the Declaration.
        left: bracket-to-lift
    "#]],
    );
}

#[test]
fn a_bracket_goes_with_its_words() {
    let (old, new) = ("1. We urge [, as appropriate,] States to act.\n", "1. We urge States to act.\n");
    check(
        Role::Chair,
        old,
        new,
        expect![[r#"
        1. We urge States to act.
        decided: 1
    "#]],
    );
    check(
        Role::Secretariat,
        old,
        new,
        expect![[r#"
        1. We urge []States to act.
        left: bracket-to-lift
    "#]],
    );
}

#[test]
fn words_in_a_bracket_change_inside_it() {
    check(
        Role::Secretariat,
        "1. We [urge] States [and others [as appropriate]] to act.\n",
        "1. We [call upon] States [and all others [as appropriate] and more] to act.\n",
        expect![[r#"
            1. We [call upon] States [and all others [as appropriate] and more] to act.
        "#]],
    );
}

#[test]
fn a_bracket_stays_with_its_words() {
    check(
        Role::Secretariat,
        "1. We urge [all] States.\n",
        "1. We urge all [large] States.\n",
        expect![[r#"
        1. We urge [all] [large] States.
        left: bracket-to-lift
    "#]],
    );
}

#[test]
fn paragraphs_come_and_go() {
    let old = "1. We urge States to act.\n\n2. A paragraph of its own that goes away.\n\n3. We thank the host.\n";
    let new = "1. We urge States to act.\n\n1 bis. Something [entirely] different is said.\n\n3. We thank the host.\n\n4. The end.\n";
    check(
        Role::Chair,
        old,
        new,
        expect![[r#"
        1. We urge States to act.
        1 bis. Something [entirely] different is said.
        3. We thank the host.
        3 bis. The end.
        decided: 3
    "#]],
    );
    check(
        Role::Secretariat,
        old,
        new,
        expect![[r#"
        1. We urge States to act.
        1 bis. [Something [entirely] different is said.]
        2. [A paragraph of its own that goes away.]
        3. We thank the host.
        3 bis. [The end.]
        left: paragraph-to-take-in
        left: paragraph-to-take-in
        left: paragraph-to-delete
    "#]],
    );
}

#[test]
fn a_bracket_over_several_paragraphs() {
    check(
        Role::Chair,
        "1. We urge States to act.\n\n2. We recall the Declaration.\n\n3. We thank the host.\n",
        "1. We [urge States to act.\n\n2. We recall the Declaration.\n\n3. We thank] the host.\n",
        expect![[r#"
            1. We [urge States to act.
            2. We recall the Declaration.
            3. We thank] the host.
        "#]],
    );
}

#[test]
fn a_bracket_goes_where_both_paragraphs_of_its_edges_go() {
    check(
        Role::Chair,
        "1. We [urge States to act.\n\n2. We recall the Declaration of 2003.\n\n3. We thank] the host.\n",
        "1. We recall the Declaration of 2003.\n",
        expect![[r#"
            2. We recall the Declaration of 2003.
            decided: 3
        "#]],
    );
}

#[test]
fn a_bracket_that_goes_does_not_hold_the_edge_of_one_that_stays() {
    check(
        Role::Chair,
        "1. We [urge [all.\n\n2. States to act ]]now.\n",
        "1. We [urge [all.\n\n2. States to act as ]well now.]\n",
        expect![[r#"
            1. We [urge [all.
            2. States to act as ]well now.]
            decided: 1
        "#]],
    );
}

#[test]
fn paragraphs_that_come_to_read_alike() {
    check(
        Role::Chair,
        "1. We urge all to act.\n\n2. We [act.\n\n3. We urge to act.\n\n4. We thank] the host.\n",
        "1. We urge to [act.\n\n2. We urge to act.]\n",
        expect![[r#"
            3. We urge to [act.
            2. We urge to act.]
            decided: 4
        "#]],
    );
}

#[test]
fn a_paragraph_goes_elsewhere() {
    let old = "1. We urge States to act.\n\n2. We recall the Declaration.\n\n(a) One item of it;\n\n(b) Another item.\n\n3. We thank the host.\n\n4. We close.\n";
    let new = "2. We recall the Declaration.\n\n(b) Another item.\n\n(a) One item of it;\n\n4. We close.\n\n1. We urge States to act.\n\n3. We [thank the host].\n";
    check(
        Role::Chair,
        old,
        new,
        expect![[r#"
        2. We recall the Declaration.
        b. Another item.
        a. One item of it;
        4. We close.
        1. We urge States to act.
        3. We [thank the host].
        decided: 3
    "#]],
    );
    check(
        Role::Secretariat,
        old,
        new,
        expect![[r#"
        1. We urge States to act.
        2. We recall the Declaration.
        a. One item of it;
        b. Another item.
        3. We [thank the host].
        4. We close.
        left: move-to-accept
        left: move-to-accept
        left: move-to-accept
    "#]],
    );
}

#[test]
fn a_bracket_over_paragraphs_that_change_places() {
    check(
        Role::Chair,
        "1. We urge States to act.\n\n2. We recall the Declaration.\n\n3. We thank the host.\n",
        "2. We [recall the Declaration.\n\n1. We urge] States to act.\n\n3. We thank the host.\n",
        expect![[r#"
            2. We [recall the Declaration.
            1. We urge] States to act.
            3. We thank the host.
            decided: 1
        "#]],
    );
}

#[test]
fn a_paragraph_stays_where_its_move_would_turn_a_bracket_round() {
    check(
        Role::Chair,
        "1. We [urge States to act.\n\n2. We recall] the Declaration.\n\n3. We thank the host.\n",
        "2. We recall the Declaration.\n\n1. We urge States to act.\n\n3. We thank the host.\n",
        expect![[r#"
            1. We urge States to act.
            2. We recall the Declaration.
            3. We thank the host.
            left: tears-bracket
            decided: 1
        "#]],
    );
}

#[test]
fn paragraphs_that_are_alike_change_places_under_brackets_that_cross() {
    check(
        Role::Chair,
        "1. We [act.\n\n2. We [[go.\n\n3. We urge [all.\n\n4. We urge all.\n\n5. We thank.]]]]\n",
        "1. We [act.\n\n2. We urge [all.\n\n3. We [[go.\n\n4. We urge all.\n\n5. We thank.]]]]\n",
        expect![[r#"
            1. We [act.
            3. We urge [all.
            2. We [[go.
            4. We urge all.
            5. We thank.]]]]
            decided: 3
        "#]],
    );
}

#[test]
fn which_of_paragraphs_that_are_alike_is_which_stays() {
    check(
        Role::Secretariat,
        "1. The [[end.\n\n2. The [end.\n\n3. The ][end.]]]\n",
        "1. The [end.\n\n2. The [end.\n\n3. The ][end.]]\n",
        expect![[r#"
            1. The [[end.
            2. The [end.
            3. The ][end.]]]
            left: bracket-to-lift
            left: differs
        "#]],
    );
}

#[test]
fn footnotes_come_go_and_change() {
    let old = "1. We urge¹ States to act.\n\n2. We recall² the Declaration.\n\n¹ As appropriate.\n\n² Of 2003.\n";
    let new = "1. We urge¹ States to [act²].\n\n2. We recall the Declaration.\n\n¹ As appropriate and where possible.\n\n² To be agreed [by all].\n";
    check(
        Role::Chair,
        old,
        new,
        expect![[r#"
        1. We urge{As appropriate and where possible.} States to [act{To be agreed by all.}].
        2. We recall the Declaration.
        ¹ As appropriate and where possible.
        * To be agreed [by all].
        decided: 1
    "#]],
    );
    check(
        Role::Secretariat,
        old,
        new,
        expect![[r#"
        1. We urge{As appropriate and where possible.} States to [act{To be agreed by all.}].
        2. We recall[{Of 2003.}] the Declaration.
        ¹ As appropriate and where possible.
        ² Of 2003.
        * To be agreed [by all].
        left: footnote-to-delete
        left: footnote-to-delete
    "#]],
    );
}

#[test]
fn in_chinese() {
    check(
        Role::Secretariat,
        "1. 我们重申在日内瓦所作的承诺。\n\n2. 我们[呼吁]各国采取行动。\n",
        "1. 我们重申在日内瓦作出的承诺。\n\n2. 我们[敦促]各国采取行动。\n",
        expect![[r#"
            1. 我们重申在日内瓦作出的承诺。
            2. 我们[敦促]各国采取行动。
        "#]],
    );
}

#[test]
fn what_was_made_ready_before_a_decision_does_not_come_in() {
    let mut desk = Desk::new(&draft("1. We urge States to act.\n"));
    let chair = person(Role::Chair, "Chair");
    let prepared = desk.prepare(&version("1. We urge all.\n", "2"), &chair).expect("it can be written");
    desk.decide(Decision::SetPhase(Phase::Negotiation));
    let bringing = Box::new(prepared.bringing);
    let effects = desk.room.handle(Event::Bring { question: 1, bringing }, 3_000);
    assert_eq!(effects, [Effect::Brought { question: 1, brought: Brought::Changed }]);
    assert_eq!(desk.text(), "1. We urge States to act.\n");
}

#[test]
fn an_observer_brings_nothing_in() {
    let mut desk = Desk::new(&draft("1. We urge States to act.\n"));
    let refused = desk.prepare(&version("1. We urge all.\n", "2"), &person(Role::Observer, ""));
    assert_eq!(refused.expect_err("refused"), Refusal::NotAllowed("observer"));
}
