//! One line of JSON: checked, and the string fields that are asked for found in place.
//!
//! Nothing is built: a record is read once and its fields are spans of its bytes.

use crate::span::Span;

/// Nesting deeper than this is an error; it protects the stack.
const MAX_DEPTH: usize = 512;

/// Where the value of a path stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Found {
    /// Nowhere.
    #[default]
    Missing,
    /// It is a string; the span lies inside its quotes.
    Text(Span),
    /// It is a number, spelt like this.
    Number(Span),
    /// It is something else, of this kind.
    Other(&'static str),
}

/// What is wrong with a line, and at which byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    pub(super) at: usize,
    pub(super) what: &'static str,
}

/// Reads the object in `line` (UTF-8) and finds the values of `paths`. As JSON parsers do, the last of repeated keys
/// counts. Linear.
pub(super) fn scan(line: &[u8], paths: &[Vec<String>], found: &mut [Found]) -> Result<(), Flaw> {
    found.fill(Found::Missing);
    let mut s = Scanner { bytes: line, at: 0, paths, found };
    s.space();
    if s.peek() != Some(b'{') {
        return s.flaw("a record must be a JSON object");
    }
    let all = (1u32 << paths.len()) - 1;
    s.object(all, 0)?;
    s.space();
    if s.at < line.len() {
        return s.flaw("something follows the object");
    }
    Ok(())
}

struct Scanner<'s> {
    bytes: &'s [u8],
    at: usize,
    paths: &'s [Vec<String>],
    found: &'s mut [Found],
}

impl Scanner<'_> {
    fn flaw<T>(&self, what: &'static str) -> Result<T, Flaw> {
        Err(Flaw { at: self.at, what })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// An object at the opening brace. `active` holds a bit for each path whose first `depth` steps led here.
    fn object(&mut self, active: u32, depth: usize) -> Result<(), Flaw> {
        if depth >= MAX_DEPTH {
            return self.flaw("the record is nested too deeply");
        }
        self.at += 1;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return self.flaw("a key in quotes is expected");
            }
            let key = self.string()?;
            let next = if active == 0 { 0 } else { self.follow(key, active, depth) };
            self.space();
            if self.peek() != Some(b':') {
                return self.flaw("`:` is expected after a key");
            }
            self.at += 1;
            self.space();
            self.value(next, depth + 1)?;
            self.space();
            match self.peek() {
                Some(b',') => {
                    self.at += 1;
                    self.space();
                }
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return self.flaw("`,` or `}` is expected"),
            }
        }
    }

    /// The paths of `active` whose step `depth` is this key.
    fn follow(&mut self, key: Span, active: u32, depth: usize) -> u32 {
        let raw = &self.bytes[key.start..key.end];
        let decoded;
        let name = if raw.contains(&b'\\') {
            decoded = decode(raw);
            decoded.as_bytes()
        } else {
            raw
        };
        let mut next = 0;
        for (i, path) in self.paths.iter().enumerate() {
            if active & 1 << i != 0 && path.get(depth).is_some_and(|step| step.as_bytes() == name) {
                next |= 1 << i;
                self.found[i] = Found::Missing;
            }
        }
        next
    }

    fn value(&mut self, active: u32, depth: usize) -> Result<(), Flaw> {
        let Some(c) = self.peek() else { return self.flaw("a value is expected, but the line ends") };
        let found = match c {
            b'"' => Found::Text(self.string()?),
            b'{' => {
                self.object(active, depth)?;
                Found::Other("an object")
            }
            b'[' => {
                self.array(depth)?;
                Found::Other("an array")
            }
            b't' => self.word(b"true", "a boolean")?,
            b'f' => self.word(b"false", "a boolean")?,
            b'n' => self.word(b"null", "null")?,
            b'-' | b'0'..=b'9' => self.number()?,
            _ => return self.flaw("a value is expected"),
        };
        if active != 0 {
            for (i, path) in self.paths.iter().enumerate() {
                if active & 1 << i != 0 && path.len() == depth {
                    self.found[i] = found;
                }
            }
        }
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<(), Flaw> {
        if depth >= MAX_DEPTH {
            return self.flaw("the record is nested too deeply");
        }
        self.at += 1;
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.value(0, depth + 1)?;
            self.space();
            match self.peek() {
                Some(b',') => {
                    self.at += 1;
                    self.space();
                }
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return self.flaw("`,` or `]` is expected"),
            }
        }
    }

    fn word(&mut self, word: &[u8], kind: &'static str) -> Result<Found, Flaw> {
        if !self.bytes[self.at..].starts_with(word) {
            return self.flaw("a value is expected");
        }
        self.at += word.len();
        Ok(Found::Other(kind))
    }

    fn number(&mut self) -> Result<Found, Flaw> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return self.flaw("a digit is expected"),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.some_digits()?;
        }
        Ok(Found::Number(Span::new(start, self.at)))
    }

    fn digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
    }

    fn some_digits(&mut self) -> Result<(), Flaw> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return self.flaw("a digit is expected");
        }
        self.digits();
        Ok(())
    }

    /// A string at its opening quote; returns the span inside the quotes.
    fn string(&mut self) -> Result<Span, Flaw> {
        self.at += 1;
        let start = self.at;
        loop {
            let rest = &self.bytes[self.at..];
            let Some(step) = memchr::memchr2(b'"', b'\\', rest) else {
                self.at = self.bytes.len();
                return self.flaw("a string is not closed");
            };
            if let Some(control) = rest[..step].iter().position(|&b| b < 0x20) {
                self.at += control;
                return self.flaw("a control character must be escaped in a string");
            }
            self.at += step;
            if rest[step] == b'"' {
                self.at += 1;
                return Ok(Span::new(start, self.at - 1));
            }
            match rest.get(step + 1) {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
                Some(b'u') if rest.len() >= step + 6 && rest[step + 2..step + 6].iter().all(u8::is_ascii_hexdigit) => {
                    self.at += 6;
                }
                _ => return self.flaw("an escape is not valid"),
            }
        }
    }
}

/// One character of an escaped string: the raw bytes it takes, and what it is.
fn step(raw: &[u8]) -> (usize, Option<char>) {
    if raw[0] != b'\\' {
        // The caller has checked that the bytes are UTF-8; only the length of the character matters.
        let len = match raw[0] {
            0x00..=0x7f => 1,
            0x80..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        return (len, None);
    }
    let hex = |at: usize| {
        raw.get(at..at + 4)
            .and_then(|h| std::str::from_utf8(h).ok())
            .and_then(|h| u32::from_str_radix(h, 16).ok())
            .unwrap_or(0xFFFD)
    };
    match raw[1] {
        b'u' => {
            let unit = hex(2);
            if (0xD800..0xDC00).contains(&unit) && raw.get(6..8) == Some(b"\\u") {
                let low = hex(8);
                if (0xDC00..0xE000).contains(&low) {
                    let c = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                    return (12, char::from_u32(c));
                }
            }
            // Half of a pair is no character; it is seen as U+FFFD and its bytes stay as they are.
            (6, Some(char::from_u32(unit).unwrap_or('\u{FFFD}')))
        }
        b'n' => (2, Some('\n')),
        b't' => (2, Some('\t')),
        b'r' => (2, Some('\r')),
        b'b' => (2, Some('\u{8}')),
        b'f' => (2, Some('\u{c}')),
        c => (2, Some(char::from(c))),
    }
}

/// The text of an escaped string (UTF-8, valid escapes). Linear.
pub(super) fn decode(raw: &[u8]) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let plain = memchr::memchr(b'\\', &raw[at..]).map_or(raw.len(), |n| at + n);
        out.push_str(std::str::from_utf8(&raw[at..plain]).expect("the record is UTF-8"));
        at = plain;
        if at < raw.len() {
            let (len, c) = step(&raw[at..]);
            out.extend(c);
            at += len;
        }
    }
    out
}

/// Finds raw offsets of ascending offsets in the decoded text.
pub(super) struct Offsets<'r> {
    raw: &'r [u8],
    raw_at: usize,
    text_at: usize,
}

impl<'r> Offsets<'r> {
    pub(super) fn new(raw: &'r [u8]) -> Self {
        Offsets { raw, raw_at: 0, text_at: 0 }
    }

    /// The raw offset of byte `text` of the decoded text; a character border, not before the last one asked for.
    pub(super) fn of(&mut self, text: usize) -> usize {
        while self.text_at < text {
            let room = text - self.text_at;
            let plain = &self.raw[self.raw_at..];
            let plain = &plain[..plain.len().min(room)];
            let skip = memchr::memchr(b'\\', plain).unwrap_or(plain.len());
            if skip > 0 {
                self.raw_at += skip;
                self.text_at += skip;
                continue;
            }
            let (len, c) = step(&self.raw[self.raw_at..]);
            self.raw_at += len;
            self.text_at += c.map_or(len, char::len_utf8);
        }
        self.raw_at
    }
}

/// Appends `text` as the inside of a JSON string. `ascii` writes other characters with `\u` escapes, for records that do.
pub(super) fn escape(text: &str, ascii: bool, out: &mut Vec<u8>) {
    use std::io::Write as _;
    for c in text.chars() {
        match c {
            '"' => out.extend(b"\\\""),
            '\\' => out.extend(b"\\\\"),
            '\n' => out.extend(b"\\n"),
            '\r' => out.extend(b"\\r"),
            '\t' => out.extend(b"\\t"),
            '\u{0}'..='\u{1f}' => write!(out, "\\u{:04x}", u32::from(c)).expect("a Vec takes all"),
            _ if ascii && !c.is_ascii() => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").expect("a Vec takes all");
                }
            }
            _ => out.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn find(line: &str, path: &[&str]) -> Result<Found, Flaw> {
        let paths = [path.iter().map(|s| (*s).to_owned()).collect()];
        let mut found = [Found::Missing];
        scan(line.as_bytes(), &paths, &mut found).map(|()| found[0])
    }

    #[test]
    fn fields_are_found_where_a_parser_would() {
        let text = |line: &'static str, path: &[&str]| match find(line, path).unwrap() {
            Found::Text(span) => &line[span.start..span.end],
            other => panic!("{other:?}"),
        };
        assert_eq!(text(r#"{"id":1,"text":"a\"b"}"#, &["text"]), r#"a\"b"#);
        assert_eq!(text(r#"{"text":"x","text":"y"}"#, &["text"]), "y");
        assert_eq!(text(r#"{"a":{"text":"no"},"m":{"a":[{"text":"no"}],"text":"z"}}"#, &["m", "text"]), "z");
        assert_eq!(text(r#"{"t\u0065xt":"k"}"#, &["text"]), "k");
        assert_eq!(find(r#"{"m":{"text":"x"},"m":{}}"#, &["m", "text"]), Ok(Found::Missing));
        assert_eq!(find(r#"{"text":null}"#, &["text"]), Ok(Found::Other("null")));
    }

    proptest! {
        #[test]
        fn accepts_what_serde_json_accepts(line in r#"[\[\]{}",:\\ a0-9.eE+\-tfnulrs]{0,24}"#) {
            let ours = scan(line.as_bytes(), &[], &mut []).is_ok();
            let theirs = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&line).is_ok();
            // Numbers beyond f64 are errors there and spellings here.
            prop_assume!(!line.contains(['e', 'E']) || ours == theirs);
            prop_assert_eq!(ours, theirs, "{}", line);
        }

        #[test]
        fn reads_any_value(value in any::<Vec<(String, String)>>()) {
            let map: serde_json::Map<_, _> = value.into_iter().map(|(k, v)| (k, v.into())).collect();
            let line = serde_json::to_string(&map).unwrap();
            for (key, value) in &map {
                let Found::Text(span) = find(&line, &[key]).unwrap() else { panic!() };
                prop_assert_eq!(decode(&line.as_bytes()[span.start..span.end]), value.as_str().unwrap());
            }
        }

        #[test]
        fn escapes_and_offsets_agree(text in any::<String>(), ascii: bool) {
            let mut raw = Vec::new();
            escape(&text, ascii, &mut raw);
            prop_assert_eq!(decode(&raw), text.as_str());
            let mut offsets = Offsets::new(&raw);
            for (at, _) in text.char_indices() {
                let raw_at = offsets.of(at);
                prop_assert_eq!(decode(&raw[..raw_at]), &text[..at]);
            }
        }
    }
}
