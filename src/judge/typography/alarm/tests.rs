use super::*;
use crate::judge::typography::codec::{self, TABLES};
use proptest::prelude::*;

fn of(text: &str) -> Alarm {
    let mut all = Alarm::NONE;
    Alarms::new(false).scan(text, |_, alarm| all.set(alarm));
    all
}

#[test]
fn healthy_text_raises_nothing() {
    for text in [
        "The council, of the town: “We don’t know,” she said. It’s ‘late’ (or not).",
        "Der süße Bär aß „Äpfel“ – für über fünf Öre.\n\nDie Straße heißt so.",
        "Совет города решил построить новый мост, сказал он. У неё «так» хорошо.",
        "می‌روم و کتاب‌ها را می‌خوانم",
        "«\u{a0}Bonjour\u{a0}!\u{a0}» dit-il\u{a0}; puis\u{a0}: «\u{a0}Quoi\u{a0}?\u{a0}»",
        "他说：“好！”然后离开了。「行こう」と彼は言った。",
        "„Ja“, sagte er. „Wir kommen.“ Dann ging er.",
        "        deep\n    indent\n\n\nand U.S.A. at 3.14, 1,000",
    ] {
        assert_eq!(of(text), Alarm::NONE, "{text}");
    }
}

#[test]
fn every_broken_pair_is_seen() {
    let alarms = Alarms::new(false);
    for table in TABLES {
        let byte = |b: u8| table.chars().nth(usize::from(b) - 0x80).expect("128 characters");
        for lead in 0xC2..=0xDFu8 {
            for next in 0x80..=0xBFu8 {
                // What Mac OS Roman and code page 437 have of ASCII's neighbours is seen by its second character too.
                let text = format!("xx{}{}xx{}", byte(lead), byte(next), "-".repeat(70));
                let mut seen = Alarm::NONE;
                alarms.scan(&text, |_, alarm| seen.set(alarm));
                assert!(seen.has(Alarm::MOJIBAKE), "{text}");
            }
        }
    }
    assert_eq!(codec::windows_1252(0x99), '™');
}

proptest! {
    /// Where a byte lies among the blocks makes no difference.
    #[test]
    fn blocks_have_no_borders(text in "([ a-zA-Z.,&\n\"|]|é|Ã|©|“|\u{a0}|ё){0,40}", shift in 1usize..80) {
        let alarms = Alarms::new(false);
        let places = |text: &str, from: usize| {
            let mut all = Vec::new();
            alarms.scan(text, |at, alarm| if at > from { all.push((at - from, alarm)) });
            all
        };
        let shifted = format!("{}{text}x{}", "x".repeat(shift), "x".repeat(90));
        let alone = format!("x{text}x");
        prop_assert_eq!(places(&alone, 1), places(&shifted, shift));
    }
}
