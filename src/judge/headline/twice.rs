//! What a page says twice at some length: its summary, or all of its text.
//!
//! Knows nothing of titles and teasers.

use super::Repair;
use super::View;
use super::head::{filled, same};
use crate::line::Line;

/// How many lines of the head are searched for a summary.
const HEAD_LINES: usize = 24;
/// A summary has at most this many points.
const MOST_POINTS: usize = 8;
/// How many lines may stand before a text that stands twice: title, author, date.
const LINES_BEFORE: usize = 4;

/// The points of a summary, said twice in a row: the second goes. Two couplets of a song are no summary: each point
/// has its mark, or is a long sentence.
pub(super) fn summary(view: View<'_>) -> Vec<Repair> {
    let text = view.doc.text;
    let lines: Vec<&Line> = filled(view.text).take(HEAD_LINES).collect();
    let said = |l: &Line| l.trimmed().of(text);
    for start in 0..lines.len() {
        if !is_point(lines[start], said(lines[start])) {
            continue;
        }
        for n in 2..=MOST_POINTS.min((lines.len() - start) / 2) {
            let (first, second) = (&lines[start..start + n], &lines[start + n..start + 2 * n]);
            let again = first.iter().zip(second).all(|(a, b)| same(said(a), said(b)));
            if again && first.iter().all(|l| is_point(l, said(l))) {
                return second.iter().map(|l| Repair::drop(l.trimmed(), "the summary stands twice")).collect();
            }
        }
    }
    Vec::new()
}

fn is_point(line: &Line, said: &str) -> bool {
    let marked = said.starts_with(['•', '-', '*', '·', '–', '▪', '●', '■', '►', '✓'])
        && said.chars().nth(1).is_some_and(char::is_whitespace);
    line.words >= 4 && (marked || line.prose && line.words >= 8)
}

/// The whole text twice in a row: the second goes. Before the first there may stand a head of its own.
pub(super) fn body(view: View<'_>) -> Vec<Repair> {
    let text = view.doc.text;
    let count = filled(view.text).count();
    let line = |l: &Line| l.trimmed().of(text);
    for before in 0..=LINES_BEFORE {
        let half = count.saturating_sub(before) / 2;
        if half < 3 || (count - before) % 2 == 1 {
            continue;
        }
        let first = filled(view.text).skip(before).take(half);
        let second = filled(view.text).skip(before + half);
        // Verse may say a stanza twice; three paragraphs of prose do not come back by themselves.
        if first.clone().map(line).eq(second.clone().map(line)) && first.filter(|l| l.prose).count() >= 3 {
            return second.map(|l| Repair::drop(l.trimmed(), "the whole text stands twice")).collect();
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    #[test]
    fn summaries_and_texts_stand_once() {
        let cleaner = crate::Cleaner::builder().only(["teaser"]).build().expect("the family exists");
        let points = "- The council builds a second bridge\n- The work begins in the month of May\n";
        let body = "The council voted on Monday to build a second bridge.\nNobody in the hall spoke against the plan.\n\
            The mayor said that the old bridge had been full.\n";
        for (text, left) in [
            (format!("Bridge\n{points}{points}{body}"), format!("Bridge\n{points}{body}")),
            (format!("Bridge\n{body}{body}"), format!("Bridge\n{body}")),
            (format!("{body}{body}"), body.to_owned()),
            (format!("Bridge\n{points}{body}"), format!("Bridge\n{points}{body}")),
            // A refrain.
            ("Gently down the stream\nMerrily we go\n".repeat(2), "Gently down the stream\nMerrily we go\n".repeat(2)),
        ] {
            assert_eq!(cleaner.clean(&text), left);
        }
    }
}
