//! Single-byte encodings as tables, and which characters could be the pieces of misread UTF-8.
//!
//! Source of the tables: the mapping files of the Unicode consortium, <https://www.unicode.org/Public/MAPPINGS/>
//! (`VENDORS/MICSFT/WINDOWS/CP125x.TXT`, `ISO8859/8859-2.TXT`, `VENDORS/APPLE/ROMAN.TXT`,
//! `VENDORS/MICSFT/PC/CP437.TXT`), bytes 80 to FF in order. A byte that an encoding leaves undefined stands for the
//! control character of its number, as browsers read it.

/// How many encodings there are.
pub(super) const COUNT: usize = 9;

/// The characters of bytes 80 to FF, by encoding. The order is that of likelihood: the first wins a tie.
pub(super) const TABLES: [&str; COUNT] = [
    // windows-1252
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
    // windows-1250
    "€\u{81}‚\u{83}„…†‡\u{88}‰Š‹ŚŤŽŹ\u{90}‘’“”•–—\u{98}™š›śťžź\u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    // windows-1251
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя",
    // windows-1253
    "€\u{81}‚ƒ„…†‡\u{88}‰\u{8a}‹\u{8c}\u{8d}\u{8e}\u{8f}\u{90}‘’“”•–—\u{98}™\u{9a}›\u{9c}\u{9d}\u{9e}\u{9f}\u{a0}΅Ά£¤¥¦§¨©ª«¬\u{ad}®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡÒΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώÿ",
    // windows-1254
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}\u{8e}\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}\u{9e}Ÿ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ",
    // windows-1257
    "€\u{81}‚\u{83}„…†‡\u{88}‰\u{8a}‹\u{8c}¨ˇ¸\u{90}‘’“”•–—\u{98}™\u{9a}›\u{9c}¯˛\u{9f}\u{a0}¡¢£¤¥¦§Ø©Ŗ«¬\u{ad}®Æ°±²³´µ¶·ø¹ŗ»¼½¾æĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽßąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž˙",
    // ISO 8859-2
    "\u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}\u{8b}\u{8c}\u{8d}\u{8e}\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9a}\u{9b}\u{9c}\u{9d}\u{9e}\u{9f}\u{a0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{ad}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
    // Mac OS Roman
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
    // code page 437
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
];

/// The position of an encoding in [`TABLES`].
pub(super) const WINDOWS_1252: usize = 0;
/// Another one.
pub(super) const MAC_ROMAN: usize = 7;

/// Which encodings give a character a byte that begins a UTF-8 sequence of two, three or four bytes, or goes on with
/// one: four groups of [`COUNT`] bits.
pub(super) type Roles = u64;

/// How many bits [`Roles`] takes.
pub(super) const ROLE_BITS: usize = 4 * COUNT;
const GROUP: Roles = (1 << COUNT) - 1;

/// The roles of every character that has one. A control character from U+0080 to U+009F goes on in Latin-1,
/// which is taken together with windows-1252.
pub(super) fn roles() -> impl Iterator<Item = (char, Roles)> {
    let tabled = TABLES.iter().enumerate().flat_map(|(codec, table)| {
        table.chars().enumerate().filter_map(move |(i, c)| match 0x80 + i {
            0x80..=0xBF => Some((c, 1 << (3 * COUNT + codec))),
            0xC2..=0xDF => Some((c, 1 << codec)),
            0xE0..=0xEF => Some((c, 1 << (COUNT + codec))),
            0xF0..=0xF4 => Some((c, 1 << (2 * COUNT + codec))),
            _ => None,
        })
    });
    let controls = ('\u{80}'..='\u{9f}').map(|c| (c, 1 << (3 * COUNT + WINDOWS_1252)));
    tabled.chain(controls)
}

/// Whether a character with the roles `lead`, and those behind it with the roles of `rest`, could be a whole sequence of
/// one encoding. A space, a question mark and U+FFFD may stand for a byte that was lost, which `rest` says by all roles.
pub(super) fn may_begin(lead: Roles, mut rest: impl Iterator<Item = Roles>) -> bool {
    let mut going = GROUP;
    for length in 0..3 {
        let Some(next) = rest.next() else { return false };
        going &= next >> (3 * COUNT);
        if going & (lead >> (length * COUNT)) & GROUP != 0 {
            return true;
        }
        if going == 0 {
            return false;
        }
    }
    false
}

/// What a byte from 80 to 9F means in windows-1252; the control character itself where it means nothing.
pub(super) fn windows_1252(byte: u8) -> char {
    let i = usize::from(byte).saturating_sub(0x80);
    TABLES[WINDOWS_1252].chars().nth(i).unwrap_or(byte as char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        for table in TABLES {
            assert_eq!(table.chars().count(), 128);
        }
        assert_eq!(windows_1252(0x99), '™');
        assert_eq!(windows_1252(0x81), '\u{81}');
    }
}
