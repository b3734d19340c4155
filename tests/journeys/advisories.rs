//! An advisory that hits what is deployed becomes a draft, through infra/advisory-notice; one that doesn't becomes nothing.

use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tests::TestCloud;
use tests::support::directory::TemporaryDirectory;

fn hit(id: &str, name: &str, version: &str) -> Value {
    // As cargo audit 0.22 words it.
    json!({
        "advisory": {
            "id": id, "package": name, "title": "Reads <beyond>\nits buffer", "description": "…", "date": "2026-11-20",
            "aliases": ["CVE-2026-12345"], "cvss": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
            "url": "https://example.test/advisory", "withdrawn": null,
        },
        "versions": { "patched": [">=1.2.3"], "unaffected": [] },
        "affected": null,
        "package": { "name": name, "version": version, "source": "registry+https://github.com/rust-lang/crates.io-index" },
    })
}

fn audit(hits: &[Value]) -> Value {
    json!({ "vulnerabilities": { "found": !hits.is_empty(), "count": hits.len(), "list": hits }, "warnings": {} })
}

fn run(bill: &Path, audit: &Value, more: &[&str]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/advisory-notice");
    let mut command = Command::new(script);
    command.arg("--bill").arg(bill).args(more).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(audit.to_string().as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_advisory_that_hits_the_bill_of_materials_becomes_a_draft() {
    let directory = TemporaryDirectory::new();
    let bill = directory.path().join("functions.cdx.json");
    let components = json!([{ "name": "leaky", "version": "1.2.0" }, { "name": "sound", "version": "2.0.0" }]);
    std::fs::write(&bill, json!({ "bomFormat": "CycloneDX", "components": components }).to_string()).unwrap();

    // Another version, and what only the tests use.
    let elsewhere = [hit("RUSTSEC-2026-0001", "leaky", "1.3.0"), hit("RUSTSEC-2026-0002", "of-tests", "1.0.0")];
    for missed in [&[][..], &elsewhere] {
        let output = run(&bill, &audit(missed), &[]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(3), 0), "{output:?}");
    }
    let both = audit(&[elsewhere[1].clone(), hit("RUSTSEC-2026-0003", "leaky", "1.2.0"), hit("RUSTSEC-2026-0004", "sound", "2.0.0")]);
    let unnamed = run(&bill, &both, &[]);
    assert!(unnamed.status.code() == Some(2) && String::from_utf8_lossy(&unnamed.stderr).contains("RUSTSEC-2026-0004"), "{unnamed:?}");
    assert_eq!(run(&bill, &both, &["RUSTSEC-2026-0009"]).status.code(), Some(3));

    let output = run(&bill, &both, &["RUSTSEC-2026-0003"]);
    assert!(output.status.success(), "{output:?}");
    let input: Value = serde_json::from_slice(&output.stdout).unwrap();
    let cloud = TestCloud::start().await;
    let drafted = cloud.invoke("notice_draft", input).await;
    assert_eq!(drafted["audience"], "all", "{drafted}");
    let mail = cloud.invoke("notice_preview", json!({ "draft": drafted["draft"] })).await;
    assert!(mail["subject"].as_str().unwrap().starts_with("【お知らせ・脆弱性】"), "{mail}");
    for words in
        ["RUSTSEC-2026-0003 / CVE-2026-12345", "leaky 1.2.0", "Reads <beyond> its buffer", ">=1.2.3", "https://example.test/advisory"]
    {
        assert_eq!(mail["text"].as_str().unwrap().matches(words).count(), 2, "in both languages: {words}: {mail}");
    }
    assert!(!mail["text"].as_str().unwrap().contains("sound"), "{mail}");
}
