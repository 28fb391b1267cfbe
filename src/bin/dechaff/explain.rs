//! `dechaff explain`: a text with what goes struck out, what comes marked, and who did it and why.

use std::io::{self, Read as _, Write};
use std::path::PathBuf;

use anstream::AutoStream;
use dechaff::io::{Batches, Format, Kind, Record};
use dechaff::{Action, Cleaner, Document, Edit, Field, Outcome, Ruling, Scratch, Span};

use crate::args;
use crate::exit::{Ended, Stop};
use crate::input;

/// Unchanged lines shown on each side of a change.
const CONTEXT: usize = 2;
const GONE: &str = "\u{1b}[9;31m";
const COME: &str = "\u{1b}[1;32m";
const DIM: &str = "\u{1b}[2m";
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

pub(crate) fn run(args: args::Explain) -> Ended {
    let cleaner = input::cleaner(&args.selection)?;
    let mut scratch = Scratch::default();
    let files = if args.files.is_empty() { vec![PathBuf::from("-")] } else { args.files.clone() };
    let mut out = AutoStream::auto(io::stdout());
    // Without colour, marks say what colours say.
    let coloured = matches!(out.current_choice(), anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi);
    for file in &files {
        let source = input::open(file, &args.input)?;
        let options = input::options(&args.input, &source)?;
        let mut batches = Batches::new(source.reader.take(u64::MAX), source.format, &options.separator, options.limits);
        while let Some(batch) = batches.next_batch().map_err(|e| Stop::reading(format!("`{}`", source.name), &e))? {
            let separator: &[u8] = if source.format == Format::Jsonl { b"\n" } else { &options.separator };
            for (i, raw) in split(&batch.bytes, separator).into_iter().enumerate() {
                let index = batch.record + i as u64;
                if matches!(batch.kind, Kind::Oversize { .. })
                    || (source.format == Format::Jsonl && raw.trim_ascii().is_empty())
                {
                    continue;
                }
                let first = batch.offset == 0 && i == 0;
                let mark: &[u8] = if first && source.format == Format::Jsonl { b"\xef\xbb\xbf" } else { b"" };
                let raw = raw.strip_prefix(mark).unwrap_or(raw);
                let record = match source.format {
                    Format::Text => Record::text(raw),
                    Format::Jsonl => Record::json(raw, &options.fields),
                };
                let record = record.map_err(|f| format!("{}: record {} {}", source.name, index + 1, f.what))?;
                let doc = Document { partial: batch.kind == Kind::Stretch, ..record.document() };
                let ruling = cleaner.judge(&doc, &mut scratch);
                let shown = Shown { cleaner: &cleaner, doc: &doc, ruling: &ruling, coloured, all: args.all };
                let result = if args.json {
                    // Past the filter for colours, which would drop characters.
                    shown.json(&source.name, index, record.id(), &mut io::stdout().lock())
                } else {
                    let name =
                        record.id().map_or_else(|| format!("{}, document {}", source.name, index + 1), str::to_owned);
                    shown.human(&visible(&name, false), &mut out)
                };
                result.map_err(|e| Stop::writing("standard output", &e))?;
            }
        }
    }
    Ok(false)
}

fn split<'b>(bytes: &'b [u8], separator: &[u8]) -> Vec<&'b [u8]> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let at = if separator.is_empty() { None } else { rest.windows(separator.len()).position(|w| w == separator) };
        let end = at.unwrap_or(rest.len());
        out.push(&rest[..end]);
        rest = &rest[at.map_or(end, |at| at + separator.len())..];
    }
    out
}

struct Shown<'s> {
    cleaner: &'s Cleaner,
    doc: &'s Document<'s>,
    ruling: &'s Ruling,
    coloured: bool,
    all: bool,
}

impl Shown<'_> {
    fn json(&self, source: &str, index: u64, id: Option<&str>, out: &mut impl Write) -> io::Result<()> {
        let rules = self.cleaner.rules();
        let edits: Vec<_> = self
            .ruling
            .edits()
            .iter()
            .map(|e| {
                let rule = rules.rule(e.rule);
                serde_json::json!({
                    "field": e.field.name(), "start": e.span.start, "end": e.span.end, "rule": rule.id,
                    "before": e.span.of(self.doc.field(e.field)), "after": e.new, "why": rule.why, "note": e.note,
                })
            })
            .collect();
        let claims: Vec<_> = self
            .ruling
            .trail()
            .iter()
            .map(|(v, outcome)| {
                let (what, by) = outcome_words(*outcome);
                serde_json::json!({
                    "field": v.field.name(), "start": v.span.start, "end": v.span.end, "rule": rules.rule(v.rule).id,
                    "outcome": what, "by": by.map(|r| &rules.rule(r).id), "note": v.note,
                })
            })
            .collect();
        let value = serde_json::json!({ "source": source, "record": index, "id": id, "edits": edits, "claims": claims,
            "restless": self.ruling.is_restless() });
        writeln!(out, "{value}")
    }

    fn human(&self, name: &str, out: &mut impl Write) -> io::Result<()> {
        let n = self.ruling.edits().len();
        writeln!(out, "{BOLD}{name}{PLAIN}: {n} {}", if n == 1 { "change" } else { "changes" })?;
        if self.ruling.is_restless() {
            writeln!(out, "  the rules do not come to rest on this document; it stays as it is")?;
        }
        for field in Field::ALL {
            let text = self.doc.field(field);
            if !text.is_empty() {
                if field == Field::Title {
                    writeln!(out, "{DIM}title{PLAIN}")?;
                }
                self.field(field, text, out)?;
            }
        }
        Ok(())
    }

    fn field(&self, field: Field, text: &str, out: &mut impl Write) -> io::Result<()> {
        let edits = self.ruling.edits_of(field);
        let kept: Vec<_> = self
            .ruling
            .trail()
            .iter()
            .filter(|(v, o)| v.field == field && matches!(o, Outcome::Unsupported | Outcome::Vetoed(_)))
            .filter(|(v, _)| !edits.iter().any(|e| e.span.contains(v.span)))
            .collect();
        let absorbed: Vec<_> = self
            .ruling
            .trail()
            .iter()
            .filter(|(v, o)| v.field == field && matches!(o, Outcome::Absorbed(_)) && v.action == Action::Drop)
            .collect();
        let mut lines = Vec::new();
        let mut start = 0;
        for piece in text.split_inclusive('\n') {
            lines.push(Span::new(start, start + piece.len()));
            start += piece.len();
        }
        let touches =
            |line: Span, s: Span| s.start < line.end && (s.end > line.start || (s.is_empty() && s.start >= line.start));
        let marked: Vec<bool> = lines
            .iter()
            .map(|&l| edits.iter().any(|e| touches(l, e.span)) || kept.iter().any(|(v, _)| touches(l, v.span)))
            .collect();
        let near = |i: usize| {
            let from = i.saturating_sub(CONTEXT);
            marked[from..(i + CONTEXT + 1).min(marked.len())].contains(&true)
        };
        let mut skipped = 0;
        for (i, &line) in lines.iter().enumerate() {
            if !self.all && !near(i) {
                skipped += 1;
                continue;
            }
            if skipped > 0 {
                writeln!(out, "      {DIM}⋮ {skipped} lines unchanged{PLAIN}")?;
                skipped = 0;
            }
            write!(out, "{DIM}{:>5}{PLAIN} ", i + 1)?;
            let here: Vec<&Edit> = edits.iter().filter(|e| touches(line, e.span)).collect();
            self.line(text, line, &here, out)?;
            for edit in here.iter().filter(|e| e.span.start >= line.start) {
                let rule = self.cleaner.rules().rule(edit.rule);
                write!(out, "      {DIM}└ {}: {}", rule.id, rule.why)?;
                if let Some(note) = &edit.note {
                    write!(out, " [{}]", visible(note, false))?;
                }
                writeln!(out, "{PLAIN}")?;
            }
            for (v, outcome) in kept.iter().filter(|(v, _)| touches(line, v.span) && v.span.start >= line.start) {
                let (what, by) = outcome_words(*outcome);
                let by = by.map(|r| format!(" {}", self.cleaner.rules().rule(r).id)).unwrap_or_default();
                let note = v.note.as_deref().map(|n| format!(" [{}]", visible(n, false))).unwrap_or_default();
                writeln!(
                    out,
                    "      {DIM}· kept, though {} claims it: {what}{by}{note}{PLAIN}",
                    self.cleaner.rules().rule(v.rule).id
                )?;
            }
            // Of a run that goes as one, what rules say of its lines.
            for (v, _) in absorbed.iter().filter(|(v, _)| touches(line, v.span) && v.span.start >= line.start) {
                writeln!(out, "      {DIM}· {} claims it, too{PLAIN}", self.cleaner.rules().rule(v.rule).id)?;
            }
        }
        if skipped > 0 {
            writeln!(out, "      {DIM}⋮ {skipped} lines unchanged{PLAIN}")?;
        }
        Ok(())
    }

    /// One line with its edits, on one line of the terminal.
    fn line(&self, text: &str, line: Span, edits: &[&Edit], out: &mut impl Write) -> io::Result<()> {
        let mut at = line.start;
        for edit in edits {
            let (from, to) = (edit.span.start.max(line.start), edit.span.end.min(line.end));
            write!(out, "{}", visible(&text[at..from.max(at)], false))?;
            let gone = visible(&text[from..to], true);
            if !gone.is_empty() {
                if self.coloured {
                    write!(out, "{GONE}{gone}{PLAIN}")?;
                } else {
                    write!(out, "[-{gone}-]")?;
                }
            }
            if !edit.new.is_empty() && edit.span.start >= line.start {
                let come = visible(&edit.new, true);
                if self.coloured {
                    write!(out, "{COME}{come}{PLAIN}")?;
                } else {
                    write!(out, "{{+{come}+}}")?;
                }
            }
            at = to.max(at);
        }
        writeln!(out, "{}", visible(&text[at..line.end], false))
    }
}

/// Text for a terminal: control characters cannot act, and in edits what is not seen is shown.
fn visible(text: &str, in_edit: bool) -> String {
    let text = if in_edit { text } else { text.trim_end_matches(['\n', '\r']) };
    let only_space = text.chars().all(char::is_whitespace);
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' if in_edit => out.push('⏎'),
            '\t' if !in_edit => out.push('\t'),
            ' ' if in_edit && only_space => out.push('␣'),
            '\u{a0}' if in_edit => out.push('⍽'),
            c if c.is_control()
                || (in_edit
                    && matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')) =>
            {
                out.push_str(&format!("<{:04X}>", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

fn outcome_words(outcome: Outcome) -> (&'static str, Option<dechaff::RuleIndex>) {
    match outcome {
        Outcome::Applied => ("applied", None),
        Outcome::Vetoed(by) => ("shielded by", Some(by)),
        Outcome::Absorbed(by) => ("part of a wider change of", Some(by)),
        Outcome::Unsupported => ("nothing around it supports the claim", None),
        Outcome::Noted => ("noted", None),
    }
}
