//! The export as a table for people: UTF-8 with a byte order mark, CRLF, quoted as RFC 4180 says.

use proof::Leaf;
use serde_json::Value;
use shared::domain::timeline::Event;

const COLUMNS: [&str; 14] = [
    "日時",
    "種類",
    "対象",
    "番号",
    "操作",
    "操作コード",
    "操作者の種類",
    "操作者",
    "氏名",
    "変更内容",
    "要求",
    "直前のハッシュ",
    "ハッシュ",
    "ログの位置",
];

/// A table that grows.
pub struct Table(String);

impl Default for Table {
    fn default() -> Self {
        let mut table = Self("\u{feff}".into());
        table.row(COLUMNS.map(str::to_owned));
        table
    }
}

impl Table {
    fn row(&mut self, cells: [String; COLUMNS.len()]) {
        self.0.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        self.0.push_str("\r\n");
    }

    /// Adds an entry.
    pub fn entry(&mut self, entry: &Value, leaf: &Leaf, name: Option<&str>, position: Option<u64>) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let operation = serde_json::from_value::<Event>(entry["operation"].clone()).map_or_else(|_| "", |event| event.label().0);
        let actor = &entry["actor"];
        let who = actor.get("id").or_else(|| actor.get("name")).map(text).unwrap_or_default();
        self.row([
            leaf.at.clone(),
            leaf.record_kind.clone(),
            leaf.record_id.clone(),
            leaf.sequence.to_string(),
            operation.to_owned(),
            text(&entry["operation"]),
            text(&actor["kind"]),
            who,
            name.unwrap_or_default().to_owned(),
            changes(&entry["changes"]),
            text(&entry["request"]),
            text(&entry["previous"]),
            leaf.hash.to_string(),
            position.map_or_else(|| "未封印".to_owned(), |position| position.to_string()),
        ]);
    }

    /// The whole table.
    pub fn bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

fn changes(changes: &Value) -> String {
    let change = |change: &Value| {
        let field = change["field"].as_str().unwrap_or_default();
        match (change.get("before"), change.get("after")) {
            (None, None) => field.to_owned(),
            (before, after) => format!("{field}: {} → {}", shown(before), shown(after)),
        }
    };
    changes.as_array().into_iter().flatten().map(change).collect::<Vec<_>>().join("; ")
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None => "-".into(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

// What a spreadsheet would run as a formula gets an apostrophe in front.
fn quoted(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if runs { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn cells_are_quoted_and_no_cell_is_a_formula() {
        let table = [
            ("a", "a"),
            ("a,b", "\"a,b\""),
            ("say \"a\"", "\"say \"\"a\"\"\""),
            ("=1+1", "'=1+1"),
            ("+81", "'+81"),
            ("-1", "'-1"),
            ("@a", "'@a"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("=a,b", "\"'=a,b\""),
        ];
        for (cell, expected) in table {
            assert_eq!(quoted(cell), expected);
        }
    }

    #[test]
    fn a_row_has_every_column() {
        let entry = json!({
            "at": "2026-10-01T10:00:00.000+09:00", "record_kind": "claim", "record_id": "clm_1", "sequence": 2,
            "actor": { "kind": "account", "id": "acc_1" }, "operation": "claim_submitted", "request": "req_1", "previous": "",
            "changes": [{ "field": "state", "before": "draft", "after": "submitted" }, { "field": "name" }],
        });
        let mut table = Table::default();
        table.entry(&entry, &Leaf::of_entry(&entry).unwrap(), Some("=山田"), None);
        let text = String::from_utf8(table.bytes()).unwrap();
        let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap().split("\r\n").collect();
        assert_eq!((lines.len(), lines[0].split(',').count(), lines[1].split(',').count()), (3, 14, 14));
        for cell in ["保険金請求の受付", "state: draft → submitted; name", "'=山田", "未封印"] {
            assert!(lines[1].contains(cell), "{}", lines[1]);
        }
    }
}
