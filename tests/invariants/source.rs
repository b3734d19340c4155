//! What holds of the source: what may be named where, and how long a file may be.

use std::path::{Path, PathBuf};

/// What is read in one sitting.
const LINES: usize = 300;

/// The crates of vendors and of protocols; cryptography is neither.
const VENDORS: [&str; 16] = [
    "aws_sdk_dynamodb",
    "aws_sdk_kms",
    "aws_sdk_ses",
    "aws_config",
    "aws_credential_types",
    "aws_smithy_http_client",
    "aws_smithy_runtime_api",
    "aws_smithy_types",
    "lambda_http",
    "lambda_runtime",
    "serde_dynamo",
    "dynoxide",
    "mail_builder",
    "reqwest",
    "hyper",
    "axum",
];

/// What a pure function doesn't have: waiting, files, the network, the machine's clock, environment and randomness.
const IMPURE: [&str; 13] = [
    "async ",
    ".await",
    "tokio",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "Utc::now",
    "Local::now",
    "SystemTime",
    "Instant",
    "rand::",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every source file under a folder, by its path in the project.
fn sources(folder: &str) -> Vec<(String, String)> {
    let (root, mut folders, mut found) = (root(), vec![root().join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "target" && !name.starts_with('.') {
                folders.push(path);
            } else if name.ends_with(".rs") {
                found.push((path.strip_prefix(&root).unwrap().display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} is empty");
    found
}

/// The code of a file, without comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(number, line)| (number + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn places<'t>(path: &str, text: &str, words: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let words: Vec<&str> = words.into_iter().collect();
    let found =
        code(text).flat_map(|(number, line)| words.iter().filter(move |word| line.contains(**word)).map(move |word| (number, *word)));
    found.map(|(number, word)| format!("{path}:{number}: {word}")).collect()
}

#[test]
fn vendors_are_named_at_the_edges_only() {
    let inside = sources("shared").into_iter().chain(sources("functions"));
    // The benchmark's function without the product is what the others are compared with.
    let inside = inside.filter(|(path, _)| !path.starts_with("shared/adapters/") && !path.starts_with("functions/examples/"));
    let found: Vec<String> = inside.flat_map(|(path, text)| places(&path, &text, VENDORS)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn handlers_know_no_adapter() {
    let handlers = sources("functions").into_iter().filter(|(path, _)| path.ends_with("/mod.rs"));
    let found: Vec<String> = handlers.flat_map(|(path, text)| places(&path, &text, ["adapters::", "World", ".commit("])).collect();
    let beyond_jobs: Vec<&String> = found.iter().filter(|place| !(place.ends_with(".commit(") && is_job(place))).collect();
    assert!(beyond_jobs.is_empty(), "{beyond_jobs:#?}");
}

// A job, and what hears of mail, commits its pages itself, through the same commit.
fn is_job(place: &str) -> bool {
    let path = place.split(':').next().unwrap();
    let text = std::fs::read_to_string(root().join(path)).unwrap();
    ["impl Job for", "impl Listener for"].iter().any(|words| text.contains(words))
}

#[test]
fn the_domain_is_pure() {
    let found: Vec<String> = sources("shared/domain").iter().flat_map(|(path, text)| places(path, text, IMPURE)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn days_are_read_in_one_form() {
    let read = sources("shared/domain").into_iter().chain(sources("functions"));
    let found: Vec<String> =
        read.flat_map(|(path, text)| lenient_days(&text).into_iter().map(move |line| format!("{path}:{line}"))).collect();
    assert!(found.is_empty(), "without deserialize_with = \"…date::strict\":\n{}", found.join("\n"));
    let forgotten =
        "#[derive(Deserialize)]\nstruct Input {\n    /// A day.\n    #[serde(default)]\n    pub from: Option<chrono::NaiveDate>,\n}\n";
    assert_eq!(lenient_days(forgotten), [5]);
    assert_eq!(lenient_days("#[derive(Deserialize)]\nstruct Place(NaiveDate, u8);"), [2]);
}

/// The lines on which a type that is read from outside, or from the store, has a day that chrono would read leniently.
fn lenient_days(text: &str) -> Vec<usize> {
    let (mut derived, mut is_read, mut attributes, mut found) = (false, false, String::new(), Vec::new());
    for (number, line) in code(text) {
        let trimmed = line.trim();
        if trimmed.starts_with("#[") {
            derived |= trimmed.starts_with("#[derive(") && trimmed.contains("Deserialize");
            attributes.push_str(trimmed);
            continue;
        }
        if ["struct ", "enum "].iter().any(|word| trimmed.trim_start_matches("pub ").starts_with(word)) {
            is_read = std::mem::take(&mut derived);
        }
        if is_read && trimmed.contains("NaiveDate") && !format!("{attributes}{trimmed}").contains("date::strict") {
            found.push(number);
        }
        is_read &= !(line.starts_with('}') || line.ends_with(';'));
        attributes.clear();
    }
    found
}

#[test]
fn files_are_read_in_one_sitting() {
    let all = ["shared", "functions", "infra", "tests"].into_iter().flat_map(sources);
    // Who reads a file can leave out the unit tests at its end.
    let lengths = all.map(|(path, text)| (path, text.lines().take_while(|line| *line != "#[cfg(test)]").count()));
    let long: Vec<String> = lengths.filter(|(_, lines)| *lines > LINES).map(|(path, lines)| format!("{path}: {lines} lines")).collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}
