//! PDF: whatever the library takes in is counted before.

use crate::{
    made::{Pdf, packed, printed},
    measure::{read, said, turn},
};

const MIB: usize = 1024 * 1024;

#[track_caller]
fn check(name: &str, bytes: impl AsRef<[u8]>, because: &str) {
    let said = said(name, bytes.as_ref());
    assert!(said.contains(because), "{name}: {said}");
}

fn font(pdf: &mut Pdf) -> String {
    let font = pdf.object("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>");
    format!("/F1 {font} 0 R")
}

#[test]
fn a_page_is_read() {
    let _turn = turn();
    assert_eq!(said("plain.pdf", &printed("1. We urge [all] States.")), "");
}

/// What is in a stream comes back, however its length and its end are written.
#[test]
fn streams_are_read_as_they_stand() {
    let _turn = turn();
    let draws = b"BT /F1 12 Tf 72 700 Td (1. We urge [all] States.) Tj ET";
    for (begin, end) in [("\n", "\n"), ("\r\n", "\r\n"), ("\n", "")] {
        for content in [packed(draws), draws.to_vec()] {
            let filter = if content == draws { "" } else { "/Filter /FlateDecode" };
            let mut pdf = Pdf::default();
            pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
            pdf.object("<< /Type /Pages /Count 1 /Kids [3 0 R] >>");
            pdf.object("<< /Type /Page /Parent 2 0 R /Contents 6 0 R /Resources << /Font << /F1 4 0 R >> >> >>");
            font(&mut pdf);
            pdf.object(content.len().to_string());
            let head = format!("<<{filter} /Length 5 0 R>>\nstream{begin}");
            pdf.object([head.as_bytes(), &content, end.as_bytes(), b"endstream"].concat());
            let read = read("a stream.pdf", &pdf.finish()).expect("a page");
            assert_eq!(client_core::import::source_text(&read.imported.drafts[0]).trim(), "1. We urge [all] States.");
        }
    }
}

#[test]
fn what_pages_draw_is_counted() {
    let _turn = turn();
    check("bomb.pdf", Pdf::pages(1, &vec![b' '; 200 * MIB], font), "unpacked");
    check("bombs.pdf", Pdf::pages(1_900, &vec![b' '; 4 * MIB - 16], font), "unpacked");
    let _ = read("operations.pdf", &Pdf::pages(1, "q\n".repeat(2 * MIB - 16).as_bytes(), font));
    let _ = read("operations, 8 pages.pdf", &Pdf::pages(8, "q\n".repeat(2 * MIB - 16).as_bytes(), font));
    let _ = read("numbers.pdf", &Pdf::pages(8, "1 ".repeat(2 * MIB - 16).as_bytes(), font));
    let _ = read("deep.pdf", &Pdf::pages(8, "[".repeat(4 * MIB - 16).as_bytes(), font));
    let show = "BT /F1 9 Tf (x) Tj 0 -9 Td ".repeat(150_000);
    let _ = read("lines.pdf", &Pdf::pages(8, show.as_bytes(), font));
    let _ = read("changes of font.pdf", &Pdf::pages(8, "BT /F1 9 Tf ET ".repeat(250_000).as_bytes(), font));
    let long = format!("BT /F1 9 Tf ({}) Tj ET", "x".repeat(4 * MIB - 100));
    let _ = read("words.pdf", &Pdf::pages(8, long.as_bytes(), font));
}

#[test]
fn pages_and_objects_are_counted() {
    let _turn = turn();
    check("pages.pdf", Pdf::pages(5_000, b"BT ET", font), "pages");
    let kids = |kids: String| {
        let mut pdf = Pdf::default();
        pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
        pdf.object(format!("<< /Type /Pages /Count 1 /Kids [{kids}] >>"));
        pdf.object("<< /Type /Page /Parent 2 0 R >>");
        pdf.finish()
    };
    let _ = read("one page often.pdf", &kids("3 0 R ".repeat(5_000_000)));
    let _ = read("pages in pages.pdf", &kids("2 0 R ".repeat(5_000_000)));
    let objects = |object: &str, times: usize| {
        let mut pdf = Pdf::default();
        pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
        pdf.object("<< /Type /Pages /Count 0 /Kids [] >>");
        (0..times).for_each(|_| _ = pdf.object(object));
        pdf.finish()
    };
    let _ = read("objects.pdf", &objects("0", 600_000));
    let _ = read("an array.pdf", &objects(&format!("[{}]", "0 ".repeat(15 * MIB)), 1));
    let _ = read("dictionaries.pdf", &objects(&format!("[{}]", "<</a 0>>".repeat(3 * MIB)), 1));
    let _ = read("brackets.pdf", &objects(&"[".repeat(30 * MIB), 1));
    let _ = read("nothing.pdf", [b"%PDF-1.7\n".as_slice(), &vec![b'a'; 30 * MIB]].concat().as_slice());
    let _ = read("objs.pdf", [b"%PDF-1.7\n".as_slice(), "1 0 obj ".repeat(3 * MIB).as_bytes()].concat().as_slice());
    let _ =
        read("trailers.pdf", [b"%PDF-1.7\n".as_slice(), "trailer<<".repeat(3 * MIB).as_bytes()].concat().as_slice());
}

/// A stream of objects, each of which is at the same place in it.
#[test]
fn streams_of_objects_are_counted() {
    let _turn = turn();
    let stream = |index: String, content: String| {
        let mut pdf = Pdf::default();
        pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
        pdf.object("<< /Type /Pages /Count 0 /Kids [] >>");
        let count = index.split_whitespace().count() / 2;
        pdf.packed(&format!("/Type /ObjStm /N {count} /First {}", index.len()), (index + &content).as_bytes());
        pdf.finish()
    };
    let index = |objects: usize, place: fn(usize) -> usize| {
        (0..objects).map(|n| format!("{} {} ", n + 10, place(n))).collect::<String>()
    };
    let _ = read("one object often.pdf", &stream(index(20_000, |_| 0), format!("[{}]", "0 ".repeat(100_000))));
    let _ = read("many.pdf", &stream(index(900_000, |n| n * 2), "0 ".repeat(900_000)));
    let _ = read("long.pdf", &stream(index(1, |_| 0), format!("[{}]", "0 ".repeat(14 * MIB))));
    let _ = read(
        "in one another.pdf",
        &stream(index(90_000, |n| n * 100), format!("{}[", "0 ".repeat(49) + "[ ").repeat(90_000)),
    );
    let mut pdf = Pdf::default();
    pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    pdf.object("<< /Type /Pages /Count 0 /Kids [] >>");
    let packed = packed(&vec![b' '; 30 * MIB]);
    (0..400).for_each(|_| _ = pdf.stream("/Filter /FlateDecode /Type /ObjStm /N 0 /First 0", &packed));
    let _ = read("many bombs.pdf", &pdf.finish());
}

#[test]
fn tables_of_objects_are_counted() {
    let _turn = turn();
    // Each stream holds all that come behind it.
    let mut file = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 0 /Kids [] >>\nendobj\n".to_vec();
    let (streams, head) = (30_000, 64);
    let begin = file.len();
    for number in 0..streams {
        let length = (streams - number) * head;
        let text = format!("{} 0 obj\n<< /Length {length} >>\nstream\n", number + 3);
        file.extend(format!("{text:<head$}").bytes());
    }
    file.extend(vec![b' '; 1000]);
    let xref = file.len();
    file.extend(format!("xref\n0 1\n0000000000 65535 f \n3 {streams}\n").bytes());
    (0..streams).for_each(|n| file.extend(format!("{:010} 00000 n \n", begin + n * head).bytes()));
    file.extend(format!("trailer << /Size {streams} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n").bytes());
    let _ = read("streams in streams.pdf", &file);

    // Many lists of objects, each packed.
    let mut file = b"%PDF-1.7\n".to_vec();
    let packed = packed(&vec![0; 28 * MIB]);
    let mut before = 0;
    for number in 0..300 {
        let at = file.len();
        let previous = if number == 0 { String::new() } else { format!("/Prev {before}") };
        let head = format!(
            "{} 0 obj\n<< /Type /XRef /Size 4000000 /W [1 4 2] {previous} /Root 1 0 R /Filter /FlateDecode /Length {} >>\nstream\n",
            number + 5,
            packed.len()
        );
        file.extend(head.bytes());
        file.extend(&packed);
        file.extend(b"\nendstream\nendobj\n");
        before = at;
    }
    file.extend(format!("startxref\n{before}\n%%EOF\n").bytes());
    let _ = read("packed tables.pdf", &file);
    let wide = "%PDF-1.7\nxref\n0 4000000000\n0000000000 65535 f \ntrailer << /Size 4000000000 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n";
    let _ = read("a wide table.pdf", wide.as_bytes());
}

/// A file that says by itself where its objects are, `(number, place)`.
fn with_table(mut file: Vec<u8>, objects: &[(usize, usize)]) -> Vec<u8> {
    let xref = file.len();
    file.extend(b"xref\n0 1\n0000000000 65535 f \n");
    objects.iter().for_each(|(number, at)| file.extend(format!("{number} 1\n{at:010} 00000 n \n").bytes()));
    file.extend(format!("trailer << /Size 100 /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n").bytes());
    file
}

/// Numbers where packed bytes are expected: as far apart as the ends of words are in those.
#[test]
fn numbers_that_look_packed_are_counted() {
    let _turn = turn();
    let head = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 0 /Kids [] >>\nendobj\n";
    let numbers = "1234567890 ".repeat(31 * MIB / 11);
    let file = |before: &str, behind: &str| {
        let at = head.len() + before.find("4 0 obj").expect("an object");
        let file = [head, before, &numbers, behind].concat();
        with_table(file.into_bytes(), &[(1, 9), (2, head.find("2 0 obj").unwrap_or(0)), (4, at)])
    };
    let end = "]\nendstream\nendobj\n";
    // The table leads into a stream.
    check("in a stream.pdf", file("3 0 obj\n<< /Length 99 >>\nstream\n4 0 obj\n[", end), "pages");
    // What looks like the beginning of a stream are the words of a string, of a name, of a comment.
    check("behind a string.pdf", file("4 0 obj\n[(<<>>\nstream\n) ", end), "pages");
    check("behind a name.pdf", file("4 0 obj\n[/stream ", end), "objects");
    check("behind a comment.pdf", file("4 0 obj\n[ %>>stream\n", end), "pages");
    // It may be one of a table of objects, which is read as it is.
    check("in a list.pdf", file("3 0 obj\n<< /Type /ObjStm /N 0 /First 0 >>\nstream\n4 0 obj\n[", end), "objects");
    check(
        "in a list, escaped.pdf",
        file("3 0 obj\n<< /Type /Obj#53tm /N 0 /First 0 >>\nstream\n4 0 obj\n[", end),
        "objects",
    );
    check("without an end.pdf", file("3 0 obj\n<< /Length 99 >>\nstream\n4 0 obj\n[", "]\nendobj\n"), "objects");
    let trailer = file("4 0 obj\n<< /Length 99 >>\nstream\ntrailer << /A [", "] >>\nendstream\nendobj\n");
    check("in a trailer.pdf", trailer, "pages");
}

#[test]
fn fonts_are_counted() {
    let _turn = turn();
    let fonts = |times: usize, of: &str, extra: &str| {
        let (of, extra) = (of.to_owned(), extra.to_owned());
        move |pdf: &mut Pdf| {
            let table = pdf.packed("", extra.as_bytes());
            let fonts: Vec<String> = (0..times)
                .map(|n| format!("/F{n} {} 0 R", pdf.object(of.replace("TABLE", &format!("{table} 0 R")))))
                .collect();
            fonts.join(" ")
        }
    };
    let page = b"BT /F1 9 Tf (x) Tj ET";
    let wide =
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /ToUnicode TABLE /DescendantFonts [<< /W [0 65535 500] >>] >>";
    let _ = read("wide fonts.pdf", &Pdf::pages(20, page, fonts(900, wide, "")));
    let plain = "<< /Type /Font /Subtype /Type0 /BaseFont /A /ToUnicode TABLE >>";
    let range =
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n1 beginbfrange\n<0000> <ffff> <0041>\nendbfrange\n";
    let _ = read("tables.pdf", &Pdf::pages(20, page, fonts(900, plain, &range.repeat(1_000))));
    let _ = read("bombs.pdf", &Pdf::pages(20, page, fonts(900, plain, &" ".repeat(2 * MIB - 16))));
    let chars: String = (0..60_000).map(|n| format!("<{n:04x}> <{n:04x}>\n")).collect();
    let chars = format!("1 begincodespacerange <0000> <ffff> endcodespacerange\n60000 beginbfchar\n{chars}endbfchar\n");
    let _ = read("characters.pdf", &Pdf::pages(20, page, fonts(900, plain, &chars)));
    let differences = format!(
        "<< /Type /Font /Subtype /Type1 /BaseFont /A /Encoding << /Differences [{}] >> >>",
        "0 /a ".repeat(100_000)
    );
    let _ = read("differences.pdf", &Pdf::pages(20, page, fonts(20, &differences, "")));
}
