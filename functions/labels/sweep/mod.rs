//! label_sweep: takes deleted labels off the records that carry them. Readers pass a deleted label over at once; this may
//! take as many runs as there are records.

use crate::labels::{Labelled, stored};
use shared::caller::Tenant;
use shared::change::{Change, Technical};
use shared::domain::animal::Animal;
use shared::domain::claim::Claim;
use shared::domain::id::LabelId;
use shared::domain::policy::Policy;
use shared::domain::policyholder::Policyholder;
use shared::domain::timeline::Event;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};
use shared::key::{self, Key, SERVICE_LABEL_SWEEPS};
use shared::ports::{Failure, Item, Operation, text};
use shared::records::label_list;

/// How many deleted labels one run takes up.
const LABELS: u32 = 20;
/// How many records of a kind one run takes a label off.
const RECORDS: u32 = 250;

/// The job.
pub struct LabelSweep;

impl Job for LabelSweep {
    const SPEC: JobSpec = JobSpec {
        name: "label_sweep",
        summary: ("削除されたラベルを各情報から外す", "Take deleted labels off the records that carry them"),
        schedule: Schedule::EveryMinutes(5),
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let found = run.view.items(SERVICE_LABEL_SWEEPS.to_owned(), LABELS).await?;
        let mut outcome = Outcome { more: found.more, ..Outcome::default() };
        for waiting in found.items {
            match sweep(run, &waiting, &mut outcome).await {
                Ok(()) => {}
                // Somebody changed a record or the labels at the same time: the next run takes it.
                Err(Error::Conflict(_)) => outcome.failed += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(outcome)
    }
}

async fn sweep(run: &Run<'_>, waiting: &Item, outcome: &mut Outcome) -> Result<()> {
    let place = text(waiting, "sk")?;
    let (organization, label) = place.split_once('#').ok_or_else(|| Error::internal("a label sweep without a label"))?;
    let tenant = Tenant::of_service(organization.parse().map_err(Error::internal)?);
    let label: LabelId = label.parse().map_err(Error::internal)?;
    let left = [
        take_off::<Policyholder>(run, tenant, label, outcome).await?,
        take_off::<Animal>(run, tenant, label, outcome).await?,
        take_off::<Policy>(run, tenant, label, outcome).await?,
        take_off::<Claim>(run, tenant, label, outcome).await?,
    ];
    if left.contains(&true) {
        outcome.more = true;
        return Ok(());
    }
    finish(run, tenant, label).await
}

// Whether more records of this kind carry the label.
async fn take_off<R: Labelled>(run: &Run<'_>, tenant: Tenant, label: LabelId, outcome: &mut Outcome) -> Result<bool> {
    let found = run.view.items(key::edge_partition(tenant, label_list(R::KIND), &label.to_string()), RECORDS).await?;
    let keys: Vec<Key> = found.items.iter().map(|edge| Ok(key::record(tenant, R::KIND, text(edge, "sk")?))).collect::<Result<_>>()?;
    let batch = run.view.batch(&keys).await?;
    for key in &keys {
        let record = batch.record::<R>(key)?;
        let remaining = record.labels().iter().copied().filter(|carried| *carried != label).collect();
        let without = record.record().without_label(remaining, run.view.now());
        run.commit(Change::reply(()).update(tenant, &record, &without, Event::LabelSwept)?).await?;
        outcome.done += 1;
    }
    Ok(found.more)
}

async fn finish(run: &Run<'_>, tenant: Tenant, label: LabelId) -> Result<()> {
    let batch = run.view.batch(&[key::labels(tenant)]).await?;
    let done = Operation::delete(key::service_label_sweep(tenant, label), Failure::Conflict("record_changed"));
    let change = Change::reply(()).technical(Technical::LabelSweep, done);
    let change = match stored(&batch, tenant)? {
        Some(labels) => change.update(tenant, &labels, &labels.record().swept(label), Event::LabelSwept)?,
        None => change,
    };
    run.commit(change).await
}
