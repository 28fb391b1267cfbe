//! Reads and compiles the built-in packs (`rules/*.toml`), so that a new pack is one new file and nothing else, and the
//! program starts with its phrases ready.
//!
//! It does so with the program's own rooms; what they do not need here is unused here.
#![allow(dead_code, unused_imports, missing_docs, unreachable_pub, clippy::all)]

use std::{env, fmt::Write as _, fs, path::Path};

#[path = "src/error.rs"]
mod error;
#[path = "src/line.rs"]
mod line;
#[path = "src/rule.rs"]
mod rule;
#[path = "src/span.rs"]
mod span;
#[path = "src/token.rs"]
mod token;
#[path = "src/verdict.rs"]
mod verdict;

#[path = "src/ruleset"]
mod ruleset {
    pub(crate) mod graph;
    pub(crate) mod load;
    pub(crate) mod matcher;
    pub(crate) mod needles;
    pub(crate) mod phrase;
    pub(crate) mod slot;
    pub(crate) mod starts;
}

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/ruleset");
    for room in ["error", "line", "rule", "span", "token", "verdict"] {
        println!("cargo::rerun-if-changed=src/{room}.rs");
    }
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let mut packs: Vec<_> = fs::read_dir(Path::new(&root).join("rules"))
        .expect("rules/ can be read")
        .map(|entry| entry.expect("rules/ can be listed").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    packs.sort();
    let mut list = String::from("&[\n");
    let mut loader = ruleset::load::Loader::default();
    for path in &packs {
        let name = format!("rules/{}", path.file_name().expect("a file has a name").to_string_lossy());
        writeln!(list, "    ({name:?}, include_str!({path:?})),").expect("writing to a String cannot fail");
        let source = fs::read_to_string(path).unwrap_or_else(|e| panic!("{name} cannot be read: {e}"));
        if let Err(error) = loader.read(&name, &source, true) {
            println!("cargo::error={error}");
            std::process::exit(1);
        }
    }
    list.push(']');
    let compiled = ruleset::matcher::Compiled::new(&loader.rules, &loader.phrases, &loader.words);
    let rules = postcard::to_stdvec(&(&loader.rules, &loader.words, loader.forms())).expect("rules are plain data");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    for (name, bytes) in [("packs.rs", list.into_bytes()), ("rules.bin", rules), ("graphs.bin", compiled.store())] {
        fs::write(Path::new(&out).join(name), bytes).expect("OUT_DIR can be written");
    }
}
