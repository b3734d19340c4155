//! What the daily mail says. Of claims it names no person: identifiers and days alone.

use crate::mail::layout::{Part, mail};
use shared::domain::claim_state::ClaimState;
use shared::domain::digest::{DUE_DAYS, DueClaim, Unused};
use shared::mail::Content;

/// So many of a kind are named; the rest is counted.
const NAMED: usize = 50;

/// What a recipient is told.
pub struct Told<'a> {
    /// The claims that wait for the recipient.
    pub claims: Vec<&'a DueClaim>,
    /// Accounts that aren't used, by name, where the recipient administers them.
    pub unused: &'a [(String, Unused)],
}

/// The mail; nothing where there is nothing to tell.
#[must_use]
pub fn digest(told: &Told<'_>) -> Option<Content> {
    if told.claims.is_empty() && told.unused.is_empty() {
        return None;
    }
    let (japanese, english) = (japanese(told), english(told));
    let [japanese, english] = [&japanese, &english].map(|lines| lines.iter().map(String::as_str).collect::<Vec<_>>());
    Some(mail(
        "本日のお知らせ / Today's digest",
        &Part { before: &japanese, after: &["このお知らせは1日1通にまとめてお送りしています。"] },
        &Part { before: &english, after: &["This is sent at most once a day."] },
        None,
    ))
}

fn japanese(told: &Told<'_>) -> Vec<String> {
    let claim = |claim: &&DueClaim| format!("・{} 支払期限 {} ({})", claim.id, claim.due_on, state(claim.state).0);
    let account = |(name, unused): &(String, Unused)| match unused {
        Unused::Never(days) => format!("・{name}: 登録から{days}日間、一度も利用がありません"),
        Unused::Since(days) => format!("・{name}: 最終利用から{days}日"),
    };
    let heads = (
        format!("支払期限まで{DUE_DAYS}日以内、または期限を過ぎた保険金請求: {}件", told.claims.len()),
        format!("利用されていないアカウント: {}件 (不要であれば削除してください)", told.unused.len()),
    );
    let rest = |count: usize| format!("・ほか {count} 件");
    lines(&heads.0, &told.claims, claim, rest).into_iter().chain(lines(&heads.1, told.unused, account, rest)).collect()
}

fn english(told: &Told<'_>) -> Vec<String> {
    let claim = |claim: &&DueClaim| format!("- {} due on {} ({})", claim.id, claim.due_on, state(claim.state).1);
    let account = |(name, unused): &(String, Unused)| match unused {
        Unused::Never(days) => format!("- {name}: never used in the {days} days since it was made"),
        Unused::Since(days) => format!("- {name}: last used {days} days ago"),
    };
    let heads = (
        format!("Claims whose payout is due within {DUE_DAYS} days, or overdue: {}", told.claims.len()),
        format!("Accounts that nobody uses: {} (remove those that aren't needed)", told.unused.len()),
    );
    let rest = |count: usize| format!("- and {count} more");
    lines(&heads.0, &told.claims, claim, rest).into_iter().chain(lines(&heads.1, told.unused, account, rest)).collect()
}

fn lines<T>(head: &str, items: &[T], line: impl Fn(&T) -> String, rest: impl Fn(usize) -> String) -> Vec<String> {
    if items.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![head.to_owned()];
    lines.extend(items.iter().take(NAMED).map(line));
    lines.extend(items.len().checked_sub(NAMED).filter(|count| *count > 0).map(rest));
    lines
}

const fn state(state: ClaimState) -> (&'static str, &'static str) {
    match state {
        ClaimState::Draft => ("下書き", "draft"),
        ClaimState::Submitted => ("受付済", "submitted"),
        ClaimState::UnderAssessment => ("査定中", "under assessment"),
        ClaimState::Assessed => ("査定済", "assessed"),
        ClaimState::Returned => ("差戻し", "returned"),
        ClaimState::Approved => ("承認済", "approved"),
        ClaimState::Rejected => ("不承認", "rejected"),
        ClaimState::Paid => ("支払済", "paid"),
        ClaimState::PaymentFailed => ("支払不能", "payment failed"),
        ClaimState::Withdrawn => ("取下げ", "withdrawn"),
        ClaimState::Reopened => ("再査定", "reopened"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn nothing_is_mailed_where_there_is_nothing_to_tell() {
        assert!(digest(&Told { claims: vec![], unused: &[] }).is_none());
    }

    #[test]
    fn fifty_are_named_and_the_rest_counted() {
        let claims: Vec<DueClaim> = (0..53)
            .map(|number| DueClaim {
                id: format!("clm_{number:026}").parse().unwrap(),
                due_on: "2026-10-08".parse().unwrap(),
                state: ClaimState::Assessed,
                assigned_to: None,
            })
            .collect();
        let unused = [("事務 桜".to_owned(), Unused::Never(8))];
        let content = digest(&Told { claims: claims.iter().collect(), unused: &unused }).unwrap();
        assert_eq!(content.text.matches("clm_").count(), 2 * NAMED);
        for line in ["53件", "・ほか 3 件", "- and 3 more", "事務 桜: 登録から8日間", "never used in the 8 days", "(査定済)", "(assessed)"]
        {
            assert!(content.text.contains(line), "{line}: {}", content.text);
        }
        assert!(content.html.contains("ほか 3 件"));
    }
}
