//! Which languages a document speaks: a phrase of another one is weaker evidence.
//!
//! Labels of all languages are searched at once, and `Over` is a link in one of them and a word of prose in another. A
//! phrase in a script of its own cannot be mistaken so. What may stand inside a line is only searched for in languages
//! that are spoken.

use crate::line::is_unspaced;
use crate::model::{CommonWords, hash_word};
use crate::rule::{Match, Strength};
use crate::ruleset::matcher::Hit;
use crate::ruleset::{ENGLISH, Languages, Ruleset};
use crate::token::is_word_char;

/// A language is spoken if its common words are at least this share of those of the language that has most.
const SHARE: f32 = 0.4;
/// Fewer common words than this say nothing.
const ENOUGH: u32 = 2;
/// Words that are looked at.
const WORDS: usize = 4096;

/// The common words of each language, and which rules speak which.
#[derive(Debug)]
pub(super) struct Tongues {
    pub(super) common: CommonWords,
    /// Of each rule its language.
    of: Vec<Languages>,
    /// The languages that are written in Latin letters.
    latin: Languages,
}

impl Tongues {
    pub(super) fn new(rules: &Ruleset) -> Tongues {
        let mut common = CommonWords::default();
        let mut latin = ENGLISH;
        for (code, words) in rules.common_words() {
            let language = rules.language(Some(code));
            if words.chars().find(|c| c.is_alphabetic()).is_some_and(is_latin) {
                latin |= language;
            }
            for word in words.split_whitespace() {
                *common.entry(hash_word(word)).or_default() |= language;
            }
        }
        Tongues { common, of: rules.rules().iter().map(|r| rules.language(r.lang.as_deref())).collect(), latin }
    }

    /// The languages that `text` speaks; all of them where it says too little.
    pub(super) fn spoken(&self, text: &str) -> Languages {
        let mut counts = [0u32; 128];
        let mut count = |word: &str| {
            let mut set = self.common.get(&hash_word(word)).copied().unwrap_or(0);
            while set != 0 {
                counts[set.trailing_zeros() as usize] += 1;
                set &= set - 1;
            }
        };
        for run in text.split(|c| !is_word_char(c)).filter(|w| !w.is_empty()).take(WORDS) {
            if run.starts_with(is_unspaced) {
                run.char_indices().for_each(|(at, c)| count(&run[at..at + c.len_utf8()]));
            } else {
                count(run);
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        if most < ENOUGH {
            return Languages::MAX;
        }
        let enough = |n: u32| n as f32 >= SHARE * most as f32;
        (0..128).filter(|&i| enough(counts[i])).fold(0, |set, i| set | 1 << i)
    }

    /// The languages whose phrases a text that speaks `spoken` may hold inside its lines: those, English, and those
    /// of other scripts if it has letters that are not Latin.
    pub(super) fn asked(&self, text: &str, spoken: Languages) -> Languages {
        // Lead bytes of U+0380 to U+1FFF and of U+3000 on; signs and emoji have others.
        let foreign = text.bytes().any(|b| matches!(b, 0xCE..=0xE1 | 0xE3..=0xED));
        spoken | ENGLISH | if foreign { !self.latin } else { 0 }
    }

    /// Whether a hit has a small word of its own language that is none of those spoken around it.
    fn speaks(&self, found: &str, tongue: Languages, spoken: Languages) -> bool {
        let own =
            |word: &str| self.common.get(&hash_word(word)).is_some_and(|set| set & tongue != 0 && set & spoken == 0);
        found.split(|c| !is_word_char(c)).any(|word| !word.is_empty() && own(word))
    }

    /// How much each hit weighs in `text`, which speaks `spoken`. `whole` says whether that is the whole document.
    pub(super) fn weigh(
        &self,
        rules: &Ruleset,
        text: &str,
        (whole, spoken): (bool, Languages),
        hits: &[Hit],
        out: &mut Vec<Option<Strength>>,
    ) {
        out.clear();
        for hit in hits {
            let rule = rules.rule(hit.rule);
            let strength = rule.strength;
            let whole_line = matches!(rule.kind, Match::Line | Match::Block);
            let tongue = self.of[hit.rule.0 as usize];
            let found = hit.span.of(text);
            let own_script = |c: char| c.is_alphabetic() && !is_latin(c);
            let latin = self.latin & tongue != 0;
            if tongue == ENGLISH || !whole || found.contains(own_script) {
                out.push(Some(strength));
                continue;
            }
            out.push(match strength {
                // A date, say, in a document that has hardly a letter of the language.
                _ if !latin && (spoken & tongue == 0 || spoken == Languages::MAX) => None,
                _ if spoken & tongue != 0 || self.speaks(found, tongue, spoken) => Some(strength),
                Strength::Certain if is_one_word(found) || !whole_line => Some(Strength::Hint),
                Strength::Certain => Some(Strength::Likely),
                Strength::Likely if is_one_word(found) || !whole_line => None,
                Strength::Likely => Some(Strength::Hint),
                Strength::Hint => None,
            });
        }
    }
}

fn is_one_word(found: &str) -> bool {
    found.split(|c| !is_word_char(c)).filter(|w| !w.is_empty()).nth(1).is_none()
}

fn is_latin(c: char) -> bool {
    matches!(c as u32, 0..=0x24F | 0x1E00..=0x1EFF | 0xFF21..=0xFF5A)
}
