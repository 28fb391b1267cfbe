//! What a host says about the name of its site: `washingtontechnology.com` is *Washington Technology*.
//!
//! Knows nothing of separators and documents.

use super::fold::fold_into;
use super::lexicon;

/// How well a name fits a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Part of the name is part of a label: `Hanna Hill Creative` on `hannahillphotography.com`.
    Part,
    /// A word of the name is a label: `CBC Arts` on `cbc.ca`.
    Word,
    /// The initials of the name are most of a label: `Entertainment Tonight` on `etonline.com`.
    Initials,
    /// The name is a label, spelled out or by its initials: `The New York Times` on `nytimes.com`.
    Whole,
}

/// The labels of a host that may speak of the site's name, and the end of the host from each on.
pub(super) struct Host<'h> {
    labels: Vec<&'h str>,
    top: &'h str,
    whole: &'h str,
}

impl<'h> Host<'h> {
    /// Takes a host name apart. The last label, and a second level like `co` before it, name no site.
    pub(super) fn new(host: &'h str) -> Self {
        let mut labels: Vec<&str> = host.split('.').filter(|l| !l.is_empty()).collect();
        let top = labels.pop().unwrap_or("");
        if labels.len() > 1
            && top.len() == 2
            && labels.last().is_some_and(|l| l.len() <= 3 && lexicon::is_generic_label(l))
        {
            labels.pop();
        }
        // `nashville-mdha` may be known by its second half alone.
        let parts: Vec<&str> =
            labels.iter().filter(|l| l.contains('-')).flat_map(|l| l.split('-')).filter(|p| p.len() >= 3).collect();
        labels.extend(parts);
        Host { labels, top, whole: host }
    }

    /// How well `words` (folded, in order) fit the host.
    pub(super) fn fit(&self, words: &[&str]) -> Option<Fit> {
        // Sites in Cyrillic have hosts in Latin letters.
        let latin: Vec<String>;
        let latin_words: Vec<&str>;
        let words = if words.iter().any(|w| w.contains(is_cyrillic)) {
            latin = words.iter().map(|w| romanize(w)).collect();
            latin_words = latin.iter().map(String::as_str).collect();
            &latin_words[..]
        } else {
            words
        };
        let joined: String = words.concat();
        if joined.is_empty() {
            return None;
        }
        // `news.com.au`: the whole host is the name.
        if joined.len() > 4 && super::fold::letters(self.whole).eq(joined.chars()) {
            return Some(Fit::Whole);
        }
        let bare = words.iter().skip_while(|w| lexicon::is_article(w)).copied().collect::<Vec<_>>();
        self.labels.iter().filter_map(|label| self.fit_label(label, words, &joined, &bare)).max()
    }

    fn fit_label(&self, raw: &str, words: &[&str], joined: &str, bare: &[&str]) -> Option<Fit> {
        let mut label = String::new();
        fold_into(raw, &mut label);
        let name = bare.concat();
        let core = label.strip_prefix("the").filter(|l| l.len() > 3).unwrap_or(&label);
        let generic = lexicon::is_generic_label(raw);
        if !name.is_empty() && (!generic || self.labels.len() == 1) {
            // `gadgets.example` for Gadget: one `s` more or less.
            let plural = name.len() >= 6
                && (label.strip_suffix('s') == Some(name.as_str()) || name.strip_suffix('s') == Some(core));
            if plural {
                return Some(Fit::Whole);
            }
            let whole = [joined, name.as_str()].into_iter().any(|n| {
                n == label
                    || n == core
                    || n.strip_prefix(label.as_str()).is_some_and(|rest| rest == self.top || rest == "com")
            });
            let and = label.contains("and") && label.replacen("and", "", 1) == name;
            if whole || and || umlauts_out(&label) == umlauts_out(&name) {
                return Some(Fit::Whole);
            }
            // `getdianahr.com`, `konghq.com`: what a name needs to be a free domain.
            if name.len() >= 3 && affixed(core, &name) {
                return Some(Fit::Whole);
            }
            // `damiengwalter.com` of Damien Walter: an initial between.
            let letters = covered(core, bare);
            let initial = bare.len() > 1 && letters == name.len() && letters * 100 >= core.len() * 85 && letters >= 8;
            if words.len() > 1 && (initial || aligns(core, words)) {
                return Some(Fit::Whole);
            }
            // `etonline.com` of Entertainment Tonight
            let bare_label = BEHIND.iter().filter_map(|b| core.strip_suffix(b)).find(|l| l.len() >= 2);
            if words.len() > 1 && bare_label.is_some_and(|l| aligns(l, words)) {
                return Some(Fit::Initials);
            }
        }
        if generic || label.len() < 2 {
            return None;
        }
        if label.len() >= 3 && words.contains(&label.as_str()) {
            return Some(Fit::Word);
        }
        // Several words in a row that are the label: "Penn State DuBois", "Virginia Tech News".
        for i in 0..words.len() {
            let mut run = String::new();
            for word in &words[i..] {
                run.push_str(word);
                if run == core && run.len() >= 4 {
                    return Some(Fit::Word);
                }
            }
        }
        let lead = core.starts_with(name.as_str()) && name.len() >= 4
            || core.starts_with(name.as_str()) && name.len() == 3 && bare.len() == 1
            || bare.len() > 1 && name.starts_with(core) && core.len() >= 4
            || bare.len() > 1 && bare[..2].concat().len() >= 7 && core.starts_with(&bare[..2].concat());
        if lead || covered(core, bare) * 10 >= core.len() * 6 {
            return Some(Fit::Part);
        }
        None
    }

    /// Whether the first words are the whole name, and long enough to be no chance: `Bread Under the Bridge Bakery in Old
    /// Harbour` on `breadunderthebridgebakery.example`. What follows is a motto or a place.
    pub(super) fn is_led(&self, words: &[&str]) -> bool {
        (2..words.len()).any(|n| words[..n].concat().len() >= 10 && self.fit(&words[..n]) == Some(Fit::Whole))
    }

    /// Whether a label is `the` and `name`, so that the name is not whole without its article.
    pub(super) fn wants_article(&self, name: &str) -> bool {
        self.labels.iter().any(|l| l.strip_prefix("the") == Some(name))
    }

    /// The letters of all labels that stand in `words` as whole words or runs of whole words: how much of the host
    /// the words say. `words` are folded.
    pub(super) fn said(&self, words: &[&str]) -> usize {
        let mut total = 0;
        for raw in self.labels.iter().filter(|l| !lexicon::is_generic_label(l) || self.labels.len() == 1) {
            let mut label = String::new();
            fold_into(raw, &mut label);
            let core = label.strip_prefix("the").filter(|l| l.len() > 3).unwrap_or(&label);
            // `insight2wealth`: figures stand for words.
            let lettered = core.replace(|c: char| c.is_ascii_digit(), "");
            let mut best = 0;
            for i in 0..words.len() {
                let mut run = String::new();
                for word in &words[i..] {
                    run.push_str(word);
                    let whole = run == core
                        || run == label
                        || run == lettered
                        || run.len() >= 4 && affixed(core, &run)
                        || run.strip_prefix(label.as_str()) == Some(self.top);
                    // Two words and more that begin the label: `markdenneyphotography`.
                    if whole || run.len() >= 8 && run.len() > word.len() && core.starts_with(&run) {
                        best = best.max(run.len());
                    }
                }
            }
            total += best;
        }
        total
    }
}

/// What stands before a name that was not free as a domain.
const BEFORE: &[&str] =
    &["get", "go", "hello", "hey", "join", "meet", "my", "read", "shop", "the", "try", "use", "visit", "we"];

/// What stands behind it.
#[rustfmt::skip]
const BEHIND: &[&str] = &[
    "app", "au", "blog", "ca", "co", "corp", "cpa", "daily", "digital", "energy", "global", "group", "hq", "ie", "in",
    "inc", "io", "law", "live", "llc", "mag", "media", "net", "news", "ng", "nz", "official", "online", "ph", "shop",
    "site", "store", "tech", "today", "tv", "uk", "us", "usa", "web", "weekly", "world", "za",
];

/// Whether `label` is `name` with something before or behind it that names take to be free as a domain.
fn affixed(label: &str, name: &str) -> bool {
    label.strip_suffix(name).is_some_and(|rest| BEFORE.contains(&rest))
        || label.strip_prefix(name).is_some_and(|rest| BEHIND.contains(&rest))
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, 'а'..='џ')
}

/// A Cyrillic word in the Latin letters that host names write it with.
fn romanize(word: &str) -> String {
    const LATIN: [&str; 32] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh",
        "ts", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya",
    ];
    let mut out = String::new();
    for c in word.chars() {
        match c {
            'а'..='я' => out.push_str(LATIN[c as usize - 'а' as usize]),
            'ё' | 'є' => out.push('e'),
            'і' | 'ї' => out.push('i'),
            'ґ' => out.push('g'),
            _ => out.push(c),
        }
    }
    out
}

/// `boersenzeitung` and `borsenzeitung` are one name: `ae`, `oe`, `ue` lose their `e`.
fn umlauts_out(name: &str) -> String {
    name.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

/// Whether `label` is made of beginnings of the words in order, at least one letter of each (small words may be
/// left out): `nytimes` of New York Times, `latimes`, `jwu`. A single beginning is no evidence.
fn aligns(label: &str, words: &[&str]) -> bool {
    fn go(label: &str, words: &[&str], used: usize) -> bool {
        let Some((word, rest)) = words.split_first() else { return label.is_empty() && used >= 2 };
        if (lexicon::is_joiner(word) || lexicon::is_article(word)) && go(label, rest, used) {
            return true;
        }
        let most = label.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        (1..=most).rev().any(|n| label.is_char_boundary(n) && go(&label[n..], rest, used + 1))
    }
    // Names are short; the bound keeps the search small on anything else.
    words.len() <= 8 && label.len() <= 40 && go(label, words, 0)
}

/// How many letters of `label` the words (three letters and more, in order) say.
fn covered(label: &str, words: &[&str]) -> usize {
    let (mut at, mut sum) = (0, 0);
    for word in words.iter().filter(|w| w.len() >= 3) {
        if let Some(found) = label[at..].find(word) {
            at += found + word.len();
            sum += word.len();
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    #[test]
    fn names_fit_hosts() {
        for (name, host, fit) in [
            ("Washington Technology", "washingtontechnology.com", Some(Fit::Whole)),
            ("The New York Times", "nytimes.com", Some(Fit::Whole)),
            ("Los Angeles Times", "latimes.com", Some(Fit::Whole)),
            ("Luxury Travel Expert", "theluxurytravelexpert.com", Some(Fit::Whole)),
            ("Börsen-Zeitung", "boersen-zeitung.de", Some(Fit::Whole)),
            ("nj.com", "nj.com", Some(Fit::Whole)),
            ("Entertainment Tonight", "etonline.com", Some(Fit::Initials)),
            ("The Paradigm", "theparadigmng.com", Some(Fit::Whole)),
            ("CBC Arts", "cbc.ca", Some(Fit::Word)),
            ("The Motley Fool", "fool.com", Some(Fit::Word)),
            ("Penn State DuBois", "dubois.psu.edu", Some(Fit::Word)),
            ("Insight Wealth Strategies", "insight2wealth.com", Some(Fit::Part)),
            ("Hanna Hill Creative", "hannahillphotography.com", Some(Fit::Part)),
            ("No Way Home", "example.org", None),
            ("Blog", "blog.example.org", None),
        ] {
            let words: Vec<String> = name.split(' ').map(fold).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            assert_eq!(Host::new(host).fit(&words), fit, "{name} on {host}");
        }
    }
}
