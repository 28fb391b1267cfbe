//! One line under repair: its text, its neighbours, and where claims go.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::context::{self, Context};
use crate::line::Line;
use crate::span::{Field, Span};
use crate::verdict::{Action, RuleIndex, Verdict};

/// Bounds that keep every question about one place constant in time.
const MAX_WORD: usize = 64;
const MAX_TOKEN: usize = 130;

/// A line that raised an alarm.
pub(super) struct Site<'a> {
    /// The whole field.
    pub(super) text: &'a str,
    /// Where the line is.
    pub(super) line: Place,
    /// What is known of the document (or of this line alone, where the document is partial).
    pub(super) context: &'a Context<'a>,
    /// Whether nothing but the line itself may be asked.
    pub(super) alone: bool,
    code: OnceCell<bool>,
    facts: OnceCell<Line>,
}

/// Where a line lies: its content from `start` to `end`, the next line at `next`.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) next: usize,
}

impl Place {
    /// The line from `start` to `next`, its terminator included.
    pub(super) fn new(text: &str, start: usize, next: usize) -> Self {
        let whole = &text[start..next];
        let content = whole.strip_suffix('\n').map_or(whole, |l| l.strip_suffix('\r').unwrap_or(l));
        Place { start, end: start + content.len(), next }
    }
}

impl<'a> Site<'a> {
    pub(super) fn new(text: &'a str, line: Place, context: &'a Context<'a>, alone: bool) -> Self {
        Site { text, line, context, alone, code: OnceCell::new(), facts: OnceCell::new() }
    }

    /// The line's content.
    pub(super) fn content(&self) -> &'a str {
        &self.text[self.line.start..self.line.end]
    }

    /// What a glance at the line tells: most repairs need no glance.
    pub(super) fn facts(&self) -> &Line {
        self.facts.get_or_init(|| crate::line::look(self.text, self.line.start, self.line.next))
    }

    /// The lines above and below, where there are any and the document is whole.
    pub(super) fn neighbours(&self) -> impl Iterator<Item = &'a str> + '_ {
        let (text, line) = (self.text, self.line);
        let above = (line.start > 0).then(|| {
            let end = line.start - 1;
            &text[memchr::memrchr(b'\n', &text.as_bytes()[..end]).map_or(0, |i| i + 1)..end]
        });
        let below = (line.next < text.len()).then(|| {
            let rest = &text[line.next..];
            &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())]
        });
        [above, below].into_iter().flatten().filter(|_| !self.alone)
    }

    /// The character before `at` in this line.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.text[self.line.start..at].chars().next_back()
    }

    /// The character at `at` in this line.
    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.text[at..self.line.end].chars().next()
    }

    /// The letters that end at `at`; the last ones of a word beyond all words.
    pub(super) fn word_before(&self, at: usize) -> &'a str {
        let head = &self.text[self.line.start..at];
        let len: usize = head.chars().rev().take(MAX_WORD).take_while(|&c| is_word(c)).map(char::len_utf8).sum();
        &head[head.len() - len..]
    }

    /// The letters that begin at `at`; the first ones of a word beyond all words.
    pub(super) fn word_after(&self, at: usize) -> &'a str {
        let tail = &self.text[at..self.line.end];
        let len: usize = tail.chars().take(MAX_WORD).take_while(|&c| is_word(c)).map(char::len_utf8).sum();
        &tail[..len]
    }

    /// Everything without white space around `at`, up to a limit that no token of language reaches.
    pub(super) fn token(&self, at: usize) -> &'a str {
        let (head, tail) = (&self.text[self.line.start..at], &self.text[at..self.line.end]);
        let near = |c: &char| !c.is_ascii_whitespace();
        let back: usize = head.chars().rev().take(MAX_TOKEN).take_while(near).map(char::len_utf8).sum();
        let on: usize = tail.chars().take(MAX_TOKEN).take_while(near).map(char::len_utf8).sum();
        &self.text[at - back..at + on]
    }

    /// Whether the line is code, a formula or a log entry rather than language.
    pub(super) fn is_code(&self) -> bool {
        *self.code.get_or_init(|| context::is_code(self.content()))
    }
}

/// Letters and the marks that combine with them.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphabetic() || crate::token::is_word_char(c) && !c.is_numeric()
}

/// Where the claims of one field go.
pub(super) struct Claims<'o> {
    field: Field,
    out: &'o mut Vec<Verdict>,
}

impl<'o> Claims<'o> {
    pub(super) fn new(field: Field, out: &'o mut Vec<Verdict>) -> Self {
        Claims { field, out }
    }

    /// Claims that `start..end` should read `new`; the rule may be off.
    pub(super) fn replace(
        &mut self,
        rule: Option<RuleIndex>,
        start: usize,
        end: usize,
        new: impl Into<Cow<'static, str>>,
    ) {
        let Some(rule) = rule else { return };
        let new = new.into();
        let action = if new.is_empty() { Action::Drop } else { Action::Replace(new) };
        self.out.push(Verdict::new(rule, self.field, Span::new(start, end), action));
    }

    /// Claims that `start..end` should go, if `so`; the rule may be off.
    pub(super) fn drop_if(&mut self, so: bool, rule: Option<RuleIndex>, start: usize, end: usize) {
        if so {
            self.drop(rule, start, end);
        }
    }

    /// Claims that `start..end` should go; the rule may be off.
    pub(super) fn drop(&mut self, rule: Option<RuleIndex>, start: usize, end: usize) {
        self.replace(rule, start, end, "");
    }
}
