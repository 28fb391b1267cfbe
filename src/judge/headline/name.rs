//! What names look like: capitals, domain names, what publications are called, where sites name themselves.
//!
//! Knows nothing of separators.

use super::fold::{fold, places};
use super::head::words;
use super::lexicon;
use crate::span::Span;

/// Whether every word of a span is set like part of a name: capitals, numbers, small words inside.
pub(super) fn is_name(text: &str, span: Span) -> bool {
    let mut capital = false;
    for (i, word) in words(text, span).enumerate() {
        let word = word.of(text);
        let letter = word.chars().find(|c| c.is_alphanumeric());
        let small = letter.is_some_and(char::is_lowercase);
        let folded = if small { fold(word) } else { String::new() };
        let ok = match i {
            0 => !small || lexicon::is_article(&folded) || mixed(word),
            _ => {
                !small
                    || matches!(folded.as_str(), "blog" | "news" | "online" | "post" | "times" | "powered" | "with")
                    || !word.is_ascii() && lexicon::is_press_noun(&folded)
                    || lexicon::is_joiner(&folded)
                    || lexicon::is_article(&folded)
                    || mixed(word)
                    || is_domain(word)
            }
        };
        if !ok {
            return false;
        }
        capital |= letter.is_some() && (!small || mixed(word));
    }
    capital
}

/// A lower-case beginning with a capital inside, as brands have it.
pub(super) fn mixed(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && word.chars().any(char::is_uppercase)
}

/// Whether a word is a domain name: letters, a dot, a top level that names are made with.
pub(super) fn is_domain(word: &str) -> bool {
    let Some((name, top)) = word.rsplit_once('.') else { return false };
    let ok = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && name.chars().all(ok)
        && !name.contains("..")
        && top.is_ascii()
        && lexicon::is_top_level(&top.to_ascii_lowercase())
}

/// Whether a piece is a date in figures.
pub(super) fn is_date(text: &str) -> bool {
    let figures = text.chars().filter(char::is_ascii_digit).count();
    (5..=8).contains(&figures) && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '/' | '-' | ' '))
}

/// A compound that ends in what newspapers are called, in German and its neighbours; in scripts without spaces, one
/// that holds it.
pub(super) fn is_press_compound(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "zeitung",
        "nachrichten",
        "blatt",
        "anzeiger",
        "spiegel",
        "kurier",
        "schau",
        "dagblad",
        "nieuws",
        "bladet",
        "tidning",
        "posten",
        "网",
        "網",
        "日报",
        "日報",
        "晚报",
        "ニュース",
        "オンライン",
        "频道",
        "뉴스",
        "일보",
        "신문",
        "방송",
        "경제",
    ];
    const INSIDE: &[&str] = &["新闻", "新聞"];
    let holds = INSIDE.iter().any(|e| word.len() > e.len() && word.contains(e) && word.chars().count() <= 10);
    holds || ENDINGS.iter().any(|e| word.len() > e.len() && word.ends_with(e))
}

/// Whether the body names `name` where sites name themselves: copyright lines, subscriptions, sources.
pub(super) fn is_signed(body: &str, name: &str) -> bool {
    const SIGNS: &[&str] = &[
        "©",
        "(c)",
        "copyright",
        "subscribe to",
        "follow ",
        "newsletter",
        "appeared first on",
        "originally published",
        "read more on",
        "more from",
        "all rights reserved",
        "abonnieren",
        "suscr",
        "abonnez",
        "подпис",
    ];
    if name.len() < 4 || body.len() < name.len() {
        return false;
    }
    places(body, name).take(20).any(|at| {
        let from = (0..=at).rev().take(40).filter(|i| body.is_char_boundary(*i)).last().unwrap_or(at);
        let before = body[from..at].rsplit('\n').next().unwrap_or("").to_lowercase();
        SIGNS.iter().any(|s| before.contains(s))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (text, name) in [
            ("The Bottom Line", true),
            ("il Giornale", true),
            ("Украинская правда", true),
            ("Colin Watson's blog", true),
            ("a city", false),
            ("A review", false),
            ("Science fiction books", false),
        ] {
            assert_eq!(is_name(text, Span::new(0, text.len())), name, "{text}");
        }
    }

    #[test]
    fn domains() {
        for (text, domain) in [("nj.com", true), ("news.ORF.at", true), ("U.S", false), ("e.g.", false), ("3.5", false)]
        {
            assert_eq!(is_domain(text), domain, "{text}");
        }
    }

    #[test]
    fn sites_sign_their_pages() {
        assert!(is_signed("The end.\n© 2021 Harbour Chronicle", "Harbour Chronicle"));
        assert!(!is_signed("The Harbour Chronicle was founded long ago.", "Harbour Chronicle"));
    }
}
