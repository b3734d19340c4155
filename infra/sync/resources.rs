//! The resources of each function: itself, its role, and what may start it. Their YAML lies in `fragments/`.

use crate::area;
use crate::function::{Function, Start, areas, camel_case};
use crate::policy;
use crate::text::{fill, insert, quoted};
use shared::endpoint::{JobSpec, Schedule, Spec};

/// How long a job may run.
const JOB_TIMEOUT_SECONDS: u32 = 300;

/// All resources that functions bring, sorted by area.
#[must_use]
pub fn resources(functions: &[Function]) -> String {
    let of_area = |(area, functions): (&str, Vec<Function>)| {
        area::resources(area, &functions) + &functions.iter().map(of_function).collect::<String>()
    };
    areas(functions).into_iter().map(of_area).collect::<String>() + &scheduler(functions)
}

fn of_function(function: &Function) -> String {
    let starter = match function.start {
        Start::Endpoint(spec) => permission(function, spec),
        Start::Job(job) => schedule(function, job) + &stream(function, job),
    };
    lambda(function) + &starter
}

/// The function and its role. SAM would make a role by itself, but one that may write every log of the account.
fn lambda(function: &Function) -> String {
    let job = match function.start {
        Start::Endpoint(_) => String::new(),
        Start::Job(_) => named(include_str!("fragments/job.yaml"), function, &[("timeout_seconds", &JOB_TIMEOUT_SECONDS.to_string())]),
    };
    let values = [("summary", quoted(function.summary.1)), ("memory_megabytes", function.memory_megabytes.to_string())];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let text = named(include_str!("fragments/function.yaml"), function, &values);
    insert(&insert(&text, "job", &job), "statements", &policy::yaml(&policy::statements(function)))
}

fn named(fragment: &str, function: &Function, values: &[(&str, &str)]) -> String {
    let names = [("Function", function.resource()), ("binary", function.binary()), ("Area", camel_case(function.area()))];
    let names = names.each_ref().map(|(name, value)| (*name, value.as_str()));
    fill(&fill(fragment, &names), values)
}

/// API Gateway may call an endpoint on its own routes. Operator functions have none: IAM alone says who may call them.
fn permission(function: &Function, spec: &Spec) -> String {
    let pattern = route_pattern(spec.paths);
    let route = pattern.map(|pattern| format!("{}{pattern}", spec.method.as_str()));
    route.map_or_else(String::new, |route| named(include_str!("fragments/permission.yaml"), function, &[("route", &route)]))
}

/// One pattern that fits all paths: variables, and segments in which they differ, are `*`. One permission a function
/// keeps the stack small, and the API's own routes say the rest.
#[must_use]
pub fn route_pattern(paths: &[&str]) -> Option<String> {
    let starred = |path: &&str| {
        path.split('/').map(|segment| if segment.starts_with('{') { "*".to_owned() } else { segment.to_owned() }).collect::<Vec<_>>()
    };
    paths.iter().map(starred).reduce(|one, other| common(&one, &other)).map(|segments| segments.join("/"))
}

fn common(one: &[String], other: &[String]) -> Vec<String> {
    let mut segments: Vec<_> = one.iter().zip(other).map(|(one, other)| if one == other { one.clone() } else { "*".into() }).collect();
    // A `*` at the end fits several segments, too.
    if one.len() != other.len() && segments.last().is_none_or(|last| last != "*") {
        segments.push("*".into());
    }
    segments
}

fn schedule(function: &Function, job: &JobSpec) -> String {
    // A run that can't be started is given up once the next is near: jobs lose nothing by a run left out.
    let age_seconds = match job.schedule {
        Schedule::EveryMinutes(minutes) => (minutes * 60).clamp(60, 3600),
        Schedule::Daily { .. } | Schedule::Monthly { .. } => 3600,
    };
    let values = [("expression", job.schedule.expression()), ("age_seconds", age_seconds.to_string())];
    named(include_str!("fragments/schedule.yaml"), function, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// New outbox items start the job at once.
fn stream(function: &Function, job: &JobSpec) -> String {
    if job.on_outbox { named(include_str!("fragments/outbox.yaml"), function, &[]) } else { String::new() }
}

/// The scheduler's role: it may start each job, and keep what it could not start.
fn scheduler(functions: &[Function]) -> String {
    let jobs: Vec<_> = functions.iter().filter(|function| matches!(function.start, Start::Job(_))).collect();
    if jobs.is_empty() {
        return String::new();
    }
    let mut queues: Vec<_> = jobs.iter().map(|job| format!("- !GetAtt {}DeadLetters.Arn\n", camel_case(job.area()))).collect();
    queues.sort_unstable();
    queues.dedup();
    let targets: String = jobs.iter().map(|job| format!("- !GetAtt {}.Arn\n", job.resource())).collect();
    insert(&insert(include_str!("fragments/jobs.yaml"), "functions", &targets), "queues", &queues.concat())
}
