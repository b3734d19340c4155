//! Signs an operator's call with the operator's own AWS credentials; see [`shared::operator_proof`] for what the signature binds.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};
use shared::operator_proof::{CALL_HEADER, MEMBER, call};
use std::time::{Duration, SystemTime};

/// What is in the way, in words for the person at the terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// For how long a proof holds: long enough for a slow start, and no longer.
const VALID: Duration = Duration::from_secs(120);
/// What a proof asks.
const QUERY: &str = "Action=GetCallerIdentity&Version=2011-06-15";

/// Who signs, and for which installation.
pub struct Signer {
    /// The operator's credentials: those of a session in the operators' role.
    pub credentials: Credentials,
    /// The region of the installation.
    pub region: String,
    /// Where STS of the region answers, such as `https://sts.ap-northeast-1.amazonaws.com`.
    pub origin: String,
    /// The installation: the name of its stack.
    pub application: String,
}

impl Signer {
    /// From `AWS_REGION`, `APPLICATION` and the operator's credentials in the environment.
    ///
    /// # Errors
    /// The name of what is missing.
    pub fn from_environment(read: impl Fn(&str) -> Option<String>) -> Result<Self, Failure> {
        let required = |name: &str| read(name).ok_or_else(|| format!("{name} is missing"));
        let region = required("AWS_REGION")?;
        let (key, secret) = (required("AWS_ACCESS_KEY_ID")?, required("AWS_SECRET_ACCESS_KEY")?);
        Ok(Self {
            credentials: Credentials::new(key, secret, read("AWS_SESSION_TOKEN"), None, "environment"),
            origin: read("AWS_ENDPOINT_URL_STS").unwrap_or_else(|| format!("https://sts.{region}.amazonaws.com")),
            region,
            application: required("APPLICATION")?,
        })
    }

    /// The payload with the proof that this operator invokes this function with it.
    ///
    /// # Errors
    /// Where the payload is no JSON object, or nothing can be signed.
    pub fn signed(&self, function: &str, payload: Value, now: SystemTime) -> Result<Value, Failure> {
        let mut payload = match payload {
            Value::Null => Value::Object(Map::new()),
            Value::Object(members) => Value::Object(members),
            _ => return Err("the payload must be a JSON object".into()),
        };
        let mut nonce = [0_u8; 24];
        aws_lc_rs::rand::fill(&mut nonce).map_err(|_| "no randomness")?;
        let nonce = URL_SAFE_NO_PAD.encode(nonce);
        let digest = call(&self.application, function, &shared::operator_proof::without(&payload), &nonce);
        let url = format!("{}/?{QUERY}", self.origin);
        let proof = presigned(&url, &[(CALL_HEADER, digest.as_str())], &self.region, &self.credentials, (now, VALID))?;
        payload[MEMBER] = json!({ "proof": proof, "nonce": nonce });
        Ok(payload)
    }
}

/// A GET request to STS, signed in its query (AWS Signature Version 4). The host and these headers are covered.
///
/// # Errors
/// Where the address or a header can't stand in a request.
pub fn presigned(
    url: &str,
    headers: &[(&str, &str)],
    region: &str,
    credentials: &Credentials,
    (at, valid): (SystemTime, Duration),
) -> Result<String, Failure> {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(valid);
    let identity = credentials.clone().into();
    let parameters = v4::SigningParams::builder().identity(&identity).region(region).name("sts").time(at).settings(settings).build()?;
    let signable = SignableRequest::new("GET", url, headers.iter().copied(), SignableBody::Bytes(&[]))?;
    let (instructions, _) = sign(signable, &parameters.into())?.into_parts();
    let mut request = http::Request::get(url).body(())?;
    instructions.apply_to_request_http1x(&mut request);
    Ok(request.uri().to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_proof_differs_each_time_and_takes_nothing_from_the_payload() {
        let signer = Signer {
            credentials: Credentials::new("ASIAEXAMPLE", "secret", Some("token+/=".into()), None, "test"),
            region: "ap-northeast-1".into(),
            origin: "https://sts.ap-northeast-1.amazonaws.com".into(),
            application: "test".into(),
        };
        let payload = json!({ "name": "x", MEMBER: "an older proof" });
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000);
        let [one, two] = [payload.clone(), payload].map(|payload| signer.signed("organization_open", payload, at).unwrap());
        assert_ne!(one[MEMBER]["proof"], two[MEMBER]["proof"]);
        assert_eq!(one["name"], "x");
        let proof = one[MEMBER]["proof"].as_str().unwrap();
        assert!(proof.starts_with("https://sts.ap-northeast-1.amazonaws.com/?Action=GetCallerIdentity&"), "{proof}");
        assert!(
            proof.contains("X-Amz-SignedHeaders=host%3Bx-operator-call") && proof.contains("X-Amz-Security-Token=token%2B%2F%3D"),
            "{proof}"
        );
        assert!(!proof.contains("secret"));
        assert!(signer.signed("organization_open", json!([]), at).is_err());
    }
}
