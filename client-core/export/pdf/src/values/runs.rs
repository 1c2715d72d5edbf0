//! The pieces of a paragraph.

use client_core_export::edition::{Revision, Role, Run};
use typst::foundations::{Array, IntoValue, dict};

use super::{Writer, comment_sign};

impl Writer<'_> {
    /// The pieces of a paragraph or a note; what came or went of neighbours by one author in one group.
    pub(super) fn runs(&mut self, runs: &[Run], whole: Option<&Revision>, calls: bool) -> Array {
        let mut out = Array::new();
        let mut group: Option<(&Revision, Array)> = None;
        for run in runs {
            let (revision, value) = match run {
                Run::Text { text, style, role, revision } => {
                    let text = self.printer.print(text);
                    if text.is_empty() {
                        continue;
                    }
                    let value = match role {
                        Role::Words => {
                            let mut set = String::new();
                            set.extend(
                                [(style.bold, 'b'), (style.italic, 'i'), (style.underline, 'u')]
                                    .iter()
                                    .filter(|(on, _)| *on)
                                    .map(|(_, sign)| *sign),
                            );
                            dict! { "x" => "w", "t" => text, "s" => set }
                        }
                        Role::Open { .. } | Role::Close { .. } | Role::Or { .. } => dict! { "x" => "s", "t" => text },
                        Role::Attribution => dict! { "x" => "a", "t" => text },
                    };
                    (revision.as_ref().or(whole), value)
                }
                Run::Note { note, revision } if calls && *note < self.edition.notes.len() => {
                    let again = !self.called.insert(*note);
                    let at = i64::try_from(*note).unwrap_or_default();
                    (revision.as_ref().or(whole), dict! { "x" => "n", "note" => at, "again" => again })
                }
                Run::ThreadEnd(thread) if *thread < self.edition.threads.len() => {
                    let of = group.as_ref().map(|(revision, _)| *revision);
                    (of, dict! { "x" => "c", "t" => comment_sign(*thread) })
                }
                Run::Note { .. } | Run::ThreadStart(_) | Run::ThreadEnd(_) => continue,
            };
            let goes_on = matches!((&group, revision), (Some((of, _)), Some(by)) if of.inserted == by.inserted && of.author == by.author);
            if !goes_on {
                self.close(&mut out, group.take());
                group = revision.map(|by| (by, Array::new()));
            }
            match &mut group {
                Some((_, list)) => list.push(value.into_value()),
                None => out.push(value.into_value()),
            }
        }
        self.close(&mut out, group);
        out
    }

    fn close(&mut self, out: &mut Array, group: Option<(&Revision, Array)>) {
        let Some((revision, runs)) = group else { return };
        let author = self.printer.short(&revision.author);
        let sign = if revision.inserted { '+' } else { '–' };
        let by = format!("{sign}{author}");
        let at = self.authors.iter().position(|(name, _)| *name == author).unwrap_or_else(|| {
            self.authors.push((author, [0, 0]));
            self.authors.len() - 1
        });
        self.authors[at].1[usize::from(!revision.inserted)] += 1;
        out.push(dict! { "x" => "r", "came" => revision.inserted, "by" => by, "runs" => runs }.into_value());
    }
}
