//! `Idempotency-Key`: a write that is sent again gets the reply of the first time, for 24 hours.

use crate::caller::{Caller, Tenant};
use crate::domain::id::AccountId;
use crate::endpoint::Spec;
use crate::error::{Error, FieldError, Result};
use crate::key::{self, Key, Purpose};
use crate::pipeline::{Incoming, Outgoing};
use crate::ports::{Condition, Context, Failure, Item, Operation, text};
use crate::seal;
use crate::view::View;
use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

/// For how long a reply is kept, in hours.
pub const KEPT_HOURS: i64 = 24;

/// An attempt that carries a key.
pub struct Attempt {
    hash: Vec<u8>,
    fingerprint: String,
    ended: Option<Value>,
}

impl Attempt {
    /// The attempt of a request, where it carries a key.
    ///
    /// # Errors
    /// A key of the wrong form, or one on an endpoint that takes none because its reply holds a secret.
    pub fn of(spec: &Spec, incoming: &Incoming) -> Result<Option<Self>> {
        let Some(header) = incoming.header("idempotency-key") else { return Ok(None) };
        let refuse = |code: &'static str, allowed: Option<&str>| {
            Error::Invalid(vec![FieldError::coded("Idempotency-Key", code, allowed.map(str::to_owned))])
        };
        if !spec.takes_idempotency_key() {
            return if spec.writes() { Err(refuse("idempotency_key_not_taken", None)) } else { Ok(None) };
        }
        if !(8..=128).contains(&header.len()) || !header.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(refuse("idempotency_key_invalid", Some("8–128")));
        }
        // The body may hold little that can't be guessed, so its hash is keyed by what only the client knows.
        let key = hmac::Key::new(hmac::HMAC_SHA256, header.as_bytes());
        let mut context = hmac::Context::with_key(&key);
        for part in [
            incoming.method.as_bytes(),
            incoming.path.as_bytes(),
            incoming.header("if-match").unwrap_or_default().as_bytes(),
            &incoming.body,
        ] {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        Ok(Some(Self { hash: seal::sha256(header.as_bytes()), fingerprint: URL_SAFE_NO_PAD.encode(context.sign()), ended: None }))
    }

    /// Whether the record of an earlier attempt has ended, though it is still there; this attempt then takes its place.
    pub fn has_ended(&mut self, kept: &Item, now: crate::domain::time::Timestamp) -> bool {
        let ttl = kept.get("ttl");
        let ended = ttl.and_then(Value::as_i64).is_none_or(|ttl| ttl <= now.timestamp());
        self.ended = ttl.cloned().filter(|_| ended);
        ended
    }

    /// Where its record lies.
    #[must_use]
    pub fn key(&self, tenant: Tenant, account: AccountId) -> Key {
        key::idempotency(tenant, account, &self.hash)
    }
}

/// The stored reply of an earlier attempt.
///
/// # Errors
/// [`Error::Conflict`] where the earlier attempt was another request.
pub async fn replay(view: &View<'_>, caller: &Caller, attempt: &Attempt, kept: Item) -> Result<Outgoing> {
    let fingerprint = text(&kept, "fingerprint")?;
    if !bool::from(fingerprint.as_bytes().ct_eq(attempt.fingerprint.as_bytes())) {
        return Err(Error::Conflict("idempotency_key_reused"));
    }
    let tenant = caller.tenant()?;
    let place = attempt.key(tenant, caller.account()?);
    let without_reply = || Error::internal("an idempotency record without a reply");
    let sealed = kept.get("reply").ok_or_else(without_reply)?;
    let reply: Option<Outgoing> = view.open_value(tenant, &place, &field(&place), sealed).await?;
    let mut reply = reply.ok_or_else(without_reply)?;
    reply.headers.push(("idempotency-replayed".into(), "true".into()));
    Ok(reply)
}

/// The record that keeps a reply, to be written in the transaction of the change.
///
/// # Errors
/// Where the organization's key can't be opened.
pub async fn keep(view: &View<'_>, caller: &Caller, attempt: &Attempt, reply: &Outgoing) -> Result<Operation> {
    let tenant = caller.tenant()?;
    let place = attempt.key(tenant, caller.account()?);
    let (version, key) = view.world.key(Context::Organization(tenant.id(), Purpose::Data), None).await?;
    let clear = serde_json::to_vec(reply).map_err(Error::internal)?;
    let seal_place = seal::Place { organization: tenant.id(), record: place.partition(), field: &field(&place) };
    let sealed = seal::seal(&key, version, seal_place, &clear, &*view.world.random)?;
    let item = Item::from_iter([("fingerprint".into(), json!(attempt.fingerprint)), ("reply".into(), json!({ "$sealed": sealed }))]);
    let item = crate::change::expiring(item, &place, view.now() + chrono::TimeDelta::hours(KEPT_HOURS));
    let failure = Failure::Conflict("idempotency_key_in_use");
    let mut operation = Operation::create(place, item, failure);
    if let Some(ended) = &attempt.ended {
        operation.conditions = vec![Condition::Equals("ttl", ended.clone())];
    }
    Ok(operation)
}

fn field(place: &Key) -> String {
    format!("reply.{}", place.sort())
}
