//! Headlines and teasers: what scrapers ran together comes apart.
//!
//! Only the head of a document is looked at (its first lines, and the title field), and the rest of the text only for
//! evidence. Knows nothing of chrome or typography.

mod byline;
mod fold;
mod glue;
mod head;
mod host;
mod kicker;
mod lexicon;
mod lost;
mod name;
mod prefix;
mod suffix;
mod teaser;

use std::borrow::Cow;

use super::{Level, View};
use crate::ruleset::Ruleset;
use crate::span::{Field, Span};
use crate::verdict::{Action, RuleIndex, Verdict};
use head::Head;

/// The judge of headlines: the rules that are on.
#[derive(Debug)]
pub(crate) struct Headline {
    site_suffix: Option<RuleIndex>,
    section_suffix: Option<RuleIndex>,
    name_suffix: Option<RuleIndex>,
    site_prefix: Option<RuleIndex>,
    lost_separator: Option<RuleIndex>,
    dangling: Option<RuleIndex>,
    kicker: Option<RuleIndex>,
    urgency: Option<RuleIndex>,
    genre: Option<RuleIndex>,
    glue_teaser: Option<RuleIndex>,
    glue_byline: Option<RuleIndex>,
    repeated_title: Option<RuleIndex>,
    cut_copy: Option<RuleIndex>,
    repeated_body: Option<RuleIndex>,
}

/// A repair of one kind: where, what stands there afterwards, and the evidence.
#[derive(Debug)]
struct Repair {
    span: Span,
    new: Cow<'static, str>,
    note: String,
}

impl Repair {
    fn drop(span: Span, note: impl Into<String>) -> Self {
        Repair { span, new: Cow::Borrowed(""), note: note.into() }
    }

    fn put(span: Span, new: &'static str, note: impl Into<String>) -> Self {
        Repair { span, new: Cow::Borrowed(new), note: note.into() }
    }

    fn claim(self, rule: RuleIndex, field: Field) -> Verdict {
        let action = if self.new.is_empty() { Action::Drop } else { Action::Replace(self.new) };
        Verdict::new(rule, field, self.span, action).because(self.note)
    }
}

impl Headline {
    pub(crate) fn new(rules: &Ruleset, level: Level, on: impl Fn(usize) -> bool) -> Self {
        let code = |id: &str| rules.code(id, level, &on);
        Headline {
            site_suffix: code("headline.site-suffix"),
            section_suffix: code("headline.section-suffix"),
            name_suffix: code("headline.name-suffix"),
            site_prefix: code("headline.site-prefix"),
            lost_separator: code("headline.lost-separator"),
            dangling: code("headline.dangling-separator"),
            kicker: code("headline.kicker"),
            urgency: code("headline.urgency"),
            genre: code("headline.genre"),
            glue_teaser: code("glue.teaser"),
            glue_byline: code("glue.byline"),
            repeated_title: code("teaser.repeated-title"),
            cut_copy: code("teaser.cut-copy"),
            repeated_body: code("teaser.repeated-body"),
        }
    }

    pub(crate) fn judge(&self, view: View<'_>, out: &mut Vec<Verdict>) {
        for field in Field::ALL {
            if let Some(head) = Head::of(view, field) {
                self.judge_headline(&head, out);
            }
        }
        self.judge_lines(view, out);
    }

    /// What stands in the line of the headline itself.
    fn judge_headline(&self, head: &Head<'_>, out: &mut Vec<Verdict>) {
        let mut claim = |rule: Option<RuleIndex>, repair: Option<Repair>| match (rule, repair) {
            (Some(rule), Some(repair)) => {
                out.push(repair.claim(rule, head.field));
                true
            }
            _ => false,
        };
        if let Some((kind, repair)) = kicker::find(head) {
            let rule = match kind {
                kicker::Kind::Mark => self.kicker,
                kicker::Kind::Urgency => self.urgency,
                kicker::Kind::Genre => self.genre,
            };
            claim(rule, Some(repair));
        }
        // One repair of the line's end at a time: each changes what the next would see, and the cleaner looks again.
        if head.field == Field::Text && claim(self.glue_teaser, self.glue_teaser.and_then(|_| glue::find(head))) {
            return;
        }
        if claim(self.dangling, suffix::dangling(head)) {
            return;
        }
        if let Some(found) = suffix::find(head) {
            let rule = match found.kind {
                suffix::Kind::Site => self.site_suffix,
                suffix::Kind::Section => self.section_suffix,
                suffix::Kind::Name => self.name_suffix,
                suffix::Kind::Before => self.site_prefix,
            };
            if claim(rule, Some(found.repair)) {
                return;
            }
        }
        claim(self.lost_separator, self.lost_separator.and_then(|_| lost::find(head)));
    }

    /// What stands in the lines below it.
    fn judge_lines(&self, view: View<'_>, out: &mut Vec<Verdict>) {
        let mut all = |rule: Option<RuleIndex>, repairs: &mut dyn Iterator<Item = Repair>| {
            if let Some(rule) = rule {
                out.extend(repairs.map(|r| r.claim(rule, Field::Text)));
            }
        };
        all(self.repeated_title, &mut teaser::repeated_title(view).into_iter());
        all(self.cut_copy, &mut teaser::cut_copy(view).into_iter());
        all(self.repeated_body, &mut teaser::repeated_body(view).into_iter());
        all(self.glue_byline, &mut byline::find(view));
    }
}

#[cfg(test)]
mod tests {
    use crate::Ruleset;

    #[test]
    fn rules_prove_themselves() {
        let rules = Ruleset::builtin();
        let errors = crate::check_examples(&rules, |r| matches!(r.family(), "headline" | "glue" | "teaser"));
        assert!(errors.is_empty(), "{}", errors.iter().map(|e| format!("{e}\n")).collect::<String>());
    }
}
