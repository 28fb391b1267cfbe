//! The laws of the design, as properties of arbitrary text, arbitrary rules and the corpus.

mod common;

use std::io::Read;

use common::{corpus, negatives};
use dechaff::io::{Format, Limits};
use dechaff::pipeline::{self, OnError, Options};
use dechaff::sink::restore;
use dechaff::{Cleaner, Document, Field, Level, Ruleset, Scratch};
use proptest::prelude::*;

/// Hands out at most `step` bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.min(self.0.len()).min(out.len());
        out[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

/// What a run leaves: cleaned bytes, audit trail, rejected records.
#[derive(Debug, PartialEq, Eq)]
struct Ran {
    out: Vec<u8>,
    audit: Vec<u8>,
    rejects: Vec<u8>,
}

fn run(cleaner: &Cleaner, input: &[u8], step: usize, options: &Options) -> Ran {
    let mut ran = Ran { out: Vec::new(), audit: Vec::new(), rejects: Vec::new() };
    pipeline::run(Drip(input, step), cleaner, options, &mut |done| {
        ran.out.extend(&done.out);
        ran.audit.extend(&done.audit);
        ran.rejects.extend(&done.rejects);
        Ok(())
    })
    .expect("nothing can fail here");
    ran
}

fn options(format: Format, on_error: OnError) -> Options {
    Options { format, on_error, audit: true, ..Options::default() }
}

/// Pieces of text that the built-in rules have something to say about, and ordinary ones.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(&[
            "\n", "\n\n", " ", "  ", ". ", ", ", "The council met on Monday to vote on the new bridge over the river. ",
            "It rained", "said.The", "take, ”Name said", "Leave a Reply", "Related Articles", "Share on Facebook", "Read more",
            "Source link", "12 Comments", "Back to top", "&amp;", "&amp;amp;#8217;", "â€™", "\u{200b}", "\u{ad}", "\u{a0}", "\u{8}",
            "( text )", "``word''", " ,", "… | Example News", "collapseThe former", "By Jane Doe", "Advertisement", "\t", "\r\n",
            "“", "”", "\"", "…", "—", "Home > News", "https://example.org/a.b", "世界", "مرحبا", "👩\u{200d}👩\u{200d}👧", "é", "e\u{301}", "ﬁ",
        ][..]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[a-zA-Z ]{0,12}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|v| v.concat())
}

/// Any bytes at all, and text that was cut or damaged.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        text().prop_map(String::into_bytes),
        (text(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(t, at, b)| {
            let mut bytes = t.into_bytes();
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = b;
            }
            bytes
        }),
    ]
}

fn jsonl() -> impl Strategy<Value = String> {
    let record = (text(), text(), any::<bool>()).prop_map(|(text, other, ascii)| {
        let line = serde_json::json!({ "id": other, "n": 1.5, "text": text, "z": { "text": other } }).to_string();
        if !ascii {
            return line;
        }
        let units = |c: char| c.encode_utf16(&mut [0; 2]).iter().map(|u| format!("\\u{u:04x}")).collect::<String>();
        line.chars().map(|c| if c.is_ascii() { c.to_string() } else { units(c) }).collect()
    });
    prop::collection::vec(record, 0..6).prop_map(|v| v.iter().map(|r| format!("{r}\n")).collect())
}

/// Rules over a small alphabet, so that they meet often: also ones that feed each other, or never come to rest.
fn ruleset() -> impl Strategy<Value = Ruleset> {
    let word = || {
        prop::sample::select(
            &["a", "b", "ab", "c", "a b", "b a", "a [b]", "(a|b) c", "a {n}", "a {words} b", "a {rest}"][..],
        )
    };
    let rule = (
        prop::sample::select(&["line", "prefix", "suffix", "inline", "block"][..]),
        word(),
        prop::sample::select(&["certain", "likely", "hint"][..]),
        prop::sample::select(&["any", "head", "tail", "body", "edge"][..]),
        prop::sample::select(&["drop", "drop", "drop", "keep", "flag", "replace"][..]),
        prop::sample::select(&["", "a", "b b", "c a", "\\n", " "][..]),
        any::<bool>(),
    );
    prop::collection::vec(rule, 0..6).prop_map(|rules| {
        let mut source = String::from("family = \"x\"\n");
        for (i, (kind, phrase, strength, place, action, with, span)) in rules.into_iter().enumerate() {
            let removes = if kind == "block" { "line" } else if span { "span" } else { "line" };
            let with = if action == "replace" { format!("with = \"{with}\"\n") } else { String::new() };
            source += &format!(
                "[[rule]]\nid = \"x.r{i}\"\nmatch = \"{kind}\"\nphrases = [\"{phrase}\"]\nstrength = \"{strength}\"\nplace = \"{place}\"\n\
                 action = \"{action}\"\n{with}removes = \"{removes}\"\nwhy = \"a test\"\ntakes = [\"a\"]\nleaves = [\"z\"]\n"
            );
        }
        let mut set = Ruleset::empty();
        set.add("test.toml", &source).expect("the rules are well formed");
        set
    })
}

fn small_text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(&["a", "b", "c", " ", " ", "\n", "\n\n", "12", ". ", "z z z z z z z z z."][..]),
        0..40,
    )
    .prop_map(|v| v.concat())
}

fn check_document(cleaner: &Cleaner, text: &str) {
    let mut scratch = Scratch::default();
    let ruling = cleaner.judge(&Document::new(text), &mut scratch);
    let cleaned = ruling.text(Field::Text, text).into_owned();
    // Local and explained: the edits are sorted, disjoint, on character borders, and do all that was done.
    let mut rebuilt = String::new();
    let mut at = 0;
    for edit in ruling.edits() {
        assert!(at <= edit.span.start && edit.span.start <= edit.span.end, "edits are sorted and disjoint");
        rebuilt += &text[at..edit.span.start];
        rebuilt += &edit.new;
        at = edit.span.end;
        assert!(cleaner.is_on(edit.rule), "only rules that are on act");
    }
    rebuilt += &text[at..];
    assert_eq!(rebuilt, cleaned);
    // Idempotent.
    let again = cleaner.judge(&Document::new(&cleaned), &mut scratch);
    assert_eq!(again.text(Field::Text, &cleaned), cleaned, "cleaning {text:?} twice");
    assert!(again.edits().is_empty(), "a clean document has no edits: {:?}", again.edits());
}

fn cleaners() -> &'static [Cleaner; 3] {
    static CLEANERS: std::sync::OnceLock<[Cleaner; 3]> = std::sync::OnceLock::new();
    CLEANERS.get_or_init(|| {
        [Level::Safe, Level::Standard, Level::Strict].map(|l| Cleaner::builder().level(l).build().unwrap())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn builtin_rules_are_idempotent_local_and_explained(text in text()) {
        cleaners().iter().for_each(|c| check_document(c, &text));
    }

    #[test]
    fn any_rules_are_idempotent_local_and_explained(rules in ruleset(), text in small_text()) {
        for level in [Level::Safe, Level::Standard, Level::Strict] {
            check_document(&Cleaner::builder().rules(rules.clone()).level(level).build().unwrap(), &text);
        }
    }

    #[test]
    fn the_order_of_documents_and_threads_does_not_matter(docs in prop::collection::vec(text(), 0..5), step in 1usize..40) {
        let cleaner = &cleaners()[1];
        let input = docs.join("\u{c}").into_bytes();
        let library: Vec<String> = input.split(|&b| b == 0x0c)
            .map(|d| cleaner.clean(std::str::from_utf8(d).unwrap()).into_owned()).collect();
        let one = run(cleaner, &input, usize::MAX, &options(Format::Text, OnError::Fail));
        prop_assert_eq!(String::from_utf8(one.out.clone()).unwrap(), library.join("\u{c}"));
        for threads in [1, 2, 3] {
            let options = Options { threads, ..options(Format::Text, OnError::Fail) };
            prop_assert_eq!(&run(cleaner, &input, step, &options), &one);
        }
    }

    #[test]
    fn any_bytes_come_back(input in bytes(), step in 1usize..64, small: bool, skip: bool, json: bool) {
        let cleaner = &cleaners()[1];
        let limits = if small { Limits { document: 24, lines: 4 } } else { Limits::default() };
        let on_error = if skip { OnError::Skip } else { OnError::Pass };
        let format = if json { Format::Jsonl } else { Format::Text };
        let options = Options { limits, ..options(format, on_error) };
        let ran = run(cleaner, &input, usize::MAX, &options);
        prop_assert_eq!(&run(cleaner, &input, step, &Options { threads: 2, ..options }), &ran);
        let mut back = Vec::new();
        restore(&ran.out[..], &ran.audit[..], None, &mut back).unwrap();
        prop_assert_eq!(back, input);
        if skip && !small {
            prop_assert!(std::str::from_utf8(&ran.out).is_ok(), "what is not UTF-8 is set aside");
        }
    }

    #[test]
    fn records_keep_every_other_byte(input in jsonl()) {
        let cleaner = &cleaners()[1];
        let ran = run(cleaner, input.as_bytes(), usize::MAX, &options(Format::Jsonl, OnError::Fail));
        let mut back = Vec::new();
        restore(&ran.out[..], &ran.audit[..], None, &mut back).unwrap();
        prop_assert_eq!(&back, input.as_bytes());
        let out = String::from_utf8(ran.out).unwrap();
        prop_assert_eq!(out.lines().count(), input.lines().count());
        for (a, b) in input.lines().zip(out.lines()) {
            let (a_json, b_json): (serde_json::Value, serde_json::Value) = (serde_json::from_str(a).unwrap(), serde_json::from_str(b).unwrap());
            let text = a_json["text"].as_str().unwrap();
            let cleaned = cleaner.clean(text);
            prop_assert_eq!(b_json["text"].as_str().unwrap(), &*cleaned);
            if cleaned == text {
                prop_assert_eq!(a, b);
            }
            let rest = |line: &str| (line[..line.find("\"text\"").unwrap()].to_owned(), line[line.find("\"z\":").unwrap()..].to_owned());
            if !text.contains("\"text\"") && !text.contains("\"z\"") && !a[..a.find("\"n\":").unwrap()].contains("text") {
                prop_assert_eq!(rest(a), rest(b));
            }
        }
    }
}

#[test]
fn the_corpus_is_idempotent_local_and_explained() {
    for (name, noisy, clean) in corpus() {
        for cleaner in cleaners() {
            check_document(cleaner, &noisy);
            check_document(cleaner, &clean);
        }
        assert!(!name.is_empty());
    }
}

#[test]
fn what_an_author_wrote_stays() {
    let mut harmed = Vec::new();
    for (name, text) in negatives() {
        for cleaner in &cleaners()[..2] {
            let ruling = cleaner.judge(&Document::new(&text), &mut Scratch::default());
            for edit in ruling.edits() {
                let rule = &cleaner.rules().rule(edit.rule).id;
                harmed.push(format!("{name}: {rule} turns {:?} into {:?}", edit.span.of(&text), edit.new));
            }
        }
    }
    assert!(harmed.is_empty(), "{} changes:\n{}", harmed.len(), harmed.join("\n"));
}

/// An endless line, as long as it is asked for.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = (out.len() as u64).min(self.0) as usize;
        out[..n].fill(b'x');
        self.0 -= n as u64;
        Ok(n)
    }
}

#[test]
fn memory_does_not_grow_with_the_input() {
    let limits = Limits { document: 1 << 20, lines: 1000 };
    let mut largest = 0;
    let mut total = 0;
    let options = Options { limits, ..Options::default() };
    let stats = pipeline::run(Endless(64 << 20), &cleaners()[1], &options, &mut |done| {
        largest = largest.max(done.out.len());
        total += done.out.len();
        Ok(())
    })
    .unwrap();
    assert_eq!((total, stats.bytes_in, stats.oversize), (64 << 20, 64 << 20, 1));
    assert!(largest <= 2 << 20, "a batch of {largest} bytes");
}
