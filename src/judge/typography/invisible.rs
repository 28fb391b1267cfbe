//! Characters that nobody sees: left over from layout, editors and broken conversions.
//!
//! Protects what scripts and emoji need: joiners in Persian and Indic words and in emoji, break opportunities in
//! scripts written without spaces, balanced directions, marks of direction in right-to-left lines.

use std::cell::OnceCell;

use super::codec;
use super::site::{Claims, Site};
use crate::line::is_unspaced;
use crate::verdict::RuleIndex;

/// Repairs invisible characters.
#[derive(Debug)]
pub(super) struct Invisible {
    zero_width: Option<RuleIndex>,
    soft_hyphen: Option<RuleIndex>,
    control: Option<RuleIndex>,
    c1: Option<RuleIndex>,
    bidi: Option<RuleIndex>,
    lost: Option<RuleIndex>,
    bullet: Option<RuleIndex>,
}

impl Invisible {
    pub(super) fn new(find: impl Fn(&str) -> Option<RuleIndex>) -> Self {
        Invisible {
            zero_width: find("invisible.zero-width"),
            soft_hyphen: find("invisible.soft-hyphen"),
            control: find("invisible.control"),
            c1: find("invisible.c1"),
            bidi: find("invisible.bidi"),
            lost: find("invisible.lost-apostrophe"),
            bullet: find("invisible.private-bullet"),
        }
    }

    pub(super) fn judge(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let (line, start) = (site.content(), site.line.start);
        let mut directions = false;
        let right_to_left = OnceCell::new();
        for (i, c) in line.char_indices() {
            let (at, end) = (start + i, start + i + c.len_utf8());
            match c {
                '\t' | '\u{c}' | '\r' => {}
                // A vertical tab is a soft line break of word processors.
                '\u{b}' => claims.replace(self.control, at, end, " "),
                '\u{0}'..='\u{1f}' | '\u{7f}' => claims.drop(self.control, at, end),
                // What is left of a broken encoding that cannot be repaired.
                '\u{80}'..='\u{9f}' if matches!(site.before(at), Some('Ã' | 'Â' | 'â')) => {}
                '\u{80}'..='\u{9f}' => match codec::windows_1252(c as u8) {
                    // Five numbers mean nothing there: what they were is lost, and the place stays visible.
                    '\u{80}'..='\u{9f}' => {}
                    meant => claims.replace(self.c1, at, end, meant.to_string()),
                },
                '\u{ad}' => claims.drop(self.soft_hyphen, at, end),
                // U+FFFA and its kin are controls of annotation.
                '\u{feff}' | '\u{2060}' | '\u{180e}' | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}'
                    // Mongolian has a separator of its own.
                    if c != '\u{180e}' || !site.before(at).is_some_and(|p| matches!(p, '\u{1800}'..='\u{18af}')) =>
                {
                    claims.drop(self.zero_width, at, end);
                }
                '\u{2061}'..='\u{2064}' => {}
                '\u{200b}' => {
                    let breaks = |c: Option<char>| c.is_some_and(|c| is_unspaced(c) || is_tibetan(c));
                    if !breaks(visible_before(site, at)) && !breaks(visible_after(site, end)) {
                        claims.drop(self.zero_width, at, end);
                    }
                }
                '\u{200c}' | '\u{200d}' => {
                    let plain = |c: Option<char>| c.is_none_or(|c| c.is_ascii_alphabetic() || c.is_ascii_whitespace());
                    if plain(visible_before(site, at)) && plain(visible_after(site, end)) {
                        claims.drop(self.zero_width, at, end);
                    }
                }
                '\u{200e}' | '\u{200f}' | '\u{61c}'
                    if !right_to_left.get_or_init(|| line.chars().any(is_right_to_left)) =>
                {
                    claims.drop(self.bidi, at, end);
                }
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => directions = true,
                '\u{fffd}' => self.lost_apostrophe(site, at, claims),
                '\u{e000}'..='\u{f8ff}' => self.private(site, at, c, claims),
                _ => {}
            }
        }
        if directions {
            self.directions(site, claims);
        }
    }

    /// Drops embeddings and isolates that nothing ends, and ends that nothing began.
    fn directions(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let mut open: Vec<(usize, bool)> = Vec::new();
        for (i, c) in site.content().char_indices() {
            let at = site.line.start + i;
            match c {
                '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push((at, false)),
                '\u{2066}'..='\u{2068}' => open.push((at, true)),
                '\u{202c}' | '\u{2069}' => {
                    let isolate = c == '\u{2069}';
                    if open.last().is_some_and(|o| o.1 == isolate) {
                        open.pop();
                    } else {
                        claims.drop(self.bidi, at, at + c.len_utf8());
                    }
                }
                _ => {}
            }
        }
        for (at, _) in open {
            claims.drop(self.bidi, at, at + 3);
        }
    }

    /// `don�t` can only have been an apostrophe; `pa�s` could be `país`, so the words are listed.
    fn lost_apostrophe(&self, site: &Site<'_>, at: usize, claims: &mut Claims<'_>) {
        const NEGATED: &[&str] = &[
            "don", "won", "can", "isn", "aren", "wasn", "weren", "doesn", "didn", "couldn", "wouldn", "shouldn",
            "haven", "hasn", "hadn", "mustn", "ain",
        ];
        const PRONOUNS: &[&str] = &["i", "you", "we", "they", "he", "she", "it", "that", "there", "who"];
        const SHORT_IS: &[&str] = &["it", "that", "he", "she", "there", "here", "what", "who", "let"];
        let end = at + '\u{fffd}'.len_utf8();
        let before = site.word_before(at).to_ascii_lowercase();
        let is = |list: &[&str]| list.contains(&before.as_str());
        let lost = match site.word_after(end) {
            "t" => is(NEGATED),
            "re" | "ve" | "ll" | "d" | "m" => is(PRONOUNS),
            // The line must be English by itself: a Spanish title may stand in an English text.
            "s" => is(SHORT_IS) || (before.len() > 2 && site.context.of_line(site.content()).is_english()),
            _ => false,
        };
        if lost {
            claims.replace(self.lost, at, end, "’");
        }
    }

    /// Bullets of the fonts Symbol and Wingdings, which Word files keep at U+F000 and above. Source: the encoding of
    /// symbol fonts in OpenType (`cmap` platform 3, encoding 0), <https://learn.microsoft.com/typography/opentype/spec/cmap>.
    fn private(&self, site: &Site<'_>, at: usize, c: char, claims: &mut Claims<'_>) {
        let bullet =
            matches!(c, '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f0fc}' | '\u{f076}' | '\u{f06e}' | '\u{f0a8}');
        let leads = site.text[site.line.start..at].trim().is_empty();
        if bullet && leads {
            claims.replace(self.bullet, at, at + c.len_utf8(), "•");
        }
    }
}

fn is_hidden(c: char) -> bool {
    crate::token::is_invisible(c) && !matches!(c, '\u{fe00}'..='\u{fe0f}')
}

fn visible_before(site: &Site<'_>, at: usize) -> Option<char> {
    // A run of hidden characters is short in any text that needs them; past the limit the neighbour does not matter.
    site.text[site.line.start..at].chars().rev().take(8).find(|&c| !is_hidden(c))
}

fn visible_after(site: &Site<'_>, end: usize) -> Option<char> {
    site.text[end..site.line.end].chars().take(8).find(|&c| !is_hidden(c))
}

fn is_tibetan(c: char) -> bool {
    matches!(c, '\u{f00}'..='\u{fff}' | '\u{1950}'..='\u{1aaf}' | '\u{a980}'..='\u{a9df}' | '\u{1b00}'..='\u{1b7f}')
}

/// Hebrew, Arabic and their neighbours.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}
