//! Premiums by card: from the token to the charge, the dunning, the lapse, the refund; and cards that are removed.

use crate::operations;
use chrono::TimeDelta;
use local::escott::{CardFault, ChargeState};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::LazyLock;
use tests::support::cards::CARD_NUMBER;
use tests::support::log::Log;
use tests::{PolicyFixture, TestCloud};

const POLICYHOLDER: &str = "taro.yamada@policyholder.example";

/// A process has one log.
static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    shared::log::start_to(log.clone());
    log
});

async fn run(cloud: &TestCloud) {
    let outcome = cloud.invoke("premium_charge", Value::Null).await;
    assert_eq!(outcome["failed"], 0, "{outcome}");
}

async fn planned(cloud: &TestCloud) -> PolicyFixture {
    let policy = cloud.policy().await;
    cloud.card(policy.domain, &policy.policyholder).await;
    let plan = cloud.premium_plan(&policy).await;
    assert_eq!(plan["next_due_on"], cloud.today().to_string());
    policy
}

async fn latest(cloud: &TestCloud, policy: &PolicyFixture) -> Value {
    cloud.premiums(policy).await.remove(0)
}

fn booked(cloud: &TestCloud, premium: &Value) -> Vec<(u32, ChargeState)> {
    let charges = cloud.cloud.escott.charges(premium["id"].as_str().unwrap());
    charges.into_iter().map(|charge| (charge.amount, charge.state)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_premium_is_charged_once_on_its_day_reported_and_refunded_in_parts() {
    let cloud = TestCloud::start().await;
    let policy = planned(&cloud).await;
    run(&cloud).await;
    run(&cloud).await;
    let premium = latest(&cloud, &policy).await;
    assert_eq!((&premium["state"], cloud.premiums(&policy).await.len()), (&json!("charged"), 1), "{premium}");
    assert_eq!(booked(&cloud, &premium), [(3_000, ChargeState::Gathered)]);
    let seen = operations(&cloud, &format!("policies/{}", policy.policy)).await;
    assert_eq!(seen, ["policy_created", "premium_planned", "premium_intended", "premium_sent", "premium_charged"]);

    let path = format!("/api/premiums/{}/refund", premium["id"].as_str().unwrap());
    let clerk = cloud.actor("clerk@demo.example").await;
    assert_eq!(clerk.post(&path, json!({})).await.status, 403);
    let approver = cloud.actor("approver@demo.example").await;
    assert_eq!(approver.post(&path, json!({ "amount_yen": 3_001 })).await.code(), "refund_too_large");
    let part = approver.post(&path, json!({ "amount_yen": 1_000 })).await.expect(202);
    assert_eq!((part.json["state"].as_str(), approver.post(&path, json!({})).await.code()), (Some("refunding"), "premium_state_forbids"));
    // The answer to the refund is lost: it is asked for again, and no more goes back.
    cloud.cloud.escott.set_fault_for(CardFault::LostReply, 1);
    run(&cloud).await;
    assert_eq!(latest(&cloud, &policy).await["state"], "refunding");
    cloud.move_clock(TimeDelta::minutes(16));
    run(&cloud).await;
    let premium = latest(&cloud, &policy).await;
    assert_eq!((&premium["state"], &premium["refunded_yen"]), (&json!("charged"), &json!(1_000)));
    assert_eq!(booked(&cloud, &premium), [(2_000, ChargeState::Gathered)]);

    let careful = cloud.new_account("careful@demo.example", &["approver"], Some(1_999)).await;
    assert_eq!(careful.post(&path, json!({ "amount_yen": 1_000 })).await.code(), "approval_limit_exceeded", "with what went back before");
    let month = cloud.today().format("%Y-%m").to_string();
    let sum = |count: u32, amount: u32| json!({ "count": count, "amount_yen": amount });
    let report = async || cloud.actor("viewer@demo.example").await.get(&format!("/api/premiums?month={month}")).await.expect(200).json;
    let found = report().await;
    assert_eq!((&found["report"]["charged"], &found["report"]["refunded"]), (&sum(1, 3_000), &sum(1, 1_000)), "{found}");
    let approver = cloud.actor("approver@demo.example").await;
    let _rest = approver.post(&path, Value::Null).await.expect(202);
    run(&cloud).await;
    let premium = latest(&cloud, &policy).await;
    assert_eq!((&premium["state"], booked(&cloud, &premium)), (&json!("refunded"), vec![(2_000, ChargeState::Cancelled)]));
    assert_eq!((&report().await["report"]["refunded"], &report().await["report_is_complete"]), (&sum(1, 3_000), &json!(true)));
    let viewer = cloud.actor("viewer@demo.example").await;
    assert_eq!(viewer.get("/api/premiums").await.fields(), [("month".to_owned(), "policy_or_month".to_owned())]);
    assert_eq!(viewer.get("/api/premiums?month=2026-1").await.fields(), [("month".to_owned(), "date_invalid".to_owned())]);
    assert_eq!(
        cloud.actor("viewer@other.example").await.get(&format!("/api/premiums?policy={}", policy.policy)).await.json["items"],
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_premium_is_tried_again_told_of_and_lapses_its_policy_after_grace() {
    let cloud = TestCloud::start().await;
    let policy = planned(&cloud).await;
    let member = cloud.card_member(&policy).await;
    cloud.cloud.escott.decline(&member, Some("G55"));
    run(&cloud).await;
    let premium = latest(&cloud, &policy).await;
    assert_eq!((&premium["state"], &premium["decline"], &premium["told"]), (&json!("failed"), &json!("limit_reached"), &json!("failed")));
    assert_eq!(cloud.mail_to(POLICYHOLDER).await.len(), 1);
    // Due on 1 October: until the end of November the card is tried and the policyholder told; from October on there are more premiums.
    let mut days = 0;
    while latest_of_first(&cloud, &policy).await["given_up_on"] == Value::Null {
        assert!(days < 65, "no lapse");
        cloud.move_clock(TimeDelta::days(1));
        days += 1;
        run(&cloud).await;
    }
    assert_eq!(cloud.today().to_string(), "2026-12-01");
    let (premiums, first) = (cloud.premiums(&policy).await, latest_of_first(&cloud, &policy).await);
    assert_eq!((&first["state"], &first["decline"]), (&json!("failed"), &json!("limit_reached")));
    assert!(first["attempts"].as_u64() > Some(5) && booked(&cloud, &first).is_empty(), "{first}");
    // The one that was made on that morning, before the policy lapsed, is given up with the others.
    cloud.move_clock(TimeDelta::days(1));
    run(&cloud).await;
    assert!(cloud.premiums(&policy).await.iter().all(|premium| premium["given_up_on"] != Value::Null), "{premiums:?}");
    let subjects: Vec<String> = cloud.mail_to(POLICYHOLDER).await.into_iter().map(|mail| mail.subject).collect();
    let told = |words: &str| subjects.iter().filter(|subject| subject.contains(words)).count();
    assert_eq!(told("has lapsed"), 1, "{subjects:?}");
    assert!(told("Reminder") >= 1 && told("Important: your premium") >= 1, "{subjects:?}");
    let seen = operations(&cloud, &format!("policies/{}", policy.policy)).await;
    for operation in ["premium_failed", "premium_dunned", "premium_given_up", "policy_lapsed"] {
        assert!(seen.iter().any(|found| found == operation), "{operation}: {seen:?}");
    }
    // A lapsed policy takes no plan and makes no premium.
    let plan = json!({ "cadence": "yearly", "amount_yen": 30_000, "first_due_on": "2027-01-01" });
    let clerk = cloud.actor("clerk@demo.example").await;
    let refused = clerk.put(&format!("/api/policies/{}/premium-plan", policy.policy), plan).await;
    assert_eq!(refused.fields(), [("first_due_on".to_owned(), "policy_lapsed".to_owned())]);
    // What was treated before its last day is covered, and what was treated from then on isn't.
    let line = |day: &str| json!({ "treated_on": day, "care": "visit", "category": "treatment", "amount_yen": 10_000, "item": "診察料" });
    let mut input = cloud.claim_input(&policy);
    input["lines"] = json!([line("2026-11-30"), line("2026-12-01")]);
    let claim = cloud.claim_draft_with(&policy, input).await;
    cloud.submit(&policy, &claim).await;
    let assessed = cloud.assess(&policy, &claim).await;
    let reasons: Vec<&Value> = assessed["assessment"]["lines"].as_array().unwrap().iter().map(|line| &line["exclusions"]).collect();
    assert_eq!((reasons[0], &reasons[1][0]["reason"]), (&Value::Null, &json!("outside_period")));
}

async fn latest_of_first(cloud: &TestCloud, policy: &PolicyFixture) -> Value {
    cloud.premiums(policy).await.pop().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_card_is_charged_the_next_morning() {
    let cloud = TestCloud::start().await;
    let policy = planned(&cloud).await;
    let member = cloud.card_member(&policy).await;
    cloud.cloud.escott.decline(&member, Some("C13"));
    run(&cloud).await;
    cloud.move_clock(TimeDelta::days(1));
    run(&cloud).await;
    let premium = latest(&cloud, &policy).await;
    assert_eq!((&premium["decline"], &premium["attempts"]), (&json!("card_expired"), &json!(1)), "an expired card isn't tried again");
    cloud.cloud.escott.decline(&member, None);
    cloud.card(policy.domain, &policy.policyholder).await;
    cloud.move_clock(TimeDelta::days(1));
    run(&cloud).await;
    let premium = latest(&cloud, &policy).await;
    assert_eq!((&premium["state"], booked(&cloud, &premium).len()), (&json!("charged"), 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_reply_is_searched_for_and_nothing_is_charged_twice() {
    let cloud = TestCloud::start().await;
    for (fault, made) in [(CardFault::LostReply, 1), (CardFault::Cut, 0), (CardFault::TimedOut, 1), (CardFault::Garbage, 0)] {
        let policy = planned(&cloud).await;
        cloud.cloud.escott.set_fault_for(fault, 1);
        run(&cloud).await;
        let premium = latest(&cloud, &policy).await;
        assert_eq!((&premium["state"], booked(&cloud, &premium).len()), (&json!("unknown"), made), "{fault:?}");
        // Before it has settled nothing is sent; then a search that gets no answer changes nothing.
        run(&cloud).await;
        cloud.move_clock(TimeDelta::minutes(16));
        cloud.cloud.escott.set_fault_for(CardFault::Busy, 1);
        run(&cloud).await;
        assert_eq!((&latest(&cloud, &policy).await["state"], booked(&cloud, &premium).len()), (&json!("unknown"), made), "{fault:?}");
        cloud.move_clock(TimeDelta::minutes(16));
        run(&cloud).await;
        let premium = latest(&cloud, &policy).await;
        assert_eq!((&premium["state"], booked(&cloud, &premium)), (&json!("charged"), vec![(3_000, ChargeState::Gathered)]), "{fault:?}");
        assert_eq!(premium["attempts"], json!(if made == 1 { 1 } else { 2 }), "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_number_is_refused_wherever_it_stands_and_lies_nowhere() {
    let log = &*LOG;
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let path = format!("/api/policyholders/{}/card", policy.policyholder);
    let clerk = cloud.actor("clerk@demo.example").await;
    let bodies = [
        json!({ "token": CARD_NUMBER }).to_string(),
        json!({ "token": "4111-1111-1111-1111" }).to_string(),
        json!({ "token": "４１１１ １１１１ １１１１ １１１１" }).to_string(),
        json!({ "token": cloud.card_token(), "note": { "number": ["4111", "1111", "1111", "1111"] } }).to_string(),
        r#"{"token":"\u0034111111111111111"}"#.to_owned(),
        format!("{{\"{CARD_NUMBER}\":1"),
        CARD_NUMBER.to_owned(),
    ];
    for body in &bodies {
        let headers = [("content-type", "application/json"), ("idempotency-key", "card-number-1")];
        let refused = clerk.send(Method::POST, &path, &headers, Some(body.clone().into_bytes())).await;
        assert_eq!((refused.status, refused.code()), (400, "card_number_refused"), "{body}: {}", refused.text);
        assert!(!refused.text.contains("1111"), "{}", refused.text);
    }
    let viewer = cloud.actor("viewer@demo.example").await;
    assert_eq!(viewer.get(&path).await.status, 404, "no card is on file");
    assert_eq!(cloud.cloud.escott.members(), 0);
    assert_eq!(clerk.post(&path, json!({ "token": "tok_unknown" })).await.fields(), [("token".to_owned(), "card_declined".to_owned())]);
    cloud.cloud.escott.set_fault_for(CardFault::LostReply, 1);
    assert_eq!(clerk.post(&path, json!({ "token": cloud.card_token() })).await.status, 503);
    // The member is there by now: the next try takes it over.
    let token = cloud.card_token();
    let _registered = clerk.post(&path, json!({ "token": token })).await.expect(201);
    assert_eq!((viewer.get(&path).await.expect(200).json["state"].as_str(), cloud.cloud.escott.members()), (Some("registered"), 1));

    let (text, stored) = (log.text(), cloud.dump().await);
    let stored: Vec<String> = stored.into_values().map(|item| item.to_string()).collect();
    let shop = local::escott::merchant();
    for secret in [CARD_NUMBER, "4111-1111", "４１１１", &token, &shop.password] {
        assert!(!text.contains(secret) && !stored.iter().any(|item| item.contains(secret)), "{secret}");
    }
    let environment = cloud.cloud.environment.iter().map(|(_, value)| value);
    assert!(!environment.into_iter().any(|value| value.contains(&shop.password)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_card_is_charged_no_more_and_goes_at_the_card_company_whatever_is_lost() {
    let cloud = TestCloud::start().await;
    let policy = planned(&cloud).await;
    let path = format!("/api/policyholders/{}/card", policy.policyholder);
    let clerk = cloud.actor("clerk@demo.example").await;
    assert_eq!(clerk.delete(&path).await.expect(202).json["state"], "removing");
    assert_eq!(clerk.delete(&path).await.code(), "card_removing");
    assert_eq!(clerk.post(&path, json!({ "token": cloud.card_token() })).await.code(), "card_removing");
    // Both answers are lost: of making it invalid, then of deleting it.
    cloud.cloud.escott.set_fault_for(CardFault::LostReply, 1);
    run(&cloud).await;
    let premium = latest(&cloud, &policy).await;
    assert_eq!((&premium["state"], &premium["decline"], &premium["attempts"]), (&json!("failed"), &json!("no_card"), &json!(0)));
    assert_eq!(cloud.cloud.escott.members(), 1);
    cloud.move_clock(TimeDelta::minutes(16));
    cloud.cloud.escott.set_fault_for(CardFault::LostReply, 2);
    run(&cloud).await;
    for _ in 0..3 {
        cloud.move_clock(TimeDelta::minutes(16));
        run(&cloud).await;
    }
    assert_eq!(cloud.cloud.escott.members(), 0);
    let viewer = cloud.actor("viewer@demo.example").await;
    assert_eq!(viewer.get(&path).await.status, 404);
    let seen = operations(&cloud, &format!("policyholders/{}", policy.policyholder)).await;
    assert_eq!(seen.first().map(String::as_str), Some("policyholder_created"));
    assert_eq!(seen.last().map(String::as_str), Some("card_removed"), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_card_is_charged_once_the_contract_has_ended() {
    let cloud = TestCloud::start().await;
    let policy = planned(&cloud).await;
    let me = cloud.actor("viewer@demo.example").await.get("/api/me").await.expect(200);
    let ended = cloud.invoke("contract_end", json!({ "organization": me.json["organization"]["id"] })).await;
    assert_eq!(ended["state"], "ended", "{ended}");
    run(&cloud).await;
    let dump = cloud.dump().await;
    assert!(dump.values().any(|item| item["kind"] == "policy" && item.to_string().contains(&policy.policy)));
    assert_eq!(dump.values().filter(|item| item["kind"] == "premium").count(), 0);
}
