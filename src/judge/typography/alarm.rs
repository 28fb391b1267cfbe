//! The one pass over every text: where damage could be, and of which kind.
//!
//! Two sieves. The first looks at each byte with the two beside it, without a branch or a table, so that the compiler
//! makes vector code of it: a text without suspicious bytes pays for nothing else. The second looks at the characters
//! around what the first left over. An alarm may be false; the rooms decide. What no sieve stops is never looked at.

mod block;
mod second;

/// A set of kinds of damage that a line may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Alarm(u32);

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
    pub(super) const ESCAPE: Alarm = Alarm(1 << 11);
    pub(super) const BAR: Alarm = Alarm(1 << 12);
    pub(super) const LOOKALIKE: Alarm = Alarm(1 << 13);
    /// A word broken at the end of the line.
    pub(super) const BROKEN: Alarm = Alarm(1 << 14);
    /// The end of the line, or the blank lines behind it.
    pub(super) const END: Alarm = Alarm(1 << 15);
    /// A quote without direction.
    pub(super) const STRAIGHT: Alarm = Alarm(1 << 16);

    pub(super) fn has(self, other: Alarm) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn set(&mut self, other: Alarm) {
        self.0 |= other.0;
    }
}

/// The tables of the second sieve.
pub(super) struct Alarms {
    facts: Box<[second::Facts]>,
    /// Whether one or two plain spaces at a line's end are of interest.
    plain_ends: bool,
}

impl std::fmt::Debug for Alarms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Alarms").finish_non_exhaustive()
    }
}

impl Alarms {
    pub(super) fn new(plain_ends: bool) -> Self {
        Alarms { facts: second::facts(), plain_ends }
    }

    /// Calls `found` with the place (a byte that begins a character) and the kind of every alarm, in order. O(bytes).
    pub(super) fn scan(&self, text: &str, mut found: impl FnMut(usize, Alarm)) {
        block::suspects(text.as_bytes(), |at| {
            let (at, alarm) = self.look(text, at);
            if alarm != Alarm::NONE {
                found(at, alarm);
            }
        });
    }
}

#[cfg(test)]
mod tests;
