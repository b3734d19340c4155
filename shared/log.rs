//! Structured logs: JSON lines with times in Japan Standard Time (WP11).

use crate::domain::time::{in_japan, text};
use std::fmt;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

/// Writes the time of a log line.
pub struct JapanTime;

impl FormatTime for JapanTime {
    fn format_time(&self, writer: &mut Writer<'_>) -> fmt::Result {
        writer.write_str(&text(in_japan(chrono::Utc::now())))
    }
}

/// Starts logging to standard output, at the level of `LOG_LEVEL` (info where absent).
pub fn start() {
    start_to(std::io::stdout);
}

/// Starts logging to a writer.
pub fn start_to<W>(writer: W)
where
    W: for<'w> tracing_subscriber::fmt::MakeWriter<'w> + Send + Sync + 'static,
{
    let level = std::env::var("LOG_LEVEL").ok().and_then(|text| text.parse().ok()).unwrap_or(tracing::Level::INFO);
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_timer(JapanTime)
        .with_max_level(level)
        .with_ansi(false)
        .with_writer(writer);
    // A second start in one process keeps the first.
    let _already_started = subscriber.try_init();
}
