//! What holds of all of the product, whatever is added to it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

mod asvs;
mod belonging;
mod controls;
mod debug;
mod logs;
mod manifests;
mod references;
mod secrets;
mod source;
mod timeline;
mod times;

/// A file of this project, if it is there.
fn file(path: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(path)).ok()
}
