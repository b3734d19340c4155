//! Organizations (組織): the operator's functions.

pub mod mail_consent;
pub mod open;
pub mod show;
pub mod update;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use shared::domain::deadline::accepted;
use shared::domain::id::OrganizationId;
use shared::domain::notice_draft::NOTICE_DAYS;
use shared::domain::organization::{BusinessHours, Contact, Contract, Organization, repeated_contacts};
use shared::domain::refusal::{FieldRefusal, Refusal};
use shared::domain::text::Line;
use shared::error::{Error, Result};

/// How many contacts an organization has at most.
const CONTACTS: usize = 20;
/// How many closed days it names at most.
const CLOSED_DAYS: usize = 366;

/// An organization as its people see it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "OrganizationSettings")]
pub struct OrganizationView {
    /// Its identifier.
    pub id: OrganizationId,
    /// 名称.
    pub name: Line<100>,
    /// 営業時間: incidents are reported by them (WP14).
    pub business_hours: BusinessHours,
    /// 休業日, besides weekends and holidays, in their order.
    pub closed_days: Vec<NaiveDate>,
    /// 変更の事前通知: how many days before it takes effect a change is told (WP8).
    pub notice_days: u16,
    /// 連絡先: who notices and reports of incidents go to; null for all but administrators.
    pub contacts: Option<Vec<Contact>>,
    /// 契約 (WP16); null for all but administrators.
    pub contract: Option<Contract>,
}

impl OrganizationView {
    /// The view of an organization, for an administrator opened.
    ///
    /// # Errors
    /// Where an administrator is shown contacts that weren't opened: a fault of the handler.
    pub fn new(organization: &Organization, is_administrator: bool) -> Result<Self> {
        let opened = || organization.contacts.get().cloned().ok_or_else(|| Error::internal("contacts are shown without being opened"));
        Ok(Self {
            id: organization.id,
            name: organization.name.clone(),
            business_hours: organization.business_hours.clone(),
            closed_days: organization.closed_days.clone(),
            notice_days: organization.contract.notice_days.unwrap_or(NOTICE_DAYS),
            contacts: is_administrator.then(opened).transpose()?,
            contract: is_administrator.then(|| organization.contract.clone()),
        })
    }
}

/// What is wrong with contacts, hours and closed days.
fn settings_refusals(contacts: &[Contact], hours: &BusinessHours, closed_days: &[NaiveDate]) -> Vec<FieldRefusal> {
    let mut refusals = hours.validate();
    if contacts.is_empty() || contacts.len() > CONTACTS {
        refusals.push(FieldRefusal::new("contacts", Refusal::ContactsMissing));
    }
    refusals.extend(repeated_contacts(contacts));
    if closed_days.len() > CLOSED_DAYS {
        refusals.push(FieldRefusal::new("closed_days", Refusal::ClosedDaysTooMany(CLOSED_DAYS)));
    }
    let closed = closed_days.iter().enumerate();
    refusals.extend(closed.filter_map(|(place, day)| Some(FieldRefusal::new(format!("closed_days[{place}]"), accepted(*day).err()?))));
    refusals
}
