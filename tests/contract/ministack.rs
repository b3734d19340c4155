//! ministack, started for one test and ended with it.

use aws_credential_types::Credentials;
use serde_json::Value;
use shared::adapters::client::{Aws, Endpoints};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tests::support::directory::TemporaryDirectory;
use tokio::process::{Child, Command};

/// A running emulator.
pub struct Ministack {
    url: String,
    client: reqwest::Client,
    _process: Child,
    _directory: TemporaryDirectory,
}

impl Ministack {
    /// Starts it on a free port. Where it isn't installed the test fails: a contract that isn't checked is none.
    pub async fn start() -> Self {
        let program = program();
        assert!(
            program.is_file(),
            "ministack is missing at {}: `make test` installs it into .venv, or name it with MINISTACK=path",
            program.display()
        );
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let directory = TemporaryDirectory::new();
        let process = Command::new(&program)
            .current_dir(directory.path())
            .env("BIND_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", port.to_string())
            .env("PERSIST_STATE", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let (url, client) = (format!("http://127.0.0.1:{port}"), tests::support::cloud::client());
        let started = Self { url, client, _process: process, _directory: directory };
        started.wait().await;
        started
    }

    async fn wait(&self) {
        for _ in 0..300 {
            if self.client.get(format!("{}/_ministack/health", self.url)).send().await.is_ok_and(|reply| reply.status().is_success()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("ministack did not start within 30 seconds");
    }

    /// Clients of it.
    pub fn aws(&self) -> Aws {
        let url = || Some(self.url.clone());
        let credentials = Credentials::new("test", "test", None, None, "test");
        Aws::new(
            "ap-northeast-1".into(),
            credentials,
            Endpoints {
                dynamodb: url(),
                dynamodb_backups: url(),
                kms: url(),
                ses_tokyo: url(),
                ses_osaka: url(),
                s3: url(),
                sts: url(),
                apigateway: url(),
                card_gateway: None,
            },
        )
    }

    /// The one mail that was sent, as it read it.
    pub async fn mail(&self) -> Value {
        let reply = self.client.get(format!("{}/_ministack/ses/messages", self.url)).send().await.unwrap();
        let messages: Value = serde_json::from_str(&reply.text().await.unwrap()).unwrap();
        let all: Vec<&Value> = messages["messages"].as_object().unwrap().values().flat_map(|account| account.as_array().unwrap()).collect();
        assert_eq!(all.len(), 1, "{messages:#}");
        all[0].clone()
    }
}

fn program() -> PathBuf {
    std::env::var_os("MINISTACK").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../.venv/bin/ministack"), PathBuf::from)
}
