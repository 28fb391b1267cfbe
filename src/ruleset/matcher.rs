//! All phrases of all rules in two tries over words: one for phrases that begin where the line begins, one for
//! phrases that may begin anywhere.
//!
//! Matching a line costs one vocabulary probe per word; only where a word begins some phrase is a trie walked.
//! A budget of steps per line keeps the time linear whatever the phrases and the text are.

use std::collections::HashMap;

use super::phrase::{Form, Part};
use super::slot::{self, Slot, Tokens, WordClass};
use crate::line::Line;
use crate::rule::{Match, Rule};
use crate::span::Span;
use crate::token::{self, Token, UNKNOWN, Vocabulary, WordId};
use crate::verdict::RuleIndex;

/// A phrase found in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Whose phrase.
    pub(crate) rule: RuleIndex,
    /// The bytes that the phrase covers.
    pub(crate) span: Span,
}

/// How many trie steps one line may cost beyond one per word.
const BUDGET: u32 = 4096;
/// Lines of more bytes than this are only searched for phrases that stand anywhere: no label is this long.
const MAX_LABEL: usize = 4096;

#[derive(Debug, Default)]
struct Node {
    slots: Vec<(Slot, u32)>,
    accepts: Vec<RuleIndex>,
}

#[derive(Debug)]
struct Trie {
    nodes: Vec<Node>,
    edges: HashMap<(u32, WordId), u32, foldhash::fast::FixedState>,
}

impl Trie {
    fn new() -> Self {
        Trie { nodes: vec![Node::default()], edges: HashMap::default() }
    }

    fn insert(&mut self, steps: &[Step], rule: RuleIndex) {
        let mut at = 0;
        for step in steps {
            let next = self.nodes.len() as u32;
            at = match *step {
                Step::Word(w) => *self.edges.entry((at, w)).or_insert(next),
                Step::Slot(s) => match self.nodes[at as usize].slots.iter().find(|(t, _)| *t == s) {
                    Some(&(_, n)) => n,
                    None => {
                        self.nodes[at as usize].slots.push((s, next));
                        next
                    }
                },
            };
            if at == next {
                self.nodes.push(Node::default());
            }
        }
        let accepts = &mut self.nodes[at as usize].accepts;
        if !accepts.contains(&rule) {
            accepts.push(rule);
        }
    }

    /// Calls `accept` with every rule that a path from `node` at token `at` accepts, and the token where it ends.
    fn walk(&self, node: u32, at: usize, line: Tokens<'_>, budget: &mut u32, accept: &mut dyn FnMut(RuleIndex, usize)) {
        let mut node = node;
        let mut at = at;
        loop {
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
            let Some(token) = line.tokens.get(at) else { return };
            if token.word == UNKNOWN {
                return;
            }
            match self.edges.get(&(node, token.word)) {
                Some(&next) => {
                    node = next;
                    at += 1;
                }
                None => return,
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Step {
    Word(WordId),
    Slot(Slot),
}

#[derive(Clone, Copy, Debug)]
struct Need {
    kind: Match,
    max_words: u16,
}

/// The compiled phrases of a rule set.
#[derive(Debug)]
pub(crate) struct Matcher {
    vocabulary: Vocabulary,
    classes: Vec<WordClass>,
    /// Phrases that begin at the first token or the first word of a line.
    anchored: Trie,
    /// Phrases that begin anywhere.
    floating: Trie,
    /// By word: whether a floating phrase begins with it.
    begins: Vec<bool>,
    needs: Vec<Need>,
    patterns: Vec<Option<regex::Regex>>,
}

/// Reusable buffers of a search; one per worker.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    buffer: String,
    tokens: Vec<Token>,
    asked: Vec<RuleIndex>,
}

impl Matcher {
    /// Compiles the phrases of `rules`, whose forms were expanded by the loader. Rules for which `on` is false are
    /// left out. O(forms).
    pub(crate) fn new(rules: &[Rule], forms: &[Vec<Form>], on: impl Fn(usize) -> bool) -> Matcher {
        let mut m = Matcher {
            vocabulary: Vocabulary::default(),
            classes: Vec::new(),
            anchored: Trie::new(),
            floating: Trie::new(),
            begins: Vec::new(),
            needs: rules.iter().map(|r| Need { kind: r.kind, max_words: r.max_words }).collect(),
            patterns: vec![None; rules.len()],
        };
        let mut classes: Vec<(WordId, WordClass)> = Vec::new();
        slot::class_words(|word, class| classes.push((m.vocabulary.add(word), class)));
        let mut steps = Vec::new();
        let mut starts = Vec::new();
        for (i, rule) in rules.iter().enumerate().filter(|(i, _)| on(*i)) {
            let index = RuleIndex(i as u32);
            if rule.kind == Match::Regex {
                m.patterns[i].clone_from(&rule.pattern);
            }
            for form in &forms[i] {
                m.steps(form, rule.kind, &mut steps);
                let Some(first) = steps.first() else { continue };
                match rule.kind {
                    Match::Line | Match::Prefix | Match::Block => m.anchored.insert(&steps, index),
                    Match::Suffix | Match::Inline | Match::Regex => {
                        if let Step::Word(w) = *first {
                            starts.push(w);
                            m.floating.insert(&steps, index);
                        }
                    }
                    Match::Code => {}
                }
            }
        }
        m.classes = vec![WordClass::default(); m.vocabulary.len()];
        for (word, class) in classes {
            let slot = &mut m.classes[word as usize];
            *slot = slot.and(class);
        }
        m.begins = vec![false; m.vocabulary.len()];
        starts.into_iter().for_each(|w| m.begins[w as usize] = true);
        m
    }

    /// Folds a form to steps; signs at both ends of a whole-line phrase do not count.
    fn steps(&mut self, form: &Form, kind: Match, steps: &mut Vec<Step>) {
        steps.clear();
        let mut word = Vec::new();
        for part in form {
            match part {
                Part::Slot(s) => {
                    steps.push(Step::Slot(*s));
                    word.push(true);
                }
                Part::Text(t) => token::fold_words(t, |w| {
                    steps.push(Step::Word(self.vocabulary.add(w)));
                    word.push(w.chars().any(token::is_word_char));
                }),
            }
        }
        if matches!(kind, Match::Line | Match::Block) && word.contains(&true) {
            while word.pop_if(|w| !*w).is_some() {
                steps.pop();
            }
            let signs = word.iter().take_while(|w| !**w).count();
            steps.drain(..signs);
        }
    }

    /// Appends every hit in `line` to `hits`. Linear in the length of the line.
    pub(crate) fn search(&self, text: &str, line: &Line, scratch: &mut Scratch, hits: &mut Vec<Hit>) {
        let Scratch { buffer, tokens, asked } = scratch;
        token::tokens(text, line.first, line.last, &self.vocabulary, buffer, tokens);
        let view = Tokens { text, tokens, classes: &self.classes };
        let mut budget = BUDGET;
        let span = |from: usize, to: usize| Span::new(tokens[from].start as usize, tokens[to - 1].end as usize);
        if line.last - line.first <= MAX_LABEL {
            let words_end = tokens.iter().rposition(Token::is_word).map_or(0, |i| i + 1);
            let first_word = tokens.iter().position(Token::is_word).unwrap_or(0);
            let mut from_start = |from: usize| {
                self.anchored.walk(0, from, view, &mut budget, &mut |rule, end| {
                    if end == from || hits.iter().any(|h| h.rule == rule) {
                        return;
                    }
                    let need = self.needs[rule.0 as usize];
                    let fits = match need.kind {
                        Match::Prefix => {
                            tokens[end..].iter().filter(|t| t.is_word()).take(usize::from(need.max_words) + 1).count()
                                <= usize::from(need.max_words)
                        }
                        _ => end >= words_end,
                    };
                    if fits {
                        hits.push(Hit { rule, span: span(from, end) });
                    }
                });
            };
            from_start(0);
            if first_word > 0 {
                from_start(first_word);
            }
        }
        asked.clear();
        for from in 0..tokens.len() {
            if !self.begins[tokens[from].word as usize] {
                continue;
            }
            let before = hits.len();
            self.floating.walk(0, from, view, &mut budget, &mut |rule, end| {
                if end == from {
                    return;
                }
                let need = self.needs[rule.0 as usize];
                match need.kind {
                    Match::Regex => {
                        if !asked.contains(&rule) {
                            asked.push(rule);
                            self.confirm(rule, text, line, hits);
                        }
                    }
                    Match::Suffix => {
                        let words =
                            tokens[..from].iter().filter(|t| t.is_word()).take(usize::from(need.max_words) + 1).count();
                        if end == tokens.len() && words <= usize::from(need.max_words) {
                            hits.push(Hit { rule, span: span(from, end) });
                        }
                    }
                    _ => hits.push(Hit { rule, span: span(from, end) }),
                }
            });
            longest(hits, before);
        }
    }

    fn confirm(&self, rule: RuleIndex, text: &str, line: &Line, hits: &mut Vec<Hit>) {
        if let Some(pattern) = &self.patterns[rule.0 as usize] {
            for found in pattern.find_iter(&text[line.start..line.end]) {
                if !found.is_empty() {
                    hits.push(Hit { rule, span: Span::new(line.start + found.start(), line.start + found.end()) });
                }
            }
        }
    }
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
