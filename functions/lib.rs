//! Every endpoint and job: a folder per area, a folder per function in it. [`ROUTES`], [`JOBS`] and [`LISTENERS`] are the only list;
//! the template, the local routes, the API's description and the access tests are derived from them.

pub mod accounts;
pub mod animals;
pub mod assignees;
pub mod backups;
pub mod cards;
pub mod certificates;
pub mod claims;
pub mod clock;
pub mod collection;
pub mod console;
pub mod contracts;
pub mod data_keys;
pub mod disclosures;
pub mod erasures;
pub mod figures;
pub mod health;
pub mod incidents;
pub mod input;
pub mod inquiries;
pub mod jobs;
pub mod labels;
pub mod mail;
pub mod many;
pub mod me;
pub mod names;
pub mod notices;
pub mod operator_accesses;
pub mod organization_keys;
pub mod organizations;
pub mod pages;
pub mod passwords;
pub mod policies;
pub mod policyholders;
pub mod premiums;
pub mod products;
pub mod records;
pub mod retention;
pub mod second_factors;
pub mod security;
pub mod service_keys;
pub mod sessions;
pub mod timeline;
pub mod truststore;

use shared::domain::refusal::FieldRefusal;
use shared::endpoint::{Job, JobRoute, JobSpec, ListenerRoute, Route};
use shared::error::{Error, FieldError, Result};
use shared::record::{Record, Term};

/// Every endpoint.
pub static ROUTES: &[Route] = &[
    Route::of::<health::show::HealthShow>(),
    Route::of::<console::page::ConsolePage>(),
    Route::of::<pages::inquiry::InquiryPage>(),
    Route::of::<pages::card::CardPage>(),
    Route::of::<inquiries::create::InquiryCreate>(),
    Route::of::<sessions::create::SessionCreate>(),
    Route::of::<sessions::refresh::SessionRefresh>(),
    Route::of::<sessions::delete::SessionDelete>(),
    Route::of::<sessions::verify::SessionVerify>(),
    Route::of::<sessions::list::SessionList>(),
    Route::of::<sessions::end::SessionEnd>(),
    Route::of::<accounts::session_list::AccountSessionList>(),
    Route::of::<accounts::session_end::AccountSessionEnd>(),
    Route::of::<second_factors::list::FactorList>(),
    Route::of::<second_factors::totp_start::FactorTotpStart>(),
    Route::of::<second_factors::totp_confirm::FactorTotpConfirm>(),
    Route::of::<second_factors::codes_renew::FactorCodesRenew>(),
    Route::of::<second_factors::challenge::FactorChallenge>(),
    Route::of::<second_factors::passkey_add::FactorPasskeyAdd>(),
    Route::of::<second_factors::remove::FactorRemove>(),
    Route::of::<accounts::second_factor_delete::AccountSecondFactorDelete>(),
    Route::of::<me::show::MeShow>(),
    Route::of::<passwords::change::PasswordChange>(),
    Route::of::<passwords::reset::PasswordResetRequest>(),
    Route::of::<passwords::set::PasswordSet>(),
    Route::of::<accounts::list::AccountList>(),
    Route::of::<accounts::search::AccountSearch>(),
    Route::of::<accounts::invite::AccountInvite>(),
    Route::of::<accounts::show::AccountShow>(),
    Route::of::<accounts::update::AccountUpdate>(),
    Route::of::<accounts::delete::AccountDelete>(),
    Route::of::<accounts::reinvite::AccountReinvite>(),
    Route::of::<accounts::suppression_lift::AccountSuppressionLift>(),
    Route::of::<labels::list::LabelList>(),
    Route::of::<labels::create::LabelCreate>(),
    Route::of::<labels::update::LabelUpdate>(),
    Route::of::<labels::delete::LabelDelete>(),
    Route::of::<labels::attach::LabelAttach>(),
    Route::of::<labels::detach::LabelDetach>(),
    Route::of::<labels::attach_many::LabelAttachMany>(),
    Route::of::<labels::detach_many::LabelDetachMany>(),
    Route::of::<policyholders::list::PolicyholderList>(),
    Route::of::<policyholders::search::PolicyholderSearch>(),
    Route::of::<policyholders::create::PolicyholderCreate>(),
    Route::of::<policyholders::show::PolicyholderShow>(),
    Route::of::<policyholders::update::PolicyholderUpdate>(),
    Route::of::<animals::list::AnimalList>(),
    Route::of::<animals::search::AnimalSearch>(),
    Route::of::<animals::create::AnimalCreate>(),
    Route::of::<animals::show::AnimalShow>(),
    Route::of::<animals::update::AnimalUpdate>(),
    Route::of::<products::list::ProductList>(),
    Route::of::<products::create::ProductCreate>(),
    Route::of::<products::show::ProductShow>(),
    Route::of::<products::update::ProductUpdate>(),
    Route::of::<policies::list::PolicyList>(),
    Route::of::<policies::search::PolicySearch>(),
    Route::of::<policies::create::PolicyCreate>(),
    Route::of::<policies::show::PolicyShow>(),
    Route::of::<policies::update::PolicyUpdate>(),
    Route::of::<claims::create::ClaimCreate>(),
    Route::of::<claims::list::ClaimList>(),
    Route::of::<claims::search::ClaimSearch>(),
    Route::of::<claims::show::ClaimShow>(),
    Route::of::<claims::update::ClaimUpdate>(),
    Route::of::<claims::assign::ClaimAssign>(),
    Route::of::<claims::assign_many::ClaimAssignMany>(),
    Route::of::<assignees::list::AssigneeList>(),
    Route::of::<claims::submit::ClaimSubmit>(),
    Route::of::<claims::assess::ClaimAssess>(),
    Route::of::<claims::r#return::ClaimReturn>(),
    Route::of::<claims::approve::ClaimApprove>(),
    Route::of::<claims::reject::ClaimReject>(),
    Route::of::<claims::withdraw::ClaimWithdraw>(),
    Route::of::<claims::reopen::ClaimReopen>(),
    Route::of::<claims::pay::ClaimPay>(),
    Route::of::<claims::fail_payment::ClaimFailPayment>(),
    Route::of::<claims::retry_payment::ClaimRetryPayment>(),
    Route::of::<claims::record_recovery::ClaimRecordRecovery>(),
    Route::of::<claims::extend_due::ClaimExtendDue>(),
    Route::of::<figures::show::FigureShow>(),
    Route::of::<cards::register::CardRegister>(),
    Route::of::<cards::show::CardShow>(),
    Route::of::<cards::remove::CardRemove>(),
    Route::of::<cards::merchant_set::CardMerchantSet>(),
    Route::of::<premiums::plan::PremiumPlanSet>(),
    Route::of::<premiums::list::PremiumList>(),
    Route::of::<premiums::refund::PremiumRefund>(),
    Route::of::<timeline::list::TimelineList>(),
    Route::of::<timeline::record::RecordTimeline>(),
    Route::of::<timeline::seals::TimelineSealList>(),
    Route::of::<timeline::proof::TimelineProof>(),
    Route::of::<timeline::public_key::TimelinePublicKey>(),
    Route::of::<timeline::export::TimelineExportCreate>(),
    Route::of::<jobs::list::JobList>(),
    Route::of::<backups::list::BackupList>(),
    Route::of::<backups::restore::BackupRestore>(),
    Route::of::<mail::list::MailList>(),
    Route::of::<mail::hear::MailHear>(),
    Route::of::<mail::keys_set::MailKeysSet>(),
    Route::of::<organizations::mail_consent::OrganizationMailConsent>(),
    Route::of::<organizations::open::OrganizationOpen>(),
    Route::of::<contracts::end::ContractEnd>(),
    Route::of::<erasures::instruct::ErasureInstruct>(),
    Route::of::<erasures::countersign::ErasureCountersign>(),
    Route::of::<erasures::take_back::ErasureTakeBack>(),
    Route::of::<operator_accesses::open::OperatorAccessOpen>(),
    Route::of::<operator_accesses::read::OperatorAccessRead>(),
    Route::of::<disclosures::instruct::DisclosureInstruct>(),
    Route::of::<disclosures::export::DisclosureExport>(),
    Route::of::<organization_keys::rotate::OrganizationKeyRotate>(),
    Route::of::<certificates::issue::CertificateIssue>(),
    Route::of::<certificates::list::CertificateList>(),
    Route::of::<certificates::revoke::CertificateRevoke>(),
    Route::of::<certificates::download::CertificateDownload>(),
    Route::of::<certificates::issue_first::CertificateIssueFirst>(),
    Route::of::<organizations::show::OrganizationShow>(),
    Route::of::<organizations::update::OrganizationUpdate>(),
    Route::of::<security::show::SecurityShow>(),
    Route::of::<security::update::SecurityUpdate>(),
    Route::of::<incidents::open::IncidentOpen>(),
    Route::of::<incidents::report::IncidentReportCreate>(),
    Route::of::<incidents::close::IncidentClose>(),
    Route::of::<incidents::list::IncidentList>(),
    Route::of::<incidents::leak::IncidentLeak>(),
    Route::of::<notices::list::NoticeList>(),
    Route::of::<notices::read::NoticeRead>(),
    Route::of::<incidents::history::IncidentHistory>(),
    Route::of::<notices::draft::NoticeDraftWrite>(),
    Route::of::<notices::preview::NoticePreview>(),
    Route::of::<notices::publish::NoticePublish>(),
    Route::of::<notices::deliveries::NoticeDeliveries>(),
    Route::of::<notices::resend::NoticeResend>(),
];

// What only looks after jobs must not carry their code: so their specs stand in a list of their own, made from the same lines.
macro_rules! jobs {
    ($($job:path,)+) => {
        /// Every scheduled job.
        pub static JOBS: &[JobRoute] = &[$(JobRoute::of::<$job>(),)+];
        /// What is to be known of each, without its code.
        pub static JOB_SPECS: &[&JobSpec] = &[$(&<$job as Job>::SPEC,)+];
    };
}

jobs! {
    mail::deliver::MailDeliver,
    labels::sweep::LabelSweep,
    retention::sweep::RetentionSweep,
    service_keys::rotate::ServiceKeyRotate,
    timeline::seal::TimelineSeal,
    contracts::sweep::ContractSweep,
    erasures::run::ErasureRun,
    erasures::replay::ErasureReplay,
    disclosures::reveal::DisclosureReveal,
    data_keys::rotate::DataKeyRotate,
    records::reseal::RecordReseal,
    certificates::remind::CertificateRemind,
    truststore::publish::TruststorePublish,
    backups::take::BackupTake,
    backups::prune::BackupPrune,
    backups::drill::BackupDrill,
    jobs::watch::JobWatch,
    mail::digest::MailDigest,
    incidents::watch::IncidentWatch,
    notices::send::NoticeSend,
    clock::check::ClockCheck,
    premiums::charge::PremiumCharge,
}

/// Every function that hears what became of mail.
pub static LISTENERS: &[ListenerRoute] = &[ListenerRoute::of::<mail::event::MailEventHear>()];

/// An organization that isn't there, as the field that names it.
#[must_use]
pub fn no_organization(error: Error) -> Error {
    unknown("organization", "organization_unknown")(error)
}

/// Refuses an input with every field that breaks a rule.
///
/// # Errors
/// [`Error::Invalid`] with the fields.
pub fn refuse_fields(refusals: Vec<FieldRefusal>) -> Result<()> {
    let fields: Vec<FieldError> = refusals.into_iter().map(|refused| FieldError::new(refused.path, refused.refusal)).collect();
    if fields.is_empty() { Ok(()) } else { Err(Error::Invalid(fields)) }
}

/// The refusals of a member's fields, as fields of the input that holds the member.
#[must_use]
pub fn under(member: &str, refusals: Vec<FieldRefusal>) -> Vec<FieldRefusal> {
    refusals.into_iter().map(|refused| FieldRefusal::new(format!("{member}.{}", refused.path), refused.refusal)).collect()
}

/// A record that a field names and that isn't there: the path exists, it is the field that is wrong.
pub fn unknown(field: &'static str, code: &'static str) -> impl Fn(Error) -> Error {
    move |error| match error {
        Error::NotFound => Error::Invalid(vec![FieldError::coded(field, code, None)]),
        other => other,
    }
}

/// Whether an opened record is found by all of these terms.
#[must_use]
pub fn has_terms(record: &impl Record, wanted: &[Term]) -> bool {
    wanted.is_empty() || record.terms().is_some_and(|terms| wanted.iter().all(|term| terms.contains(term)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    const MANIFEST: &str = include_str!("Cargo.toml");

    // The name and path of every `[[bin]]`.
    fn binaries() -> Vec<(String, String)> {
        let value = |section: &str, name: &str| {
            let line = section.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix('='));
            line.unwrap_or_default().trim().trim_matches('"').to_owned()
        };
        MANIFEST.split("[[bin]]").skip(1).map(|section| (value(section, "name"), value(section, "path"))).collect()
    }

    #[test]
    fn every_function_has_a_binary_and_every_binary_a_function() {
        let names = ROUTES.iter().map(|route| route.spec.name).chain(JOBS.iter().map(|job| job.spec.name));
        let names = names.chain(LISTENERS.iter().map(|listener| listener.spec.name));
        let functions: BTreeSet<String> = names.map(|name| name.replace('_', "-")).collect();
        assert_eq!(functions.len(), ROUTES.len() + JOBS.len() + LISTENERS.len(), "a name stands twice");
        assert_eq!(functions, binaries().into_iter().map(|(name, _)| name).collect());
    }

    #[test]
    fn a_search_is_a_post_that_can_write_nothing_and_takes_no_key() {
        let searches: Vec<_> = ROUTES.iter().map(|route| route.spec).filter(|spec| spec.searches).collect();
        assert!(searches.len() >= 5);
        for spec in searches {
            assert_eq!(spec.method, shared::endpoint::Method::Post, "{}", spec.name);
            assert!(!spec.has(shared::endpoint::Grant::Write) && !spec.writes() && !spec.takes_idempotency_key(), "{}", spec.name);
        }
    }

    #[test]
    fn every_binary_lies_beside_its_function_and_starts_it() {
        for (name, path) in binaries() {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
            let main = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(main.starts_with(&format!("//! Starts {}.", name.replace('-', "_"))), "{path}");
            let function = std::fs::read_to_string(file.with_file_name("mod.rs")).unwrap_or_default();
            assert!(function.contains(&format!("name: \"{}\"", name.replace('-', "_"))), "{path}");
        }
    }
}
