//! mail_deliver: sends what lies in the outbox, and resolves requests for reset links. Started by the table's stream and
//! swept every minute.
//!
//! Each mail is leased before it is sent (its next attempt moves on), so that two runs at once don't send it twice; a
//! run that dies after sending leaves it to be sent again: at least once, with the same Message-ID.

use crate::mail::attempt::{deliver, tell_dead};
use crate::passwords::{NewLink, new_link};
use crate::sessions::Address;
use serde_json::Value;
use shared::caller::Tenant;
use shared::change::{Change, Companion, Technical};
use shared::domain::account::{Account, AccountState, Credential, LinkPurpose, Rights};
use shared::domain::security::Security;
use shared::domain::time::Timestamp;
use shared::domain::timeline::Event;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{self, Key, Kind, OUTBOX_SHARDS};
use shared::mail::{MailKind, Outgoing, outgoing};
use shared::ports::{Failure, Item, Operation, Position, Query, text};
use shared::view::View;

/// How many items of a shard one run takes.
const PAGE: u32 = 50;
/// How many pages of a shard one run looks at.
const PAGES: u32 = 20;

/// The job.
pub struct MailDeliver;

impl Job for MailDeliver {
    const SPEC: JobSpec = JobSpec {
        name: "mail_deliver",
        summary: ("送信箱のメールを送る", "Send the mail in the outbox"),
        schedule: Schedule::EveryMinutes(1),
        on_outbox: true,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::MailAddress, Grant::SendMail, Grant::ServiceMail],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        for shard in 0..OUTBOX_SHARDS {
            shard_of(run, shard, &mut outcome).await?;
        }
        tell_dead(run).await?;
        Ok(outcome)
    }
}

// Pages on over what waits for its next attempt, so that old mail that can't go out holds up none that can.
async fn shard_of(run: &Run<'_>, shard: u8, outcome: &mut Outcome) -> Result<()> {
    let mut after = None;
    for _ in 0..PAGES {
        let partition = key::service_outbox_partition(shard);
        let query = Query { index: None, partition: partition.clone(), range: None, descending: false, limit: PAGE, after: after.take() };
        let found = run.view.query(&query).await?;
        for waiting in &found.items {
            match handle(run, waiting.clone()).await {
                Ok(true) => outcome.done += 1,
                // Another run took it, or it waits for its next attempt.
                Ok(false) | Err(Error::Conflict(_)) => {}
                Err(error) => {
                    tracing::warn!(function = "mail_deliver", code = error.code(), cause = error.cause(), "a mail was not delivered");
                    outcome.failed += 1;
                }
            }
        }
        let last = found.items.last().and_then(|item| item.get("sk")?.as_str());
        after = last.filter(|_| found.more).map(|sort| Position { key: (partition, sort.to_owned()), index: None });
        if after.is_none() {
            return Ok(());
        }
    }
    outcome.more = true;
    Ok(())
}

async fn handle(run: &Run<'_>, waiting: Item) -> Result<bool> {
    let id = text(&waiting, "sk")?.parse().map_err(Error::internal)?;
    let place = key::service_outbox(id);
    match serde_json::from_value(Value::Object(waiting)).map_err(Error::internal)? {
        Outgoing::Mail { mail } => deliver(run, place, *mail).await,
        Outgoing::ResetRequest { mail_hash, created_at } => resolve(run, place, &mail_hash, created_at).await.map(|()| true),
        Outgoing::PauseNotice { mail_hash, address, created_at } => {
            super::pause::resolve(run, place, &mail_hash, &address, created_at).await.map(|()| true)
        }
    }
}

// An address that nobody has leaves nothing behind; one that somebody has gets a link.
async fn resolve(run: &Run<'_>, place: Key, mail_hash: &str, created_at: Timestamp) -> Result<()> {
    let address_key = key::service_mail_address(mail_hash);
    let address: Option<Address> = run.view.batch(std::slice::from_ref(&address_key)).await?.item(&address_key)?;
    let resolved = Operation::delete(place, Failure::Conflict("record_changed"));
    // A request that could not be resolved for as long as its link would have held is dropped.
    let stale = run.view.now() - created_at > LinkPurpose::Reset.lifetime();
    let change = match address.filter(|_| !stale) {
        Some(address) => reset(&run.view, &address).await?.map(|change| change.with(Companion::ResetRequest, resolved.clone())),
        None => None,
    };
    run.commit(change.unwrap_or_else(|| Change::reply(()).technical(Technical::ResetRequest, resolved))).await
}

async fn reset(view: &View<'_>, address: &Address) -> Result<Option<Change<()>>> {
    let tenant = Tenant::of_service(address.organization);
    let account_key = key::record(tenant, Kind::Account, &address.account.to_string());
    let (rights_key, credential_key) = (key::rights(tenant, address.account), key::credential(tenant, address.account));
    let contract_key = key::contract(tenant);
    let keys = [account_key.clone(), rights_key.clone(), credential_key.clone(), contract_key.clone(), key::security(tenant)];
    let batch = view.batch_open(tenant, &keys).await?;
    if batch.has(&contract_key) {
        return Ok(None);
    }
    let security: Security = batch.item(&key::security(tenant))?.unwrap_or_default();
    let (Some(rights), Some(credential)) = (batch.item::<Rights>(&rights_key)?, batch.item::<Credential>(&credential_key)?) else {
        return Ok(None);
    };
    // An invited account has its invitation; the reset link would cut its 72 hours to 30 minutes.
    if rights.state != AccountState::Active {
        return Ok(None);
    }
    let account = batch.record::<Account>(&account_key)?;
    let to = account.mail_address.get().ok_or_else(|| Error::internal("an account whose mail address wasn't opened"))?.clone();
    let NewLink { secret, link, credential } = new_link(view, tenant, account.id, LinkPurpose::Reset, Some(&credential))?;
    let content = crate::mail::text::reset(view.settings(), security, &secret, view.now());
    let mail = outgoing(view, tenant, MailKind::PasswordReset, to, content)?;
    let change = Change::reply(())
        .update(tenant, &account, &account.record(), Event::PasswordResetRequested)?
        .with(Companion::Credential, credential)
        .with(Companion::Link, link)
        .mail(tenant, mail);
    Ok(Some(change))
}
