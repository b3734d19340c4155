//! Two, or fifty, who want the same at once.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use tests::support::faults::Faults;
use tests::support::fixtures::{DEMO, product_terms};
use tests::{Actor, PASSWORD, Reply, TestCloud};
use tokio::task::JoinSet;

/// How often each status and code was answered.
async fn tally(mut attempts: JoinSet<Reply>) -> BTreeMap<(u16, String), usize> {
    let mut tally = BTreeMap::new();
    while let Some(reply) = attempts.join_next().await {
        let reply = reply.unwrap();
        *tally.entry((reply.status, reply.code().to_owned())).or_default() += 1;
    }
    tally
}

fn count(tally: &BTreeMap<(u16, String), usize>, wanted: u16) -> usize {
    tally.iter().filter(|((status, _), _)| *status == wanted).map(|(_, count)| count).sum()
}

#[tokio::test]
async fn of_fifty_uses_of_one_link_one_wins() {
    let cloud = TestCloud::start().await;
    let administrator = cloud.actor("administrator@demo.example").await;
    let invited = json!({ "name": "競争 花子", "mail_address": "racing@demo.example", "roles": ["viewer"] });
    let account = administrator.post("/api/accounts", invited).await.expect(201).id();
    let _mail = cloud.mail_to("racing@demo.example").await;
    let token = local::demo::newest_token(&cloud.cloud, "racing@demo.example").unwrap();

    let mut attempts = JoinSet::new();
    for number in 0..50 {
        let (nobody, token) = (cloud.nobody(), token.clone());
        let body = json!({ "token": token, "new_password": candidate(number) });
        attempts.spawn(async move { nobody.post("/api/passwords", body).await });
    }
    let tally = tally(attempts).await;
    assert_eq!((count(&tally, 200), count(&tally, 409)), (1, 49), "{tally:?}");
    let mut signed_in = 0;
    for number in 0..50 {
        signed_in += usize::from(cloud.nobody().sign_in("racing@demo.example", &candidate(number)).await.status == 201);
        // Fifty guesses in a row: each waits out the pause of those before, and of the network.
        cloud.move_clock(chrono::TimeDelta::minutes(31));
    }
    assert_eq!(signed_in, 1);
    assert_eq!(entries(&cloud, &account, "password_set").await, 1);
}

fn candidate(number: u32) -> String {
    format!("violet kettles drifting {number:02}")
}

async fn entries(cloud: &TestCloud, record: &str, operation: &str) -> usize {
    let viewer = cloud.actor("viewer@demo.example").await;
    let list = viewer.get(&format!("/api/timeline?record={record}&operation={operation}&limit=100")).await.expect(200);
    list.json["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn every_wrong_password_that_is_answered_is_counted() {
    let cloud = TestCloud::start().await;
    for mail_address in ["clerk@demo.example", "nobody@demo.example"] {
        let before = counters(&cloud).await;
        let mut attempts = JoinSet::new();
        for number in 0..30 {
            let nobody = cloud.nobody();
            attempts.spawn(async move { nobody.sign_in(mail_address, &format!("wrong password {number:02}")).await });
        }
        let tally = tally(attempts).await;
        let (refused, uncounted) = (count(&tally, 401), count(&tally, 429));
        assert_eq!((refused + uncounted, refused > 0), (30, true), "{tally:?}");
        let after = counters(&cloud).await;
        let changed: Vec<u64> =
            after.iter().filter(|(key, counter)| before.get(*key) != Some(*counter)).map(|(_, failures)| *failures).collect();
        assert_eq!(changed, [refused as u64], "{mail_address}: {tally:?}");
    }
}

async fn counters(cloud: &TestCloud) -> BTreeMap<String, u64> {
    let counters = cloud.dump().await.into_iter().filter(|((_, _, sort), _)| sort == "SIGN_IN");
    counters.map(|((_, partition, _), item)| (partition, item["failures"].as_u64().unwrap())).collect()
}

#[tokio::test]
async fn an_organization_keeps_an_administrator() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    let first = cloud.actor("administrator@demo.example").await;
    let second = cloud.new_account("second@demo.example", &["administrator"], None).await;
    let [first_id, second_id] = [&first, &second].map(|actor| async { actor.get("/api/me").await.expect(200).id() });
    let (first_id, second_id) = (first_id.await, second_id.await);

    // Each demotes the other; both have read before either writes.
    let tally = both(&faults, demote(&first, &second_id), demote(&second, &first_id)).await;
    assert_eq!(count(&tally, 200), 1, "{tally:?}");
    assert_eq!(administrators(&cloud, &first, &second).await, 1);

    // The one who is left makes the other one again, and then both step down.
    let (left, left_id, other, other_id) = if first.get("/api/accounts").await.status == 200 {
        (first, first_id, second, second_id)
    } else {
        (second, second_id, first, first_id)
    };
    let again = json!({ "name": "管理 再任", "roles": ["administrator"] });
    let _again = left.put(&format!("/api/accounts/{other_id}"), again).await.expect(200);
    let tally = both(&faults, demote(&left, &left_id), demote(&other, &other_id)).await;
    assert_eq!(count(&tally, 200), 1, "{tally:?}");
    assert_eq!(administrators(&cloud, &left, &other).await, 1);

    let (last, last_id) = if left.get("/api/accounts").await.status == 200 { (left, left_id) } else { (other, other_id) };
    assert_eq!(last.delete(&format!("/api/accounts/{last_id}")).await.expect(409).code(), "last_administrator");
    assert_eq!(demote(&last, &last_id).await.expect(409).code(), "last_administrator");
}

fn demote(actor: &Actor, account: &str) -> impl Future<Output = Reply> + Send + use<> {
    let (actor, path) = (actor.copy(), format!("/api/accounts/{account}"));
    async move { actor.put(&path, json!({ "name": "降格 太郎", "roles": ["viewer"] })).await }
}

async fn administrators(cloud: &TestCloud, first: &Actor, second: &Actor) -> u64 {
    let may = u64::from(first.get("/api/accounts").await.status == 200) + u64::from(second.get("/api/accounts").await.status == 200);
    let organization = first.get("/api/me").await.expect(200).json["organization"]["id"].as_str().unwrap().to_owned();
    let dump = cloud.dump().await;
    let (_, counted) = dump.iter().find(|((_, partition, _), _)| *partition == format!("{organization}#administrators")).unwrap();
    assert_eq!(counted["active"], may, "the count and the accounts agree");
    may
}

/// Runs two requests so that neither commits before both are ready to.
async fn both<F: Future<Output = Reply> + Send + 'static>(faults: &Faults, one: F, other: F) -> BTreeMap<(u16, String), usize> {
    let hold = faults.hold("#");
    let mut attempts = JoinSet::new();
    attempts.spawn(one);
    attempts.spawn(other);
    hold.reached(2).await;
    hold.release();
    let tally = tally(attempts).await;
    faults.none();
    tally
}

#[tokio::test]
async fn two_approvals_at_once_never_overrun_a_limit() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    let mut terms = product_terms();
    terms["care"]["visit"]["limit_per_year"] = json!(1);
    let policy = cloud.policy_with(DEMO, terms).await;
    let claims = [cloud.claim_assessed(&policy).await, cloud.claim_assessed(&policy).await];
    let approver = cloud.actor("approver@demo.example").await;

    let [one, other] = claims.clone().map(|claim| approve(&approver, &claim));
    let tally = both(&faults, one, other).await;
    assert_eq!((count(&tally, 200), count(&tally, 409)), (1, 1), "{tally:?}");
    assert_eq!(used(&approver, &policy.policy).await, 1);

    // Tried again, the loser learns why: it is to be assessed anew.
    let shown = [approver.get(&format!("/api/claims/{}", claims[0])).await, approver.get(&format!("/api/claims/{}", claims[1])).await];
    let loser = shown.iter().find(|claim| claim.json["state"] == "assessed").unwrap().id();
    assert_eq!(approve(&approver, &loser).await.expect(409).code(), "limits_changed");
    assert_eq!(used(&approver, &policy.policy).await, 1);
}

fn approve(actor: &Actor, claim: &str) -> impl Future<Output = Reply> + Send + use<> {
    let (actor, path) = (actor.copy(), format!("/api/claims/{claim}/approve"));
    async move { actor.post(&path, Value::Null).await }
}

async fn used(actor: &Actor, policy: &str) -> u64 {
    let policy = actor.get(&format!("/api/policies/{policy}")).await.expect(200);
    policy.json["years"][0]["used"]["visit_days"].as_u64().unwrap_or_else(|| panic!("{}", policy.text))
}

#[tokio::test]
async fn of_two_who_change_one_record_the_second_is_told() {
    let cloud = TestCloud::start().await;
    let policyholder = cloud.policyholder().await;
    let path = format!("/api/policyholders/{policyholder}");
    let clerk = cloud.actor("clerk@demo.example").await;
    let tag = clerk.get(&path).await.expect(200).header("etag").unwrap().to_owned();
    let change = |phone: &str| json!({ "name": "山田 太郎", "kana": "ヤマダ タロウ", "phone": phone });
    let _first = clerk.with(&[("if-match", &tag)]).put(&path, change("03-0000-0001")).await.expect(200);
    let second = clerk.with(&[("if-match", &tag)]).put(&path, change("03-0000-0002")).await.expect(412);
    assert_eq!(second.code(), "version_mismatch");
    assert_eq!(clerk.get(&path).await.expect(200).json["phone"], "03-0000-0001");

    let mut attempts = JoinSet::new();
    for number in 0..10 {
        let (clerk, path, body) = (clerk.copy(), path.clone(), change(&format!("03-1111-{number:04}")));
        attempts.spawn(async move { clerk.put(&path, body).await });
    }
    let tally = tally(attempts).await;
    assert_eq!(count(&tally, 200) + count(&tally, 409), 10, "{tally:?}");
    let timeline = clerk.get(&format!("{path}/timeline")).await.expect(200);
    assert_eq!(timeline.json["items"].as_array().unwrap().len(), 2 + count(&tally, 200), "{tally:?}");
    // The password is the demo's; a stolen tag opens nothing.
    assert_eq!(cloud.nobody().sign_in("clerk@demo.example", PASSWORD).await.status, 201);
}

#[tokio::test]
async fn of_two_tabs_that_refresh_at_once_both_stay_signed_in() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    let one = cloud.actor("clerk@demo.example").await;
    let other = one.copy();
    // Both have read the session before either writes, so both hold its current token.
    let hold = faults.hold("#");
    let mut attempts = JoinSet::new();
    for tab in [one, other] {
        attempts.spawn(async move { (tab.post("/api/sessions/refresh", json!({})).await.expect(200), tab) });
    }
    hold.reached(2).await;
    hold.release();
    let mut rotated = Vec::new();
    while let Some(attempt) = attempts.join_next().await {
        let (reply, tab) = attempt.unwrap();
        let names: Vec<String> = reply.headers.get_all("set-cookie").iter().map(|cookie| cookie_name(cookie.to_str().unwrap())).collect();
        assert!(names.contains(&"__Host-access".to_owned()), "{names:?}");
        let _me = tab.get("/api/me").await.expect(200);
        if names.contains(&"__Host-refresh".to_owned()) {
            rotated.push(tab);
        }
    }
    faults.none();
    // The one that lost was decided anew, and got the grace for the token before.
    let [winner] = rotated.try_into().unwrap_or_else(|tabs: Vec<Actor>| panic!("{} new refresh tokens", tabs.len()));
    let _again = winner.post("/api/sessions/refresh", json!({})).await.expect(200);
}

fn cookie_name(cookie: &str) -> String {
    cookie.split('=').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn of_many_records_the_one_that_somebody_else_changed_is_named_and_none_is_written() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    let (administrator, clerk) = (cloud.actor("administrator@demo.example").await, cloud.actor("clerk@demo.example").await);
    let label = administrator.post("/api/labels", json!({ "name": "至急", "colour": "#ff0000" })).await.expect(201).id();
    let policy = cloud.policy().await;
    let claims = [cloud.claim_draft(&policy).await, cloud.claim_draft(&policy).await, cloud.claim_draft(&policy).await];
    let hold = faults.hold(&claims[0]);
    let (late, body) = (clerk.copy(), json!({ "collection": "claims", "records": claims, "label": label }));
    let under_way = tokio::spawn(async move { late.post("/api/labels/attach", body).await });
    hold.reached(1).await;
    let _faster = clerk.post(&format!("/api/claims/{}/submit", claims[1]), json!({})).await.expect(200);
    let before = cloud.dump().await;
    hold.release();
    let reply = under_way.await.unwrap().expect(409);
    assert_eq!((reply.code(), &reply.json["records"]), ("record_changed", &json!([claims[1]])));
    assert_eq!(cloud.dump().await, before, "something was written");
}
