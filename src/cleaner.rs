//! The compiled cleaner: judges, settles, and repeats until nothing is left to do.

use std::borrow::Cow;
use std::sync::Arc;

use crate::document::Document;
use crate::error::Error;
use crate::judge::View;
use crate::judge::chrome::{self, Chrome};
use crate::judge::headline::Headline;
use crate::judge::tongue::Tongues;
use crate::judge::typography::{self, Typography};
use crate::line::{self, Line};
use crate::rule::{Level, Match, Rule};
use crate::ruleset::Ruleset;
use crate::ruling::{self, Edit, Ruling};
use crate::span::Field;
use crate::style::Style;
use crate::verdict::{Action, RuleIndex, Verdict};

/// How often a document may be looked at again before it counts as restless. Each look is at what the one before
/// left, so nested damage (an entity in mojibake in a slipped quote) takes a look per layer.
const MAX_LOOKS: usize = 24;
/// How often, as long as every look leaves less text: such a document comes to rest by itself, but not in any time.
const MAX_SHRINKING: usize = 200;

/// What to clean and how far to go; [`build`](CleanerBuilder::build) compiles it.
#[derive(Clone, Debug, Default)]
pub struct CleanerBuilder {
    rules: Option<Ruleset>,
    level: Level,
    only: Vec<String>,
    disable: Vec<String>,
    enable: Vec<String>,
}

impl CleanerBuilder {
    /// How far to go; [`Level::Standard`] unless said otherwise.
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// The rules to use instead of the built-in ones.
    pub fn rules(mut self, rules: Ruleset) -> Self {
        self.rules = Some(rules);
        self
    }

    /// Use nothing but these families or rule ids (with those of [`enable`](Self::enable)).
    pub fn only<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.only.extend(names.into_iter().map(Into::into));
        self
    }

    /// Switch these families or rule ids off.
    pub fn disable<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.disable.extend(names.into_iter().map(Into::into));
        self
    }

    /// Switch these families or rule ids on, also those that are off by default.
    pub fn enable<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.enable.extend(names.into_iter().map(Into::into));
        self
    }

    /// How text is to be written where that is taste and not damage; as it is, unless said otherwise.
    ///
    /// ```
    /// use dechaff::{Cleaner, Quotes, Style};
    /// let style = Style { quotes: Quotes::Straight, ellipsis: true, ..Style::default() };
    /// let cleaner = Cleaner::builder().style(style).build()?;
    /// assert_eq!(cleaner.clean("“So...” he said, and it was late."), "\"So…\" he said, and it was late.");
    /// # Ok::<(), dechaff::Error>(())
    /// ```
    pub fn style(mut self, style: Style) -> Self {
        self.enable.extend(style.rules().map(str::to_owned));
        self
    }

    /// Compiles the cleaner. O(phrases).
    ///
    /// # Errors
    /// If a name of `only`, `disable` or `enable` is neither a family nor a rule id.
    pub fn build(self) -> Result<Cleaner, Error> {
        let rules = self.rules.unwrap_or_else(Ruleset::builtin);
        for name in self.only.iter().chain(&self.disable).chain(&self.enable) {
            if !rules.rules().iter().any(|r| r.id == *name || r.family() == name) {
                return Err(unknown(name, &rules));
            }
        }
        let names = |list: &[String], i: usize| {
            let rule = &rules.rules()[i];
            list.iter().any(|n| *n == rule.id || n == rule.family())
        };
        // An id is more precise than a family: `--only chrome --disable chrome.x --enable chrome.y`.
        let on: Vec<bool> = (0..rules.len())
            .map(|i| {
                let rule = &rules.rules()[i];
                let exact = |list: &[String]| list.contains(&rule.id);
                if exact(&self.enable) {
                    return true;
                }
                if exact(&self.disable) {
                    return false;
                }
                if names(&self.disable, i) {
                    return false;
                }
                if names(&self.enable, i) || exact(&self.only) {
                    return true;
                }
                // Who asks for nothing but a family that is off wants it on.
                let off = |family: &str| rules.rules().iter().filter(|r| r.family() == family).all(|r| !r.enabled);
                let wanted = self.only.is_empty() || names(&self.only, i);
                wanted && (rule.enabled || (!self.only.is_empty() && off(rule.family())))
            })
            .collect();
        let is_on = |i: usize| on[i];
        let tongues = Arc::new(Tongues::new(&rules));
        let chrome = Chrome::new(&rules, Arc::clone(&tongues), self.level, is_on);
        let headline = Headline::new(&rules, self.level, is_on);
        let typography = Typography::new(&rules, tongues, self.level, is_on);
        // A judge none of whose rules is on is not asked.
        let asked = |mine: &dyn Fn(&Rule) -> bool| rules.rules().iter().zip(&on).any(|(r, &on)| on && mine(r));
        let of_typography = |r: &Rule| typography::FAMILIES.contains(&r.family());
        let of_chrome = |r: &Rule| r.kind != Match::Code || r.family() == "boilerplate";
        let asks_chrome = asked(&of_chrome);
        let asks_headline = asked(&|r| !of_chrome(r) && !of_typography(r));
        Ok(Cleaner { chrome, headline, typography, asks_chrome, asks_headline, on, level: self.level, rules })
    }
}

fn unknown(name: &str, rules: &Ruleset) -> Error {
    let mut families: Vec<&str> = rules.rules().iter().map(|r| r.family()).collect();
    families.sort_unstable();
    families.dedup();
    let near = families
        .iter()
        .copied()
        .chain(rules.rules().iter().map(|r| r.id.as_str()))
        .min_by_key(|known| distance(name, known))
        .filter(|known| distance(name, known) <= (name.len() / 3).min(3));
    Error::new(match near {
        Some(known) => format!("there is no family or rule `{name}`; did you mean `{known}`?"),
        None => format!("there is no family or rule `{name}`; `dechaff rules` lists them"),
    })
}

/// Levenshtein distance in bytes; for suggestions only. O(len²).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let next = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

/// A compiled set of rules. Immutable, `Send + Sync`; share one between threads and give each its own [`Scratch`].
#[derive(Debug)]
pub struct Cleaner {
    rules: Ruleset,
    on: Vec<bool>,
    level: Level,
    chrome: Chrome,
    headline: Headline,
    typography: Typography,
    asks_chrome: bool,
    asks_headline: bool,
}

/// Reusable memory of one worker.
#[derive(Debug, Default)]
pub struct Scratch {
    text_lines: Vec<Line>,
    lines_before: Vec<Line>,
    title_lines: Vec<Line>,
    chrome: chrome::Buffers,
    edits: Vec<Edit>,
    trail: Vec<(Verdict, ruling::Outcome)>,
}

impl Default for Cleaner {
    /// The built-in rules at the default level.
    fn default() -> Self {
        Cleaner::builder().build().expect("the built-in rules compile")
    }
}

impl Cleaner {
    /// Starts a configuration.
    pub fn builder() -> CleanerBuilder {
        CleanerBuilder::default()
    }

    /// The rules, including those that are off.
    pub fn rules(&self) -> &Ruleset {
        &self.rules
    }

    /// Whether the rule of this position is on.
    pub fn is_on(&self, rule: RuleIndex) -> bool {
        self.on[rule.0 as usize]
    }

    /// How far this cleaner goes.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The text without what nobody wrote; borrowed when nothing changed.
    ///
    /// ```
    /// let cleaner = dechaff::Cleaner::default();
    /// assert_eq!(cleaner.clean("It rained all day in the town of Ash.\n\nLeave a Reply\n"), "It rained all day in the town of Ash.\n");
    /// ```
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.judge(&Document::new(text), &mut Scratch::default()).text(Field::Text, text)
    }

    /// Everything that is to be changed in a document, and why.
    ///
    /// Cleaning what this leaves changes nothing more: a document with edits is judged again in its cleaned form, and
    /// the edits composed, until it is at rest. One that never rests is left as it is
    /// ([`Ruling::is_restless`]). Linear in the text for rules that rest.
    pub fn judge(&self, doc: &Document<'_>, scratch: &mut Scratch) -> Ruling {
        let mut ruling = Ruling::default();
        if u32::try_from(doc.text.len()).is_err() || u32::try_from(doc.title.unwrap_or("").len()).is_err() {
            return ruling;
        }
        self.look(doc, None, scratch);
        ruling.trail.append(&mut scratch.trail);
        ruling.edits.append(&mut scratch.edits);
        if ruling.edits.is_empty() {
            return ruling;
        }
        let mut before = Cow::Borrowed(doc.text);
        for looks in 0..MAX_SHRINKING {
            let text = ruling.text(Field::Text, doc.text);
            let title = doc.title.map(|t| ruling.text(Field::Title, t));
            let again = Document { text: &text, title: title.as_deref(), ..*doc };
            if looks >= MAX_LOOKS && text.len() >= before.len() {
                break;
            }
            self.look(&again, Some(&before), scratch);
            if scratch.edits.is_empty() {
                return ruling;
            }
            let second = std::mem::take(&mut scratch.edits);
            ruling.edits = ruling::compose(std::mem::take(&mut ruling.edits), second);
            before = text;
        }
        ruling.edits.clear();
        ruling.restless = true;
        ruling
    }

    /// The features of each line that is not blank, for `tools/train`: not part of the library's promises.
    #[cfg(feature = "train")]
    #[doc(hidden)]
    pub fn table(
        &self,
        text: &str,
        known: &dyn Fn(RuleIndex) -> bool,
        lexicon: &[f32],
        scores: &[f32],
    ) -> crate::model::Table {
        let doc = Document::new(text);
        let mut lines = Vec::new();
        line::split(text, &mut lines);
        let view = View { doc: &doc, text: &lines, title: &[], before: None };
        self.chrome.table(&self.rules, view, known, lexicon, scores)
    }

    /// One look: what the judges claim of this very text, settled into `scratch.edits` and `scratch.trail`.
    /// `before` is the text of the look before this one.
    fn look(&self, doc: &Document<'_>, before: Option<&str>, scratch: &mut Scratch) {
        let mut verdicts = Vec::new();
        self.typography.judge(doc, &mut verdicts);
        let asks_more = self.asks_chrome || self.asks_headline;
        scratch.edits.clear();
        scratch.trail.clear();
        if verdicts.is_empty() && !asks_more {
            return;
        }
        std::mem::swap(&mut scratch.text_lines, &mut scratch.lines_before);
        scratch.text_lines.clear();
        // Without the other judges the lines matter only where one may lose all that it has.
        let begins_line = |v: &Verdict| {
            let before = doc.field(v.field)[..v.span.start].trim_end_matches([' ', '\t']);
            v.field == Field::Text && v.action == Action::Drop && (before.is_empty() || before.ends_with(['\n', '\r']))
        };
        if asks_more || verdicts.iter().any(begins_line) {
            line::split(doc.text, &mut scratch.text_lines);
        }
        if asks_more {
            line::split(doc.title.unwrap_or(""), &mut scratch.title_lines);
            let before = before.map(|text| (text, &*scratch.lines_before));
            let view = View { doc, text: &scratch.text_lines, title: &scratch.title_lines, before };
            if self.asks_chrome {
                self.chrome.judge(&self.rules, view, &mut scratch.chrome, &mut verdicts);
            }
            if self.asks_headline && !doc.partial {
                self.headline.judge(view, &mut verdicts);
            }
        }
        ruling::settle(verdicts, &scratch.text_lines, doc.partial, &mut scratch.edits, &mut scratch.trail);
        // Claims that change nothing are no edits.
        let text_of = |field: Field| doc.field(field);
        scratch.edits.retain(|e| e.span.of(text_of(e.field)) != e.new);
    }
}
