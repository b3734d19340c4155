//! Records of any kind, read as what they are.

use super::Product;
use crate::domain::account::Account;
use crate::domain::animal::Animal;
use crate::domain::backup::Restore;
use crate::domain::certificate::Certificate;
use crate::domain::claim::Claim;
use crate::domain::disclosure::Disclosure;
use crate::domain::erasure::Erasure;
use crate::domain::incident::{FirstReport, Incident};
use crate::domain::inquiry::Inquiry;
use crate::domain::label::Labels;
use crate::domain::notice::Notice;
use crate::domain::notice_draft::NoticeDraft;
use crate::domain::operator_access::OperatorAccess;
use crate::domain::organization::Organization;
use crate::domain::payout::Payout;
use crate::domain::policy::Policy;
use crate::domain::policyholder::Policyholder;
use crate::domain::premium::Premium;
use crate::domain::timeline::TimelineExport;
use crate::key::Kind;
use crate::record::Record;
use serde_json::Value;

fn reads<R: Record>(data: Value) -> bool {
    serde_json::from_value::<R>(data).is_ok()
}

/// Whether what lies in the store is a record of this kind, opened or sealed.
#[must_use]
pub fn is_record_of(kind: Kind, data: Value) -> bool {
    match kind {
        Kind::Organization => reads::<Organization>(data),
        Kind::Account => reads::<Account>(data),
        Kind::Labels => reads::<Labels>(data),
        Kind::Policyholder => reads::<Policyholder>(data),
        Kind::Animal => reads::<Animal>(data),
        Kind::Product => reads::<Product>(data),
        Kind::Policy => reads::<Policy>(data),
        Kind::Claim => reads::<Claim>(data),
        Kind::Payout => reads::<Payout>(data),
        Kind::TimelineExport => reads::<TimelineExport>(data),
        Kind::Erasure => reads::<Erasure>(data),
        Kind::Disclosure => reads::<Disclosure>(data),
        Kind::OperatorAccess => reads::<OperatorAccess>(data),
        Kind::Certificate => reads::<Certificate>(data),
        Kind::Incident => reads::<Incident>(data),
        Kind::FirstReport => reads::<FirstReport>(data),
        Kind::Notice => reads::<Notice>(data),
        Kind::NoticeDraft => reads::<NoticeDraft>(data),
        Kind::Inquiry => reads::<Inquiry>(data),
        Kind::Premium => reads::<Premium>(data),
        Kind::Restore => reads::<Restore>(data),
    }
}
