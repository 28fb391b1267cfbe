//! Rules, loaded and checked: the product's knowledge, and the user's own beside it.

mod load;
pub(crate) mod matcher;
mod needles;
mod phrase;
mod slot;

use std::sync::Arc;

use crate::error::Error;
use crate::rule::{Level, Match, Rule, Strength};
use crate::verdict::RuleIndex;
pub(crate) use matcher::Matcher;

/// The built-in packs, as `(file name, source)`.
const PACKS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// A checked list of rules. Immutable once a [`Cleaner`](crate::Cleaner) is made of it.
#[derive(Clone, Debug, Default)]
pub struct Ruleset {
    rules: Arc<Vec<Rule>>,
    phrases: Arc<Vec<Vec<phrase::Phrase>>>,
    words: Arc<Vec<slot::Words>>,
}

impl Ruleset {
    /// A rule set without any rule.
    pub fn empty() -> Self {
        Ruleset::default()
    }

    /// The built-in packs.
    ///
    /// # Panics
    /// Never in a released build: a test loads the packs.
    pub fn builtin() -> Self {
        let mut loader = load::Loader::default();
        for (name, source) in PACKS {
            loader.read(name, source, true).unwrap_or_else(|e| panic!("built-in pack: {e}"));
        }
        loader.into()
    }

    /// Adds the rules of one file. `name` is what errors call it.
    ///
    /// # Errors
    /// The first entry that is not right, with its line. The set is unchanged then. The examples are not run; that
    /// is [`check_examples`](crate::check_examples), which needs the whole set.
    pub fn add(&mut self, name: &str, source: &str) -> Result<(), Error> {
        let mut loader =
            load::Loader { rules: self.rules.to_vec(), phrases: self.phrases.to_vec(), words: self.words.to_vec() };
        loader.read(name, source, false)?;
        *self = loader.into();
        Ok(())
    }

    /// The rules, in declaration order.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of an index.
    ///
    /// # Panics
    /// If the index comes from another rule set.
    pub fn rule(&self, index: RuleIndex) -> &Rule {
        &self.rules[index.0 as usize]
    }

    /// The rule of an id.
    pub fn find(&self, id: &str) -> Option<(RuleIndex, &Rule)> {
        self.rules.iter().position(|r| r.id == id).map(|i| (RuleIndex(i as u32), &self.rules[i]))
    }

    /// Number of rules.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is no rule.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Number of plain forms that the phrases expand to.
    pub fn form_count(&self) -> u64 {
        self.phrases.iter().flatten().map(phrase::forms).fold(0, u64::saturating_add)
    }

    /// Of each language that has a pack its commonest words, separated by white space.
    pub(crate) fn common_words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|w| w.common.as_str())
    }

    /// The index of a `code` rule, if it is on and strong enough for the level.
    pub(crate) fn code(&self, id: &str, level: Level, on: impl Fn(usize) -> bool) -> Option<RuleIndex> {
        let (index, rule) = self.find(id)?;
        let strong = level > Level::Safe || rule.strength == Strength::Certain;
        (rule.kind == Match::Code && strong && on(index.0 as usize)).then_some(index)
    }

    pub(crate) fn matcher(&self, on: impl Fn(usize) -> bool) -> Matcher {
        Matcher::new(&self.rules, &self.phrases, &self.words, on)
    }
}

impl From<load::Loader> for Ruleset {
    fn from(read: load::Loader) -> Self {
        Ruleset { rules: Arc::new(read.rules), phrases: Arc::new(read.phrases), words: Arc::new(read.words) }
    }
}
