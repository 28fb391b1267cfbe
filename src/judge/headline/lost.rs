//! Site and section names after a headline whose separator was lost: `… Afghan collapse Taliban news`.
//!
//! Nothing marks the border, so that only a name with evidence of its own goes, and never one that the words before
//! it govern. Knows nothing of separators.

use super::fold::{fold, has_phrase, has_word, places};
use super::head::{Head, is_mostly_small, is_sentence_case};
use super::host::{Fit, Host};
use super::name::{is_domain, is_name, is_signed};
use super::{Repair, lexicon};
use crate::span::Span;

/// A name has at most this many words.
const NAME_WORDS: usize = 9;
/// A headline without the name has at least this many words.
const LEAST_WORDS: usize = 3;
/// How much of the body is asked whether it is about the name, in bytes.
const OPENING_BYTES: usize = 1200;

/// A name at the end of the headline.
pub(super) fn find(head: &Head<'_>) -> Option<Repair> {
    let line = head.line.of(head.text);
    let words: Vec<Span> = head.words().collect();
    if words.len() <= LEAST_WORDS || ends_sentence(line) {
        return None;
    }
    let folded: Vec<String> = words.iter().map(|w| fold(w.of(head.text))).collect();
    let tail = Tail { head, words: &words, folded: &folded };
    let (from, note) = tail
        .topic_news()
        .or_else(|| tail.said())
        .or_else(|| tail.host())
        .or_else(|| tail.publisher())
        .or_else(|| tail.by_shape())?;
    let start = words[from - 1].end;
    Some(Repair::drop(Span::new(start, head.line.end), note))
}

/// Whether a line ends in a way that names do not: a stop that is no `Inc.`, a quote, a bracket.
fn ends_sentence(line: &str) -> bool {
    let company = ["Inc.", "Co.", "Ltd."].iter().any(|c| line.ends_with(c));
    !company && line.ends_with(['.', '!', '?', '…', '”', '"', '’', ')', ':', ','])
}

struct Tail<'h> {
    head: &'h Head<'h>,
    words: &'h [Span],
    folded: &'h [String],
}

impl Tail<'_> {
    fn text(&self, from: usize) -> &str {
        Span::new(self.words[from].start, self.head.line.end).of(self.head.text)
    }

    fn span(&self, from: usize) -> Span {
        Span::new(self.words[from].start, self.head.line.end)
    }

    /// Where names may begin, shortest first.
    fn starts(&self) -> impl Iterator<Item = usize> + use<> {
        let n = self.words.len();
        (LEAST_WORDS.max(n.saturating_sub(NAME_WORDS))..n).rev()
    }

    /// Whether the words before position `from` can end a headline: nothing there governs what follows, and the text
    /// does not go on like this anywhere.
    fn may_end(&self, from: usize) -> bool {
        let before = self.words[from - 1].of(self.head.text);
        if !stops(before) && lexicon::governs(&self.folded[from - 1])
            || before.ends_with([',', ':', ';', '-', '–', '—', '|', '/', '&', '+'])
        {
            return false;
        }
        let joint = Span::new(self.words[from - 1].start, self.words[from].end).of(self.head.text);
        !has_phrase(self.head.body, joint)
    }

    /// `<Topic> News`, where the topic stands in the headline and in the text.
    fn topic_news(&self) -> Option<(usize, String)> {
        let n = self.words.len();
        if n < LEAST_WORDS + 2 || !lexicon::is_news(&self.folded[n - 1]) {
            return None;
        }
        let from = n - 2;
        let topic = self.words[from].of(self.head.text);
        let named = topic.starts_with(char::is_uppercase) && self.folded[from].len() >= 4;
        let twice = self.folded[..from].contains(&self.folded[from]) && has_word(self.head.body, topic);
        let phrase = self.text(from);
        (named && twice && self.may_end(from) && !has_phrase(self.head.body, phrase))
            .then(|| (from, format!("ends with a section, `{phrase}`: the headline says {topic} before")))
    }

    /// The title field or the next line says the headline without it.
    fn said(&self) -> Option<(usize, String)> {
        self.starts()
            .find(|&from| {
                let left = Span::new(self.head.line.start, self.words[from - 1].end).of(self.head.text);
                let named = self.words.len() - from <= 4
                    && is_name(self.head.text, self.span(from))
                    && !lexicon::opens_statement(&self.folded[from]);
                named && self.may_end(from) && self.head.is_said(left)
            })
            .map(|from| (from, "the document says the headline without it".to_owned()))
    }

    /// The host's name, spelled out.
    fn host(&self) -> Option<(usize, String)> {
        let host = self.head.host?;
        let known = Host::new(host);
        let mut best: Option<((usize, bool), usize)> = None;
        for from in self.starts() {
            let name: Vec<&str> = self.folded[from..].iter().map(String::as_str).filter(|w| !w.is_empty()).collect();
            // "who pays the Guardian"
            let governed = self.words[from].of(self.head.text) == "the";
            if governed
                || self.folded[from].is_empty()
                || lexicon::is_joiner(&self.folded[from])
                || !is_name(self.head.text, self.span(from))
                    && !is_domain(self.text(from))
                    && !self.is_odd(&known, from)
            {
                continue;
            }
            let fit = known.fit(&name);
            // Initials are found in any words, so that the text must not know these.
            let initials = fit == Some(Fit::Initials) && !self.head.opens_with(self.text(from));
            let whole = fit == Some(Fit::Whole) || initials || known.is_led(&name);
            let said = known.said(&name);
            let leads = said > known.said(&name[1..]);
            // After a question's end, all that follows is the name.
            let stopped = stops(self.words[from - 1].of(self.head.text)) && name.len() <= 4;
            let loud = name.len() == 1 && self.text(from).len() >= 3 && self.text(from).chars().all(char::is_uppercase);
            let part = (stopped || loud) && !lexicon::opens_statement(name[0]) && fit.is_some();
            if !whole && !part && (!leads || said < 3 || !self.only_general(&known, from)) {
                continue;
            }
            // A name that is only part of the words behind a sentence's end must be its beginning or its end.
            let rank = (said.max(if whole { name.concat().len() } else { 0 }), whole || part && name.len() <= 2);
            if best.is_none_or(|(b, _)| rank > b) {
                best = Some((rank, from));
            }
        }
        let (_, mut from) = best?;
        // "The Harvard Crimson" on thecrimson.com: the article begins the name, and a name without it is cut short.
        let article = (1..=3)
            .map(|n| from.wrapping_sub(n))
            .take_while(|&i| {
                i >= LEAST_WORDS && i < from && self.words[i].of(self.head.text).ends_with(char::is_alphanumeric)
            })
            .find(|&i| self.words[i].of(self.head.text) == "The" && is_name(self.head.text, self.span(i)));
        let needs = self.words.len() - from == 1 && known.wants_article(&self.folded[from]);
        match article {
            Some(at) if needs || from - at <= 2 => from = at,
            _ if needs => return None,
            _ if self.words[from - 1].of(self.head.text) == "by"
                && from > LEAST_WORDS
                && self.words.len() - from >= 2 =>
            {
                return Some((from - 1, format!("ends with the author whose site it is: host {host}")));
            }
            _ => {}
        }
        // "… The ferry ran late again. ABC Harbour Review": behind a sentence's end an acronym is part of the name.
        if from > LEAST_WORDS + 1
            && is_acronym(self.words[from - 1].of(self.head.text))
            && stops(self.words[from - 2].of(self.head.text))
        {
            from -= 1;
        }
        // A section before the site: "… Living Wage News The Harvard Crimson".
        from = self.with_section(from);
        let single = self.words.len() - from == 1;
        // "Classic Planar Magnetic Headphones" on headphones.com: a common word is the headline's own.
        let word = self.text(from);
        let common =
            single && word.chars().skip(1).all(char::is_lowercase) && is_common(self.head.body, &word.to_lowercase());
        let doubled = self.folded[from - 1] == self.folded[from] && self.folded[from].len() >= 4;
        let plain = single && self.folded[from].len() < 3 || common && !doubled;
        // "… A Ferry That Nobody Asked For Scientific American": a verb that has its preposition.
        let verb = matches!(self.folded[from - 1].as_str(), "of" | "about" | "for")
            && is_verb_of(&self.folded[from - 2])
            && self.words.len() - from >= 2
            && known.fit(&self.folded[from..].iter().map(String::as_str).collect::<Vec<_>>()) == Some(Fit::Whole);
        // "… You Should Know About Fastarz": some words may end a headline all the same, where the text does not know
        // the name at all.
        let loose = matches!(self.folded[from - 1].as_str(), "about" | "after" | "before" | "like" | "over");
        let unknown = loose && self.head.body.len() >= 300 && !has_word(self.head.body, self.text(from));
        (!plain
            && (self.may_end(from)
                || doubled
                || verb
                || unknown && known.fit(&[&self.folded[from..].concat()]) == Some(Fit::Whole)))
        .then(|| (from, format!("ends with the site's name: host {host}")))
    }

    /// The position with the section that stands before the site's name.
    fn with_section(&self, mut from: usize) -> usize {
        // Behind a headline set like an English sentence the capitals show where the section begins: "… estate Family".
        let most = if has_phrase(self.head.body, "the") { 3 } else { 0 };
        for n in (1..=most).rev() {
            let Some(at) = from.checked_sub(n).filter(|at| *at > LEAST_WORDS) else { continue };
            let span = Span::new(self.words[at].start, self.words[from - 1].end);
            let headline = Span::new(self.head.line.start, self.words[at - 1].end);
            let capitals = self.words[at..from].iter().all(|w| w.of(self.head.text).starts_with(char::is_uppercase));
            let last = self.words[at - 1].of(self.head.text);
            if capitals
                && last.ends_with(char::is_lowercase)
                && last.starts_with(char::is_lowercase)
                && is_sentence_case(self.head.text, headline)
                && self.may_end(at)
                && !self.folded[at..from].iter().any(|w| lexicon::opens_statement(w))
                && !self.head.opens_with(span.of(self.head.text))
            {
                return at;
            }
        }
        for _ in 0..2 {
            let capital = self.words[from - 1].of(self.head.text).starts_with(char::is_uppercase);
            if from > LEAST_WORDS + 1 && capital && is_common_section(&self.folded[from - 1]) && self.may_end(from - 1)
            {
                from -= 1;
            }
        }
        from
    }

    /// A name that is not set like one, on a host that says it: `my6sense`, `pv magazine International`.
    fn is_odd(&self, host: &Host<'_>, from: usize) -> bool {
        let name: Vec<&str> = self.folded[from..].iter().map(String::as_str).collect();
        let figures = name.len() == 1 && name[0].contains(|c: char| c.is_ascii_digit());
        let several = (2..=3).contains(&name.len()) && name[..2].concat().len() >= 8;
        (figures || several && host.fit(&name[..name.len().min(2)]) == Some(Fit::Whole))
            && host.said(&name[..name.len().min(2)]) >= 6
            && !self.head.opens_with(self.text(from))
    }

    /// Whether the words of the name that the host does not say are such as follow a site's name.
    fn only_general(&self, host: &Host<'_>, from: usize) -> bool {
        let name: Vec<&str> = self.folded[from..].iter().map(String::as_str).collect();
        let covered = (1..=name.len()).find(|&n| host.said(&name[..n]) == host.said(&name)).unwrap_or(0);
        // A long name of several words may have any words behind it: `Utility Partners of America`.
        if covered >= 2 && host.said(&name) >= 8 && name.len() - covered <= 3 {
            return true;
        }
        name[covered..].iter().all(|w| {
            w.is_empty()
                || matches!(
                    *w,
                    "breaking" | "home" | "homepage" | "latest" | "official" | "page" | "site" | "top" | "website"
                )
                || lexicon::is_press_noun(w)
                || lexicon::is_institution(w)
                || lexicon::is_section(w)
                || lexicon::is_top_level(w)
                || lexicon::is_edition(w)
                || lexicon::is_joiner(w)
        })
    }

    /// A publisher the whole world knows, or one the document signs with.
    fn publisher(&self) -> Option<(usize, String)> {
        let from = self
            .starts()
            .filter(|&from| {
                let text = self.text(from);
                let lone = self.words.len() - from == 1;
                let loud = text.chars().filter(|c| c.is_uppercase()).count() >= 2;
                let known = !self.folded[from].is_empty()
                    && lexicon::is_publisher(&self.folded[from..].concat())
                    && is_name(self.head.text, self.span(from));
                let signed = || {
                    self.words.len() - from <= 4
                        && text.len() >= 5
                        && is_name(self.head.text, self.span(from))
                        && is_signed(self.head.body, text)
                };
                let byline = || is_dateline(self.head.body, text);
                // "Why The Mayor Loves The Sun": in a title set in capitals plain words are plain words.
                let plain = lexicon::is_plain_publisher(&self.folded[from..].concat());
                let headline = Span::new(self.head.line.start, self.words[from - 1].end);
                let known = known && (!plain || is_sentence_case(self.head.text, headline));
                (known && (!lone || loud || byline()) && (byline() || !self.is_about(text)) || signed())
                    && self.may_end(from)
            })
            .last()?;
        let note = format!("ends with the name of a publisher: {}", self.text(from));
        Some((self.with_section(from), note))
    }

    /// Whether the beginning of the body speaks of the name.
    fn is_about(&self, name: &str) -> bool {
        let body = self.head.body;
        let end = (0..=OPENING_BYTES.min(body.len())).rev().find(|i| body.is_char_boundary(*i)).unwrap_or(0);
        has_phrase(&body[..end], name)
    }

    /// A domain name, the name of a newspaper, or what is left after the sentence's end.
    fn by_shape(&self) -> Option<(usize, String)> {
        let n = self.words.len();
        let last = self.words[n - 1].of(self.head.text);
        // "SN.at", and "hessenschau.de Wirtschaft"
        for from in (LEAST_WORDS.max(n - 3)..n).rev() {
            let word = self.words[from].of(self.head.text);
            let sections = self.folded[from + 1..].iter().all(|w| lexicon::is_section(w));
            let unknown = self.head.body.len() >= 300 && !has_phrase(self.head.body, word);
            let site = self.head.host.is_some_and(|h| Host::new(h).fit(&[&self.folded[from]]).is_some());
            // "more bread on HarbourNews.example"
            let held = matches!(
                self.folded[from - 1].as_str(),
                "at" | "auf"
                    | "bei"
                    | "by"
                    | "con"
                    | "en"
                    | "from"
                    | "in"
                    | "of"
                    | "on"
                    | "sur"
                    | "to"
                    | "von"
                    | "with"
            );
            if is_domain(word) && sections && (unknown && (site || !held) || self.may_end(from) && !self.is_about(word))
            {
                return Some((from, format!("ends with a domain name: {word}")));
            }
        }
        // "Ash's Blog", "by Art Lapinsch" where everybody has a site of his own
        let owner = self.words[n - 2].of(self.head.text);
        let possessive = owner.ends_with("'s") || owner.ends_with("’s");
        if self.folded[n - 1] == "blog" && possessive && owner.starts_with(char::is_uppercase) {
            let named = self.words[n - 3].of(self.head.text).starts_with(char::is_uppercase)
                && is_sentence_case(self.head.text, Span::new(self.head.line.start, self.words[n - 3].start));
            let from = if named && n - 3 >= LEAST_WORDS { n - 3 } else { n - 2 };
            if from >= LEAST_WORDS && self.may_end(from) {
                return Some((from, format!("ends with the name of a blog: {}", self.text(from))));
            }
        }
        let platform = self.head.host.is_some_and(|h| h.ends_with("substack.com") || h.ends_with("medium.com"));
        if platform && n >= LEAST_WORDS + 3 && self.folded[n - 3] == "by" && is_name(self.head.text, self.span(n - 2)) {
            return Some((n - 3, format!("ends with a byline: {}", self.text(n - 3))));
        }
        if self.head.body.len() < 300 {
            return None;
        }
        let absent = !has_phrase(self.head.body, last);
        if is_press_word(&self.folded[n - 1]) && last.starts_with(char::is_uppercase) && absent && self.may_end(n - 1) {
            return Some((n - 1, format!("ends with what a publication is called: {last}")));
        }
        // What tells a name from the headline is its capitals, which a title set in capitals does not show.
        let small =
            |i: usize| self.words[i].of(self.head.text).starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        for from in self.starts().filter(|from| n - from <= 6) {
            let span = self.span(from);
            let text = self.text(from);
            let before = self.words[from - 1].of(self.head.text);
            let headline = Span::new(self.head.line.start, self.words[from - 1].end);
            let folded = &self.folded[from..];
            let press = folded.len() <= 4 && folded.iter().any(|w| lexicon::is_press_noun(w));
            let organised = folded.len() >= 3 && folded.iter().any(|w| lexicon::is_institution(w));
            let stopped = (stops(before) || before.ends_with(['”', '“', '»', '"'])) && self.words.len() <= 25;
            let first = self.words[from].of(self.head.text);
            let article = n - from >= 2
                && (first == "The"
                    || press && first.starts_with(char::is_uppercase) && lexicon::is_article(&folded[0]));
            // "… spreading STD": a text that says it in any form is about it.
            let acronym = n - from == 1 && is_acronym(text) && !self.head.body.contains(text);
            // The text is asked last: it is long, and few headlines come this far.
            if !(press || stopped && folded.len() <= 4 || article && folded.len() <= 4 || acronym || organised)
                || !is_name(self.head.text, span)
                || !self.may_end(from)
            {
                continue;
            }
            let sentence = is_sentence_case(self.head.text, headline);
            // Only a publication is told things: "told The Namibian".
            let told = text.starts_with("The ") && has_phrase(self.head.body, &format!("told {text}"));
            if has_phrase(self.head.body, text) && !told {
                continue;
            }
            // "… a long, cold ferry ride Moreno College of Science": what organisations are called, behind a sentence.
            if organised && sentence && small(from - 1) && words_of(text).any(|w| !has_word(self.head.body, w)) {
                return Some((from, format!("ends with what an organisation is called: {text}")));
            }
            let unknown = !self.words[from..].iter().zip(folded).any(|(w, f)| {
                !lexicon::is_article(f) && !lexicon::is_joiner(f) && has_word(self.head.body, w.of(self.head.text))
            });
            if sentence
                && small(from - 1)
                && (2..=3).contains(&folded.len())
                && (unknown || is_mostly_small(self.head.text, headline))
                && lexicon::is_press_noun(&folded[folded.len() - 1])
            {
                return Some((from, format!("ends with what a publication is called: {text}")));
            }
            let closed = (sentence && small(from - 1)) || stopped;
            if (closed || press && first != "The") && article || closed && acronym {
                return Some((from, format!("ends with a name that the text does not know: {text}")));
            }
            if stopped && (unknown && sentence || press) && folded.iter().all(|w| !lexicon::opens_statement(w)) {
                return Some((from, format!("ends with a name after the sentence's end: {text}")));
            }
        }
        None
    }
}

/// Whether a sentence ends with this word: `Money?`, `be.` but not `U.S.` or `Inc.`
fn stops(word: &str) -> bool {
    word.ends_with(['?', '!'])
        || word.strip_suffix('.').is_some_and(|w| {
            w.chars().count() >= 2 && w.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | '’' | '-'))
        })
}

/// The capitalised words of a name.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|w| w.starts_with(char::is_uppercase))
}

/// A verb whose preposition may end a headline: `heard of`, `know about`, `looking for`.
fn is_verb_of(word: &str) -> bool {
    const VERBS: &[&str] = &[
        "afraid", "aware", "care", "dreamed", "forget", "forgot", "hear", "heard", "know", "learn", "looking", "made",
        "proud", "read", "talk", "talked", "talking", "think", "thought", "tired", "waiting", "wonder", "worry",
    ];
    VERBS.binary_search(&word).is_ok()
}

/// A word that newspapers are called and that is hardly anything else.
fn is_press_word(word: &str) -> bool {
    ["zeitung", "anzeiger", "nachrichten", "nieuwsblad", "dagblad", "tageblatt"]
        .iter()
        .any(|e| word.len() > e.len() + 2 && word.ends_with(e))
}

/// Capitals, perhaps with a number: `BR24`.
fn is_acronym(word: &str) -> bool {
    let capitals = word.chars().take_while(char::is_ascii_uppercase).count();
    (2..=5).contains(&capitals) && word[capitals..].chars().all(|c| c.is_ascii_digit()) && word.len() <= 6
}

/// Whether a word stands in the text in small letters, and not as part of an address.
fn is_common(body: &str, word: &str) -> bool {
    places(body, word).any(|at| {
        let (before, after) = (&body[..at], &body[at + word.len()..]);
        let address = before.ends_with(['/', '.', '@', '-'])
            || after.starts_with('.') && after[1..].starts_with(char::is_alphanumeric);
        !address
    })
}

/// A section so common that it is no word of the headline before a site's name.
fn is_common_section(word: &str) -> bool {
    const ALSO_TOPICS: &[&str] = &["business", "education", "international", "internacional", "technology"];
    let long = word.chars().count() >= 8 && lexicon::is_section(word) && !ALSO_TOPICS.contains(&word);
    long || matches!(word, "news" | "opinion" | "opinions" | "sport" | "sports" | "politics" | "noticias")
}

/// Whether the body begins like a report of this agency: `BEIRUT, March 7 (Reuters) -`.
fn is_dateline(body: &str, name: &str) -> bool {
    let name = name.strip_suffix(" News").unwrap_or(name);
    places(body, name)
        .take(1)
        .any(|at| at < 200 && body[..at].ends_with('(') && body[at + name.len()..].starts_with(')'))
}
