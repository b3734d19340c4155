//! What follows of a bounce or a complaint: what remains of the mail says that it came back, and mail to the address stops: its account says so, and the organization's administrators are told, in one transaction.

use super::attempt::{BOUNCED, DELIVERED};
use crate::accounts::{account_key, administrators};
use crate::sessions::Address;
use shared::caller::Tenant;
use shared::change::{Change, Companion, item};
use shared::domain::account::{Account, AccountState};
use shared::domain::mail_address::MailAddress;
use shared::domain::mail_event::{MailEvent, MailEventKind, MailSuppression};
use shared::domain::timeline::Event;
use shared::error::{Error, Result};
use shared::key;
use shared::mail::{MailKind, outgoing};
use shared::ports::{Action, Condition, Failure, Item, Operation, Query, text};
use shared::view::View;

/// What has a mail that bounced for good say so, whoever it was for: a contact need not have an account. `None` where nothing remains
/// of it, or it says so.
///
/// # Errors
/// Where what remains of it can't be read.
pub async fn bounced(view: &View<'_>, event: &MailEvent) -> Result<Option<Operation>> {
    let Some(mail) = event.mail.filter(|_| event.kind == MailEventKind::PermanentBounce) else { return Ok(None) };
    let key::Place { index, partition, .. } = key::service_finished_mail(mail);
    let query = Query { index: Some(index), partition, range: None, descending: false, limit: 1, after: None };
    let found = view.query(&query).await?.items.into_iter().next();
    // The same event may come twice.
    let Some(found) = found.filter(|found| text(found, "state").is_ok_and(|state| state == DELIVERED)) else { return Ok(None) };
    let (organization, _) = text(&found, "pk")?.split_once('#').ok_or_else(|| Error::internal("a mail without its organization"))?;
    let organization = organization.parse().map_err(Error::internal)?;
    let place = key::delivered_mail(Tenant::of_service(organization), mail);
    let conditions = vec![Condition::Equals("state", DELIVERED.into())];
    let action = Action::Put(Item::from_iter(found.into_iter().chain([("state".to_owned(), BOUNCED.into())])));
    Ok(Some(Operation { key: place, action, conditions, failure: Failure::Conflict("record_changed") }))
}

/// What stops mail to an address; `None` where nobody has it, or it is stopped.
///
/// # Errors
/// Where the account can't be read or opened.
pub async fn suppressed(view: &View<'_>, address: &MailAddress, suppression: MailSuppression) -> Result<Option<Change<()>>> {
    let hash = view.mail_hash(address).await?;
    let (account_place, place) = (key::service_mail_address(&hash), key::service_mail_suppression(&hash));
    let batch = view.batch(&[account_place.clone(), place.clone()]).await?;
    let Some(found) = batch.item::<Address>(&account_place)? else { return Ok(None) };
    // The same event may come twice, and a bounce of each mail that was on its way.
    if batch.has(&place) {
        return Ok(None);
    }
    let tenant = Tenant::of_service(found.organization);
    let stored = view.load_open::<Account>(tenant, &account_key(tenant, found.account)).await?;
    if stored.state == AccountState::Deleted {
        return Ok(None);
    }
    let suppressed = Account { mail_suppression: Some(suppression), ..stored.record() };
    let mark = item(&serde_json::json!({ "organization": tenant.id(), "account": found.account, "suppression": suppression }))?;
    let change = Change::reply(())
        .update(tenant, &stored, &suppressed, Event::MailSuppressed)?
        .with(Companion::MailSuppression, Operation::create(place, mark, Failure::Conflict("record_changed")));
    told(view, tenant, &stored, suppression, change).await.map(Some)
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
