//! mail_event: hears of bounces and complaints. What remains of a mail says that it came back; mail to the address stops, its
//! account says so, and the organization's administrators are told, in one transaction; an address that nobody has leaves nothing
//! behind.

use super::suppression::{bounced, suppressed};
use shared::change::{Change, Technical};
use shared::domain::mail_event::MailEvent;
use shared::endpoint::{Grant, Listener, ListenerSpec};
use shared::error::Result;
use shared::job::{Outcome, Run};

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
        if let Some(bounced) = bounced(&run.view, event).await? {
            run.commit(Change::reply(()).technical(Technical::MailDelivery, bounced)).await?;
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
