//! The operating system: its clock and its randomness.

use crate::domain::time::{Timestamp, in_japan};
use crate::error::{Error, Result};
use crate::ports::{Clock, Random};

/// The system's clock, which AWS keeps in step by NTP.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        in_japan(chrono::Utc::now())
    }
}

/// The system's randomness, through AWS-LC.
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<()> {
        aws_lc_rs::rand::fill(buffer).map_err(|_| Error::internal("no randomness"))
    }
}
