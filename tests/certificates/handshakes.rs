//! Handshakes at the doors: openssl s_client for both versions of TLS, and curl with the file as it was downloaded.

use super::{ADMINISTRATOR, CLERK, Desk, Said, administrator, cloud, credentials, run};
use serde_json::{Value, json};
use tests::support::certificate::{ClientCertificate, Door};
use tests::{PASSWORD, TestCloud};

const HEALTH: &str = "GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// One request through openssl s_client.
async fn s_client(cloud: &TestCloud, desk: &Desk, version: &str, shown: bool) -> Said {
    let address = format!("localhost:{}", cloud.cloud.mtls.port());
    let (root, client) = (desk.path("root.pem"), desk.path("client.pem"));
    std::fs::write(&client, desk.certificate.pem()).unwrap();
    let mut arguments = vec!["s_client", "-connect", &address, version, "-CAfile", &root, "-verify_return_error", "-ign_eof"];
    if shown {
        arguments.extend(["-cert", &client, "-key", &client]);
    }
    run("openssl", &arguments, "", HEALTH).await
}

#[tokio::test(flavor = "multi_thread")]
async fn openssl_shakes_hands_with_a_certificate_and_not_without() {
    let cloud = cloud().await;
    let desk = Desk::set_up(&cloud, &administrator(&cloud).await, "modern").await;
    for version in ["-tls1_2", "-tls1_3"] {
        let with = s_client(&cloud, &desk, version, true).await;
        assert!(with.text.contains("HTTP/1.1 200 OK") && with.text.contains("Verify return code: 0 (ok)"), "{version}: {}", with.text);
        // The door names the authority whose certificates it takes, by which browsers choose.
        assert!(with.text.contains("Acceptable client certificate CA names") && with.text.contains("Client Certificates"), "{}", with.text);
        let without = s_client(&cloud, &desk, version, false).await;
        assert!(!without.text.contains("HTTP/1.1"), "{version}: {}", without.text);
        assert!(
            without.text.contains("alert certificate required") || without.text.contains("alert handshake failure") || !without.good,
            "{}",
            without.text
        );
    }
}

/// A POST through curl with the file as it was downloaded: status and body.
async fn curl(cloud: &TestCloud, desk: &Desk, path: &str, body: &Value) -> (u16, Value) {
    let (root, url, body) = (desk.path("root.pem"), format!("{}{path}", cloud.origin(Door::Demanding)), body.to_string());
    let certificate = format!("{}:{}", desk.path("client.p12"), desk.certificate.pass_phrase);
    let jar = desk.path("jar");
    let mut arguments = vec!["--silent", "--show-error", "--noproxy", "*", "--cacert", &root, "--cert-type", "P12", "--cert", &certificate];
    arguments.extend(["--cookie", &jar, "--cookie-jar", &jar, "--write-out", "\n%{http_code}"]);
    if !body.is_empty() && body != "null" {
        arguments.extend(["--header", "content-type: application/json", "--data", &body]);
    }
    arguments.push(&url);
    let said = run("curl", &arguments, "", "").await;
    let (body, status) = said.text.rsplit_once('\n').unwrap_or_else(|| panic!("{}", said.text));
    (status.parse().unwrap_or_else(|_| panic!("{}", said.text)), serde_json::from_str(body).unwrap_or(Value::Null))
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_signs_in_with_both_profiles_and_is_refused_right_after_the_revocation() {
    let cloud = cloud().await;
    let administrator = administrator(&cloud).await;
    for profile in ["modern", "legacy"] {
        let desk = Desk::set_up(&cloud, &administrator, profile).await;
        let (status, session) = curl(&cloud, &desk, "/api/sessions", &credentials(CLERK)).await;
        assert_eq!(status, 201, "{profile}: {session}");
        let (status, me) = curl(&cloud, &desk, "/api/me", &Value::Null).await;
        assert_eq!((status, &me["last_sign_in"]["certificate"]), (200, &json!(desk.certificate.fingerprint)), "{profile}: {me}");
        desk.certificate.revoke(&administrator).await;
        let (status, refused) = curl(&cloud, &desk, "/api/me", &Value::Null).await;
        assert_eq!((status, &refused["code"]), (403, &json!("certificate_revoked")), "{profile}");
        let (status, refused) = curl(&cloud, &desk, "/api/sessions", &credentials(CLERK)).await;
        assert_eq!((status, &refused["code"]), (403, &json!("certificate_revoked")), "{profile}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_is_refused_with_the_certificate_of_another_organization_or_account() {
    let cloud = cloud().await;
    let theirs = Desk::set_up(&cloud, &cloud.actor("administrator@other.example").await, "modern").await;
    let (status, refused) = curl(&cloud, &theirs, "/api/sessions", &credentials(CLERK)).await;
    assert_eq!((status, &refused["code"]), (403, &json!("certificate_foreign")));

    let plain = administrator(&cloud).await;
    let account = plain.get("/api/me").await.expect(200).id();
    let own = ClientCertificate::issue(&plain, json!({ "name": "管理者の端末", "account": account })).await;
    let shared = Desk::set_up(&cloud, &plain, "modern").await;
    let shown = cloud.at_door(Door::Demanding, Some(&own));
    let _session = shown.sign_in(ADMINISTRATOR, PASSWORD).await.expect(201);
    let _bound = shown.put("/api/security", json!({ "certificates": "bound", "second_factor": "optional" })).await.expect(200);
    let (status, refused) = curl(&cloud, &shared, "/api/sessions", &credentials(CLERK)).await;
    assert_eq!((status, &refused["code"]), (403, &json!("certificate_not_own")));
}
