//! What is left to do after an answer: large work is done in pages, and an answer says that there is more.

use crate::catalogue::Callable;
use serde_json::{Value, json};

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
        ];
        for (name, answer, expected) in table {
            let callable = catalogue.named(name, Language::English).unwrap();
            assert_eq!(after(callable, &answer), expected, "{name} {answer}");
        }
        assert!(catalogue.named(INCIDENT_JOB, Language::English).unwrap().is_job);
    }
}
