//! Phrases with alternatives, optional parts and slots, expanded to plain forms.
//!
//! `(Leave|Post) a Reply [now]` becomes four forms. The syntax is described in `docs/RULES.md`.

use super::slot::Slot;

/// A part of a form: words as written, or a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Literal text, not yet folded.
    Text(String),
    /// A place for something that varies.
    Slot(Slot),
}

/// One phrase without alternatives.
pub(crate) type Form = Vec<Part>;

/// How many forms one phrase may expand to.
pub(crate) const MAX_FORMS: usize = 4096;
/// How many slots of open length one form may hold; matching tries their lengths in turn.
const MAX_OPEN_SLOTS: usize = 3;

/// Expands a phrase to its forms.
pub(crate) fn expand(phrase: &str) -> Result<Vec<Form>, String> {
    let mut parser = Parser { chars: phrase.chars().collect(), at: 0 };
    let forms = parser.alternatives()?;
    if let Some(c) = parser.peek() {
        return Err(format!("unexpected `{c}` in phrase `{phrase}`; write `\\{c}` for the character itself"));
    }
    for form in &forms {
        if !form
            .iter()
            .any(|p| matches!(p, Part::Text(t) if t.chars().any(crate::token::is_word_char) || is_mark_only(t)))
        {
            return Err(format!(
                "phrase `{phrase}` has a form without a literal word; add one, or make a part required"
            ));
        }
        if form.iter().filter(|p| matches!(p, Part::Slot(s) if s.is_open())).count() > MAX_OPEN_SLOTS {
            return Err(format!("phrase `{phrase}` has more than {MAX_OPEN_SLOTS} open slots; use fewer"));
        }
    }
    Ok(forms)
}

/// Whether a literal is made of signs only, such as `→`; such a form is allowed because it is still literal.
fn is_mark_only(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !c.is_ascii_punctuation())
}

struct Parser {
    chars: Vec<char>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// `sequence ('|' sequence)*`
    fn alternatives(&mut self) -> Result<Vec<Form>, String> {
        let mut all = self.sequence()?;
        while self.peek() == Some('|') {
            self.at += 1;
            all.extend(self.sequence()?);
            self.check(all.len())?;
        }
        Ok(all)
    }

    fn sequence(&mut self) -> Result<Vec<Form>, String> {
        let mut forms: Vec<Form> = vec![Vec::new()];
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
                    self.check(forms.len() * inner.len())?;
                    forms = forms.iter().flat_map(|f| inner.iter().map(move |i| join(f, i))).collect();
                }
                '{' => {
                    let slot = self.slot()?;
                    forms.iter_mut().for_each(|f| f.push(Part::Slot(slot)));
                }
                _ => {
                    let c = if c == '\\' {
                        self.at += 1;
                        self.peek().ok_or("a phrase cannot end with `\\`; write `\\\\` for a backslash")?
                    } else {
                        c
                    };
                    self.at += 1;
                    forms.iter_mut().for_each(|f| push_char(f, c));
                }
            }
        }
        Ok(forms)
    }

    fn slot(&mut self) -> Result<Slot, String> {
        let from = self.at + 1;
        while self.peek().is_some_and(|c| c != '}') {
            self.at += 1;
        }
        if self.peek().is_none() {
            return Err("`{` is not closed; add `}`, or write `\\{` for the character itself".into());
        }
        let name: String = self.chars[from..self.at].iter().collect();
        self.at += 1;
        Slot::named(&name).ok_or_else(|| format!("unknown slot `{{{name}}}`; known are {}", Slot::names()))
    }

    fn check(&self, forms: usize) -> Result<(), String> {
        if forms > MAX_FORMS {
            return Err(format!("the phrase expands to more than {MAX_FORMS} forms; split it into several"));
        }
        Ok(())
    }
}

fn join(a: &Form, b: &Form) -> Form {
    let mut form = a.clone();
    for part in b {
        match part {
            Part::Text(t) => t.chars().for_each(|c| push_char(&mut form, c)),
            slot => form.push(slot.clone()),
        }
    }
    form
}

fn push_char(form: &mut Form, c: char) {
    if let Some(Part::Text(t)) = form.last_mut() {
        t.push(c);
    } else {
        form.push(Part::Text(c.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(phrase: &str) -> Vec<String> {
        expand(phrase)
            .unwrap()
            .iter()
            .map(|f| {
                f.iter()
                    .map(|p| match p {
                        Part::Text(t) => t.clone(),
                        Part::Slot(s) => format!("<{s:?}>"),
                    })
                    .collect()
            })
            .collect()
    }

    #[test]
    fn alternatives_and_options_multiply() {
        assert_eq!(
            plain("(Leave|Post) a [Quick ]Reply"),
            ["Leave a Quick Reply", "Leave a Reply", "Post a Quick Reply", "Post a Reply",]
        );
        assert_eq!(plain("a (b|c[ d])"), ["a b", "a c d", "a c"]);
        assert_eq!(plain(r"\(Opens\)"), ["(Opens)"]);
        assert_eq!(plain("{n} Comments"), ["<Number> Comments"]);
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
            let error = expand(phrase).unwrap_err();
            assert!(error.contains(part), "{phrase}: {error}");
        }
    }
}
