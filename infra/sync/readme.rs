//! The tables of the documents: who may call what.

use crate::error::{Error, Result};
use shared::domain::role::Role;
use shared::endpoint::{Access, JobRoute, ListenerRoute, Route, Schedule, Spec};

/// The document with the lines between `<!-- name:begin -->` and `<!-- name:end -->` replaced.
///
/// # Errors
/// Where the document has no such marks.
pub fn replaced(document: &str, text: &str, name: &str, table: &str) -> Result<String> {
    let (begin, end) = (format!("<!-- {name}:begin -->"), format!("<!-- {name}:end -->"));
    let around = text.split_once(&begin).and_then(|(head, rest)| Some((head, rest.split_once(&end)?.1)));
    let (head, tail) = around.ok_or_else(|| Error::new(format!("{document} has no lines {begin} and {end} to put its table between")))?;
    Ok(format!("{head}{begin}\n{table}{end}{tail}"))
}

/// The endpoints, operator functions and jobs.
#[must_use]
pub fn endpoints(routes: &[Route], jobs: &[JobRoute], listeners: &[ListenerRoute]) -> String {
    let mut table = String::from("| Function | Request | Who | What it does |\n|---|---|---|---|\n");
    for route in routes {
        let Spec { name, summary: (_, summary), .. } = route.spec;
        table.push_str(&format!("| `{name}` | {} | {} | {summary} |\n", request(route.spec), who(route.spec.access)));
    }
    table.push_str("\n| Job | When (JST) | What it does |\n|---|---|---|\n");
    for job in jobs {
        let outbox = if job.spec.on_outbox { ", and at once when the outbox grows" } else { "" };
        table.push_str(&format!("| `{}` | {}{outbox} | {} |\n", job.spec.name, when(job.spec.schedule), job.spec.summary.1));
    }
    for listener in listeners {
        table.push_str(&format!(
            "| `{}` | when a mail bounces or is complained about | {} |\n",
            listener.spec.name, listener.spec.summary.1
        ));
    }
    table
}

fn request(spec: &Spec) -> String {
    let paths: Vec<_> = spec.paths.iter().map(|path| format!("`{} {path}`", spec.method.as_str())).collect();
    if paths.is_empty() { format!("`make invoke FUNCTION={}`", spec.name) } else { paths.join("<br>") }
}

fn who(access: Access) -> &'static str {
    match access {
        Access::Anyone => "anyone",
        Access::SignedIn => "every account",
        Access::Role(role) => role.as_str(),
        Access::Operator => "the operator, through IAM",
    }
}

fn when(schedule: Schedule) -> String {
    match schedule {
        Schedule::EveryMinutes(1) => "every minute".into(),
        Schedule::EveryMinutes(minutes) => format!("every {minutes} minutes"),
        Schedule::Daily { hour, minute } => format!("daily at {hour:02}:{minute:02}"),
        Schedule::Weekly { day, hour } => format!("weekly on {day} at {hour:02}:00"),
        Schedule::Monthly { hour } => format!("on the first of the month at {hour:02}:00"),
    }
}

/// Which role may call which endpoint.
#[must_use]
pub fn roles(routes: &[Route]) -> String {
    let heads: Vec<_> = Role::ALL.iter().map(|role| format!("{}<br>{}", role.label().1, role.label().0)).collect();
    let mut table = format!("| Function | {} |\n|---|{}\n", heads.join(" | "), ":-:|".repeat(heads.len()));
    for route in routes.iter().filter(|route| route.spec.access != Access::Operator) {
        let cells: Vec<_> = Role::ALL.iter().map(|role| if may(*role, route.spec.access) { "●" } else { "" }).collect();
        let anyone = if route.spec.access == Access::Anyone { " (anyone)" } else { "" };
        table.push_str(&format!("| `{}`{anyone} | {} |\n", route.spec.name, cells.join(" | ")));
    }
    table
}

const fn may(role: Role, access: Access) -> bool {
    match access {
        Access::Anyone | Access::SignedIn => true,
        Access::Role(needed) => role.includes(needed),
        Access::Operator => false,
    }
}
