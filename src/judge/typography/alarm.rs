//! The one pass over every line: which kinds of damage could be in it.
//!
//! A clean ASCII line costs two table lookups a byte; a line with other characters costs one more a character.
//! An alarm is cheap and may be false; the rooms decide.

use super::codec;

/// A set of kinds of damage that a line may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Alarm(u16);

impl Alarm {
    pub(super) const NONE: Alarm = Alarm(0);
    pub(super) const ENTITY: Alarm = Alarm(1);
    pub(super) const INVISIBLE: Alarm = Alarm(1 << 1);
    pub(super) const SPACE: Alarm = Alarm(1 << 2);
    pub(super) const BEFORE: Alarm = Alarm(1 << 3);
    pub(super) const AFTER: Alarm = Alarm(1 << 4);
    pub(super) const BRACKET: Alarm = Alarm(1 << 5);
    pub(super) const TWICE: Alarm = Alarm(1 << 6);
    pub(super) const TEX: Alarm = Alarm(1 << 7);
    pub(super) const QUOTE: Alarm = Alarm(1 << 8);
    pub(super) const LETTER: Alarm = Alarm(1 << 9);
    pub(super) const MOJIBAKE: Alarm = Alarm(1 << 10);
    /// The line is not pure ASCII: never leaves this room.
    const HIGH: Alarm = Alarm(1 << 15);

    pub(super) fn has(self, other: Alarm) -> bool {
        self.0 & other.0 != 0
    }

    fn set(&mut self, other: Alarm) {
        self.0 |= other.0;
    }
}

/// What a byte is, as far as damage between neighbours goes.
const OTHER: u8 = 0;
const SPACE: u8 = 1;
const LOWER: u8 = 2;
const UPPER: u8 = 3;
const COMMA: u8 = 4;
const STOP: u8 = 5;
const COLON: u8 = 6;
const OPEN: u8 = 7;
const CLOSE: u8 = 8;
const DOUBLE: u8 = 9;
const SINGLE: u8 = 10;
const GRAVE: u8 = 11;
const AMPERSAND: u8 = 12;
const CONTROL: u8 = 13;
const HIGH: u8 = 14;
const TAB: u8 = 15;

const CLASS: [u8; 256] = {
    let mut class = [OTHER; 256];
    let mut b = 0;
    while b < 256 {
        class[b] = match b as u8 {
            b' ' => SPACE,
            b'\t' => TAB,
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b',' => COMMA,
            b'.' | b'!' | b'?' => STOP,
            b':' | b';' => COLON,
            b'(' | b'[' => OPEN,
            b')' | b']' => CLOSE,
            b'"' => DOUBLE,
            b'\'' => SINGLE,
            b'`' => GRAVE,
            b'&' => AMPERSAND,
            0..=0x1F | 0x7F => CONTROL,
            0x80.. => HIGH,
            _ => OTHER,
        };
        b += 1;
    }
    class
};

/// The alarms that a byte of one class (row) before a byte of another raises.
const PAIR: [[u16; 16]; 16] = {
    let mut pair = [[0u16; 16]; 16];
    let mut before = 0;
    while before < 16 {
        pair[before][HIGH as usize] |= Alarm::HIGH.0;
        pair[before][CONTROL as usize] |= Alarm::INVISIBLE.0;
        pair[before][AMPERSAND as usize] |= Alarm::ENTITY.0;
        before += 1;
    }
    const fn raise(pair: &mut [[u16; 16]; 16], before: u8, after: u8, alarm: Alarm) {
        pair[before as usize][after as usize] |= alarm.0;
    }
    raise(&mut pair, SPACE, SPACE, Alarm::SPACE);
    raise(&mut pair, SPACE, COMMA, Alarm::BEFORE);
    raise(&mut pair, SPACE, STOP, Alarm::BEFORE);
    raise(&mut pair, SPACE, COLON, Alarm::BEFORE);
    raise(&mut pair, STOP, UPPER, Alarm::AFTER);
    raise(&mut pair, STOP, HIGH, Alarm::AFTER);
    raise(&mut pair, COMMA, LOWER, Alarm::AFTER);
    raise(&mut pair, COMMA, HIGH, Alarm::AFTER);
    raise(&mut pair, OPEN, SPACE, Alarm::BRACKET);
    raise(&mut pair, SPACE, CLOSE, Alarm::BRACKET);
    raise(&mut pair, COMMA, COMMA, Alarm::TWICE);
    raise(&mut pair, STOP, SPACE, Alarm::NONE);
    raise(&mut pair, GRAVE, GRAVE, Alarm::TEX);
    raise(&mut pair, SINGLE, SINGLE, Alarm::TEX);
    raise(&mut pair, SPACE, DOUBLE, Alarm::QUOTE);
    pair
};

/// What a character beyond ASCII is good for; the lower bits are those of [`codec::Roles`].
const INVISIBLE: u32 = 1 << 24;
const WIDE_SPACE: u32 = 1 << 25;
const LETTER: u32 = 1 << 26;
const OPENER: u32 = 1 << 27;
const CLOSER: u32 = 1 << 28;
const MARK: u32 = 1 << 29;

/// Characters below this have a table entry; above it are CJK, Hangul, compatibility forms and emoji.
const TABLED: usize = 0x3000;

/// The tables of the pass.
pub(super) struct Alarms {
    facts: Box<[u32]>,
}

impl std::fmt::Debug for Alarms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Alarms").finish_non_exhaustive()
    }
}

impl Alarms {
    pub(super) fn new() -> Self {
        let mut facts = vec![0u32; TABLED].into_boxed_slice();
        for (point, fact) in facts.iter_mut().enumerate() {
            *fact = char::from_u32(point as u32).map_or(0, facts_of);
        }
        for (c, roles) in codec::roles() {
            if let Some(fact) = facts.get_mut(c as usize) {
                *fact |= roles;
            }
        }
        Alarms { facts }
    }

    /// The alarms of a line (without its terminator). O(bytes).
    pub(super) fn of(&self, line: &str) -> Alarm {
        let mut raised = 0;
        let mut before = OTHER;
        for &b in line.as_bytes() {
            let class = CLASS[b as usize];
            raised |= PAIR[before as usize][class as usize];
            before = class;
        }
        if matches!(before, SPACE | TAB) {
            raised |= Alarm::SPACE.0;
        }
        let mut alarm = Alarm(raised & !Alarm::HIGH.0);
        if raised & Alarm::HIGH.0 != 0 {
            self.beyond_ascii(line, &mut alarm);
        }
        if alarm.has(Alarm::BEFORE) {
            // `. .` begins with a space before a stop.
            alarm.set(Alarm::TWICE);
        }
        alarm
    }

    fn beyond_ascii(&self, line: &str, alarm: &mut Alarm) {
        let mut before = ' ';
        let mut last = 0u32;
        for c in line.chars() {
            if (c as u32) < 0x80 {
                if c == '.' && before == '다' {
                    alarm.set(Alarm::AFTER);
                }
                if last != 0 {
                    if last & OPENER != 0 && c == ' ' {
                        alarm.set(Alarm::QUOTE);
                    }
                    if last & CLOSER != 0 && c.is_ascii_alphanumeric() {
                        alarm.set(Alarm::QUOTE);
                    }
                    // `Ã ` is `à` whose second half became a plain space.
                    if c == ' ' && codec::is_lead(last) && before == 'Ã' {
                        alarm.set(Alarm::MOJIBAKE);
                    }
                    last = 0;
                }
                before = c;
                continue;
            }
            let fact = self.facts.get(c as usize).copied().unwrap_or_else(|| facts_of(c));
            if codec::may_follow(last, fact) {
                alarm.set(Alarm::MOJIBAKE);
            }
            if fact & (INVISIBLE | WIDE_SPACE | LETTER | CLOSER | MARK | OPENER) != 0 {
                if fact & INVISIBLE != 0 {
                    alarm.set(Alarm::INVISIBLE);
                }
                if fact & WIDE_SPACE != 0 {
                    alarm.set(Alarm::SPACE);
                }
                if fact & LETTER != 0 {
                    alarm.set(Alarm::LETTER);
                }
                if before == ' ' && fact & CLOSER != 0 || fact & OPENER != 0 && !before.is_whitespace() {
                    alarm.set(Alarm::QUOTE);
                }
                if before == ' ' && fact & MARK != 0 {
                    alarm.set(Alarm::BEFORE);
                }
            }
            if last & MARK != 0 && matches!(c, '\u{620}'..='\u{6d3}') {
                alarm.set(Alarm::AFTER);
            }
            last = fact;
            before = c;
        }
    }
}

fn facts_of(c: char) -> u32 {
    match c {
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' => INVISIBLE,
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}' => INVISIBLE,
        '\u{e000}'..='\u{f8ff}' => INVISIBLE,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => WIDE_SPACE,
        '\u{300}'..='\u{36f}' | '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}' => LETTER,
        '\u{fb00}'..='\u{fb06}' | '\u{ff01}'..='\u{ff5e}' => LETTER,
        '\u{212a}' | '\u{212b}' | '\u{2126}' | '\u{374}' | '\u{37e}' | '\u{387}' => LETTER,
        '\u{3099}' | '\u{309a}' => LETTER,
        '“' | '‘' | '„' | '‚' => OPENER,
        '”' | '’' | '»' => CLOSER,
        '«' => OPENER,
        '،' | '؛' | '؟' => MARK,
        _ => 0,
    }
}
