//! Settling: the only place that decides between claims.
//!
//! *Keep* shields its span, the wider span wins, ties go by declaration order, losers are recorded. What is applied
//! becomes the list of edits: sorted, disjoint, in original bytes. Knows nothing of how claims were made.

mod compose;
mod gaps;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::line::Line;
use crate::span::{Field, Span};
use crate::verdict::{Action, RuleIndex, Verdict};
pub(crate) use compose::compose;

/// One change of a document: these original bytes give way to this text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Who did it.
    pub rule: RuleIndex,
    /// In which text.
    pub field: Field,
    /// Where, in original bytes.
    pub span: Span,
    /// What stands there afterwards; empty for a removal.
    pub new: Cow<'static, str>,
    /// The evidence that decided, where the rule's reason alone does not say it.
    pub note: Option<Cow<'static, str>>,
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It became an edit.
    Applied,
    /// A *keep* shields the span.
    Vetoed(RuleIndex),
    /// A wider edit covers it.
    Absorbed(RuleIndex),
    /// Too weak to act without support.
    Unsupported,
    /// Never meant to edit.
    Noted,
}

/// All claims on a document and what became of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruling {
    pub(crate) edits: Vec<Edit>,
    pub(crate) trail: Vec<(Verdict, Outcome)>,
    pub(crate) restless: bool,
}

impl Ruling {
    /// The edits: by field, ascending, disjoint, in original bytes.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The edits of one field.
    pub fn edits_of(&self, field: Field) -> &[Edit] {
        let from = self.edits.partition_point(|e| e.field < field);
        let to = self.edits.partition_point(|e| e.field <= field);
        &self.edits[from..to]
    }

    /// Every claim on the original document and its fate, in text order.
    pub fn trail(&self) -> &[(Verdict, Outcome)] {
        &self.trail
    }

    /// Whether the rules never came to rest on this document, so that it was left alone. A rule whose
    /// replacement contains its own phrase does it; the built-in rules do not, short of hundreds of layers on one line.
    pub fn is_restless(&self) -> bool {
        self.restless
    }

    /// The text of a field after the edits; borrowed when nothing changed.
    pub fn text<'t>(&self, field: Field, original: &'t str) -> Cow<'t, str> {
        let edits = self.edits_of(field);
        if edits.is_empty() {
            return Cow::Borrowed(original);
        }
        let mut out = String::with_capacity(original.len());
        apply(original, edits, &mut out);
        Cow::Owned(out)
    }
}

/// Appends `original` with `edits` done to `out`. The edits are sorted and disjoint.
pub(crate) fn apply(original: &str, edits: &[Edit], out: &mut String) {
    let mut at = 0;
    for edit in edits {
        out.push_str(&original[at..edit.span.start]);
        out.push_str(&edit.new);
        at = edit.span.end;
    }
    out.push_str(&original[at..]);
}

/// Decides which claims become edits. Pure, total, independent of the order of `verdicts`. O(n log n).
///
/// `lines` are those of [`Field::Text`]. Lines of which nothing is left go whole, and the gap they leave is closed
/// to the larger of the two gaps around them, unless `partial`.
pub(crate) fn settle(
    verdicts: Vec<Verdict>,
    lines: &[Line],
    partial: bool,
    edits: &mut Vec<Edit>,
    trail: &mut Vec<(Verdict, Outcome)>,
) {
    edits.clear();
    trail.clear();
    let shields = Shields::of(&verdicts);
    let mut taken: BTreeMap<(Field, usize, usize), RuleIndex> = BTreeMap::new();
    trail.extend(verdicts.into_iter().map(|v| (v, Outcome::Noted)));
    trail.sort_by(|(a, _), (b, _)| {
        let key = |v: &Verdict| (v.field, std::cmp::Reverse(v.span.len()), v.span.start, v.rule, rank(&v.action));
        key(a).cmp(&key(b)).then_with(|| text_of(&a.action).cmp(text_of(&b.action)))
    });
    for (v, outcome) in trail.iter_mut() {
        let at = (v.field, v.span.start, v.span.end);
        *outcome = match v.action {
            Action::Keep => Outcome::Noted,
            _ if !v.acts => Outcome::Unsupported,
            Action::Flag => Outcome::Noted,
            _ => {
                let near = [taken.range(..=at).next_back(), taken.range(at..).next()];
                let wider = near
                    .into_iter()
                    .flatten()
                    .find(|((field, s, e), _)| *field == v.field && Span::new(*s, *e).conflicts(v.span));
                match (shields.over(v.field, v.span), wider) {
                    (Some(by), _) => Outcome::Vetoed(by),
                    (_, Some((_, by))) => Outcome::Absorbed(*by),
                    _ => {
                        taken.insert(at, v.rule);
                        Outcome::Applied
                    }
                }
            }
        };
    }
    trail.sort_by_key(|(v, _)| (v.field, v.span, v.rule, rank(&v.action)));
    for (v, outcome) in trail.iter() {
        if *outcome == Outcome::Applied {
            let new = match &v.action {
                Action::Replace(text) => text.clone(),
                _ => Cow::Borrowed(""),
            };
            edits.push(Edit { rule: v.rule, field: v.field, span: v.span, new, note: v.note.clone() });
        }
    }
    gaps::close(edits, lines, partial);
}

fn rank(action: &Action) -> u8 {
    match action {
        Action::Keep => 0,
        Action::Drop => 1,
        Action::Replace(_) => 2,
        Action::Flag => 3,
    }
}

fn text_of(action: &Action) -> &str {
    match action {
        Action::Replace(text) => text,
        _ => "",
    }
}

/// The union of all *keep* spans, as disjoint intervals with the rule that began each.
struct Shields(Vec<(Field, Span, RuleIndex)>);

impl Shields {
    fn of(verdicts: &[Verdict]) -> Self {
        let mut spans: Vec<_> = verdicts
            .iter()
            .filter(|v| v.action == Action::Keep && !v.span.is_empty())
            .map(|v| (v.field, v.span, v.rule))
            .collect();
        spans.sort_unstable();
        let mut merged: Vec<(Field, Span, RuleIndex)> = Vec::new();
        for (field, span, rule) in spans {
            match merged.last_mut() {
                Some((f, s, _)) if *f == field && span.start < s.end => s.end = s.end.max(span.end),
                _ => merged.push((field, span, rule)),
            }
        }
        Shields(merged)
    }

    fn over(&self, field: Field, span: Span) -> Option<RuleIndex> {
        let from = self.0.partition_point(|(f, s, _)| (*f, s.end) < (field, span.start));
        self.0[from..]
            .iter()
            .take_while(|(f, s, _)| *f == field && s.start <= span.end)
            .find(|(_, s, _)| s.conflicts(span))
            .map(|(_, _, rule)| *rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn verdict(rule: u32, span: (usize, usize), action: Action) -> Verdict {
        Verdict::new(RuleIndex(rule), Field::Text, Span::new(span.0, span.1), action)
    }

    /// The text after settling, and each claim's fate in text order.
    fn settled(text: &str, verdicts: Vec<Verdict>) -> (String, Vec<Outcome>) {
        let (mut lines, mut edits, mut trail) = (Vec::new(), Vec::new(), Vec::new());
        crate::line::split(text, &mut lines);
        settle(verdicts, &lines, false, &mut edits, &mut trail);
        let mut out = String::new();
        apply(text, &edits, &mut out);
        (out, trail.into_iter().map(|(_, o)| o).collect())
    }

    #[test]
    fn the_wider_claim_wins_and_the_loser_is_recorded() {
        let dash = Action::Replace("-".into());
        let (text, fates) = settled("Share — body", vec![verdict(7, (6, 9), dash), verdict(1, (0, 10), Action::Drop)]);
        assert_eq!((text.as_str(), fates), ("body", vec![Outcome::Applied, Outcome::Absorbed(RuleIndex(1))]));
    }

    #[test]
    fn keep_shields_what_it_touches() {
        let claims = vec![verdict(0, (0, 9), Action::Drop), verdict(2, (5, 15), Action::Keep)];
        let (text, fates) = settled("Read more books", claims);
        assert_eq!((text.as_str(), fates), ("Read more books", vec![Outcome::Vetoed(RuleIndex(2)), Outcome::Noted]));
    }

    #[test]
    fn a_joint_is_an_insertion() {
        let (text, _) = settled("HeadlineTeaser", vec![verdict(3, (8, 8), Action::Replace("\n".into()))]);
        assert_eq!(text, "Headline\nTeaser");
    }

    #[test]
    fn the_larger_gap_remains() {
        for (text, drop, left) in [
            ("a\n\nX\nb\n", "X", "a\n\nb\n"),
            ("a\nX\n\nb\n", "X", "a\n\nb\n"),
            ("a\n\nX\n\n\nb\n", "X", "a\n\n\nb\n"),
            ("a\nX\nb\n", "X", "a\nb\n"),
            ("a\n\nX", "X", "a\n"),
            ("a\n\nX\n\n", "X", "a\n\n"),
            ("X\n\na\n", "X", "a\n"),
            ("\n X \n\n", "X", ""),
            ("a\r\n\r\nX\r\nb", "X", "a\r\n\r\nb"),
        ] {
            let at = text.find(drop).unwrap();
            let (got, _) = settled(text, vec![verdict(0, (at, at + drop.len()), Action::Drop)]);
            assert_eq!(got, left, "{text:?}");
        }
    }

    /// Claims on ten ASCII bytes.
    fn claims() -> impl Strategy<Value = Vec<Verdict>> {
        let action = prop_oneof![
            Just(Action::Keep),
            Just(Action::Flag),
            Just(Action::Drop),
            Just(Action::Replace("~".into())),
            Just(Action::Replace("\n~".into())),
        ];
        prop::collection::vec((0u32..4, 0usize..=10, 0usize..=10, action), 0..9).prop_map(|list| {
            list.into_iter().map(|(rule, a, b, action)| verdict(rule, (a.min(b), a.max(b)), action)).collect()
        })
    }

    proptest! {
        #[test]
        fn settling_does_not_depend_on_order(base in claims(), text in "[ab \n]{10}", seed: u64) {
            let mut shuffled = base.clone();
            for i in (1..shuffled.len()).rev() {
                shuffled.swap(i, (seed as usize).wrapping_mul(i + 7) % (i + 1));
            }
            prop_assert_eq!(settled(&text, base.clone()), settled(&text, shuffled));
            let (mut lines, mut edits, mut trail) = (Vec::new(), Vec::new(), Vec::new());
            crate::line::split(&text, &mut lines);
            settle(base.clone(), &lines, false, &mut edits, &mut trail);
            prop_assert_eq!(trail.len(), base.len(), "every claim has a fate");
            prop_assert!(edits.windows(2).all(|w| w[0].span.end <= w[1].span.start), "{:?}", edits);
        }
    }
}
