//! What the functions of an area share: a log group, alarms, and a queue for the runs of its jobs that were given up.
//! Shared, because a stack holds 500 resources.

use crate::function::{Function, Start, camel_case};
use crate::text::{fill, insert};

/// How many metrics one alarm can add up.
const METRICS_PER_ALARM: usize = 10;

/// The resources of an area.
#[must_use]
pub fn resources(area: &str, functions: &[Function]) -> String {
    let has_jobs = functions.iter().any(|function| matches!(function.start, Start::Job(_)));
    let queue = if has_jobs { named(include_str!("fragments/queue.yaml"), area) } else { String::new() };
    let log = named(include_str!("fragments/log.yaml"), area);
    log + &alarms(area, functions, "Errors") + &alarms(area, functions, "Throttles") + &queue
}

fn named(fragment: &str, area: &str) -> String {
    fill(fragment, &[("Area", &camel_case(area)), ("area", area)])
}

/// One alarm on the sum over the area's functions, or as few as the limit of metrics allows.
fn alarms(area: &str, functions: &[Function], metric: &str) -> String {
    functions.chunks(METRICS_PER_ALARM).enumerate().map(|(index, chunk)| alarm(area, index, chunk, metric)).collect()
}

fn alarm(area: &str, index: usize, functions: &[Function], metric: &str) -> String {
    let number = if index == 0 { String::new() } else { (index + 1).to_string() };
    let of_function = |function: &Function| {
        let values = [("id", function.name), ("metric", metric), ("Function", &function.resource())];
        fill(include_str!("fragments/metric.yaml"), &values)
    };
    let metrics: String = functions.iter().map(of_function).collect();
    let alarm = named(include_str!("fragments/alarm.yaml"), area);
    insert(&fill(&alarm, &[("metric", metric), ("number", &number)]), "metrics", &metrics)
}
