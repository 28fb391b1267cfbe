//! Site and section names after a headline, or before it, with their separator.
//!
//! The line is taken apart at its separators, and each piece after the first is asked what speaks for it being no
//! part of the headline: the host, the rest of the document, what publications and sections are called, its shape.
//! Knows nothing of lost separators.

use super::fold::{fold, has_phrase, has_word};
use super::head::{Head, is_mostly_small, words};
use super::host::{Fit, Host};
use super::name::{is_date, is_domain, is_name, is_press_compound, is_signed};
use super::prefix::{before, bracket};
use super::{Repair, lexicon};
use crate::span::Span;

/// What a piece is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The name of the site.
    Site,
    /// The name of a section.
    Section,
    /// Something set like a name that the text knows nothing of.
    Name,
    /// The name of the site, before the headline.
    Before,
}

/// A repair of this module, with its kind.
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) repair: Repair,
}

/// A separator: its span with the white space around it, and its sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joint {
    pub(super) span: Span,
    pub(super) sign: char,
}

/// What speaks for a piece being no part of the headline.
#[derive(Debug)]
enum Claim {
    /// By itself, whatever stands before.
    Strong(Kind, String),
    /// Only beside a strong neighbour: set like a name.
    Plain,
    /// Nothing.
    No,
}

/// A name has at most this many words.
const NAME_WORDS: usize = 8;
/// Pieces beyond this many are looked at together: a line of so many pieces is a menu or a breadcrumb.
const MOST_JOINTS: usize = 8;
/// A body shorter than this, in bytes, proves nothing by what it does not say.
const TELLING_BYTES: usize = 300;

/// A separator that nothing stands behind, or before: `… is Back -`.
pub(super) fn dangling(head: &Head<'_>) -> Option<Repair> {
    let line = head.line.of(head.text);
    // A closing `»` ends a quotation, and a dash may break off speech.
    let quoted = line.contains(['«', '“', '”', '"', '„', '—']);
    let bare =
        line.trim_end_matches(|c: char| matches!(c, '|' | '｜' | '-') || c == '–' && !quoted || c.is_whitespace());
    if bare.len() < line.len()
        && line[bare.len()..].starts_with(char::is_whitespace)
        && bare.split_whitespace().count() >= 4
        && !bare.contains('|')
    {
        let span = Span::new(head.line.start + bare.len(), head.line.end);
        return Some(Repair::drop(span, "ends with a separator that nothing follows"));
    }
    let bare = line.trim_start_matches(|c: char| matches!(c, '|' | '»' | '·' | '•') || c.is_whitespace());
    if line.starts_with('|') && bare.split_whitespace().count() >= 3 && !bare.contains('|') {
        let span = Span::new(head.line.start, head.line.end - bare.len());
        return Some(Repair::drop(span, "begins with a separator that nothing precedes"));
    }
    None
}

/// A site's or section's name at the end of the headline, or at its beginning.
pub(super) fn find(head: &Head<'_>) -> Option<Found> {
    let joints = joints(head);
    if joints.is_empty() || joints.len() > MOST_JOINTS {
        return bracket(head);
    }
    after(head, &joints).or_else(|| before(head, &joints)).or_else(|| bracket(head))
}

fn is_sign(c: char) -> bool {
    matches!(c, '|' | '｜' | '-' | '–' | '—' | '·' | '•' | '»' | '›' | ':' | '：' | '/' | '~' | '_' | '＿' | '∙')
}

/// The separators of the line: signs with white space at both sides, pipes also without, `_` and `-` between
/// characters of scripts that have no spaces.
fn joints(head: &Head<'_>) -> Vec<Joint> {
    let line = head.line.of(head.text);
    let mut out: Vec<Joint> = Vec::new();
    if !line.contains(is_sign) {
        return out;
    }
    let mut until = 0;
    for (at, sign) in line.char_indices().filter(|(_, c)| is_sign(*c)) {
        if at < until || sign == '»' && line[..at].contains('«') {
            continue;
        }
        // `--` and `::` are one sign.
        let run = line[at..].chars().take_while(|c| *c == sign).count() * sign.len_utf8();
        until = at + run;
        let (left, right) = (&line[..at], &line[until..]);
        let sign = if matches!(sign, ':' | '/') && run > 1 { '|' } else { sign };
        let (start, end) = (left.trim_end().len(), line.len() - right.trim_start().len());
        if start == 0 || end == line.len() {
            continue;
        }
        let spaced = start < left.len() && end > until;
        let bare = matches!(sign, '|' | '｜' | '：' | '_' | '＿');
        let unspaced =
            sign == '-' && left.ends_with(crate::line::is_unspaced) && right.starts_with(crate::line::is_unspaced);
        if spaced || bare || unspaced {
            let span = Span::new(head.line.start + start, head.line.start + end);
            match out.last_mut() {
                Some(last) if last.span.end >= span.start => last.span.end = span.end,
                _ => out.push(Joint { span, sign }),
            }
        }
    }
    out
}

fn after(head: &Head<'_>, joints: &[Joint]) -> Option<Found> {
    let pieces: Vec<Claim> = (0..joints.len()).map(|i| claim(head, joints, i)).collect();
    let mut cut: Option<usize> = None;
    let mut waiting = false;
    let mut strong_sign = None;
    for i in (0..joints.len()).rev() {
        match &pieces[i] {
            Claim::Strong(..) => {
                cut = Some(i);
                waiting = false;
                strong_sign = Some(joints[i].sign);
            }
            // A tagline after the name, or a section before it.
            Claim::Plain if cut.is_none() => waiting = true,
            Claim::Plain if !waiting && strong_sign == Some(joints[i].sign) && is_section_piece(head, joints, i) => {
                cut = Some(i);
            }
            _ => break,
        }
    }
    let mut cut = cut?;
    // What is left must still be a headline.
    let left = |i: usize| Span::new(head.line.start, joints[i].span.start);
    let (kind, note) = loop {
        let strong = pieces[cut..].iter().filter_map(|p| match p {
            Claim::Strong(kind, note) => Some((*kind, note.as_str())),
            _ => None,
        });
        let (kind, note) = strong.min_by_key(|(kind, _)| *kind as u8)?;
        let least = if kind == Kind::Site { 2 } else { 3 };
        if weight(head.text, left(cut)) >= least || head.is_said(left(cut).of(head.text)) {
            break (kind, note.to_owned());
        }
        cut += 1;
        if cut >= joints.len() {
            return None;
        }
    };
    Some(Found { kind, repair: Repair::drop(Span::new(joints[cut].span.start, head.line.end), note) })
}

/// The words of a span; in scripts without spaces, four characters count as one.
pub(super) fn weight(text: &str, span: Span) -> usize {
    let unspaced = span.of(text).chars().filter(|c| crate::line::is_unspaced(*c)).count();
    words(text, span).count() + unspaced / 4
}

/// The piece behind separator `i`.
fn piece(head: &Head<'_>, joints: &[Joint], i: usize) -> Span {
    Span::new(joints[i].span.end, joints.get(i + 1).map_or(head.line.end, |j| j.span.start))
}

/// Whether a piece before a site's name is a section: a pipe stands before it, or the text does not speak of it.
fn is_section_piece(head: &Head<'_>, joints: &[Joint], i: usize) -> bool {
    let span = piece(head, joints, i);
    let count = words(head.text, span).count();
    match joints[i].sign {
        '|' | '｜' | '»' => count <= 5,
        _ => count <= 3 && !is_echoed(head, span),
    }
}

fn claim(head: &Head<'_>, joints: &[Joint], i: usize) -> Claim {
    let span = piece(head, joints, i);
    let text = span.of(head.text);
    let sign = joints[i].sign;
    let last = i + 1 == joints.len();
    let count = words(head.text, span).count();
    if count == 0 || count > NAME_WORDS + 2 {
        return Claim::No;
    }
    if text.chars().filter(char::is_ascii_digit).count() >= 5
        && text.contains(char::is_alphabetic)
        && count <= 5
        && !last
    {
        return Claim::Plain;
    }
    if is_date(text) {
        return if matches!(sign, '|' | '–' | '—' | '·' | '•') && last {
            Claim::Strong(Kind::Section, format!("ends with a date: {text}"))
        } else {
            Claim::Plain
        };
    }
    if let Some((kind, note)) = site(head, span, sign) {
        return Claim::Strong(kind, note);
    }
    // "T - Site" where the document also says "T" alone.
    let left = Span::new(head.line.start, joints[i].span.start).of(head.text);
    if head.is_said(left) && left.split_whitespace().count() >= 2 && count <= NAME_WORDS {
        return Claim::Strong(Kind::Site, "the document says the headline without it".into());
    }
    let company = ["Inc.", "Co.", "Ltd.", "Corp."].iter().any(|c| text.ends_with(c));
    if !company && text.ends_with(['.', '!', '?', '…', ',']) || !text.contains(char::is_alphabetic) {
        return Claim::No;
    }
    if !is_name(head.text, span) {
        // "| Science fiction books | The Guardian"
        let topic = matches!(sign, '|' | '｜') && count <= 4 && text.starts_with(char::is_uppercase);
        return if topic { Claim::Plain } else { Claim::No };
    }
    let parenthesis = text.contains(['“', '"', '„', '«', '%']) || text.contains('(') && !has_acronym(text);
    // English sets no space before a colon; templates do.
    let colon =
        sign == ':' && last && count <= 3 && has_phrase(head.body, "the") && !lexicon::opens_statement(&fold(text));
    if colon && !parenthesis {
        return Claim::Strong(Kind::Name, format!("ends with a name behind a separator: {text}"));
    }
    if parenthesis || matches!(sign, ':' | '/') || sign == '：' && !is_press_compound(text) {
        return Claim::No;
    }
    if let Some(note) = section(head, span, sign) {
        return Claim::Strong(Kind::Section, note);
    }
    if (last || joints[i + 1..].iter().all(|j| j.sign == sign))
        && let Some(note) = shape(head, span, sign)
    {
        return Claim::Strong(Kind::Name, note);
    }
    Claim::Plain
}

/// Evidence that a piece is the site's own name.
fn site(head: &Head<'_>, span: Span, sign: char) -> Option<(Kind, String)> {
    let text = span.of(head.text);
    let folded: Vec<String> = words(head.text, span).map(|w| fold(w.of(head.text))).filter(|w| !w.is_empty()).collect();
    let name: Vec<&str> = folded.iter().map(String::as_str).collect();
    if let Some(host) = head.host.filter(|h| sign != '/' && Host::new(h).is_led(&name)) {
        return Some((Kind::Site, format!("ends with the site's name: host {host}")));
    }
    if name.is_empty() || name.len() > NAME_WORDS {
        return None;
    }
    let statement = text.ends_with(['?', '!']) || name.len() > 1 && lexicon::opens_statement(name[0]);
    if let Some(host) = head.host {
        // "| news.com.au — Australia’s leading news site"
        let first = words(head.text, span).next().map_or("", |w| w.of(head.text));
        if is_domain(first) && Host::new(host).fit(&name[..1]) == Some(Fit::Whole) {
            return Some((Kind::Site, format!("ends with the site's name: host {host}")));
        }
        let fit = Host::new(host).fit(&name);
        let bound = match fit {
            Some(Fit::Whole | Fit::Initials) => NAME_WORDS,
            // `pv magazine International` on pv-magazine.com
            Some(Fit::Word)
                if sign != '/' && name.len() <= 4 && Host::new(host).said(&name[..name.len().min(2)]) >= 8 =>
            {
                NAME_WORDS
            }
            Some(Fit::Word) if !statement && sign != '/' && is_name(head.text, span) => {
                if name.iter().any(|w| lexicon::is_institution(w)) { NAME_WORDS } else { 6 }
            }
            Some(Fit::Part) if !statement && is_name(head.text, span) && !matches!(sign, ':' | '/') => 5,
            _ => 0,
        };
        if name.len() <= bound {
            // Half a name is likely, not certain.
            let kind = if fit == Some(Fit::Part) { Kind::Name } else { Kind::Site };
            return Some((kind, format!("ends with the site's name: host {host}")));
        }
    }
    let joined = name.concat();
    if lexicon::is_publisher(&joined) && sign != '/' {
        return Some((Kind::Site, format!("ends with the name of a publisher: {text}")));
    }
    let apart = matches!(sign, '|' | '-' | '–' | '—' | '·' | '•');
    if apart && is_domain(text) && !head.opens_with(text) {
        return Some((Kind::Site, format!("ends with a domain name: {text}")));
    }
    // "How we built it at Harbour - Harbour": no author says the same name twice in a row.
    let left = Span::new(head.line.start, span.start).of(head.text);
    if apart && name.len() <= 3 && is_name(head.text, span) && text.len() >= 4 && has_phrase(left, text) {
        return Some((Kind::Site, format!("ends with a name that the headline says already: {text}")));
    }
    if apart && text.ends_with(['®', '™']) && is_name(head.text, span) {
        return Some((Kind::Site, format!("ends with a trade mark: {text}")));
    }
    let witness = || text.starts_with("The ") && has_phrase(head.body, &format!("told {text}"));
    if !statement && is_name(head.text, span) && (is_signed(head.body, text) || witness()) {
        return Some((Kind::Site, format!("ends with the name the document gives its site: {text}")));
    }
    // "by Brian Jenney" after the separator is the byline of a blog platform.
    if name[0] == "by" && matches!(name.len(), 3..=5) && matches!(sign, '|' | '-' | '–' | '—') {
        let rest = words(head.text, span).skip(1).all(|w| w.of(head.text).starts_with(|c: char| !c.is_lowercase()));
        if rest {
            return Some((Kind::Name, format!("ends with a byline: {text}")));
        }
    }
    None
}

/// Evidence that a piece names a section or a publication in general words.
fn section(head: &Head<'_>, span: Span, sign: char) -> Option<String> {
    let text = span.of(head.text);
    let folded: Vec<String> = words(head.text, span).map(|w| fold(w.of(head.text))).filter(|w| !w.is_empty()).collect();
    let (first, last) = (folded.first()?, folded.last()?);
    if folded.len() <= 4 && folded.iter().all(|w| lexicon::is_section(w) || lexicon::is_joiner(w)) {
        return Some(format!("ends with the name of a section: {text}"));
    }
    if lexicon::opens_statement(first) && first != "the" {
        return None;
    }
    // "- Bread Oven Reviews" behind "Seven Bread Ovens for Small Kitchens": what the headline is about, and what the site has of it.
    if let Some((shelf, topic)) = folded.split_last()
        && (1..=3).contains(&topic.len())
        && lexicon::is_shelf(shelf)
    {
        let left: Vec<String> =
            words(head.text, Span::new(head.line.start, span.start)).map(|w| fold(w.of(head.text))).collect();
        let said = |t: &String| left.iter().any(|w| w == t || w.strip_suffix('s') == Some(t));
        if topic.iter().all(said) {
            return Some(format!("ends with a section, the topic of the headline and `{shelf}`: {text}"));
        }
    }
    let press = |w: &String| lexicon::is_press_noun(w) || is_press_compound(w);
    let own = is_press_compound(last) || last == "blog";
    if folded.len() <= 5 && own {
        return Some(format!("ends with what a publication is called: {text}"));
    }
    if folded.len() <= 5 && (press(last) || press(first) && folded.len() <= 3) && !has_phrase(head.body, text) {
        return Some(format!("ends with what a publication is called: {text}"));
    }
    // "The Namibian": a name that has its article, where the text has none like it.
    let titled = folded.iter().any(|w| lexicon::is_title_word(w));
    let named =
        text.starts_with("The ") && !titled && (2..=3).contains(&folded.len()) && head.body.len() >= TELLING_BYTES;
    if named && !head.opens_with(text) {
        return Some(format!("ends with a name and its article: {text}"));
    }
    let pipe = matches!(sign, '|' | '｜');
    if (2..=NAME_WORDS).contains(&folded.len())
        && folded.iter().any(|w| lexicon::is_institution(w))
        && !text.contains(',')
        && (pipe && folded.len() >= 4 || !has_phrase(head.body, text))
    {
        return Some(format!("ends with what an organisation is called: {text}"));
    }
    None
}

/// Evidence of shape alone: a name that has nothing to do with the text.
fn shape(head: &Head<'_>, span: Span, sign: char) -> Option<String> {
    let text = span.of(head.text);
    let list: Vec<Span> = words(head.text, span).collect();
    let first = fold(list.first()?.of(head.text));
    let digits = text.chars().any(|c| c.is_ascii_digit()) && list.len() > 1;
    let caseless = text.chars().all(|c| !c.is_lowercase() && !c.is_uppercase());
    if digits || lexicon::opens_statement(&first) || caseless && text.chars().count() > 16 {
        return None;
    }
    let pipe = matches!(sign, '|' | '｜' | '•' | '·');
    if pipe && list.len() <= 5 && text.matches(',').count() <= 1 {
        return Some(format!("ends with a name behind a separator: {text}"));
    }
    // "A Tale of Two Bridges - Part Two", "The Old Bridge - A History", "Ten Apps Compared - Personally Tested"
    let titled = list.iter().any(|w| {
        let word = fold(w.of(head.text));
        lexicon::is_title_word(&word) || is_participle(&word)
    }) || matches!(first.as_str(), "a" | "an");
    if titled || text.contains(',') {
        return None;
    }
    if !matches!(sign, '-' | '–' | '—') || list.len() > 4 || head.body.len() < TELLING_BYTES {
        return None;
    }
    // "Regular activity can boost mood - Harvard Health": a headline set like a sentence does not end in a title.
    let before = Span::new(head.line.start, span.start);
    let title = (2..=3).contains(&list.len())
        && weight(head.text, before) >= 6
        && is_mostly_small(head.text, before)
        && list.iter().all(|w| w.of(head.text).starts_with(char::is_uppercase))
        && !has_phrase(head.body, text);
    if title {
        return Some(format!("ends with a name behind a headline set like a sentence: {text}"));
    }
    if weight(head.text, head.line) < list.len() + 4 || caseless {
        return None;
    }
    if !is_echoed(head, span) || is_proper(head, &list, text) {
        return Some(format!("ends with a name that the text does not know: {text}"));
    }
    None
}

/// Whether English text takes a piece for a proper name and does not begin with it: a site's name may well stand in
/// its articles, but they are not about it, and a name is not made of words that stand there in small letters.
fn is_proper(head: &Head<'_>, list: &[Span], text: &str) -> bool {
    has_phrase(head.body, "the")
        && has_phrase(head.body, "of")
        && !head.opens_with(text)
        && list.iter().any(|w| {
            let word = w.of(head.text).trim_matches(|c: char| !c.is_alphanumeric());
            let small = word.to_lowercase();
            word.chars().count() >= 4 && !lexicon::is_joiner(&small) && !has_phrase(head.body, &small)
        })
}

/// Forms that end a description and no name: `Reviewed and Ranked`, `Personally Tested`.
fn is_participle(word: &str) -> bool {
    word.len() >= 6 && (word.ends_with("ed") || word.ends_with("ally"))
}

/// `Harbour Bread (HB) Institute`: all that stands in brackets is capitals.
fn has_acronym(text: &str) -> bool {
    let inner = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(inner, _)| inner);
    (2..=6).contains(&inner.len()) && inner.chars().all(|c| c.is_ascii_uppercase())
}

/// Whether the body speaks of what a piece names.
fn is_echoed(head: &Head<'_>, span: Span) -> bool {
    words(head.text, span).any(|w| {
        let word = w.of(head.text).trim_matches(|c: char| !c.is_alphanumeric());
        let small = lexicon::is_joiner(&fold(word)) || lexicon::is_article(&fold(word));
        !small && has_word(head.body, word)
    })
}
