//! Headline and teaser run together without a space: `Afghan collapseThe former ambassador said …`.
//!
//! A joint is a change of letters that running text does not have. It is cut where more speaks for two texts than
//! for a brand. Knows nothing of site names.

use super::fold::{fold, has_phrase, has_word};
use super::head::{Head, filled, is_sentence_case, same, words};
use super::{Repair, View, lexicon};
use crate::span::{Field, Span};

/// What a joint needs to be cut. The weights below are in the same measure: an open question is worth 0.
const ENOUGH: i32 = 50;
/// The teaser has at least this many words.
const TEASER_WORDS: usize = 4;
/// A line of more joints is a menu or no text at all.
const MOST_JOINTS: usize = 48;
/// Captions are looked for in this many lines.
const CAPTION_LINES: usize = 12;
/// What decides where the text has the teaser by itself.
const SAID_AGAIN: &str = "the second half is said again by itself";
/// This much of the teaser is looked for in the text, in bytes.
const PROBE_BYTES: usize = 32;

/// The joint between headline and teaser in the first line, as a line break.
pub(super) fn find(head: &Head<'_>) -> Option<Repair> {
    let line = head.line.of(head.text);
    let mut best: Option<(i32, usize, &'static str)> = None;
    let mut before = ' ';
    let (mut joints, mut tried) = (0, 0);
    for (at, c) in line.char_indices() {
        let mut next = line[at + c.len_utf8()..].chars();
        let after = [next.next().unwrap_or(' '), next.next().unwrap_or(' ')];
        // A quote that follows a space opens.
        let opens = matches!(before, '”' | '»') && line[..at].trim_end_matches(before).ends_with(char::is_whitespace);
        if !opens
            && tried < MOST_JOINTS
            && let Some(joint) = joint(before, c, after).or_else(|| closed_quote(&line[..at], c, after[0]))
            && let Some((weight, note)) = weigh(head, line, at, joint)
        {
            tried += 1;
            // Brands that the text knows are no joints of a menu.
            joints += usize::from(weight > -60);
            if best.is_none_or(|(w, ..)| weight > w) {
                best = Some((weight, at, note));
            }
        }
        before = c;
    }
    let (weight, at, note) = best?;
    let at = head.line.start + at;
    // "MéxicoVenezuelaColombiaDeportes" is a menu.
    let enough = if joints > 4 { 150 } else { ENOUGH };
    (weight >= enough).then(|| match head.field {
        // The title keeps its half; the text has the other.
        Field::Title if note == SAID_AGAIN => Repair::drop(Span::new(at, head.line.end), note),
        _ => Repair::put(Span::new(at, at), "\n", note),
    })
}

/// The joints of captions and the paragraphs behind them, known by the credit that ends the caption:
/// `… at the bridge on Monday. (Reuters)The council …`.
pub(super) fn caption(view: View<'_>) -> impl Iterator<Item = Repair> {
    const CREDITS: &[&str] = &[
        "(AP)",
        "(AFP)",
        "(Reuters)",
        "(dpa)",
        "(EPA)",
        "(PTI)",
        "(Xinhua)",
        "/AP)",
        "/AFP)",
        "/Reuters)",
        "/dpa)",
        "/EPA)",
        "AP Photo)",
        "Images)",
        "Shutterstock)",
    ];
    let text = view.doc.text;
    let lines = filled(view.text).take(CAPTION_LINES);
    let start = lines.clone().next().map_or(0, |l| l.first);
    let end = lines.clone().last().map_or(0, |l| l.last);
    // Two searches of the whole head are cheaper than one for each credit in each line.
    let head = &text.as_bytes()[start..end];
    let brackets = memchr::memchr_iter(b')', head).map(move |i| start + i + 1);
    let agency = memchr::memmem::find_iter(head, b"Getty Images").map(move |i| start + i + "Getty Images".len());
    let mut ends: Vec<usize> = brackets.chain(agency).filter(|at| begins_word(&text[*at..])).collect();
    ends.sort_unstable();
    ends.into_iter().filter_map(move |at| {
        let line = lines.clone().find(|l| l.last > at)?.trimmed();
        let (caption, rest) = Span::new(line.start, line.end).of(text).split_at(at.checked_sub(line.start)?);
        let credit = CREDITS.iter().chain(&["Getty Images"]).find(|c| caption.ends_with(**c))?;
        (caption.split_whitespace().count() >= 4 && rest.split_whitespace().count() >= 6)
            .then(|| Repair::put(Span::new(at, at), "\n", format!("a caption and its credit: {credit}")))
    })
}

/// Whether a capital stands here and begins a word.
fn begins_word(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(|c| c.is_lowercase() || c == ' ')
}

/// How a joint shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// By a change of letters.
    Open,
    /// Not at all: `PostgreSQLEDB identifies`. The document must say both halves.
    Hidden,
}

/// Whether a text may end before `b` and another begin with it.
fn joint(a: char, b: char, [after, second]: [char; 2]) -> Option<Joint> {
    let quote = matches!(b, '“' | '„' | '«' | '"' | '‘');
    if !(b.is_uppercase() || quote && after.is_uppercase()) {
        return None;
    }
    if a.is_lowercase() || matches!(a, '?' | '!' | '？' | '！' | '”' | '»' | '」' | '』' | ')' | ']' | '%' | '…')
    {
        return Some(Joint::Open);
    }
    if (a.is_uppercase() || a.is_ascii_digit()) && after.is_uppercase() {
        return Some(Joint::Hidden);
    }
    // 2025Explore, OKCDining, £1MWith: the capital must begin a word, and GMOs has none.
    let short = matches!(
        [b, after],
        ['A', 's' | 't' | 'n']
            | ['I', 'n' | 't' | 'f']
            | ['O', 'n']
            | ['H', 'e']
            | ['W', 'e']
            | ['T', 'o']
            | ['B', 'y']
            | ['M', 'y']
            | ['N', 'o']
            | ['S', 'o']
    ) && second == ' ';
    let open = a.is_uppercase() && after.is_lowercase() && (second.is_lowercase() || short)
        || a.is_ascii_digit() && (after.is_lowercase() || quote || matches!(after, ' ' | '\'' | '’'));
    open.then_some(Joint::Open)
}

/// A single quote that was opened ends a headline; one that was not is an apostrophe: `O’Brien`.
fn closed_quote(left: &str, b: char, after: char) -> Option<Joint> {
    let word = left.strip_suffix(['’', '\''])?;
    if !b.is_uppercase() || !(after.is_lowercase() || after == ' ') || !word.ends_with(char::is_alphanumeric) {
        return None;
    }
    let open = word.rfind('‘').or_else(|| word.rfind(" '"))?;
    let inner = word[open..].trim_start().trim_start_matches(['‘', '\'']);
    let long = word.len() - word.rfind(char::is_whitespace).unwrap_or(0) > 4;
    (long && !inner.contains("' ") && !inner.contains("’ ")).then_some(Joint::Open)
}

/// How much speaks for a joint before byte `at` of the line, and what.
fn weigh(head: &Head<'_>, line: &str, at: usize, joint: Joint) -> Option<(i32, &'static str)> {
    let (left, right) = line.split_at(at);
    let left_words = left.split_whitespace().count();
    let right_words = right.split_whitespace().count();
    let year = |l: &str| {
        l.len() >= 4 && l.ends_with(|c: char| c.is_ascii_digit()) && {
            let digits = l.len() - l.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            digits == 4 && matches!(&l[l.len() - 4..l.len() - 2], "19" | "20")
        }
    };
    if left_words < 2 || right_words < TEASER_WORDS || right.len() < 20 || left.ends_with(char::is_whitespace) {
        return None;
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '.' | '@');
    let token_left = left.rsplit(char::is_whitespace).next().unwrap_or(left);
    let first = right.split(|c: char| !is_word(c)).find(|w| !w.is_empty())?;
    let token = &line[at - token_left.len()..at + right.find(char::is_whitespace).unwrap_or(right.len())];
    if token.contains("://")
        || token.contains("www.")
        || token.contains('@')
        || token.contains('_')
        || token.contains('#')
    {
        return None;
    }
    let last = token_left.rsplit(|c: char| !is_word(c)).find(|w| !w.is_empty()).unwrap_or("");
    let (last_folded, first_folded) = (fold(last), fold(first));
    // Both halves are words of the document: so are those of few brands, and no brand is new to the text about it.
    let documented = last.chars().count() >= 2
        && first.chars().count() >= 2
        && (has_phrase(head.body, last) || elsewhere(line, at, last))
        && (has_phrase(head.body, first) || elsewhere(line, at, first));
    // 2025RFK: a year ends a headline, and no word begins with one.
    if joint == Joint::Hidden && !documented && !year(left) {
        return None;
    }

    // The document says the headline, or the teaser, by itself.
    if head.again[0].is_some_and(|title| same(title, left)) {
        return Some((200, "the title is the first half"));
    }
    if left.len() >= 16 && head.body.lines().take(12).any(|l| same(l, left)) {
        return Some((180, "the first half is said again by itself"));
    }
    if left_words >= 3 && same(left, right) {
        return Some((170, "both halves say the same"));
    }
    let probe = &right
        [..(PROBE_BYTES.min(right.len())..=right.len()).find(|i| right.is_char_boundary(*i)).unwrap_or(right.len())];
    let begins_there = |at: usize| !head.body[..at].ends_with(char::is_alphanumeric);
    if memchr::memmem::find_iter(head.body.as_bytes(), probe.as_bytes()).any(begins_there) {
        return Some((150, SAID_AGAIN));
    }

    let mut weight = if joint == Joint::Hidden && documented { 15 } else { 0 };
    // A name with a capital inside: WordPress, iPhone, McDonald, ParlamentarierInnen.
    let core = token.trim_matches(|c: char| !c.is_alphanumeric());
    if has_phrase(head.body, core) || elsewhere(line, at, core) {
        weight -= 120;
    } else if head.body.len() >= 600 {
        weight += 10;
    }
    // No brand begins with a small word of some length: "fightersMike".
    let small_left = last.chars().count() >= 3 && last.chars().all(char::is_lowercase);
    weight += if small_left { 25 } else { 0 };
    if lexicon::is_camel_part(&last_folded, &first_folded) {
        weight -= if lexicon::opens_sentence(&first_folded) {
            10
        } else if first_folded.starts_with("innen") {
            60
        } else {
            25
        };
    }
    // A capital at both halves is how brands are made: LiveCorp, MySpace. They need both halves to be words, and the
    // first no syllable.
    let camel = last.starts_with(char::is_uppercase);
    let opens = lexicon::opens_sentence(&first_folded);
    // A sentence names a brand where a title ends: "the guy behind the CoffeeKev channel".
    let long = last.chars().count() >= 4 && first.chars().count() >= 4;
    if camel && !opens && !(documented && long) && is_sentence_case(left, Span::new(0, left.len())) {
        // In German every noun has a capital.
        weight -= if has_phrase(head.body, "und") || has_phrase(head.body, "der") { 20 } else { 45 };
    }
    // Within brackets nothing begins: "(HawaiiNewsNow)".
    let bracket = left.rfind('(').is_some_and(|i| !left[i..].contains(')'));
    let dateline = left.ends_with(')') && left_words <= 5;
    if bracket || dateline {
        weight -= 80;
    }
    if camel && last.chars().count() <= 3 && !opens {
        weight -= 30;
    }
    // Syllables of brands are short.
    if camel && (last.chars().count() >= 8 || first.chars().count() >= 8) {
        weight += 10;
    }
    if camel && last.chars().count() >= 7 && first.chars().count() >= 7 {
        weight += 10;
    }
    let left_chars = last.chars().count();
    if left_chars <= 1 && !last.starts_with(|c: char| c.is_ascii_digit()) {
        weight -= 60;
    }
    let one_capital_word = first.chars().count() == 1
        && !matches!(first, "A" | "I" | "O" | "Y" | "U" | "À" | "É" | "È" | "В" | "И" | "С" | "К" | "У" | "О" | "Я");
    if one_capital_word || first.ends_with('.') && first.len() <= 2 {
        weight -= 40;
    }
    // Both halves are words of their own.
    let known = |word: &str, folded: &str| {
        // A small word counts in its own language only: `Con` opens no English sentence.
        let brief = head.body.len() < 300;
        let english = || brief || has_phrase(head.body, "the") || has_phrase(head.body, "and");
        let opener = lexicon::opens_sentence(folded) && english();
        if opener || lexicon::opens_sentence_elsewhere(folded) && (brief || has_word(head.body, word)) {
            20
        } else if word.chars().count() >= 2 && (has_word(head.body, word) || elsewhere(line, at, word)) {
            15
        } else {
            0
        }
    };
    let begins = known(first, &first_folded);
    // The teaser begins as the headline does.
    if left.starts_with(first) {
        weight += 25;
    }
    weight += match begins {
        // Picking, Understanding: forms that begin sentences and no second half of a name.
        0 if first.ends_with("ing") && first.len() >= 6 => 10,
        0 if camel => -20,
        0 => -10,
        known => known,
    };
    if left.ends_with(|c: char| c.is_ascii_digit()) {
        let year = last.len() == 4 && (last.starts_with("19") || last.starts_with("20"));
        weight += if year { 35 } else { 15 };
    } else if left.ends_with(|c: char| !c.is_alphanumeric()) {
        weight += 15;
    } else {
        weight += known(last, &last_folded);
    }
    // "Ana Moreno Harbour Editor On March 2, …": the byline came along.
    if begins_with_byline(right) {
        weight += 40;
    }
    if begins_with_dateline(right) {
        weight += 50;
    }
    // Sentence-like: small words, a final stop, some length.
    let mut small = 0;
    for word in words(right, Span::new(0, right.len())).skip(1) {
        small += usize::from(word.of(right).starts_with(char::is_lowercase));
    }
    weight += match small * 100 / right_words {
        55.. => 20,
        40.. => 10,
        _ => 0,
    };
    let stopped = right.trim_end_matches(crate::line::is_closer).ends_with(crate::line::is_terminal);
    weight += if stopped { 15 } else { 0 };
    weight += if right_words >= 10 { 10 } else { 0 };
    // A headline holds no finished sentence before its last word, and is not a paragraph.
    let inner = left.match_indices(". ").filter(|(i, _)| left[..*i].ends_with(|c: char| c.is_lowercase())).count();
    weight -= 20 * inner.min(3) as i32;
    weight -= if left_words > 26 { 30 } else { 0 };
    if lexicon::governs(&last_folded) && left_words > 2 {
        weight -= 15;
    }
    Some((weight, "both halves are words, and the second begins a sentence"))
}

/// Whether a report begins: a town in capitals, and within a few words the dash behind it.
fn begins_with_dateline(text: &str) -> bool {
    let Some(end) = [" — ", " – ", " - ", "— "].iter().filter_map(|d| text.find(d)).min() else { return false };
    let town: String = text[..end].chars().take_while(|c| !matches!(c, ',' | '(')).collect();
    let plain = !town.contains(|c: char| c.is_lowercase() || c.is_ascii_digit());
    end <= 60 && plain && town.trim().chars().count() >= 4 && text[end..].split_whitespace().count() >= 8
}

/// Whether a text begins with two capitalised words and what people of the press are, or with `By` and two of them.
fn begins_with_byline(text: &str) -> bool {
    let is_capital = |w: &str| w.starts_with(char::is_uppercase) && w.chars().skip(1).any(char::is_lowercase);
    let by = text.strip_prefix("By ");
    let mut words = by.unwrap_or(text).split_whitespace();
    let name = words.by_ref().take(2).filter(|w| is_capital(w)).count() == 2;
    name && (by.is_some()
        || words.take(4).take_while(|w| w.starts_with(char::is_uppercase)).any(|w| lexicon::is_job(&fold(w))))
}

/// Whether `word` also stands elsewhere in the line.
fn elsewhere(line: &str, at: usize, word: &str) -> bool {
    let start = line[..at].rfind(char::is_whitespace).unwrap_or(0);
    let end = line[at..].find(char::is_whitespace).map_or(line.len(), |i| at + i);
    has_word(&line[..start], word) || has_word(&line[end..], word)
}
