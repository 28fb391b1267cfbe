//! Where lines end: carriage returns among line feeds, runs of blank lines, words broken at the end of a line.
//!
//! Protects files of Windows, whose lines all end in CRLF, two blank lines between sections, and hyphens that belong to
//! their word. Looks at several lines, and so at whole documents only.

use super::site::{Claims, Site, is_word};
use crate::verdict::RuleIndex;

/// Blank lines that an author may put between two sections.
const MEANT: usize = 3;
/// Blank lines that remain of more.
const BLANK: usize = 2;
/// Letters that a half of a broken word has at least.
const HALF: usize = 2;

/// Repairs the ends of lines.
#[derive(Debug)]
pub(super) struct Ends {
    returns: Option<RuleIndex>,
    blank: Option<RuleIndex>,
    broken: Option<RuleIndex>,
}

impl Ends {
    pub(super) fn new(find: impl Fn(&str) -> Option<RuleIndex>) -> Self {
        Ends {
            returns: find("spacing.line-ends"),
            blank: find("spacing.blank-lines"),
            broken: find("letters.broken-word"),
        }
    }

    pub(super) fn judge(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        if self.returns.is_some() {
            self.returns(site, claims);
        }
        if self.blank.is_some() {
            self.blank(site, claims);
        }
    }

    /// `\r` that is no half of a line's end, and CRLF where most lines end in LF.
    fn returns(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let (start, end) = (site.line.start, site.line.end);
        let content = site.content();
        let kept = content.trim_end_matches('\r').len();
        for at in memchr::memchr_iter(b'\r', &content.as_bytes()[..kept]) {
            claims.replace(self.returns, start + at, start + at + 1, "\n");
        }
        claims.drop_if(kept < content.len() && site.line.next > end, self.returns, start + kept, end);
        if site.text[end..site.line.next].starts_with('\r') {
            let (pairs, feeds) = site.context.line_ends();
            claims.drop_if(pairs < feeds, self.returns, end, end + 1);
        }
    }

    /// More blank lines than anybody means.
    fn blank(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let blank = |line: &str| matches!(line, "\n" | "\r\n");
        if blank(&site.text[site.line.start..site.line.next]) && site.line.start > 0 {
            return;
        }
        let (mut at, mut lines, mut kept) = (site.line.next, 0, site.line.next);
        for line in site.text[site.line.next..].split_inclusive('\n').take_while(|l| blank(l)) {
            lines += 1;
            at += line.len();
            if lines == BLANK {
                kept = at;
            }
        }
        claims.drop_if(lines > MEANT && at < site.text.len(), self.blank, kept, at);
    }

    /// `consti-` at the end of a line and `tution` at the start of the next, where the document has the whole word: the
    /// second half moves up, so that lines stay lines.
    pub(super) fn broken(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        if self.broken.is_none() {
            return;
        }
        let Some(head) = site.content().strip_suffix('-') else { return };
        let hyphen = site.line.start + head.len();
        let first = site.word_before(hyphen);
        let rest = &site.text[site.line.next..];
        let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let tail = &rest[indent..];
        let second = &tail[..tail.chars().take_while(|&c| is_word(c)).map(char::len_utf8).sum()];
        let long = |w: &str| w.chars().take(HALF).count() == HALF && w.len() < 64;
        if !long(first) || !long(second) || second.starts_with(char::is_uppercase) || site.is_code() {
            return;
        }
        if !site.context.has_word(&format!("{first}{second}")) || site.context.has_word(&format!("{first}-{second}")) {
            return;
        }
        // Marks go with their word; the space behind them becomes the line's end.
        let behind = &tail[second.len()..];
        let marks: usize = behind
            .chars()
            .take_while(|c| matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '”' | '"' | ')'))
            .map(char::len_utf8)
            .sum();
        let moved = &tail[..second.len() + marks];
        let end = site.line.next + indent + moved.len();
        match site.text[end..].chars().next() {
            Some(' ') => {
                let line_end = &site.text[site.line.end..site.line.next];
                claims.replace(self.broken, hyphen, end + 1, format!("{moved}{line_end}{}", &rest[..indent]));
            }
            None | Some('\n' | '\r') => claims.replace(self.broken, hyphen, end, moved.to_owned()),
            _ => {}
        }
    }
}
