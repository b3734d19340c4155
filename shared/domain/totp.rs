//! One-time codes of authenticator apps (認証アプリ): TOTP of RFC 6238 with SHA-1, six digits and steps of 30 seconds,
//! which is what the apps expect.
// Twenty lines over aws-lc-rs instead of a crate, which would bring a second HMAC.

use super::time::Timestamp;
use aws_lc_rs::hmac;
use subtle::ConstantTimeEq;

/// How long a step is, in seconds.
pub const STEP_SECONDS: u64 = 30;
/// How many digits a code has.
pub const DIGITS: u32 = 6;
/// How many bytes a secret has (RFC 4226, 4: 160 bits are recommended).
pub const SECRET_BYTES: usize = 20;

/// The step at a time.
#[must_use]
pub fn step(now: Timestamp) -> u64 {
    u64::try_from(now.timestamp()).unwrap_or_default() / STEP_SECONDS
}

/// The code of a step (RFC 4226, 5.3).
#[must_use]
pub fn code(secret: &[u8], step: u64, digits: u32) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag[tag.len() - 1] & 0x0F);
    let number = tag[offset..offset + 4].iter().fold(0_u32, |number, byte| (number << 8) | u32::from(*byte)) & 0x7FFF_FFFF;
    format!("{:0width$}", number % 10_u32.pow(digits), width = digits as usize)
}

/// The step that a code belongs to: now, the one before or the one after, for clocks that differ (RFC 6238, 5.2). A step
/// up to the last one that was accepted is never taken again.
#[must_use]
pub fn accepted(secret: &[u8], entered: &str, last_step: u64, now: Timestamp) -> Option<u64> {
    let present = step(now);
    let mut found = None;
    // All three are looked at, whichever it is.
    for candidate in present.saturating_sub(1)..=present + 1 {
        let matches = bool::from(code(secret, candidate, DIGITS).as_bytes().ct_eq(entered.as_bytes()));
        if matches && candidate > last_step && found.is_none() {
            found = Some(candidate);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Timestamp {
        crate::domain::time::in_japan(chrono::DateTime::from_timestamp(seconds, 0).unwrap())
    }

    #[test]
    fn vectors_of_rfc_6238() {
        // Appendix B, the rows of SHA-1.
        let table = [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ];
        for (seconds, expected) in table {
            assert_eq!(code(SECRET, step(at(seconds)), 8), expected, "{seconds}");
        }
    }

    #[test]
    fn vectors_of_rfc_4226() {
        // Appendix D.
        for (counter, expected) in ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583"].iter().enumerate() {
            assert_eq!(code(SECRET, counter as u64, DIGITS), *expected);
        }
    }

    proptest! {
        #[test]
        fn a_code_holds_for_its_neighbours_once(seconds in 100_000_i64..2_000_000_000, difference in -3_i64..=3) {
            let now = at(seconds);
            let entered = code(SECRET, step(now).saturating_add_signed(difference), DIGITS);
            let taken = accepted(SECRET, &entered, 0, now);
            if difference.abs() <= 1 {
                // Another step of the window may have the same code by chance.
                let taken = taken.unwrap();
                prop_assert!(taken.abs_diff(step(now)) <= 1);
                prop_assert_ne!(accepted(SECRET, &entered, taken, now), Some(taken));
            }
            prop_assert_eq!(accepted(SECRET, &entered, step(now) + 1, now), None);
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for entered in ["", "12345", "1234567", "abcdef", "１２３４５６"] {
            assert_eq!(accepted(SECRET, entered, 0, at(59)), None, "{entered}");
        }
    }
}
