//! In which language the operator is spoken to: Japanese where the locale says so, English otherwise.

use shared::caller::Language;

/// The language of the locale: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set.
pub fn of_environment(read: impl Fn(&str) -> Option<String>) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(|name| read(name).filter(|value| !value.is_empty()));
    if locale.is_some_and(|locale| locale.starts_with("ja")) { Language::Japanese } else { Language::English }
}

/// One of two texts.
pub fn pick(language: Language, japanese: &str, english: &str) -> String {
    match language {
        Language::Japanese => japanese.to_owned(),
        Language::English => english.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_is_set_decides() {
        let table: [(&[(&str, &str)], Language); 6] = [
            (&[], Language::English),
            (&[("LANG", "ja_JP.UTF-8")], Language::Japanese),
            (&[("LANG", "C.UTF-8")], Language::English),
            (&[("LC_ALL", "C"), ("LANG", "ja_JP.UTF-8")], Language::English),
            (&[("LC_ALL", ""), ("LANG", "ja_JP.UTF-8")], Language::Japanese),
            (&[("LC_MESSAGES", "ja"), ("LANG", "en_US.UTF-8")], Language::Japanese),
        ];
        for (set, expected) in table {
            let read = |name: &str| set.iter().find(|(found, _)| *found == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(of_environment(read), expected, "{set:?}");
        }
    }
}
