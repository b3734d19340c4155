//! A court or authority gets the named fields of the named records, by two operators, and the organization knows of it.

use chrono::TimeDelta;
use serde_json::{Value, json};
use tests::TestCloud;

struct Case {
    cloud: TestCloud,
    organization: String,
    policyholder: String,
}

async fn case() -> Case {
    let cloud = TestCloud::start().await;
    let me = cloud.actor("viewer@demo.example").await.get("/api/me").await.expect(200);
    let organization = me.json["organization"]["id"].as_str().unwrap().to_owned();
    let policyholder = cloud.policyholder().await;
    Case { cloud, organization, policyholder }
}

impl Case {
    fn order(&self, fields: &[&str], forbidden_until: Option<&str>) -> Value {
        json!({
            "organization": self.organization,
            "order": {
                "authority": "東京地方裁判所", "reference": "令和8年(ワ)第1号", "issued_on": "2026-09-30",
                "notice_forbidden_until": forbidden_until,
            },
            "records": [{ "kind": "policyholder", "id": self.policyholder, "fields": fields }],
        })
    }

    async fn export(&self, operator: &str, disclosure: &Value) -> Value {
        let input = json!({ "organization": self.organization, "disclosure": disclosure });
        self.cloud.invoke_as(operator, "disclosure_export", input).await
    }

    // What the organization's administrator sees of disclosures, in all three steps.
    async fn seen(&self) -> Vec<String> {
        let administrator = self.cloud.actor("administrator@demo.example").await;
        let timeline = administrator.get("/api/timeline?limit=100").await.expect(200);
        let operations = timeline.json["items"].as_array().unwrap().iter().map(|entry| entry["operation"].as_str().unwrap().to_owned());
        operations.filter(|operation| operation.starts_with("disclosure_")).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_the_order_names_is_handed_out() {
    let case = case().await;
    for (fields, code) in
        [(&["*"][..], "disclosure_field_invalid"), (&[], "disclosure_fields_out_of_range"), (&["unknown"], "field_unknown")]
    {
        let refused = case.cloud.invoke_as("alice", "disclosure_instruct", case.order(fields, None)).await;
        assert_eq!(refused["errors"][0]["code"], code, "{refused}");
    }
    let instructed = case.cloud.invoke_as("alice", "disclosure_instruct", case.order(&["name", "address"], None)).await;
    let disclosure = &instructed["disclosure"];
    assert_eq!(case.export("alice", disclosure).await["code"], "operators_same");
    let exported = case.export("bob", disclosure).await;
    let document = tests::support::cloud::client().get(exported["link"].as_str().unwrap()).send().await.unwrap().bytes().await.unwrap();
    let hash = shared::domain::timeline::hexadecimal(&shared::seal::sha256(&document));
    assert_eq!(exported["sha256"], hash);
    let document: Value = serde_json::from_slice(&document).unwrap();
    assert_eq!(document["records"][0]["fields"], json!({ "name": "山田 太郎", "address": "東京都千代田区千代田1-1" }));
    assert_eq!(document["order"]["reference"], "令和8年(ワ)第1号");
    assert_eq!(case.export("bob", disclosure).await["code"], "disclosure_state_forbids");
    assert_eq!(case.seen().await, ["disclosure_exported", "disclosure_instructed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_may_forbid_the_notice_until_a_day() {
    let case = case().await;
    let order = case.order(&["name"], Some("2026-10-05"));
    let instructed = case.cloud.invoke_as("alice", "disclosure_instruct", order).await;
    assert_eq!(instructed["known"], false, "{instructed}");
    let exported = case.export("bob", &instructed["disclosure"]).await;
    assert!(exported["link"].is_string(), "{exported}");
    case.cloud.invoke("disclosure_reveal", Value::Null).await;
    assert_eq!(case.seen().await, [""; 0], "not before its day");
    case.cloud.move_clock(TimeDelta::days(4));
    assert_eq!(case.cloud.invoke("disclosure_reveal", Value::Null).await["done"], 1);
    assert_eq!(case.seen().await, ["disclosure_revealed"]);
    assert_eq!(case.cloud.invoke("disclosure_reveal", Value::Null).await["done"], 0);
}
