//! Throughput by format and level, the cost of compiling rules, and each judge alone.
//!
//! `cargo bench` runs all; the text is generated from `corpus/`, so a fresh clone can run it.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dechaff::io::Format;
use dechaff::pipeline::{self, Options};
use dechaff::{Cleaner, Level, Ruleset};

/// Size of the generated text, in bytes.
const SIZE: usize = 4 << 20;

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(dir).expect("corpus/ is there").map(|e| e.expect("listed").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "txt") {
            out.push(path);
        }
    }
}

/// Documents of the corpus in turn, with a word of each line changed so that no two copies are the same.
fn documents() -> Vec<String> {
    let mut paths = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), &mut paths);
    let texts: Vec<String> = paths.iter().map(|p| std::fs::read_to_string(p).expect("corpus/ is UTF-8")).collect();
    let (mut out, mut size, mut seed) = (Vec::new(), 0, 7u64);
    while size < SIZE {
        let mut doc = String::new();
        for line in texts[out.len() % texts.len()].lines() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            match line.len() > 80 {
                true => doc += &line.replacen(" the ", &format!(" {:x} ", seed >> 40), 1),
                false => doc += line,
            }
            doc.push('\n');
        }
        size += doc.len();
        out.push(doc);
    }
    out
}

fn run(cleaner: &Cleaner, input: &[u8], format: Format) -> usize {
    let mut size = 0;
    let options = Options { format, ..Options::default() };
    pipeline::run(input, cleaner, &options, &mut |done| {
        size += done.out.len();
        Ok(())
    })
    .expect("the corpus can be read");
    size
}

fn throughput(c: &mut Criterion) {
    let documents = documents();
    let text = documents.join("\u{c}").into_bytes();
    let jsonl: Vec<u8> = documents
        .iter()
        .enumerate()
        .flat_map(|(i, d)| format!("{}\n", serde_json::json!({ "id": i, "text": d })).into_bytes())
        .collect();
    let mut group = c.benchmark_group("throughput");
    group.sample_size(10);
    for (name, level) in [("safe", Level::Safe), ("standard", Level::Standard), ("strict", Level::Strict)] {
        let cleaner = Cleaner::builder().level(level).build().expect("the built-in rules compile");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("text/{name}"), |b| b.iter(|| run(&cleaner, black_box(&text), Format::Text)));
        group.throughput(Throughput::Bytes(jsonl.len() as u64));
        group.bench_function(format!("jsonl/{name}"), |b| b.iter(|| run(&cleaner, black_box(&jsonl), Format::Jsonl)));
    }
    group.finish();
}

fn judges(c: &mut Criterion) {
    let text = documents().join("\u{c}").into_bytes();
    let rules = Ruleset::builtin();
    let code = |r: &&dechaff::Rule| r.kind == dechaff::Match::Code;
    let mut families: Vec<(&str, bool)> = rules.rules().iter().map(|r| (r.family(), code(&r))).collect();
    families.sort_unstable();
    families.dedup();
    let of = |names: &[&str]| -> Vec<String> {
        families.iter().map(|f| f.0).filter(|f| names.contains(f)).map(str::to_owned).collect()
    };
    let headline = of(&["headline", "glue", "teaser"]);
    let chrome: Vec<String> = families.iter().filter(|f| !f.1).map(|f| f.0.to_owned()).collect();
    let typography: Vec<String> =
        families.iter().filter(|f| f.1 && !headline.iter().any(|h| h == f.0)).map(|f| f.0.to_owned()).collect();
    let mut group = c.benchmark_group("judge");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(text.len() as u64));
    for (name, only) in [("chrome", chrome), ("headline", headline), ("typography", typography)] {
        let cleaner = Cleaner::builder().only(only).build().expect("the families exist");
        group.bench_function(name, |b| b.iter(|| run(&cleaner, black_box(&text), Format::Text)));
    }
    group.finish();
}

fn compilation(c: &mut Criterion) {
    let mut group = c.benchmark_group("rules");
    group.bench_function("read", |b| b.iter(Ruleset::builtin));
    let rules = Ruleset::builtin();
    group.bench_function("compile", |b| b.iter(|| Cleaner::builder().rules(rules.clone()).build()));
    group.finish();
}

criterion_group!(benches, throughput, judges, compilation);
criterion_main!(benches);
