//! PUT /api/policyholders/{id}: the policyholder as it should read.

use crate::policyholders::{PolicyholderView, policyholder_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::bank_account::BankAccount;
use shared::domain::contact::{Kana, Phone, PostalCode};
use shared::domain::id::PolicyholderId;
use shared::domain::mail_address::MailAddress;
use shared::domain::policyholder::{Policyholder, PolicyholderDetails};
use shared::domain::role::Role;
use shared::domain::text::{Line, Note};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct PolicyholderUpdate;

/// What is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The policyholder.
    pub id: PolicyholderId,
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

impl Endpoint for PolicyholderUpdate {
    const SPEC: Spec = Spec {
        name: "policyholder_update",
        summary: ("契約者を変更する", "Change a policyholder"),
        method: Method::Put,
        paths: &["/api/policyholders/{id}"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = PolicyholderView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<PolicyholderView>> {
        let tenant = caller.tenant()?;
        let (policyholder_key, labels_key) = (policyholder_key(tenant, input.id), key::labels(tenant));
        let batch = view.batch_open(tenant, &[policyholder_key.clone(), labels_key]).await?;
        let stored = batch.record::<Policyholder>(&policyholder_key)?;
        let policyholder = stored.record().update(input.into(), view.now());
        let output = PolicyholderView::new(&policyholder, &crate::labels::labels(&batch, tenant)?)?;
        Change::reply(output).update(tenant, &stored, &policyholder, Event::PolicyholderUpdated)
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
