//! The command line: what can be said, and its help. Builds nothing.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  dechaff < article.txt                                   clean one text
  zstdcat cc.jsonl.zst | dechaff --format jsonl > out     clean the field `text` of every record
  dechaff *.txt --in-place --audit trail.jsonl            clean files where they are, and keep the way back
  dechaff restore a.txt --audit trail.jsonl --source a.txt   one of them as it was
  dechaff explain article.txt                             see what goes, what comes, and why
  dechaff restore out --audit trail.jsonl                 bring the original back, byte for byte

Exit codes: 0 done, 1 findings (rules --check), 2 error.";

/// Takes out of scraped text what nobody wrote: site chrome, glued headlines, broken typography.
///
/// Reads standard input or FILES and writes the cleaned text to standard output. Every byte outside the changes
/// stays as it was, every change names its rule, and all of it can be undone.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = EXAMPLES, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) clean: Clean,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Clean text (what happens without a command)
    #[command(after_help = EXAMPLES)]
    Clean(Clean),
    /// Show a text with what goes struck out, what comes marked, and the rule and its reason
    Explain(Explain),
    /// Bring the original back from a cleaned file and its audit trail
    Restore(Restore),
    /// List the rules, show one, or check rule files
    Rules(Rules),
}

/// What to clean, and where it goes.
#[derive(Debug, Args)]
pub(crate) struct Clean {
    /// Files to clean; standard input if there is none, or for `-`
    #[arg(value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// Write to FILE, which appears when it is whole
    #[arg(short, long, value_name = "FILE", help_heading = "Output", conflicts_with_all = ["output_dir", "in_place"])]
    pub(crate) output: Option<PathBuf>,
    /// Write each file under its own name into DIR
    #[arg(long, value_name = "DIR", help_heading = "Output", requires = "files", conflicts_with = "in_place")]
    pub(crate) output_dir: Option<PathBuf>,
    /// Replace each file by its cleaned form: written beside it, synced, renamed
    #[arg(long, help_heading = "Output", requires = "files")]
    pub(crate) in_place: bool,
    /// Write one JSON line per edit to FILE: document, rule, byte span, before, after
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) audit: Option<PathBuf>,
    /// Print figures of the run on standard error
    #[arg(long, value_name = "HOW", num_args = 0..=1, default_missing_value = "human", require_equals = true, help_heading = "Output")]
    pub(crate) stats: Option<StatsFormat>,
    /// What becomes of a record that cannot be read
    #[arg(long, value_name = "WHAT", default_value = "fail", help_heading = "Output")]
    pub(crate) on_error: OnError,
    /// What becomes of a document of which nothing is left, such as an error page or a consent wall
    #[arg(long, value_name = "WHAT", default_value = "keep", help_heading = "Output")]
    pub(crate) empty: Empty,
    /// Write the records left out by `--on-error skip` to FILE, as they came
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) rejects: Option<PathBuf>,
    /// No progress bar and no warnings
    #[arg(short, long, help_heading = "Output")]
    pub(crate) quiet: bool,
    /// Number of threads; the number of cores unless said otherwise
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Output")]
    pub(crate) threads: Option<u16>,
}

/// How the input is read.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct Input {
    /// What the input is made of; `auto` goes by the file's name, then by its first bytes
    #[arg(short, long, value_name = "FORMAT", default_value = "auto")]
    pub(crate) format: Format,
    /// What divides the documents of a text; knows \n \t \f \0 \\. Empty: all of it is one document
    #[arg(long, value_name = "TEXT", default_value = "\\f", allow_hyphen_values = true)]
    pub(crate) separator: String,
    /// The JSON field that holds the text; dots lead into objects
    #[arg(long, value_name = "FIELD", default_value = "text")]
    pub(crate) text_field: String,
    /// The JSON field that holds the title, to be repaired together with the text
    #[arg(long, value_name = "FIELD")]
    pub(crate) title_field: Option<String>,
    /// The JSON field that holds the URL
    #[arg(long, value_name = "FIELD", default_value = "url")]
    pub(crate) url_field: String,
    /// The JSON field that holds the id, for the audit trail
    #[arg(long, value_name = "FIELD", default_value = "id")]
    pub(crate) id_field: String,
    /// Documents larger than this are cleaned by rules that need only one line (KiB, MiB as in `8M`)
    #[arg(long, value_name = "SIZE", default_value = "4M", value_parser = size)]
    pub(crate) max_document: usize,
}

/// Which rules act.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct Selection {
    /// How far to go
    #[arg(short, long, value_name = "LEVEL", default_value = "standard")]
    pub(crate) level: Level,
    /// Use only these families or rules (`dechaff rules` lists them)
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Switch these families or rules off
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) disable: Vec<String>,
    /// Switch these families or rules on, also those that are off by default
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) enable: Vec<String>,
    /// Add the rules of a file of your own; docs/RULES.md tells how to write them
    #[arg(id = "rule_files", long = "rules", value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) style: Style,
}

/// What is taste and not damage: one way of writing for a whole corpus. Nothing of it happens unless asked for.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Style")]
pub(crate) struct Style {
    /// Write quotes in one way: straight, or curly as the document's language has them
    #[arg(long, value_name = "HOW", default_value = "keep")]
    pub(crate) quotes: Quotes,
    /// Write `--` between words as a dash
    #[arg(long)]
    pub(crate) dashes: bool,
    /// Write `...` and `. . .` as one character
    #[arg(long)]
    pub(crate) ellipsis: bool,
    /// Write every space of Unicode as the plain one
    #[arg(long, value_name = "HOW", default_value = "keep")]
    pub(crate) spaces: Spaces,
    /// Write compatibility forms (², ①, ㎏) as what they stand for
    #[arg(long)]
    pub(crate) nfkc: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Quotes {
    /// As they are
    Keep,
    /// " and '
    Straight,
    /// “ and ’, „ and « by language
    Curly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Spaces {
    /// As they are
    Keep,
    /// Plain ones
    Ascii,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Files to explain; standard input if there is none
    #[arg(value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// One JSON line per document instead
    #[arg(long)]
    pub(crate) json: bool,
    /// Show every line, not only those around a change
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The cleaned file; standard input if there is none
    #[arg(value_name = "CLEANED")]
    pub(crate) cleaned: Option<PathBuf>,
    /// The audit trail that was written when it was cleaned
    #[arg(long, value_name = "FILE")]
    pub(crate) audit: PathBuf,
    /// Write the original to FILE, which appears when it is whole
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Bring back only this input of a trail of several, as it was named then
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = false)]
pub(crate) struct Rules {
    #[command(subcommand)]
    pub(crate) command: Option<RulesCommand>,
    /// List only this family
    #[arg(value_name = "FAMILY")]
    pub(crate) family: Option<String>,
    /// Add the rules of a file of your own
    #[arg(id = "rule_files", long = "rules", value_name = "FILE", global = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Run every example of every rule; exit 1 if one does not hold
    #[arg(long)]
    pub(crate) check: bool,
    /// One JSON line per rule instead
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Show one rule with its reason and its examples
    Show {
        /// The id of the rule
        id: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Plain text
    Text,
    /// One JSON object a line
    Jsonl,
    /// Found out
    Auto,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Level {
    /// Only rules that are certain by themselves
    Safe,
    /// Also likely ones, where something supports them
    Standard,
    /// Also likely ones by themselves: for the text of whole pages
    Strict,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum StatsFormat {
    /// A table
    Human,
    /// One JSON object
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnError {
    /// The run ends with an error
    Fail,
    /// It is left out, and set aside with --rejects
    Skip,
    /// It passes as it is
    Pass,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Empty {
    /// Its record stays, with an empty text
    Keep,
    /// Its record is left out
    Drop,
    /// Its JSON record gets the field `"dechaff": "empty"`
    Mark,
}

/// Reads `4M`, `512K`, `1000000`.
fn size(text: &str) -> Result<usize, String> {
    let upper = text.trim().trim_end_matches("iB").trim_end_matches('B').to_ascii_uppercase();
    let (digits, factor) = match upper.as_bytes().last() {
        Some(b'K') => (&upper[..upper.len() - 1], 1 << 10),
        Some(b'M') => (&upper[..upper.len() - 1], 1 << 20),
        Some(b'G') => (&upper[..upper.len() - 1], 1 << 30),
        _ => (&upper[..], 1),
    };
    let n: usize = digits.parse().map_err(|_| "write a size like `4M`, `512K` or `1000000`".to_owned())?;
    match n.checked_mul(factor) {
        Some(bytes) if (1024..=1 << 31).contains(&bytes) => Ok(bytes),
        _ => Err("the size must lie between 1K and 2G".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes() {
        assert_eq!(size("4M"), Ok(4 << 20));
        assert_eq!(size("512KiB"), Ok(512 << 10));
        assert_eq!(size("2000"), Ok(2000));
        assert!(size("12").is_err() && size("many").is_err() && size("9G").is_err());
    }
}
