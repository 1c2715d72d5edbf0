use std::collections::BTreeMap;

use crate::model::{Diagnostic, Place, Severity};

/// The beginning of a text.
pub(super) const START: Place = Place { line: 1, column: 1 };

/// How many findings of one kind are listed; a hostile text has millions.
const LISTED: usize = 200;

/// The diagnostics of an import.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Diagnostic>,
    /// By code: how many there are, and where the first that is not listed stands.
    counts: BTreeMap<&'static str, (usize, Severity, Place)>,
}

impl Findings {
    /// Takes a finding into account.
    pub fn add(
        &mut self,
        code: &'static str,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let (count, worst, last) = self.counts.entry(code).or_insert((0, severity, place));
        *count += 1;
        if *count <= LISTED {
            self.list.push(Diagnostic { code, severity, place, message: message.into(), hint: hint.into() });
        } else if *count == LISTED + 1 {
            (*worst, *last) = (severity, place);
        }
    }

    /// Takes a finding of somebody else into account.
    pub fn take(&mut self, found: Diagnostic) {
        self.add(found.code, found.severity, found.place, found.message, found.hint);
    }

    /// Whether another finding of this kind would be listed; what is not listed need not be described.
    pub fn has_room(&self, code: &'static str) -> bool {
        self.counts.get(code).is_none_or(|(count, ..)| *count < LISTED)
    }

    /// The findings in the order of their places.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (code, (count, severity, place)) in self.counts {
            if count > LISTED {
                let message = format!("{} more of the kind \"{code}\" from here on are not listed", count - LISTED);
                let hint = "Mend the ones listed and import again, or check the text first.".into();
                self.list.push(Diagnostic { code, severity, place, message, hint });
            }
        }
        self.list.sort_by_key(|finding| finding.place);
        self.list
    }
}
