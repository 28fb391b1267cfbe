//! The model's part: lines that no phrase names, but that their whole document says are chrome.
//!
//! Guards come first. Where a document shows no phrase evidence the model is not asked; what somebody switched off it
//! does not take either; and prose in a document of prose stays.

use std::fmt::Write as _;

use super::Level;
use super::found::Found;
use super::guard::{self, Case};
use crate::line::Line;
use crate::model::{self, CommonWords, Evidence, Memory, Model};
use crate::rule::{Deed, Extent, Place, Strength};
use crate::ruleset::Ruleset;
use crate::ruleset::matcher::Hit;
use crate::span::{Field, Span};
use crate::verdict::{Action, RuleIndex, Verdict};

/// The rule in whose name the model speaks.
const LINES: &str = "boilerplate.lines";

/// How much more a lost word weighs than a word of chrome that stays, as a squared ratio: on a whole page, in what an
/// extractor has been over, where there is little prose, and always at level `strict`. Found on `quality/pages`, by
/// folds of sites.
const PAGE: f32 = 3.0;
const EXTRACTED: f32 = 9.0;
const LISTING: f32 = 12.0;
const STRICT: f32 = 1.0;
/// Phrase evidence that a document must show before the model is asked: two points for a line that is certain, one
/// for a likely one.
const EVIDENCE: u32 = 2;
/// A line with less than this probability is doubtful, which `explain` says of it.
const DOUBT: f32 = 0.7;

/// The model and what it needs to know of the rules.
#[derive(Debug)]
pub(super) struct Whole {
    model: Model,
    rule: RuleIndex,
    strict: bool,
}

/// Reusable memory.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// The lines that are not blank.
    pub(super) lines: Vec<Line>,
    pub(super) evidence: Vec<Evidence>,
    memory: Memory,
    points: u32,
    /// Of each line how likely it is the author's; empty where the model was not asked.
    keep: Vec<f32>,
    words: Vec<f32>,
    order: Vec<u32>,
    fate: Vec<Fate>,
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Stays,
    /// A rule takes it whole.
    Named,
    /// The model takes it.
    Judged,
}

impl Buffers {
    /// Takes the lines that are not blank and what is claimed of them.
    pub(super) fn read(&mut self, rules: &Ruleset, lines: &[Line], found: &Found) {
        self.lines.clear();
        self.evidence.clear();
        for mark in &found.marks {
            let line = lines[mark.line];
            self.lines.push(line);
            let mut evidence = Evidence::default();
            let mut until = line.first;
            for (hit, strength) in mark.claims(&found.hits, &found.weights) {
                let rule = rules.rule(hit.rule);
                if rule.action != Deed::Drop || !rule.place.has(mark.place) {
                    continue;
                }
                let Some(group) = model::group(rule.family()) else { continue };
                let strength = 1 + strength as u8;
                evidence.any = evidence.any.max(strength);
                evidence.groups[group] = evidence.groups[group].max(strength);
                evidence.covered += hit.span.end.saturating_sub(until.max(hit.span.start)) as u32;
                until = until.max(hit.span.end);
                // A rule that leaves prose alone says nothing of a whole line of prose.
                if rule.removes == Extent::Line && (rule.prose || !line.prose) {
                    evidence.whole = evidence.whole.max(strength);
                }
            }
            self.evidence.push(evidence);
        }
    }
}

impl Whole {
    /// The model, if its rule is on at this level.
    pub(super) fn new(rules: &Ruleset, level: Level, on: impl Fn(usize) -> bool) -> Option<Whole> {
        let rule = rules.code(LINES, level, on)?;
        Some(Whole { model: Model::builtin(), rule, strict: level == Level::Strict })
    }

    /// Of each line that is not blank the logit that it stays.
    pub(super) fn score<'b>(&self, text: &str, common: &CommonWords, buffers: &'b mut Buffers) -> &'b [f32] {
        let Buffers { lines, evidence, memory, .. } = buffers;
        self.model.score(text, lines, evidence, common, memory);
        &memory.scores
    }

    /// Reads the document, if it shows phrase evidence at all, and says how likely each line is the author's.
    pub(super) fn read<'b>(
        &self,
        rules: &Ruleset,
        common: &CommonWords,
        (text, lines): (&str, &[Line]),
        found: &Found,
        buffers: &'b mut Buffers,
    ) -> Option<&'b [f32]> {
        buffers.read(rules, lines, found);
        let points = |e: &Evidence| u32::from(e.whole.saturating_sub(1));
        buffers.points = buffers.evidence.iter().map(points).sum();
        buffers.keep.clear();
        if buffers.points == 0 {
            return None;
        }
        self.score(text, common, buffers);
        let Buffers { memory, keep, .. } = buffers;
        keep.extend(memory.scores.iter().map(|s| model::logistic(*s)));
        Some(keep)
    }

    /// Adds the lines that go with those that `claims`, the end of `out` from `first` on, take already.
    #[allow(clippy::too_many_arguments, reason = "the parts are what a document is")]
    pub(super) fn judge(
        &self,
        rules: &Ruleset,
        common: &CommonWords,
        is_on: impl Fn(RuleIndex) -> bool,
        found: &Found,
        buffers: &mut Buffers,
        first: usize,
        out: &mut Vec<Verdict>,
    ) {
        if buffers.points < EVIDENCE {
            return;
        }
        let Buffers { lines, evidence, memory, keep, words, order, fate, .. } = buffers;
        words.clear();
        words.extend(lines.iter().map(|l| f32::from(l.words).max(1.0)));
        let least = model::threshold(keep, words, self.weight(lines, keep, words), order);
        // What somebody switched off, or shields, stays, and so does prose that a rule would take if it were not prose.
        let protects = |hit: &Hit, line: &Line| {
            let rule = rules.rule(hit.rule);
            let whole = rule.removes == Extent::Line && rule.action == Deed::Drop;
            rule.action == Deed::Keep || (whole && (!is_on(hit.rule) || (line.prose && !rule.prose)))
        };
        // Where a rule takes an end of a sentence, the sentence stays.
        let spans =
            |hit: &Hit| rules.rule(hit.rule).removes == Extent::Span && rules.rule(hit.rule).action == Deed::Drop;
        let shielded = |i: usize| {
            let mark = &found.marks[i];
            let hits = &found.hits[mark.hits.0..mark.hits.1];
            let sentence = !self.strict && evidence[i].whole == 0 && guard::may_be_sentence(&lines[i], keep[i]);
            hits.iter().any(|h| protects(h, &lines[i]) || (sentence && spans(h)))
        };
        fate.clear();
        fate.extend((0..lines.len()).map(|i| if keep[i] < least && !shielded(i) { Fate::Judged } else { Fate::Stays }));
        let case = Case { lines, keep, words, evidence };
        guard::spare_prose(case, self.strict, fate);
        guard::take_tail(case, shielded, fate);
        if !self.strict {
            guard::spare_body(case, fate);
            let alike = |main: &dyn Fn(usize) -> bool, of: &[usize]| self.model.overlaps(common, main, of, memory);
            guard::spare_headline(case, alike, fate);
        }
        for claim in out[first..].iter().filter(|v| v.acts && v.action == Action::Drop) {
            let from = lines.partition_point(|l| l.first < claim.span.start);
            for (i, _) in lines.iter().enumerate().skip(from).take_while(|(_, l)| l.last <= claim.span.end) {
                fate[i] = Fate::Named;
            }
        }
        if guard::nothing_but_chrome(case, fate) {
            for i in (0..fate.len()).filter(|&i| !shielded(i)) {
                fate[i] = if fate[i] == Fate::Stays { Fate::Judged } else { fate[i] };
            }
        }
        self.speak(rules, found, (lines, keep, fate), out);
    }

    /// How much more a lost word weighs here than a word of chrome that stays, as a squared ratio. The document shows
    /// what it is: in what an extractor has been over little is left to win, and a page without prose may be a
    /// listing, a shop or a table, about which the model knows least.
    fn weight(&self, lines: &[Line], keep: &[f32], words: &[f32]) -> f32 {
        if self.strict {
            return STRICT;
        }
        let all: f32 = words.iter().sum();
        let kept: f32 = keep.iter().zip(words).map(|(p, w)| p * w).sum();
        let prose: f32 = (0..lines.len()).filter(|&i| lines[i].prose).map(|i| keep[i] * words[i]).sum();
        match () {
            () if prose < 0.6 * kept => LISTING,
            () if kept > 0.75 * all => EXTRACTED,
            () => PAGE,
        }
    }

    /// One claim for each run of lines that go, in which the model has a part, and one that does not act for each
    /// doubtful line that stays.
    fn speak(
        &self,
        rules: &Ruleset,
        found: &Found,
        (lines, keep, fate): (&[Line], &[f32], &[Fate]),
        out: &mut Vec<Verdict>,
    ) {
        let mut from = 0;
        while from < lines.len() {
            if fate[from] == Fate::Stays {
                if keep[from] < DOUBT {
                    let note = format!("{:.0} % likely the author's", 100.0 * keep[from]);
                    let claim = Verdict::new(self.rule, Field::Text, lines[from].trimmed(), Action::Drop).because(note);
                    out.push(Verdict { acts: false, ..claim });
                }
                from += 1;
                continue;
            }
            let to = (from..lines.len()).find(|&i| fate[i] == Fate::Stays).unwrap_or(lines.len());
            if fate[from..to].contains(&Fate::Judged) {
                let span = Span::new(lines[from].first, lines[to - 1].last);
                let note = note(rules, found, from, to, keep);
                out.push(Verdict::new(self.rule, Field::Text, span, Action::Drop).because(note));
            }
            from = to;
        }
    }
}

/// The evidence that decided about lines `from..to`, for people.
fn note(rules: &Ruleset, found: &Found, from: usize, to: usize, keep: &[f32]) -> String {
    let mut note = match found.marks[from].place {
        Place::Head => "before the text".to_owned(),
        Place::Body => "between the lines of the text".to_owned(),
        Place::Tail => "behind the text".to_owned(),
    };
    let most = keep[from..to].iter().copied().fold(0.0, f32::max);
    write!(note, "; at most {:.0} % likely the author's", 100.0 * most).expect("a String takes all");
    let named = |i: usize| {
        let mark = &found.marks[i];
        let claims = mark.claims(&found.hits, &found.weights).map(|(h, weight)| (rules.rule(h.rule), weight));
        claims.filter(|(r, w)| *w >= Strength::Likely && r.removes == Extent::Line).map(|(r, _)| r.id.as_str()).next()
    };
    let inside: Vec<&str> = (from..to).filter_map(named).collect();
    if let Some(first) = inside.first() {
        write!(note, "; {first} and {} other named lines among {}", inside.len() - 1, to - from)
            .expect("a String takes all");
    }
    let before = (0..from).rev().take(8).find_map(|i| Some((from - i, named(i)?)));
    let behind = (to..found.marks.len()).take(8).find_map(|i| Some((i + 1 - to, named(i)?)));
    for (near, where_) in [(before, "above"), (behind, "below")] {
        if let Some((lines, id)) = near.filter(|_| inside.is_empty()) {
            write!(note, "; {id} {lines} lines {where_}").expect("a String takes all");
        }
    }
    note
}
