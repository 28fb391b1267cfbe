//! Site chrome: which lines and spans of a text are furniture of the page it was scraped from.
//!
//! A phrase alone is weak evidence. Every hit is a claim of some strength; place, neighbours, repetition and the run
//! it stands in decide whether it acts. Knows nothing of what other judges find.

use std::collections::HashMap;

use super::{Level, View};
use crate::line::Line;
use crate::rule::{Deed, Extent, Match, Place, Rule, Strength};
use crate::ruleset::Ruleset;
use crate::ruleset::matcher::{Hit, Matcher, Scratch};
use crate::span::{Field, Span};
use crate::verdict::{Action, Verdict};

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

/// The judge of site chrome: the compiled phrases of the rules that are on.
#[derive(Debug)]
pub(crate) struct Chrome {
    matcher: Matcher,
    level: Level,
}

/// Reusable buffers; one per worker.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    scratch: Scratch,
    found: Found,
    before: Found,
    recurring: HashMap<u64, u32, foldhash::fast::FixedState>,
}

/// What a search found in a text.
#[derive(Debug, Default)]
struct Found {
    hits: Vec<Hit>,
    marks: Vec<Mark>,
}

impl Found {
    /// Searches the lines that are not blank. Those that stood in the text of an earlier look, in which `known` was
    /// found, are not searched again: what is found in a line depends on the line alone.
    fn search(
        &mut self,
        matcher: &Matcher,
        (text, lines): (&str, &[Line]),
        known: Option<(&str, &[Line], &Found)>,
        scratch: &mut Scratch,
    ) {
        self.hits.clear();
        self.marks.clear();
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

/// How many lines of the earlier text are tried for a line; more than any block that is removed at once has.
const AHEAD: usize = 64;

/// A line that is not blank, and what is claimed of it.
#[derive(Clone, Copy, Debug)]
struct Mark {
    line: usize,
    hits: (usize, usize),
    /// The strongest claim on the whole line.
    whole: Option<Strength>,
    /// The strongest claim of any kind.
    any: Option<Strength>,
    place: Place,
    /// How often the line stands in the document; counted for claimed lines only.
    times: u32,
    /// Whether a block that begins above takes this line.
    taken: bool,
    /// Whether the tail has begun for certain above this line.
    begun: bool,
}

impl Chrome {
    pub(crate) fn new(rules: &Ruleset, level: Level, on: impl Fn(usize) -> bool) -> Self {
        let least = if level == Level::Safe { Strength::Certain } else { Strength::Hint };
        let weighs = |i: usize| {
            let rule = &rules.rules()[i];
            rule.strength >= least || matches!(rule.action, Deed::Keep | Deed::Flag)
        };
        Chrome { matcher: rules.matcher(|i| on(i) && weighs(i)), level }
    }

    pub(crate) fn judge(&self, rules: &Ruleset, view: View<'_>, buffers: &mut Buffers, out: &mut Vec<Verdict>) {
        for field in Field::ALL {
            let text = view.doc.field(field);
            let lines = view.lines(field);
            if field == Field::Text {
                // The last search before this one was that of the earlier look's text.
                std::mem::swap(&mut buffers.found, &mut buffers.before);
                let known = view.before.map(|(text, lines)| (text, lines, &buffers.before));
                buffers.found.search(&self.matcher, (text, lines), known, &mut buffers.scratch);
                self.weigh(rules, field, text, lines, view.doc.partial, buffers, out);
            } else if !text.is_empty() {
                let mut title = Found::default();
                title.search(&self.matcher, (text, lines), None, &mut buffers.scratch);
                std::mem::swap(&mut title, &mut buffers.found);
                self.weigh(rules, field, text, lines, view.doc.partial, buffers, out);
                std::mem::swap(&mut title, &mut buffers.found);
            }
        }
    }

    /// Says which of the hits in `buffers.found` act.
    #[allow(clippy::too_many_arguments, reason = "the parts are what a field is")]
    fn weigh(
        &self,
        rules: &Ruleset,
        field: Field,
        text: &str,
        lines: &[Line],
        partial: bool,
        buffers: &mut Buffers,
        out: &mut Vec<Verdict>,
    ) {
        let Buffers { found: Found { hits, marks }, recurring, .. } = buffers;
        if hits.is_empty() {
            return;
        }
        let rule_of = |hit: &Hit| rules.rule(hit.rule);
        place(lines, marks, hits, rules);
        recurring.clear();
        for mark in marks.iter_mut() {
            for hit in &hits[mark.hits.0..mark.hits.1] {
                let rule = rule_of(hit);
                let here = rule.place.has(mark.place) && (!partial || stands_alone(rule));
                if !here || !matches!(rule.action, Deed::Drop | Deed::Replace) {
                    continue;
                }
                mark.any = mark.any.max(Some(rule.strength));
                if rule.removes == Extent::Line {
                    mark.whole = mark.whole.max(Some(rule.strength));
                }
            }
            if mark.whole.is_some() {
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
        for i in 0..marks.len() {
            let mark = marks[i];
            for hit in &hits[mark.hits.0..mark.hits.1] {
                let rule = rule_of(hit);
                if !rule.place.has(mark.place) || (partial && !stands_alone(rule)) {
                    continue;
                }
                let line = &lines[mark.line];
                let acts = match rule.action {
                    Deed::Keep | Deed::Flag => true,
                    _ if line.prose && !rule.prose => false,
                    _ => rule.strength == Strength::Certain || (!partial && self.supported(rule, i, marks, lines)),
                };
                let mut span = match rule.removes {
                    Extent::Line => line.trimmed(),
                    Extent::Span if rule.action == Deed::Drop => with_space(text, line, hit.span),
                    Extent::Span => hit.span,
                };
                if rule.kind == Match::Block && acts && !partial && rule.action == Deed::Drop {
                    span.end = self.block_end(rule, i, marks, text, lines);
                }
                out.push(Verdict { acts, ..Verdict::new(hit.rule, field, span, action(rule)) });
            }
        }
    }

    /// Whether a claim on the line of `marks[i]` has what it needs to act.
    fn supported(&self, rule: &Rule, i: usize, marks: &[Mark], lines: &[Line]) -> bool {
        if rule.strength == Strength::Certain {
            return true;
        }
        let mark = &marks[i];
        let line = &lines[mark.line];
        let whole = rule.removes == Extent::Line;
        if whole && line.prose {
            // A sentence goes only where the tail has begun for certain.
            return rule.strength == Strength::Likely && mark.place == Place::Tail && mark.begun;
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
        match rule.strength {
            Strength::Certain => true,
            Strength::Likely => {
                // A rule that keeps out of the body says that at the edges its phrase is chrome.
                mark.place == Place::Tail
                    || (mark.place == Place::Head && !rule.place.has(Place::Body))
                    || near(Strength::Likely)
                    || mark.times >= RECURS
                    || (self.level == Level::Strict && line.words <= LINK_WORDS)
            }
            Strength::Hint => {
                let claimed = |j: usize| marks[j].whole.is_some() || marks[j].taken;
                let back = (0..i).rev().take_while(|&j| claimed(j)).take(RUN).count();
                let ahead = (i + 1..marks.len()).take_while(|&j| claimed(j)).take(RUN).count();
                back + ahead + 1 >= RUN || (self.level == Level::Strict && near(Strength::Likely))
            }
        }
    }

    /// Where the list of links below the heading `marks[i]` ends, in bytes.
    fn block_end(&self, rule: &Rule, i: usize, marks: &mut [Mark], text: &str, lines: &[Line]) -> usize {
        let link = |m: &Mark| {
            let l = &lines[m.line];
            // A label with a colon begins a table of facts: a recipe, a specification.
            let label = text[..l.last].ends_with([':', '：']);
            m.whole.is_some() || (!l.prose && l.words <= LINK_WORDS && !ends_like_text(l) && !label)
        };
        let most = usize::from(rule.max_lines);
        let mut end = i;
        while end + 1 < marks.len() && end - i < most && link(&marks[end + 1]) {
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
}

fn ends_like_text(line: &Line) -> bool {
    line.sentence && line.words > 12
}

/// Whether a rule needs nothing but its own line: what is asked where a document cannot be seen whole.
fn stands_alone(rule: &Rule) -> bool {
    rule.place == crate::rule::Places::ANY
        && rule.kind != Match::Block
        && (rule.strength == Strength::Certain || matches!(rule.action, Deed::Keep | Deed::Flag))
}

fn action(rule: &Rule) -> Action {
    match rule.action {
        Deed::Drop => Action::Drop,
        Deed::Keep => Action::Keep,
        Deed::Flag => Action::Flag,
        Deed::Replace => Action::Replace(rule.with.clone().unwrap_or_default().into()),
    }
}

/// Says of every line whether it stands before, between or after the prose. A line that is claimed whole is not counted
/// as prose, however long it is: consent texts and author boxes are sentences too.
fn place(lines: &[Line], marks: &mut [Mark], hits: &[Hit], rules: &Ruleset) {
    let prose = |m: &Mark| {
        lines[m.line].prose
            && !hits[m.hits.0..m.hits.1].iter().any(|h| {
                let rule = rules.rule(h.rule);
                rule.strength >= Strength::Likely && rule.removes == Extent::Line && rule.action == Deed::Drop
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

/// A removed span takes one adjoining space with it: the one before, or at the line's start the ones after.
fn with_space(text: &str, line: &Line, span: Span) -> Span {
    let before = text[line.start..span.start].trim_end_matches([' ', '\t', '\u{a0}']);
    let cut = line.start + before.len();
    let after = &text[span.end..line.end];
    let room = after.len() - after.trim_start_matches([' ', '\t', '\u{a0}']).len();
    if before.is_empty() {
        Span::new(span.start, span.end + room)
    } else if cut < span.start && (room > 0 || after.is_empty() || after.starts_with(|c: char| !c.is_alphanumeric())) {
        Span::new(cut, span.end)
    } else {
        span
    }
}

fn hash(text: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}
