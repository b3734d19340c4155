//! One attempt to deliver a mail, and what becomes of it: delivered, tried again, or given up.

use serde_json::json;
use shared::caller::Tenant;
use shared::change::{Change, Technical, expiring, item};
use shared::domain::mail_address::MailAddress;
use shared::domain::mail_delivery::{FIRST_WAIT_SECONDS, MailFailure, may_be_abroad, next_attempt, not_before};
use shared::domain::organization::Organization;
use shared::error::{Error, Result};
use shared::job::Run;
use shared::key::{self, Key, SERVICE_DEAD_MAILS};
use shared::mail::{DEAD_HOURS, DELIVERED_DAYS, DeadMail, Outgoing, OutgoingMail, open};
use shared::ports::{Failure, Mail, Metric, Operation, Query, Undelivered};

/// What remains of a mail that the provider took.
pub const DELIVERED: &str = "delivered";
/// What remains of a mail that was given up.
pub const FAILED: &str = "failed";
/// What remains of a mail to an address that mail is stopped to.
pub const SUPPRESSED: &str = "suppressed";
/// What remains of a mail that came back after the provider took it.
pub const BOUNCED: &str = "bounced";
/// How many mails that were given up are counted at most; an alarm needs one.
const COUNTED: u32 = 100;

/// Sends a mail if its time has come, and says whether it was delivered.
///
/// # Errors
/// Where it was not, and is tried again, or where another run has it.
pub async fn deliver(run: &Run<'_>, place: Key, mail: OutgoingMail) -> Result<bool> {
    let (now, tenant) = (run.view.now(), Tenant::of_service(mail.organization));
    if now < mail.next_attempt_at {
        return Ok(false);
    }
    let [jitter] = run.view.random::<1>()?;
    let next = next_attempt(mail.created_at, now, mail.attempts, jitter);
    // The last attempt is leased, too; a run that is killed in it leaves the mail to one more.
    let until = next.unwrap_or(now + chrono::TimeDelta::seconds(FIRST_WAIT_SECONDS));
    let goes_abroad = goes_abroad(run, tenant, &mail).await?;
    // The lease says already that it may be there: of a run that is killed nobody knows how far it came.
    let in_doubt = mail.may_be_abroad || goes_abroad;
    let leased = OutgoingMail { attempts: mail.attempts + 1, next_attempt_at: until, may_be_abroad: in_doubt, ..mail };
    write(run, &place, &leased, leased.attempts - 1).await?;
    // A mail that can't be opened is no better off than one that can't be sent.
    let sent = match open(&run.view, tenant, &leased).await {
        Ok(mail) if is_suppressed(run, &mail).await? => return finish(run, tenant, place, &leased, SUPPRESSED).await.map(|()| false),
        Ok(mail) if goes_abroad => run.send_abroad(&mail).await?,
        Ok(mail) => run.send(&mail).await?,
        Err(error) => Err(unreadable(&error)),
    };
    match sent {
        Ok(()) => finish(run, tenant, place, &leased, DELIVERED).await.map(|()| true),
        Err(undelivered) => {
            let may_be_abroad = may_be_abroad(leased.may_be_abroad, goes_abroad, undelivered.failure);
            let next_attempt_at = not_before(leased.next_attempt_at, leased.created_at, now, undelivered.retry_after_seconds);
            let failed = OutgoingMail { last_failure: Some(undelivered.failure), may_be_abroad, next_attempt_at, ..leased };
            if undelivered.failure == MailFailure::ProviderMisconfigured {
                run.view.metrics().tell(Metric::MailProviderMisconfigured, None, 1.0, now);
            }
            failed_once(run, tenant, place, &failed, next.is_none()).await?;
            Err(Error::Unavailable(format!("{}: {}", undelivered.failure.code(), undelivered.cause), 60))
        }
    }
}

// Looked at with each attempt: the organization may have taken its consent back. A mail that may be there already is sent once more
// and at home, so that it is sent twice at most.
async fn goes_abroad(run: &Run<'_>, tenant: Tenant, mail: &OutgoingMail) -> Result<bool> {
    if run.view.settings().mail_abroad.is_none() || mail.kind.is_of_the_service() || mail.may_be_abroad {
        return Ok(false);
    }
    match run.view.load::<Organization>(&key::organization(tenant)).await {
        Ok(organization) => Ok(organization.consents_to_mail_abroad()),
        Err(Error::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

// Looked at with each attempt: the address may have bounced since the mail was written.
async fn is_suppressed(run: &Run<'_>, mail: &Mail) -> Result<bool> {
    let address: MailAddress = mail.to.parse().map_err(|_| Error::internal("a mail to something else than an address"))?;
    let place = key::service_mail_suppression(&run.view.mail_hash(&address).await?);
    Ok(run.view.batch(std::slice::from_ref(&place)).await?.has(&place))
}

fn unreadable(error: &Error) -> Undelivered {
    Undelivered {
        failure: MailFailure::MailUnreadable,
        cause: error.cause().unwrap_or_else(|| error.code()).to_owned(),
        retry_after_seconds: None,
    }
}

async fn failed_once(run: &Run<'_>, tenant: Tenant, place: Key, failed: &OutgoingMail, for_good: bool) -> Result<()> {
    if for_good {
        tracing::error!(function = "mail_deliver", mail = %failed.id, "a mail was given up");
        return finish(run, tenant, place, failed, FAILED).await;
    }
    // For operators, who look at what waits: the lease has said all that the next run needs.
    write(run, &place, failed, failed.attempts).await
}

// Each attempt is written on the condition that no other run made it.
async fn write(run: &Run<'_>, place: &Key, mail: &OutgoingMail, found: u32) -> Result<()> {
    let mut written = item(&Outgoing::Mail { mail: Box::new(mail.clone()) })?;
    written.insert("version".into(), json!(mail.attempts));
    let operation = Operation::replace(place.clone(), written, ("version", u64::from(found)), Failure::Conflict("record_changed"));
    run.commit(Change::reply(()).technical(Technical::MailDelivery, operation)).await
}

// What remains: that there was a mail, when, and what became of it. Recipient and body are gone.
async fn finish(run: &Run<'_>, tenant: Tenant, place: Key, mail: &OutgoingMail, state: &str) -> Result<()> {
    let (now, failure) = (run.view.now(), Failure::Conflict("record_changed"));
    let ends_at = now + chrono::TimeDelta::days(DELIVERED_DAYS);
    let kept = key::delivered_mail(tenant, mail.id);
    let remains = item(&json!({
        "id": mail.id,
        "kind_of_mail": mail.kind,
        "state": state,
        "attempts": mail.attempts,
        "created_at": shared::domain::time::text(mail.created_at),
        "finished_at": shared::domain::time::text(now),
    }))?;
    let mut remains = expiring(remains, &kept, ends_at);
    // A bounce names the mail and nothing else.
    let found_by = key::service_finished_mail(mail.id);
    let (partition, sort) = found_by.index.attributes();
    remains.extend([(partition.to_owned(), json!(found_by.partition)), (sort.to_owned(), json!(found_by.sort))]);
    let mut change = Change::reply(())
        .technical(Technical::MailDelivery, Operation::delete(place, failure))
        .technical(Technical::MailDelivery, Operation::create(kept, remains, failure));
    if state == FAILED {
        let dead_key = key::service_dead_mail(now, mail.id);
        let dead = expiring(item(&dead(mail, now))?, &dead_key, ends_at);
        change = change.technical(Technical::MailDelivery, Operation::create(dead_key, dead, failure));
    }
    run.commit(change).await
}

fn dead(mail: &OutgoingMail, now: shared::domain::time::Timestamp) -> DeadMail {
    DeadMail {
        id: mail.id,
        organization: mail.organization,
        kind: mail.kind,
        attempts: mail.attempts,
        last_failure: mail.last_failure,
        created_at: mail.created_at,
        given_up_at: now,
    }
}

/// Tells the alarm how many mails were given up within a day.
///
/// # Errors
/// Where the store can't be read.
pub async fn tell_dead(run: &Run<'_>) -> Result<()> {
    let now = run.view.now();
    let text = shared::domain::time::text;
    // A sort key is a time and more: `~` comes after all that may follow.
    let range = (text(now - chrono::TimeDelta::hours(DEAD_HOURS)), format!("{}~", text(now)));
    let partition = SERVICE_DEAD_MAILS.to_owned();
    let found =
        run.view.query(&Query { index: None, partition, range: Some(range), descending: true, limit: COUNTED, after: None }).await?;
    run.view.metrics().tell(Metric::DeadMails, None, found.items.len() as f64, now);
    Ok(())
}
