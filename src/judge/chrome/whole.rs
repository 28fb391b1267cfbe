//! The model's part: lines that no phrase names, but that their whole document says are chrome.
//!
//! Guards come first. Where a document shows no phrase evidence the model is not asked; what somebody switched off it
//! does not take either; and prose in a document of prose stays.

use std::fmt::Write as _;

use super::Level;
use super::found::Found;
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
/// Prose is taken, on pages, if it is less likely than this the author's; between other prose, less than that; and
/// what else stands between prose, less than the third. Found on `quality/pages`, by folds of sites.
const PROSE_SURE: f32 = 0.15;
const BODY_PROSE_SURE: f32 = 0.03;
const BODY_SURE: f32 = 0.1;
/// In a document of which this share of the words is prose, prose stays.
const PROSE: f32 = 0.85;
/// A document of which no more words than this are left, none of them prose, may be nothing but chrome.
const WALL_WORDS: f32 = 30.0;
/// A headline has at least this many words.
const HEADLINE_WORDS: u16 = 3;
/// And one that nothing else tells, this many.
const TITLE_WORDS: u16 = 5;
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
enum Fate {
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
                if rule.removes == Extent::Line {
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
        let shielded = |i: usize| {
            let mark = &found.marks[i];
            found.hits[mark.hits.0..mark.hits.1].iter().any(|h| protects(h, &lines[i]))
        };
        fate.clear();
        fate.extend((0..lines.len()).map(|i| if keep[i] < least && !shielded(i) { Fate::Judged } else { Fate::Stays }));
        self.spare_prose(lines, keep, words, evidence, fate);
        take_tail(lines, keep, evidence, fate, shielded);
        if !self.strict {
            spare_body(lines, keep, evidence, fate);
            self.spare_headline(common, lines, evidence, memory, fate);
        }
        for claim in out[first..].iter().filter(|v| v.acts && v.action == Action::Drop) {
            let from = lines.partition_point(|l| l.first < claim.span.start);
            for (i, _) in lines.iter().enumerate().skip(from).take_while(|(_, l)| l.last <= claim.span.end) {
                fate[i] = Fate::Named;
            }
        }
        if nothing_but_chrome(lines, evidence, words, fate) {
            fate.iter_mut().filter(|f| **f == Fate::Stays).for_each(|f| *f = Fate::Judged);
        }
        self.speak(rules, found, (lines, keep, fate), out);
    }

    /// Prose that no rule names goes only where the model is all but certain, and in a document of prose never.
    fn spare_prose(&self, lines: &[Line], keep: &[f32], words: &[f32], evidence: &[Evidence], fate: &mut [Fate]) {
        let prose = |i: usize| lines[i].prose && evidence[i].whole < 2;
        let all: f32 = words.iter().sum();
        let share = (0..lines.len()).filter(|&i| prose(i)).map(|i| words[i]).sum::<f32>() / all.max(1.0);
        let least = match () {
            () if share >= PROSE => 0.0,
            () if self.strict => 1.0,
            () => PROSE_SURE,
        };
        for i in (0..lines.len()).filter(|&i| prose(i) && keep[i] >= least) {
            fate[i] = Fate::Stays;
        }
    }

    /// Above the text stand its headline and its teaser, often among menus: lines that no rule names and whose words of
    /// weight the text repeats stay.
    fn spare_headline(
        &self,
        common: &CommonWords,
        lines: &[Line],
        evidence: &[Evidence],
        memory: &mut Memory,
        fate: &mut [Fate],
    ) {
        let stays = |i: usize| fate[i] == Fate::Stays;
        let Some(text) = (0..lines.len()).find(|&i| stays(i) && lines[i].prose) else { return };
        let head = (0..text).filter(|&i| !stays(i) && evidence[i].any == 0 && lines[i].words >= HEADLINE_WORDS);
        let head: Vec<usize> = head.collect();
        let overlaps = self.model.overlaps(common, stays, head.iter().copied(), memory);
        for (i, overlap) in head.into_iter().zip(overlaps) {
            let half = overlap.shared >= 2 && overlap.shared * 2 >= overlap.all;
            let third = overlap.shared >= 3 && overlap.shared * 3 >= overlap.all;
            if half || (third && lines[i].prose) {
                fate[i] = Fate::Stays;
            }
        }
        // What stands first is the headline more often than not.
        if evidence[0].any == 0 && lines[0].words >= TITLE_WORDS {
            fate[0] = Fate::Stays;
        }
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

/// Between lines of prose stand tables, lists and names that look like furniture: what no rule names goes there only
/// where the model is all but certain.
fn spare_body(lines: &[Line], keep: &[f32], evidence: &[Evidence], fate: &mut [Fate]) {
    let prose = |i: &usize| fate[*i] == Fate::Stays && lines[*i].prose;
    let (Some(first), Some(last)) = ((0..lines.len()).find(prose), (0..lines.len()).rfind(prose)) else { return };
    for i in (first..last).filter(|&i| evidence[i].whole < 2) {
        if keep[i] >= if lines[i].prose { BODY_PROSE_SURE } else { BODY_SURE } {
            fate[i] = Fate::Stays;
        }
    }
}

/// Behind the last line of prose, where rules name one line in four, the others go if they are more likely furniture than
/// not: once the tail has begun it does not end.
fn take_tail(lines: &[Line], keep: &[f32], evidence: &[Evidence], fate: &mut [Fate], shielded: impl Fn(usize) -> bool) {
    let Some(last) = (0..lines.len()).rfind(|&i| fate[i] == Fate::Stays && lines[i].prose) else { return };
    let tail = last + 1..lines.len();
    let named = tail.clone().filter(|&i| evidence[i].whole >= 2).count();
    if named * 4 < tail.len() {
        return;
    }
    for i in tail.filter(|&i| !lines[i].prose && keep[i] < 0.5 && !shielded(i)) {
        fate[i] = Fate::Judged;
    }
}

/// Whether a document is an error page, a consent wall or a form to log in: most of its words are named for certain,
/// and what would stay is not prose and hardly anything. Of such a document nothing stays.
fn nothing_but_chrome(lines: &[Line], evidence: &[Evidence], words: &[f32], fate: &[Fate]) -> bool {
    let all: f32 = words.iter().sum();
    let certain: f32 = (0..lines.len()).filter(|&i| evidence[i].whole == 3).map(|i| words[i]).sum();
    let stays = || (0..lines.len()).filter(|&i| fate[i] == Fate::Stays);
    let left: f32 = stays().map(|i| words[i]).sum();
    certain * 2.0 >= all && left <= WALL_WORDS && !stays().any(|i| lines[i].prose && evidence[i].whole < 2)
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
