//! Reads rule files: every entry is checked, and what is wrong is said with file and line.

use serde::Deserialize;
use toml::Spanned;

use super::phrase::{self, OwnSlots, Phrase};
use super::slot::Words;
use crate::error::Error;
use crate::rule::{Deed, Extent, Match, Pattern, Place, Places, Rule, Strength, Take};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    family: Option<Spanned<String>>,
    lang: Option<Spanned<String>>,
    #[allow(dead_code, reason = "for people; its presence is allowed, its text is not used")]
    about: Option<String>,
    words: Option<Words>,
    #[serde(default)]
    slots: OwnSlots,
    #[serde(default)]
    rule: Vec<Spanned<RawRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: Spanned<String>,
    #[serde(rename = "match")]
    kind: Match,
    #[serde(default)]
    phrases: Vec<Spanned<String>>,
    pattern: Option<Spanned<String>>,
    #[serde(default)]
    needs: Vec<Spanned<String>>,
    #[serde(default)]
    strength: Strength,
    place: Option<Spanned<RawPlace>>,
    max_words: Option<u16>,
    max_lines: Option<u16>,
    prose: Option<bool>,
    removes: Option<Extent>,
    #[serde(default)]
    action: Deed,
    with: Option<String>,
    enabled: Option<bool>,
    why: String,
    takes: Vec<RawTake>,
    leaves: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawPlace {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawTake {
    Text(String),
    Gives { text: String, gives: String },
}

/// Literals of `needs` have at least this many bytes, or they would be found everywhere.
const NEED_BYTES: usize = 3;

/// What has been read so far.
#[derive(Default)]
pub(crate) struct Loader {
    pub(crate) rules: Vec<Rule>,
    /// Of each rule its phrases.
    pub(crate) phrases: Vec<Vec<Phrase>>,
    /// The words of each language that has a pack.
    pub(crate) words: Vec<(String, Words)>,
}

impl Loader {
    /// Number of plain forms that the phrases expand to; saturates.
    pub(crate) fn forms(&self) -> u64 {
        self.phrases.iter().flatten().map(phrase::forms).fold(0, u64::saturating_add)
    }

    /// Reads one rule file and adds what it holds. `builtin` packs may hold `code` rules.
    pub(crate) fn read(&mut self, name: &str, source: &str, builtin: bool) -> Result<(), Error> {
        let Loader { rules, phrases, words } = self;
        let line_at =
            |byte: usize| 1 + memchr::memchr_iter(b'\n', &source.as_bytes()[..byte.min(source.len())]).count();
        let raw: RawFile = toml::from_str(source).map_err(|e| {
            let message = e.message().trim().replace('\n', " ");
            Error::in_rules(
                name,
                line_at(e.span().map_or(0, |s| s.start)),
                format!("{message}; see docs/RULES.md for the keys"),
            )
        })?;
        let family = raw.family.as_ref().map(|f| f.get_ref().clone());
        if let Some(family) = raw.family.filter(|f| !is_name(f.get_ref())) {
            return Err(Error::in_rules(
                name,
                line_at(family.span().start),
                format!("family `{}` must be made of a-z, 0-9 and `-`", family.get_ref()),
            ));
        }
        let lang = raw.lang.as_ref().map(|l| l.get_ref().clone());
        if let Some(lang) = raw.lang.filter(|l| !is_name(l.get_ref())) {
            return Err(Error::in_rules(
                name,
                line_at(lang.span().start),
                format!("lang `{}` must be a code of a-z, 0-9 and `-`, such as `de`", lang.get_ref()),
            ));
        }
        if family.is_none() && lang.is_none() {
            return Err(Error::in_rules(
                name,
                1,
                "the file needs `family`, or `lang` if it holds rules of many families",
            ));
        }
        let own = raw.slots;
        if let Some(slot) = own.keys().find(|slot| !is_name(slot)) {
            return Err(Error::in_rules(name, 1, format!("slot `{slot}` must be made of a-z, 0-9 and `-`")));
        }
        words.extend(raw.words.map(|w| (lang.clone().unwrap_or_default(), w)));
        for entry in raw.rule {
            let at = line_at(entry.span().start);
            let raw_rule = entry.into_inner();
            let id = raw_rule.id.get_ref().clone();
            let wrong = |message: String| Error::in_rules(name, at, format!("rule `{id}`: {message}"));
            let (its, rest) = id.split_once('.').unwrap_or(("", ""));
            match (&family, &lang) {
                (Some(family), _) if its != family || !is_name(rest) => {
                    return Err(wrong(format!("the id must be `{family}.` and a name of a-z, 0-9 and `-`")));
                }
                (None, Some(lang)) if !is_name(its) || !is_name(rest) || !rest.ends_with(&format!("-{lang}")) => {
                    return Err(wrong(format!(
                        "the id must be a family, `.`, a name of a-z, 0-9 and `-`, and `-{lang}`"
                    )));
                }
                _ => {}
            }
            if let Some(other) = rules.iter().find(|r| r.id == id) {
                return Err(wrong(format!("the id is already taken at {}:{}; choose another", other.file, other.line)));
            }
            if raw_rule.why.trim().is_empty() {
                return Err(wrong("`why` is empty; say in one sentence what this is".into()));
            }
            if raw_rule.takes.is_empty() {
                return Err(wrong("`takes` is empty; give at least one text in which the rule must act".into()));
            }
            if raw_rule.leaves.is_empty() {
                return Err(wrong("`leaves` is empty; give at least one text that must stay".into()));
            }
            let is = |kind| raw_rule.kind == kind;
            if is(Match::Code) && !builtin {
                return Err(wrong("`match = \"code\"` is for the built-in packs; use phrases or a regex".into()));
            }
            if (is(Match::Regex) || is(Match::Code)) != raw_rule.phrases.is_empty() {
                return Err(wrong(if raw_rule.phrases.is_empty() {
                    "`phrases` is empty; give at least one".into()
                } else {
                    "`phrases` is not for this kind of match".into()
                }));
            }
            if is(Match::Regex) != raw_rule.pattern.is_some() || is(Match::Regex) == raw_rule.needs.is_empty() {
                return Err(wrong(
                    "`match = \"regex\"` needs `pattern` and `needs`, and no other kind has them".into(),
                ));
            }
            if (raw_rule.action == Deed::Replace) != raw_rule.with.is_some() {
                return Err(wrong("`action = \"replace\"` needs `with`, and no other action has it".into()));
            }
            if is(Match::Block) && raw_rule.removes == Some(Extent::Span) {
                return Err(wrong("a block always removes whole lines; leave out `removes`".into()));
            }
            let mut read_phrases = Vec::new();
            for phrase in &raw_rule.phrases {
                let at = line_at(phrase.span().start);
                let wrong = |m: String| Error::in_rules(name, at, format!("rule `{id}`: {m}"));
                let read = phrase::read(phrase.get_ref(), &own).map_err(wrong)?;
                if matches!(raw_rule.kind, Match::Inline | Match::Suffix) && phrase::begins_open(&read) {
                    return Err(wrong(format!(
                        "phrase `{}` must begin with a literal word, because it may stand anywhere",
                        phrase.get_ref()
                    )));
                }
                read_phrases.push(read);
            }
            let mut pattern = None;
            if let Some(p) = &raw_rule.pattern {
                let at = line_at(p.span().start);
                let wrong = |m: String| Error::in_rules(name, at, format!("rule `{id}`: {m}"));
                let checked = Pattern::new(p.get_ref());
                // The built-in packs are checked by a test; compiling them all would double the time to start.
                if !builtin {
                    checked.check().map_err(wrong)?;
                }
                pattern = Some(checked);
            }
            for need in &raw_rule.needs {
                if need.get_ref().len() < NEED_BYTES {
                    return Err(Error::in_rules(
                        name,
                        line_at(need.span().start),
                        format!(
                            "rule `{id}`: `needs` literal `{}` is shorter than {NEED_BYTES} bytes; use a longer word",
                            need.get_ref()
                        ),
                    ));
                }
            }
            let place = match raw_rule.place {
                None => Places::ANY,
                Some(p) => {
                    let at = line_at(p.span().start);
                    places(p.into_inner()).map_err(|m| Error::in_rules(name, at, format!("rule `{id}`: {m}")))?
                }
            };
            let removes = raw_rule.removes.unwrap_or(match raw_rule.kind {
                Match::Line | Match::Prefix | Match::Block => Extent::Line,
                _ => Extent::Span,
            });
            rules.push(Rule {
                lang: lang.clone(),
                kind: raw_rule.kind,
                strength: raw_rule.strength,
                place,
                phrases: raw_rule.phrases.into_iter().map(Spanned::into_inner).collect(),
                pattern,
                needs: raw_rule.needs.into_iter().map(Spanned::into_inner).collect(),
                max_words: raw_rule.max_words.unwrap_or(if raw_rule.kind == Match::Suffix { u16::MAX } else { 12 }),
                max_lines: raw_rule.max_lines.unwrap_or(20),
                prose: raw_rule.prose.unwrap_or(true),
                removes,
                action: raw_rule.action,
                with: raw_rule.with,
                enabled: raw_rule.enabled.unwrap_or(true),
                why: raw_rule.why.trim().to_owned(),
                takes: raw_rule
                    .takes
                    .into_iter()
                    .map(|t| match t {
                        RawTake::Text(text) => Take { text, gives: None },
                        RawTake::Gives { text, gives } => Take { text, gives: Some(gives) },
                    })
                    .collect(),
                leaves: raw_rule.leaves,
                file: name.to_owned(),
                line: at,
                id,
            });
            phrases.push(read_phrases);
        }
        Ok(())
    }
}

fn is_name(s: &str) -> bool {
    !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn places(raw: RawPlace) -> Result<Places, String> {
    let names = match raw {
        RawPlace::One(s) => vec![s],
        RawPlace::Many(v) => v,
    };
    let mut set = Vec::new();
    for name in &names {
        match name.as_str() {
            "any" => set.extend([Place::Head, Place::Body, Place::Tail]),
            "edge" => set.extend([Place::Head, Place::Tail]),
            "head" => set.push(Place::Head),
            "body" => set.push(Place::Body),
            "tail" => set.push(Place::Tail),
            _ => return Err(format!("unknown place `{name}`; known are any, head, body, tail, edge")),
        }
    }
    if set.is_empty() {
        return Err("`place` is empty; leave it out for any place".into());
    }
    Ok(Places::of(set))
}
