//! The headline of a document, and what the document can tell about it.
//!
//! Knows nothing of the repairs.

use super::View;
use crate::line::Line;
use crate::span::{Field, Span};

/// A line longer than this, in bytes, is a paragraph even if a headline is glued to it.
const MOST_BYTES: usize = 1200;
/// What a text is about stands in its beginning: this many bytes.
const OPENING_BYTES: usize = 1200;

/// A headline, in the title field or as the first line of the text.
pub(super) struct Head<'a> {
    /// Where it stands.
    pub(super) field: Field,
    /// The whole text of that field.
    pub(super) text: &'a str,
    /// The trimmed line.
    pub(super) line: Span,
    /// The headline as the other field has it, or as the next line of the text says it again.
    pub(super) again: [Option<&'a str>; 2],
    /// The text after the headline.
    pub(super) body: &'a str,
    /// The host of the record.
    pub(super) host: Option<&'a str>,
}

impl<'a> Head<'a> {
    /// The headline of a field; `None` where the first line cannot be one.
    pub(super) fn of(view: View<'a>, field: Field) -> Option<Self> {
        let text = view.doc.field(field);
        let mut lines = filled(view.lines(field));
        let line = lines.next()?;
        if line.trimmed().len() > MOST_BYTES {
            return None;
        }
        let first = |f: Field| filled(view.lines(f)).next().map(|l| l.trimmed().of(view.doc.field(f)));
        let (again, body) = match field {
            Field::Title => ([first(Field::Text), None], view.doc.text),
            Field::Text => {
                let next = lines.next().map(|l| l.trimmed().of(text));
                ([first(Field::Title), next], &text[line.next..])
            }
        };
        Some(Head { field, text, line: line.trimmed(), again, body, host: view.doc.host() })
    }

    /// The words of the headline.
    pub(super) fn words(&self) -> impl DoubleEndedIterator<Item = Span> + '_ {
        words(self.text, self.line)
    }

    /// Whether the text begins by speaking of `name`, as it is or in small letters.
    pub(super) fn opens_with(&self, name: &str) -> bool {
        let end = self.body.len().min(OPENING_BYTES);
        let end = (0..=end).rev().find(|i| self.body.is_char_boundary(*i)).unwrap_or(0);
        let opening = &self.body[..end];
        super::fold::has_phrase(opening, name) || super::fold::has_phrase(opening, &name.to_lowercase())
    }

    /// Whether the document says elsewhere that its headline is `title`.
    pub(super) fn is_said(&self, title: &str) -> bool {
        self.again.iter().flatten().any(|again| same(again, title))
    }
}

/// The lines that are not blank.
pub(super) fn filled(lines: &[Line]) -> impl Iterator<Item = &Line> + Clone {
    lines.iter().filter(|l| !l.is_blank())
}

/// Whether two titles are the same, letters and digits compared. Empty ones are not.
pub(super) fn same(a: &str, b: &str) -> bool {
    let mut some = false;
    let (mut a, mut b) = (super::fold::letters(a), super::fold::letters(b));
    loop {
        match (a.next(), b.next()) {
            (None, None) => return some,
            (x, y) if x == y => some = true,
            _ => return false,
        }
    }
}

/// The words of a span: runs without white space.
pub(super) fn words(text: &str, span: Span) -> impl DoubleEndedIterator<Item = Span> + '_ {
    let base = text.as_ptr() as usize;
    span.of(text).split_whitespace().map(move |w| {
        let start = w.as_ptr() as usize - base;
        Span::new(start, start + w.len())
    })
}

/// Whether a headline is set like a sentence: most of its longer words after the first begin small.
pub(super) fn is_sentence_case(text: &str, span: Span) -> bool {
    let (mut small, mut all) = (0, 0);
    for word in words(text, span).skip(1) {
        let word = word.of(text);
        if word.chars().count() >= 4 && word.starts_with(char::is_alphabetic) {
            all += 1;
            small += usize::from(word.starts_with(char::is_lowercase));
        }
    }
    all >= 2 && small * 5 >= all * 2
}

/// Whether nearly all longer words of a headline begin small, as they do in English sentences.
pub(super) fn is_mostly_small(text: &str, span: Span) -> bool {
    let longer = || words(text, span).skip(1).map(|w| w.of(text)).filter(|w| w.len() >= 4);
    longer().filter(|w| w.starts_with(char::is_lowercase)).count() * 5 >= longer().count() * 3
}
