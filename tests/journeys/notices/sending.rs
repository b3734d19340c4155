//! Sending to many organizations: each is told once, whatever goes wrong on the way.

use super::{deliveries, drafted, notice, open, opened, published, send, states, told, with};
use chrono::TimeDelta;
use local::mail::Fate;
use serde_json::json;
use tests::TestCloud;
use tests::support::faults::Faults;

#[tokio::test(flavor = "multi_thread")]
async fn forty_five_organizations_are_told_once_wherever_a_run_is_cut_off() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    let mut organizations = Vec::new();
    for number in 0..45 {
        organizations.push(opened(&cloud, &format!("many-{number:02}.example"), None).await);
    }
    let draft = drafted(&cloud, with(notice("release", None), "organizations", &json!(organizations))).await;
    // All of them and the two of the demo.
    let all = drafted(&cloud, notice("maintenance", Some("2026-10-02T02:00:00+09:00"))).await;
    assert_eq!(published(&cloud, &draft).await["organizations"], 45);
    for cut in [7, 1, 0, 20] {
        faults.cut_off_after(cut);
        send(&cloud).await;
    }
    // A commit whose reply is lost was made all the same.
    faults.lose_reply();
    send(&cloud).await;
    faults.none();
    assert_eq!(published(&cloud, &all).await["organizations"], 47);
    let (one, other) = tokio::join!(send(&cloud), send(&cloud));
    assert!(one.get("code").is_none() && other.get("code").is_none(), "{one} {other}");
    for _ in 0..3 {
        send(&cloud).await;
    }
    assert_eq!(send(&cloud).await, json!({ "done": 0, "failed": 0, "more": false }));

    let told = told(&cloud).await;
    let wrong: Vec<_> = (0..45).map(|number| format!("contact@many-{number:02}.example")).filter(|to| told.get(to) != Some(&2)).collect();
    assert!(wrong.is_empty(), "not told twice, of the one and the other: {wrong:?} {told:?}");
    assert_eq!((told["contact@demo.example"], told.values().sum::<usize>()), (1, 45 * 2 + 4));
    let listed = deliveries(&cloud, &draft).await;
    assert_eq!((listed.len(), states(&listed)), (45, vec!["sent"; 45]));
    assert!(listed.iter().all(|told| told["sent_at"].is_string()));
    assert_eq!(deliveries(&cloud, &all).await.len(), 47);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_whose_key_is_away_is_told_when_it_is_back() {
    let cloud = TestCloud::start().await;
    let key = open(&cloud, "away.example", None).await["kms_key"].as_str().unwrap().to_owned();
    cloud.aws().kms().disable_key().key_id(&key).send().await.unwrap();
    cloud.move_clock(TimeDelta::minutes(6));
    let draft = drafted(&cloud, notice("vulnerability", None)).await;
    published(&cloud, &draft).await;
    let sent = send(&cloud).await;
    assert_eq!((&sent["done"], &sent["failed"]), (&json!(2), &json!(1)), "{sent}");
    cloud.aws().kms().enable_key().key_id(&key).send().await.unwrap();
    cloud.move_clock(TimeDelta::minutes(6));
    assert_eq!(send(&cloud).await["done"], 1);
    let told = told(&cloud).await;
    assert_eq!((told["contact@demo.example"], told["contact@away.example"]), (1, 1), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_comes_back_is_seen_and_sent_again() {
    let cloud = TestCloud::start().await;
    let organization = opened(&cloud, "bouncing.example", None).await;
    let draft = drafted(&cloud, with(notice("release", None), "organizations", &json!([organization]))).await;
    published(&cloud, &draft).await;
    send(&cloud).await;
    let contact = "contact@bouncing.example";
    // A full mailbox is tried again by the provider, and a contact has no account that would be told.
    for (fate, state) in [(Fate::TransientBounce, "sent"), (Fate::Bounce, "bounced"), (Fate::Bounce, "bounced")] {
        assert_eq!(cloud.meets(contact, fate).await, 0);
        assert_eq!(states(&deliveries(&cloud, &draft).await), [state], "{fate:?}");
    }
    let resent = cloud.invoke("notice_resend", json!({ "draft": draft })).await;
    assert_eq!(resent["resent"][0]["recipients"], 1, "{resent}");
    assert_eq!(told(&cloud).await[contact], 2);
    assert_eq!(states(&deliveries(&cloud, &draft).await), ["sent"]);
}
