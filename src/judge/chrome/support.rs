//! What a claim needs to act: its place, its neighbours, repetition, the run it stands in.

use super::found::Mark;
use crate::line::Line;
use crate::rule::{Extent, Level, Place, Rule, Strength};

/// Neighbours within this many lines that are not blank support a claim.
const NEAR: usize = 2;
/// A line that occurs this often in a document recurs.
const RECURS: u32 = 3;
/// A run of this many claimed lines carries its hints.
const RUN: usize = 3;
/// A headline has at least this many words; a heading inside an article often has fewer.
const HEADLINE_WORDS: u16 = 4;
/// A link in a list below a heading has at most this many words.
const LINK_WORDS: u16 = 20;

/// Whether a claim on the line of `marks[i]` has what it needs to act.
pub(super) fn supported(
    level: Level,
    (rule, strength): (&Rule, Strength),
    i: usize,
    marks: &[Mark],
    lines: &[Line],
) -> bool {
    if strength == Strength::Certain || level == Level::Safe {
        return strength == Strength::Certain;
    }
    let mark = &marks[i];
    let line = &lines[mark.line];
    let whole = rule.removes == Extent::Line;
    if whole && line.prose {
        // A sentence goes only where the tail has begun for certain.
        return strength == Strength::Likely && mark.place == Place::Tail && mark.begun;
    }
    let near = |least: Strength| {
        let from = i.saturating_sub(NEAR);
        let to = (i + NEAR + 1).min(marks.len());
        (from..to).filter(|&j| j != i).any(|j| marks[j].any >= Some(least))
    };
    // What stands first is the headline more often than not.
    if i == 0 && marks.len() > 1 && marks[1].any < Some(Strength::Likely) {
        return false;
    }
    match strength {
        Strength::Certain => true,
        Strength::Likely => {
            // A rule that keeps out of the body says that at the edges its phrase is chrome.
            mark.place == Place::Tail
                || (mark.place == Place::Head && !rule.place.has(Place::Body))
                || near(Strength::Likely)
                || mark.times >= RECURS
                || (level == Level::Strict && line.words <= LINK_WORDS)
        }
        Strength::Hint => {
            let claimed = |j: usize| marks[j].whole.is_some() || marks[j].taken;
            let back = (0..i).rev().take_while(|&j| claimed(j)).take(RUN).count();
            let ahead = (i + 1..marks.len()).take_while(|&j| claimed(j)).take(RUN).count();
            back + ahead + 1 >= RUN || (level == Level::Strict && near(Strength::Likely))
        }
    }
}

/// Where the list of links below the heading `marks[i]` ends, in bytes.
pub(super) fn block_end(
    rule: &Rule,
    i: usize,
    marks: &mut [Mark],
    (text, lines): (&str, &[Line]),
    authors: impl Fn(usize) -> bool,
) -> usize {
    let link = |m: &Mark| {
        let l = &lines[m.line];
        // A label with a colon begins a table of facts: a recipe, a specification.
        let label = text[..l.last].ends_with([':', '：']);
        m.whole.is_some() || (!l.prose && l.words <= LINK_WORDS && !ends_like_text(l) && !label)
    };
    let most = usize::from(rule.max_lines);
    let mut end = i;
    while end + 1 < marks.len() && end - i < most && link(&marks[end + 1]) && !authors(end + 1) {
        end += 1;
    }
    // A heading of the author may stand right above the prose that follows, behind a gap; a link looks like the
    // links before it, in its gap and its length.
    let prose_follows = end + 1 < marks.len() && lines[marks[end + 1].line].prose;
    let gap = |j: usize| marks[j].line > marks[j - 1].line + 1;
    let words = |j: usize| lines[marks[j].line].words;
    // In the head, what stands right above the prose is the headline.
    let heading = |j: usize| {
        marks[j].place == Place::Head
            || gap(j) && (j - i < 2 || !gap(j - 1) || words(j) < HEADLINE_WORDS || words(j - 1) < HEADLINE_WORDS)
    };
    if prose_follows && end > i && marks[end].whole.is_none() && heading(end) {
        end -= 1;
    }
    marks[i + 1..=end].iter_mut().for_each(|m| m.taken = true);
    lines[marks[end].line].last
}

fn ends_like_text(line: &Line) -> bool {
    line.sentence && line.words > 12
}
