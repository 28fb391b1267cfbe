//! The fold: a line as a sequence of words and signs, with case, quotes, dashes and invisible characters out of the way.
//!
//! Matching happens on tokens and never on changed text: every token keeps the bytes it came from. Tokens are made as
//! they are asked for, and only where something may begin.
//! Knows nothing of rules; it is given their vocabulary.

use std::borrow::Cow;
use std::cell::RefCell;
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
    ids: HashMap<Cow<'static, str>, WordId, foldhash::fast::FixedState>,
}

impl Vocabulary {
    /// The id of a folded word; `UNKNOWN` if no rule mentions it.
    pub(crate) fn get(&self, folded: &str) -> WordId {
        self.ids.get(folded).copied().unwrap_or(UNKNOWN)
    }

    /// The id of a folded word, which is added if it is new.
    pub(crate) fn add(&mut self, folded: &str) -> WordId {
        let next = self.ids.len() as WordId + 1;
        match self.ids.get(folded) {
            Some(id) => *id,
            None => *self.ids.entry(folded.to_owned().into()).or_insert(next),
        }
    }

    /// The same for a word of the program itself.
    pub(crate) fn add_static(&mut self, folded: &'static str) -> WordId {
        let next = self.ids.len() as WordId + 1;
        *self.ids.entry(folded.into()).or_insert(next)
    }

    /// A vocabulary with room for some words.
    pub(crate) fn with_capacity(words: usize) -> Vocabulary {
        Vocabulary { ids: HashMap::with_capacity_and_hasher(words, foldhash::fast::FixedState::default()) }
    }

    /// Every word with its id, in no order.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&str, WordId)> {
        self.ids.iter().map(|(word, id)| (&**word, *id))
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
pub(crate) fn fold_char(c: char, mut push: impl FnMut(char)) {
    match c {
        'A'..='Z' => push(c.to_ascii_lowercase()),
        '`' => push('\''),
        '\u{0}'..='\u{7f}' => push(c),
        '’' | '‘' | '‚' | '‛' | '′' | 'ʼ' | '´' => push('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => push('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => push('-'),
        '•' | '·' | '●' | '▪' | '‧' => push('·'),
        // One letter, several habits: hamza, final ya and ta marbuta, Persian and Urdu forms; dotted and dotless i;
        // yo; cedilla for comma below.
        'أ' | 'إ' | 'آ' | 'ٱ' => push('ا'),
        'ى' | 'ی' | 'ئ' | 'ے' | 'ۓ' => push('ي'),
        'ؤ' => push('و'),
        'ک' => push('ك'),
        'ة' | 'ۀ' | 'ہ' | 'ھ' | 'ە' => push('ه'),
        'İ' | 'ı' => push('i'),
        'Ё' | 'ё' => push('е'),
        'Ş' | 'ş' | 'Ș' => push('ș'),
        'Ţ' | 'ţ' | 'Ț' => push('ț'),
        // Vowel points and the stretched line between letters are optional.
        '\u{591}'..='\u{5bd}'
        | '\u{5bf}'
        | '\u{5c1}'
        | '\u{5c2}'
        | '\u{5c4}'
        | '\u{5c5}'
        | '\u{5c7}'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}' => {}
        '！'..='～' => fold_char(char::from_u32(c as u32 - 0xFEE0).unwrap_or(c), push),
        _ if is_invisible(c) => {}
        _ => c.to_lowercase().for_each(push),
    }
}

/// Reusable memory of a [`Line`].
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    /// Where the next token is looked for.
    at: usize,
    tokens: Vec<Token>,
    word: String,
}

/// The tokens of a line from some byte on, made as they are asked for: most lines are told by their first one or two.
///
/// Runs of full stops are one token, as `…` is. In scripts written without spaces every character is a token.
pub(crate) struct Stream<'a> {
    text: &'a str,
    end: usize,
    vocabulary: &'a Vocabulary,
    buffer: RefCell<&'a mut Buffer>,
}

impl<'a> Stream<'a> {
    /// The tokens of `text[start..end]`.
    pub(crate) fn new(
        text: &'a str,
        start: usize,
        end: usize,
        vocabulary: &'a Vocabulary,
        buffer: &'a mut Buffer,
    ) -> Self {
        buffer.tokens.clear();
        buffer.at = start;
        Stream { text, end, vocabulary, buffer: RefCell::new(buffer) }
    }

    /// Token `i`, from 0; `None` behind the last one.
    pub(crate) fn get(&self, i: usize) -> Option<Token> {
        let buffer = &mut **self.buffer.borrow_mut();
        while buffer.tokens.len() <= i {
            let token = next(&self.text[..self.end], &mut buffer.at, &mut buffer.word)?;
            let word = self.vocabulary.get(&buffer.word);
            buffer.tokens.push(Token { word, ..token });
        }
        Some(buffer.tokens[i])
    }

    /// The number of tokens. Makes all of them.
    pub(crate) fn len(&self) -> usize {
        let mut n = self.buffer.borrow().tokens.len();
        while self.get(n).is_some() {
            n += 1;
        }
        n
    }

    /// Whether a word stands at token `from` or behind it.
    pub(crate) fn has_word(&self, from: usize) -> bool {
        (from..).map_while(|i| self.get(i)).any(|t| t.is_word())
    }

    /// The bytes of a token.
    pub(crate) fn piece(&self, i: usize) -> &'a str {
        self.get(i).map_or("", |t| &self.text[t.start as usize..t.end as usize])
    }

    /// The text that the line belongs to.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }
}

/// The token at or behind byte `at` of `text`, which is moved past it; `word` becomes its fold. Its id is not yet known.
fn next(text: &str, at: &mut usize, word: &mut String) -> Option<Token> {
    let bytes = text.as_bytes();
    word.clear();
    loop {
        let start = *at;
        let first = *bytes.get(start)?;
        if first.is_ascii() {
            if first.is_ascii_whitespace() || first == 0x0b {
                *at += 1;
                continue;
            }
            if first.is_ascii_alphanumeric() {
                let len = bytes[start..].iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(bytes.len() - start);
                let end = start + len;
                if bytes.get(end).is_none_or(u8::is_ascii) {
                    *at = end;
                    word.push_str(&text[start..end]);
                    word.make_ascii_lowercase();
                    let shape = match first {
                        b'0'..=b'9' => Shape::Number,
                        b'a'..=b'z' => Shape::Lower,
                        _ => Shape::Capital,
                    };
                    return Some(Token { start: start as u32, end: end as u32, word: UNKNOWN, shape });
                }
            }
        }
        let mut chars = text[start..].char_indices().peekable();
        let (_, c) = chars.next()?;
        *at += c.len_utf8();
        if c.is_whitespace() || is_invisible(c) {
            continue;
        }
        let mut until = *at;
        let shape;
        if is_word_char(c) {
            fold_char(c, |f| word.push(f));
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
                    *at = start + i + d.len_utf8();
                    if !is_invisible(d) {
                        until = *at;
                    }
                    fold_char(d, |f| word.push(f));
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
                    until = start + i + d.len_utf8();
                    *at = until;
                    chars.next();
                }
                word.push_str(if dots > 1 { "…" } else { "." });
            } else {
                fold_char(c, |f| word.push(f));
            }
        }
        return Some(Token { start: start as u32, end: until as u32, word: UNKNOWN, shape });
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
    let (mut at, mut word) = (0, String::new());
    while next(text, &mut at, &mut word).is_some() {
        each(&word);
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
        assert_eq!(folded("إضافة تعليقًا"), folded("اضافه تعليقا"));
        assert_eq!(folded("İLETİŞİM basın"), folded("iletişim BASIN"));
        assert_eq!(folded("ещё ŞTIRI"), folded("еще știri"));
    }

    #[test]
    fn tokens_keep_the_bytes_they_came_from() {
        let mut v = Vocabulary::default();
        let more = v.add("more");
        let mut buffer = Buffer::default();
        let text = "x\nRead MORE (12)";
        let out = Stream::new(text, 2, text.len(), &v, &mut buffer);
        assert_eq!((0..5).map(|i| out.piece(i)).collect::<Vec<_>>(), ["Read", "MORE", "(", "12", ")"]);
        assert_eq!((out.get(0).unwrap().word, out.get(1).unwrap().word), (UNKNOWN, more));
        assert_eq!(out.get(3).unwrap().shape, Shape::Number);
        assert_eq!((out.get(5), out.len()), (None, 5));
    }
}
