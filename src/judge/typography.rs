//! Typography: what scraping does to characters, repaired.
//!
//! Knows nothing of lines being chrome or headlines.

use super::{Level, View};
use crate::ruleset::Ruleset;
use crate::verdict::Verdict;

/// The judge of typography.
#[derive(Debug)]
pub(crate) struct Typography {}

impl Typography {
    pub(crate) fn new(_rules: &Ruleset, _level: Level, _on: impl Fn(usize) -> bool) -> Self {
        Typography {}
    }

    pub(crate) fn judge(&self, _view: View<'_>, _out: &mut Vec<Verdict>) {}
}
