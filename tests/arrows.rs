//! The arrows of `docs/ARCHITECTURE.md`: which room may know which.

use std::fs;
use std::path::{Path, PathBuf};

/// Every room with the rooms it may use, from the ground up.
const ROOMS: &[(&str, &[&str])] = &[
    ("span", &[]),
    ("error", &[]),
    ("document", &["span"]),
    ("line", &["span"]),
    ("token", &["line"]),
    ("rule", &[]),
    ("style", &[]),
    ("verdict", &["span"]),
    ("ruling", &["span", "line", "verdict"]),
    ("ruleset", &["span", "error", "line", "token", "rule", "verdict"]),
    ("model", &["line", "token"]),
    ("judge", &["span", "document", "line", "token", "rule", "ruleset", "model", "verdict"]),
    (
        "cleaner",
        &["model", "span", "error", "document", "line", "rule", "ruleset", "judge", "ruling", "style", "verdict"],
    ),
    ("examples", &["span", "error", "document", "rule", "ruleset", "cleaner"]),
    ("io", &["span", "error", "document", "ruling", "verdict"]),
    ("sink", &["error", "ruleset", "ruling", "io"]),
    ("pipeline", &["span", "error", "document", "cleaner", "ruling", "io", "sink"]),
];

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The code of a file up to its tests, which may look anywhere.
fn code(path: &Path) -> String {
    let source = fs::read_to_string(path).unwrap();
    source.split("#[cfg(test)]").next().unwrap_or("").to_owned()
}

#[test]
fn arrows_run_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    let mut wrong = Vec::new();
    for path in &all {
        let inside = path.strip_prefix(&src).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let room = first.trim_end_matches(".rs");
        if matches!(room, "lib" | "bin") || path.file_stem().is_some_and(|s| s == "tests") {
            continue;
        }
        let (_, allowed) =
            ROOMS.iter().find(|(r, _)| *r == room).unwrap_or_else(|| panic!("no room `{room}` on the map"));
        let source: String =
            code(path).lines().filter(|l| !l.trim_start().starts_with("//")).map(|l| format!("{l}\n")).collect();
        for (at, _) in source.match_indices("crate::") {
            let rest = &source[at + "crate::".len()..];
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            // Names of the library's root would hide where they come from.
            if name != room && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{} knows {name}", inside.display()));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_below_the_program_prints_exits_or_reads_the_environment() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    for path in all.iter().filter(|p| !p.starts_with(src.join("bin"))) {
        let source = code(path);
        for (n, line) in source.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
            for word in ["println!", "eprintln!", "process::exit", "env::var", "env::args", "std::fs", "dbg!"] {
                assert!(!line.contains(word), "{}:{} has {word}", path.display(), n + 1);
            }
        }
    }
}
