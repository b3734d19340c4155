//! Mail that can't be sent: tried for a day, then given up and shown to operators.

use chrono::TimeDelta;
use local::mail::MailFault;
use serde_json::{Value, json};
use shared::ports::Metric;
use tests::TestCloud;

const TO: &str = "waiting@demo.example";

async fn invite(cloud: &TestCloud) {
    let invited = json!({ "name": "待機 花子", "mail_address": TO, "roles": ["viewer"] });
    let administrator = cloud.actor("administrator@demo.example").await;
    let _invited = administrator.post("/api/accounts", invited).await.expect(201);
}

fn mails<'l>(listed: &'l Value, list: &str, kind: &str) -> Vec<&'l Value> {
    listed[list].as_array().unwrap_or_else(|| panic!("{listed}")).iter().filter(|mail| mail["kind"] == kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_tried_for_a_day_then_given_up_and_operators_see_it_without_its_recipient() {
    let cloud = TestCloud::start().await;
    invite(&cloud).await;
    let written = cloud.now();
    cloud.cloud.ses.set_fault(Some(MailFault::Unavailable));
    let _delivered = cloud.invoke("mail_deliver", Value::Null).await;
    let listed = cloud.invoke("mail_list", json!({})).await;
    let waiting = mails(&listed, "waiting", "invitation");
    assert_eq!((waiting.len(), &waiting[0]["attempts"], &waiting[0]["last_failure"]), (1, &json!(1), &json!("provider_fault")), "{listed}");
    let organization = waiting[0]["organization"].clone();
    // Every 20 minutes for as long as it is tried.
    while mails(&cloud.invoke("mail_list", json!({})).await, "dead", "invitation").is_empty() {
        assert!(cloud.now() - written < TimeDelta::minutes(24 * 60 + 21), "tried for longer than a day");
        cloud.move_clock(TimeDelta::minutes(20));
        let _delivered = cloud.invoke("mail_deliver", Value::Null).await;
    }
    assert!(cloud.now() - written >= TimeDelta::hours(24), "given up before its time");

    let listed = cloud.invoke("mail_list", json!({ "organization": organization })).await;
    let dead = mails(&listed, "dead", "invitation");
    assert_eq!((dead.len(), &dead[0]["last_failure"]), (1, &json!("provider_fault")), "{listed}");
    assert!((15..40).contains(&dead[0]["attempts"].as_u64().unwrap()), "{listed}");
    assert!(!listed.to_string().contains('@') && mails(&listed, "waiting", "invitation").is_empty(), "{listed}");
    let stored: Vec<String> = cloud
        .dump()
        .await
        .into_iter()
        .filter(|((_, partition, _), _)| partition == "DEAD_MAIL")
        .map(|(_, item)| item.to_string())
        .collect();
    assert!(!stored.is_empty() && stored.iter().all(|item| !item.contains(TO) && !item.contains("sealed")), "{stored:?}");
    let other = json!({ "organization": "org_00000000000000000000000000" });
    assert_eq!(cloud.invoke("mail_list", other).await["dead"], json!([]));

    cloud.cloud.ses.set_fault(None);
    assert!(cloud.mail_to(TO).await.is_empty(), "what was given up is not sent");
    let alarm = || cloud.cloud.metrics.latest(Metric::DeadMails, None);
    assert!(alarm() >= Some(1.0), "{:?}", alarm());
    cloud.move_clock(TimeDelta::hours(25));
    let _delivered = cloud.invoke("mail_deliver", Value::Null).await;
    assert_eq!(alarm(), Some(0.0), "the alarm ends after a day");
    // What operators see ends, too.
    cloud.move_clock(TimeDelta::days(30));
    let _swept = cloud.invoke("retention_sweep", Value::Null).await;
    assert_eq!(mails(&cloud.invoke("mail_list", json!({})).await, "dead", "invitation").len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_told_from_an_outage() {
    let cloud = TestCloud::start().await;
    invite(&cloud).await;
    for (fault, code) in [(MailFault::MessageRejected, "provider_refused"), (MailFault::Throttling, "provider_throttled")] {
        cloud.cloud.ses.set_fault(Some(fault));
        let _delivered = cloud.invoke("mail_deliver", Value::Null).await;
        let listed = cloud.invoke("mail_list", json!({})).await;
        assert_eq!(mails(&listed, "waiting", "invitation")[0]["last_failure"], code, "{listed}");
        cloud.move_clock(TimeDelta::minutes(3));
    }
    cloud.cloud.ses.set_fault(None);
    assert_eq!(cloud.mail_to(TO).await.len(), 1);
}
