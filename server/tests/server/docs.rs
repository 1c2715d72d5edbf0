//! The documents: every command in them runs, every link in them resolves.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use crate::cli::Served;

/// Commands that are the tests' own business to run: they build and test the whole house.
const SKIPPED: [&str; 2] = ["make run", "make test"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").into()
}

/// The Markdown files of a directory, in order of their names.
fn markdown(directory: &Path, deep: bool) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("a directory").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> = entries
        .flat_map(|path| match path.is_dir() {
            true if deep => markdown(&path, deep),
            true => Vec::new(),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    found.sort();
    found
}

/// The lines of a text and whether each stands in a fenced block, with the block's language.
fn lines(text: &str) -> impl Iterator<Item = (Option<&str>, &str)> {
    let mut block = None;
    text.lines().filter_map(move |line| match (line.trim_start().strip_prefix("```"), block) {
        (Some(language), None) => {
            block = Some(language);
            None
        }
        (Some(_), Some(_)) => {
            block = None;
            None
        }
        (None, _) => Some((block, line)),
    })
}

#[test]
fn the_commands_of_the_readme_and_the_guides_run() {
    let root = root();
    let place = tempfile::tempdir().expect("a directory");
    let (here, programs) = (place.path(), place.path().join("bin"));
    fs::create_dir(&programs).expect("made");
    symlink(env!("CARGO_BIN_EXE_adref"), programs.join("adref")).expect("linked");
    symlink(root.join("seeds"), here.join("seeds")).expect("linked");
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap_or_default());
    let mut server = None;
    let mut ran = 0;
    for file in [vec![root.join("README.md")], markdown(&root.join("docs/guide"), false)].concat() {
        let text = fs::read_to_string(&file).expect("readable");
        let console = lines(&text).filter(|(block, _)| *block == Some("console"));
        for command in console.filter_map(|(_, line)| line.strip_prefix("$ ")) {
            if SKIPPED.contains(&command) {
                continue;
            }
            assert!(command.starts_with("adref "), "{}: nobody runs `{command}`", file.display());
            ran += 1;
            if command.starts_with("adref serve") {
                // Once, on a free port; it goes on beside the commands that follow.
                server.get_or_insert_with(|| Served::start(&here.join("data"), &[]));
                continue;
            }
            let link = server.as_ref().map(|server| server.link("member")).unwrap_or_default();
            let output = Command::new("sh")
                .args(["-c", command])
                .current_dir(here)
                .env("PATH", &path)
                .env("LINK", link)
                .env("CHAIR", server.as_ref().map(|server| server.link("chair")).unwrap_or_default())
                .env_remove("ADREF_DATA")
                .env_remove("ADREF_LOG")
                .output()
                .expect("it runs");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: `{command}`: {said}", file.display());
            assert!(!output.stdout.is_empty() || command.contains(" -o "), "`{command}` says nothing");
        }
    }
    assert!(ran > 15, "{ran} commands were found");
    let text = fs::read_to_string(here.join("drafts.txt")).expect("the export of the guide");
    assert!(text.contains("再次") && server.is_some_and(Served::stop));
}

/// The targets of the links and pictures of a text.
fn targets(text: &str) -> Vec<String> {
    let words: String = lines(text).filter(|(block, _)| block.is_none()).map(|(_, line)| format!("{line}\n")).collect();
    let ends = words.match_indices("](").map(|(at, _)| &words[at + 2..]);
    ends.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.to_owned()).collect()
}

/// The anchors of a text's headings, as they are made where the text is shown.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = lines(text).filter(|(block, line)| block.is_none() && line.starts_with('#'));
    let titles = headings.map(|(_, line)| line.trim_start_matches('#').trim().to_lowercase());
    let anchor = |title: String| -> String {
        let kept = title.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    titles.map(anchor).collect()
}

#[test]
fn every_link_of_the_documents_resolves() {
    let root = root();
    let (mut checked, mut broken) = (0, Vec::new());
    for file in [vec![root.join("README.md")], markdown(&root.join("docs"), true)].concat() {
        let text = fs::read_to_string(&file).expect("readable");
        for target in targets(&text) {
            if target.starts_with("https://") || target.starts_with("http://") {
                continue;
            }
            checked += 1;
            let (name, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let path = if name.is_empty() { file.clone() } else { file.with_file_name(name) };
            let there = match anchor {
                "" => path.exists(),
                anchor => fs::read_to_string(&path).is_ok_and(|text| anchors(&text).contains(anchor)),
            };
            if !there {
                broken.push(format!("{}: {target}", file.strip_prefix(&root).unwrap_or(&file).display()));
            }
        }
    }
    assert!(checked > 50, "{checked} links were found");
    assert!(broken.is_empty(), "{broken:#?}");
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_proof_that_the_security_page_names_is_there() {
    let (root, mut proofs, mut lost) = (root(), 0, Vec::new());
    let page = fs::read_to_string(root.join("docs/security.md")).expect("a page");
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.split('.').count() > 2);
    for proof in rows.flat_map(quoted) {
        let read = |file: &str| fs::read_to_string(root.join(file)).ok();
        if let Some((file, name)) = proof.split_once("::").filter(|(file, _)| file.contains('/')) {
            proofs += 1;
            if !read(file).is_some_and(|text| text.contains(name)) {
                lost.push(proof);
            }
        } else if let Some((file, line)) = proof.rsplit_once(':')
            && let Ok(line) = line.parse::<usize>()
        {
            proofs += 1;
            if read(file).is_none_or(|text| text.lines().count() < line) {
                lost.push(proof);
            }
        }
    }
    assert!(proofs > 200, "{proofs} proofs are read");
    assert!(lost.is_empty(), "{lost:#?}");
    let count = |answer: &str| page.lines().filter(|line| line.contains(&format!(" | {answer} | "))).count();
    let said = format!("{} hold, {} do not apply", count("yes"), count("not applicable"));
    assert!(page.contains(&said), "{said}");
}
