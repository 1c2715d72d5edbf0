use super::*;

/// What stands before the words, for labels of every house (domain.md, "Numbers" and "Alternatives").
#[track_caller]
fn check(text: &str, expected: Option<(Marker, &str)>) {
    let chars: Vec<char> = text.chars().collect();
    let found = read(&chars).map(|(marker, length)| (marker, chars.iter().skip(length).collect::<String>()));
    let expected = expected.map(|(marker, rest)| (marker, rest.to_owned()));
    assert_eq!(found, expected, "{text}");
}

fn number(number: u32, suffix: u8) -> Marker {
    Marker::Number { number, suffix: Suffix(suffix) }
}

fn series(preambular: bool, number: u32, suffix: u8) -> Marker {
    Marker::Series { preambular, number, suffix: Suffix(suffix) }
}

#[test]
fn labels_of_every_house() {
    check("9. We", Some((number(9, 0), " We")));
    check("9 bis. We", Some((number(9, 1), " We")));
    check("2.bis We", Some((number(2, 1), " We")));
    check("12ter. We", Some((number(12, 2), " We")));
    check("31 quater. We", Some((number(31, 3), " We")));
    check("8．我们", Some((number(8, 0), "我们")));
    check("PP1 Recalling", Some((series(true, 1, 0), " Recalling")));
    check("PP2bis Recalling", Some((series(true, 2, 1), " Recalling")));
    check("PP 2 bis: Recalling", Some((series(true, 2, 1), " Recalling")));
    check("OP7ter. Urges", Some((series(false, 7, 2), " Urges")));
    check("New OP3: Urges", Some((series(false, 3, 0), " Urges")));
    check("Article 5", Some((Marker::Article("Article 5".into()), "")));
    check("Article 12 bis. Scope", Some((Marker::Article("Article 12 bis".into()), " Scope")));
    check("Art. 3: Scope", Some((Marker::Article("Art. 3".into()), " Scope")));
    check("第五条", Some((Marker::Article("第五条".into()), "")));
    check("(a) all", Some((Marker::Letter(1), " all")));
    check("b) all", Some((Marker::Letter(2), " all")));
    check("(ii) all", Some((Marker::Roman("(ii)".into()), " all")));
    check("Alt 9: We", Some((Marker::Alternative(vec![9]), " We")));
    check("备选10+11：我们", Some((Marker::Alternative(vec![10, 11]), "我们")));
    check("Option 1: We", Some((Marker::Option("Option 1".into()), " We")));
    check("OPTION II", Some((Marker::Option("OPTION II".into()), "")));
    check("第一章", Some((Marker::Chapter("第一章".into()), "")));
    check("• all", Some((Marker::Bullet, " all")));
}

#[test]
fn words_are_no_labels() {
    for text in [
        "Article 5 says so",
        "Articles 5 and 6",
        "article 5",
        "OPEN 5",
        "OP",
        "PPP 3",
        "第五条规定",
        "9 bisons",
        "a.m. today",
        "2005 was",
        "Option",
        "Alternatively 3 States",
    ] {
        check(text, None);
    }
}
