//! What is told: the progress, the reconciliation, and how long everything took.

use crate::amounts::grouped;
use crate::reconcile::Reconciliation;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a line is written where there is no terminal, in percent of the whole.
const LINE_EVERY_PERCENT: u64 = 5;

/// What was asked: the time of each answer by step, and why requests were sent again.
#[derive(Default)]
pub struct Statistics(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    answers: BTreeMap<&'static str, Vec<Duration>>,
    retries: BTreeMap<String, u64>,
}

impl Statistics {
    fn with<T>(&self, use_it: impl FnOnce(&mut Counted) -> T) -> T {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Counts an answer.
    pub fn count(&self, step: &'static str, took: Duration) {
        self.with(|counted| counted.answers.entry(step).or_default().push(took));
    }

    /// Counts a request that is sent again.
    pub fn count_retry(&self, why: &str) {
        self.with(|counted| *counted.retries.entry(why.to_owned()).or_default() += 1);
    }

    /// The table of steps and the line below it.
    pub fn table(&self, whole: Duration) -> String {
        self.with(|counted| {
            let mut text = row("処理", "Step", ["件数 count", "p50 ms", "p95 ms"]);
            let mut requests = 0;
            for (step, times) in &mut counted.answers {
                times.sort_unstable();
                requests += times.len() as u64;
                text += &row(
                    "",
                    step,
                    [&grouped(times.len() as u64), &milliseconds(percentile(times, 50)), &milliseconds(percentile(times, 95))],
                );
            }
            let seconds = whole.as_secs_f64();
            let rate = requests as f64 / seconds.max(0.001);
            text += &format!("\n{seconds:.1} 秒 seconds, {} 要求 requests, {rate:.1} 要求/秒 requests/s\n", grouped(requests));
            for (why, times) in &counted.retries {
                text += &format!("再送 sent again: {why} × {}\n", grouped(*times));
            }
            text
        })
    }
}

// The smallest time that as many percent of all don't exceed.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1_000.0)
}

/// Both sides of the reconciliation as a table.
pub fn reconciliation(result: &Reconciliation) -> String {
    let mut text = row("突合", "Reconciliation", ["データ files", "サービス service", "差 difference"]);
    for ((japanese, english, expected), (.., found)) in result.expected.figures().into_iter().zip(result.found.figures()) {
        text += &row(japanese, english, [&grouped(expected), &grouped(found), &signed(found, expected)]);
    }
    text += &row("相違のある契約", "Policies that differ", ["0", &grouped(result.differing), &signed(result.differing, 0)]);
    for example in &result.examples {
        text += &format!("  {example}\n");
    }
    text
}

fn signed(found: u64, expected: u64) -> String {
    match found.cmp(&expected) {
        std::cmp::Ordering::Equal => "0".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", grouped(found - expected)),
        std::cmp::Ordering::Less => format!("-{}", grouped(expected - found)),
    }
}

fn row(japanese: &str, english: &str, figures: [&str; 3]) -> String {
    let names = if japanese.is_empty() { padded(english, 58, false) } else { padded(japanese, 24, false) + &padded(english, 34, false) };
    let figures: String = figures.iter().map(|figure| padded(figure, 18, true)).collect();
    format!("{}\n", (names + &figures).trim_end())
}

// Japanese characters take two columns of a terminal.
fn padded(text: &str, columns: usize, right: bool) -> String {
    let wide = |character: &char| u32::from(*character) >= 0x1100;
    let taken = text.chars().count() + text.chars().filter(wide).count();
    let space = " ".repeat(columns.saturating_sub(taken).max(1));
    if right { space + text } else { text.to_owned() + &space }
}

/// The progress: a bar on a terminal, else a line now and then.
pub struct Progress {
    bar: Option<ProgressBar>,
    lines: Mutex<Lines>,
}

struct Lines {
    done: u64,
    whole: u64,
    told_percent: u64,
    started: Instant,
}

impl Progress {
    /// The progress of so many policies and claims.
    pub fn of(whole: u64) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let form =
                "{bar:40.cyan/blue} {human_pos}/{human_len} 契約・請求 policies and claims  {percent}%  {elapsed_precise} 残り left {eta}";
            let style = ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(whole).with_style(style)
        });
        if let Some(bar) = &bar {
            bar.enable_steady_tick(Duration::from_millis(500));
        }
        Self { bar, lines: Mutex::new(Lines { done: 0, whole, told_percent: 0, started: Instant::now() }) }
    }

    /// One more is done.
    pub fn one_done(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        } else if let Some(line) = self.lines.lock().unwrap_or_else(PoisonError::into_inner).one_done() {
            eprintln!("{line}");
        }
    }

    /// Nothing more comes.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

impl Lines {
    fn one_done(&mut self) -> Option<String> {
        self.done += 1;
        let percent = self.done * 100 / self.whole.max(1);
        if percent < self.told_percent + LINE_EVERY_PERCENT {
            return None;
        }
        self.told_percent = percent;
        let seconds = self.started.elapsed().as_secs();
        Some(format!("{percent:3} %  {}/{} 契約・請求 policies and claims  {seconds} 秒 s", grouped(self.done), grouped(self.whole)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let times: Vec<Duration> = (1..=20).map(Duration::from_millis).collect();
        assert_eq!(percentile(&times, 50), Duration::from_millis(10));
        assert_eq!(percentile(&times, 95), Duration::from_millis(19));
        assert_eq!(percentile(&times[..1], 95), Duration::from_millis(1));
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }

    #[test]
    fn columns_stand_below_one_another() {
        assert_eq!(padded("支払済", 8, false), "支払済  ");
        assert_eq!(padded("12", 4, true), "  12");
        assert_eq!(signed(1_000, 3_500), "-2,500");
        assert_eq!(signed(3_500, 1_000), "+2,500");
    }

    #[test]
    fn a_line_is_written_every_five_percent() {
        let mut lines = Lines { done: 0, whole: 1_000, told_percent: 0, started: Instant::now() };
        let told = (0..1_000).filter_map(|_| lines.one_done()).count();
        assert_eq!(told, 20);
    }
}
