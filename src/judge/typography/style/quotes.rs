//! Straight quotes that become those of the document's language.

use crate::judge::typography::site::{Claims, Site};
use crate::verdict::RuleIndex;

/// The quotes of a language: outer pair, inner pair. Source: the delimiters of Unicode CLDR 46
/// (`common/main/*.xml`, `quotationStart` to `alternateQuotationEnd`); what is not listed is written as English.
fn marks(lang: &str) -> [&'static str; 4] {
    match lang {
        "de" | "cs" | "sk" | "sl" | "bg" | "lt" | "et" | "is" => ["„", "“", "‚", "‘"],
        "pl" | "ro" | "hu" | "hr" => ["„", "”", "‚", "’"],
        "sr" | "mk" => ["„", "“", "’", "‘"],
        "ru" | "uk" | "be" => ["«", "»", "„", "“"],
        "fr" => ["«\u{a0}", "\u{a0}»", "‹\u{a0}", "\u{a0}›"],
        "el" | "hy" => ["«", "»", "“", "”"],
        "no" => ["«", "»", "‘", "’"],
        "sv" | "fi" => ["”", "”", "’", "’"],
        "fa" | "az" => ["«", "»", "‹", "›"],
        _ => ["“", "”", "‘", "’"],
    }
}

/// Claims straight quotes that can be paired within their line, and apostrophes inside words.
pub(super) fn curl(rule: Option<RuleIndex>, site: &Site<'_>, claims: &mut Claims<'_>) {
    let (line, start) = (site.content(), site.line.start);
    let lang = site.context.language();
    // Gershayim and geresh are letters of Hebrew abbreviations; East Asian corner brackets are no quotes of keyboards.
    if lang == "he" || site.context.is_east_asian() {
        return;
    }
    let marks = marks(lang);
    for (quote, open, close) in [('"', marks[0], marks[1]), ('\'', marks[2], marks[3])] {
        let mut opened: Option<usize> = None;
        for (at, _) in line.match_indices(quote) {
            let (before, after) = (line[..at].chars().next_back(), line[at + 1..].chars().next());
            let begins = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '"' | '\''))
                && after.is_some_and(|c| !c.is_whitespace());
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if quote == '\'' && before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic) {
                claims.replace(rule, start + at, start + at + 1, "’");
            } else if begins && opened.is_none() {
                opened = Some(at);
            } else if !begins && !word(after) && before.is_some_and(|c| !c.is_whitespace()) {
                // Behind a digit it is a foot or an inch, unless something is open.
                let Some(from) = opened.take() else { continue };
                claims.replace(rule, start + from, start + from + 1, open);
                claims.replace(rule, start + at, start + at + 1, close);
            } else {
                opened = None;
            }
        }
    }
}
