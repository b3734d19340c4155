//! truststore_publish: makes the authority of client certificates where there is none, or the present one has issued for long
//! enough; writes the certificates of all that hold into the truststore; and points the door at its new version.
//!
//! One job for all of it, so that a new authority is published in the run that makes it, and issues only once it was. A run
//! that a crash cuts off leaves an authority that isn't trusted yet, or a truststore that isn't noted as published; the next
//! goes on from there.

use crate::certificates::authority;
use shared::authority::{Authorities, Authority, text};
use shared::change::{Change, Technical, item};
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::Result;
use shared::job::{Outcome, Run};
use shared::key;
use shared::ports::{Failure, Operation};
use shared::world::CERTIFICATE_AUTHORITY;

/// The job.
pub struct TruststorePublish;

impl Job for TruststorePublish {
    const SPEC: JobSpec = JobSpec {
        name: "truststore_publish",
        summary: (
            "クライアント証明書の認証局を用意し、トラストストアを公開する",
            "Keep the authority of client certificates and publish the truststore",
        ),
        schedule: Schedule::Daily { hour: 3, minute: 30 },
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::MakeServiceKeys, Grant::PublishTruststore],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let place = key::service_key(CERTIFICATE_AUTHORITY);
        let present: Option<Authorities> = run.view.batch(std::slice::from_ref(&place)).await?.item(&place)?;
        let mut authorities = present.unwrap_or_default().holding(run.view.now())?;
        let mut done = 0;
        if authorities.needs_another(run.view.now()) {
            authorities.all.push(new_authority(run).await?);
            authorities = keep(run, authorities).await?;
            done += 1;
        }
        let pem = authorities.pem();
        if !authorities.is_published(&pem) {
            run.view.publish_truststore(&pem).await?;
            done += 1;
        }
        let published = authorities.clone().published(&pem);
        if item(&published)? != item(&authorities)? {
            keep(run, published).await?;
        }
        Ok(Outcome { done, ..Outcome::default() })
    }
}

async fn new_authority(run: &Run<'_>) -> Result<Authority> {
    let now = run.view.now();
    let name = format!("Client Certificates {}", shared::domain::time::day(now));
    let (secret, certificate) = authority::make(&name, now)?;
    let wrapped = run.wrap_service_secret(CERTIFICATE_AUTHORITY, &secret).await?;
    let kms_key = run.view.settings().service_key.clone();
    Ok(Authority { name, certificate: text(&certificate), wrapped: text(&wrapped), kms_key, made_at: now.timestamp(), trusted: false })
}

async fn keep(run: &Run<'_>, authorities: Authorities) -> Result<Authorities> {
    let (place, failure) = (key::service_key(CERTIFICATE_AUTHORITY), Failure::Conflict("record_changed"));
    let next = Authorities { version: authorities.version + 1, ..authorities };
    let operation = match next.version {
        1 => Operation::create(place, item(&next)?, failure),
        version => Operation::replace(place, item(&next)?, ("version", version - 1), failure),
    };
    run.commit(Change::reply(()).technical(Technical::ServiceKeys, operation)).await?;
    Ok(next)
}
