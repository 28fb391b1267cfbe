//! Where to cut: which probability a line needs to stay in this document.

/// The least probability with which a line stays, so that the expected F-measure of the kept words is largest: recall
/// counts `beta2` times as much as precision (van Rijsbergen 1979; the expectation is taken term by term, as in
/// Jansche, ACL 2007). `order` is memory. O(lines × log lines).
pub(crate) fn threshold(keep: &[f32], words: &[f32], beta2: f32, order: &mut Vec<u32>) -> f32 {
    order.clear();
    order.extend(0..keep.len() as u32);
    order.sort_by(|&a, &b| keep[b as usize].total_cmp(&keep[a as usize]).then(a.cmp(&b)));
    let wanted: f64 = keep.iter().zip(words).map(|(p, w)| f64::from(p * w)).sum();
    let (mut right, mut kept, mut best, mut least) = (0.0, 0.0, -1.0, 0.0);
    for &i in order.iter() {
        let (p, w) = (keep[i as usize], words[i as usize]);
        right += f64::from(p * w);
        kept += f64::from(w);
        let measure = (1.0 + f64::from(beta2)) * right / (f64::from(beta2) * wanted + kept + 1e-9);
        if measure > best {
            (best, least) = (measure, p);
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_lies_where_the_expected_measure_is_largest() {
        let cut = |keep: &[f32], beta2| threshold(keep, &vec![10.0; keep.len()], beta2, &mut Vec::new());
        assert_eq!(cut(&[0.9, 0.9, 0.1, 0.1], 1.0), 0.9);
        // Who cares more for what is lost keeps what is doubtful.
        assert_eq!(cut(&[0.9, 0.9, 0.4, 0.02], 1.0), 0.9);
        assert_eq!(cut(&[0.9, 0.9, 0.4, 0.02], 6.0), 0.4);
        assert_eq!(cut(&[], 1.0), 0.0);
    }
}
