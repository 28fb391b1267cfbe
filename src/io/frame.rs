//! Framing: a stream of bytes in batches of whole records, in bounded memory.
//!
//! Where a record ends depends on the bytes alone, never on how they arrive.

use std::io::{self, Read};

use super::record::Format;

/// How large a document may be to be judged whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest document that is judged whole, in bytes.
    pub document: usize,
    /// The same in lines.
    pub lines: usize,
}

impl Default for Limits {
    /// 4 MiB and 65,536 lines: longer than any article and most books, small enough for one per thread.
    fn default() -> Self {
        Limits { document: 4 << 20, lines: 1 << 16 }
    }
}

/// What a batch holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole records with their separators.
    Records,
    /// Whole lines of a text document that is too large to be judged whole.
    Stretch,
    /// A piece of a line or record that is too large to be held; it is passed on as it is.
    Oversize {
        /// Whether it is the first piece of its line or record.
        first: bool,
    },
}

/// A piece of the stream that can be worked on by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What it holds.
    pub kind: Kind,
    /// The bytes, separators included.
    pub bytes: Vec<u8>,
    /// Where it begins in the stream, in bytes.
    pub offset: u64,
    /// Index of its first record, from 0.
    pub record: u64,
}

/// A batch is closed when it holds this many bytes.
const BATCH: usize = 512 << 10;
/// Bytes asked for at a time.
const READ: usize = 256 << 10;

/// The batches of a stream, in order.
#[derive(Debug)]
pub struct Batches<R> {
    source: R,
    format: Format,
    separator: Vec<u8>,
    limits: Limits,
    buffer: Vec<u8>,
    /// Bytes of the buffer known to hold no separator.
    searched: usize,
    ended: bool,
    state: State,
    offset: u64,
    record: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At the start of a record.
    Fresh,
    /// Inside a text document that is too large, at the start of a line.
    Large,
    /// Inside a line (of a large text document) or record that is too large.
    Long { first: bool },
}

impl<R: Read> Batches<R> {
    /// Frames `source`. `separator` divides text documents; it is ignored for JSONL, and an empty one makes the
    /// whole stream one document.
    pub fn new(source: R, format: Format, separator: &[u8], limits: Limits) -> Self {
        let separator = if format == Format::Jsonl { b"\n" } else { separator };
        Batches {
            source,
            format,
            separator: separator.to_vec(),
            limits,
            buffer: Vec::new(),
            searched: 0,
            ended: false,
            state: State::Fresh,
            offset: 0,
            record: 0,
        }
    }

    /// The next batch; `None` at the end of the stream.
    ///
    /// # Errors
    /// What the source returns.
    pub fn next_batch(&mut self) -> io::Result<Option<Batch>> {
        loop {
            if let Some(batch) = self.cut() {
                return Ok(Some(batch));
            }
            if self.ended {
                return Ok(None);
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let have = self.buffer.len();
        self.buffer.resize(have + READ, 0);
        let got = loop {
            match self.source.read(&mut self.buffer[have..]) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(have + *got.as_ref().unwrap_or(&0));
        self.ended |= got? == 0;
        Ok(())
    }

    /// A batch from what is in the buffer, if it holds one.
    fn cut(&mut self) -> Option<Batch> {
        if self.buffer.is_empty() {
            return None;
        }
        match self.state {
            State::Fresh => self.cut_records(),
            State::Large => self.cut_stretch(),
            State::Long { first } => self.cut_long(first),
        }
    }

    fn cut_records(&mut self) -> Option<Batch> {
        let (mut end, mut records) = (0, 0);
        let mut from = self.searched;
        while end < BATCH {
            let Some(at) = self.find_separator(from) else { break };
            if at - end > self.limits.document || self.too_many_lines(&self.buffer[end..at]) {
                break;
            }
            end = at + self.separator.len();
            from = end;
            records += 1;
        }
        if end > 0 {
            return Some(self.take(Kind::Records, end, records));
        }
        // Not one whole record here: it goes on, it is the last one, or it is too large.
        let reach = self.limits.document + self.separator.len();
        let separated = self.find_separator(self.searched).is_some();
        if !separated && self.buffer.len() <= reach {
            self.searched = self.buffer.len().saturating_sub(self.separator.len().saturating_sub(1));
            let many = self.too_many_lines(&self.buffer[..self.certain()]);
            let fits = self.ended && self.buffer.len() <= self.limits.document && !many;
            if fits {
                return Some(self.take(Kind::Records, self.buffer.len(), 1));
            }
            if !self.ended && !many {
                return None;
            }
        }
        self.searched = 0;
        self.state = match self.format {
            Format::Text => State::Large,
            // A record of many lines is one line of JSONL: only its bytes count here.
            Format::Jsonl => State::Long { first: true },
        };
        self.cut()
    }

    fn cut_stretch(&mut self) -> Option<Batch> {
        let separator = self.find_separator(0);
        let window = separator.unwrap_or(self.certain()).min(self.limits.document);
        let nth = memchr::memchr_iter(b'\n', &self.buffer[..window]).nth(self.limits.lines - 1).map(|at| at + 1);
        if let Some(cut) = nth {
            return Some(self.take(Kind::Stretch, cut, 0));
        }
        if let Some(at) = separator.filter(|&at| at <= self.limits.document) {
            self.state = State::Fresh;
            return Some(self.take(Kind::Stretch, at + self.separator.len(), 1));
        }
        if self.ended && self.buffer.len() <= self.limits.document {
            self.state = State::Fresh;
            return Some(self.take(Kind::Stretch, self.buffer.len(), 1));
        }
        if separator.is_none() && self.buffer.len() <= self.limits.document + self.separator.len() && !self.ended {
            return None;
        }
        match memchr::memrchr(b'\n', &self.buffer[..window]) {
            Some(at) => Some(self.take(Kind::Stretch, at + 1, 0)),
            None => {
                self.state = State::Long { first: true };
                self.cut()
            }
        }
    }

    fn cut_long(&mut self, first: bool) -> Option<Batch> {
        let separator = self.find_separator(0);
        let newline = memchr::memchr(b'\n', &self.buffer[..separator.unwrap_or(self.certain())]);
        let kind = Kind::Oversize { first };
        if self.format == Format::Jsonl {
            if let Some(at) = newline {
                self.state = State::Fresh;
                return Some(self.take(kind, at + 1, 1));
            }
        } else {
            match (newline, separator) {
                (Some(n), s) if s.is_none_or(|s| n < s) => {
                    self.state = State::Large;
                    return Some(self.take(kind, n + 1, 0));
                }
                (_, Some(s)) => {
                    self.state = State::Fresh;
                    return Some(self.take(kind, s + self.separator.len(), 1));
                }
                _ => {}
            }
        }
        self.state = State::Long { first: false };
        if self.ended {
            return Some(self.take(kind, self.buffer.len(), 1));
        }
        let certain = self.certain();
        (certain > 0).then(|| self.take(kind, certain, 0))
    }

    /// How many bytes of the buffer cannot be part of a separator that is not yet whole.
    fn certain(&self) -> usize {
        let tail = if self.ended { 0 } else { self.separator.len().saturating_sub(1) };
        self.buffer.len().saturating_sub(tail)
    }

    fn too_many_lines(&self, bytes: &[u8]) -> bool {
        self.format == Format::Text
            && bytes.len() >= self.limits.lines
            && memchr::memchr_iter(b'\n', bytes).nth(self.limits.lines).is_some()
    }

    fn find_separator(&self, from: usize) -> Option<usize> {
        match self.separator.as_slice() {
            [] => None,
            [one] => memchr::memchr(*one, &self.buffer[from..]).map(|at| from + at),
            many => memchr::memmem::find(&self.buffer[from..], many).map(|at| from + at),
        }
    }

    fn take(&mut self, kind: Kind, end: usize, records: u64) -> Batch {
        let rest = self.buffer.split_off(end);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let batch = Batch { kind, offset: self.offset, record: self.record, bytes };
        self.offset += end as u64;
        self.record += records;
        self.searched = 0;
        batch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out at most `step` bytes at a time.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(self.0.len()).min(out.len());
            out[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    /// Records and stretches, with those of one batch taken apart, since how many share a batch may differ.
    fn frames(input: &[u8], format: Format, separator: &[u8], limits: Limits, step: usize) -> Vec<(Kind, Vec<u8>)> {
        let mut batches = Batches::new(Drip(input, step), format, separator, limits);
        let mut out: Vec<(Kind, Vec<u8>)> = Vec::new();
        let mut offset = 0;
        while let Some(batch) = batches.next_batch().unwrap() {
            assert_eq!(batch.offset, offset);
            offset += batch.bytes.len() as u64;
            match batch.kind {
                Kind::Records => {
                    let mut rest = &batch.bytes[..];
                    let separator = if format == Format::Jsonl { b"\n" } else { separator };
                    while !rest.is_empty() {
                        let end = if separator.is_empty() { None } else { memchr::memmem::find(rest, separator) };
                        let end = end.map_or(rest.len(), |at| at + separator.len());
                        out.push((Kind::Records, rest[..end].to_vec()));
                        rest = &rest[end..];
                    }
                }
                // Pieces of an oversize line may be cut anywhere.
                Kind::Oversize { first: false } => out.last_mut().unwrap().1.extend(&batch.bytes),
                kind => out.push((kind, batch.bytes)),
            }
        }
        out
    }

    #[test]
    fn frames_do_not_depend_on_how_bytes_arrive() {
        let limits = Limits { document: 12, lines: 3 };
        let inputs: [&[u8]; 12] = [
            b"xxxxxxxxxxxxxxxxxxxxx\n-\nnext\nline",
            b"a\nb\nc\n-\nd\ne\nf\n-\n",
            b"aaaaaaaaaaaa\n-\nb",
            b"",
            b"a\x0cb",
            b"one\ntwo\x0cthree\x0c",
            b"a\nb\nc\nd\ne\nf\ng\n",
            b"this line is far too long for us\nshort\x0cnext",
            b"aaaa\nbbbb\ncccc\ndddd\x0cx",
            b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            b"\x0c\x0c\x0c",
            b"aaaaaaaaaaaa\x0cb",
        ];
        for input in inputs {
            for (format, separator) in [
                (Format::Text, &b"\x0c"[..]),
                (Format::Text, b""),
                (Format::Text, b"\nb"),
                (Format::Text, b"\n-\n"),
                (Format::Jsonl, b""),
            ] {
                let whole = frames(input, format, separator, limits, usize::MAX);
                assert_eq!(whole.iter().flat_map(|(_, b)| b.clone()).collect::<Vec<_>>(), input);
                for step in 1..9 {
                    assert_eq!(
                        frames(input, format, separator, limits, step),
                        whole,
                        "{input:?} {separator:?} by {step}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_too_large_is_cut_at_lines_and_said() {
        let limits = Limits { document: 12, lines: 100 };
        let got = frames(b"aaaa\nbbbb\ncccc\ndddd\x0cx", Format::Text, b"\x0c", limits, 5);
        let kinds: Vec<_> = got.iter().map(|(k, b)| (*k, String::from_utf8_lossy(b).into_owned())).collect();
        assert_eq!(
            kinds,
            [
                (Kind::Stretch, "aaaa\nbbbb\n".into()),
                (Kind::Stretch, "cccc\ndddd\x0c".into()),
                (Kind::Records, "x".into()),
            ]
        );
    }
}
