//! Functions that hear what became of mail: neither a caller nor the clock starts them, but the mail's provider.

use super::{BoxFuture, Grant};
use crate::domain::mail_event::MailEvent;
use crate::error::Result;
use crate::job::{Outcome, Run};

/// Everything that is to be known about a listener.
#[derive(Debug)]
pub struct ListenerSpec {
    /// `noun_verb`.
    pub name: &'static str,
    /// What it does: Japanese, English.
    pub summary: (&'static str, &'static str),
    /// What it may touch.
    pub grants: &'static [Grant],
}

/// A listener. It commits through [`Run::commit`] and is safe to hear the same twice.
pub trait Listener: Send + Sync + 'static {
    /// Everything about it.
    const SPEC: ListenerSpec;
    /// Does what follows from one event.
    fn hear(run: &Run<'_>, event: &MailEvent) -> impl Future<Output = Result<Outcome>> + Send;
}

/// A listener without its type, as LISTENERS holds it.
pub struct ListenerRoute {
    /// Everything about it.
    pub spec: &'static ListenerSpec,
    /// Does what follows from some events.
    pub call: for<'a> fn(&'a crate::world::World, &'a [MailEvent]) -> BoxFuture<'a, Result<Outcome>>,
}

impl ListenerRoute {
    /// The route of a listener.
    #[must_use]
    pub const fn of<L: Listener>() -> Self {
        Self { spec: &L::SPEC, call: |world, events| Box::pin(crate::job::hear::<L>(world, events)) }
    }
}
