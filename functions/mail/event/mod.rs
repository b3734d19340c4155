//! mail_event: hears of bounces and complaints. What remains of a mail says that it came back; mail to the address stops, its account says so, and the organization's
//! administrators are told, in one transaction; an address that nobody has leaves nothing behind.

use crate::accounts::{account_key, administrators};
use crate::mail::attempt::{BOUNCED, DELIVERED};
use crate::sessions::Address;
use shared::caller::Tenant;
use shared::change::{Change, Companion, Technical, item};
use shared::domain::account::{Account, AccountState};
use shared::domain::id::MailId;
use shared::domain::mail_address::MailAddress;
use shared::domain::mail_event::{MailEvent, MailEventKind, MailSuppression};
use shared::domain::timeline::Event;
use shared::endpoint::{Grant, Listener, ListenerSpec};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key;
use shared::mail::{MailKind, outgoing};
use shared::ports::{Action, Condition, Failure, Item, Operation, Query, text};
use shared::view::View;

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
            outcome.done += u32::from(suppress(run, address, suppression).await?);
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

async fn suppress(run: &Run<'_>, address: &MailAddress, suppression: MailSuppression) -> Result<bool> {
    let view = &run.view;
    let hash = view.mail_hash(address).await?;
    let (account_place, place) = (key::service_mail_address(&hash), key::service_mail_suppression(&hash));
    let batch = view.batch(&[account_place.clone(), place.clone()]).await?;
    let Some(found) = batch.item::<Address>(&account_place)? else { return Ok(false) };
    // The same event may come twice, and a bounce of each mail that was on its way.
    if batch.has(&place) {
        return Ok(false);
    }
    let tenant = Tenant::of_service(found.organization);
    let stored = view.load_open::<Account>(tenant, &account_key(tenant, found.account)).await?;
    if stored.state == AccountState::Deleted {
        return Ok(false);
    }
    let suppressed = Account { mail_suppression: Some(suppression), ..stored.record() };
    let mark = item(&serde_json::json!({ "organization": tenant.id(), "account": found.account, "suppression": suppression }))?;
    let change = Change::reply(())
        .update(tenant, &stored, &suppressed, Event::MailSuppressed)?
        .with(Companion::MailSuppression, Operation::create(place, mark, Failure::Conflict("record_changed")));
    run.commit(told(view, tenant, &stored, suppression, change).await?).await.map(|()| true)
}

// Everybody who can do something about it but the one whom no mail reaches.
async fn told(
    view: &View<'_>,
    tenant: Tenant,
    account: &Account,
    suppression: MailSuppression,
    mut change: Change<()>,
) -> Result<Change<()>> {
    let opened = || Error::internal("an account that wasn't opened");
    let (name, address) = (account.name.get().ok_or_else(opened)?, account.mail_address.get().ok_or_else(opened)?);
    for to in administrators(view, tenant).await?.into_iter().filter(|to| to != address) {
        let content = crate::mail::text::mail_suppressed(name.as_str(), suppression);
        change = change.mail(tenant, outgoing(view, tenant, MailKind::MailSuppressed, to, content)?);
    }
    Ok(change)
}
