//! A small organization with something of every kind, and everything by which a trace of it would be recognised.

use chrono::{Days, Months};
use serde_json::{Value, json};
use shared::ports::Bucket;
use tests::support::fixtures::product_terms;
use tests::{Actor, PASSWORD, TestCloud};

/// The organization, and what is known of it.
pub struct Small {
    /// Its identifier.
    pub organization: String,
    /// Its administrator's mail address.
    pub mail_address: String,
    /// The administrator, signed in.
    pub administrator: Actor,
    /// Identifiers, names, addresses and account numbers, but for the organization's identifier.
    pub known: Vec<String>,
}

/// How many documents it has.
pub const DOCUMENTS: u64 = 2;

/// Makes one; the number tells it from others.
pub async fn make(cloud: &TestCloud, number: u64) -> Small {
    let name = format!("消去組織{number}号");
    let mail_address = format!("administrator@erased-{number}.example");
    let organization = open(cloud, &name, &mail_address, number).await;
    local::demo::accept(&cloud.cloud, &mail_address, PASSWORD).await.unwrap();
    let mut known = vec![name, mail_address.clone(), format!("contact@erased-{number}.example")];
    let administrator = both_roles(cloud, &mail_address, &mut known).await;
    portfolio(cloud, &administrator, number, &mut known).await;
    let invited = format!("waiting@erased-{number}.example");
    let invitation = json!({ "name": format!("待機{number}"), "mail_address": invited, "roles": ["viewer"] });
    known.extend([administrator.post("/api/accounts", invitation).await.expect(201).id(), invited, format!("待機{number}")]);
    for document in 0..DOCUMENTS {
        let name = format!("{organization}/exports/{document}.json");
        cloud.cloud.world.documents.put(Bucket::Documents, &name, "application/json", b"{}".to_vec()).await.unwrap();
    }
    Small { organization, mail_address, administrator, known }
}

async fn open(cloud: &TestCloud, name: &str, mail_address: &str, number: u64) -> String {
    let input = json!({
        "name": name,
        "contract": { "start_date": "2026-04-01", "governing_law": "日本法", "jurisdiction": "東京地方裁判所" },
        "contacts": [{ "name": "業務部", "mail_address": format!("contact@erased-{number}.example") }],
        "business_hours": { "days": ["monday"], "opens_at": "09:00", "closes_at": "18:00" },
        "administrator": { "name": format!("管理{number}"), "mail_address": mail_address },
    });
    let opened = cloud.invoke("organization_open", input).await;
    opened["organization"].as_str().unwrap_or_else(|| panic!("{opened}")).to_owned()
}

// The administrator works as a clerk, too.
async fn both_roles(cloud: &TestCloud, mail_address: &str, known: &mut Vec<String>) -> Actor {
    let actor = cloud.actor(mail_address).await;
    let me = actor.get("/api/me").await.expect(200);
    let (id, name) = (me.id(), me.json["name"].as_str().unwrap().to_owned());
    let roles = json!({ "name": name, "roles": ["administrator", "clerk"] });
    let _changed = actor.put(&format!("/api/accounts/{id}"), roles).await.expect(200);
    known.extend([id, name, me.json["session"].as_str().unwrap().to_owned()]);
    actor
}

async fn portfolio(cloud: &TestCloud, actor: &Actor, number: u64, known: &mut Vec<String>) {
    let label = actor.post("/api/labels", json!({ "name": format!("印{number}"), "colour": "#cc0000" })).await.expect(201).id();
    let product = actor.post("/api/products", json!({ "terms": product_terms() })).await.expect(201).id();
    let account_number = format!("{:07}", 7_000_000 + number);
    let bank_account = json!({
        "bank_code": "0001", "branch_code": "123", "kind": "ordinary", "number": account_number, "holder_kana": "ケシタ タロウ",
    });
    let holder = json!({
        "name": format!("消田{number} 太郎"), "kana": "ケシタ タロウ", "postal_code": "100-0001", "address": format!("東京都千代田区消去町{number}番"),
        "phone": "03-1234-5678", "mail_address": format!("taro@holder-{number}.example"), "bank_account": bank_account,
    });
    let key = format!("erasure-{number:08}");
    let policyholder = actor.with(&[("idempotency-key", key.as_str())]).post("/api/policyholders", holder.clone()).await.expect(201).id();
    let born_on = cloud.today() - Months::new(36);
    let animal = json!({ "policyholder": policyholder, "name": format!("ポチ{number}"), "species": "dog", "born_on": born_on });
    let animal = actor.post("/api/animals", animal).await.expect(201).id();
    let start = cloud.today() - Months::new(6);
    let period = json!({ "start_date": start, "end_date": start + Months::new(12) - Days::new(1), "first_start_date": start });
    let policy = json!({ "animal": animal, "product": product, "number": format!("E-{number}"), "period": period });
    let policy = actor.post("/api/policies", policy).await.expect(201).id();
    let lines = json!([{
        "treated_on": cloud.today() - Days::new(10), "care": "visit", "category": "treatment", "amount_yen": 10_000, "item": "再診料",
    }]);
    let claim = json!({ "policy": policy, "cause": "illness", "diagnosis": "外耳炎", "bank_account": bank_account, "lines": lines });
    let claim = actor.post("/api/claims", claim).await.expect(201).id();
    let attached = actor.put(&format!("/api/claims/{claim}/labels/{label}"), Value::Null).await;
    assert!(attached.status < 300, "{}", attached.text);
    for name in ["name", "address", "mail_address"] {
        known.push(holder[name].as_str().unwrap().to_owned());
    }
    known.extend([label, product, policyholder, animal, policy, claim, account_number, format!("ポチ{number}")]);
}
