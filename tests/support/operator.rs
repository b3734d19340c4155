//! The operator's command line, run as it stands against a local cloud of a test.

use super::cloud::TestCloud;
use super::programs::program;
use serde_json::Value;
use std::path::PathBuf;
use tokio::process::Command;

/// What a command left behind.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code.
    pub code: i32,
    /// What it showed.
    pub shown: String,
    /// What it said besides.
    pub said: String,
}

impl Ended {
    /// The same, if it ended with this code.
    #[must_use]
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// What it showed, as JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.shown).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// The program, and where its service is.
pub struct Operator {
    /// The program.
    pub program: PathBuf,
    /// What it finds in its environment.
    pub environment: Vec<(&'static str, String)>,
}

impl Operator {
    /// The program of this workspace, for a test's cloud.
    #[must_use]
    pub fn of(cloud: &TestCloud) -> Self {
        local::proving::write_environment(cloud.directory(), &cloud.cloud).expect("the environment can be written");
        Self::at(cloud.cloud.http.port(), cloud.directory().display().to_string())
    }

    /// The same for a service at a port.
    #[must_use]
    pub fn at(port: u16, state: String) -> Self {
        let environment = vec![("PORT", port.to_string()), ("STATE_DIR", state), ("LANG", "C.UTF-8".into())];
        Self { program: program("operator", "OPERATOR_PROGRAM"), environment }
    }

    /// A command with these arguments, to be changed further.
    #[must_use]
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        for name in ["LC_ALL", "LC_MESSAGES", "OPERATOR"] {
            command.env_remove(name);
        }
        command.args(arguments).envs(self.environment.iter().cloned()).kill_on_drop(true);
        command
    }

    /// Runs it away from a terminal.
    pub async fn run(&self, arguments: &[&str]) -> Ended {
        ended(self.command(arguments).stdin(std::process::Stdio::null())).await
    }
}

/// Runs a command to its end.
pub async fn ended(command: &mut Command) -> Ended {
    let output = command.output().await.expect("the command can be started");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ended { code: output.status.code().unwrap_or(-1), shown: text(&output.stdout), said: text(&output.stderr) }
}
