//! Links that a page opens when one points at a name, written out into the sentence:
//! `Rep. Ana MoraAna MoraThe bridge is late Mayor sues builder MORE (D-N.Y.) said …`.
//!
//! Knows nothing of headlines and teasers.

use super::{Repair, View};
use crate::span::Span;

/// How far behind the name the list may end, in bytes.
const MOST_BYTES: usize = 900;
/// How many such lists a document is searched for.
const MOST_LISTS: usize = 64;

/// The lists of stories behind names. Each begins where a name is glued to itself or to a longer form of itself, and
/// ends with `MORE`.
pub(super) fn find(view: View<'_>) -> impl Iterator<Item = Repair> {
    let text = view.doc.text;
    memchr::memmem::find_iter(text.as_bytes(), b" MORE").take(MOST_LISTS).filter_map(move |at| {
        let end = at + " MORE".len();
        if text[end..].starts_with(char::is_alphanumeric) {
            return None;
        }
        let from = text[..at].rfind('\n').map_or(0, |i| i + 1).max(at.saturating_sub(MOST_BYTES));
        let from = (from..=at).find(|i| text.is_char_boundary(*i))?;
        let start = start(&text[from..at])?;
        Some(Repair::drop(Span::new(from + start, end), "stories listed behind a name that stands twice"))
    })
}

/// Where the list begins: behind `Mora` of `Ana MoraAna MoraThe …`, or of `Ana Mora Ana B. MoraThe …`.
fn start(text: &str) -> Option<usize> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if before.is_lowercase() && c.is_uppercase() {
            // The name before the joint, and the same surname before it.
            let left = &text[..at];
            let surname = left.rsplit(|c: char| !c.is_alphabetic() && c != '-' && c != '’').next()?;
            let surname = match surname
                .rmatch_indices(char::is_uppercase)
                .find(|(i, _)| surname[..*i].is_empty() || surname[..*i].ends_with(char::is_lowercase))
            {
                Some((i, _)) => &surname[i..],
                None => surname,
            };
            let earlier = &left[..left.len() - surname.len()];
            // At most four words lie between the two.
            if surname.chars().count() >= 3
                && let Some(i) = earlier.rfind(surname)
                && earlier[i + surname.len()..].split_whitespace().count() <= 4
                && earlier[i + surname.len()..].chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-'))
            {
                return Some(i + surname.len());
            }
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_behind_names() {
        for (text, kept) in [
            ("Rep. Ana MoraAna MoraThe bridge is late Mayor sues builder", Some("Rep. Ana Mora")),
            ("Gov. Ana Mora Ana Lynn MoraThe bridge is late Mayor sues", Some("Gov. Ana Mora")),
            ("The mayor of WordPress spoke to YouTube and wanted", None),
        ] {
            assert_eq!(start(text).map(|i| &text[..i]), kept);
        }
    }
}
