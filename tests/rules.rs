//! Every built-in rule proves itself by its own examples.

use dechaff::{Ruleset, check_examples};

#[test]
fn builtin_rules_hold_their_examples() {
    let errors = check_examples(&Ruleset::builtin(), |_| true);
    let text: String = errors.iter().map(|e| format!("{e}\n")).collect();
    assert!(errors.is_empty(), "{} examples do not hold:\n{text}", errors.len());
}
