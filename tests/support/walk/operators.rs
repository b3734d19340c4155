//! What the operator alice invokes each function with; what she countersigns was entered by bob. Each on an organization of its
//! own where it changes one for good.

use super::Walk;
use super::bodies::organization;
use serde_json::{Value, json};

/// The valid payload of an operator function.
pub async fn payload(walk: &Walk<'_>, name: &str) -> Value {
    match name {
        "job_list" | "backup_list" | "mail_list" | "incident_list" => json!({}),
        "backup_restore" => json!({ "generation": generation(walk).await, "reason": "誤操作からの復旧" }),
        "mail_keys_set" => walk.cloud.cloud.mailgun.keys(),
        "organization_mail_consent" => {
            json!({ "organization": walk.organization(), "state": "given", "reference": "同意書 2026-1" })
        }
        "card_merchant_set" => json!(local::escott::merchant()),
        "contract_end" => json!({ "organization": opened(walk, name).await }),
        "erasure_instruct" => instruction(&ended(walk, name).await),
        "erasure_countersign" | "erasure_take_back" => {
            let organization = ended(walk, name).await;
            let erasure = walk.cloud.invoke_as("bob", "erasure_instruct", instruction(&organization)).await;
            json!({ "organization": organization, "erasure": erasure["id"] })
        }
        "operator_access_open" => access(walk),
        "operator_access_read" => {
            let opened = walk.cloud.invoke("operator_access_open", access(walk)).await;
            json!({
                "organization": walk.organization(), "access": opened["access"],
                "kind": "claim", "id": walk.claim,
            })
        }
        "disclosure_instruct" => disclosure(walk),
        "disclosure_export" => {
            let instructed = walk.cloud.invoke_as("bob", "disclosure_instruct", disclosure(walk)).await;
            json!({ "organization": walk.organization(), "disclosure": instructed["disclosure"] })
        }
        "incident_open" => incident(walk),
        "incident_report" | "incident_close" => {
            json!({ "incident": open_incident(walk).await, "text": { "ja": "調査中です。", "en": "We are looking into it." } })
        }
        "incident_leak" => {
            json!({ "incident": open_incident(walk).await, "leak": { "known_at": walk.cloud.now(), "wrongful_purpose": false } })
        }
        "notice_draft" => notice(&[walk.organization()]),
        "notice_preview" | "notice_publish" => json!({ "draft": drafted(walk, &[walk.organization()]).await }),
        "notice_deliveries" => json!({ "draft": sent(walk, &[walk.organization()]).await }),
        "notice_resend" => json!({ "draft": unreached(walk).await }),
        name => panic!("{name}: the walk has no payload to invoke it with"),
    }
}

/// The newest generation of backups; a first one is taken where there is none.
async fn generation(walk: &Walk<'_>) -> String {
    for _ in 0..200 {
        let listed = walk.cloud.invoke("backup_list", json!({})).await;
        if let Some(complete) = listed["generations"].as_array().and_then(|all| all.iter().find(|one| one["state"] == "complete")) {
            return complete["id"].as_str().unwrap().to_owned();
        }
        walk.cloud.invoke("backup_take", json!({})).await;
        // The keeper of backups works by the machine's clock.
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no generation of backups comes to its end");
}

async fn opened(walk: &Walk<'_>, name: &str) -> String {
    let opened = walk.cloud.invoke("organization_open", organization(&format!("administrator@{}.example", name.replace('_', "-")))).await;
    opened["organization"].as_str().unwrap_or_else(|| panic!("{opened}")).to_owned()
}

async fn ended(walk: &Walk<'_>, name: &str) -> String {
    let organization = opened(walk, name).await;
    let ended = walk.cloud.invoke("contract_end", json!({ "organization": organization })).await;
    assert_eq!(ended["state"], "ended", "{ended}");
    organization
}

fn incident(walk: &Walk<'_>) -> Value {
    json!({
        "title": { "ja": "ログインできない", "en": "Sign-in fails" }, "severity": "major",
        "occurred_at": walk.cloud.now(), "organizations": [walk.organization()],
        "first_report": { "ja": "調査中です。", "en": "We are looking into it." },
    })
}

/// An incident that the demo organization was told of.
pub(super) async fn open_incident(walk: &Walk<'_>) -> Value {
    let opened = walk.cloud.invoke("incident_open", incident(walk)).await;
    assert!(opened["incident"].is_string(), "{opened}");
    opened["incident"].clone()
}

fn notice(organizations: &[&str]) -> Value {
    json!({
        "kind": "vulnerability", "organizations": organizations,
        "title": { "ja": "脆弱性への対応", "en": "A vulnerability was closed" },
        "text": { "ja": "対応済みです。", "en": "It is closed." },
    })
}

async fn drafted(walk: &Walk<'_>, organizations: &[&str]) -> Value {
    let drafted = walk.cloud.invoke("notice_draft", notice(organizations)).await;
    assert!(drafted["draft"].is_string(), "{drafted}");
    drafted["draft"].clone()
}

/// A notice that was sent.
async fn sent(walk: &Walk<'_>, organizations: &[&str]) -> Value {
    let draft = drafted(walk, organizations).await;
    let published = walk.cloud.invoke("notice_publish", json!({ "draft": draft })).await;
    assert!(published["notice"].is_string(), "{published}");
    walk.cloud.invoke("notice_send", Value::Null).await;
    draft
}

/// A notice whose only recipient gets no mail any more.
async fn unreached(walk: &Walk<'_>) -> Value {
    let mail_address = "administrator@notice-resend.example";
    let mut input = organization(mail_address);
    input["contacts"][0]["mail_address"] = json!(mail_address);
    let opened = walk.cloud.invoke("organization_open", input).await;
    assert_eq!(walk.cloud.meets(mail_address, local::mail::Fate::Bounce).await, 1);
    let draft = sent(walk, &[opened["organization"].as_str().unwrap()]).await;
    walk.cloud.invoke("mail_deliver", Value::Null).await;
    draft
}

fn instruction(organization: &str) -> Value {
    json!({ "organization": organization, "document": "消去依頼書 2026-11-01", "instructed_by": "情報システム部長" })
}

fn access(walk: &Walk<'_>) -> Value {
    json!({ "organization": walk.organization(), "reason": "支払の遅れの調査", "ticket": "T-1", "minutes": 30 })
}

fn disclosure(walk: &Walk<'_>) -> Value {
    json!({
        "organization": walk.organization(),
        "order": { "authority": "東京地方裁判所", "reference": "令和8年(ワ)第1号", "issued_on": "2026-10-01" },
        "records": [{ "kind": "claim", "id": walk.claim, "fields": ["state", "bank_account"] }],
    })
}
