//! What a line looks like by itself: the features that need nothing but its own characters and words.
//!
//! Knows nothing of rules; what they claim of a line comes in as [`Evidence`].

use std::collections::HashMap;

use super::Evidence;
use crate::line::{self, Line};
use crate::token::is_word_char;

/// Number of features of a line by itself.
pub(super) const OWN: usize = 48;
/// Where the groups of evidence begin among them, and their number.
const GROUPS_AT: usize = 28;
pub(super) const GROUPS: usize = 9;

pub(super) const WORDS: usize = 0;
pub(super) const PROSE: usize = 2;
pub(super) const SENTENCE: usize = 3;
pub(super) const CAPITALS: usize = 8;
pub(super) const DIGITS: usize = 10;
pub(super) const COMMON: usize = 13;
pub(super) const SEPARATORS: usize = 17;
pub(super) const WHOLE: usize = 25;
pub(super) const ANY: usize = 26;
pub(super) const LEXICON: usize = 37;
pub(super) const EARLIER: usize = 39;
pub(super) const TOPICAL: usize = 40;

/// Buckets of the lexicon: hashed words and pairs of words.
pub(crate) const BUCKETS: usize = 1 << 14;

/// The commonest words of each language, as a set of languages by the hash of the word.
pub(crate) type CommonWords = HashMap<u32, u128, foldhash::fast::FixedState>;

/// A word of a line: its hash, whether it begins with a capital, whether it is written in capitals alone.
#[derive(Clone, Copy, Debug)]
struct Word {
    hash: u32,
    /// The hash of its first letters.
    stem: u32,
    letters: u16,
    capital: bool,
    shouted: bool,
    number: bool,
    cased: bool,
    /// Whether it is one character of a script written without spaces.
    alone: bool,
}

/// The common words of a document's language.
#[derive(Clone, Copy)]
pub(super) struct Common<'c> {
    words: &'c CommonWords,
    language: u128,
    /// Whether words are told by their stems, where inflection would hide them.
    stems: bool,
}

impl Common<'_> {
    /// The same, but words count as alike if they begin alike.
    pub(super) fn by_stems(self) -> Self {
        Common { stems: true, ..self }
    }

    fn has(&self, word: &Word) -> bool {
        self.words.get(&word.hash).is_some_and(|set| set & self.language != 0)
    }

    /// Calls `each` with the words that say what a line is about: long ones that are not common, and in scripts
    /// without spaces pairs of characters.
    fn weighty(&self, words: &[Word], mut each: impl FnMut(u32)) {
        let mut before = None;
        for word in words {
            if word.alone {
                if let Some(before) = before {
                    each(word.hash.rotate_left(5) ^ before);
                }
                before = Some(word.hash);
                continue;
            }
            before = None;
            if word.letters >= MIN_LETTERS && !word.number && !self.has(word) {
                each(if self.stems { word.stem } else { word.hash });
            }
        }
    }
}

/// A stem is the first letters of a word, as many as this.
const STEM: usize = 5;
/// A word of weight has at least this many letters.
const MIN_LETTERS: u16 = 4;

/// How many words of weight a line has, and how many of them the main text shares.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Overlap {
    pub(crate) all: u32,
    pub(crate) shared: u32,
}

impl Overlap {
    /// The share, drawn towards a third where there are few words.
    pub(super) fn share(self) -> f32 {
        if self.all == 0 { 0.3 } else { (self.shared as f32 + 0.3) / (self.all as f32 + 1.0) }
    }
}

/// The words of all lines of a document.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: Vec<Word>,
    /// Of each line its words.
    of: Vec<(u32, u32)>,
    /// In how many lines of the main text a word of weight stands, and the last of them.
    seen: HashMap<u32, (u16, u32), foldhash::fast::FixedState>,
    lines: HashMap<u64, u16, foldhash::fast::FixedState>,
    earlier: HashMap<u64, u16, foldhash::fast::FixedState>,
}

/// FNV-1a, 32 bits (Fowler, Noll, Vo): simple, and the same on every machine, as the lexicon needs.
pub(crate) fn hash_word(word: &str) -> u32 {
    let mut h = 0x811c_9dc5;
    if word.is_ascii() {
        word.bytes().for_each(|b| h = step(h, b.to_ascii_lowercase()));
    } else {
        for c in word.chars().flat_map(char::to_lowercase) {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|b| h = step(h, b));
        }
    }
    h
}

fn step(h: u32, b: u8) -> u32 {
    (h ^ u32::from(b)).wrapping_mul(0x0100_0193)
}

impl Words {
    /// Reads the words of `lines`. O(bytes).
    pub(super) fn read(&mut self, text: &str, lines: &[Line]) {
        self.words.clear();
        self.of.clear();
        self.seen.clear();
        self.lines.clear();
        self.earlier.clear();
        for line in lines {
            let from = self.words.len() as u32;
            let content = line.trimmed().of(text);
            split(content, |word| self.words.push(word));
            let to = self.words.len() as u32;
            self.of.push((from, to));
            let count = self.lines.entry(hash_line(content)).or_default();
            *count = count.saturating_add(1);
        }
    }

    fn of(&self, line: usize) -> &[Word] {
        let (from, to) = self.of[line];
        &self.words[from as usize..to as usize]
    }

    /// The common words of the language that covers most of the document.
    pub(super) fn language<'c>(&self, common: &'c CommonWords) -> Common<'c> {
        let mut counts = [0u32; 128];
        for word in self.words.iter().take(4096) {
            let mut set = common.get(&word.hash).copied().unwrap_or(0);
            while set != 0 {
                counts[set.trailing_zeros() as usize] += 1;
                set &= set - 1;
            }
        }
        let best = (0..128).rev().max_by_key(|&i| counts[i]).unwrap_or(0);
        Common { words: common, stems: false, language: if counts[best] == 0 { 0 } else { 1 << best } }
    }

    /// Notes which words of weight the main text has; `main` says which lines it is. O(words).
    pub(super) fn note(&mut self, common: Common<'_>, main: impl Fn(usize) -> bool) {
        let Words { words, of, seen, .. } = self;
        seen.clear();
        for (i, &(from, to)) in of.iter().enumerate().filter(|(i, _)| main(*i)) {
            common.weighty(&words[from as usize..to as usize], |hash| {
                let (count, last) = seen.entry(hash).or_insert((0, u32::MAX));
                if *last != i as u32 {
                    *count = count.saturating_add(1);
                    *last = i as u32;
                }
            });
        }
    }

    /// How much of a line other lines of the noted text share; `main` says whether it belongs to that text itself.
    pub(super) fn overlap(&self, common: Common<'_>, line: usize, main: bool) -> Overlap {
        let mut overlap = Overlap::default();
        common.weighty(self.of(line), |hash| {
            overlap.all += 1;
            overlap.shared += u32::from(self.seen.get(&hash).is_some_and(|s| s.0 > u16::from(main)));
        });
        overlap
    }

    /// Calls `each` with the buckets of the lexicon that a line fills.
    pub(crate) fn buckets(&self, line: usize, mut each: impl FnMut(usize)) {
        let words = self.of(line);
        let bucket = |h: u32| (h.wrapping_mul(0x9E37_79B1) >> 18) as usize;
        let mut before = 0x5bd1_e995u32;
        for (i, word) in words.iter().take(24).enumerate() {
            let hash = if word.number { 0x1234_5678 } else { word.hash };
            each(bucket(hash));
            each(bucket(before.rotate_left(7) ^ hash.wrapping_mul(0x85EB_CA6B)));
            if i + 1 == words.len() && i < 8 {
                each(bucket(hash.rotate_left(11) ^ 0x2545_f491));
            }
            before = hash;
        }
    }

    /// Writes the features of a line by itself.
    #[allow(clippy::too_many_arguments, reason = "the parts are what a line is")]
    pub(super) fn look(
        &mut self,
        text: &str,
        line: &Line,
        i: usize,
        evidence: &Evidence,
        common: Common<'_>,
        lexicon: impl Fn(usize) -> f32,
        out: &mut [f32],
    ) {
        let content = line.trimmed().of(text);
        let key = hash_line(content);
        let times = self.lines.get(&key).copied().unwrap_or(1);
        let earlier = self.earlier.entry(key).or_default();
        let before = *earlier;
        *earlier = earlier.saturating_add(1);
        let words = self.of(i);
        let n = words.len().max(1) as f32;
        let share = |count: usize| count as f32 / n;
        let count = |is: &dyn Fn(&Word) -> bool| words.iter().filter(|w| is(w)).count();
        let chars = content.chars().count().max(1) as f32;
        let signs = Signs::of(content);
        let last = content.chars().rev().find(|&c| !line::is_closer(c)).unwrap_or(' ');
        let first = content.chars().next().unwrap_or(' ');
        let cased = count(&|w| w.cased).max(1) as f32;
        let flag = f32::from;
        out.fill(0.0);
        out[WORDS] = (1.0 + f32::from(line.words)).ln();
        out[1] = (1.0 + chars).ln();
        out[PROSE] = flag(u8::from(line.prose));
        out[SENTENCE] = flag(u8::from(line.sentence));
        out[4] = flag(u8::from(matches!(last, ':' | '：')));
        out[5] = flag(u8::from(content.ends_with('…') || content.ends_with("...")));
        out[6] = flag(u8::from(matches!(last, '?' | '!' | '？' | '！' | '؟')));
        out[7] = flag(u8::from(is_word_char(last)));
        out[CAPITALS] = count(&|w| w.capital) as f32 / cased;
        out[9] = count(&|w| w.shouted) as f32 / cased;
        out[DIGITS] = signs.digits as f32 / chars;
        out[11] = signs.marks as f32 / chars;
        out[12] = signs.commas as f32 / n;
        out[COMMON] = share(count(&|w| common.has(w)));
        out[14] = words.iter().map(|w| f32::from(w.letters)).sum::<f32>() / n;
        out[15] = words.iter().map(|w| w.letters).max().unwrap_or(0).min(30).into();
        out[16] = flag(u8::from(signs.at > 0 || content.contains("http") || content.contains("www.")));
        out[SEPARATORS] = signs.separators.min(4) as f32;
        out[18] = flag(u8::from(matches!(first, '-' | '*' | '•' | '·' | '–' | '▪' | '●' | '»' | '›' | '>' | '→')));
        out[19] = flag(u8::from(first.is_numeric()));
        out[20] = flag(u8::from(words.iter().any(|w| w.number && w.letters == 4)));
        out[21] = flag(u8::from(content.contains(['©', '®', '™'])));
        out[22] = flag(u8::from(content.contains(['$', '€', '£', '¥', '₹'])));
        out[23] = flag(u8::from(matches!(first, '"' | '“' | '„' | '«' | '‘' | '\'' | '「' | '『')));
        out[24] = flag(u8::from(first.is_lowercase()));
        out[WHOLE] = f32::from(evidence.whole);
        out[ANY] = f32::from(evidence.any);
        out[27] = evidence.covered as f32 / (content.len().max(1) as f32);
        for (group, strength) in evidence.groups.iter().enumerate() {
            out[GROUPS_AT + group] = f32::from(*strength);
        }
        let (mut sum, mut buckets) = (0.0, 0);
        self.buckets(i, |bucket| {
            sum += lexicon(bucket);
            buckets += 1;
        });
        out[LEXICON] = sum / (buckets.max(1) as f32).sqrt();
        out[38] = f32::from(times).ln();
        out[EARLIER] = flag(u8::from(before > 0));
        let overlap = self.overlap(common, i, line.prose);
        out[TOPICAL] = overlap.share();
        out[41] = (1.0 + signs.stops as f32).ln();
        out[42] = signs.brackets.min(4) as f32;
        out[43] = signs.quotes.min(4) as f32;
        out[44] = flag(u8::from(signs.code >= 2));
        out[45] = flag(u8::from(words.first().is_some_and(|w| w.number)));
        out[46] = share(count(&|w| w.number));
        out[47] = overlap.all as f32 / n;
    }
}

fn hash_line(content: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(content.as_bytes())
}

fn split(content: &str, mut each: impl FnMut(Word)) {
    let mut start = None;
    for (at, c) in content.char_indices() {
        let alone = line::is_unspaced(c);
        if let Some(from) = start.filter(|_| alone || !is_word_char(c)) {
            each(word(&content[from..at], false));
            start = None;
        }
        if alone {
            each(word(&content[at..at + c.len_utf8()], true));
        } else if start.is_none() && is_word_char(c) {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        each(word(&content[from..], false));
    }
}

fn word(text: &str, alone: bool) -> Word {
    let first = text.chars().next().unwrap_or(' ');
    // A syllable of Hangul is two letters or three.
    let letters = text.chars().map(|c| 1 + usize::from(('가'..='힣').contains(&c))).sum::<usize>();
    let letters = letters.min(usize::from(u16::MAX)) as u16;
    Word {
        hash: hash_word(text),
        stem: hash_word(text.char_indices().nth(STEM).map_or(text, |(at, _)| &text[..at])),
        letters,
        capital: first.is_uppercase(),
        shouted: letters > 1 && text.chars().all(|c| !c.is_lowercase()) && first.is_uppercase(),
        number: first.is_numeric(),
        cased: first.is_uppercase() || first.is_lowercase(),
        alone,
    }
}

/// Counts of signs.
#[derive(Default)]
struct Signs {
    digits: u32,
    marks: u32,
    commas: u32,
    at: u32,
    separators: u32,
    stops: u32,
    brackets: u32,
    quotes: u32,
    code: u32,
}

impl Signs {
    fn of(content: &str) -> Signs {
        let mut s = Signs::default();
        let mut before = ' ';
        for c in content.chars() {
            s.digits += u32::from(c.is_numeric());
            s.marks += u32::from(!is_word_char(c) && !c.is_whitespace());
            match c {
                ',' | '،' | '，' | '、' => s.commas += 1,
                '@' | '#' => s.at += 1,
                '|' | '»' | '·' | '›' | '>' | '•' | '/' | '→' => s.separators += 1,
                '(' | '[' | '（' => s.brackets += 1,
                '"' | '“' | '”' | '„' | '«' => s.quotes += 1,
                '{' | '}' | '=' | ';' | '<' | '_' | '\\' => s.code += 1,
                ' ' if line::is_terminal(before) => s.stops += 1,
                '。' | '！' | '？' => s.stops += 1,
                _ => {}
            }
            before = c;
        }
        s
    }
}
