//! Amazon CloudWatch: figures as lines of the log in its embedded metric format, which need no call and no right.

use crate::domain::time::Timestamp;
use crate::ports::{Metric, Metrics};
use serde_json::{Value, json};
use std::io::Write;

/// The namespace of the figures.
const NAMESPACE: &str = "PetClaims";

/// Writes figures to standard output, where Lambda takes them for log lines.
pub struct CloudWatch {
    application: String,
}

impl CloudWatch {
    /// Figures of an installation.
    #[must_use]
    pub const fn new(application: String) -> Self {
        Self { application }
    }

    fn line(&self, metric: Metric, area: Option<&str>, value: f64, at: Timestamp) -> Value {
        let dimensions = if area.is_some() { json!([["Application", "Area"]]) } else { json!([["Application"]]) };
        let directive = json!({ "Namespace": NAMESPACE, "Dimensions": dimensions, "Metrics": [{ "Name": metric.name() }] });
        let mut line = json!({
            "_aws": { "Timestamp": at.timestamp_millis(), "CloudWatchMetrics": [directive] },
            "Application": self.application,
        });
        line[metric.name()] = json!(value);
        if let Some(area) = area {
            line["Area"] = json!(area);
        }
        line
    }
}

impl Metrics for CloudWatch {
    fn tell(&self, metric: Metric, area: Option<&str>, value: f64, at: Timestamp) {
        // A function whose output is gone has nobody left to tell.
        let _gone = writeln!(std::io::stdout(), "{}", self.line(metric, area, value, at));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_figure_names_itself_its_dimensions_and_its_value() {
        let at = chrono::DateTime::parse_from_rfc3339("2026-11-24T02:00:00+09:00").unwrap();
        let line = CloudWatch::new("claims".into()).line(Metric::OverdueJobs, Some("backup"), 1.0, at);
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        for name in directive["Dimensions"][0].as_array().unwrap() {
            assert!(line[name.as_str().unwrap()].is_string(), "{name}");
        }
        assert_eq!(line[directive["Metrics"][0]["Name"].as_str().unwrap()], 1.0);
        assert_eq!(line["_aws"]["Timestamp"], 1_795_453_200_000_i64);
    }
}
