//! Records: a document in its raw bytes, and the patches that its edits are there.

use std::borrow::Cow;

use super::json::{self, Found, Offsets};
use crate::document::Document;
use crate::error::Error;
use crate::ruling::{Edit, Ruling};
use crate::span::{Field, Span};

/// What a stream is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text; documents end at a separator.
    Text,
    /// One JSON object a line.
    Jsonl,
}

/// The field that says of a JSON record that nothing is left of its text.
const MARK_FIELD: &str = "dechaff";
/// The same as it is written before the closing brace.
pub const MARK: &[u8] = br#","dechaff":"empty""#;

/// Which fields of a JSON record hold what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// text, title, url, id and the mark, in this order; empty where not asked for.
    paths: Vec<Vec<String>>,
    names: [String; 4],
}

impl Default for Fields {
    /// `text`, `url` and `id`; no title.
    fn default() -> Self {
        Fields::new("text", None, "url", "id").expect("the names are right")
    }
}

impl Fields {
    /// Dotted paths of the fields; `\.` stands for a dot in a key.
    ///
    /// # Errors
    /// If a path has an empty step.
    pub fn new(text: &str, title: Option<&str>, url: &str, id: &str) -> Result<Self, Error> {
        let names = [text, title.unwrap_or(""), url, id].map(str::to_owned);
        let mut paths = Vec::new();
        for (name, wanted) in names.iter().zip([true, title.is_some(), true, true]) {
            let path = split_path(name);
            if wanted && path.iter().any(String::is_empty) {
                return Err(Error::new(format!(
                    "field `{name}` has an empty step; write it like `text` or `meta.text`"
                )));
            }
            // An unwanted path cannot be met: no key is followed for it.
            paths.push(if wanted { path } else { Vec::new() });
        }
        let same = |a: usize, b: usize| !paths[b].is_empty() && paths[a] == paths[b];
        if same(0, 1) {
            return Err(Error::new(format!(
                "field `{text}` cannot be both text and title; name another with --title-field"
            )));
        }
        paths.push(vec![MARK_FIELD.to_owned()]);
        Ok(Fields { paths, names })
    }
}

fn split_path(name: &str) -> Vec<String> {
    let mut path = vec![String::new()];
    let mut chars = name.chars();
    while let Some(c) = chars.next() {
        match c {
            '.' => path.push(String::new()),
            '\\' if chars.as_str().starts_with('.') => path.last_mut().expect("never empty").extend(chars.next()),
            _ => path.last_mut().expect("never empty").push(c),
        }
    }
    path
}

/// Why a record cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where in the record, in bytes.
    pub at: usize,
    /// What is wrong and what to do, as part of a sentence.
    pub what: String,
}

/// One record: raw bytes and the document in them.
#[derive(Clone, Debug)]
pub struct Record<'r> {
    raw: &'r [u8],
    text: Inside<'r>,
    title: Option<Inside<'r>>,
    url: Option<Cow<'r, str>>,
    id: Option<Cow<'r, str>>,
    /// Where a mark may go, if it has none.
    mark: Option<usize>,
}

/// A field inside the raw bytes.
#[derive(Clone, Debug)]
struct Inside<'r> {
    raw: Span,
    text: Cow<'r, str>,
    json: bool,
}

/// An edit in raw bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch<'e> {
    /// Where, in bytes of the record.
    pub span: Span,
    /// What stands there afterwards.
    pub new: Vec<u8>,
    /// The edit it comes from.
    pub edit: &'e Edit,
}

impl<'r> Record<'r> {
    /// A text document.
    ///
    /// # Errors
    /// If the bytes are not UTF-8.
    pub fn text(raw: &'r [u8]) -> Result<Self, Fault> {
        let text = utf8(raw)?;
        let text = Inside { raw: Span::new(0, raw.len()), text: Cow::Borrowed(text), json: false };
        Ok(Record { raw, text, title: None, url: None, id: None, mark: None })
    }

    /// A line of JSONL, without or with its line end.
    ///
    /// # Errors
    /// If it is not UTF-8, not a JSON object, or has no string in the text field.
    pub fn json(raw: &'r [u8], fields: &Fields) -> Result<Self, Fault> {
        utf8(raw)?;
        let mut found = [Found::Missing; 5];
        json::scan(raw, &fields.paths, &mut found).map_err(|flaw| Fault {
            at: flaw.at,
            what: format!("is not valid JSON: {} at byte {}", flaw.what, flaw.at + 1),
        })?;
        let inside = |span: Span| {
            let bytes = &raw[span.start..span.end];
            let text = if bytes.contains(&b'\\') {
                Cow::Owned(json::decode(bytes))
            } else {
                Cow::Borrowed(std::str::from_utf8(bytes).expect("the record is UTF-8"))
            };
            Inside { raw: span, text, json: true }
        };
        let text = match found[0] {
            Found::Text(span) => inside(span),
            Found::Missing => {
                return Err(Fault {
                    at: 0,
                    what: format!("has no field `{}`; name it with --text-field", fields.names[0]),
                });
            }
            Found::Other(_) | Found::Number(_) => {
                let kind = if let Found::Other(kind) = found[0] { kind } else { "a number" };
                return Err(Fault {
                    at: 0,
                    what: format!(
                        "has {kind} in field `{}`, not a string; name the right field with --text-field",
                        fields.names[0]
                    ),
                });
            }
        };
        let optional = |f: Found| match f {
            Found::Text(span) => Some(inside(span)),
            _ => None,
        };
        let id = match found[3] {
            Found::Text(_) => optional(found[3]).map(|i| i.text),
            Found::Number(span) => Some(String::from_utf8_lossy(&raw[span.start..span.end])),
            _ => None,
        };
        let mark = if found[4] == Found::Missing { raw.iter().rposition(|b| *b == b'}') } else { None };
        Ok(Record { raw, text, title: optional(found[1]), url: optional(found[2]).map(|i| i.text), id, mark })
    }

    /// The document of the record.
    pub fn document(&self) -> Document<'_> {
        Document {
            text: &self.text.text,
            title: self.title.as_ref().map(|t| &*t.text),
            url: self.url.as_deref(),
            partial: false,
        }
    }

    /// The record's id, where it has one that is a string or a number.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The edits of a ruling on [`document`](Self::document), in raw bytes: ascending and disjoint.
    pub fn patches<'e>(&self, ruling: &'e Ruling) -> Vec<Patch<'e>> {
        let mut patches = Vec::with_capacity(ruling.edits().len());
        for field in Field::ALL {
            let inside = match field {
                Field::Text => &self.text,
                Field::Title => match &self.title {
                    Some(title) => title,
                    None => continue,
                },
            };
            let raw = &self.raw[inside.raw.start..inside.raw.end];
            // A record that keeps to ASCII goes on doing so.
            let ascii = inside.json && raw.is_ascii() && memchr::memmem::find(raw, b"\\u").is_some();
            let mut offsets = Offsets::new(raw);
            for edit in ruling.edits_of(field) {
                let mut new = Vec::new();
                let span = if inside.json {
                    json::escape(&edit.new, ascii, &mut new);
                    Span::new(offsets.of(edit.span.start), offsets.of(edit.span.end))
                } else {
                    new.extend(edit.new.as_bytes());
                    edit.span
                };
                patches.push(Patch {
                    span: Span::new(inside.raw.start + span.start, inside.raw.start + span.end),
                    new,
                    edit,
                });
            }
        }
        patches.sort_by_key(|p| p.span);
        patches
    }

    /// The byte before which [`MARK`] goes; `None` where the record has no place for it, or has one.
    pub fn mark(&self) -> Option<usize> {
        self.mark
    }

    /// The raw bytes.
    pub fn raw(&self) -> &'r [u8] {
        self.raw
    }
}

fn utf8(raw: &[u8]) -> Result<&str, Fault> {
    simdutf8::compat::from_utf8(raw).map_err(|e| {
        let at = e.valid_up_to();
        Fault { at, what: format!("is not UTF-8 at byte {}; convert it first, for example with iconv", at + 1) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::RuleIndex;

    #[test]
    fn edits_land_in_the_raw_bytes() {
        let raw = br#"{"n": 1.50, "text": "caf\u00e9 \u2014 x\nShare\n", "k":[ ]}"#;
        let record = Record::json(raw, &Fields::default()).unwrap();
        assert_eq!(record.document().text, "café — x\nShare\n");
        let at = record.document().text.find("Share").unwrap();
        let edit = |start, end, new: &'static str| Edit {
            rule: RuleIndex(0),
            field: Field::Text,
            span: Span::new(start, end),
            new: new.into(),
            note: None,
        };
        let ruling = Ruling { edits: vec![edit(6, 9, "–"), edit(at, at + 6, "")], ..Ruling::default() };
        let mut out = Vec::new();
        let mut done = 0;
        for patch in record.patches(&ruling) {
            out.extend(&raw[done..patch.span.start]);
            out.extend(&patch.new);
            done = patch.span.end;
        }
        out.extend(&raw[done..]);
        assert_eq!(String::from_utf8(out).unwrap(), r#"{"n": 1.50, "text": "caf\u00e9 \u2013 x\n", "k":[ ]}"#);
    }

    #[test]
    fn faults_say_what_to_do() {
        for (raw, part) in [
            (&b"{\"id\":1}"[..], "no field `text`; name it with --text-field"),
            (b"{\"text\":3}", "a number in field `text`"),
            (b"[1]", "must be a JSON object"),
            (b"{\"text\":\"\xff\"}", "not UTF-8 at byte 10"),
        ] {
            let fault = Record::json(raw, &Fields::default()).unwrap_err();
            assert!(fault.what.contains(part), "{}", fault.what);
        }
    }
}
