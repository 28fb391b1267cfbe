//! Spaces that layout and conversion put between words: no-break and wide ones, doubled ones, trailing ones.
//!
//! Protects French and Swiss spacing, numbers with their units, ideographic indents, indentation, aligned tables,
//! code, verse with caesuras, and authors who put two spaces after a sentence.

use super::site::{Claims, Site};
use crate::verdict::RuleIndex;

/// Repairs spaces.
#[derive(Debug)]
pub(super) struct Spacing {
    no_break: Option<RuleIndex>,
    wide: Option<RuleIndex>,
    doubled: Option<RuleIndex>,
    trailing: Option<RuleIndex>,
    trailing_plain: Option<RuleIndex>,
}

impl Spacing {
    pub(super) fn new(find: impl Fn(&str) -> Option<RuleIndex>) -> Self {
        Spacing {
            no_break: find("spacing.no-break"),
            wide: find("spacing.wide"),
            doubled: find("spacing.doubled"),
            trailing: find("spacing.trailing"),
            trailing_plain: find("spacing.trailing-plain"),
        }
    }

    pub(super) fn judge(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let line = site.content();
        self.trailing(site, claims);
        if !line.is_ascii() {
            self.unicode(site, claims);
        }
        if memchr::memmem::find(line.trim_ascii().as_bytes(), b"  ").is_some() {
            self.doubled(site, claims);
        }
    }

    /// White space at the end of a line. One or two plain spaces are harmless, mean a line break in Markdown and are
    /// on half of the lines of some sources: taking them is a matter of taste and a rule of its own.
    fn trailing(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let (start, end) = (site.line.start, site.line.end);
        let line = site.content();
        let kept = line.trim_end_matches(|c: char| c.is_whitespace() && c != '\u{3000}' && c != '\u{c}').len();
        let tail = &line[kept..];
        // White space alone in a line shows nowhere.
        if tail.is_empty() || (kept == 0 && self.trailing_plain.is_none()) {
            return;
        }
        let plain = tail.bytes().all(|b| b == b' ') && (tail.len() <= 2 || kept == 0);
        claims.drop(if plain { self.trailing_plain } else { self.trailing }, start + kept, end);
    }

    fn unicode(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let first = site.facts().first;
        for (i, c) in site.content().char_indices() {
            let at = site.line.start + i;
            let end = at + c.len_utf8();
            // Indents and ends are not between words.
            if at < first || end >= site.facts().last || !is_unicode_space(c) {
                continue;
            }
            let (Some(before), Some(after)) = (site.before(at), site.after(end)) else { continue };
            match c {
                '\u{a0}' => {
                    if after == ' ' || before == ' ' {
                        claims.drop(self.no_break, at, end);
                    } else if before == '\u{a0}' {
                        // The first of a run became a space.
                        claims.drop(self.no_break, at, end);
                    } else if after == '\u{a0}' || !self.is_native(site, at, end, before, after) {
                        claims.replace(self.no_break, at, end, " ");
                    }
                }
                // Mongolian suffixes and French marks; in other languages between two words only.
                '\u{202f}' | '\u{2009}' | '\u{200a}' | '\u{2006}' | '\u{2008}' => {
                    if is_western(before) && is_western(after) && long_words(site, at, end) {
                        claims.replace(self.wide, at, end, " ");
                    }
                }
                // An ideographic space stands between ideographs and indents them.
                '\u{3000}' => {
                    if is_western(before) && is_western(after) {
                        claims.replace(self.wide, at, end, " ");
                    }
                }
                // Ogham is written with its own space.
                '\u{1680}' => {}
                // A thin space ties a number to its unit, and sets off a dash.
                '\u{2004}' | '\u{2005}' if before.is_numeric() || matches!(after, '–' | '—') => {}
                _ if before == ' ' || after == ' ' => claims.drop(self.wide, at, end),
                _ => claims.replace(self.wide, at, end, " "),
            }
        }
    }

    /// Whether an author or a style sheet wants this no-break space: French and Swiss marks, numbers with their
    /// units and signs, initials and abbreviations, one-letter words, dashes.
    fn is_native(&self, site: &Site<'_>, at: usize, end: usize, before: char, after: char) -> bool {
        if matches!(after, ';' | ':' | '!' | '?' | '»' | '›' | '%' | '€' | '$' | '£' | '°' | '‰' | '/' | '&')
            || matches!(before, '«' | '‹' | '§' | '№' | '€' | '$' | '£' | '#' | '&' | '/')
        {
            return true;
        }
        // Russian, French and Polish typesetters tie a dash; who sets English does not.
        if matches!(after, '—' | '–' | '-') || matches!(before, '—' | '–' | '-') {
            return !site.context.is_english();
        }
        if before.is_numeric() || after.is_numeric() {
            return true;
        }
        let word = site.word_before(if before == '.' { at - 1 } else { at });
        let letters = word.chars().take(5).count();
        match before {
            // `Mr. Smith`, `J. K.`, `p. ex.`
            '.' => letters < 3 || (letters == 3 && word.starts_with(char::is_uppercase)),
            _ if letters == 1 => true,
            // Russian and Ukrainian house styles tie short words to the next.
            _ => letters <= 2 && !word.is_ascii() && site.word_after(end).chars().next().is_some_and(is_cyrillic),
        }
    }

    fn doubled(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        if self.doubled.is_none() || site.is_code() || site.context.is_tex() || !site.context.is_known() {
            return;
        }
        let line = &site.text[site.facts().first..site.facts().last];
        let mut gaps: Vec<(usize, usize)> = Vec::new();
        let mut run = 0;
        for (i, b) in line.bytes().enumerate() {
            if b == b' ' {
                run += 1;
                continue;
            }
            if run > 1 {
                gaps.push((site.facts().first + i - run, site.facts().first + i));
            }
            run = 0;
        }
        let words = usize::from(site.facts().words);
        // Columns: gaps of three and more, few words to a gap, or a gap that ends where one of a neighbour does.
        let wide = gaps.iter().filter(|(s, e)| e - s > 2).count();
        // A heading of four words may hold one slip, if no line beside it has any.
        let slip =
            words > 3 && gaps.len() == 1 && wide == 0 && !site.neighbours().any(|n| gap_ends(n).next().is_some());
        let short = words < 4 || (!site.facts().sentence && words < 6 && !(slip && line.contains(char::is_lowercase)));
        if short || wide * 12 > words || gaps.len() * 3 > words {
            return;
        }
        let ends: Vec<usize> = gaps.iter().map(|(_, e)| column(&site.text[site.line.start..*e])).collect();
        if site.neighbours().any(|n| gap_ends(n).any(|e| ends.contains(&e))) && !site.facts().prose {
            return;
        }
        let (wide_gaps, all_words) = site.context.gaps();
        let justified = wide_gaps * 8 > all_words && wide_gaps > 20;
        for (start, end) in gaps {
            let (Some(before), Some(after)) = (site.before(start), site.after(end)) else { continue };
            let joins = |c: char| c.is_alphanumeric() || crate::token::is_word_char(c);
            let left = joins(before)
                || matches!(before, ',' | ';' | ')' | ']' | '"' | '”' | '’' | '\'' | '»' | '…' | '—' | '–' | '-' | '%');
            let right = joins(after)
                || matches!(after, '(' | '[' | '"' | '“' | '‘' | '\'' | '«' | '„' | '—' | '–' | '-' | '$' | '€' | '£');
            let stop = matches!(before, '.' | '!' | '?' | ':')
                || (matches!(before, '"' | ')' | '\'' | '”' | '’')
                    && site.before(start - before.len_utf8()).is_some_and(|c| matches!(c, '.' | '!' | '?')));
            if justified || !right || !(left || stop) || (stop && site.context.has_wide_stops()) {
                continue;
            }
            claims.drop(self.doubled, start + 1, end);
        }
    }
}

fn column(head: &str) -> usize {
    head.chars().count()
}

/// The columns at which the wide gaps of a line end.
fn gap_ends(line: &str) -> impl Iterator<Item = usize> + '_ {
    let mut run = usize::MAX / 2;
    line.chars().enumerate().filter_map(move |(i, c)| {
        let was = run;
        run = if c == ' ' { run + 1 } else { 0 };
        // The indent is no gap: it starts from a count that never ends one.
        (c != ' ' && was > 1 && was < usize::MAX / 2).then_some(i)
    })
}

pub(super) fn is_unicode_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Latin, Greek and Cyrillic letters: scripts that put one plain space between words.
fn is_western(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\0'..='\u{52f}' | '\u{1e00}'..='\u{1fff}')
}

fn long_words(site: &Site<'_>, at: usize, end: usize) -> bool {
    site.word_before(at).chars().count() > 2 && site.word_after(end).chars().count() > 2
}
