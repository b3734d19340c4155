//! What the loader is told: the folder, and the rest by the environment.

use std::path::PathBuf;

/// The settings.
#[derive(Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where the portfolio's files lie.
    pub folder: PathBuf,
    /// Where the service answers.
    pub base_url: String,
    /// The password of the demo accounts.
    pub password: String,
    /// How many animals are loaded at once.
    pub concurrency: usize,
    /// Only the first so many animals.
    pub animals: Option<usize>,
}

impl Settings {
    /// From the one argument and the environment: `BASE_URL` or `PORT`, `DEMO_PASSWORD` or `STATE_DIR`, `CONCURRENCY`, `ANIMALS`.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn read(arguments: &[String], environment: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let [folder] = arguments else { return Err("usage: load folder".into()) };
        let given = |name: &str| environment(name).filter(|value| !value.is_empty());
        let number = |name: &str, most: usize| match given(name).map(|text| text.parse::<usize>()) {
            None => Ok(None),
            Some(Ok(number)) if (1..=most).contains(&number) => Ok(Some(number)),
            Some(_) => Err(format!("{name} は 1–{most} の数です / {name} must be a number from 1 to {most}")),
        };
        let port = given("PORT").unwrap_or_else(|| "8080".into());
        Ok(Self {
            folder: folder.into(),
            base_url: given("BASE_URL").unwrap_or_else(|| format!("http://localhost:{port}")),
            concurrency: number("CONCURRENCY", 256)?.unwrap_or(8),
            animals: number("ANIMALS", usize::MAX)?,
            password: match given("DEMO_PASSWORD") {
                Some(password) => password,
                None => kept_password(&given("STATE_DIR").map_or_else(|| PathBuf::from(".local"), PathBuf::from).join("demo-password"))?,
            },
        })
    }
}

fn kept_password(path: &std::path::Path) -> Result<String, String> {
    let password = std::fs::read_to_string(path).map_err(|error| {
        format!(
            "デモのパスワードを読めません。DEMO_PASSWORD=… を指定するか、先に make run を実行してください。 / \
             No demo password: set DEMO_PASSWORD=…, or run `make run` first ({}: {error})",
            path.display()
        )
    })?;
    Ok(password.trim_end_matches('\n').to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(arguments: &[&str], environment: &[(&str, &str)]) -> Result<Settings, String> {
        let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Settings::read(&arguments, |name| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_environment_fills_in_and_the_usual_stands_for_the_rest() {
        let settings = read(&["data"], &[("DEMO_PASSWORD", "secret"), ("PORT", "9000"), ("ANIMALS", "")]).unwrap();
        let expected = Settings {
            folder: "data".into(),
            base_url: "http://localhost:9000".into(),
            password: "secret".into(),
            concurrency: 8,
            animals: None,
        };
        assert_eq!(settings, expected);
        let settings =
            read(&["data"], &[("DEMO_PASSWORD", "secret"), ("BASE_URL", "http://x"), ("CONCURRENCY", "2"), ("ANIMALS", "7")]).unwrap();
        assert_eq!((settings.base_url.as_str(), settings.concurrency, settings.animals), ("http://x", 2, Some(7)));
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (arguments, environment, told) in [
            (&[][..], [("", "")], "usage"),
            (&["a", "b"][..], [("", "")], "usage"),
            (&["a"][..], [("CONCURRENCY", "0")], "CONCURRENCY"),
            (&["a"][..], [("ANIMALS", "all")], "ANIMALS"),
            (&["a"][..], [("STATE_DIR", "/nowhere")], "デモのパスワード"),
        ] {
            assert!(read(arguments, &environment).unwrap_err().starts_with(told), "{told}");
        }
    }
}
