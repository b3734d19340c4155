//! `prove FUNCTION [PAYLOAD]`: prints the payload with the proof that the caller of AWS in this environment invokes the
//! function with it. To be handed to `aws lambda invoke` within two minutes.

use prove::{Failure, Signer};
use std::time::SystemTime;

fn main() -> std::process::ExitCode {
    match run() {
        Ok(payload) => {
            println!("{payload}");
            std::process::ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (function, payload) = match arguments.as_slice() {
        [function] => (function, "{}"),
        [function, payload] => (function, payload.as_str()),
        _ => {
            return Err(
                "usage: prove FUNCTION [PAYLOAD], with AWS_REGION, APPLICATION and the operator's credentials in the environment".into()
            );
        }
    };
    let signer = Signer::from_environment(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))?;
    Ok(signer.signed(function, serde_json::from_str(payload)?, SystemTime::now())?.to_string())
}
