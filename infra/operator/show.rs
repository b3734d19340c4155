//! Answers as tables: what is one value in two columns, each list of records in a table of its own.

use comfy_table::{ContentArrangement, Table, TableComponent, presets};
use console::{Term, measure_text_width};
use serde_json::{Map, Value};
use std::io::IsTerminal;

/// What stands where nothing is.
const NOTHING: &str = "-";

/// An answer.
pub fn answer(answer: &Value) -> String {
    let Value::Object(members) = answer else { return plain(answer) };
    let mut parts = Vec::new();
    let mut single = Vec::new();
    flatten("", members, &mut single);
    if !single.is_empty() {
        parts.push(table(&[], single.into_iter().map(|(name, value)| vec![name, value]).collect()));
    }
    for (name, list) in members.iter().filter_map(|(name, value)| Some((name, records(value)?))) {
        parts.push(format!("{name} ({})\n{}", list.len(), of_records(&list)));
    }
    parts.join("\n\n")
}

/// A table with these columns.
pub fn table(columns: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    for line in [TableComponent::HeaderLines, TableComponent::MiddleHeaderIntersections] {
        table.set_style(line, '─');
    }
    if let Some(width) = terminal_width() {
        table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    }
    if !columns.is_empty() {
        table.set_header(columns.iter().copied());
    }
    table.add_rows(rows);
    // A line needs no spaces at its end.
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

// A list that is a table of its own; an empty one is shown as such beside the single values.
fn records(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    let list: Vec<_> = value.as_array()?.iter().map(Value::as_object).collect::<Option<_>>()?;
    (!list.is_empty()).then_some(list)
}

fn of_records(list: &[&Map<String, Value>]) -> String {
    let rows: Vec<Vec<(String, String)>> = list.iter().map(|record| cells(record)).collect();
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flatten() {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    let cell = |row: &[(String, String)], column: &str| {
        row.iter().find(|(name, _)| name == column).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    // A column in which nothing stands says nothing.
    columns.retain(|column| rows.iter().any(|row| !matches!(cell(row, column).as_str(), "" | NOTHING)));
    let rows: Vec<Vec<String>> = rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect();
    if terminal_width().is_none_or(|available| width(&columns, &rows) <= available) {
        table(&columns, rows)
    } else {
        blocks(&columns, rows)
    }
}

// How wide the terminal is; `None` where the answer goes elsewhere.
fn terminal_width() -> Option<usize> {
    std::io::stdout().is_terminal().then(|| usize::from(Term::stdout().size().1))
}

// How wide a table is whose cells aren't broken: each has a space on both sides.
fn width(columns: &[&str], rows: &[Vec<String>]) -> usize {
    let widest = |(place, column): (usize, &&str)| {
        let cells = rows.iter().filter_map(|row| row.get(place)).flat_map(|cell| cell.lines()).map(measure_text_width);
        cells.max().unwrap_or(0).max(measure_text_width(column)) + 2
    };
    columns.iter().enumerate().map(widest).sum()
}

// What is too wide for a table: one record below the other.
fn blocks(columns: &[&str], rows: Vec<Vec<String>>) -> String {
    let block = |(number, row): (usize, Vec<String>)| {
        let lines = columns.iter().zip(row).filter(|(_, value)| !matches!(value.as_str(), "" | NOTHING));
        let lines = lines.map(|(column, value)| vec![(*column).to_owned(), value]).collect();
        format!("── {} ──\n{}", number + 1, table(&[], lines))
    };
    rows.into_iter().enumerate().map(block).collect::<Vec<_>>().join("\n")
}

// A record's list of one record stands in its columns, a longer one line by line in a cell of its own.
fn cells(record: &Map<String, Value>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    flatten("", record, &mut found);
    for (name, inner) in record.iter().filter_map(|(name, value)| Some((name, records(value)?))) {
        match inner.as_slice() {
            [only] => found.extend(cells(only).into_iter().map(|(inner, value)| (format!("{name}.{inner}"), value))),
            several => found.push((name.clone(), several.iter().map(|record| line(record)).collect::<Vec<_>>().join("\n"))),
        }
    }
    found
}

fn line(record: &Map<String, Value>) -> String {
    let mut found = Vec::new();
    flatten("", record, &mut found);
    found.into_iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ")
}

// Members of members by their path, such as `order.reference`.
fn flatten(prefix: &str, members: &Map<String, Value>, found: &mut Vec<(String, String)>) {
    for (name, value) in members.iter().filter(|(_, value)| records(value).is_none()) {
        let path = format!("{prefix}{name}");
        match value {
            Value::Object(inner) if !inner.is_empty() => flatten(&format!("{path}."), inner, found),
            other => found.push((path, plain(other))),
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => NOTHING.into(),
        Value::Array(items) if items.is_empty() => NOTHING.into(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            items.iter().map(plain).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_too_wide_for_a_table_is_shown_record_by_record() {
        let columns = ["mail", "宛先"];
        let rows = vec![vec!["mail_1".to_owned(), "担当者\nab".into()], vec!["mail_2".into(), NOTHING.into()]];
        assert_eq!(width(&columns, &rows), 8 + 8);
        let shown = blocks(&columns, rows);
        let lines: Vec<_> = shown.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).collect();
        assert_eq!(
            lines,
            [
                vec!["──", "1", "──"],
                vec!["mail", "mail_1"],
                vec!["宛先", "担当者"],
                vec!["ab"],
                vec!["──", "2", "──"],
                vec!["mail", "mail_2"]
            ]
        );
    }

    #[test]
    fn single_values_stand_in_two_columns_and_lists_in_tables() {
        let shown = answer(&json!({
            "organization": "org_1", "mail_consent": { "state": "given", "reference": "同意書" }, "told": ["a", "b"], "end_date": null,
            "due": [{ "organization": "org_1", "at": "9:00" }, { "organization": "org_2", "missed": true }], "dead": [],
        }));
        for line in ["mail_consent.reference", "同意書", "a, b", "due (2)", "org_2"] {
            assert!(shown.contains(line), "{line}:\n{shown}");
        }
        let cells = |name: &str| {
            let line = shown.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_default();
            line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!((cells("end_date"), cells("dead")), (vec!["end_date".to_owned(), "-".into()], vec!["dead".to_owned(), "-".into()]));
        assert_eq!(cells("mail_consent.state"), ["mail_consent.state", "given"]);
        assert!(cells("org_2").contains(&"true".to_owned()), "{shown}");
        assert_eq!(answer(&json!("text")), "text");
        let nested = answer(&json!({ "jobs": [
            { "job": "a", "code": null, "runs": [{ "state": "failed", "code": "x" }], "tables": [{ "n": 1 }, { "n": 2, "m": { "k": 3 } }] },
            { "job": "b", "code": null, "runs": [] },
        ] }));
        let lines: Vec<Vec<&str>> = nested.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[1], ["job", "runs.code", "runs.state", "tables"], "{nested}");
        assert_eq!((&lines[3], &lines[4]), (&vec!["a", "x", "failed", "n", "1"], &vec!["m.k", "3,", "n", "2"]), "{nested}");
        assert!(shown.lines().all(|line| line.trim_end() == line));
    }
}
