//! How a document writes letters with accents: as one character, or as a letter and marks.
//!
//! Both are the same text to Unicode. Pieces are damage where they are the exception, or where nobody types them; in
//! languages whose letters have no character of their own (ɛ́, m̃), and in Vietnamese typed tone by tone (ê + ̀), they are
//! how one writes, and composing half of them would only mix the forms.

use std::collections::HashSet;

use unicode_normalization::char::{compose, decompose_canonical, is_combining_mark};

/// What a document shows of its accents.
#[derive(Debug, Default)]
pub(super) struct Accents {
    /// Letters that hold their accent.
    composed: usize,
    /// Marks on a letter that could hold them.
    pieces: usize,
    /// Marks that only a typist who works with marks puts down: on letters that cannot hold them, or on letters that hold
    /// one already.
    typed: usize,
    /// The letters that hold their accent.
    known: HashSet<char, foldhash::fast::FixedState>,
}

impl Accents {
    /// Reads the whole of `text`. O(characters).
    pub(super) fn of(text: &str) -> Self {
        let mut accents = Accents::default();
        let mut base = '\0';
        for c in text.chars() {
            if c.is_ascii() {
                base = c;
            } else if is_combining_mark(c) {
                match compose(base, c) {
                    Some(whole) => {
                        accents.pieces += 1;
                        accents.typed += usize::from(!base.is_ascii() && accents.known.contains(&base));
                        base = whole;
                    }
                    None => accents.typed += usize::from(is_accent(c)),
                }
            } else {
                base = c;
                if holds_accent(c) {
                    accents.composed += 1;
                    accents.known.insert(c);
                }
            }
        }
        accents
    }

    /// Whether a letter in pieces should become `whole`.
    pub(super) fn wants(&self, whole: char) -> bool {
        if self.typed > 2 && self.pieces * 4 > self.composed {
            return false;
        }
        let alone = self.composed == 0 && self.typed == 0;
        is_common(whole) || self.known.contains(&whole) || alone
    }
}

/// The marks that accented letters are made with; the points of Hebrew and Arabic and the vowels of India are others.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn holds_accent(c: char) -> bool {
    if !matches!(c, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}' | '\u{304b}'..='\u{30fe}') {
        return false;
    }
    let mut parts = 0;
    decompose_canonical(c, |_| parts += 1);
    parts > 1
}

/// Letters that some keyboard has: those of the 8-bit character sets of Europe, and kana.
fn is_common(c: char) -> bool {
    matches!(c, '\0'..='\u{17f}' | '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{45f}' | '\u{3040}'..='\u{30ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_damage_where_they_are_the_exception() {
        for (text, whole, wanted) in [
            ("cafe\u{301}", 'é', true),
            ("un café, un the\u{301}", 'é', true),
            ("me\u{303} fa\u{303}", 'ẽ', true),
            ("mẽ fa\u{303} me\u{303}", 'ẽ', true),
            ("ã õ ã õ me\u{303}", 'ẽ', false),
            ("mɛ\u{301} tɔ\u{301} bɛ\u{301} ka\u{301}", 'á', false),
            ("việt viê\u{323}t tê\u{300} hê\u{301} la\u{300} ma\u{300}", 'à', false),
            ("tie\u{302}\u{301}ng vie\u{323}\u{302}t", 'ế', true),
        ] {
            assert_eq!(Accents::of(text).wants(whole), wanted, "{text}");
        }
    }
}
