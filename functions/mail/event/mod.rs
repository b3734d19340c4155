//! mail_event: hears of bounces and complaints. What remains of a mail says that it came back; mail to the address stops, its
//! account says so, and the organization's administrators are told, in one transaction; an address that nobody has leaves nothing
//! behind.

use super::attempt::{BOUNCED, DELIVERED};
use super::suppression::suppressed;
use shared::caller::Tenant;
use shared::change::{Change, Technical};
use shared::domain::id::MailId;
use shared::domain::mail_event::{MailEvent, MailEventKind};
use shared::endpoint::{Grant, Listener, ListenerSpec};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key;
use shared::ports::{Action, Condition, Failure, Item, Operation, Query, text};

/// The listener.
pub struct MailEventHear;

impl Listener for MailEventHear {
    const SPEC: ListenerSpec = ListenerSpec {
        name: "mail_event",
        summary: ("不達や申告のあった宛先への送信を止める", "Stop mail to addresses that bounce or complain"),
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::MailAddress],
    };

    async fn hear(run: &Run<'_>, event: &MailEvent) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        if let Some(mail) = event.mail.filter(|_| event.kind == MailEventKind::PermanentBounce) {
            came_back(run, mail).await?;
        }
        let Some(suppression) = event.suppresses() else { return Ok(outcome) };
        for address in &event.recipients {
            if let Some(change) = suppressed(&run.view, address, suppression).await? {
                run.commit(change).await?;
                outcome.done += 1;
            }
        }
        Ok(outcome)
    }
}

// What remains of the mail says so, whoever it was for: a contact need not have an account.
async fn came_back(run: &Run<'_>, mail: MailId) -> Result<()> {
    let key::Place { index, partition, .. } = key::service_finished_mail(mail);
    let query = Query { index: Some(index), partition, range: None, descending: false, limit: 1, after: None };
    let Some(found) = run.view.query(&query).await?.items.into_iter().next() else { return Ok(()) };
    let organization = text(&found, "pk")?.split('#').next().unwrap_or_default().parse().map_err(Error::internal)?;
    let place = key::delivered_mail(Tenant::of_service(organization), mail);
    let delivered = Condition::Equals("state", DELIVERED.into());
    let action = Action::Put(Item::from_iter(found.into_iter().chain([("state".to_owned(), BOUNCED.into())])));
    let bounced = Operation { key: place, action, conditions: vec![delivered], failure: Failure::Conflict("record_changed") };
    match run.commit(Change::reply(()).technical(Technical::MailDelivery, bounced)).await {
        // The same event may come twice.
        Err(Error::Conflict(_)) => Ok(()),
        committed => committed,
    }
}
