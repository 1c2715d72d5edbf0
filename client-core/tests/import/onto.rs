//! A second version of a document beside the draft.

use client_core::import::{Difference, Words, import, onto};
use expect_test::{Expect, expect};

#[track_caller]
fn check(old: &str, new: &str, expect: Expect) {
    let read = |text: &str| import("a.txt", text.as_bytes()).expect("a text").drafts.remove(0);
    let (old, mut new) = (read(old), read(new));
    // Another file gives other identities.
    let old_ids: Vec<_> = old.paragraphs.iter().map(|paragraph| paragraph.id).collect();
    for paragraph in &mut new.paragraphs {
        if old_ids.contains(&paragraph.id) {
            paragraph.id = client_core::model::ParagraphId::derived(paragraph.id.0, "another");
        }
    }
    let told = |id: &client_core::model::ParagraphId| {
        let paragraph = old.paragraph(*id).or(new.paragraph(*id)).expect("a paragraph");
        client_core::import::said(paragraph)
    };
    let mut text = String::new();
    for difference in onto(&old, &new) {
        text += &match difference {
            Difference::Same { old, .. } => format!("  {}\n", told(&old)),
            Difference::New { new } => format!("+ {}\n", told(&new)),
            Difference::Gone { old } => format!("- {}\n", told(&old)),
            Difference::Changed { by, words, .. } => {
                let words: String = words
                    .into_iter()
                    .map(|words| match words {
                        Words::Kept(words) => words,
                        Words::Gone(words) => format!("{{-{words}-}}"),
                        Words::New(words) => format!("{{+{words}+}}"),
                    })
                    .collect();
                format!("~ {words} ({by:?})\n")
            }
        };
    }
    expect.assert_eq(&text);
}

#[test]
fn changed_new_and_gone() {
    check(
        "1. We urge [all] States to act.\n\n2. We recall the Declaration of 2003.\n\n3. We go away.\n\nWe thank the host country warmly.\n",
        "1. We urge all States to act now.\n\n1 bis. A matter of its own entirely.\n\n2. We recall the Declaration of 2003.\n\nWe warmly thank the host country.\n",
        expect![[r#"
            ~ We urge {-[-}all{-]-} States to act{+ now+}. (Label)
            + A matter of its own entirely.
              We recall the Declaration of 2003.
            - We go away.
            ~ We {+warmly +}thank the host country{- warmly-}. (Likeness)
        "#]],
    );
}

#[test]
fn numbers_that_were_given_anew_do_not_match() {
    check(
        "1. Alpha beta gamma delta.\n\n2. One two three four.\n\n3. 我们重申在日内瓦所作的承诺。\n",
        "1. One two three four.\n\n2. 我们重申在日内瓦作出的承诺。\n",
        expect![[r#"
            - Alpha beta gamma delta.
              One two three four.
            ~ 我们重申在日内瓦{-所-}作{+出+}的承诺。 (Likeness)
        "#]],
    );
}
