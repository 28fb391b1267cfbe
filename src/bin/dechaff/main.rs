//! The `dechaff` program.
fn main() {}
