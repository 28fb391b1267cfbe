//! What the head of a document says twice: the title, the beginning of the first paragraph, or everything.
//!
//! Only the first lines are looked at; further down, repetition is verse, a refrain, a pull quote, a transcript.

use super::Repair;
use super::View;
use super::fold::letters;
use super::head::{filled, same};
use super::host::Host;
use super::lexicon;
use crate::line::{Line, is_unspaced};

/// The head: this many lines that are not blank.
const HEAD_LINES: usize = 5;
/// A copy that shows its cut has at least this many letters.
const COPY_LETTERS: usize = 32;
/// A copy that does not has at least this many.
const QUIET_LETTERS: usize = 60;
/// What agrees over this many letters is a copy, whatever follows.
const LONG_LETTERS: usize = 120;

/// The title as a line of its own right after the title, or after a line of date and author.
pub(super) fn repeated_title(view: View<'_>) -> Option<Repair> {
    let text = view.doc.text;
    let mut head = filled(view.text).take(HEAD_LINES);
    let title = head.next()?.trimmed();
    let name = title.of(text);
    // `[missing]`, `***`: marks stand twice with a reason.
    if name.chars().filter(|c| c.is_alphabetic()).count() < 3 || name.starts_with('[') && name.ends_with(']') {
        return None;
    }
    if !has_prose(view.text) && !is_title_case(name) {
        return None;
    }
    let shortened = without_suffix(title.of(text));
    for (i, line) in head.enumerate() {
        let said = line.trimmed().of(text);
        let again = same(said, title.of(text)) || shortened.is_some_and(|t| same(said, t));
        // Further down it may be the refrain of a verse.
        let apart = said.split_whitespace().count() >= 3 && !said.ends_with([',', ';', ':', '.', '-', '–', '—']);
        if again && (i == 0 || apart) {
            return Some(Repair::drop(line.trimmed(), "the first line says it already"));
        }
        // Between the two only what belongs to the title may stand: a date, an author, a section.
        if line.prose || line.words > 12 {
            break;
        }
    }
    None
}

/// Whether most longer words begin with a capital and nothing ends it: a title even over a list, and no verse.
fn is_title_case(name: &str) -> bool {
    let longer = || name.split_whitespace().filter(|w| w.chars().count() >= 4);
    let capital = longer().filter(|w| !w.starts_with(char::is_lowercase)).count();
    longer().count() >= 3 && capital * 4 >= longer().count() * 3 && !name.ends_with([',', ';', '.'])
}

/// A title up to its last separator, so that `T | Site` and `T` count as one title.
fn without_suffix(title: &str) -> Option<&str> {
    let at = [" | ", " - ", " – ", " — ", " • ", " · ", " » "].iter().filter_map(|s| title.rfind(s)).max()?;
    (title[..at].split_whitespace().count() >= 2).then_some(&title[..at])
}

/// Whether the document holds prose: verse and lists repeat their first line with a purpose.
fn has_prose(lines: &[Line]) -> bool {
    lines.iter().any(|l| l.prose)
}

/// A line of the head that is a cut copy of the paragraph below it.
pub(super) fn cut_copy(view: View<'_>) -> Option<Repair> {
    let text = view.doc.text;
    let lines: Vec<&Line> = filled(view.text).take(HEAD_LINES + 3).collect();
    // The first line is the headline, and paragraphs may well begin with it.
    for i in 1..lines.len().saturating_sub(1).min(HEAD_LINES) {
        let copy = lines[i];
        if copy.trimmed().len() < COPY_LETTERS || same(copy.trimmed().of(text), lines[0].trimmed().of(text)) {
            continue;
        }
        // The paragraph may stand behind a line of date or author.
        let next = if is_credit(lines[i + 1], text) { i + 2 } else { i + 1 };
        for j in [i + 1, next] {
            if let Some(note) = lines.get(j).and_then(|full| is_cut_copy(view, copy, full, i == 1)) {
                return Some(Repair::drop(copy.trimmed(), note));
            }
        }
    }
    None
}

/// Whether a line may stand between a description and the paragraph it is taken from: a date, or who wrote it. A
/// heading (`Abstract`) begins a text of its own.
fn is_credit(line: &Line, text: &str) -> bool {
    let said = line.trimmed().of(text);
    let first = said.split_whitespace().next().map_or(String::new(), super::fold::fold);
    const LABELS: &[&str] = &[
        "af",
        "auteur",
        "author",
        "authors",
        "autor",
        "av",
        "by",
        "di",
        "door",
        "from",
        "oleh",
        "par",
        "por",
        "posted",
        "published",
        "text",
        "updated",
        "von",
        "words",
        "written",
        "автор",
        "от",
    ];
    let by = LABELS.contains(&first.as_str());
    line.words <= 8 && !line.sentence && (by || said.contains(|c: char| c.is_ascii_digit()))
}

/// Whether `copy` says the beginning of the text at `full` (which may go on over its line's end) and little more.
fn is_cut_copy(view: View<'_>, copy: &Line, full: &Line, leads: bool) -> Option<&'static str> {
    let text = view.doc.text;
    let said = copy.trimmed().of(text);
    let (body, cut) = stem(said);
    let mut shared = 0;
    let mut below = letters(&text[full.first..]);
    let mut own = letters(body);
    let mut rest = 0;
    while let Some(letter) = own.next() {
        if below.next() != Some(letter) {
            rest = 1 + own.count();
            break;
        }
        shared += 1;
    }
    // In scripts without spaces a letter says as much as two or three of the others.
    let weight = if said.starts_with(is_unspaced) { shared * 5 / 2 } else { shared };
    let ends = ["…", "...", "]", "…\"", "…”"].iter().any(|m| said.ends_with(m));
    let marked = cut && (ends || said.contains(" ... ") || said.contains(" … "));
    if weight < if marked { COPY_LETTERS } else { QUIET_LETTERS } {
        return None;
    }
    // The entries of a list begin alike, too: what shows no cut must be prose, or long
    // and the beginning of prose.
    if !(marked || copy.prose || full.prose && copy.words >= 12) {
        return None;
    }
    if rest == 0 {
        return Some(match letters(full.trimmed().of(text)).count() > shared {
            _ if cut => "the next paragraph says it whole; here it is cut",
            true => "the next paragraph begins with it",
            false => "the next lines say the same",
        });
    }
    // A little more than the paragraph: the mark of the cut, the site's name, a broken character. Right below the
    // headline a description may go its own way after the sentence it took.
    let near = match weight {
        _ if !leads => rest * 8 <= shared,
        // No two paragraphs begin with the same twenty-five words.
        LONG_LETTERS.. => rest <= shared * 2,
        _ => rest * 4 <= shared * 3,
    };
    (near || is_signature(view, said)).then_some("a cut copy of the next paragraph")
}

/// The text without the mark of a cut at its end, and whether there was one. A text that ends in the middle of a
/// sentence is cut too.
fn stem(text: &str) -> (&str, bool) {
    let bare = text.trim_end_matches(|c: char| {
        matches!(c, '…' | '.' | '[' | ']' | '(' | ')' | '»' | '→' | '>') || c.is_whitespace()
    });
    let mark = &text[bare.len()..];
    let cut = mark.contains('…')
        || mark.contains("..")
        || mark.contains("[…]")
        || mark.is_empty() && !text.ends_with(['!', '?', '"', '”']);
    // An entity that lost its end: `don&rsquo`.
    match bare.rfind('&') {
        Some(at) if bare.len() - at <= 8 && bare[at + 1..].chars().all(char::is_alphanumeric) => (&bare[..at], true),
        _ => (bare, cut),
    }
}

/// Whether what stands after the last separator is the site's name.
fn is_signature(view: View<'_>, said: &str) -> bool {
    let Some(at) = [" - ", " | ", " – ", " — "].iter().filter_map(|s| said.rfind(s).map(|i| i + s.len())).max()
    else {
        return false;
    };
    let words: Vec<String> = said[at..].split_whitespace().map(super::fold::fold).collect();
    let name: Vec<&str> = words.iter().map(String::as_str).collect();
    let site = view.doc.host().is_some_and(|h| Host::new(h).fit(&name).is_some());
    site || lexicon::is_publisher(&name.concat()) || name.len() <= 4 && said[at..].starts_with(char::is_uppercase)
}

/// The first line of the text where the record has a title that says the same, and the text goes on behind it.
pub(super) fn title_field(view: View<'_>) -> Option<Repair> {
    let title = view.doc.title?;
    let mut lines = filled(view.text);
    let first = lines.next()?.trimmed();
    let goes_on = lines.any(|l| l.prose);
    (goes_on && same(first.of(view.doc.text), title)).then(|| Repair::drop(first, "the record's title says it already"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        for (text, bare, cut) in [
            ("The council voted on …", "The council voted on", true),
            ("The council voted on […]", "The council voted on", true),
            ("The council doesn&rsquo", "The council doesn", true),
            ("The council voted on the", "The council voted on the", true),
            ("The council voted.", "The council voted", false),
            ("The council voted!", "The council voted!", false),
        ] {
            assert_eq!(stem(text), (bare, cut), "{text}");
        }
    }

    #[test]
    fn only_true_copies_go() {
        let cleaner = crate::Cleaner::builder().only(["teaser"]).build().expect("the family exists");
        for (text, goes) in [
            // A table of contents.
            (
                "Reports\nAnnual report of the harbour commission on the state of the old bridge and its lamps in 2019\nAnnual report of the harbour commission on the state of the old bridge and its lamps in 2020\n",
                false,
            ),
            // A speech.
            (
                "We build\nWe shall not rest until the bridge is built and the lamps are lit for all.\nWe shall not rest until the river is clean and the fish are back for our children.\n",
                false,
            ),
            // A triolet.
            (
                "Around the house the flakes fly faster,\nAnd all the berries now are gone\nFrom holly and cotoneaster\nAround the house the flakes fly faster,\nAnd all the berries now are gone from the garden in the long winter.\n",
                false,
            ),
            (
                "议会\n市议会周二开会，就新图书馆的建设计划进行了表决…\n市议会周二开会，就新图书馆的建设计划进行了表决，结果以多数通过，明年春天开工。\n",
                true,
            ),
        ] {
            assert_eq!(cleaner.clean(text) != text, goes, "{text}");
        }
    }
}
