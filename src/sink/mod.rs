//! Where rulings end: audit trails, restored originals, figures.
//!
//! A sink sees a record and its patches; it knows nothing of how they came to be.

mod audit;
mod restore;
mod stats;

pub use audit::{Audit, End, Entry};
pub use restore::restore;
pub use stats::Stats;
