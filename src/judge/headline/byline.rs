//! Byline and date that lost their spaces: `ByJohn SmithUpdated 3 hours ago`.
//!
//! Puts the spaces and line ends back; what bylines are worth is for others to say.

use super::head::filled;
use super::{Repair, View};
use crate::span::Span;

/// How many lines below the headline a byline may stand.
const HEAD_LINES: usize = 8;
/// A byline with its date has at most this many bytes.
const MOST_BYTES: usize = 160;
/// What stands glued to the end of a byline.
const STAMPS: &[&str] = &["Updated", "Published", "Posted", "Last updated", "Modified", "First published"];

/// The joints of the byline in the head of the text.
pub(super) fn find(view: View<'_>) -> impl Iterator<Item = Repair> {
    let text = view.doc.text;
    let line =
        filled(view.text).take(HEAD_LINES).map(|l| l.trimmed()).find(|l| l.len() <= MOST_BYTES && is_glued(l.of(text)));
    let mut repairs = Vec::new();
    if let Some(line) = line {
        let said = line.of(text);
        let name = line.start + 2;
        if said.as_bytes().get(2).is_some_and(|b| *b != b' ') {
            repairs.push(Repair::put(Span::new(name, name), " ", "a byline: `By` and a name"));
        }
        if let Some(at) = stamp(said) {
            let at = line.start + at;
            repairs.push(Repair::put(Span::new(at, at), "\n", "a name and a time stamp"));
        }
    }
    repairs.into_iter()
}

/// Whether a line is a byline with a joint: `By`, two to five capitalised words, perhaps a stamp.
fn is_glued(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("By") else { return false };
    let spaced = rest.starts_with(' ');
    let end = stamp(line);
    let name = line[2..end.unwrap_or(line.len())].trim_start();
    let count = name.split_whitespace().count();
    let named = (2..=8).contains(&count)
        && name.split_whitespace().all(|w| {
            w.starts_with(char::is_uppercase)
                || matches!(w, "and" | "de" | "van" | "von" | "der" | "la" | "del" | "bin" | "al")
        })
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | ','));
    named && (!spaced || end.is_some())
}

/// Where a stamp is glued to the name before it.
fn stamp(line: &str) -> Option<usize> {
    STAMPS
        .iter()
        .filter_map(|s| line.find(s).map(|at| (at, s.len())))
        .find(|&(at, len)| {
            let before = line[..at].chars().next_back();
            let after = &line[at + len..];
            before.is_some_and(char::is_lowercase)
                && after.starts_with([' ', ':'])
                && after.chars().any(|c| c.is_ascii_digit())
        })
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        for (line, glued) in [
            ("ByJohn SmithUpdated 3 hours ago", true),
            ("ByJohn Smith", true),
            ("By John SmithPublished: 12 May 2021", true),
            ("By John Smith", false),
            ("Byron Bay opens its second beach", false),
            ("Bystanders saw the crash", false),
        ] {
            assert_eq!(is_glued(line), glued, "{line}");
        }
    }
}
