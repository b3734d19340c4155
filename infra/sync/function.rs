//! Endpoints and jobs alike, as the generated files see them.

use shared::endpoint::{Access, Grant, JobRoute, JobSpec, ListenerRoute, ListenerSpec, Route, Spec};

/// What starts a function.
#[derive(Clone, Copy, Debug)]
pub enum Start {
    /// A request, or the operator.
    Endpoint(&'static Spec),
    /// The clock, or the table's stream.
    Job(&'static JobSpec),
    /// What became of mail.
    Listener,
}

/// A function of the product.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// `noun_verb`.
    pub name: &'static str,
    /// What it does: Japanese, English.
    pub summary: (&'static str, &'static str),
    /// What it may touch.
    pub grants: &'static [Grant],
    /// Lambda memory.
    pub memory_megabytes: u16,
    /// What starts it.
    pub start: Start,
}

/// What a job gets; its spec doesn't say.
const JOB_MEMORY_MEGABYTES: u16 = 256;

impl Function {
    /// An endpoint.
    #[must_use]
    pub const fn of_endpoint(spec: &'static Spec) -> Self {
        Self {
            name: spec.name,
            summary: spec.summary,
            grants: spec.grants,
            memory_megabytes: spec.memory_megabytes,
            start: Start::Endpoint(spec),
        }
    }

    /// A job.
    #[must_use]
    pub const fn of_job(spec: &'static JobSpec) -> Self {
        Self {
            name: spec.name,
            summary: spec.summary,
            grants: spec.grants,
            memory_megabytes: JOB_MEMORY_MEGABYTES,
            start: Start::Job(spec),
        }
    }

    /// A listener.
    #[must_use]
    pub const fn of_listener(spec: &'static ListenerSpec) -> Self {
        Self { name: spec.name, summary: spec.summary, grants: spec.grants, memory_megabytes: JOB_MEMORY_MEGABYTES, start: Start::Listener }
    }

    /// All of them, in the order of the lists.
    #[must_use]
    pub fn all(routes: &[Route], jobs: &[JobRoute], listeners: &[ListenerRoute]) -> Vec<Self> {
        let endpoints = routes.iter().map(|route| Self::of_endpoint(route.spec));
        let jobs = jobs.iter().map(|job| Self::of_job(job.spec));
        endpoints.chain(jobs).chain(listeners.iter().map(|listener| Self::of_listener(listener.spec))).collect()
    }

    /// The name of its resource: `claim_submit` is `ClaimSubmit`.
    #[must_use]
    pub fn resource(&self) -> String {
        camel_case(self.name)
    }

    /// The name of its binary: `claim_submit` is `claim-submit`.
    #[must_use]
    pub fn binary(&self) -> String {
        self.name.replace('_', "-")
    }

    /// The noun of its name. The functions of an area share a log group, a queue and alarms.
    #[must_use]
    pub fn area(&self) -> &'static str {
        self.name.split('_').next().unwrap_or(self.name)
    }

    /// Whether it checks the access token of a session, and so reads the public keys.
    #[must_use]
    pub const fn checks_session(&self) -> bool {
        matches!(self.start, Start::Endpoint(Spec { access: Access::SignedIn | Access::Role(_), .. } | Spec { knows_members: true, .. }))
    }
}

/// `dead_letters` is `DeadLetters`.
#[must_use]
pub fn camel_case(name: &str) -> String {
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
    };
    name.split('_').map(capitalised).collect()
}

/// The areas in alphabetical order, each with its functions in the order of the lists.
#[must_use]
pub fn areas(functions: &[Function]) -> Vec<(&'static str, Vec<Function>)> {
    let mut names: Vec<_> = functions.iter().map(Function::area).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| (name, functions.iter().filter(|function| function.area() == name).copied().collect())).collect()
}
