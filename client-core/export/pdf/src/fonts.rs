//! Which faces a text wants, and the faces that were handed in.

use std::collections::BTreeSet;

use client_core_export::edition::Edition;
use typst::{foundations::Bytes, text::Font};
use unicode_script::{Script, UnicodeScript};

use crate::{PdfError, languages, values};

/// A face: a file, where it comes from, and what is in it. All are of the Noto family (SIL Open Font License).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Face {
    /// The family, as the file names it.
    pub family: &'static str,
    /// The name of the file; the folder is left to who looks for it.
    pub file: &'static str,
    /// The package of Debian that has the file.
    pub package: &'static str,
}

const CORE: &str = "fonts-noto-core";
const CJK: &str = "fonts-noto-cjk";

const fn core(family: &'static str, file: &'static str) -> Face {
    Face { family, file, package: CORE }
}

const fn cjk(family: &'static str, file: &'static str) -> Face {
    Face { family, file, package: CJK }
}

/// Latin, Greek and Cyrillic: in every text, since labels, dates and symbols are.
static LATIN: [Face; 4] = [
    core("Noto Serif", "NotoSerif-Regular.ttf"),
    core("Noto Serif", "NotoSerif-Bold.ttf"),
    core("Noto Serif", "NotoSerif-Italic.ttf"),
    core("Noto Serif", "NotoSerif-BoldItalic.ttf"),
];

/// Arrows, mathematical and other signs.
static SIGNS: [Face; 2] =
    [core("Noto Sans Math", "NotoSansMath-Regular.ttf"), core("Noto Sans Symbols2", "NotoSansSymbols2-Regular.ttf")];

/// A writing system other than those of [`LATIN`] and of East Asia: its regular and its bold face.
macro_rules! scripts {
    ($($script:ident $family:literal $stem:literal;)*) => {
        static SCRIPTS: &[(Script, [Face; 2])] = &[$((Script::$script, [
            core($family, concat!($stem, "-Regular.ttf")),
            core($family, concat!($stem, "-Bold.ttf")),
        ]),)*];
    };
}

scripts! {
    Arabic "Noto Naskh Arabic" "NotoNaskhArabic";
    Hebrew "Noto Serif Hebrew" "NotoSerifHebrew";
    Armenian "Noto Serif Armenian" "NotoSerifArmenian";
    Georgian "Noto Serif Georgian" "NotoSerifGeorgian";
    Ethiopic "Noto Serif Ethiopic" "NotoSerifEthiopic";
    Devanagari "Noto Serif Devanagari" "NotoSerifDevanagari";
    Bengali "Noto Serif Bengali" "NotoSerifBengali";
    Gujarati "Noto Serif Gujarati" "NotoSerifGujarati";
    Gurmukhi "Noto Serif Gurmukhi" "NotoSerifGurmukhi";
    Tamil "Noto Serif Tamil" "NotoSerifTamil";
    Telugu "Noto Serif Telugu" "NotoSerifTelugu";
    Kannada "Noto Serif Kannada" "NotoSerifKannada";
    Malayalam "Noto Serif Malayalam" "NotoSerifMalayalam";
    Sinhala "Noto Serif Sinhala" "NotoSerifSinhala";
    Thai "Noto Serif Thai" "NotoSerifThai";
    Lao "Noto Serif Lao" "NotoSerifLao";
    Khmer "Noto Serif Khmer" "NotoSerifKhmer";
    Myanmar "Noto Serif Myanmar" "NotoSerifMyanmar";
}

macro_rules! east_asian {
    ($($name:ident $family:literal;)*) => {
        $(static $name: [Face; 2] =
            [cjk($family, "NotoSerifCJK-Regular.ttc"), cjk($family, "NotoSerifCJK-Bold.ttc")];)*
    };
}

east_asian! {
    SIMPLIFIED "Noto Serif CJK SC";
    TRADITIONAL "Noto Serif CJK TC";
    JAPANESE "Noto Serif CJK JP";
    KOREAN "Noto Serif CJK KR";
}

/// The faces that set Chinese characters as a language writes them.
fn east_asian(language: &str) -> &'static [Face; 2] {
    match languages::east_asian(language) {
        Some(languages::EastAsian::Traditional) => &TRADITIONAL,
        Some(languages::EastAsian::Japanese) => &JAPANESE,
        Some(languages::EastAsian::Korean) => &KOREAN,
        Some(languages::EastAsian::Simplified) | None => &SIMPLIFIED,
    }
}

/// The faces that an edition is set in, ordered as their families are tried.
pub fn needed(edition: &Edition) -> Vec<&'static Face> {
    let mut scripts = BTreeSet::new();
    let mut signs = false;
    values::each_text(edition, &mut |text| {
        for c in text.chars() {
            scripts.insert(c.script().full_name());
            signs |= matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
        }
    });
    let chinese = ["Han", "Hiragana", "Katakana", "Hangul", "Bopomofo"].iter().any(|name| scripts.contains(name));
    let by_language = languages::east_asian(&edition.language).is_some();
    let mut faces: Vec<&'static Face> = LATIN.iter().collect();
    if chinese || by_language {
        faces.extend(east_asian(&edition.language));
    }
    for (script, pair) in SCRIPTS {
        if scripts.contains(script.full_name()) {
            faces.extend(pair);
        }
    }
    if signs {
        faces.extend(&SIGNS);
    }
    faces
}

/// Faces, ready to be set with. Reading them takes longer than setting a short text: keep them between texts.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    faces: Vec<(Face, Font)>,
}

impl Fonts {
    /// Whether a face is in it.
    pub fn has(&self, face: &Face) -> bool {
        self.faces.iter().any(|(other, _)| other == face)
    }

    /// Takes in a face, from the bytes of its file. A file may hold several; the one of the family is taken.
    ///
    /// # Errors
    /// When the bytes hold no such face.
    pub fn add(&mut self, face: &Face, bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<(), PdfError> {
        let unreadable = PdfError::Unreadable { file: face.file, family: face.family };
        let font = Font::iter(Bytes::new(bytes)).find(|font| font.info().family == face.family).ok_or(unreadable)?;
        if !self.has(face) {
            self.faces.push((*face, font));
            // The same faces give the same bytes, in whichever order they came.
            self.faces.sort_by_key(|(face, _)| *face);
        }
        Ok(())
    }

    pub(crate) fn loaded(&self) -> impl Iterator<Item = &Font> {
        self.faces.iter().map(|(_, font)| font)
    }

    /// Whether one family has all characters of a cluster, in each of its faces among the given ones.
    pub(crate) fn cover(&self, families: &[&str], cluster: &str) -> bool {
        families.iter().any(|family| {
            let mut faces = self.faces.iter().filter(|(face, _)| face.family == *family).peekable();
            faces.peek().is_some()
                && faces.all(|(_, font)| cluster.chars().all(|c| font.info().coverage.contains(c.into())))
        })
    }
}

/// The missing faces in words: what to install, then the files.
pub(crate) fn describe(faces: &[&Face]) -> String {
    let packages: BTreeSet<_> = faces.iter().map(|face| face.package).collect();
    let files: BTreeSet<_> = faces.iter().map(|face| face.file).collect();
    let join = |set: BTreeSet<&str>, by| set.into_iter().collect::<Vec<_>>().join(by);
    format!("{}; install {}", join(files, ", "), join(packages, " and "))
}
