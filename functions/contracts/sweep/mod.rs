//! contract_sweep: takes the rights of an ended contract's accounts away, so that what is under way fails, too. Bounded pages;
//! a run that is cut off is gone on with.

use crate::contracts::Sweep;
use serde_json::Value;
use shared::caller::Tenant;
use shared::change::{Change, Companion, Technical, item};
use shared::domain::account::{Account, Rights};
use shared::domain::id::AccountId;
use shared::domain::timeline::Event;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{self, Index, Kind, SERVICE_CONTRACT_SWEEPS};
use shared::ports::{Failure, Item, Operation, Position, Query, text};

/// How many contracts one run takes up.
const CONTRACTS: u32 = 20;
/// How many accounts one page holds.
const PAGE: u32 = 50;
/// How many pages of a contract one run takes.
const PAGES: u32 = 20;

/// The job.
pub struct ContractSweep;

impl Job for ContractSweep {
    const SPEC: JobSpec = JobSpec {
        name: "contract_sweep",
        summary: ("終了した契約のアカウントを停止する", "Suspend the accounts of ended contracts"),
        schedule: Schedule::EveryMinutes(1),
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let found = run.view.items(SERVICE_CONTRACT_SWEEPS.to_owned(), CONTRACTS).await?;
        let mut outcome = Outcome { more: found.more, ..Outcome::default() };
        for waiting in found.items {
            match sweep(run, serde_json::from_value(Value::Object(waiting)).map_err(Error::internal)?, &mut outcome).await {
                Ok(()) => {}
                // An account was changed at the same time, or another run is at it: the next run takes it.
                Err(Error::Conflict(_)) => outcome.failed += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(outcome)
    }
}

async fn sweep(run: &Run<'_>, mut sweep: Sweep, outcome: &mut Outcome) -> Result<()> {
    let tenant = Tenant::of_service(sweep.organization);
    let place = key::service_contract_sweep(tenant);
    let failure = Failure::Conflict("record_changed");
    for _ in 0..PAGES {
        let found = run.view.query(&accounts(tenant, sweep.after)).await?;
        let ids = found.items.iter().map(id).collect::<Result<Vec<AccountId>>>()?;
        for account in &ids {
            outcome.done += u32::from(suspend(run, tenant, *account).await?);
        }
        if !found.more {
            let done = Operation::delete(place, failure);
            return run.commit(Change::reply(()).technical(Technical::ContractSweep, done)).await;
        }
        let version = sweep.version;
        sweep = Sweep { after: ids.last().copied(), version: version + 1, ..sweep };
        let moved = Operation::replace(place.clone(), item(&sweep)?, ("version", version), failure);
        run.commit(Change::reply(()).technical(Technical::ContractSweep, moved)).await?;
    }
    outcome.more = true;
    Ok(())
}

fn accounts(tenant: Tenant, after: Option<AccountId>) -> Query {
    let partition = key::by_kind(tenant, Kind::Account);
    let after = after.map(|last| {
        let place = crate::accounts::account_key(tenant, last);
        let key = (place.partition().to_owned(), place.sort().to_owned());
        Position { key, index: Some((partition.clone(), last.to_string())) }
    });
    Query { index: Some(Index::Kind), partition, range: None, descending: false, limit: PAGE, after }
}

fn id(account: &Item) -> Result<AccountId> {
    text(account, Index::Kind.attributes().1)?.parse().map_err(Error::internal)
}

// Whether there were rights to take away.
async fn suspend(run: &Run<'_>, tenant: Tenant, id: AccountId) -> Result<bool> {
    let (account_key, rights_key) = (crate::accounts::account_key(tenant, id), key::rights(tenant, id));
    let batch = run.view.batch(&[account_key.clone(), rights_key.clone()]).await?;
    let Some(rights) = batch.item::<Rights>(&rights_key)? else { return Ok(false) };
    let Some(suspended) = rights.suspended() else { return Ok(false) };
    let account = batch.record::<Account>(&account_key)?;
    let written = Operation::replace(rights_key, item(&suspended)?, ("epoch", rights.epoch), Failure::Conflict("record_changed"));
    let change = Change::reply(()).update(tenant, &account, &account.record(), Event::AccountSuspended)?.with(Companion::Rights, written);
    run.commit(change).await.map(|()| true)
}
