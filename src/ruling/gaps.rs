//! What is left where lines went: lines of which nothing remains go whole, and gaps close.

use super::Edit;
use crate::line::Line;
use crate::span::Field;

/// Lets lines of which nothing is left go whole, with the blank lines that would be left over.
pub(super) fn close(edits: &mut Vec<Edit>, lines: &[Line], partial: bool) {
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
    for edit in text {
        match edits[from..].last_mut() {
            Some(last) if edit.span.start < last.span.end => last.span.end = last.span.end.max(edit.span.end),
            _ => edits.push(edit),
        }
    }
}
