//! Lists the built-in packs (`rules/*.toml`), so that a new pack is one new file and nothing else.

use std::{env, fmt::Write as _, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=rules");
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let mut packs: Vec<_> = fs::read_dir(Path::new(&root).join("rules"))
        .expect("rules/ can be read")
        .map(|entry| entry.expect("rules/ can be listed").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    packs.sort();
    let mut out = String::from("&[\n");
    for path in &packs {
        let name = path.file_name().expect("a file has a name").to_string_lossy();
        writeln!(out, "    (\"rules/{name}\", include_str!({path:?})),").expect("writing to a String cannot fail");
    }
    out.push(']');
    let dest = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("packs.rs");
    fs::write(dest, out).expect("OUT_DIR can be written");
}
