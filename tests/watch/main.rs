//! The same functions under `cargo lambda watch`: their own processes and version 2.0 events, against the store, keys and
//! mailbox of a local cloud over loopback.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tests::{Actor, MovableClock, PASSWORD, TestCloud};
use tokio::process::{Child, Command};

/// How long the first call of a function may take, which builds it.
const BUILD_SECONDS: u64 = 600;

#[tokio::test]
async fn a_sign_in_and_a_claim_are_served() {
    // Functions of other processes go by the machine's clock.
    let cloud = TestCloud::start_at(MovableClock::at_the_present(), |_| ()).await;
    let policy = cloud.policy().await;
    let claim = format!("/api/claims/{}", cloud.claim_submitted(&policy).await);
    let watch = Watch::start(&cloud).await;

    let elsewhere = watch.actor();
    assert_eq!(elsewhere.get(&claim).await.expect(401).code(), "session_missing");
    assert_eq!(elsewhere.sign_in("clerk@demo.example", "a wrong password").await.expect(401).code(), "sign_in_refused");
    let session = elsewhere.sign_in("clerk@demo.example", PASSWORD).await.expect(201);
    assert_eq!(session.json["roles"], serde_json::json!(["clerk"]));
    let shown = elsewhere.get(&claim).await.expect(200);
    assert_eq!((&shown.json["state"], &shown.json["diagnosis"]), (&"submitted".into(), &"外耳炎".into()));

    let here = cloud.actor("clerk@demo.example").await.get(&claim).await.expect(200);
    assert_eq!((&shown.json, shown.header("etag")), (&here.json, here.header("etag")));
    assert_eq!(elsewhere.get("/api/claims/clm_01ARZ3NDEKTSV4RRFFQ69G5FAV").await.expect(404).code(), "not_found");
    watch.stop().await;
}

/// A running `cargo lambda watch`.
struct Watch {
    address: String,
    process: Child,
}

impl Watch {
    async fn start(cloud: &TestCloud) -> Self {
        let program = program();
        assert!(
            program.is_file(),
            "cargo-lambda is missing at {}: `make test` installs it into .venv, or name it with CARGO_LAMBDA=path",
            program.display()
        );
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (target, release) = build();
        let mut command = Command::new(program);
        command.args(["lambda", "watch", "--ignore-changes", "--invoke-address", "127.0.0.1", "--invoke-port", &port.to_string()]);
        command.args(release.then_some("--release")).envs(cloud.cloud.environment.iter().cloned());
        let process = command.current_dir(root()).env("CARGO_TARGET_DIR", target).stdin(Stdio::null()).kill_on_drop(true).spawn().unwrap();
        let watch = Self { address: format!("127.0.0.1:{port}"), process };
        watch.wait().await;
        watch
    }

    async fn wait(&self) {
        for _ in 0..300 {
            if tokio::net::TcpStream::connect(&self.address).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("cargo lambda watch did not start within 30 seconds");
    }

    fn actor(&self) -> Actor {
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(BUILD_SECONDS)).build().unwrap();
        Actor::new(client, format!("http://{}", self.address))
    }

    // Asked to stop, it ends the functions that it started, too.
    async fn stop(mut self) {
        let process = self.process.id().unwrap().to_string();
        let asked = Command::new("kill").args(["-INT", &process]).status().await.unwrap();
        assert!(asked.success());
        let ended = tokio::time::timeout(Duration::from_secs(20), self.process.wait()).await;
        assert!(ended.is_ok(), "cargo lambda watch does not stop");
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn program() -> PathBuf {
    std::env::var_os("CARGO_LAMBDA").map_or_else(|| root().join(".venv/bin/cargo-lambda"), PathBuf::from)
}

// Where this test was built, and whether as a release: what is built already is not built again.
fn build() -> (PathBuf, bool) {
    let this = std::env::current_exe().unwrap();
    let profile = this.ancestors().nth(2).unwrap();
    (profile.parent().unwrap().to_owned(), profile.ends_with("release"))
}
