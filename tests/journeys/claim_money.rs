//! What comes after a decision: transfers that banks refuse, money that comes back, and due dates that have to move.

use crate::operations;
use serde_json::{Value, json};
use tests::TestCloud;

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_transfer_goes_to_another_account_and_is_paid_once() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let claim = cloud.claim_paid(&policy).await;
    let (approver, clerk) = (cloud.actor("approver@demo.example").await, cloud.actor("clerk@demo.example").await);
    let path = format!("/api/claims/{claim}");
    let payout = approver.get(&path).await.expect(200).json["payout"].as_str().unwrap().to_owned();

    assert_eq!(clerk.post(&format!("{path}/fail-payment"), json!({})).await.expect(403).code(), "role_missing");
    let failed = approver.post(&format!("{path}/fail-payment"), json!({})).await.expect(200).json;
    assert_eq!(
        (&failed["state"], &failed["paid_yen"], &failed["paid_on"]),
        (&json!("payment_failed"), &json!(0), &Value::Null),
        "what came back wasn't paid"
    );
    assert_eq!(approver.get("/api/figures").await.expect(200).json["total"]["paid_yen"], 0);
    assert_eq!(approver.post(&format!("{path}/fail-payment"), json!({})).await.expect(409).code(), "claim_state_forbids");

    let mut account = clerk.get(&path).await.expect(200).json["bank_account"].clone();
    account["number"] = json!("12");
    let refused = clerk.post(&format!("{path}/retry-payment"), json!({ "bank_account": account })).await.expect(422);
    assert_eq!(refused.json["errors"][0]["field"], "bank_account.number");
    account["number"] = json!("7654321");
    let due = clerk.post(&format!("{path}/retry-payment"), json!({ "bank_account": account })).await.expect(200).json;
    assert_eq!((&due["state"], due["payout"].as_str()), (&json!("approved"), Some(payout.as_str())));
    assert_eq!(clerk.get(&path).await.expect(200).json["bank_account"]["number"], "7654321");
    assert_eq!(clerk.post(&format!("{path}/retry-payment"), json!({})).await.expect(409).code(), "claim_state_forbids");

    assert_eq!(cloud.pay(&policy, &claim).await["paid_yen"], 7_000);
    assert_eq!(approver.get("/api/figures").await.expect(200).json["total"]["paid_yen"], 7_000);
    let steps = operations(&cloud, &format!("payouts/{payout}")).await;
    assert_eq!(steps, ["payout_created", "payout_settled", "payout_failed", "payout_retried", "payout_settled"]);
    let timeline = clerk.get(&format!("{path}/timeline")).await.expect(200);
    assert!(!timeline.text.contains("7654321"), "an account stands on the timeline");
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_is_given_back_is_recorded_once() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let claim = cloud.claim_overpaid(&policy).await;
    let approver = cloud.actor("approver@demo.example").await;
    let path = format!("/api/claims/{claim}");
    let overpaid = approver.get(&path).await.expect(200).json;
    assert_eq!((&overpaid["recover_yen"], &overpaid["was_settled"], &overpaid["due_on"]), (&json!(7_000), &json!(true), &Value::Null));
    let recovered = approver.post(&format!("{path}/record-recovery"), json!({})).await.expect(200).json;
    assert_eq!((&recovered["state"], &recovered["paid_yen"]), (&json!("rejected"), &json!(0)));
    assert_eq!(approver.get(&path).await.expect(200).json["recover_yen"], Value::Null);
    assert_eq!(approver.post(&format!("{path}/record-recovery"), json!({})).await.expect(409).code(), "nothing_to_recover");
    assert_eq!(operations(&cloud, &format!("claims/{claim}")).await.last().unwrap(), "claim_recovered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_due_date_is_extended_to_a_later_day_with_the_items() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let claim = cloud.claim_submitted(&policy).await;
    let (assessor, clerk) = (cloud.actor("assessor@demo.example").await, cloud.actor("clerk@demo.example").await);
    let path = format!("/api/claims/{claim}");
    let extend = |items: &'static str, days: i64| json!({ "items": items, "until": crate::day(&cloud, days) });
    assert_eq!(clerk.post(&format!("{path}/extend-due"), extend("病歴の照会", 60)).await.expect(403).code(), "role_missing");
    // The day of completion counts: the 30th day is 29 days on, the 180th 179.
    for (days, code) in [(29, "extension_not_later"), (180, "extension_too_long")] {
        let refused = assessor.post(&format!("{path}/extend-due"), extend("病歴の照会", days)).await.expect(422);
        assert_eq!(refused.fields(), [("until".to_owned(), code.to_owned())], "{days}");
    }
    let missing = assessor.post(&format!("{path}/extend-due"), extend("", 60)).await.expect(422);
    assert_eq!(missing.json["errors"][0]["field"], "items");
    let extended = assessor.post(&format!("{path}/extend-due"), extend("動物病院への病歴の照会", 179)).await.expect(200).json;
    assert_eq!(extended["due_on"], crate::day(&cloud, 179));
    let shown = clerk.get(&path).await.expect(200).json;
    assert_eq!((&shown["extension"]["items"], &shown["extension"]["until"]), (&json!("動物病院への病歴の照会"), &extended["due_on"]));
    assert_eq!(operations(&cloud, &format!("claims/{claim}")).await.last().unwrap(), "claim_due_extended");
    let timeline = clerk.get(&format!("{path}/timeline")).await.expect(200);
    assert!(!timeline.text.contains("病歴"), "a personal value stands on the timeline");
}
