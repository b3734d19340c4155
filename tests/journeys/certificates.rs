//! Client certificates at the doors of the local cloud.

use tests::{PASSWORD, TestCloud};

fn https_client(cloud: &TestCloud, certificate: bool) -> reqwest::Client {
    let root = reqwest::Certificate::from_pem(cloud.cloud.authority.root_pem().as_bytes()).unwrap();
    let builder = reqwest::Client::builder().no_proxy().tls_certs_only([root]);
    if !certificate {
        return builder.build().unwrap();
    }
    let (certificate, key) = cloud.cloud.authority.issue_client("clerk", "demo", 30).unwrap();
    builder.identity(reqwest::Identity::from_pem(format!("{certificate}{key}").as_bytes()).unwrap()).build().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_door_takes_a_certificate_and_the_other_demands_it() {
    let cloud = TestCloud::start().await;
    let with = https_client(&cloud, true);
    let without = https_client(&cloud, false);
    let taken = format!("https://localhost:{}/api/health", cloud.cloud.https.port());
    let demanded = format!("https://localhost:{}/api/health", cloud.cloud.mtls.port());
    assert_eq!(without.get(&taken).send().await.unwrap().status(), 200);
    assert_eq!(with.get(&taken).send().await.unwrap().status(), 200);
    assert_eq!(with.get(&demanded).send().await.unwrap().status(), 200);
    assert!(without.get(&demanded).send().await.is_err(), "refused in the handshake");

    let sign_in = format!("https://localhost:{}/api/sessions", cloud.cloud.mtls.port());
    let body = serde_json::json!({ "mail_address": "clerk@demo.example", "password": PASSWORD });
    assert_eq!(with.post(&sign_in).json(&body).send().await.unwrap().status(), 201);
    let me = cloud.actor("clerk@demo.example").await.get("/api/me").await;
    let fingerprint = me.json["previous_sign_in"]["certificate"].as_str().expect("the certificate is kept with the sign-in");
    assert_eq!(fingerprint.len(), 64);
}
