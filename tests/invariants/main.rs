//! What holds of all of the product, whatever is added to it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod asvs;
mod belonging;
mod debug;
mod logs;
mod manifests;
mod secrets;
mod source;
mod timeline;
mod times;
