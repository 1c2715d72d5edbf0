//! What the gate refuses of proposals. The changes are made with Automerge itself, as a client that is not ours would make
//! them.

use automerge::{
    ActorId, AutoCommit, LoadOptions, ObjId, ObjType, ROOT, ReadDoc, TextEncoding, transaction::Transactable,
};
use client_core::{
    gate::{Index, Refused, Writer, vet},
    model::{
        Change, Delegation, Draft, DraftId, DraftKind, Inline, Paragraph, ParagraphId, ParagraphKind,
        ParagraphStanding, Person, PersonId, Phase, Proposal, ProposalId, Role, Standings,
    },
    ops::{Act, Circumstances, Place, Propose, ProposeParagraph, ProposeRow, Proposed, Splice, WithdrawBracket},
    schema::Document,
};
use uuid::Uuid;

const ACTOR: [u8; 16] = [7; 16];

fn uuid(n: u128) -> String {
    Uuid::from_u128(n).to_string()
}

fn id(n: u128) -> ParagraphId {
    ParagraphId(Uuid::from_u128(n))
}

/// Two paragraphs, a table with a cell, and a merge that another delegation proposes.
fn draft() -> Draft {
    let mut draft = Draft::new(DraftId(Uuid::from_u128(900)), "test", "Test", DraftKind::Draft);
    let mut add = |n, kind, parent: Option<u128>| {
        let content = if kind == ParagraphKind::Operative { vec![Inline::plain("We reaffirm")] } else { Vec::new() };
        draft.paragraphs.push(Paragraph { parent: parent.map(id), content, ..Paragraph::new(id(n), kind) });
    };
    add(1, ParagraphKind::Operative, None);
    add(2, ParagraphKind::Operative, None);
    add(3, ParagraphKind::Table, None);
    add(4, ParagraphKind::Row, Some(3));
    add(5, ParagraphKind::Cell, Some(4));
    let theirs = ProposalId(Uuid::from_u128(60));
    let change = Change::Merge { paragraph: id(1), next: id(2) };
    let (by, delegation) = ("Bob".into(), "Another".into());
    let proposal = Proposal { id: theirs, change, by, delegation, at: 1, reason: String::new(), withdrawn: false };
    draft.proposals.insert(theirs, proposal);
    draft
}

fn member() -> Person {
    let delegation = Delegation("Ours".into());
    Person { id: PersonId(Uuid::from_u128(3)), name: "Alice".into(), delegation, role: Role::Member }
}

fn vetted(server: &mut Document, bytes: &[u8], standings: &Standings) -> Result<(), Refused> {
    let index = Index::of(server).expect("it is a draft");
    let person = member();
    let writer = Writer { person: &person, actor: ACTOR, standings };
    vet(bytes, writer, &index, server).map(|_| ())
}

fn attempt(hostile: impl FnOnce(&mut AutoCommit)) -> Result<(), Refused> {
    attempt_on(&Standings::default(), hostile)
}

fn attempt_on(standings: &Standings, hostile: impl FnOnce(&mut AutoCommit)) -> Result<(), Refused> {
    let mut server = Document::from_draft(&draft(), 0).expect("a draft can be written");
    let options = LoadOptions::new().text_encoding(TextEncoding::UnicodeCodePoint);
    let mut client = AutoCommit::load_with_options(&server.save(), options).expect("saved bytes load");
    client.set_actor(ActorId::from(&ACTOR[..]));
    hostile(&mut client);
    client.commit();
    let change = client.get_last_local_change().expect("a change");
    vetted(&mut server, change.raw_bytes(), standings)
}

#[track_caller]
fn check(expected: &'static str, hostile: impl FnOnce(&mut AutoCommit)) {
    assert_eq!(attempt(hostile), Err(Refused::NotAnAct(expected)));
}

fn child(client: &AutoCommit, parent: &ObjId, key: &str) -> ObjId {
    client.get(parent, key).expect("readable").expect("present").1
}

fn put(client: &mut AutoCommit, entry: &ObjId, fields: &[(&str, &str)]) {
    for (key, value) in fields {
        client.put(entry, *key, *value).expect("it is done");
    }
}

/// The fields of a new paragraph as an honest client writes them.
fn fields() -> Vec<(&'static str, String)> {
    vec![("kind", "operative".into()), ("place", "80".into()), ("numeral", "n:1/1".into()), ("added_in", uuid(71))]
}

fn with(key: &'static str, value: &str) -> Vec<(&'static str, String)> {
    let mut fields = fields();
    fields.retain(|(other, _)| *other != key);
    fields.push((key, value.into()));
    fields
}

/// Puts a paragraph in its bracket; `inside` writes its Text, `inserts` is what the bracket says of itself.
fn add(
    client: &mut AutoCommit,
    fields: &[(&str, String)],
    inserts: bool,
    inside: impl FnOnce(&mut AutoCommit, &ObjId),
) {
    let paragraphs = child(client, &ROOT, "paragraphs");
    let entry = client.put_object(&paragraphs, uuid(70), ObjType::Map).expect("it is done");
    for (key, value) in fields {
        client.put(&entry, *key, value.as_str()).expect("it is done");
    }
    let text = client.put_object(&entry, "text", ObjType::Text).expect("it is done");
    inside(client, &text);
    let brackets = child(client, &ROOT, "brackets");
    let bracket = client.put_object(&brackets, uuid(71), ObjType::Map).expect("it is done");
    put(client, &bracket, &[("wish", "retain"), ("by", "Alice"), ("delegation", "Ours")]);
    client.put(&bracket, "at", 5_i64).expect("it is done");
    if inserts {
        client.put(&bracket, "inserts", true).expect("it is done");
    }
}

fn anchor(client: &mut AutoCommit, text: &ObjId, at: usize, kind: &str, id: u128) {
    let block = client.split_block(text, at).expect("it is done");
    put(client, &block, &[("t", kind), ("id", &uuid(id))]);
}

fn enclosed(client: &mut AutoCommit, text: &ObjId) {
    anchor(client, text, 0, "open", 71);
    client.splice_text(text, 1, 0, "Added.").expect("it is done");
    anchor(client, text, 7, "close", 71);
}

fn propose(client: &mut AutoCommit, fields: &[(&str, &str)]) {
    let proposals = child(client, &ROOT, "proposals");
    let entry = client.put_object(&proposals, uuid(80), ObjType::Map).expect("it is done");
    client.put(&entry, "at", 5_i64).expect("it is done");
    put(client, &entry, fields);
}

const SIGNED: [(&str, &str); 2] = [("by", "Alice"), ("delegation", "Ours")];

#[test]
fn every_act_passes() {
    for phase in [Phase::Drafting, Phase::Negotiation] {
        every_act_passes_in(&Standings { phase, ..Standings::default() });
    }
}

#[test]
fn what_is_agreed_gets_no_alternative_and_is_not_split() {
    let standings = |paragraph| Standings {
        paragraphs: [(paragraph, ParagraphStanding::AgreedAdRef)].into(),
        ..Standings::default()
    };
    let version = with("variant_of", &uuid(90));
    let with_version = |client: &mut AutoCommit| {
        let alternatives = child(client, &ROOT, "alternatives");
        let entry = client.put_object(&alternatives, uuid(90), ObjType::Map).expect("it is done");
        let list = client.put_object(&entry, "base", ObjType::List).expect("it is done");
        client.insert(&list, 0, uuid(1)).expect("it is done");
        add(client, &version, true, enclosed);
    };
    assert_eq!(attempt_on(&standings(id(1)), with_version), Err(Refused::Agreed));
    assert_eq!(attempt_on(&standings(id(2)), with_version), Ok(()));
    let first = uuid(1);
    let split = [&[("kind", "split"), ("paragraph", first.as_str())][..], &SIGNED].concat();
    let with_split = |client: &mut AutoCommit| {
        let paragraphs = child(client, &ROOT, "paragraphs");
        let text = child(client, &child(client, &paragraphs, &uuid(1)), "text");
        anchor(client, &text, 3, "split", 80);
        propose(client, &split);
    };
    assert_eq!(attempt_on(&standings(id(1)), with_split), Err(Refused::Agreed));
    assert_eq!(attempt_on(&standings(id(2)), with_split), Ok(()));
}

/// A row of three cells in the table.
fn row(n: u128, behind: Option<u128>) -> Act {
    let cells = [(id(n + 1), "One 😀".into()), (id(n + 2), "字".into()), (id(n + 3), String::new())].into();
    let bracket = client_core::model::BracketId(Uuid::from_u128(n + 9));
    let (table, behind, reason) = (id(3), behind.map(id), "A reason".into());
    Act::ProposeRow(ProposeRow { id: id(n), cells, bracket, table, behind, reason })
}

fn every_act_passes_in(standings: &Standings) {
    let set = client_core::model::AlternativeSetId(Uuid::from_u128(90));
    let add = |n: u128, place| {
        let (id, bracket) = (id(n), client_core::model::BracketId(Uuid::from_u128(n + 1)));
        let (words, reason) = ("Words 😀 字".to_owned(), "A reason".to_owned());
        Act::ProposeParagraph(ProposeParagraph { id, bracket, place, words, reason })
    };
    let propose =
        |n: u128, what| Act::Propose(Propose { id: ProposalId(Uuid::from_u128(n)), what, reason: String::new() });
    let acts = [
        add(100, Place::After(id(1))),
        add(102, Place::Before(id(1))),
        add(104, Place::Under(id(1))),
        add(106, Place::Under(id(104))),
        add(108, Place::Alternative { set, base: vec![id(2)] }),
        add(110, Place::Alternative { set, base: Vec::new() }),
        row(300, Some(4)),
        row(400, None),
        row(500, Some(300)),
        propose(120, Proposed::Move { paragraph: id(1), to: client_core::model::Target::FirstIn(None) }),
        propose(121, Proposed::Move { paragraph: id(1), to: client_core::model::Target::After(id(2)) }),
        propose(122, Proposed::Split { paragraph: id(1), at: 3 }),
        propose(123, Proposed::Merge { paragraph: id(1), next: id(100) }),
        Act::WithdrawProposal(client_core::ops::WithdrawProposal { proposal: ProposalId(Uuid::from_u128(123)) }),
    ];
    let mut server = Document::from_draft(&draft(), 0).expect("a draft can be written");
    let mut client = server.clone();
    client.set_actor(&ACTOR);
    let person = member();
    for act in acts {
        let circumstances = Circumstances { person: &person, standings, now: 5 };
        act.apply(&mut client, circumstances).unwrap_or_else(|refusal| panic!("{act:?}: {refusal}"));
        let change = client.commit(act.name(), 5).expect("a change");
        assert_eq!(vetted(&mut server, change.raw_bytes(), standings), Ok(()), "{act:?}");
        server.apply([change]).expect("it applies");
    }
    assert_eq!(server.hydrate().expect("a draft"), client.hydrate().expect("a draft"));
}

#[test]
fn a_paragraph_is_proposed_whole_and_in_one_bracket() {
    assert_eq!(attempt(|client| add(client, &fields(), true, enclosed)), Ok(()));
    let so = "a paragraph that nobody proposes so";
    check(so, |client| add(client, &fields(), false, enclosed));
    for missing in ["kind", "place", "added_in"] {
        let mut fields = fields();
        fields.retain(|(key, _)| *key != missing);
        check(so, |client| add(client, &fields, true, enclosed));
    }
    let outside = "a new paragraph with words outside its bracket";
    check(outside, |client| {
        add(client, &fields(), true, |client, text| {
            enclosed(client, text);
            client.splice_text(text, 0, 0, "Agreed. ").expect("it is done");
        });
    });
    check(outside, |client| {
        add(client, &fields(), true, |client, text| {
            enclosed(client, text);
            client.splice_text(text, 8, 0, " Agreed.").expect("it is done");
        });
    });
    check(outside, |client| {
        add(client, &fields(), true, |client, _| {
            let paragraphs = child(client, &ROOT, "paragraphs");
            let theirs = child(client, &child(client, &paragraphs, &uuid(1)), "text");
            enclosed(client, &theirs);
        });
    });
}

#[test]
fn a_paragraph_holds_nothing_else() {
    let so = "a paragraph that nobody proposes so";
    for fields in [
        with("kind", "table"),
        with("kind", "unheard of"),
        with("place", "zz"),
        with("place", ""),
        with("numeral", "x:ADOPTED BY ALL"),
        with("numeral", "n:01/1"),
        with("parent", &uuid(999)),
        with("parent", &uuid(70)),
        with("variant_of", &uuid(999)),
        with("marker", "9."),
        with("idea", "Mine"),
    ] {
        check(so, |client| add(client, &fields, true, enclosed));
    }
    check("a paragraph that is no note", |client| add(client, &with("kind", "note"), true, enclosed));
    check("a proposal in a table", |client| add(client, &with("parent", &uuid(5)), true, enclosed));
}

#[test]
fn paragraphs_that_exist_are_not_written() {
    check("an operation outside words and brackets", |client| {
        let paragraphs = child(client, &ROOT, "paragraphs");
        let entry = child(client, &paragraphs, &uuid(1));
        client.put(&entry, "place", "7f").expect("it is done");
    });
    check("an entry that exists already", |client| {
        let paragraphs = child(client, &ROOT, "paragraphs");
        client.put_object(&paragraphs, uuid(1), ObjType::Map).expect("it is done");
    });
    check("an entry that exists already", |client| {
        let proposals = child(client, &ROOT, "proposals");
        client.put_object(&proposals, uuid(60), ObjType::Map).expect("it is done");
    });
}

#[test]
fn a_set_has_a_base_that_is_here_and_comes_with_a_version() {
    let set = |client: &mut AutoCommit, base: &[u128]| {
        let alternatives = child(client, &ROOT, "alternatives");
        let entry = client.put_object(&alternatives, uuid(90), ObjType::Map).expect("it is done");
        let list = client.put_object(&entry, "base", ObjType::List).expect("it is done");
        for (at, id) in base.iter().enumerate() {
            client.insert(&list, at, uuid(*id)).expect("it is done");
        }
    };
    let version = with("variant_of", &uuid(90));
    assert_eq!(
        attempt(|client| {
            set(client, &[1, 2]);
            add(client, &version, true, enclosed);
        }),
        Ok(())
    );
    let none = "a set of alternatives without a base or a version";
    check(none, |client| set(client, &[1]));
    for base in [&[][..], &[999], &[1, 1]] {
        check(none, |client| {
            set(client, base);
            add(client, &version, true, enclosed);
        });
    }
    check("a proposal in a table", |client| {
        set(client, &[5]);
        add(client, &version, true, enclosed);
    });
}

#[test]
fn a_proposal_is_signed_and_says_one_thing() {
    let first = [("kind", "move"), ("paragraph", &*uuid(1)), ("after", &*uuid(2))];
    let whole = [&first[..], &SIGNED].concat();
    assert_eq!(attempt(|client| propose(client, &whole)), Ok(()));
    check("a proposal that is none", |client| propose(client, &first));
    for more in [("next", &*uuid(2)), ("first_in", "top")] {
        check("a proposal that is none", |client| propose(client, &[&whole[..], &[more]].concat()));
    }
    check("a proposal in another's name", |client| propose(client, &[&whole[..], &[("accepted", "yes")]].concat()));
    let another = [&first[..], &[("by", "Alice"), ("delegation", "Another")]].concat();
    check("a proposal in another's name", |client| propose(client, &another));
    for other in [uuid(999), "top".into()] {
        let unknown = [("kind", "move"), ("paragraph", &*uuid(1)), ("after", &*other)];
        check("a proposal that is none", |client| propose(client, &[&unknown[..], &SIGNED].concat()));
    }
    let itself = [("kind", "merge"), ("paragraph", &*uuid(1)), ("next", &*uuid(1))];
    check("a proposal that is none", |client| propose(client, &[&itself[..], &SIGNED].concat()));
    let cell = [("kind", "move"), ("paragraph", &*uuid(5)), ("first_in", "top")];
    check("a proposal in a table", |client| propose(client, &[&cell[..], &SIGNED].concat()));
}

#[test]
fn a_split_has_one_place_in_its_own_paragraph() {
    let first = uuid(1);
    let split = [&[("kind", "split"), ("paragraph", first.as_str())][..], &SIGNED].concat();
    let mark = |client: &mut AutoCommit, paragraph: u128| {
        let paragraphs = child(client, &ROOT, "paragraphs");
        let text = child(client, &child(client, &paragraphs, &uuid(paragraph)), "text");
        anchor(client, &text, 3, "split", 80);
    };
    let attempt_with = |places: &[u128]| {
        attempt(|client| {
            places.iter().for_each(|place| mark(client, *place));
            propose(client, &split);
        })
    };
    assert_eq!(attempt_with(&[1]), Ok(()));
    for places in [&[][..], &[2], &[1, 1], &[1, 2]] {
        assert_eq!(attempt_with(places), Err(Refused::NotAnAct("a proposal that is none")), "{places:?}");
    }
    check("a split that nobody proposes", |client| mark(client, 1));
}

#[test]
fn nobody_takes_back_anothers_proposal() {
    check("a change to another's proposal", |client| {
        let proposals = child(client, &ROOT, "proposals");
        let entry = child(client, &proposals, &uuid(60));
        client.put(&entry, "withdrawn", true).expect("it is done");
    });
}

/// The entries of a new row and of its two cells, 301 and 302, as an honest client writes them; `mend` changes them.
fn add_row(
    client: &mut AutoCommit,
    mend: impl Fn(u128, &mut Vec<(&'static str, String)>),
    texts: impl Fn(&mut AutoCommit, u128, &ObjId),
) {
    let paragraphs = child(client, &ROOT, "paragraphs");
    for (n, kind, parent, place) in [(300, "row", 3, "80"), (301, "cell", 300, "80"), (302, "cell", 300, "8180")] {
        let mut fields = vec![
            ("kind", kind.to_owned()),
            ("place", place.to_owned()),
            ("parent", uuid(parent)),
            ("added_in", uuid(71)),
        ];
        mend(n, &mut fields);
        let entry = client.put_object(&paragraphs, uuid(n), ObjType::Map).expect("it is done");
        for (key, value) in fields {
            client.put(&entry, key, value).expect("it is done");
        }
        let text = client.put_object(&entry, "text", ObjType::Text).expect("it is done");
        texts(client, n, &text);
    }
    let brackets = child(client, &ROOT, "brackets");
    let bracket = client.put_object(&brackets, uuid(71), ObjType::Map).expect("it is done");
    put(client, &bracket, &[("wish", "retain"), ("by", "Alice"), ("delegation", "Ours")]);
    client.put(&bracket, "at", 5_i64).expect("it is done");
    client.put(&bracket, "inserts", true).expect("it is done");
}

/// The bracket from the beginning of the first cell to the end of the second.
fn over_cells(client: &mut AutoCommit, n: u128, text: &ObjId) {
    match n {
        301 => anchor(client, text, 0, "open", 71),
        302 => anchor(client, text, 0, "close", 71),
        _ => return,
    }
    client.splice_text(text, usize::from(n == 301), 0, "A cell").expect("it is done");
}

#[test]
fn a_row_is_proposed_whole_and_in_one_bracket() {
    let as_it_is = |_: u128, _: &mut Vec<(&'static str, String)>| {};
    assert_eq!(attempt(|client| add_row(client, as_it_is, over_cells)), Ok(()));
    let so = "a row that nobody proposes so";
    let set = |n: u128, key: &'static str, value: String| {
        move |own: u128, fields: &mut Vec<(&'static str, String)>| {
            if own == n {
                fields.retain(|(other, _)| *other != key);
                fields.push((key, value.clone()));
            }
        }
    };
    for (n, key, value) in [
        // Read in the other order.
        (301, "place", "8280".to_owned()),
        // Of another row, of a row that is here, in no row.
        (302, "parent", uuid(4)),
        (302, "parent", uuid(3)),
        (301, "parent", uuid(302)),
        // A row in a row.
        (300, "parent", uuid(301)),
        (300, "numeral", "n:1/1".into()),
        (302, "numeral", "n:1/1".into()),
        (302, "kind", "operative".into()),
        (300, "kind", "cell".into()),
    ] {
        check(so, |client| add_row(client, set(n, key, value.clone()), over_cells));
    }
    for parent in [1, 4, 5] {
        check("a proposal in a table", |client| add_row(client, set(300, "parent", uuid(parent)), over_cells));
    }
    // Words outside the bracket, or in the row itself.
    for (n, at) in [(301, 0), (302, 7), (300, 0)] {
        check(so, |client| {
            add_row(client, as_it_is, |client, own, text| {
                over_cells(client, own, text);
                if own == n {
                    client.splice_text(text, at, 0, "Agreed.").expect("it is done");
                }
            });
        });
    }
    check(so, |client| {
        add_row(client, as_it_is, |client, n, text| {
            if n == 301 {
                enclosed(client, text);
            }
        });
    });
    // A cell alone, and a paragraph in a new one.
    check(so, |client| {
        let mut fields = with("kind", "cell");
        fields.retain(|(key, _)| *key != "numeral");
        fields.push(("parent", uuid(4)));
        add(client, &fields, true, enclosed);
    });
}

#[test]
fn words_come_too_late_into_a_row_that_was_taken_back() {
    let mut server = Document::from_draft(&draft(), 0).expect("a draft can be written");
    let (person, standings) = (member(), Standings::default());
    let circumstances = Circumstances { person: &person, standings: &standings, now: 5 };
    let mut client = server.clone();
    client.set_actor(&ACTOR);
    let mut act = |client: &mut Document, act: Act| {
        act.apply(client, circumstances).expect("it applies");
        let change = client.commit(act.name(), 5).expect("a change");
        let answer = vetted(&mut server, change.raw_bytes(), &standings);
        if answer.is_ok() {
            server.apply([change]).expect("it applies");
        }
        answer
    };
    let write = |n| Act::Splice(Splice { paragraph: id(n), at: 0, delete: 0, insert: "Late".into() });
    assert_eq!(act(&mut client, row(300, None)), Ok(()));
    assert_eq!(act(&mut client, write(302)), Ok(()));
    let bracket = client_core::model::BracketId(Uuid::from_u128(309));
    assert_eq!(act(&mut client, Act::WithdrawBracket(WithdrawBracket { bracket })), Ok(()));
    assert_eq!(act(&mut client, write(302)), Err(Refused::Late));
}
