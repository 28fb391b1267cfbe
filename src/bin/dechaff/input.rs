//! From arguments to a cleaner and open inputs.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use dechaff::io::{Fields, Format, Limits};
use dechaff::pipeline::Options;
use dechaff::{Cleaner, Level, Ruleset, check_examples};

use crate::args;
use crate::exit::Stop;

/// The built-in rules and those of the user's files, checked by their examples.
pub(crate) fn ruleset(files: &[PathBuf]) -> Result<Ruleset, Stop> {
    let mut rules = Ruleset::builtin();
    if files.is_empty() {
        return Ok(rules);
    }
    let own = rules.len();
    for path in files {
        let source = std::fs::read(path).map_err(|e| Stop::reading(format!("rule file `{}`", path.display()), &e))?;
        let source = String::from_utf8(source)
            .map_err(|_| format!("rule file `{}` is not UTF-8; convert it first", path.display()))?;
        rules.add(&path.display().to_string(), &source)?;
    }
    let added: Vec<&str> = rules.rules()[own..].iter().map(|r| r.id.as_str()).collect();
    if let Some(error) = check_examples(&rules, |r| added.contains(&r.id.as_str())).into_iter().next() {
        return Err(error.into());
    }
    Ok(rules)
}

/// The style that the arguments ask for.
fn style(args: &args::Style) -> dechaff::Style {
    let quotes = match args.quotes {
        args::Quotes::Keep => dechaff::Quotes::Keep,
        args::Quotes::Straight => dechaff::Quotes::Straight,
        args::Quotes::Curly => dechaff::Quotes::Curly,
    };
    let ascii_spaces = args.spaces == args::Spaces::Ascii;
    dechaff::Style { quotes, dashes: args.dashes, ellipsis: args.ellipsis, ascii_spaces, nfkc: args.nfkc }
}

/// The cleaner that the arguments ask for.
pub(crate) fn cleaner(selection: &args::Selection) -> Result<Cleaner, Stop> {
    let level = match selection.level {
        args::Level::Safe => Level::Safe,
        args::Level::Standard => Level::Standard,
        args::Level::Strict => Level::Strict,
    };
    Ok(Cleaner::builder()
        .rules(ruleset(&selection.files)?)
        .level(level)
        .only(&selection.only)
        .disable(&selection.disable)
        .enable(&selection.enable)
        .style(style(&selection.style))
        .build()?)
}

/// An open input.
pub(crate) struct Source {
    /// What it is called in errors and audit trails.
    pub(crate) name: String,
    /// Its bytes, from the first one.
    pub(crate) reader: Box<dyn Read + Send>,
    /// What it is made of.
    pub(crate) format: Format,
}

/// Opens a file, or standard input for `-`, and finds out what it is made of.
pub(crate) fn open(path: &Path, input: &args::Input) -> Result<Source, Stop> {
    let name = path.display().to_string();
    let mut reader: Box<dyn Read + Send> = if name == "-" {
        Box::new(io::stdin())
    } else {
        let called = format!("`{name}`");
        let file = File::open(path).map_err(|e| Stop::reading(&called, &e))?;
        let meta = file.metadata().map_err(|e| Stop::reading(&called, &e))?;
        if meta.is_dir() {
            return Err(format!("`{name}` is a folder; name the files in it").into());
        }
        Box::new(file)
    };
    let format = match input.format {
        args::Format::Text => Format::Text,
        args::Format::Jsonl => Format::Jsonl,
        args::Format::Auto => match path.extension().and_then(|e| e.to_str()) {
            Some("jsonl" | "ndjson" | "jsonlines") => Format::Jsonl,
            Some("txt" | "text" | "md") => Format::Text,
            _ => {
                let (head, rest) = peek(reader).map_err(|e| Stop::reading(format!("`{name}`"), &e))?;
                let format = guess(&head);
                reader = Box::new(io::Cursor::new(head).chain(rest));
                format
            }
        },
    };
    Ok(Source { name, reader, format })
}

/// How much is looked at to tell JSONL from text, in bytes.
const PEEK: usize = 64 << 10;

/// Reads until the first line is whole, at most [`PEEK`] bytes.
fn peek(mut reader: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut head = vec![0; PEEK];
    let mut have = 0;
    while have < PEEK && !head[..have].trim_ascii_start().contains(&b'\n') {
        match reader.read(&mut head[have..]) {
            Ok(0) => break,
            Ok(n) => have += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    head.truncate(have);
    Ok((head, reader))
}

/// JSONL begins with an object; everything else is text. Whether the object is right is for the reader to say: a
/// record that is not must not make its file a text.
fn guess(head: &[u8]) -> Format {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let inside = head.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    if inside.is_some_and(|rest| rest.starts_with(b"\"") || rest.starts_with(b"}")) {
        Format::Jsonl
    } else {
        Format::Text
    }
}

/// How streams are read, for an input of this name and format.
pub(crate) fn options(input: &args::Input, source: &Source) -> Result<Options, Stop> {
    Ok(Options {
        format: source.format,
        separator: unescape(&input.separator)?,
        fields: Fields::new(&input.text_field, input.title_field.as_deref(), &input.url_field, &input.id_field)?,
        limits: Limits { document: input.max_document, ..Limits::default() },
        source: source.name.clone(),
        ..Options::default()
    })
}

fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        out.push(match b {
            b'\\' => match bytes.next() {
                Some(b'n') => b'\n',
                Some(b't') => b'\t',
                Some(b'f') => 0x0c,
                Some(b'r') => b'\r',
                Some(b'0') => 0,
                Some(b'\\') => b'\\',
                _ => {
                    return Err(format!(
                        "--separator `{text}` has an escape that is not known; known are \\n \\t \\f \\r \\0 \\\\"
                    ));
                }
            },
            b => b,
        });
    }
    Ok(out)
}
