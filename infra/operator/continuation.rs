//! What is left to do after an answer: large work is done in pages, and an answer says that there is more.

use crate::catalogue::Callable;
use crate::language::pick;
use serde_json::{Value, json};
use shared::caller::Language;
use std::time::Duration;

/// The longest that an answer may make the next call wait.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// The job that tells the rest of the organizations what an incident's answer says is `waiting`.
const INCIDENT_JOB: &str = "incident_watch";

/// How it goes on.
#[derive(Debug, PartialEq, Eq)]
pub enum Continuation {
    /// With the same call, until its answer says that there is no `more`.
    Again,
    /// With a job, until its answer says so.
    Job(&'static str),
}

/// How it goes on after an answer, if it does. What only reads doesn't: `more` says there that a list is longer.
pub fn after(callable: &Callable, answer: &Value) -> Option<Continuation> {
    let says = |member: &str| callable.writes && answer[member] == true;
    if says("more") {
        return Some(Continuation::Again);
    }
    (says("waiting") && callable.name.starts_with("incident_")).then_some(Continuation::Job(INCIDENT_JOB))
}

/// Whether it goes on after a further answer.
pub fn goes_on(continuation: &Continuation, last: &Value) -> bool {
    match continuation {
        Continuation::Again => last["more"] == true,
        Continuation::Job(_) => last["more"] == true || last["waiting"] == true,
    }
}

/// How long the next call is to wait: what isn't done by the function itself takes its time.
pub fn wait(answer: &Value) -> Duration {
    answer["wait_seconds"].as_u64().map_or(Duration::ZERO, Duration::from_secs).min(LONGEST_WAIT)
}

/// What is shown while it goes on: where it is and how much was looked at, for an answer that says so; else how much was done.
pub fn progress(name: &str, answer: &Value, done: u64, language: Language) -> String {
    let Some(state) = answer["state"].as_str() else {
        return pick(language, &format!("{name}: {done} 件"), &format!("{name}: {done} done"));
    };
    match (answer["looked_at"].as_u64().filter(|count| *count > 0), answer["of"].as_u64()) {
        (Some(count), Some(of)) => {
            pick(language, &format!("{name}: {state} {count} / {of} 件"), &format!("{name}: {state}, {count} of {of}"))
        }
        (Some(count), None) => pick(language, &format!("{name}: {state} {count} 件"), &format!("{name}: {state}, {count}")),
        (None, _) => format!("{name}: {state}"),
    }
}

impl Continuation {
    /// What is invoked, and with what.
    pub fn call(&self, callable: &Callable, payload: &Value) -> (&'static str, Value) {
        match self {
            Self::Again => (callable.name, payload.clone()),
            Self::Job(name) => (name, json!({})),
        }
    }

    /// Whether a job is invoked.
    pub const fn is_job(&self, callable: &Callable) -> bool {
        callable.is_job || matches!(self, Self::Job(_))
    }

    /// Whether the last answer is the one to show.
    pub const fn repeats(&self) -> bool {
        matches!(self, Self::Again)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalogue::Catalogue;
    use shared::caller::Language;

    #[test]
    fn writes_go_on_while_there_is_more_and_reads_never() {
        let catalogue = Catalogue::whole();
        let table = [
            ("erasure_run", json!({ "done": 3, "failed": 0, "more": true }), Some(Continuation::Again)),
            ("erasure_run", json!({ "done": 3, "failed": 0, "more": false }), None),
            ("incident_open", json!({ "waiting": true }), Some(Continuation::Job(INCIDENT_JOB))),
            ("incident_report", json!({ "waiting": false }), None),
            ("contract_end", json!({ "waiting": true }), None),
            ("mail_list", json!({ "more": true }), None),
            ("backup_restore", json!({ "state": "restoring", "more": true }), Some(Continuation::Again)),
            ("backup_restore", json!({ "state": "failed", "more": false }), None),
        ];
        for (name, answer, expected) in table {
            let callable = catalogue.named(name, Language::English).unwrap();
            assert_eq!(after(callable, &answer), expected, "{name} {answer}");
        }
        assert!(catalogue.named(INCIDENT_JOB, Language::English).unwrap().is_job);
    }

    #[test]
    fn who_waits_sees_where_it_is_and_calls_no_sooner_than_is_worth_it() {
        let table = [
            (json!({ "done": 3, "more": true }), 0, "f: 3 done"),
            (json!({ "state": "restoring", "looked_at": 0, "of": 9, "wait_seconds": 12 }), 12, "f: restoring"),
            (json!({ "state": "mending", "looked_at": 4, "of": 9, "wait_seconds": null }), 0, "f: mending, 4 of 9"),
            (json!({ "state": "checking", "looked_at": 4, "of": null, "wait_seconds": 999 }), 60, "f: checking, 4"),
        ];
        for (answer, seconds, shown) in table {
            assert_eq!(wait(&answer), Duration::from_secs(seconds), "{answer}");
            assert_eq!(progress("f", &answer, 3, Language::English), shown);
        }
    }
}
