//! Every rule proves itself: its *takes* are taken, and its *leaves* are left by the whole rule set.

use crate::cleaner::{Cleaner, Scratch};
use crate::document::Document;
use crate::error::Error;
use crate::rule::Level;
use crate::rule::{Deed, Match, Pattern, Place, Rule, Strength};
use crate::ruleset::Ruleset;
use crate::span::Field;

/// The article that *leaves* texts are appended to: enough prose that what follows it stands in the tail.
const ARTICLE: &str = "\
The harbour town voted on the new bridge

The council of the harbour town voted on Monday to build a second bridge over the river before the winter comes.
The mayor said that the old bridge had carried more carts in a year than its builders had expected in a century.

Nobody in the hall spoke against the plan, though a baker asked who would pay for the lamps and the painting.
";

/// Runs the *takes* of the rules for which `which` is true, and the *leaves* of all, against the whole of `rules`: a new
/// rule may also take what an old one protects.
///
/// Returns one error for each example that does not hold, with the file and line of its rule. O(rules × examples).
pub fn check_examples(rules: &Ruleset, which: impl Fn(&Rule) -> bool) -> Vec<Error> {
    let mut errors = Vec::new();
    let mut scratch = Scratch::default();
    let whole = Cleaner::builder().rules(rules.clone()).build().expect("no names were given");
    for (i, rule) in rules.rules().iter().enumerate() {
        let mut fail =
            |what: String| errors.push(Error::in_rules(&rule.file, rule.line, format!("rule `{}`: {what}", rule.id)));
        if which(rule) {
            takes(rules, i, &mut scratch, &mut fail);
        }
        let article = article(rules, rule);
        for leave in &rule.leaves {
            for text in [leave.clone(), format!("{article}\n{leave}\n")] {
                let ruling = whole.judge(&Document::new(&text), &mut scratch);
                let from = text.len().saturating_sub(leave.len() + 1);
                let Some(edit) = ruling.edits().iter().find(|e| e.span.end > from) else { continue };
                fail(format!(
                    "{leave:?} must be left, but rule `{}` takes {:?}; narrow that rule, or correct the example",
                    rules.rule(edit.rule).id,
                    edit.span.of(&text)
                ));
                break;
            }
        }
    }
    errors
}

/// Some prose in the language of `rule`: for languages other than English the sentences that its pack leaves.
fn article(rules: &Ruleset, rule: &Rule) -> String {
    let lang = rule.lang.as_deref().unwrap_or("en");
    if lang == "en" {
        return ARTICLE.to_owned();
    }
    let same = rules.rules().iter().filter(|r| r.lang.as_deref() == Some(lang));
    let sentences: Vec<&str> = same.filter_map(|r| r.leaves.first()).take(8).map(String::as_str).collect();
    sentences.join("\n") + "\n"
}

/// Runs the *takes* of one rule, acting alone.
fn takes(rules: &Ruleset, i: usize, scratch: &mut Scratch, fail: &mut dyn FnMut(String)) {
    let rule = &rules.rules()[i];
    if let Some(Err(what)) = rule.pattern.as_ref().map(Pattern::check) {
        fail(what);
        return;
    }
    let alone = Cleaner::builder().rules(rules.clone()).only([rule.id.as_str()]).build().expect("the rule exists");
    let article = article(rules, rule);
    for take in &rule.takes {
        let ruling = alone.judge(&Document::new(&take.text), scratch);
        let claimed = ruling.trail().iter().any(|(v, _)| v.rule.0 as usize == i);
        if !claimed {
            // The place may need an article before it.
            let text = format!("{article}\n{}\n", take.text);
            let ruling = alone.judge(&Document::new(&text), scratch);
            if !ruling.trail().iter().any(|(v, _)| v.rule.0 as usize == i) {
                fail(format!(
                    "it should take {:?}, but makes no claim there; add the wording to `phrases`, or correct the example",
                    take.text
                ));
                continue;
            }
        }
        if let Some(gives) = &take.gives {
            let got = ruling.text(Field::Text, &take.text);
            if got != gives.as_str() {
                fail(format!("{:?} should give {gives:?}, but gives {got:?}", take.text));
            }
        } else if rule.kind == Match::Code {
            fail("a `code` rule pins the result of each of its `takes` with `gives`".into());
        }
        if rule.strength == Strength::Certain && rule.enabled && rule.kind != Match::Code && take.gives.is_none() {
            let text = format!("{article}\n{}\n", take.text);
            let safe = Cleaner::builder()
                .rules(rules.clone())
                .only([rule.id.as_str()])
                .level(Level::Safe)
                .build()
                .expect("the rule exists");
            let ruling = safe.judge(&Document::new(&text), scratch);
            let acts = matches!(rule.action, Deed::Drop | Deed::Replace);
            if acts && rule.place.has(Place::Tail) && ruling.edits().is_empty() {
                fail(format!("it is `certain`, but does not act on {:?} after an article", take.text));
            }
        }
    }
}
