//! The timeline (タイムライン, WP10): one entry for every important operation, chained by hash under its record.

use super::time::{Timestamp, rfc3339};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident $code:literal $japanese:literal $english:literal;)*) => {
        /// An important operation (重要な操作).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Event { $(#[doc = $english] $variant,)* }

        impl Event {
            /// Every operation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $code,)* } }

            /// The Japanese and English name.
            #[must_use]
            pub const fn label(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($japanese, $english),)* }
            }
        }
    };
}

events! {
    OrganizationOpened "organization_opened" "組織の開設" "Organization opened";
    AccountInvited "account_invited" "アカウントの招待" "Account invited";
    AccountReinvited "account_reinvited" "アカウントの再招待" "Account invited again";
    AccountUpdated "account_updated" "アカウントの変更" "Account changed";
    AccountDeleted "account_deleted" "アカウントの削除" "Account removed";
    PasswordSet "password_set" "パスワードの設定" "Password set";
    PasswordChanged "password_changed" "パスワードの変更" "Password changed";
    PasswordResetRequested "password_reset_requested" "パスワード再設定の申請" "Password reset requested";
    SignedIn "signed_in" "ログイン" "Signed in";
    SignedOut "signed_out" "ログアウト" "Signed out";
    SessionReuseDetected "session_reuse_detected" "更新トークンの再利用を検知" "Reuse of a refresh token detected";
    SessionEnded "session_ended" "セッションの終了" "Session ended";
    AllSessionsEnded "all_sessions_ended" "全セッションの終了" "All sessions ended";
    SignInPaused "sign_in_paused" "ログインの一時停止" "Sign-in paused after failures";
    SignedInByRecoveryCode "signed_in_by_recovery_code" "リカバリーコードによるログイン" "Signed in with a recovery code";
    TotpAdded "totp_added" "認証アプリの登録" "Authenticator app added";
    PasskeyAdded "passkey_added" "パスキーの登録" "Passkey added";
    RecoveryCodesRenewed "recovery_codes_renewed" "リカバリーコードの再発行" "Recovery codes renewed";
    SecondFactorRemoved "second_factor_removed" "二要素認証の解除" "Second factor removed";
    LabelCreated "label_created" "ラベルの登録" "Label created";
    LabelUpdated "label_updated" "ラベルの変更" "Label changed";
    LabelDeleted "label_deleted" "ラベルの削除" "Label deleted";
    LabelAttached "label_attached" "ラベルの付与" "Label attached";
    LabelDetached "label_detached" "ラベルの解除" "Label detached";
    LabelSwept "label_swept" "削除済ラベルの整理" "Deleted label swept";
    PolicyholderCreated "policyholder_created" "契約者の登録" "Policyholder created";
    PolicyholderUpdated "policyholder_updated" "契約者の変更" "Policyholder changed";
    AnimalCreated "animal_created" "被保険動物の登録" "Animal created";
    AnimalUpdated "animal_updated" "被保険動物の変更" "Animal changed";
    ProductCreated "product_created" "商品の登録" "Product created";
    ProductUpdated "product_updated" "商品の変更" "Product changed";
    PolicyCreated "policy_created" "保険契約の登録" "Policy created";
    PolicyUpdated "policy_updated" "保険契約の変更" "Policy changed";
    PolicyLimitsUsed "policy_limits_used" "支払限度の使用" "Policy limits used";
    ClaimCreated "claim_created" "保険金請求の登録" "Claim created";
    ClaimUpdated "claim_updated" "保険金請求の変更" "Claim changed";
    ClaimSubmitted "claim_submitted" "保険金請求の受付" "Claim submitted";
    ClaimAssessed "claim_assessed" "査定" "Claim assessed";
    ClaimApproved "claim_approved" "承認" "Claim approved";
    ClaimRejected "claim_rejected" "謝絶" "Claim rejected";
    ClaimPaid "claim_paid" "支払" "Claim paid";
    PayoutCreated "payout_created" "支払予定の作成" "Payout created";
    PayoutSettled "payout_settled" "支払の完了" "Payout settled";
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A signed-in account.
    Account {
        /// Its identifier.
        id: super::id::AccountId,
    },
    /// Somebody who isn't signed in, such as the bearer of a link.
    Anonymous,
    /// The operator (運営者).
    Operator {
        /// The operator's name.
        name: String,
    },
    /// A scheduled job.
    Job {
        /// Its name.
        name: String,
    },
}

/// What changed in one field. Personal values never stand here: only that they changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// Before; absent where the field is personal or large.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<Value>,
    /// After; absent where the field is personal or large.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<Value>,
}

/// What the hash of an entry covers: everything but the person's name, which may be sealed anew when keys rotate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The organization.
    pub organization: super::id::OrganizationId,
    /// The kind of the record.
    pub record_kind: crate::key::Kind,
    /// The record.
    pub record_id: String,
    /// 1 for the first entry of a record, one more each.
    pub sequence: u64,
    /// When.
    #[serde(with = "rfc3339")]
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What.
    pub operation: Event,
    /// What changed.
    pub changes: Vec<FieldChange>,
    /// The SHA-256 (hexadecimal) over the record as it lies in the store after the operation, personal fields sealed.
    pub record_hash: String,
    /// The request, as the log names it.
    pub request: String,
    /// The hash of the entry before; empty for the first.
    pub previous: String,
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        use std::fmt::Write;
        // Writing to a string can't fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256 over RFC 8785 canonical JSON, hexadecimal.
#[must_use]
pub fn canonical_hash(value: &impl Serialize) -> String {
    // Every value hashed here is a tree of strings and integers, which always has a canonical form.
    hexadecimal(&crate::seal::sha256(&serde_json_canonicalizer::to_vec(value).unwrap_or_default()))
}

impl Entry {
    /// The entry's hash: the next entry's `previous`.
    #[must_use]
    pub fn hash(&self) -> String {
        canonical_hash(self)
    }
}

/// Fields that are named and never shown: what finds an account in the whole service, and where keys lie.
const NAMED_ONLY: [&str; 2] = ["mail_hash", "kms_key"];

/// How long a text or list may be to stand in an entry.
const VALUE_CHARACTERS: usize = 200;

/// What changed between two forms of a record, as they are stored.
#[must_use]
pub fn changes(before: Option<&Value>, after: &Value) -> Vec<FieldChange> {
    let empty = serde_json::Map::new();
    let before = before.and_then(Value::as_object).unwrap_or(&empty);
    let after = after.as_object().unwrap_or(&empty);
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| field_change(name, before.get(name).unwrap_or(&Value::Null), after.get(name).unwrap_or(&Value::Null)))
        .collect()
}

fn field_change(name: &str, before: &Value, after: &Value) -> Option<FieldChange> {
    if before == after {
        return None;
    }
    let shown = !NAMED_ONLY.contains(&name) && is_plain(before) && is_plain(after);
    let value = |value: &Value| shown.then(|| value.clone()).filter(|value| !value.is_null());
    Some(FieldChange { field: name.to_owned(), before: value(before), after: value(after) })
}

// Scalars and short lists of them; anything nested may hold a personal value, so it is only named.
fn is_plain(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => items.len() <= 20 && items.iter().all(|item| !item.is_object() && !item.is_array() && is_plain(item)),
        Value::String(text) => text.chars().count() <= VALUE_CHARACTERS,
        _ => true,
    }
}

/// Whether the entries of one record, in order, form an unbroken chain that ends at `head`.
#[must_use]
pub fn is_chain(entries: &[Entry], head: &str) -> bool {
    let links = entries.iter().enumerate().try_fold(String::new(), |previous, (position, entry)| {
        (entry.previous == previous && entry.sequence == position as u64 + 1).then(|| entry.hash())
    });
    links.is_some_and(|last| last == head)
}

/// An entry as a reply shows it, with the actor's name opened.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct EntryView {
    /// The kind of the record.
    pub record_kind: crate::key::Kind,
    /// The record.
    pub record_id: String,
    /// Its place in the record's timeline.
    pub sequence: u64,
    /// When.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// The person's name at that time; null for jobs and the anonymous.
    pub actor_name: Option<String>,
    /// What.
    pub operation: Event,
    /// In Japanese and English.
    pub operation_label: Labels,
    /// What changed.
    pub changes: Vec<FieldChange>,
    /// The request, as the log names it.
    pub request: String,
    /// The hash of the entry before.
    pub previous: String,
    /// The entry's hash.
    pub hash: String,
}

/// A name in both languages.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Labels {
    /// Japanese.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

impl EntryView {
    /// The view of an entry.
    #[must_use]
    pub fn new(entry: Entry, actor_name: Option<String>) -> Self {
        let (ja, en) = entry.operation.label();
        let hash = entry.hash();
        Self {
            record_kind: entry.record_kind,
            record_id: entry.record_id,
            sequence: entry.sequence,
            at: entry.at,
            actor: entry.actor,
            actor_name,
            operation: entry.operation,
            operation_label: Labels { ja, en },
            changes: entry.changes,
            request: entry.request,
            previous: entry.previous,
            hash,
        }
    }
}

/// What a record's own hash covers, for tests and verifiers: the stored form without keys and chain.
#[must_use]
pub fn record_hash(record: &Value) -> String {
    canonical_hash(&json!(record))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::id::{Identifier, OrganizationId, Unique};

    fn entry(sequence: u64, previous: &str) -> Entry {
        let at = crate::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
        Entry {
            organization: OrganizationId::from_unique(Unique::new(at, [0; 10])),
            record_kind: crate::key::Kind::Claim,
            record_id: "clm_1".into(),
            sequence,
            at,
            actor: Actor::Anonymous,
            operation: Event::ClaimCreated,
            changes: vec![],
            record_hash: String::new(),
            request: String::new(),
            previous: previous.into(),
        }
    }

    #[test]
    fn a_chain_breaks_when_an_entry_is_changed_removed_or_moved() {
        let first = entry(1, "");
        let second = entry(2, &first.hash());
        let head = second.hash();
        assert!(is_chain(&[first.clone(), second.clone()], &head));
        assert!(!is_chain(std::slice::from_ref(&second), &head));
        assert!(!is_chain(&[second.clone(), first.clone()], &head));
        assert!(!is_chain(&[Entry { request: "x".into(), ..first.clone() }, second], &head));
        assert!(!is_chain(&[first], &head));
    }

    #[test]
    fn personal_and_nested_values_are_only_named() {
        let before = json!({ "name": { "$sealed": "v1.a" }, "state": "draft", "same": 1 });
        let after = json!({ "name": { "$personal": "山田" }, "state": "submitted", "same": 1 });
        let changes = changes(Some(&before), &after);
        assert_eq!(
            serde_json::to_value(&changes).unwrap(),
            json!([{ "field": "name" }, { "field": "state", "before": "draft", "after": "submitted" }])
        );
    }

    #[test]
    fn canonical_json_of_rfc_8785() {
        // RFC 8785, section 3.2.3: members sorted by UTF-16 code units.
        assert_eq!(canonical_hash(&json!({ "b": 1, "a": "é" })), canonical_hash(&json!({ "a": "é", "b": 1 })));
    }

    #[test]
    fn codes_are_the_wire_form() {
        for event in Event::ALL {
            assert_eq!(serde_json::to_value(event).unwrap(), event.code());
        }
    }
}
