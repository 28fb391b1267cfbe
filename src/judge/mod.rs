//! The judges: each reads the original text and makes claims; none reads another's output.

pub(crate) mod chrome;
pub(crate) mod headline;
pub(crate) mod tongue;
pub(crate) mod typography;

use crate::document::Document;
use crate::line::Line;
pub(crate) use crate::rule::Level;
use crate::span::Field;

/// What every judge sees: a document and its lines.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) doc: &'a Document<'a>,
    pub(crate) text: &'a [Line],
    pub(crate) title: &'a [Line],
    /// The text that an earlier look at this document saw, and its lines: most of them are still there.
    pub(crate) before: Option<(&'a str, &'a [Line])>,
}

impl<'a> View<'a> {
    /// The lines of a field.
    pub(crate) fn lines(&self, field: Field) -> &'a [Line] {
        match field {
            Field::Text => self.text,
            Field::Title => self.title,
        }
    }
}
