//! `make load DATA=folder`: loads a portfolio through the API, as an ordinary client of it, takes every claim to its end, and
//! compares what the service then has with the sum of the files, to the yen.
//!
//! Exit code 0: both agree. 1: they don't, or the service refused. 2: the files or the settings are wrong.

mod amounts;
mod calendar;
mod client;
mod failure;
mod invented;
mod portfolio;
mod reconcile;
mod reply;
mod report;
mod settings;
mod work;

use client::Client;
use failure::Failure;
use futures_util::{StreamExt, TryStreamExt, stream};
use portfolio::Animal;
use settings::Settings;
use std::process::ExitCode;
use std::time::Instant;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let settings = match Settings::read(&arguments, |name| std::env::var(name).ok()) {
        Ok(settings) => settings,
        Err(mistake) => {
            eprintln!("{mistake}");
            return ExitCode::from(2);
        }
    };
    let mut animals = match portfolio::read_folder(&settings.folder) {
        Ok(animals) => animals,
        Err(mistake) => {
            eprintln!("{mistake}");
            return ExitCode::from(2);
        }
    };
    animals.truncate(settings.animals.unwrap_or(usize::MAX));
    match run(&settings, &animals).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(settings: &Settings, animals: &[Animal]) -> failure::Result<bool> {
    let started = Instant::now();
    let client = Client::new(&settings.base_url, settings.password.clone())?;
    client.reach().await?;
    let before = client.consumed().await;
    load(&client, animals, settings.concurrency).await?;
    let result = reconcile::reconcile(&client, animals).await?;

    println!("{}", report::reconciliation(&result));
    print!("{}", client.statistics.table(started.elapsed()));
    if let (Some(before), Some(after)) = (before, client.consumed().await) {
        println!("{}", consumed(before, after));
    }
    let agrees = result.agrees();
    println!("\n{}", if agrees { "一致しました。 / Reconciled." } else { "相違があります。 / There are differences." });
    Ok(agrees)
}

async fn load(client: &Client, animals: &[Animal], concurrency: usize) -> failure::Result<()> {
    let today = calendar::day_in_japan(chrono::Utc::now());
    let claims: u64 = animals.iter().map(|animal| u64::from(animal.claims)).sum();
    eprintln!("{} 契約、{claims} 件の請求 / {0} policies, {claims} claims", animals.len());
    let work = work::Work::prepare(client, animals, today).await?;
    let progress = report::Progress::of(animals.len() as u64 + claims);
    let each = stream::iter(animals).map(|animal| async {
        let loaded = work.load(animal, || progress.one_done()).await;
        loaded.map_err(|failure| Failure::Unexpected(format!("{}: {failure}", animal.policy_number)))
    });
    let loaded = each.buffer_unordered(concurrency).try_for_each(|()| std::future::ready(Ok(()))).await;
    progress.finish();
    loaded.inspect_err(|_| eprintln!("もう一度実行すると続きから始めます。 / Run it again to go on from here."))
}

// A service that was started anew in between counts from nothing again.
fn consumed((reads_before, writes_before): (f64, f64), (reads, writes): (f64, f64)) -> String {
    let (reads, writes) = (reads - reads_before, writes - writes_before);
    if reads < 0.0 || writes < 0.0 {
        return "消費容量: サービスが再起動しました / consumed: the service was started anew".to_owned();
    }
    format!("消費容量 consumed: 読み取り reads {reads:.1} RCU, 書き込み writes {writes:.1} WCU")
}
