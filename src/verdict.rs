//! What a judge says about a span.
//!
//! Knows nothing of how claims are weighed against each other; that is [`crate::ruling`].

use std::borrow::Cow;

use crate::span::{Field, Span};

/// Index of a rule in its [`Ruleset`](crate::Ruleset), in declaration order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIndex(pub u32);

/// What a rule wants done with a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Shield the span from every other rule.
    Keep,
    /// Remove the span.
    Drop,
    /// Put this text in its place (an empty span makes it an insertion).
    Replace(Cow<'static, str>),
    /// Report only.
    Flag,
}

/// One rule's claim on one span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Who.
    pub rule: RuleIndex,
    /// In which text.
    pub field: Field,
    /// Where, in original bytes.
    pub span: Span,
    /// What.
    pub action: Action,
    /// The evidence that decided, where the rule's reason alone does not say it.
    pub note: Option<Cow<'static, str>>,
    /// Whether the claim may become an edit. A weak claim without support is recorded, so that "why was this kept?"
    /// has an answer, but does not act.
    pub acts: bool,
}

impl Verdict {
    /// A claim that acts.
    pub fn new(rule: RuleIndex, field: Field, span: Span, action: Action) -> Self {
        Verdict { rule, field, span, action, note: None, acts: true }
    }

    /// The same claim with the evidence that decided.
    pub fn because(mut self, note: impl Into<Cow<'static, str>>) -> Self {
        self.note = Some(note.into());
        self
    }
}
