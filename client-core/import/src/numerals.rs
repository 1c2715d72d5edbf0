//! Numbers as lists of word processors print them.

/// A number in one of the formats that Office Open XML names; a format that is not known prints digits.
pub(crate) fn printed(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "bullet" => "•".into(),
        "decimalZero" => format!("{number:02}"),
        "lowerLetter" => letters(number, 'a'),
        "upperLetter" => letters(number, 'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "decimalFullWidth" | "decimalFullWidth2" => {
            number.to_string().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect()
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match number {
            1..=20 => char::from_u32(0x245F + number).map(String::from).unwrap_or_default(),
            _ => number.to_string(),
        },
        "chineseCounting"
        | "chineseCountingThousand"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => han(number),
        "arabicAlpha" => cycled(number, "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
        "arabicAbjad" => cycled(number, "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
        "russianLower" => cycled(number, "абвгдежзиклмнопрстуфхцчшщэюя"),
        "russianUpper" => cycled(number, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"),
        "ordinal" => {
            let ending = match (number % 10, number % 100) {
                (_, 11..=13) => "th",
                (1, _) => "st",
                (2, _) => "nd",
                (3, _) => "rd",
                _ => "th",
            };
            format!("{number}{ending}")
        }
        _ => number.to_string(),
    }
}

/// `a`, …, `z`, `aa`, `bb`: word processors double the letter. A list so long that it would be tripled fifty times prints
/// digits.
fn letters(number: u32, first: char) -> String {
    let Some(index) = number.checked_sub(1).filter(|index| *index < 26 * 50) else { return number.to_string() };
    let letter = char::from_u32(u32::from(first) + index % 26).unwrap_or(first);
    std::iter::repeat_n(letter, (index / 26 + 1) as usize).collect()
}

fn cycled(number: u32, signs: &str) -> String {
    let count = u32::try_from(signs.chars().count()).unwrap_or(1);
    let sign = number.checked_sub(1).filter(|index| *index < count).and_then(|index| signs.chars().nth(index as usize));
    sign.map_or_else(|| number.to_string(), String::from)
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 4_999 {
        return number.to_string();
    }
    let (mut rest, mut text) = (number, String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

/// Up to 9 999 in Chinese numerals.
fn han(number: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    const UNITS: [&str; 4] = ["", "十", "百", "千"];
    if number == 0 || number > 9_999 {
        return number.to_string();
    }
    let digits: Vec<u32> = number.to_string().chars().filter_map(|c| c.to_digit(10)).collect();
    let mut text = String::new();
    let mut gap = false;
    for (at, digit) in digits.iter().enumerate() {
        let unit = digits.len() - 1 - at;
        if *digit == 0 {
            gap = true;
            continue;
        }
        if gap && !text.is_empty() {
            text.push('零');
        }
        gap = false;
        // Ten is 十 and not 一十 at the beginning.
        if !(*digit == 1 && unit == 1 && text.is_empty()) {
            text.extend(DIGITS.get(*digit as usize));
        }
        text.push_str(UNITS.get(unit).copied().unwrap_or_default());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::printed;

    #[test]
    fn formats_of_lists() {
        let of = |format: &str| [1, 4, 10, 27, 105].map(|number| printed(number, format)).join(" ");
        assert_eq!(of("decimal"), "1 4 10 27 105");
        assert_eq!(of("lowerLetter"), "a d j aa aaaaa");
        assert_eq!(of("lowerRoman"), "i iv x xxvii cv");
        assert_eq!(of("upperRoman"), "I IV X XXVII CV");
        assert_eq!(of("chineseCounting"), "一 四 十 二十七 一百零五");
        assert_eq!(of("decimalFullWidth"), "１ ４ １０ ２７ １０５");
        assert_eq!(of("ordinal"), "1st 4th 10th 27th 105th");
        assert_eq!(printed(u32::MAX, "lowerLetter"), "4294967295");
        assert_eq!(printed(u32::MAX, "upperRoman"), "4294967295");
    }
}
