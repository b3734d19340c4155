//! service_key_rotate: looks every day and makes a new key for access tokens every month, beside the one before, whose tokens still hold; and, the
//! first time, the keys for hashes of mail addresses and for mail of the service's own, which never change.

use base64::{Engine, engine::general_purpose::STANDARD};
use shared::change::{Change, Technical, item};
use shared::endpoint::{Grant, Job, JobSpec, Schedule};
use shared::error::Result;
use shared::job::{Outcome, Run};
use shared::key::{self, Key};
use shared::keyring::{Wrapped, place};
use shared::ports::{Context, Failure, Operation};
use shared::token::{self, TokenKey, TokenKeys};
use shared::world::{MAIL_ADDRESS_KEY, SERVICE_MAIL_KEY, TOKEN_KEYS};

/// A key younger than this is kept, so that running twice makes no second one.
const YOUNG_DAYS: i64 = 30;

/// The job.
pub struct ServiceKeyRotate;

impl Job for ServiceKeyRotate {
    const SPEC: JobSpec = JobSpec {
        name: "service_key_rotate",
        summary: ("アクセストークンの署名鍵を更新する", "Rotate the key that signs access tokens"),
        schedule: Schedule::Daily { hour: 3, minute: 0 },
        on_outbox: false,
        grants: &[Grant::Read, Grant::Write, Grant::MakeServiceKeys],
    };

    async fn run(run: &Run<'_>) -> Result<Outcome> {
        let token_place = key::service_key(TOKEN_KEYS);
        let lasting = [MAIL_ADDRESS_KEY, SERVICE_MAIL_KEY].map(|name| (name, place(Context::Service(name))));
        let keys: Vec<Key> = lasting.iter().map(|(_, place)| place.clone()).chain([token_place.clone()]).collect();
        let batch = run.view.batch(&keys).await?;
        let mut change = Change::reply(());
        let mut done = 0;
        for (name, place) in lasting.into_iter().filter(|(_, place)| !batch.has(place)) {
            let wrapped = run.new_service_key(name).await?;
            let item = Wrapped::first(&run.view.settings().service_key, &wrapped, run.view.now()).item();
            change = change.technical(Technical::ServiceKeys, Operation::create(place, item, Failure::Conflict("already_exists")));
            done += 1;
        }
        let present: Option<TokenKeys> = batch.item(&token_place)?;
        if let Some(next) = next(run, present.as_ref()).await? {
            let failure = Failure::Conflict("record_changed");
            let operation = match &present {
                Some(present) => Operation::replace(token_place, item(&next)?, ("version", present.version), failure),
                None => Operation::create(token_place, item(&next)?, failure),
            };
            change = change.technical(Technical::ServiceKeys, operation);
            done += 1;
        }
        run.commit(change).await?;
        Ok(Outcome { done, ..Outcome::default() })
    }
}

// The new key and the one before: an access token lasts ten minutes, a key stays for a month after it was replaced.
async fn next(run: &Run<'_>, present: Option<&TokenKeys>) -> Result<Option<TokenKeys>> {
    let now = run.view.now().timestamp();
    let young_seconds = YOUNG_DAYS * 24 * 3600;
    let current = present.and_then(|present| present.keys.get(&present.current));
    if current.is_some_and(|key| now - key.made_at < young_seconds) {
        return Ok(None);
    }
    let (secret, public) = token::generate()?;
    let kms_key = run.view.settings().service_key.clone();
    let wrapped = run.wrap_service_secret(TOKEN_KEYS, &secret).await?;
    let identifier = format!("k{now}");
    let mut next = present.cloned().unwrap_or_default();
    next.keys.retain(|kid, _| *kid == next.current);
    next.keys
        .insert(identifier.clone(), TokenKey { public: STANDARD.encode(public), wrapped: STANDARD.encode(wrapped), kms_key, made_at: now });
    next.current = identifier;
    next.version += 1;
    Ok(Some(next))
}
