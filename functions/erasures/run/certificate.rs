//! The certificate: made once, since an item that may be written once holds it until it lies in the ledger.

use crate::erasures::Progress;
use crate::erasures::run::paper;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use shared::caller::Tenant;
use shared::change::{Change, Technical, item};
use shared::domain::erasure::{BACKUP_DAYS, Certificate, LedgerEntry, SignedCertificate, certificate_name, ledger_name};
use shared::error::{Error, Result};
use shared::job::Run;
use shared::key::{self, Key};
use shared::ports::{Action, Condition, Failure, Operation};

/// The member of the item that holds the certificate until it lies in the ledger.
const CERTIFICATE: &str = "certificate";

/// Issues the certificate, unless it lies in the ledger already, and ends the erasure.
pub(super) async fn finish(run: &Run<'_>, progress: Progress, ledger: LedgerEntry) -> Result<()> {
    let organization = progress.organization;
    let name = certificate_name(organization, "json");
    if run.view.kept_record(&name).await?.is_some() {
        // Run again after a restore, or cut off before the paper: the certificate is the one that was issued.
        publish_paper(run, &progress).await?;
        return end(run, &progress).await;
    }
    let signed = issued(run, &progress, ledger).await?;
    run.view.keep_record(&name, "application/json", serde_json::to_vec_pretty(&signed).map_err(Error::internal)?).await?;
    publish_paper(run, &progress).await?;
    end(run, &progress).await
}

// The paper says what the certificate in the ledger says.
async fn publish_paper(run: &Run<'_>, progress: &Progress) -> Result<()> {
    let name = certificate_name(progress.organization, "pdf");
    if run.view.kept_record(&name).await?.is_some() {
        return Ok(());
    }
    let kept = run.view.kept_record(&certificate_name(progress.organization, "json")).await?;
    let kept = kept.ok_or_else(|| Error::internal("a certificate that is gone"))?;
    let signed: SignedCertificate = serde_json::from_slice(&kept).map_err(Error::internal)?;
    run.view.keep_record(&name, "application/pdf", paper::paper(&signed)?).await
}

async fn issued(run: &Run<'_>, progress: &Progress, ledger: LedgerEntry) -> Result<SignedCertificate> {
    let place = key::service_erased(Tenant::of_service(progress.organization));
    if let Some(signed) = held(run, &place, progress).await? {
        return Ok(signed);
    }
    let signed = sign(run, progress, ledger).await?;
    let mut held_item = item(&json!({ "organization": progress.organization, "erasure": progress.erasure }))?;
    held_item.insert(CERTIFICATE.into(), json!(signed));
    // What a restore brought back of an earlier end holds no certificate, and gives way.
    let unissued = match run.view.batch(std::slice::from_ref(&place)).await?.has(&place) {
        true => Condition::Equals("erasure", json!(progress.erasure)),
        false => Condition::Absent,
    };
    let issue = Operation {
        key: place.clone(),
        action: Action::Put(held_item),
        conditions: vec![unissued],
        failure: Failure::Conflict("already_exists"),
    };
    match run.commit(Change::reply(()).technical(Technical::Erasure, issue)).await {
        Ok(()) => Ok(signed),
        Err(Error::Conflict(_)) => held(run, &place, progress).await?.ok_or(Error::Conflict("record_changed")),
        Err(error) => Err(error),
    }
}

async fn held(run: &Run<'_>, place: &Key, progress: &Progress) -> Result<Option<SignedCertificate>> {
    let batch = run.view.batch(std::slice::from_ref(place)).await?;
    let is_ours = |item: &&shared::ports::Item| item.get("erasure").and_then(Value::as_str) == Some(&progress.erasure.to_string());
    let held = batch.raw(place).filter(is_ours).and_then(|item| item.get(CERTIFICATE));
    held.map(|held| serde_json::from_value(held.clone()).map_err(Error::internal)).transpose()
}

async fn sign(run: &Run<'_>, progress: &Progress, ledger: LedgerEntry) -> Result<SignedCertificate> {
    let now = run.view.now();
    let known = |time: Option<_>| time.ok_or_else(|| Error::internal("an erasure that isn't proven"));
    let certificate = Certificate {
        form: 1,
        ledger_name: ledger_name(progress.organization),
        ledger,
        items: progress.items.clone(),
        documents: progress.documents,
        found_by_proof: progress.found_by_proof,
        proven_at: known(progress.proven_at)?,
        erased_at: now,
        backups_unreadable_from: known(progress.key_gone_at)?,
        backups_end_at: now + chrono::TimeDelta::days(BACKUP_DAYS),
    };
    let digest = shared::seal::sha256(&certificate.canonical());
    let digest: [u8; 32] = digest.try_into().map_err(|_| Error::internal("a digest of another length"))?;
    Ok(SignedCertificate {
        certificate,
        algorithm: "ECDSA_SHA_256".into(),
        signature: STANDARD.encode(run.view.sign_record(&digest).await?),
        public_key: STANDARD.encode(run.view.signing_public_key().await?),
    })
}

// The item that held the certificate keeps that there was one, and the erasure is over.
async fn end(run: &Run<'_>, progress: &Progress) -> Result<()> {
    let tenant = Tenant::of_service(progress.organization);
    let failure = Failure::Conflict("record_changed");
    let erased = item(&json!({
        "organization": progress.organization,
        "erasure": progress.erasure,
        "erased_at": shared::domain::time::text(run.view.now()),
    }))?;
    let over = Operation { key: key::service_erased(tenant), action: Action::Put(erased), conditions: vec![], failure };
    let conditions = vec![Condition::Equals("version", progress.version.into())];
    let runs_no_more = Operation { key: key::service_erasure(tenant), action: Action::Delete, conditions, failure };
    run.commit(Change::reply(()).technical(Technical::Erasure, over).technical(Technical::Erasure, runs_no_more)).await
}
