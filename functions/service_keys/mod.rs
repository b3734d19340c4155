//! The service's own keys.

pub mod rotate;
