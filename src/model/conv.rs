//! A dilated convolution over the lines: each layer looks at a line and at one on either side, farther and farther away
//! (van den Oord et al., WaveNet, 2016, without its gates; the last layers see some sixty lines).

use super::reader::Reader;

/// Channels of every layer.
const CHANNELS: usize = 32;
/// How far to each side a layer looks, in lines.
const REACH: [usize; 6] = [1, 2, 4, 8, 16, 1];
/// Standardised features beyond this are as good as this.
const MOST: f32 = 4.0;

type Row = [f32; CHANNELS];

/// The weights.
#[derive(Debug)]
pub(super) struct Conv {
    /// Which features it sees, with their mean and the inverse of their deviation.
    inputs: Box<[(u16, f32, f32)]>,
    first: Box<[Row]>,
    first_bias: Row,
    /// Of each layer three matrices: for the line before, the line, and the line behind.
    layers: Box<[(Box<[Row]>, Row)]>,
    last: Row,
    last_bias: f32,
    /// What each input adds by itself.
    direct: Box<[f32]>,
}

/// Reusable memory.
#[derive(Debug, Default)]
pub(super) struct Memory {
    now: Vec<Row>,
    next: Vec<Row>,
    direct: Vec<f32>,
}

impl Conv {
    /// Reads what `tools/train` wrote: matrices are bytes with one scale each.
    pub(super) fn read(reader: &mut Reader<'_>) -> Conv {
        let count = usize::from(reader.u16());
        let inputs = (0..count).map(|_| (reader.u16(), reader.f32(), reader.f32())).collect();
        let first = rows(reader, count);
        let first_bias = row(reader);
        let layers = REACH.iter().map(|_| (rows(reader, 3 * CHANNELS), row(reader))).collect();
        let last = row(reader);
        let last_bias = reader.f32();
        let direct = (0..count).map(|_| reader.f32()).collect();
        Conv { inputs, first, first_bias, layers, last, last_bias, direct }
    }

    /// Adds the logit of each row of `width` features to `scores`. O(rows).
    ///
    /// Every channel's sum is taken in the same order whatever the vectors' width, and no product is fused with a sum:
    /// the result is the same on all machines.
    pub(super) fn score(&self, rows: &[f32], width: usize, memory: &mut Memory, scores: &mut [f32]) {
        pulp::Arch::new().dispatch(Sum { conv: self, rows, width, memory, scores });
    }

    #[inline(always)]
    fn sum(&self, rows: &[f32], width: usize, memory: &mut Memory, scores: &mut [f32]) {
        let n = scores.len();
        let Memory { now, next, direct } = memory;
        now.clear();
        direct.clear();
        for row in rows.chunks_exact(width) {
            let (mut sum, mut alone) = (self.first_bias, self.last_bias);
            for (i, &(feature, mean, inverse)) in self.inputs.iter().enumerate() {
                let x = ((row[usize::from(feature)] - mean) * inverse).clamp(-MOST, MOST);
                add(&mut sum, x, &self.first[i]);
                alone += x * self.direct[i];
            }
            now.push(sum.map(|v| v.max(0.0)));
            direct.push(alone);
        }
        for (layer, reach) in self.layers.iter().zip(REACH) {
            let (weights, bias) = layer;
            next.clear();
            for i in 0..n {
                let mut sum = *bias;
                let before = i.checked_sub(reach).map(|j| &now[j]);
                for (part, from) in [before, Some(&now[i]), now.get(i + reach)].into_iter().enumerate() {
                    let Some(from) = from else { continue };
                    let matrix = &weights[part * CHANNELS..(part + 1) * CHANNELS];
                    for (x, row) in from.iter().zip(matrix).filter(|(x, _)| **x != 0.0) {
                        add(&mut sum, *x, row);
                    }
                }
                let mut out = now[i];
                out.iter_mut().zip(sum).for_each(|(o, s)| *o += s.max(0.0));
                next.push(out);
            }
            std::mem::swap(now, next);
        }
        for i in 0..n {
            scores[i] += direct[i] + now[i].iter().zip(&self.last).map(|(x, w)| x * w).sum::<f32>();
        }
    }
}

/// What [`Conv::score`] does, compiled for each kind of vectors.
struct Sum<'a> {
    conv: &'a Conv,
    rows: &'a [f32],
    width: usize,
    memory: &'a mut Memory,
    scores: &'a mut [f32],
}

impl pulp::WithSimd for Sum<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        self.conv.sum(self.rows, self.width, self.memory, self.scores);
    }
}

#[inline(always)]
fn add(sum: &mut Row, x: f32, row: &Row) {
    sum.iter_mut().zip(row).for_each(|(s, w)| *s += x * w);
}

/// A matrix of bytes with one scale for each of its columns.
fn rows(reader: &mut Reader<'_>, count: usize) -> Box<[Row]> {
    let scales = row(reader);
    (0..count)
        .map(|_| {
            let bytes = reader.bytes(CHANNELS);
            std::array::from_fn(|c| f32::from(bytes[c] as i8) * scales[c])
        })
        .collect()
}

fn row(reader: &mut Reader<'_>) -> Row {
    std::array::from_fn(|_| reader.f32())
}
