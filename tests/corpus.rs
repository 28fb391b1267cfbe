//! The golden tests: every noisy document of the corpus comes out as it should.

mod common;

use common::{corpus, negatives, records};
use dechaff::Cleaner;
use dechaff::io::Format;
use dechaff::pipeline::{self, Options};

/// The first line in which two texts differ.
fn differ(got: &str, want: &str) -> String {
    let (g, w): (Vec<_>, Vec<_>) = (got.split('\n').collect(), want.split('\n').collect());
    let at = (0..g.len().max(w.len())).find(|&i| g.get(i) != w.get(i)).unwrap_or(0);
    format!("line {}: got {:?}, not {:?}", at + 1, g.get(at), w.get(at))
}

#[test]
fn noisy_documents_come_out_clean() {
    let cleaner = Cleaner::default();
    let wrong: Vec<String> = corpus()
        .into_iter()
        .filter_map(|(name, noisy, clean)| {
            let got = cleaner.clean(&noisy);
            (got != clean).then(|| format!("{name}: {}", differ(&got, &clean)))
        })
        .collect();
    assert!(wrong.is_empty(), "{} documents:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn records_come_out_clean() {
    let cleaner = Cleaner::default();
    for (name, noisy, clean) in records() {
        let mut out = Vec::new();
        let options = Options { format: Format::Jsonl, ..Options::default() };
        pipeline::run(noisy.as_bytes(), &cleaner, &options, &mut |done| {
            out.extend(&done.out);
            Ok(())
        })
        .unwrap();
        let got = String::from_utf8(out).unwrap();
        assert!(got == clean, "{name}: {}", differ(&got, &clean));
    }
}

#[test]
fn the_corpus_is_as_large_as_promised() {
    assert!(corpus().len() + records().len() + negatives().len() >= 60);
    assert!(negatives().len() >= 25);
}
