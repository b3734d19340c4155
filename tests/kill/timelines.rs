//! What the timeline of one record must look like by itself.

use serde_json::Value;
use tests::Actor;

/// A record's timeline, oldest first, as far as it is sound.
pub struct Timeline {
    /// The entries.
    pub entries: Vec<Value>,
    /// What is wrong with the chain.
    pub faults: Vec<String>,
}

impl Timeline {
    /// Reads the timeline of a record and looks at its chain: no gap in the sequence, each entry naming the hash of the one
    /// before, all of this record.
    pub async fn read(actor: &Actor, collection: &str, kind: &str, id: &str) -> Self {
        let path = format!("/api/{collection}/{id}/timeline");
        let entries = pages(actor, &path, "").await.unwrap_or_else(|refused| vec![Value::String(refused)]);
        let mut faults = Vec::new();
        let mut previous = "";
        for (entry, sequence) in entries.iter().zip(1_u64..) {
            let is_next =
                entry["sequence"] == sequence && entry["previous"] == previous && entry["record_id"] == id && entry["record_kind"] == kind;
            let hash = entry["hash"].as_str().unwrap_or_default();
            if !is_next || hash.len() != 64 {
                faults.push(format!("{id}: entry {sequence} breaks the chain: {entry}"));
            }
            previous = hash;
        }
        Self { entries, faults }
    }

    /// The operations in order.
    pub fn operations(&self) -> Vec<&str> {
        self.entries.iter().map(|entry| entry["operation"].as_str().unwrap_or_default()).collect()
    }

    /// The state that the last entry says it led to, where it names one.
    pub fn last_state(&self) -> Option<&str> {
        let changes = self.entries.last()?["changes"].as_array()?;
        changes.iter().find(|change| change["field"] == "state")?["after"].as_str()
    }
}

/// All items of a list; what the service answered where it refused.
pub async fn pages(actor: &Actor, path: &str, filter: &str) -> Result<Vec<Value>, String> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let reply = actor.get(&format!("{path}?limit=100{filter}{cursor}")).await;
        match reply.json["items"].as_array() {
            Some(found) => items.extend(found.iter().cloned()),
            None => return Err(format!("{path}: {} {}", reply.status, reply.text)),
        }
        match reply.json["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(items),
        }
    }
}
