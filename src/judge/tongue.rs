//! The commonest words of every language that has a pack: what tells which languages a text speaks.

use crate::line::is_unspaced;
use crate::model::{CommonWords, hash_word};
use crate::ruleset::{ENGLISH, Languages, Ruleset};
use crate::token::is_word_char;

/// The commonest words, compiled once for all judges.
#[derive(Debug, Default)]
pub(crate) struct Tongues {
    common: CommonWords,
    codes: Vec<(Languages, Box<str>)>,
    latin: Languages,
}

impl Tongues {
    pub(crate) fn new(rules: &Ruleset) -> Tongues {
        let mut tongues = Tongues { latin: ENGLISH, ..Tongues::default() };
        for (code, words) in rules.common_words() {
            let language = rules.language(Some(code));
            tongues.codes.push((language, code.into()));
            if words.chars().find(|c| c.is_alphabetic()).is_some_and(is_latin) {
                tongues.latin |= language;
            }
            for word in words.split_whitespace() {
                *tongues.common.entry(hash_word(word)).or_default() |= language;
            }
        }
        tongues
    }

    /// The languages that have `word`, its case aside, among their commonest.
    pub(crate) fn of(&self, word: &str) -> Languages {
        self.common.get(&hash_word(word)).copied().unwrap_or(0)
    }

    /// Every word of `text` with the languages that have it among their commonest; in scripts written without spaces
    /// every character counts as one. O(bytes).
    pub(crate) fn words<'t>(&self, text: &'t str) -> impl Iterator<Item = (&'t str, Languages)> {
        let runs = text.split(|c| !is_word_char(c)).filter(|run| !run.is_empty());
        runs.flat_map(pieces).map(|word| (word, self.of(word)))
    }

    /// The words by their hashes.
    pub(crate) fn common(&self) -> &CommonWords {
        &self.common
    }

    /// The languages that are written in Latin letters.
    pub(crate) fn latin(&self) -> Languages {
        self.latin
    }

    /// The code of the language with this bit; empty if there is none.
    pub(crate) fn code(&self, bit: usize) -> &str {
        self.codes.iter().find(|(language, _)| *language == 1 << bit).map_or("", |(_, code)| code)
    }
}

fn pieces(run: &str) -> impl Iterator<Item = &str> {
    let unspaced = run.starts_with(is_unspaced);
    let mut rest = run;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (piece, behind) = rest.split_at(if unspaced { first.len_utf8() } else { rest.len() });
        rest = behind;
        Some(piece)
    })
}

/// The bits of a set, from the lowest.
pub(crate) fn bits(mut set: Languages) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(bit)
    })
}

/// Whether a letter is Latin, or no letter of any script.
pub(crate) fn is_latin(c: char) -> bool {
    matches!(c as u32, 0..=0x24F | 0x1E00..=0x1EFF | 0xFF21..=0xFF5A)
}
