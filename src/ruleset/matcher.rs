//! All phrases of all rules in two graphs over words: one for phrases that begin where the line begins, one for
//! phrases that may begin anywhere.
//!
//! A phrase is a path; where it has a choice its ways part and meet again, so building takes time in the length of
//! what is written, not of what it multiplies to. Matching a line costs one vocabulary probe per word; only where a
//! word begins some phrase is the graph walked.
//! A budget of steps per line keeps the time linear whatever the phrases and the text are.

use std::collections::HashMap;

use super::needles::Needles;
use super::phrase::{Phrase, Piece};
use super::slot::{self, Slot, Tokens, WordClass, Words};
use crate::line::Line;
use crate::rule::{Match, Pattern, Rule, Strength};
use crate::span::Span;
use crate::token::{self, Buffer, Starts, Stream, Token, UNKNOWN, Vocabulary, WordId};
use crate::verdict::RuleIndex;

/// A phrase found in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Whose phrase.
    pub(crate) rule: RuleIndex,
    /// The bytes that the phrase covers.
    pub(crate) span: Span,
}

/// How many steps through the graph one line may cost beyond one per word.
const BUDGET: u32 = 4096;
/// A row of phrases has at most this many words, and tokens.
const MAX_ROW: u16 = 40;
const MAX_ROW_TOKENS: usize = 80;
/// Lines of more bytes than this are only searched for phrases that stand anywhere: no label is this long.
const MAX_LABEL: usize = 4096;

#[derive(Debug, Default)]
struct Node {
    slots: Vec<(Slot, u32)>,
    accepts: Vec<RuleIndex>,
    /// Whether exactly one way leads here, so that phrases that begin alike may share it.
    single: bool,
}

#[derive(Debug)]
struct Graph {
    nodes: Vec<Node>,
    /// Words lead from a node to nodes; several phrases may share a node and a word.
    edges: HashMap<(u32, WordId), Vec<u32>, foldhash::fast::FixedState>,
}

/// Where the ways through a phrase stand while it is built.
#[derive(Clone, Debug, Default)]
struct Ends {
    /// The nodes where they end.
    nodes: Vec<u32>,
    /// The nodes before the signs that a whole-line phrase may end with.
    before_signs: Vec<u32>,
}

impl Graph {
    fn new() -> Self {
        Graph { nodes: vec![Node { single: true, ..Node::default() }], edges: HashMap::default() }
    }

    fn insert(&mut self, phrase: &Phrase, whole_line: bool, vocabulary: &mut Vocabulary, rule: RuleIndex) {
        let start = Ends { nodes: vec![0], before_signs: Vec::new() };
        let ends = self.sequence(phrase, start, whole_line, vocabulary);
        let accepting = if whole_line { [ends.nodes, ends.before_signs].concat() } else { ends.nodes };
        for node in accepting {
            let accepts = &mut self.nodes[node as usize].accepts;
            if node != 0 && !accepts.contains(&rule) {
                accepts.push(rule);
            }
        }
    }

    fn sequence(&mut self, phrase: &Phrase, mut ends: Ends, whole_line: bool, vocabulary: &mut Vocabulary) -> Ends {
        for piece in phrase {
            match piece {
                Piece::Text(text) => token::fold_words(text, |word| {
                    let sign = !word.chars().any(token::is_word_char);
                    // Signs before the first word of a whole-line phrase do not count.
                    if whole_line && sign && ends.nodes == [0] {
                        return;
                    }
                    let next = self.follow(&ends.nodes, vocabulary.add(word));
                    let before = std::mem::replace(&mut ends.nodes, vec![next]);
                    match sign {
                        true if ends.before_signs.is_empty() => ends.before_signs = before,
                        true => {}
                        false => ends.before_signs.clear(),
                    }
                }),
                Piece::Slot(slot) => {
                    let next = self.follow_slot(&ends.nodes, *slot);
                    ends = Ends { nodes: vec![next], before_signs: Vec::new() };
                }
                Piece::Choice(ways) => {
                    let mut met = Ends::default();
                    for way in ways {
                        let end = self.sequence(way, ends.clone(), whole_line, vocabulary);
                        met.nodes.extend(end.nodes);
                        met.before_signs.extend(end.before_signs);
                    }
                    met.nodes.sort_unstable();
                    met.nodes.dedup();
                    ends = met;
                }
            }
        }
        ends
    }

    /// The node that a word leads to from all of `nodes`.
    fn follow(&mut self, nodes: &[u32], word: WordId) -> u32 {
        if let Some(from) = self.single(nodes) {
            let known = self.edges.get(&(from, word)).into_iter().flatten();
            if let Some(&next) = known.into_iter().find(|&&n| self.nodes[n as usize].single) {
                return next;
            }
        }
        let next = self.node(nodes);
        for &from in nodes {
            self.edges.entry((from, word)).or_default().push(next);
        }
        next
    }

    /// The node that a slot leads to from all of `nodes`.
    fn follow_slot(&mut self, nodes: &[u32], slot: Slot) -> u32 {
        if let Some(from) = self.single(nodes) {
            let mut known = self.nodes[from as usize].slots.iter();
            if let Some(&(_, next)) = known.find(|(s, n)| *s == slot && self.nodes[*n as usize].single) {
                return next;
            }
        }
        let next = self.node(nodes);
        for &from in nodes {
            self.nodes[from as usize].slots.push((slot, next));
        }
        next
    }

    fn single(&self, nodes: &[u32]) -> Option<u32> {
        match nodes {
            [one] if self.nodes[*one as usize].single => Some(*one),
            _ => None,
        }
    }

    /// A new node behind `nodes`.
    fn node(&mut self, nodes: &[u32]) -> u32 {
        let single = self.single(nodes).is_some();
        self.nodes.push(Node { single, ..Node::default() });
        self.nodes.len() as u32 - 1
    }

    /// Calls `accept` with every rule that a path from `node` at token `at` accepts, and the token where it ends.
    fn walk(&self, node: u32, at: usize, line: Tokens<'_>, budget: &mut u32, accept: &mut dyn FnMut(RuleIndex, usize)) {
        let here = &self.nodes[node as usize];
        here.accepts.iter().for_each(|&rule| accept(rule, at));
        for &(slot, next) in &here.slots {
            slot.ends(line, at, |end| {
                if *budget == 0 {
                    return true;
                }
                *budget -= 1;
                self.walk(next, end, line, budget, accept);
                false
            });
        }
        let Some(token) = line.stream.get(at).filter(|t| t.word != UNKNOWN) else { return };
        for &next in self.edges.get(&(node, token.word)).into_iter().flatten() {
            if *budget == 0 {
                return;
            }
            *budget -= 1;
            self.walk(next, at + 1, line, budget, accept);
        }
    }

    /// The words that phrases begin with.
    fn first_words(&self) -> impl Iterator<Item = WordId> {
        self.edges.keys().filter(|(from, _)| *from == 0).map(|(_, word)| *word)
    }
}

#[derive(Clone, Copy, Debug)]
struct Need {
    kind: Match,
    strength: Strength,
    max_words: u16,
}

/// The compiled phrases of a rule set.
#[derive(Debug)]
pub(crate) struct Matcher {
    vocabulary: Vocabulary,
    classes: Vec<WordClass>,
    /// Phrases that begin at the first token or the first word of a line.
    anchored: Graph,
    /// Phrases that begin anywhere.
    floating: Graph,
    /// Where a floating phrase may begin.
    starts: Starts,
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
}

impl Matcher {
    /// Compiles the phrases of `rules`, which the loader has read. Rules for which `on` is false are left out.
    /// Linear in what is written.
    pub(crate) fn new(rules: &[Rule], phrases: &[Vec<Phrase>], words: &[Words], on: impl Fn(usize) -> bool) -> Matcher {
        let mut m = Matcher {
            vocabulary: Vocabulary::default(),
            classes: Vec::new(),
            anchored: Graph::new(),
            floating: Graph::new(),
            starts: Starts::of(std::iter::empty()),
            needs: rules.iter().map(|r| Need { kind: r.kind, strength: r.strength, max_words: r.max_words }).collect(),
            patterns: vec![None; rules.len()],
            needles: Needles::new(std::iter::empty()),
        };
        let mut literals = Vec::new();
        let mut classes: Vec<(WordId, WordClass)> = Vec::new();
        slot::class_words(words, |word, class| classes.push((m.vocabulary.add(word), class)));
        for (i, rule) in rules.iter().enumerate().filter(|(i, _)| on(*i)) {
            let index = RuleIndex(i as u32);
            if rule.kind == Match::Regex {
                m.patterns[i].clone_from(&rule.pattern);
                literals.extend(rule.needs.iter().map(|n| (n.as_str(), index)));
            }
            for phrase in &phrases[i] {
                match rule.kind {
                    Match::Line | Match::Block => m.anchored.insert(phrase, true, &mut m.vocabulary, index),
                    Match::Prefix => m.anchored.insert(phrase, false, &mut m.vocabulary, index),
                    Match::Suffix | Match::Inline => m.floating.insert(phrase, false, &mut m.vocabulary, index),
                    Match::Regex | Match::Code => {}
                }
            }
        }
        m.classes = vec![WordClass::default(); m.vocabulary.len()];
        for (word, class) in classes {
            let slot = &mut m.classes[word as usize];
            *slot = slot.and(class);
        }
        m.needles = Needles::new(literals.into_iter());
        let first: std::collections::HashSet<WordId> = m.floating.first_words().collect();
        m.starts = Starts::of(m.vocabulary.words().filter(|(_, id)| first.contains(id)).map(|(word, _)| word));
        m
    }

    /// Appends every hit in `line` to `hits`. Linear in the length of the line.
    pub(crate) fn search(&self, text: &str, line: &Line, scratch: &mut Scratch, hits: &mut Vec<Hit>) {
        let base = hits.len();
        let mut budget = BUDGET;
        if line.last - line.first <= MAX_LABEL {
            self.search_start(text, line, scratch, &mut budget, base, hits);
        }
        self.confirm(text, line, &mut scratch.asked, hits);
        let Scratch { buffer, .. } = scratch;
        self.starts.scan(text, line.first, line.last, |at| self.search_at(text, line, at, buffer, &mut budget, hits));
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
        let Scratch { buffer, row, .. } = scratch;
        let stream = Stream::new(text, line.first, line.last, &self.vocabulary, buffer);
        let view = Tokens { stream: &stream, classes: &self.classes };
        let first_word = (0..).find(|&i| stream.get(i).is_none_or(|t| t.is_word())).unwrap_or(0);
        // Whether a whole-line phrase ends somewhere in the line: only then can it begin a row of them.
        let mut begun = false;
        for from in [0, first_word].into_iter().take(1 + usize::from(first_word > 0)) {
            self.anchored.walk(0, from, view, budget, &mut |rule, end| {
                if end == from || hits[base..].iter().any(|h| h.rule == rule) {
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
            });
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
            self.anchored.walk(0, from, line, budget, &mut |rule, end| {
                let fits = matches!(self.needs[rule.0 as usize].kind, Match::Line | Match::Block);
                if !fits || end <= from || end > MAX_ROW_TOKENS {
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
        text: &str,
        line: &Line,
        at: usize,
        buffer: &mut Buffer,
        budget: &mut u32,
        hits: &mut Vec<Hit>,
    ) {
        let stream = Stream::new(text, at, line.last, &self.vocabulary, buffer);
        let view = Tokens { stream: &stream, classes: &self.classes };
        let before = hits.len();
        self.floating.walk(0, 0, view, budget, &mut |rule, end| {
            let need = self.needs[rule.0 as usize];
            let fits = match need.kind {
                _ if end == 0 => false,
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
        });
        longest(hits, before);
    }

    /// Asks the expressions of which a literal stands in the line, each once.
    fn confirm(&self, text: &str, line: &Line, asked: &mut Vec<RuleIndex>, hits: &mut Vec<Hit>) {
        asked.clear();
        let content = &text[line.start..line.end];
        self.needles.scan(content, |rule| {
            if asked.contains(&rule) {
                return;
            }
            asked.push(rule);
            let Some(pattern) = &self.patterns[rule.0 as usize] else { return };
            for found in pattern.regex().find_iter(content).filter(|f| !f.is_empty()) {
                hits.push(Hit { rule, span: Span::new(line.start + found.start(), line.start + found.end()) });
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
    fn slow(m: &Matcher, text: &str, line: &Line, hits: &mut Vec<Hit>) {
        let (mut scratch, mut budget, base) = (Scratch::default(), u32::MAX, hits.len());
        if line.last - line.first <= MAX_LABEL {
            m.search_start(text, line, &mut scratch, &mut budget, base, hits);
        }
        m.confirm(text, line, &mut scratch.asked, hits);
        let mut buffer = Buffer::default();
        let stream = Stream::new(text, line.first, line.last, &m.vocabulary, &mut buffer);
        for token in (0..).map_while(|i| stream.get(i)) {
            m.search_at(text, line, token.start as usize, &mut scratch.buffer, &mut budget, hits);
        }
    }

    fn agree(matcher: &Matcher, text: &str) {
        let mut lines = Vec::new();
        line::split(text, &mut lines);
        let mut scratch = Scratch::default();
        for line in lines.iter().filter(|l| !l.is_blank()) {
            let (mut fast, mut obvious) = (Vec::new(), Vec::new());
            matcher.search(text, line, &mut scratch, &mut fast);
            slow(matcher, text, line, &mut obvious);
            assert_eq!(fast, obvious, "{:?}", &text[line.start..line.end]);
        }
    }

    #[test]
    fn the_filter_lets_every_hit_through() {
        use proptest::prelude::*;
        let rules = Ruleset::builtin();
        let matcher = rules.matcher(|_| true);
        let takes: Vec<String> = rules.rules().iter().flat_map(|r| &r.takes).map(|t| t.text.clone()).collect();
        takes
            .iter()
            .for_each(|t| agree(&matcher, &format!("A word before. {t}\n{t} and a word after\n{}", t.to_uppercase())));
        let piece = prop_oneof![
            prop::sample::select(takes),
            any::<String>(),
            prop::sample::select(&[" ", "\u{200b}", "’", "...", "(", "。", "ｎ", "\u{ad}", "İ", "x"][..])
                .prop_map(str::to_owned),
        ];
        proptest!(|(pieces in prop::collection::vec(piece, 0..8))| agree(&matcher, &pieces.concat()));
    }
}
