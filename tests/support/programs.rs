//! The programs of this workspace, as other processes.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A program: the one that a variable of the environment names, or this workspace's own, built as this test was.
pub fn program(name: &str, variable: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    if let Ok(path) = std::env::var(variable)
        && !path.is_empty()
    {
        // Tests run in their package's directory; the path was given from the workspace's.
        return package.join("..").join(path);
    }
    // …/target/debug/deps/kill-0123456789abcdef
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let is_release = profile.file_name().is_some_and(|name| name == "release");
    // For the whole workspace, as the tests are: else cargo would choose other features and build everything again.
    let mut build = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    build.args(["build", "--quiet", "--workspace", "--bin", name]).args(is_release.then_some("--release"));
    assert!(build.current_dir(package).status().unwrap().success(), "{name} can't be built");
    profile.join(name)
}
