//! The press: editions set as PDF, one at a time and off the threads that serve, with the fonts of the machine.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use client_core::model::Timestamp;
use client_core_export::edition::Edition;
use client_core_export_pdf::{Face, Fonts, PdfError, PdfOptions, needed, write};
use tokio::sync::Semaphore;

/// Where Debian and its kin keep fonts.
pub const FONTS_DIR: &str = "/usr/share/fonts";

/// How many folders deep fonts are looked for.
const DEEPEST: usize = 8;

/// A press. Fonts that it has read it keeps; what it looks for and does not find, it looks for again the next time.
#[derive(Debug)]
pub struct Press {
    folder: PathBuf,
    fonts: Mutex<Fonts>,
    /// Setting a text takes a processor and tens of megabytes: one at a time.
    turn: Arc<Semaphore>,
}

impl Press {
    /// A press that takes its fonts from a folder and what is below it.
    pub fn new(folder: impl Into<PathBuf>) -> Arc<Self> {
        Arc::new(Self { folder: folder.into(), fonts: Mutex::default(), turn: Arc::new(Semaphore::new(1)) })
    }

    /// Sets an edition, on this thread.
    ///
    /// # Errors
    /// [`PdfError`]; faces that are not below the folder are named with the package that brings them.
    pub fn set(&self, edition: &Edition, created: Option<Timestamp>) -> Result<Vec<u8>, PdfError> {
        let fonts = self.fonts_for(edition)?;
        write(edition, &PdfOptions { fonts: &fonts, created })
    }

    /// Sets an edition on a thread of its own when the press is free.
    ///
    /// # Errors
    /// As for [`Self::set`].
    pub async fn print(self: Arc<Self>, edition: Edition, created: Option<Timestamp>) -> Result<Vec<u8>, PdfError> {
        // The semaphore is never closed.
        let turn = self.turn.clone().acquire_owned().await.ok();
        let set = tokio::task::spawn_blocking(move || {
            // Held until the text is set, also when nobody waits for it any more.
            let _turn = turn;
            self.set(&edition, created)
        });
        set.await.unwrap_or_else(|_| Err(PdfError::Engine("the thread ended".into())))
    }

    fn fonts_for(&self, edition: &Edition) -> Result<Fonts, PdfError> {
        // A panic while a face was added leaves the faces before it.
        let mut fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        let missing: Vec<_> = needed(edition).into_iter().filter(|face| !fonts.has(face)).collect();
        if !missing.is_empty() {
            let mut found = HashMap::new();
            find(&self.folder, &missing, DEEPEST, &mut found);
            let absent: Vec<_> = missing.iter().copied().filter(|face| !found.contains_key(face.file)).collect();
            if !absent.is_empty() {
                return Err(PdfError::Fonts(absent));
            }
            for face in missing {
                let Some(Ok(bytes)) = found.get(face.file).map(fs::read) else {
                    return Err(PdfError::Fonts(vec![face]));
                };
                fonts.add(face, bytes)?;
            }
        }
        Ok(fonts.clone())
    }
}

/// Finds the files of faces by their names. What cannot be opened is passed over.
fn find(folder: &Path, wanted: &[&Face], depth: usize, found: &mut HashMap<&'static str, PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let named = wanted.iter().find(|face| entry.file_name() == face.file);
        if let Some(face) = named {
            found.entry(face.file).or_insert(path);
        } else if depth > 0 && path.is_dir() {
            find(&path, wanted, depth - 1, found);
        }
    }
}
