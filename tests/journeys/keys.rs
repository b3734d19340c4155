//! Data keys that rotate (WP13): everything stays readable, and what was sealed before is sealed anew.

use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::support::authenticator::{code, enrol_app};
use tests::support::fixtures::{OTHER, policyholder};
use tests::support::store::{Dump, check_chains};
use tests::{PASSWORD, PolicyFixture, TestCloud};

async fn organization(cloud: &TestCloud, domain: &str) -> String {
    let me = cloud.actor(&format!("viewer@{domain}")).await.get("/api/me").await.expect(200);
    me.json["organization"]["id"].as_str().unwrap().to_owned()
}

/// Where an organization's items hold a seal of this version, as partition and sort key.
fn sealed_under(dump: &Dump, organization: &str, version: u64) -> BTreeSet<(String, String)> {
    let mark = format!("\"$sealed\":\"v{version}.");
    let own = dump.iter().filter(|((_, partition, _), _)| partition.starts_with(organization));
    own.filter(|(_, item)| item.to_string().contains(&mark)).map(|((_, partition, sort), _)| (partition.clone(), sort.clone())).collect()
}

async fn ids(cloud: &TestCloud, path: &str) -> Vec<String> {
    crate::ids(&cloud.actor("viewer@demo.example").await.get(path).await.expect(200).json)
}

async fn found(cloud: &TestCloud, collection: &str, wanted: Value) -> Vec<String> {
    let viewer = cloud.actor("viewer@demo.example").await;
    crate::ids(&viewer.post(&format!("/api/{collection}/search"), wanted).await.expect(200).json)
}

/// What people see of the older records, whatever they are sealed under.
async fn everything_is_found(cloud: &TestCloud, fixture: &PolicyFixture, claim: &str) {
    let viewer = cloud.actor("viewer@demo.example").await;
    let number = viewer.get(&format!("/api/policies/{}", fixture.policy)).await.expect(200).json["number"].as_str().unwrap().to_owned();
    let claim_id = claim.to_owned();
    for (path, id) in
        [("/api/policyholders".to_owned(), &fixture.policyholder), (format!("/api/claims?policy={}", fixture.policy), &claim_id)]
    {
        assert!(ids(cloud, &path).await.contains(id), "{path}");
    }
    let searches = [
        ("policyholders", json!({ "kana": "ヤマダ" }), &fixture.policyholder),
        ("policyholders", json!({ "phone": "0312345678" }), &fixture.policyholder),
        ("animals", json!({ "name": "ポチ" }), &fixture.animal),
        ("policies", json!({ "number": number }), &fixture.policy),
        ("claims", json!({ "text": number }), &claim_id),
    ];
    for (collection, wanted, id) in searches {
        assert!(found(cloud, collection, wanted).await.contains(id), "{collection}");
    }
    let shown = viewer.get(&format!("/api/policyholders/{}", fixture.policyholder)).await.expect(200);
    assert_eq!((&shown.json["name"], &shown.json["bank_account"]["number"]), (&json!("山田 太郎"), &json!("0123456")));
    assert_eq!(viewer.get(&format!("/api/animals/{}", fixture.animal)).await.expect(200).json["name"], "ポチ");
    assert_eq!(viewer.get(&format!("/api/claims/{claim}")).await.expect(200).json["diagnosis"], "外耳炎");
    let timeline = viewer.get(&format!("/api/claims/{claim}/timeline")).await.expect(200);
    let names: Vec<&str> = timeline.json["items"].as_array().unwrap().iter().filter_map(|entry| entry["actor_name"].as_str()).collect();
    assert!(names.contains(&"事務 桜") && names.contains(&"査定 三郎") && names.contains(&"承認 次郎"), "{names:?}");
    let administrator = cloud.actor("administrator@demo.example").await;
    let accounts = administrator.post("/api/accounts/search", json!({ "name": "事務" })).await.expect(200);
    assert_eq!(accounts.json["items"][0]["name"], "事務 桜");
}

/// Runs the job until it has nothing to do, an hour apart.
async fn reseal(cloud: &TestCloud) -> u64 {
    let mut done = 0;
    for _ in 0..12 {
        let outcome = cloud.invoke("record_reseal", Value::Null).await;
        done += outcome["done"].as_u64().unwrap_or_else(|| panic!("{outcome}"));
        if !cloud.dump().await.keys().any(|(_, partition, _)| partition == "RESEAL") {
            return done;
        }
        cloud.move_clock(TimeDelta::minutes(61));
    }
    panic!("the job doesn't come to an end");
}

fn keys_item<'d>(dump: &'d Dump, organization: &str, purpose: &str) -> &'d Value {
    &dump[&(local::store::KEYS_TABLE.to_owned(), organization.to_owned(), purpose.to_owned())]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotated_key_takes_over_and_nothing_older_is_left() {
    let cloud = TestCloud::start().await;
    let (demo, other) = (organization(&cloud, "demo.example").await, organization(&cloud, OTHER).await);
    let fixture = cloud.policy().await;
    let claim = cloud.claim_paid(&fixture).await;
    let _elsewhere = cloud.policyholder_with(OTHER, policyholder()).await;
    let careful = cloud.new_account("careful@demo.example", &["viewer"], None).await;
    let (app, _) = enrol_app(&careful, cloud.now()).await;
    let before = cloud.dump().await;
    assert!(sealed_under(&before, &demo, 1).len() > 30, "the search finds nothing");

    let rotated = cloud.invoke_as("bob", "organization_key_rotate", json!({ "organization": demo })).await;
    assert_eq!(rotated["version"], 2, "{rotated}");
    let after = cloud.dump().await;
    let (old, new) = (keys_item(&before, &demo, "data"), keys_item(&after, &demo, "data"));
    assert_eq!((&new["current"], new["versions"].as_object().unwrap().len()), (&json!(2), 2));
    assert_ne!(old["versions"]["1"], new["versions"]["1"], "the older version is not wrapped anew");
    for purpose in ["index", "cursor"] {
        assert_eq!(keys_item(&before, &demo, purpose), keys_item(&after, &demo, purpose));
    }

    // Functions that run take it up within five minutes; from then on both versions stand side by side.
    cloud.move_clock(TimeDelta::minutes(6));
    let second = cloud.policyholder().await;
    let third = cloud.policy().await;
    let mixed = cloud.dump().await;
    assert!(!sealed_under(&mixed, &demo, 1).is_empty() && !sealed_under(&mixed, &demo, 2).is_empty());
    everything_is_found(&cloud, &fixture, &claim).await;
    assert!(found(&cloud, "policyholders", json!({ "kana": "ヤ" })).await.contains(&second));

    // Whatever is changed leaves the older version behind, also where its personal values stay the same.
    let clerk = cloud.actor("clerk@demo.example").await;
    let label = cloud.actor("administrator@demo.example").await.post("/api/labels", json!({ "name": "鍵", "colour": "#00cc00" })).await;
    let _labelled = clerk.put(&format!("/api/animals/{}/labels/{}", fixture.animal, label.expect(201).id()), json!({})).await.expect(200);
    let dump = cloud.dump().await;
    let animal = (format!("{demo}#animal#{}", fixture.animal), "RECORD".to_owned());
    assert!(sealed_under(&mixed, &demo, 1).contains(&animal) && !sealed_under(&dump, &demo, 1).contains(&animal));
    assert!(sealed_under(&dump, &demo, 2).contains(&animal));

    let done = reseal(&cloud).await;
    let dump = cloud.dump().await;
    assert!(done > 10, "{done}");
    assert_eq!(sealed_under(&dump, &demo, 1), BTreeSet::new());
    assert_eq!(sealed_under(&dump, &other, 2), BTreeSet::new());
    assert!(!sealed_under(&dump, &other, 1).is_empty(), "another organization's records were touched");
    check_chains(&dump);
    everything_is_found(&cloud, &fixture, &claim).await;
    everything_is_found(&cloud, &third, &cloud.claim_paid(&third).await).await;
    assert_eq!(cloud.invoke("record_reseal", Value::Null).await["done"], 0);
    said_on_the_timeline(&cloud, &fixture).await;

    let again = cloud.nobody();
    let asked = again.sign_in("careful@demo.example", PASSWORD).await.expect(201).json["second_factor"].clone();
    let proof = json!({ "ticket": asked["ticket"], "code": code(&app, cloud.now()) });
    let _opened = again.post("/api/sessions/second-factor", proof).await.expect(201);
}

async fn said_on_the_timeline(cloud: &TestCloud, fixture: &PolicyFixture) {
    let viewer = cloud.actor("viewer@demo.example").await;
    let today = cloud.today();
    let period = format!("from={}&to={today}", today - TimeDelta::days(2));
    let rotated = viewer.get(&format!("/api/timeline?operation=data_key_rotated&{period}")).await.expect(200);
    assert_eq!(rotated.json["items"][0]["actor"], json!({ "kind": "operator", "name": "bob" }), "{}", rotated.text);
    let timeline = viewer.get(&format!("/api/policyholders/{}/timeline", fixture.policyholder)).await.expect(200);
    let last = timeline.json["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["operation"], "record_resealed");
    assert_eq!((&last["actor"], &last["changes"]), (&json!({ "kind": "job", "name": "record_reseal" }), &json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_older_than_a_year_is_rotated_once() {
    let cloud = TestCloud::start().await;
    let (demo, other) = (organization(&cloud, "demo.example").await, organization(&cloud, OTHER).await);
    assert_eq!(cloud.invoke("data_key_rotate", Value::Null).await["done"], 0, "the keys are young");
    cloud.move_clock(TimeDelta::days(200));
    let _rotated = cloud.invoke("organization_key_rotate", json!({ "organization": other })).await;
    cloud.move_clock(TimeDelta::days(166));
    assert_eq!(cloud.invoke("data_key_rotate", Value::Null).await, json!({ "done": 1, "failed": 0, "more": false }));
    assert_eq!(cloud.invoke("data_key_rotate", Value::Null).await["done"], 0, "running twice makes no second one");
    let dump = cloud.dump().await;
    assert_eq!((&keys_item(&dump, &demo, "data")["current"], &keys_item(&dump, &other, "data")["current"]), (&json!(2), &json!(2)));
    cloud.move_clock(TimeDelta::minutes(6));
    assert!(reseal(&cloud).await > 0);
    let dump = cloud.dump().await;
    assert_eq!((sealed_under(&dump, &demo, 1).len(), sealed_under(&dump, &other, 1).len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_that_isnt_there_has_no_key_to_rotate() {
    let cloud = TestCloud::start().await;
    let reply = cloud.invoke("organization_key_rotate", json!({ "organization": "org_01ARZ3NDEKTSV4RRFFQ69G5FAV" })).await;
    assert_eq!((&reply["status"], &reply["code"]), (&json!(404), &json!("not_found")), "{reply}");
    let reply = cloud.invoke("organization_key_rotate", json!({ "organization": "somebody" })).await;
    assert_eq!(reply["errors"][0]["field"], "organization", "{reply}");
}
