//! The library's one error: a sentence that says what is wrong, where, and what to do.

use std::fmt;

/// What went wrong, as one sentence with its place and a remedy.
///
/// Only loading rules, framing input and writing can fail; judging cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    message: String,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Error { message: message.into() }
    }

    /// For a receiver of results that ends the run for a reason of its own.
    pub fn stopped() -> Self {
        Error::new("the run was stopped")
    }

    /// An error of a rule file, with its line (from 1).
    pub(crate) fn in_rules(file: &str, line: usize, message: impl fmt::Display) -> Self {
        Error::new(format!("{file}:{line}: {message}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
