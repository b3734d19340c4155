//! Whether the time of a refused sign-in tells a known mail address from an unknown one: 1,000 of each in turn, and two
//! tests of whether both samples come from one distribution. Hashing costs the least that is allowed, so that whatever
//! else differs shows. Not part of `make test`: it measures the machine, too.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod samples;

use chrono::TimeDelta;
use samples::{kolmogorov_smirnov, mann_whitney, median};
use std::process::ExitCode;
use std::time::Instant;
use tests::{Actor, TestCloud};

/// Sign-ins of each kind.
const EACH: usize = 1000;
/// Below this the difference is no accident.
const SIGNIFICANT: f64 = 0.001;

const KNOWN: &str = "clerk@demo.example";
const UNKNOWN: &str = "nobody@demo.example";
const WARM: &str = "warm@demo.example";

#[tokio::main]
async fn main() -> ExitCode {
    let cloud = TestCloud::start().await;
    let client = cloud.nobody();
    let (mut known, mut unknown) = (Vec::with_capacity(EACH), Vec::with_capacity(EACH));
    for round in 0..EACH {
        // Whatever was counted is over, and what a first request reads anew was read by another.
        cloud.move_clock(TimeDelta::minutes(31));
        refused(&client, WARM).await;
        if round % 2 == 0 {
            known.push(refused(&client, KNOWN).await);
            unknown.push(refused(&client, UNKNOWN).await);
        } else {
            unknown.push(refused(&client, UNKNOWN).await);
            known.push(refused(&client, KNOWN).await);
        }
    }
    report(&known, &unknown)
}

/// The milliseconds that a wrong password takes.
async fn refused(client: &Actor, mail_address: &str) -> f64 {
    let started = Instant::now();
    let reply = client.sign_in(mail_address, "not the password of anybody").await;
    let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
    assert_eq!((reply.status, reply.code()), (401, "sign_in_refused"), "{}", reply.text);
    milliseconds
}

fn report(known: &[f64], unknown: &[f64]) -> ExitCode {
    let (by_rank, by_shape) = (mann_whitney(known, unknown), kolmogorov_smirnov(known, unknown));
    println!("sign-ins refused: {} to a known address, {} to an unknown one", known.len(), unknown.len());
    println!("median: known {:.3} ms, unknown {:.3} ms", median(known), median(unknown));
    println!("Mann-Whitney U: p = {by_rank:.4}");
    println!("Kolmogorov-Smirnov: p = {by_shape:.4}");
    if by_rank.min(by_shape) < SIGNIFICANT {
        println!("The two can be told apart.");
        return ExitCode::FAILURE;
    }
    println!("The two can't be told apart.");
    ExitCode::SUCCESS
}
