//! `dechaff restore`: the way back.

use std::fs::File;
use std::io::{self, BufReader, Read};

use crate::args;
use crate::exit::{Ended, Stop};
use crate::output::Output;

pub(crate) fn run(args: &args::Restore) -> Ended {
    let cleaned: Box<dyn Read> = match &args.cleaned {
        Some(path) if path.as_os_str() != "-" => {
            Box::new(File::open(path).map_err(|e| Stop::reading(format!("`{}`", path.display()), &e))?)
        }
        _ => Box::new(io::stdin()),
    };
    let trail =
        File::open(&args.audit).map_err(|e| Stop::reading(format!("audit trail `{}`", args.audit.display()), &e))?;
    let mut out = Output::open(args.output.as_deref())?;
    let mut adapter = Adapter { out: &mut out, stop: None, buffer: Vec::with_capacity(1 << 17) };
    let result = dechaff::sink::restore(
        BufReader::with_capacity(1 << 17, cleaned),
        BufReader::new(trail),
        args.source.as_deref(),
        &mut adapter,
    );
    let rest = adapter.flush_buffer();
    if let Some(stop) = adapter.stop.take() {
        return Err(stop);
    }
    result?;
    rest.map_err(|e| Stop::writing("the original", &e))?;
    out.finish()?;
    Ok(false)
}

/// An [`Output`] as a writer, which remembers why it could not write.
struct Adapter<'o> {
    out: &'o mut Output,
    stop: Option<Stop>,
    buffer: Vec<u8>,
}

impl Adapter<'_> {
    fn flush_buffer(&mut self) -> io::Result<()> {
        let result = self.out.write(&self.buffer);
        self.buffer.clear();
        result.map_err(|stop| {
            self.stop = Some(stop);
            io::ErrorKind::BrokenPipe.into()
        })
    }
}

impl io::Write for Adapter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend(bytes);
        if self.buffer.len() >= 1 << 16 {
            self.flush_buffer()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.flush_buffer()
    }
}
