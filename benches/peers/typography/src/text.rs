//! Text like that of scraped pages, made from a seed: the same for every library and every run.

/// Steps of a linear congruential generator (Knuth's MMIX constants); good enough to choose words.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

const ENGLISH: &[&str] = &[
    "the", "council", "of", "the", "town", "voted", "on", "a", "plan", "for", "the", "bridge", "and", "said", "that",
    "it", "would", "be", "built", "in", "spring", "when", "water", "is", "low", "engineers", "had", "warned", "about",
    "cost", "but", "most", "members", "were", "content", "with", "what", "they", "heard", "from", "mayor’s", "office",
];
const GERMAN: &[&str] = &[
    "der", "Rat", "der", "Stadt", "hat", "über", "den", "Plan", "für", "die", "neue", "Brücke", "und", "das", "Ufer",
    "entschieden", "sagte", "die", "Bürgermeisterin", "während", "viele", "Gäste", "noch", "auf", "den", "Bänken",
    "saßen", "und", "Fragen", "stellten", "es", "wird", "später", "gebaut", "als", "man", "dachte",
];
const RUSSIAN: &[&str] = &[
    "совет", "города", "решил", "построить", "новый", "мост", "через", "реку", "и", "сказал", "что", "работа",
    "начнётся", "весной", "когда", "вода", "низкая", "но", "многие", "не", "были", "довольны", "тем", "как", "это",
];
/// What scraping does to a line, each as it would stand between two words.
const DAMAGE: &[&str] = &[
    "&amp;", "Ann&#8217;s", "cafÃ©", "donâ€™t", "\u{200b}river", "bri\u{ad}dge", "town  hall", "late ,", "&nbsp;", "ﬁrst",
    "( later )", "\u{a0}", "&amp;quot;No&amp;quot;", "it\u{92}s",
];

/// `kind` is `english`, `german`, `russian` or `damaged` (English with damage in one line of ten); about `bytes` long.
pub(crate) fn generate(kind: &str, bytes: usize) -> String {
    let words = match kind {
        "english" | "damaged" => ENGLISH,
        "german" => GERMAN,
        "russian" => RUSSIAN,
        other => panic!("there is no text of kind {other}"),
    };
    let mut dice = Dice(7);
    let mut out = String::with_capacity(bytes + 4096);
    while out.len() < bytes {
        for _ in 0..4 + dice.below(30) {
            line(words, kind == "damaged" && dice.below(10) == 0, &mut dice, &mut out);
        }
        out.push('\u{c}');
    }
    out
}

/// A paragraph of one to five sentences; one in four has a quotation.
fn line(words: &[&str], damaged: bool, dice: &mut Dice, out: &mut String) {
    let sentences = 1 + dice.below(5);
    let spoilt = dice.below(sentences);
    for s in 0..sentences {
        let quoted = dice.below(4) == 0;
        let start = out.len();
        if quoted {
            out.push('"');
        }
        let count = 6 + dice.below(16);
        for w in 0..count {
            let word = words[dice.below(words.len())];
            match w {
                0 => out.extend(word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1))),
                _ => out.push_str(word),
            }
            if damaged && s == spoilt && w == 3 {
                out.push(' ');
                out.push_str(DAMAGE[dice.below(DAMAGE.len())]);
            }
            out.push_str(if w + 1 == count { "" } else if dice.below(12) == 0 { ", " } else { " " });
        }
        out.push_str(if quoted { ".\"" } else { "." });
        debug_assert!(out.len() > start);
        out.push_str(if s + 1 == sentences { "\n" } else { " " });
    }
}
