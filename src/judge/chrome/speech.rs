//! Which languages a document speaks: a phrase of another one is weaker evidence.
//!
//! Labels of all languages are searched at once, and `Over` is a link in one of them and a word of prose in another. A
//! phrase in a script of its own cannot be mistaken so. What may stand inside a line is only searched for in languages
//! that are spoken.

use std::sync::Arc;

use crate::judge::tongue::{Tongues, bits, is_latin};
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

/// Which rules speak which language.
#[derive(Debug)]
pub(super) struct Speech {
    pub(super) tongues: Arc<Tongues>,
    /// Of each rule its language.
    of: Vec<Languages>,
}

impl Speech {
    pub(super) fn new(rules: &Ruleset, tongues: Arc<Tongues>) -> Speech {
        Speech { tongues, of: rules.rules().iter().map(|r| rules.language(r.lang.as_deref())).collect() }
    }

    /// The languages that `text` speaks; all of them where it says too little.
    pub(super) fn spoken(&self, text: &str) -> Languages {
        let mut counts = [0u32; 128];
        for (_, languages) in self.tongues.words(text).take(WORDS) {
            bits(languages).for_each(|bit| counts[bit] += 1);
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
        spoken | ENGLISH | if foreign { !self.tongues.latin() } else { 0 }
    }

    /// Whether a hit has a small word of its own language that is none of those spoken around it.
    fn speaks(&self, found: &str, tongue: Languages, spoken: Languages) -> bool {
        self.tongues.words(found).any(|(_, set)| set & tongue != 0 && set & spoken == 0)
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
            let latin = self.tongues.latin() & tongue != 0;
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
