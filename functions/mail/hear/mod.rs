//! POST /api/mail-events/mailgun: hears from the mail provider abroad of failures and complaints. They have the same consequences as
//! those that the cloud's own mail reports. Who has no key can't sign, and what was signed counts once and for five minutes.

use super::suppression::{bounced, suppressed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::caller::Caller;
use shared::change::{Change, Technical, expiring};
use shared::domain::mail_signature::{FRESH_MINUTES, MailSignature};
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::ports::{Failure, Item, Operation};
use shared::seal::sha256;
use shared::view::View;

/// The endpoint.
pub struct MailHear;

/// What the provider tells, and its signature.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The signature.
    pub signature: MailSignature,
    /// What became of a mail, in the provider's own form.
    #[serde(rename = "event-data")]
    pub event: Value,
}

/// That it was heard.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Whether mail to an address is stopped from now on.
    pub suppressed: bool,
}

impl Endpoint for MailHear {
    const SPEC: Spec = Spec {
        name: "mail_hear",
        summary: ("国外のメール送信事業者から、不達や申告の通知を受ける", "Hear of bounces and complaints from the mail provider abroad"),
        method: Method::Post,
        paths: &["/api/mail-events/mailgun"],
        access: Access::Anyone,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::MailAddress, Grant::HearMail],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        view.check_mail_abroad(&input.signature).await?;
        let place = key::service_mail_event(&sha256(input.signature.token.as_bytes()));
        if view.batch(std::slice::from_ref(&place)).await?.has(&place) {
            return Err(Error::Conflict(USED));
        }
        let event = view.heard_of_mail(&input.event)?;
        let found = match event.as_ref().and_then(|event| Some((event.recipients.first()?, event.suppresses()?))) {
            Some((address, suppression)) => suppressed(view, address, suppression).await?,
            None => None,
        };
        let returned = match &event {
            Some(event) => bounced(view, event).await?,
            None => None,
        };
        let output = Output { suppressed: found.is_some() };
        // Kept for longer than any signature holds, which may lie as far ahead as it may be old.
        let until = view.now() + chrono::TimeDelta::minutes(3 * FRESH_MINUTES);
        let heard = Operation::create(place.clone(), expiring(Item::new(), &place, until), Failure::Conflict(USED));
        let mut change = found.unwrap_or_else(|| Change::reply(())).by_function(Self::SPEC.name);
        if let Some(returned) = returned {
            change = change.technical(Technical::MailDelivery, returned);
        }
        Ok(change.technical(Technical::MailEventHeard, heard).replying(output))
    }
}

const USED: &str = "mail_event_used";
