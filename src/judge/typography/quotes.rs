//! Quotes that slipped to the wrong side of their space, breathe inside, or were typed for TeX.
//!
//! Protects Swedish and Finnish ”quotes”, German „quotes“ and »quotes«, French « spacing », quotes that go on over
//! paragraphs, inch marks, nested quotes, TeX sources and wiki italics.

use super::site::{Claims, Site};
use crate::verdict::RuleIndex;

/// Repairs quotes.
#[derive(Debug)]
pub(super) struct Quotes {
    slipped: Option<RuleIndex>,
    inside: Option<RuleIndex>,
    after: Option<RuleIndex>,
    tex: Option<RuleIndex>,
    turned: Option<RuleIndex>,
    before: Option<RuleIndex>,
}

impl Quotes {
    pub(super) fn new(find: impl Fn(&str) -> Option<RuleIndex>) -> Self {
        Quotes {
            slipped: find("quotes.slipped"),
            inside: find("quotes.inner-space"),
            after: find("quotes.space-after"),
            tex: find("quotes.tex"),
            turned: find("quotes.direction"),
            before: find("quotes.space-before"),
        }
    }

    /// ``…'' of plain-text and TeX sources becomes “…”.
    pub(super) fn tex(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        if self.tex.is_none() || site.context.is_tex() || site.is_code() {
            return;
        }
        let bytes = site.content().as_bytes();
        let start = site.line.start;
        let mut open = None;
        let mut straight = 0;
        let mut i = 0;
        while i + 1 < bytes.len() {
            let pair = [bytes[i], bytes[i + 1]];
            let run = bytes[i..].iter().take_while(|&&b| b == bytes[i]).count();
            if pair == *b"``" && run == 2 {
                // Two pairs of grave accents enclose code in Markdown.
                let begins = bytes.get(i + 2).is_some_and(|b| !b.is_ascii_whitespace() && *b != b'`');
                open = (open.is_none() && begins).then_some(i);
                i += 2;
            } else if pair == *b"''" && (run == 2 || run == 3) {
                // Of three, the first is an apostrophe or a single quote.
                let at = i + run - 2;
                match open.take() {
                    Some(from) if at > from + 2 => {
                        claims.replace(self.tex, start + from, start + from + 2, "“");
                        claims.replace(self.tex, start + at, start + at + 2, "”");
                    }
                    // `"Never,'' she said`: two apostrophes close what a straight quote opened.
                    None if straight % 2 == 1
                        && i > 0
                        && matches!(bytes[i - 1], b',' | b'.' | b'!' | b'?')
                        && bytes.get(i + run).is_none_or(|b| b.is_ascii_whitespace()) =>
                    {
                        straight += 1;
                        claims.replace(self.tex, start + at, start + at + 2, "\"");
                    }
                    _ => {}
                }
                i += run;
            } else {
                straight += usize::from(bytes[i] == b'"');
                i += if matches!(bytes[i], b'`' | b'\'') { run } else { 1 };
            }
        }
    }

    /// The sides of quotes that have a direction.
    pub(super) fn sides(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        for (open, close) in [('“', '”'), ('„', '“'), ('„', '”'), ('‘', '’'), ('«', '»')] {
            // In »German« the signs point inwards: there the first one in the line opens.
            let inwards = close == '»' && site.content().find(['«', '»']) == site.content().find('»');
            let opened = site.content().contains(open) || (open == '“' && site.context.opens_high());
            if !inwards && opened && (site.content().contains(close) || site.content().contains(open)) {
                self.paired(site, open, close, claims);
            }
        }
    }

    /// Straight quotes have no direction of their own: they alternate. Only where exactly the slipped ones break the
    /// alternation of the whole line is it certain which side they belong to.
    pub(super) fn straight(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let line = site.content();
        let quotes: Vec<usize> = memchr::memchr_iter(b'"', line.as_bytes()).collect();
        let side = |at: usize| {
            let before = line[..at].chars().next_back();
            let after = line[at + 1..].chars().next();
            let opens = before
                .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '“' | '‘' | '\''))
                && after.is_some_and(|c| !c.is_whitespace());
            let closes = before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric());
            (opens, closes, before, after)
        };
        let mut slips: Vec<usize> = Vec::new();
        let mut breathing: Vec<(usize, usize)> = Vec::new();
        let mut glued: Vec<(usize, Option<RuleIndex>)> = Vec::new();
        for (n, &at) in quotes.iter().enumerate() {
            let (opens, closes, before, after) = side(at);
            let floats = before == Some(' ') && after.is_none_or(|c| c == ' ');
            if n % 2 == 0 {
                if floats && after.is_some() {
                    breathing.push((at + 1, at + 2));
                } else if before == Some(',') && after.is_some_and(char::is_uppercase) {
                    glued.push((at, self.before));
                } else if !opens {
                    return;
                }
                continue;
            }
            if closes {
                continue;
            }
            if floats {
                // `home.' "` ends a quote in a quote: the space is the author's.
                if line[..at - 1].ends_with(['\'', '’', '”', '»']) {
                    return;
                }
                breathing.push((at - 1, at));
                continue;
            }
            if matches!(before, Some('.' | '!' | '?')) && after.is_some_and(char::is_uppercase) {
                glued.push((at + 1, self.after));
                continue;
            }
            let mark = line[..at].strip_suffix(' ').and_then(|h| h.chars().next_back());
            if !matches!(mark, Some(',' | '.' | '!' | '?')) || !after.is_some_and(char::is_alphanumeric) {
                return;
            }
            slips.push(at);
        }
        if (slips.is_empty() && breathing.is_empty() && glued.is_empty()) || is_source(site) {
            return;
        }
        // An odd quote goes on in the next paragraph; then only a comma tells.
        let whole = quotes.len().is_multiple_of(2);
        let start = site.line.start;
        for at in slips {
            let comma = line[..at].ends_with(", ");
            if whole || comma {
                claims.replace(self.slipped, start + at - 1, start + at + 1, "\" ");
            }
        }
        let said = |text: &str| text.chars().filter(|c| c.is_alphabetic()).take(2).count() == 2;
        // `" | "` is a separator in code.
        if whole && quotes.chunks(2).all(|q| q.len() == 2 && said(&line[q[0]..q[1]])) {
            for (from, to) in breathing {
                claims.drop(self.inside, start + from, start + to);
            }
            for (at, rule) in glued {
                claims.replace(rule, start + at, start + at, " ");
            }
        }
    }

    /// Quotes with directions: a closing one while one is open belongs to what it closes.
    fn paired(&self, site: &Site<'_>, open: char, close: char, claims: &mut Claims<'_>) {
        let line = site.content();
        let start = site.line.start;
        let french = close == '»';
        let last_close = line.rfind([close, '"']);
        // A quote that goes on from the paragraph above.
        let carried = !line.contains(open);
        let mut opened = carried;
        for (at, c) in line.char_indices() {
            let end = at + c.len_utf8();
            if c == open {
                let before = line[..at].chars().next_back();
                let after = line[end..].chars().next();
                if matches!(before, Some(':' | ',')) && after.is_some_and(char::is_alphanumeric) && !opened {
                    // `he said:“We`.
                    if !is_source(site) && !site.context.is_east_asian() {
                        claims.replace(self.before, start + at, start + at, " ");
                    }
                }
                let closes = last_close.is_some_and(|last| last >= end);
                if !opened && after == Some(' ') && !french && closes {
                    let starts = line[end + 1..].chars().next().is_some_and(|c| c.is_alphanumeric());
                    match before {
                        None | Some(' ' | '(' | '[' | '—' | '\u{a0}') if starts => {
                            if is_source(site) {
                                return;
                            }
                            claims.drop(self.inside, start + end, start + end + 1);
                        }
                        // `said,“ We`: the opening quote slipped to the left.
                        Some(',' | ':') if starts => {
                            if is_source(site) {
                                return;
                            }
                            claims.replace(self.slipped, start + at, start + end + 1, format!(" {open}"));
                        }
                        _ => {}
                    }
                }
                opened = true;
            } else if c == close {
                let after = line[end..].chars().next();
                let head = &line[..at];
                let letter = after.is_some_and(char::is_alphanumeric);
                let apostrophe = close == '’' && !head.ends_with([',', '.', '!', '?', ' ']);
                if apostrophe {
                    continue;
                }
                if !opened || (carried && close == '”') {
                    let said = head.ends_with([' ', '\u{a0}']) && head.trim_end().ends_with([':', ',']) && letter;
                    let closed = line[end..].find([open, close]).is_some_and(|i| line[end + i..].starts_with(close));
                    // `said: ”We go.”`
                    if close == '”' && open == '“' && said && closed && site.context.opens_high() && !is_source(site)
                    {
                        claims.replace(self.turned, start + at, start + end, "“");
                        opened = true;
                        continue;
                    }
                }
                if !opened {
                    continue;
                }
                if let Some(rest) = head.strip_suffix(' ') {
                    let mark = rest.chars().next_back();
                    let stop = matches!(mark, Some(',' | '.' | '!' | '?' | '…'));
                    if letter && stop {
                        // `take, ”Name said`.
                        if is_source(site) {
                            return;
                        }
                        claims.replace(self.slipped, start + at - 1, start + end, format!("{close} "));
                        opened = false;
                        continue;
                    }
                    let ends =
                        after.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':' | ')' | '?' | '!'));
                    if ends && (stop || !carried) && !french && close != '’' && mark.is_some_and(|c| !c.is_whitespace())
                    {
                        if is_source(site) {
                            return;
                        }
                        claims.drop(self.inside, start + at - 1, start + at);
                    }
                } else if letter
                    && after.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
                    && head.ends_with([',', '.', '!', '?'])
                    && !site.context.is_east_asian()
                {
                    // `she said.”Then`.
                    if is_source(site) {
                        return;
                    }
                    claims.replace(self.after, start + end, start + end, " ");
                }
                opened = false;
            }
        }
    }
}

/// Whether quotes are a programmer's here: asked last, because most quotes are where they belong.
fn is_source(site: &Site<'_>) -> bool {
    site.is_code() || site.context.is_tex()
}
