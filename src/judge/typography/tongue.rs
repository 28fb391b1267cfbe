//! Whether a text is in a language that the packs know.
//!
//! Where a mark stands and what a space means differs from language to language, and typists of small languages have
//! habits of their own (a comma without a space, a space before a full stop). What is damage in English is not known
//! to be damage there, so spacing is repaired only in languages of which the packs name the commonest words.

use std::collections::{HashMap, HashSet};

use crate::ruleset::Ruleset;
use crate::token::is_word_char;

/// Words that are looked at: a page's worth.
const WORDS: usize = 600;
/// A text of fewer words may hold none of its language's commonest ones.
const FEW: usize = 15;
/// Percent of the words that must be among the commonest of one language. Running text has 25 to 50; lists and tables
/// have few.
const SHARE: usize = 9;
/// So many of them must differ (fewer in a short text): small languages share a few short words with large ones, and use
/// them all the time.
const DIFFERENT: usize = 14;
/// So many, where they are a quarter of all words, need no more words.
const SURE: usize = 9;

/// The commonest words of every language that has a pack.
#[derive(Debug, Default)]
pub(super) struct Tongues {
    /// Of each bit the code of its language.
    codes: Vec<Box<str>>,
    words: HashMap<Box<str>, u128, foldhash::fast::FixedState>,
}

impl Tongues {
    pub(super) fn new(rules: &Ruleset) -> Self {
        let mut words = HashMap::<Box<str>, u128, _>::default();
        let codes = rules.common_words().take(128).map(|(code, _)| code.into()).collect();
        for (i, (_, common)) in rules.common_words().enumerate().take(128) {
            for word in common.split_whitespace() {
                *words.entry(word.into()).or_default() |= 1 << i;
            }
        }
        Tongues { codes, words }
    }

    /// Whether the words of `text` abound in the commonest ones of one language, or are too few to tell.
    /// O(1): at most [`WORDS`] words are looked at.
    pub(super) fn know(&self, text: &str) -> bool {
        let (mut counts, mut different) = ([0usize; 128], [0usize; 128]);
        let (mut all, mut small) = (0, String::new());
        let mut seen = HashSet::<*const u128, foldhash::fast::FixedState>::default();
        for word in text.split(|c| !is_word_char(c)).filter(|w| !w.is_empty()).take(WORDS) {
            // Scripts without spaces are told by their letters.
            if word.chars().next().is_some_and(is_own_script) {
                return true;
            }
            all += 1;
            let mut found = self.words.get(word);
            if found.is_none() && word.chars().next().is_some_and(char::is_uppercase) {
                small.clear();
                small.extend(word.chars().flat_map(char::to_lowercase));
                found = self.words.get(small.as_str());
            }
            let Some(found) = found else { continue };
            let new = usize::from(seen.insert(std::ptr::from_ref(found)));
            let mut set = *found;
            while set != 0 {
                let lang = set.trailing_zeros() as usize;
                counts[lang] += 1;
                different[lang] += new;
                if new > 0 && different[lang] >= SURE && counts[lang] * 4 > all {
                    return true;
                }
                set &= set - 1;
            }
        }
        let speaks = |(&n, &d): (&usize, &usize)| n * 100 >= all * SHARE && d >= DIFFERENT.min(all / 12);
        all < FEW || counts.iter().zip(&different).any(speaks)
    }
}

impl Tongues {
    /// Whether `word`, as it is written, is among the commonest of some language.
    pub(super) fn is_common(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// The code of the language whose commonest words `text` has most of; empty if there is none.
    pub(super) fn language(&self, text: &str) -> &str {
        let mut counts = vec![0usize; self.codes.len()];
        for word in text.split(|c| !is_word_char(c)).filter(|w| !w.is_empty()).take(WORDS) {
            let found = self.words.get(word).or_else(|| self.words.get(word.to_lowercase().as_str()));
            let set = found.copied().unwrap_or(0);
            counts.iter_mut().enumerate().for_each(|(i, count)| *count += (set >> i & 1) as usize);
        }
        let best = (0..counts.len()).max_by_key(|&i| (counts[i], std::cmp::Reverse(i))).filter(|&i| counts[i] > 1);
        best.map_or("", |i| &self.codes[i])
    }
}

/// Scripts that are written without spaces or by one language alone: Thai, Lao, Burmese, Khmer, kana, ideographs, Hangul.
fn is_own_script(c: char) -> bool {
    crate::line::is_unspaced(c) || matches!(c, '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_their_small_words() {
        let tongues = Tongues::new(&Ruleset::builtin());
        for text in [
            "The council of the town met on Monday to vote on the plan for the bridge over the river.",
            "Der Rat der Stadt hat am Montag über den Plan für die neue Brücke über den Fluss entschieden.",
            "نشست شورای شهر روز دوشنبه برای رأی دادن به طرح پل جدید بر روی رودخانه در شهر برگزار شد و از آن",
            "市议会周二开会",
            "Fish , chips",
        ] {
            assert!(tongues.know(text), "{text}");
        }
        // Made up, as a small language would look to the packs.
        assert!(!tongues.know(&"Wumba tulo kari, neba soru lipa towe kinu bara jele. ".repeat(3)));
    }
}
