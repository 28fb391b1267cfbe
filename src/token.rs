//! The fold: a line as a sequence of words and signs, with case, quotes, dashes and invisible characters out of the way.
//!
//! Matching happens on tokens and never on changed text: every token keeps the bytes it came from.
//! Knows nothing of rules; it is given their vocabulary.

use std::collections::HashMap;

use crate::line::is_unspaced;

/// A word of the rules' vocabulary; [`UNKNOWN`] for all others.
pub(crate) type WordId = u32;

/// The id of every word that no rule mentions.
pub(crate) const UNKNOWN: WordId = 0;

/// A word or a sign of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// First byte, in the text the line belongs to.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    /// The folded word, if the vocabulary knows it.
    pub(crate) word: WordId,
    /// What it looks like.
    pub(crate) shape: Shape,
}

/// What a token looks like, as far as slots care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A word that begins with a capital, or belongs to a script without case.
    Capital,
    /// Any other word.
    Lower,
    /// A word that begins with a digit.
    Number,
    /// Anything that is not a word.
    Sign,
}

impl Token {
    /// Whether the token is a word or a number.
    pub(crate) fn is_word(&self) -> bool {
        self.shape != Shape::Sign
    }
}

/// The words that rules mention, folded.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    ids: HashMap<Box<str>, WordId, foldhash::fast::FixedState>,
}

impl Vocabulary {
    /// The id of a folded word; `UNKNOWN` if no rule mentions it.
    pub(crate) fn get(&self, folded: &str) -> WordId {
        self.ids.get(folded).copied().unwrap_or(UNKNOWN)
    }

    /// The id of a folded word, which is added if it is new.
    pub(crate) fn add(&mut self, folded: &str) -> WordId {
        let next = self.ids.len() as WordId + 1;
        *self.ids.entry(folded.into()).or_insert(next)
    }

    /// One more than the largest id.
    pub(crate) fn len(&self) -> usize {
        self.ids.len() + 1
    }
}

/// Characters that are not seen: they neither split words nor count.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Whether a character belongs to a word: letters, digits and the marks that combine with them.
pub(crate) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c as u32,
            0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C2 | 0x05C4..=0x05C5
            | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06ED | 0x0900..=0x0963 | 0x0966..=0x0DF3 | 0x0E31..=0x0E4E
            | 0x0EB1..=0x0ECD | 0x1038..=0x103E | 0x17B4..=0x17D3 | 0x1AB0..=0x1AFF | 0x20D0..=0x20FF)
}

/// Folds one character and hands on what it becomes.
fn fold_char(c: char, mut push: impl FnMut(char)) {
    match c {
        'A'..='Z' => push(c.to_ascii_lowercase()),
        '`' => push('\''),
        '\u{0}'..='\u{7f}' => push(c),
        '’' | '‘' | '‚' | '‛' | '′' | 'ʼ' | '´' => push('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => push('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => push('-'),
        '•' | '·' | '●' | '▪' | '‧' => push('·'),
        '！'..='～' => fold_char(char::from_u32(c as u32 - 0xFEE0).unwrap_or(c), push),
        _ if is_invisible(c) => {}
        _ => c.to_lowercase().for_each(push),
    }
}

/// Splits `text[start..end]` (one line) into tokens, appended to `out` (cleared first). `buffer` is scratch.
///
/// Runs of full stops are one token, as `…` is. In scripts written without spaces every character is a token.
pub(crate) fn tokens(
    text: &str,
    start: usize,
    end: usize,
    vocabulary: &Vocabulary,
    buffer: &mut String,
    out: &mut Vec<Token>,
) {
    out.clear();
    let line = &text[start..end];
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() || is_invisible(c) {
            continue;
        }
        buffer.clear();
        let mut until = at + c.len_utf8();
        let shape;
        if is_word_char(c) {
            fold_char(c, |f| buffer.push(f));
            shape = if c.is_numeric() {
                Shape::Number
            } else if c.is_lowercase() {
                Shape::Lower
            } else {
                Shape::Capital
            };
            if !is_unspaced(c) {
                while let Some(&(i, d)) = chars.peek() {
                    if !(is_invisible(d) || (is_word_char(d) && !is_unspaced(d))) {
                        break;
                    }
                    if !is_invisible(d) {
                        until = i + d.len_utf8();
                    }
                    fold_char(d, |f| buffer.push(f));
                    chars.next();
                }
            }
        } else {
            shape = Shape::Sign;
            if c == '.' || c == '…' {
                let mut dots = if c == '…' { 3 } else { 1 };
                while let Some(&(i, d)) = chars.peek() {
                    if d != '.' && d != '…' {
                        break;
                    }
                    dots += 1;
                    until = i + d.len_utf8();
                    chars.next();
                }
                buffer.push_str(if dots > 1 { "…" } else { "." });
            } else {
                fold_char(c, |f| buffer.push(f));
            }
        }
        out.push(Token {
            start: (start + at) as u32,
            end: (start + until) as u32,
            word: vocabulary.get(buffer),
            shape,
        });
    }
}

/// The folded words of a phrase's literal part, for building the vocabulary.
pub(crate) fn fold_words(text: &str, mut each: impl FnMut(&str)) {
    if text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return each(text);
    }
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return each(&text.to_ascii_lowercase());
    }
    let vocabulary = Vocabulary::default();
    let (mut buffer, mut found) = (String::new(), Vec::new());
    tokens(text, 0, text.len(), &vocabulary, &mut buffer, &mut found);
    for token in found {
        buffer.clear();
        let piece = &text[token.start as usize..token.end as usize];
        if !token.is_word() && piece.starts_with(['.', '…']) {
            buffer.push_str(if piece == "." { "." } else { "…" });
        } else {
            piece.chars().for_each(|c| fold_char(c, |f| buffer.push(f)));
        }
        each(&buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        fold_words(text, |w| out.push(w.to_owned()));
        out
    }

    #[test]
    fn case_quotes_dashes_and_invisible_characters_are_folded() {
        assert_eq!(folded("Don’t Miss—READ\u{a0}MORE…"), ["don", "'", "t", "miss", "-", "read", "more", "…"]);
        assert_eq!(folded("read more..."), folded("Read\u{200b}  more…"));
        assert_eq!(folded("news\u{ad}letter"), ["newsletter"]);
        assert_eq!(folded("ＮＥＷＳ！"), ["news", "!"]);
        assert_eq!(folded("相关文章"), ["相", "关", "文", "章"]);
        assert_eq!(folded("टिप्पणी करें"), ["टिप्पणी", "करें"]);
    }

    #[test]
    fn tokens_keep_the_bytes_they_came_from() {
        let mut v = Vocabulary::default();
        let more = v.add("more");
        let (mut b, mut out) = (String::new(), Vec::new());
        let text = "x\nRead MORE (12)";
        tokens(text, 2, text.len(), &v, &mut b, &mut out);
        let pieces: Vec<_> = out.iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
        assert_eq!(pieces, ["Read", "MORE", "(", "12", ")"]);
        assert_eq!(out[1].word, more);
        assert_eq!(out[0].word, UNKNOWN);
        assert_eq!(out[3].shape, Shape::Number);
    }
}
