//! Statements as text.

use super::{Condition, Statement};

/// The statements as the items of a YAML list, not indented.
#[must_use]
pub fn yaml(statements: &[Statement]) -> String {
    let mut text = String::new();
    for statement in statements {
        text.push_str(&format!("- Sid: {}\n  Effect: Allow\n  Action: [{}]\n", statement.id, statement.actions.join(", ")));
        match statement.resources.as_slice() {
            [one] => text.push_str(&format!("  Resource: {one}\n")),
            several => {
                text.push_str("  Resource:\n");
                several.iter().for_each(|resource| text.push_str(&format!("    - {resource}\n")));
            }
        }
        text.push_str(&conditions(&statement.conditions));
    }
    text
}

/// Conditions with the same operator stand under it together.
fn conditions(conditions: &[Condition]) -> String {
    let mut text = String::new();
    let mut last = "";
    for (operator, key, values) in conditions {
        if last.is_empty() {
            text.push_str("  Condition:\n");
        }
        if *operator != last {
            text.push_str(&format!("    {operator}:\n"));
        }
        last = operator;
        text.push_str(&format!("      {key}: [{}]\n", values.join(", ")));
    }
    text
}
