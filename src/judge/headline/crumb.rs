//! What stands glued or chained before a headline: `Home › News › Council votes …`, `PoliticsCouncil votes …`.
//!
//! Knows nothing of what follows the headline.

use super::fold::{fold, has_phrase, has_word};
use super::head::{Head, words};
use super::suffix::weight;
use super::{Repair, lexicon};
use crate::span::Span;

/// A breadcrumb has at most this many steps before the headline.
const MOST_STEPS: usize = 6;
/// A body shorter than this, in bytes, knows no words.
const TELLING_BYTES: usize = 200;

/// The signs between the steps of a breadcrumb.
fn is_step(c: char) -> bool {
    matches!(c, '>' | '›' | '»' | '/' | '→' | '|' | '＞' | '\\')
}

/// Where a breadcrumb starts, in the large languages.
fn is_home(word: &str) -> bool {
    #[rustfmt::skip]
    const HOMES: &[&str] = &[
        "accueil", "anasayfa", "beranda", "home", "homepage", "inicio", "portada", "start", "startseite",
        "stronaglowna", "youarehere", "главная", "الرئيسية", "होम", "トップ", "ホーム", "首頁", "首页", "홈",
    ];
    HOMES.binary_search(&word).is_ok()
}

/// The breadcrumb that the headline is the last step of.
pub(super) fn breadcrumb(head: &Head<'_>) -> Option<Repair> {
    let line = head.line.of(head.text);
    let first = line.find(is_step)?;
    if first > 60 || !is_home(&fold(line[..first].trim())) {
        return None;
    }
    let sign = line[first..].chars().next()?;
    let last = line.rfind(sign)?;
    let steps = line[..last].split(sign);
    // "Home / away", "Home | and garden": a slash and a bar join words, too; a breadcrumb of them is spaced and long.
    let loose = matches!(sign, '/' | '|' | '\\');
    if loose && (steps.clone().count() < 2 || !line[..first].ends_with(' ')) {
        return None;
    }
    if steps.clone().count() > MOST_STEPS || steps.clone().any(|s| s.split_whitespace().count() > 5) {
        return None;
    }
    let rest = line[last..].trim_start_matches(sign).trim_start();
    let span = Span::new(head.line.end - rest.len(), head.line.end);
    // A step of a few words is a section, and the line nothing but a breadcrumb.
    let headline = weight(head.text, span) >= 4 && !rest.ends_with(['.', '।', '。']) || head.is_said(rest);
    headline.then(|| {
        let note = format!("begins with a breadcrumb: {}", line[..line.len() - rest.len()].trim_end());
        Repair::drop(Span::new(head.line.start, span.start), note)
    })
}

/// The section glued to the headline's first word: `PoliticsCouncil votes …`, where the document says the headline
/// without it, or knows the word but not the two as one.
pub(super) fn section(head: &Head<'_>) -> Option<Repair> {
    let line = head.line.of(head.text);
    let token = line.split_whitespace().next()?;
    let letters: Vec<(usize, char)> = token.char_indices().take(24).collect();
    let joint = letters.windows(2).find(|w| w[0].1.is_lowercase() && w[1].1.is_uppercase())?[1].0;
    let (name, rest) = line.split_at(joint);
    if joint < 4 || !name.starts_with(char::is_uppercase) || !lexicon::is_section(&fold(name)) {
        return None;
    }
    let count = words(head.text, Span::new(head.line.start + joint, head.line.end)).count();
    let word: &str = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let core = token.trim_end_matches(|c: char| !c.is_alphanumeric());
    // TechCrunch, SportsCenter: a brand is in the text about it.
    let known = count >= 4
        && head.body.len() >= TELLING_BYTES
        && word.chars().count() >= 2
        && !has_phrase(head.body, core)
        && has_word(head.body, word);
    let note = match () {
        () if head.is_said(rest) => "the document says the headline without the section",
        () if known => "begins with a section; the text knows the word behind it, not the two as one",
        () => return None,
    };
    Some(Repair::drop(Span::new(head.line.start, head.line.start + joint), format!("{note}: {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homes_are_sorted_and_folded() {
        for home in ["Home", "Startseite", "Strona główna", "Главная", "ホーム", "首页", "홈", "الرئيسية"]
        {
            assert!(is_home(&fold(home)), "{home}");
        }
        assert!(!is_home("news"));
    }
}
