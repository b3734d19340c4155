//! What the mails to accounts say.

use super::layout::{Part, mail, shown};
use shared::domain::account::LinkPurpose;
use shared::domain::mail_event::{MailSuppression, SuppressionReason};
use shared::domain::security::{CertificatePolicy, Security};
use shared::domain::time::Timestamp;
use shared::domain::timeline::Event;
use shared::domain::user_agent::device_of;
use shared::mail::Content;
use shared::world::Settings;

/// An invitation (招待).
#[must_use]
pub fn invitation(settings: &Settings, organization: &str, security: Security, secret: &str, now: Timestamp) -> Content {
    let origin = settings.origin(security.certificates);
    let (japanese_door, english_door) = door(security.certificates);
    let until = until(now, LinkPurpose::Invitation);
    let japanese_line = format!("{organization} のペット保険業務システムに招待されました。");
    let english_line = format!("You have been invited to the pet-insurance back office of {organization}.");
    let (japanese_end, english_end) = (format!("リンクの有効期限: {until}"), format!("The link is valid until {until}."));
    mail(
        "アカウントのご案内 / Your account",
        &Part {
            before: &[&japanese_line, "次のリンクからパスワードを設定してください。"],
            after: &[
                &japanese_end,
                "期限が切れたときは、組織管理者に招待し直してもらってください。",
                japanese_door,
                "リンクは一度だけ使えます。心当たりがない場合は、このメールを破棄してください。",
            ],
        },
        &Part {
            before: &[&english_line, "Set your password through this link:"],
            after: &[
                &english_end,
                "If it has expired, ask your administrator to invite you again.",
                english_door,
                "It works once. If you did not expect this mail, discard it.",
            ],
        },
        Some(&link(origin, secret)),
    )
}

/// A reset link (パスワード再設定).
#[must_use]
pub fn reset(settings: &Settings, security: Security, secret: &str, now: Timestamp) -> Content {
    let origin = settings.origin(security.certificates);
    let (japanese_door, english_door) = door(security.certificates);
    let until = until(now, LinkPurpose::Reset);
    let (japanese_end, english_end) = (format!("リンクの有効期限: {until}"), format!("The link is valid until {until}."));
    mail(
        "パスワードの再設定 / Reset your password",
        &Part {
            before: &["パスワードの再設定が申請されました。", "次のリンクから新しいパスワードを設定してください。"],
            after: &[&japanese_end, japanese_door, "申請した覚えがない場合は、何もする必要はありません。パスワードは変わりません。"],
        },
        &Part {
            before: &["A new password was asked for.", "Set it through this link:"],
            after: &[&english_end, english_door, "If you did not ask for it, there is nothing to do: your password stays as it is."],
        },
        Some(&link(origin, secret)),
    )
}

/// That a password was changed (パスワード変更).
#[must_use]
pub fn password_changed(now: Timestamp) -> Content {
    let at = shown(now);
    let (japanese, english) = (format!("{at} にパスワードが変更されました。"), format!("Your password was changed at {at}."));
    mail(
        "パスワードが変更されました / Your password was changed",
        &Part {
            before: &[&japanese, "ほかの端末のセッションは終了しました。"],
            after: &["変更した覚えがない場合は、すぐに組織管理者へ連絡してください。"],
        },
        &Part { before: &[&english, "All other sessions have ended."], after: &["If it was not you, tell your administrator at once."] },
        None,
    )
}

/// That mail to an account is stopped (メール送信停止), for administrators.
#[must_use]
pub fn mail_suppressed(name: &str, suppression: MailSuppression) -> Content {
    let (japanese_reason, english_reason) = match suppression.reason {
        SuppressionReason::Bounce => ("メールが宛先不明で戻りました。", "Mail to it came back: there is no such address."),
        SuppressionReason::Complaint => ("受信者が迷惑メールとして申告しました。", "Its recipient marked our mail as unwanted."),
    };
    let since = shown(suppression.since);
    let (japanese, english) = (format!("アカウント: {name}"), format!("Account: {name}"));
    let (japanese_since, english_since) = (format!("停止: {since}"), format!("Stopped: {since}"));
    mail(
        "アカウントへのメール送信を停止しました / Mail to an account is stopped",
        &Part {
            before: &[japanese_reason, &japanese, &japanese_since],
            after: &["原因を取り除いたあと、「システム管理 > アカウント」でメール送信を再開できます。"],
        },
        &Part {
            before: &[english_reason, &english, &english_since],
            after: &["Once the cause is gone, resume mail to it under Administration > Accounts."],
        },
        None,
    )
}

/// Whose a certificate is.
#[derive(Clone, Copy)]
pub enum Holder<'n> {
    /// It was issued to nobody in particular.
    Anybody,
    /// The account of this name.
    Account(&'n str),
}

impl Holder<'_> {
    fn said(self) -> (String, String) {
        match self {
            Self::Anybody => ("利用者: 限定なし".into(), "Issued to: anybody".into()),
            Self::Account(name) => (format!("利用者: {name}"), format!("Issued to: {name}")),
        }
    }
}

/// That a client certificate ends soon (クライアント証明書の期限).
#[must_use]
pub fn certificate_ending(name: &str, holder: Holder<'_>, expires_at: Timestamp) -> Content {
    let (at, (japanese_holder, english_holder)) = (shown(expires_at), holder.said());
    let (japanese, english) = (format!("証明書: {name}"), format!("Certificate: {name}"));
    let (japanese_end, english_end) = (format!("有効期限: {at}"), format!("It is valid until {at}."));
    mail(
        "クライアント証明書の有効期限 / A client certificate ends soon",
        &Part {
            before: &["クライアント証明書の有効期限が近づいています。", &japanese, &japanese_holder, &japanese_end],
            after: &["組織管理者は「システム管理 > クライアント証明書」で新しい証明書を発行し、期限までに入れ替えてください。"],
        },
        &Part {
            before: &["A client certificate is about to end.", &english, &english_holder, &english_end],
            after: &["Administrators issue a new one under Administration > Client certificates. Replace it before then."],
        },
        None,
    )
}

/// A sign-in from a device that wasn't known (新しい端末).
#[must_use]
pub fn new_device(organization: &str, now: Timestamp, address: &str, agent: &str) -> Content {
    let (at, device) = (shown(now), device_of(agent));
    let japanese = format!("{at} に、{organization} のペット保険業務システムへ新しい端末からログインがありました。");
    let english = format!("There was a sign-in to the pet-insurance back office of {organization} from a new device at {at}.");
    let (japanese_from, english_from) = (from("IPアドレス", address, "端末", &device), from("Network address", address, "Device", &device));
    mail(
        "新しい端末からのログイン / Sign-in from a new device",
        &Part {
            before: &[&japanese, &japanese_from],
            after: &["心当たりがない場合は、すぐにパスワードを変更し、組織管理者へ連絡してください。"],
        },
        &Part {
            before: &[&english, &english_from],
            after: &["If it was not you, change your password at once and tell your administrator."],
        },
        None,
    )
}

/// Sign-in is paused after failures (ログインの一時停止).
#[must_use]
pub fn sign_in_paused(at: Timestamp, address: &str) -> Content {
    let minutes = shared::domain::throttle::PAUSE_MINUTES;
    let until = shown(at + chrono::TimeDelta::minutes(minutes));
    let japanese = format!("ログインの失敗が続いたため、知らない端末からのログインを {until} まで停止しました。");
    let english = format!("After repeated failures, sign-in from unknown devices is paused until {until}.");
    let (japanese_from, english_from) = (format!("最後の失敗: IPアドレス {address}"), format!("The last one came from {address}."));
    mail(
        "ログインの一時停止 / Sign-in is paused",
        &Part {
            before: &[&japanese, &japanese_from],
            after: &["これまでにログインした端末は、引き続き使えます。心当たりがない場合は、組織管理者へ連絡してください。"],
        },
        &Part {
            before: &[&english, &english_from],
            after: &["Devices from which you signed in before still work. If it was not you, tell your administrator."],
        },
        None,
    )
}

/// A second factor was added or removed, or its recovery codes renewed (二要素認証の変更): what the timeline says of it.
#[must_use]
pub fn second_factor(now: Timestamp, event: Event) -> Content {
    let (at, (japanese, english)) = (shown(now), event.label());
    let (japanese, english) =
        (format!("{at} に二要素認証が変更されました: {japanese}"), format!("At {at} your second factor changed: {english}."));
    mail(
        "二要素認証の変更 / Your second factor was changed",
        &Part { before: &[&japanese], after: &["心当たりがない場合は、すぐに組織管理者へ連絡してください。"] },
        &Part { before: &[&english], after: &["If it was not you, tell your administrator at once."] },
        None,
    )
}

fn from(address_label: &str, address: &str, device_label: &str, device: &str) -> String {
    let device = if device.is_empty() { "–" } else { device };
    format!("{address_label}: {address} / {device_label}: {device}")
}

// Elsewhere the link ends in an error of the browser, which says nothing of certificates.
const fn door(policy: CertificatePolicy) -> (&'static str, &'static str) {
    match policy {
        CertificatePolicy::NotNeeded => ("", ""),
        CertificatePolicy::Needed | CertificatePolicy::Bound => (
            "このリンクは、クライアント証明書を入れた端末で開いてください。証明書は組織管理者から受け取ってください。",
            "Open the link on a machine with a client certificate, which your administrator hands out.",
        ),
    }
}

// The secret stands behind `#`: browsers never send that part, so no log on the way has it.
fn link(origin: &str, secret: &str) -> String {
    format!("{origin}/password#token={secret}")
}

fn until(now: Timestamp, purpose: LinkPurpose) -> String {
    shown(now + purpose.lifetime())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::password::Cost;

    #[test]
    fn both_parts_carry_the_link_and_names_are_escaped() {
        let settings = Settings {
            data_table: String::new(),
            keys_table: String::new(),
            service_key: String::new(),
            signing_key: String::new(),
            documents_bucket: String::new(),
            records_bucket: String::new(),
            truststore_bucket: String::new(),
            application: String::new(),
            operator_role: String::new(),
            public_origin: "https://app.example.jp".into(),
            certificate_origin: "https://cert.example.jp".into(),
            parent_domain: "example.jp".into(),
            plain_origin: None,
            mail_abroad: None,
            card_tokens: None,
            mail_from: String::new(),
            support_mail: String::new(),
            password_cost: Cost::USUAL,
        };
        let now = shared::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
        let content = invitation(&settings, "<b>A&B</b>", Security::default(), "abc", now);
        for body in [&content.text, &content.html] {
            assert_eq!(body.matches("https://app.example.jp/password#token=abc").count() % 2, 0);
            assert!(body.contains("1970-01-04 09:00 (+09:00)"));
        }
        let needed = Security { certificates: CertificatePolicy::Needed, ..Security::default() };
        let there = invitation(&settings, "A", needed, "abc", now).text + &reset(&settings, needed, "abc", now).text;
        let speaks =
            |text: &str| text.contains("クライアント証明書を入れた端末") && text.contains("on a machine with a client certificate");
        assert!(speaks(&there) && !speaks(&content.text) && !content.html.contains("<p></p>"), "{there}");
        assert_eq!((there.matches("https://cert.example.jp/").count(), there.matches("https://app").count()), (4, 0));
        assert!(content.html.contains("&lt;b&gt;A&amp;B&lt;/b&gt;") && !content.html.contains("<b>"));
    }
}
