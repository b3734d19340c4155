//! premium_charge: makes the premiums that are due, charges them, goes on with those that are open, tells policyholders of those that
//! failed, lets policies lapse after their grace, makes refunds, and removes cards. One job for all of it, over one index of due
//! times: what is to be done with each follows from its record alone, so that a run that is cut off is gone on with.
//!
//! A premium is charged in the morning of its day. The job runs more often, since refunds, removals and answers that were lost
//! wait for it, too.

mod premium;
mod removal;

use chrono::TimeDelta;
use shared::caller::Tenant;
use shared::change::Change;
use shared::domain::id::{OrganizationId, PolicyId, PolicyholderId, PremiumId};
use shared::domain::policy::Policy;
use shared::domain::premium::{Premium, PremiumSubject};
use shared::domain::time::{Timestamp, day, text};
use shared::domain::timeline::Event;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{self, Index, SERVICE_PAYMENTS_DUE};
use shared::ports::{self, Item, Query};
use shared::view::{Cards, position};

/// How many things one page has.
const PAGE: u32 = 100;
/// How many pages one run looks at.
const PAGES: u32 = 50;
/// How long a run begins with more, in minutes: a function is stopped after 5.
const MINUTES: i64 = 4;
/// How many premiums of one policy a run makes at most: those of two years.
const PREMIUMS: u32 = 24;

/// The job.
pub struct PremiumCharge;

impl Job for PremiumCharge {
    const SPEC: JobSpec = JobSpec {
        name: "premium_charge",
        summary: (
            "期日の来た保険料をカードで決済し、督促・失効・返金・カード削除を進める",
            "Charge premiums that are due; go on with dunning, lapses, refunds and removals of cards",
        ),
        schedule: Schedule::EveryMinutes(5),
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::ChargeCards],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let (began, mut outcome, mut after, mut cards) = (run.view.now(), Outcome::default(), None, None);
        for _ in 0..PAGES {
            let query = Query {
                index: Some(Index::Due),
                partition: SERVICE_PAYMENTS_DUE.into(),
                range: Some(("0".into(), text(began))),
                descending: false,
                limit: PAGE,
                after: after.take(),
            };
            let found = run.view.query(&query).await?;
            for item in &found.items {
                if run.view.now() - began > TimeDelta::minutes(MINUTES) {
                    return Ok(Outcome { more: true, ..outcome });
                }
                if cards.is_none() {
                    cards = Some(run.view.cards().await?);
                }
                let Some(cards) = &cards else { continue };
                go_on(run, cards, item, &mut outcome).await;
            }
            after = found.items.last().filter(|_| found.more).map(|item| position(item, Some(Index::Due))).transpose()?;
            if after.is_none() {
                return Ok(outcome);
            }
        }
        Ok(Outcome { more: true, ..outcome })
    }
}

// One that can't be gone on with now holds up none of the others.
async fn go_on(run: &Run<'_>, cards: &Cards<'_>, item: &Item, outcome: &mut Outcome) {
    match one(run, cards, item).await {
        Ok(done) => outcome.done += done,
        // Erased, or changed meanwhile: the next run looks again.
        Err(Error::NotFound | Error::Conflict(_)) => {}
        Err(error) => {
            tracing::warn!(function = "premium_charge", code = error.code(), cause = error.cause(), "a payment was not gone on with");
            outcome.failed += 1;
        }
    }
}

// What waits, and whose it is, stand at the end of the place in the index.
async fn one(run: &Run<'_>, cards: &Cards<'_>, item: &Item) -> Result<u32> {
    let mut parts = ports::text(item, Index::Due.attributes().1)?.rsplit('#');
    let (Some(id), Some(organization)) = (parts.next(), parts.next().and_then(|id| id.parse::<OrganizationId>().ok())) else {
        return Err(Error::internal("a payment without an organization"));
    };
    let tenant = Tenant::of_service(organization);
    // Once the contract has ended nobody's card is charged.
    let contract = key::contract(tenant);
    if run.view.batch(std::slice::from_ref(&contract)).await?.has(&contract) {
        return Ok(0);
    }
    if let Ok(premium) = id.parse::<PremiumId>() {
        return premium::go_on(run, cards, tenant, premium).await;
    }
    if let Ok(policy) = id.parse::<PolicyId>() {
        return make(run, cards, tenant, policy).await;
    }
    let policyholder: PolicyholderId = id.parse().map_err(|_| Error::internal("a payment of no known kind"))?;
    removal::go_on(run, cards, tenant, policyholder).await
}

// A premium and that it was made are one transaction: each due day has one, whatever runs at once.
async fn make(run: &Run<'_>, cards: &Cards<'_>, tenant: Tenant, id: PolicyId) -> Result<u32> {
    let mut done = 0;
    for _ in 0..PREMIUMS {
        let now: Timestamp = run.view.now();
        let stored = run.view.load::<Policy>(&crate::policies::policy_key(tenant, id)).await?;
        let Some((due_on, standing)) = stored.premium.and_then(|premium| premium.due(&stored.period, day(now))) else { break };
        let subject =
            PremiumSubject { id: PremiumId::of(id, due_on), policy: id, policyholder: stored.policyholder, product: stored.product };
        let premium = Premium::intend(subject, due_on, standing.plan.amount_yen, now);
        let policy = Policy { premium: Some(standing), ..stored.record() };
        let change = Change::reply(()).create(tenant, &premium, Event::PremiumIntended)?;
        run.commit(change.update(tenant, &stored, &policy, Event::PremiumIntended)?).await?;
        done += 1 + premium::go_on(run, cards, tenant, premium.id).await?;
    }
    Ok(done)
}
