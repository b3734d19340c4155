//! `make run`: the whole service on this machine. `local-cloud prove FUNCTION [PAYLOAD]`: prints the payload with the proof of an
//! operator (`OPERATOR`, alice unless named), for `make invoke`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use local::cloud::Cloud;
use local::durable::{private_directory, replace};
use local::options::Options;
use local::sts::OPERATORS;
use local::{Failure, demo};
use std::path::Path;
use std::sync::Mutex;

/// What lies in the state directory: `--fresh` removes these and nothing else.
const FILES: [&str; 15] = [
    "store.sqlite",
    "store.sqlite-wal",
    "store.sqlite-shm",
    "residue",
    "backups",
    "kms-keys.json",
    "documents",
    "mail",
    "mailgun.json",
    "authority",
    "operators",
    "demo-password",
    "demo-made",
    "environment",
    "cloud.log",
];

#[tokio::main]
async fn main() -> std::process::ExitCode {
    match run().await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let fresh = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => false,
        ["--fresh"] => true,
        ["prove", function] => return prove(function, "{}"),
        ["prove", function, payload] => return prove(function, payload),
        _ => return Err("usage: local-cloud [--fresh | prove FUNCTION [PAYLOAD]]".into()),
    };
    let options = Options::from_environment(|name| std::env::var(name).ok())?;
    let directory = options.state_directory.clone();
    private_directory(&directory)?;
    // A first start that was cut off left half a demo and nothing of anybody's.
    if fresh || !directory.join("demo-made").exists() {
        clear(&directory)?;
    }
    let log = std::fs::OpenOptions::new().create(true).append(true).open(directory.join("cloud.log"))?;
    shared::log::start_to(Mutex::new(log));

    let password = demo_password(&directory)?;
    let cloud = Cloud::start(options).await?;
    if !directory.join("demo-made").exists() {
        println!("デモの組織を作っています… / Making the demo organizations…");
        demo::make(&cloud, &password, |what| println!("  {what}")).await?;
        replace(&directory.join("demo-made"), b"", 0o600)?;
    }
    local::proving::write_environment(&directory, &cloud)?;
    greet(&cloud, &directory, &password);
    stop_signal().await?;
    println!("\n終了しています… / Stopping…");
    cloud.stop().await;
    Ok(())
}

fn prove(function: &str, payload: &str) -> Result<(), Failure> {
    let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let options = Options::from_environment(read)?;
    let operator = read("OPERATOR").unwrap_or_else(|| OPERATORS[0].to_owned());
    let signer = local::proving::signer(&options.state_directory, &operator)?;
    let payload = serde_json::from_str(payload).map_err(|error| format!("INPUT: {error}"))?;
    println!("{}", signer.signed(function, payload, options.clock.now().to_utc().into())?);
    Ok(())
}

fn clear(directory: &Path) -> Result<(), Failure> {
    for name in FILES {
        let path = directory.join(name);
        let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(format!("{}: {error}", path.display()).into()),
            _ => {}
        }
    }
    Ok(())
}

// Kept beside the demo it belongs to: a later start prints it again.
fn demo_password(directory: &Path) -> Result<String, Failure> {
    let kept = directory.join("demo-password");
    if let Ok(password) = std::fs::read_to_string(&kept) {
        return Ok(password);
    }
    let password = match std::env::var("DEMO_PASSWORD").ok().filter(|password| !password.is_empty()) {
        Some(password) => {
            let parsed = password.parse::<shared::password::Password>().and_then(|parsed| parsed.check_new());
            parsed.map_err(|refusal| {
                format!("DEMO_PASSWORD: {}", shared::message::words(refusal.code(), shared::caller::Language::Japanese))
            })?;
            password
        }
        None => {
            let mut bytes = [0_u8; 15];
            aws_lc_rs::rand::fill(&mut bytes).map_err(|_| "no randomness")?;
            URL_SAFE_NO_PAD.encode(bytes)
        }
    };
    replace(&kept, password.as_bytes(), 0o600)?;
    Ok(password)
}

fn greet(cloud: &Cloud, directory: &Path, password: &str) {
    let port = cloud.http.port();
    println!(
        "
ペット保険業務サービスが動いています。 / The pet-insurance back office is running.

  http://localhost:{port}/            管理画面 / the console
  http://localhost:{port}/local       このクラウドの案内 / about this local cloud
  http://localhost:{port}/local/mail  メール / mailbox
  https://localhost:{}        HTTPS (client certificate taken)
  https://localhost:{}        HTTPS (client certificate demanded)
  CA: {}

  administrator@demo.example, approver@…, assessor@…, clerk@…, viewer@…   (other.example も同じ / the same)
  パスワード / password: {password}

  curl -c jar -H 'content-type: application/json' http://localhost:{port}/api/sessions -d '{{\"mail_address\":\"clerk@demo.example\",\"password\":\"{password}\"}}'
  curl -b jar http://localhost:{port}/api/me

  データ / data: {}   ログ / log: {}   終了 / stop: Ctrl-C",
        cloud.https.port(),
        cloud.mtls.port(),
        cloud.authority.root_path().display(),
        directory.display(),
        directory.join("cloud.log").display(),
    );
}

async fn stop_signal() -> Result<(), Failure> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        signal = tokio::signal::ctrl_c() => signal?,
        _ = terminate.recv() => {}
    }
    Ok(())
}
