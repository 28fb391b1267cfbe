//! The model's part: lines that no phrase names, but that their whole document says are chrome.

use super::found::Found;
use super::{Level, Match};
use crate::line::Line;
use crate::model::{self, CommonWords, Evidence, Memory, Model};
use crate::rule::{Deed, Extent, Strength};
use crate::ruleset::Ruleset;
use crate::verdict::{RuleIndex, Verdict};

/// The rules in whose name the model speaks.
const LINE: &str = "boilerplate.line";

/// The model and what it needs to know of the rules.
#[derive(Debug)]
pub(super) struct Whole {
    model: Model,
    pub(super) common: CommonWords,
    line: RuleIndex,
}

/// Reusable memory.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// The lines that are not blank.
    pub(super) lines: Vec<Line>,
    pub(super) evidence: Vec<Evidence>,
    memory: Memory,
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
            for hit in &found.hits[mark.hits.0..mark.hits.1] {
                let rule = rules.rule(hit.rule);
                if rule.action != Deed::Drop || !rule.place.has(mark.place) {
                    continue;
                }
                let Some(group) = model::group(rule.family()) else { continue };
                let strength = 1 + rule.strength as u8;
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
        let line = rules.code(LINE, level, on)?;
        let mut common = CommonWords::default();
        for (language, words) in rules.common_words().enumerate().take(128) {
            for word in words.split_whitespace() {
                *common.entry(model::hash_word(word)).or_default() |= 1 << language;
            }
        }
        Some(Whole { model: Model::builtin(), common, line })
    }

    /// Of each line that is not blank the logit that it stays.
    pub(super) fn score<'b>(&self, text: &str, buffers: &'b mut Buffers) -> &'b [f32] {
        let Buffers { lines, evidence, memory } = buffers;
        self.model.score(text, lines, evidence, &self.common, memory);
        &memory.scores
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn judge(
        &self,
        rules: &Ruleset,
        is_on: impl Fn(RuleIndex) -> bool,
        (text, lines): (&str, &[Line]),
        found: &Found,
        buffers: &mut Buffers,
        first: usize,
        out: &mut Vec<Verdict>,
    ) {
        buffers.read(rules, lines, found);
        let _ = (is_on, first, out, Match::Line, Strength::Hint, self.line);
        self.score(text, buffers);
    }
}
