//! A valid call of every endpoint, on every path: its actor holds the needed role and nothing more.

use super::bodies::{self, organization};
use super::{Place, Walk, factors};
use crate::{Actor, PASSWORD, Reply};
use reqwest::Method;
use serde_json::{Value, json};
use shared::domain::role::Role;
use shared::endpoint::Access;

/// A call that succeeds once.
pub struct Call {
    /// Who holds the needed role, and no more.
    pub actor: Actor,
    /// The path, with records of the demo organization.
    pub path: String,
    /// The query, of a read.
    pub query: String,
    /// The body of a write, or the payload of an operator function; null for none.
    pub body: Value,
}

/// A member that no input has. It stops a call behind the door, at the parser, so that nothing is done.
pub const SURPRISE: &str = "surprise";

impl Call {
    /// The call as it is meant, by some actor.
    pub async fn send(&self, actor: &Actor, place: Place) -> Reply {
        self.request(actor, place, &self.query, &[], self.body.clone()).await
    }

    /// The same with a [`SURPRISE`].
    pub async fn probe(&self, actor: &Actor, place: Place, headers: &[(&str, &str)]) -> Reply {
        if !place.spec.method.takes_body() {
            return self.request(actor, place, &joined(&self.query, &format!("{SURPRISE}=1")), headers, Value::Null).await;
        }
        let mut body = if self.body.is_null() { json!({}) } else { self.body.clone() };
        body[SURPRISE] = json!(1);
        self.request(actor, place, "", headers, body).await
    }

    /// The same with more in the query.
    pub async fn query(&self, actor: &Actor, place: Place, more: &str) -> Reply {
        self.request(actor, place, &joined(&self.query, more), &[], Value::Null).await
    }

    /// The same with any body.
    pub async fn raw(&self, actor: &Actor, place: Place, media_type: &str, body: Vec<u8>) -> Reply {
        actor.send(method(place), &self.target(&self.query), &[("content-type", media_type)], Some(body)).await
    }

    async fn request(&self, actor: &Actor, place: Place, query: &str, headers: &[(&str, &str)], body: Value) -> Reply {
        let headers = [&[("content-type", "application/json")], headers].concat();
        let body = (!body.is_null()).then(|| body.to_string().into_bytes());
        actor.send(method(place), &self.target(query), &headers, body).await
    }

    fn target(&self, query: &str) -> String {
        if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) }
    }
}

fn joined(query: &str, more: &str) -> String {
    if query.is_empty() { more.to_owned() } else { format!("{query}&{more}") }
}

fn method(place: Place) -> Method {
    Method::from_bytes(place.spec.method.as_str().as_bytes()).unwrap()
}

/// The valid call of an endpoint on a path.
pub async fn valid(walk: &Walk<'_>, place: Place) -> Call {
    let actor = actor(walk, place).await;
    let id = if place.path.contains("{id}") { record(walk, place).await } else { String::new() };
    let label = if place.path.contains("{label}") { walk.label.clone() } else { String::new() };
    let session = if place.path.contains("{session}") { session(walk).await } else { String::new() };
    let path = place.path.replace("{id}", &id).replace("{label}", &label).replace("{session}", &session).replace("{path+}", "claims");
    assert!(!path.contains('{'), "{path}: nothing stands for a variable");
    // What invokes an operator function stands in its payload, a read's, too.
    let has_body = place.spec.method.takes_body() || place.spec.access == Access::Operator;
    let body = if has_body { body(walk, place, &actor).await } else { Value::Null };
    Call { actor, path, query: query(walk, place).await, body }
}

async fn actor(walk: &Walk<'_>, place: Place) -> Actor {
    match place.spec.name {
        // What ends all sessions has an account of its own, what ends or renews one a session.
        "session_end" if !place.path.contains("{id}") => walk.cloud.new_account("ending@demo.example", &["viewer"], None).await,
        "session_refresh" | "session_delete" | "session_end" => walk.cloud.actor("viewer@demo.example").await,
        // Whoever enrols or shows a second factor has an account of its own.
        name if name.starts_with("factor_") => factors::actor(walk, name).await,
        "password_change" => {
            let actor = walk.cloud.new_account("changing@demo.example", &["viewer"], None).await;
            let changed = json!({ "current_password": PASSWORD, "new_password": CHANGED });
            let _changed = actor.put("/api/me/password", changed).await.expect(204);
            actor
        }
        _ => walk.allowed(place.spec.access),
    }
}

const CHANGED: &str = "nine violet kettles drifting";

async fn query(walk: &Walk<'_>, place: Place) -> String {
    match place.spec.name {
        "policyholder_list" => "limit=5".into(),
        "animal_list" => format!("policyholder={}", walk.policy.policyholder),
        "policy_list" => format!("animal={}", walk.policy.animal),
        "premium_list" => format!("policy={}", walk.policy.policy),
        "claim_list" => format!("policy={}&state=paid", walk.policy.policy),
        "timeline_list" => format!("record={}", walk.claim),
        "timeline_proof" => {
            // The organization was opened minutes ago: its entry is old enough to be sealed.
            walk.cloud.invoke("timeline_seal", Value::Null).await;
            let me = walk.member(Role::Viewer).get("/api/me").await.expect(200).json;
            let organization = me["organization"]["id"].as_str().unwrap();
            format!("record_kind=organization&record_id={organization}&sequence=1")
        }
        _ => String::new(),
    }
}

/// The record that the path names: one of its own where the call changes it for good.
async fn record(walk: &Walk<'_>, place: Place) -> String {
    let (cloud, policy) = (walk.cloud, &walk.policy);
    match place.spec.name {
        "account_show" | "account_update" | "account_delete" => {
            let account = cloud.new_account(&format!("{}@demo.example", place.spec.name), &["viewer"], None).await;
            account.get("/api/me").await.expect(200).id()
        }
        "account_suppression_lift" => suppressed(walk).await,
        "session_end" => session(walk).await,
        // Without a session it ends all of them: not those of the walk's own people.
        "account_session_end" if !place.path.contains("{session}") => {
            let account = cloud.new_account("ended@demo.example", &["viewer"], None).await;
            account.get("/api/me").await.expect(200).id()
        }
        "account_second_factor_delete" => factors::enrolled(walk, "deleted-factor@demo.example").await,
        "factor_remove" => "totp".into(),
        "account_reinvite" => invited(walk, "reinvited@demo.example").await,
        "certificate_download" | "certificate_revoke" => {
            let order = json!({ "name": "新人 太郎" });
            walk.member(Role::Administrator).post("/api/certificates", order).await.expect(201).id()
        }
        "label_update" | "label_delete" => label(walk, place.spec.name).await,
        "claim_update" | "claim_submit" | "claim_assign" => cloud.claim_draft(policy).await,
        "claim_assess" | "claim_return" | "claim_withdraw" => cloud.claim_submitted(policy).await,
        "claim_reopen" => cloud.claim_rejected(policy).await,
        "claim_approve" | "claim_reject" => cloud.claim_assessed(policy).await,
        "claim_pay" | "claim_fail_payment" => cloud.claim_approved(policy).await,
        "claim_extend_due" => cloud.claim_submitted(policy).await,
        "claim_retry_payment" => cloud.claim_refused_by_the_bank(policy).await,
        "claim_record_recovery" => cloud.claim_overpaid(policy).await,
        "card_show" | "card_remove" => {
            let policyholder = cloud.policyholder().await;
            cloud.card(policy.domain, &policyholder).await;
            policyholder
        }
        "premium_refund" => cloud.premium_charged().await.1,
        "notice_read" => {
            super::operators::open_incident(walk).await;
            let notices = walk.member(Role::Viewer).get("/api/notices").await.expect(200);
            notices.json["items"][0]["id"].as_str().unwrap().to_owned()
        }
        _ => in_collection(walk, place),
    }
}

fn in_collection(walk: &Walk<'_>, place: Place) -> String {
    let found = match place.path.split('/').nth(2).unwrap_or_default() {
        "policyholders" => &walk.policy.policyholder,
        "animals" => &walk.policy.animal,
        "products" => &walk.policy.product,
        "policies" => &walk.policy.policy,
        "claims" => &walk.claim,
        "payouts" => &walk.payout,
        "accounts" => &walk.account,
        other => panic!("{}: the walk has no record of {other}", place.spec.name),
    };
    found.clone()
}

async fn invited(walk: &Walk<'_>, mail_address: &str) -> String {
    let invitation = json!({ "name": "招待 五郎", "mail_address": mail_address, "roles": ["viewer"] });
    let administrator = walk.member(Role::Administrator);
    administrator.post("/api/accounts", invitation).await.expect(201).id()
}

/// An account to which mail is stopped.
async fn suppressed(walk: &Walk<'_>) -> String {
    let mail_address = "suppressed@demo.example";
    let account = invited(walk, mail_address).await;
    walk.cloud.meets(mail_address, local::mail::Fate::Bounce).await;
    account
}

/// That a mail to an account came back, as the provider abroad tells it.
async fn told(walk: &Walk<'_>) -> Value {
    let mail_address = "heard@demo.example";
    invited(walk, mail_address).await;
    let mail = walk.cloud.mail_to(mail_address).await.remove(0);
    walk.cloud.cloud.mailgun.event(&mail, local::mail::Fate::Bounce, walk.cloud.now()).unwrap()
}

async fn label(walk: &Walk<'_>, name: &str) -> String {
    let administrator = walk.member(Role::Administrator);
    administrator.post("/api/labels", json!({ "name": name, "colour": "#00cc00" })).await.expect(201).id()
}

/// An open session of the viewer, whom the walk's paths name.
async fn session(walk: &Walk<'_>) -> String {
    walk.cloud.actor("viewer@demo.example").await.get("/api/me").await.expect(200).json["session"].as_str().unwrap().to_owned()
}

// What stands in the body. A new write has to be added here: the walk says so.
async fn body(walk: &Walk<'_>, place: Place, actor: &Actor) -> Value {
    match place.spec.name {
        name if name.starts_with("factor_") => factors::body(walk, name, actor).await,
        "session_verify" => factors::second_step(walk).await,
        "session_end" => json!({ "password": PASSWORD }),
        "account_session_end" | "account_second_factor_delete" | "account_suppression_lift" => Value::Null,
        "session_create" => json!({ "mail_address": "viewer@demo.example", "password": PASSWORD }),
        "password_change" => json!({ "current_password": CHANGED, "new_password": PASSWORD }),
        "inquiry_create" => json!({ "subject": "請求", "text": "開けません。", "reply_to": "stranger@elsewhere.example" }),
        "password_reset_request" => json!({ "mail_address": "viewer@demo.example" }),
        "password_set" => {
            invited(walk, "setting@demo.example").await;
            let _delivered = walk.cloud.mail_to("setting@demo.example").await;
            let token = local::demo::newest_token(&walk.cloud.cloud, "setting@demo.example").unwrap();
            json!({ "token": token, "new_password": PASSWORD })
        }
        "account_invite" => json!({ "name": "招待 六郎", "mail_address": "invited@demo.example", "roles": ["clerk", "assessor"] }),
        "account_update" => json!({ "name": "改名 七郎", "roles": ["approver"], "approval_limit_yen": 50_000 }),
        "label_create" => json!({ "name": "新規", "colour": "#0000cc", "order": 3 }),
        "label_update" => json!({ "name": "変更済", "colour": "#0000cc", "order": 3 }),
        "mail_hear" => told(walk).await,
        "organization_open" => organization("administrator@walk.example"),
        "organization_key_rotate" => json!({ "organization": walk.organization }),
        "certificate_issue" => json!({ "name": "新人 太郎", "account": walk.account, "days": 30, "profile": "legacy" }),
        "certificate_revoke" => json!({ "reason": "書類の不備" }),
        "certificate_issue_first" => json!({ "organization": walk.organization, "name": "新人 太郎" }),
        "security_update" => json!({ "certificates": "not_needed", "second_factor": "optional" }),
        name if place.spec.access == Access::Operator => super::operators::payload(walk, name).await,
        name if name.ends_with("_search") => bodies::search(walk, name).await,
        name if name.ends_with("_many") => bodies::of_many(walk, name).await,
        _ => bodies::of_record(walk, place),
    }
}
