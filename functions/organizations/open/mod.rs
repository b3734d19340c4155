//! organization_open: a new customer with its contract, its own KMS key, and its first administrator. For operators,
//! through IAM.

use crate::accounts::{Invitation, invite, refuse_taken};
use crate::organizations::settings_refusals;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, item};
use shared::domain::account::AdministratorCount;
use shared::domain::deadline::accepted;
use shared::domain::id::{AccountId, OrganizationId};
use shared::domain::mail_address::MailAddress;
use shared::domain::notice_draft::NOTICE_DAYS_MAXIMUM;
use shared::domain::organization::{BusinessHours, Contact, Contract, ContractState, Organization};
use shared::domain::personal::Personal;
use shared::domain::refusal::{FieldRefusal, Refusal};
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::ports::{Failure, Item, Operation};
use shared::view::View;

/// The function.
pub struct OrganizationOpen;

/// The new customer.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 名称.
    pub name: Line<100>,
    /// 契約 (WP16).
    pub contract: Contract,
    /// 連絡先: at least one; notices and incident reports go there.
    pub contacts: Vec<Contact>,
    /// 営業時間 (WP14).
    pub business_hours: BusinessHours,
    /// 休業日, besides weekends and holidays.
    #[serde(default, deserialize_with = "shared::domain::date::strict")]
    pub closed_days: Vec<NaiveDate>,
    /// The first administrator, who is invited by mail.
    pub administrator: Administrator,
}

/// The first administrator.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Administrator {
    /// 氏名.
    pub name: Line<100>,
    /// メールアドレス.
    pub mail_address: MailAddress,
}

/// What was opened.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The organization.
    pub organization: OrganizationId,
    /// The first administrator.
    pub administrator: AccountId,
    /// Its KMS key.
    pub kms_key: String,
}

impl Endpoint for OrganizationOpen {
    const SPEC: Spec = Spec {
        name: "organization_open",
        summary: ("組織を開設し、最初の組織管理者を招待する(運営者)", "Open an organization and invite its first administrator (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::MailAddress, Grant::MakeKeys],
        status: 201,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        crate::refuse_fields(refusals(&input))?;
        // Before a KMS key is made that nothing would use.
        refuse_taken(view, &input.administrator.mail_address, "administrator.mail_address").await?;
        let tenant = Tenant::of_service(view.identifier()?);
        let (kms_key, keys) = view.make_organization_keys(tenant).await?;
        open(view, tenant, input, kms_key, keys).await
    }
}

fn refusals(input: &Input) -> Vec<FieldRefusal> {
    let mut refusals = settings_refusals(&input.contacts, &input.business_hours, &input.closed_days);
    let dates = [("contract.start_date", Some(input.contract.start_date)), ("contract.end_date", input.contract.end_date)];
    let dates = dates.into_iter().filter_map(|(field, day)| Some((field, day?)));
    refusals.extend(dates.filter_map(|(field, day)| Some(FieldRefusal::new(field, accepted(day).err()?))));
    if input.contract.notice_days.is_some_and(|days| !(1..=NOTICE_DAYS_MAXIMUM).contains(&days)) {
        refusals.push(FieldRefusal::new("contract.notice_days", Refusal::NoticeDaysOutOfRange(NOTICE_DAYS_MAXIMUM.into())));
    }
    if input.contract.end_date.is_some_and(|end_date| end_date < input.contract.start_date) {
        refusals.push(FieldRefusal::new("contract.end_date", Refusal::PeriodInvalid));
    }
    refusals
}

async fn open(view: &View<'_>, tenant: Tenant, input: Input, kms_key: String, keys: Vec<Operation>) -> Result<Change<Output>> {
    let organization = Organization {
        id: tenant.id(),
        name: input.name,
        contract: input.contract,
        state: ContractState::Active,
        contacts: Personal::new(input.contacts),
        business_hours: input.business_hours,
        closed_days: input.closed_days,
        security: shared::domain::security::Security::default(),
        digested_on: None,
        mail_consent: None,
        kms_key: kms_key.clone(),
        created_at: view.now(),
    };
    let Administrator { name, mail_address } = input.administrator;
    let invitation = Invitation { name, mail_address, roles: vec![Role::Administrator], approval_limit_yen: None };
    let (account, add) = invite(view, tenant, &organization, invitation).await?;
    let output = Output { organization: tenant.id(), administrator: account.id, kms_key };
    let count = AdministratorCount { version: 1, active: 0 };
    let counted = Operation::create(key::administrators(tenant), item(&count)?, Failure::Conflict("already_exists"));
    let listed = Operation::create(key::service_organization(tenant), Item::new(), Failure::Conflict("already_exists"));
    let change = Change::reply(output)
        .create(tenant, &organization, Event::OrganizationOpened)?
        .with(Companion::Administrators, counted)
        .with(Companion::Organizations, listed);
    add(keys.into_iter().fold(change, |change, key| change.with(Companion::OrganizationKeys, key)))
}
