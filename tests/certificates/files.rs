//! Both profiles of the file, read by OpenSSL and by Java.

use super::{Desk, administrator, cloud, run};

#[tokio::test(flavor = "multi_thread")]
async fn openssl_and_keytool_read_both_profiles() {
    let cloud = cloud().await;
    let administrator = administrator(&cloud).await;
    let table = [
        ("modern", "MAC: sha256, Iteration 10000", "PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256"),
        ("legacy", "MAC: sha1, Iteration 10000", "pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 10000"),
    ];
    for (profile, mac, encryption) in table {
        let desk = Desk::set_up(&cloud, &administrator, profile).await;
        let (file, phrase) = (desk.path("client.p12"), desk.certificate.pass_phrase.clone());
        let opened = run("openssl", &["pkcs12", "-info", "-noenc", "-in", &file, "-passin", "env:PASS_PHRASE"], &phrase, "").await;
        assert!(opened.good && opened.text.contains(mac), "{profile}: {}", opened.text);
        // Certificate and key alike.
        assert_eq!(opened.text.matches(encryption).count(), 2, "{profile}: {}", opened.text);
        assert_eq!(opened.text.matches("BEGIN CERTIFICATE").count(), 1, "{profile}: the authority isn't in the file");
        assert!(opened.text.contains("BEGIN PRIVATE KEY"), "{profile}");
        let wrong = run("openssl", &["pkcs12", "-info", "-noout", "-in", &file, "-passin", "env:PASS_PHRASE"], "wrong", "").await;
        assert!(!wrong.good && wrong.text.contains("invalid password"), "{profile}: {}", wrong.text);

        let arguments = ["-list", "-v", "-storetype", "PKCS12", "-keystore", &file, "-storepass:env", "PASS_PHRASE"];
        let listed = run("keytool", &arguments, &phrase, "").await;
        assert!(listed.good && listed.text.contains("Entry type: PrivateKeyEntry"), "{profile}: {}", listed.text);
        assert!(listed.text.contains(&format!("CN={}", desk.certificate.id)), "{profile}: {}", listed.text);
        assert!(!run("keytool", &arguments, "wrong", "").await.good, "{profile}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_says_what_it_is_for_and_names_nobody() {
    let cloud = cloud().await;
    let desk = Desk::set_up(&cloud, &administrator(&cloud).await, "modern").await;
    let shown = run("openssl", &["x509", "-noout", "-text", "-nameopt", "utf8,sep_comma_plus"], "", &desk.certificate.pem()).await.text;
    for expected in [
        "Public Key Algorithm: id-ecPublicKey",
        "ASN1 OID: prime256v1",
        "Signature Algorithm: ecdsa-with-SHA256",
        "TLS Web Client Authentication",
        "Digital Signature",
        "CA:FALSE",
        "X509v3 Authority Key Identifier",
        &format!("CN={}", desk.certificate.id),
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    // Whose device it is stands in the list alone.
    assert!(!shown.contains("受付の端末") && !shown.contains("TLS Web Server Authentication"), "{shown}");
    let fingerprint = run("openssl", &["x509", "-noout", "-fingerprint", "-sha256"], "", &desk.certificate.pem()).await.text;
    let fingerprint = fingerprint.trim().rsplit('=').next().unwrap().replace(':', "").to_lowercase();
    assert_eq!(fingerprint, desk.certificate.fingerprint);
}
