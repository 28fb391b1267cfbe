//! All phrases of all rules in graphs over words: one for phrases that begin where the line begins, and of each
//! language one for phrases that may begin anywhere.
//!
//! A phrase is a path; where it has a choice its ways part and meet again, so building takes time in the length of
//! what is written, not of what it multiplies to. Of the phrases that may begin anywhere, and of the expressions, only
//! those of languages are asked that the document speaks: elsewhere they are accidents. Only where the words of a line
//! may begin a phrase is a graph walked.
//! A budget of steps per line keeps the time linear whatever the phrases and the text are.

use std::sync::Arc;

use super::graph::{Draft, Graph};
use super::needles::Needles;
use super::phrase::{self, Phrase};
use super::slot::{self, Tokens, WordClass, Words};
use super::starts::Starts;
use crate::line::Line;
use crate::rule::{Match, Pattern, Rule, Strength};
use crate::span::Span;
use crate::token::{Buffer, Stream, Token, Vocabulary, WordId};
use crate::verdict::RuleIndex;

/// A phrase found in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Whose phrase.
    pub(crate) rule: RuleIndex,
    /// The bytes that the phrase covers.
    pub(crate) span: Span,
}

/// Some languages as bits, by their place among the packs; the first bit is English and what has no language.
pub(crate) type Languages = u128;

/// English, which the web speaks everywhere.
pub(crate) const ENGLISH: Languages = 1;

/// The language of a rule.
pub(crate) fn language(lang: Option<&str>, words: &[(String, Words)]) -> Languages {
    let known = words.iter().take(127).position(|(l, _)| Some(l.as_str()) == lang && l != "en");
    known.map_or(ENGLISH, |i| 2 << i)
}

/// How many steps through the graph one line may cost beyond one per word.
const BUDGET: u32 = 1 << 14;
/// A row of phrases has at most this many words, and tokens.
const MAX_ROW: u16 = 40;
const MAX_ROW_TOKENS: usize = 80;
/// Lines of more bytes than this are only searched for phrases that stand anywhere: no label is this long.
const MAX_LABEL: usize = 4096;

#[derive(Clone, Copy, Debug)]
struct Need {
    language: Languages,
    kind: Match,
    strength: Strength,
    max_words: u16,
}

/// All phrases of a rule set, compiled: whatever rules are on.
#[derive(Debug)]
pub(crate) struct Compiled {
    vocabulary: Vocabulary,
    classes: Vec<WordClass>,
    /// Phrases that begin at the first token or the first word of a line.
    anchored: Graph,
    /// Those of them that may begin with what could be anything, such as a name, with their language.
    opening: Vec<(Languages, Graph)>,
    /// Phrases that begin anywhere, with their language and where they may begin.
    floating: Vec<(Languages, Graph, Starts)>,
}

impl Compiled {
    /// Compiles the phrases of `rules`, which the loader has read. Linear in what is written.
    pub(crate) fn new(rules: &[Rule], phrases: &[Vec<Phrase>], words: &[(String, Words)]) -> Compiled {
        let mut vocabulary = Vocabulary::default();
        let mut anchored = Draft::new();
        let (mut opening, mut floating) = (Drafts::default(), Drafts::default());
        let mut classed: Vec<(WordId, WordClass)> = Vec::new();
        slot::class_words(words, |word, class| classed.push((vocabulary.add(word), class)));
        for (i, rule) in rules.iter().enumerate() {
            let index = RuleIndex(i as u32);
            let language = language(rule.lang.as_deref(), words);
            for phrase in &phrases[i] {
                let whole_line = matches!(rule.kind, Match::Line | Match::Block);
                let draft = match rule.kind {
                    Match::Regex | Match::Code => continue,
                    Match::Suffix | Match::Inline => floating.of(language),
                    _ if phrase::opens(phrase) => opening.of(language),
                    _ => &mut anchored,
                };
                draft.insert(phrase, whole_line, &mut vocabulary, index);
            }
        }
        let mut classes = vec![WordClass::default(); vocabulary.len()];
        for (word, class) in classed {
            let slot = &mut classes[word as usize];
            *slot = slot.and(class);
        }
        let anchored = anchored.freeze(Some(vocabulary.len()));
        Compiled::of(vocabulary, classes, anchored, opening.freeze().collect(), floating.freeze())
    }

    fn of(
        vocabulary: Vocabulary,
        classes: Vec<WordClass>,
        anchored: Graph,
        opening: Vec<(Languages, Graph)>,
        floating: impl Iterator<Item = (Languages, Graph)>,
    ) -> Compiled {
        let mut words = vec![""; vocabulary.len()];
        vocabulary.words().for_each(|(word, id)| words[id as usize] = word);
        let floating = floating.map(|(language, graph)| {
            let mut starts = Starts::default();
            graph.starts(|first, second| starts.add(words[first as usize], second.map(|w| words[w as usize])));
            (language, graph, starts)
        });
        let floating = floating.collect();
        Compiled { vocabulary, classes, anchored, opening, floating }
    }

    /// Writes what [`read`](Self::read) reads.
    #[allow(dead_code, reason = "the build script stores, the program reads")]
    pub(crate) fn store(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut words: Vec<_> = self.vocabulary.words().collect();
        words.sort_unstable_by_key(|(_, id)| *id);
        out.extend((words.len() as u32).to_le_bytes());
        for (word, _) in words {
            out.extend((word.len() as u32).to_le_bytes());
            out.extend(word.as_bytes());
        }
        out.extend(self.classes.iter().map(|c| c.bits()));
        self.anchored.store(&mut out);
        out.extend((self.opening.len() as u32).to_le_bytes());
        let floating = self.floating.iter().map(|(language, graph, _)| (language, graph));
        for (language, graph) in self.opening.iter().map(|(l, g)| (l, g)).chain(floating) {
            out.extend(language.to_le_bytes());
            graph.store(&mut out);
        }
        out
    }

    /// Reads what the build script stored. The graphs stay where they are.
    #[allow(dead_code, reason = "the build script stores, the program reads")]
    pub(crate) fn read(mut bytes: &'static [u8]) -> Compiled {
        let number = |bytes: &mut &'static [u8]| {
            let (n, rest) = bytes.split_first_chunk().expect("four bytes");
            *bytes = rest;
            u32::from_le_bytes(*n) as usize
        };
        let count = number(&mut bytes);
        let mut vocabulary = Vocabulary::with_capacity(count);
        for _ in 0..count {
            let len = number(&mut bytes);
            let (word, rest) = bytes.split_at(len);
            vocabulary.add_static(std::str::from_utf8(word).expect("words were stored as text"));
            bytes = rest;
        }
        let (classes, rest) = bytes.split_at(count + 1);
        bytes = rest;
        let classes = classes.iter().map(|bits| WordClass::of_bits(*bits)).collect();
        let anchored = Graph::read(&mut bytes);
        let count = number(&mut bytes);
        let mut graphs = std::iter::from_fn(|| {
            let (language, rest) = bytes.split_first_chunk()?;
            bytes = rest;
            Some((Languages::from_le_bytes(*language), Graph::read(&mut bytes)))
        });
        let opening = graphs.by_ref().take(count).collect();
        Compiled::of(vocabulary, classes, anchored, opening, graphs)
    }
}

/// A graph for each language, while they grow.
#[derive(Debug, Default)]
struct Drafts(Vec<(Languages, Draft)>);

impl Drafts {
    fn of(&mut self, language: Languages) -> &mut Draft {
        let known = self.0.iter().position(|(l, _)| *l == language).unwrap_or(self.0.len());
        if known == self.0.len() {
            self.0.push((language, Draft::new()));
        }
        &mut self.0[known].1
    }

    fn freeze(self) -> impl Iterator<Item = (Languages, Graph)> {
        self.0.into_iter().map(|(language, draft)| (language, draft.freeze(None)))
    }
}

/// The compiled phrases with the rules that are on.
#[derive(Debug)]
pub(crate) struct Matcher {
    compiled: Arc<Compiled>,
    on: Vec<bool>,
    needs: Vec<Need>,
    patterns: Vec<Option<Pattern>>,
    /// The literals that the expressions need.
    needles: Needles,
}

/// Reusable buffers of a search; one per worker.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    buffer: Buffer,
    /// By token: how many phrases of a row lead there, and the strongest rule among them.
    row: Vec<Option<(u32, RuleIndex)>>,
    asked: Vec<RuleIndex>,
    spoken: Spoken,
}

/// What is asked of a document that speaks some languages and has letters of others.
#[derive(Debug, Default)]
struct Spoken {
    languages: (Languages, Languages),
    /// Which of the graphs by language.
    opening: Vec<usize>,
    floating: Vec<usize>,
    /// Where floating phrases may begin.
    starts: Starts,
}

impl Matcher {
    /// Rules for which `on` is false are not asked.
    pub(crate) fn new(
        compiled: Arc<Compiled>,
        rules: &[Rule],
        words: &[(String, Words)],
        on: impl Fn(usize) -> bool,
    ) -> Matcher {
        let on: Vec<bool> = (0..rules.len()).map(on).collect();
        let asked = || rules.iter().enumerate().filter(|(i, r)| on[*i] && r.kind == Match::Regex);
        let mut patterns = vec![None; rules.len()];
        asked().for_each(|(i, rule)| patterns[i].clone_from(&rule.pattern));
        let literals = asked().flat_map(|(i, rule)| rule.needs.iter().map(move |n| (n.as_str(), RuleIndex(i as u32))));
        let needles = Needles::new(literals);
        let need = |r: &Rule| Need {
            language: language(r.lang.as_deref(), words),
            kind: r.kind,
            strength: r.strength,
            max_words: r.max_words,
        };
        let needs = rules.iter().map(need).collect();
        Matcher { compiled, on, needs, patterns, needles }
    }

    fn is_on(&self, rule: RuleIndex) -> bool {
        self.on[rule.0 as usize]
    }

    /// Makes ready for lines of a document: labels that may begin with any word are those of the languages `spoken`,
    /// phrases inside lines and expressions those of the languages `asked`.
    pub(crate) fn prepare(&self, (spoken, asked): (Languages, Languages), scratch: &mut Scratch) {
        let Spoken { languages, opening, floating, starts } = &mut scratch.spoken;
        if *languages == (spoken, asked) {
            return;
        }
        *languages = (spoken, asked);
        let Compiled { opening: o, floating: f, .. } = &*self.compiled;
        opening.clear();
        opening.extend((0..o.len()).filter(|&i| o[i].0 & (spoken | ENGLISH) != 0));
        floating.clear();
        floating.extend((0..f.len()).filter(|&i| f[i].0 & asked != 0));
        starts.clear();
        floating.iter().for_each(|&i| starts.join(&f[i].2));
    }

    /// Appends every hit in `line` to `hits`. Linear in the length of the line.
    pub(crate) fn search(&self, text: &str, line: &Line, scratch: &mut Scratch, hits: &mut Vec<Hit>) {
        let base = hits.len();
        let mut budget = BUDGET;
        if line.last - line.first <= MAX_LABEL {
            self.search_start(text, line, scratch, &mut budget, base, hits);
        }
        let Scratch { buffer, asked, spoken, .. } = scratch;
        self.confirm(text, line, spoken.languages.1, asked, hits);
        spoken.starts.scan(text, line.first, line.last, |at| {
            self.search_at((text, line), at, &spoken.floating, buffer, &mut budget, hits);
        });
    }

    /// Hits of phrases that begin with the line: at its first token, and at its first word.
    fn search_start(
        &self,
        text: &str,
        line: &Line,
        scratch: &mut Scratch,
        budget: &mut u32,
        base: usize,
        hits: &mut Vec<Hit>,
    ) {
        let Scratch { buffer, row, spoken, .. } = scratch;
        let stream = Stream::new(text, line.first, line.last, &self.compiled.vocabulary, buffer);
        let view = Tokens { stream: &stream, classes: &self.compiled.classes };
        // Signs before the first word do not count, but a paragraph's number makes it a heading of a law.
        let counts = |i: usize| stream.get(i).is_none_or(|t| t.is_word()) || stream.piece(i) == "§";
        let first_word = (0..).find(|&i| counts(i)).unwrap_or(0);
        // Whether a whole-line phrase ends somewhere in the line: only then can it begin a row of them.
        let mut begun = false;
        for from in [0, first_word].into_iter().take(1 + usize::from(first_word > 0)) {
            let mut accept = |rule: RuleIndex, end: usize| {
                if end == from || !self.is_on(rule) || hits[base..].iter().any(|h| h.rule == rule) {
                    return;
                }
                let need = self.needs[rule.0 as usize];
                let most = usize::from(need.max_words);
                begun |= need.kind != Match::Prefix;
                let fits = match need.kind {
                    Match::Prefix => {
                        (end..).map_while(|i| stream.get(i)).filter(Token::is_word).take(most + 1).count() <= most
                    }
                    _ => !stream.has_word(end),
                };
                if fits {
                    hits.push(Hit { rule, span: span(&stream, from, end) });
                }
            };
            self.compiled.anchored.walk(0, from, view, budget, &mut accept);
            for &i in &spoken.opening {
                self.compiled.opening[i].1.walk(0, from, view, budget, &mut accept);
            }
        }
        let whole = |h: &Hit| matches!(self.needs[h.rule.0 as usize].kind, Match::Line | Match::Block);
        if !begun || line.words > MAX_ROW || hits[base..].iter().any(whole) {
            return;
        }
        if let Some(rule) = self.row(view, first_word, row, budget) {
            hits.push(Hit { rule, span: Span::new(line.first, line.last) });
        }
    }

    /// A row of whole-line phrases with nothing between them, as when the buttons of a bar or the entries of a menu
    /// come along on one line (`Share this: Reddit`): the strongest of their rules. The weaker they are, the more of
    /// them it takes.
    fn row(
        &self,
        line: Tokens<'_>,
        first: usize,
        reached: &mut Vec<Option<(u32, RuleIndex)>>,
        budget: &mut u32,
    ) -> Option<RuleIndex> {
        reached.clear();
        reached.resize(MAX_ROW_TOKENS + 1, None);
        let strength = |rule: RuleIndex| self.needs[rule.0 as usize].strength;
        let mut from = first;
        let mut before: Option<(u32, RuleIndex)> = None;
        loop {
            self.compiled.anchored.walk(0, from, line, budget, &mut |rule, end| {
                let fits = matches!(self.needs[rule.0 as usize].kind, Match::Line | Match::Block);
                if !fits || !self.is_on(rule) || end <= from || end > MAX_ROW_TOKENS {
                    return;
                }
                let (parts, best) = before
                    .map_or((1, rule), |(n, best)| (n + 1, if strength(best) >= strength(rule) { best } else { rule }));
                let slot = &mut reached[end];
                if slot.is_none_or(|(_, old)| strength(best) > strength(old)) {
                    *slot = Some((parts, best));
                }
            });
            // On to the next place that phrases lead to; signs stand between them as they like.
            let next = (from + 1..=MAX_ROW_TOKENS).find(|&i| reached[i].is_some())?;
            before = reached[next];
            from = (next..).find(|&i| line.stream.get(i).is_none_or(|t| t.is_word()))?;
            if line.stream.get(from).is_none() {
                let (parts, rule) = before?;
                let enough = match strength(rule) {
                    Strength::Certain => 2,
                    Strength::Likely => 3,
                    Strength::Hint => 4,
                };
                return (parts >= enough).then_some(rule);
            }
            if from > MAX_ROW_TOKENS {
                return None;
            }
            // What led to the signs leads behind them.
            reached[next..from].fill(None);
        }
    }

    /// Hits of phrases that begin at byte `at`.
    fn search_at(
        &self,
        (text, line): (&str, &Line),
        at: usize,
        floating: &[usize],
        buffer: &mut Buffer,
        budget: &mut u32,
        hits: &mut Vec<Hit>,
    ) {
        let stream = Stream::new(text, at, line.last, &self.compiled.vocabulary, buffer);
        let view = Tokens { stream: &stream, classes: &self.compiled.classes };
        let before = hits.len();
        let mut accept = |rule: RuleIndex, end: usize| {
            let need = self.needs[rule.0 as usize];
            let fits = match need.kind {
                _ if end == 0 || !self.is_on(rule) => false,
                Match::Suffix => {
                    let most = usize::from(need.max_words);
                    let begin = &text[line.first..at];
                    stream.get(end).is_none()
                        && (need.max_words == u16::MAX || begin.split_whitespace().count() <= most)
                }
                _ => true,
            };
            if fits {
                hits.push(Hit { rule, span: span(&stream, 0, end) });
            }
        };
        for &i in floating {
            self.compiled.floating[i].1.walk(0, 0, view, budget, &mut accept);
        }
        longest(hits, before);
    }

    /// Asks the expressions of which a literal stands in the line, each once.
    fn confirm(&self, text: &str, line: &Line, languages: Languages, asked: &mut Vec<RuleIndex>, hits: &mut Vec<Hit>) {
        asked.clear();
        let content = &text[line.start..line.end];
        self.needles.scan(content, |rule| {
            if self.needs[rule.0 as usize].language & languages == 0 || asked.contains(&rule) {
                return;
            }
            asked.push(rule);
            let Some(pattern) = &self.patterns[rule.0 as usize] else { return };
            for found in pattern.find_in(content) {
                hits.push(Hit { rule, span: Span::new(line.start + found.start, line.start + found.end) });
            }
        });
    }
}

/// The bytes from token `from` up to token `to`.
fn span(stream: &Stream<'_>, from: usize, to: usize) -> Span {
    let at = |i: usize| stream.get(i).map_or((0, 0), |t| (t.start as usize, t.end as usize));
    Span::new(at(from).0, at(to - 1).1)
}

/// Of the hits of one rule that begin at the same place, keeps the longest.
fn longest(hits: &mut Vec<Hit>, from: usize) {
    if hits.len() - from < 2 {
        return;
    }
    let mut kept = from;
    for i in from..hits.len() {
        let hit = hits[i];
        match hits[from..kept].iter().position(|h| h.rule == hit.rule && h.span.start == hit.span.start) {
            Some(j) => hits[from + j].span.end = hits[from + j].span.end.max(hit.span.end),
            None => {
                hits[kept] = hit;
                kept += 1;
            }
        }
    }
    hits.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line;
    use crate::ruleset::Ruleset;

    /// The texts that the rules `phrases` of this kind hit, line by line.
    fn hits(kind: &str, phrases: &str, text: &str) -> Vec<String> {
        let mut rules = Ruleset::empty();
        let source = format!(
            "family = \"x\"\n[[rule]]\nid = \"x.y\"\nmatch = \"{kind}\"\nphrases = {phrases}\nstrength = \"certain\"\nwhy = \"w\"\ntakes = [\"t\"]\nleaves = [\"l\"]\n"
        );
        rules.add("test.toml", &source).unwrap();
        let matcher = rules.matcher(|_| true);
        let (mut lines, mut scratch, mut found) = (Vec::new(), Scratch::default(), Vec::new());
        line::split(text, &mut lines);
        matcher.prepare((Languages::MAX, Languages::MAX), &mut scratch);
        lines.iter().filter(|l| !l.is_blank()).for_each(|l| matcher.search(text, l, &mut scratch, &mut found));
        found.iter().map(|h| h.span.of(text).to_owned()).collect()
    }

    #[test]
    fn phrases_hit_what_they_say() {
        let cases: &[(&str, &str, &str, &[&str])] = &[
            (
                "line",
                r#"["Leave a Reply"]"#,
                "» LEAVE  a reply:\nLeave a reply now\nleave a reply",
                &["LEAVE  a reply", "leave a reply"],
            ),
            ("line", r#"["(Share|Tweet) [this]"]"#, "Share\nTweet this!\nShare that", &["Share", "Tweet this"]),
            ("line", r#"["\"Share\" this?"]"#, "share this\n“Share” this?", &["Share” this"]),
            ("line", r#"["{n} Comments"]"#, "1,204 Comments\nSome Comments", &["1,204 Comments"]),
            (
                "line",
                r#"["By {name}"]"#,
                "By Ana de la Cruz\nBy noon\nBy J. R. Smith-Jones",
                &["By Ana de la Cruz", "By J. R. Smith-Jones"],
            ),
            (
                "line",
                r#"["Posted on {date} by {name}"]"#,
                "Posted on May 12th, 2021 by Bo Li",
                &["Posted on May 12th, 2021 by Bo Li"],
            ),
            (
                "line",
                r#"["{date} {n} Comments"]"#,
                "12 May 2021 3 Comments\n2021-05-12 0 comments",
                &["12 May 2021 3 Comments", "2021-05-12 0 comments"],
            ),
            (
                "line",
                r#"["Updated {ago}"]"#,
                "Updated 3 hours ago\nUpdated 2d ago\nUpdated often",
                &["Updated 3 hours ago", "Updated 2d ago"],
            ),
            ("prefix", r#"["Read also:"]"#, "Read also: The bridge\nRead also the bridge", &["Read also:"]),
            ("suffix", r#"["Read more"]"#, "It rained. Read more\nRead more books", &["Read more"]),
            ("inline", r#"["opens in [a] new (tab|window)"]"#, "Go (opens in new tab) there", &["opens in new tab"]),
            (
                "line",
                r#"["Share [this]", "Tweet", "Pin it"]"#,
                "Share this: Tweet | Pin it\nShare Tweet now\nTweet",
                &["Share this: Tweet | Pin it", "Tweet"],
            ),
            ("line", r#"["相关文章"]"#, "相关文章：", &["相关文章"]),
        ];
        for (kind, phrases, text, want) in cases {
            assert_eq!(hits(kind, phrases, text), *want, "{kind} {phrases}");
        }
    }

    /// The search without its filter: a walk at every token.
    fn slow(m: &Matcher, text: &str, line: &Line, spoken: (Languages, Languages), hits: &mut Vec<Hit>) {
        let (mut scratch, mut budget, base) = (Scratch::default(), BUDGET, hits.len());
        m.prepare(spoken, &mut scratch);
        if line.last - line.first <= MAX_LABEL {
            m.search_start(text, line, &mut scratch, &mut budget, base, hits);
        }
        m.confirm(text, line, spoken.1, &mut scratch.asked, hits);
        let mut buffer = Buffer::default();
        let stream = Stream::new(text, line.first, line.last, &m.compiled.vocabulary, &mut buffer);
        for token in (0..).map_while(|i| stream.get(i)) {
            m.search_at(
                (text, line),
                token.start as usize,
                &scratch.spoken.floating,
                &mut scratch.buffer,
                &mut budget,
                hits,
            );
        }
    }

    fn agree(matcher: &Matcher, text: &str, spoken: (Languages, Languages)) {
        let mut lines = Vec::new();
        line::split(text, &mut lines);
        let mut scratch = Scratch::default();
        matcher.prepare(spoken, &mut scratch);
        for line in lines.iter().filter(|l| !l.is_blank()) {
            let (mut fast, mut obvious) = (Vec::new(), Vec::new());
            matcher.search(text, line, &mut scratch, &mut fast);
            slow(matcher, text, line, spoken, &mut obvious);
            assert_eq!(fast, obvious, "{:?}", &text[line.start..line.end]);
        }
    }

    #[test]
    fn the_filter_lets_every_hit_through() {
        use proptest::prelude::*;
        let rules = Ruleset::builtin();
        let matcher = rules.matcher(|_| true);
        let takes: Vec<String> = rules.rules().iter().flat_map(|r| &r.takes).map(|t| t.text.clone()).collect();
        takes.iter().for_each(|t| {
            let text = format!("A word before. {t}\n{t} and a word after\n{}", t.to_uppercase());
            agree(&matcher, &text, (Languages::MAX, Languages::MAX));
        });
        let piece = prop_oneof![
            prop::sample::select(takes),
            any::<String>(),
            prop::sample::select(&[" ", "\u{200b}", "’", "...", "(", "。", "ｎ", "\u{ad}", "İ", "x"][..])
                .prop_map(str::to_owned),
        ];
        proptest!(|(pieces in prop::collection::vec(piece, 0..8), spoken in any::<(Languages, Languages)>())| {
            agree(&matcher, &pieces.concat(), spoken);
        });
    }
}
