//! Where a phrase may begin: a filter over the bytes of a line that lets every such place through, and little else.
//!
//! A word is told by its first letters, and most words that begin a phrase must be followed by a second one that goes
//! on with it, so that `the` or `you` in prose costs two probes and no more.

use crate::line::is_unspaced;
use crate::token::{fold_char, is_invisible, is_word_char};

/// Letters of a word that the filter looks at.
const LETTERS: usize = 4;
const WORD_BITS: u32 = 14;
const PAIR_BITS: u32 = 16;

/// The first folded letters of a word, 16 bits each, the first one lowest.
type Key = u64;

/// A filter for some phrases, or for those of several languages together.
#[derive(Clone, Debug)]
pub(super) struct Starts {
    /// Words that begin a phrase.
    words: Box<[u64]>,
    /// Those of them behind which anything may stand.
    free: Box<[u64]>,
    /// What else stands behind them.
    pairs: Box<[u64]>,
    /// ASCII signs that begin a phrase. A full stop stands for a run of them, which is folded to `…`.
    signs: u128,
    /// Whether some phrase begins with a single full stop.
    stop: bool,
}

impl Default for Starts {
    fn default() -> Self {
        let bits = |n: u32| vec![0; 1 << (n - 6)].into_boxed_slice();
        Starts { words: bits(WORD_BITS), free: bits(WORD_BITS), pairs: bits(PAIR_BITS), signs: 0, stop: false }
    }
}

impl Starts {
    /// A phrase begins with `first`, a folded word or sign; `second` is the word behind it, if nothing else may be.
    pub(super) fn add(&mut self, first: &str, second: Option<&str>) {
        let Some(c) = first.chars().next() else { return };
        if c.is_ascii() && !c.is_ascii_alphanumeric() {
            self.signs |= 1 << (c as u32);
            self.stop |= c == '.';
            return;
        }
        if c == '…' {
            self.signs |= 1 << u32::from(b'.');
        }
        let key = key(first);
        set(&mut self.words, hash(key, WORD_BITS));
        match second.filter(|w| w.starts_with(is_word_char)) {
            // What a sign stands behind is let through by the scan.
            None if second.is_some() => {}
            None => set(&mut self.free, hash(key, WORD_BITS)),
            Some(second) => set(&mut self.pairs, hash(pair(key, self::key(second)), PAIR_BITS)),
        }
    }

    /// Lets through what `other` does, too.
    pub(super) fn join(&mut self, other: &Starts) {
        let or = |a: &mut [u64], b: &[u64]| a.iter_mut().zip(b).for_each(|(a, b)| *a |= b);
        or(&mut self.words, &other.words);
        or(&mut self.free, &other.free);
        or(&mut self.pairs, &other.pairs);
        self.signs |= other.signs;
        self.stop |= other.stop;
    }

    /// Lets nothing through.
    pub(super) fn clear(&mut self) {
        [&mut self.words, &mut self.free, &mut self.pairs].into_iter().for_each(|bits| bits.fill(0));
        (self.signs, self.stop) = (0, false);
    }

    /// Calls `each` with the offset of every place in `text[start..end]` where a phrase may begin. Linear.
    pub(super) fn scan(&self, text: &str, start: usize, end: usize, mut each: impl FnMut(usize)) {
        let text = &text[..end];
        let bytes = text.as_bytes();
        let mut at = start;
        // Whether the character before belongs to a word, or to a run of full stops, which is one token.
        let (mut inside, mut dotted) = (false, false);
        while at < end {
            let b = bytes[at];
            if b.is_ascii_alphanumeric() {
                // From here to the end of its ASCII letters all is one word.
                let (key, until) = ascii_word(bytes, at);
                if !inside && self.word(text, key, at, until) {
                    each(at);
                }
                (inside, dotted, at) = (true, false, until);
                continue;
            }
            if b.is_ascii() {
                if self.signs >> b & 1 == 1 && (b != b'.' || (!dotted && self.dots(bytes, at))) {
                    each(at);
                }
                (inside, dotted) = (false, b == b'.');
                at += 1;
                continue;
            }
            let c = text[at..].chars().next().unwrap_or(' ');
            if !is_invisible(c) {
                let word = is_word_char(c);
                let begins = if word {
                    (!inside || is_unspaced(c)) && {
                        let (key, until) = word_at(text, at);
                        self.has(key) && self.goes_on(text, key, until)
                    }
                } else {
                    let mut folded = None;
                    fold_char(c, |f| folded = folded.or(Some(f)));
                    let f = folded.unwrap_or(c);
                    let known =
                        if f.is_ascii() { self.signs >> (f as u32) & 1 == 1 } else { self.has(f as u16 as Key) };
                    known && !(dotted && c == '…')
                };
                if begins {
                    each(at);
                }
                inside = word && !is_unspaced(c);
            }
            dotted = c == '…';
            at += c.len_utf8();
        }
    }

    /// Whether a phrase may begin with the word at `at`, the ASCII part of which ends at `until` and has this key.
    fn word(&self, text: &str, key: Key, at: usize, until: usize) -> bool {
        let plain = text.as_bytes().get(until).is_none_or(u8::is_ascii);
        if plain || until - at >= LETTERS {
            // The word may go on behind its ASCII part; its first letters are known all the same.
            return self.has(key) && (!plain || self.goes_on(text, key, until));
        }
        let (key, until) = word_at(text, at);
        self.has(key) && self.goes_on(text, key, until)
    }

    fn has(&self, key: Key) -> bool {
        get(&self.words, hash(key, WORD_BITS))
    }

    /// Whether what stands at `at`, behind a word with this key, may go on with a phrase.
    fn goes_on(&self, text: &str, key: Key, at: usize) -> bool {
        if get(&self.free, hash(key, WORD_BITS)) {
            return true;
        }
        let bytes = text.as_bytes();
        let second = match bytes.get(at) {
            // The phrase would have to go on.
            None => return false,
            Some(b' ') => match bytes.get(at + 1) {
                Some(b) if b.is_ascii_alphanumeric() => {
                    let (second, until) = ascii_word(bytes, at + 1);
                    match bytes.get(until).is_none_or(u8::is_ascii) || until - at > LETTERS {
                        true => second,
                        false => word_at(text, at + 1).0,
                    }
                }
                Some(b) if b.is_ascii() => return true,
                _ if text[at + 1..].starts_with(|c| is_word_char(c) && !is_invisible(c)) => word_at(text, at + 1).0,
                _ => return true,
            },
            Some(b) if b.is_ascii() => return true,
            // A script without spaces.
            _ if text[at..].starts_with(|c| is_word_char(c) && !is_invisible(c)) => word_at(text, at).0,
            _ => return true,
        };
        get(&self.pairs, hash(pair(key, second), PAIR_BITS))
    }

    /// Whether a phrase may begin with the run of full stops at `at`.
    fn dots(&self, bytes: &[u8], at: usize) -> bool {
        self.stop || matches!(bytes.get(at + 1), Some(b'.' | 0xe2))
    }
}

fn get(bits: &[u64], bit: usize) -> bool {
    bits[bit / 64] >> (bit % 64) & 1 == 1
}

fn set(bits: &mut [u64], bit: usize) {
    bits[bit / 64] |= 1 << (bit % 64);
}

/// Fibonacci hashing (Knuth, TAOCP 3, 6.4).
fn hash(key: Key, bits: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as usize
}

fn pair(first: Key, second: Key) -> Key {
    first.rotate_left(29).wrapping_mul(0xFF51_AFD7_ED55_8CCD) ^ second
}

/// The key of a folded word.
fn key(folded: &str) -> Key {
    folded.chars().take(LETTERS).zip(0..).fold(0, |key, (c, i)| key | u64::from(c as u16) << (16 * i))
}

/// The key of the run of ASCII letters and digits at `at`, and where it ends.
fn ascii_word(bytes: &[u8], at: usize) -> (Key, usize) {
    let len = bytes[at..].iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(bytes.len() - at);
    let letters = bytes[at..at + len].iter().take(LETTERS).zip(0..);
    (letters.fold(0, |key, (b, i)| key | u64::from(b.to_ascii_lowercase()) << (16 * i)), at + len)
}

/// The key of the word at `at`, as the fold sees it, and where the word ends.
fn word_at(text: &str, at: usize) -> (Key, usize) {
    let (mut key, mut letters, mut until) = (0, 0, text.len());
    for (i, c) in text[at..].char_indices() {
        let goes_on = i == 0 || is_invisible(c) || (is_word_char(c) && !is_unspaced(c));
        if !goes_on || (i > 0 && text[at..].starts_with(is_unspaced)) {
            until = at + i;
            break;
        }
        fold_char(c, |f| {
            if letters < LETTERS {
                key |= u64::from(f as u16) << (16 * letters);
                letters += 1;
            }
        });
    }
    (key, until)
}
