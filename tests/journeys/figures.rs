//! The figures of a month, and how much work waits.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::TestCloud;

async fn figures(cloud: &TestCloud, role: &str, month: &str) -> Value {
    let query = if month.is_empty() { String::new() } else { format!("?month={month}") };
    cloud.actor(&format!("{role}@demo.example")).await.get(&format!("/api/figures{query}")).await.expect(200).json
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_counts_what_was_received_and_paid_in_it_by_product() {
    let cloud = TestCloud::start().await;
    let (policy, other) = (cloud.policy().await, cloud.policy().await);
    // 1 October 2026: one claim is paid at once, the second ten days later, the third only received, the fourth never submitted.
    cloud.claim_paid(&policy).await;
    let second = cloud.claim_approved(&other).await;
    cloud.claim_submitted(&policy).await;
    cloud.claim_draft(&policy).await;
    cloud.move_clock(TimeDelta::days(10));
    cloud.pay(&other, &second).await;

    let october = figures(&cloud, "viewer", "2026-10").await;
    assert_eq!((&october["claims_received"], &october["claims_paid"], &october["is_complete"]), (&json!(3), &json!(2), &json!(true)));
    assert_eq!(october["average_days_to_payment"], 5.0, "{october}");
    assert_eq!(october["total"], json!({ "premium_yen": 0, "paid_yen": 14_000, "loss_ratio_percent": null }));
    let mut products: Vec<(&str, u64)> = october["products"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["product"].as_str().unwrap(), row["sums"]["paid_yen"].as_u64().unwrap()))
        .collect();
    products.sort_unstable();
    let mut expected = [(policy.product.as_str(), 7_000), (other.product.as_str(), 7_000)];
    expected.sort_unstable();
    assert_eq!(products, expected);
    assert_eq!(october["products"][0]["name"], "いぬ・ねこ 70");
    assert_eq!(figures(&cloud, "viewer", "").await["month"], "2026-10", "the present month");

    let september = figures(&cloud, "viewer", "2026-09").await;
    assert_eq!(
        (&september["claims_received"], &september["claims_paid"], &september["average_days_to_payment"]),
        (&json!(0), &json!(0), &Value::Null)
    );
    assert_eq!(september["products"], json!([]));
    let elsewhere = cloud.actor("viewer@other.example").await.get("/api/figures?month=2026-10").await.expect(200).json;
    assert_eq!((&elsewhere["claims_received"], &elsewhere["total"]["paid_yen"]), (&json!(0), &json!(0)));
    let refused = cloud.actor("viewer@demo.example").await.get("/api/figures?month=2026-13").await.expect(422);
    assert_eq!(refused.fields(), [("month".to_owned(), "date_invalid".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn premiums_count_by_their_due_day_less_what_went_back_and_give_the_loss_ratio() {
    let cloud = TestCloud::start().await;
    let (policy, premium) = cloud.premium_charged().await;
    let month = cloud.today().format("%Y-%m").to_string();
    let clerk = cloud.actor("clerk@demo.example").await;
    let charged =
        clerk.get(&format!("/api/premiums?policy={}", policy.policy)).await.expect(200).json["items"][0]["amount_yen"].as_u64().unwrap();
    cloud.claim_paid(&policy).await;
    let row = |figures: &Value| {
        figures["products"].as_array().unwrap().iter().find(|row| row["product"] == json!(policy.product)).unwrap()["sums"].clone()
    };
    let before = row(&figures(&cloud, "viewer", &month).await);
    #[expect(clippy::cast_precision_loss, reason = "small figures")]
    let ratio = |premium: u64| (7_000.0 * 1_000.0 / premium as f64).round() / 10.0;
    assert_eq!(before, json!({ "premium_yen": charged, "paid_yen": 7_000, "loss_ratio_percent": ratio(charged) }));

    let approver = cloud.actor("approver@demo.example").await;
    let _asked = approver.post(&format!("/api/premiums/{premium}/refund"), json!({ "amount_yen": 1_000 })).await.expect(202);
    cloud.invoke("premium_charge", Value::Null).await;
    assert_eq!(row(&figures(&cloud, "viewer", &month).await)["premium_yen"], charged - 1_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_is_counted_by_what_is_next_and_for_whom() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let waiting = [cloud.claim_submitted(&policy).await, cloud.claim_submitted(&policy).await];
    cloud.claim_assessed(&policy).await;
    cloud.claim_approved(&policy).await;
    let assessor = cloud.actor("assessor@demo.example").await;
    let me = assessor.get("/api/me").await.expect(200).id();
    let _mine = assessor.post(&format!("/api/claims/{}/assign", waiting[0]), json!({ "assignee": me })).await.expect(200);
    let _back =
        assessor.post(&format!("/api/claims/{}/return", waiting[1]), json!({ "reasons": "領収書がありません。" })).await.expect(200);
    let count = |count: u32, mine: u32| json!({ "count": count, "mine": mine, "is_more": false });
    let work = figures(&cloud, "assessor", "").await["work"].take();
    let expected = json!({ "to_assess": count(1, 1), "to_approve": count(1, 0), "to_pay": count(1, 0), "returned": count(1, 0), "due_soon": count(0, 0) });
    assert_eq!(work, expected);
    // Due on the 30th day, which is within a week from the 23rd day on.
    cloud.move_clock(TimeDelta::days(22));
    let work = figures(&cloud, "assessor", "").await["work"].take();
    assert_eq!(work["due_soon"], count(3, 1));
    assert_eq!(figures(&cloud, "clerk", "").await["work"]["due_soon"], count(3, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn work_is_counted_up_to_a_hundred() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    for number in 0..101 {
        cloud.claim_submitted(&policy).await;
        if number == 99 {
            assert_eq!(figures(&cloud, "viewer", "").await["work"]["to_assess"], json!({ "count": 100, "mine": 0, "is_more": false }));
        }
    }
    assert_eq!(figures(&cloud, "viewer", "").await["work"]["to_assess"], json!({ "count": 100, "mine": 0, "is_more": true }));
}
