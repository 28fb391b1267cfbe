//! Boosted trees: sums of small decisions.

use super::reader::Reader;

/// One decision, or its two ends: values below zero lead to leaves.
#[derive(Clone, Copy, Debug)]
struct Node {
    threshold: f32,
    feature: u16,
    /// Where to go if the feature is at most the threshold, and if not: a node, or `!leaf`.
    ways: [i16; 2],
}

#[derive(Debug)]
struct Tree {
    nodes: Box<[Node]>,
    leaves: Box<[f32]>,
}

/// Trees whose values add up to a logit.
#[derive(Debug)]
pub(super) struct Forest {
    trees: Box<[Tree]>,
}

impl Forest {
    /// Reads what `tools/train` wrote.
    pub(super) fn read(reader: &mut Reader<'_>) -> Forest {
        let trees = (0..reader.u32())
            .map(|_| {
                let nodes = usize::from(reader.u16());
                Tree {
                    nodes: (0..nodes)
                        .map(|_| Node {
                            feature: reader.u16(),
                            threshold: reader.f32(),
                            ways: [reader.u16() as i16, reader.u16() as i16],
                        })
                        .collect(),
                    leaves: (0..=nodes).map(|_| reader.f32()).collect(),
                }
            })
            .collect();
        Forest { trees }
    }

    /// The logit of one row of features. O(trees × depth).
    pub(super) fn score(&self, row: &[f32]) -> f32 {
        self.trees.iter().map(|tree| tree.score(row)).sum()
    }
}

impl Tree {
    fn score(&self, row: &[f32]) -> f32 {
        let mut at = if self.nodes.is_empty() { !0 } else { 0 };
        while at >= 0 {
            let node = &self.nodes[at as usize];
            at = node.ways[usize::from(row[usize::from(node.feature)] > node.threshold)];
        }
        self.leaves[!at as usize]
    }
}
