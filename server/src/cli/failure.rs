use std::{fmt, io, path::Path, process::ExitCode};

use client_core::import::ImportError;
use client_core_import::ReadError;

use crate::{
    auth::AuthError, importing::ImportingError, server::StartError, settings::SettingsError, store::StoreError,
};

/// Why a command did not do it: a sentence, the next step, and the code that the process ends with.
#[derive(Debug)]
pub struct Failure {
    message: String,
    hint: String,
    code: u8,
}

impl Failure {
    /// A failure that ends the process with 1.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into(), code: 1 }
    }

    /// The same failure with another code.
    pub fn with_code(self, code: u8) -> Self {
        Self { code, ..self }
    }

    /// A file that cannot be read.
    pub fn reading(path: &Path, error: &io::Error) -> Self {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "Check the name; `-` reads standard input where a command allows it.",
            io::ErrorKind::PermissionDenied => "Give this user the right to read it.",
            _ => "Check that it is a file.",
        };
        Self::new(format!("{} cannot be read: {error}", path.display()), hint)
    }

    /// What the process ends with.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        if self.hint.is_empty() { Ok(()) } else { write!(f, "\n  hint: {}", self.hint) }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

impl From<AuthError> for Failure {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Store(error) => error.into(),
            error => Self::new(error.to_string(), error.hint()),
        }
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        Self::new(error.to_string(), error.hint())
    }
}

impl From<ImportError> for Failure {
    /// The sentence of an import names its own next step.
    fn from(error: ImportError) -> Self {
        Self::new(error.to_string(), "")
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Text(error) => error.into(),
            error => Self::new(error.to_string(), error.hint()),
        }
    }
}

impl From<ImportingError> for Failure {
    fn from(error: ImportingError) -> Self {
        match error {
            ImportingError::File(error) => error.into(),
            ImportingError::Store(error) => error.into(),
            ImportingError::Json(error) => Self::new(error.to_string(), error.hint()),
            ImportingError::Akn(error) => Self::new(error.to_string(), error.hint()),
            error @ ImportingError::Bundle(_) => Self::new(error.to_string(), "Give a file that `adref bundle` wrote."),
            error @ ImportingError::Broken { .. } => {
                Self::new(error.to_string(), "Nothing was stored. Export the bundle again, and ask how it came here.")
            }
            error @ (ImportingError::OtherHistory { .. } | ImportingError::Longer { .. }) => {
                Self::new(error.to_string(), "Nothing was stored. Import it into another data directory.")
            }
            error @ (ImportingError::Document { .. } | ImportingError::Delegations(_)) => {
                Self::new(error.to_string(), "Report this with the file.")
            }
        }
    }
}
