//! Searches: what is searched for, often a person, stands in the body and in no URL, and nothing is written.

use crate::ids;
use serde_json::{Value, json};
use tests::support::fixtures::policyholder;
use tests::{Actor, TestCloud};

async fn found(actor: &Actor, text: &str) -> Value {
    actor.post("/api/claims/search", json!({ "text": text })).await.expect(200).json
}

async fn number(cloud: &TestCloud, policy: &str) -> String {
    let shown = cloud.actor("viewer@demo.example").await.get(&format!("/api/policies/{policy}")).await.expect(200);
    shown.json["number"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn personal_search_terms_are_taken_in_a_body_alone() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    for (collection, member, text) in [
        ("policyholders", "name", "a"),
        ("policyholders", "kana", "a"),
        ("policyholders", "phone", "0312345678"),
        ("policyholders", "mail_address", "a@b.example"),
        ("animals", "name", "a"),
        ("policies", "number", "a"),
        ("accounts", "name", "a"),
        ("accounts", "mail_address", "a@b.example"),
    ] {
        let refused = administrator.get(&format!("/api/{collection}?{member}={text}")).await.expect(422);
        assert_eq!(refused.fields(), [(member.to_owned(), "field_unknown".to_owned())], "{collection}");
        let _taken = administrator.post(&format!("/api/{collection}/search"), json!({ member: text })).await.expect(200);
        let in_query = administrator.post(&format!("/api/{collection}/search?{member}={text}"), json!({})).await.expect(422);
        assert_eq!(in_query.fields(), [(member.to_owned(), "field_unknown".to_owned())], "{collection}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_needs_no_key_takes_none_for_itself_and_writes_nothing() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let before = cloud.dump().await;
    let wanted = json!({ "name": "山田", "limit": 5 });
    for key in ["search-0001", "x"] {
        let reply = clerk.with(&[("idempotency-key", key)]).post("/api/policyholders/search", wanted.clone()).await.expect(200);
        assert_eq!((ids(&reply.json).len(), reply.header("idempotency-replayed")), (0, None));
    }
    assert!(cloud.dump().await == before, "a search was written down");
    let made = clerk.post("/api/policyholders", policyholder()).await.expect(201);
    let again = clerk.with(&[("idempotency-key", "search-0001")]).post("/api/policyholders/search", wanted).await.expect(200);
    assert_eq!(ids(&again.json), [made.id()], "each search is answered anew");
    let refused = clerk.post("/api/policyholders/search", json!({ "limit": 101 })).await.expect(422);
    assert_eq!(refused.fields(), [("limit".to_owned(), "limit_out_of_range".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_turns_pages_for_the_same_search_alone() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(cloud.policyholder().await);
    }
    made.reverse();
    let (mut seen, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let page =
            clerk.post("/api/policyholders/search", json!({ "kana": "ヤマダ", "limit": 2, "cursor": cursor })).await.expect(200).json;
        seen.extend(ids(&page));
        cursor = page["next"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(seen, made);
    let first = clerk.post("/api/policyholders/search", json!({ "kana": "ヤマダ", "limit": 2 })).await.expect(200).json;
    let other = clerk.post("/api/policyholders/search", json!({ "kana": "ヤマ", "limit": 2, "cursor": first["next"] })).await;
    assert_eq!(other.status, 422, "a cursor of another search");
}

#[tokio::test(flavor = "multi_thread")]
async fn claims_are_found_by_policy_number_and_by_whose_they_are() {
    let cloud = TestCloud::start().await;
    let (policy, other) = (cloud.policy().await, cloud.policy().await);
    let (first, second) = (cloud.claim_draft(&policy).await, cloud.claim_submitted(&policy).await);
    let third = cloud.claim_draft(&other).await;
    let viewer = cloud.actor("viewer@demo.example").await;
    let number = number(&cloud, &policy.policy).await;

    let by_number = found(&viewer, &number.to_lowercase()).await;
    assert_eq!(ids(&by_number), [second.clone(), first.clone()], "newest first");
    let names = &by_number["items"][0]["names"];
    assert_eq!(
        (&names["policy_number"], &names["policyholder_name"], &names["animal_name"]),
        (&json!(number), &json!("山田 太郎"), &json!("ポチ"))
    );
    for text in ["山田", "太郎", "やまだ", "ﾔﾏﾀﾞ ﾀﾛｳ"] {
        let page = found(&viewer, text).await;
        assert_eq!((ids(&page), &page["is_complete"]), (vec![third.clone(), second.clone(), first.clone()], &json!(true)), "{text}");
    }
    assert!(ids(&found(&viewer, "佐藤").await).is_empty());
    let stranger = cloud.actor("viewer@other.example").await;
    assert!(ids(&found(&stranger, &number).await).is_empty() && ids(&found(&stranger, "山田").await).is_empty());

    // With the filters of the list; an order that no index carries here is refused.
    let drafts = viewer.post("/api/claims/search", json!({ "text": "山田", "state": "draft" })).await.expect(200);
    assert_eq!(ids(&drafts.json), [third, first]);
    let refused = viewer.post("/api/claims/search", json!({ "text": "山田", "order": "due" })).await.expect(422);
    assert_eq!(refused.fields(), [("order".to_owned(), "order_not_carried".to_owned())]);
    assert_eq!(viewer.post("/api/claims/search", json!({})).await.fields(), [("text".to_owned(), "field_missing".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn found_claims_turn_pages_and_say_where_a_name_is_too_common() {
    let cloud = TestCloud::start().await;
    let policies = [cloud.policy().await, cloud.policy().await];
    let mut made = Vec::new();
    for at in 0..7 {
        made.push(cloud.claim_draft(&policies[at % 2]).await);
    }
    made.reverse();
    let viewer = cloud.actor("viewer@demo.example").await;
    let (mut seen, mut cursor, mut pages) = (Vec::new(), Value::Null, 0);
    loop {
        let page = viewer.post("/api/claims/search", json!({ "text": "山田", "limit": 3, "cursor": cursor })).await.expect(200).json;
        seen.extend(ids(&page));
        pages += 1;
        cursor = page["next"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!((seen, pages), (made, 3));
    for _ in 0..19 {
        cloud.policyholder().await;
    }
    assert_eq!(found(&viewer, "山田").await["is_complete"], false, "21 of this name");
}
