//! What happens when the store fails, when a reply is lost, and when two want the same at once.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod keys;
mod races;
mod rights;
mod sign_in;
mod store;
mod trust;
