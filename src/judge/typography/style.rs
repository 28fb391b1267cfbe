//! Taste, not damage: straight or curly quotes, dashes, ellipses, plain spaces, compatibility forms. All off unless asked.
//!
//! Protects code, inch marks, apostrophes and quotes whose partner is missing: what cannot be paired stays as it is.

mod quotes;

use unicode_normalization::{UnicodeNormalization, is_nfkc};

use super::site::{Claims, Site};
use crate::verdict::RuleIndex;

/// Sets text in a style.
#[derive(Debug)]
pub(super) struct Style {
    straight: Option<RuleIndex>,
    curly: Option<RuleIndex>,
    dashes: Option<RuleIndex>,
    ellipsis: Option<RuleIndex>,
    spaces: Option<RuleIndex>,
    nfkc: Option<RuleIndex>,
}

impl Style {
    pub(super) fn new(find: impl Fn(&str) -> Option<RuleIndex>) -> Self {
        let straight = find("style.straight-quotes");
        Style {
            // Who asks for both (with the whole family) gets the one that loses nothing when done twice.
            curly: find("style.curly-quotes").filter(|_| straight.is_none()),
            straight,
            dashes: find("style.dashes"),
            ellipsis: find("style.ellipsis"),
            spaces: find("style.ascii-spaces"),
            nfkc: find("style.nfkc"),
        }
    }

    /// Whether any style was asked for.
    pub(super) fn is_on(&self) -> bool {
        [self.straight, self.curly, self.dashes, self.ellipsis, self.spaces, self.nfkc].iter().any(Option::is_some)
    }

    /// Claims what is not in the style. O(bytes of the line).
    pub(super) fn judge(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let line = site.content();
        if self.straight.is_some() {
            self.straight(site, claims);
        }
        if self.curly.is_some() && line.contains(['"', '\'']) && !site.is_code() && !site.context.is_tex() {
            quotes::curl(self.curly, site, claims);
        }
        if self.dashes.is_some() && line.contains("--") && !site.is_code() {
            self.dashes(site, claims);
        }
        if self.ellipsis.is_some() && line.contains('.') && !site.is_code() {
            self.ellipsis(site, claims);
        }
        if self.spaces.is_some() && !line.is_ascii() {
            self.spaces(site, claims);
        }
        if self.nfkc.is_some() && !is_nfkc(line) {
            self.compatibility(site, claims);
        }
    }

    fn straight(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        for (i, c) in site.content().char_indices() {
            let plain = match c {
                '“' | '”' | '„' | '‟' => "\"",
                '‘' | '’' | '‚' | '‛' => "'",
                _ => continue,
            };
            claims.replace(self.straight, site.line.start + i, site.line.start + i + c.len_utf8(), plain);
        }
    }

    /// `--` and `---` between words; English sets the dash as wide as its spaces say.
    fn dashes(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let (line, bytes) = (site.content(), site.content().as_bytes());
        let mut next = 0;
        for at in memchr::memmem::find_iter(bytes, b"--") {
            if at < next {
                continue;
            }
            let run = bytes[at..].iter().take_while(|&&b| b == b'-').count();
            next = at + run;
            let (before, after) = (line[..at].chars().next_back(), line[next..].chars().next());
            let (Some(before), Some(after)) = (before, after) else { continue };
            // `--option` and `<!-- -->` are a programmer's, `----` is a rule.
            let spaced = before == ' ' && after == ' ';
            let joined =
                (before.is_alphanumeric() || crate::line::is_closer(before)) && (after.is_alphabetic() || after == '"');
            if run > 3 || !(spaced || joined) {
                continue;
            }
            let dash = if spaced && !site.context.is_english() { "–" } else { "—" };
            claims.replace(self.dashes, site.line.start + at, site.line.start + next, dash);
        }
    }

    /// `...` and `. . .`; four dots are a stop and an ellipsis in some styles, a leader in others, and stay.
    fn ellipsis(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let (start, bytes) = (site.line.start, site.content().as_bytes());
        let mut i = 0;
        while let Some(at) = memchr::memchr(b'.', &bytes[i..]).map(|n| i + n) {
            let tight = bytes[at..].iter().take_while(|&&b| b == b'.').count();
            let mut dots = 1;
            let mut end = at + 1;
            while tight == 1 && bytes[end..].starts_with(b" .") {
                dots += 1;
                end += 2;
            }
            let end = if tight > 1 { at + tight } else { end };
            if tight == 3 || (dots == 3 && bytes.get(end) != Some(&b'.')) {
                claims.replace(self.ellipsis, start + at, start + end, "…");
            }
            i = end;
        }
    }

    fn spaces(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        for (i, c) in site.content().char_indices().filter(|(_, c)| super::spacing::is_unicode_space(*c)) {
            claims.replace(self.spaces, site.line.start + i, site.line.start + i + c.len_utf8(), " ");
        }
    }

    /// Clusters (a character and the marks on it) in their compatibility form.
    fn compatibility(&self, site: &Site<'_>, claims: &mut Claims<'_>) {
        let line = site.content();
        let mut starts: Vec<usize> = line
            .char_indices()
            .filter(|(i, c)| *i == 0 || !unicode_normalization::char::is_combining_mark(*c))
            .map(|(i, _)| i)
            .collect();
        starts.push(line.len());
        for pair in starts.windows(2) {
            let piece = &line[pair[0]..pair[1]];
            // What one style writes the other does not take apart.
            let own = self.ellipsis.is_some() && piece.starts_with('…');
            if !piece.is_ascii() && !own && !is_nfkc(piece) {
                let new: String = piece.nfkc().collect();
                claims.replace(self.nfkc, site.line.start + pair[0], site.line.start + pair[1], new);
            }
        }
    }
}
