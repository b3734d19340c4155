//! Client certificates in the hands of other programs: OpenSSL, curl, Java's keytool and Chromium read the files and shake
//! hands with the local cloud's doors. `tests/install-browser` gets them.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod browser;
mod files;
mod handshakes;

use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Stdio;
use tests::support::certificate::ClientCertificate;
use tests::support::directory::TemporaryDirectory;
use tests::{Actor, MovableClock, TestCloud};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

const ADMINISTRATOR: &str = "administrator@demo.example";
const CLERK: &str = "clerk@demo.example";

/// A cloud at the machine's own time: other programs judge certificates by nothing else.
async fn cloud() -> TestCloud {
    TestCloud::start_at(MovableClock::at_the_present(), |_| ()).await
}

/// A certificate of the demo organization, with its file and the doors' authority in a directory.
struct Desk {
    certificate: ClientCertificate,
    directory: TemporaryDirectory,
}

impl Desk {
    async fn set_up(cloud: &TestCloud, administrator: &Actor, profile: &str) -> Self {
        let certificate = ClientCertificate::issue(administrator, json!({ "name": "受付の端末", "profile": profile, "days": 60 })).await;
        let directory = TemporaryDirectory::new();
        std::fs::write(directory.path().join("client.p12"), &certificate.file).unwrap();
        std::fs::write(directory.path().join("root.pem"), cloud.cloud.authority.root_pem()).unwrap();
        Self { certificate, directory }
    }

    fn path(&self, name: &str) -> String {
        let path: PathBuf = self.directory.path().join(name);
        path.to_str().unwrap().to_owned()
    }
}

/// What a program said and whether it ended well.
#[derive(Debug)]
struct Said {
    good: bool,
    text: String,
}

/// Runs a program with a pass phrase in its environment as `PASS_PHRASE`, and something to read.
async fn run(program: &str, arguments: &[&str], pass_phrase: &str, input: &str) -> Said {
    let mut command = Command::new(program);
    command.args(arguments).env("PASS_PHRASE", pass_phrase).env("LC_ALL", "C").kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().unwrap_or_else(|error| panic!("{program}: {error}; tests/install-browser gets it"));
    let mut stdin = running.stdin.take().unwrap();
    // It may have ended already, and read nothing.
    let _written = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    let ended = tokio::time::timeout(std::time::Duration::from_secs(60), running.wait_with_output());
    let ended = ended.await.unwrap_or_else(|_| panic!("{program} doesn't end")).unwrap();
    let text = [ended.stdout, ended.stderr].map(|output| String::from_utf8_lossy(&output).into_owned()).concat();
    Said { good: ended.status.success(), text }
}

/// An administrator's session without a certificate.
async fn administrator(cloud: &TestCloud) -> Actor {
    cloud.actor(ADMINISTRATOR).await
}

/// What signs somebody in.
fn credentials(mail_address: &str) -> Value {
    json!({ "mail_address": mail_address, "password": tests::PASSWORD })
}
