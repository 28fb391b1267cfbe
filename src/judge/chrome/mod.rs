//! Site chrome: which lines and spans of a text are furniture of the page it was scraped from.
//!
//! A phrase alone is weak evidence. Every hit is a claim of some strength; place, neighbours, repetition and the run
//! it stands in decide whether it acts. Knows nothing of what other judges find.

mod found;
mod guard;
mod speech;
mod support;
mod whole;

use std::sync::Arc;

use super::tongue::Tongues;
use super::{Level, View};
use crate::line::Line;
use crate::rule::{Deed, Extent, Match, Rule, Strength};
use crate::ruleset::matcher::{Hit, Matcher, Scratch};
use crate::ruleset::{Languages, Ruleset};
use crate::span::{Field, Span};
use crate::verdict::{Action, RuleIndex, Verdict};
use found::{Found, Recurring};
use speech::Speech;
use whole::Whole;

/// A line this likely the author's needs a rule that is certain.
const AUTHOR: f32 = 0.6;

/// The judge of site chrome: the compiled phrases of the rules that are on, and the model.
#[derive(Debug)]
pub(crate) struct Chrome {
    matcher: Matcher,
    /// Which rules act; all others are asked as evidence for the model alone.
    on: Vec<bool>,
    level: Level,
    speech: Speech,
    whole: Option<Whole>,
}

/// Reusable buffers; one per worker.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    scratch: Scratch,
    found: Found,
    before: Found,
    recurring: Recurring,
    whole: whole::Buffers,
}

/// One field of a document as the judge reads it.
#[derive(Clone, Copy)]
struct Reading<'a> {
    field: Field,
    text: &'a str,
    lines: &'a [Line],
    partial: bool,
}

impl Chrome {
    pub(crate) fn new(rules: &Ruleset, tongues: Arc<Tongues>, level: Level, on: impl Fn(usize) -> bool) -> Self {
        let whole = Whole::new(rules, level, &on);
        let on: Vec<bool> = (0..rules.len()).map(on).collect();
        let least = if level == Level::Safe { Strength::Certain } else { Strength::Hint };
        let asked = |i: usize| {
            let rule = &rules.rules()[i];
            let evidence = whole.is_some() && rule.action == Deed::Drop;
            (on[i] || evidence) && (rule.strength >= least || matches!(rule.action, Deed::Keep | Deed::Flag))
        };
        Chrome { matcher: rules.matcher(asked), on, level, speech: Speech::new(rules, tongues), whole }
    }

    pub(crate) fn judge(&self, rules: &Ruleset, view: View<'_>, buffers: &mut Buffers, out: &mut Vec<Verdict>) {
        for field in Field::ALL {
            let text = view.doc.field(field);
            let lines = view.lines(field);
            let reading = Reading { field, text, lines, partial: view.doc.partial };
            if field == Field::Text {
                // The last search before this one was that of the earlier look's text.
                std::mem::swap(&mut buffers.found, &mut buffers.before);
                let known = view.before.map(|(text, lines)| (text, lines, &buffers.before));
                let languages = self.languages(text, view.doc.partial);
                buffers.found.search(&self.matcher, languages, (text, lines), known, &mut buffers.scratch);
                self.weigh(rules, reading, buffers, out);
            } else if !text.is_empty() {
                let mut title = Found::default();
                let languages = self.languages(text, view.doc.partial);
                title.search(&self.matcher, languages, (text, lines), None, &mut buffers.scratch);
                std::mem::swap(&mut title, &mut buffers.found);
                self.weigh(rules, reading, buffers, out);
                std::mem::swap(&mut title, &mut buffers.found);
            }
        }
    }

    /// The languages that a text speaks, and those whose phrases are looked for inside its lines. A part of a document
    /// says nothing of the whole.
    fn languages(&self, text: &str, partial: bool) -> (Languages, Languages) {
        if partial {
            return (Languages::MAX, Languages::MAX);
        }
        let spoken = self.speech.spoken(text);
        (spoken, self.speech.asked(text, spoken))
    }

    /// Says which of the hits in `buffers.found` act, and which lines go with them.
    fn weigh(&self, rules: &Ruleset, reading: Reading<'_>, buffers: &mut Buffers, out: &mut Vec<Verdict>) {
        let Reading { field, text, lines, partial } = reading;
        let Buffers { found, recurring, whole, .. } = buffers;
        if found.hits.is_empty() {
            return;
        }
        let is_on = |rule: RuleIndex| self.on[rule.0 as usize];
        let counts = |hit: &Hit, place| {
            let rule = rules.rule(hit.rule);
            is_on(hit.rule) && rule.place.has(place) && (!partial || stands_alone(rule))
        };
        self.speech.weigh(rules, text, (!partial, found.languages.0), &found.hits, &mut found.weights);
        found::sum_up(found, (text, lines), rules, counts, recurring);
        let model = self.whole.as_ref().filter(|_| !partial && field == Field::Text);
        let opinion =
            model.and_then(|m| m.read(rules, self.speech.tongues.common(), (text, lines), found, whole)).unwrap_or(&[]);
        // Where the model is sure of the author, a claim that is not certain does not act.
        let authors = |i: usize| opinion.get(i).is_some_and(|keep| *keep > AUTHOR);
        let Found { hits, weights, marks, .. } = found;
        let first = out.len();
        for i in 0..marks.len() {
            let mark = marks[i];
            for (hit, strength) in mark.claims(hits, weights).filter(|(h, _)| counts(h, mark.place)) {
                let rule = rules.rule(hit.rule);
                let line = &lines[mark.line];
                let acts = match rule.action {
                    Deed::Keep | Deed::Flag => true,
                    _ if (line.prose && !rule.prose) || is_quoted(text, hit.span) => false,
                    _ => {
                        strength == Strength::Certain
                            || (!partial
                                && !authors(i)
                                && support::supported(self.level, (rule, strength), i, marks, lines))
                    }
                };
                let mut span = match rule.removes {
                    Extent::Line => line.trimmed(),
                    Extent::Span if rule.action == Deed::Drop => with_space(text, line, hit.span),
                    Extent::Span => hit.span,
                };
                if rule.kind == Match::Block && acts && !partial && rule.action == Deed::Drop {
                    span.end = support::block_end(rule, i, marks, (text, lines), authors);
                }
                out.push(Verdict { acts, ..Verdict::new(hit.rule, field, span, action(rule)) });
            }
        }
        if let Some(model) = model {
            model.judge(rules, self.speech.tongues.common(), is_on, found, whole, first, out);
        }
    }

    /// What `tools/train` learns from.
    #[cfg(feature = "train")]
    pub(crate) fn table(
        &self,
        rules: &Ruleset,
        view: View<'_>,
        known: &dyn Fn(RuleIndex) -> bool,
        lexicon: &[f32],
        scores: &[f32],
    ) -> crate::model::Table {
        let mut found = Found::default();
        let (text, lines) = (view.doc.text, view.text);
        found.search(&self.matcher, self.languages(text, false), (text, lines), None, &mut Scratch::default());
        found.forget(known);
        let counts = |hit: &Hit, place| rules.rule(hit.rule).place.has(place);
        self.speech.weigh(rules, text, (true, found.languages.0), &found.hits, &mut found.weights);
        found::sum_up(&mut found, (text, lines), rules, counts, &mut Recurring::default());
        let mut buffers = whole::Buffers::default();
        buffers.read(rules, lines, &found);
        let whole = self.whole.as_ref().expect("the model is on");
        let mut table = crate::model::Table::of(
            text,
            &buffers.lines,
            &buffers.evidence,
            self.speech.tongues.common(),
            lexicon,
            scores,
        );
        table.scores = whole.score(text, self.speech.tongues.common(), &mut buffers).to_vec();
        table
    }
}

/// Whether a rule needs nothing but its own line: what is asked where a document cannot be seen whole.
fn stands_alone(rule: &Rule) -> bool {
    rule.place == crate::rule::Places::ANY
        && rule.kind != Match::Block
        && (rule.strength == Strength::Certain || matches!(rule.action, Deed::Keep | Deed::Flag))
}

fn action(rule: &Rule) -> Action {
    match rule.action {
        Deed::Drop => Action::Drop,
        Deed::Keep => Action::Keep,
        Deed::Flag => Action::Flag,
        Deed::Replace => Action::Replace(rule.with.clone().unwrap_or_default().into()),
    }
}

/// Whether quotation marks enclose exactly this: then somebody speaks of the phrase.
fn is_quoted(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    // A phrase may end with an arrow that is a quotation mark here.
    let last = span.of(text).chars().next_back().filter(|c| crate::line::is_closer(*c));
    let behind = last.or(text[span.end..].chars().next());
    matches!(
        (before, behind),
        (Some('“'), Some('”'))
            | (Some('„'), Some('“' | '”'))
            | (Some('«'), Some('»'))
            | (Some('»'), Some('«'))
            | (Some('‘'), Some('’'))
            | (Some('「'), Some('」'))
            | (Some('『'), Some('』'))
            | (Some('"'), Some('"'))
    )
}

/// A removed span takes one adjoining space with it: the one before, or at the line's start the ones after.
fn with_space(text: &str, line: &Line, span: Span) -> Span {
    let before = text[line.start..span.start].trim_end_matches([' ', '\t', '\u{a0}']);
    let cut = line.start + before.len();
    let after = &text[span.end..line.end];
    let room = after.len() - after.trim_start_matches([' ', '\t', '\u{a0}']).len();
    if before.is_empty() {
        Span::new(span.start, span.end + room)
    } else if cut < span.start && (room > 0 || after.is_empty() || after.starts_with(|c: char| !c.is_alphanumeric())) {
        Span::new(cut, span.end)
    } else {
        span
    }
}
