//! The service and the loader as processes: started, paused and killed.

use crate::portfolio::Portfolio;
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tests::PASSWORD;
use tests::support::programs::program;

/// How long a start may take, also on a machine that builds beside.
const START_TIMEOUT: Duration = Duration::from_secs(90);
/// How long a loader may need for the rest of its small portfolio.
const LOADER_TIMEOUT: Duration = Duration::from_secs(180);

/// Where the programs lie.
pub struct Programs {
    cloud: PathBuf,
    loader: PathBuf,
}

impl Programs {
    /// Those that the environment names, or those of this workspace.
    pub fn find_or_build() -> Self {
        Self { cloud: program("local-cloud", "LOCAL_CLOUD"), loader: program("load", "LOADER") }
    }
}

/// The local cloud as a program of its own, on a state directory that outlives it.
pub struct Service<'a> {
    /// The programs.
    pub programs: &'a Programs,
    state: PathBuf,
    port: u16,
    child: Option<Child>,
}

impl<'a> Service<'a> {
    /// One that isn't started yet.
    pub fn new(programs: &'a Programs, directory: &Path) -> Self {
        Self { programs, state: directory.join("state"), port: free_port(), child: None }
    }

    /// Its address.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn spawn(&mut self) {
        std::fs::create_dir_all(&self.state).unwrap();
        let log = File::options().create(true).append(true).open(self.state.with_extension("log")).unwrap();
        let mut command = Command::new(&self.programs.cloud);
        command.env("STATE_DIR", &self.state).env("PORT", self.port.to_string()).env("HTTPS_PORT", "0").env("MTLS_PORT", "0");
        command.env("DEMO_PASSWORD", PASSWORD).env("PASSWORD_MEMORY_KIB", "19456").env("PASSWORD_PASSES", "2");
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        self.child = Some(command.spawn().unwrap_or_else(|error| panic!("{}: {error}", self.programs.cloud.display())));
    }

    /// Starts it and waits until it answers.
    pub async fn start(&mut self) {
        self.spawn();
        let (client, started) = (tests::support::cloud::client(), Instant::now());
        loop {
            let answered = client.get(format!("{}/api/health", self.base())).send().await.is_ok_and(|reply| reply.status().is_success());
            // The very first start goes on to make the organizations.
            if answered && self.state.join("demo-made").exists() {
                return;
            }
            let ended = self.child.as_mut().and_then(|child| child.try_wait().unwrap());
            assert!(ended.is_none() && started.elapsed() < START_TIMEOUT, "the service doesn't start ({ended:?}):\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Starts it and kills it before it may have started.
    pub async fn start_and_kill(&mut self, after: Duration) {
        self.spawn();
        tokio::time::sleep(after).await;
        self.kill();
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.state.with_extension("log")).unwrap_or_default()
    }
}

impl Drop for Service<'_> {
    fn drop(&mut self) {
        self.kill();
    }
}

// Below the ports that the system gives to clients: while the service is down, a client that asks for it could be given its port.
fn free_port() -> u16 {
    let first = 20_000 + u16::try_from(std::process::id() % 10_000).unwrap();
    (first..first + 2_000).find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).expect("a port is free")
}

/// The loader as a program of its own.
pub struct Loader {
    child: Child,
    log: PathBuf,
    ended: Option<ExitStatus>,
}

impl Loader {
    /// Starts it on a portfolio.
    pub fn start(programs: &Programs, service: &Service<'_>, portfolio: &Portfolio) -> Self {
        let log = portfolio.folder().with_extension("log");
        let output = File::options().create(true).append(true).open(&log).unwrap();
        let mut command = Command::new(&programs.loader);
        command.arg(portfolio.folder()).env("BASE_URL", service.base()).env("DEMO_PASSWORD", PASSWORD).env_remove("ANIMALS");
        command.stdin(Stdio::null()).stdout(output.try_clone().unwrap()).stderr(output);
        Self { child: command.spawn().unwrap_or_else(|error| panic!("{}: {error}", programs.loader.display())), log, ended: None }
    }

    /// SIGSTOP.
    pub fn pause(&self) {
        self.signal("STOP");
    }

    /// SIGCONT.
    pub fn resume(&self) {
        self.signal("CONT");
    }

    // One that has ended and isn't waited for yet takes a signal, too.
    fn signal(&self, name: &str) {
        if self.ended.is_none() {
            let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.child.id())]).status().unwrap();
            assert!(sent.success(), "SIG{name} can't be sent");
        }
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        if self.ended.is_none() {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }

    /// How it ended, if it has: anything but success with its output.
    pub fn outcome(&mut self) -> Option<Result<(), String>> {
        self.ended = self.ended.or_else(|| self.child.try_wait().unwrap());
        let ended = self.ended?;
        let output = || std::fs::read_to_string(&self.log).unwrap_or_default();
        Some(if ended.success() { Ok(()) } else { Err(format!("the loader ended with {ended}:\n{}", output())) })
    }

    /// Waits until it has loaded everything.
    pub async fn wait(&mut self) -> Result<(), String> {
        let started = Instant::now();
        while started.elapsed() < LOADER_TIMEOUT {
            if let Some(outcome) = self.outcome() {
                return outcome;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err("the loader doesn't come to an end".into())
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        self.kill();
    }
}
