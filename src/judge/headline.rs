//! Headlines and teasers: what scrapers ran together comes apart.
//!
//! Knows nothing of chrome or typography.

use super::{Level, View};
use crate::ruleset::Ruleset;
use crate::verdict::Verdict;

/// The judge of headlines.
#[derive(Debug)]
pub(crate) struct Headline {}

impl Headline {
    pub(crate) fn new(_rules: &Ruleset, _level: Level, _on: impl Fn(usize) -> bool) -> Self {
        Headline {}
    }

    pub(crate) fn judge(&self, _view: View<'_>, _out: &mut Vec<Verdict>) {}
}
