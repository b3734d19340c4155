//! Accounts: invited, changed, removed, with effect on the very next request.

use crate::{link, sign_in};
use serde_json::{Value, json};
use tests::TestCloud;

async fn find(cloud: &TestCloud, mail_address: &str) -> Value {
    let accounts = cloud.actor("administrator@demo.example").await.get("/api/accounts?limit=100").await;
    accounts.json["items"].as_array().unwrap().iter().find(|account| account["mail_address"] == mail_address).unwrap().clone()
}

fn time(text: &Value) -> chrono::DateTime<chrono::FixedOffset> {
    text.as_str().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_person_sets_a_password_through_the_mail_and_signs_in() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let invited = json!({ "name": "新人 五郎", "mail_address": "Goro@Demo.example", "roles": ["clerk"] });
    let reply = administrator.post("/api/accounts", invited.clone()).await;
    assert_eq!((reply.status, reply.json["state"].as_str()), (201, Some("invited")), "{:?}", reply.json);
    let taken = administrator.post("/api/accounts", invited).await.expect(422);
    assert_eq!(taken.fields(), [("mail_address".to_owned(), "mail_address_taken".to_owned())]);

    let id = reply.json["id"].as_str().unwrap();
    let older = link(&cloud, "goro@demo.example").await;
    cloud.move_clock(chrono::TimeDelta::minutes(5));
    let again = administrator.post(&format!("/api/accounts/{id}/reinvite"), json!({})).await.expect(200);
    let [first, then, ends] = [&reply.json["created_at"], &again.json["invited_at"], &again.json["invitation_ends_at"]].map(time);
    assert_eq!(((then - first).num_minutes(), ends - then), (5, chrono::TimeDelta::hours(72)));
    let newer = link(&cloud, "goro@demo.example").await;
    let set = |token: String| json!({ "token": token, "new_password": "seven amber otters whistling" });
    let anonymous = cloud.nobody();
    assert_eq!(anonymous.post("/api/passwords", set(older)).await.code(), "link_invalid");
    assert_eq!(anonymous.post("/api/passwords", json!({ "token": newer, "new_password": "short" })).await.status, 422);
    assert_eq!(anonymous.post("/api/passwords", set(newer.clone())).await.status, 200);
    assert_eq!(anonymous.post("/api/passwords", set(newer)).await.code(), "link_invalid");
    let joined = administrator.get(&format!("/api/accounts/{id}")).await.expect(200);
    assert_eq!(joined.json["invitation_ends_at"], Value::Null);
    let goro = sign_in(&cloud, "goro@demo.example", "seven amber otters whistling").await.expect("can sign in");
    assert_eq!(goro.get("/api/me").await.json["name"], "新人 五郎");
    assert_eq!(administrator.post(&format!("/api/accounts/{id}/reinvite"), json!({})).await.code(), "account_not_invited");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_roles_and_a_removal_hold_from_the_next_request() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let account = find(&cloud, "clerk@demo.example").await;
    let path = format!("/api/accounts/{}", account["id"].as_str().unwrap());
    let person = json!({ "name": "山田 太郎", "kana": "ヤマダ タロウ" });
    assert_eq!(clerk.post("/api/policyholders", person.clone()).await.status, 201);
    assert_eq!(administrator.put(&path, json!({ "name": account["name"], "roles": ["viewer"] })).await.status, 200);
    assert_eq!(clerk.post("/api/policyholders", person).await.code(), "role_missing");
    assert_eq!(administrator.delete(&path).await.status, 204);
    assert_eq!(clerk.get("/api/me").await.code(), "session_ended");
    assert_eq!(administrator.get(&path).await.status, 404);
    assert!(sign_in(&cloud, "clerk@demo.example", tests::PASSWORD).await.is_none());
    let again = json!({ "name": "事務 桜", "mail_address": "clerk@demo.example", "roles": ["clerk"] });
    assert_eq!(administrator.post("/api/accounts", again).await.status, 201, "the mail address is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let account = find(&cloud, "administrator@demo.example").await;
    let path = format!("/api/accounts/{}", account["id"].as_str().unwrap());
    assert_eq!(administrator.delete(&path).await.code(), "last_administrator");
    assert_eq!(administrator.put(&path, json!({ "name": account["name"], "roles": ["viewer"] })).await.code(), "last_administrator");
    let second = find(&cloud, "viewer@demo.example").await;
    let second = format!("/api/accounts/{}", second["id"].as_str().unwrap());
    assert_eq!(administrator.put(&second, json!({ "name": "閲覧 四郎", "roles": ["administrator"] })).await.status, 200);
    assert_eq!(administrator.delete(&path).await.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_checked_field_by_field() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let reply = administrator.post("/api/accounts", json!({ "name": "", "mail_address": "x", "roles": ["king"], "nickname": 1 })).await;
    let fields: Vec<&str> = reply.json["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert_eq!(reply.status, 422);
    for field in ["name", "mail_address", "roles[0]", "nickname"] {
        assert!(fields.contains(&field), "{field} {fields:?}");
    }
    let approver = json!({ "name": "x", "mail_address": "x@demo.example", "roles": ["approver"] });
    assert_eq!(administrator.post("/api/accounts", approver).await.json["errors"][0]["field"], "approval_limit_yen");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_found_by_name_and_mail_address_while_it_is_there() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let found = async |wanted: Value| {
        let reply = administrator.post("/api/accounts/search", wanted).await.expect(200);
        let items = reply.json["items"].as_array().unwrap().iter();
        items.map(|item| item["mail_address"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let clerk = ["clerk@demo.example".to_owned()];
    for (member, text) in [("name", "事"), ("name", "桜"), ("name", "事務桜"), ("mail_address", "Clerk@Demo.example")] {
        assert_eq!(found(json!({ member: text })).await, clerk, "{member} {text}");
    }
    assert!(found(json!({ "name": "務" })).await.is_empty(), "no prefix");
    assert!(found(json!({ "name": "事", "mail_address": "viewer@demo.example" })).await.is_empty(), "both must hold");
    assert!(found(json!({ "mail_address": "clerk@other.example" })).await.is_empty(), "another organization's");

    let account = find(&cloud, "clerk@demo.example").await;
    let path = format!("/api/accounts/{}", account["id"].as_str().unwrap());
    let renamed = json!({ "name": "総務 桃", "roles": ["clerk"] });
    assert_eq!(administrator.put(&path, renamed).await.status, 200);
    assert!(found(json!({ "name": "事" })).await.is_empty(), "the old name is gone from the index");
    assert_eq!(found(json!({ "name": "総務" })).await, clerk);
    assert_eq!(administrator.delete(&path).await.status, 204);
    assert!(found(json!({ "name": "総務" })).await.is_empty() && found(json!({ "mail_address": "clerk@demo.example" })).await.is_empty());
    let edges =
        cloud.dump().await.into_keys().filter(|(_, partition, sort)| partition.contains("#edge#account.") && path.ends_with(sort.as_str()));
    assert_eq!(edges.count(), 0, "what a removed account was found by stays behind");
}
