//! Settling: the only place that decides between claims.
//!
//! *Keep* shields its span, the wider span wins, ties go by declaration order, losers are recorded. What is applied
//! becomes the list of edits: sorted, disjoint, in original bytes. Knows nothing of how claims were made.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::line::Line;
use crate::span::{Field, Span};
use crate::verdict::{Action, RuleIndex, Verdict};

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

    /// Whether the rules never came to rest on this document, so that it was left alone. Cannot happen with the
    /// built-in rules; a rule whose replacement contains its own phrase does it.
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
    close_gaps(edits, lines, partial);
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

/// Lets lines of which nothing is left go whole, with the blank lines that would be left over.
fn close_gaps(edits: &mut Vec<Edit>, lines: &[Line], partial: bool) {
    let from = edits.partition_point(|e| e.field < Field::Text);
    if !edits[from..].iter().any(|e| e.new.is_empty()) {
        return;
    }
    let mut text: Vec<Edit> = edits.split_off(from);
    // Which edit, if any, takes all of a line.
    let mut owner: Vec<Option<usize>> = vec![None; lines.len()];
    let mut first = 0;
    for (i, line) in lines.iter().enumerate() {
        if line.is_blank() {
            continue;
        }
        while first < text.len() && text[first].span.end <= line.start {
            first += 1;
        }
        let (mut at, mut by) = (line.first, None);
        for (j, edit) in text.iter().enumerate().skip(first) {
            if edit.span.start > at || at >= line.last || !edit.new.is_empty() {
                break;
            }
            if edit.span.end > at {
                at = edit.span.end;
                by = by.or(Some(j));
            }
        }
        // White space between two edits of one line counts as taken only with them; leave such lines to the next look.
        if at >= line.last {
            owner[i] = by;
        }
    }
    let mut i = 0;
    let mut merged: Vec<bool> = vec![false; text.len()];
    while i < lines.len() {
        let Some(first_owner) = owner[i] else {
            i += 1;
            continue;
        };
        let begin = i;
        let mut last = i;
        let mut j = i + 1;
        while j < lines.len() && (owner[j].is_some() || lines[j].is_blank()) {
            if owner[j].is_some() {
                last = j;
            }
            j += 1;
        }
        let blanks_before = lines[..begin].iter().rev().take_while(|l| l.is_blank()).count();
        let blanks_after = lines[last + 1..].iter().take_while(|l| l.is_blank()).count();
        let has_prev = blanks_before < begin;
        let has_next = last + 1 + blanks_after < lines.len();
        let (cut_before, cut_after) = match (has_prev, has_next) {
            _ if partial => (0, 0),
            (true, true) if blanks_before >= blanks_after => (0, blanks_after),
            (true, true) => (blanks_before, 0),
            (true, false) => (blanks_before, 0),
            (false, true) => (0, blanks_after),
            (false, false) => (blanks_before, blanks_after),
        };
        // Every owner takes its lines whole, and the blank lines up to the next owner.
        let mut current = first_owner;
        let start_at = lines[begin - cut_before].start;
        text[current].span.start = text[current].span.start.min(start_at);
        for k in begin..=last {
            if let Some(o) = owner[k] {
                if o != current {
                    current = o;
                    text[o].span.start = text[o].span.start.min(lines[k].start);
                }
            } else if partial {
                continue;
            }
            let end = &mut text[current].span.end;
            *end = (*end).max(lines[k].next);
        }
        if cut_after > 0 {
            let end = &mut text[current].span.end;
            *end = (*end).max(lines[last + cut_after].next);
        }
        i = last + 1;
    }
    // An edit that a widened one now covers is part of it.
    let mut kept: Option<usize> = None;
    for j in 0..text.len() {
        if let Some(k) = kept {
            if text[j].span.start < text[k].span.end {
                text[k].span.end = text[k].span.end.max(text[j].span.end);
                merged[j] = true;
                continue;
            }
        }
        kept = Some(j);
    }
    let mut j = 0;
    text.retain(|_| {
        j += 1;
        !merged[j - 1]
    });
    edits.append(&mut text);
}

/// The edits that do in one step what `first` and then `second` do: `second` is in the coordinates of the text that
/// `first` leaves. Both are sorted and disjoint, and so is the result. Linear.
pub(crate) fn compose(first: Vec<Edit>, second: Vec<Edit>) -> Vec<Edit> {
    let mut out: Vec<Edit> = Vec::with_capacity(first.len() + second.len());
    let split = |edits: Vec<Edit>| -> [Vec<Edit>; 2] {
        let (title, text) = edits.into_iter().partition(|e| e.field == Field::Title);
        [title, text]
    };
    for (a, b) in split(first).into_iter().zip(split(second)) {
        let mut walk = Walk { first: a.into_iter().peekable(), original: 0, held: None };
        let mut middle = 0;
        for edit in b {
            while middle < edit.span.start {
                let piece = walk.take(edit.span.start - middle);
                middle += piece.len();
                push(&mut out, piece);
            }
            let mut gone = Vec::new();
            while middle < edit.span.end {
                let piece = walk.take(edit.span.end - middle);
                middle += piece.len();
                gone.push(piece);
            }
            let at = gone.first().map_or_else(|| walk.place(), Piece::start);
            if !edit.new.is_empty() {
                push(&mut out, Piece::Edit(Edit { span: Span::new(at, at), ..edit.clone() }));
            }
            for piece in gone {
                let span = match piece {
                    Piece::Kept(span) => span,
                    Piece::Edit(e) => e.span,
                };
                push(&mut out, Piece::Edit(Edit { span, new: Cow::Borrowed(""), ..edit.clone() }));
            }
        }
        if let Some(piece) = walk.held.take() {
            push(&mut out, piece);
        }
        walk.first.for_each(|e| push(&mut out, Piece::Edit(e)));
    }
    out.retain(|e| !e.span.is_empty() || !e.new.is_empty());
    out
}

/// One stretch of the intermediate text: original bytes, or what an earlier edit put in their place.
enum Piece {
    Kept(Span),
    Edit(Edit),
}

impl Piece {
    /// Length in the intermediate text, in bytes.
    fn len(&self) -> usize {
        match self {
            Piece::Kept(span) => span.len(),
            Piece::Edit(e) => e.new.len(),
        }
    }

    /// Where the stretch begins in the original.
    fn start(&self) -> usize {
        match self {
            Piece::Kept(span) => span.start,
            Piece::Edit(e) => e.span.start,
        }
    }
}

/// A walk over the intermediate text, in pieces of any size. Beyond the last edit the original goes on without end.
struct Walk {
    first: std::iter::Peekable<std::vec::IntoIter<Edit>>,
    original: usize,
    held: Option<Piece>,
}

impl Walk {
    fn next(&mut self) -> Piece {
        if let Some(piece) = self.held.take() {
            return piece;
        }
        match self.first.peek() {
            Some(e) if e.span.start == self.original => {
                self.original = e.span.end;
                Piece::Edit(self.first.next().expect("peeked"))
            }
            other => {
                let end = other.map_or(usize::MAX, |e| e.span.start);
                let span = Span::new(self.original, end);
                self.original = end;
                Piece::Kept(span)
            }
        }
    }

    /// The next piece, cut to at most `most` bytes of the intermediate text. What is cut off is held back; the rest
    /// of an edit's new text becomes an insertion behind it.
    fn take(&mut self, most: usize) -> Piece {
        match self.next() {
            Piece::Kept(span) if span.len() > most => {
                let cut = span.start + most;
                self.held = Some(Piece::Kept(Span::new(cut, span.end)));
                Piece::Kept(Span::new(span.start, cut))
            }
            Piece::Edit(e) if e.new.len() > most => {
                let (head, tail) = (e.new[..most].to_owned(), e.new[most..].to_owned());
                let behind = Span::new(e.span.end, e.span.end);
                self.held = Some(Piece::Edit(Edit { span: behind, new: tail.into(), ..e.clone() }));
                Piece::Edit(Edit { new: head.into(), ..e })
            }
            piece => piece,
        }
    }

    /// Where in the original the walk stands.
    fn place(&self) -> usize {
        self.held.as_ref().map_or(self.original, Piece::start)
    }
}

/// Adds a piece to a list of edits; pieces of one edit that meet become one again.
fn push(out: &mut Vec<Edit>, piece: Piece) {
    let Piece::Edit(edit) = piece else { return };
    match out.last_mut() {
        Some(last)
            if last.field == edit.field
                && last.span.end == edit.span.start
                && last.rule == edit.rule
                && last.note == edit.note
                && (edit.new.is_empty() || edit.span.is_empty()) =>
        {
            last.span.end = edit.span.end;
            if !edit.new.is_empty() {
                last.new = Cow::Owned(format!("{}{}", last.new, edit.new));
            }
        }
        _ => out.push(edit),
    }
}
