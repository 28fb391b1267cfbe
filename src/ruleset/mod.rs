//! Rules, loaded and checked: the product's knowledge, and the user's own beside it.

mod graph;
mod load;
pub(crate) mod matcher;
mod needles;
mod phrase;
mod slot;
mod starts;

use std::sync::{Arc, OnceLock};

use crate::error::Error;
use crate::rule::{Level, Match, Rule, Strength};
use crate::verdict::RuleIndex;
use matcher::Compiled;
pub(crate) use matcher::Matcher;
pub(crate) use matcher::{ENGLISH, Languages};
use phrase::Phrase;

/// The built-in packs, as `(file name, source)`.
const PACKS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));
/// The same, read and compiled by the build script.
const RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));
const GRAPHS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/graphs.bin"));

/// A checked list of rules. Immutable once a [`Cleaner`](crate::Cleaner) is made of it.
#[derive(Clone, Debug, Default)]
pub struct Ruleset {
    rules: Arc<Vec<Rule>>,
    words: Arc<Vec<(String, slot::Words)>>,
    forms: u64,
    /// Of each rule its phrases; the built-in ones come compiled.
    phrases: Option<Arc<Vec<Vec<Phrase>>>>,
    compiled: Arc<OnceLock<Arc<Compiled>>>,
}

impl Ruleset {
    /// A rule set without any rule.
    pub fn empty() -> Self {
        load::Loader::default().into()
    }

    /// The built-in packs, as they were compiled when the program was built.
    ///
    /// # Panics
    /// Never in a released build: the build script wrote what this reads.
    pub fn builtin() -> Self {
        let (rules, words, forms) = postcard::from_bytes(RULES).expect("the build script wrote it");
        let compiled = Arc::new(OnceLock::from(Arc::new(Compiled::read(GRAPHS))));
        Ruleset { rules: Arc::new(rules), words: Arc::new(words), forms, phrases: None, compiled }
    }

    /// Adds the rules of one file. `name` is what errors call it. All phrases are compiled anew.
    ///
    /// # Errors
    /// The first entry that is not right, with its line. The set is unchanged then. The examples are not run; that
    /// is [`check_examples`](crate::check_examples), which needs the whole set.
    pub fn add(&mut self, name: &str, source: &str) -> Result<(), Error> {
        let mut loader = load::Loader::default();
        match &self.phrases {
            Some(phrases) => {
                loader.rules = self.rules.to_vec();
                loader.phrases = phrases.to_vec();
                loader.words = self.words.to_vec();
            }
            None => PACKS.iter().try_for_each(|(name, source)| loader.read(name, source, true))?,
        }
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
        self.forms
    }

    /// Of each language that has a pack its commonest words, separated by white space.
    pub(crate) fn common_words(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().map(|(lang, w)| (lang.as_str(), w.common.as_str()))
    }

    /// The language of a code, or of none.
    pub(crate) fn language(&self, code: Option<&str>) -> Languages {
        matcher::language(code, &self.words)
    }

    /// The index of a `code` rule, if it is on and strong enough for the level.
    pub(crate) fn code(&self, id: &str, level: Level, on: impl Fn(usize) -> bool) -> Option<RuleIndex> {
        let (index, rule) = self.find(id)?;
        let strong = level > Level::Safe || rule.strength == Strength::Certain;
        (rule.kind == Match::Code && strong && on(index.0 as usize)).then_some(index)
    }

    pub(crate) fn matcher(&self, on: impl Fn(usize) -> bool) -> Matcher {
        let compile = || {
            let phrases = self.phrases.as_deref().map_or(&[][..], |p| p);
            Arc::new(Compiled::new(&self.rules, phrases, &self.words))
        };
        Matcher::new(Arc::clone(self.compiled.get_or_init(compile)), &self.rules, &self.words, on)
    }
}

impl From<load::Loader> for Ruleset {
    fn from(read: load::Loader) -> Self {
        let forms = read.forms();
        Ruleset {
            rules: Arc::new(read.rules),
            words: Arc::new(read.words),
            forms,
            phrases: Some(Arc::new(read.phrases)),
            compiled: Arc::default(),
        }
    }
}
