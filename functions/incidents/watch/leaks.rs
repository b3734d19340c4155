//! The reports on leaks of personal data that weren't made yet: an alarm before each is due.

use crate::incidents::incident_key;
use shared::domain::incident::Incident;
use shared::domain::leak::LeakUrgency;
use shared::domain::time::day;
use shared::error::{Error, Result};
use shared::job::Run;
use shared::key::{Index, SERVICE_LEAKS};
use shared::ports::{self, Metric, Query};

/// How many leaks one run looks at: those that press longest.
const LEAKS: u32 = 50;

/// Tells the alarms how pressing the most pressing report is.
///
/// # Errors
/// Where the store can't be read.
pub async fn watch(run: &Run<'_>) -> Result<()> {
    let today = day(run.view.now());
    let query = Query {
        index: Some(Index::Due),
        partition: SERVICE_LEAKS.into(),
        // A sort key is a day and more: `~` comes after all that may follow.
        range: Some(("0".into(), format!("{today}~"))),
        descending: false,
        limit: LEAKS,
        after: None,
    };
    let mut urgency = LeakUrgency::None;
    for waiting in run.view.query(&query).await?.items {
        let sort = ports::text(&waiting, Index::Due.attributes().1)?;
        let (_, id) = sort.rsplit_once('#').ok_or_else(|| Error::internal("a leak without its incident"))?;
        let id = id.parse().map_err(Error::internal)?;
        // The index lags behind: the report may have been made a moment ago.
        let incident = run.view.load::<Incident>(&incident_key(id)).await?;
        let found = incident.leak.map_or(LeakUrgency::None, |leak| leak.urgency(today));
        if found > LeakUrgency::None {
            tracing::warn!(function = "incident_watch", incident = %id, urgency = ?found, "a report on a leak is due");
        }
        urgency = urgency.max(found);
    }
    run.view.metrics().tell(Metric::LeakReportsDue, None, f64::from(urgency as u8), run.view.now());
    Ok(())
}
