//! Byte ranges and the field they lie in: the only coordinates there are.
//!
//! Knows nothing of documents, rules or judges.

/// A half-open range of bytes in one field of a document's *original* text.
///
/// Both ends lie on character borders. An empty span marks a place where something is inserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Span { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds no bytes (an insertion point).
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether edits of both spans would meet: they share a byte, or one is an insertion strictly inside the other,
    /// or both are the same insertion point.
    pub fn conflicts(self, other: Span) -> bool {
        self == other
            || (self.start < other.end && other.start < self.end)
            || (self.is_empty() && other.start < self.start && self.start < other.end)
            || (other.is_empty() && self.start < other.start && other.start < self.end)
    }

    /// The bytes of `text` that this span names.
    ///
    /// # Panics
    /// If the span does not lie in `text` on character borders.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// Which text of the document a span lies in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The title that came beside the text.
    Title,
    /// The text itself.
    #[default]
    Text,
}

impl Field {
    /// Both fields, in the order in which edits are listed.
    pub const ALL: [Field; 2] = [Field::Title, Field::Text];

    /// The name used in audit trails: `title` or `text`.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Text => "text",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_conflict_where_edits_would_meet() {
        let s = Span::new;
        for (a, b, meet) in [
            (s(0, 3), s(2, 5), true),
            (s(0, 3), s(3, 5), false),
            (s(2, 2), s(0, 3), true),
            (s(0, 0), s(0, 3), false),
            (s(3, 3), s(0, 3), false),
            (s(3, 3), s(3, 3), true),
            (s(1, 2), s(0, 9), true),
        ] {
            assert_eq!(a.conflicts(b), meet, "{a:?} {b:?}");
            assert_eq!(b.conflicts(a), meet, "{b:?} {a:?}");
        }
    }
}
