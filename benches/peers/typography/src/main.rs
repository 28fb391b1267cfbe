//! Measures one library over the documents of a file (divided by form feeds): `dechaff`, `plsfix`
//! or the generator of the text itself.
//!
//! `peers-typography text KIND BYTES` writes generated documents; `peers-typography dechaff|plsfix FILE` prints MB/s of
//! the best of several runs on one core.

use std::hint::black_box;
use std::time::Instant;

mod text;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["text", kind, bytes] => print!("{}", text::generate(kind, bytes.parse().expect("a number of bytes"))),
        [library, file] => {
            let all = std::fs::read_to_string(file).expect("the file can be read");
            let documents: Vec<&str> = all.split('\u{c}').filter(|d| !d.is_empty()).collect();
            let speed = match library {
                "dechaff" => dechaff(&documents),
                "plsfix" => best(&documents, 3, |d| plsfix::fix_text(d, None).len()),
                other => panic!("what is {other}?"),
            };
            println!("{speed:.1}");
        }
        _ => panic!("see the comment at the top of this file"),
    }
}

fn dechaff(documents: &[&str]) -> f64 {
    let families = ["entity", "mojibake", "invisible", "spacing", "quotes", "letters"];
    let cleaner = dechaff::Cleaner::builder().only(families).build().expect("the families exist");
    let mut scratch = dechaff::Scratch::default();
    best(documents, 9, move |d| {
        let ruling = cleaner.judge(&dechaff::Document::new(d), &mut scratch);
        ruling.text(dechaff::Field::Text, d).len()
    })
}

/// MB/s of the fastest of `runs` over all documents.
fn best(documents: &[&str], runs: usize, mut clean: impl FnMut(&str) -> usize) -> f64 {
    let bytes: usize = documents.iter().map(|d| d.len()).sum();
    let mut fastest = f64::INFINITY;
    for _ in 0..runs {
        let start = Instant::now();
        for document in documents {
            black_box(clean(black_box(document)));
        }
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    bytes as f64 / 1e6 / fastest
}
