//! The `dechaff` program.

mod args;
mod clean;
mod exit;
mod explain;
mod input;
mod output;
mod restore;
mod rules;

use clap::Parser as _;

fn main() -> std::process::ExitCode {
    let cli = args::Cli::parse();
    exit::from(match cli.command {
        Some(args::Command::Clean(args)) => clean::run(args),
        Some(args::Command::Explain(args)) => explain::run(args),
        Some(args::Command::Restore(args)) => restore::run(&args),
        Some(args::Command::Rules(args)) => rules::run(&args),
        None => clean::run(cli.clean),
    })
}
