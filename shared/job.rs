//! Scheduled jobs: each run commits its work in bounded pages through the one path that writes.

pub mod ledger;

use crate::change::Change;
use crate::commit::{self, Author};
use crate::domain::id::{Identifier, RequestId, Unique};
use crate::domain::mail_delivery::MailFailure;
use crate::domain::mail_event::MailEvent;
use crate::domain::time::Timestamp;
use crate::domain::timeline::Actor;
use crate::endpoint::{Grant, Job, Listener};
use crate::error::Result;
use crate::ports::{Context, Mail, Undelivered};
use crate::view::View;
use crate::world::{MAIL_ABROAD_KEY, World};

/// What a run did, for the log and for who started it by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Outcome {
    /// How many things were done.
    pub done: u32,
    /// How many failed and will be tried again.
    pub failed: u32,
    /// Whether more waits: the next run goes on.
    pub more: bool,
}

/// One run of a job.
pub struct Run<'w> {
    /// Reads, time and randomness.
    pub view: View<'w>,
    actor: Actor,
    request: String,
    scheduled_at: Timestamp,
}

impl<'w> Run<'w> {
    // For the pipeline and the access tests.
    #[doc(hidden)]
    #[must_use]
    pub fn new(view: View<'w>, name: &str, request: String) -> Self {
        Self { scheduled_at: view.now(), view, actor: Actor::Job { name: name.into() }, request }
    }

    /// The time of the schedule that this run is for; by hand, the latest.
    #[must_use]
    pub const fn scheduled_at(&self) -> Timestamp {
        self.scheduled_at
    }

    /// Hands a mail to the provider, and says whether it took it.
    ///
    /// # Errors
    /// Where the function was not granted to.
    pub async fn send(&self, mail: &Mail) -> Result<std::result::Result<(), Undelivered>> {
        self.view.require(Grant::SendMail)?;
        Ok(self.view.world.mailer.send(mail, self.view.now()).await)
    }

    /// Hands a mail to the provider abroad, and says whether it took it.
    ///
    /// # Errors
    /// Where the function was not granted to.
    pub async fn send_abroad(&self, mail: &Mail) -> Result<std::result::Result<(), Undelivered>> {
        self.view.require(Grant::SendMail)?;
        let world = self.view.world;
        match world.key(Context::Service(MAIL_ABROAD_KEY), None).await {
            Ok((_, key)) => Ok(world.mail_abroad.send(mail, &key, self.view.now()).await),
            Err(error) => {
                let cause = error.cause().unwrap_or_else(|| error.code()).to_owned();
                Ok(Err(Undelivered { failure: MailFailure::ProviderMisconfigured, cause, retry_after_seconds: None }))
            }
        }
    }

    /// A new key of the service, wrapped.
    ///
    /// # Errors
    /// Where KMS is away.
    pub async fn new_service_key(&self, name: &'static str) -> Result<Vec<u8>> {
        self.view.require(Grant::MakeServiceKeys)?;
        let kms_key = &self.view.settings().service_key;
        Ok(self.view.world.keys.generate(kms_key, Context::Service(name)).await?.1)
    }

    /// Wraps a secret of the service.
    ///
    /// # Errors
    /// Where KMS is away.
    pub async fn wrap_service_secret(&self, name: &'static str, secret: &[u8]) -> Result<Vec<u8>> {
        self.view.require(Grant::MakeServiceKeys)?;
        self.view.world.keys.wrap(&self.view.settings().service_key, Context::Service(name), secret).await
    }

    /// Commits one piece of the work, in the name of the job.
    ///
    /// # Errors
    /// What the failed condition means, or where the store is away.
    pub async fn commit(&self, change: Change<()>) -> Result<()> {
        let author = Author { actor: &self.actor, name: None, request: self.request.clone(), rights: None };
        commit::commit(&self.view, &author, &change, None).await
    }
}

/// Runs a job: for the time of its schedule at which the clock struck, unless that is done or in work, or by hand.
///
/// # Errors
/// What stopped it; what was committed before stays.
pub async fn run<J: Job>(world: &World, struck_at: Option<Timestamp>) -> Result<Outcome> {
    let view = View::new(world, J::SPEC.name, J::SPEC.grants);
    let request = RequestId::from_unique(Unique::new(view.now(), view.random()?)).to_string();
    let scheduled_at = J::SPEC.schedule.latest(struck_at.unwrap_or_else(|| view.now()));
    let run = Run { scheduled_at, ..Run::new(view, J::SPEC.name, request.clone()) };
    let outcome = match struck_at {
        Some(_) => ledger::once(&run, &J::SPEC, J::run(&run)).await,
        None => J::run(&run).await,
    };
    match &outcome {
        Ok(Outcome { done: 0, failed: 0, .. }) => tracing::debug!(function = J::SPEC.name, request_id = request, "idle"),
        Ok(outcome) => tracing::info!(
            function = J::SPEC.name,
            request_id = request,
            done = outcome.done,
            failed = outcome.failed,
            more = outcome.more,
            "done"
        ),
        Err(error) => tracing::error!(function = J::SPEC.name, request_id = request, code = error.code(), cause = error.cause(), "failed"),
    }
    outcome
}

/// Lets a listener do what follows from events.
///
/// # Errors
/// What stopped it; what was committed before stays, and hearing it again does no harm.
pub async fn hear<L: Listener>(world: &World, events: &[MailEvent]) -> Result<Outcome> {
    let view = View::new(world, L::SPEC.name, L::SPEC.grants);
    let request = RequestId::from_unique(Unique::new(view.now(), view.random()?)).to_string();
    let (run, mut outcome) = (Run::new(view, L::SPEC.name, request.clone()), Outcome::default());
    for event in events {
        match L::hear(&run, event).await {
            Ok(heard) => outcome.done += heard.done,
            Err(error) => {
                tracing::error!(function = L::SPEC.name, request_id = request, code = error.code(), cause = error.cause(), "failed");
                return Err(error);
            }
        }
    }
    tracing::info!(function = L::SPEC.name, request_id = request, events = events.len(), done = outcome.done, "heard");
    Ok(outcome)
}
