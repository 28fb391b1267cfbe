//! What a line looks like among the others: averages over its neighbourhood, distances, and the whole document.

use super::Evidence;
use super::glance::{
    ANY, CAPITALS, COMMON, DIGITS, EARLIER, GROUPS, LEXICON, OWN, PROSE, SENTENCE, SEPARATORS, TOPICAL, WHOLE, WORDS,
};

/// Features that are averaged over the lines around.
const AVERAGED: [usize; 13] =
    [WORDS, PROSE, SENTENCE, CAPITALS, DIGITS, COMMON, SEPARATORS, WHOLE, ANY, LEXICON, EARLIER, TOPICAL, 47];
/// How many lines to each side.
const WINDOWS: [usize; 5] = [1, 2, 4, 8, 16];
/// Features that are averaged over the lines before, and over those behind.
const SIDED: [usize; 4] = [WORDS, PROSE, WHOLE, LEXICON];
/// Features of the nearest neighbours.
const NEAREST: [usize; 6] = [WORDS, SENTENCE, CAPITALS, WHOLE, ANY, LEXICON];
/// Distances are capped here: farther is far.
const FAR: usize = 200;

const NEAREST_AT: usize = AVERAGED.len() * WINDOWS.len();
const SIDED_AT: usize = NEAREST_AT + NEAREST.len() * 4;
const DISTANCES_AT: usize = SIDED_AT + SIDED.len() * 4;
const PLACE_AT: usize = DISTANCES_AT + GROUPS * 2 + 2;
const ALIKE_AT: usize = PLACE_AT + 12;
const DOCUMENT_AT: usize = ALIKE_AT + 6;

/// Number of features of the context.
pub(super) const CONTEXT: usize = DOCUMENT_AT + 9;
/// Number of features that the second forest sees beyond those: what the first one makes of the neighbourhood.
pub(super) const SCORES: usize = 22;

/// All features of one line.
pub(super) const ALL: usize = OWN + CONTEXT + SCORES;

/// Running sums of a column, so that every window costs two look-ups.
fn sums(rows: &[f32], column: usize, out: &mut Vec<f64>) {
    out.clear();
    out.push(0.0);
    let mut sum = 0.0;
    out.extend(rows.chunks_exact(ALL).map(|row| {
        sum += f64::from(row[column]);
        sum
    }));
}

/// The mean over lines `from..to`, cut to the document; 0 where that is empty.
fn mean(sums: &[f64], from: usize, to: usize) -> f32 {
    let to = to.min(sums.len() - 1);
    if from >= to {
        return 0.0;
    }
    ((sums[to] - sums[from]) / (to - from) as f64) as f32
}

fn near(distance: usize) -> f32 {
    (1.0 + distance.min(FAR) as f32).ln()
}

/// Fills the context of every row, whose own features are there. O(lines).
pub(super) fn fill(rows: &mut [f32], evidence: &[Evidence], tokens: &[f32]) {
    let n = rows.len() / ALL;
    let mut column = Vec::new();
    for (f, feature) in AVERAGED.into_iter().enumerate() {
        sums(rows, feature, &mut column);
        for (w, reach) in WINDOWS.into_iter().enumerate() {
            for i in 0..n {
                rows[i * ALL + OWN + f * WINDOWS.len() + w] = mean(&column, i.saturating_sub(reach), i + reach + 1);
            }
        }
    }
    for (f, feature) in NEAREST.into_iter().enumerate() {
        for (o, offset) in [-2isize, -1, 1, 2].into_iter().enumerate() {
            for i in 0..n {
                let at = i as isize + offset;
                let value = if (0..n as isize).contains(&at) { rows[at as usize * ALL + feature] } else { -1.0 };
                rows[i * ALL + OWN + NEAREST_AT + f * 4 + o] = value;
            }
        }
    }
    for (f, feature) in SIDED.into_iter().enumerate() {
        sums(rows, feature, &mut column);
        for (w, reach) in [4, 16].into_iter().enumerate() {
            for i in 0..n {
                let at = i * ALL + OWN + SIDED_AT + f * 4 + w * 2;
                rows[at] = mean(&column, i.saturating_sub(reach), i);
                rows[at + 1] = mean(&column, i + 1, i + 1 + reach);
            }
        }
    }
    alike(rows, n);
    distances(rows, evidence, n);
    place(rows, evidence, tokens, n);
}

/// How much the lines around are alike: menus and lists of links are, paragraphs are not.
fn alike(rows: &mut [f32], n: usize) {
    for i in 0..n {
        for (w, reach) in [2usize, 6].into_iter().enumerate() {
            let (from, to) = (i.saturating_sub(reach), (i + reach + 1).min(n));
            let count = (to - from) as f32;
            let words = |j: usize| rows[j * ALL + WORDS];
            let mean = (from..to).map(words).sum::<f32>() / count;
            let spread = (from..to).map(|j| (words(j) - mean).abs()).sum::<f32>() / count;
            let longest = (from..to).map(words).fold(0.0, f32::max);
            let at = i * ALL + OWN + ALIKE_AT + w * 3;
            let own = words(i);
            (rows[at], rows[at + 1], rows[at + 2]) = (spread, own - mean, longest);
        }
    }
}

/// How far the last and the next line of each group of evidence are, and the nearest certain ones.
fn distances(rows: &mut [f32], evidence: &[Evidence], n: usize) {
    let strong = |e: &Evidence, g: usize| if g < GROUPS { e.groups[g] >= 2 } else { e.whole >= 3 };
    for g in 0..=GROUPS {
        let mut last = FAR;
        for i in 0..n {
            last = if strong(&evidence[i], g) { 0 } else { last + 1 };
            rows[i * ALL + OWN + DISTANCES_AT + g * 2] = near(last);
        }
        let mut next = FAR;
        for i in (0..n).rev() {
            next = if strong(&evidence[i], g) { 0 } else { next + 1 };
            rows[i * ALL + OWN + DISTANCES_AT + g * 2 + 1] = near(next);
        }
    }
}

/// Where in the document and in its prose a line stands, and what kind of document it is.
fn place(rows: &mut [f32], evidence: &[Evidence], tokens: &[f32], n: usize) {
    let is_prose = |rows: &[f32], i: usize| rows[i * ALL + PROSE] > 0.5 && evidence[i].whole < 2;
    let count = n as f32;
    let all: f32 = tokens.iter().sum::<f32>().max(1.0);
    let prose: Vec<bool> = (0..n).map(|i| is_prose(rows, i)).collect();
    let prose_lines = prose.iter().filter(|p| **p).count() as f32;
    let prose_tokens: f32 = (0..n).filter(|&i| prose[i]).map(|i| tokens[i]).sum();
    let claimed = evidence.iter().filter(|e| e.whole >= 2).count() as f32;
    let first = prose.iter().position(|p| *p).unwrap_or(n);
    let last = prose.iter().rposition(|p| *p).unwrap_or(0);
    let lexicon = (0..n).map(|i| rows[i * ALL + LEXICON]).sum::<f32>() / count.max(1.0);
    let (mut before, mut said, mut since, mut run, mut claims, mut since_mass) =
        (0.0f32, 0.0f32, FAR, 0usize, 0.0f32, 0.0f32);
    let mut next = vec![FAR; n];
    let mut ahead = FAR;
    for i in (0..n).rev() {
        ahead = if prose[i] { 0 } else { ahead + 1 };
        next[i] = ahead;
    }
    for i in 0..n {
        since = if prose[i] { 0 } else { since + 1 };
        run = if prose[i] == (i > 0 && prose[i - 1]) { run + 1 } else { 1 };
        since_mass = if prose[i] { 0.0 } else { since_mass + tokens[i] };
        let at = i * ALL + OWN + PLACE_AT;
        rows[at] = i as f32 / count;
        rows[at + 1] = before / all;
        rows[at + 2] = said / prose_tokens.max(1.0);
        rows[at + 3] = (1.0 + prose_tokens - said).ln();
        rows[at + 4] = near(since);
        rows[at + 5] = near(next[i]);
        rows[at + 6] = near(run);
        rows[at + 7] = claims / claimed.max(1.0);
        rows[at + 8] = near(first.saturating_sub(i)) - near(i.saturating_sub(first));
        rows[at + 9] = near(last.saturating_sub(i)) - near(i.saturating_sub(last));
        rows[at + 10] = (1.0 + since_mass).ln();
        rows[at + 11] = near(n - 1 - i);
        let at = i * ALL + OWN + DOCUMENT_AT;
        rows[at] = count.ln();
        rows[at + 1] = prose_lines / count;
        rows[at + 2] = prose_tokens / all;
        rows[at + 3] = claimed / count;
        rows[at + 4] = all.ln();
        rows[at + 5] = all / count;
        rows[at + 6] = (1.0 + prose_lines).ln();
        rows[at + 7] = lexicon;
        rows[at + 8] = (1.0 + prose_tokens).ln();
        before += tokens[i];
        if prose[i] {
            said += tokens[i];
        }
        claims += f32::from(u8::from(evidence[i].whole >= 2));
    }
}

/// Fills what the scores of a first reading say of the neighbourhood. `scores` are logits that a line stays. O(lines).
pub(super) fn fill_scores(
    rows: &mut [f32],
    scores: &[f32],
    tokens: &[f32],
    overlap: impl FnOnce(&dyn Fn(usize) -> bool) -> Vec<f32>,
) {
    let n = scores.len();
    let at = |i: usize| i * ALL + OWN + CONTEXT;
    let score = |i: isize| if (0..n as isize).contains(&i) { scores[i as usize] } else { -4.0 };
    for i in 0..n {
        let row = &mut rows[at(i)..at(i) + SCORES];
        let j = i as isize;
        row[0] = scores[i];
        (row[1], row[2], row[3], row[4]) = (score(j - 1), score(j + 1), score(j - 2), score(j + 2));
    }
    let mut column = Vec::new();
    sums(rows, OWN + CONTEXT, &mut column);
    for (w, reach) in [1, 2, 4, 8, 16].into_iter().enumerate() {
        for i in 0..n {
            rows[at(i) + 5 + w] = mean(&column, i.saturating_sub(reach), i + reach + 1);
        }
    }
    // The main segment: the run of lines whose scores, weighed by their length, have the largest sum.
    let gain = |i: usize| scores[i].clamp(-3.0, 3.0) * tokens[i].sqrt();
    let (from, to) = heaviest((0..n).map(gain));
    let all: f32 = tokens.iter().sum::<f32>().max(1.0);
    let kept: f32 = (0..n).map(|i| tokens[i] * logistic(scores[i])).sum();
    let within: f32 = (from..to).map(|i| tokens[i] * logistic(scores[i])).sum();
    let mut mass = 0.0;
    for i in 0..n {
        let row = &mut rows[at(i)..at(i) + SCORES];
        row[10] = f32::from(u8::from((from..to).contains(&i)));
        row[11] = near(from.saturating_sub(i)) - near(i.saturating_sub(from));
        row[12] = near(to.saturating_sub(i + 1)) - near((i + 1).saturating_sub(to));
        row[13] = mass / kept.max(1.0);
        row[14] = kept / all;
        row[15] = within / kept.max(1.0);
        row[16] = (to - from) as f32 / n.max(1) as f32;
        row[17] = (1.0 + (kept - mass).max(0.0)).ln();
        mass += tokens[i] * logistic(scores[i]);
    }
    let shared = overlap(&|i| (from..to).contains(&i) && scores[i] > 0.0);
    for (i, value) in shared.iter().enumerate() {
        rows[at(i) + 18] = *value;
    }
    sums(rows, OWN + CONTEXT + 18, &mut column);
    for (w, reach) in [1, 4, 12].into_iter().enumerate() {
        for i in 0..n {
            rows[at(i) + 19 + w] = mean(&column, i.saturating_sub(reach), i + reach + 1);
        }
    }
}

/// The run with the largest sum (Kadane's scan): where it begins, and where it ends. Empty where no value is positive.
pub(super) fn heaviest(values: impl Iterator<Item = f32>) -> (usize, usize) {
    let (mut best, mut run) = ((0.0, 0, 0), (0.0, 0));
    for (i, value) in values.enumerate() {
        if run.0 <= 0.0 {
            run = (0.0, i);
        }
        run.0 += value;
        if run.0 > best.0 {
            best = (run.0, run.1, i + 1);
        }
    }
    (best.1, best.2)
}

/// The probability of a logit.
pub(crate) fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}
