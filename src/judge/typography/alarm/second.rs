//! The second sieve: the characters around a suspicious byte.

use super::super::codec;
use super::{Alarm, Alarms};

/// What a character beyond ASCII is good for: its roles in broken encodings, and the bits below.
pub(super) type Facts = u64;

const ROLES: Facts = (1 << codec::ROLE_BITS) - 1;
const INVISIBLE: Facts = 1 << 48;
const SPACE: Facts = 1 << 49;
const LETTER: Facts = 1 << 50;
const OPENER: Facts = 1 << 51;
const CLOSER: Facts = 1 << 52;
const MARK: Facts = 1 << 53;
const JOINER: Facts = 1 << 54;
const WIDE: Facts = 1 << 55;

/// Characters below this have a table entry; above it are CJK, Hangul, compatibility forms and emoji.
const TABLED: usize = 0x3000;

/// The table of facts.
pub(super) fn facts() -> Box<[Facts]> {
    let mut facts = vec![0; TABLED].into_boxed_slice();
    for (point, fact) in facts.iter_mut().enumerate() {
        *fact = char::from_u32(point as u32).map_or(0, facts_of);
    }
    for (c, roles) in codec::roles() {
        if let Some(fact) = facts.get_mut(c as usize) {
            *fact |= roles;
        }
    }
    facts
}

fn facts_of(c: char) -> Facts {
    match c {
        // Two ligatures and Apple's logo stand in Mac OS Roman, above the table.
        'ﬁ' | 'ﬂ' => LETTER | 1 << codec::MAC_ROMAN,
        '\u{f8ff}' => INVISIBLE | 1 << (2 * codec::COUNT + codec::MAC_ROMAN),
        '\u{200c}' | '\u{200d}' => JOINER,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' => INVISIBLE,
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}' => INVISIBLE,
        '\u{e000}'..='\u{f8ff}' => INVISIBLE,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => SPACE,
        '\u{300}'..='\u{36f}' | '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}' | '\u{fb00}'..='\u{fb06}' => LETTER,
        '\u{212a}' | '\u{212b}' | '\u{2126}' | '\u{374}' | '\u{37e}' | '\u{387}' => LETTER,
        '\u{3099}' | '\u{309a}' => LETTER,
        '\u{ff01}'..='\u{ff5e}' => WIDE,
        '“' | '‘' => OPENER | CLOSER,
        '„' | '‚' | '«' => OPENER,
        '”' | '’' | '»' => CLOSER,
        '،' | '؛' | '؟' => MARK,
        _ => 0,
    }
}

impl Alarms {
    /// What the byte at `at` and its neighbours could be, and the place of the character. O(1), but for a run of spaces,
    /// which its last one walks.
    pub(super) fn look(&self, text: &str, at: usize) -> (usize, Alarm) {
        let bytes = text.as_bytes();
        let byte = |i: usize| bytes.get(i).copied().unwrap_or(b'\n');
        let before = at.checked_sub(1).map_or(b'\n', byte);
        let next = byte(at + 1);
        let mut alarm = Alarm::NONE;
        match bytes[at] {
            0x80.. => return self.beyond_ascii(text, at),
            b' ' => {
                if matches!(before, b'(' | b'[') {
                    alarm.set(Alarm::BRACKET);
                }
                alarm.set(self.spaces(bytes, at, next));
            }
            b':' if before != b' ' => alarm.set(Alarm::AFTER),
            b'.' | b'!' | b'?' | b',' | b':' | b';' => {
                if before == b' ' {
                    // `. .` begins with a space before a stop.
                    alarm.set(Alarm::BEFORE);
                    alarm.set(Alarm::TWICE);
                }
                if next == b',' {
                    alarm.set(Alarm::TWICE);
                }
                // Initials and acronyms are many: `U.S.A`.
                let word = before.is_ascii_lowercase() || before >= 0x80 || before == b')';
                let letter = next.is_ascii_alphanumeric() || next >= 0x80 && !matches!(next, 0xC2 | 0xE2);
                if letter && (word || bytes[at] == b',' && before.is_ascii_uppercase()) {
                    alarm.set(Alarm::AFTER);
                }
            }
            b')' | b']' => alarm.set(Alarm::BRACKET),
            b'"' => {
                let earlier = at.checked_sub(2).map_or(b'\n', byte);
                let slips =
                    matches!(earlier, b',' | b'.' | b'!' | b'?') && (next.is_ascii_alphanumeric() || next >= 0x80);
                let glued = before != b' ' && next.is_ascii_alphabetic();
                // Behind a mark and a space a quote is where it should be, if it opens.
                let slips = slips && !opens(bytes, at);
                if slips || glued || matches!(next, b' ' | b'\n' | b'\r') {
                    alarm.set(Alarm::STRAIGHT);
                }
            }
            b'&' => alarm.set(Alarm::ENTITY),
            b'|' => alarm.set(Alarm::BAR),
            b'\\' => alarm.set(Alarm::ESCAPE),
            b'`' | b'\'' => alarm.set(Alarm::TEX),
            b'-' => alarm.set(Alarm::BROKEN),
            b'\t' => alarm.set(Alarm::SPACE),
            b'\r' => alarm.set(Alarm::END),
            b'\n' if bytes[at..].starts_with(b"\n\n\n\n\n") => alarm.set(Alarm::END),
            b'\n' => {}
            _ => alarm.set(Alarm::INVISIBLE),
        }
        (at, alarm)
    }

    /// A space that is one of several or ends the line; a run speaks by its last one, and an indent says nothing.
    fn spaces(&self, bytes: &[u8], at: usize, next: u8) -> Alarm {
        let ends = matches!(next, b'\n' | b'\r');
        if next == b' ' {
            return Alarm::NONE;
        }
        let run = bytes[..=at].iter().rev().take_while(|&&b| b == b' ').count();
        let indent = at + 1 == run || bytes[at - run] == b'\n';
        let heard = match (ends, indent) {
            (true, _) => self.plain_ends || (run > 2 && !indent),
            (false, indent) => run > 1 && !indent,
        };
        if heard { Alarm::SPACE } else { Alarm::NONE }
    }

    /// A suspicious byte beyond ASCII: its character, the ones around it, and whether they are what broken encodings make.
    fn beyond_ascii(&self, text: &str, at: usize) -> (usize, Alarm) {
        let at = (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        let Some(c) = text[at..].chars().next() else { return (at, Alarm::NONE) };
        let (end, fact) = (at + c.len_utf8(), self.fact(c));
        let before = text[..at].chars().next_back();
        let next = text[end..].chars().next();
        let mut alarm = Alarm::NONE;
        if before.is_some_and(|b| !b.is_ascii() && self.begins(b, &text[at..])) {
            alarm.set(Alarm::MOJIBAKE);
        }
        // `Ã ` is `à` whose second half became a plain space.
        if c == 'Ã' && next == Some(' ') {
            alarm.set(Alarm::MOJIBAKE);
        }
        if fact & !ROLES != 0 {
            alarm.set(marks(fact, c, before, next, || text[..at].chars().rev().nth(1)));
        }
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if matches!(c, '\u{400}'..='\u{45f}') && (latin(before) || latin(next)) {
            alarm.set(Alarm::LOOKALIKE);
        }
        (at, alarm)
    }

    /// Whether `lead` and what begins `rest` could be a whole broken sequence.
    fn begins(&self, lead: char, rest: &str) -> bool {
        // In Cyrillic a quote and a space stand behind a letter all the time.
        let cyrillic = matches!(lead, '\u{400}'..='\u{45f}');
        let lead = self.fact(lead);
        let lost = |c: char| matches!(c, '?' | '\u{fffd}') || (c == ' ' && !cyrillic);
        lead & ROLES != 0
            && codec::may_begin(lead, rest.chars().map(|c| if lost(c) { ROLES } else { self.fact(c) & ROLES }))
    }

    fn fact(&self, c: char) -> Facts {
        self.facts.get(c as usize).copied().unwrap_or_else(|| facts_of(c))
    }
}

/// Bytes before a quote that are searched for those that open and close before it.
const NEAR: usize = 512;

/// Whether the quote at `at` is the first, third, fifth of its line; false where the line is too long to tell.
fn opens(bytes: &[u8], at: usize) -> bool {
    let from = at.saturating_sub(NEAR);
    let start = memchr::memrchr(b'\n', &bytes[from..at]).map(|i| from + i + 1);
    let start = if from == 0 { start.or(Some(0)) } else { start };
    start.is_some_and(|start| memchr::memchr_iter(b'"', &bytes[start..at]).count().is_multiple_of(2))
}

/// What the character itself says, between `before` and `next`; `earlier` is the one before `before`.
fn marks(fact: Facts, c: char, before: Option<char>, next: Option<char>, earlier: impl Fn() -> Option<char>) -> Alarm {
    let spaced = before == Some(' ');
    let ends = |c: Option<char>| c.is_none_or(char::is_whitespace);
    if fact & INVISIBLE != 0 {
        return Alarm::INVISIBLE;
    }
    if fact & JOINER != 0 {
        // Between letters of Persian or Hindi, or in an emoji, it is at home.
        let home = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && !matches!(c, '\u{200b}'..='\u{200f}'));
        return if home(before) && home(next) { Alarm::NONE } else { Alarm::INVISIBLE };
    }
    if fact & SPACE != 0 {
        // French marks and quotes are tied to their words.
        let tied = matches!(next, Some('!' | '?' | ';' | ':' | '»' | '%' | '€')) || before == Some('«');
        let alone = !before.is_none_or(char::is_whitespace) && !ends(next);
        return if c == '\u{a0}' && tied && alone { Alarm::NONE } else { Alarm::SPACE };
    }
    if fact & WIDE != 0 {
        let side = |c: Option<char>| super::super::letters::is_latin_side(c);
        let alone = ends(before) && ends(next);
        return if side(before) && side(next) && !alone { Alarm::LETTER } else { Alarm::NONE };
    }
    if fact & LETTER != 0 {
        return Alarm::LETTER;
    }
    if fact & MARK != 0 {
        let arabic = matches!(next, Some('\u{620}'..='\u{6d3}')) && matches!(before, Some('\u{620}'..='\u{6d3}'));
        return if spaced {
            Alarm::BEFORE
        } else if arabic {
            Alarm::AFTER
        } else {
            Alarm::NONE
        };
    }
    let stop = |c: Option<char>| matches!(c, Some(',' | '.' | '!' | '?' | '…'));
    let begins = matches!(before, None | Some(' ' | '\n' | '(' | '[' | '—' | '\u{a0}' | ',' | ':'));
    let breathes = fact & OPENER != 0 && next == Some(' ') && c != '«' && begins;
    let slips = fact & CLOSER != 0 && spaced && (stop(earlier()) || next.is_none_or(|c| !c.is_alphanumeric()));
    let word = next.is_some_and(char::is_alphanumeric);
    let glued =
        fact & CLOSER != 0 && stop(before) && word || fact & OPENER != 0 && matches!(before, Some(':' | ',')) && word;
    let turned = c == '”' && spaced && word;
    if turned || breathes || slips || glued { Alarm::QUOTE } else { Alarm::NONE }
}
