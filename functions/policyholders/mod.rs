//! Policyholders (契約者): who a policy is made with, and to whom is paid.

pub mod create;
pub mod find;
pub mod list;
pub mod search;
pub mod show;
pub mod update;

use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Tenant;
use shared::domain::bank_account::BankAccount;
use shared::domain::contact::{Kana, Phone, PostalCode};
use shared::domain::id::{AccountId, PolicyholderId};
use shared::domain::label::{Label, Labels};
use shared::domain::mail_address::MailAddress;
use shared::domain::policyholder::Policyholder;
use shared::domain::text::{Line, Note};
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};

/// The key of a policyholder.
#[must_use]
pub fn policyholder_key(tenant: Tenant, id: PolicyholderId) -> Key {
    key::record(tenant, Kind::Policyholder, &id.to_string())
}

/// A policyholder with everything entered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyholderView {
    /// Its identifier.
    pub id: PolicyholderId,
    /// 氏名・名称.
    pub name: Line<100>,
    /// 氏名カナ.
    pub kana: Kana,
    /// 郵便番号.
    pub postal_code: Option<PostalCode>,
    /// 住所.
    pub address: Option<Line<200>>,
    /// 電話番号.
    pub phone: Option<Phone>,
    /// メールアドレス.
    pub mail_address: Option<MailAddress>,
    /// 振込先口座.
    pub bank_account: Option<BankAccount>,
    /// 備考.
    pub note: Option<Note<2000>>,
    /// Its labels.
    pub labels: Vec<Label>,
    /// Who entered it.
    pub created_by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub updated_at: Timestamp,
}

impl PolicyholderView {
    /// The view of an opened policyholder.
    ///
    /// # Errors
    /// Where a personal field wasn't opened: a fault of the handler.
    pub fn new(policyholder: &Policyholder, labels: &Labels) -> Result<Self> {
        let sealed = || Error::internal("a policyholder is shown without being opened");
        Ok(Self {
            id: policyholder.id,
            name: policyholder.name.get().ok_or_else(sealed)?.clone(),
            kana: policyholder.kana.get().ok_or_else(sealed)?.clone(),
            postal_code: policyholder.postal_code.get().ok_or_else(sealed)?.clone(),
            address: policyholder.address.get().ok_or_else(sealed)?.clone(),
            phone: policyholder.phone.get().ok_or_else(sealed)?.clone(),
            mail_address: policyholder.mail_address.get().ok_or_else(sealed)?.clone(),
            bank_account: policyholder.bank_account.get().ok_or_else(sealed)?.clone(),
            note: policyholder.note.get().ok_or_else(sealed)?.clone(),
            labels: labels.of(&policyholder.labels),
            created_by: policyholder.created_by,
            created_at: policyholder.created_at,
            updated_at: policyholder.updated_at,
        })
    }
}
