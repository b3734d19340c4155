//! What policyholders are told of a premium that couldn't be charged (督促). The mail names no card: nothing of it is known here.

use super::layout::{Part, mail};
use chrono::NaiveDate;
use shared::domain::premium::{DunningStep, Premium};
use shared::mail::Content;

/// A mail of dunning.
#[must_use]
pub fn dunning(organization: &str, premium: &Premium, step: DunningStep, grace_ends_on: NaiveDate) -> Content {
    let (subject, japanese_first, english_first) = match step {
        DunningStep::Failed => (
            "保険料のお支払いについて / Your premium",
            "保険料をご登録のカードで決済できませんでした。",
            "Your premium couldn't be charged to your card.",
        ),
        DunningStep::Reminder => (
            "【再度のお知らせ】保険料のお支払いについて / Reminder: your premium",
            "保険料のお支払いを、まだ確認できていません。",
            "Your premium is still unpaid.",
        ),
        DunningStep::LastCall => (
            "【重要】保険料のお支払い期限が近づいています / Important: your premium",
            "保険料のお支払いの猶予期間が、まもなく終わります。",
            "The time of grace for your premium ends soon.",
        ),
        DunningStep::Lapsed => (
            "【重要】保険契約が失効しました / Important: your policy has lapsed",
            "猶予期間内に保険料のお支払いがなかったため、保険契約は失効しました。",
            "Your policy has lapsed, since its premium wasn't paid within the time of grace.",
        ),
    };
    let (amount, due_on) = (premium.amount_yen.get(), premium.due_on);
    let japanese = [
        format!("保険会社: {organization}"),
        format!("払込期日: {due_on}"),
        format!("保険料: {amount}円"),
        format!("猶予期間: {grace_ends_on} まで"),
    ];
    let english = [
        format!("Insurer: {organization}"),
        format!("Due on: {due_on}"),
        format!("Premium: {amount} yen"),
        format!("Grace until: {grace_ends_on}"),
    ];
    let japanese: Vec<&str> = std::iter::once(japanese_first).chain(japanese.iter().map(String::as_str)).collect();
    let english: Vec<&str> = std::iter::once(english_first).chain(english.iter().map(String::as_str)).collect();
    let (japanese_end, english_end) = if step == DunningStep::Lapsed {
        ("ご不明な点は、保険会社へお問い合わせください。", "Please contact your insurer with any question.")
    } else {
        (
            "カードの有効期限や利用限度額をお確かめください。カードを変更される場合は、保険会社へご連絡ください。",
            "Please check your card's expiry and limit. To use another card, contact your insurer.",
        )
    };
    mail(subject, &Part { before: &japanese, after: &[japanese_end] }, &Part { before: &english, after: &[english_end] }, None)
}
