//! `operator`: the operator's command line. `operator list` says what there is, `operator FUNCTION --help` what a function takes,
//! `operator FUNCTION --field value …` invokes it, of the local cloud or, with `--aws`, of AWS.
//!
//! Exit code 0: done. 1: the service refused, or isn't there. 2: the command line is wrong; nothing was sent.

mod arguments;
mod catalogue;
mod continuation;
mod fields;
mod guidance;
mod language;
mod show;
mod stop;
mod target;

use arguments::{Arguments, Command, Options};
use catalogue::{Callable, Catalogue};
use indicatif::ProgressBar;
use language::pick;
use serde_json::Value;
use shared::caller::Language;
use std::io::{BufRead, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;
use stop::Stop;
use target::Target;

/// After so many answers in a row without anything done a job doesn't get on. An erasure is done when all of it is, after many.
const IDLE_ANSWERS: u32 = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let language = language::of_environment(|name| std::env::var(name).ok());
    match run(language).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.tell(language),
    }
}

async fn run(language: Language) -> Result<(), Stop> {
    let Arguments { command, options } = Arguments::read(std::env::args_os().skip(1), language)?;
    let catalogue = Catalogue::whole();
    match command {
        Command::Help => print(&guidance::usage(language)),
        Command::List => print(&guidance::list(&catalogue, options.json, language)),
        Command::Describe(name) => print(&guidance::function(catalogue.named(&name, language)?, language)),
        Command::Invoke { function, entered, json } => {
            let callable = catalogue.named(&function, language)?;
            let payload = fields::payload(&callable.input, &entered, json.as_deref()).map_err(|faults| fields::stop(&faults, language))?;
            confirm(callable, &options, language)?;
            let target = Target::of(&options, language)?;
            let answer = carry_out(&target, callable, &payload, options.json, language).await?;
            print(&if options.json { answer.to_string() } else { show::answer(&answer) })?;
            match answer["failed"].as_u64() {
                Some(failed) if callable.is_job && failed > 0 => Err(Stop::failed(failed, language)),
                _ => Ok(()),
            }
        }
    }
}

// Into a pipe that is closed is no fault worth telling.
fn print(text: &str) -> Result<(), Stop> {
    writeln!(std::io::stdout(), "{}", text.trim_end()).or(Ok(()))
}

// What can't be taken back is named once more by whoever wants it.
fn confirm(callable: &Callable, options: &Options, language: Language) -> Result<(), Stop> {
    if !callable.is_final || options.yes {
        return Ok(());
    }
    let (name, summary) = (callable.name, callable.summary(language));
    if !std::io::stdin().is_terminal() {
        return Err(Stop::Usage(pick(
            language,
            &format!("{name}: 取り消せない操作です。端末以外から実行するときは --yes を付けてください。"),
            &format!("{name} can't be taken back. Away from a terminal it needs --yes."),
        )));
    }
    let prompt = pick(
        language,
        &format!("{summary}\n取り消せません。続けるには {name} と入力してください: "),
        &format!("{summary}\nThis can't be taken back. Type {name} to go on: "),
    );
    eprint!("{prompt}");
    let mut typed = String::new();
    let read = std::io::stdin().lock().read_line(&mut typed);
    if read.is_ok() && typed.trim() == name {
        return Ok(());
    }
    Err(Stop::Refused(pick(language, "名前が違います。何も行っていません。", "That isn't its name. Nothing was done.")))
}

// Invokes it, and whatever its answer says is left to do, until nothing is.
async fn carry_out(target: &Target, callable: &Callable, payload: &Value, json: bool, language: Language) -> Result<Value, Stop> {
    let mut answer = target.invoke(callable.name, callable.is_job, payload).await.map_err(|stop| stop.in_form(json))?;
    let Some(next) = continuation::after(callable, &answer) else { return Ok(answer) };
    let progress = ProgressBar::new_spinner();
    progress.enable_steady_tick(Duration::from_millis(120));
    let (name, payload) = next.call(callable, payload);
    let (mut last, mut done, mut idle) = (answer.clone(), done(&answer), 0);
    while continuation::goes_on(&next, &last) {
        progress.set_message(continuation::progress(name, &last, done, language));
        tokio::time::sleep(continuation::wait(&last)).await;
        last = target.invoke(name, next.is_job(callable), &payload).await.map_err(|stop| stop.in_form(json))?;
        let more = self::done(&last);
        (done, idle) = (done + more, if more == 0 && last.get("done").is_some() { idle + 1 } else { 0 });
        if idle >= IDLE_ANSWERS {
            progress.finish_and_clear();
            return Err(Stop::Refused(pick(
                language,
                &format!("{name}: 残りがありますが進みません。job_list で確かめてください。"),
                &format!("{name}: more is left, but it doesn't get on. job_list tells why."),
            )));
        }
    }
    progress.finish_and_clear();
    if next.repeats() {
        answer = last;
        if answer.get("done").is_some() {
            answer["done"] = done.into();
        }
    }
    Ok(answer)
}

fn done(answer: &Value) -> u64 {
    answer["done"].as_u64().unwrap_or_default()
}
