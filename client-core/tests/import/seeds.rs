use client_core::import::import;

use crate::dump::dump;

#[test]
fn show() {
    for (name, bytes) in [
        ("002", &include_bytes!("../../../seeds/002_7af3ffa0c4c50526.txt")[..]),
        ("000", &include_bytes!("../../../seeds/000_f5c0fb1b3a270f9b.txt")[..]),
        ("001", &include_bytes!("../../../seeds/001_7b072de2455aec5a.txt")[..]),
        ("003", &include_bytes!("../../../seeds/003_109704c1ce885dbf.txt")[..]),
        ("004", &include_bytes!("../../../seeds/004_82b41a7465f77ec1.txt")[..]),
    ] {
        let found = import(name, bytes).unwrap();
        let mut text = String::new();
        for draft in &found.drafts {
            text += &dump(draft);
        }
        for d in &found.diagnostics {
            text += &format!(
                "{}:{} {:?} {}: {} | {}\n",
                d.place.line, d.place.column, d.severity, d.code, d.message, d.hint
            );
        }
        std::fs::write(format!("/tmp/import-{name}.txt"), text).unwrap();
    }
}
