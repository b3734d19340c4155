//! The store's files as raw bytes: what a thief of the disk could read, in whatever form it was written.

use super::cloud::TestCloud;
use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use std::collections::BTreeSet;

/// Below it a pattern would also be found by chance among identifiers and hashes, and is searched for between quotes.
const LEAST_BYTES: usize = 8;

impl TestCloud {
    /// Which of these texts stand in the store's files: in UTF-8, in UTF-16 of both byte orders, or within something in base64.
    ///
    /// # Panics
    /// Where there is no file.
    #[must_use]
    pub fn in_raw_files<'t>(&self, texts: impl IntoIterator<Item = &'t String>) -> BTreeSet<&'t str> {
        let patterns: Vec<(&str, Vec<u8>)> =
            texts.into_iter().flat_map(|text| forms(text).into_iter().map(|form| (text.as_str(), form))).collect();
        let search = AhoCorasick::new(patterns.iter().map(|(_, form)| form)).expect("the patterns are few");
        let mut found = BTreeSet::new();
        for bytes in self.raw_files() {
            found.extend(search.find_overlapping_iter(&bytes).map(|hit| patterns[hit.pattern().as_usize()].0));
        }
        found
    }

    // The store's file and its log.
    fn raw_files(&self) -> Vec<Vec<u8>> {
        let paths = std::fs::read_dir(self.directory()).expect("the cloud has a directory").map(|entry| entry.expect("it is read").path());
        let files: Vec<Vec<u8>> = paths
            .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("store.sqlite")))
            .map(|path| std::fs::read(path).expect("the store's file is read"))
            .collect();
        assert!(!files.is_empty(), "there is no store in {}", self.directory().display());
        files
    }
}

// Every form in which a text would be recognised.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let quoted = format!("\"{text}\"");
    let plain = if text.len() < LEAST_BYTES { &quoted } else { text };
    let mut forms = vec![plain.as_bytes().to_vec()];
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        forms.push(text.encode_utf16().flat_map(bytes).collect());
    }
    for skipped in 0..3 {
        forms.push(within_base64(&STANDARD_NO_PAD, text, skipped));
        forms.push(within_base64(&URL_SAFE_NO_PAD, text, skipped));
    }
    forms
}

// What doesn't depend on the bytes before and after, where so many stand before it in its group of three.
fn within_base64(engine: &impl Engine, text: &str, skipped: usize) -> Vec<u8> {
    let mut bytes = vec![0; skipped];
    bytes.extend_from_slice(text.as_bytes());
    let encoded = engine.encode(&bytes);
    let end = encoded.len() - usize::from(!bytes.len().is_multiple_of(3));
    encoded.as_bytes()[(skipped * 8).div_ceil(6)..end].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_recognised_within_base64_wherever_it_stands() {
        for before in 0..7 {
            for after in 0..4 {
                let whole = format!("{}佐藤 健一{}", "x".repeat(before), "y".repeat(after));
                let encoded = STANDARD_NO_PAD.encode(&whole);
                let is_found = |form: &Vec<u8>| encoded.as_bytes().windows(form.len()).any(|window| window == form.as_slice());
                assert!(forms("佐藤 健一").iter().any(is_found), "{before} {after}");
                assert!(!forms("佐藤 健二").iter().any(is_found), "{before} {after}");
            }
        }
    }

    #[test]
    fn a_short_number_is_searched_for_between_quotes() {
        assert_eq!(forms("0001234")[0], b"\"0001234\"");
        assert_eq!(forms("03-1234-5678")[0], b"03-1234-5678");
    }
}
