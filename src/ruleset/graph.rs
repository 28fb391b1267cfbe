//! Phrases as paths in a graph over words: drafted while rules are read, then frozen into flat tables that can be
//! stored and walked where they lie.

use std::borrow::Cow;
use std::collections::HashMap;

use super::phrase::{Phrase, Piece};
use super::slot::{Slot, Tokens};
use crate::token::{self, UNKNOWN, Vocabulary, WordId};
use crate::verdict::RuleIndex;

#[derive(Debug, Default)]
struct Node {
    slots: Vec<(Slot, u32)>,
    accepts: Vec<RuleIndex>,
    /// Whether exactly one way leads here, so that phrases that begin alike may share it.
    single: bool,
}

/// A graph that still grows.
#[derive(Debug)]
pub(super) struct Draft {
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

impl Draft {
    pub(super) fn new() -> Self {
        Draft { nodes: vec![Node { single: true, ..Node::default() }], edges: HashMap::default() }
    }

    pub(super) fn insert(&mut self, phrase: &Phrase, whole_line: bool, vocabulary: &mut Vocabulary, rule: RuleIndex) {
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

    /// The finished graph. `words` is the size of the vocabulary if the first node is to be asked for words without a
    /// search.
    pub(super) fn freeze(self, words: Option<usize>) -> Graph {
        let mut edges: Vec<(u32, WordId, u32)> = Vec::new();
        for ((from, word), to) in self.edges {
            edges.extend(to.into_iter().map(|to| (from, word, to)));
        }
        edges.sort_unstable();
        let mut finish = Finish { nodes: self.nodes, edges, done: HashMap::default(), known: HashMap::default() };
        let last = finish.node(vec![0]);
        let mut nodes = vec![Finished::default(); finish.known.len()];
        finish.known.into_iter().for_each(|(node, i)| nodes[(last - i) as usize] = node);
        Graph::of(&nodes, |node| last - node, words)
    }
}

/// A node of the finished graph: no word and no slot leads to two nodes from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Finished {
    words: Vec<(WordId, u32)>,
    slots: Vec<(Slot, u32)>,
    accepts: Vec<RuleIndex>,
}

/// Joins the ways that begin alike and those that end alike (subset construction, then hash-consing from the ends, which
/// acyclic graphs allow: Daciuk et al., Incremental construction of minimal acyclic finite-state automata, 2000).
struct Finish {
    nodes: Vec<Node>,
    edges: Vec<(u32, WordId, u32)>,
    done: HashMap<Vec<u32>, u32, foldhash::fast::FixedState>,
    known: HashMap<Finished, u32, foldhash::fast::FixedState>,
}

impl Finish {
    /// The finished node that does what all of these do.
    fn node(&mut self, set: Vec<u32>) -> u32 {
        if let Some(&node) = self.done.get(&set) {
            return node;
        }
        let (mut words, mut slots, mut accepts) = (Vec::new(), Vec::new(), Vec::new());
        for &i in &set {
            let first = self.edges.partition_point(|e| e.0 < i);
            words.extend(self.edges[first..].iter().take_while(|e| e.0 == i).map(|e| (e.1, e.2)));
            let node = &self.nodes[i as usize];
            slots.extend(&node.slots);
            node.accepts.iter().for_each(|rule| {
                if !accepts.contains(rule) {
                    accepts.push(*rule);
                }
            });
        }
        let finished = Finished { words: self.ways(words), slots: self.ways(slots), accepts };
        let next = self.known.len() as u32;
        let node = *self.known.entry(finished).or_insert(next);
        self.done.insert(set, node);
        node
    }

    /// Of each word or slot the finished node that it leads to.
    fn ways<T: Copy + Ord>(&mut self, mut ways: Vec<(T, u32)>) -> Vec<(T, u32)> {
        ways.sort_unstable();
        ways.dedup();
        let of = |group: &[(T, u32)]| (group[0].0, group.iter().map(|way| way.1).collect());
        let groups: Vec<(T, Vec<u32>)> = ways.chunk_by(|a, b| a.0 == b.0).map(of).collect();
        groups.into_iter().map(|(by, set)| (by, self.node(set))).collect()
    }
}

/// Numbers of 32 bits, little-endian, in memory or in the program's own file.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers(Cow<'static, [u8]>);

impl Numbers {
    fn push(&mut self, n: u32) {
        self.0.to_mut().extend(n.to_le_bytes());
    }

    fn len(&self) -> usize {
        self.0.len() / 4
    }

    fn get(&self, i: u32) -> u32 {
        let at = i as usize * 4;
        let bytes = self.0.get(at..at + 4).and_then(|b| b.try_into().ok());
        u32::from_le_bytes(bytes.unwrap_or([0; 4]))
    }
}

/// A finished graph.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    /// Of each node where its edges, its slots and its rules begin; those of the next are their ends.
    nodes: Numbers,
    /// Of each word where the edges of the first node that bear it begin.
    root: Numbers,
    /// A word and where it leads, sorted by node and word.
    edges: Numbers,
    /// A slot and where it leads.
    slots: Numbers,
    /// Rules whose phrase ends at the node.
    accepts: Numbers,
}

impl Graph {
    fn parts(&self) -> [&Numbers; 5] {
        [&self.nodes, &self.root, &self.edges, &self.slots, &self.accepts]
    }

    /// Appends the tables to `out`.
    #[allow(dead_code, reason = "the build script stores, the program reads")]
    pub(super) fn store(&self, out: &mut Vec<u8>) {
        for part in self.parts() {
            out.extend((part.0.len() as u32).to_le_bytes());
            out.extend(&*part.0);
        }
    }

    /// The tables at the beginning of `bytes`, which is moved past them.
    #[allow(dead_code, reason = "the build script stores, the program reads")]
    pub(super) fn read(bytes: &mut &'static [u8]) -> Graph {
        let mut part = || {
            let (len, rest) = bytes.split_at(4);
            let len = u32::from_le_bytes(len.try_into().expect("four bytes")) as usize;
            let (part, rest) = rest.split_at(len);
            *bytes = rest;
            Numbers(Cow::Borrowed(part))
        };
        Graph { nodes: part(), root: part(), edges: part(), slots: part(), accepts: part() }
    }

    /// Lays out nodes, the first of which is where phrases begin; `place` says where a node is that another names.
    fn of(nodes: &[Finished], place: impl Fn(u32) -> u32, words: Option<usize>) -> Graph {
        let mut graph = Graph::default();
        let mut at = [0u32; 3];
        for node in nodes {
            at.iter().for_each(|n| graph.nodes.push(*n));
            node.words.iter().for_each(|(word, to)| [*word, place(*to)].into_iter().for_each(|n| graph.edges.push(n)));
            node.slots
                .iter()
                .for_each(|(slot, to)| [slot.number(), place(*to)].into_iter().for_each(|n| graph.slots.push(n)));
            node.accepts.iter().for_each(|rule| graph.accepts.push(rule.0));
            at = [at[0] + node.words.len() as u32, at[1] + node.slots.len() as u32, at[2] + node.accepts.len() as u32];
        }
        at.iter().for_each(|n| graph.nodes.push(*n));
        let first = &nodes[0].words;
        for word in 0..words.map_or(0, |n| n as u32 + 1) {
            graph.root.push(first.partition_point(|(w, _)| *w < word) as u32);
        }
        graph
    }

    /// Calls `accept` with every rule that a path from `node` at token `at` accepts, and the token where it ends.
    pub(super) fn walk(
        &self,
        node: u32,
        at: usize,
        line: Tokens<'_>,
        budget: &mut u32,
        accept: &mut dyn FnMut(RuleIndex, usize),
    ) {
        let span = |part: u32| (self.nodes.get(node * 3 + part), self.nodes.get(node * 3 + 3 + part));
        let (from, to) = span(2);
        (from..to).for_each(|i| accept(RuleIndex(self.accepts.get(i)), at));
        let (from, to) = span(1);
        for i in from..to {
            let Some(slot) = Slot::numbered(self.slots.get(i * 2)) else { continue };
            let next = self.slots.get(i * 2 + 1);
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
        let (from, to) = if node == 0 && self.root.len() > 0 {
            (self.root.get(token.word), self.root.get(token.word + 1))
        } else {
            self.bearing(token.word, span(0))
        };
        if from < to && self.edges.get(from * 2) == token.word && *budget > 0 {
            *budget -= 1;
            self.walk(self.edges.get(from * 2 + 1), at + 1, line, budget, accept);
        }
    }

    /// Where among the edges from `from` to `to` those begin that bear a word.
    fn bearing(&self, word: WordId, (mut from, to): (u32, u32)) -> (u32, u32) {
        let mut len = to - from;
        while len > 0 {
            let half = len / 2;
            if self.edges.get((from + half) * 2) < word {
                from += half + 1;
                len -= half + 1;
            } else {
                len = half;
            }
        }
        (from, to)
    }

    /// Calls `each` with every word that a phrase begins with, and every one that must stand behind it: `None` where
    /// the phrase may end there, or go on with what a slot takes.
    pub(super) fn starts(&self, mut each: impl FnMut(WordId, Option<WordId>)) {
        let span = |node: u32, part: u32| self.nodes.get(node * 3 + part)..self.nodes.get(node * 3 + 3 + part);
        if self.nodes.len() == 0 {
            return;
        }
        for i in span(0, 0) {
            let (word, next) = (self.edges.get(i * 2), self.edges.get(i * 2 + 1));
            if !span(next, 1).is_empty() || !span(next, 2).is_empty() {
                each(word, None);
            }
            span(next, 0).for_each(|j| each(word, Some(self.edges.get(j * 2))));
        }
    }
}
