//! Lines of a text with the cheap facts every judge needs, computed once.
//!
//! Knows nothing of rules.

use crate::span::Span;

/// One line of a text: a byte span and what a glance tells about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte of the content; the terminator is not content.
    pub(crate) end: usize,
    /// First byte of the next line.
    pub(crate) next: usize,
    /// First byte that is not white space (`end` where there is none).
    pub(crate) first: usize,
    /// One past the last byte that is not white space.
    pub(crate) last: usize,
    /// Words: runs without white space; in scripts written without spaces, two characters count as one.
    /// Stops counting at 65,535.
    pub(crate) words: u16,
    /// Whether the line ends like a sentence (closing quotes and brackets aside).
    pub(crate) sentence: bool,
    /// Whether the line is prose: a sentence's length and ending, or much longer than any label.
    pub(crate) prose: bool,
}

impl Line {
    /// Whether the line holds nothing but white space.
    pub(crate) fn is_blank(&self) -> bool {
        self.first == self.last
    }

    /// The span of the line's content, white space at both ends aside.
    pub(crate) fn trimmed(&self) -> Span {
        Span::new(self.first, self.last)
    }
}

/// A line of this many words that ends like a sentence is prose; menus and headings rarely are this long, and the
/// rare short sentence matters little because prose is judged from the whole document.
const PROSE_WORDS: u16 = 8;
/// A remark in brackets has at most this many bytes.
const CREDIT: usize = 80;
/// A line of this many words is prose even without a final stop (transcripts, verse set as prose, cut teasers).
const LONG_WORDS: u16 = 25;

/// Splits `text` into lines and appends them to `out` (cleared first).
///
/// A line ends at `\n` (a `\r` before it belongs to the terminator) or at the end of the text; text that ends with a
/// terminator has no empty last line. O(bytes).
pub(crate) fn split(text: &str, out: &mut Vec<Line>) {
    out.clear();
    let bytes = text.as_bytes();
    let mut start = 0;
    for at in memchr::memchr_iter(b'\n', bytes) {
        out.push(look(text, start, at + 1));
        start = at + 1;
    }
    if start < bytes.len() {
        out.push(look(text, start, bytes.len()));
    }
}

/// Whether a character ends a sentence, in any of the scripts that mark it.
pub(crate) fn is_terminal(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '．'
            | '।'
            | '॥'
            | '۔'
            | '؟'
            | '։'
            | '።'
            | '။'
            | '៕'
            | '‽'
            | '｡'
            | '᙮'
    )
}

/// Whether a character may close a sentence after its final stop: quotes and brackets.
pub(crate) fn is_closer(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | '‘' | '›' | '«' | ')' | ']' | '」' | '』' | '）' | '】' | '》')
}

/// Whether a script writes words without spaces between them.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c as u32,
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// The line without the short remark in brackets that may stand behind its last sentence: an agency, a photographer.
fn before_credit(line: &str) -> &str {
    let open = match line.chars().next_back() {
        Some(')') => '(',
        Some(']') => '[',
        Some('）') => '（',
        _ => return line,
    };
    line.rfind(open).filter(|at| line.len() - at <= CREDIT).map_or(line, |at| &line[..at])
}

/// The line of `text` from `start` to `next`, its terminator included. O(bytes of the line).
pub(crate) fn look(text: &str, start: usize, next: usize) -> Line {
    let whole = &text[start..next];
    let content = whole.strip_suffix('\n').map_or(whole, |l| l.strip_suffix('\r').unwrap_or(l));
    let end = start + content.len();
    let line = &text[start..end];
    let trimmed = line.trim();
    if trimmed.is_empty() {
        return Line { start, end, next, first: end, last: end, words: 0, sentence: false, prose: false };
    }
    let first = start + (line.len() - line.trim_start().len());
    let last = first + trimmed.len();
    let mut words = 0u32;
    let mut unspaced = 0u32;
    let mut inside = false;
    if trimmed.is_ascii() {
        // Borders between white space and words; written so that it vectorises.
        let space = |b: u8| b == b' ' || (b'\t'..=b'\r').contains(&b);
        let bytes = trimmed.as_bytes();
        words = 1 + bytes.iter().zip(&bytes[1..]).map(|(&a, &b)| u32::from(space(a) & !space(b))).sum::<u32>();
    } else {
        for c in trimmed.chars() {
            let space = c.is_whitespace();
            words += u32::from(!space && !inside);
            inside = !space;
            unspaced += u32::from(is_unspaced(c));
        }
    }
    let words = (words + unspaced / 2).min(u32::from(u16::MAX)) as u16;
    let ends = |text: &str| text.chars().rev().find(|&c| !is_closer(c) && !c.is_whitespace()).is_some_and(is_terminal);
    let sentence = ends(trimmed) || ends(before_credit(trimmed));
    let prose = (sentence && words >= PROSE_WORDS) || words >= LONG_WORDS;
    Line { start, end, next, first, last, words, sentence, prose }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        let mut out = Vec::new();
        split(text, &mut out);
        out
    }

    #[test]
    fn terminators_are_not_content() {
        let got: Vec<_> = lines("a\r\nb\n\n c ").iter().map(|l| (l.start, l.end, l.next, l.is_blank())).collect();
        assert_eq!(got, [(0, 1, 3, false), (3, 4, 5, false), (5, 5, 6, true), (6, 9, 9, false)]);
        assert!(lines("").is_empty());
        assert_eq!(lines("\n").len(), 1);
    }

    #[test]
    fn prose_is_a_sentence_of_some_length() {
        assert!(lines("The council met on Tuesday to vote on the plan.")[0].prose);
        assert!(lines("“We met on Tuesday to vote on the plan,” he said.”")[0].prose);
        assert!(lines("The council met on Tuesday to vote on the plan. (Reuters)")[0].prose);
        assert!(!lines("Related articles from our partners at the paper (more)")[0].prose);
        assert!(!lines("Related articles from our partners")[0].prose);
        assert!(!lines("Read more.")[0].prose);
        assert!(lines("市议会周二开会，就新图书馆的建设计划进行了表决。")[0].prose);
    }
}
