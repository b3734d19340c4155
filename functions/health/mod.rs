//! Whether the service answers.

pub mod show;
