//! Figures of a run: what came in, what went out, and which rule did how much.

use std::collections::BTreeMap;

use crate::ruleset::Ruleset;
use crate::ruling::Ruling;

/// Counts of a run; those of parts add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Records read.
    pub documents: u64,
    /// Records with at least one edit.
    pub changed: u64,
    /// Lines of text, blank ones included.
    pub lines: u64,
    /// Bytes read.
    pub bytes_in: u64,
    /// Bytes written.
    pub bytes_out: u64,
    /// Documents too large to be judged whole; only rules that need nothing but a line were asked.
    pub large: u64,
    /// Lines or records too large to be held, passed on as they are.
    pub oversize: u64,
    /// Records that could not be read, by what became of them: passed on or set aside.
    pub unreadable: u64,
    /// Documents on which the rules did not come to rest, left as they are.
    pub restless: u64,
    /// Documents of which nothing is left.
    pub empty: u64,
    /// Edits by rule, by position in the rule set.
    pub edits: BTreeMap<u32, u64>,
}

impl Stats {
    /// Counts the edits of one document.
    pub fn count(&mut self, ruling: &Ruling) {
        self.changed += u64::from(!ruling.edits().is_empty());
        self.restless += u64::from(ruling.is_restless());
        for edit in ruling.edits() {
            *self.edits.entry(edit.rule.0).or_default() += 1;
        }
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: &Stats) {
        self.documents += other.documents;
        self.changed += other.changed;
        self.lines += other.lines;
        self.bytes_in += other.bytes_in;
        self.bytes_out += other.bytes_out;
        self.large += other.large;
        self.oversize += other.oversize;
        self.unreadable += other.unreadable;
        self.restless += other.restless;
        self.empty += other.empty;
        for (rule, n) in &other.edits {
            *self.edits.entry(*rule).or_default() += n;
        }
    }

    /// Edits by family, most first.
    pub fn families<'r>(&self, rules: &'r Ruleset) -> Vec<(&'r str, u64)> {
        let mut by: BTreeMap<&str, u64> = BTreeMap::new();
        for (rule, n) in &self.edits {
            *by.entry(rules.rules()[*rule as usize].family()).or_default() += n;
        }
        let mut list: Vec<_> = by.into_iter().collect();
        list.sort_by_key(|(name, n)| (std::cmp::Reverse(*n), *name));
        list
    }

    /// Edits by rule id, most first.
    pub fn rules<'r>(&self, rules: &'r Ruleset) -> Vec<(&'r str, u64)> {
        let mut list: Vec<_> = self.edits.iter().map(|(r, n)| (rules.rules()[*r as usize].id.as_str(), *n)).collect();
        list.sort_by_key(|(name, n)| (std::cmp::Reverse(*n), *name));
        list
    }
}
