//! Broken encodings.

use super::site::{Claims, Site};
use crate::verdict::RuleIndex;

/// Repairs broken encodings.
#[derive(Debug)]
pub(super) struct Mojibake {}

impl Mojibake {
    pub(super) fn new(_find: impl Fn(&str) -> Option<RuleIndex>) -> Self {
        Mojibake {}
    }

    pub(super) fn judge(&self, _site: &Site<'_>, _claims: &mut Claims<'_>) -> bool {
        false
    }
}
