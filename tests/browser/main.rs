//! The pages as people see them, in a real browser.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod inquiry;
mod passkeys;
