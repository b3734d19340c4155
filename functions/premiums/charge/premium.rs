//! One premium, step by step.

use crate::mail::premium::dunning;
use crate::policies::policy_key;
use crate::policyholders::policyholder_key;
use crate::premiums::premium_key;
use shared::caller::Tenant;
use shared::change::Change;
use shared::charging::{self, Moved};
use shared::domain::card::CardMember;
use shared::domain::id::PremiumId;
use shared::domain::organization::Organization;
use shared::domain::policy::Policy;
use shared::domain::policyholder::Policyholder;
use shared::domain::premium::{Decline, DunningStep, Premium, Situation, Step};
use shared::domain::refusal::Refusal;
use shared::domain::time::{Timestamp, day};
use shared::domain::timeline::Event;
use shared::error::{Error, Result};
use shared::job::Run;
use shared::key;
use shared::mail::{MailKind, outgoing};
use shared::ports::{CardAnswer, CardRequest};
use shared::record::Stored;
use shared::view::{Cards, View};

/// How many steps a run takes with one premium.
const STEPS: u32 = 8;
/// How often an outcome is recorded that collides with somebody else's change of the policy.
const TRIES: u32 = 3;

/// A premium with all that its next step hangs on.
struct Loaded {
    premium: Stored<Premium>,
    policy: Stored<Policy>,
    policyholder: Stored<Policyholder>,
}

impl Loaded {
    async fn read(view: &View<'_>, tenant: Tenant, id: PremiumId) -> Result<Self> {
        let premium = view.load_open::<Premium>(tenant, &premium_key(tenant, id)).await?;
        let (of_policy, of_policyholder) = (policy_key(tenant, premium.policy), policyholder_key(tenant, premium.policyholder));
        let batch = view.batch_open(tenant, &[of_policy.clone(), of_policyholder.clone()]).await?;
        Ok(Self { premium, policy: batch.record(&of_policy)?, policyholder: batch.record(&of_policyholder)? })
    }

    fn situation(&self) -> Situation {
        Situation {
            card_registered_at: self.policyholder.card.as_ref().and_then(|card| card.chargeable_since()),
            rules: self.policy.terms.premium,
            lapsed: self.policy.premium.is_some_and(|premium| premium.lapsed_on.is_some()),
        }
    }

    fn member(&self) -> Result<&CardMember> {
        let card = self.policyholder.card.as_ref().and_then(|card| card.member.get());
        card.ok_or_else(|| Error::internal("a card that wasn't opened"))
    }

    // On the premium's own timeline and on the policy's.
    fn moved(&self, tenant: Tenant, next: &Premium, event: Event) -> Result<Change<()>> {
        Change::reply(()).update(tenant, &self.premium, next, event)?.update(tenant, &self.policy, &self.policy.record(), event)
    }
}

/// Goes on with a premium as far as it can be now; how many steps were taken.
pub async fn go_on(run: &Run<'_>, cards: &Cards<'_>, tenant: Tenant, id: PremiumId) -> Result<u32> {
    for taken in 0..STEPS {
        let (loaded, now) = (Loaded::read(&run.view, tenant, id).await?, run.view.now());
        let premium = loaded.premium.record();
        match premium.next_step(&loaded.situation(), now) {
            Step::Wait => return Ok(taken),
            Step::Look => {
                let looked_at = premium.looked_at(now)?;
                run.commit(Change::reply(()).update(tenant, &loaded.premium, &looked_at, Event::PremiumLookedAt)?).await?;
            }
            Step::Refuse(decline) => run.commit(loaded.moved(tenant, &premium.declined(decline, now)?, Event::PremiumFailed)?).await?,
            Step::Tell(step) => tell(run, tenant, &loaded, step).await?,
            Step::GiveUp => give_up(run, tenant, &loaded, now).await?,
            Step::Send(card) => {
                let sent = premium.send(card, now)?;
                run.commit(loaded.moved(tenant, &sent, Event::PremiumSent)?).await?;
                match found_before(run, cards, &id.to_string()).await {
                    Some(answer) => record(run, tenant, &sent, answer, charging::after_search).await?,
                    None => {
                        let answer = cards.ask(charging::charge(&sent, loaded.member()?, &id.to_string())).await;
                        record(run, tenant, &sent, answer, charging::after_charge).await?;
                    }
                }
            }
            Step::Search => {
                let answer = cards.ask(CardRequest::Search(&id.to_string())).await;
                record(run, tenant, &premium, answer, charging::after_search).await?;
            }
            Step::Refund => {
                let receipt = premium.receipt.as_ref().and_then(|receipt| receipt.get()).cloned();
                let receipt = receipt.ok_or_else(|| Error::internal("a charged premium without a receipt"))?;
                let answer = cards.ask(charging::refund(&premium, &receipt, &id.to_string())?).await;
                record(run, tenant, &premium, answer, charging::after_refund).await?;
            }
        }
    }
    Ok(STEPS)
}

// A restored table has forgotten what was charged since its backup, so that there nothing is sent before it was searched for. What
// the card company says unless it plainly knows of none.
async fn found_before(run: &Run<'_>, cards: &Cards<'_>, name: &str) -> Option<CardAnswer> {
    if !run.view.is_restored() {
        return None;
    }
    match cards.ask(CardRequest::Search(name)).await {
        CardAnswer::Declined(Decline::ProcessUnknown) => None,
        answer => Some(answer),
    }
}

// What came of it, on the record as it is by now: the policy may have been changed meanwhile, and another run may have gone on
// with the premium, whose outcome then stands. Where it can't be recorded the next run searches.
async fn record(
    run: &Run<'_>,
    tenant: Tenant,
    asked: &Premium,
    answer: CardAnswer,
    becomes: fn(Premium, CardAnswer, Timestamp) -> Moved,
) -> Result<()> {
    for attempt in 1..=TRIES {
        let loaded = Loaded::read(&run.view, tenant, asked.id).await?;
        if loaded.premium.attempts != asked.attempts {
            return Ok(());
        }
        let (next, event) = match becomes(loaded.premium.record(), answer.clone(), run.view.now()) {
            Ok(moved) => moved,
            Err(Refusal::PremiumStateForbids) => return Ok(()),
            Err(refusal) => return Err(refusal.into()),
        };
        match run.commit(loaded.moved(tenant, &next, event)?).await {
            Err(Error::Conflict(_)) if attempt < TRIES => {}
            committed => return committed,
        }
    }
    Ok(())
}

async fn tell(run: &Run<'_>, tenant: Tenant, loaded: &Loaded, step: DunningStep) -> Result<()> {
    let told = loaded.premium.record().told(step)?;
    let change = loaded.moved(tenant, &told, Event::PremiumDunned)?;
    run.commit(with_mail(&run.view, tenant, loaded, step, change).await?).await
}

// Who has no mail address is told by nobody but the insurer: the timeline says that it is time.
async fn with_mail(view: &View<'_>, tenant: Tenant, loaded: &Loaded, step: DunningStep, change: Change<()>) -> Result<Change<()>> {
    let Some(Some(to)) = loaded.policyholder.mail_address.get() else { return Ok(change) };
    let organization = view.load::<Organization>(&key::organization(tenant)).await?;
    let grace_ends_on = loaded.policy.terms.premium.grace_ends_on(loaded.premium.due_on);
    let content = dunning(organization.name.as_str(), &loaded.premium, step, grace_ends_on);
    Ok(change.mail(tenant, outgoing(view, tenant, MailKind::PremiumDunning, to.clone(), content)?))
}

// The policy lapses with the first premium that is given up; the others are given up with it.
async fn give_up(run: &Run<'_>, tenant: Tenant, loaded: &Loaded, now: Timestamp) -> Result<()> {
    let given_up = loaded.premium.record().given_up(now)?;
    let Some(lapsed) = loaded.policy.premium.and_then(|premium| premium.lapse(day(now))) else {
        return run.commit(loaded.moved(tenant, &given_up, Event::PremiumGivenUp)?).await;
    };
    let policy = Policy { premium: Some(lapsed), updated_at: now, ..loaded.policy.record() };
    let change = Change::reply(()).update(tenant, &loaded.premium, &given_up, Event::PremiumGivenUp)?;
    let change = change.update(tenant, &loaded.policy, &policy, Event::PolicyLapsed)?;
    run.commit(with_mail(&run.view, tenant, loaded, DunningStep::Lapsed, change).await?).await
}
