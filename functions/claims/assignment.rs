//! Giving claims to somebody who is to see them through (担当者).

use crate::claims::claim_key;
use crate::many::bounded;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion};
use shared::domain::account::{AccountState, Rights};
use shared::domain::claim::Claim;
use shared::domain::id::{AccountId, ClaimId};
use shared::domain::role::{Role, allows};
use shared::domain::timeline::Event;
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Key};
use shared::ports::{Failure, Operation};
use shared::record::Stored;
use shared::view::{Batch, View};

/// A claim as it lay in the store, and as it is given to somebody.
pub struct Assigned {
    /// Before.
    pub stored: Stored<Claim>,
    /// After; the same where it was theirs already.
    pub claim: Claim,
}

/// The claims as they are given to an account, or to nobody, and the change that does it: all of them, or none.
///
/// # Errors
/// [`Error::Invalid`] with `assignee` where the account isn't there, isn't active, or has no rights to work on claims; what
/// `missing` says of the place of a claim that isn't there.
pub async fn assign(
    caller: &Caller,
    view: &View<'_>,
    claims: &[ClaimId],
    assignee: Option<AccountId>,
    missing: impl Fn(usize) -> Error,
) -> Result<(Vec<Assigned>, Change<()>)> {
    let (tenant, by) = (caller.tenant()?, caller.account()?);
    let keys: Vec<Key> = claims.iter().map(|id| claim_key(tenant, *id)).collect();
    let rights = assignee.map(|account| key::rights(tenant, account));
    let batch = view.batch(&keys.iter().cloned().chain(rights).collect::<Vec<_>>()).await?;
    let mut assigned = Vec::with_capacity(keys.len());
    for (place, key) in keys.iter().enumerate() {
        let stored = batch.record::<Claim>(key).map_err(|error| if matches!(error, Error::NotFound) { missing(place) } else { error })?;
        assigned.push(Assigned { claim: stored.record().assign(assignee, by, view.now()), stored });
    }
    let still_may = assignee.map(|account| still_may(&batch, tenant, account)).transpose()?;
    let changed = || assigned.iter().filter(|assigned| assigned.stored.assigned_to != assignee);
    bounded(changed().map(|assigned| &assigned.claim))?;
    let mut change = Change::reply(());
    for Assigned { stored, claim } in changed() {
        change = change.update(tenant, stored, claim, Event::ClaimAssigned)?;
    }
    if let Some(still_may) = still_may.filter(|_| !change.writes_nothing()) {
        change = change.with(Companion::Assignee, still_may);
    }
    Ok((assigned, change))
}

// Checked again by the commit: whoever loses the right meanwhile is given nothing.
fn still_may(batch: &Batch, tenant: Tenant, account: AccountId) -> Result<Operation> {
    let refuse = |code| Error::Invalid(vec![FieldError::coded("assignee", code, None)]);
    let place = key::rights(tenant, account);
    let rights: Rights = batch.item(&place)?.ok_or_else(|| refuse("account_unknown"))?;
    if rights.state != AccountState::Active {
        return Err(refuse("assignee_inactive"));
    }
    if !allows(&rights.roles, Role::Clerk) {
        return Err(refuse("assignee_role_missing"));
    }
    Ok(Operation::check(place, ("epoch", rights.epoch), Failure::Conflict("assignee_changed")))
}
