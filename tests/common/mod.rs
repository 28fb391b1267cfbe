//! The corpus, read from the repository.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn files(dir: &Path, ending: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display())) {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            out.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// The noisy documents with their expected results: (name, text, cleaned).
#[allow(dead_code, reason = "each test binary uses what it needs")]
pub(crate) fn corpus() -> Vec<(String, String, String)> {
    pairs(".txt", ".clean.txt")
}

/// The JSONL files with their expected results.
#[allow(dead_code, reason = "each test binary uses what it needs")]
pub(crate) fn records() -> Vec<(String, String, String)> {
    pairs(".jsonl", ".clean.jsonl")
}

fn pairs(ending: &str, clean: &str) -> Vec<(String, String, String)> {
    files(&root(), clean)
        .iter()
        .map(|expected| {
            let name = expected.to_string_lossy().strip_suffix(clean).expect("it ends so").to_owned();
            let short = Path::new(&name).strip_prefix(root()).expect("it lies there").display().to_string();
            (short, read(Path::new(&format!("{name}{ending}"))), read(expected))
        })
        .collect()
}

/// The documents that must not change.
#[allow(dead_code, reason = "each test binary uses what it needs")]
pub(crate) fn negatives() -> Vec<(String, String)> {
    files(&root().join("negative"), ".txt")
        .iter()
        .map(|p| (p.file_stem().expect("a file has a name").to_string_lossy().into_owned(), read(p)))
        .collect()
}
