//! The loader on the sample that lies here: it reconciles to the yen, a second run finds everything and makes nothing, and what
//! isn't as the files say is told by the exit code.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;
use tests::support::directory::TemporaryDirectory;
use tests::support::programs::program;
use tests::{MovableClock, PASSWORD, TestCloud};
use tokio::process::Command;

/// Worked out by hand beside the loader: 60 claims, of which 9 pay nothing.
const PAID_YEN: &str = "1,413,810";

static LOADER: LazyLock<PathBuf> = LazyLock::new(|| program("load", "LOADER"));

// The loader knows only the machine's clock.
async fn cloud() -> TestCloud {
    TestCloud::start_at(MovableClock::at_the_present(), |_| ()).await
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("load")
}

async fn load(cloud: &TestCloud, folder: &Path, more: &[(&str, &str)]) -> Output {
    let mut loader = Command::new(&*LOADER);
    loader.arg(folder).env("BASE_URL", cloud.base()).env("DEMO_PASSWORD", PASSWORD).env_remove("ANIMALS").envs(more.iter().copied());
    loader.output().await.unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

// The figures of a row of the reconciliation.
fn row<'o>(output: &'o str, name: &str) -> Vec<&'o str> {
    let row = output.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("no {name} in {output}"));
    row.split_once(name).unwrap().1.split_whitespace().collect()
}

#[tokio::test]
async fn the_sample_reconciles_to_the_yen_and_a_second_run_makes_nothing() {
    let cloud = cloud().await;
    // A part first, so that the whole has something to go on from.
    let part = load(&cloud, &sample(), &[("ANIMALS", "7"), ("CONCURRENCY", "1")]).await;
    assert!(part.status.success(), "{}", text(&part));
    for run in 1..=2 {
        let output = load(&cloud, &sample(), &[]).await;
        let told = text(&output);
        assert!(output.status.success(), "run {run}: {told}");
        assert_eq!(row(&told, "Policies "), ["40", "40", "0"]);
        assert_eq!(row(&told, " paid "), ["51", "51", "0"]);
        assert_eq!(row(&told, "rejected, below the deductible"), ["9", "9", "0"]);
        assert_eq!(row(&told, "Paid, yen"), [PAID_YEN, PAID_YEN, "0"]);
        assert_eq!(told.contains("claim_create"), run == 1, "{told}");
    }
}

#[tokio::test]
async fn a_claim_that_the_files_do_not_have_is_a_difference() {
    let cloud = cloud().await;
    assert!(load(&cloud, &sample(), &[]).await.status.success());
    let clerk = cloud.actor("clerk@demo.example").await;
    // An animal without claims.
    let policy = clerk.post("/api/policies/search", json!({ "number": "PET-90000002" })).await.json["items"][0]["id"].clone();
    let line = json!({ "treated_on": cloud.today(), "care": "visit", "category": "treatment", "amount_yen": 1, "item": "再診料" });
    let claim = json!({ "policy": policy, "cause": "illness", "diagnosis": "外耳炎", "lines": [line] });
    let _made = clerk.post("/api/claims", claim).await.expect(201);

    let output = load(&cloud, &sample(), &[]).await;
    let told = text(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert_eq!(row(&told, "Claims "), ["60", "61", "+1"]);
    assert_eq!(row(&told, "in other states"), ["0", "1", "+1"]);
    assert_eq!(row(&told, "Policies that differ"), ["0", "1", "+1"]);
    assert!(told.contains("PET-90000002: Claims 1 ≠ 0"), "{told}");
}

#[tokio::test]
async fn other_data_under_the_same_numbers_and_broken_files_are_refused() {
    let cloud = cloud().await;
    assert!(load(&cloud, &sample(), &[("ANIMALS", "1")]).await.status.success());
    let directory = TemporaryDirectory::new();
    let write = |claims: &str| {
        std::fs::copy(sample().join("pets.csv"), directory.path().join("pets.csv")).unwrap();
        std::fs::write(directory.path().join("claims-first-year.csv"), claims).unwrap();
    };
    let claims = std::fs::read_to_string(sample().join("claims-first-year.csv")).unwrap();

    write(&claims.replacen("0.01,0.01", "5.00,5.00", 1));
    let output = load(&cloud, directory.path(), &[("ANIMALS", "1")]).await;
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("PET-90000001: 別の請求があります"), "{}", text(&output));

    write(&claims.replacen("0.01,0.01", "0.01,a cent", 1));
    let output = load(&cloud, directory.path(), &[]).await;
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("claims-first-year.csv 行/row 2 列/column AvgClaimsYr1"), "{}", text(&output));
}
