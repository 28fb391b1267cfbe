//! The run: batches are read in turn, judged in parallel and written in turn.
//!
//! Each worker reads a batch under a lock, works on it alone, and waits for its turn to hand it on. So there is
//! back-pressure without queues, memory is one batch per worker, and the order out is the order in.

use std::io::Read;
use std::sync::{Condvar, Mutex};

use xxhash_rust::xxh3::Xxh3Default;

use crate::cleaner::{Cleaner, Scratch};
use crate::document::Document;
use crate::error::Error;
use crate::io::{Batch, Batches, Fault, Fields, Format, Kind, Limits, MARK, Record};
use crate::ruling::Ruling;
use crate::sink::{Audit, Stats};
use crate::span::Field;

/// What becomes of records that cannot be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// The run ends with an error.
    #[default]
    Fail,
    /// They are left out and set aside.
    Skip,
    /// They pass as they are.
    Pass,
}

/// What becomes of a document of which nothing is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Empty {
    /// Its record stays, with an empty text.
    #[default]
    Keep,
    /// Its record is left out; the audit trail holds it.
    Drop,
    /// A JSON record gets the field `"dechaff": "empty"`; a text document has no place for a mark and stays.
    Mark,
}

/// How a stream is read.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the stream is made of.
    pub format: Format,
    /// What divides text documents; empty for none.
    pub separator: Vec<u8>,
    /// Where a JSON record holds what.
    pub fields: Fields,
    /// How large a document may be.
    pub limits: Limits,
    /// What becomes of records that cannot be read.
    pub on_error: OnError,
    /// What becomes of documents of which nothing is left.
    pub empty: Empty,
    /// Number of workers; at least 1.
    pub threads: usize,
    /// What the input is called in audit trails and errors.
    pub source: String,
    /// Whether the audit trail is wanted.
    pub audit: bool,
    /// What is written before the stream, as when it follows another that lacks its last line end.
    pub lead: Vec<u8>,
}

impl Default for Options {
    /// Text with form feeds between documents, one thread.
    fn default() -> Self {
        Options {
            format: Format::Text,
            separator: b"\x0c".to_vec(),
            fields: Fields::default(),
            limits: Limits::default(),
            on_error: OnError::Fail,
            empty: Empty::Keep,
            threads: 1,
            source: "-".to_owned(),
            audit: false,
            lead: Vec::new(),
        }
    }
}

/// A finished batch.
#[derive(Debug, Default)]
pub struct Done {
    /// The cleaned bytes.
    pub out: Vec<u8>,
    /// Its part of the audit trail.
    pub audit: Vec<u8>,
    /// The records that were set aside, as they came.
    pub rejects: Vec<u8>,
    /// Its figures.
    pub stats: Stats,
    /// What there is to be warned of, one sentence each.
    pub warnings: Vec<String>,
    /// Why the run ends here. What stands before the faulty record is in `out`.
    pub fatal: Option<Error>,
    /// The record that this batch is only a piece of.
    large: Option<u64>,
    /// The bytes as they came, for the checksum of the audit trail.
    input: Vec<u8>,
}

/// Cleans a stream. `hand_on` gets every finished batch, in input order, and may end the run with an error.
///
/// Returns the figures of the whole run. With [`Options::audit`] a last batch carries the end of the audit trail.
///
/// # Errors
/// If reading fails, a record cannot be read and [`OnError::Fail`] is set, or `hand_on` says so.
pub fn run<R: Read + Send>(
    source: R,
    cleaner: &Cleaner,
    options: &Options,
    hand_on: &mut (dyn FnMut(Done) -> Result<(), Error> + Send),
) -> Result<Stats, Error> {
    let reader = Mutex::new(Reader {
        batches: Batches::new(source, options.format, &options.separator, options.limits),
        next: 0,
        stop: false,
    });
    let writer = Mutex::new(Writer {
        turn: 0,
        large: None,
        total: Stats::default(),
        hash: Xxh3Default::new(),
        error: None,
        hand_on,
    });
    let turn = Condvar::new();
    if !options.lead.is_empty() {
        let mut done = Done { out: options.lead.clone(), ..Done::default() };
        done.stats.bytes_out = options.lead.len() as u64;
        if options.audit {
            Audit { source: &options.source, rules: cleaner.rules() }.lead(&options.lead, &mut done.audit);
        }
        writer.lock().unwrap_or_else(|e| e.into_inner()).accept(done, false);
    }
    let work = || {
        let _alarm = Alarm { writer: &writer, reader: &reader, turn: &turn };
        let mut worker = Worker { cleaner, options, scratch: Scratch::default() };
        loop {
            let (number, batch) = {
                let mut reader = reader.lock().unwrap_or_else(|e| e.into_inner());
                if reader.stop {
                    break;
                }
                let number = reader.next;
                reader.next += 1;
                let batch = reader.batches.next_batch();
                reader.stop = !matches!(batch, Ok(Some(_)));
                (number, batch)
            };
            let done = match batch {
                Ok(Some(batch)) => worker.batch(batch),
                Ok(None) => Done::default(),
                Err(e) => Done {
                    fatal: Some(Error::new(format!("`{}` cannot be read: {e}", options.source))),
                    ..Done::default()
                },
            };
            let mut writer = writer.lock().unwrap_or_else(|e| e.into_inner());
            while writer.turn != number && writer.error.is_none() {
                writer = turn.wait(writer).unwrap_or_else(|e| e.into_inner());
            }
            writer.accept(done, options.audit);
            writer.turn += 1;
            if writer.error.is_some() {
                reader.lock().unwrap_or_else(|e| e.into_inner()).stop = true;
            }
            turn.notify_all();
        }
    };
    if options.threads <= 1 {
        work();
    } else {
        std::thread::scope(|scope| {
            for _ in 0..options.threads {
                scope.spawn(work);
            }
        });
    }
    let writer = writer.into_inner().unwrap_or_else(|e| e.into_inner());
    if let Some(error) = writer.error {
        return Err(error);
    }
    if options.audit {
        let mut audit = Vec::new();
        let sink = Audit { source: &options.source, rules: cleaner.rules() };
        sink.end(writer.total.bytes_in, writer.total.bytes_out, writer.hash.digest(), &mut audit);
        (writer.hand_on)(Done { audit, ..Done::default() })?;
    }
    Ok(writer.total)
}

/// Lets the other workers go when one of them dies, which none should.
struct Alarm<'a, 'w, R> {
    writer: &'a Mutex<Writer<'w>>,
    reader: &'a Mutex<Reader<R>>,
    turn: &'a Condvar,
}

impl<R> Drop for Alarm<'_, '_, R> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.reader.lock().unwrap_or_else(|e| e.into_inner()).stop = true;
            self.writer.lock().unwrap_or_else(|e| e.into_inner()).error = Some(Error::stopped());
            self.turn.notify_all();
        }
    }
}

struct Reader<R> {
    batches: Batches<R>,
    next: u64,
    stop: bool,
}

struct Writer<'w> {
    turn: u64,
    /// The last record that came in pieces; it counts once.
    large: Option<u64>,
    total: Stats,
    hash: Xxh3Default,
    error: Option<Error>,
    hand_on: &'w mut (dyn FnMut(Done) -> Result<(), Error> + Send),
}

impl Writer<'_> {
    fn accept(&mut self, mut done: Done, audit: bool) {
        if self.error.is_some() {
            return;
        }
        self.total.add(&done.stats);
        if done.large.is_some() && done.large != self.large {
            self.large = done.large;
            self.total.documents += 1;
            self.total.large += 1;
        }
        if audit {
            self.hash.update(&done.input);
        }
        let fatal = done.fatal.take();
        self.error = (self.hand_on)(done).err().or(fatal);
    }
}

struct Worker<'w> {
    cleaner: &'w Cleaner,
    options: &'w Options,
    scratch: Scratch,
}

impl Worker<'_> {
    fn batch(&mut self, batch: Batch) -> Done {
        let mut done = Done::default();
        done.stats.bytes_in = batch.bytes.len() as u64;
        match batch.kind {
            Kind::Records => self.records(&batch, &mut done),
            Kind::Stretch => {
                done.large = Some(batch.record);
                self.stretch(&batch, &mut done);
            }
            Kind::Oversize { first } => {
                done.out.extend(&batch.bytes);
                done.large = Some(batch.record);
                if first {
                    done.stats.oversize = 1;
                    done.warnings.push(format!(
                        "{}: a {} of more than {} bytes passes as it is; --max-document sets the limit",
                        self.place(batch.record),
                        if self.options.format == Format::Jsonl { "record" } else { "line" },
                        self.options.limits.document,
                    ));
                }
            }
        }
        done.stats.bytes_out = done.out.len() as u64;
        if self.options.audit {
            done.input = batch.bytes;
        }
        done
    }

    fn records(&mut self, batch: &Batch, done: &mut Done) {
        let separator: &[u8] = if self.options.format == Format::Jsonl { b"\n" } else { &self.options.separator };
        let finder = memchr::memmem::Finder::new(separator);
        let mut start = 0;
        let mut index = batch.record;
        while start < batch.bytes.len() {
            let found = if separator.is_empty() { None } else { finder.find(&batch.bytes[start..]) };
            let end = found.map_or(batch.bytes.len(), |at| start + at);
            let next = found.map_or(end, |_| end + separator.len());
            let raw = &batch.bytes[start..end];
            let offset = batch.offset + start as u64;
            match self.record(raw, &batch.bytes[end..next], offset, index, done) {
                Ok(()) => {}
                Err(fault) => {
                    let sentence = format!("{}: the {} {}", self.place(index), self.noun(), fault.what);
                    done.stats.unreadable += 1;
                    match self.options.on_error {
                        OnError::Fail => {
                            done.fatal = Some(Error::new(format!("{sentence} (--on-error skip or pass goes on)")));
                            return;
                        }
                        OnError::Pass => done.out.extend(&batch.bytes[start..next]),
                        OnError::Skip => {
                            done.rejects.extend(&batch.bytes[start..next]);
                            if self.options.audit {
                                let sink = Audit { source: &self.options.source, rules: self.cleaner.rules() };
                                sink.set_aside(&batch.bytes[start..next], index, offset, &fault.what, &mut done.audit);
                            }
                        }
                    }
                    done.warnings.push(sentence);
                }
            }
            start = next;
            index += 1;
        }
    }

    fn noun(&self) -> &'static str {
        if self.options.format == Format::Jsonl { "record" } else { "document" }
    }

    /// Where a record is, for people: lines of JSONL count from 1, as do documents.
    fn place(&self, index: u64) -> String {
        match self.options.format {
            Format::Jsonl => format!("{}:{}", self.options.source, index + 1),
            Format::Text => format!("{}: document {}", self.options.source, index + 1),
        }
    }

    /// Cleans one record and writes it with the `separator` behind it.
    fn record(&mut self, raw: &[u8], separator: &[u8], offset: u64, index: u64, done: &mut Done) -> Result<(), Fault> {
        // A byte order mark before the first record belongs to no record.
        let mark =
            if offset == 0 && self.options.format == Format::Jsonl && raw.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let (mark, raw) = raw.split_at(mark);
        let offset = offset + mark.len() as u64;
        let record = match self.options.format {
            Format::Text => Record::text(raw)?,
            Format::Jsonl if raw.iter().all(u8::is_ascii_whitespace) => {
                done.out.extend(mark);
                done.out.extend(raw);
                done.out.extend(separator);
                return Ok(());
            }
            Format::Jsonl => Record::json(raw, &self.options.fields)?,
        };
        done.out.extend(mark);
        done.stats.documents += 1;
        let doc = record.document();
        let lines = memchr::memchr_iter(b'\n', doc.text.as_bytes()).count();
        done.stats.lines += lines as u64 + u64::from(!doc.text.is_empty() && !doc.text.ends_with('\n'));
        if lines > self.options.limits.lines {
            done.stats.oversize += 1;
            done.warnings.push(format!(
                "{}: a text of more than {} lines passes as it is",
                self.place(index),
                self.options.limits.lines
            ));
            done.out.extend(raw);
            done.out.extend(separator);
            return Ok(());
        }
        let ruling = self.cleaner.judge(&doc, &mut self.scratch);
        if ruling.text(Field::Text, doc.text).trim().is_empty() {
            done.stats.empty += 1;
            if self.options.empty == Empty::Drop {
                self.leave_out((raw, separator), &ruling, offset, index, done);
                return Ok(());
            }
        }
        self.patch(&record, &ruling, offset, index, done);
        done.out.extend(separator);
        Ok(())
    }

    /// Leaves out a record of which nothing is left. The trail holds it whole, with the rules that emptied it.
    fn leave_out(&self, raw: (&[u8], &[u8]), ruling: &Ruling, offset: u64, index: u64, done: &mut Done) {
        done.stats.count(ruling);
        if self.options.audit {
            let mut ids: Vec<&str> =
                ruling.edits().iter().map(|e| self.cleaner.rules().rule(e.rule).id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            let why = if ids.is_empty() { "the text was empty".to_owned() } else { ids.join(", ") };
            let sink = Audit { source: &self.options.source, rules: self.cleaner.rules() };
            sink.left_out(&[raw.0, raw.1].concat(), index, offset, &why, &mut done.audit);
        }
    }

    fn patch(&self, record: &Record<'_>, ruling: &Ruling, offset: u64, index: u64, done: &mut Done) {
        // What divides documents must not come out of one.
        let separator = &self.options.separator;
        if self.options.format == Format::Text && !separator.is_empty() && !ruling.edits().is_empty() {
            let cleaned = ruling.text(Field::Text, record.document().text);
            if memchr::memmem::find(cleaned.as_bytes(), separator).is_some() {
                done.warnings
                    .push(format!("{}: cleaning would make a separator; it passes as it is", self.place(index)));
                done.stats.restless += 1;
                done.out.extend(record.raw());
                return;
            }
        }
        done.stats.count(ruling);
        if ruling.is_restless() {
            done.warnings.push(format!(
                "{}: the rules do not come to rest on this document; it passes as it is",
                self.place(index)
            ));
        }
        let mark = match self.options.empty {
            Empty::Mark if ruling.text(Field::Text, record.document().text).trim().is_empty() => record.mark(),
            _ => None,
        };
        if ruling.edits().is_empty() && mark.is_none() {
            done.out.extend(record.raw());
            return;
        }
        let patches = record.patches(ruling);
        if self.options.audit {
            let sink = Audit { source: &self.options.source, rules: self.cleaner.rules() };
            sink.edits(record, index, offset, &patches, &mut done.audit);
            if let Some(at) = mark {
                sink.marked(record, index, offset + at as u64, &mut done.audit);
            }
        }
        let mut at = 0;
        for patch in &patches {
            done.out.extend(&record.raw()[at..patch.span.start]);
            done.out.extend(&patch.new);
            at = patch.span.end;
        }
        if let Some(end) = mark {
            done.out.extend(&record.raw()[at..end]);
            done.out.extend(MARK);
            at = end;
        }
        done.out.extend(&record.raw()[at..]);
    }

    /// Some lines of a document too large to be judged whole.
    fn stretch(&mut self, batch: &Batch, done: &mut Done) {
        let separator = &self.options.separator;
        let tail = if !separator.is_empty() && batch.bytes.ends_with(separator) { separator.len() } else { 0 };
        let (raw, tail) = batch.bytes.split_at(batch.bytes.len() - tail);
        match Record::text(raw) {
            Ok(record) => {
                let doc = Document { partial: true, ..record.document() };
                done.stats.lines += memchr::memchr_iter(b'\n', raw).count() as u64;
                let ruling = self.cleaner.judge(&doc, &mut self.scratch);
                self.patch(&record, &ruling, batch.offset, batch.record, done);
            }
            Err(fault) => {
                let sentence = format!(
                    "{}: the document, at byte {} of the input, {}",
                    self.place(batch.record),
                    batch.offset,
                    fault.what
                );
                done.stats.unreadable += 1;
                match self.options.on_error {
                    OnError::Fail => {
                        done.fatal = Some(Error::new(format!("{sentence} (--on-error skip or pass goes on)")));
                        return;
                    }
                    OnError::Pass => done.out.extend(raw),
                    OnError::Skip => {
                        done.rejects.extend(raw);
                        if self.options.audit {
                            let sink = Audit { source: &self.options.source, rules: self.cleaner.rules() };
                            sink.set_aside(raw, batch.record, batch.offset, &fault.what, &mut done.audit);
                        }
                    }
                }
                done.warnings.push(sentence);
            }
        }
        done.out.extend(tail);
    }
}
