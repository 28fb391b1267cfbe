//! Time is linear on the worst texts we know: four times the text takes about four times as long.

use std::time::{Duration, Instant};

use dechaff::{Cleaner, Document, Scratch};

/// What the texts are made of, over and over.
const PIECES: &[&str] = &[
    "&",
    "&amp;",
    "&amp;amp;",
    "&#",
    "Ã",
    "Ã©",
    "â€™",
    "Ð",
    "ё",
    "\"",
    "'",
    "''",
    "``",
    "“",
    "”",
    " ”a",
    ", \"A",
    " ",
    "  a",
    " \u{a0}",
    "\u{200b}",
    "\u{ad}",
    "\u{202a}",
    "e\u{301}",
    "\u{301}",
    "ﬁ",
    "Ａ",
    " ,",
    "a.B",
    "a,b",
    "( ",
    "( a )",
    ". .",
    ",,",
    "a-\nb ",
    "\n",
    "\r",
    "\r\n",
    "\\u0041",
    "|",
    "a|\n",
    "Сo",
    "Сoв ",
    "\u{fffd}",
    "\u{85}",
    "«",
    "--",
    ". . . ",
];

/// Bytes of the smaller text.
const SIZE: usize = 128 << 10;
/// How much longer four times the text may take, beyond the four times; machines hiccup.
const SLACK: f64 = 2.5;

/// The shortest of several runs.
fn time(cleaner: &Cleaner, text: &str) -> Duration {
    let mut scratch = Scratch::default();
    let run = |scratch: &mut Scratch| {
        let start = Instant::now();
        std::hint::black_box(cleaner.judge(&Document::new(text), scratch));
        start.elapsed()
    };
    (0..3).map(|_| run(&mut scratch)).min().unwrap_or_default()
}

#[test]
fn typography_is_linear_on_the_worst_texts() {
    let families = ["entity", "mojibake", "invisible", "spacing", "quotes", "letters", "style"];
    let cleaner = Cleaner::builder().only(families).build().expect("the families exist");
    let mut slow = Vec::new();
    for piece in PIECES {
        let small = piece.repeat(SIZE / piece.len());
        let large = small.repeat(4);
        let ratio = |_| {
            let (a, b) = (time(&cleaner, &small), time(&cleaner, &large));
            b.as_secs_f64() / (a.as_secs_f64() + 0.0005)
        };
        // What is not linear is not linear three times.
        let best = (0..3).map(ratio).fold(f64::INFINITY, f64::min);
        if best > 4.0 * SLACK {
            slow.push(format!("{piece:?}: {best:.1} times as long"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
