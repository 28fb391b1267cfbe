//! Undoing: a cleaned stream and its audit trail give the original back.

use std::io::{BufRead, Read, Write};

use xxhash_rust::xxh3::Xxh3Default;

use super::audit::{End, Entry};
use crate::error::Error;

/// Writes the original of `cleaned` to `out`, and returns its length in bytes. Bounded memory, linear.
///
/// Inputs that were cleaned into one stream come back one after the other; of a trail of several files, `source` names
/// the one that `cleaned` was.
///
/// # Errors
/// If the trail does not belong to the stream, is cut short, or the result is not the original; or reading or writing fails.
pub fn restore(cleaned: impl Read, trail: impl BufRead, source: Option<&str>, out: impl Write) -> Result<u64, Error> {
    let mut r = Restorer { cleaned, out, hash: Xxh3Default::new(), at: 0, taken: 0, buffer: vec![0; 64 << 10] };
    let mut total = 0;
    let (mut open, mut ended) = (false, false);
    let mut lines = 0;
    for line in trail.lines() {
        lines += 1;
        let line = line.map_err(|e| Error::new(format!("the audit trail cannot be read: {e}")))?;
        if line.trim().is_empty() {
            continue;
        }
        if let Ok(end) = serde_json::from_str::<End>(&line) {
            if source.is_some_and(|s| s != end.source) {
                continue;
            }
            ended = true;
            r.copy_until(end.bytes_in)?;
            let hash = format!("{:016x}", r.hash.digest());
            if r.at != end.bytes_in || r.taken != end.bytes_out || hash != end.xxh3_in {
                return Err(Error::new(format!(
                    "`{}` did not come back: its checksum differs; is this the cleaned file that belongs to the audit trail?",
                    end.source
                )));
            }
            total += r.at;
            (r.at, r.taken, open) = (0, 0, false);
            r.hash.reset();
            continue;
        }
        let entry: Entry = serde_json::from_str(&line)
            .map_err(|e| Error::new(format!("line {lines} of the audit trail is not an entry of dechaff: {e}")))?;
        if source.is_some_and(|s| s != entry.source) {
            continue;
        }
        open = true;
        r.copy_until(entry.at)?;
        let (before, after) = match (&entry.hex, &entry.raw) {
            (Some(hex), _) => (
                unhex(hex).ok_or_else(|| Error::new(format!("line {lines} of the audit trail has bad hexadecimal")))?,
                Vec::new(),
            ),
            (None, Some([before, after])) => (before.clone().into_bytes(), after.clone().into_bytes()),
            (None, None) => (entry.before.into_bytes(), entry.after.into_bytes()),
        };
        r.skip(&after, lines)?;
        r.put(&before)?;
    }
    if open || lines == 0 {
        return Err(Error::new(
            "the audit trail is cut short: its last line does not end an input; clean again with --audit",
        ));
    }
    if let (Some(source), false) = (source, ended) {
        return Err(Error::new(format!(
            "the audit trail knows no input `{source}`; name it as it was named when it was cleaned"
        )));
    }
    let mut rest = [0];
    if r.read(&mut rest)? > 0 {
        return Err(Error::new("the cleaned stream goes on where the audit trail ends; do they belong together?"));
    }
    Ok(total)
}

struct Restorer<R, W> {
    cleaned: R,
    out: W,
    hash: Xxh3Default,
    /// Bytes of the original written.
    at: u64,
    /// Bytes of the cleaned stream taken.
    taken: u64,
    buffer: Vec<u8>,
}

impl<R: Read, W: Write> Restorer<R, W> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        loop {
            match self.cleaned.read(into) {
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                other => return other.map_err(|e| Error::new(format!("the cleaned stream cannot be read: {e}"))),
            }
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.hash.update(bytes);
        self.at += bytes.len() as u64;
        self.out.write_all(bytes).map_err(|e| Error::new(format!("the original cannot be written: {e}")))
    }

    fn copy_until(&mut self, at: u64) -> Result<(), Error> {
        while self.at < at {
            let want = (at - self.at).min(self.buffer.len() as u64) as usize;
            let mut buffer = std::mem::take(&mut self.buffer);
            let got = self.read(&mut buffer[..want])?;
            let put = self.put(&buffer[..got]);
            self.buffer = buffer;
            put?;
            self.taken += got as u64;
            if got == 0 {
                return Err(Error::new(
                    "the cleaned stream ends before the audit trail does; do they belong together?",
                ));
            }
        }
        Ok(())
    }

    fn skip(&mut self, expected: &[u8], line: usize) -> Result<(), Error> {
        let mut found = vec![0; expected.len()];
        let mut have = 0;
        while have < found.len() {
            let got = self.read(&mut found[have..])?;
            if got == 0 {
                break;
            }
            have += got;
        }
        self.taken += have as u64;
        if found != expected || have < expected.len() {
            return Err(Error::new(format!(
                "the cleaned stream does not hold what line {line} of the audit trail says; do they belong together?"
            )));
        }
        Ok(())
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok()).collect()
}
