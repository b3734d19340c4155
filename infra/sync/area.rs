//! What the functions of an area share: a log group, alarms, and a queue for the runs of its jobs that were given up.
//! Shared, because a stack holds 500 resources.

use crate::function::{Function, Start, camel_case};
use crate::text::{fill, insert};

/// Of each function an alarm adds up these.
const METRICS: [&str; 2] = ["Errors", "Throttles"];
/// How many functions one alarm takes: it can add up ten metrics.
const FUNCTIONS_PER_ALARM: usize = 10 / METRICS.len();

/// The resources of an area.
#[must_use]
pub fn resources(area: &str, functions: &[Function]) -> String {
    let has_jobs = functions.iter().any(|function| matches!(function.start, Start::Job(_) | Start::Listener));
    let queue = if has_jobs { named(include_str!("fragments/queue.yaml"), area) } else { String::new() };
    let log = named(include_str!("fragments/log.yaml"), area);
    log + &alarms(area, functions) + &queue
}

fn named(fragment: &str, area: &str) -> String {
    fill(fragment, &[("Area", &camel_case(area)), ("area", area)])
}

/// One alarm on the sum over the area's functions, or as few as the limit of metrics allows.
fn alarms(area: &str, functions: &[Function]) -> String {
    functions.chunks(FUNCTIONS_PER_ALARM).enumerate().map(|(index, chunk)| alarm(area, index, chunk)).collect()
}

fn alarm(area: &str, index: usize, functions: &[Function]) -> String {
    let number = if index == 0 { String::new() } else { (index + 1).to_string() };
    let of_metric = |function: &Function, metric: &str| {
        let id = format!("{}_{}", function.name, metric.to_lowercase());
        let values = [("id", id.as_str()), ("metric", metric), ("Function", &function.resource())];
        fill(include_str!("fragments/metric.yaml"), &values)
    };
    let metrics: String = functions.iter().flat_map(|function| METRICS.map(|metric| of_metric(function, metric))).collect();
    let alarm = named(include_str!("fragments/alarm.yaml"), area);
    insert(&fill(&alarm, &[("number", &number)]), "metrics", &metrics)
}
