//! data_key_rotate: looks every day and gives organizations whose data key is older than a year a new version, so that
//! one that fails today is taken up tomorrow.

use shared::caller::Tenant;
use shared::change::Change;
use shared::domain::data_key::is_due;
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::{Error, Result};
use shared::job::{Outcome, Run};

/// How many organizations are looked at together.
const PAGE: u32 = 100;
/// How many keys one run replaces.
const ROTATIONS: u32 = 50;

/// The job.
pub struct DataKeyRotate;

impl Job for DataKeyRotate {
    const SPEC: JobSpec = JobSpec {
        name: "data_key_rotate",
        summary: ("1年を過ぎたデータ鍵を更新する", "Rotate data keys that are older than a year"),
        schedule: Schedule::Daily { hour: 4, minute: 0 },
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::RotateKeys],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let (mut outcome, mut after) = (Outcome::default(), None);
        loop {
            let page = run.view.organizations(after, PAGE).await?;
            for tenant in page.tenants {
                if outcome.done == ROTATIONS {
                    outcome.more = true;
                    return Ok(outcome);
                }
                match rotate(run, tenant).await {
                    Ok(true) => outcome.done += 1,
                    // An organization that is erased has no keys any more.
                    Ok(false) | Err(Error::NotFound | Error::Conflict(_)) => {}
                    // One organization's key being disabled keeps no other from its own.
                    Err(error) => {
                        let organization = tenant.id();
                        tracing::error!(function = "data_key_rotate", %organization, code = error.code(), cause = error.cause(), "not rotated");
                        outcome.failed += 1;
                    }
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(outcome);
            }
        }
    }
}

async fn rotate(run: &Run<'_>, tenant: Tenant) -> Result<bool> {
    let present = run.view.wrapped_data_keys(tenant).await?;
    if !is_due(present.made_at(), run.view.now()) {
        return Ok(false);
    }
    run.commit(crate::data_keys::rotated(&run.view, tenant, &present, Change::reply(())).await?).await?;
    Ok(true)
}
