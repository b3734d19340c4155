//! Mail through two regions: SES in Tokyo, and SES in Osaka while Tokyo is down.

use crate::domain::mail_delivery::MailFailure;
use crate::domain::mail_route::{Circuit, Region};
use crate::domain::time::Timestamp;
use crate::ports::{Mail, Mailer, Undelivered};
use async_trait::async_trait;
use std::sync::{Mutex, PoisonError};

/// Two ways for mail.
pub struct Regions<M> {
    tokyo: M,
    osaka: M,
    circuit: Mutex<Circuit>,
}

impl<M: Mailer> Regions<M> {
    /// Tokyo, and Osaka for when it is down.
    #[must_use]
    pub fn new(tokyo: M, osaka: M) -> Self {
        Self { tokyo, osaka, circuit: Mutex::default() }
    }

    fn circuit(&self) -> Circuit {
        *self.circuit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn learn(&self, outcome: Result<(), MailFailure>, now: Timestamp) -> Circuit {
        let mut circuit = self.circuit.lock().unwrap_or_else(PoisonError::into_inner);
        *circuit = circuit.after(outcome, now);
        *circuit
    }

    async fn through_tokyo(&self, mail: &Mail, now: Timestamp) -> Result<(), Undelivered> {
        let Err(undelivered) = self.tokyo.send(mail, now).await else {
            self.learn(Ok(()), now);
            return Ok(());
        };
        if !self.learn(Err(undelivered.failure), now).falls_back(undelivered.failure, now) {
            return Err(undelivered);
        }
        tracing::warn!(cause = undelivered.cause, "Tokyo didn't take a mail; it goes through Osaka");
        self.osaka.send(mail, now).await
    }
}

#[async_trait]
impl<M: Mailer> Mailer for Regions<M> {
    async fn send(&self, mail: &Mail, now: Timestamp) -> Result<(), Undelivered> {
        match self.circuit().first(now) {
            Region::Tokyo => self.through_tokyo(mail, now).await,
            Region::Osaka => self.osaka.send(mail, now).await,
        }
    }
}
