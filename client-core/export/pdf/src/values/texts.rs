use client_core_export::{
    edition::{Block, Edition, Paragraph, Revision, Run},
    words::Words,
};

/// Calls back with every text that will stand on a page.
pub(crate) fn each_text(edition: &Edition, f: &mut dyn FnMut(&str)) {
    f(&edition.title);
    let header = &edition.header;
    [&header.symbol, &header.date, &header.status].into_iter().for_each(|text| f(text));
    if let Some(columns) = &edition.columns {
        [&columns.idea, &columns.text, &columns.source].into_iter().for_each(|text| f(text));
    }
    for block in &edition.blocks {
        match block {
            Block::Paragraph(paragraph) => in_paragraph(paragraph, f),
            Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
                cells.for_each(|paragraph| in_paragraph(paragraph, f));
            }
        }
    }
    for note in &edition.notes {
        f(&note.sign);
        in_runs(&note.runs, note.revision.as_ref(), f);
    }
    for thread in &edition.threads {
        f(&thread.quoted);
        for remark in &thread.remarks {
            [&remark.by, &remark.delegation, &remark.text].into_iter().for_each(|text| f(text));
        }
    }
    for blocker in &edition.open {
        f(&blocker.label);
        f(&blocker.words);
    }
    for line in &edition.concordance {
        [&line.before, &line.after, &line.reason].into_iter().for_each(|text| f(text));
        line.contributors.iter().for_each(|text| f(text));
    }
    // The words of the page itself: those of a language share a script.
    let words = Words::of(&edition.labels);
    [words.open, words.notes, words.comments, words.concordance].into_iter().for_each(f);
}

fn in_paragraph(paragraph: &Paragraph, f: &mut dyn FnMut(&str)) {
    f(&paragraph.label);
    f(&paragraph.idea);
    paragraph.sources.iter().for_each(|text| f(text));
    in_runs(&paragraph.runs, paragraph.revision.as_ref(), f);
}

fn in_runs(runs: &[Run], whole: Option<&Revision>, f: &mut dyn FnMut(&str)) {
    if let Some(revision) = whole {
        f(&revision.author);
    }
    for run in runs {
        let revision = match run {
            Run::Text { text, revision, .. } => {
                f(text);
                revision.as_ref()
            }
            Run::Note { revision, .. } => revision.as_ref(),
            Run::ThreadStart(_) | Run::ThreadEnd(_) => None,
        };
        if let Some(revision) = revision {
            f(&revision.author);
        }
    }
}
