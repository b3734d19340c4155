//! Policyholders, animals, products and policies: entered, found, changed.

use crate::ids;
use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Actor, TestCloud};

#[tokio::test(flavor = "multi_thread")]
async fn a_policyholder_is_found_by_name_kana_phone_and_mail_in_any_width() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let person = json!({ "name": "山田 太郎", "kana": "ﾔﾏﾀﾞ ﾀﾛｳ", "phone": "０３-1234-5678", "mail_address": "Taro@Example.jp", "postal_code": "100-0001", "address": "東京都千代田区1-1" });
    let created = clerk.post("/api/policyholders", person).await;
    assert_eq!((created.status, created.json["kana"].as_str()), (201, Some("ヤマダ タロウ")), "{:?}", created.json);
    let id = created.json["id"].as_str().unwrap().to_owned();
    let found = async |actor: &Actor, wanted: Value| ids(&actor.post("/api/policyholders/search", wanted).await.expect(200).json);
    let each = [("name", "山"), ("name", "太郎"), ("kana", "やま"), ("phone", "0312345678"), ("mail_address", "taro@example.jp")];
    for (member, text) in each {
        assert_eq!(found(&clerk, json!({ member: text })).await, std::slice::from_ref(&id), "{member} {text}");
    }
    assert!(found(&clerk, json!({ "name": "田" })).await.is_empty(), "no prefix");
    let changed = json!({ "name": "佐藤 太郎", "kana": "サトウ タロウ" });
    assert_eq!(clerk.put(&format!("/api/policyholders/{id}"), changed).await.status, 200);
    assert!(found(&clerk, json!({ "name": "山" })).await.is_empty(), "the old name is gone from the index");
    assert_eq!(found(&clerk, json!({ "name": "佐藤" })).await, [id]);
    let stranger = cloud.actor("clerk@other.example").await;
    assert!(found(&stranger, json!({ "name": "佐藤" })).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_number_stands_once_in_an_organization_and_is_found() {
    let cloud = TestCloud::start().await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let fixture = cloud.policy().await;
    let number = clerk.get(&format!("/api/policies/{}", fixture.policy)).await.json["number"].as_str().unwrap().to_owned();
    let found = clerk.post("/api/policies/search", json!({ "number": number })).await.expect(200);
    assert_eq!(ids(&found.json), std::slice::from_ref(&fixture.policy));
    assert_eq!(
        (&found.json["items"][0]["policyholder_name"], &found.json["items"][0]["animal_name"]),
        (&json!("山田 太郎"), &json!("ポチ"))
    );
    assert_eq!(ids(&clerk.get(&format!("/api/policies?animal={}", fixture.animal)).await.json), std::slice::from_ref(&fixture.policy));
    assert_eq!(
        ids(&clerk.get(&format!("/api/policies?policyholder={}", fixture.policyholder)).await.json),
        std::slice::from_ref(&fixture.policy)
    );
    let policy = clerk.get(&format!("/api/policies/{}", fixture.policy)).await.json;
    let second =
        json!({ "number": number.to_lowercase(), "animal": fixture.animal, "product": fixture.product, "period": policy["period"] });
    assert_eq!(clerk.post("/api/policies", second).await.code(), "policy_number_taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_keeps_the_terms_of_the_day_it_was_made() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let fixture = cloud.policy().await;
    let path = format!("/api/products/{}", fixture.product);
    let product = administrator.get(&path).await;
    let mut terms = product.json["terms"].clone();
    terms["coverage_rate_percent"] = json!(50);
    assert_eq!(administrator.put(&path, json!({ "terms": terms })).await.status, 200);
    let policy = administrator.get(&format!("/api/policies/{}", fixture.policy)).await;
    assert_eq!(policy.json["terms"]["coverage_rate_percent"], product.json["terms"]["coverage_rate_percent"]);
    terms["coverage_rate_percent"] = json!(101);
    assert_eq!(administrator.put(&path, json!({ "terms": terms })).await.json["errors"][0]["field"], "terms.coverage_rate_percent");
    assert_eq!(cloud.actor("clerk@demo.example").await.put(&path, json!({})).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_free_again_after_a_day_though_its_record_is_still_there() {
    let cloud = TestCloud::start().await;
    let key = [("idempotency-key", "policyholder-0001")];
    let policyholder = |name: &str| json!({ "name": name, "kana": "ヤマダ タロウ" });
    let create = async |name: &str| {
        let clerk = cloud.actor("clerk@demo.example").await;
        clerk.with(&key).post("/api/policyholders", policyholder(name)).await
    };
    let kept = async || cloud.dump().await.into_keys().filter(|(_, partition, _)| partition.ends_with("#idempotency")).count();

    let first = create("山田 太郎").await.expect(201);
    cloud.move_clock(TimeDelta::hours(24) - TimeDelta::minutes(5));
    assert_eq!(create("山田 太郎").await.expect(201).header("idempotency-replayed"), Some("true"));
    assert_eq!(create("別人 花子").await.expect(409).code(), "idempotency_key_reused");
    cloud.move_clock(TimeDelta::minutes(5));
    assert_eq!(kept().await, 1, "no sweep has run yet");

    // Another request, too: the day is over.
    let second = create("別人 花子").await.expect(201);
    assert_eq!(second.header("idempotency-replayed"), None);
    assert_ne!(second.id(), first.id());
    assert_eq!(kept().await, 1, "the new attempt took the place");
    let again = create("別人 花子").await.expect(201);
    assert_eq!((again.header("idempotency-replayed"), again.id()), (Some("true"), second.id()));
}
