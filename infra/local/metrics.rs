//! The figures that alarms watch on AWS: logged here, and the latest of each kept to be looked at.

use shared::domain::time::Timestamp;
use shared::ports::{Metric, Metrics};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The latest figure of each metric and area.
#[derive(Default)]
pub struct LocalMetrics(Mutex<BTreeMap<(Metric, String), f64>>);

impl LocalMetrics {
    /// The latest figure of a metric, of an area where it has them; none where none was told.
    #[must_use]
    pub fn latest(&self, metric: Metric, area: Option<&str>) -> Option<f64> {
        let figures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        figures.get(&(metric, area.unwrap_or_default().to_owned())).copied()
    }
}

impl Metrics for LocalMetrics {
    fn tell(&self, metric: Metric, area: Option<&str>, value: f64, _: Timestamp) {
        let area = area.unwrap_or_default();
        let before = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((metric, area.to_owned()), value);
        if before != Some(value) {
            tracing::info!(metric = metric.name(), area, value, "figure");
        }
    }
}
