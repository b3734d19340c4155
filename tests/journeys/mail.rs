//! Mail that can't be sent: tried for a day, through two regions, then given up and shown to operators; mail that comes back.

use chrono::TimeDelta;
use local::mail::{Fate, MailFault};
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
    cloud.set_mail_fault(Some(MailFault::Unavailable));
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

    cloud.set_mail_fault(None);
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
        cloud.set_mail_fault(Some(fault));
        let _delivered = cloud.invoke("mail_deliver", Value::Null).await;
        let listed = cloud.invoke("mail_list", json!({})).await;
        assert_eq!(mails(&listed, "waiting", "invitation")[0]["last_failure"], code, "{listed}");
        cloud.move_clock(TimeDelta::minutes(3));
    }
    cloud.set_mail_fault(None);
    assert_eq!(cloud.mail_to(TO).await.len(), 1);
}

async fn invite_all(cloud: &TestCloud, addresses: &[String]) {
    let administrator = cloud.actor("administrator@demo.example").await;
    for address in addresses {
        let invited = json!({ "name": "待機 花子", "mail_address": address, "roles": ["viewer"] });
        let _invited = administrator.post("/api/accounts", invited).await.expect(201);
    }
}

fn addresses(name: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{name}-{number}@demo.example")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn osaka_takes_over_while_tokyo_is_away_and_hands_back_after_a_rest() {
    let cloud = TestCloud::start().await;
    let _drained = cloud.mail_to(TO).await;
    let (tokyo, osaka) = (cloud.cloud.ses.clone(), cloud.cloud.ses_osaka.clone());
    let (before, away) = (tokyo.taken(), addresses("away", 5));
    assert_eq!(osaka.taken(), 0, "Tokyo is the usual way");
    tokyo.set_fault(Some(MailFault::Unavailable));
    invite_all(&cloud, &away).await;
    for address in &away {
        assert_eq!(cloud.mail_to(address).await.len(), 1, "{address}: lost, or sent twice");
    }
    assert_eq!(tokyo.taken(), before);
    // It rests, although it is back.
    tokyo.set_fault(None);
    let resting = addresses("resting", 1);
    invite_all(&cloud, &resting).await;
    assert_eq!(cloud.mail_to(&resting[0]).await.len(), 1);
    assert_eq!(tokyo.taken(), before);
    cloud.move_clock(TimeDelta::minutes(6));
    let (back, through_osaka) = (addresses("back", 2), osaka.taken());
    invite_all(&cloud, &back).await;
    for address in &back {
        assert_eq!(cloud.mail_to(address).await.len(), 1);
    }
    assert!(tokyo.taken() >= before + 2 && osaka.taken() == through_osaka, "{} {}", tokyo.taken(), osaka.taken());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_tokyo_took_without_saying_so_is_sent_twice_at_most_and_is_one_mail() {
    let cloud = TestCloud::start().await;
    cloud.cloud.ses.set_fault(Some(MailFault::LostReply));
    let lost = addresses("lost", 5);
    invite_all(&cloud, &lost).await;
    for _ in 0..4 {
        let _delivered = cloud.invoke("mail_deliver", Value::Null).await;
        cloud.move_clock(TimeDelta::minutes(10));
    }
    for address in &lost {
        let mails = cloud.mail_to(address).await;
        assert!((1..=2).contains(&mails.len()), "{address}: {}", mails.len());
        assert!(mails.iter().all(|mail| mail.message_id.is_some() && mail.message_id == mails[0].message_id));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tokyo_that_takes_no_more_for_now_is_waited_for_until_it_happens_again_and_again() {
    let cloud = TestCloud::start().await;
    let _drained = cloud.mail_to(TO).await;
    cloud.cloud.ses.set_fault(Some(MailFault::Throttling));
    let fast = addresses("fast", 2);
    cloud.clock.move_by(TimeDelta::minutes(1));
    invite_all(&cloud, &fast[..1]).await;
    let first = cloud.mail_to(&fast[0]).await.len();
    // The invitation and that the administrator signed in: two at most were refused.
    assert_eq!((first, cloud.cloud.ses_osaka.taken()), (0, 0));
    cloud.move_clock(TimeDelta::minutes(2));
    invite_all(&cloud, &fast[1..]).await;
    for address in &fast {
        cloud.mail_to(address).await;
        cloud.move_clock(TimeDelta::minutes(3));
        assert_eq!(cloud.mail_to(address).await.len(), 1, "{address}");
    }
}

async fn account(cloud: &TestCloud, mail_address: &str) -> Value {
    let administrator = cloud.actor("administrator@demo.example").await;
    let found = administrator.post("/api/accounts/search", json!({ "mail_address": mail_address })).await.expect(200);
    let id = found.json["items"][0]["id"].as_str().unwrap_or_else(|| panic!("{}", found.text)).to_owned();
    administrator.get(&format!("/api/accounts/{id}")).await.expect(200).json
}

async fn reset_mails(cloud: &TestCloud, mail_address: &str) -> usize {
    let _asked = cloud.nobody().post("/api/password-resets", json!({ "mail_address": mail_address })).await;
    // Resolving the request writes the mail that the next run sends.
    let _resolved = cloud.invoke("mail_deliver", Value::Null).await;
    cloud.mail_to(mail_address).await.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_bounces_gets_no_more_mail_until_an_administrator_lifts_it() {
    let cloud = TestCloud::start().await;
    let clerk = "clerk@demo.example";
    let before = reset_mails(&cloud, clerk).await;
    assert!(before >= 1);
    let told = cloud.mail_to("administrator@demo.example").await.len();
    assert_eq!(cloud.meets(clerk, Fate::TransientBounce).await, 0, "a full mailbox is no ground");
    assert_eq!(account(&cloud, clerk).await["mail_suppression"], Value::Null);
    assert_eq!(cloud.meets(clerk, Fate::Bounce).await, 1);
    assert_eq!(cloud.meets(clerk, Fate::Bounce).await, 0, "the same event may come twice");

    let suppressed = account(&cloud, clerk).await;
    assert_eq!(suppressed["mail_suppression"]["reason"], "bounce", "{suppressed}");
    let notices = cloud.mail_to("administrator@demo.example").await;
    let notice = notices.iter().find(|mail| mail.subject.contains("Mail to an account is stopped")).unwrap();
    assert!(notices.len() > told && notice.text.as_ref().unwrap().contains(suppressed["name"].as_str().unwrap()));
    cloud.move_clock(TimeDelta::minutes(30));
    assert_eq!(reset_mails(&cloud, clerk).await, before, "no mail to it");
    let waiting = cloud.invoke("mail_list", json!({})).await;
    assert_eq!((mails(&waiting, "waiting", "password_reset").len(), mails(&waiting, "dead", "password_reset").len()), (0, 0));

    let administrator = cloud.actor("administrator@demo.example").await;
    let path = format!("/api/accounts/{}", suppressed["id"].as_str().unwrap());
    let lifted = administrator.post(&format!("{path}/mail-suppression/lift"), Value::Null).await.expect(200);
    assert_eq!(lifted.json["mail_suppression"], Value::Null);
    let again = administrator.post(&format!("{path}/mail-suppression/lift"), Value::Null).await.expect(409);
    assert_eq!(again.code(), "mail_not_suppressed");
    let entries = administrator.get(&format!("{path}/timeline")).await.expect(200).text;
    assert!(entries.contains("mail_suppressed") && entries.contains("mail_suppression_lifted"), "{entries}");
    cloud.move_clock(TimeDelta::minutes(30));
    assert!(reset_mails(&cloud, clerk).await > before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_whose_mail_is_stopped_is_not_told_by_mail_and_strangers_leave_nothing() {
    let cloud = TestCloud::start().await;
    let administrator = "administrator@demo.example";
    let _asked = reset_mails(&cloud, administrator).await;
    assert_eq!(cloud.meets(administrator, Fate::Complaint).await, 1);
    let before = cloud.cloud.mailbox.list().unwrap().len();
    let _delivered = cloud.invoke("mail_deliver", Value::Null).await;
    assert_eq!(cloud.cloud.mailbox.list().unwrap().len(), before, "nobody is left to tell");
    assert_eq!(account(&cloud, administrator).await["mail_suppression"]["reason"], "complaint");

    // Over the local door, as a person would bring it about, and for an account that is gone by then.
    invite(&cloud).await;
    let mail = cloud.mail_to(TO).await.remove(0);
    let id = account(&cloud, TO).await["id"].as_str().unwrap().to_owned();
    let _gone = cloud.actor(administrator).await.delete(&format!("/api/accounts/{id}")).await.expect(204);
    let items = cloud.dump().await.len();
    let heard = cloud.nobody().post(&format!("/local/mail/{}/bounce", mail.id), Value::Null).await.expect(200);
    assert_eq!((heard.json["done"].as_u64(), cloud.dump().await.len()), (Some(0), items), "{}", heard.text);
    let nothing = cloud.nobody().post(&format!("/local/mail/{}/vanish", mail.id), Value::Null).await;
    assert_eq!(nothing.status, 404);
    assert_eq!(cloud.invoke("mail_event", json!({ "Records": [{}] })).await["code"], "internal_error");
}
