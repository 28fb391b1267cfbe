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

    /// The finished graph, for a vocabulary of `words` words.
    pub(super) fn freeze(self, words: usize) -> Graph {
        let mut edges: Vec<(u32, WordId, u32)> = Vec::new();
        for ((from, word), to) in self.edges {
            edges.extend(to.into_iter().map(|to| (from, word, to)));
        }
        edges.sort_unstable();
        let mut graph = Graph::default();
        let mut at = [0u32; 3];
        for (i, node) in self.nodes.iter().enumerate() {
            at.iter().for_each(|n| graph.nodes.push(*n));
            while let Some(&(from, word, to)) = edges.get(at[0] as usize).filter(|e| e.0 as usize == i) {
                if from == 0 {
                    (graph.root.len()..=word as usize).for_each(|_| graph.root.push(at[0]));
                }
                graph.edges.push(word);
                graph.edges.push(to);
                at[0] += 1;
            }
            for (slot, to) in &node.slots {
                graph.slots.push(slot.number());
                graph.slots.push(*to);
                at[1] += 1;
            }
            for rule in &node.accepts {
                graph.accepts.push(rule.0);
                at[2] += 1;
            }
            if i == 0 {
                (graph.root.len()..=words).for_each(|_| graph.root.push(at[0]));
            }
        }
        at.iter().for_each(|n| graph.nodes.push(*n));
        graph
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
        let (mut from, to) =
            if node == 0 { (self.root.get(token.word), self.root.get(token.word + 1)) } else { span(0) };
        if node != 0 {
            // The first edge that bears the word.
            let mut len = to - from;
            while len > 0 {
                let half = len / 2;
                if self.edges.get((from + half) * 2) < token.word {
                    from += half + 1;
                    len -= half + 1;
                } else {
                    len = half;
                }
            }
        }
        while from < to && self.edges.get(from * 2) == token.word {
            if *budget == 0 {
                return;
            }
            *budget -= 1;
            self.walk(self.edges.get(from * 2 + 1), at + 1, line, budget, accept);
            from += 1;
        }
    }

    /// Whether a phrase begins with a word.
    pub(super) fn begins(&self, word: WordId) -> bool {
        self.root.get(word) < self.root.get(word + 1)
    }
}
