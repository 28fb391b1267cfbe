//! The first sieve: bytes that could begin, end or be damage, found sixty-four at a time.

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// Calls `found` with the place of every suspicious byte, in order. O(bytes).
pub(super) fn suspects(bytes: &[u8], found: impl FnMut(usize)) {
    pulp::Arch::new().dispatch(Sieve { bytes, found });
}

/// [`sieve`], compiled for each kind of vectors.
struct Sieve<'b, F> {
    bytes: &'b [u8],
    found: F,
}

impl<F: FnMut(usize)> pulp::WithSimd for Sieve<'_, F> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        sieve(self.bytes, self.found);
    }
}

#[inline(always)]
fn sieve(bytes: &[u8], mut found: impl FnMut(usize)) {
    // Before the first byte and behind the last one stand ends of lines.
    let mut edge = [b'\n'; BLOCK + 3];
    let mut at = 0;
    let mut flags = [false; BLOCK];
    while at < bytes.len() {
        let whole = at.checked_sub(1).and_then(|from| bytes.get(from..at + BLOCK + 2));
        let window = match whole.and_then(|w| <&[u8; BLOCK + 3]>::try_from(w).ok()) {
            Some(window) => window,
            None => {
                edge.fill(b'\n');
                let from = at.saturating_sub(1);
                let rest = &bytes[from..bytes.len().min(at + BLOCK + 2)];
                let gap = usize::from(at == 0);
                edge[gap..gap + rest.len()].copy_from_slice(rest);
                &edge
            }
        };
        let mut any = false;
        if window.is_ascii() {
            for i in 0..BLOCK {
                flags[i] = of_ascii(window[i], window[i + 1], window[i + 2]);
                any |= flags[i];
            }
        } else {
            for i in 0..BLOCK {
                let (p, b, n, nn) = (window[i], window[i + 1], window[i + 2], window[i + 3]);
                flags[i] = of_ascii(p, b, n) | beyond_ascii(p, b, n, nn);
                any |= flags[i];
            }
        }
        if any {
            let suspects = flags.iter().take(bytes.len() - at).enumerate().filter(|(_, flag)| **flag);
            suspects.for_each(|(i, _)| found(at + i));
        }
        at += BLOCK;
    }
}

/// Whether `c` lies from `low` to `high`.
#[inline(always)]
fn within(c: u8, low: u8, high: u8) -> bool {
    c.wrapping_sub(low) <= high - low
}

/// Whether byte `b`, between `p` and `n`, is worth a second look. No branch and no table here or below: every operation
/// is one of vector units.
#[inline(always)]
fn of_ascii(p: u8, b: u8, n: u8) -> bool {
    let stop = (b == b'.') | (b == b'!') | (b == b'?');
    let comma = b == b',';
    // Space before a mark, another space, a closing bracket or a quote.
    let closes = (b == b' ') | comma | stop | within(b, b':', b';') | (b == b')') | (b == b']') | (b == b'"');
    let before = (p == b' ') & closes;
    let opened = ((p == b'(') | (p == b'[')) & (b == b' ');
    let after = stop & within(n, b'A', b'Z') | comma & (within(n, b'a', b'z') | (n == b','));
    // Controls, but for the line's end and tabs inside lines.
    let control = (b < b' ') & !within(b, b'\t', b'\n') | (b == 0x7F);
    let end = ((n == b'\n') | (n == b'\r')) & ((b == b' ') | within(b, b'\t', b'\n') | (b == b'-'));
    let sign = (b == b'&') | (b == b'|') | (b == b'\\') & (n == b'u');
    let twice = (b == n) & ((b == b'`') | (b == b'\''));
    // A quote that touches words on both sides of a mark.
    let glued = (b == b'"') & ((p == b',') | (p == b'.') | (p == b'!') | (p == b'?')) & within(n | 0x20, b'a', b'z');
    before | opened | after | control | end | sign | twice | glued
}

/// The same for what has to do with characters beyond ASCII; `nn` is the byte behind `n`.
#[inline(always)]
fn beyond_ascii(p: u8, b: u8, n: u8, nn: u8) -> bool {
    let letter = |c: u8| within(c | 0x20, b'a', b'z');
    let go_on = |c: u8| within(c, 0x80, 0xBF);
    // A mark before a letter; two lead bytes are punctuation. Korean sentences may go on with a number.
    let foreign = (n >= 0x80) & (n != 0xE2) & (n != 0xC2);
    let stop = (b == b'.') | (b == b'!') | (b == b'?');
    // The letters of Arabic.
    let arabic = (b == b':') & within(n, 0xD8, 0xDB) & go_on(p);
    let after = (stop | (b == b',')) & foreign | arabic | stop & go_on(p) & within(n, b'0', b'9');
    // Lead bytes: punctuation of Latin-1, spacing accents, digraphs, combining accents, general punctuation, private use and
    // compatibility forms.
    let lead = (b == 0xC2) | (b == 0xC7) | within(b, 0xCB, 0xCD) | (b == 0xE2) | within(b, 0xEE, 0xEF);
    let two = (b == 0xE3) & (n == 0x80)
        | (b == 0x82) & within(n, 0x99, 0x9A)
        | (b == 0xE1) & ((n == 0x9A) | (n == 0xA0))
        | (b == 0xD8) & ((n == 0x8C) | within(n, 0x9B, 0x9F))
        | (b == 0xCE) & (n == 0x87)
        | (b == 0x83) & (n == b' ') & (p == 0xC3);
    // The second of two characters, where it could be the second byte of a broken sequence.
    let broken = go_on(p)
        & (within(b, 0xC3, 0xC6)
            | (b == 0xD2)
            | (b == 0xCE) & (n == 0xA9)
            | (b == 0xCF) & (n == 0x80)
            | ((b == 0xCE) | (b == 0xD0)) & within(n, 0x80, 0x8F)
            | (b == 0xD1) & within(n, 0x90, 0xBF));
    let cyrillic = within(b, 0xD0, 0xD1) & (letter(p) | letter(nn));
    after | lead | two | broken | cyrillic
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn vectors_find_what_single_bytes_do(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let (mut vectors, mut single) = (Vec::new(), Vec::new());
            suspects(&bytes, |at| vectors.push(at));
            let byte = |i: Option<usize>| i.and_then(|i| bytes.get(i)).copied().unwrap_or(b'\n');
            single.extend((0..bytes.len()).filter(|&i| {
                let (p, b, n, nn) = (byte(i.checked_sub(1)), bytes[i], byte(Some(i + 1)), byte(Some(i + 2)));
                of_ascii(p, b, n) | beyond_ascii(p, b, n, nn)
            }));
            prop_assert_eq!(vectors, single);
        }
    }
}
