//! What stands in the bodies of calls about records.

use super::{Place, Walk};
use crate::support::fixtures::{policyholder, product_terms};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::domain::role::Role;

/// What finds a record of ours, of a search.
pub async fn search(walk: &Walk<'_>, name: &str) -> Value {
    let policy = walk.member(Role::Viewer).get(&format!("/api/policies/{}", walk.policy.policy)).await.expect(200);
    match name {
        "policyholder_search" => json!({ "kana": "ヤマダ", "limit": 5 }),
        "animal_search" => json!({ "name": "ポチ", "policyholder": walk.policy.policyholder }),
        "policy_search" => json!({ "number": policy.json["number"] }),
        "claim_search" => json!({ "text": policy.json["number"], "state": "paid" }),
        "account_search" => json!({ "name": "事務" }),
        name => panic!("{name}: the walk searches for nothing"),
    }
}

/// Several records that change, each for the first time.
pub async fn of_many(walk: &Walk<'_>, name: &str) -> Value {
    match name {
        "claim_assign_many" => {
            let claims = [walk.claim.clone(), walk.cloud.claim_draft(&walk.policy).await];
            json!({ "records": claims, "assignee": walk.account_of(Role::Assessor) })
        }
        "label_attach_many" | "label_detach_many" => {
            json!({ "collection": "animals", "records": [walk.policy.animal], "label": walk.label })
        }
        name => panic!("{name}: the walk has no records for it"),
    }
}

/// The body of a write on a record.
pub fn of_record(walk: &Walk<'_>, place: Place) -> Value {
    let (cloud, policy) = (walk.cloud, &walk.policy);
    let animal = json!({ "name": "タマ", "species": "cat", "born_on": "2020-04-01" });
    let period = json!({ "start_date": "2026-04-01", "end_date": "2027-03-31", "first_start_date": "2026-04-01" });
    match place.spec.name {
        "policyholder_create" | "policyholder_update" => policyholder(),
        "animal_update" => animal,
        "animal_create" => with(animal, "policyholder", &policy.policyholder),
        "product_create" | "product_update" => json!({ "terms": product_terms() }),
        "policy_create" => json!({ "animal": policy.animal, "product": policy.product, "number": "W-1", "period": period }),
        "policy_update" => json!({ "number": "W-2", "period": period, "note": "番号訂正" }),
        "claim_create" => cloud.claim_input(policy),
        "claim_update" => without(cloud.claim_input_of(policy, 20_000), "policy"),
        "claim_assess" => json!({ "findings": [] }),
        "card_register" => json!({ "token": cloud.card_token() }),
        "premium_plan" => json!({ "cadence": "yearly", "amount_yen": 30_000, "first_due_on": cloud.today() }),
        "premium_refund" => json!({ "amount_yen": 1_000 }),
        "timeline_export" => json!({ "from": cloud.today(), "to": cloud.today() }),
        "claim_assign" => json!({ "assignee": walk.account_of(Role::Clerk) }),
        "claim_extend_due" => json!({ "items": "治療歴の確認", "until": (cloud.today() + TimeDelta::days(60)) }),
        "claim_retry_payment" => json!({ "bank_account": null }),
        "claim_return" => json!({ "reasons": "領収書の原本がありません。" }),
        "organization_update" => without(without(without(organization(""), "name"), "contract"), "administrator"),
        "claim_reject" => json!({ "reasons": ["other"], "note": "書類の不備" }),
        "session_refresh"
        | "session_delete"
        | "account_delete"
        | "account_reinvite"
        | "label_delete"
        | "label_attach"
        | "label_detach"
        | "certificate_download"
        | "notice_read"
        | "claim_submit"
        | "claim_approve"
        | "claim_pay"
        | "claim_fail_payment"
        | "claim_record_recovery"
        | "claim_withdraw"
        | "claim_reopen"
        | "card_remove" => Value::Null,
        name => panic!("{name}: the walk has no valid body"),
    }
}

fn with(mut object: Value, member: &str, value: &str) -> Value {
    object[member] = json!(value);
    object
}

fn without(mut object: Value, member: &str) -> Value {
    object.as_object_mut().unwrap().remove(member);
    object
}

/// A new organization.
pub fn organization(administrator: &str) -> Value {
    json!({
        "name": "ウォーク保険",
        "contract": { "start_date": "2026-10-01", "governing_law": "日本法", "jurisdiction": "東京地方裁判所" },
        "contacts": [{ "name": "業務部", "mail_address": "contact@walk.example" }],
        "business_hours": { "days": ["monday", "friday"], "opens_at": "09:00", "closes_at": "18:00" }, "closed_days": [],
        "administrator": { "name": "管理 八郎", "mail_address": administrator },
    })
}
