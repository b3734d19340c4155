//! Verifies an export of the timeline (タイムラインの検証, WP15) from the export and the public key alone.

use proof::{PublicKey, SignedSeal, Verdict, verify};
use std::io::Write;
use std::process::ExitCode;

const USAGE: &str = "\
timeline-verify: タイムラインの書出しを検証します / verifies an export of the timeline

  timeline-verify --public-key KEY.pem [--earlier-seal SEAL.json] EXPORT.jsonl

  --public-key    GET /api/timeline/public-key で取得した公開鍵 / the public key of GET /api/timeline/public-key
  --earlier-seal  以前に保存した封印 (分岐の検出) / a seal that was kept from earlier, to find a fork

終了コード / exit code: 0 改ざんなし / intact · 1 改ざんあり / tampered · 2 入力が使えません / unusable input";

/// What is to be verified.
struct Arguments {
    key: PublicKey,
    earlier: Option<SignedSeal>,
    export: Vec<u8>,
}

fn read(path: &str) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{path}: 読み取れません / can't be read: {error}"))
}

// A seal as a list shows it, alone or as one of a reply's members.
fn seal(path: &str) -> Result<SignedSeal, String> {
    serde_json::from_slice(&read(path)?).map_err(|error| format!("{path}: 封印ではありません / this is no seal: {error}"))
}

fn arguments() -> Result<Arguments, String> {
    let (mut key, mut earlier, mut export) = (None, None, None);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word}: 値がありません / has no value\n\n{USAGE}"));
        match word.as_str() {
            "--public-key" => key = Some(value()?),
            "--earlier-seal" => earlier = Some(value()?),
            _ if word.starts_with('-') || export.is_some() => return Err(USAGE.into()),
            _ => export = Some(word),
        }
    }
    let (Some(key), Some(export)) = (key, export) else { return Err(USAGE.into()) };
    let pem = String::from_utf8(read(&key)?).map_err(|_| format!("{key}: PEMではありません / this is no PEM"))?;
    let public = PublicKey::from_pem(&pem).map_err(|error| format!("{key}: P-256の公開鍵ではありません / {error}"))?;
    Ok(Arguments { key: public, earlier: earlier.as_deref().map(seal).transpose()?, export: read(&export)? })
}

fn main() -> ExitCode {
    let Arguments { key, earlier, export } = match arguments() {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    match verify(&export, &key, earlier.as_ref()) {
        Ok(Verdict::Intact(summary)) => {
            tell(&summary.to_string());
            ExitCode::SUCCESS
        }
        Ok(Verdict::Tampered(finding)) => {
            tell(&format!("改ざんの疑い / tampered\n{finding}"));
            ExitCode::from(1)
        }
        Err(unusable) => {
            eprintln!("{unusable}");
            ExitCode::from(2)
        }
    }
}

// Whoever reads no further, such as `head -1`, has the exit code all the same.
fn tell(words: &str) {
    let _unread = std::io::stdout().write_all(words.as_bytes());
}
