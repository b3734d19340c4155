//! POST /api/policyholders: a new policyholder.

use crate::policyholders::PolicyholderView;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::bank_account::BankAccount;
use shared::domain::contact::{Kana, Phone, PostalCode};
use shared::domain::label::Labels;
use shared::domain::mail_address::MailAddress;
use shared::domain::policyholder::{Policyholder, PolicyholderDetails};
use shared::domain::role::Role;
use shared::domain::text::{Line, Note};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct PolicyholderCreate;

/// What is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 氏名・名称.
    pub name: Line<100>,
    /// 氏名カナ.
    pub kana: Kana,
    /// 郵便番号.
    #[serde(default)]
    pub postal_code: Option<PostalCode>,
    /// 住所.
    #[serde(default)]
    pub address: Option<Line<200>>,
    /// 電話番号.
    #[serde(default)]
    pub phone: Option<Phone>,
    /// メールアドレス.
    #[serde(default)]
    pub mail_address: Option<MailAddress>,
    /// 振込先口座.
    #[serde(default)]
    pub bank_account: Option<BankAccount>,
    /// 備考.
    #[serde(default)]
    pub note: Option<Note<2000>>,
}

impl Endpoint for PolicyholderCreate {
    const SPEC: Spec = Spec {
        name: "policyholder_create",
        summary: ("契約者を登録する", "Create a policyholder"),
        method: Method::Post,
        paths: &["/api/policyholders"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 201,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = PolicyholderView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<PolicyholderView>> {
        let tenant = caller.tenant()?;
        let policyholder = Policyholder::create(view.identifier()?, input.into(), caller.account()?, view.now());
        let output = PolicyholderView::new(&policyholder, &Labels::empty(tenant.id()))?;
        Change::reply(output).create(tenant, &policyholder, Event::PolicyholderCreated)
    }
}

impl From<Input> for PolicyholderDetails {
    fn from(input: Input) -> Self {
        Self {
            name: input.name,
            kana: input.kana,
            postal_code: input.postal_code,
            address: input.address,
            phone: input.phone,
            mail_address: input.mail_address,
            bank_account: input.bank_account,
            note: input.note,
        }
    }
}
