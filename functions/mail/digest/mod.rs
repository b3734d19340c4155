//! mail_digest: tells people once a day, in one mail each, what is to be looked after: claims whose payout is due to who is to see
//! them through, or else to those whose step is next, and on Mondays accounts that nobody uses (WP1) to administrators. The organization's record says of which day
//! the last one was, in the transaction that sends them, so that they go out once.

mod text;

use chrono::{Days, NaiveDate};
use serde_json::{Value, from_value};
use shared::caller::Tenant;
use shared::change::Change;
use shared::domain::account::{Account, AccountState};
use shared::domain::digest::{self, DUE_DAYS, DueClaim, Unused};
use shared::domain::id::AccountId;
use shared::domain::organization::{ContractState, Organization};
use shared::domain::role::Role;
use shared::domain::time::day;
use shared::domain::timeline::Event;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{self, Index, Key, Kind};
use shared::mail::{MailKind, outgoing};
use shared::ports::{Item, Query};
use shared::view::{View, position};
use std::collections::BTreeSet;
use text::Told;

/// How many organizations are looked at together, and how many one run mails to.
const PAGE: u32 = 100;
const ORGANIZATIONS: u32 = 200;
/// How many claims and accounts of an organization are looked at.
const CLAIMS: u32 = 500;
const ACCOUNTS: usize = 2_000;
/// How many accounts of an organization are opened: to be mailed to, or to be named.
const OPENED: usize = 90;

/// The job.
pub struct MailDigest;

impl Job for MailDigest {
    const SPEC: JobSpec = JobSpec {
        name: "mail_digest",
        summary: ("期限の近い請求と使われていないアカウントを1日1通で知らせる", "Mail due claims and unused accounts, one mail a day each"),
        schedule: Schedule::Daily { hour: 8, minute: 0 },
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let (mut outcome, mut after) = (Outcome::default(), None);
        loop {
            let page = run.view.organizations(after, PAGE).await?;
            for tenant in page.tenants {
                match tell(run, tenant).await {
                    Ok(told) => outcome.done += u32::from(told),
                    // Erased, or changed meanwhile: the next stroke looks again.
                    Err(Error::NotFound) => {}
                    Err(error) => {
                        let organization = tenant.id();
                        tracing::warn!(function = "mail_digest", %organization, code = error.code(), cause = error.cause(), "not told");
                        outcome.failed += 1;
                        outcome.more = true;
                    }
                }
                if outcome.done == ORGANIZATIONS {
                    return Ok(Outcome { more: true, ..outcome });
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(outcome);
            }
        }
    }
}

/// Whether an organization was told of the day now.
async fn tell(run: &Run<'_>, tenant: Tenant) -> Result<bool> {
    let (view, today) = (&run.view, day(run.scheduled_at()));
    let stored = view.load::<Organization>(&key::organization(tenant)).await?;
    if stored.state != ContractState::Active || stored.digested_on.is_some_and(|last| last >= today) {
        return Ok(false);
    }
    let claims = due_claims(view, tenant, today).await?;
    let people = people(view, tenant, &claims, digest::tells_unused(today)).await?;
    let digested = Organization { digested_on: Some(today), ..stored.record() };
    let (mut change, mut mails) = (Change::reply(()), 0_u32);
    for account in &people.recipients {
        let administers = account.roles.contains(&Role::Administrator);
        let told = Told {
            claims: digest::waiting_for(&claims, account, &people.recipients),
            unused: if administers { &people.unused } else { &[] },
        };
        if let (Some(content), Some(to)) = (text::digest(&told), account.mail_address.get()) {
            change = change.mail(tenant, outgoing(view, tenant, MailKind::Digest, to.clone(), content)?);
            mails += 1;
        }
    }
    if mails == 0 {
        return Ok(false);
    }
    run.commit(change.update(tenant, &stored, &digested, Event::DigestMailed)?).await?;
    Ok(true)
}

async fn due_claims(view: &View<'_>, tenant: Tenant, today: NaiveDate) -> Result<Vec<DueClaim>> {
    let last = today + Days::new(DUE_DAYS.unsigned_abs() + 1);
    let query = Query {
        index: Some(Index::Due),
        partition: key::by_due(tenant, Kind::Claim),
        range: Some(("0".into(), last.to_string())),
        descending: false,
        limit: CLAIMS,
        after: None,
    };
    view.query(&query).await?.items.iter().map(due_claim).collect()
}

// State and due day lie in the clear.
fn due_claim(item: &Item) -> Result<DueClaim> {
    let member = |name: &str| item.get("data").and_then(|claim| claim.get(name)).cloned().unwrap_or(Value::Null);
    let unreadable = |_| Error::internal("a due claim that can't be read");
    Ok(DueClaim {
        id: from_value(member("id")).map_err(unreadable)?,
        due_on: from_value(member("due_on")).map_err(unreadable)?,
        state: from_value(member("state")).map_err(unreadable)?,
        assigned_to: from_value(member("assigned_to")).map_err(unreadable)?,
    })
}

struct People {
    recipients: Vec<Account>,
    unused: Vec<(String, Unused)>,
}

// Only those who are mailed to or named are opened.
async fn people(view: &View<'_>, tenant: Tenant, claims: &[DueClaim], with_unused: bool) -> Result<People> {
    let assignees: BTreeSet<AccountId> = claims.iter().filter_map(|claim| claim.assigned_to).collect();
    let is_told = |account: &Account| is_told(account, assignees.contains(&account.id));
    let (mut wanted, mut seen, mut after): (Vec<Key>, usize, _) = (Vec::new(), 0, None);
    while seen < ACCOUNTS && wanted.len() < OPENED {
        let partition = key::by_kind(tenant, Kind::Account);
        let query = Query { index: Some(Index::Kind), partition, range: None, descending: false, limit: PAGE, after: after.take() };
        let found = view.query(&query).await?;
        seen += found.items.len();
        for item in &found.items {
            let account: Account = from_value(item.get("data").cloned().unwrap_or(Value::Null)).map_err(Error::internal)?;
            if is_told(&account) || (with_unused && digest::unused(&account, view.now()).is_some()) {
                wanted.push(key::record(tenant, Kind::Account, &account.id.to_string()));
            }
        }
        after = found.items.last().filter(|_| found.more).map(|item| position(item, Some(Index::Kind))).transpose()?;
        if after.is_none() {
            break;
        }
    }
    wanted.truncate(OPENED);
    let batch = view.batch_open(tenant, &wanted).await?;
    let opened = wanted.iter().map(|key| Ok(batch.record::<Account>(key)?.record())).collect::<Result<Vec<Account>>>()?;
    let named = |account: &Account| Some((account.name.get()?.as_str().to_owned(), digest::unused(account, view.now())?));
    let unused = if with_unused { opened.iter().filter_map(named).collect() } else { Vec::new() };
    Ok(People { recipients: opened.into_iter().filter(is_told).collect(), unused })
}

fn is_told(account: &Account, is_assignee: bool) -> bool {
    let by_role = account.roles.iter().any(|role| matches!(role, Role::Administrator | Role::Assessor | Role::Approver));
    account.state == AccountState::Active && (is_assignee || by_role)
}
