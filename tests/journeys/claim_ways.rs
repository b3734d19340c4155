//! The ways of a claim beside the straight one: returned, withdrawn, reopened.

use crate::operations;
use serde_json::{Value, json};
use tests::TestCloud;

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_claim_says_why_has_no_due_day_and_is_submitted_again() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let claim = cloud.claim_assessed(&policy).await;
    let (assessor, clerk) = (cloud.actor("assessor@demo.example").await, cloud.actor("clerk@demo.example").await);
    let path = format!("/api/claims/{claim}");
    let why = json!({ "reasons": "領収書の原本がありません。" });
    assert_eq!(clerk.post(&format!("{path}/return"), why.clone()).await.expect(403).code(), "role_missing");
    let missing = assessor.post(&format!("{path}/return"), json!({})).await.expect(422);
    assert_eq!(missing.fields(), [("reasons".to_owned(), "field_missing".to_owned())]);
    assert_eq!(assessor.with(&[("if-match", "\"1\"")]).post(&format!("{path}/return"), why.clone()).await.status, 412);
    let returned = assessor.post(&format!("{path}/return"), why.clone()).await.expect(200);
    assert_eq!(
        (&returned.json["state"], &returned.json["due_on"], &returned.json["assessment"]),
        (&json!("returned"), &Value::Null, &Value::Null)
    );
    let shown = clerk.get(&path).await.expect(200);
    assert_eq!(shown.json["returned"]["reasons"], why["reasons"]);
    assert_eq!(assessor.post(&format!("{path}/return"), why).await.expect(409).code(), "claim_state_forbids");

    let again = clerk.post(&format!("{path}/submit"), json!({})).await.expect(200);
    assert_eq!((&again.json["state"], &again.json["due_on"]), (&json!("submitted"), &json!(crate::day(&cloud, 29))));
    assert_eq!(clerk.get(&path).await.expect(200).json["returned"], Value::Null);
    let expected = ["claim_created", "claim_submitted", "claim_assessed", "claim_returned", "claim_submitted"];
    assert_eq!(operations(&cloud, &format!("claims/{claim}")).await, expected);
    let timeline = clerk.get(&format!("{path}/timeline")).await.expect(200);
    assert!(!timeline.text.contains("領収書"), "a personal value stands on the timeline");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_is_withdrawn_until_it_was_approved() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    for claim in [cloud.claim_draft(&policy).await, cloud.claim_submitted(&policy).await, cloud.claim_assessed(&policy).await] {
        let path = format!("/api/claims/{claim}");
        let withdrawn = clerk.post(&format!("{path}/withdraw"), json!({})).await.expect(200);
        assert_eq!((&withdrawn.json["state"], &withdrawn.json["due_on"]), (&json!("withdrawn"), &Value::Null));
        assert_eq!(clerk.post(&format!("{path}/submit"), json!({})).await.expect(409).code(), "claim_state_forbids");
        assert_eq!(operations(&cloud, &format!("claims/{claim}")).await.last().unwrap(), "claim_withdrawn");
    }
    for claim in [cloud.claim_approved(&policy).await, cloud.claim_paid(&policy).await] {
        let refused = clerk.post(&format!("/api/claims/{claim}/withdraw"), json!({})).await.expect(409);
        assert_eq!(refused.code(), "claim_state_forbids");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reopened_claim_loses_the_payout_that_was_not_paid_and_is_decided_anew() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let claim = cloud.claim_approved(&policy).await;
    let (approver, assessor) = (cloud.actor("approver@demo.example").await, cloud.actor("assessor@demo.example").await);
    let path = format!("/api/claims/{claim}");
    let payout = approver.get(&path).await.expect(200).json["payout"].as_str().unwrap().to_owned();
    assert_eq!(assessor.post(&format!("{path}/reopen"), json!({})).await.expect(403).code(), "role_missing");
    let reopened = approver.post(&format!("{path}/reopen"), json!({})).await.expect(200);
    assert_eq!(
        (&reopened.json["state"], &reopened.json["payout"], &reopened.json["approved_yen"]),
        (&json!("reopened"), &Value::Null, &Value::Null)
    );
    assert_eq!(operations(&cloud, &format!("payouts/{payout}")).await, ["payout_created", "payout_cancelled"]);
    assert_eq!(approver.post(&format!("{path}/pay"), json!({})).await.expect(409).code(), "claim_state_forbids");
    // What is booked stays for this very claim, and a claim that was approved can't be withdrawn any more.
    let clerk = cloud.actor("clerk@demo.example").await;
    assert_eq!(clerk.post(&format!("{path}/withdraw"), json!({})).await.expect(409).code(), "claim_state_forbids");
    cloud.assess(&policy, &claim).await;
    assert_eq!(clerk.post(&format!("{path}/withdraw"), json!({})).await.expect(409).code(), "claim_already_settled");
    cloud.approve(&policy, &claim).await;
    let paid = cloud.pay(&policy, &claim).await;
    assert_eq!(paid["paid_yen"], 7_000);
    let used = approver.get(&format!("/api/policies/{}", policy.policy)).await.expect(200).json;
    assert!(used["years"].as_array().unwrap().iter().any(|year| year["used"]["amount_yen"] == 7_000), "booked once: {used}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_reopened_after_its_payment_keeps_what_was_paid() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let claim = cloud.claim_paid(&policy).await;
    let approver = cloud.actor("approver@demo.example").await;
    let reopened = approver.post(&format!("/api/claims/{claim}/reopen"), json!({})).await.expect(200);
    assert_eq!((&reopened.json["state"], &reopened.json["paid_yen"]), (&json!("reopened"), &json!(7_000)));
    let shown = approver.get("/api/figures").await.expect(200).json;
    assert_eq!((&shown["total"]["paid_yen"], &shown["claims_received"]), (&json!(7_000), &json!(1)), "what was paid stays paid");
    // The same sum again: nothing is left to pay, and no second payout is made.
    cloud.assess(&policy, &claim).await;
    let approved = cloud.approve(&policy, &claim).await;
    assert_eq!((&approved["state"], &approved["payout"]), (&json!("paid"), &Value::Null));
    assert_eq!(approver.get("/api/figures").await.expect(200).json["total"]["paid_yen"], 7_000);
}
