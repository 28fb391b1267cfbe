//! Broken encodings: UTF-8 that was read as a single-byte encoding, once or more.
//!
//! For each encoding the characters of a line are turned back into bytes, and every run of bytes that is a UTF-8
//! sequence is weighed by itself: what it would become must be common, and what stands there must be odd (a letter
//! glued to a symbol inside a word, a control character, a capital where none can be). So one broken word inside a
//! healthy line is repaired, and `É…`, `Ã’s`, `5×£35` and `S A L Ã O` are not touched.

use super::codec::{self, COUNT};
use super::likeness::{Kind, is_letter, kind};
use super::site::{Claims, Site};
use crate::verdict::RuleIndex;

/// Repairs broken encodings.
pub(super) struct Mojibake {
    rules: [Option<RuleIndex>; COUNT],
    /// The byte of each character below [`TABLED`] in each encoding; 0 where it has none of 80 to FF.
    bytes: Box<[[u8; COUNT]]>,
}

impl std::fmt::Debug for Mojibake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mojibake").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// Ids of the rules, in the order of [`codec::TABLES`].
const IDS: [&str; COUNT] = [
    "mojibake.windows-1252",
    "mojibake.windows-1250",
    "mojibake.windows-1251",
    "mojibake.windows-1253",
    "mojibake.windows-1254",
    "mojibake.windows-1257",
    "mojibake.iso-8859-2",
    "mojibake.mac-roman",
    "mojibake.cp437",
];

/// All characters of the encodings lie below, but two ligatures and Apple's logo.
const TABLED: usize = 0x25A1;

/// Characters that could have been one UTF-8 sequence.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Place among the characters of the line, and one past the last.
    from: usize,
    to: usize,
    /// What it would become.
    meant: char,
    weight: Weight,
}

/// What a piece says about the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// What stands there is odd, and what it becomes is common.
    Strong,
    /// What it becomes is common, but what stands there could be meant.
    Weak,
    /// What it becomes is rare.
    Rare,
    /// A byte of it was lost; it can only become U+FFFD.
    Lost,
    /// `Ã ` before a word: the second half of `à` became a plain space.
    Grave,
}

/// The characters of a line with their places in bytes.
type Chars = Vec<(usize, char)>;

impl Mojibake {
    pub(super) fn new(find: impl Fn(&str) -> Option<RuleIndex>) -> Self {
        let mut bytes = vec![[0u8; COUNT]; TABLED].into_boxed_slice();
        for (codec, table) in codec::TABLES.iter().enumerate() {
            for (i, c) in table.chars().enumerate() {
                if let Some(entry) = bytes.get_mut(c as usize) {
                    entry[codec] = 0x80 + i as u8;
                }
            }
        }
        // Latin-1 is windows-1252 with its control characters as they are.
        for b in 0x80..=0x9Fu8 {
            bytes[b as usize][codec::WINDOWS_1252] = b;
        }
        Mojibake { rules: IDS.map(find), bytes }
    }

    /// Claims what is broken in the line; whether there was any. O(characters).
    pub(super) fn judge(&self, site: &Site<'_>, claims: &mut Claims<'_>) -> bool {
        let chars: Chars = site.content().char_indices().collect();
        let mut best: Option<(i32, usize, Vec<Piece>)> = None;
        for codec in 0..COUNT {
            if self.rules[codec].is_none() {
                continue;
            }
            let mut pieces = self.pieces(&chars, codec);
            weigh(&chars, &mut pieces, codec);
            let score = score(&chars, &pieces);
            if score > 0 && best.as_ref().is_none_or(|b| score > b.0) && !is_garble(&chars, &pieces) {
                best = Some((score, codec, pieces));
            }
        }
        let Some((_, codec, pieces)) = best else { return false };
        let at = |i: usize| site.line.start + chars.get(i).map_or(site.content().len(), |c| c.0);
        // A text about encodings shows broken signs by themselves.
        let about = site.context.is_about_encodings();
        let shown = |p: &&Piece| {
            let letter = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|c| c.1.is_alphanumeric());
            about && !letter(p.from.checked_sub(1)) && !letter(Some(p.to))
        };
        let whole = explains_all(&chars, &pieces);
        let mut words = Words { chars: &chars, pending: None };
        let mut claim = |word: Option<Word>| {
            let Some(Word { from, to, text }) = word else { return };
            claims.replace(self.rules[codec], at(from), at(to), text);
        };
        let mut acted = false;
        for piece in accepted(&pieces, whole).filter(|p| !shown(p)) {
            acted = true;
            claim(words.add(piece));
        }
        claim(words.end());
        acted
    }

    fn byte(&self, c: char, codec: usize) -> u8 {
        match c {
            '\0'..='\u{7f}' => 0,
            'ﬁ' if codec == codec::MAC_ROMAN => 0xDE,
            'ﬂ' if codec == codec::MAC_ROMAN => 0xDF,
            '\u{f8ff}' if codec == codec::MAC_ROMAN => 0xF0,
            _ => self.bytes.get(c as usize).map_or(0, |b| b[codec]),
        }
    }

    fn pieces(&self, chars: &Chars, codec: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut i = 0;
        while i < chars.len() {
            match self.piece(chars, i, codec) {
                Some(piece) => {
                    i = piece.to;
                    pieces.push(piece);
                }
                None => i += 1,
            }
        }
        pieces
    }

    /// The sequence that begins at character `i`, if there is one.
    fn piece(&self, chars: &Chars, i: usize, codec: usize) -> Option<Piece> {
        let lead = self.byte(chars[i].1, codec);
        let len = match lead {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return None,
        };
        let mut point = u32::from(lead) & (0x7F >> len);
        let (mut lost, mut spaces, mut found) = (0, 0, 0);
        for k in 1..len {
            let c = chars.get(i + k)?.1;
            let byte = match c {
                // A no-break space that became a plain one.
                ' ' => {
                    spaces += 1;
                    0xA0
                }
                '\u{fffd}' => {
                    lost += 1;
                    0x80
                }
                '?' if len > 2 || matches!(lead, 0xC2 | 0xC3) => {
                    lost += 1;
                    0x80
                }
                _ => {
                    found += 1;
                    self.byte(c, codec)
                }
            };
            if !(0x80..=0xBF).contains(&byte) {
                return None;
            }
            if k == 1 && lost == 0 {
                match lead {
                    0xE0 if byte < 0xA0 => return None,
                    0xED if byte > 0x9F => return self.surrogates(chars, i, codec),
                    0xF0 if byte < 0x90 => return None,
                    0xF4 if byte > 0x8F => return None,
                    _ => {}
                }
            }
            point = point << 6 | u32::from(byte) & 0x3F;
        }
        let to = i + len;
        if lost > 0 {
            // Two bytes of which one is lost are one character and a mark; more need one byte that is not.
            let enough = spaces == 0 && (len == 2 || found > 0);
            return enough.then_some(Piece { from: i, to, meant: '\u{fffd}', weight: Weight::Lost });
        }
        let meant = char::from_u32(point)?;
        if spaces > 0 {
            if len == 2 && lead == 0xC3 {
                return Some(Piece { from: i, to, meant, weight: Weight::Grave });
            }
            let known = matches!(lead, 0xC2 | 0xC5 | 0xCE | 0xD0 | 0xD9) || (len == 3 && found == 1 && lead <= 0xE3);
            return known.then_some(Piece { from: i, to, meant, weight: Weight::Lost });
        }
        Some(Piece { from: i, to, meant, weight: Weight::Weak })
    }

    /// Two halves of a character beyond U+FFFF, each encoded by itself (CESU-8).
    fn surrogates(&self, chars: &Chars, i: usize, codec: usize) -> Option<Piece> {
        let mut b = [0u8; 6];
        for (k, b) in b.iter_mut().enumerate() {
            let c = chars.get(i + k)?.1;
            *b = if c == ' ' { 0xA0 } else { self.byte(c, codec) };
        }
        let half = |b: &[u8]| u32::from(b[1] & 0x0F) << 6 | u32::from(b[2] & 0x3F);
        let fits = b[0] == 0xED
            && (0xA0..=0xAF).contains(&b[1])
            && (0x80..=0xBF).contains(&b[2])
            && b[3] == 0xED
            && (0xB0..=0xBF).contains(&b[4])
            && (0x80..=0xBF).contains(&b[5]);
        let point = 0x10000 + (half(&b[..3]) << 10) + u32::from(b[4] & 0x0F) * 64 + u32::from(b[5] & 0x3F);
        let meant = char::from_u32(point)?;
        fits.then_some(Piece { from: i, to: i + 6, meant, weight: Weight::Weak })
    }
}

/// Pieces of one word further apart than this, in characters, are claims of their own.
const NEAR: usize = 16;

/// What a claim takes, in characters of the line, and what it writes.
struct Word {
    from: usize,
    to: usize,
    text: String,
}

/// Joins the pieces of one word to one claim, with a letter at either side: a word that is repaired is one thing, and
/// nobody may find the joint of two words in it (`pagrÄŻstai`).
struct Words<'a> {
    chars: &'a Chars,
    pending: Option<Word>,
}

impl Words<'_> {
    /// Takes a piece; gives the word before it, if it begins a new one.
    fn add(&mut self, piece: &Piece) -> Option<Word> {
        let letter = |i: usize| self.chars.get(i).is_some_and(|c| is_letter(c.1));
        if let Some(word) = &mut self.pending {
            // The word before took a letter beyond its last piece.
            let near = piece.from <= word.to + NEAR && (word.to..piece.from).all(letter);
            if near || piece.from < word.to {
                if piece.from < word.to {
                    word.text.pop();
                } else {
                    word.text.extend(self.chars[word.to..piece.from].iter().map(|c| c.1));
                }
                word.to = piece.to;
                push(&mut word.text, piece, self.chars);
                self.widen();
                return None;
            }
        }
        let done = self.pending.take();
        let mut text = String::new();
        let before = piece.from.checked_sub(1).filter(|&i| letter(i));
        text.extend(before.map(|i| self.chars[i].1));
        push(&mut text, piece, self.chars);
        self.pending = Some(Word { from: before.unwrap_or(piece.from), to: piece.to, text });
        self.widen();
        done
    }

    fn widen(&mut self) {
        let Some(word) = &mut self.pending else { return };
        if let Some(c) = self.chars.get(word.to).map(|c| c.1).filter(|&c| is_letter(c)) {
            word.text.push(c);
            word.to += 1;
        }
    }

    fn end(&mut self) -> Option<Word> {
        self.pending.take()
    }
}

/// Writes what a piece becomes.
fn push(text: &mut String, piece: &Piece, chars: &Chars) {
    text.push(piece.meant);
    if piece.weight == Weight::Grave {
        let rest: String = chars[piece.to..].iter().take(6).map(|c| c.1).collect();
        // Portuguese `às` and `àquele` lost nothing but the second half of their first letter.
        let joined = ["quele", "quela", "quilo"].iter().any(|w| rest.starts_with(w))
            || (rest.starts_with('s') && rest[1..].chars().next().is_none_or(|c| c == ' '));
        if !joined {
            text.push(' ');
        }
    }
}

/// Decides what each piece says, from itself and its neighbours.
fn weigh(chars: &Chars, pieces: &mut [Piece], codec: usize) {
    let kinds: Vec<Kind> = pieces.iter().map(|p| kind(p.meant)).collect();
    let odd: Vec<bool> = pieces.iter().map(|p| p.weight == Weight::Weak && is_odd(chars, p, codec)).collect();
    let meets = |a: usize, b: usize| pieces[a].to == pieces[b].from && kinds[a] == kinds[b];
    let joined = |i: usize| pieces.get(i + 1).is_some_and(|n| n.from == pieces[i].to);
    let weights: Vec<Weight> = (0..pieces.len())
        .map(|i| {
            let p = &pieces[i];
            if p.weight != Weight::Weak {
                return p.weight;
            }
            let before = i > 0 && meets(i - 1, i);
            let after = i + 1 < pieces.len() && meets(i, i + 1);
            match kinds[i] {
                Kind::Rare => Weight::Rare,
                // `Ã\u{82}` alone is the rest of something broken twice; what it would become is no better.
                _ if matches!(p.meant, 'Â' | 'Ã') && p.to - p.from == 2 && !joined(i) => Weight::Weak,
                Kind::Latin | Kind::Sign if odd[i] => Weight::Strong,
                Kind::Latin | Kind::Sign => Weight::Weak,
                // A letter of another script is believable beside another one, or as the μ of a unit.
                Kind::Script(_) if before || after => {
                    let near = (before && odd[i - 1]) || (after && odd[i + 1]) || odd[i];
                    if near { Weight::Strong } else { Weight::Weak }
                }
                Kind::Script(id) => {
                    let unit = p.meant == 'μ' && p.from > 0 && chars[p.from - 1].1.is_numeric();
                    let native = |c: Option<&(usize, char)>| c.is_some_and(|c| kind(c.1) == Kind::Script(id));
                    let left = p.from.checked_sub(1).and_then(|j| chars.get(j));
                    let foreign = !native(chars.get(p.from));
                    let beside = foreign && (native(left) || native(chars.get(p.to)));
                    if odd[i] && (unit || beside) { Weight::Strong } else { Weight::Rare }
                }
            }
        })
        .collect();
    // Where every character beyond ASCII is explained, again and again, even rare letters are believed: no text is
    // made of sequences by chance. Line art is, which is why most of them must be odd.
    let odds = odd.iter().filter(|o| **o).count();
    let certain = odds >= 3 && odds * 2 > pieces.len() && explains_all(chars, pieces);
    for ((p, w), odd) in pieces.iter_mut().zip(weights).zip(odd) {
        let believed = certain && w == Weight::Rare && (odd || kind(p.meant) != Kind::Rare || p.to - p.from > 2);
        p.weight = if believed { Weight::Strong } else { w };
    }
}

/// Whether nothing beyond ASCII stands outside the pieces, but for quotes and dashes.
fn explains_all(chars: &Chars, pieces: &[Piece]) -> bool {
    let mut next = pieces.iter().peekable();
    let mut i = 0;
    while i < chars.len() {
        if next.peek().is_some_and(|p| p.from == i) {
            i = next.next().map_or(i + 1, |p| p.to);
            continue;
        }
        if !chars[i].1.is_ascii() && !matches!(chars[i].1, '‘' | '’' | '“' | '”' | '–' | '—' | '…' | '\u{a0}')
        {
            return false;
        }
        i += 1;
    }
    true
}

/// How much a line's pieces outweigh chance; 0 and less is no evidence.
fn score(chars: &Chars, pieces: &[Piece]) -> i32 {
    let mut score = 0;
    let mut strong = 0;
    let mut grave = 0;
    for p in pieces {
        score += match p.weight {
            Weight::Strong => {
                strong += 1;
                if p.to - p.from > 2 { 6 } else { 4 }
            }
            Weight::Weak => 1,
            Weight::Rare => -2,
            Weight::Lost => 1,
            Weight::Grave => {
                // `voilÃ le`, but not `S A L Ã O`.
                let small = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|c| c.1.is_lowercase());
                grave += usize::from(small(p.from.checked_sub(1)) && small(Some(p.to)));
                1
            }
        };
    }
    if strong > 0 || (grave > 0 && pieces.len() == grave) { score } else { 0 }
}

/// The pieces that are repaired, given that the line has evidence; `whole` says that they explain all of it.
fn accepted(pieces: &[Piece], whole: bool) -> impl Iterator<Item = &Piece> {
    let strong = pieces.iter().filter(|p| p.weight == Weight::Strong).count();
    pieces.iter().enumerate().filter_map(move |(i, p)| {
        let is_strong = |j: Option<&Piece>| j.is_some_and(|j| j.weight == Weight::Strong);
        let left = i.checked_sub(1).map(|j| &pieces[j]).filter(|l| l.to == p.from);
        let right = pieces.get(i + 1).filter(|r| r.from == p.to);
        let beside = is_strong(left) || is_strong(right);
        let take = match p.weight {
            Weight::Strong => true,
            Weight::Grave => true,
            Weight::Lost => strong > 0,
            Weight::Weak => beside || strong > 1 || (whole && strong > 0),
            Weight::Rare => beside && strong > 2,
        };
        take.then_some(p)
    })
}

/// Whether the runs that hold the pieces are beyond repair: too many of their characters stay unexplained.
fn is_garble(chars: &Chars, pieces: &[Piece]) -> bool {
    let (mut explained, mut not) = (0, 0);
    let mut next = 0;
    let mut i = 0;
    while i < chars.len() {
        if chars[i].1.is_ascii() {
            i += 1;
            continue;
        }
        let (mut inside, mut outside) = (0, 0);
        while i < chars.len() && (!chars[i].1.is_ascii() || pieces.get(next).is_some_and(|p| p.from <= i)) {
            match pieces.get(next) {
                Some(p) if p.from == i => {
                    inside += p.to - p.from;
                    i = p.to;
                    next += 1;
                }
                _ => {
                    let c = chars[i].1;
                    outside += usize::from(c.is_alphabetic() || matches!(c, '\u{80}'..='\u{bf}'));
                    i += 1;
                }
            }
        }
        if inside > 0 {
            explained += inside;
            not += outside;
        }
    }
    not * 2 > explained
}

/// Whether what stands there is nothing that anybody would write.
fn is_odd(chars: &Chars, piece: &Piece, codec: usize) -> bool {
    let source = || chars[piece.from..piece.to].iter().map(|c| c.1);
    let left = piece.from.checked_sub(1).map(|i| chars[i].1);
    let right = chars.get(piece.to).map(|c| c.1);
    if source().any(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        return true;
    }
    let lead = chars[piece.from].1;
    let last = chars[piece.to - 1].1;
    let letter = |c: Option<char>| c.is_some_and(is_letter);
    // The sign of multiplication leads all of Hebrew; its neighbours decide.
    if lead == '×' {
        return true;
    }
    if !is_letter(lead) {
        // Frames of line art, roots and signs of mathematics and quotes stand beside anything; inside a word they do not.
        let frame = |c: char| matches!(c, '\u{2500}'..='\u{259f}');
        if frame(last) {
            return matches!(kind(piece.meant), Kind::Script(_));
        }
        let sum = lead == '√' && matches!(last, 'π' | '∑' | '∫' | '∏' | '∂' | '∞' | 'Ω' | 'µ');
        if codec == codec::MAC_ROMAN && piece.to - piece.from == 2 && sum {
            return false;
        }
        return letter(left) || letter(right) || is_letter(last) || piece.to - piece.from > 2;
    }
    // A capital after a small letter, inside or at either side.
    let mut before = left;
    for c in source().chain(right) {
        if before.is_some_and(|b| is_letter(b) && b.is_lowercase()) && c.is_uppercase() {
            return true;
        }
        before = Some(c);
    }
    let mut signs = source().filter(|c| !is_letter(*c));
    match (signs.next(), signs.next()) {
        // `ÄÆdomu`: two capitals begin no small word.
        (None, _) => lead.is_uppercase() && last.is_uppercase() && right.is_some_and(char::is_lowercase),
        (Some(sign), None) if sign == last && piece.to - piece.from == 2 => {
            let ends_words = matches!(
                sign,
                '’' | '‘'
                    | '”'
                    | '“'
                    | '…'
                    | '–'
                    | '—'
                    | '»'
                    | '›'
                    | '™'
                    | '®'
                    | '©'
                    | 'º'
                    | 'ª'
                    | '°'
                    | '²'
                    | '³'
                    | '¹'
                    | '¡'
                    | '\u{a0}'
                    | '·'
                    | '№'
                    | '•'
            );
            if !ends_words
                || (lead == 'Ã' && sign == '™')
                || matches!(lead, 'Â' | 'Ã')
                    && matches!(sign, '\u{a0}' | '®' | '©' | 'º' | 'ª' | '°' | '²' | '³' | '¹' | '¡' | '·')
            {
                return true;
            }
            // Behind a letter such a sign may end the word, unless the word goes on.
            right.is_some_and(char::is_alphanumeric) && !matches!(sign, '’' | '\u{a0}' | '—' | '–')
                || (sign == '—' || sign == '–') && lead == 'Ã' && right.is_some_and(char::is_alphanumeric)
        }
        _ => true,
    }
}
