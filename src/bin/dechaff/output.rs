//! Where bytes go: standard output, or a file that appears when it is whole.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::exit::Stop;

/// An open output.
pub(crate) enum Output {
    /// Standard output.
    Stdout(io::Stdout),
    /// A file beside its place.
    File(NamedTempFile, PathBuf),
}

impl Output {
    /// Standard output, or the file `path`.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Stop> {
        path.map_or_else(|| Ok(Output::Stdout(io::stdout())), Output::file)
    }

    /// A file that takes the place of `path` when it is whole.
    pub(crate) fn file(path: &Path) -> Result<Self, Stop> {
        // A link stays a link: what it points to is replaced.
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let called = format!("`{}`", path.display());
        let dir = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".dechaff-");
        // What exists keeps its permissions; what is new gets those that the system gives.
        match std::fs::metadata(&path) {
            Ok(meta) if !meta.is_file() => return Err(format!("{called} is not a regular file").into()),
            Ok(meta) => {
                builder.permissions(meta.permissions());
            }
            #[cfg(unix)]
            Err(_) => {
                use std::os::unix::fs::PermissionsExt as _;
                builder.permissions(std::fs::Permissions::from_mode(0o666));
            }
            #[cfg(not(unix))]
            Err(_) => {}
        }
        let file = builder.tempfile_in(dir).map_err(|e| Stop::writing(&called, &e))?;
        Ok(Output::File(file, path))
    }

    /// Writes all of `bytes`, and lets the reader of a pipe see them.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        if bytes.is_empty() {
            return Ok(());
        }
        match self {
            Output::Stdout(out) => {
                let mut out = out.lock();
                out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| Stop::writing("standard output", &e))
            }
            Output::File(file, path) => {
                file.write_all(bytes).map_err(|e| Stop::writing(format!("`{}`", path.display()), &e))
            }
        }
    }

    /// Puts a file in its place: synced, then renamed.
    pub(crate) fn finish(self) -> Result<(), Stop> {
        if let Output::File(file, path) = self {
            let called = format!("`{}`", path.display());
            file.as_file().sync_all().map_err(|e| Stop::writing(&called, &e))?;
            file.persist(&path).map_err(|e| Stop::writing(&called, &e.error))?;
        }
        Ok(())
    }
}
