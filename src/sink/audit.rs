//! The audit trail: one JSON line per edit, enough to bring the original back byte for byte.
//!
//! Positions are bytes of the original stream, so that undoing needs to know nothing of its format.

use serde::{Deserialize, Serialize};

use crate::io::{MARK, Patch, Record};
use crate::ruleset::Ruleset;

/// One edit, or one record that was set aside, in an audit trail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The input file; `-` for standard input.
    pub source: String,
    /// Index of the record in its input, from 0.
    pub record: u64,
    /// The record's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `text` or `title`.
    #[serde(default)]
    pub field: String,
    /// The rule that did it.
    pub rule: String,
    /// First byte in the field's original text.
    #[serde(default)]
    pub start: usize,
    /// One past the last byte there.
    #[serde(default)]
    pub end: usize,
    /// What stood there.
    #[serde(default)]
    pub before: String,
    /// What stands there now.
    #[serde(default)]
    pub after: String,
    /// The evidence that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Offset in the original stream, in bytes.
    pub at: u64,
    /// `before` and `after` as they stand in the stream, where that differs (escapes of JSON).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<[String; 2]>,
    /// What stood there in hexadecimal, where it is not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hex: Option<String>,
}

/// The end of an input in an audit trail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The input file; `-` for standard input.
    pub source: String,
    /// Bytes of the original.
    pub bytes_in: u64,
    /// Bytes of the cleaned stream.
    pub bytes_out: u64,
    /// XXH3 of the original, in hexadecimal.
    pub xxh3_in: String,
}

/// Writes entries as JSON lines into a buffer.
#[derive(Clone, Copy, Debug)]
pub struct Audit<'a> {
    /// The input file.
    pub source: &'a str,
    /// Names the rules.
    pub rules: &'a Ruleset,
}

impl Audit<'_> {
    /// Appends the edits of one record that begins at byte `offset` of the stream.
    pub fn edits(&self, record: &Record<'_>, index: u64, offset: u64, patches: &[Patch<'_>], out: &mut Vec<u8>) {
        let doc = record.document();
        for patch in patches {
            let edit = patch.edit;
            let before = edit.span.of(doc.field(edit.field));
            let raw_before = String::from_utf8_lossy(&record.raw()[patch.span.start..patch.span.end]);
            let raw_after = String::from_utf8_lossy(&patch.new);
            let differs = raw_before != before || raw_after != *edit.new;
            self.write(
                &Entry {
                    source: self.source.to_owned(),
                    record: index,
                    id: record.id().map(str::to_owned),
                    field: edit.field.name().to_owned(),
                    rule: self.rules.rule(edit.rule).id.clone(),
                    start: edit.span.start,
                    end: edit.span.end,
                    before: before.to_owned(),
                    after: edit.new.to_string(),
                    note: edit.note.as_deref().map(str::to_owned),
                    at: offset + patch.span.start as u64,
                    raw: differs.then(|| [raw_before.into_owned(), raw_after.into_owned()]),
                    hex: None,
                },
                out,
            );
        }
    }

    /// Appends a record that was set aside because it cannot be read.
    pub fn set_aside(&self, raw: &[u8], index: u64, offset: u64, why: &str, out: &mut Vec<u8>) {
        self.taken("dechaff.set-aside", raw, index, offset, why, out);
    }

    /// Appends a record that was left out because nothing is left of its text; `why` names the rules.
    pub fn left_out(&self, raw: &[u8], index: u64, offset: u64, why: &str, out: &mut Vec<u8>) {
        self.taken("dechaff.empty", raw, index, offset, why, out);
    }

    /// Appends the mark of a record of whose text nothing is left.
    pub fn marked(&self, record: &Record<'_>, index: u64, at: u64, out: &mut Vec<u8>) {
        self.write(
            &Entry {
                source: self.source.to_owned(),
                record: index,
                id: record.id().map(str::to_owned),
                rule: "dechaff.empty".to_owned(),
                after: String::from_utf8_lossy(MARK).into_owned(),
                at,
                ..Entry::default()
            },
            out,
        );
    }

    fn taken(&self, rule: &str, raw: &[u8], index: u64, offset: u64, why: &str, out: &mut Vec<u8>) {
        let text = std::str::from_utf8(raw).ok();
        self.write(
            &Entry {
                source: self.source.to_owned(),
                record: index,
                rule: rule.to_owned(),
                before: text.unwrap_or_default().to_owned(),
                note: Some(why.to_owned()),
                at: offset,
                hex: text.is_none().then(|| raw.iter().map(|b| format!("{b:02x}")).collect()),
                ..Entry::default()
            },
            out,
        );
    }

    /// Appends what was written before the input.
    pub fn lead(&self, lead: &[u8], out: &mut Vec<u8>) {
        self.write(
            &Entry {
                source: self.source.to_owned(),
                rule: "dechaff.joined".to_owned(),
                after: String::from_utf8_lossy(lead).into_owned(),
                ..Entry::default()
            },
            out,
        );
    }

    /// Appends the end of the input.
    pub fn end(&self, bytes_in: u64, bytes_out: u64, hash: u64, out: &mut Vec<u8>) {
        let end = End { source: self.source.to_owned(), bytes_in, bytes_out, xxh3_in: format!("{hash:016x}") };
        serde_json::to_writer(&mut *out, &end).expect("a Vec takes all");
        out.push(b'\n');
    }

    fn write(&self, entry: &Entry, out: &mut Vec<u8>) {
        serde_json::to_writer(&mut *out, entry).expect("a Vec takes all");
        out.push(b'\n');
    }
}
