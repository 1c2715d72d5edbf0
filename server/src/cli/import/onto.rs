//! What a second version of a document has changed of a draft. Nothing is stored.

use std::{path::Path, process::ExitCode};

use client_core::{
    import::{Difference, Match, Words, onto, said},
    model::{Draft, ParagraphId, numbering},
};
use client_core_import::Options;
use serde::Serialize;

use crate::{
    cli::{Failure, print, print_json, reading},
    store::Store,
};

#[derive(Serialize)]
struct DifferenceJson {
    what: &'static str,
    old: Option<String>,
    new: Option<String>,
    label: Option<String>,
    by: Option<&'static str>,
    words: Vec<WordsJson>,
}

#[derive(Serialize)]
struct WordsJson {
    what: &'static str,
    words: String,
}

/// Shows the differences; may run beside a server.
pub fn run(data: &Path, draft: &str, name: &str, bytes: &[u8], json: bool) -> Result<ExitCode, Failure> {
    let mut store = reading::store(data)?;
    let directory = store.delegations()?;
    let row = reading::find(&mut store, draft)?;
    let stored = reading::open(&mut store, row)?;
    let options = Options { directory: Some(&directory), ..Options::default() };
    let mut drafts = client_core_import::read(name, bytes, &options)?.imported.drafts;
    // Of several the one of the same name, as an import would have called it.
    let same = drafts.iter().position(|new| new.title == stored.draft.title || new.slug == stored.row.slug);
    let new = drafts.swap_remove(same.unwrap_or(0));
    let differences = onto(&stored.draft, &new);
    if json {
        let told: Vec<_> = differences.iter().map(|difference| told(difference, &stored.draft, &new)).collect();
        print_json(&told)?;
    } else {
        print(&text(&differences, &stored.draft, &new))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn words(draft: &Draft, id: ParagraphId) -> String {
    draft.paragraph(id).map(said).unwrap_or_default()
}

fn told(difference: &Difference, old_draft: &Draft, new_draft: &Draft) -> DifferenceJson {
    let one = |what, words| vec![WordsJson { what, words }];
    let (what, old, new, by, words) = match difference {
        Difference::Same { old, new } => ("same", Some(*old), Some(*new), None, one("kept", words(old_draft, *old))),
        Difference::New { new } => ("new", None, Some(*new), None, one("new", words(new_draft, *new))),
        Difference::Gone { old } => ("gone", Some(*old), None, None, one("gone", words(old_draft, *old))),
        Difference::Changed { old, new, by, words } => {
            let part = |part: &Words| match part {
                Words::Kept(words) => WordsJson { what: "kept", words: words.clone() },
                Words::Gone(words) => WordsJson { what: "gone", words: words.clone() },
                Words::New(words) => WordsJson { what: "new", words: words.clone() },
            };
            let by = match by {
                Match::Identity => "identity",
                Match::Words => "words",
                Match::Label => "label",
                Match::Likeness => "likeness",
            };
            ("changed", Some(*old), Some(*new), Some(by), words.iter().map(part).collect())
        }
    };
    let label = match (old, new) {
        (Some(old), _) => numbering::labels(old_draft, "en").remove(&old),
        (None, Some(new)) => numbering::labels(new_draft, "en").remove(&new),
        (None, None) => None,
    };
    let id = |id: Option<ParagraphId>| id.map(|id| id.to_string());
    DifferenceJson { what, old: id(old), new: id(new), label, by, words }
}

fn text(differences: &[Difference], old_draft: &Draft, new_draft: &Draft) -> String {
    let (old_labels, new_labels) = (numbering::labels(old_draft, "en"), numbering::labels(new_draft, "en"));
    let old_label = |id: &ParagraphId| old_labels.get(id).map(|label| format!("{label} ")).unwrap_or_default();
    let new_label = |id: &ParagraphId| new_labels.get(id).map(|label| format!("{label} ")).unwrap_or_default();
    let (mut text, mut counts) = (String::new(), [0_usize; 4]);
    for difference in differences {
        match difference {
            Difference::Same { .. } => counts[0] += 1,
            Difference::Changed { old, words, .. } => {
                counts[1] += 1;
                text.push_str(&format!("~ {}", old_label(old)));
                for part in words {
                    match part {
                        Words::Kept(words) => text.push_str(words),
                        Words::Gone(words) => text.push_str(&format!("{{-{words}-}}")),
                        Words::New(words) => text.push_str(&format!("{{+{words}+}}")),
                    }
                }
                text.push('\n');
            }
            Difference::New { new } => {
                counts[2] += 1;
                text.push_str(&format!("+ {}{}\n", new_label(new), words(new_draft, *new)));
            }
            Difference::Gone { old } => {
                counts[3] += 1;
                text.push_str(&format!("- {}{}\n", old_label(old), words(old_draft, *old)));
            }
        }
    }
    let [same, changed, new, gone] = counts;
    format!("{text}\n{same} the same, {changed} changed, {new} new, {gone} gone. Nothing was stored.\n")
}
