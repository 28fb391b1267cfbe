//! Where bytes go: standard output, or a file that appears when it is whole.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::exit::Stop;

/// An open output.
pub(crate) enum Output {
    /// Standard output.
    Stdout(io::Stdout),
    /// A file beside its place.
    File(NamedTempFile, PathBuf),
    /// The same, whole and closed.
    Whole(TempPath, PathBuf),
    /// A device or pipe, which has no place beside it.
    Device(File, PathBuf),
}

impl Output {
    /// Standard output, or the file `path`.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Stop> {
        path.map_or_else(|| Ok(Output::Stdout(io::stdout())), Output::file)
    }

    /// A file that takes the place of `path` when it is whole.
    pub(crate) fn file(path: &Path) -> Result<Self, Stop> {
        // A device, or what a shell has opened for us, is written as it is.
        let special = path.starts_with("/dev") || path.starts_with("/proc");
        if special || std::fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir()) {
            let called = format!("`{}`", path.display());
            let file = std::fs::OpenOptions::new().append(true).open(path).map_err(|e| Stop::writing(&called, &e))?;
            return Ok(Output::Device(file, path.to_owned()));
        }
        // A link stays a link: what it points to is replaced.
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let called = format!("`{}`", path.display());
        let dir = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".dechaff-");
        // What exists keeps its permissions; what is new gets those that the system gives.
        match std::fs::metadata(&path) {
            Ok(meta) if !meta.is_file() => return Err(format!("{called} is not a regular file").into()),
            Ok(_) => {}
            #[cfg(unix)]
            Err(_) => {
                use std::os::unix::fs::PermissionsExt as _;
                builder.permissions(std::fs::Permissions::from_mode(0o666));
            }
            #[cfg(not(unix))]
            Err(_) => {}
        }
        let file = builder.tempfile_in(dir).map_err(|e| Stop::writing(&called, &e))?;
        if let Ok(meta) = std::fs::metadata(&path) {
            file.as_file().set_permissions(meta.permissions()).map_err(|e| Stop::writing(&called, &e))?;
        }
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
            Output::Device(file, path) => {
                file.write_all(bytes).map_err(|e| Stop::writing(format!("`{}`", path.display()), &e))
            }
            Output::Whole(..) => Ok(()),
            Output::File(file, path) => {
                file.write_all(bytes).map_err(|e| Stop::writing(format!("`{}`", path.display()), &e))
            }
        }
    }

    /// Syncs and closes a file without putting it in its place yet: a run may have more files than can be open.
    pub(crate) fn close(self) -> Result<Self, Stop> {
        match self {
            Output::File(file, path) => {
                let sync = file.as_file().sync_all();
                sync.map_err(|e| Stop::writing(format!("`{}`", path.display()), &e))?;
                Ok(Output::Whole(file.into_temp_path(), path))
            }
            other => Ok(other),
        }
    }

    /// Puts a file in its place: synced, then renamed.
    pub(crate) fn finish(self) -> Result<(), Stop> {
        if let Output::Whole(file, path) = self.close()? {
            file.persist(&path).map_err(|e| Stop::writing(format!("`{}`", path.display()), &e.error))?;
        }
        Ok(())
    }
}
