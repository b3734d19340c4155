//! What holds of every package: the lints of the workspace, which forbid what the compiler can't check.

use std::path::Path;

#[test]
fn no_package_may_be_unsafe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let workspace = read("Cargo.toml");
    let lints = workspace.split_once("[workspace.lints.rust]\n").unwrap().1.split("\n[").next().unwrap();
    assert!(lints.lines().any(|line| line == "unsafe_code = \"forbid\""), "{lints}");
    let members = workspace.split_once("members = [").unwrap().1.split(']').next().unwrap();
    let members: Vec<&str> = members.split(',').map(|member| member.trim().trim_matches('"')).filter(|member| !member.is_empty()).collect();
    assert!(members.contains(&"shared") && members.contains(&"functions"), "{members:?}");
    for member in members {
        assert!(read(&format!("{member}/Cargo.toml")).contains("\n[lints]\nworkspace = true\n"), "{member} has lints of its own");
    }
}
