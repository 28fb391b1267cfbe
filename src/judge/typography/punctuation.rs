//! Marks that lost their side: a space before, none after, spaces inside brackets, a mark said twice.
//!
//! Protects French, Arabic and other native spacing, decimals, versions, times, abbreviations, addresses, file names,
//! identifiers, smileys, ellipses, code and formulas.

use super::site::{Claims, Site};
use crate::line::is_closer;
use crate::verdict::RuleIndex;

/// Repairs the spacing of marks.
#[derive(Debug)]
pub(super) struct Punctuation {
    before: Option<RuleIndex>,
    after_stop: Option<RuleIndex>,
    after_comma: Option<RuleIndex>,
    brackets: Option<RuleIndex>,
    twice: Option<RuleIndex>,
    bar: Option<RuleIndex>,
}

/// What follows a dot in addresses and file names. Chosen by hand from common top-level domains and file endings, not
/// counted: an unknown one costs a space, one too many costs a repair.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "info", "biz", "co", "uk", "us", "de", "fr", "es", "it", "nl", "ru", "ua", "pl",
    "br", "in", "io", "ai", "tv", "me", "eu", "ca", "au", "jp", "cn", "js", "py", "rs", "md", "txt", "doc", "docx",
    "pdf", "html", "htm", "php", "asp", "aspx", "jsp", "exe", "dll", "csv", "json", "xml", "yml", "yaml", "zip", "jpg",
    "png", "gif", "svg", "mp3", "mp4", "app", "dev", "fm", "ly", "exe", "java", "cs", "vb", "sql", "ini", "cfg", "log",
    "sh", "bat", "css", "ts", "chat", "london", "berlin", "nyc",
];

/// Words before a dot that make it a path of names in a program.
const PATHS: &[&str] = &[
    "string",
    "math",
    "console",
    "array",
    "this",
    "self",
    "json",
    "java",
    "node",
    "http",
    "https",
    "github",
    "google",
    "android",
    "microsoft",
    "apache",
    "angular",
    "std",
    "sys",
    "numpy",
    "pandas",
    "torch",
    "yahoo",
    "readme",
    "index",
];

impl Punctuation {
    pub(super) fn new(find: impl Fn(&str) -> Option<RuleIndex>) -> Self {
        Punctuation {
            before: find("spacing.before-mark"),
            after_stop: find("spacing.after-sentence"),
            after_comma: find("spacing.after-comma"),
            brackets: find("spacing.inside-brackets"),
            twice: find("spacing.doubled-mark"),
            bar: find("spacing.stray-bar"),
        }
    }

    /// `word ,` and `end .`: the spaces before a mark that belongs to the word before it.
    pub(super) fn before(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        if self.before.is_none() || is_source(site) {
            return;
        }
        for (i, mark) in site.content().char_indices() {
            if !matches!(mark, ',' | '.' | ';' | ':' | '!' | '?' | '،' | '؛' | '؟') {
                continue;
            }
            let at = site.line.start + i;
            let end = at + mark.len_utf8();
            let head = site.text[site.line.start..at].trim_end_matches(' ');
            let from = site.line.start + head.len();
            let Some(left) = head.chars().next_back().filter(|_| from < at) else { continue };
            let right = site.after(end);
            if !self.belongs(site, mark, left, from, end) {
                continue;
            }
            // A comma set for a low quotation mark: `wie ,bedauerlich' für`.
            if mark == ',' && right.is_some_and(char::is_alphabetic) && closes_single(&site.content()[i + 1..]) {
                continue;
            }
            match right {
                // `contrition ,which`: the space changed sides.
                Some(c) if c.is_alphabetic() => {
                    claims.replace(self.before, from, end, format!("{mark} "));
                }
                _ => claims.drop(self.before, from, at),
            }
        }
    }

    /// Whether the mark that ends at `end`, with spaces between it and `left` (which ends at `from`), is displaced.
    fn belongs(&self, site: &Site<'_>, mark: char, left: char, from: usize, end: usize) -> bool {
        let right = site.after(end);
        let next = site.text[end..site.line.end].trim_start().chars().next();
        let ends = right.is_none_or(|c| c.is_whitespace() || is_closer(c));
        let word = site.word_before(from);
        let letters = word.chars().take(4).count();
        // `use , or ;`: the mark itself is spoken of.
        if ends && matches!(word, "a" | "the" | "by" | "use" | "with" | "or" | "and" | "of" | "as" | "is") {
            return false;
        }
        let closed = is_closer(left) && !matches!(left, '‘' | '“' | '«');
        match mark {
            ',' => {
                let moved = right.is_some_and(char::is_alphabetic) && letters > 1 && site.word_after(end).len() > 2;
                (ends || moved)
                    && (left.is_alphanumeric() || closed || left == '%' || crate::token::is_word_char(left))
                    && (letters != 1 || left.is_ascii_uppercase() || !left.is_ascii())
            }
            '.' => {
                ends && next != Some('.')
                    && next != Some('…')
                    && (letters > 1 || closed || (left.is_numeric() && right.is_none()))
            }
            '!' | '?' => {
                let (spaced, tight) = site.context.habit(mark);
                ends && letters > 1
                    && next.is_none_or(|c| !c.is_lowercase() && (c.is_alphabetic() || is_quote_or_bracket(c)))
                    && !is_french(site)
                    && (spaced <= tight + 2)
            }
            ';' | ':' => {
                let (spaced, tight) = site.context.habit(mark);
                // `:)` is a face.
                let ends = right.is_none_or(char::is_whitespace);
                ends && letters > 1
                    && site.facts().prose
                    && !is_french(site)
                    && (spaced <= tight || (spaced == 1 && site.context.is_english()))
            }
            // Arabic marks: in Arabic letters only, and not where the author spaces them throughout.
            _ => ends && left.is_alphabetic() && !left.is_ascii(),
        }
    }

    /// `end.The next` and `word,word`: the space after a mark was lost, mostly where a line break stood.
    pub(super) fn after(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        if self.after_stop.is_none() && self.after_comma.is_none() {
            return;
        }
        for (i, mark) in site.content().match_indices(['.', '!', '?', ',', ':', '،', '؛', '؟']) {
            let at = site.line.start + i;
            let end = at + mark.len();
            let (Some(left), Some(right)) = (site.before(at), site.after(end)) else { continue };
            // Korean sentences end in 다.
            let korean = left == '다' && mark == "." && right.is_numeric();
            if !(right.is_alphabetic() || korean) || !(left.is_alphabetic() || left == ')') {
                continue;
            }
            let arabic = |c: char| matches!(c, '\u{620}'..='\u{6d3}');
            if mark.len() > 1 {
                // Arabic marks stand between Arabic words and nowhere else.
                if arabic(left) && arabic(right) {
                    claims.replace(self.after_comma, end, end, " ");
                }
            } else if mark == ":" {
                // In Latin letters it may be a name space or a ratio.
                if arabic(left) && arabic(right) && site.context.spaces_colons() && !is_source(site) {
                    claims.replace(self.after_comma, end, end, " ");
                }
            } else if mark == "," {
                if right.is_lowercase() && self.lost_after_comma(site, at) && !is_source(site) {
                    claims.replace(self.after_comma, end, end, " ");
                }
            } else if self.lost_after_stop(site, at, left, right) && !is_source(site) {
                claims.replace(self.after_stop, end, end, " ");
            }
        }
    }

    fn lost_after_stop(&self, site: &Site<'_>, at: usize, left: char, right: char) -> bool {
        let end = at + 1;
        let (before, after) = (site.word_before(at), site.word_after(end));
        if left == '다' {
            return before.chars().count() > 1;
        }
        // Scripts without capitals: the small words that end a sentence of Hindi are no abbreviations.
        if matches!(left, '\u{900}'..='\u{dff}') && matches!(right, '\u{900}'..='\u{dff}') {
            return site.facts().prose && site.context.is_common(before) && after.chars().count() > 1;
        }
        if !right.is_uppercase() || !(left.is_lowercase() || left == ')') {
            return false;
        }
        let token = site.token(at);
        if token.len() > 120
            || token.contains(['/', '\\', '@', '_', '#', '=', '&', '<', '>', '{', '}', '|', '~'])
            || token.contains("www.")
        {
            return false;
        }
        // A path of names has several joints, or is called.
        let joints = token
            .as_bytes()
            .windows(3)
            .filter(|w| matches!(w[1], b'.') && w[0].is_ascii_alphanumeric() && w[2].is_ascii_alphanumeric())
            .count();
        let behind = site.after(end + after.len());
        let rest = &site.text[end + after.len()..site.line.end];
        // `billion.Three-quarters` is a sentence, `node.Js-12` is not.
        let hyphen = behind == Some('-') && !rest[1..].starts_with(char::is_lowercase);
        if joints > 1 || hyphen || matches!(behind, Some('(' | '[')) || behind.is_some_and(char::is_numeric) {
            return false;
        }
        let small = after.to_lowercase();
        if (ENDINGS.contains(&small.as_str()) && !STARTS.contains(&after))
            || PATHS.contains(&before.to_lowercase().as_str())
        {
            return false;
        }
        // A capital inside is a name of a program or a brand: `camelCase`, `e.MacBook` is rare enough to lose.
        if after.chars().skip(1).any(char::is_uppercase) && !after.chars().all(char::is_uppercase) {
            return false;
        }
        let letters = before.chars().count();
        let starts = STARTS.contains(&after);
        // An identifier begins small and goes on: `end.Next` alone is no sentence without a word behind it.
        let goes_on = match behind {
            None => matches!(left, ')') || starts,
            // `glory.Amen.` ends a paragraph.
            Some('.') => rest.len() == 1 && site.facts().prose,
            Some(c) => c.is_whitespace() || matches!(c, ',' | '\'' | '’' | ';' | ':' | '-'),
        };
        // A short word ends a sentence where a long one begins the next, and that one goes on.
        let short = letters == 3
            && site.facts().prose
            && after.chars().count() > 4
            && rest.strip_prefix(' ').is_some_and(|r| r.starts_with(char::is_lowercase));
        (left == ')' || short || letters >= 4 || (letters >= 2 && starts))
            && goes_on
            && (after.chars().count() >= 3 || starts || small == "i")
            && (site.facts().words >= 5 || starts)
    }

    fn lost_after_comma(&self, site: &Site<'_>, at: usize) -> bool {
        let token = site.token(at);
        let long = |w: &str| w.chars().take(3).count() == 3;
        let line = site.content();
        long(site.word_before(at))
            && long(site.word_after(at + 1))
            && site.facts().prose
            && token.matches(',').count() == 1
            && !token.contains(['/', '\\', '@', '_', '#', '=', '&', '<', '>', '{', '}', '|', '.', ':'])
            && line.contains(", ")
            && line.matches(", ").count() >= line.matches(',').count() / 2
    }

    /// `( text )`: spaces inside both brackets, or inside one of a pair.
    pub(super) fn brackets(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        if self.brackets.is_none() || is_source(site) {
            return;
        }
        let mut open: Vec<(usize, char)> = Vec::new();
        for (i, c) in site.content().char_indices() {
            let at = site.line.start + i;
            match c {
                '(' | '[' => open.push((at, c)),
                ')' | ']' => {
                    let Some((from, left)) = open.pop() else { continue };
                    if (left == '(') != (c == ')') {
                        open.clear();
                        continue;
                    }
                    self.pair(site, from, at, claims);
                }
                _ => {}
            }
        }
    }

    fn pair(&self, site: &Site<'_>, open: usize, close: usize, claims: &mut Claims<'_>) {
        let inner = &site.text[open + 1..close];
        let text = inner.trim_matches(' ');
        // `[ x ]` is a box to tick, `( )` a gap to fill, `(_ _)` a face.
        let said = text.chars().filter(|c| c.is_alphanumeric()).take(3).count() >= 2;
        let first =
            text.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '"' | '“' | '‘' | '«' | '\''));
        if text.len() == inner.len() || !said || !first || inner.starts_with("  ") || inner.ends_with("  ") {
            return;
        }
        // A formula breathes: `( a + b )`.
        if text.contains(['=', '+', '*', '^', '<', '>', '{', '}']) {
            return;
        }
        if inner.starts_with(' ') {
            claims.drop(self.brackets, open + 1, open + 2);
        }
        if inner.ends_with(' ') && !text.ends_with([':', ';']) {
            claims.drop(self.brackets, close - 1, close);
        }
    }

    /// `word, , word` and `end. . Next`: a mark that stood around something which was taken out.
    pub(super) fn twice(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        if self.twice.is_none() || is_source(site) || !site.facts().prose {
            return;
        }
        let bytes = site.text.as_bytes();
        let mut i = site.line.start + 1;
        while i + 1 < site.line.end {
            let mark = bytes[i];
            let left = bytes[i - 1];
            let word = left.is_ascii_alphanumeric() || left >= 0x80 || matches!(left, b'"' | b')' | b']');
            let stop = mark == b'.' && matches!(left, b'!' | b'?');
            if !matches!(mark, b',' | b'.') || !(word || stop) {
                i += 1;
                continue;
            }
            let gap = bytes[i + 1..site.line.end].iter().take_while(|&&b| b == b' ').count();
            let second = i + 1 + gap;
            let behind = site.text.get(second + 1..site.line.end).unwrap_or("");
            let next = behind.trim_start().chars().next();
            let again = second < site.line.end && bytes[second] == mark && behind.starts_with(' ');
            let meant = match mark {
                // `a,,b` is an empty column, `,,Wort` a German quote.
                b',' => next.is_some_and(char::is_alphanumeric),
                // Three and more are an ellipsis.
                _ => gap > 0 && next.is_some_and(char::is_uppercase),
            };
            if again && meant {
                claims.drop(self.twice, if stop { i } else { i + 1 }, second + 1);
            }
            i = second.max(i + 1);
        }
    }
}

impl Punctuation {
    /// `|` at either end of a paragraph, where a menu or a picture stood beside it.
    pub(super) fn bar(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let facts = site.facts();
        let text = &site.text[facts.first..facts.last];
        let alone = text.matches('|').take(2).count() == 1;
        // A row of a table has neighbours, and a label is short.
        if self.bar.is_none()
            || !alone
            || facts.words < 9
            || site.neighbours().any(|n| n.contains('|'))
            || is_source(site)
        {
            return;
        }
        let ends = |text: &str| text.trim_end().ends_with(crate::line::is_terminal);
        if let Some(rest) = text.strip_prefix("| ").filter(|t| ends(t)) {
            claims.drop(self.bar, facts.first, facts.last - rest.trim_start().len());
        } else if let Some(rest) = text.strip_suffix(" |").filter(|t| ends(t)) {
            claims.drop(self.bar, facts.first + rest.trim_end().len(), facts.last);
        }
    }
}

/// Whether the document or this line of it is French: a French quotation may stand in an English text.
fn is_french(site: &Site<'_>) -> bool {
    site.context.is_french() || site.context.of_line(site.content()).is_french()
}

/// Whether marks are a programmer's here, or of a language whose spacing is not known: asked last, because most marks
/// are where they belong.
fn is_source(site: &Site<'_>) -> bool {
    site.is_code() || site.context.is_tex() || !site.context.is_known()
}

fn is_quote_or_bracket(c: char) -> bool {
    is_closer(c) || matches!(c, '(' | '[' | '„' | '‚' | '—' | '–')
}

/// Words that begin sentences more often than they follow a dot in a name.
const STARTS: &[&str] = &[
    "The", "It", "He", "She", "They", "We", "You", "In", "On", "At", "But", "And", "This", "That", "These", "Those",
    "There", "If", "When", "While", "As", "For", "With", "After", "Before", "However", "Also", "Its", "His", "Her",
    "Our", "So", "Not", "No", "To", "From", "By", "What", "Who", "How", "Why", "One", "An", "Some", "Many", "Once",
    "Then", "Now", "Here", "Where", "Even", "Yet", "Or", "Most", "Each", "Since", "Though", "Until", "Soon", "Die",
    "Der", "Das", "Es", "Ein", "Eine", "Und", "Aber", "Wir", "Sie", "Er", "Le", "La", "Les", "Un", "Une", "Il", "Elle",
    "El", "Los", "Las", "En", "Pero", "Que", "O", "Os", "Uma", "Mas", "Em", "Lo", "Gli", "Ma", "В", "На", "Но", "Он",
];

/// Whether a single quotation mark closes in `text`, behind a word and before no other letter.
fn closes_single(text: &str) -> bool {
    text.match_indices(['\'', '’', '‘']).any(|(at, mark)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + mark.len()..].chars().next());
        before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
