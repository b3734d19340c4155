//! Policyholders (契約者).

use super::bank_account::BankAccount;
use super::card::CardOnFile;
use super::contact::{Kana, Phone, PostalCode};
use super::id::{AccountId, LabelId, PolicyholderId};
use super::mail_address::MailAddress;
use super::personal::Personal;
use super::search::{fold, fold_digits, name_terms};
use super::text::{Line, Note};
use super::time::{Timestamp, rfc3339};
use crate::record::Term;
use serde::{Deserialize, Serialize};

/// What is entered about a policyholder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyholderDetails {
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

/// A policyholder. Everything entered is personal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Policyholder {
    /// Its identifier.
    pub id: PolicyholderId,
    /// 氏名・名称.
    pub name: Personal<Line<100>>,
    /// 氏名カナ.
    pub kana: Personal<Kana>,
    /// 郵便番号.
    pub postal_code: Personal<Option<PostalCode>>,
    /// 住所.
    pub address: Personal<Option<Line<200>>>,
    /// 電話番号.
    pub phone: Personal<Option<Phone>>,
    /// メールアドレス.
    pub mail_address: Personal<Option<MailAddress>>,
    /// 振込先口座.
    pub bank_account: Personal<Option<BankAccount>>,
    /// 備考.
    pub note: Personal<Option<Note<2000>>>,
    /// The card that premiums are charged to, where one is registered (登録カード).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardOnFile>,
    /// Its labels.
    pub labels: Vec<LabelId>,
    /// Who entered it.
    pub created_by: AccountId,
    /// When.
    #[serde(with = "rfc3339")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(with = "rfc3339")]
    pub updated_at: Timestamp,
}

impl Policyholder {
    /// A new policyholder.
    #[must_use]
    pub fn create(id: PolicyholderId, details: PolicyholderDetails, by: AccountId, now: Timestamp) -> Self {
        Self {
            id,
            name: Personal::new(details.name),
            kana: Personal::new(details.kana),
            postal_code: Personal::new(details.postal_code),
            address: Personal::new(details.address),
            phone: Personal::new(details.phone),
            mail_address: Personal::new(details.mail_address),
            bank_account: Personal::new(details.bank_account),
            note: Personal::new(details.note),
            card: None,
            labels: Vec::new(),
            created_by: by,
            created_at: now,
            updated_at: now,
        }
    }

    /// With other details; what didn't change keeps its seal.
    #[must_use]
    pub fn update(self, details: PolicyholderDetails, now: Timestamp) -> Self {
        Self {
            name: self.name.replace(details.name),
            kana: self.kana.replace(details.kana),
            postal_code: self.postal_code.replace(details.postal_code),
            address: self.address.replace(details.address),
            phone: self.phone.replace(details.phone),
            mail_address: self.mail_address.replace(details.mail_address),
            bank_account: self.bank_account.replace(details.bank_account),
            note: self.note.replace(details.note),
            updated_at: now,
            ..self
        }
    }

    /// What it is found by: name and kana by word and prefix, phone and mail address exactly.
    #[must_use]
    pub fn terms(&self) -> Option<Vec<Term>> {
        let (name, kana) = (self.name.get()?, self.kana.get()?);
        let names = name_terms(name.as_str()).into_iter().map(|text| Term { list: "policyholder.name", text });
        let kanas = name_terms(kana.as_str()).into_iter().map(|text| Term { list: "policyholder.kana", text });
        let phone = self.phone.get()?.as_ref().map(|phone| Term { list: "policyholder.phone", text: fold_digits(phone.as_str()) });
        let mail = self.mail_address.get()?.as_ref().map(|mail| Term { list: "policyholder.mail_address", text: fold(mail.as_str()) });
        Some(names.chain(kanas).chain(phone).chain(mail).collect())
    }
}
