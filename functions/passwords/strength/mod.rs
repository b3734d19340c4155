//! What a new password must not be: one of those that are tried first, made of what anybody knows of the account, or
//! otherwise guessable (NIST SP 800-63B, 3.1.1.2). All of it offline; a password that is refused never leaves the function.

use shared::domain::account::Account;
use shared::domain::organization::Organization;
use shared::domain::refusal::Refusal;
use shared::error::{Error, FieldError, Result};
use shared::password::Password;
use shared::seal::sha256;
use unicode_normalization::UnicodeNormalization;
use zxcvbn::feedback::Warning;
use zxcvbn::{Score, zxcvbn};

/// Prefixes of the SHA-256 of common passwords that the policy's length lets through, sorted; common.py makes them.
static COMMON: &[u8] = include_bytes!("common.bin");
const PREFIX_BYTES: usize = 5;
/// What the product is called, and what everybody here has in mind.
const PRODUCT: [&str; 5] = ["petclaims", "pet-claims", "petinsurance", "pethoken", "ペット保険"];
/// From how many characters on a word that is known of the account counts: fewer would be in it by chance.
const LATIN_CHARACTERS: usize = 4;
const OTHER_CHARACTERS: usize = 2;
/// The guesses that a password must withstand at least: zxcvbn's score of 3, over 10^8.
const SCORE: Score = Score::Three;

/// What anybody may know of an account, folded.
pub struct Known(Vec<String>);

impl Known {
    /// Of an account, opened, and its organization.
    ///
    /// # Errors
    /// Where the account wasn't opened.
    pub fn of(account: &Account, organization: &Organization) -> Result<Self> {
        let sealed = || Error::internal("an account that wasn't opened");
        let (name, address) = (account.name.get().ok_or_else(sealed)?, account.mail_address.get().ok_or_else(sealed)?);
        Ok(Self::from_texts(name.as_str(), address.as_str(), organization.name.as_str()))
    }

    fn from_texts(name: &str, address: &str, organization: &str) -> Self {
        let local = address.split('@').next().unwrap_or_default();
        let whole = [name, local, address, organization].into_iter().map(folded);
        let parts = [name, local, organization].into_iter().flat_map(|text| text.split([' ', '\u{3000}', '.', '_', '-', '+'])).map(folded);
        let mut words: Vec<String> = whole.chain(parts).chain(PRODUCT.map(folded)).filter(|word| counts(word)).collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }
}

fn counts(word: &str) -> bool {
    word.chars().count() >= if word.is_ascii() { LATIN_CHARACTERS } else { OTHER_CHARACTERS }
}

// Without width, case and spaces: nobody's name is safer for them.
fn folded(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|character| !character.is_whitespace()).collect()
}

/// Refuses a password that can be guessed, with the reason and, where there is one, a hint.
///
/// # Errors
/// [`Error::Invalid`] about `new_password`: [`Refusal::PasswordTooShort`], [`Refusal::PasswordCommon`],
/// [`Refusal::PasswordRepeatsAccount`] or [`Refusal::PasswordGuessable`].
pub fn check(password: &Password, known: &Known) -> Result<()> {
    password.check_new().map_err(|refusal| Error::field("new_password", refusal))?;
    password.with_text(|text| judge(text, known)).map_err(|(refusal, hint)| {
        let field = FieldError::new("new_password", refusal);
        Error::Invalid(vec![FieldError { hint, ..field }])
    })
}

/// A refusal, and the code of a hint.
type Judgement = std::result::Result<(), (Refusal, Option<&'static str>)>;

fn judge(text: &str, known: &Known) -> Judgement {
    let plain = folded(text);
    // Where little is left beside them: a long phrase may well name a colleague.
    let rest = known.0.iter().fold(plain.clone(), |rest, word| rest.replace(word.as_str(), ""));
    if plain != rest && rest.chars().count() < shared::password::MINIMUM_CHARACTERS {
        return Err((Refusal::PasswordRepeatsAccount, None));
    }
    if is_common(text) {
        return Err((Refusal::PasswordCommon, None));
    }
    let words: Vec<&str> = known.0.iter().map(String::as_str).collect();
    let estimate = zxcvbn(text, &words);
    if estimate.score() >= SCORE {
        return Ok(());
    }
    let warning = estimate.feedback().and_then(zxcvbn::feedback::Feedback::warning);
    Err((Refusal::PasswordGuessable, Some(warning.map_or("password_hint_words", hint))))
}

fn is_common(text: &str) -> bool {
    // With and without the spaces that a phrase is written with.
    [text.to_lowercase(), folded(text)].iter().any(|text| is_listed(text))
}

fn is_listed(text: &str) -> bool {
    let hash = sha256(text.as_bytes());
    let wanted = &hash[..PREFIX_BYTES];
    let (mut from, mut to) = (0, COMMON.len() / PREFIX_BYTES);
    while from < to {
        let middle = from.midpoint(to);
        let found = &COMMON[middle * PREFIX_BYTES..(middle + 1) * PREFIX_BYTES];
        match found.cmp(wanted) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => from = middle + 1,
            std::cmp::Ordering::Greater => to = middle,
        }
    }
    false
}

const fn hint(warning: Warning) -> &'static str {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => "password_hint_keyboard",
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => "password_hint_repeats",
        Warning::SequencesLikeAbcAreEasyToGuess => "password_hint_sequence",
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => "password_hint_dates",
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => "password_hint_names",
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword
        | Warning::ThisIsSimilarToACommonlyUsedPassword
        | Warning::AWordByItselfIsEasyToGuess => "password_hint_words",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn judged(text: &str) -> Judgement {
        let known = Known::from_texts("山田 太郎", "taro.yamada@demo.example", "デモペット少額短期保険");
        text.parse::<Password>().unwrap().with_text(|text| judge(text, &known))
    }

    #[test]
    fn the_list_is_sorted_and_each_stands_once() {
        assert_eq!(COMMON.len() % PREFIX_BYTES, 0);
        assert!(COMMON.len() / PREFIX_BYTES > 20_000);
        let prefixes: Vec<&[u8]> = COMMON.chunks(PREFIX_BYTES).collect();
        assert!(prefixes.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        // From the list, from its families, in any case and width.
        for text in [
            "masterofpuppets",
            "williammoonfuel",
            "MasterOfPuppets",
            "ｍａｓｔｅｒｏｆｐｕｐｐｅｔｓ",
            "1qaz2wsx3edc4rfv",
            "qwertyuiopasdfgh",
            "passwordpassword",
            "arigatougozaimasu2026",
            "wagahaiwanekodearu",
            "correcthorsebatterystaple",
            "Correct Horse Battery Staple",
            "aaaaaaaaaaaaaaa",
            "12345678901234567890",
        ] {
            assert_eq!(judged(text), Err((Refusal::PasswordCommon, None)), "{text}");
        }
    }

    #[test]
    fn what_is_known_of_the_account_is_refused() {
        for text in [
            "yamada yamada yamada",
            "taro.yamada@demo.example",
            "Yamada-Taro-2026-04",
            "山田太郎山田太郎山田太郎山田",
            "デモペット少額短期保険2026年度",
            "pet-claims 2026 04 01",
        ] {
            assert_eq!(judged(text), Err((Refusal::PasswordRepeatsAccount, None)), "{text}");
        }
    }

    #[test]
    fn what_can_be_guessed_is_refused_with_a_hint() {
        let table = [("zxcvbnm,./zxcvbnm,./", "password_hint_repeats"), ("xyxyxyxyxyxyxyxyxyxy", "password_hint_repeats")];
        for (text, hint) in table {
            assert_eq!(judged(text), Err((Refusal::PasswordGuessable, Some(hint))), "{text}");
        }
    }

    #[test]
    fn what_nobody_guesses_is_taken() {
        for text in ["heron umbrella quartz 47 lantern", "まったく新しいパスワード2026", "kQ9#vT2m!xWp4Zr8", "青い傘と古い時計と三匹の鯨"]
        {
            assert_eq!(judged(text), Ok(()), "{text}");
        }
        // A long phrase may name somebody.
        assert_eq!(judged("yamada bought seven purple kettles"), Ok(()));
    }

    #[test]
    fn every_hint_has_words() {
        for hint in ["keyboard", "repeats", "sequence", "dates", "names", "words"] {
            assert!(shared::message::has_words(&format!("password_hint_{hint}")), "{hint}");
        }
    }
}
