//! Takes out of scraped text what nobody wrote.
//!
//! A compiled [`Cleaner`] reads a [`Document`] and returns a [`Ruling`]: [`Edit`]s over the original bytes, each with
//! the rule that made it. Everything the program does is a view of that list.
//!
//! ```
//! use dechaff::{Cleaner, Document, Field, Scratch};
//!
//! let cleaner = Cleaner::default();
//! let text = "“The bridge will open in May, ”the mayor said on Monday at the town hall.\n\nShare on Facebook\n";
//! let ruling = cleaner.judge(&Document::new(text), &mut Scratch::default());
//! for edit in ruling.edits() {
//!     println!("{} takes {:?}", cleaner.rules().rule(edit.rule).id, edit.span.of(text));
//! }
//! assert_eq!(ruling.text(Field::Text, text), "“The bridge will open in May,” the mayor said on Monday at the town hall.\n");
//! ```
//!
//! The way through the code: [`Span`] and [`Document`] are what there is, `line` and `token` are views of it,
//! [`Ruleset`] is what is known, the judges make [`Verdict`]s, [`Ruling`] settles them, and `sink` and `io` carry
//! the result. `docs/ARCHITECTURE.md` is the map.

#![cfg_attr(not(test), warn(clippy::print_stdout, clippy::print_stderr))]

mod cleaner;
mod document;
mod error;
mod examples;
pub mod io;
mod judge;
mod line;
mod model;
#[cfg(feature = "train")]
#[doc(hidden)]
pub use model::Table;
pub mod pipeline;
mod rule;
mod ruleset;
mod ruling;
pub mod sink;
mod span;
mod style;
mod token;
mod verdict;

pub use cleaner::{Cleaner, CleanerBuilder, Scratch};
pub use document::Document;
pub use error::Error;
pub use examples::check_examples;
pub use rule::{Deed, Extent, Level, Match, Pattern, Place, Places, Rule, Strength, Take};
pub use ruleset::Ruleset;
pub use ruling::{Edit, Outcome, Ruling};
pub use span::{Field, Span};
pub use style::{Quotes, Style};
pub use verdict::{Action, RuleIndex, Verdict};
