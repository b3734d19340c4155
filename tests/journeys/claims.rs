//! A claim from the statement to the payment.

use crate::day;
use serde_json::{Value, json};
use tests::TestCloud;

fn visit(amount_yen: u64, treated_on: &str) -> Value {
    json!({ "treated_on": treated_on, "care": "visit", "category": "treatment", "amount_yen": amount_yen, "item": "診察料" })
}

fn claim(policy: &str, lines: &[Value]) -> Value {
    json!({
        "policy": policy,
        "cause": "illness",
        "diagnosis": "外耳炎",
        "lines": lines,
        "bank_account": { "bank_code": "0001", "branch_code": "001", "kind": "ordinary", "number": "1234567", "holder_kana": "ヤマダ タロウ" },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_goes_from_statement_to_payment_and_every_step_is_on_its_timeline() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await.policy;
    let (clerk, assessor, approver) =
        (cloud.actor("clerk@demo.example").await, cloud.actor("assessor@demo.example").await, cloud.actor("approver@demo.example").await);
    let treated_on = day(&cloud, -10);
    let created = clerk.post("/api/claims", claim(&policy, &[visit(20_000, &treated_on)])).await;
    assert_eq!(
        (created.status, created.json["state"].as_str(), created.header("etag")),
        (201, Some("draft"), Some("\"1\"")),
        "{:?}",
        created.json
    );
    let path = format!("/api/claims/{}", created.json["id"].as_str().unwrap());

    let submitted = clerk.post(&format!("{path}/submit"), json!({})).await;
    assert_eq!((submitted.status, submitted.json["state"].as_str()), (200, Some("submitted")));
    assert_eq!(submitted.json["due_on"], day(&cloud, 29));
    let assessed = assessor.post(&format!("{path}/assess"), json!({})).await;
    assert_eq!(assessed.json["assessment"]["total_yen"], 12_000, "{:?}", assessed.json);
    let approved = approver.post(&format!("{path}/approve"), json!({})).await;
    assert_eq!((approved.status, approved.json["approved_yen"].as_u64()), (200, Some(12_000)));
    let paid = approver.post(&format!("{path}/pay"), json!({})).await;
    assert_eq!((paid.status, paid.json["state"].as_str(), paid.json["paid_yen"].as_u64()), (200, Some("paid"), Some(12_000)));

    let timeline = clerk.get(&format!("{path}/timeline")).await;
    let operations: Vec<&str> =
        timeline.json["items"].as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap()).collect();
    assert_eq!(operations, ["claim_created", "claim_submitted", "claim_assessed", "claim_approved", "claim_paid"]);
    assert_eq!(timeline.json["items"][2]["actor_name"], "査定 三郎");
    assert_eq!(clerk.get(&path).await.header("etag"), Some("\"5\""));
    let used = clerk.get(&format!("/api/policies/{policy}")).await;
    assert!(used.json.to_string().contains("12000"), "{:?}", used.json);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_gets_403_and_who_is_elsewhere_404() {
    let cloud = TestCloud::start().await;
    let id = cloud.claim_draft(&cloud.policy().await).await;
    let path = format!("/api/claims/{id}");
    let viewer = cloud.actor("viewer@demo.example").await;
    assert_eq!(viewer.get(&path).await.status, 200);
    for step in ["submit", "assess", "approve", "reject", "pay"] {
        assert_eq!(viewer.post(&format!("{path}/{step}"), json!({})).await.status, 403, "{step}");
    }
    for role in ["clerk", "assessor", "approver", "viewer"] {
        let stranger = cloud.actor(&format!("{role}@other.example")).await;
        assert_eq!(stranger.get(&path).await.status, 404, "{role}");
        assert_eq!(stranger.get(&format!("{path}/timeline")).await.status, 404, "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_assessed_cannot_approve_and_the_limit_holds() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let accounts = administrator.get("/api/accounts").await;
    let approver = accounts.json["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|account| account["mail_address"] == "approver@demo.example")
        .unwrap()
        .clone();
    let account = format!("/api/accounts/{}", approver["id"].as_str().unwrap());
    let both = json!({ "name": approver["name"], "roles": ["assessor", "approver"], "approval_limit_yen": 5_000 });
    assert_eq!(administrator.put(&account, both).await.status, 200);

    let path = format!("/api/claims/{}", cloud.claim_draft(&cloud.policy().await).await);
    cloud.actor("clerk@demo.example").await.post(&format!("{path}/submit"), json!({})).await;
    let approver = cloud.actor("approver@demo.example").await;
    assert_eq!(approver.post(&format!("{path}/assess"), json!({})).await.status, 200);
    assert_eq!(approver.post(&format!("{path}/approve"), json!({})).await.code(), "approver_assessed");

    let path = format!("/api/claims/{}", cloud.claim_draft(&cloud.policy().await).await);
    cloud.actor("clerk@demo.example").await.post(&format!("{path}/submit"), json!({})).await;
    cloud.actor("assessor@demo.example").await.post(&format!("{path}/assess"), json!({})).await;
    let refused = approver.post(&format!("{path}/approve"), json!({})).await;
    assert_eq!((refused.status, refused.code()), (409, "approval_limit_exceeded"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_claim_names_its_reasons_and_cannot_be_paid() {
    let cloud = TestCloud::start().await;
    let path = format!("/api/claims/{}", cloud.claim_draft(&cloud.policy().await).await);
    cloud.actor("clerk@demo.example").await.post(&format!("{path}/submit"), json!({})).await;
    let approver = cloud.actor("approver@demo.example").await;
    assert_eq!(approver.post(&format!("{path}/reject"), json!({ "reasons": [] })).await.code(), "rejection_reasons_missing");
    let rejected =
        approver.post(&format!("{path}/reject"), json!({ "reasons": ["papers_insufficient"], "note": "領収書がありません" })).await;
    assert_eq!((rejected.status, rejected.json["state"].as_str()), (200, Some("rejected")), "{:?}", rejected.json);
    assert_eq!(approver.get(&path).await.json["rejected"]["note"], "領収書がありません");
    assert_eq!(approver.post(&format!("{path}/pay"), json!({})).await.code(), "claim_state_forbids");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_changed_only_at_the_version_that_was_read() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let path = format!("/api/claims/{}", cloud.claim_draft(&cloud.policy().await).await);
    let present = clerk.get(&path).await;
    let changed = json!({ "cause": "injury", "diagnosis": "骨折", "lines": present.json["lines"] });
    assert_eq!(clerk.with(&[("if-match", "\"7\"")]).put(&path, changed.clone()).await.status, 412);
    let updated = clerk.with(&[("if-match", present.header("etag").unwrap())]).put(&path, changed).await;
    assert_eq!((updated.status, updated.header("etag"), updated.json["diagnosis"].as_str()), (200, Some("\"2\""), Some("骨折")));
    let entry = &clerk.get(&format!("{path}/timeline")).await.json["items"][1];
    assert!(entry["changes"].as_array().unwrap().contains(&json!({ "field": "cause", "before": "illness", "after": "injury" })), "{entry}");
    assert!(!entry.to_string().contains("骨折"), "a personal value stands on the timeline");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_write_gives_the_first_reply_and_makes_nothing_twice() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let policy = cloud.policy().await.policy;
    let body = claim(&policy, &[visit(10_000, &day(&cloud, -3))]);
    let key = [("idempotency-key", "claim-0001")];
    let first = clerk.with(&key).post("/api/claims", body.clone()).await;
    let second = clerk.with(&key).post("/api/claims", body).await;
    assert_eq!((first.status, second.status, second.header("idempotency-replayed")), (201, 201, Some("true")));
    assert_eq!(first.json, second.json);
    let other = clerk.with(&key).post("/api/claims", claim(&policy, &[visit(1, &day(&cloud, -3))])).await;
    assert_eq!((other.status, other.code()), (409, "idempotency_key_reused"));
    assert_eq!(clerk.get(&format!("/api/claims?policy={policy}")).await.json["items"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_narrow_by_state_policy_and_due_day_and_turn_pages() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let policy = cloud.policy().await.policy;
    let mut ids = Vec::new();
    for _ in 0..5 {
        let created = clerk.post("/api/claims", claim(&policy, &[visit(10_000, &day(&cloud, -3))])).await;
        ids.push(created.json["id"].as_str().unwrap().to_owned());
    }
    clerk.post(&format!("/api/claims/{}/submit", ids[0]), json!({})).await;
    let of =
        |reply: &Value| reply["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(of(&clerk.get("/api/claims?state=submitted").await.json), [ids[0].clone()]);
    assert_eq!(of(&clerk.get(&format!("/api/claims?due_before={}", day(&cloud, 30))).await.json), [ids[0].clone()]);
    assert!(of(&clerk.get(&format!("/api/claims?due_before={}", day(&cloud, 29))).await.json).is_empty());

    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = clerk.get(&format!("/api/claims?policy={policy}&limit=2{next}")).await;
        seen.extend(of(&page.json));
        match page.json["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    ids.reverse();
    assert_eq!(seen, ids);
    let first = clerk.get(&format!("/api/claims?policy={policy}&limit=2")).await;
    let stolen = format!("/api/claims?state=draft&limit=2&cursor={}", first.json["next"].as_str().unwrap());
    assert_eq!(clerk.get(&stolen).await.status, 422, "a cursor of another list");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_read_in_one_form_only() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await.policy;
    let clerk = cloud.actor("clerk@demo.example").await;
    for text in ["2026-1-1", "+2026-01-01", "2026-02-30", "2026-01-01T00:00:00+09:00"] {
        let reply = clerk.post("/api/claims", claim(&policy, &[visit(20_000, text)])).await.expect(422);
        assert_eq!(reply.fields(), [("lines[0].treated_on".into(), "date_invalid".into())], "{text}");
        assert_eq!(reply.json["errors"][0]["allowed"], "YYYY-MM-DD");
        let text = text.replace('+', "%2B");
        for (path, field) in [("claims", "due_before"), ("timeline", "from"), ("timeline", "to")] {
            let reply = clerk.get(&format!("/api/{path}?{field}={text}")).await.expect(422);
            assert_eq!(reply.fields(), [(field.into(), "date_invalid".into())], "{text}");
        }
    }
    assert_eq!(clerk.get("/api/claims").await.expect(200).json["items"], json!([]));
}
