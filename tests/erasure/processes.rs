//! The local cloud as a process of its own, killed (SIGKILL) while it erases, and started again on the same state.

use crate::{due, small};
use chrono::TimeDelta;
use serde_json::Value;
use shared::domain::erasure::SignedCertificate;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tests::{MovableClock, PASSWORD, TestCloud};

/// After how many milliseconds of erasing it is killed: early, in the midst, late.
const KILLS_MILLISECONDS: [u64; 5] = [5, 20, 45, 80, 140];
/// How long a start may take, also on a machine that builds beside.
const START_TIMEOUT: Duration = Duration::from_secs(90);

struct Process {
    child: Child,
    base: String,
}

impl Process {
    async fn start(program: &Path, directory: &Path) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(program);
        command.env("STATE_DIR", directory).env("PORT", port.to_string()).env("HTTPS_PORT", "0").env("MTLS_PORT", "0");
        command.env("PASSWORD_MEMORY_KIB", "19456").env("PASSWORD_PASSES", "2");
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let process = Self { child, base: format!("http://127.0.0.1:{port}") };
        let (client, started) = (tests::support::cloud::client(), Instant::now());
        while !client.get(format!("{}/api/health", process.base)).send().await.is_ok_and(|reply| reply.status().is_success()) {
            assert!(started.elapsed() < START_TIMEOUT, "the local cloud doesn't start");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        process
    }

    // The outcome, or nothing where the process was killed meanwhile.
    async fn erase(&self) -> Option<Value> {
        let sent = tests::support::cloud::client().post(format!("{}/local/invoke/erasure_run", self.base)).send().await.ok()?;
        serde_json::from_slice(&sent.bytes().await.ok()?).ok()
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_is_gone_on_with_by_the_next() {
    let program = crate::programs::program("local-cloud", "LOCAL_CLOUD");
    // The process knows no other time than the machine's.
    let clock = MovableClock::at_the_present();
    clock.move_by(-TimeDelta::hours(25));
    let cloud = TestCloud::start_at(clock, |_| ()).await;
    let small = small::make(&cloud, 1).await;
    due(&cloud, &small.organization).await;
    let directory = cloud.directory().to_owned();
    cloud.cloud.stop().await;
    std::fs::write(directory.join("demo-made"), b"").unwrap();
    std::fs::write(directory.join("demo-password"), PASSWORD).unwrap();
    for milliseconds in KILLS_MILLISECONDS {
        let process = Process::start(&program, &directory).await;
        let _cut_off = tokio::time::timeout(Duration::from_millis(milliseconds), process.erase()).await;
        process.kill();
    }
    let last = Process::start(&program, &directory).await;
    let outcome = last.erase().await.unwrap();
    assert_eq!(outcome["failed"], 0, "{outcome}");
    last.kill();

    let files = std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path());
    let store: Vec<Vec<u8>> = files
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("store.sqlite"))
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    let holds = |text: &&String| store.iter().any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()));
    let left: Vec<&String> = small.known.iter().filter(holds).collect();
    assert!(left.is_empty(), "the raw file holds {left:?}");
    let ledger = directory.join("documents/records");
    let certificate = ledger.join(format!("erasures%2F{}%2Fcertificate.json", small.organization));
    let signed: SignedCertificate = serde_json::from_slice(&std::fs::read(certificate).unwrap()).unwrap();
    assert_eq!((signed.certificate.items["claim"], signed.certificate.found_by_proof), (1, 0));
}
