//! Two-sample tests, for samples of hundreds and more: both use the distributions that hold in the limit.

use std::f64::consts::SQRT_2;

/// The middle of a sample.
#[must_use]
pub fn median(sample: &[f64]) -> f64 {
    let sorted = sorted(sample);
    let middle = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) { f64::midpoint(sorted[middle - 1], sorted[middle]) } else { sorted[middle] }
}

/// The two-sided p-value of the Mann-Whitney U test, by its normal approximation: whether one tends to be larger.
#[must_use]
pub fn mann_whitney(one: &[f64], other: &[f64]) -> f64 {
    let (m, n) = (one.len() as f64, other.len() as f64);
    let other_sorted = sorted(other);
    let wins = |value: &f64| {
        let below = other_sorted.partition_point(|found| found < value);
        let equal = other_sorted.partition_point(|found| found <= value) - below;
        below as f64 + equal as f64 / 2.0
    };
    let u: f64 = one.iter().map(wins).sum();
    let deviation = (m * n * (m + n + 1.0) / 12.0).sqrt();
    complementary_error((u - m * n / 2.0).abs() / deviation / SQRT_2)
}

/// The p-value of the two-sample Kolmogorov-Smirnov test: whether the distributions differ anywhere.
#[must_use]
pub fn kolmogorov_smirnov(one: &[f64], other: &[f64]) -> f64 {
    let (one, other) = (sorted(one), sorted(other));
    let (m, n) = (one.len() as f64, other.len() as f64);
    let share = |sample: &[f64], value: f64| sample.partition_point(|found| *found <= value) as f64 / sample.len() as f64;
    let distance = one.iter().chain(&other).map(|value| (share(&one, *value) - share(&other, *value)).abs()).fold(0.0, f64::max);
    let root = (m * n / (m + n)).sqrt();
    let lambda = (root + 0.12 + 0.11 / root) * distance;
    if lambda < 0.2 {
        return 1.0;
    }
    let term = |k: i32| (-2.0 * f64::from(k * k) * lambda * lambda).exp() * if k % 2 == 1 { 2.0 } else { -2.0 };
    (1..=100).map(term).sum::<f64>().clamp(0.0, 1.0)
}

fn sorted(sample: &[f64]) -> Vec<f64> {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

// Abramowitz and Stegun, 7.1.26: good to 1.5e-7.
fn complementary_error(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let coefficients = [0.254_829_592, -0.284_496_736, 1.421_413_741, -1.453_152_027, 1.061_405_429];
    let polynomial = coefficients.iter().rev().fold(0.0, |sum, coefficient| (sum + coefficient) * t);
    polynomial * (-x * x).exp()
}
