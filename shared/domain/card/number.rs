//! Telling a card number wherever somebody may have put one, so that it is refused before anything else is done with it.

use serde_json::Value;
use std::collections::VecDeque;
use unicode_normalization::UnicodeNormalization;

/// How many digits a card number has.
const FEWEST: usize = 13;
const MOST: usize = 19;

/// Whether a text holds what looks like a card number: 13 to 19 digits of any width, whatever stands between them but letters,
/// whose last digit checks the others (Luhn, ISO/IEC 7812-1).
#[must_use]
pub fn holds_number(text: &str) -> bool {
    let mut run: VecDeque<u8> = VecDeque::with_capacity(MOST);
    for character in text.nfkc() {
        match character.to_digit(10).and_then(|digit| u8::try_from(digit).ok()) {
            Some(digit) => {
                if run.len() == MOST {
                    run.pop_front();
                }
                run.push_back(digit);
                if ends_with_number(&run) {
                    return true;
                }
            }
            // The long vowel is written for a hyphen.
            None if character.is_alphabetic() && character != 'ー' => run.clear(),
            None => {}
        }
    }
    false
}

/// Whether a text is a card number and nothing else.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let digits: Option<Vec<u8>> = text.bytes().map(|byte| byte.is_ascii_digit().then(|| byte - b'0')).collect();
    digits.is_some_and(|digits| (FEWEST..=MOST).contains(&digits.len()) && checks(digits.iter().rev()))
}

/// Whether a body holds one: as it stands, or in a text whose characters JSON escapes.
#[must_use]
pub fn body_holds_number(body: &[u8]) -> bool {
    holds_number(&String::from_utf8_lossy(body)) || serde_json::from_slice(body).is_ok_and(|value| value_holds_number(&value))
}

// The members of a list stand one after the other: a number may be spread over them.
fn value_holds_number(value: &Value) -> bool {
    let mut texts = String::new();
    gather(value, &mut texts);
    holds_number(&texts)
}

fn gather(value: &Value, texts: &mut String) {
    match value {
        Value::String(text) => texts.push_str(text),
        Value::Number(number) => texts.push_str(&number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| gather(item, texts)),
        Value::Object(members) => {
            for (name, member) in members {
                texts.push_str(name);
                texts.push(' ');
                gather(member, texts);
            }
        }
        Value::Bool(_) | Value::Null => {}
    }
    texts.push(' ');
}

fn ends_with_number(run: &VecDeque<u8>) -> bool {
    (FEWEST..=MOST.min(run.len())).any(|length| {
        let digits = run.iter().rev().take(length);
        digits.clone().any(|digit| *digit != 0) && checks(digits)
    })
}

// From the last digit on, every second one doubled.
fn checks<'d>(backwards: impl Iterator<Item = &'d u8>) -> bool {
    let sum: u32 = backwards
        .enumerate()
        .map(|(place, digit)| match u32::from(*digit) * if place % 2 == 1 { 2 } else { 1 } {
            doubled if doubled > 9 => doubled - 9,
            digit => digit,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    // Numbers that card companies publish for tests.
    const NUMBERS: [&str; 6] =
        ["4111111111111111", "5555555555554444", "378282246310005", "3530111333300000", "30569309025904", "4222222222222"];

    #[test]
    fn a_card_number_is_told_in_any_width_and_with_any_separators() {
        for number in NUMBERS {
            assert!(is_number(number) && holds_number(number) && holds_number(&format!("カード{number}です")), "{number}");
            let wide: String = number.chars().map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap()).collect();
            assert!(holds_number(&wide), "{wide}");
            for separator in [" ", "-", "ー", "‐", "・", ".", "/", "_", "\u{200b}", "\n", ", ", "\",\""] {
                let parted: Vec<String> = number.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
                let text = parted.join(separator);
                assert!(holds_number(&text), "{text}");
            }
        }
    }

    #[test]
    fn what_is_none_passes() {
        for text in ["", "411111111111", "0000000000000000", "tok_4111 1111 abcd 1111 1111", "2026-11-24T09:00:00"] {
            assert!(!holds_number(text), "{text}");
        }
    }

    #[test]
    fn a_body_hides_it_neither_by_escapes_nor_in_names_numbers_and_lists() {
        for body in [
            r#"{"token":"4111111111111111"}"#,
            r#"{"token":"\u0034\u0031\u0031\u0031111111111111"}"#,
            r#"{"token":"\uff14\uff11\uff11\uff11111111111111"}"#,
            r#"{"4111111111111111":null}"#,
            r#"{"x":4111111111111111}"#,
            r#"{"x":["4111","1111","1111","1111"]}"#,
            r#"{"x":{"y":["a",{"z":"4111 1111 1111 1111"}]}}"#,
            "4111111111111111",
            "{\"token\":\"4111-1111-1111-1111\"",
            "\u{feff}４１１１１１１１１１１１１１１１",
        ] {
            assert!(body_holds_number(body.as_bytes()), "{body}");
        }
        assert!(!is_number("4111111111111112") && !is_number("4111-1111-1111-1111") && !is_number("18"));
        assert!(!body_holds_number(br#"{"token":"tok_a1b2c3d4e5f6"}"#));
        assert!(body_holds_number(&[b"\xff\xfe4111".as_slice(), b"111111111111"].concat()));
    }

    proptest! {
        #[test]
        fn every_number_with_its_check_digit_is_told(digits in proptest::collection::vec(0_u8..10, 12..=18), before in "[a-zé ]{0,5}") {
            prop_assume!(digits.iter().any(|digit| *digit != 0));
            let check = (0..10).find(|check| {
                let whole: Vec<u8> = digits.iter().copied().chain([*check]).collect();
                checks(whole.iter().rev())
            });
            let text: String = digits.iter().copied().chain(check).map(|digit| char::from(b'0' + digit)).collect();
            prop_assert!(holds_number(&(before + &text)));
        }
    }
}
