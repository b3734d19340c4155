//! What an endpoint is: one constant that says all about it, one handler that decides. Everything else is derived.

use crate::domain::role::Role;
use crate::{caller::Caller, change::Change, error::Result, job::Run, view::View};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use std::{future::Future, pin::Pin};

/// A boxed future, for the tables that hold endpoints of every type.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The HTTP methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or does something to a record.
    Post,
    /// Replaces or attaches.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Whether the method changes something.
    #[must_use]
    pub const fn writes(self) -> bool {
        !matches!(self, Self::Get)
    }
}

/// Who may call an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, signed in or not.
    Anyone,
    /// Every signed-in account, whatever its role.
    SignedIn,
    /// Accounts that hold the role, or one that includes it.
    Role(Role),
    /// The operator, through IAM; there is no public route.
    Operator,
}

/// What a function may touch. It becomes the function's IAM policy, and the [`View`] and the commit refuse the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    /// Read the data table.
    Read,
    /// Write the data table in transactions.
    Write,
    /// Seal and open personal fields, and search by blind index.
    Personal,
    /// Make and read the cursors of long lists.
    Cursor,
    /// Find accounts by mail address (the service-wide keyed hash).
    MailAddress,
    /// Sign access tokens.
    SignToken,
    /// Send mail.
    SendMail,
    /// Make an organization's keys.
    MakeKeys,
    /// Make the service's own keys.
    MakeServiceKeys,
    /// Write and read an organization's documents, and hand out links to them.
    Documents,
    /// Write and read what stays after an organization is erased.
    Records,
    /// Sign seals of the timeline and certificates of erasure.
    SignRecords,
    /// Schedule an organization's KMS key to be deleted.
    EndKeys,
}

impl Grant {
    /// Every grant.
    pub const ALL: &'static [Self] = &[
        Self::Read,
        Self::Write,
        Self::Personal,
        Self::Cursor,
        Self::MailAddress,
        Self::SignToken,
        Self::SendMail,
        Self::MakeKeys,
        Self::MakeServiceKeys,
        Self::Documents,
        Self::Records,
        Self::SignRecords,
        Self::EndKeys,
    ];
}

/// Everything that is to be known about an endpoint from outside.
#[derive(Debug)]
pub struct Spec {
    /// `noun_verb`: names the directory, the binary, the resource and the operation.
    pub name: &'static str,
    /// What it does, for documents: Japanese, English.
    pub summary: (&'static str, &'static str),
    /// The method.
    pub method: Method,
    /// The paths, with `{id}` for variables; empty for operator functions.
    pub paths: &'static [&'static str],
    /// Who may call.
    pub access: Access,
    /// What it may touch.
    pub grants: &'static [Grant],
    /// The status of a success.
    pub status: u16,
    /// The reply holds a secret: no idempotency record keeps it.
    pub secret_reply: bool,
    /// Open to sessions that still lack the second factor that their organization demands: what enrols one.
    pub before_second_factor: bool,
    /// The reply is a page for people: the output's `html` is sent as it is.
    pub page: bool,
    /// Lambda memory; CPU grows with it.
    pub memory_megabytes: u16,
}

impl Spec {
    /// What most endpoints have: `Spec { name, …, ..Spec::USUAL }`.
    pub const USUAL: Self = Self {
        name: "",
        summary: ("", ""),
        method: Method::Get,
        paths: &[],
        access: Access::Operator,
        grants: &[],
        status: 200,
        secret_reply: false,
        before_second_factor: false,
        page: false,
        memory_megabytes: 256,
    };

    /// Whether an `Idempotency-Key` is taken: by signed-in writes whose reply holds no secret.
    #[must_use]
    pub fn takes_idempotency_key(&self) -> bool {
        self.method.writes() && !self.secret_reply && matches!(self.access, Access::SignedIn | Access::Role(_)) && self.has(Grant::Personal)
    }

    /// Whether the function was granted this.
    #[must_use]
    pub const fn has(&self, grant: Grant) -> bool {
        has(self.grants, grant)
    }
}

/// An endpoint: the pipeline admits the caller, parses the input, calls `handle`, and commits what it returns.
pub trait Endpoint: Send + Sync + 'static {
    /// Everything about it.
    const SPEC: Spec;
    /// Path variables, query parameters and the members of the JSON body, in one struct that denies unknown fields.
    type Input: DeserializeOwned + JsonSchema + Send;
    /// The reply's body.
    type Output: Serialize + JsonSchema + Send + Sync;

    /// Decides. It can read through the view but not write: the change it returns is committed by the pipeline.
    fn handle(caller: &Caller, input: Self::Input, view: &View<'_>) -> impl Future<Output = Result<Change<Self::Output>>> + Send;
}

/// An endpoint without its types, as ROUTES holds it.
pub struct Route {
    /// Everything about it.
    pub spec: &'static Spec,
    /// Serves one request.
    pub call: for<'a> fn(&'a crate::world::World, crate::pipeline::Incoming) -> BoxFuture<'a, crate::pipeline::Outgoing>,
    /// The JSON schemas of input and output.
    pub schemas: fn(&mut SchemaGenerator) -> (Schema, Schema),
}

impl Route {
    /// The route of an endpoint.
    #[must_use]
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            spec: &E::SPEC,
            call: |world, incoming| Box::pin(crate::pipeline::serve::<E>(world, incoming)),
            schemas: |generator| (generator.subschema_for::<E::Input>(), generator.subschema_for::<E::Output>()),
        }
    }
}

/// When a job runs, in Japan Standard Time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Every so many minutes.
    EveryMinutes(u32),
    /// Every day at an hour and minute.
    Daily {
        /// 0–23.
        hour: u32,
        /// 0–59.
        minute: u32,
    },
    /// On the first day of every month at an hour.
    Monthly {
        /// 0–23.
        hour: u32,
    },
}

impl Schedule {
    /// The first time after another at which the job is due, for the local cloud's scheduler.
    #[must_use]
    pub fn next_after(self, last: crate::domain::time::Timestamp) -> crate::domain::time::Timestamp {
        use chrono::{Datelike, Days, Months, TimeDelta};
        let midnight = |day: chrono::NaiveDate| {
            day.and_time(chrono::NaiveTime::MIN).and_local_timezone(crate::domain::time::JST).earliest().unwrap_or(last)
        };
        let today = crate::domain::time::day(last);
        match self {
            Self::EveryMinutes(minutes) => last + TimeDelta::minutes(minutes.into()),
            Self::Daily { hour, minute } => {
                let at = |day| midnight(day) + TimeDelta::minutes(i64::from(hour * 60 + minute));
                if at(today) > last { at(today) } else { at(today + Days::new(1)) }
            }
            Self::Monthly { hour } => {
                let first = today.with_day(1).unwrap_or(today);
                let at = |day| midnight(day) + TimeDelta::hours(hour.into());
                if at(first) > last { at(first) } else { at(first + Months::new(1)) }
            }
        }
    }

    /// As EventBridge Scheduler writes it (time zone Asia/Tokyo).
    #[must_use]
    pub fn expression(self) -> String {
        match self {
            Self::EveryMinutes(1) => "rate(1 minute)".into(),
            Self::EveryMinutes(minutes) => format!("rate({minutes} minutes)"),
            Self::Daily { hour, minute } => format!("cron({minute} {hour} * * ? *)"),
            Self::Monthly { hour } => format!("cron(0 {hour} 1 * ? *)"),
        }
    }
}

/// Everything that is to be known about a scheduled job.
#[derive(Debug)]
pub struct JobSpec {
    /// `noun_verb`.
    pub name: &'static str,
    /// What it does: Japanese, English.
    pub summary: (&'static str, &'static str),
    /// When it runs.
    pub schedule: Schedule,
    /// Whether the table's stream starts it, too.
    pub on_outbox: bool,
    /// What it may touch.
    pub grants: &'static [Grant],
}

impl JobSpec {
    /// Whether the job was granted this.
    #[must_use]
    pub const fn has(&self, grant: Grant) -> bool {
        has(self.grants, grant)
    }
}

// In a const context, so that a binary leaves out what its function was not granted.
pub(crate) const fn has(grants: &[Grant], wanted: Grant) -> bool {
    let mut place = 0;
    while place < grants.len() {
        if grants[place] as u8 == wanted as u8 {
            return true;
        }
        place += 1;
    }
    false
}

/// A scheduled job. It commits through [`Run::commit`], in bounded pages, and is safe to run twice or late.
pub trait Job: Send + Sync + 'static {
    /// Everything about it.
    const SPEC: JobSpec;
    /// Does one run's work.
    fn run(run: &Run<'_>) -> impl Future<Output = Result<crate::job::Outcome>> + Send;
}

/// A job without its type, as JOBS holds it.
pub struct JobRoute {
    /// Everything about it.
    pub spec: &'static JobSpec,
    /// Does one run's work.
    pub call: for<'a> fn(&'a crate::world::World) -> BoxFuture<'a, Result<crate::job::Outcome>>,
}

impl JobRoute {
    /// The route of a job.
    #[must_use]
    pub const fn of<J: Job>() -> Self {
        Self { spec: &J::SPEC, call: |world| Box::pin(crate::job::run::<J>(world)) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn schedules_are_due_in_japan() {
        let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap();
        let daily = Schedule::Daily { hour: 2, minute: 0 };
        let table = [
            (Schedule::EveryMinutes(1), "2026-01-31T23:59:30+09:00", "2026-02-01T00:00:30+09:00"),
            (daily, "2026-01-31T01:59:59+09:00", "2026-01-31T02:00:00+09:00"),
            (daily, "2026-01-31T02:00:00+09:00", "2026-02-01T02:00:00+09:00"),
            (Schedule::Monthly { hour: 3 }, "2026-12-01T03:00:00+09:00", "2027-01-01T03:00:00+09:00"),
            (Schedule::Monthly { hour: 3 }, "2026-12-01T02:00:00+09:00", "2026-12-01T03:00:00+09:00"),
        ];
        for (schedule, last, next) in table {
            assert_eq!(schedule.next_after(at(last)), at(next), "{schedule:?} {last}");
        }
        assert_eq!(daily.expression(), "cron(0 2 * * ? *)");
    }
}
