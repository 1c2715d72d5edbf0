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
    /// Takes a finding into account, whose sentences may name something.
    pub fn add(
        &mut self,
        code: &'static str,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Named<'_> {
        self.take(Diagnostic::new(code, severity, place, message, hint))
    }

    /// Takes a finding of somebody else into account.
    pub fn take(&mut self, found: Diagnostic) -> Named<'_> {
        let Diagnostic { code, severity, place, .. } = found;
        let (count, worst, last) = self.counts.entry(code).or_insert((0, severity, place));
        *count += 1;
        if *count <= LISTED {
            self.list.push(found);
            return Named(self.list.last_mut());
        }
        if *count == LISTED + 1 {
            (*worst, *last) = (severity, place);
        }
        Named(None)
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
                let hint = "Mend the ones listed and import again, or check the text first.";
                let more = Diagnostic::new(code, severity, place, message, hint);
                self.list.push(more.with("more", count - LISTED));
            }
        }
        self.list.sort_by_key(|finding| finding.place);
        self.list
    }
}

/// A finding that was taken into account; nothing when it is one too many to be listed.
pub(super) struct Named<'a>(Option<&'a mut Diagnostic>);

impl Named<'_> {
    /// Adds something that its sentences name.
    pub fn with(self, name: &'static str, value: impl ToString) -> Self {
        if let Some(found) = self.0 {
            found.values.push((name, value.to_string()));
            return Self(Some(found));
        }
        self
    }
}
