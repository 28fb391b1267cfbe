//! What a repair may ask of the whole document: its language, its habits, its kind. Every answer is made when it is
//! first asked for, so that a document without damage pays for none.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher};

use memchr::memmem;

use super::accents::Accents;
use super::language;
use crate::judge::tongue::Tongues;

/// A document as its repairs see it; of a partial document, one line.
pub(super) struct Context<'a> {
    text: &'a str,
    tongues: &'a Tongues,
    known: OnceCell<bool>,
    tex: OnceCell<bool>,
    markup: OnceCell<bool>,
    encodings: OnceCell<bool>,
    east_asian: OnceCell<bool>,
    opens_high: OnceCell<bool>,
    french: OnceCell<bool>,
    english: OnceCell<bool>,
    wide_stops: OnceCell<bool>,
    accents: OnceCell<Accents>,
    escapes: OnceCell<bool>,
    colons: OnceCell<bool>,
    line_ends: OnceCell<(usize, usize)>,
    words: OnceCell<HashSet<u64, foldhash::fast::FixedState>>,
    language: OnceCell<Box<str>>,
    marks: [OnceCell<(usize, usize)>; 6],
    gaps: OnceCell<(usize, usize)>,
}

/// Words that make a text French where they abound; none is frequent in another language of Europe.
const FRENCH: &[&str] = &[
    "les", "des", "du", "est", "et", "une", "dans", "pour", "qui", "sur", "pas", "au", "aux", "il", "vous", "nous",
    "ce", "à", "vos", "sont", "votre", "avec", "nos", "cette", "leur", "ont", "mais", "je", "elle", "ils", "être",
    "très",
];

/// Words that make a text English where they abound.
const ENGLISH: &[&str] = &["the", "of", "and", "to", "in", "that", "is", "was", "for", "with", "it", "he", "you"];

/// Elements that only a text about markup, or its source, shows. Those that leak into scraped prose (`br`, `p`, `b`,
/// `a`) are not among them.
const ELEMENTS: &[&str] = &[
    "div", "html", "head", "body", "script", "style", "form", "input", "table", "pre", "code", "ul", "li", "h1", "h2",
    "h3", "title", "meta", "link", "xml", "svg", "button", "select", "template",
];

/// The marks whose spacing a document may have a habit of.
const MARKS: [char; 6] = [',', '.', ';', ':', '!', '?'];

impl<'a> Context<'a> {
    pub(super) fn new(text: &'a str, tongues: &'a Tongues) -> Self {
        Context {
            text,
            tongues,
            known: OnceCell::new(),
            tex: OnceCell::new(),
            markup: OnceCell::new(),
            encodings: OnceCell::new(),
            east_asian: OnceCell::new(),
            opens_high: OnceCell::new(),
            french: OnceCell::new(),
            english: OnceCell::new(),
            wide_stops: OnceCell::new(),
            accents: OnceCell::new(),
            escapes: OnceCell::new(),
            colons: OnceCell::new(),
            line_ends: OnceCell::new(),
            words: OnceCell::new(),
            language: OnceCell::new(),
            marks: Default::default(),
            gaps: OnceCell::new(),
        }
    }

    /// The document's text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The same questions about one line of the document.
    pub(super) fn of_line(&self, line: &'a str) -> Context<'a> {
        Context::new(line, self.tongues)
    }

    /// Whether the document is in a language whose spacing is known.
    pub(super) fn is_known(&self) -> bool {
        *self.known.get_or_init(|| language::is_known(self.tongues, self.text))
    }

    /// Whether the document is TeX source, in which ``''`` and ` ,` are an author's.
    pub(super) fn is_tex(&self) -> bool {
        *self.tex.get_or_init(|| {
            memchr::memchr(b'\\', self.text.as_bytes()).is_some()
                && [
                    "\\begin{",
                    "\\documentclass",
                    "\\section{",
                    "\\usepackage",
                    "\\cite{",
                    "\\emph{",
                    "\\textit{",
                    "\\item ",
                ]
                .iter()
                .any(|m| memmem::find(self.text.as_bytes(), m.as_bytes()).is_some())
        })
    }

    /// Whether the document shows markup or speaks of it: there an escaped sign is what the author meant.
    pub(super) fn is_markup(&self) -> bool {
        *self.markup.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let tag = |rest: &[u8]| {
                let rest = rest.strip_prefix(b"/").unwrap_or(rest);
                if rest.starts_with(b"!DOCTYPE") || rest.starts_with(b"!--") {
                    return true;
                }
                let name = &rest[..rest.iter().take_while(|b| b.is_ascii_alphanumeric()).count()];
                let ends = rest.get(name.len()).is_none_or(|b| matches!(b, b'>' | b' ' | b'/' | b'&' | b'\n'));
                ends && ELEMENTS.iter().any(|e| e.as_bytes().eq_ignore_ascii_case(name))
            };
            if memchr::memchr_iter(b'<', bytes).any(|at| tag(&bytes[at + 1..])) {
                return true;
            }
            let escaped = memmem::find_iter(bytes, b"lt;").any(|at| {
                at > 0
                    && matches!(bytes[at - 1], b'&' | b';')
                    && bytes.get(at + 3).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!'))
            });
            escaped || (holds(bytes, "html") && (holds(bytes, "entity") || holds(bytes, "entities")))
        })
    }

    /// Whether the document puts a space behind most of its colons.
    pub(super) fn spaces_colons(&self) -> bool {
        *self.colons.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let colons = memchr::memchr_iter(b':', bytes).filter(|at| bytes.get(at + 1).is_some_and(|b| *b > b'9'));
            colons.count() <= memmem::find_iter(bytes, b": ").count() + 1
        })
    }

    /// Whether `word`, written small, is among the commonest of some language.
    pub(super) fn is_common(&self, word: &str) -> bool {
        !word.contains(char::is_uppercase) && self.tongues.of(word) != 0
    }

    /// Whether every backslash of the document begins an escape like `\u2019`.
    pub(super) fn has_only_unicode_escapes(&self) -> bool {
        *self.escapes.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let escape = |at: usize| {
                bytes.get(at + 1) == Some(&b'u')
                    && bytes.get(at + 2..at + 6).is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit))
            };
            memchr::memchr_iter(b'\\', bytes).all(escape)
        })
    }

    /// Whether the document speaks of encodings, and may show what they break.
    pub(super) fn is_about_encodings(&self) -> bool {
        *self
            .encodings
            .get_or_init(|| ["utf-8", "utf8", "mojibake", "windows-125"].iter().any(|w| holds(self.text.as_bytes(), w)))
    }

    /// Whether the document holds ideographs, kana or Hangul: full-width forms are at home there.
    pub(super) fn is_east_asian(&self) -> bool {
        *self.east_asian.get_or_init(|| {
            self.text.chars().any(|c| {
                matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{2fdf}' | '\u{3040}'..='\u{d7ff}'
                    | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
            })
        })
    }

    /// Whether the document opens quotes with “, so that ” can only close them (as it does not in Swedish).
    pub(super) fn opens_high(&self) -> bool {
        *self.opens_high.get_or_init(|| {
            let finder = |c: &str| memmem::find_iter(self.text.as_bytes(), c.as_bytes()).count();
            let (opening, closing) = (finder("“"), finder("”"));
            opening > 0 && opening * 2 >= closing && memmem::find(self.text.as_bytes(), "„".as_bytes()).is_none()
        })
    }

    /// Whether the document is French, or spaces its marks as French does.
    pub(super) fn is_french(&self) -> bool {
        *self.french.get_or_init(|| {
            let habit = |m: &str| memmem::find_iter(self.text.as_bytes(), m.as_bytes()).take(2).count();
            habit("«\u{a0}") + habit("«\u{202f}") + habit("\u{a0}!") + habit("\u{a0}?") + habit("\u{a0}:") > 1
                || self.abounds(FRENCH, 8)
        })
    }

    /// Whether the document is English.
    pub(super) fn is_english(&self) -> bool {
        *self.english.get_or_init(|| self.abounds(ENGLISH, 10))
    }

    /// Whether at least `percent` of the first words are among `words`.
    fn abounds(&self, words: &[&str], percent: usize) -> bool {
        let (mut all, mut hits) = (0, 0);
        for word in self.text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(400) {
            all += 1;
            hits += usize::from(words.iter().any(|w| w.eq_ignore_ascii_case(word)));
        }
        hits * 100 >= all * percent && hits > 0
    }

    /// Whether the author puts two spaces after a sentence, as on a typewriter. Who doubles them elsewhere too does not
    /// mean it, unless hardly a sentence goes without.
    pub(super) fn has_wide_stops(&self) -> bool {
        *self.wide_stops.get_or_init(|| {
            let (mut wide, mut narrow) = (0, 0);
            let bytes = self.text.as_bytes();
            for at in memchr::memchr3_iter(b'.', b'?', b'!', bytes) {
                let mut next = at + 1;
                if matches!(bytes.get(next), Some(b'"' | b'\'' | b')')) {
                    next += 1;
                }
                match (bytes.get(next), bytes.get(next + 1)) {
                    (Some(b' '), Some(b' ')) => wide += 1,
                    (Some(b' '), Some(_)) => narrow += 1,
                    _ => {}
                }
            }
            let (gaps, _) = self.gaps();
            wide > 1 && wide >= narrow && (gaps <= wide + wide / 8 || wide >= 4 * narrow)
        })
    }

    /// How often a mark stands after a space, and how often after a letter, where a space or the line's end follows.
    pub(super) fn habit(&self, mark: char) -> (usize, usize) {
        let Some(i) = MARKS.iter().position(|&m| m == mark) else { return (0, 0) };
        *self.marks[i].get_or_init(|| {
            let bytes = self.text.as_bytes();
            let (mut spaced, mut tight) = (0, 0);
            for at in memchr::memchr_iter(mark as u8, bytes) {
                if !bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) || at < 2 {
                    continue;
                }
                match bytes[at - 1] {
                    b' ' if bytes[at - 2].is_ascii_alphanumeric() || bytes[at - 2] >= 0x80 => spaced += 1,
                    b if b.is_ascii_alphanumeric() || b >= 0x80 || b == b')' || b == b'"' => tight += 1,
                    _ => {}
                }
            }
            (spaced, tight)
        })
    }

    /// How many lines end in CRLF, and how many in LF alone.
    pub(super) fn line_ends(&self) -> (usize, usize) {
        *self.line_ends.get_or_init(|| {
            let pairs = memmem::find_iter(self.text.as_bytes(), b"\r\n").count();
            (pairs, memchr::memchr_iter(b'\n', self.text.as_bytes()).count() - pairs)
        })
    }

    /// Whether the document has `word` as a word, the case of its letters aside; a hyphen between two halves counts as a
    /// letter. Remembers the words of the document, so that asking often stays cheap.
    pub(super) fn has_word(&self, word: &str) -> bool {
        let words = self.words.get_or_init(|| {
            let mut words = HashSet::default();
            for token in self.text.split(|c: char| !(super::site::is_word(c) || c == '-')) {
                // What a line's end cuts is no whole word.
                if !token.ends_with('-') {
                    words.insert(hash(token.trim_matches('-')));
                }
            }
            words
        });
        words.contains(&hash(word))
    }

    /// The code of the language that the document is in, as far as the packs know; empty where they do not.
    pub(super) fn language(&self) -> &str {
        self.language.get_or_init(|| language::language(self.tongues, self.text).into())
    }

    /// How the document writes letters with accents.
    pub(super) fn accents(&self) -> &Accents {
        self.accents.get_or_init(|| Accents::of(self.text))
    }

    /// How many gaps between words are wide, and how many words there are.
    pub(super) fn gaps(&self) -> (usize, usize) {
        *self.gaps.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let inner = |at: &usize| *at > 0 && !matches!(bytes[at - 1], b' ' | b'\n');
            let wide = memmem::find_iter(bytes, b"  ").filter(inner).count();
            let words = memchr::memchr_iter(b' ', bytes).count();
            (wide, words)
        })
    }
}

/// A word as a number, the case of its letters aside.
fn hash(word: &str) -> u64 {
    let mut hasher = foldhash::fast::FixedState::default().build_hasher();
    word.chars().flat_map(char::to_lowercase).for_each(|c| hasher.write_u32(c as u32));
    hasher.finish()
}

/// Whether `bytes` holds `word` (lower case): small, capitalised or in capitals.
fn holds(bytes: &[u8], word: &str) -> bool {
    let capitals = word.to_ascii_uppercase();
    let capital = format!("{}{}", &capitals[..1], &word[1..]);
    [word, &capital, &capitals].iter().any(|w| memmem::find(bytes, w.as_bytes()).is_some())
}

/// Whether a line is code, a formula or a log entry rather than language.
pub(super) fn is_code(line: &str) -> bool {
    let trimmed = line.trim();
    let bytes = trimmed.as_bytes();
    if matches!(bytes.last(), Some(b'{' | b'}')) || trimmed.starts_with("#include") || trimmed.starts_with("//") {
        return true;
    }
    if bytes.last() == Some(&b';') && trimmed.contains(['(', '=', '+']) && !trimmed.contains('&') {
        return true;
    }
    // Pairs of signs that only programs write.
    let pair = |w: &[u8]| {
        matches!(
            [w[0], w[1]],
            [b')', b';']
                | [b'(', b')']
                | [b'=', b'=']
                | [b'!', b'=']
                | [b'=', b'>']
                | [b'-', b'>']
                | [b':', b':']
                | [b'/', b'*']
                | [b'*', b'/']
                | [b'&', b'&']
                | [b'|', b'|']
                | [b'<', b'/']
                | [b'$', b'(']
        )
    };
    // Most letters are no sign: one look at the first byte of a pair decides.
    let first = |b: u8| matches!(b, b'!'..=b'/' | b':'..=b'>' | b'|');
    if bytes.windows(2).any(|w| first(w[0]) && pair(w)) || trimmed.ends_with("):") {
        return true;
    }
    // More signs than a sentence has.
    let signs =
        bytes.iter().filter(|b| matches!(b, b'=' | b'{' | b'}' | b'<' | b'>' | b'|' | b'\\' | b'_' | b'^')).count();
    signs >= 2 && signs * 25 >= bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_language() {
        for (line, code) in [
            ("    return r.tail ? 0 : 1 ;", false),
            ("        if (r->tail - r->head == CAP)", true),
            ("S = {n : n > 0, n ≠ 7}", true),
            ("foo(a, b);", true),
            ("The council met ( again ) on Monday.", false),
            ("Caf&eacute; (new)&nbsp;", false),
        ] {
            assert_eq!(is_code(line), code, "{line}");
        }
    }

    #[test]
    fn documents_have_habits() {
        let none = Tongues::default();
        let context = |text| Context::new(text, &none);
        assert!(context("He came.  She left.  They met.").has_wide_stops());
        assert!(!context("He came. She left.  They met. So.").has_wide_stops());
        assert!(context("Le chat est dans la maison et il dort sur les draps.").is_french());
        assert!(!context("The cat is in the house and it sleeps on the sheets.").is_french());
        assert!(context("Write &lt;div&gt; for a box.").is_markup());
        assert!(!context("Fish &lt;3 chips").is_markup());
        assert!(context("see \\section{Quotes}").is_tex());
        assert_eq!(context("a word , and another, and a third, so.").habit(','), (1, 2));
    }
}
