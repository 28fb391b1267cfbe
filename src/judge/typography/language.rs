//! Whether a text is in a language that the packs know.
//!
//! Where a mark stands and what a space means differs from language to language, and typists of small languages have
//! habits of their own (a comma without a space, a space before a full stop). What is damage in English is not known
//! to be damage there, so spacing is repaired only in languages of which the packs name the commonest words.

use std::collections::HashSet;

use crate::judge::tongue::{Tongues, bits};

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

/// Whether the words of `text` abound in the commonest ones of one language, or are too few to tell.
/// O(1): at most [`WORDS`] words are looked at.
pub(super) fn is_known(tongues: &Tongues, text: &str) -> bool {
    let (mut counts, mut different) = ([0usize; 128], [0usize; 128]);
    let mut all = 0;
    let mut seen = HashSet::<Box<str>, foldhash::fast::FixedState>::default();
    for (word, languages) in tongues.words(text).take(WORDS) {
        // Scripts without spaces are told by their letters.
        if word.starts_with(is_own_script) {
            return true;
        }
        all += 1;
        let new = languages != 0 && seen.insert(word.to_lowercase().into());
        for lang in bits(languages) {
            counts[lang] += 1;
            different[lang] += usize::from(new);
            if new && different[lang] >= SURE && counts[lang] * 4 > all {
                return true;
            }
        }
    }
    let speaks = |(&n, &d): (&usize, &usize)| n * 100 >= all * SHARE && d >= DIFFERENT.min(all / 12);
    all < FEW || counts.iter().zip(&different).any(speaks)
}

/// The code of the language whose commonest words `text` has most of; empty if there is none.
pub(super) fn language<'t>(tongues: &'t Tongues, text: &str) -> &'t str {
    let mut counts = [0usize; 128];
    for (_, languages) in tongues.words(text).take(WORDS) {
        bits(languages).for_each(|lang| counts[lang] += 1);
    }
    let best = (0..counts.len()).max_by_key(|&i| (counts[i], std::cmp::Reverse(i))).filter(|&i| counts[i] > 1);
    best.map_or("", |bit| tongues.code(bit))
}

/// Scripts that are written without spaces or by one language alone: Thai, Lao, Burmese, Khmer, kana, ideographs, Hangul.
fn is_own_script(c: char) -> bool {
    crate::line::is_unspaced(c) || matches!(c, '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::Ruleset;

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
            assert!(is_known(&tongues, text), "{text}");
        }
        // Made up, as a small language would look to the packs.
        assert!(!is_known(&tongues, &"Wumba tulo kari, neba soru lipa towe kinu bara jele. ".repeat(3)));
    }
}
