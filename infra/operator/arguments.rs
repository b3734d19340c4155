//! The command line, read: a command, its fields, and what holds for every command.

use crate::language::pick;
use crate::stop::Stop;
use lexopt::{Arg, Parser, ValueExt};
use shared::caller::Language;
use std::ffi::OsString;

/// What holds for every command.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// For machines: the answer as JSON in one line.
    pub json: bool,
    /// Goes on without asking.
    pub yes: bool,
    /// AWS instead of the local cloud.
    pub aws: bool,
    /// In whose name the local cloud is operated.
    pub operator: Option<String>,
}

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Says how this is used.
    Help,
    /// Lists functions and jobs.
    List,
    /// Says what a function takes.
    Describe(String),
    /// Invokes a function or job.
    Invoke {
        /// Its name.
        function: String,
        /// The fields in the order entered.
        entered: Vec<(String, String)>,
        /// The whole input as JSON.
        json: Option<String>,
    },
}

/// The command line.
#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    /// What to do.
    pub command: Command,
    /// And how.
    pub options: Options,
}

impl Arguments {
    /// Reads it.
    ///
    /// # Errors
    /// [`Stop::Usage`] that names the argument.
    pub fn read(arguments: impl IntoIterator<Item = OsString>, language: Language) -> Result<Self, Stop> {
        // Its name isn't among the arguments.
        let mut parser = Parser::from_args(arguments);
        let (mut options, mut help, mut values, mut entered) = (Options::default(), false, Vec::new(), Vec::new());
        while let Some(argument) = parser.next().map_err(|error| wrong(&error, language))? {
            match argument {
                Arg::Long("json") => options.json = true,
                Arg::Long("yes") => options.yes = true,
                Arg::Long("aws") => options.aws = true,
                Arg::Long("help") | Arg::Short('h') => help = true,
                Arg::Long("as") => options.operator = Some(value(&mut parser, language)?),
                Arg::Long(name) => {
                    let name = name.replace('-', "_");
                    entered.push((name, value(&mut parser, language)?));
                }
                Arg::Value(value) => values.push(value.string().map_err(|error| wrong(&error, language))?),
                Arg::Short(_) => return Err(wrong(&argument.unexpected(), language)),
            }
        }
        Ok(Self { command: command(values, entered, help, language)?, options })
    }
}

fn command(values: Vec<String>, entered: Vec<(String, String)>, help: bool, language: Language) -> Result<Command, Stop> {
    let mut values = values.into_iter();
    let (first, json, rest) = (values.next(), values.next(), values.next());
    if let Some(rest) = rest {
        return Err(Stop::Usage(pick(language, &format!("余分な引数です: {rest}"), &format!("One argument too many: {rest}"))));
    }
    Ok(match (first.as_deref(), json) {
        (Some("help"), Some(function)) => Command::Describe(function),
        (Some("list"), _) if !help => Command::List,
        (None | Some("help" | "list"), _) => Command::Help,
        (Some(function), _) if help => Command::Describe(function.to_owned()),
        (Some(function), json) => Command::Invoke { function: function.to_owned(), entered, json },
    })
}

fn value(parser: &mut Parser, language: Language) -> Result<String, Stop> {
    parser.value().and_then(|value| value.string()).map_err(|error| wrong(&error, language))
}

fn wrong(error: &lexopt::Error, language: Language) -> Stop {
    let reason = match (error, language) {
        (lexopt::Error::MissingValue { option: Some(option) }, Language::Japanese) => format!("{option} に値がありません。"),
        (lexopt::Error::UnexpectedOption(option), Language::Japanese) => format!("{option} という指定はありません。"),
        (lexopt::Error::UnexpectedValue { option, .. }, Language::Japanese) => format!("{option} に値は要りません。"),
        (error, _) => error.to_string(),
    };
    Stop::Usage(reason)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(line: &str) -> Result<Arguments, Stop> {
        Arguments::read(line.split_whitespace().map(OsString::from), Language::English)
    }

    fn invoke(function: &str, entered: &[(&str, &str)], json: Option<&str>) -> Command {
        let entered = entered.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Command::Invoke { function: function.into(), entered, json: json.map(str::to_owned) }
    }

    #[test]
    fn commands_are_told_apart() {
        let table = [
            ("", Command::Help),
            ("--help", Command::Help),
            ("help", Command::Help),
            ("help contract_end", Command::Describe("contract_end".into())),
            ("contract_end --help", Command::Describe("contract_end".into())),
            ("list", Command::List),
            ("contract_end {}", invoke("contract_end", &[], Some("{}"))),
            ("contract_end --organization org_1 --organization=org_2", {
                invoke("contract_end", &[("organization", "org_1"), ("organization", "org_2")], None)
            }),
            ("x --approval-limit -1 --title.ja=a=b", invoke("x", &[("approval_limit", "-1"), ("title.ja", "a=b")], None)),
        ];
        for (line, expected) in table {
            assert_eq!(read(line).unwrap().command, expected, "{line}");
        }
    }

    #[test]
    fn options_stand_anywhere_and_what_is_wrong_is_named() {
        let options = read("--aws job_list --json --as bob --yes").unwrap().options;
        assert_eq!(options, Options { json: true, yes: true, aws: true, operator: Some("bob".into()) });
        for (line, named) in [("x --organization", "--organization"), ("x -q", "-q"), ("x {} y", "y"), ("x --json=1", "--json")] {
            assert!(matches!(read(line), Err(Stop::Usage(text)) if text.contains(named)), "{line}");
        }
    }
}
