//! `dechaff` and `dechaff clean`: streams in, cleaned streams out.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dechaff::io::Format;
use dechaff::pipeline::{self, Done, Empty, OnError, Options};
use dechaff::sink::Stats;
use dechaff::{Cleaner, Error};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::{self, StatsFormat};
use crate::exit::{Ended, Stop};
use crate::input;
use crate::output::Output;

/// Prints on standard error; that nobody can read it is no reason to fail.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(anstream::stderr(), $($words)*);
    }};
}

/// At most this many warnings are printed; the figures count all.
const WARNINGS: usize = 20;

pub(crate) fn run(args: args::Clean) -> Ended {
    let cleaner = input::cleaner(&args.selection)?;
    let files = if args.files.is_empty() { vec![PathBuf::from("-")] } else { args.files.clone() };
    if (args.in_place || args.output_dir.is_some()) && files.iter().any(|f| f.as_os_str() == "-") {
        return Err("standard input has no place of its own; leave out `-`, or use -o FILE".to_owned().into());
    }
    if args.rejects.is_some() && args.on_error != args::OnError::Skip {
        return Err("--rejects takes what `--on-error skip` leaves out; add that".to_owned().into());
    }
    let places = places(&args, &files)?;
    apart(&args, &files, places.as_deref())?;
    let started = Instant::now();
    let bar = progress(&args, &files);
    let mut shared = Shared {
        audit: args.audit.as_deref().map(Output::file).transpose()?,
        rejects: args.rejects.as_deref().map(Output::file).transpose()?,
        last: None,
        warned: 0,
        quiet: args.quiet,
        bar: bar.clone(),
    };
    let mut total = Stats::default();
    let mut joint = if places.is_none() { Some(Output::open(args.output.as_deref())?) } else { None };
    // Files of an in-place run are put in their places only when all of them are whole, like the audit trail.
    let mut finished = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let source = input::open(file, &args.input)?;
        let mut options = input::options(&args.input, &source)?;
        options.on_error = match args.on_error {
            args::OnError::Fail => OnError::Fail,
            args::OnError::Skip => OnError::Skip,
            args::OnError::Pass => OnError::Pass,
        };
        options.empty = match args.empty {
            args::Empty::Keep => Empty::Keep,
            args::Empty::Drop => Empty::Drop,
            args::Empty::Mark if options.format == Format::Text => {
                return Err(format!(
                    "`{}` is text, which has no place for a mark; use --empty keep or drop, or --format jsonl",
                    options.source
                )
                .into());
            }
            args::Empty::Mark => Empty::Mark,
        };
        options.audit = args.audit.is_some();
        options.threads = args.threads.map_or_else(cores, usize::from);
        let reader = bar.wrap_read(source.reader);
        if let Some(places) = &places {
            let mut out = Output::file(&places[i])?;
            total.add(&stream(reader, &cleaner, &options, &mut out, &mut shared)?);
            finished.push(out.close()?);
        } else if let Some(out) = &mut joint {
            // Records of two files must not meet on one line.
            if options.format == Format::Jsonl && shared.last.is_some_and(|b| b != b'\n') {
                options.lead = b"\n".to_vec();
            }
            total.add(&stream(reader, &cleaner, &options, out, &mut shared)?);
        }
    }
    bar.finish_and_clear();
    for out in finished.into_iter().chain(joint).chain(shared.audit.take()).chain(shared.rejects.take()) {
        out.finish()?;
    }
    if shared.warned > WARNINGS && !args.quiet {
        warn(&format!("{} more warnings of this kind", shared.warned - WARNINGS));
    }
    match args.stats {
        Some(StatsFormat::Human) => human(&total, &cleaner, started.elapsed()),
        Some(StatsFormat::Json) => json(&total, &cleaner, started.elapsed()),
        None => {}
    }
    Ok(false)
}

/// Refuses to write two things to one place, or a trail over an input.
fn apart(args: &args::Clean, files: &[PathBuf], places: Option<&[PathBuf]>) -> Result<(), Stop> {
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let special = |path: &Path| path.starts_with("/dev") || path.starts_with("/proc");
    let mut taken: BTreeMap<PathBuf, &str> = BTreeMap::new();
    let mut take = |path: &Path, what: &'static str| match taken.insert(real(path), what) {
        Some(other) if !special(path) => {
            Err(Stop::from(format!("`{}` cannot be both {other} and {what}; name another file", path.display())))
        }
        _ => Ok(()),
    };
    for place in places.into_iter().flatten() {
        take(place, "a cleaned file")?;
    }
    if places.is_none() {
        args.output.as_deref().map_or(Ok(()), |o| take(o, "the cleaned file"))?;
    }
    args.audit.as_deref().map_or(Ok(()), |a| take(a, "the audit trail"))?;
    args.rejects.as_deref().map_or(Ok(()), |r| take(r, "the rejects"))?;
    for extra in args.audit.iter().chain(&args.rejects) {
        if files.iter().any(|f| real(f) == real(extra)) && !special(extra) {
            return Err(format!("`{}` is an input; name another file for what is written", extra.display()).into());
        }
    }
    Ok(())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What all inputs of a run share.
struct Shared {
    audit: Option<Output>,
    rejects: Option<Output>,
    /// The last byte written to the joint output.
    last: Option<u8>,
    warned: usize,
    quiet: bool,
    bar: ProgressBar,
}

fn stream(
    reader: impl Read + Send,
    cleaner: &Cleaner,
    options: &Options,
    out: &mut Output,
    shared: &mut Shared,
) -> Result<Stats, Stop> {
    let mut stop = None;
    let result = pipeline::run(reader, cleaner, options, &mut |done: Done| {
        let mut put = || -> Result<(), Stop> {
            out.write(&done.out)?;
            shared.last = done.out.last().copied().or(shared.last);
            if let Some(audit) = &mut shared.audit {
                audit.write(&done.audit)?;
            }
            if let Some(rejects) = &mut shared.rejects {
                rejects.write(&done.rejects)?;
            }
            Ok(())
        };
        let result = put();
        for warning in &done.warnings {
            shared.warned += 1;
            if !shared.quiet && shared.warned <= WARNINGS && done.fatal.is_none() {
                shared.bar.suspend(|| warn(warning));
            }
        }
        result.map_err(|why| {
            stop = Some(why);
            Error::stopped()
        })
    });
    match (result, stop) {
        (_, Some(stop)) => Err(stop),
        (Err(error), None) => Err(error.into()),
        (Ok(stats), None) => Ok(stats),
    }
}

fn warn(message: &str) {
    say!("\u{1b}[33mwarning\u{1b}[0m: {message}");
}

/// Where each file goes, if every file has a place of its own.
fn places(args: &args::Clean, files: &[PathBuf]) -> Result<Option<Vec<PathBuf>>, Stop> {
    if args.in_place {
        return Ok(Some(files.to_vec()));
    }
    let Some(dir) = &args.output_dir else { return Ok(None) };
    std::fs::create_dir_all(dir).map_err(|e| Stop::writing(format!("`{}`", dir.display()), &e))?;
    let mut taken: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    let mut places = Vec::new();
    for file in files {
        let name = file.file_name().ok_or_else(|| format!("`{}` is not the name of a file", file.display()))?;
        let place = dir.join(name);
        if let Some(other) = taken.insert(place.clone(), file) {
            return Err(format!(
                "`{}` and `{}` would both become `{}`; clean them into different folders",
                other.display(),
                file.display(),
                place.display()
            )
            .into());
        }
        places.push(place);
    }
    Ok(Some(places))
}

/// A bar when files are read and standard error is a terminal; hidden otherwise.
fn progress(args: &args::Clean, files: &[PathBuf]) -> ProgressBar {
    let len: Option<u64> =
        files.iter().map(|f| std::fs::metadata(f).ok().filter(|m| m.is_file()).map(|m| m.len())).sum();
    let shows = std::io::stderr().is_terminal() && !args.quiet;
    let (Some(len), true) = (len, shows) else { return ProgressBar::hidden() };
    let style = "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta} left";
    let bar = ProgressBar::with_draw_target(Some(len), ProgressDrawTarget::stderr_with_hz(8));
    bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

fn human(stats: &Stats, cleaner: &Cleaner, took: Duration) {
    let rate = stats.bytes_in as f64 / 1e6 / took.as_secs_f64().max(1e-9);
    let share = |n: u64, of: u64| 100.0 * n as f64 / of.max(1) as f64;
    say!("documents  {} ({} changed, {:.1} %)", stats.documents, stats.changed, share(stats.changed, stats.documents));
    say!("lines      {}", stats.lines);
    let shorter = stats.bytes_in.saturating_sub(stats.bytes_out);
    say!("bytes      {} in, {} out ({:.2} % less)", stats.bytes_in, stats.bytes_out, share(shorter, stats.bytes_in));
    say!("speed      {rate:.1} MB/s, {:.2} s", took.as_secs_f64());
    for (n, what) in [
        (stats.large, "documents too large to be judged whole"),
        (stats.oversize, "lines or records too large to be held, passed as they are"),
        (stats.unreadable, "records that could not be read"),
        (stats.empty, "documents of which nothing is left"),
        (stats.restless, "documents on which the rules did not come to rest"),
    ] {
        if n > 0 {
            say!("notice     {n} {what}");
        }
    }
    let edits: u64 = stats.edits.values().sum();
    say!("edits      {edits}");
    for (family, n) in stats.families(cleaner.rules()) {
        say!("  \u{1b}[1m{family:<14}\u{1b}[0m {n:>9}");
        for (rule, n) in stats.rules(cleaner.rules()).into_iter().filter(|(r, _)| r.split('.').next() == Some(family)) {
            say!("    {rule:<40} {n:>9}");
        }
    }
}

fn json(stats: &Stats, cleaner: &Cleaner, took: Duration) {
    let map = |list: Vec<(&str, u64)>| {
        list.into_iter().map(|(k, v)| (k.to_owned(), v.into())).collect::<serde_json::Map<_, _>>()
    };
    let value = serde_json::json!({
        "documents": stats.documents,
        "changed": stats.changed,
        "lines": stats.lines,
        "bytes_in": stats.bytes_in,
        "bytes_out": stats.bytes_out,
        "large": stats.large,
        "oversize": stats.oversize,
        "unreadable": stats.unreadable,
        "restless": stats.restless,
        "empty": stats.empty,
        "seconds": took.as_secs_f64(),
        "mb_per_second": stats.bytes_in as f64 / 1e6 / took.as_secs_f64().max(1e-9),
        "families": map(stats.families(cleaner.rules())),
        "rules": map(stats.rules(cleaner.rules())),
    });
    say!("{value}");
}
