//! Which of some literals stand in a text: what regular expressions need before they are asked.
//!
//! Each literal is filed under its rarest window of three bytes; every window of the text probes a bitset of eight
//! kilobytes, and about one in a hundred leads to a comparison. One probe per byte, whatever the number of literals.

use std::collections::HashMap;

use crate::verdict::RuleIndex;

/// The space and the letters of English, most common first: printers' old order, which is near enough, since it only
/// decides how often a comparison fails. All other bytes are rarer.
const COMMON: &[u8] = b" etaoinshrdlcumwfgypbvk";
const BITS: usize = 1 << 16;

/// A set of literals, ASCII case aside.
#[derive(Debug)]
pub(crate) struct Needles {
    bits: Box<[u64]>,
    filed: HashMap<u32, Vec<Needle>, foldhash::fast::FixedState>,
}

#[derive(Debug)]
struct Needle {
    owner: RuleIndex,
    literal: Box<[u8]>,
    /// Where its window begins.
    window: usize,
}

impl Needles {
    /// Files the literals of each owner; all have at least three bytes.
    pub(crate) fn new<'l>(literals: impl Iterator<Item = (&'l str, RuleIndex)>) -> Self {
        let mut needles = Needles { bits: vec![0; BITS / 64].into(), filed: HashMap::default() };
        for (literal, owner) in literals {
            let bytes = literal.to_ascii_lowercase().into_bytes();
            let Some((window, key)) = bytes
                .windows(3)
                .enumerate()
                .min_by_key(|(_, w)| w.iter().map(|b| commonness(*b)).sum::<usize>())
                .map(|(at, w)| (at, fold(w)))
            else {
                continue;
            };
            let bit = hash(key);
            needles.bits[bit / 64] |= 1 << (bit % 64);
            let filed = needles.filed.entry(key).or_default();
            if !filed.iter().any(|n| n.owner == owner && *n.literal == *bytes) {
                filed.push(Needle { owner, literal: bytes.into(), window });
            }
        }
        needles
    }

    /// Calls `each` with the owner of every literal that stands in `text`, as often as it does.
    pub(crate) fn scan(&self, text: &str, mut each: impl FnMut(RuleIndex)) {
        let bytes = text.as_bytes();
        for (at, window) in bytes.windows(3).enumerate() {
            let key = fold(window);
            let bit = hash(key);
            if self.bits[bit / 64] & 1 << (bit % 64) == 0 {
                continue;
            }
            for needle in self.filed.get(&key).into_iter().flatten() {
                let found = at
                    .checked_sub(needle.window)
                    .and_then(|start| bytes.get(start..start + needle.literal.len()))
                    .is_some_and(|piece| piece.eq_ignore_ascii_case(&needle.literal));
                if found {
                    each(needle.owner);
                }
            }
        }
    }
}

fn commonness(byte: u8) -> usize {
    COMMON.iter().position(|&b| b == byte).map_or(0, |rank| COMMON.len() - rank)
}

/// Three bytes as a key, letters in lower case (and some signs as others: the comparison tells them apart).
fn fold(window: &[u8]) -> u32 {
    (u32::from(window[0]) | u32::from(window[1]) << 8 | u32::from(window[2]) << 16) | 0x20_2020
}

fn hash(key: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> 16) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn literals_are_found_wherever_they_stand() {
        let literals = ["pdate", "Getty", " is a", "ção", "..."];
        let needles = Needles::new(literals.iter().enumerate().map(|(i, l)| (*l, RuleIndex(i as u32))));
        let found = |text: &str| {
            let mut out = Vec::new();
            needles.scan(text, |owner| out.push(owner.0));
            out
        };
        assert_eq!(found("UPDATED: GETTY images"), [0, 1]);
        assert_eq!(found("He is a friend.…"), [2]);
        assert_eq!(found("Publicação...."), [3, 4, 4]);
        assert_eq!(found("pd"), [0; 0]);
    }

    proptest! {
        #[test]
        fn as_a_plain_search_does(text in "[abAB é]{0,40}", literals in prop::collection::vec("[abé ]{3,5}", 0..6)) {
            let needles = Needles::new(literals.iter().enumerate().map(|(i, l)| (l.as_str(), RuleIndex(i as u32))));
            let mut found = vec![false; literals.len()];
            needles.scan(&text, |owner| found[owner.0 as usize] = true);
            let plain: Vec<bool> =
                literals.iter().map(|l| text.to_ascii_lowercase().contains(&l.to_ascii_lowercase())).collect();
            prop_assert_eq!(found, plain);
        }
    }
}
