//! How the program ends: 0 done, 1 findings in modes that look for them, 2 error.

use std::fmt;
use std::io;
use std::process::ExitCode;

/// Why the program stops early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Nobody reads what we write any more: that is no error.
    ClosedPipe,
    /// A sentence for people.
    Error(String),
}

impl Stop {
    /// A failure to write to `place`.
    pub(crate) fn writing(place: impl fmt::Display, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Stop::ClosedPipe;
        }
        Stop::Error(format!("{place} cannot be written: {}", plain(error)))
    }

    /// A failure to read `place`.
    pub(crate) fn reading(place: impl fmt::Display, error: &io::Error) -> Self {
        Stop::Error(format!("{place} cannot be read: {}", plain(error)))
    }
}

/// The system's words without its error number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    text[..1].to_lowercase() + &text[1..]
}

impl From<dechaff::Error> for Stop {
    fn from(error: dechaff::Error) -> Self {
        Stop::Error(error.to_string())
    }
}

impl From<String> for Stop {
    fn from(error: String) -> Self {
        Stop::Error(error)
    }
}

/// The result of a command: whether it found something.
pub(crate) type Ended = Result<bool, Stop>;

/// The exit code of a result; an error is printed.
pub(crate) fn from(ended: Ended) -> ExitCode {
    match ended {
        Ok(false) | Err(Stop::ClosedPipe) => ExitCode::SUCCESS,
        Ok(true) => ExitCode::from(1),
        Err(Stop::Error(message)) => {
            use io::Write as _;
            // That nobody can read it changes nothing.
            let _ = writeln!(anstream::stderr(), "\u{1b}[1;31merror\u{1b}[0m: {message}");
            ExitCode::from(2)
        }
    }
}
