//! One declarative entry of a pack: what, where, why, and the texts that prove it.
//!
//! Knows nothing of how rules are matched or weighed.

use std::fmt;

/// How a rule finds its spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Match {
    /// The whole line is the phrase.
    Line,
    /// The line begins with the phrase.
    Prefix,
    /// The line ends with the phrase.
    Suffix,
    /// The phrase stands anywhere, at word borders.
    Inline,
    /// The line is the phrase, and the link-like lines below belong to it.
    Block,
    /// A regular expression confirms lines that hold one of the rule's literals.
    Regex,
    /// A judgement written in Rust.
    Code,
}

/// How much a claim weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Supports its neighbours; goes itself only in a run of claimed lines.
    Hint,
    /// Acts where something supports it.
    #[default]
    Likely,
    /// Acts by itself.
    Certain,
}

/// How far the judges go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Only rules that are certain by themselves.
    Safe,
    /// Certain rules, and likely ones where something supports them.
    #[default]
    Standard,
    /// For the text of whole pages: likely rules act by themselves on lines that are not prose.
    Strict,
}

/// How much is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    /// The whole line.
    Line,
    /// Only what matched.
    Span,
}

/// What a rule does with what it finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Deed {
    /// Remove it.
    #[default]
    Drop,
    /// Put the rule's `with` in its place.
    Replace,
    /// Shield it from every other rule.
    Keep,
    /// Report only.
    Flag,
}

/// One place of a document, measured from its prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Before the first line of prose.
    Head,
    /// Between the first and the last line of prose; everywhere in a document without prose.
    Body,
    /// After the last line of prose.
    Tail,
}

/// A set of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct Places(u8);

impl Places {
    /// Head, body and tail.
    pub const ANY: Places = Places(7);

    /// The set of `places`.
    pub fn of(places: impl IntoIterator<Item = Place>) -> Self {
        Places(places.into_iter().fold(0, |set, p| set | 1 << p as u8))
    }

    /// Whether `place` is in the set.
    pub fn has(self, place: Place) -> bool {
        self.0 & (1 << place as u8) != 0
    }
}

impl fmt::Display for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Places::ANY {
            return f.write_str("any");
        }
        let names = [(Place::Head, "head"), (Place::Body, "body"), (Place::Tail, "tail")];
        let mut first = true;
        for (_, name) in names.iter().filter(|(p, _)| self.has(*p)) {
            write!(f, "{}{name}", if first { "" } else { ", " })?;
            first = false;
        }
        Ok(())
    }
}

/// A text that a rule takes, and what must become of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct Take {
    /// The text, judged as a document of its own.
    pub text: String,
    /// The exact result of the rule acting alone, where the example pins it.
    pub gives: Option<String>,
}

/// The expression of a `regex` rule, compiled when it is first asked: most inputs ask few of them.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[serde(from = "String", into = "String")]
pub struct Pattern {
    source: Box<str>,
    compiled: std::sync::OnceLock<regex::Regex>,
}

/// How a group begins that is all that a rule takes.
const SPAN: &str = "(?<span>";

/// A compiled expression may not take more memory than this, in bytes: larger ones are catastrophic to build.
const PATTERN_BYTES: usize = 4 << 20;

impl From<String> for Pattern {
    fn from(source: String) -> Self {
        Pattern::new(&source)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.source.into()
    }
}

impl Pattern {
    /// Takes an expression as it is; [`check`](Self::check) says whether it compiles.
    pub(crate) fn new(source: &str) -> Self {
        Pattern { source: source.into(), compiled: std::sync::OnceLock::new() }
    }

    /// Compiles the expression.
    pub(crate) fn check(&self) -> Result<(), String> {
        let regex = compile(&self.source).map_err(|e| {
            format!("the pattern does not compile: {}", e.to_string().lines().last().unwrap_or("").trim())
        })?;
        if regex.is_match("") {
            return Err("the pattern matches the empty text; anchor it or demand a character".into());
        }
        self.compiled.set(regex).ok();
        Ok(())
    }

    /// Every place where the expression matches: what its group `span` takes, if it has one, or all of the match, as
    /// byte ranges. The rest of the match is only looked at: a full stop, say, that stays with its sentence.
    pub(crate) fn find_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = std::ops::Range<usize>> + use<'a> {
        let regex = self.regex();
        let named = self.source.contains(SPAN);
        let groups = named.then(|| regex.captures_iter(text)).into_iter().flatten();
        let groups = groups.filter_map(|groups| groups.name("span").map(|m| m.range()));
        let whole = (!named).then(|| regex.find_iter(text)).into_iter().flatten().map(|m| m.range());
        groups.chain(whole).filter(|range| !range.is_empty())
    }

    /// The expression as written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// The compiled expression. One that does not compile matches nothing; the loader and a test keep such out.
    pub(crate) fn regex(&self) -> &regex::Regex {
        self.compiled.get_or_init(|| {
            compile(&self.source).unwrap_or_else(|_| regex::Regex::new("[^\\s\\S]").expect("the empty class compiles"))
        })
    }
}

fn compile(source: &str) -> Result<regex::Regex, regex::Error> {
    regex::RegexBuilder::new(source).size_limit(PATTERN_BYTES).build()
}

/// One rule: one entry of a rule file. See `docs/RULES.md` for what each key means.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
pub struct Rule {
    /// `family.name`, unique in its rule set.
    pub id: String,
    /// The language of the phrases (ISO 639-1), where they have one.
    pub lang: Option<String>,
    /// How it finds its spans.
    pub kind: Match,
    /// How much its claim weighs.
    pub strength: Strength,
    /// Where it may look.
    pub place: Places,
    /// What it looks for, as written.
    pub phrases: Vec<String>,
    /// The expression of a `regex` rule.
    pub pattern: Option<Pattern>,
    /// Literals of which one must stand in the line before the expression is asked.
    pub needs: Vec<String>,
    /// How many words the line may have beyond the phrase.
    pub max_words: u16,
    /// How many lines a block may take below its heading.
    pub max_lines: u16,
    /// Whether it may take a line of prose; labels with a colon often begin sentences.
    pub prose: bool,
    /// How much goes.
    pub removes: Extent,
    /// What it does.
    pub action: Deed,
    /// The replacement, for [`Deed::Replace`].
    pub with: Option<String>,
    /// Whether it is on unless asked otherwise.
    pub enabled: bool,
    /// One sentence: what this is and how it gets into scraped text.
    pub why: String,
    /// Texts in which it must make its claim.
    pub takes: Vec<Take>,
    /// Texts that the whole rule set must leave alone.
    pub leaves: Vec<String>,
    /// The file it was read from.
    pub file: String,
    /// Its line in that file, from 1.
    pub line: usize,
}

impl Rule {
    /// The family: the id up to its dot.
    pub fn family(&self) -> &str {
        self.id.split('.').next().unwrap_or(&self.id)
    }
}
