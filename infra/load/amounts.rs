//! Money of the portfolio: dollars as decimal text become yen, and what a claim is expected to pay. Whole numbers throughout.

/// What a dollar counts as, in yen.
pub const YEN_PER_DOLLAR: u128 = 150;
/// The share that the portfolio's products pay, in percent.
pub const COVERAGE_PERCENT: u64 = 70;
/// What the service takes as an amount at most.
const YEN_MAXIMUM: u128 = 999_999_999_999;
/// More digits than any recorded amount has, and few enough for the arithmetic.
const DIGITS_MAXIMUM: usize = 30;

/// The yen of an amount in dollars, half up; none where the text is no plain decimal number or the amount too large.
pub fn yen(dollars: &str) -> Option<u64> {
    let (whole, fraction) = dollars.split_once('.').unwrap_or((dollars, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || whole.len() + fraction.len() > DIGITS_MAXIMUM {
        return None;
    }
    let parts: u128 = format!("{whole}{fraction}").parse().ok()?;
    let parts_a_dollar = 10_u128.pow(u32::try_from(fraction.len()).ok()?);
    // Half up: twice the amount, one more half, and back.
    let yen = (2 * parts * YEN_PER_DOLLAR + parts_a_dollar) / (2 * parts_a_dollar);
    if yen <= YEN_MAXIMUM { u64::try_from(yen).ok() } else { None }
}

/// What a claim pays that has one visit: the rest above the deductible at the rate, rounded down. Nothing below the deductible.
///
/// On purpose not the service's assessment: what the loader compares with must not come from what it checks.
pub const fn expected_payout(amount_yen: u64, deductible_yen: u64) -> u64 {
    amount_yen.saturating_sub(deductible_yen) * COVERAGE_PERCENT / 100
}

/// A number with its thousands apart: `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && position % 3 == first {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_become_yen_half_up() {
        for (dollars, expected) in [
            ("0", 0),
            ("0.0", 0),
            ("200", 30_000),
            ("1557.74", 233_661),
            ("188.78", 28_317),
            // 0.01 dollars are 1.5 yen.
            ("0.01", 2),
            ("0.03", 5),
            ("0.0033333333333333", 0),
            ("0.0033333333333334", 1),
            // 85,272.5 yen, and just below.
            ("568.4833333333333", 85_272),
            ("568.4833333333334", 85_273),
            ("568.48333333333333333333", 85_272),
            ("007.50", 1_125),
            ("6666666666.66", 999_999_999_999),
        ] {
            assert_eq!(yen(dollars), Some(expected), "{dollars}");
        }
    }

    #[test]
    fn what_is_no_plain_amount_is_refused() {
        for text in [
            "",
            ".",
            "5.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "1,000",
            " 1",
            "NaN",
            "1.2.3",
            "１",
            "6666666666.67",
            "1111111111111111111111111111111",
        ] {
            assert_eq!(yen(text), None, "{text}");
        }
    }

    #[test]
    fn a_claim_pays_the_rest_above_the_deductible_rounded_down() {
        for (amount, deductible, expected) in [
            (10_001, 2_500, 5_250),
            (30_000, 30_000, 0),
            (29_999, 30_000, 0),
            (30_001, 30_000, 0),
            (30_002, 30_000, 1),
            (28_317, 0, 19_821),
            (0, 0, 0),
        ] {
            assert_eq!(expected_payout(amount, deductible), expected, "{amount} {deductible}");
        }
    }

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (123_456, "123,456"), (363_978_420, "363,978,420")] {
            assert_eq!(grouped(number), text);
        }
    }
}
