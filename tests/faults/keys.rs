//! KMS that fails, and seals that somebody tampered with: never a readable value, never a silent gap.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use local::kms::KmsFault;
use local::store::{DATA_TABLE, KEYS_TABLE};
use serde_json::{Value, json};
use std::sync::LazyLock;
use tests::support::fixtures::{DEMO, OTHER, policyholder};
use tests::support::log::Log;
use tests::{Actor, PASSWORD, Reply, TestCloud};

static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    shared::log::start_to(log.clone());
    log
});

/// How KMS fails.
#[derive(Clone, Copy, Debug)]
enum Failing {
    Away,
    Throttled,
    /// The organization's key.
    Disabled,
}

async fn organization(cloud: &TestCloud, domain: &str) -> String {
    let me = cloud.actor(&format!("viewer@{domain}")).await.get("/api/me").await.expect(200);
    me.json["organization"]["id"].as_str().unwrap().to_owned()
}

async fn kms_key(cloud: &TestCloud) -> String {
    let place = (KEYS_TABLE.to_owned(), organization(cloud, DEMO).await, "data".to_owned());
    cloud.dump().await[&place]["kms_key"].as_str().unwrap().to_owned()
}

impl Failing {
    async fn begin(self, cloud: &TestCloud) {
        match self {
            Self::Away => cloud.cloud.kms.set_fault(Some(KmsFault::Unavailable)),
            Self::Throttled => cloud.cloud.kms.set_fault(Some(KmsFault::Throttling)),
            Self::Disabled => {
                cloud.aws().kms().disable_key().key_id(kms_key(cloud).await).send().await.unwrap();
            }
        }
        // Opened keys are kept for five minutes.
        cloud.move_clock(TimeDelta::minutes(6));
    }

    async fn end(self, cloud: &TestCloud, key: &str) {
        cloud.cloud.kms.set_fault(None);
        if let Self::Disabled = self {
            cloud.aws().kms().enable_key().key_id(key).send().await.unwrap();
        }
    }
}

fn may_come_back(reply: Reply, what: &str) {
    assert_eq!((reply.status, reply.code()), (503, "temporarily_unavailable"), "{what}: {}", reply.text);
    assert!(reply.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok_and(|seconds| seconds >= 1)), "{what}");
    for inside in ["山田", "ヤマダ", "KMS", "Exception", "$sealed", "v1.", "arn:"] {
        assert!(!reply.text.contains(inside), "{what} says {inside}: {}", reply.text);
    }
}

async fn nothing_works_and_nothing_leaks(failing: Failing) {
    let cloud = TestCloud::start().await;
    let id = cloud.policyholder().await;
    let key = kms_key(&cloud).await;
    let path = format!("/api/policyholders/{id}");
    let clerk = cloud.actor("clerk@demo.example").await;
    let _shown = clerk.get(&path).await.expect(200);
    failing.begin(&cloud).await;
    let before = cloud.dump().await;
    for path in [&path, "/api/policyholders", "/api/me"] {
        may_come_back(clerk.get(path).await, &format!("{failing:?} {path}"));
    }
    for wanted in [json!({ "kana": "ヤ" }), json!({ "phone": "0312345678" })] {
        may_come_back(clerk.post("/api/policyholders/search", wanted.clone()).await, &format!("{failing:?} {wanted}"));
    }
    may_come_back(clerk.post("/api/policyholders", policyholder()).await, &format!("{failing:?} create"));
    may_come_back(clerk.put(&path, json!({ "name": "佐藤", "kana": "サトウ" })).await, &format!("{failing:?} update"));
    assert_eq!(cloud.dump().await, before, "{failing:?}: something was written");

    failing.end(&cloud, &key).await;
    assert_eq!(clerk.get(&path).await.expect(200).json["name"], "山田 太郎");
    let _created = clerk.post("/api/policyholders", policyholder()).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn kms_that_is_away_is_no_fault_of_the_caller() {
    nothing_works_and_nothing_leaks(Failing::Away).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kms_that_throttles_is_no_fault_of_the_caller() {
    nothing_works_and_nothing_leaks(Failing::Throttled).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_key_opens_nothing_within_five_minutes() {
    nothing_works_and_nothing_leaks(Failing::Disabled).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_in_while_kms_fails_and_no_attempt_is_counted() {
    let cloud = TestCloud::start().await;
    let service_key = cloud.cloud.world.settings.service_key.clone();
    for fault in [Some(KmsFault::Unavailable), Some(KmsFault::Throttling), None] {
        cloud.cloud.kms.set_fault(fault);
        if fault.is_none() {
            cloud.aws().kms().disable_key().key_id(&service_key).send().await.unwrap();
        }
        cloud.move_clock(TimeDelta::minutes(6));
        let before = cloud.dump().await;
        for password in [PASSWORD, "a wrong password it is"] {
            may_come_back(cloud.nobody().sign_in("clerk@demo.example", password).await, &format!("{fault:?}"));
        }
        assert_eq!(cloud.dump().await, before, "{fault:?}: something was written");
    }
    cloud.aws().kms().enable_key().key_id(&service_key).send().await.unwrap();
    let _signed_in = cloud.actor("clerk@demo.example").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_that_kms_cuts_short_changes_nothing() {
    let cloud = TestCloud::start().await;
    let demo = organization(&cloud, DEMO).await;
    let before = cloud.dump().await;
    cloud.cloud.kms.set_fault(Some(KmsFault::Unavailable));
    let reply = cloud.invoke("organization_key_rotate", json!({ "organization": demo })).await;
    assert_eq!((&reply["status"], &reply["code"]), (&json!(503), &json!("temporarily_unavailable")), "{reply}");
    assert_eq!(cloud.dump().await, before);
}

/// Two policyholders here and one elsewhere, and what the store holds of them.
struct Sealed {
    cloud: TestCloud,
    clerk: Actor,
    id: String,
    /// The first one's item.
    item: Value,
    /// The seals of the same field of the others.
    neighbour: Value,
    foreigner: Value,
}

async fn raw(cloud: &TestCloud, organization: &str, id: &str) -> Value {
    cloud.dump().await[&(DATA_TABLE.to_owned(), format!("{organization}#policyholder#{id}"), "RECORD".to_owned())].clone()
}

impl Sealed {
    async fn start() -> Self {
        let _log = &*LOG;
        let cloud = TestCloud::start().await;
        let (id, neighbour) = (cloud.policyholder().await, cloud.policyholder().await);
        let foreigner = cloud.policyholder_with(OTHER, policyholder()).await;
        let (here, there) = (organization(&cloud, DEMO).await, organization(&cloud, OTHER).await);
        let name = |item: Value| item["data"]["name"]["$sealed"].clone();
        Self {
            clerk: cloud.actor("clerk@demo.example").await,
            item: raw(&cloud, &here, &id).await,
            neighbour: name(raw(&cloud, &here, &neighbour).await),
            foreigner: name(raw(&cloud, &there, &foreigner).await),
            cloud,
            id,
        }
    }

    /// Puts this in the place of the name's seal and expects that nobody sees the record, and the log says which and where.
    async fn refuses(&self, marker: Value, what: &str) {
        let mut item = self.item.clone();
        item["data"]["name"] = marker;
        self.cloud.overwrite(DATA_TABLE, &item).await;
        let (path, before) = (format!("/api/policyholders/{}", self.id), LOG.text().len());
        let update = json!({ "name": "佐藤 花子", "kana": "サトウ ハナコ" });
        let replies = [
            self.clerk.get(&path).await,
            self.clerk.get("/api/policyholders").await,
            self.clerk.post("/api/policyholders/search", json!({ "phone": "0312345678" })).await,
            self.clerk.put(&path, update).await,
        ];
        for reply in replies {
            assert_eq!((reply.status, reply.code()), (500, "internal_error"), "{what}: {}", reply.text);
            for inside in ["山田", "佐藤", "seal", "v1.", "policyholder#", "phone"] {
                assert!(!reply.text.contains(inside), "{what} says {inside}: {}", reply.text);
            }
        }
        let logged = LOG.text().split_off(before);
        let named = format!("#policyholder#{} / name ", self.id);
        let causes = logged.lines().filter(|line| line.contains(&named) && line.contains("\"ERROR\"")).count();
        assert_eq!(causes, 4, "{what}: the log doesn't name record and field: {logged}");
        assert!(!logged.contains("山田") && !logged.contains("佐藤"), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seal_that_was_moved_or_altered_opens_nowhere() {
    let sealed = Sealed::start().await;
    let data = sealed.item["data"].clone();
    let name = data["name"]["$sealed"].as_str().unwrap().to_owned();
    let (version, text) = name.split_once('.').unwrap();
    let with = |seal: &str| json!({ "$sealed": seal });

    sealed.refuses(data["kana"].clone(), "another field's").await;
    sealed.refuses(json!({ "$sealed": sealed.neighbour }), "another record's").await;
    sealed.refuses(json!({ "$sealed": sealed.foreigner }), "another organization's").await;
    sealed.refuses(with(&name[..name.len() - 4]), "truncated").await;
    sealed.refuses(with(&format!("{version}.")), "empty").await;
    sealed.refuses(with(&format!("{version}.AAAA")), "shorter than a nonce").await;
    sealed.refuses(with(&format!("{version}.%%%")), "not base64url").await;
    sealed.refuses(with(&format!("v9.{text}")), "of a version that there isn't").await;
    sealed.refuses(with(&format!("v0.{text}")), "of version 0").await;
    sealed.refuses(with("山"), "no seal at all").await;
    sealed.refuses(json!({ "$sealed": 5 }), "a number").await;
    // Somebody who can write the store and has no key can't put a value of theirs there.
    sealed.refuses(json!({ "$personal": "佐藤 花子" }), "readable").await;
    let bytes = URL_SAFE_NO_PAD.decode(text).unwrap();
    for bit in [0, 95, 96, 8 * bytes.len() / 2, 8 * bytes.len() - 1] {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        sealed.refuses(with(&format!("{version}.{}", URL_SAFE_NO_PAD.encode(flipped))), &format!("bit {bit} flipped")).await;
    }

    sealed.cloud.overwrite(DATA_TABLE, &sealed.item).await;
    let shown = sealed.clerk.get(&format!("/api/policyholders/{}", sealed.id)).await.expect(200);
    assert_eq!(shown.json["name"], "山田 太郎");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrapped_key_that_was_altered_opens_nothing() {
    let sealed = Sealed::start().await;
    let (here, there) = (organization(&sealed.cloud, DEMO).await, organization(&sealed.cloud, OTHER).await);
    let dump = sealed.cloud.dump().await;
    let place = |organization: &str, purpose: &str| (KEYS_TABLE.to_owned(), organization.to_owned(), purpose.to_owned());
    let whole = dump[&place(&here, "data")].clone();
    // Signed in before: the mail about a new device would need the key, too.
    let clerk = sealed.cloud.actor("clerk@demo.example").await;
    for (what, blob) in [
        ("another organization's", dump[&place(&there, "data")]["versions"]["1"].clone()),
        ("another purpose's", dump[&place(&here, "index")]["versions"]["1"].clone()),
        ("none", json!("")),
    ] {
        let mut altered = whole.clone();
        altered["versions"]["1"] = blob;
        sealed.cloud.overwrite(KEYS_TABLE, &altered).await;
        sealed.cloud.move_clock(TimeDelta::minutes(6));
        let _refreshed = clerk.post("/api/sessions/refresh", json!({})).await.expect(200);
        let reply = clerk.get(&format!("/api/policyholders/{}", sealed.id)).await;
        assert_eq!((reply.status, reply.code()), (500, "internal_error"), "{what}: {}", reply.text);
    }
    sealed.cloud.overwrite(KEYS_TABLE, &whole).await;
    sealed.cloud.move_clock(TimeDelta::minutes(6));
    let _refreshed = clerk.post("/api/sessions/refresh", json!({})).await.expect(200);
    let _shown = clerk.get(&format!("/api/policyholders/{}", sealed.id)).await.expect(200);
}
