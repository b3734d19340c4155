//! Removing a card at the card company: the member is made invalid, then deleted. Both can be asked for again without harm.

use crate::policyholders::policyholder_key;
use shared::caller::Tenant;
use shared::change::Change;
use shared::domain::card::{CardMember, CardOnFile, CardState};
use shared::domain::id::PolicyholderId;
use shared::domain::policyholder::Policyholder;
use shared::domain::premium::Decline;
use shared::domain::timeline::Event;
use shared::error::{Error, Result};
use shared::job::Run;
use shared::ports::{CardAnswer, CardRequest};
use shared::view::Cards;

/// A name that no charge bears.
const NO_CHARGE: &str = "none";

/// Goes on with the removal of a policyholder's card; how many steps were taken.
pub async fn go_on(run: &Run<'_>, cards: &Cards<'_>, tenant: Tenant, id: PolicyholderId) -> Result<u32> {
    let (stored, now) = (run.view.load_open::<Policyholder>(tenant, &policyholder_key(tenant, id)).await?, run.view.now());
    let due = |card: &&CardOnFile| card.state == CardState::Removing && card.look_at.is_some_and(|look_at| look_at <= now);
    let Some(card) = stored.card.as_ref().filter(due) else { return Ok(0) };
    let member = card.member.get().ok_or_else(|| Error::internal("a card that wasn't opened"))?;
    let (card, event) = match remove(cards, member).await {
        true => (None, Event::CardRemoved),
        false => (Some(card.clone().not_removed(now)), Event::CardRemovalDelayed),
    };
    let policyholder = Policyholder { card, updated_at: now, ..stored.record() };
    run.commit(Change::reply(()).update(tenant, &stored, &policyholder, event)?).await.map(|()| 1)
}

// Whether the member is gone. A lost answer is followed by the whole of it again.
async fn remove(cards: &Cards<'_>, member: &CardMember) -> bool {
    match cards.ask(CardRequest::Disable(member)).await {
        // It is invalid already.
        CardAnswer::Done(_) | CardAnswer::Declined(Decline::StateForbids) => {}
        answer => return is_gone(cards, &answer).await,
    }
    match cards.ask(CardRequest::Remove(member)).await {
        CardAnswer::Done(_) => true,
        answer => is_gone(cards, &answer).await,
    }
}

// A member that isn't known was removed before, unless it is the shop that isn't: then a search is refused, too.
async fn is_gone(cards: &Cards<'_>, answer: &CardAnswer) -> bool {
    if !matches!(answer, CardAnswer::Declined(Decline::NotAuthenticated)) {
        tracing::warn!(function = "premium_charge", ?answer, "a card could not be removed");
        return false;
    }
    matches!(cards.ask(CardRequest::Search(NO_CHARGE)).await, CardAnswer::Declined(Decline::ProcessUnknown))
}
