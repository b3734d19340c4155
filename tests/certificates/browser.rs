//! A certificate in Chromium, installed as a person installs it, and chosen without a question.

use super::{CLERK, Desk, administrator, cloud, credentials, run};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::Path;
use tests::TestCloud;
use tests::support::browser::{Options, browse};
use tests::support::certificate::Door;
use tests::support::directory::TemporaryDirectory;
use tests::support::web_driver::Page;

async fn fetch(page: &Page, method: &str, path: &str, body: Value) -> (u64, String) {
    let (status, body) = page.fetch(method, path, &body).await;
    (status, body["code"].as_str().unwrap_or_default().to_owned())
}

/// A home with a certificate store that trusts the local authority and holds a certificate, and a profile that chooses it.
async fn install(desk: &Desk, home: &Path) -> Options {
    let store = home.join(".pki/nssdb");
    std::fs::create_dir_all(&store).unwrap();
    let store = format!("sql:{}", store.display());
    let (root, file) = (desk.path("root.pem"), desk.path("client.p12"));
    let steps: [(&str, Vec<&str>); 3] = [
        ("certutil", vec!["-d", &store, "-N", "--empty-password"]),
        ("certutil", vec!["-d", &store, "-A", "-n", "local", "-t", "C,,", "-i", &root]),
        ("pk12util", vec!["-d", &store, "-i", &file, "-W", &desk.certificate.pass_phrase, "-K", ""]),
    ];
    for (program, arguments) in steps {
        let said = run(program, &arguments, "", "").await;
        assert!(said.good, "{program}: {}", said.text);
    }
    let user_data = home.join("profile");
    std::fs::create_dir_all(user_data.join("Default")).unwrap();
    // What an administrator's policy AutoSelectCertificateForUrls would say, as a setting of this profile alone.
    let choice = json!({ "https://localhost,*": { "setting": { "filters": [{}] } } });
    let preferences = json!({ "profile": { "content_settings": { "exceptions": { "auto_select_certificate": choice } } } });
    std::fs::write(user_data.join("Default/Preferences"), preferences.to_string()).unwrap();
    Options { home: Some(home.to_owned()), user_data: Some(user_data), ..Options::default() }
}

async fn with_installed(cloud: &TestCloud, desk: &Desk, expected: &'static str) {
    let home = TemporaryDirectory::new();
    let options = install(desk, home.path()).await;
    let (page_address, certificate) = (format!("{}/inquiry", cloud.origin(Door::Demanding)), desk.certificate.clone());
    let administrator = administrator(cloud).await;
    browse(options, async move |page| {
        page.go_to(&page_address).await;
        let _form = page.element("#form").await;
        let signed_in = fetch(&page, "POST", "/api/sessions", credentials(CLERK)).await;
        if !expected.is_empty() {
            assert_eq!(signed_in, (403, expected.to_owned()));
            return;
        }
        assert_eq!(signed_in, (201, String::new()));
        assert_eq!(fetch(&page, "GET", "/api/me", Value::Null).await, (200, String::new()));
        certificate.revoke(&administrator).await;
        assert_eq!(fetch(&page, "GET", "/api/me", Value::Null).await, (403, "certificate_revoked".to_owned()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_signs_in_with_an_installed_certificate_until_it_is_revoked() {
    let cloud = cloud().await;
    for profile in ["modern", "legacy"] {
        let desk = Desk::set_up(&cloud, &administrator(&cloud).await, profile).await;
        with_installed(&cloud, &desk, "").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_is_refused_with_the_certificate_of_another_organization() {
    let cloud = cloud().await;
    let desk = Desk::set_up(&cloud, &cloud.actor("administrator@other.example").await, "modern").await;
    with_installed(&cloud, &desk, "certificate_foreign").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_without_a_certificate_does_not_get_through_the_door() {
    let cloud = cloud().await;
    let address = format!("{}/inquiry", cloud.origin(Door::Demanding));
    browse(Options { any_certificate: true, ..Options::default() }, async move |page| {
        // The driver reports the refused handshake, or calls the browser's own page about it a page like any other.
        let _reported = page.send(Method::POST, "/url", &json!({ "url": address })).await;
        assert_eq!(page.run("return document.querySelector('#form')").await, Value::Null, "the page of the service");
    })
    .await;
}
