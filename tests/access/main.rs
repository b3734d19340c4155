//! The access walk: every route, on every path, through every case, and no list of exemptions. A route that is added is
//! walked from its first build on; what the walk lacks for it is a valid call, and it fails until it has one.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cases;
mod grants;
mod operators;

use cases::Case;
use functions::{JOBS, LISTENERS, ROUTES};
use shared::endpoint::{Access, Grant};
use shared::key::{Key, Store, is_known};
use std::io::Write;
use tests::TestCloud;
use tests::support::certificate::Door;
use tests::support::walk::{Walk, places, valid};

#[tokio::test]
async fn every_route_answers_every_case() {
    let cloud = TestCloud::start().await;
    let walk = Walk::gather(&cloud).await;
    let (mut ran, mut failures) = (0, Vec::new());
    for place in places() {
        let call = valid(&walk, place).await;
        for case in Case::all() {
            let outcome = case.run(&walk, place, &call).await;
            ran += 1;
            failures.extend(outcome.err().map(|failure| format!("{} {}: {case:?}: {failure}", place.spec.name, place.path)));
        }
    }
    say(&format!("access walk: {} routes, {ran} cases", ROUTES.len()));
    assert!(failures.is_empty(), "{} of {ran} cases failed:\n{}", failures.len(), failures.join("\n"));
    // What a drill of a backup would call nobody's.
    let dump = cloud.dump().await;
    let stores = [(local::store::DATA_TABLE, Store::Data), (local::store::KEYS_TABLE, Store::Keys)];
    let store = |table: &str| stores.iter().find(|(name, _)| *name == table).unwrap().1;
    let unknown: Vec<_> = dump.keys().filter(|(table, partition, sort)| !is_known(&Key::of_found(store(table), partition, sort))).collect();
    assert!(unknown.is_empty(), "shared/key/known.rs knows nothing of {unknown:?}");
    // An operator function has no path; the walk looks for one all the same.
    let paths: usize = ROUTES.iter().map(|route| route.spec.paths.len().max(1)).sum();
    assert_eq!(ran, paths * Case::all().len());
}

/// Told whatever the outcome: the test runner keeps what `println!` writes to itself.
fn say(line: &str) {
    let _nobody_listens = writeln!(std::io::stdout(), "{line}");
}

#[tokio::test]
async fn no_function_does_what_it_was_not_granted() {
    let cloud = TestCloud::start().await;
    let functions: Vec<(&str, &[Grant])> = ROUTES
        .iter()
        .map(|route| (route.spec.name, route.spec.grants))
        .chain(JOBS.iter().map(|job| (job.spec.name, job.spec.grants)))
        .chain(LISTENERS.iter().map(|listener| (listener.spec.name, listener.spec.grants)))
        .collect();
    let (tenant, mut ran) = (grants::tenant(&cloud).await, 0);
    for (name, granted) in &functions {
        for grant in Grant::ALL {
            let refused = grants::is_refused(&cloud, tenant, name, granted, *grant).await;
            assert_eq!(refused, !granted.contains(grant), "{name} {grant:?}");
            ran += 1;
        }
    }
    say(&format!("ungranted calls: {} functions, {ran} cases", functions.len()));
    assert_eq!(ran, functions.len() * Grant::ALL.len());
}

#[tokio::test]
async fn operators_have_no_door_but_the_local_one() {
    let cloud = TestCloud::start().await;
    let outside = cloud.at_door(Door::Taking, None);
    assert_eq!(outside.get("/api/health").await.status, 200);
    for route in ROUTES.iter().filter(|route| route.spec.access == Access::Operator) {
        let name = route.spec.name;
        for path in [format!("/local/invoke/{name}"), format!("/{name}"), format!("/2015-03-31/functions/{name}/invocations")] {
            let status = outside.post(&path, serde_json::json!({})).await.status;
            assert!(matches!(status, 404 | 405), "{path}: {status}");
        }
    }
    for path in ["/local", "/local/mail", "/local/consumed.json"] {
        assert_eq!(outside.get(path).await.status, 404, "{path}");
    }
}
