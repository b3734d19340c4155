//! What the mails about inquiries say.

use super::layout::{Part, mail, shown};
use shared::domain::id::AccountId;
use shared::domain::inquiry::InquiryNumber;
use shared::domain::mail_address::MailAddress;
use shared::domain::text::{Line, Note};
use shared::domain::time::Timestamp;
use shared::mail::Content;

/// An inquiry as the support desk gets it (お問い合わせ); from somebody who is signed in with the organization and the account.
#[must_use]
pub fn to_desk(
    number: &InquiryNumber,
    subject: &Line<200>,
    text: &Note<4000>,
    reply_to: &MailAddress,
    from: Option<(&str, AccountId)>,
    now: Timestamp,
) -> Content {
    let at = shown(now);
    let (japanese_from, english_from) = match from {
        Some((organization, account)) => {
            (format!("組織: {organization} / アカウント: {account}"), format!("Organization: {organization} / Account: {account}"))
        }
        None => ("組織: 不明(ログインしていません)".to_owned(), "Organization: unknown (not signed in)".to_owned()),
    };
    let japanese = [
        format!("受付番号: {number}"),
        format!("受付日時: {at}"),
        format!("返信先: {}", reply_to.as_str()),
        japanese_from,
        format!("件名: {}", subject.as_str()),
        String::new(),
    ];
    let english = [format!("Number: {number}"), format!("Received at: {at}"), format!("Reply to: {}", reply_to.as_str()), english_from];
    let japanese: Vec<&str> = japanese.iter().map(String::as_str).chain(text.as_str().lines()).collect();
    let english: Vec<&str> = english.iter().map(String::as_str).collect();
    mail(
        &format!("【お問い合わせ {number}】{}", subject.as_str()),
        &Part { before: &japanese, after: &["返信の件名には受付番号を残してください。"] },
        &Part { before: &english, after: &["Keep the number in the subject of the reply."] },
        None,
    )
}

/// That an inquiry arrived (受付のご連絡). Nothing of what was entered stands in it: whoever enters a stranger's address can't have us
/// tell that stranger anything.
#[must_use]
pub fn received(number: &InquiryNumber, now: Timestamp) -> Content {
    let at = shown(now);
    let (japanese, english) = (format!("受付番号: {number}"), format!("Number: {number}"));
    let (japanese_at, english_at) = (format!("受付日時: {at}"), format!("Received at: {at}"));
    mail(
        &format!("お問い合わせを受け付けました({number}) / We have your inquiry ({number})"),
        &Part {
            before: &["お問い合わせを受け付けました。担当者からご返信いたします。", &japanese, &japanese_at],
            after: &["このメールに心当たりがない場合は、破棄してください。"],
        },
        &Part {
            before: &["We have your inquiry and will reply to it.", &english, &english_at],
            after: &["If you did not write to us, discard this mail."],
        },
        None,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_desk_reads_what_was_entered_and_the_sender_only_that_it_came() {
        let now = shared::domain::time::in_japan(chrono::DateTime::UNIX_EPOCH);
        let number = InquiryNumber::new(now, [1; 6]);
        let (subject, text) = ("<b>急ぎ</b>".parse().unwrap(), "一行目\n<script>".parse().unwrap());
        let content = to_desk(&number, &subject, &text, &"a@b.example".parse().unwrap(), None, now);
        assert_eq!(content.subject, "【お問い合わせ Q-19700101-111111】<b>急ぎ</b>");
        for part in [&content.text, &content.html] {
            assert!(["Q-19700101-111111", "1970-01-01 09:00 (+09:00)", "a@b.example", "一行目"].iter().all(|words| part.contains(words)));
        }
        assert!(!content.html.contains("<b>") && !content.html.contains("<script>"));
        let received = received(&number, now);
        assert!(received.subject.contains("Q-19700101-111111") && !received.text.contains("急ぎ") && !received.text.contains('@'));
    }
}
