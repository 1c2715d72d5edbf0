//! Three replicas without a server: whatever the order in which changes arrive, the text is the same.

use adref_tests::{draft, paragraph_id, plan::balanced};
use client_core::{
    model::{BracketId, Delegation, Inline, Person, PersonId, Role, Standings, Wish},
    ops::{Act, Circumstances, OpenBracket, Splice},
    schema::{Document, parse_change},
};
use proptest::prelude::*;
use uuid::Uuid;

/// One edit: who, where, how long, whether it inserts, deletes or brackets.
type Edit = (usize, usize, usize, u8);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((0..3_usize, any::<u8>().prop_map(usize::from), 0..5_usize, 0..3_u8), 1..40)
}

/// Three replicas edit apart; answers each one's changes and the replicas.
fn edit_apart(edits: &[Edit]) -> (Document, Vec<Vec<u8>>) {
    let start = Document::from_draft(&draft(&["我们重申承诺。"]), 0).expect("a draft can be written");
    let mut replicas: Vec<Document> = (1..=3_u8)
        .map(|n| {
            let mut replica = start.clone();
            replica.set_actor(&[n; 16]);
            replica
        })
        .collect();
    let mut changes = Vec::new();
    for (number, (who, at, len, kind)) in edits.iter().enumerate() {
        let person = Person {
            id: PersonId(Uuid::from_u128(*who as u128)),
            name: "Somebody".into(),
            delegation: Delegation("A delegation".into()),
            role: Role::Member,
        };
        let standings = Standings::default();
        let circumstances = Circumstances { person: &person, standings: &standings, now: 0 };
        let replica = &mut replicas[*who];
        let paragraph = paragraph_id(1);
        let length: usize = replica.content(paragraph).expect("a paragraph").iter().map(Inline::len).sum();
        let at = at % (length + 1);
        let to = (at + len).min(length);
        let word = char::from_u32(0x5000 + u32::try_from(number).expect("few")).expect("Han").to_string();
        let act = match kind {
            0 => Act::Splice(Splice { paragraph, at, delete: 0, insert: word }),
            1 => Act::Splice(Splice { paragraph, at, delete: to - at, insert: String::new() }),
            _ => Act::OpenBracket(OpenBracket {
                id: BracketId(Uuid::from_u128(number as u128)),
                from: (paragraph, at),
                to: (paragraph, to),
                wish: Wish::Retain,
                reason: String::new(),
            }),
        };
        act.apply(replica, circumstances).expect("the act applies");
        changes.extend(replica.commit(act.name(), 0).map(|change| change.raw_bytes().to_vec()));
    }
    (start, changes)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_delivery_gives_the_same_text(edits in edits(), seed in any::<u64>()) {
        let (start, changes) = edit_apart(&edits);
        let deliver = |order: &[usize]| {
            let mut replica = start.clone();
            for index in order {
                replica.apply([parse_change(&changes[*index]).expect("a change")]).expect("it applies");
            }
            replica.hydrate().expect("a draft")
        };
        let forwards: Vec<usize> = (0..changes.len()).collect();
        let mut shuffled = forwards.clone();
        // A small generator of its own, so that a failing seed says everything.
        let mut state = seed | 1;
        for i in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(i, usize::try_from(state >> 33).expect("31 bits") % (i + 1));
        }
        let (one, other) = (deliver(&forwards), deliver(&shuffled));
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(balanced(&one, &Standings::default()), Ok(()));
    }
}
