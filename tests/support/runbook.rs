//! Documents whose commands are run as they stand. A fenced block that opens with `bash runbook NAME` is a step; a block of `text` after it
//! says what the step shows, line by line in this order, `…` standing for anything.
//!
//! All steps of a document go through one shell: what one sets, the next finds. The clock stands still for no step; a test moves it, or
//! makes something fail, before the step that speaks of it.

use super::cloud::TestCloud;
use super::operator::Operator;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// For how long a step may take.
const TIMEOUT: Duration = Duration::from_secs(180);
/// What the shell says when a step is over.
const OVER: &str = "the step is over:";

/// A step.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// The line on which it stands.
    pub line: usize,
    /// What is run.
    pub commands: String,
    /// What that shows.
    pub shows: Vec<String>,
}

/// The steps of a document, by its path in the project.
///
/// # Panics
/// Where the document can't be read, has no step, or gives two the same name.
#[must_use]
pub fn steps(path: &str) -> Vec<Step> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{path}: {error}"));
    let steps = parse(&text);
    assert!(!steps.is_empty(), "{path} has no step");
    for (number, step) in steps.iter().enumerate() {
        assert!(steps[..number].iter().all(|other| other.name != step.name), "{path}:{}: {} stands twice", step.line, step.name);
    }
    steps
}

fn parse(text: &str) -> Vec<Step> {
    let (mut steps, mut lines) = (Vec::<Step>::new(), text.lines().enumerate());
    let mut follows_step = false;
    while let Some((number, line)) = lines.next() {
        let Some(words) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        match (words.strip_prefix("bash runbook "), words) {
            (Some(name), _) => {
                let commands = block.join("\n");
                steps.push(Step { name: name.trim().to_owned(), line: number + 1, commands, shows: Vec::new() });
            }
            (None, "text") if follows_step => {
                steps.last_mut().expect("a step").shows = block.into_iter().map(str::to_owned).collect();
            }
            _ => {}
        }
        follows_step = words.starts_with("bash runbook ");
    }
    steps
}

/// The lines that an output lacks, in their order.
fn missing<'s>(shows: &'s [String], output: &str) -> Option<&'s str> {
    let mut lines = output.lines().map(single_spaced);
    shows.iter().map(String::as_str).find(|expected| {
        let expected = single_spaced(expected);
        !expected.is_empty() && !lines.any(|line| fits(&expected, &line))
    })
}

// Tables align their columns by spaces.
fn single_spaced(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fits(expected: &str, line: &str) -> bool {
    let parts: Vec<&str> = expected.split('…').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return expected == line };
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    for part in middle {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The shell that a document's steps go through.
pub struct Shell {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    directory: PathBuf,
}

impl Shell {
    /// A shell in an empty directory that finds `operator` on its path, the local cloud's address in `BASE` (curl sends cookies of `localhost` over HTTP, as browsers do), and these variables.
    pub async fn start(cloud: &TestCloud, variables: &[(&str, &str)]) -> Self {
        let (operator, directory) = (Operator::of(cloud), cloud.directory().join("shell"));
        std::fs::create_dir_all(&directory).expect("a directory for the shell");
        let programs = operator.program.parent().expect("a directory").display();
        let path = format!("{programs}:{}", std::env::var("PATH").unwrap_or_default());
        let mut command = Command::new("bash");
        for name in ["LC_ALL", "LC_MESSAGES", "OPERATOR"] {
            command.env_remove(name);
        }
        command.arg("--norc").envs(operator.environment).envs(variables.iter().copied());
        command
            .env("PATH", path)
            .env("BASE", format!("http://localhost:{}", cloud.cloud.http.port()))
            .env("NO_PROXY", "*")
            .current_dir(&directory);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().expect("bash can be started");
        let (input, output) = (child.stdin.take().expect("its input"), child.stdout.take().expect("its output"));
        let mut shell = Self { child, input, output: BufReader::new(output).lines(), directory };
        // A command that fails anywhere in a step fails the step.
        shell.say("exec 2>&1; set -o pipefail -o errtrace; trap 'failed=$?' ERR\n").await;
        shell
    }

    /// Runs a step, and returns what it showed.
    ///
    /// # Panics
    /// Where a command fails, takes too long, or doesn't show what the document says.
    pub async fn run(&mut self, step: &Step) -> String {
        let place = format!("step {} (line {})", step.name, step.line);
        let script = self.directory.join("step.sh");
        std::fs::write(&script, &step.commands).expect("the step can be written");
        self.say(&format!("failed=0; . '{}' </dev/null; printf '\\n%s%s\\n' '{OVER}' \"$failed\"\n", script.display())).await;
        let shown = tokio::time::timeout(TIMEOUT, self.until_over()).await;
        let (shown, failed) = shown.unwrap_or_else(|_| panic!("{place} takes too long:\n{}", step.commands));
        assert_eq!(failed, "0", "{place} failed:\n{}\n{shown}", step.commands);
        if let Some(line) = missing(&step.shows, &shown) {
            panic!("{place} doesn't show `{line}`:\n{}\n{shown}", step.commands);
        }
        shown
    }

    /// Ends it.
    pub async fn stop(mut self) {
        drop(self.input);
        let _ended = self.child.wait().await;
    }

    async fn say(&mut self, text: &str) {
        self.input.write_all(text.as_bytes()).await.expect("the shell listens");
    }

    async fn until_over(&mut self) -> (String, String) {
        let mut shown = String::new();
        while let Some(line) = self.output.next_line().await.expect("the shell can be read") {
            if let Some(failed) = line.strip_prefix(OVER) {
                return (shown, failed.to_owned());
            }
            shown.push_str(&line);
            shown.push('\n');
        }
        (shown, "the shell ended".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_read_with_what_they_show_and_other_blocks_are_not() {
        let text = "# x\n```bash\nmake run\n```\n```bash runbook one\na\nb\n```\nshows\n```text\nc …\n```\n```text\nno step's\n```\n```bash runbook two\nd\n```\n";
        let step = |name: &str, line, commands: &str, shows: &[&str]| Step {
            name: name.into(),
            line,
            commands: commands.into(),
            shows: shows.iter().map(|line| (*line).to_owned()).collect(),
        };
        assert_eq!(parse(text), [step("one", 5, "a\nb", &["c …"]), step("two", 16, "d", &[])]);
    }

    #[test]
    fn lines_are_found_in_order_with_anything_for_the_dots() {
        let output = " state   ended \n at      2026-10-01T10:00:00+09:00\n done 3\n";
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        let table: [(&[&str], Option<&str>); 7] = [
            (&["state ended", "done …"], None),
            (&["at …+09:00"], None),
            (&["…ended", "", "d…3"], None),
            (&["done 3", "state ended"], Some("state ended")),
            (&["state end"], Some("state end")),
            (&["state …x"], Some("state …x")),
            (&["… 2027-…"], Some("… 2027-…")),
        ];
        for (shows, expected) in table {
            assert_eq!(missing(&lines(shows), output), expected, "{shows:?}");
        }
    }
}
