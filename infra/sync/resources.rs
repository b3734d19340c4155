//! The resources of each function: itself, its role, and what may start it. Their YAML lies in `fragments/`.
//! Functions of one area that may do the same, to the letter, share one role, since a stack holds 500 resources.

use crate::area;
use crate::function::{Function, Start, areas, camel_case};
use crate::policy;
use crate::text::{fill, insert, quoted};
use shared::endpoint::{JobSpec, Spec};

/// How long a job may run.
const JOB_TIMEOUT_SECONDS: u32 = 300;

/// All resources that functions bring, sorted by area.
#[must_use]
pub fn resources(functions: &[Function]) -> String {
    let of_area = |(area, functions): (&str, Vec<Function>)| {
        let of_functions: String = functions.iter().map(|function| of_function(function, holder(function, &functions))).collect();
        area::resources(area, &functions) + &of_functions
    };
    areas(functions).into_iter().map(of_area).collect::<String>() + &scheduler(functions)
}

/// Whose role a function has: the first of its area that may do just what it may.
fn holder<'f>(function: &'f Function, area: &'f [Function]) -> &'f Function {
    let statements = policy::statements(function);
    area.iter().find(|other| policy::statements(other) == statements).unwrap_or(function)
}

fn of_function(function: &Function, holder: &Function) -> String {
    let role = if holder.name == function.name { role(function) } else { String::new() };
    let lambda = lambda(function, holder) + &role;
    match function.start {
        Start::Endpoint(_) | Start::Listener => lambda,
        Start::Job(job) => lambda + &schedule(function, job) + &stream(function, job),
    }
}

/// SAM would make a role by itself, but one that may write every log of the account.
fn role(function: &Function) -> String {
    insert(&named(include_str!("fragments/role.yaml"), function, &[]), "statements", &policy::yaml(&policy::statements(function)))
}

fn lambda(function: &Function, holder: &Function) -> String {
    let started = match function.start {
        Start::Endpoint(spec) => tags(spec).to_owned(),
        Start::Job(_) | Start::Listener => {
            named(include_str!("fragments/job.yaml"), function, &[("timeout_seconds", &JOB_TIMEOUT_SECONDS.to_string())])
        }
    };
    let values =
        [("summary", quoted(function.summary.1)), ("memory_megabytes", function.memory_megabytes.to_string()), ("Role", holder.resource())];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let text = named(include_str!("fragments/function.yaml"), function, &values);
    insert(&text, "started", &started)
}

fn named(fragment: &str, function: &Function, values: &[(&str, &str)]) -> String {
    let names = [("Function", function.resource()), ("binary", function.binary()), ("Area", camel_case(function.area()))];
    let names = names.each_ref().map(|(name, value)| (*name, value.as_str()));
    fill(&fill(fragment, &names), values)
}

/// API Gateway may call what has routes, by this tag; of an operator function IAM alone says who may call it.
fn tags(spec: &Spec) -> &'static str {
    if spec.paths.is_empty() { "" } else { "Tags: {started-by: api}" }
}

fn schedule(function: &Function, job: &JobSpec) -> String {
    // A stroke that can't be delivered is given up once the next is near: that one finds what wasn't done.
    let age_seconds = (job.schedule.stroke_minutes() * 60).clamp(60, 3600);
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
