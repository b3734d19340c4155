//! Random histories of a premium with faults: runs that are cut off anywhere or stall, requests that arrive late or never, replies
//! that are lost, outages, cards that are declined or gone. The saga, the wire form and the card company's books are the real ones;
//! time and the store are made up here. Each premium is charged exactly once, or reported as failed and not charged.
//!
//! `HISTORIES=…` plays as many, 10,000 without it; `HISTORY_SEED=…` repeats those of an earlier run.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod history;

use super::ChargeState as Booked;
use history::History;
use shared::domain::premium::{ChargeState, PremiumAmount};
use std::collections::BTreeMap;
use std::io::Write;

/// Random draws that a seed repeats (SplitMix64).
struct Draw(u64);

impl Draw {
    const fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    const fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }
}

#[derive(Default)]
struct Counts(BTreeMap<&'static str, u64>);

impl Counts {
    fn add(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }
}

impl History<'_> {
    fn check(self) {
        let (premium, booked) = (self.premium.clone(), self.escott.charges(&self.name()));
        let outcome = match premium.state {
            ChargeState::Charged | ChargeState::Refunded => {
                assert_eq!(booked.len(), 1, "{premium:?}");
                let rest = premium.kept().map_or(0, PremiumAmount::get);
                let (amount, state) = (booked[0].amount, booked[0].state);
                let agrees = if rest == 0 { state == Booked::Cancelled } else { (amount, state) == (rest, Booked::Gathered) };
                assert!(agrees, "{booked:?} {premium:?}");
                if premium.state == ChargeState::Refunded { "refunded" } else { "charged" }
            }
            ChargeState::Failed => {
                assert!(premium.given_up_on.is_some() && booked.is_empty(), "reported as failed: {booked:?} {premium:?}");
                "reported as failed"
            }
            state => panic!("left in {state:?}: {premium:?}"),
        };
        self.counts.add(outcome);
        if premium.attempts > 1 {
            self.counts.add("sent more than once");
        }
    }
}

#[test]
fn each_premium_is_charged_once_or_reported_as_failed() {
    let number = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty()).map(|text| text.parse::<u64>().expect(name));
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let seed = number("HISTORY_SEED").unwrap_or_else(|| u64::from(since.subsec_nanos()) ^ since.as_secs());
    let histories = number("HISTORIES").unwrap_or(10_000);
    let mut counts = Counts::default();
    // Past libtest, which shows what a test prints only where it fails.
    let tell = |line: &str| drop(writeln!(std::io::stderr(), "premiums: {line}"));
    tell(&format!("{histories} histories, HISTORY_SEED={seed}"));
    for place in 0..histories {
        let mut history = History::new(seed.wrapping_add(place.wrapping_mul(0x5851_f42d_4c95_7f2d)), &mut counts);
        history.play();
        history.check();
    }
    let told: Vec<String> = counts.0.iter().map(|(what, count)| format!("{count} {what}")).collect();
    tell(&told.join(", "));
    let ended: u64 = ["charged", "refunded", "reported as failed"].iter().filter_map(|what| counts.0.get(what)).sum();
    assert_eq!(ended, histories);
    for what in ["charged", "refunded", "reported as failed", "searches", "runs cut off", "faults", "sent more than once"] {
        assert!(histories < 1_000 || counts.0.contains_key(what), "the histories hold no {what}");
    }
}
