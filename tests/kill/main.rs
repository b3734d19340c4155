//! The local cloud is killed (SIGKILL) at random moments while the loader works, and started again on the same state. After each
//! kill every claim's state, timeline, payout and policy must agree: a transaction is there as a whole or not at all, and what
//! was there before is still there.
//!
//! `KILLS=100` kills as often; 3 times without it. `KILL_SEED=…` repeats the moments of an earlier run. `LOCAL_CLOUD=…` and
//! `LOADER=…` name programs that were built elsewhere, such as optimised ones.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod check;
mod draw;
mod portfolio;
mod processes;
mod timelines;

use check::Checker;
use draw::Draw;
use portfolio::Portfolio;
use processes::{Loader, Programs, Service};
use std::io::Write;
use std::time::{Duration, Instant};
use tests::support::directory::TemporaryDirectory;

/// How many times without `KILLS`.
const USUAL_KILLS: u32 = 3;
/// The loader works for at least and at most so many milliseconds before a kill.
const WORK_MILLISECONDS: (u64, u64) = (20, 900);
/// A kill in so many hits a service that is just starting.
const STARTING_ONE_IN: u64 = 8;
/// A kill in so many takes the loader along, so that the next one must find what is there.
const LOADER_TOO_ONE_IN: u64 = 2;

#[tokio::test]
async fn a_kill_leaves_nothing_half_written() {
    let number = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty()).map(|text| text.parse::<u64>().expect(name));
    let kills = number("KILLS").unwrap_or(u64::from(USUAL_KILLS));
    let seed = number("KILL_SEED").unwrap_or_else(draw::seed_of_now);
    tell(&format!("{kills} kills, KILL_SEED={seed}"));
    let programs = Programs::find_or_build();
    let directory = TemporaryDirectory::new();
    let mut run = Run::start(&programs, &directory, Draw::new(seed)).await;
    for kill in 1..=kills {
        run.kill_and_check(kill).await;
    }
    let differences = run.finish().await;
    tell(&format!("{kills} kills, {} differences", differences.len()));
    assert!(differences.is_empty(), "KILL_SEED={seed}\n{}", differences.join("\n"));
}

// Past libtest, which shows what a test prints only where it fails.
fn tell(line: &str) {
    let _unseen = writeln!(std::io::stderr(), "kill: {line}");
}

struct Run<'a> {
    service: Service<'a>,
    loader: Loader,
    portfolio: Portfolio,
    checker: Checker,
    draw: Draw,
    differences: Vec<String>,
}

impl<'a> Run<'a> {
    async fn start(programs: &'a Programs, directory: &TemporaryDirectory, draw: Draw) -> Self {
        let mut service = Service::new(programs, directory.path());
        service.start().await;
        let portfolio = Portfolio::first(&directory.path().join("portfolio"));
        let loader = Loader::start(programs, &service, &portfolio);
        let checker = Checker::new(&service.base());
        Self { service, loader, portfolio, checker, draw, differences: Vec::new() }
    }

    async fn kill_and_check(&mut self, kill: u64) {
        let started = Instant::now();
        self.keep_loading().await;
        let (least, most) = WORK_MILLISECONDS;
        tokio::time::sleep(Duration::from_millis(least + self.draw.below(most - least))).await;
        self.service.kill();
        let is_loader_killed = self.draw.one_in(LOADER_TOO_ONE_IN);
        // A loader that is left waits for the service, with requests in hand of which it doesn't know whether they were done.
        if is_loader_killed {
            self.loader.kill()
        } else {
            self.loader.pause()
        }
        if self.draw.one_in(STARTING_ONE_IN) {
            self.service.start_and_kill(Duration::from_millis(self.draw.below(300))).await;
        }
        self.service.start().await;
        let found = self.checker.check_changed().await;
        tell(&format!(
            "{kill}: {}{}, {} differences, {:.1} s",
            self.checker.summary(),
            if is_loader_killed { ", loader killed too" } else { "" },
            found.len(),
            started.elapsed().as_secs_f64()
        ));
        self.differences.extend(found.into_iter().map(|difference| format!("after kill {kill}: {difference}")));
        if is_loader_killed {
            self.loader = Loader::start(self.service.programs, &self.service, &self.portfolio)
        } else {
            self.loader.resume()
        }
    }

    // A loader that has finished has also compared its sums with the service's; the next one gets other animals.
    async fn keep_loading(&mut self) {
        let Some(outcome) = self.loader.outcome() else { return };
        self.differences.extend(outcome.err());
        self.portfolio = self.portfolio.next();
        self.loader = Loader::start(self.service.programs, &self.service, &self.portfolio);
    }

    async fn finish(mut self) -> Vec<String> {
        self.differences.extend(self.loader.wait().await.err());
        let found = self.checker.check_all().await;
        tell(&format!("in the end: {}", self.checker.summary()));
        self.differences.extend(found.into_iter().map(|difference| format!("in the end: {difference}")));
        self.differences
    }
}
