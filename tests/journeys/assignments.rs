//! Who sees claims through, one and many at once, and what lists show of it.

use crate::ids;
use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::{Actor, TestCloud};

async fn account(cloud: &TestCloud, role: &str) -> String {
    cloud.actor(&format!("{role}@demo.example")).await.get("/api/me").await.expect(200).id()
}

async fn assign(actor: &Actor, claim: &str, assignee: Value) -> tests::Reply {
    actor.post(&format!("/api/claims/{claim}/assign"), json!({ "assignee": assignee })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_is_given_to_somebody_and_taken_from_them_at_the_version_that_was_read() {
    let cloud = TestCloud::start().await;
    let (clerk, viewer) = (cloud.actor("clerk@demo.example").await, cloud.actor("viewer@demo.example").await);
    let (assessor, claim) = (account(&cloud, "assessor").await, cloud.claim_draft(&cloud.policy().await).await);
    let path = format!("/api/claims/{claim}/assign");
    assert_eq!(clerk.with(&[("if-match", "\"7\"")]).post(&path, json!({ "assignee": assessor })).await.status, 412);
    let given = clerk.with(&[("if-match", "\"1\"")]).post(&path, json!({ "assignee": assessor })).await.expect(200);
    assert_eq!((&given.json["assignee"], given.header("etag")), (&json!(assessor), Some("\"2\"")));
    let again = assign(&clerk, &claim, json!(assessor)).await.expect(200);
    assert_eq!(again.header("etag"), Some("\"2\""), "a second time changes nothing");

    let shown = viewer.get(&format!("/api/claims/{claim}")).await.expect(200);
    assert_eq!(shown.json["names"]["assignee"], json!({ "id": assessor, "name": "査定 三郎" }));
    let listed = viewer.get(&format!("/api/claims?assignee={assessor}")).await.expect(200);
    assert_eq!((ids(&listed.json), &listed.json["items"][0]["names"]["assignee"]["name"]), (vec![claim.clone()], &json!("査定 三郎")));

    let taken = assign(&clerk, &claim, Value::Null).await.expect(200);
    assert_eq!((&taken.json["assignee"], taken.header("etag")), (&Value::Null, Some("\"3\"")));
    assert!(ids(&viewer.get(&format!("/api/claims?assignee={assessor}")).await.json).is_empty());
    let timeline = viewer.get(&format!("/api/claims/{claim}/timeline")).await.expect(200);
    let operations: Vec<&Value> = timeline.json["items"].as_array().unwrap().iter().map(|entry| &entry["operation"]).collect();
    assert_eq!(operations, ["claim_created", "claim_assigned", "claim_assigned"]);
    assert_eq!(timeline.json["items"][1]["changes"][0], json!({ "field": "assigned_to", "after": assessor }));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_active_account_that_works_on_claims_is_given_one() {
    let cloud = TestCloud::start().await;
    let (clerk, administrator) = (cloud.actor("clerk@demo.example").await, cloud.actor("administrator@demo.example").await);
    let claim = cloud.claim_draft(&cloud.policy().await).await;
    let invitation = json!({ "name": "招待 五郎", "mail_address": "invited@demo.example", "roles": ["clerk"] });
    let invited = administrator.post("/api/accounts", invitation).await.expect(201).id();
    let left = cloud.new_account("left@demo.example", &["assessor"], None).await.get("/api/me").await.expect(200).id();
    let _removed = administrator.delete(&format!("/api/accounts/{left}")).await.expect(204);
    let stranger = cloud.actor("clerk@other.example").await.get("/api/me").await.expect(200).id();
    for (assignee, code) in [
        (invited, "assignee_inactive"),
        (left, "assignee_inactive"),
        (account(&cloud, "viewer").await, "assignee_role_missing"),
        (account(&cloud, "administrator").await, "assignee_role_missing"),
        (stranger, "account_unknown"),
    ] {
        let refused = assign(&clerk, &claim, json!(assignee)).await.expect(422);
        assert_eq!(refused.fields(), [("assignee".to_owned(), code.to_owned())]);
    }
    // Leaving it out takes nothing away by mistake.
    let missing = clerk.post(&format!("/api/claims/{claim}/assign"), json!({})).await.expect(422);
    assert_eq!(missing.fields(), [("assignee".to_owned(), "field_missing".to_owned())]);

    let choices = cloud.actor("viewer@demo.example").await.get("/api/assignees").await.expect(200).json;
    let mut named: Vec<&str> = choices["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
    named.sort_unstable();
    assert_eq!(named, ["事務 桜", "承認 次郎", "査定 三郎"]);
    let members: Vec<&String> = choices["items"][0].as_object().unwrap().keys().collect();
    assert_eq!(members, ["id", "name", "roles"]);
    assert!(!choices.to_string().contains("@demo.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_claims_are_given_together_or_not_at_all() {
    let cloud = TestCloud::start().await;
    let (clerk, assessor) = (cloud.actor("clerk@demo.example").await, account(&cloud, "assessor").await);
    let policy = cloud.policy().await;
    let mut claims = Vec::new();
    for _ in 0..20 {
        claims.push(cloud.claim_draft(&policy).await);
    }
    // Each was another's: the most that a transaction is asked for.
    let approver = account(&cloud, "approver").await;
    for assignee in [approver, assessor.clone()] {
        let given = clerk.post("/api/claims/assign", json!({ "records": claims, "assignee": assignee })).await.expect(200);
        assert!(given.json["items"].as_array().unwrap().iter().all(|claim| claim["assignee"] == json!(assignee)));
        assert_eq!((given.json["items"].as_array().unwrap().len(), given.header("etag")), (20, None));
    }
    assert_eq!(ids(&clerk.get(&format!("/api/claims?assignee={assessor}&limit=100")).await.json).len(), 20);

    let before = cloud.dump().await;
    let unknown = "clm_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    let elsewhere = json!({ "records": [claims[0], unknown], "assignee": null });
    let refused = clerk.post("/api/claims/assign", elsewhere).await.expect(422);
    assert_eq!(refused.fields(), [("records[1]".to_owned(), "record_unknown".to_owned())]);
    for (records, code) in [(json!([]), "many_out_of_range"), (json!([claims[0], claims[0]]), "many_repeated")] {
        let refused = clerk.post("/api/claims/assign", json!({ "records": records, "assignee": null })).await.expect(422);
        assert_eq!(refused.fields(), [("records".to_owned(), code.to_owned())]);
    }
    assert!(cloud.dump().await == before, "something of a refused call was done");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_hold_all_filters_together_and_go_by_due_day_where_that_is_asked() {
    let cloud = TestCloud::start().await;
    let (policy, other) = (cloud.policy().await, cloud.policy().await);
    let assessor = account(&cloud, "assessor").await;
    let early = cloud.claim_submitted(&policy).await;
    cloud.move_clock(TimeDelta::days(2));
    let late = cloud.claim_submitted(&other).await;
    let draft = cloud.claim_draft(&policy).await;
    let (clerk, viewer) = (cloud.actor("clerk@demo.example").await, cloud.actor("viewer@demo.example").await);
    let _given = clerk.post("/api/claims/assign", json!({ "records": [early, draft], "assignee": assessor })).await.expect(200);
    let listed = async |query: &str| ids(&viewer.get(&format!("/api/claims?{query}")).await.expect(200).json);
    assert_eq!(listed(&format!("assignee={assessor}")).await, [draft.clone(), early.clone()]);
    assert_eq!(listed(&format!("assignee={assessor}&state=submitted")).await, std::slice::from_ref(&early));
    assert_eq!(listed(&format!("product={}", other.product)).await, std::slice::from_ref(&late));
    assert_eq!(listed(&format!("product={}&assignee={assessor}", other.product)).await, [""; 0]);
    assert_eq!(listed("order=due").await, [early.clone(), late.clone()], "a draft has no due day");
    assert_eq!(listed("order=newest").await, [draft, late.clone(), early.clone()]);
    assert_eq!(listed(&format!("order=due&product={}", other.product)).await, std::slice::from_ref(&late));
    let due_before = crate::day(&cloud, 29);
    assert_eq!(listed(&format!("due_before={due_before}")).await, std::slice::from_ref(&early));
    assert_eq!(listed(&format!("due_before={due_before}&order=newest&assignee={assessor}")).await, [early]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_daily_digest_goes_to_whom_a_due_claim_was_given() {
    let cloud = TestCloud::start().await;
    let claim = cloud.claim_submitted(&cloud.policy().await).await;
    let second = cloud.new_account("second@demo.example", &["assessor"], None).await;
    let second = second.get("/api/me").await.expect(200).id();
    let told = async |mail_address: &str| {
        let mails = cloud.mail_to(mail_address).await;
        mails.into_iter().filter_map(|mail| mail.text).filter(|text| text.contains(&claim)).count()
    };
    let strike = async || cloud.invoke("mail_digest", json!({ "scheduled_at": cloud.now() })).await;
    // Tuesday: the payout is due within a week.
    cloud.move_clock(TimeDelta::days(26));
    let _given = assign(&cloud.actor("clerk@demo.example").await, &claim, json!(second)).await.expect(200);
    strike().await;
    assert_eq!((told("second@demo.example").await, told("assessor@demo.example").await), (1, 0));
    // Given to the clerk, who can't assess: whoever can is told, too.
    cloud.move_clock(TimeDelta::days(1));
    let clerk = account(&cloud, "clerk").await;
    let _given = assign(&cloud.actor("clerk@demo.example").await, &claim, json!(clerk)).await.expect(200);
    strike().await;
    assert_eq!((told("second@demo.example").await, told("assessor@demo.example").await, told("clerk@demo.example").await), (2, 1, 1));
}
