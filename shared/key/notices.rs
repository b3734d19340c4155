//! Keys of incidents, notices and inquiries.

use super::{Key, account_partition};
use crate::caller::Tenant;
use crate::domain::id::{AccountId, IncidentId, NoticeDraftId, NoticeId};
use crate::domain::inquiry::InquiryNumber;

/// The partition of first reports that weren't sent yet, in the index by due time. Service-wide: the watch works for all.
pub const SERVICE_FIRST_REPORTS: &str = "FIRST_REPORT";

/// The partition of incidents with a leak whose reports weren't all made yet, in the index by due time. Service-wide like the incident.
pub const SERVICE_LEAKS: &str = "LEAK";

/// The partition of incidents with reports that not every organization was told yet. Service-wide: the job works for all.
pub const SERVICE_INCIDENTS_TO_TELL: &str = "INCIDENT_TO_TELL";

/// That not every affected organization was told all reports of an incident yet.
#[must_use]
pub fn service_incident_to_tell(incident: IncidentId) -> Key {
    Key::data(SERVICE_INCIDENTS_TO_TELL.into(), incident.to_string())
}

/// The partition of the organizations that an incident affects. Service-wide: a report goes to all of them.
#[must_use]
pub fn service_affected_partition(incident: IncidentId) -> String {
    format!("AFFECTED#{incident}")
}

/// That an incident affects an organization.
#[must_use]
pub fn service_affected(incident: IncidentId, tenant: Tenant) -> Key {
    Key::data(service_affected_partition(incident), tenant.id().to_string())
}

/// The partition of the organizations that a notice names. Service-wide: it goes to all of them.
#[must_use]
pub fn service_addressed_partition(draft: NoticeDraftId) -> String {
    format!("ADDRESSED#{draft}")
}

/// That a notice names an organization.
#[must_use]
pub fn service_addressed(draft: NoticeDraftId, tenant: Tenant) -> Key {
    Key::data(service_addressed_partition(draft), tenant.id().to_string())
}

/// The partition of published notices that not every organization was sent yet. Service-wide: the job works for all.
pub const SERVICE_NOTICES_TO_SEND: &str = "NOTICE_TO_SEND";

/// That not every organization was sent a notice yet.
#[must_use]
pub fn service_notice_to_send(draft: NoticeDraftId) -> Key {
    Key::data(SERVICE_NOTICES_TO_SEND.into(), draft.to_string())
}

/// That an inquiry came of somebody who wasn't signed in. Service-wide: it belongs to no organization.
#[must_use]
pub fn service_inquiry(number: &InquiryNumber) -> Key {
    Key::data("INQUIRY".into(), number.as_str())
}

/// The inquiries from a network, by its service-wide keyed hash. Service-wide like its failed sign-ins.
#[must_use]
pub fn service_inquiries_from(network_hash: &str) -> Key {
    Key::data(format!("NETWORK#{network_hash}"), "INQUIRIES")
}

/// The inquiries that were acknowledged to a mail address, known or unknown alike. Service-wide for the same reason.
#[must_use]
pub fn service_inquiries_of(mail_hash: &str) -> Key {
    Key::data(format!("MAIL_ADDRESS#{mail_hash}"), "INQUIRIES")
}

const NOTICE_READ: &str = "NOTICE#";

/// That an account has read a notice.
#[must_use]
pub fn notice_read(tenant: Tenant, account: AccountId, notice: NoticeId) -> Key {
    Key::data(account_partition(tenant, account), format!("{NOTICE_READ}{notice}"))
}

/// Whether a sort key is that of a read notice.
pub(super) fn is_notice_read(sort: &str) -> bool {
    sort.starts_with(NOTICE_READ)
}
