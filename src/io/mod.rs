//! Bytes in, records and their patches out: framing, formats, and what is wrong with an input.
//!
//! Knows nothing of rules; a record is given its edits.

mod frame;
mod json;
mod record;

pub use frame::{Batch, Batches, Kind, Limits};
pub use record::{Fault, Fields, Format, MARK, Patch, Record};
