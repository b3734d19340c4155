//! docs/promises.md: each command is run as it stands against a local cloud, and shows what the document says.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use tests::support::programs::program;
use tests::support::runbook::{Shell, Step, steps};
use tests::{PASSWORD, TestCloud};

const PROMISES: &str = "docs/promises.md";

#[test]
fn every_promise_has_a_command_and_what_it_shows() {
    let steps = steps(PROMISES);
    for number in 1..=18 {
        let name = format!("WP{number}");
        assert!(steps.iter().any(|step| step.name == name && !step.shows.is_empty()), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_shows_what_the_document_says() {
    let cloud = TestCloud::start().await;
    let _verifier = program("timeline-verify", "TIMELINE_VERIFY");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().display().to_string();
    let mut shell = Shell::start(&cloud, &[("PASSWORD", PASSWORD)]).await;
    // The reader stands in the project's folder.
    let enters = Step { name: "the folder".into(), line: 0, commands: format!("cd '{root}'"), shows: Vec::new() };
    shell.run(&enters).await;
    for step in steps(PROMISES) {
        shell.run(&step).await;
    }
    shell.stop().await;
}
