//! Words as they are compared: letters and digits, lower case, without accents. And the search for them in a text.
//!
//! Knows nothing of headlines.

/// The folded form of a word or name: its letters and digits in lower case, Latin accents off, all else left out.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends the folded form of `text` to `out`.
pub(super) fn fold_into(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() || c == '&' && text == "&" {
                out.push(c.to_ascii_lowercase());
            }
        } else {
            for low in c.to_lowercase() {
                match plain(low) {
                    "" if low.is_alphanumeric() || is_mark(low) => out.push(low),
                    letters => out.push_str(letters),
                }
            }
        }
    }
}

/// Whether a character is a vowel sign or the like that belongs to the letter before it.
fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x0900..=0x0DFF | 0x0E31..=0x0E4E | 0x064B..=0x0652)
}

/// The plain Latin letters of an accented one; empty where there are none.
fn plain(c: char) -> &'static str {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ę' | 'ě' | 'ė' => "e",
        'ğ' => "g",
        'ì'..='ï' | 'ī' | 'ı' | 'į' => "i",
        'ł' | 'ľ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ő' | 'ō' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ß' => "ss",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ț' | 'ţ' => "t",
        'ù'..='ü' | 'ů' | 'ű' | 'ū' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

/// The letters and digits of a text one by one, folded like [`fold`] but without allocation; accents stay.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Whether `word` stands in `text` as a word of its own, in lower case, capitalised or as given. O(text).
pub(super) fn has_word(text: &str, word: &str) -> bool {
    if word.is_empty() {
        return false;
    }
    let lower = word.to_lowercase();
    if has_phrase(text, &lower) || (lower != word && has_phrase(text, word)) {
        return true;
    }
    let mut chars = lower.chars();
    let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    capital != word && has_phrase(text, &capital)
}

/// Whether `phrase` stands in `text` as it is, with no letter or digit at either end of it. O(text).
pub(super) fn has_phrase(text: &str, phrase: &str) -> bool {
    places(text, phrase).next().is_some()
}

/// Where `phrase` stands in `text` with no letter or digit at either end of it.
pub(super) fn places<'t>(text: &'t str, phrase: &'t str) -> impl Iterator<Item = usize> + 't {
    // The empty phrase stands between all bytes, also within characters.
    let found = (!phrase.is_empty()).then(|| memchr::memmem::find_iter(text.as_bytes(), phrase.as_bytes()));
    found.into_iter().flatten().filter(move |&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        for (text, folded) in [
            ("The Bottom-Line!", "thebottomline"),
            ("Público", "publico"),
            ("Süddeutsche", "suddeutsche"),
            ("&", "&"),
            ("AT&T", "att"),
            ("Новости", "новости"),
            ("समाचार", "समाचार"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn words_end_at_letters() {
        assert!(has_word("The Taliban said so.", "taliban"));
        assert!(!has_word("Talibans", "Taliban"));
        assert!(!has_word("", ""));
    }
}
