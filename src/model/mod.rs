//! A small model over the lines of a whole document: how likely each of them is the author's.
//!
//! It sees lines and what rules claim of them, as numbers; which rules there are it does not know.

mod context;
mod conv;
mod cut;
mod forest;
mod glance;
mod reader;

pub(crate) use context::logistic;
pub(crate) use cut::threshold;
pub(crate) use glance::{BUCKETS, CommonWords, Overlap, hash_word};

use crate::line::Line;
use context::ALL;
#[cfg(feature = "train")]
use context::CONTEXT;
use conv::Conv;
use forest::Forest;
#[cfg(feature = "train")]
use glance::LEXICON;
use glance::{GROUPS, OWN, Words};
use reader::Reader;

/// Weights and trees, as `tools/train` writes them; `model/README.md` says from what.
const FILE: &[u8] = include_bytes!("../../model/lines.bin");

/// The model: a lexicon, a first reading of the lines around each line, and a second that sees what the first made of
/// the neighbourhood.
#[derive(Debug)]
pub(crate) struct Model {
    lexicon: Box<[f32]>,
    first: Conv,
    second: Forest,
}

/// Reusable memory.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    words: Words,
    rows: Vec<f32>,
    tokens: Vec<f32>,
    conv: conv::Memory,
    /// Of each line the logit that it stays.
    pub(crate) scores: Vec<f32>,
}

/// What rules claim of one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The strongest claim on the whole line: 0 none, 1 hint, 2 likely, 3 certain.
    pub(crate) whole: u8,
    /// The strongest claim of any kind.
    pub(crate) any: u8,
    /// How many bytes are claimed.
    pub(crate) covered: u32,
    /// The strongest claim of each group of families.
    pub(crate) groups: [u8; GROUPS],
}

/// The group of a family among the features; `None` where claims of the family say nothing about chrome.
pub(crate) fn group(family: &str) -> Option<usize> {
    Some(match family {
        "comments" => 0,
        "share" => 1,
        "related" | "readmore" => 2,
        "newsletter" | "paywall" | "ads" => 3,
        "cookies" | "login" | "script" => 4,
        "nav" | "pagination" | "widget" => 5,
        "byline" | "dateline" | "tags" | "author" => 6,
        "footer" | "source" => 7,
        "photo" => 8,
        _ => return None,
    })
}

impl Memory {
    /// The features of every line by itself. `lexicon` gives the weight of a bucket.
    fn look(
        &mut self,
        text: &str,
        lines: &[Line],
        evidence: &[Evidence],
        common: &CommonWords,
        lexicon: impl Fn(usize) -> f32 + Copy,
    ) {
        self.words.read(text, lines);
        let common = self.words.language(common);
        self.words.note(common, |i| lines[i].prose);
        self.tokens.clear();
        self.tokens.extend(lines.iter().map(|l| f32::from(l.words).max(1.0)));
        self.rows.clear();
        self.rows.resize(lines.len() * ALL, 0.0);
        for (i, row) in self.rows.chunks_exact_mut(ALL).enumerate() {
            self.words.look(text, &lines[i], i, &evidence[i], common, lexicon, &mut row[..OWN]);
        }
    }
}

impl Model {
    /// Reads the built-in model.
    pub(crate) fn builtin() -> Model {
        let mut reader = Reader(FILE);
        let scale = reader.f32();
        let lexicon = reader.bytes(BUCKETS).iter().map(|b| f32::from(*b as i8) * scale).collect();
        Model { lexicon, first: Conv::read(&mut reader), second: Forest::read(&mut reader) }
    }

    /// How much of each of the lines `of` the lines of `main` share, word endings aside; [`score`](Self::score) has read
    /// the document into `memory`.
    pub(crate) fn overlaps(
        &self,
        common: &CommonWords,
        main: &dyn Fn(usize) -> bool,
        of: &[usize],
        memory: &mut Memory,
    ) -> Vec<Overlap> {
        let common = memory.words.language(common).by_stems();
        memory.words.note(common, main);
        of.iter().map(|&i| memory.words.overlap(common, i, main(i))).collect()
    }

    /// Writes the logit that a line stays into `memory.scores`, for each of `lines`, none of which is blank.
    /// O(bytes + lines × trees).
    pub(crate) fn score(
        &self,
        text: &str,
        lines: &[Line],
        evidence: &[Evidence],
        common: &CommonWords,
        memory: &mut Memory,
    ) {
        memory.look(text, lines, evidence, common, |bucket| self.lexicon[bucket]);
        let Memory { words, rows, tokens, conv, scores } = memory;
        context::fill(rows, evidence, tokens);
        scores.clear();
        scores.resize(lines.len(), 0.0);
        self.first.score(rows, ALL, conv, scores);
        context::fill_scores(rows, scores, tokens, |main| {
            let common = words.language(common);
            words.note(common, main);
            (0..lines.len()).map(|i| words.overlap(common, i, main(i)).share()).collect()
        });
        scores.clear();
        scores.extend(rows.chunks_exact(ALL).map(|row| self.second.score(row)));
    }
}

/// What `tools/train` learns from: the very features that the program computes.
#[cfg(feature = "train")]
#[derive(Debug, Default)]
pub struct Table {
    /// Features of each line, in rows of [`Table::WIDTH`].
    pub rows: Vec<f32>,
    /// Of each line the buckets of the lexicon that it fills.
    pub buckets: Vec<Vec<u32>>,
    /// Of each line what the model at hand makes of it.
    pub scores: Vec<f32>,
}

#[cfg(feature = "train")]
impl Table {
    /// Features of one line.
    pub const WIDTH: usize = ALL;
    /// How many of them the first reading sees.
    pub const FIRST: usize = OWN + CONTEXT;

    /// The features of `lines`, with the lexicon's opinion of each line and the scores of a first reading taken
    /// from outside: in training they come from folds that do not know the document.
    pub(crate) fn of(
        text: &str,
        lines: &[Line],
        evidence: &[Evidence],
        common: &CommonWords,
        lexicon: &[f32],
        scores: &[f32],
    ) -> Table {
        let mut memory = Memory::default();
        memory.look(text, lines, evidence, common, |_| 0.0);
        for (row, value) in memory.rows.chunks_exact_mut(ALL).zip(lexicon) {
            row[LEXICON] = *value;
        }
        context::fill(&mut memory.rows, evidence, &memory.tokens);
        if scores.len() == lines.len() {
            let Memory { words, rows, tokens, .. } = &mut memory;
            context::fill_scores(rows, scores, tokens, |main| {
                let common = words.language(common);
                words.note(common, main);
                (0..lines.len()).map(|i| words.overlap(common, i, main(i)).share()).collect()
            });
        }
        let buckets = (0..lines.len()).map(|i| {
            let mut out = Vec::new();
            memory.words.buckets(i, |b| out.push(b as u32));
            out
        });
        Table { buckets: buckets.collect(), rows: memory.rows, scores: Vec::new() }
    }
}
