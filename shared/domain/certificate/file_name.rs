//! What the file of a certificate is called.

use crate::domain::text::Line;

/// How many bytes of a certificate's name its file's has: file systems take 255 in all.
const NAME_BYTES: usize = 200;

/// The name of a certificate's file (PKCS#12): the certificate's own, so that whoever has several tells them apart, with `_`
/// for what a file's name can't hold.
#[must_use]
pub fn file_name(certificate: &Line<100>) -> String {
    let safe: String = certificate.as_str().chars().map(|character| if is_forbidden(character) { '_' } else { character }).collect();
    let kept = safe.get(..safe.floor_char_boundary(NAME_BYTES)).unwrap_or_default();
    // Windows drops dots and spaces at the end, and elsewhere a dot at the beginning hides a file.
    let kept = kept.trim_matches(['.', ' ', '\u{3000}']);
    format!("{}.p12", if kept.is_empty() { "_" } else { kept })
}

// What Windows, macOS or Linux takes for something else; and what turns a text around, so that its end looks like another.
const fn is_forbidden(character: char) -> bool {
    matches!(character, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_is_called_as_its_certificate_as_far_as_files_can_be() {
        let long = "端".repeat(100);
        let cut = format!("{}.p12", "端".repeat(66));
        let table = [
            ("受付の端末 1号機", "受付の端末 1号機.p12"),
            ("../本社/受付: \"1\"", "_本社_受付_ _1_.p12"),
            ("受付\u{202e}21p.exe", "受付_21p.exe.p12"),
            ("...", "_.p12"),
            (long.as_str(), cut.as_str()),
        ];
        for (name, expected) in table {
            assert_eq!(file_name(&name.parse().unwrap()), expected, "{name}");
        }
    }
}
