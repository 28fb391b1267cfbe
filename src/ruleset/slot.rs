//! Slots: the parts of a phrase that vary, and which tokens they accept.

use crate::token::{Shape, Stream, Token};

/// What may stand in a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Slot {
    /// `{n}`: `12`, `1,204`, `1.2K`.
    Number,
    /// `{date}`: `12 May 2021`, `May 12th, 2021`, `2021-05-12`.
    Date,
    /// `{time}`: `10:31 AM GMT`.
    Time,
    /// `{ago}`: `3 hours ago`, `just now`.
    Ago,
    /// `{name}`: `Ana de la Cruz`.
    Name,
    /// `{names}`: `Ana Cruz, Bo Li and C. Ode`.
    Names,
    /// `{network}`: a social network.
    Network,
    /// `{word}`: one word.
    Word,
    /// `{words}`: one to six words.
    Words,
    /// `{rest}`: up to the end of the line.
    Rest,
    /// `{email}`: an address.
    Email,
    /// `{url}`: a link.
    Url,
}

/// Every slot with its name in phrases.
const NAMES: [(&str, Slot); 12] = [
    ("n", Slot::Number),
    ("date", Slot::Date),
    ("time", Slot::Time),
    ("ago", Slot::Ago),
    ("name", Slot::Name),
    ("names", Slot::Names),
    ("network", Slot::Network),
    ("word", Slot::Word),
    ("words", Slot::Words),
    ("rest", Slot::Rest),
    ("email", Slot::Email),
    ("url", Slot::Url),
];

/// `{rest}` takes at most this many words.
const REST_WORDS: usize = 25;
/// `{words}` takes at most this many words.
const SOME_WORDS: usize = 6;
/// `{name}` takes at most this many words, `{names}` this many.
const NAME_WORDS: usize = 5;
const NAMES_WORDS: usize = 24;

/// Words of one language that slots and judges know, as a pack lists them, separated by white space.
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Words {
    /// Names of months, in the cases that dates have them in, and their abbreviations.
    pub(crate) months: String,
    /// What else may stand in a date or a time: weekdays, prepositions, time zones.
    pub(crate) dates: String,
    /// Small words inside names of people.
    pub(crate) particles: String,
    /// Words that join names: `and`, `with`.
    pub(crate) and: String,
    /// What stands for a date by itself: `today`.
    pub(crate) soon: String,
    /// Social networks, where the language writes them its own way.
    pub(crate) networks: String,
    /// The commonest small words of the language: what makes a sentence.
    pub(crate) common: String,
}

/// Words that a date is made of, beside numbers. English here; packs of other languages bring theirs.
const DATE_WORDS: &str = "january february march april may june july august september october november december \
    jan feb mar apr jun jul aug sep sept oct nov dec \
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun";
/// Words that may stand inside a date or a time without making one.
const DATE_LINKS: &str = "of at on the st nd rd th am pm a p m gmt utc est edt cst cdt mst mdt pst pdt et ct pt bst ist cet cest eest \
    eet aest aedt wat sast pht sgt hkt jst kst noon midnight o clock hrs h";
const MONTH_COUNT: usize = 23;
/// Units of `{ago}`.
const AGO_UNITS: &str = "second seconds sec secs minute minutes min mins hour hours hr hrs day days week weeks wk wks month months \
    mo mos year years yr yrs s m h d w y";
/// Words between the names of a name.
const PARTICLES: &str = "de la le du da di del der den van von zu bin ibn al el e y dos das ter ten af av o mc st";
const NETWORKS: &str = "facebook twitter x instagram linkedin whatsapp telegram pinterest reddit youtube tiktok tumblr snapchat \
    threads bluesky mastodon flipboard email mail messenger pocket vk vkontakte odnoklassniki ok line viber wechat weibo skype \
    xing mix digg stumbleupon delicious evernote buffer print gmail yahoo rss discord twitch vimeo flickr medium parler gab \
    truth gettr koo sharechat kakaotalk naver hatena quora slack signal sms feedly nextdoor messages fb ig tg";

/// Which classes a vocabulary word belongs to, as bits; built once with the vocabulary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordClass(u8);

const MONTH: u8 = 1;
const DATE_LINK: u8 = 2;
const AGO_UNIT: u8 = 4;
const PARTICLE: u8 = 8;
const NETWORK: u8 = 16;
const AND: u8 = 32;
const AGO: u8 = 64;
const SOON: u8 = 128;

/// Calls `each` with every word that slots know and its class: those of English, and those of `packs`.
pub(crate) fn class_words(packs: &[(String, Words)], mut each: impl FnMut(&str, WordClass)) {
    let (months, days): (Vec<_>, Vec<_>) =
        DATE_WORDS.split_whitespace().enumerate().partition(|(i, _)| *i < MONTH_COUNT);
    months.iter().for_each(|(_, w)| each(w, WordClass(MONTH)));
    days.iter().for_each(|(_, w)| each(w, WordClass(DATE_LINK)));
    let english = [
        (DATE_LINKS, DATE_LINK),
        (AGO_UNITS, AGO_UNIT),
        (PARTICLES, PARTICLE),
        (NETWORKS, NETWORK),
        ("and & or with und et y e en och og ja", AND),
        ("ago", AGO),
        ("yesterday today now", SOON),
    ];
    let theirs = packs.iter().flat_map(|(_, w)| {
        [
            (w.months.as_str(), MONTH),
            (&w.dates, DATE_LINK),
            (&w.particles, PARTICLE),
            (&w.and, AND),
            (&w.soon, SOON),
            (&w.networks, NETWORK),
        ]
    });
    for (list, class) in english.into_iter().chain(theirs) {
        for word in list.split_whitespace() {
            // A word of several tokens is none that a slot could look at.
            let (mut folded, mut tokens) = (String::new(), 0);
            crate::token::fold_words(word, |w| {
                folded = w.to_owned();
                tokens += 1;
            });
            if tokens == 1 {
                each(&folded, WordClass(class));
            }
        }
    }
}

impl WordClass {
    /// The classes as bits, for storing them.
    pub(crate) fn bits(self) -> u8 {
        self.0
    }

    /// The classes of these bits.
    pub(crate) fn of_bits(bits: u8) -> WordClass {
        WordClass(bits)
    }

    /// Both classes.
    pub(crate) fn and(self, other: WordClass) -> WordClass {
        WordClass(self.0 | other.0)
    }
}

/// A line of tokens with the classes of their words: what slots look at.
#[derive(Clone, Copy)]
pub(crate) struct Tokens<'a> {
    pub(crate) stream: &'a Stream<'a>,
    pub(crate) classes: &'a [WordClass],
}

impl<'a> Tokens<'a> {
    fn get(&self, at: usize) -> Option<Token> {
        self.stream.get(at)
    }

    fn class(&self, at: usize) -> u8 {
        self.get(at).map_or(0, |t| self.classes[t.word as usize].0)
    }

    fn shape(&self, at: usize) -> Option<Shape> {
        self.get(at).map(|t| t.shape)
    }

    fn piece(&self, at: usize) -> &'a str {
        self.stream.piece(at)
    }

    fn sign(&self, at: usize, signs: &[&str]) -> bool {
        self.shape(at) == Some(Shape::Sign) && signs.contains(&self.piece(at))
    }

    /// Whether a token stands at `at`, and no white space before it.
    fn glued(&self, at: usize) -> bool {
        at > 0 && matches!((self.get(at - 1), self.get(at)), (Some(a), Some(b)) if a.end == b.start)
    }
}

impl Slot {
    /// Its place in the list of slots, for storing it.
    pub(crate) fn number(self) -> u32 {
        NAMES.iter().position(|(_, s)| *s == self).map_or(u32::MAX, |i| i as u32)
    }

    /// The slot of this place.
    pub(crate) fn numbered(number: u32) -> Option<Slot> {
        NAMES.get(number as usize).map(|(_, s)| *s)
    }

    pub(crate) fn named(name: &str) -> Option<Slot> {
        NAMES.iter().find(|(n, _)| *n == name).map(|(_, s)| *s)
    }

    pub(crate) fn names() -> String {
        NAMES.iter().map(|(n, _)| format!("{{{n}}}")).collect::<Vec<_>>().join(" ")
    }

    /// Whether several lengths are tried.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, Slot::Name | Slot::Names | Slot::Words | Slot::Rest | Slot::Date)
    }

    /// Whether the first word of a line fits the slot more often than not.
    pub(crate) fn takes_most(self) -> bool {
        matches!(self, Slot::Name | Slot::Names | Slot::Word | Slot::Words | Slot::Rest | Slot::Email | Slot::Url)
    }

    /// Whether what fits the slot is rare enough to be a phrase by itself.
    pub(crate) fn is_telling(self) -> bool {
        matches!(self, Slot::Date | Slot::Ago | Slot::Network | Slot::Email | Slot::Url)
    }

    /// Calls `each` with every token index at which this slot may end when it begins at token `at`,
    /// until `each` returns `true`.
    pub(crate) fn ends(self, line: Tokens<'_>, at: usize, mut each: impl FnMut(usize) -> bool) {
        let one = |end: Option<usize>, each: &mut dyn FnMut(usize) -> bool| {
            if let Some(end) = end {
                each(end);
            }
        };
        match self {
            Slot::Number => one(number(line, at), &mut each),
            Slot::Date => date_ends(line, at, each),
            Slot::Time => one(time(line, at), &mut each),
            Slot::Ago => one(ago(line, at), &mut each),
            Slot::Network => one((line.class(at) & NETWORK != 0).then_some(at + 1), &mut each),
            Slot::Word => one(line.get(at).is_some_and(|t| t.is_word()).then_some(at + 1), &mut each),
            Slot::Email | Slot::Url => one(address(line, at, self == Slot::Email), &mut each),
            Slot::Name => name_ends(line, at, NAME_WORDS, false, each),
            Slot::Names => name_ends(line, at, NAMES_WORDS, true, each),
            Slot::Words => word_ends(line, at, SOME_WORDS, each),
            Slot::Rest => {
                let words = (at..).map_while(|i| line.get(i)).filter(Token::is_word).take(REST_WORDS + 1).count();
                if (1..=REST_WORDS).contains(&words) {
                    each(line.stream.len());
                }
            }
        }
    }
}

fn number(line: Tokens<'_>, at: usize) -> Option<usize> {
    if line.shape(at) != Some(Shape::Number) {
        return None;
    }
    let mut end = at + 1;
    while line.sign(end, &[",", "."])
        && line.glued(end)
        && line.glued(end + 1)
        && line.shape(end + 1) == Some(Shape::Number)
    {
        end += 2;
    }
    if line.sign(end, &["+"]) {
        end += 1;
    }
    Some(end)
}

/// Ends of a run of date words, numbers and the signs between them that holds a number and a month, or three numbers
/// with signs between; every end at which the run is a date, because what follows may begin with a number.
fn date_ends(line: Tokens<'_>, at: usize, mut each: impl FnMut(usize) -> bool) {
    let mut end = at;
    let (mut numbers, mut months, mut joined) = (0, 0, 0);
    let (mut odd, mut years) = (false, 0);
    while line.get(end).is_some() && end - at < 24 {
        let class = line.class(end);
        let mut ends_here = true;
        match line.shape(end) {
            Some(Shape::Number) => {
                numbers += 1;
                // Days, months and years have one, two or four digits; telephone numbers do not.
                let digits = line.piece(end).bytes().filter(u8::is_ascii_digit).count();
                odd |= digits == 3 || digits > 4;
                years += usize::from(digits == 4);
            }
            Some(Shape::Sign)
                if line.sign(end, &[",", ".", "/", "-", ":", "–", "|", "(", ")", "+", "·", "@"]) && end > at =>
            {
                joined += usize::from(line.sign(end, &[".", "/", "-"]) && line.glued(end));
                ends_here = false;
            }
            _ if class & MONTH != 0 => months += 1,
            _ if class & DATE_LINK != 0 => {}
            _ => return,
        }
        end += 1;
        let is_date = (months > 0 && numbers > 0) || (numbers >= 3 && joined >= 2 && !odd && years <= 1);
        if ends_here && is_date && each(end) {
            return;
        }
    }
}

fn time(line: Tokens<'_>, at: usize) -> Option<usize> {
    if line.shape(at) != Some(Shape::Number) {
        return None;
    }
    let mut end = at + 1;
    let mut colon = false;
    while line.sign(end, &[":", "."]) && line.glued(end) && line.shape(end + 1) == Some(Shape::Number) {
        end += 2;
        colon = true;
    }
    let mut marked = line.piece(at).to_ascii_lowercase().ends_with('m');
    while line.class(end) & DATE_LINK != 0 || (marked && line.sign(end, &["."]) && line.glued(end)) {
        marked = true;
        end += 1;
    }
    (colon || marked).then_some(end)
}

fn ago(line: Tokens<'_>, at: usize) -> Option<usize> {
    let is = |i, words: &[&str]| words.iter().any(|w| line.piece(i).eq_ignore_ascii_case(w));
    if line.class(at) & SOON != 0 {
        return Some(at + 1);
    }
    if is(at, &["just"]) && is(at + 1, &["now"]) {
        return Some(at + 2);
    }
    // "2d ago"
    let compact = line.piece(at).trim_start_matches(|c: char| c.is_ascii_digit());
    if line.shape(at) == Some(Shape::Number)
        && matches!(compact, "s" | "m" | "h" | "d" | "w" | "mo" | "y" | "min" | "hr" | "hrs")
    {
        return (line.class(at + 1) & AGO != 0).then_some(at + 2);
    }
    let mut end = at;
    if is(at, &["a", "an", "one", "last"]) || line.shape(at) == Some(Shape::Number) {
        end += 1;
    }
    // "2 days, 3 hours ago", "3h ago"
    for _ in 0..5 {
        if line.class(end) & AGO != 0 && end > at {
            return Some(end + 1);
        }
        if line.class(end) & AGO_UNIT != 0 || line.shape(end) == Some(Shape::Number) || line.sign(end, &[","]) {
            end += 1;
        } else {
            return None;
        }
    }
    None
}

fn address(line: Tokens<'_>, at: usize, email: bool) -> Option<usize> {
    let mut end = at + 1;
    while line.glued(end) {
        end += 1;
    }
    let piece = line.stream.text().get(line.get(at)?.start as usize..line.get(end - 1)?.end as usize)?;
    let fits = if email {
        piece.find('@').is_some_and(|i| i > 0 && piece[i..].contains('.'))
    } else {
        piece.starts_with("http")
            || piece.starts_with("www.")
            || (piece.contains('.') && piece.contains('/'))
            || piece.contains(".com")
    };
    fits.then_some(end)
}

/// Ends of a run of capitalised words with particles and initials; `list` also allows commas and conjunctions.
fn name_ends(line: Tokens<'_>, at: usize, most: usize, list: bool, mut each: impl FnMut(usize) -> bool) {
    let mut words = 0;
    let mut end = at;
    while words < most {
        match line.shape(end) {
            Some(Shape::Capital) => {
                words += 1;
                end += 1;
                if line.sign(end, &["."]) && line.glued(end) && line.piece(end - 1).len() <= 2 {
                    end += 1;
                }
                if each(end) {
                    return;
                }
            }
            Some(Shape::Lower) if words > 0 && line.class(end) & PARTICLE != 0 => end += 1,
            Some(Shape::Lower) if list && words > 0 && line.class(end) & AND != 0 => end += 1,
            Some(Shape::Sign) if words > 0 && line.sign(end, &["'", "’", "-", "‐"]) => end += 1,
            Some(Shape::Sign) if list && words > 0 && line.sign(end, &[",", "&", ";"]) => end += 1,
            _ => return,
        }
    }
}

fn word_ends(line: Tokens<'_>, at: usize, most: usize, mut each: impl FnMut(usize) -> bool) {
    let mut words = 0;
    let mut end = at;
    while let Some(token) = line.get(end).filter(|_| words < most) {
        if token.is_word() {
            words += 1;
            if each(end + 1) {
                return;
            }
        } else if words == 0 {
            return;
        }
        end += 1;
    }
}
