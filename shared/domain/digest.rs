//! What an organization's people are told of once a day, in one mail each (日次のお知らせ): accounts that nobody uses (WP1), and
//! claims whose payout is due soon.

use super::account::{Account, AccountState};
use super::claim_state::ClaimState;
use super::id::{AccountId, ClaimId};
use super::role::Role;
use super::time::Timestamp;
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

/// An account that was never signed in to is told of after so many days.
pub const NEVER_USED_DAYS: i64 = 7;
/// An account is told of when its last sign-in is so many days ago.
pub const UNUSED_DAYS: i64 = 90;
/// A claim is told of from so many days before its payout is due.
pub const DUE_DAYS: i64 = 7;

/// How an account isn't used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unused {
    /// Nobody has signed in since it was made, so many days ago.
    Never(i64),
    /// The last sign-in was so many days ago.
    Since(i64),
}

/// Whether an account that could be used isn't.
#[must_use]
pub fn unused(account: &Account, now: Timestamp) -> Option<Unused> {
    if account.state == AccountState::Deleted {
        return None;
    }
    let days = |since: Timestamp| (now - since).max(TimeDelta::zero()).num_days();
    match &account.last_sign_in {
        None => Some(days(account.created_at)).filter(|days| *days >= NEVER_USED_DAYS).map(Unused::Never),
        Some(last) => Some(days(last.at)).filter(|days| *days >= UNUSED_DAYS).map(Unused::Since),
    }
}

/// Whether unused accounts are told of on this day: weekly, since what they call for is no matter of hours.
#[must_use]
pub fn tells_unused(day: NaiveDate) -> bool {
    day.weekday() == Weekday::Mon
}

/// A claim whose payout is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueClaim {
    /// The claim.
    pub id: ClaimId,
    /// The last day for its payout (支払期限).
    pub due_on: NaiveDate,
    /// Where it is.
    pub state: ClaimState,
    /// Who is to see it through.
    pub assigned_to: Option<AccountId>,
}

/// Whose step is next in a claim that waits for its payout.
#[must_use]
pub const fn next_step(state: ClaimState) -> Option<Role> {
    match state {
        ClaimState::Submitted | ClaimState::UnderAssessment | ClaimState::Reopened => Some(Role::Assessor),
        ClaimState::Assessed | ClaimState::Approved | ClaimState::PaymentFailed => Some(Role::Approver),
        ClaimState::Draft | ClaimState::Returned | ClaimState::Rejected | ClaimState::Withdrawn | ClaimState::Paid => None,
    }
}

/// The claims among these that wait for an account, in the order of their due days.
///
/// A claim waits for whoever is to see it through. Where that is nobody among `people`, or somebody who can't take the next step, it
/// waits for everybody who can, so that no due day passes because somebody left or has done their part.
#[must_use]
pub fn waiting_for<'c>(claims: &'c [DueClaim], account: &Account, people: &[Account]) -> Vec<&'c DueClaim> {
    let waits = |claim: &DueClaim| {
        let Some(role) = next_step(claim.state) else { return false };
        let assignee = people.iter().find(|person| Some(person.id) == claim.assigned_to);
        let is_assignee = assignee.is_some_and(|assignee| assignee.id == account.id);
        is_assignee || (account.roles.contains(&role) && !assignee.is_some_and(|assignee| assignee.roles.contains(&role)))
    };
    let mut waiting: Vec<_> = claims.iter().filter(|claim| waits(claim)).collect();
    waiting.sort_by_key(|claim| (claim.due_on, claim.id));
    waiting
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn at(day: &str) -> Timestamp {
        chrono::DateTime::parse_from_rfc3339(&format!("{day}T09:00:00+09:00")).unwrap()
    }

    fn account(state: &str, created: &str, last: Option<&str>) -> Account {
        let sign_in = last.map(|day| json!({ "at": format!("{day}T09:00:00.000+09:00"), "address": "192.0.2.1", "certificate": null }));
        serde_json::from_value(json!({
            "id": "acc_00000000000000000000000001", "name": { "$personal": "事務 桜" }, "mail_address": { "$personal": "clerk@demo.example" }, "mail_hash": "",
            "roles": ["clerk"], "approval_limit_yen": null, "state": state, "last_sign_in": sign_in, "previous_sign_in": null,
            "created_at": format!("{created}T09:00:00.000+09:00"),
        }))
        .unwrap()
    }

    #[test]
    fn an_account_is_unused_from_its_day_on_unless_it_is_deleted() {
        let table = [
            ("invited", "2026-10-01", None, "2026-10-07", None),
            ("invited", "2026-10-01", None, "2026-10-08", Some(Unused::Never(7))),
            ("active", "2026-10-01", None, "2026-10-31", Some(Unused::Never(30))),
            ("active", "2026-01-01", Some("2026-07-01"), "2026-09-28", None),
            ("active", "2026-01-01", Some("2026-07-01"), "2026-09-29", Some(Unused::Since(90))),
            ("suspended", "2026-01-01", Some("2026-01-02"), "2026-09-29", Some(Unused::Since(270))),
            ("deleted", "2026-01-01", None, "2026-09-29", None),
            ("invited", "2026-10-01", None, "2026-09-01", None),
        ];
        for (state, created, last, now, expected) in table {
            assert_eq!(unused(&account(state, created, last), at(now)), expected, "{state} {created} {last:?} {now}");
        }
    }

    #[test]
    fn each_claim_waits_for_one_role_and_the_first_due_stands_first() {
        let claims = [due(9, ClaimState::Submitted, None), due(8, ClaimState::Assessed, None), due(7, ClaimState::Reopened, None)];
        let of = |roles: &[Role]| days(waiting_for(&claims, &person(1, roles), &[]));
        assert_eq!(of(&[Role::Assessor]), [7, 9]);
        assert_eq!(of(&[Role::Approver]), [8]);
        assert_eq!(of(&[Role::Approver, Role::Assessor]), [7, 8, 9]);
        assert!(of(&[Role::Clerk, Role::Administrator]).is_empty());
    }

    #[test]
    fn a_claim_waits_for_its_assignee_and_for_others_only_where_that_one_cannot_go_on() {
        let people = [person(1, &[Role::Clerk]), person(2, &[Role::Assessor]), person(3, &[Role::Assessor]), person(4, &[Role::Approver])];
        let table = [
            // Submitted, and given to an assessor, a clerk, an approver, somebody who left.
            (due(1, ClaimState::Submitted, Some(2)), vec![2]),
            (due(1, ClaimState::Submitted, Some(1)), vec![1, 2, 3]),
            (due(1, ClaimState::Submitted, Some(4)), vec![2, 3, 4]),
            (due(1, ClaimState::Submitted, Some(9)), vec![2, 3]),
            // The assessor has done their part.
            (due(1, ClaimState::Assessed, Some(2)), vec![2, 4]),
            (due(1, ClaimState::Returned, Some(2)), vec![]),
        ];
        for (claim, expected) in table {
            let claims = [claim];
            let told: Vec<u32> = (1..)
                .zip(&people)
                .filter(|(_, person)| !waiting_for(&claims, person, &people).is_empty())
                .map(|(number, _)| number)
                .collect();
            assert_eq!(told, expected, "{claims:?}");
        }
    }

    fn due(day: u32, state: ClaimState, assigned_to: Option<u32>) -> DueClaim {
        DueClaim {
            id: format!("clm_{day:026}").parse().unwrap(),
            due_on: NaiveDate::from_ymd_opt(2026, 10, day).unwrap(),
            state,
            assigned_to: assigned_to.map(|number| format!("acc_{number:026}").parse().unwrap()),
        }
    }

    fn person(number: u32, roles: &[Role]) -> Account {
        Account { id: format!("acc_{number:026}").parse().unwrap(), roles: roles.to_vec(), ..account("active", "2026-10-01", None) }
    }

    fn days(claims: Vec<&DueClaim>) -> Vec<u32> {
        claims.into_iter().map(|claim| claim.due_on.day()).collect()
    }
}
