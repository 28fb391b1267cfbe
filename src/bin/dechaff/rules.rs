//! `dechaff rules`: what is known, shown and checked.

use std::io::{self, Write as _};

use anstream::AutoStream;
use dechaff::{Cleaner, Match, Rule, check_examples};

use crate::args::{self, RulesCommand};
use crate::exit::{Ended, Stop};
use crate::input;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

pub(crate) fn run(args: &args::Rules) -> Ended {
    let rules = input::ruleset(&args.files)?;
    let mut out = AutoStream::auto(io::stdout()).lock();
    let wrote = |result: io::Result<()>| result.map_err(|e| Stop::writing("standard output", &e));
    if let Some(RulesCommand::Show { id }) = &args.command {
        let Some((_, rule)) = rules.find(id) else {
            // The builder knows how to suggest a name.
            Cleaner::builder().rules(rules.clone()).only([id.as_str()]).build()?;
            return Err(format!("`{id}` is a family; `dechaff rules {id}` lists its rules").into());
        };
        wrote(show(rule, &mut out))?;
        return Ok(false);
    }
    if args.check {
        let errors = check_examples(&rules, |_| true);
        for error in &errors {
            wrote(writeln!(out, "{error}"))?;
        }
        if errors.is_empty() {
            wrote(writeln!(out, "{} rules with {} forms hold their examples", rules.len(), rules.form_count()))?;
        }
        return Ok(!errors.is_empty());
    }
    let listed: Vec<&Rule> =
        rules.rules().iter().filter(|r| args.family.as_deref().is_none_or(|f| r.family() == f || r.id == f)).collect();
    if let (true, Some(name)) = (listed.is_empty(), &args.family) {
        // The builder knows how to suggest a name.
        Cleaner::builder().rules(rules.clone()).only([name.as_str()]).build()?;
    }
    let width = listed.iter().map(|r| r.id.len()).max().unwrap_or(0);
    for rule in listed {
        wrote(if args.json {
            writeln!(out, "{}", to_json(rule))
        } else {
            let off = if rule.enabled { "" } else { " (off)" };
            writeln!(
                out,
                "{BOLD}{:<width$}{PLAIN}  {:<6} {:<7}  {}{DIM}{off}{PLAIN}",
                rule.id,
                name(rule.kind),
                name(rule.strength),
                rule.why
            )
        })?;
    }
    Ok(false)
}

/// The name that an enum has in rule files.
fn name(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn to_json(rule: &Rule) -> serde_json::Value {
    serde_json::json!({
        "id": rule.id, "family": rule.family(), "lang": rule.lang, "match": name(rule.kind),
        "strength": name(rule.strength), "place": rule.place.to_string(), "action": name(rule.action),
        "removes": name(rule.removes), "enabled": rule.enabled, "why": rule.why, "phrases": rule.phrases,
        "pattern": rule.pattern.as_ref().map(|p| p.as_str()), "needs": rule.needs,
        "takes": rule.takes.iter().map(|t| &t.text).collect::<Vec<_>>(), "leaves": rule.leaves,
        "file": rule.file, "line": rule.line,
    })
}

fn show(rule: &Rule, out: &mut impl io::Write) -> io::Result<()> {
    writeln!(out, "{BOLD}{}{PLAIN}{}", rule.id, if rule.enabled { "" } else { " (off; --enable turns it on)" })?;
    writeln!(out, "  {}", rule.why)?;
    writeln!(out, "  {DIM}match{PLAIN}     {}, {}, place {}", name(rule.kind), name(rule.strength), rule.place)?;
    writeln!(out, "  {DIM}does{PLAIN}      {} the {}", name(rule.action), name(rule.removes))?;
    if matches!(rule.kind, Match::Prefix) {
        writeln!(out, "  {DIM}at most{PLAIN}   {} words beyond the phrase", rule.max_words)?;
    }
    if let Some(lang) = &rule.lang {
        writeln!(out, "  {DIM}language{PLAIN}  {lang}")?;
    }
    if let Some(pattern) = &rule.pattern {
        writeln!(out, "  {DIM}pattern{PLAIN}   {}  (in lines with {})", pattern.as_str(), rule.needs.join(", "))?;
    }
    for phrase in &rule.phrases {
        writeln!(out, "  {DIM}phrase{PLAIN}    {phrase}")?;
    }
    for take in &rule.takes {
        match &take.gives {
            Some(gives) => writeln!(out, "  {DIM}takes{PLAIN}     {:?} and gives {gives:?}", take.text)?,
            None => writeln!(out, "  {DIM}takes{PLAIN}     {:?}", take.text)?,
        }
    }
    for leave in &rule.leaves {
        writeln!(out, "  {DIM}leaves{PLAIN}    {leave:?}")?;
    }
    writeln!(out, "  {DIM}from{PLAIN}      {}:{}", rule.file, rule.line)
}
