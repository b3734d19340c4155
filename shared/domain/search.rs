//! Folding of search terms: width, hiragana/katakana, case and spaces don't matter (requirements, Records in and out).

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// The longest prefix that is indexed, in characters, whole words aside; longer searches find by the whole word.
pub const PREFIX_CHARACTERS: usize = 7;
/// How many words of a text are indexed.
// Together they keep a change of name and reading, which takes all terms away and puts others in their place, within the
// 100 operations of a transaction.
pub const WORDS: usize = 3;
/// How many terms a text has at most: the first word's prefixes are those of the whole.
pub const TERMS: usize = WORDS * PREFIX_CHARACTERS + 1;

/// NFKC, upper case, katakana, without spaces and separators.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc().filter(|character| !is_separator(*character)).flat_map(char::to_uppercase).map(katakana).collect()
}

/// Digits only: a phone number.
#[must_use]
pub fn fold_digits(text: &str) -> String {
    text.nfkc().filter(char::is_ascii_digit).collect()
}

const fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '・' | '･' | '-' | '‐' | '−')
}

// The blocks lie 0x60 apart; small kana and the iteration marks ゝゞ move with them.
fn katakana(character: char) -> char {
    match character {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(character) + 0x60).unwrap_or(character),
        _ => character,
    }
}

/// What a name is found by: the whole of it, each word, and the prefixes of both.
#[must_use]
pub fn name_terms(text: &str) -> BTreeSet<String> {
    let words = text.split(is_separator).filter(|word| !word.is_empty()).take(WORDS);
    std::iter::once(text).chain(words).map(fold).filter(|word| !word.is_empty()).flat_map(|word| prefixes(&word)).collect()
}

fn prefixes(word: &str) -> Vec<String> {
    let ends = word.char_indices().map(|(start, _)| start).skip(1).take(PREFIX_CHARACTERS - 1);
    let mut prefixes: Vec<String> = ends.map(|end| word[..end].to_owned()).collect();
    prefixes.push(word.to_owned());
    prefixes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_kana_case_and_spaces_fold_together() {
        for text in ["ヤマダ タロウ", "やまだたろう", "ﾔﾏﾀﾞ　ﾀﾛｳ", "ヤマダ・タロウ"] {
            assert_eq!(fold(text), "ヤマダタロウ", "{text}");
        }
        assert_eq!(fold("Ａｂｃ１"), "ABC1");
        assert_eq!(fold_digits("０３-1234-5678"), "0312345678");
    }

    #[test]
    fn a_name_is_found_by_whole_word_and_prefix() {
        let terms = name_terms("山田 太郎");
        for term in ["山", "山田", "山田太", "山田太郎", "太", "太郎"] {
            assert!(terms.contains(term), "{term}");
        }
        assert!(!terms.contains("田"));
    }

    #[test]
    fn the_number_of_terms_is_bounded() {
        let long: String = ('あ'..='ん').map(|character| format!("{character}いうえおかきくけこ ")).collect();
        assert_eq!(name_terms(&long).len(), TERMS);
        // Old and new terms of name, reading, phone and mail address, and the record, its entry, the caller's rights and the
        // idempotency record.
        const { assert!(2 * (2 * TERMS + 2) + 4 <= 100) };
    }
}
