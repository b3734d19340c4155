#![allow(clippy::unwrap_used)]
mod seals;
mod settlement;

use super::*;
use crate::domain::{
    assessment::{Contract, Finding},
    payout::PayoutState,
    policy::{LimitLedger, PolicyPeriod},
    product::ProductTerms,
    time::day,
};
use serde_json::{Value, json};

fn id<T: std::str::FromStr<Err = Refusal>>(prefix: &str, number: u8) -> T {
    format!("{prefix}_01ARZ3NDEKTSV4RRFFQ69G5F{number:02}").parse().unwrap()
}

fn account(number: u8) -> AccountId {
    id("acc", number)
}

fn at(text: &str) -> Timestamp {
    chrono::DateTime::parse_from_rfc3339(&format!("{text}+09:00")).unwrap()
}

fn now() -> Timestamp {
    at("2026-06-01T10:00:00")
}

const CLERK: u8 = 1;
const ASSESSOR: u8 = 2;
const APPROVER: u8 = 3;

fn approver(limit: u64) -> Approver {
    Approver { account: account(APPROVER), limit_yen: Some(Yen::new(limit).unwrap()) }
}

fn bank_account() -> Value {
    json!({ "bank_code": "0001", "branch_code": "001", "kind": "ordinary", "number": "0123456", "holder_kana": "ヤマダ" })
}

fn input(yen: u64) -> ClaimInput {
    serde_json::from_value(json!({
        "cause": "illness", "diagnosis": "胃腸炎", "bank_account": bank_account(),
        "lines": [{ "treated_on": "2026-05-10", "care": "visit", "category": "treatment", "amount_yen": yen, "item": "診療" }],
    }))
    .unwrap()
}

/// A policy of 70 % with 2 visit days and 100,000 yen a year.
struct Policy {
    terms: ProductTerms,
    period: PolicyPeriod,
    ledger: LimitLedger,
}

impl Policy {
    fn new() -> Self {
        let terms = json!({
            "name": "p", "coverage_rate_percent": 70, "deductible_yen": 0, "waiting_days": 30, "yearly_amount_yen": 100_000,
            "care": { "visit": { "limit_per_year": 2 } }
        });
        let period = json!({ "start_date": "2026-04-01", "end_date": "2027-03-31", "first_start_date": "2026-04-01" });
        let [terms, period] = [terms, period].map(|json| json.to_string());
        let ledger = LimitLedger::default();
        Self { terms: serde_json::from_str(&terms).unwrap(), period: serde_json::from_str(&period).unwrap(), ledger }
    }

    fn contract(&self) -> Contract<'_> {
        Contract { terms: &self.terms, period: &self.period, lapsed_on: None, ledger: &self.ledger }
    }

    fn assess(&self, claim: Claim) -> Claim {
        claim.assess(&self.contract(), &[], account(ASSESSOR), now()).unwrap()
    }

    fn approve(&self, claim: Claim) -> Result<Decided, Refusal> {
        claim.approve(approver(1_000_000), &self.terms, &self.ledger, id("pay", 1), now())
    }

    fn reject(&self, claim: Claim) -> Result<Decided, Refusal> {
        claim.reject(approver(1_000_000), [RejectionReason::Other].into(), None, &self.ledger, now())
    }

    /// Approves and keeps the ledger.
    fn book(&mut self, claim: Claim) -> Decided {
        let decided = self.approve(claim).unwrap();
        self.ledger = decided.ledger.clone();
        decided
    }

    /// The claim returned after it was reopened, with another amount, assessed again.
    fn assess_anew(&self, claim: Claim, yen: u64) -> Claim {
        let reasons = "領収書".parse().unwrap();
        let claim = claim.reopen(account(CLERK), now()).unwrap().return_to_claimant(reasons, account(CLERK), now()).unwrap();
        let claim = claim.update(input(yen), account(CLERK), now()).unwrap();
        self.assess(claim.submit(account(CLERK), now()).unwrap())
    }
}

fn draft(yen: u64) -> Claim {
    let subject =
        ClaimSubject { id: id("clm", 1), policy: id("pol", 1), animal: id("ani", 1), policyholder: id("phd", 1), product: id("prd", 1) };
    Claim::create(subject, input(yen), account(CLERK), now()).unwrap()
}

fn submitted(yen: u64) -> Claim {
    draft(yen).submit(account(CLERK), now()).unwrap()
}

#[test]
fn the_straight_way_from_draft_to_paid() {
    let mut policy = Policy::new();
    let claim = submitted(10_000);
    assert_eq!((claim.received_on, claim.completed_on), (Some(day(now())), Some(day(now()))));
    assert_eq!(claim.due_on.unwrap().to_string(), "2026-06-30");
    let claim = policy.assess(claim.start_assessment(account(ASSESSOR), now()).unwrap());
    assert_eq!(claim.assigned_to, Some(account(ASSESSOR)));
    let Decided { claim, ledger, payout } = policy.book(claim);
    let payout = payout.unwrap();
    assert_eq!((payout.amount_yen.get(), payout.state, payout.claim, payout.policy), (7_000, PayoutState::Due, claim.id, claim.policy));
    assert_eq!((Some(payout.due_on), Some(payout.id)), (claim.due_on, claim.payout));
    assert_eq!((ledger.years[0].visit_days, ledger.years[0].amount_yen.get()), (1, 7_000));
    let claim = claim.pay(account(APPROVER), now()).unwrap();
    assert_eq!((claim.state, claim.paid_yen.get(), claim.paid_on), (ClaimState::Paid, 7_000, Some(day(now()))));
}

#[test]
fn a_claim_complete_on_the_first_of_april_is_due_on_the_thirtieth() {
    let mut early = input(1);
    early.lines[0].treated_on = day(at("2026-03-20T00:00:00"));
    // The last second of 31 March elsewhere is 1 April in Japan.
    let moment = chrono::DateTime::parse_from_rfc3339("2026-03-31T15:00:00Z").unwrap();
    let claim = draft(1).update(early, account(CLERK), moment).unwrap().submit(account(CLERK), moment).unwrap();
    assert_eq!((claim.completed_on.unwrap().to_string(), claim.due_on.unwrap().to_string()), ("2026-04-01".into(), "2026-04-30".into()));
}

#[test]
fn what_is_incomplete_is_not_submitted() {
    let submit = |change: fn(&mut ClaimInput)| {
        let mut input = input(1);
        change(&mut input);
        let claim = draft(1).update(input, account(CLERK), now()).unwrap();
        claim.submit(account(CLERK), now()).err()
    };
    assert_eq!(submit(|_| {}), None);
    assert_eq!(submit(|input| input.lines.clear()), Some(Refusal::StatementEmpty));
    assert_eq!(submit(|input| input.bank_account = None), Some(Refusal::BankAccountMissing));
    assert_eq!(submit(|input| input.lines[0].treated_on = "2026-06-01".parse().unwrap()), None);
    assert_eq!(submit(|input| input.lines[0].treated_on = "2026-06-02".parse().unwrap()), Some(Refusal::TreatedInFuture));
    let stay_until_tomorrow = |input: &mut ClaimInput| {
        let line = ReadableLine { care: crate::domain::product::Care::Stay, stay_days: Some(2), ..input.lines[0].clone() };
        input.lines[0] = ReadableLine { treated_on: "2026-06-01".parse().unwrap(), ..line };
    };
    assert_eq!(submit(stay_until_tomorrow), Some(Refusal::TreatedInFuture));
}

#[test]
fn an_unsound_statement_is_refused_at_once() {
    let mut wrong = input(1);
    wrong.lines[0].stay_days = Some(1);
    assert_eq!(draft(1).update(wrong, account(CLERK), now()).err(), Some(Refusal::StayDaysUnexpected));
}

#[test]
fn whoever_assessed_a_claim_can_not_approve_it_even_after_another_assessed_it_again() {
    let policy = Policy::new();
    let claim = submitted(10_000).assess(&policy.contract(), &[], account(APPROVER), now()).unwrap();
    assert_eq!(policy.approve(claim.clone()).err(), Some(Refusal::ApproverAssessed));
    let claim = policy.assess(claim);
    assert_eq!(claim.assessed_by, Some(account(ASSESSOR)));
    assert_eq!(policy.approve(claim).err(), Some(Refusal::ApproverAssessed));
}

#[test]
fn an_approver_decides_up_to_the_limit() {
    let policy = Policy::new();
    let claim = policy.assess(submitted(10_000));
    let approve = |limit: Option<u64>| {
        let approver = Approver { account: account(APPROVER), limit_yen: limit.map(|limit| Yen::new(limit).unwrap()) };
        claim.clone().approve(approver, &policy.terms, &policy.ledger, id("pay", 1), now()).err()
    };
    assert_eq!(approve(Some(7_000)), None);
    assert_eq!(approve(Some(6_999)), Some(Refusal::ApprovalLimitExceeded));
    assert_eq!(approve(None), Some(Refusal::ApprovalLimitMissing));
    let reject = |claim: Claim, limit| claim.reject(approver(limit), [RejectionReason::Other].into(), None, &policy.ledger, now()).err();
    assert_eq!(reject(claim.clone(), 7_000), None);
    assert_eq!(reject(claim, 6_999), Some(Refusal::ApprovalLimitExceeded));
    assert_eq!(reject(submitted(10_000), 9_999), Some(Refusal::ApprovalLimitExceeded), "not assessed: what is claimed");
}

#[test]
fn two_claims_approved_one_after_the_other_can_not_overrun_a_limit() {
    let mut policy = Policy::new();
    let [first, second, third] = [1, 2, 3].map(|_| policy.assess(submitted(60_000)));
    policy.book(first);
    assert_eq!(policy.ledger.years[0].amount_yen.get(), 42_000);
    policy.book(second);
    assert_eq!(policy.approve(third).err(), Some(Refusal::LimitsChanged));
    let again = policy.assess(submitted(60_000));
    assert_eq!(again.assessment.as_ref().unwrap().total_yen, Yen::ZERO, "no visit day is left");
    assert_eq!(policy.approve(again).err(), Some(Refusal::NothingPayable));
}

#[test]
fn a_returned_claim_keeps_the_day_it_was_received_and_gets_a_new_due_date() {
    let claim = Policy::new().assess(submitted(1_000));
    let claim = claim.return_to_claimant("領収書が不足".parse().unwrap(), account(ASSESSOR), now()).unwrap();
    assert!(claim.returned.is_some() && claim.due_on.is_none() && claim.assessment.is_none());
    let claim = claim.submit(account(CLERK), at("2026-06-20T00:00:00")).unwrap();
    assert_eq!(claim.received_on.unwrap().to_string(), "2026-06-01");
    assert_eq!(claim.due_on.unwrap().to_string(), "2026-07-19");
    assert!(claim.returned.is_none());
}

#[test]
fn a_rejection_needs_a_reason_and_gives_nothing() {
    let policy = Policy::new();
    let claim = submitted(1_000);
    let none = claim.clone().reject(approver(1_000), [].into(), None, &policy.ledger, now()).err();
    assert_eq!(none, Some(Refusal::RejectionReasonsMissing));
    let Decided { claim, ledger, payout } = policy.reject(claim).unwrap();
    assert_eq!((claim.state, claim.recover_yen, ledger, payout.is_none()), (ClaimState::Rejected, None, LimitLedger::default(), true));
}

#[test]
fn an_extension_ends_later_and_within_180_days() {
    let claim = submitted(1);
    let extend = |until: &str| claim.clone().extend_due("照会中".parse().unwrap(), until.parse().unwrap(), account(ASSESSOR), now());
    assert_eq!(extend("2026-06-30").err(), Some(Refusal::ExtensionNotLater));
    assert_eq!(extend("2026-11-28").err(), Some(Refusal::ExtensionTooLong(180)));
    assert_eq!(extend("2026-11-27").unwrap().due_on.unwrap().to_string(), "2026-11-27");
}

#[test]
fn labels_are_a_set_of_twenty() {
    let claim = (10..30).try_fold(draft(1), |claim, number| claim.attach_label(id("lbl", number), account(CLERK), now())).unwrap();
    let again = claim.attach_label(id("lbl", 10), account(CLERK), now()).unwrap();
    assert_eq!(again.labels.len(), 20);
    assert_eq!(again.clone().attach_label(id("lbl", 30), account(CLERK), now()).err(), Some(Refusal::TooManyLabels));
    assert_eq!(again.detach_label(id("lbl", 10), account(CLERK), now()).labels.len(), 19);
}

#[test]
fn findings_reach_the_assessment() {
    let policy = Policy::new();
    let finding = Finding { line: 1, reason: crate::domain::exclusion::ExclusionReason::PreExisting };
    let claim = submitted(10_000).assess(&policy.contract(), &[finding], account(ASSESSOR), now()).unwrap();
    assert_eq!(claim.assessment.unwrap().total_yen, Yen::ZERO);
}
