//! The claims of an animal, each taken to its end.

use super::{Policy, Work};
use crate::client::{Ask, Body, Role};
use crate::failure::{Failure, Result};
use crate::invented;
use crate::portfolio::Animal;
use crate::reply::{all, text};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// A claim on its way.
pub(super) struct Claim {
    id: String,
    state: String,
    /// What it pays, once it was assessed in this run.
    total_yen: Option<u64>,
}

impl Work<'_> {
    // Oldest first: claims of one policy are made one after the other, so the first ones found are the first ones of the data.
    pub(super) async fn claims(&self, animal: &Animal, policy: &Policy) -> Result<Vec<Claim>> {
        let mut claims = Vec::new();
        for item in all(self.client, "claim_list", "/api/claims", &[("policy", &policy.id)]).await? {
            if item["claimed_yen"] != animal.claim_yen {
                return Err(Failure::Unexpected(format!(
                    "{}: 別の請求があります / has a claim of other data: {item}",
                    animal.policy_number
                )));
            }
            claims.push(Claim { id: text(&item, "id")?, state: text(&item, "state")?, total_yen: None });
        }
        claims.reverse();
        if claims.len() as u64 > u64::from(animal.claims) {
            let number = &animal.policy_number;
            return Err(Failure::Unexpected(format!("{number}: {} 件の請求があります / has more claims than the data", claims.len())));
        }
        Ok(claims)
    }

    pub(super) async fn make_claim(&self, animal: &Animal, policy: &Policy, number: u64, treated_on: NaiveDate) -> Result<Claim> {
        let diagnosis = invented::diagnosis(animal.pet, number);
        let line = json!({
            "treated_on": treated_on,
            "care": "visit",
            "category": "treatment",
            "amount_yen": animal.claim_yen,
            "item": format!("診療費({diagnosis})"),
        });
        let body = json!({
            "policy": policy.id,
            "cause": "illness",
            "lines": [line],
            "diagnosis": diagnosis,
            "bank_account": invented::bank_account(animal.pet),
        });
        let made = self.step(animal, number, ("claim_create", Role::Clerk), "/api/claims", body).await?;
        Ok(Claim { id: text(&made, "id")?, state: text(&made, "state")?, total_yen: None })
    }

    async fn step(&self, animal: &Animal, number: u64, (step, role): (&'static str, Role), path: &str, body: Value) -> Result<Value> {
        let key = format!("load-{}-{number}-{step}", animal.policy_number);
        self.client.ask(&Ask { step, role, path, query: &[], body: Body::Write(body, key) }).await
    }

    pub(super) async fn take_to_end(&self, animal: &Animal, number: u64, mut claim: Claim) -> Result<()> {
        while let Some((step, role, verb)) = next_step(&claim) {
            let body = if verb == "reject" { json!({ "reasons": ["below_deductible"] }) } else { json!({}) };
            match self.step(animal, number, (step, role), &format!("/api/claims/{}/{verb}", claim.id), body).await {
                Ok(reply) => {
                    claim.state = text(&reply, "state")?;
                    claim.total_yen = reply["assessment"]["total_yen"].as_u64();
                }
                Err(failure) if failure.is("nothing_payable") => claim.total_yen = Some(0),
                Err(failure) if failure.is("claim_state_forbids") => claim.state = self.later_state(&claim, failure).await?,
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    // Somebody else took the step: the loader goes on from there. A claim that stands where it stood, or before, is a fault.
    async fn later_state(&self, claim: &Claim, failure: Failure) -> Result<String> {
        let state = text(&self.get("claim_show", &format!("/api/claims/{}", claim.id), &[]).await?, "state")?;
        let place = |state: &str| {
            ["draft", "submitted", "under_assessment", "assessed", "approved"]
                .iter()
                .position(|known| *known == state)
                .unwrap_or(usize::MAX)
        };
        if place(&state) > place(&claim.state) { Ok(state) } else { Err(failure) }
    }
}

// A claim that is anywhere else is paid, rejected, or in somebody's hands: the reconciliation tells.
fn next_step(claim: &Claim) -> Option<(&'static str, Role, &'static str)> {
    match claim.state.as_str() {
        "draft" => Some(("claim_submit", Role::Clerk, "submit")),
        "submitted" | "under_assessment" => Some(("claim_assess", Role::Assessor, "assess")),
        "assessed" if claim.total_yen == Some(0) => Some(("claim_reject", Role::Approver, "reject")),
        "assessed" => Some(("claim_approve", Role::Approver, "approve")),
        "approved" => Some(("claim_pay", Role::Approver, "pay")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(state: &str, total_yen: Option<u64>) -> Claim {
        Claim { id: "clm_1".into(), state: state.into(), total_yen }
    }

    #[test]
    fn a_claim_goes_from_draft_to_payment_or_rejection() {
        for (state, total, verb) in [
            ("draft", None, Some("submit")),
            ("submitted", None, Some("assess")),
            ("under_assessment", None, Some("assess")),
            ("assessed", Some(1), Some("approve")),
            ("assessed", Some(0), Some("reject")),
            // Found so: its figures aren't known, and approving tells.
            ("assessed", None, Some("approve")),
            ("approved", Some(1), Some("pay")),
            ("paid", Some(1), None),
            ("rejected", Some(0), None),
            ("withdrawn", None, None),
        ] {
            assert_eq!(next_step(&claim(state, total)).map(|(_, _, verb)| verb), verb, "{state} {total:?}");
        }
    }
}
