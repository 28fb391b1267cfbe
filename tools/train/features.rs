//! Writes the features of each line of each document, for `tools/train/train.py`.
//!
//! Reads JSONL of `{"text", "lexicon"?, "scores"?, "forget"?, "seed"?}` from standard input; writes for each document two `u32`, lines and
//! columns, then the rows as `f32`. With `--buckets`, for each line the number of its buckets, then those, all `u32`.
//! With `--scores`, the number of lines and what the model at hand makes of each, as `f32`.

use std::io::{BufRead, BufWriter, Write};

#[derive(serde::Deserialize)]
struct Record {
    text: String,
    #[serde(default)]
    lexicon: Vec<f32>,
    #[serde(default)]
    scores: Vec<f32>,
    /// How many of a hundred rules are forgotten, and which: other languages are less well known.
    #[serde(default)]
    forget: u32,
    #[serde(default)]
    seed: u32,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let buckets = std::env::args().any(|a| a == "--buckets");
    let scores = std::env::args().any(|a| a == "--scores");
    let cleaner = dechaff::Cleaner::default();
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let record: Record = serde_json::from_str(&line?)?;
        let known = |rule: dechaff::RuleIndex| {
            let mixed = (rule.0 ^ record.seed.wrapping_mul(0x9E37_79B1)).wrapping_mul(0x85EB_CA6B);
            (mixed ^ (mixed >> 15)).wrapping_mul(0xC2B2_AE35) % 100 >= record.forget
        };
        let table = cleaner.table(&record.text, &known, &record.lexicon, &record.scores);
        let number = |n: usize| (n as u32).to_le_bytes();
        if buckets {
            out.write_all(&number(table.buckets.len()))?;
            for line in &table.buckets {
                out.write_all(&number(line.len()))?;
                line.iter().try_for_each(|b| out.write_all(&b.to_le_bytes()))?;
            }
        } else if scores {
            out.write_all(&number(table.scores.len()))?;
            table.scores.iter().try_for_each(|v| out.write_all(&v.to_le_bytes()))?;
        } else {
            out.write_all(&number(table.buckets.len()))?;
            out.write_all(&number(dechaff::Table::WIDTH))?;
            table.rows.iter().try_for_each(|v| out.write_all(&v.to_le_bytes()))?;
        }
    }
    out.flush()?;
    Ok(())
}
