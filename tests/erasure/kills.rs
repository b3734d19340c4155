//! Erasures that are cut off at random calls, again and again, and gone on with by a process that knows nothing of the one
//! before: each ends erased, counted exactly, with one certificate.

use crate::cuts::{Cut, Ledger};
use crate::small::{self, Small};
use crate::{due, traces};
use functions::JOBS;
use serde_json::Value;
use std::io::Write;
use std::sync::Arc;
use tests::TestCloud;

/// How many erasures without `ERASURES`.
const USUAL_ERASURES: u64 = 4;
/// How many organizations one cloud erases: each proof looks through the whole of its store.
const PER_CLOUD: u64 = 25;
/// A run is cut off after at most so many calls; a whole one takes about a hundred.
const CALLS: u64 = 45;
/// A run that is never done would be cut off for ever.
const MOST_CUTS: u32 = 200;

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_is_cut_off_anywhere_ends_with_one_certificate() {
    let number = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty()).map(|text| text.parse::<u64>().expect(name));
    let erasures = number("ERASURES").unwrap_or(USUAL_ERASURES);
    let seed =
        number("ERASURE_SEED").unwrap_or_else(|| u64::from(std::process::id()) ^ chrono::Utc::now().timestamp_micros().unsigned_abs());
    tell(&format!("{erasures} erasures, ERASURE_SEED={seed}"));
    let (mut draw, mut cuts, mut erased) = (Draw(seed | 1), 0, 0);
    while erased < erasures {
        let cloud = TestCloud::start().await;
        let ledger = Arc::new(Ledger::default());
        for _ in 0..PER_CLOUD.min(erasures - erased) {
            erased += 1;
            cuts += cut_and_erase(&cloud, &ledger, &mut draw, erased).await;
        }
        let written = ledger.lock().unwrap();
        let rewritten: Vec<&String> = written.iter().filter(|(_, contents)| contents.len() != 1).map(|(name, _)| name).collect();
        assert!(rewritten.is_empty(), "written with two contents: {rewritten:?}");
        tell(&format!("{erased} erased, cut off {cuts} times"));
    }
    assert!(cuts >= erased, "{cuts} cuts");
}

// How often it was cut off.
async fn cut_and_erase(cloud: &TestCloud, ledger: &Arc<Ledger>, draw: &mut Draw, number: u64) -> u64 {
    cloud.invoke("service_key_rotate", Value::Null).await;
    let small = small::make(cloud, number).await;
    due(cloud, &small.organization).await;
    cloud.invoke("retention_sweep", Value::Null).await;
    let before = traces::counts(cloud, &small.organization).await;
    let mut cuts = 0;
    let job = JOBS.iter().find(|job| job.spec.name == "erasure_run").unwrap();
    for _ in 0..MOST_CUTS {
        let cut = Cut::after(draw.below(CALLS), draw.below(2) == 0, ledger);
        let outcome = (job.call)(&cut.world(cloud), None).await;
        if !cut.was_reached() {
            assert_eq!(outcome.unwrap().failed, 0);
            break;
        }
        cuts += 1;
    }
    // However often it was cut off, a run to the end finds nothing more to do, or does it.
    cloud.invoke("erasure_run", Value::Null).await;
    check(cloud, &small, before).await;
    cuts
}

async fn check(cloud: &TestCloud, small: &Small, mut before: std::collections::BTreeMap<String, u64>) {
    let certificate = traces::erased(cloud, small).await.certificate;
    // The beginning of the run is an entry of its own.
    *before.get_mut("timeline_entry").unwrap() += 1;
    let mut counted = certificate.items;
    // The counts of failed sign-ins name no organization.
    counted.remove("sign_in_counter");
    assert_eq!(counted, before, "{}", small.organization);
    assert_eq!((certificate.documents, certificate.found_by_proof), (small::DOCUMENTS, 0));
}

fn tell(line: &str) {
    let _unseen = writeln!(std::io::stderr(), "erasure: {line}");
}

/// Xorshift: nobody has to be unable to foresee it.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}
