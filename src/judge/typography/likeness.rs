//! What a character looks like to somebody who has to believe it: common, foreign or hardly ever written.

/// What a character is, as the meaning of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A Latin letter of a living language.
    Latin,
    /// Punctuation, a symbol, an emoji.
    Sign,
    /// A letter of another script.
    Script(u8),
    /// Anything that hardly anybody writes.
    Rare,
}

/// What a character is. Source of the ranges: the blocks of the Unicode standard (Blocks.txt).
pub(super) fn kind(c: char) -> Kind {
    match c as u32 {
        0xD7 | 0xF7 | 0xA0..=0xBF => Kind::Sign,
        // A C1 control is the next layer of text that was broken twice.
        0x80..=0x9F => Kind::Sign,
        0x149 | 0x17F | 0x138 => Kind::Rare,
        0xC0..=0x17E | 0x1A0 | 0x1A1 | 0x1AF | 0x1B0 | 0x218..=0x21B | 0x1E80..=0x1E85 | 0x1EA0..=0x1EF9 => Kind::Latin,
        // Letters of Hausa, Ewe, Fula and their neighbours.
        0x181 | 0x186 | 0x189 | 0x18A | 0x190 | 0x191 | 0x198 | 0x199 | 0x1B3 | 0x1B4 => Kind::Latin,
        0x253 | 0x254 | 0x256 | 0x257 | 0x25B | 0x263 | 0x26A | 0x272 => Kind::Latin,
        0x192 | 0x2C6..=0x2DD => Kind::Sign,
        0x370..=0x3FF | 0x1F00..=0x1FFF => Kind::Script(1),
        0x400..=0x52F => Kind::Script(2),
        0x591..=0x5F4 => Kind::Script(3),
        0x600..=0x6FF | 0x750..=0x77F => Kind::Script(4),
        0x3041..=0x30FF | 0x3400..=0x9FFF => Kind::Script(5),
        0xAC00..=0xD7A3 => Kind::Script(6),
        0x1D00..=0x1E9F => Kind::Rare,
        // Scripts of a page or two of the code space: Armenian, those of India, Georgian, Ethiopic, Khmer and so on.
        point @ (0x530..=0x1CFF | 0x2D00..=0x2DDF | 0xA000..=0xABFF) => Kind::Script((point >> 8) as u8 + 8),
        0x2000..=0x206F | 0x20A0..=0x20BF | 0x2100..=0x214F | 0x2190..=0x22FF | 0x2300..=0x28FF => Kind::Sign,
        0x2900..=0x2BFF | 0x3000..=0x301F | 0xFB00..=0xFB06 | 0xFE0E..=0xFE0F | 0xFEFF | 0xFF01..=0xFF5E => Kind::Sign,
        0x1F000..=0x1FAFF | 0xE0020..=0xE007F => Kind::Sign,
        _ => Kind::Rare,
    }
}

/// Letters that words are made of: not ordinals, accents without a letter and the like, which Unicode counts as such.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, 'ª' | 'º' | 'µ' | 'ƒ' | '\u{2c6}'..='\u{2dd}')
}
