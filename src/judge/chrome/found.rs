//! What a search finds in a text, line by line, and what that makes of each line.

use std::collections::HashMap;

use crate::line::Line;
use crate::rule::{Deed, Extent, Place, Rule, Strength};
use crate::ruleset::matcher::{Hit, Matcher, Scratch};
use crate::ruleset::{Languages, Ruleset};
use crate::span::Span;

/// What a search found in a text.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) hits: Vec<Hit>,
    /// Of each hit how much it weighs in this document.
    pub(super) weights: Vec<Option<Strength>>,
    pub(super) marks: Vec<Mark>,
    /// The languages that the text speaks, and those whose phrases were looked for inside lines.
    pub(super) languages: (Languages, Languages),
}

impl Found {
    /// Searches the lines that are not blank. Those that stood in the text of an earlier look, in which `known` was
    /// found, are not searched again: what is found in a line depends on the line alone.
    pub(super) fn search(
        &mut self,
        matcher: &Matcher,
        languages: (Languages, Languages),
        (text, lines): (&str, &[Line]),
        known: Option<(&str, &[Line], &Found)>,
        scratch: &mut Scratch,
    ) {
        self.hits.clear();
        self.marks.clear();
        self.languages = languages;
        matcher.prepare(languages, scratch);
        let known = known.filter(|(_, _, old)| old.languages == languages);
        let mut next = 0;
        for (i, line) in lines.iter().enumerate().filter(|(_, l)| !l.is_blank()) {
            let from = self.hits.len();
            let same = known.and_then(|(old_text, old_lines, old)| {
                let content = &text.as_bytes()[line.start..line.end];
                let ahead = old.marks[next..].iter().take(AHEAD).enumerate();
                let (step, mark) = ahead.into_iter().find(|(_, mark)| {
                    let l = &old_lines[mark.line];
                    old_text.as_bytes()[l.start..l.end] == *content
                })?;
                next += step + 1;
                Some((old_lines[mark.line].start, &old.hits[mark.hits.0..mark.hits.1]))
            });
            match same {
                Some((start, hits)) => self.hits.extend(hits.iter().map(|h| {
                    let at = |byte: usize| byte - start + line.start;
                    Hit { span: Span::new(at(h.span.start), at(h.span.end)), ..*h }
                })),
                None => matcher.search(text, line, scratch, &mut self.hits),
            }
            let hits = (from, self.hits.len());
            self.marks.push(Mark {
                line: i,
                hits,
                whole: None,
                any: None,
                place: Place::Body,
                times: 1,
                taken: false,
                begun: false,
            });
        }
    }
}

impl Mark {
    /// The hits in the line that weigh anything, and how much.
    pub(super) fn claims<'h>(
        &self,
        hits: &'h [Hit],
        weights: &'h [Option<Strength>],
    ) -> impl Iterator<Item = (&'h Hit, Strength)> + use<'h> {
        let span = self.hits.0..self.hits.1;
        hits[span.clone()].iter().zip(&weights[span]).filter_map(|(hit, weight)| Some((hit, (*weight)?)))
    }
}

#[cfg(feature = "train")]
impl Found {
    /// Takes back what other rules than these found.
    pub(super) fn forget(&mut self, known: &dyn Fn(crate::verdict::RuleIndex) -> bool) {
        let old = std::mem::take(&mut self.hits);
        for mark in &mut self.marks {
            let from = self.hits.len();
            self.hits.extend(old[mark.hits.0..mark.hits.1].iter().filter(|h| known(h.rule)));
            mark.hits = (from, self.hits.len());
        }
    }
}

/// How many lines of the earlier text are tried for a line; more than any block that is removed at once has.
const AHEAD: usize = 64;

/// A line that is not blank, and what is claimed of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) line: usize,
    pub(super) hits: (usize, usize),
    /// The strongest claim on the whole line.
    pub(super) whole: Option<Strength>,
    /// The strongest claim of any kind.
    pub(super) any: Option<Strength>,
    pub(super) place: Place,
    /// How often the line stands in the document; counted for claimed lines only.
    pub(super) times: u32,
    /// Whether a block that begins above takes this line.
    pub(super) taken: bool,
    /// Whether the tail has begun for certain above this line.
    pub(super) begun: bool,
}

/// Says of every line whether it stands before, between or after the prose. A line that is claimed whole is not counted
/// as prose, however long it is: consent texts and author boxes are sentences too.
fn place(lines: &[Line], marks: &mut [Mark], (hits, weights): (&[Hit], &[Option<Strength>]), rules: &Ruleset) {
    let prose = |m: &Mark| {
        lines[m.line].prose
            && !m.claims(hits, weights).any(|(h, weight)| {
                let rule = rules.rule(h.rule);
                weight >= Strength::Likely && rule.removes == Extent::Line && rule.action == Deed::Drop
            })
    };
    let Some(first) = marks.iter().position(prose) else { return };
    let last = marks.iter().rposition(prose).unwrap_or(first);
    for (i, mark) in marks.iter_mut().enumerate() {
        mark.place = match i {
            _ if i < first => Place::Head,
            _ if i > last => Place::Tail,
            _ => Place::Body,
        };
    }
}

/// How often each claimed line stands in a document.
pub(super) type Recurring = HashMap<u64, u32, foldhash::fast::FixedState>;

/// Sums up what is claimed of each line. `counts` says which claims count where their line stands.
pub(super) fn sum_up(
    found: &mut Found,
    (text, lines): (&str, &[Line]),
    rules: &Ruleset,
    counts: impl Fn(&Hit, Place) -> bool,
    recurring: &mut Recurring,
) {
    let Found { hits, weights, marks, .. } = found;
    place(lines, marks, (hits, weights), rules);
    recurring.clear();
    for mark in marks.iter_mut() {
        let (mut any, mut whole) = (None, None);
        for (hit, weight) in mark.claims(hits, weights) {
            let rule: &Rule = rules.rule(hit.rule);
            if !counts(hit, mark.place) || !matches!(rule.action, Deed::Drop | Deed::Replace) {
                continue;
            }
            any = any.max(Some(weight));
            if rule.removes == Extent::Line {
                whole = whole.max(Some(weight));
            }
        }
        (mark.any, mark.whole) = (any, whole);
        if whole.is_some() {
            *recurring.entry(hash(lines[mark.line].trimmed().of(text))).or_default() += 1;
        }
    }
    for mark in marks.iter_mut().filter(|m| m.whole.is_some()) {
        mark.times = recurring.get(&hash(lines[mark.line].trimmed().of(text))).copied().unwrap_or(1);
    }
    let mut begun = false;
    for mark in marks.iter_mut().filter(|m| m.place == Place::Tail) {
        mark.begun = begun;
        begun |= mark.whole == Some(Strength::Certain);
    }
}

fn hash(text: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}
