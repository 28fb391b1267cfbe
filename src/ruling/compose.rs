//! Two rounds of edits as one: how an edit of an already edited text is told in original bytes.

use std::borrow::Cow;

use super::Edit;
use crate::span::{Field, Span};

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
                    // What an earlier edit removed stays its work.
                    Piece::Edit(e) if e.new.is_empty() => {
                        push(&mut out, Piece::Edit(e));
                        continue;
                    }
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

#[cfg(test)]
mod tests {
    use super::super::apply;
    use super::*;
    use crate::verdict::RuleIndex;
    use proptest::prelude::*;

    fn edit(rule: u32, start: usize, end: usize, new: &'static str) -> Edit {
        Edit { rule: RuleIndex(rule), field: Field::Text, span: Span::new(start, end), new: new.into(), note: None }
    }

    fn done(text: &str, edits: &[Edit]) -> String {
        let mut out = String::new();
        apply(text, edits, &mut out);
        out
    }

    /// Sorted, disjoint edits of a text of `len` bytes.
    fn edits(len: usize, rule: u32, gaps: &[(usize, usize, &'static str)]) -> Vec<Edit> {
        let mut at = 0;
        let mut out = Vec::new();
        for &(skip, take, new) in gaps {
            let start = (at + skip).min(len);
            let end = (start + take).min(len);
            if start < end || !new.is_empty() {
                out.push(edit(rule, start, end, new));
            }
            at = end + 1;
            if at > len {
                break;
            }
        }
        out
    }

    #[test]
    fn layers_come_off_one_by_one() {
        // &amp;nbsp; is &nbsp; is a space, and then the line goes.
        let first = vec![edit(0, 1, 6, "&")];
        let second = vec![edit(1, 1, 7, " ")];
        let both = compose(first, second);
        assert_eq!(done("a&amp;nbsp;b", &both), "a b");
        let gone = compose(both, vec![edit(2, 0, 3, "")]);
        assert_eq!(gone, [edit(2, 0, 12, "")]);
        // A removed line keeps its rule when its neighbours go later.
        let later = compose(vec![edit(0, 2, 4, "")], vec![edit(1, 0, 4, "")]);
        assert_eq!(later, [edit(1, 0, 2, ""), edit(0, 2, 4, ""), edit(1, 4, 6, "")]);
    }

    proptest! {
        #[test]
        fn composing_is_doing_both(
            a in prop::collection::vec((0usize..4, 0usize..4, prop::sample::select(&["", "x", "yz"][..])), 0..6),
            b in prop::collection::vec((0usize..4, 0usize..4, prop::sample::select(&["", "v", "wu"][..])), 0..6),
        ) {
            let text = "abcdefghijkl";
            let first = edits(text.len(), 1, &a);
            let middle = done(text, &first);
            let second = edits(middle.len(), 2, &b);
            let last = done(&middle, &second);
            let both = compose(first, second);
            prop_assert_eq!(done(text, &both), last);
            prop_assert!(both.windows(2).all(|w| w[0].span.end <= w[1].span.start), "{:?}", both);
        }
    }
}
