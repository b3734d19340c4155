//! The timeline (タイムライン, WP10): one entry for every important operation, chained by hash under its record.

mod entry;
mod export;
mod field_change;
mod view;

pub use entry::{Entry, canonical_hash, hexadecimal, is_chain, record_hash};
pub use export::TimelineExport;
pub use field_change::{FieldChange, changes};
pub use view::{EntryView, Labels};

use serde::{Deserialize, Serialize};

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident $code:literal $japanese:literal $english:literal;)*) => {
        /// An important operation (重要な操作).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Event { $(#[doc = $english] #[schemars(title = $japanese)] $variant,)* }

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
    OrganizationUpdated "organization_updated" "組織情報の変更" "Organization's contacts and hours changed";
    MailConsentGiven "mail_consent_given" "国外の事業者によるメール送信への同意" "Consent to mail through a provider abroad given";
    MailConsentTakenBack "mail_consent_taken_back" "国外の事業者によるメール送信への同意の撤回" "Consent to mail through a provider abroad taken back";
    DataKeyRotated "data_key_rotated" "データ鍵の更新" "Data key rotated";
    RecordResealed "record_resealed" "暗号化の更新" "Record sealed under the new data key";
    AccountInvited "account_invited" "アカウントの招待" "Account invited";
    AccountReinvited "account_reinvited" "アカウントの再招待" "Account invited again";
    AccountUpdated "account_updated" "アカウントの変更" "Account changed";
    AccountDeleted "account_deleted" "アカウントの削除" "Account removed";
    MailSuppressed "mail_suppressed" "メール送信の停止" "Mail to the account stopped";
    MailSuppressionLifted "mail_suppression_lifted" "メール送信の再開" "Mail to the account sent again";
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
    ClaimAssigned "claim_assigned" "担当者の変更" "Claim assigned";
    ClaimReturned "claim_returned" "差戻し" "Claim returned";
    ClaimWithdrawn "claim_withdrawn" "取下げ" "Claim withdrawn";
    ClaimReopened "claim_reopened" "再査定の開始" "Claim reopened";
    ClaimSubmitted "claim_submitted" "保険金請求の受付" "Claim submitted";
    ClaimAssessed "claim_assessed" "査定" "Claim assessed";
    ClaimApproved "claim_approved" "承認" "Claim approved";
    ClaimRejected "claim_rejected" "不承認" "Claim rejected";
    ClaimPaid "claim_paid" "支払" "Claim paid";
    ClaimPaymentFailed "claim_payment_failed" "支払不能の記録" "Payment refused by the bank";
    ClaimPaymentRetried "claim_payment_retried" "再振込の手配" "Payment due again";
    ClaimRecovered "claim_recovered" "返還の記録" "Overpayment given back";
    ClaimDueExtended "claim_due_extended" "支払期限の延長" "Due date extended";
    PayoutCreated "payout_created" "支払予定の作成" "Payout created";
    PayoutCancelled "payout_cancelled" "支払予定の取消し" "Payout cancelled";
    PayoutSettled "payout_settled" "支払の完了" "Payout settled";
    PayoutFailed "payout_failed" "支払の不能" "Payout refused by the bank";
    PayoutRetried "payout_retried" "支払の再手配" "Payout due again";
    CardRegistered "card_registered" "カードの登録" "Card registered";
    CardRemovalRequested "card_removal_requested" "カードの削除の指示" "Removal of the card asked for";
    CardRemovalDelayed "card_removal_delayed" "カードの削除の持越し" "Removal of the card put off";
    CardRemoved "card_removed" "カードの削除" "Card removed";
    PremiumPlanned "premium_planned" "保険料の払込方法の設定" "Premium plan set";
    PremiumIntended "premium_intended" "保険料の請求予定" "Premium due";
    PremiumSent "premium_sent" "保険料の決済の送信" "Premium sent to the card company";
    PremiumUnanswered "premium_unanswered" "保険料の決済の確認待ち" "Premium left open by the card company";
    PremiumNotFound "premium_not_found" "保険料の未決済の確認" "Premium found not to be charged";
    PremiumCharged "premium_charged" "保険料の収納" "Premium charged";
    PremiumFailed "premium_failed" "保険料の決済不能" "Premium not charged";
    PremiumLookedAt "premium_looked_at" "保険料の未収の確認" "Unpaid premium looked at";
    PremiumDunned "premium_dunned" "保険料の督促" "Policyholder told of the premium";
    PremiumGivenUp "premium_given_up" "保険料の請求の終了" "Premium given up";
    PolicyLapsed "policy_lapsed" "保険契約の失効" "Policy lapsed";
    PremiumRefundRequested "premium_refund_requested" "保険料の返金の指示" "Refund of the premium asked for";
    PremiumRefundUnanswered "premium_refund_unanswered" "保険料の返金の確認待ち" "Refund left open by the card company";
    PremiumRefundRefused "premium_refund_refused" "保険料の返金不能" "Refund refused by the card company";
    PremiumRefunded "premium_refunded" "保険料の返金" "Premium refunded";
    TimelineExported "timeline_exported" "タイムラインの書出し" "Timeline exported";
    ContractEnded "contract_ended" "契約の終了" "Contract ended";
    AccountSuspended "account_suspended" "契約終了によるアカウントの停止" "Account suspended by the end of the contract";
    ErasureInstructed "erasure_instructed" "消去の指示" "Erasure instructed";
    ErasureCountersigned "erasure_countersigned" "消去の副署" "Erasure countersigned";
    ErasureTakenBack "erasure_taken_back" "消去の取消し" "Erasure taken back";
    ErasureStarted "erasure_started" "消去の開始" "Erasure started";
    OperatorAccessOpened "operator_access_opened" "運営者の閲覧の開始" "Operator access opened";
    OperatorAccessRead "operator_access_read" "運営者による閲覧" "Read by an operator";
    DisclosureInstructed "disclosure_instructed" "法令に基づく開示の指示" "Legal disclosure instructed";
    DisclosureExported "disclosure_exported" "法令に基づく開示" "Legal disclosure made";
    DisclosureRevealed "disclosure_revealed" "法令に基づく開示の通知" "Legal disclosure made known";
    CertificateIssued "certificate_issued" "クライアント証明書の発行" "Client certificate issued";
    CertificateDownloaded "certificate_downloaded" "クライアント証明書の配布" "Client certificate downloaded";
    CertificateRevoked "certificate_revoked" "クライアント証明書の失効" "Client certificate revoked";
    CertificateReminded "certificate_reminded" "クライアント証明書の期限通知" "End of a client certificate told";
    DigestMailed "digest_mailed" "日次のお知らせの送信" "Daily digest mailed";
    IncidentOpened "incident_opened" "障害の登録" "Incident opened";
    IncidentReported "incident_reported" "障害の報告" "Incident reported";
    IncidentClosed "incident_closed" "障害の終了" "Incident closed";
    IncidentLeakNoted "incident_leak_noted" "漏えい等の記録" "Leak of personal data noted";
    FirstReportMissed "first_report_missed" "第一報の期限超過" "First report of an incident missed its time";
    NoticeSent "notice_sent" "お知らせの送信" "Notice sent";
    NoticeResent "notice_resent" "お知らせの再送" "Notice sent again";
    NoticeDrafted "notice_drafted" "お知らせの原稿の作成" "Notice drafted";
    NoticeRewritten "notice_rewritten" "お知らせの原稿の変更" "Draft of a notice changed";
    NoticePublished "notice_published" "お知らせの公開" "Notice published";
    InquirySent "inquiry_sent" "お問い合わせの送信" "Inquiry sent";
    RestoreInstructed "restore_instructed" "バックアップからの復元の指示" "Restore of a backup instructed";
    RestoreReady "restore_ready" "バックアップからの復元の完了" "Restored table ready";
    RestoreFailed "restore_failed" "バックアップからの復元の失敗" "Restore failed";
    RecordMended "record_mended" "復元時の修復" "Entry made anew after a restore";
    SecurityUpdated "security_updated" "セキュリティ設定の変更" "Security settings changed";
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn codes_are_the_wire_form() {
        for event in Event::ALL {
            assert_eq!(serde_json::to_value(event).unwrap(), event.code());
        }
    }
}
