//! Phrases with alternatives, optional parts and slots, read into pieces that can be matched word by word.
//!
//! `(Leave|Post) a Reply [now]` stays a choice, a word, a word and an option: nothing is multiplied out unless
//! alternatives meet inside a word (`comment[s]`). The syntax is described in `docs/RULES.md`.

use std::collections::BTreeMap;

use super::slot::Slot;
use crate::token::is_word_char;

/// The slots that a rule file names itself: each stands for a phrase.
pub(crate) type OwnSlots = BTreeMap<String, String>;

/// A piece of a phrase; between two pieces lies a word border.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Literal text, not yet folded.
    Text(String),
    /// A place for something that varies.
    Slot(Slot),
    /// One of several sequences; an empty one makes it optional.
    Choice(Vec<Phrase>),
}

/// A phrase: its pieces in turn.
pub(crate) type Phrase = Vec<Piece>;

/// How many forms alternatives inside one word may multiply to.
const MAX_FORMS: usize = 4096;
/// How many slots of open length one way through a phrase may hold; matching tries their lengths in turn.
const MAX_OPEN_SLOTS: usize = 3;

/// How deep slots of a file may stand in each other.
const MAX_DEPTH: usize = 6;

/// Reads a phrase; `own` are the slots that its file names itself.
pub(crate) fn read(phrase: &str, own: &OwnSlots) -> Result<Phrase, String> {
    let mut parser = Parser { chars: phrase.chars().collect(), at: 0, own, inside: Vec::new() };
    let mut choice = parser.alternatives()?;
    if let Some(c) = parser.peek() {
        return Err(format!("unexpected `{c}` in phrase `{phrase}`; write `\\{c}` for the character itself"));
    }
    let pieces = match choice.len() {
        1 => pieces(choice.remove(0))?,
        _ => vec![Piece::Choice(choice.into_iter().map(pieces).collect::<Result<_, _>>()?)],
    };
    if wordless(&pieces) {
        return Err(format!("phrase `{phrase}` has a form without a literal word; add one, or make a part required"));
    }
    if open_slots(&pieces) > MAX_OPEN_SLOTS {
        return Err(format!("phrase `{phrase}` has more than {MAX_OPEN_SLOTS} open slots; use fewer"));
    }
    Ok(pieces)
}

/// Whether a phrase may begin with a slot that takes nearly any word.
pub(crate) fn opens(phrase: &Phrase) -> bool {
    opening(phrase).0
}

/// Whether a phrase may begin with such a slot, and whether it may be over before a word or a slot.
fn opening(phrase: &Phrase) -> (bool, bool) {
    let mut opens = false;
    for piece in phrase {
        let over = match piece {
            // Signs before the first word do not count.
            Piece::Text(text) => !text.contains(is_word_char),
            Piece::Slot(slot) => {
                opens |= slot.takes_most();
                false
            }
            Piece::Choice(ways) => ways.iter().map(opening).fold(false, |over, way| {
                opens |= way.0;
                over | way.1
            }),
        };
        if !over {
            return (opens, false);
        }
    }
    (opens, true)
}

/// Number of plain forms of a phrase; saturates.
pub(crate) fn forms(phrase: &Phrase) -> u64 {
    phrase.iter().fold(1, |n: u64, piece| match piece {
        Piece::Choice(ways) => n.saturating_mul(ways.iter().map(forms).sum()),
        _ => n,
    })
}

/// Whether some form of the phrase begins with a slot.
pub(crate) fn begins_open(phrase: &Phrase) -> bool {
    for piece in phrase {
        match piece {
            Piece::Text(_) => return false,
            Piece::Slot(_) => return true,
            Piece::Choice(ways) => {
                if ways.iter().any(begins_open) {
                    return true;
                }
                if !ways.iter().any(Vec::is_empty) {
                    return false;
                }
            }
        }
    }
    false
}

/// Whether some form has neither a literal word nor a slot that says as much. Signs such as `→` count as words: they are still literal.
fn wordless(phrase: &Phrase) -> bool {
    phrase.iter().all(|piece| match piece {
        Piece::Text(t) => {
            !t.chars().any(|c| crate::token::is_word_char(c) || !(c.is_whitespace() || c.is_ascii_punctuation()))
        }
        Piece::Slot(slot) => !slot.is_telling(),
        Piece::Choice(ways) => ways.iter().any(wordless),
    })
}

fn open_slots(phrase: &Phrase) -> usize {
    phrase
        .iter()
        .map(|piece| match piece {
            Piece::Text(_) => 0,
            Piece::Slot(s) => usize::from(s.is_open()),
            Piece::Choice(ways) => ways.iter().map(open_slots).max().unwrap_or(0),
        })
        .sum()
}

/// What the parser sees: text may still meet alternatives inside a word.
#[derive(Clone, Debug)]
enum Raw {
    Text(String),
    Slot(Slot),
    Choice(Vec<Vec<Raw>>),
}

/// Finds the word borders of a sequence.
fn pieces(sequence: Vec<Raw>) -> Result<Phrase, String> {
    let mut out = Vec::new();
    let mut word: Vec<Raw> = Vec::new();
    for raw in sequence {
        match raw {
            Raw::Slot(slot) => {
                close(&mut word, &mut out)?;
                out.push(Piece::Slot(slot));
            }
            Raw::Text(text) => {
                let mut rest = text.as_str();
                while let Some(space) = rest.find(char::is_whitespace) {
                    if space > 0 {
                        word.push(Raw::Text(rest[..space].to_owned()));
                    }
                    close(&mut word, &mut out)?;
                    rest = rest[space..].trim_start();
                }
                if !rest.is_empty() {
                    word.push(Raw::Text(rest.to_owned()));
                }
            }
            choice => word.push(choice),
        }
    }
    close(&mut word, &mut out)?;
    Ok(out)
}

/// Ends a word: alternatives that stand alone stay a choice, those inside a word are multiplied out.
fn close(word: &mut Vec<Raw>, out: &mut Phrase) -> Result<(), String> {
    match word.len() {
        0 => {}
        1 => match word.pop().expect("there is one") {
            Raw::Text(text) => out.push(Piece::Text(text)),
            Raw::Slot(slot) => out.push(Piece::Slot(slot)),
            Raw::Choice(ways) => out.push(Piece::Choice(ways.into_iter().map(pieces).collect::<Result<_, _>>()?)),
        },
        _ => {
            let mut ways = Vec::new();
            for form in multiply(word)? {
                let mut way = Vec::new();
                for raw in form {
                    match raw {
                        Raw::Text(t) => way.extend(t.split_whitespace().map(|w| Piece::Text(w.to_owned()))),
                        Raw::Slot(s) => way.push(Piece::Slot(s)),
                        Raw::Choice(_) => {}
                    }
                }
                ways.push(way);
            }
            word.clear();
            out.push(Piece::Choice(ways));
        }
    }
    Ok(())
}

/// All forms of a sequence, without choices and with text joined.
fn multiply(sequence: &[Raw]) -> Result<Vec<Vec<Raw>>, String> {
    let mut forms: Vec<Vec<Raw>> = vec![Vec::new()];
    for raw in sequence {
        let ways = match raw {
            Raw::Choice(ways) => {
                let mut all = Vec::new();
                for way in ways {
                    all.extend(multiply(way)?);
                }
                all
            }
            plain => vec![vec![plain.clone()]],
        };
        if forms.len() * ways.len() > MAX_FORMS {
            return Err(format!(
                "alternatives inside one word multiply to more than {MAX_FORMS} forms; split the phrase"
            ));
        }
        forms = forms.iter().flat_map(|form| ways.iter().map(move |way| join(form, way))).collect();
    }
    Ok(forms)
}

fn join(a: &[Raw], b: &[Raw]) -> Vec<Raw> {
    let mut form = a.to_vec();
    for raw in b {
        match (form.last_mut(), raw) {
            (Some(Raw::Text(t)), Raw::Text(more)) => t.push_str(more),
            _ => form.push(raw.clone()),
        }
    }
    form
}

struct Parser<'p> {
    chars: Vec<char>,
    at: usize,
    own: &'p OwnSlots,
    /// The slots of the file that are being read, outermost first.
    inside: Vec<&'p str>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// `sequence ('|' sequence)*`
    fn alternatives(&mut self) -> Result<Vec<Vec<Raw>>, String> {
        let mut all = vec![self.sequence()?];
        while self.peek() == Some('|') {
            self.at += 1;
            all.push(self.sequence()?);
        }
        Ok(all)
    }

    fn sequence(&mut self) -> Result<Vec<Raw>, String> {
        let mut out = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                '|' | ')' | ']' => break,
                '(' | '[' => {
                    self.at += 1;
                    let mut inner = self.alternatives()?;
                    let close = if c == '(' { ')' } else { ']' };
                    if self.peek() != Some(close) {
                        return Err(format!(
                            "`{c}` is not closed; add `{close}`, or write `\\{c}` for the character itself"
                        ));
                    }
                    self.at += 1;
                    if c == '[' {
                        inner.push(Vec::new());
                    }
                    out.push(Raw::Choice(inner));
                }
                '{' => out.push(self.slot()?),
                _ => {
                    let c = if c == '\\' {
                        self.at += 1;
                        self.peek().ok_or("a phrase cannot end with `\\`; write `\\\\` for a backslash")?
                    } else {
                        c
                    };
                    self.at += 1;
                    match out.last_mut() {
                        Some(Raw::Text(t)) => t.push(c),
                        _ => out.push(Raw::Text(c.into())),
                    }
                }
            }
        }
        Ok(out)
    }

    /// A slot: one that every file knows, or one that this file names, or both under one name.
    fn slot(&mut self) -> Result<Raw, String> {
        let from = self.at + 1;
        while self.peek().is_some_and(|c| c != '}') {
            self.at += 1;
        }
        if self.peek().is_none() {
            return Err("`{` is not closed; add `}`, or write `\\{` for the character itself".into());
        }
        let name: String = self.chars[from..self.at].iter().collect();
        self.at += 1;
        let known = Slot::named(&name);
        let own = self.own.get_key_value(&name).filter(|(n, _)| known.is_none() || !self.inside.contains(&n.as_str()));
        let Some((name, phrase)) = own else {
            return known.map(Raw::Slot).ok_or_else(|| {
                let own: String = self.own.keys().map(|n| format!(" {{{n}}}")).collect();
                format!("unknown slot `{{{name}}}`; known are {}{own}", Slot::names())
            });
        };
        if self.inside.len() == MAX_DEPTH {
            return Err(format!("slot `{{{name}}}` stands for itself; break the circle"));
        }
        let inside = self.inside.iter().copied().chain([name.as_str()]).collect();
        let mut parser = Parser { chars: phrase.chars().collect(), at: 0, own: self.own, inside };
        let mut ways = parser.alternatives()?;
        if let Some(c) = parser.peek() {
            return Err(format!("unexpected `{c}` in slot `{{{name}}}`; write `\\{c}` for the character itself"));
        }
        ways.extend(known.map(|slot| vec![Raw::Slot(slot)]));
        Ok(Raw::Choice(ways))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(phrase: &Phrase) -> Vec<String> {
        phrase.iter().fold(vec![String::new()], |forms, piece| {
            let ways = match piece {
                Piece::Text(t) => vec![t.clone()],
                Piece::Slot(s) => vec![format!("<{s:?}>")],
                Piece::Choice(ways) => ways.iter().flat_map(plain).collect(),
            };
            forms.iter().flat_map(|f| ways.iter().map(move |w| format!("{f} {w}").trim().to_owned())).collect()
        })
    }

    #[test]
    fn alternatives_and_options() {
        for (phrase, forms) in [
            ("(Leave|Post) a [Quick ]Reply", "Leave a Quick Reply/Leave a Reply/Post a Quick Reply/Post a Reply"),
            ("a (b|c[ d])", "a b/a c d/a c"),
            ("comment[s] (below|here)", "comments below/comments here/comment below/comment here"),
            ("{n} (Comments|Replies)", "<Number> Comments/<Number> Replies"),
            ("one|two", "one/two"),
            (r"\(Opens\)", "(Opens)"),
        ] {
            let read = read(phrase, &OwnSlots::new()).unwrap();
            assert_eq!(plain(&read).join("/"), forms);
            assert_eq!(super::forms(&read), forms.split('/').count() as u64, "{phrase}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (phrase, part) in [
            ("(Leave a reply", "not closed"),
            ("Leave a) reply", "unexpected `)`"),
            ("{number} comments", "unknown slot"),
            ("{n}", "literal word"),
            ("[more]", "literal word"),
            ("{words} a {words} b {words} c {words}", "open slots"),
            (&"(a|b|c|d)".repeat(7), "more than 4096"),
            ("a\\", "cannot end"),
        ] {
            let error = read(phrase, &OwnSlots::new()).unwrap_err();
            assert!(error.contains(part), "{phrase}: {error}");
        }
    }

    #[test]
    fn what_may_begin_with_a_slot_is_known() {
        for (phrase, open) in
            [("{n} a", true), ("[{n}] a", true), ("[b] {n} a", true), ("a {n}", false), ("(a|{n}) b", true)]
        {
            assert_eq!(begins_open(&read(phrase, &OwnSlots::new()).unwrap()), open, "{phrase}");
        }
    }

    #[test]
    fn files_name_their_own_slots() {
        let own: OwnSlots =
            [("kind", "(post|story)"), ("ago", "vor {n} (Tag|Tagen)"), ("both", "{kind} {ago}"), ("loop", "a {loop}")]
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .into();
        assert_eq!(plain(&read("Next {kind}s", &own).unwrap()).join("/"), "Next posts/Next storys");
        assert_eq!(
            plain(&read("Posted {ago}", &own).unwrap()).join("/"),
            "Posted vor <Number> Tag/Posted vor <Number> Tagen/Posted <Ago>"
        );
        assert_eq!(plain(&read("a {both}", &own).unwrap()).len(), 6);
        assert!(read("x {loop}", &own).unwrap_err().contains("stands for itself"));
        assert!(read("x {knd}", &own).unwrap_err().contains("{kind}"));
    }
}
