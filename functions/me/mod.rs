//! The signed-in account's own view.

pub mod show;
