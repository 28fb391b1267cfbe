//! Words that mix Latin and Cyrillic letters which look the same.
//!
//! Protects words of which nobody can say what they are, Latin abbreviations with a Cyrillic ending, and the stroke `I`
//! that languages of the Caucasus write.

use super::site::{Claims, Site, is_word};
use crate::verdict::RuleIndex;

/// Cyrillic letters and the Latin ones that look the same in every upright face. Source: the confusables of Unicode
/// Technical Standard 39 (`confusables.txt`), pairs of single letters of the two scripts.
const ALIKE: [(char, char); 24] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('У', 'Y'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
];

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

fn to_latin(c: char) -> Option<char> {
    ALIKE.iter().find(|(cyrillic, _)| *cyrillic == c).map(|(_, latin)| *latin)
}

fn to_cyrillic(c: char) -> Option<char> {
    ALIKE.iter().find(|(_, latin)| *latin == c).map(|(cyrillic, _)| *cyrillic)
}

/// Claims the strange letters of every mixed word. O(characters).
pub(super) fn judge(rule: Option<RuleIndex>, site: &Site<'_>, claims: &mut Claims<'_>) {
    let line = site.content();
    let mut next = 0;
    for word in line.split(|c| !is_word(c)) {
        let from = next + line[next..].find(word).unwrap_or(0);
        next = from + word.len();
        if !word.chars().any(is_cyrillic) || !word.chars().any(|c| c.is_ascii_alphabetic()) {
            continue;
        }
        let at = site.line.start + from;
        let latin = word.chars().filter(char::is_ascii_alphabetic).count();
        let cyrillic = word.chars().filter(|&c| is_cyrillic(c)).count();
        // Every letter of the one script has a twin in the other, and some letter of the other has none.
        let strange = |all: &dyn Fn(char) -> bool, twin: fn(char) -> Option<char>| {
            word.chars().filter(|&c| all(c)).all(|c| twin(c).is_some())
        };
        let to: fn(char) -> Option<char> = if latin + cyrillic != word.chars().count() || word.len() > 200 {
            continue;
        } else if cyrillic > latin
            && strange(&|c: char| c.is_ascii_alphabetic(), to_cyrillic)
            && !strange(&is_cyrillic, to_latin)
        {
            to_cyrillic
        } else if latin > cyrillic
            && strange(&is_cyrillic, to_latin)
            && !strange(&|c: char| c.is_ascii_alphabetic(), to_cyrillic)
            // `WEBа` is declined, in a text of the other script.
            && !(word.ends_with(is_cyrillic) && word.starts_with(|c: char| c.is_ascii_uppercase()))
        {
            to_latin
        } else {
            continue;
        };
        for (i, c) in word.char_indices() {
            if let Some(meant) = to(c) {
                claims.replace(rule, at + i, at + i + c.len_utf8(), meant.to_string());
            }
        }
    }
}
