//! Character references of HTML that were never decoded, or escaped more than once.
//!
//! Protects tutorials and code that show them, and addresses with `&copy=`.

use std::collections::HashMap;

use super::context;
use super::site::{Claims, Site};
use crate::verdict::RuleIndex;

/// The longest name of the list is `CounterClockwiseContourIntegral`.
const MAX_NAME: usize = 32;

/// Repairs character references.
pub(super) struct Entities {
    named: Option<RuleIndex>,
    numeric: Option<RuleIndex>,
    bare: Option<RuleIndex>,
    nested: Option<RuleIndex>,
    spaced: Option<RuleIndex>,
    escape: Option<RuleIndex>,
    /// Name without `&`, with its semicolon where it has one, to its text.
    /// Source: the list of the HTML standard, <https://html.spec.whatwg.org/entities.json>, by the `entities` crate.
    names: HashMap<&'static str, &'static str, foldhash::fast::FixedState>,
}

impl std::fmt::Debug for Entities {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entities").field("names", &self.names.len()).finish_non_exhaustive()
    }
}

/// How a reference was written; each way is a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Named,
    Numeric,
    Bare,
    Spaced,
}

/// A reference that was read: how many bytes it takes, and what it stands for.
struct Read {
    len: usize,
    text: std::borrow::Cow<'static, str>,
    kind: Kind,
}

impl Entities {
    pub(super) fn new(find: impl Fn(&str) -> Option<RuleIndex>) -> Self {
        Entities {
            named: find("entity.named"),
            numeric: find("entity.numeric"),
            bare: find("entity.bare"),
            nested: find("entity.nested"),
            spaced: find("entity.spaced"),
            escape: find("entity.escape"),
            names: entities::ENTITIES.iter().map(|e| (&e.entity[1..], e.characters)).collect(),
        }
    }

    /// Claims every reference of the line. Linear: each `&` reads at most a name's length, or a run that is then done.
    pub(super) fn judge(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let (line, start) = (site.content(), site.line.start);
        let bytes = line.as_bytes();
        let mut done = 0;
        for at in memchr::memchr_iter(b'&', bytes) {
            if at < done {
                continue;
            }
            let mut layers = 0;
            let mut next = at + 1;
            while let Some(len) = escaped_ampersand(&bytes[next..]) {
                next += len;
                layers += 1;
            }
            let before = line[..at].chars().next_back();
            let read = self.read(&line[next..], before, layers > 0);
            let (end, text, rule) = match read {
                Some(r) if layers > 0 => (next + r.len, r.text, self.nested),
                Some(r) => {
                    let rule = match r.kind {
                        Kind::Named => self.named,
                        Kind::Numeric => self.numeric,
                        Kind::Bare => self.bare,
                        Kind::Spaced => self.spaced,
                    };
                    (next + r.len, r.text, rule)
                }
                None if layers == 1 => (next, "&".into(), self.named),
                None if layers > 1 => (next, "&".into(), self.nested),
                None => continue,
            };
            done = end;
            if site.context.is_markup() || self.is_shown(line, at, end) || opens_tag(line, &text, end) {
                continue;
            }
            claims.replace(rule, start + at, start + end, text);
        }
    }

    /// `\u2019` of JSON and JavaScript, where it stands for a character that text has. In a document with other escapes or
    /// code it is the author's.
    pub(super) fn escapes(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        if self.escape.is_none() || !site.context.has_only_unicode_escapes() {
            return;
        }
        let line = site.content();
        if context::is_code(&line.replace("\\u", "")) {
            return;
        }
        let unit = |at: usize| {
            let digits = line.get(at..at + 6)?.strip_prefix("\\u")?;
            digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
        };
        let mut next = 0;
        for at in memchr::memchr_iter(b'\\', line.as_bytes()) {
            let Some(first) = unit(at).filter(|_| at >= next) else { continue };
            let pair = [first, unit(at + 6).unwrap_or(0)];
            let taken = if (0xD800..0xDC00).contains(&first) { 2 } else { 1 };
            let Some(Ok(c)) = char::decode_utf16(pair[..taken].iter().copied()).next() else { continue };
            next = at + 6 * taken;
            // Controls and spaces are shown more often than they are meant.
            if c > '\u{a0}' && !c.is_whitespace() && !self.is_shown(line, at, next) {
                claims.replace(self.escape, site.line.start + at, site.line.start + next, c.to_string());
            }
        }
    }

    /// Whether the reference alone stands between two equal quotes or grave accents: somebody shows it.
    fn is_shown(&self, line: &str, at: usize, end: usize) -> bool {
        matches!(
            (line[..at].chars().next_back(), line[end..].chars().next()),
            (Some('`'), Some('`'))
                | (Some('"'), Some('"'))
                | (Some('\''), Some('\''))
                | (Some('“' | '„' | '‘' | '«' | '»'), Some('”' | '“' | '’' | '»' | '«'))
        )
    }

    /// Reads one reference at the start of `rest`, which begins behind its `&`. `before` is the character before the
    /// `&`; `escaped` says that the `&` itself was escaped, so that it is no accident.
    fn read(&self, rest: &str, before: Option<char>, escaped: bool) -> Option<Read> {
        let bytes = rest.as_bytes();
        match bytes.first()? {
            b'#' => numeric(rest).map(|(len, text)| Read { len, text, kind: Kind::Numeric }),
            b' ' => self.spaced(rest),
            b if b.is_ascii_alphabetic() => {
                let len = bytes.iter().take(MAX_NAME).take_while(|b| b.is_ascii_alphanumeric()).count();
                let after = bytes.get(len).copied();
                if after == Some(b';') {
                    let name = &rest[..=len];
                    let text = self.names.get(name).or_else(|| self.shouted(name))?;
                    return Some(Read { len: len + 1, text: (*text).into(), kind: Kind::Named });
                }
                if after == Some(b' ') && bytes.get(len + 1) == Some(&b';') && COMMON.contains(&&rest[..len]) {
                    let text = self.names.get(&rest[..len])?;
                    return Some(Read { len: len + 2, text: (*text).into(), kind: Kind::Spaced });
                }
                self.bare(rest, len, before, escaped)
            }
            _ => None,
        }
    }

    /// `&NBSP;` and `&Amp;` are no HTML, but no author's either; `&EACUTE;` was set in capitals with its word.
    fn shouted(&self, name: &str) -> Option<&&'static str> {
        if name.len() > 5 && name[..name.len() - 1].bytes().all(|b| b.is_ascii_uppercase()) {
            let capital = format!("{}{}", &name[..1], name[1..].to_ascii_lowercase());
            if let Some(text) = self.names.get(capital.as_str()) {
                return Some(text);
            }
        }
        let small = name.to_ascii_lowercase();
        COMMON.contains(&small.trim_end_matches(';')).then(|| self.names.get(small.as_str()))?
    }

    /// A name without its semicolon, where HTML allows that: not before a letter, a digit or `=` (an address), and
    /// behind a letter only where it can be nothing else (`AT&T`, `profit&yen`).
    fn bare(&self, rest: &str, len: usize, before: Option<char>, escaped: bool) -> Option<Read> {
        let name = &rest[..len];
        if let Some(text) = self.names.get(name) {
            let glued = before.is_some_and(char::is_alphanumeric) && !escaped;
            let sure = name.len() > 4 || COMMON.contains(&name);
            if rest.as_bytes().get(len) == Some(&b'=') || (glued && !sure) {
                return None;
            }
            return Some(Read { len, text: (*text).into(), kind: Kind::Bare });
        }
        // `&nbspThe`: nothing else begins like this.
        let glued = rest.starts_with("nbsp") && rest.as_bytes().get(4).is_some_and(u8::is_ascii_uppercase);
        glued.then(|| Read { len: 4, text: "\u{a0}".into(), kind: Kind::Bare })
    }

    /// `& # 39 ;` and `& quot ;`: translated or tokenised together with the text.
    fn spaced(&self, rest: &str) -> Option<Read> {
        let inner = rest.trim_start_matches(' ');
        if rest.len() - inner.len() > 2 {
            return None;
        }
        let lead = rest.len() - inner.len();
        let sign = inner.strip_prefix('#').map(|i| i.trim_start_matches(' '));
        let body = sign.unwrap_or(inner);
        let len = body.bytes().take(8).take_while(u8::is_ascii_alphanumeric).count();
        let tail = &body[len..];
        let close = tail.strip_prefix(' ').unwrap_or(tail).strip_prefix(';')?;
        let whole = lead + (inner.len() - close.len());
        let text = match sign {
            Some(_) => numeric(&format!("#{};", &body[..len])).filter(|(_, text)| !text.trim().is_empty())?.1,
            None if COMMON.contains(&&body[..len]) => (*self.names.get(&body[..len])?).into(),
            None => return None,
        };
        Some(Read { len: whole, text, kind: Kind::Spaced })
    }
}

/// Names that are recognised also when they are misspelt by case or spaces.
const COMMON: &[&str] = &["amp", "quot", "lt", "gt", "nbsp", "apos", "copy", "reg"];

/// The length of `amp;` or another spelling of an escaped ampersand at the start of `rest`.
fn escaped_ampersand(rest: &[u8]) -> Option<usize> {
    ["amp;", "AMP;", "#38;", "#038;", "#x26;", "#X26;"].iter().find(|a| rest.starts_with(a.as_bytes())).map(|a| a.len())
}

/// Whether decoding at `end` would make a tag: text that shows one is about markup, or its source.
fn opens_tag(line: &str, text: &str, end: usize) -> bool {
    match text {
        "<" => line[end..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?' | '&')),
        ">" => {
            let bytes = line.as_bytes();
            memchr::memmem::find_iter(&bytes[..end], b"lt;")
                .any(|i| bytes.get(i + 3).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/'))
        }
        _ => false,
    }
}

/// A numeric reference at the start of `rest` (behind the `&`): its length and its text.
///
/// Numbers from 128 to 159 mean windows-1252, and what names no character is left, as the HTML standard says
/// (<https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state>).
fn numeric(rest: &str) -> Option<(usize, std::borrow::Cow<'static, str>)> {
    let digits = rest.strip_prefix('#')?;
    let (radix, digits, lead) = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => (16, hex, 2),
        None => (10, digits, 1),
    };
    let len = digits.bytes().take(9).take_while(|b| (*b as char).is_digit(radix)).count();
    if len == 0 || len > 8 {
        return None;
    }
    let semicolon = digits.as_bytes().get(len) == Some(&b';');
    let point = u32::from_str_radix(&digits[..len], radix).ok()?;
    // Without a semicolon only what cannot be a number sign and a number: `&#39s` but not `&#1`.
    let glued = digits[len..].starts_with(|c: char| c.is_alphanumeric());
    if !semicolon && (len < 2 || (glued && !matches!(point, 39 | 8217))) {
        return None;
    }
    let whole = lead + len + usize::from(semicolon);
    let c = match point {
        0x80..=0x9F => super::codec::windows_1252(point as u8),
        9 => ' ',
        10 => '\n',
        0..=0x1F | 0x7F => return Some((whole, "".into())),
        _ => char::from_u32(point)?,
    };
    Some((whole, c.to_string().into()))
}
