//! Claims, taken through the API to where a test wants them.

use super::cloud::TestCloud;
use super::fixtures::{PolicyFixture, bank_account};
use chrono::Days;
use serde_json::{Value, json};

impl TestCloud {
    /// A claim as it is entered: an illness with one visit of 10,000 yen, ten days ago.
    #[must_use]
    pub fn claim_input(&self, policy: &PolicyFixture) -> Value {
        self.claim_input_of(policy, 10_000)
    }

    /// The same with another amount.
    #[must_use]
    pub fn claim_input_of(&self, policy: &PolicyFixture, amount_yen: u64) -> Value {
        json!({
            "policy": policy.policy, "cause": "illness", "diagnosis": "外耳炎", "note": "左耳", "bank_account": bank_account(),
            "lines": [{
                "treated_on": self.today() - Days::new(10), "care": "visit", "category": "treatment",
                "amount_yen": amount_yen, "item": "再診料・処置料",
            }],
        })
    }

    /// A draft of [`claim_input`](Self::claim_input).
    pub async fn claim_draft(&self, policy: &PolicyFixture) -> String {
        self.claim_draft_with(policy, self.claim_input(policy)).await
    }

    /// A draft with fields of its own.
    pub async fn claim_draft_with(&self, policy: &PolicyFixture, input: Value) -> String {
        self.staff("clerk", policy.domain).await.post("/api/claims", input).await.expect(201).id()
    }

    /// A submitted claim.
    pub async fn claim_submitted(&self, policy: &PolicyFixture) -> String {
        let claim = self.claim_draft(policy).await;
        self.submit(policy, &claim).await;
        claim
    }

    /// An assessed claim.
    pub async fn claim_assessed(&self, policy: &PolicyFixture) -> String {
        let claim = self.claim_submitted(policy).await;
        self.assess(policy, &claim).await;
        claim
    }

    /// An approved claim, whose payout is due.
    pub async fn claim_approved(&self, policy: &PolicyFixture) -> String {
        let claim = self.claim_assessed(policy).await;
        self.approve(policy, &claim).await;
        claim
    }

    /// A paid claim.
    pub async fn claim_paid(&self, policy: &PolicyFixture) -> String {
        let claim = self.claim_approved(policy).await;
        self.pay(policy, &claim).await;
        claim
    }

    /// A rejected claim.
    pub async fn claim_rejected(&self, policy: &PolicyFixture) -> String {
        let claim = self.claim_assessed(policy).await;
        self.step("approver", policy, &claim, "reject", json!({ "reasons": ["not_covered"], "note": "対象外" })).await;
        claim
    }

    /// A claim whose transfer the bank refused.
    pub async fn claim_refused_by_the_bank(&self, policy: &PolicyFixture) -> String {
        let claim = self.claim_approved(policy).await;
        self.step("approver", policy, &claim, "fail-payment", json!({})).await;
        claim
    }

    /// A paid claim that was rejected after all: what was paid is to be given back.
    pub async fn claim_overpaid(&self, policy: &PolicyFixture) -> String {
        let claim = self.claim_paid(policy).await;
        self.step("approver", policy, &claim, "reopen", json!({})).await;
        self.step("approver", policy, &claim, "reject", json!({ "reasons": ["not_covered"], "note": "対象外" })).await;
        claim
    }

    /// The clerk submits a claim.
    pub async fn submit(&self, policy: &PolicyFixture, claim: &str) -> Value {
        self.step("clerk", policy, claim, "submit", json!({})).await
    }

    /// The assessor assesses a claim, with no findings.
    pub async fn assess(&self, policy: &PolicyFixture, claim: &str) -> Value {
        self.step("assessor", policy, claim, "assess", json!({})).await
    }

    /// The approver approves a claim.
    pub async fn approve(&self, policy: &PolicyFixture, claim: &str) -> Value {
        self.step("approver", policy, claim, "approve", json!({})).await
    }

    /// The approver pays a claim.
    pub async fn pay(&self, policy: &PolicyFixture, claim: &str) -> Value {
        self.step("approver", policy, claim, "pay", json!({})).await
    }

    async fn step(&self, role: &str, policy: &PolicyFixture, claim: &str, step: &str, body: Value) -> Value {
        self.staff(role, policy.domain).await.post(&format!("/api/claims/{claim}/{step}"), body).await.expect(200).json
    }
}
