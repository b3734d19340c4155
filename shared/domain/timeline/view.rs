//! An entry as a reply shows it.

use super::{Actor, Entry, Event, FieldChange};
use crate::domain::time::{Timestamp, rfc3339};
use serde::Serialize;

/// An entry as a reply shows it, with the actor's name opened.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct EntryView {
    /// The kind of the record.
    pub record_kind: crate::key::Kind,
    /// The record.
    pub record_id: String,
    /// Its place in the record's timeline.
    pub sequence: u64,
    /// When.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// The person's name at that time; null for jobs and the anonymous.
    pub actor_name: Option<String>,
    /// What.
    pub operation: Event,
    /// In Japanese and English.
    pub operation_label: Labels,
    /// What changed.
    pub changes: Vec<FieldChange>,
    /// The request, as the log names it.
    pub request: String,
    /// The hash of the entry before.
    pub previous: String,
    /// The entry's hash.
    pub hash: String,
}

/// A name in both languages.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Labels {
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

impl EntryView {
    /// The view of an entry.
    #[must_use]
    pub fn new(entry: Entry, actor_name: Option<String>) -> Self {
        let (ja, en) = entry.operation.label();
        let hash = entry.hash();
        Self {
            record_kind: entry.record_kind,
            record_id: entry.record_id,
            sequence: entry.sequence,
            at: entry.at,
            actor: entry.actor,
            actor_name,
            operation: entry.operation,
            operation_label: Labels { ja, en },
            changes: entry.changes,
            request: entry.request,
            previous: entry.previous,
            hash,
        }
    }
}
