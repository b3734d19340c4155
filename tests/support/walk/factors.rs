//! The calls of second factors: each needs an account that is just so far.

use super::Walk;
use crate::support::authenticator::{Authenticator, add_passkey, code, enrol_app};
use crate::{Actor, PASSWORD};
use chrono::TimeDelta;
use serde_json::{Value, json};

/// Somebody who has enrolled as much as the call needs.
pub async fn actor(walk: &Walk<'_>, name: &str) -> Actor {
    walk.cloud.new_account(&format!("{}@demo.example", name.replace('_', "-")), &["viewer"], None).await
}

/// The account of somebody with an authenticator app.
pub async fn enrolled(walk: &Walk<'_>, mail_address: &str) -> String {
    let actor = walk.cloud.new_account(mail_address, &["viewer"], None).await;
    enrol_app(&actor, walk.cloud.now()).await;
    actor.get("/api/me").await.expect(200).id()
}

/// What stands in the body.
pub async fn body(walk: &Walk<'_>, name: &str, actor: &Actor) -> Value {
    let (now, origin) = (walk.cloud.now(), &walk.cloud.cloud.world.settings.public_origin);
    match name {
        "factor_totp_start" | "factor_challenge" => Value::Null,
        "factor_totp_confirm" => {
            let started = actor.post("/api/me/totp", json!({})).await.expect(201);
            json!({ "code": code(started.json["secret"].as_str().unwrap(), now) })
        }
        "factor_codes_renew" => {
            let (secret, _) = enrol_app(actor, now).await;
            // The code that enrolled the app is spent; the next one holds already.
            json!({ "code": code(&secret, now + TimeDelta::seconds(30)) })
        }
        "factor_passkey_add" => {
            let options = actor.post("/api/me/passkeys/challenge", json!({})).await.expect(201).json;
            json!({ "name": "鍵", "passkey": Authenticator::new().create(&options["creation"], origin) })
        }
        "factor_remove" => {
            enrol_app(actor, now).await;
            let mut authenticator = Authenticator::new();
            add_passkey(actor, &mut authenticator, origin).await;
            let options = actor.post("/api/me/passkeys/challenge", json!({})).await.expect(201).json;
            json!({ "passkey": authenticator.get(&options["request"], origin) })
        }
        name => panic!("{name}: the walk has no valid body"),
    }
}

/// The second step of a sign-in.
pub async fn second_step(walk: &Walk<'_>) -> Value {
    let (mail_address, now) = ("second-step@demo.example", walk.cloud.now());
    let actor = walk.cloud.new_account(mail_address, &["viewer"], None).await;
    let (secret, _) = enrol_app(&actor, now).await;
    let asked = walk.cloud.nobody().sign_in(mail_address, PASSWORD).await.expect(201);
    json!({ "ticket": asked.json["second_factor"]["ticket"], "code": code(&secret, now + TimeDelta::seconds(30)) })
}
