//! The parts of the tests' support.

pub mod actor;
pub mod authenticator;
pub mod browser;
pub mod cards;
pub mod certificate;
pub mod claims;
pub mod clock;
pub mod cloud;
pub mod directory;
pub mod faults;
pub mod fixtures;
pub mod log;
pub mod operator;
pub mod programs;
pub mod raw;
pub mod runbook;
pub mod store;
pub mod walk;
pub mod web_driver;
