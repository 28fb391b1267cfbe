//! Letters that are one sign for two, wide, or in pieces.
//!
//! Protects full-width forms among ideographs, and compatibility characters that mean something (²,
//! ™, ㎏): canonical composition only, never compatibility.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::lookalike;
use super::site::{Claims, Site};
use crate::verdict::RuleIndex;

/// Repairs letters.
#[derive(Debug)]
pub(super) struct Letters {
    ligature: Option<RuleIndex>,
    wide: Option<RuleIndex>,
    composed: Option<RuleIndex>,
    lookalike: Option<RuleIndex>,
}

impl Letters {
    pub(super) fn new(find: impl Fn(&str) -> Option<RuleIndex>) -> Self {
        Letters {
            ligature: find("letters.ligature"),
            wide: find("letters.full-width"),
            composed: find("letters.composed"),
            lookalike: find("letters.lookalike"),
        }
    }

    pub(super) fn judge(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let line = site.content();
        let wide_is_native = self.wide.is_none() || site.context.is_east_asian();
        for (i, c) in line.char_indices() {
            let (at, end) = (site.line.start + i, site.line.start + i + c.len_utf8());
            if let Some(letters) = ligature(c) {
                claims.replace(self.ligature, at, end, letters);
            } else if !wide_is_native
                && matches!(c, '！'..='～')
                && is_latin_side(site.before(at))
                && is_latin_side(site.after(end))
            {
                let plain = char::from_u32(c as u32 - 0xFEE0).unwrap_or(c);
                // A wide mark at a line's end has only one side to tell.
                let told = site.before(at).is_some_and(|c| !c.is_whitespace())
                    || site.after(end).is_some_and(|c| !c.is_whitespace());
                if told {
                    claims.replace(self.wide, at, end, plain.to_string());
                }
            }
        }
        if self.composed.is_some() && !is_nfc(line) {
            self.compose(site, claims);
        }
    }

    /// Words that mix two scripts.
    pub(super) fn lookalikes(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        if self.lookalike.is_some() {
            lookalike::judge(self.lookalike, site, claims);
        }
    }

    /// Composes the clusters (a character and the marks on it) that are not composed.
    fn compose(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let line = site.content();
        let mut start = 0;
        let mut cluster = |from: usize, to: usize| {
            let piece = &line[from..to];
            if !piece.is_ascii() && needs_composition(piece) && !is_nfc(piece) {
                let new: String = piece.nfc().collect();
                if !new.chars().next().is_some_and(|whole| site.context.accents().wants(whole)) {
                    return;
                }
                claims.replace(self.composed, site.line.start + from, site.line.start + to, new);
            }
        };
        for (i, c) in line.char_indices() {
            if i > 0 && !unicode_normalization::char::is_combining_mark(c) {
                cluster(start, i);
                start = i;
            }
        }
        cluster(start, line.len());
    }
}

/// Marks on European letters and kana, and characters with a canonical twin. Normal forms that *take apart* (Bengali,
/// Hebrew) change nothing that a reader or a tokeniser would miss, and are left.
fn needs_composition(piece: &str) -> bool {
    piece.chars().any(|c| {
        matches!(
            c,
            '\u{300}'
                ..='\u{36f}'
                    | '\u{3099}'
                    | '\u{309a}'
                    | '\u{212a}'
                    | '\u{212b}'
                    | '\u{2126}'
                    | '\u{374}'
                    | '\u{37e}'
                    | '\u{387}'
        )
    })
}

/// The letters of a presentation form. Source: the compatibility decompositions of the Unicode character database
/// (UnicodeData.txt, U+FB00 to U+FB06 and U+01C4 to U+01F3).
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        'Ǆ' => "DŽ",
        'ǅ' => "Dž",
        'ǆ' => "dž",
        'Ǉ' => "LJ",
        'ǈ' => "Lj",
        'ǉ' => "lj",
        'Ǌ' => "NJ",
        'ǋ' => "Nj",
        'ǌ' => "nj",
        'Ǳ' => "DZ",
        'ǲ' => "Dz",
        'ǳ' => "dz",
        _ => return None,
    })
}

/// Whether a neighbour leaves a full-width form without an ideograph beside it.
pub(super) fn is_latin_side(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || c.is_ascii() || matches!(c, '\u{c0}'..='\u{24f}' | '！'..='～'))
}
