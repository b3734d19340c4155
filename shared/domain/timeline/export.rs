//! That somebody exported the timeline: the file itself ends after a day, this stays.

use crate::domain::id::{AccountId, TimelineExportId};
use crate::domain::time::{Timestamp, rfc3339};
use crate::key::Kind;
use crate::record::Record;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An export of the timeline (タイムラインの書出し).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineExport {
    /// Its identifier.
    pub id: TimelineExportId,
    /// The first day in Japan.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub from: NaiveDate,
    /// The last day in Japan.
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub to: NaiveDate,
    /// How many entries it holds.
    pub entries: u64,
    /// Who asked for it.
    pub made_by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    pub made_at: Timestamp,
}

impl Record for TimelineExport {
    const KIND: Kind = Kind::TimelineExport;
    fn id(&self) -> String {
        self.id.to_string()
    }
}
