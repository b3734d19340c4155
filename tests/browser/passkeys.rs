//! Passkeys in a real browser: Chromium's own implementation of Web Authentication, with its virtual authenticator in place of
//! a security key, at a page of the service.

use serde_json::{Value, json};
use shared::passkey::ALGORITHMS;
use tests::support::browser::{Options, browse};
use tests::support::web_driver::Page;
use tests::{PASSWORD, TestCloud};

const CLERK: &str = "clerk@demo.example";
const VERIFY: &str = "/api/sessions/second-factor";

/// What a page of ours would do with the options that the service hands out: `create` or `get`, and the options.
const ANSWER: &str = r#"
    const [what, options, done] = arguments;
    const publicKey = () => what === "create"
        ? PublicKeyCredential.parseCreationOptionsFromJSON(options) : PublicKeyCredential.parseRequestOptionsFromJSON(options);
    (async () => (await navigator.credentials[what]({ publicKey: publicKey() })).toJSON())()
        .then((made) => done({ made }), (error) => done({ refused: error.name }));
"#;

/// The answer of the browser and its authenticator, or the name of the browser's refusal.
async fn answer(page: &Page, what: &str, options: &Value) -> Result<Value, String> {
    let mut said = page.call(ANSWER, json!([what, options])).await;
    match said["made"].take() {
        Value::Null => Err(said["refused"].as_str().unwrap_or_else(|| panic!("{said}")).to_owned()),
        made => Ok(made),
    }
}

/// A security key that is plugged in, and whose owner verifies every use.
async fn plug_in(page: &Page) -> String {
    page.develop("WebAuthn.enable", json!({})).await;
    let options = json!({
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": true, "hasUserVerification": true, "isUserVerified": true,
        "automaticPresenceSimulation": true,
    });
    let added = page.develop("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await;
    added["authenticatorId"].as_str().unwrap_or_else(|| panic!("{added}")).to_owned()
}

async fn post(page: &Page, path: &str, body: Value, expected: u64) -> Value {
    let (status, reply) = page.fetch("POST", path, &body).await;
    assert_eq!(status, expected, "{path}: {reply}");
    reply
}

/// The first step of signing in, which asks for the passkey.
async fn ask(page: &Page) -> Value {
    post(page, "/api/sessions", json!({ "mail_address": CLERK, "password": PASSWORD }), 201).await["second_factor"].take()
}

/// The second step.
async fn show(page: &Page, asked: &Value, passkey: &Value, expected: u64) -> Value {
    post(page, VERIFY, json!({ "ticket": asked["ticket"], "passkey": passkey }), expected).await
}

async fn sign_out(page: &Page) {
    assert_eq!(page.fetch("DELETE", "/api/sessions/current", &Value::Null).await.0, 204);
}

/// The algorithm of the key that the browser made, as it says itself.
fn algorithm(made: &Value) -> i64 {
    made["response"]["publicKeyAlgorithm"].as_i64().unwrap_or_else(|| panic!("{made}"))
}

async fn at_the_service(cloud: &TestCloud) -> (Options, String) {
    let address = format!("{}/inquiry", cloud.cloud.world.settings.public_origin);
    (Options { any_certificate: true, ..Options::default() }, address)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_made_and_signs_in_and_no_answer_is_taken_twice() {
    let cloud = TestCloud::start().await;
    let (options, address) = at_the_service(&cloud).await;
    browse(options, async move |page| {
        page.go_to(&address).await;
        let key = plug_in(&page).await;
        assert!(post(&page, "/api/sessions", json!({ "mail_address": CLERK, "password": PASSWORD }), 201).await["session"].is_string());
        let offered = post(&page, "/api/me/passkeys/challenge", json!({}), 201).await;
        let made = answer(&page, "create", &offered["creation"]).await.unwrap();
        assert_eq!(algorithm(&made), -7);
        let added = post(&page, "/api/me/passkeys", json!({ "name": "鍵", "passkey": made }), 201).await;
        assert_eq!(added["recovery_codes"].as_array().unwrap().len(), 10);
        // The same once more, and the browser's own word that the key is there already.
        let again = post(&page, "/api/me/passkeys", json!({ "name": "鍵", "passkey": made }), 409).await;
        assert_eq!(again["code"], "enrolment_expired");
        let offered = post(&page, "/api/me/passkeys/challenge", json!({}), 201).await;
        assert_eq!(answer(&page, "create", &offered["creation"]).await.unwrap_err(), "InvalidStateError");
        sign_out(&page).await;

        let asked = ask(&page).await;
        let shown = answer(&page, "get", &asked["passkey"]).await.unwrap();
        assert_eq!(page.fetch("GET", "/api/me", &Value::Null).await.0, 401, "nothing is open yet");
        show(&page, &asked, &shown, 201).await;
        let (_, factors) = page.fetch("GET", "/api/me/second-factors", &Value::Null).await;
        assert_eq!((&factors["shown"], factors["passkeys"].as_array().unwrap().len()), (&json!(true), 1));

        // The answer once more, to its own ticket and to another; and one that was meant for another ticket.
        assert_eq!(show(&page, &asked, &shown, 401).await["code"], "ticket_invalid");
        let (one, other) = (ask(&page).await, ask(&page).await);
        assert_eq!(show(&page, &one, &shown, 401).await["code"], "second_factor_refused");
        let for_one = answer(&page, "get", &one["passkey"]).await.unwrap();
        assert_eq!(show(&page, &other, &for_one, 401).await["code"], "second_factor_refused");
        show(&page, &one, &for_one, 201).await;

        // It ends all sessions as well, which a session alone doesn't.
        assert_eq!(post(&page, "/api/sessions/end", json!({}), 422).await["errors"][0]["code"], "confirmation_one");
        let offered = post(&page, "/api/me/passkeys/challenge", json!({}), 201).await;
        let confirmed = json!({ "passkey": answer(&page, "get", &offered["request"]).await.unwrap() });
        post(&page, "/api/sessions/end", confirmed, 204).await;
        assert_eq!(page.fetch("GET", "/api/me", &Value::Null).await.0, 401);

        // Nobody verifies the use: the browser itself has nothing to show.
        let unverified = json!({ "authenticatorId": key, "isUserVerified": false });
        page.develop("WebAuthn.setUserVerified", unverified).await;
        assert_eq!(answer(&page, "get", &other["passkey"]).await.unwrap_err(), "NotAllowedError");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_of_each_kind_that_is_offered_signs_in() {
    let cloud = TestCloud::start().await;
    let (options, address) = at_the_service(&cloud).await;
    browse(options, async move |page| {
        page.go_to(&address).await;
        post(&page, "/api/sessions", json!({ "mail_address": CLERK, "password": PASSWORD }), 201).await;
        let mut kinds = Vec::new();
        for place in 0..ALGORITHMS.len() {
            let key = plug_in(&page).await;
            let offered = post(&page, "/api/me/passkeys/challenge", json!({}), 201).await;
            // A key that can do nothing else.
            let mut creation = offered["creation"].clone();
            creation["pubKeyCredParams"] = json!([creation["pubKeyCredParams"][place]]);
            let made = answer(&page, "create", &creation).await.unwrap();
            kinds.push(algorithm(&made));
            post(&page, "/api/me/passkeys", json!({ "name": "鍵", "passkey": made }), 201).await;
            sign_out(&page).await;

            let asked = ask(&page).await;
            assert_eq!(asked["passkey"]["allowCredentials"].as_array().unwrap().len(), place + 1);
            let shown = answer(&page, "get", &asked["passkey"]).await.unwrap();
            assert_eq!(shown["id"], made["id"]);
            show(&page, &asked, &shown, 201).await;
            assert_eq!(page.fetch("GET", "/api/me", &Value::Null).await.0, 200);
            page.develop("WebAuthn.removeVirtualAuthenticator", json!({ "authenticatorId": key })).await;
        }
        assert_eq!(kinds, ALGORITHMS.map(i64::from));
    })
    .await;
}
