//! What the tests across areas share: a spawned local cloud with a clock that can be moved, named actors who are ordinary
//! clients over HTTP, and builders that register things through the API.
//!
//! A step that a test relies on but isn't about panics where it fails, and says what the service answered.

#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod support;

pub use support::actor::{Actor, Reply};
pub use support::clock::MovableClock;
pub use support::cloud::{PASSWORD, TestCloud};
pub use support::fixtures::PolicyFixture;
