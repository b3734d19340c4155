//! Refused transfers, and claims that were decided before.
#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn a_refused_transfer_is_payable_again_to_another_account() {
    let mut policy = Policy::new();
    let claim = policy.assess(submitted(10_000));
    let claim = policy.book(claim).claim.pay(account(APPROVER), now()).unwrap();
    let claim = claim.fail_payment(account(APPROVER), now()).unwrap();
    assert_eq!((claim.state, claim.paid_yen, claim.paid_on), (ClaimState::PaymentFailed, Yen::ZERO, None));
    let mut other: BankAccount = serde_json::from_value(bank_account()).unwrap();
    other.number = "7654321".parse().unwrap();
    let claim = claim.retry_payment(Some(other.clone()), account(CLERK), now()).unwrap();
    assert_eq!((claim.state, claim.bank_account.as_ref().unwrap().get()), (ClaimState::Approved, Some(&other)));
    assert_eq!(claim.pay(account(APPROVER), now()).unwrap().paid_yen.get(), 7_000);
}

#[test]
fn a_reopened_claim_is_settled_by_the_difference() {
    for (yen, payout, recover, state, used) in [
        (20_000, Some(7_000), None, ClaimState::Approved, 14_000),
        (10_000, None, None, ClaimState::Paid, 7_000),
        (4_000, None, Some(4_200), ClaimState::Approved, 2_800),
        (0, None, Some(7_000), ClaimState::Approved, 0),
    ] {
        let mut policy = Policy::new();
        let claim = policy.assess(submitted(10_000));
        let claim = policy.book(claim).claim.pay(account(APPROVER), now()).unwrap();
        let claim = policy.assess_anew(claim, yen);
        let decided = policy.book(claim);
        assert_eq!(decided.payout.map(|payout| payout.amount_yen.get()), payout, "{yen}");
        assert_eq!((decided.claim.recover_yen.map(Yen::get), decided.claim.state), (recover, state), "{yen}");
        assert!(recover.is_none() || decided.claim.due_on.is_none(), "{yen}: nothing is to be paid by any day");
        assert_eq!(policy.ledger.years.first().map_or(0, |year| year.amount_yen.get()), used, "{yen}");
        let settled = match recover {
            Some(_) => decided.claim.record_recovery(account(APPROVER), now()).unwrap(),
            None if state == ClaimState::Approved => decided.claim.pay(account(APPROVER), now()).unwrap(),
            None => decided.claim,
        };
        assert_eq!((settled.state, Some(settled.paid_yen)), (ClaimState::Paid, settled.approved_yen), "{yen}");
    }
}

#[test]
fn what_a_claim_has_booked_itself_is_free_when_it_is_assessed_anew() {
    let mut policy = Policy::new();
    let claim = policy.assess(submitted(142_858));
    let claim = policy.book(claim).claim;
    assert_eq!(policy.ledger.years[0].amount_yen.get(), 100_000);
    let claim = policy.assess(claim.reopen(account(CLERK), now()).unwrap());
    assert_eq!(claim.assessment.as_ref().unwrap().total_yen.get(), 100_000);
    let decided = policy.book(claim);
    assert_eq!(decided.payout.unwrap().amount_yen.get(), 100_000, "nothing was paid yet");
    assert_eq!(policy.ledger.years[0].visit_days, 1);
}

#[test]
fn a_paid_claim_that_is_rejected_after_all_gives_back_its_limits_and_its_money() {
    let mut policy = Policy::new();
    let claim = policy.assess(submitted(10_000));
    let claim = policy.book(claim).claim.pay(account(APPROVER), now()).unwrap().reopen(account(CLERK), now()).unwrap();
    assert_eq!(
        claim.clone().assess(&policy.contract(), &[], account(ASSESSOR), now()).unwrap().withdraw(account(CLERK), now()).err(),
        Some(Refusal::ClaimAlreadySettled)
    );
    let Decided { claim, ledger, .. } = policy.reject(claim).unwrap();
    assert_eq!((ledger, claim.recover_yen.map(Yen::get)), (LimitLedger::default(), Some(7_000)));
    let claim = claim.record_recovery(account(APPROVER), now()).unwrap();
    assert_eq!((claim.state, claim.paid_yen), (ClaimState::Rejected, Yen::ZERO));
    assert_eq!(claim.record_recovery(account(APPROVER), now()).err(), Some(Refusal::NothingToRecover));
}
