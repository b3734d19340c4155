//! Where functions are invoked: the local cloud over its loopback door, or AWS through its own command.
//!
//! An operator function's call carries a proof of who makes it, signed for this call alone. For AWS it is signed with the session's
//! credentials in the environment; the payload goes to the `aws` command by its standard input, so that nothing of it is seen in
//! the list of processes.

use crate::arguments::Options;
use crate::language::pick;
use crate::stop::Stop;
use prove::Signer;
use serde_json::Value;
use shared::caller::Language;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, SystemTime};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// For how long a function may take: a job has five minutes.
const TIMEOUT: Duration = Duration::from_secs(330);

/// Where to.
pub struct Target {
    place: Place,
    signer: Signer,
    language: Language,
}

enum Place {
    Local { base: String, client: reqwest::Client },
    Aws,
}

impl Target {
    /// By the options and the environment.
    ///
    /// # Errors
    /// What is missing.
    pub fn of(options: &Options, language: Language) -> Result<Self, Stop> {
        let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let usage = |failure: prove::Failure| Stop::Usage(failure.to_string());
        if options.aws {
            let signer = Signer::from_environment(read).map_err(usage)?;
            return Ok(Self { place: Place::Aws, signer, language });
        }
        let directory = PathBuf::from(read("STATE_DIR").unwrap_or_else(|| ".local".into()));
        let operator = options.operator.clone().or_else(|| read("OPERATOR")).unwrap_or_else(|| local::sts::OPERATORS[0].to_owned());
        let signer = local::proving::signer(&directory, &operator).map_err(usage)?;
        let client = reqwest::Client::builder().no_proxy().timeout(TIMEOUT).build().map_err(|error| usage(error.into()))?;
        let base = format!("http://127.0.0.1:{}", read("PORT").unwrap_or_else(|| "8080".into()));
        Ok(Self { place: Place::Local { base, client }, signer, language })
    }

    /// Invokes a function or a job and returns its answer.
    ///
    /// # Errors
    /// The service's refusal, or that it is out of reach.
    pub async fn invoke(&self, name: &str, is_job: bool, payload: &Value) -> Result<Value, Stop> {
        let payload = if is_job { payload.clone() } else { self.signed(name, payload).await? };
        let answer = match &self.place {
            Place::Local { base, client } => {
                let answered = client.post(format!("{base}/local/invoke/{name}")).json(&payload).send().await;
                let answered = answered.map_err(|_| self.out_of_reach(base))?;
                answered.json::<Value>().await.map_err(|_| self.out_of_reach(base))?
            }
            Place::Aws => self.through_aws(name, &payload).await?,
        };
        let is_problem = answer["code"].is_string() && answer["status"].as_u64().is_some_and(|status| status >= 400);
        if is_problem { Err(Stop::problem(answer)) } else { Ok(answer) }
    }

    async fn signed(&self, name: &str, payload: &Value) -> Result<Value, Stop> {
        let now = self.now().await?;
        self.signer.signed(name, payload.clone(), now).map_err(|failure| Stop::Usage(failure.to_string()))
    }

    // The local cloud goes by a clock of its own, which tests move on; STS of AWS goes by the same time as this machine.
    async fn now(&self) -> Result<SystemTime, Stop> {
        let Place::Local { base, client } = &self.place else { return Ok(SystemTime::now()) };
        let unreachable = || self.out_of_reach(base);
        let health = client.get(format!("{base}/api/health")).send().await.map_err(|_| unreachable())?;
        let health: Value = health.json().await.map_err(|_| unreachable())?;
        let now = health["now"].as_str().and_then(|now| chrono::DateTime::parse_from_rfc3339(now).ok()).ok_or_else(unreachable)?;
        Ok(SystemTime::from(now))
    }

    fn out_of_reach(&self, base: &str) -> Stop {
        Stop::Refused(pick(
            self.language,
            &format!("{base} に接続できません。先に make run で起動してください(PORT を確認)。"),
            &format!("{base} is out of reach. Start it first with make run, and look at PORT."),
        ))
    }

    async fn through_aws(&self, name: &str, payload: &Value) -> Result<Value, Stop> {
        let function = format!("{}-{}", self.signer.application, name.replace('_', "-"));
        let mut command = Command::new("aws");
        command.args(["lambda", "invoke", "--region", &self.signer.region, "--function-name", &function]);
        // Both versions of the command take `fileb` as it is.
        command.args(["--cli-read-timeout", &TIMEOUT.as_secs().to_string(), "--payload", "fileb:///dev/stdin"]);
        command.args(["--output", "json", "/dev/stdout"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).kill_on_drop(true);
        let failed = |cause: &dyn std::fmt::Display| Stop::Refused(format!("aws lambda invoke {function}: {cause}"));
        let mut child = command.spawn().map_err(|error| failed(&error))?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(payload.to_string().as_bytes()).await.map_err(|error| failed(&error))?;
        }
        let output = child.wait_with_output().await.map_err(|error| failed(&error))?;
        if !output.status.success() {
            return Err(failed(&output.status));
        }
        answer(&output.stdout).map_err(|cause| failed(&cause))
    }
}

// The function's answer, and after it what `aws` says of the invocation.
fn answer(output: &[u8]) -> Result<Value, String> {
    let mut values = serde_json::Deserializer::from_slice(output).into_iter::<Value>();
    let (answer, about) = (values.next(), values.next());
    match (answer, about) {
        (Some(Ok(answer)), Some(Ok(about))) if about["FunctionError"].is_null() => Ok(answer),
        (Some(Ok(answer)), Some(Ok(_))) => Err(answer["errorMessage"].as_str().unwrap_or("the function failed").to_owned()),
        _ => Err("an answer that can't be read".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_answer_comes_before_what_aws_says_of_it() {
        let about = "{\n    \"StatusCode\": 200,\n    \"ExecutedVersion\": \"$LATEST\"\n}";
        let failed = "{\"StatusCode\": 200, \"FunctionError\": \"Unhandled\"}";
        let table = [
            (format!("{{\"jobs\":[]}}{about}"), Ok(json!({ "jobs": [] }))),
            (format!("{{\"errorMessage\":\"store away\"}}{failed}"), Err("store away")),
            (format!("null{failed}"), Err("the function failed")),
            ("{\"jobs\":[]}".to_owned(), Err("an answer that can't be read")),
            (String::new(), Err("an answer that can't be read")),
        ];
        for (output, expected) in table {
            assert_eq!(answer(output.as_bytes()), expected.map_err(str::to_owned), "{output}");
        }
    }
}
