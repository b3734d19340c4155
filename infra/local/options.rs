//! How the local cloud is started: ports, the state directory, and, for tests, the clock and a wrapper of the store.

use crate::clock::AheadClock;
use shared::adapters::system::{SystemClock, SystemRandom};
use shared::domain::backup::RESTORED;
use shared::password::Cost;
use shared::ports::{Clock, Random, Table};
use std::path::PathBuf;
use std::sync::Arc;

/// Wraps the store's port, to inject faults.
pub type WrapTable = Arc<dyn Fn(Arc<dyn Table>) -> Arc<dyn Table> + Send + Sync>;

/// The options.
#[derive(Clone)]
pub struct Options {
    /// Where everything is kept.
    pub state_directory: PathBuf,
    /// The port of plain HTTP on loopback; 0 takes any.
    pub port: u16,
    /// The port of HTTPS that takes a client certificate.
    pub https_port: u16,
    /// The port of HTTPS that demands one.
    pub mtls_port: u16,
    /// What hashing a password costs.
    pub password_cost: Cost,
    /// Whether scheduled jobs run, and the store drops expired items, by themselves.
    pub schedule: bool,
    /// The clock, which need not be that of the machine.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Wraps the store's port.
    pub wrap_table: Option<WrapTable>,
    /// What the name of the data table in use has after that of the first: a restored table.
    pub table_suffix: String,
}

impl Options {
    /// From the environment: `PORT`, `HTTPS_PORT`, `MTLS_PORT`, `STATE_DIR`, `PASSWORD_MEMORY_KIB`, `PASSWORD_PASSES`,
    /// `TABLE_SUFFIX`, `HOURS_AHEAD` (of the machine's clock).
    ///
    /// # Errors
    /// The names of everything that can't be read.
    pub fn from_environment(read: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let mut wrong = Vec::new();
        let mut number = |name: &str, usual: u32, most: u32| match read(name).map(|text| text.parse::<u32>()) {
            None => usual,
            Some(Ok(number)) if number <= most => number,
            Some(_) => {
                wrong.push(format!("{name} must be a number up to {most}"));
                usual
            }
        };
        let ports = [("PORT", 8080), ("HTTPS_PORT", 8443), ("MTLS_PORT", 9443)].map(|(name, usual)| number(name, usual, 65_535));
        let cost = Cost {
            memory_kib: number("PASSWORD_MEMORY_KIB", Cost::USUAL.memory_kib, 4 * 1024 * 1024),
            passes: number("PASSWORD_PASSES", Cost::USUAL.passes, 100),
        };
        let clock = Arc::new(AheadClock::by_hours(number("HOURS_AHEAD", 0, AheadClock::MOST_HOURS)));
        let table_suffix = read("TABLE_SUFFIX").unwrap_or_default();
        if !(table_suffix.is_empty() || table_suffix.starts_with(RESTORED)) {
            wrong.push(format!("TABLE_SUFFIX must begin with {RESTORED}"));
        }
        if !wrong.is_empty() {
            return Err(wrong.join(", "));
        }
        let [port, https_port, mtls_port] = ports.map(|port| u16::try_from(port).unwrap_or_default());
        let state_directory = read("STATE_DIR").filter(|path| !path.is_empty()).map_or_else(|| PathBuf::from(".local"), PathBuf::from);
        Ok(Self { port, https_port, mtls_port, password_cost: cost.at_least_minimum(), clock, table_suffix, ..Self::at(state_directory) })
    }

    /// With any free ports, in a directory: for tests.
    #[must_use]
    pub fn at(state_directory: PathBuf) -> Self {
        Self {
            state_directory,
            port: 0,
            https_port: 0,
            mtls_port: 0,
            password_cost: Cost::MINIMUM,
            schedule: true,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            wrap_table: None,
            table_suffix: String::new(),
        }
    }
}
