//! The runbooks: every command in them is run as it stands against a local cloud, and shows what the document says.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::TimeDelta;
use local::mail::MailFault;
use serde_json::json;
use tests::support::operator::Operator;
use tests::support::programs::program;
use tests::support::runbook::{Shell, steps};
use tests::{PASSWORD, TestCloud};

async fn organization(cloud: &TestCloud) -> String {
    let me = cloud.actor("viewer@demo.example").await.get("/api/me").await.expect(200);
    me.json["organization"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leaked_key_is_replaced() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let claim = cloud.claim_submitted(&policy).await;
    let organization = organization(&cloud).await;
    let occurred_at = shared::domain::time::text(cloud.now());
    let mut shell = Shell::start(&cloud, &[("ORGANIZATION", &organization), ("OCCURRED_AT", &occurred_at), ("PASSWORD", PASSWORD)]).await;
    for step in steps("docs/runbooks/leaked-key.md") {
        if step.name == "sealed-anew" {
            cloud.move_clock(TimeDelta::minutes(16));
        }
        shell.run(&step).await;
    }
    shell.stop().await;
    // What the runbook is for: nothing is sealed under the old version, and everything is readable.
    let sealed_before = cloud.dump().await.values().filter(|item| item.to_string().contains("\"$sealed\":\"v1.")).count();
    let others = cloud
        .dump()
        .await
        .iter()
        .filter(|((_, partition, _), item)| partition.starts_with(&organization) && item.to_string().contains("\"$sealed\":\"v1."))
        .count();
    assert!(sealed_before > 0 && others == 0, "{others} items of the organization are still sealed under the old key");
    let shown = cloud.actor("viewer@demo.example").await.get(&format!("/api/claims/{claim}")).await.expect(200);
    assert_eq!(shown.json["diagnosis"], "外耳炎");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_is_erased() {
    let cloud = TestCloud::start().await;
    let policy = cloud.policy().await;
    let _claim = cloud.claim_submitted(&policy).await;
    let organization = organization(&cloud).await;
    let mut shell = Shell::start(&cloud, &[("ORGANIZATION", &organization)]).await;
    for step in steps("docs/runbooks/erasure.md") {
        if step.name == "run" {
            cloud.move_clock(TimeDelta::hours(25));
        }
        shell.run(&step).await;
    }
    shell.stop().await;
    let left = cloud.dump().await.into_iter().filter(|((_, partition, _), _)| partition.starts_with(&organization)).count();
    assert_eq!(left, 0);
    assert_eq!(cloud.nobody().sign_in("viewer@other.example", PASSWORD).await.status, 201, "the other organization works on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_fails_and_comes_back() {
    let cloud = TestCloud::start().await;
    let organization = organization(&cloud).await;
    let occurred_at = shared::domain::time::text(cloud.now());
    let mut shell = Shell::start(&cloud, &[("ORGANIZATION", &organization), ("OCCURRED_AT", &occurred_at)]).await;
    let invited = json!({ "name": "待機 花子", "mail_address": "waiting@demo.example", "roles": ["viewer"] });
    let administrator = cloud.actor("administrator@demo.example").await;
    let _invited = administrator.post("/api/accounts", invited).await.expect(201);
    cloud.cloud.ses.set_fault(Some(MailFault::Unavailable));
    for step in steps("docs/runbooks/region-failure.md") {
        if step.name == "recovered" {
            cloud.cloud.ses.set_fault(None);
            cloud.move_clock(TimeDelta::minutes(6));
        }
        shell.run(&step).await;
    }
    shell.stop().await;
    assert_eq!(cloud.mail_to("waiting@demo.example").await.len(), 1, "nothing is lost, and nothing sent twice");
    assert!(cloud.cloud.ses_osaka.taken() >= 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_restored_and_switched_to() {
    let mut cloud = TestCloud::start().await;
    let _verifier = program("timeline-verify", "TIMELINE_VERIFY");
    let holder = cloud.policyholder().await;
    cloud.move_clock(TimeDelta::minutes(5));
    let mut shell = Shell::start(&cloud, &[("HOLDER", &holder), ("PASSWORD", PASSWORD)]).await;
    let mut lost = String::new();
    for step in steps("docs/runbooks/restore.md") {
        match step.name.as_str() {
            "2-lost" => {
                let clerk = cloud.actor("clerk@demo.example").await;
                let wrong = json!({ "name": "誤 取込", "kana": "ゴ トリコミ" });
                let _overwritten = clerk.put(&format!("/api/policyholders/{holder}"), wrong).await.expect(200);
                lost = cloud.policyholder().await;
            }
            "6-back" => {
                let listed = cloud.invoke("backup_list", json!({})).await;
                cloud = cloud.switched_to(listed["restores"][0]["table_suffix"].as_str().unwrap()).await;
                // Where the operator's command line finds it.
                let _operator = Operator::of(&cloud);
            }
            // A generation is of its day.
            "9-taken" => cloud.move_clock(TimeDelta::days(1)),
            _ => {}
        }
        shell.run(&step).await;
    }
    shell.stop().await;
    // What was written after the recovery point is lost, and nothing else.
    let viewer = cloud.actor("viewer@demo.example").await;
    let _lost = viewer.get(&format!("/api/policyholders/{lost}")).await.expect(404);
    tests::support::store::check_chains(&cloud.dump().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_told_from_its_first_report_to_its_end() {
    let cloud = TestCloud::start().await;
    let demo = organization(&cloud).await;
    let me = cloud.actor("viewer@other.example").await.get("/api/me").await.expect(200);
    let other = me.json["organization"]["id"].as_str().unwrap();
    let (now, today) = (shared::domain::time::text(cloud.now()), cloud.today().to_string());
    let variables = [("ORGANIZATION", demo.as_str()), ("OTHER", other), ("OCCURRED_AT", &now), ("KNOWN_AT", &now), ("TODAY", &today)];
    let mut shell = Shell::start(&cloud, &variables).await;
    for step in steps("docs/runbooks/incident.md") {
        shell.run(&step).await;
    }
    shell.stop().await;
    // What it ends with: both organizations know all of it, both reports on the leak are made, and nothing presses.
    let newest = cloud.invoke("incident_list", json!({})).await["incidents"][0]["id"].clone();
    let last = cloud.invoke("incident_list", json!({ "incident": newest })).await;
    let incident = &last["incidents"][0];
    assert_eq!((&incident["state"], incident["reports"].as_array().unwrap().len()), (&json!("closed"), 3), "{last}");
    let organizations = last["organizations"].as_array().unwrap();
    assert!(organizations.len() == 2 && organizations.iter().all(|one| one["told_all"] == true && one["punctuality"] == "met"), "{last}");
    assert!(incident["leak"]["preliminary_filed_on"].is_string() && incident["leak"]["final_filed_on"].is_string(), "{last}");
    let subjects: Vec<String> = cloud.mail_to("contact@demo.example").await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects.iter().filter(|subject| subject.starts_with("【障害")).count(), 3, "{subjects:?}");
}
