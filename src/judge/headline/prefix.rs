//! Site names before a headline: `Reuters | …`, `【Site】…`.
//!
//! Knows nothing of what follows the headline.

use super::fold::fold;
use super::head::{Head, words};
use super::host::{Fit, Host};
use super::name::{is_domain, is_name, is_press_compound};
use super::suffix::{Found, Joint, Kind, weight};
use super::{Repair, lexicon};
use crate::span::Span;

/// The site's name before the headline.
pub(super) fn before(head: &Head<'_>, joints: &[Joint]) -> Option<Found> {
    let joint = joints[0];
    let span = Span::new(head.line.start, joint.span.start);
    let rest = Span::new(joint.span.end, head.line.end);
    if weight(head.text, rest) < 3 || words(head.text, span).count() > 5 {
        return None;
    }
    let text = span.of(head.text);
    let dash = matches!(joint.sign, '-' | '–' | '—');
    if dash && rest.of(head.text).starts_with(char::is_lowercase) {
        return None;
    }
    let folded: Vec<String> = words(head.text, span).map(|w| fold(w.of(head.text))).filter(|w| !w.is_empty()).collect();
    let name: Vec<&str> = folded.iter().map(String::as_str).collect();
    let pipe = matches!(joint.sign, '|' | '｜' | '»' | '›');
    let fit = head.host.and_then(|h| Host::new(h).fit(&name));
    let note = if head.is_said(rest.of(head.text)) && name.len() <= 3 {
        "the document says the headline without it".to_owned()
    } else if fit == Some(Fit::Whole) && (pipe || dash || matches!(joint.sign, '•' | '·')) && is_name(head.text, span)
    {
        format!("begins with the site's name: host {}", head.host.unwrap_or(""))
    } else if pipe && lexicon::is_publisher(&name.concat()) {
        format!("begins with the name of a publisher: {text}")
    } else if pipe && is_domain(text) {
        format!("begins with a domain name: {text}")
    } else {
        return None;
    };
    Some(Found { kind: Kind::Before, repair: Repair::drop(Span::new(head.line.start, joint.span.end), note) })
}

/// `【Site】` before or after the headline.
pub(super) fn bracket(head: &Head<'_>) -> Option<Found> {
    let line = head.line.of(head.text);
    let inner = |text: &'_ str| {
        let word = fold(text);
        let host = head.host.is_some_and(|h| Host::new(h).fit(&[&word]).is_some());
        let known = lexicon::is_publisher(&word)
            || lexicon::is_news(&word)
            || is_press_compound(&word)
            || lexicon::is_section(&word);
        (host || known || is_domain(text)).then(|| format!("the site's name in brackets: {text}"))
    };
    if let Some((name, rest)) = line.strip_prefix('【').and_then(|l| l.split_once('】')) {
        let note = inner(name)?;
        let end = head.line.end - rest.trim_start().len();
        return Some(Found { kind: Kind::Before, repair: Repair::drop(Span::new(head.line.start, end), note) });
    }
    let (rest, name) = line.strip_suffix('】')?.rsplit_once('【')?;
    let note = inner(name)?;
    let start = head.line.start + rest.trim_end().len();
    Some(Found { kind: Kind::Site, repair: Repair::drop(Span::new(start, head.line.end), note) })
}
