//! Rights that change between a request's admission and its commit: the request fails as a whole.

use serde_json::{Value, json};
use tests::support::faults::Faults;
use tests::{Actor, PASSWORD, TestCloud};

/// What happens to the account while its request is under way.
#[derive(Clone, Copy, Debug)]
enum Meanwhile {
    Removed,
    Demoted,
    PasswordChanged,
    PasswordReset,
}

async fn happens(cloud: &TestCloud, meanwhile: Meanwhile, mail_address: &str, account: &str) {
    let administrator = cloud.actor("administrator@demo.example").await;
    let path = format!("/api/accounts/{account}");
    let _done = match meanwhile {
        Meanwhile::Removed => administrator.delete(&path).await.expect(204),
        Meanwhile::Demoted => administrator.put(&path, json!({ "name": "新人 太郎", "roles": ["viewer"] })).await.expect(200),
        Meanwhile::PasswordChanged => {
            let changed = json!({ "current_password": PASSWORD, "new_password": "nine violet kettles drifting" });
            cloud.actor(mail_address).await.put("/api/me/password", changed).await.expect(204)
        }
        Meanwhile::PasswordReset => reset(cloud, mail_address).await,
    };
}

async fn reset(cloud: &TestCloud, mail_address: &str) -> tests::Reply {
    let nobody = cloud.nobody();
    let _accepted = nobody.post("/api/password-resets", json!({ "mail_address": mail_address })).await.expect(202);
    // The first run turns the request into a mail, the second sends it.
    let _resolved = cloud.mail_to(mail_address).await;
    let _sent = cloud.mail_to(mail_address).await;
    let token = local::demo::newest_token(&cloud.cloud, mail_address).unwrap();
    nobody.post("/api/passwords", json!({ "token": token, "new_password": "nine violet kettles drifting" })).await.expect(200)
}

async fn submit_while(meanwhile: Meanwhile) {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    let mail_address = "leaving@demo.example";
    let clerk = cloud.new_account(mail_address, &["clerk"], None).await;
    let account = clerk.get("/api/me").await.expect(200).id();
    let policy = cloud.policy().await;
    let claim = cloud.claim_draft(&policy).await;

    let hold = faults.hold(&claim);
    let (path, late) = (format!("/api/claims/{claim}/submit"), clerk.copy());
    let key = format!("{meanwhile:?}-under-way");
    let under_way = tokio::spawn(async move { late.with(&[("idempotency-key", key.as_str())]).post(&path, json!({})).await });
    hold.reached(1).await;
    happens(&cloud, meanwhile, mail_address, &account).await;
    let before = cloud.dump().await;
    hold.release();

    let reply = under_way.await.unwrap();
    assert_eq!((reply.status, reply.code()), (401, "rights_changed"), "{meanwhile:?}: {}", reply.text);
    assert_eq!(cloud.dump().await, before, "{meanwhile:?}: something was written");
    let viewer = cloud.actor("viewer@demo.example").await;
    assert_eq!(viewer.get(&format!("/api/claims/{claim}")).await.expect(200).json["state"], "draft");
    next_request_feels_it(meanwhile, &clerk, &claim).await;
}

async fn next_request_feels_it(meanwhile: Meanwhile, clerk: &Actor, claim: &str) {
    let reply = clerk.post(&format!("/api/claims/{claim}/submit"), Value::Null).await;
    let expected = if matches!(meanwhile, Meanwhile::Demoted) { (403, "role_missing") } else { (401, "session_ended") };
    assert_eq!((reply.status, reply.code()), expected, "{meanwhile:?}");
}

#[tokio::test]
async fn a_removed_accounts_request_under_way_writes_nothing() {
    submit_while(Meanwhile::Removed).await;
}

#[tokio::test]
async fn a_demoted_accounts_request_under_way_writes_nothing() {
    submit_while(Meanwhile::Demoted).await;
}

#[tokio::test]
async fn a_request_under_way_writes_nothing_once_the_password_is_changed() {
    submit_while(Meanwhile::PasswordChanged).await;
}

#[tokio::test]
async fn a_request_under_way_writes_nothing_once_the_password_is_reset() {
    submit_while(Meanwhile::PasswordReset).await;
}

#[tokio::test]
async fn a_sign_in_under_way_opens_nothing_for_an_account_that_was_removed() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    let account = cloud.new_account("leaving@demo.example", &["clerk"], None).await.get("/api/me").await.expect(200).id();
    let administrator = cloud.actor("administrator@demo.example").await;
    let hold = faults.hold("#session#");
    let nobody = cloud.nobody();
    let under_way = tokio::spawn(async move { nobody.sign_in("leaving@demo.example", PASSWORD).await });
    hold.reached(1).await;
    let _deleted = administrator.delete(&format!("/api/accounts/{account}")).await.expect(204);
    let before = cloud.dump().await;
    hold.release();
    let reply = under_way.await.unwrap();
    assert_eq!((reply.status, reply.code()), (401, "rights_changed"), "{}", reply.text);
    assert_eq!(cloud.dump().await, before);
}

#[tokio::test]
async fn whoever_loses_the_right_to_work_on_claims_meanwhile_is_given_none() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    let mail_address = "assigned@demo.example";
    let account = cloud.new_account(mail_address, &["clerk"], None).await.get("/api/me").await.expect(200).id();
    let claim = cloud.claim_draft(&cloud.policy().await).await;
    let clerk = cloud.actor("clerk@demo.example").await;
    let hold = faults.hold(&claim);
    let (path, late, body) = (format!("/api/claims/{claim}/assign"), clerk.copy(), json!({ "assignee": account }));
    let under_way = tokio::spawn(async move { late.post(&path, body).await });
    hold.reached(1).await;
    happens(&cloud, Meanwhile::Demoted, mail_address, &account).await;
    hold.release();
    let reply = under_way.await.unwrap();
    assert_eq!((reply.status, reply.code()), (409, "assignee_changed"), "{}", reply.text);
    assert_eq!(clerk.get(&format!("/api/claims/{claim}")).await.expect(200).json["assignee"], Value::Null);
}
