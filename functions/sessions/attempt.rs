//! What an attempt to sign in is held against: the failures of its device, or of strangers on the mail address and from
//! their network.
//!
//! Known and unknown addresses are counted alike, and every count is written on the condition that nobody else counted
//! meanwhile: parallel guesses can't share one, and whoever loses is refused. Only failures write the network's counter,
//! one of its shards each.

use super::{Address, DeviceTokens};
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, Technical, expiring, item};
use shared::domain::device::Devices;
use shared::domain::id::{AccountId, MailId};
use shared::domain::mail_address::MailAddress;
use shared::domain::throttle::{Attempts, NetworkFailures, REMEMBERED_HOURS, network, network_wait_seconds};
use shared::domain::time::Timestamp;
use shared::error::{Error, Result};
use shared::key::{self, Key, NETWORK_SHARDS};
use shared::mail::Outgoing;
use shared::ports::{Failure, Operation};
use shared::view::{Batch, View};

/// What was read of the counters before the password is looked at.
pub struct Attempt {
    mail_hash: String,
    network_hash: String,
    by_address: Attempts,
    by_network: Vec<NetworkFailures>,
    /// The account behind the address, its devices, and the hash of the one that is known.
    account: Option<(Tenant, AccountId)>,
    devices: Devices,
    known_device: Option<String>,
}

impl Attempt {
    /// An attempt on a mail address, and where its account lies if it has one.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn on_address(view: &View<'_>, caller: &Caller, address: &MailAddress) -> Result<(Self, Option<Address>)> {
        let place = key::service_mail_address(&view.mail_hash(address).await?);
        let (attempt, batch) = Self::read(view, caller, view.mail_hash(address).await?, Some(&place)).await?;
        Ok((attempt, batch.item(&place)?))
    }

    /// An attempt on the mail address with this hash.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn on_hash(view: &View<'_>, caller: &Caller, mail_hash: String) -> Result<Self> {
        Ok(Self::read(view, caller, mail_hash, None).await?.0)
    }

    async fn read(view: &View<'_>, caller: &Caller, mail_hash: String, also: Option<&Key>) -> Result<(Self, Batch)> {
        let network_hash = view.network_hash(&network(&caller.address)).await?;
        let (now, counter) = (view.now(), key::service_sign_in_counter(&mail_hash));
        let shards: Vec<Key> = (0..NETWORK_SHARDS).map(|shard| key::service_network_failures(&network_hash, shard)).collect();
        let keys: Vec<Key> = std::iter::once(counter.clone()).chain(shards.iter().cloned()).chain(also.cloned()).collect();
        let batch = view.batch(&keys).await?;
        let shard = |key: &Key| Ok(batch.item(key)?.unwrap_or_else(|| NetworkFailures::none(now)));
        let attempt = Self {
            mail_hash,
            network_hash,
            by_address: batch.item(&counter)?.unwrap_or_else(|| Attempts::none(now)),
            by_network: shards.iter().map(shard).collect::<Result<_>>()?,
            account: None,
            devices: Devices::default(),
            known_device: None,
        };
        Ok((attempt, batch))
    }

    /// The same once the account's devices are read.
    #[must_use]
    pub fn from_device(mut self, caller: &Caller, tenant: Tenant, account: AccountId, devices: Devices, now: Timestamp) -> Self {
        let mut hashes = DeviceTokens::read(caller.device.as_deref()).hashes().into_iter();
        self.known_device = hashes.find(|hash| devices.known(hash, now).is_some());
        self.account = Some((tenant, account));
        self.devices = devices;
        self
    }

    /// Whether the account signed in from this device before.
    #[must_use]
    pub const fn is_from_known_device(&self) -> bool {
        self.known_device.is_some()
    }

    /// Refuses an attempt that comes too early, before anything of it is looked at.
    ///
    /// # Errors
    /// [`Error::TooMany`] with the time to wait, the same for known and unknown addresses.
    pub fn check(&self, now: Timestamp) -> Result<()> {
        let known = self.known_device.as_deref().and_then(|hash| self.devices.known(hash, now));
        let wait_seconds = match known {
            Some(device) => device.attempts.wait_seconds(now),
            None => self.by_address.wait_seconds(now).max(network_wait_seconds(&self.by_network, now)),
        };
        if wait_seconds == 0 { Ok(()) } else { Err(Error::TooMany("too_many_attempts", wait_seconds)) }
    }

    /// Adds to a refusal that it is counted, and the notice if a pause begins with it.
    ///
    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn failed<T>(&self, view: &View<'_>, caller: &Caller, change: Change<T>) -> Result<Change<T>> {
        let now = view.now();
        if let (Some((tenant, account)), Some(hash)) = (self.account, self.known_device.as_deref()) {
            let devices = self.devices.failed(hash, now);
            let begins_pause = devices.known(hash, now).is_some_and(|device| device.attempts.begins_pause());
            let counted = self.devices_operation(tenant, account, &devices, now)?;
            return self.told(view, caller, begins_pause, change.technical(Technical::SignInCounter, counted));
        }
        let counted = self.by_address.failed(now);
        let change = change.technical(Technical::SignInCounter, self.address_operation(&counted)?);
        let change = change.technical(Technical::SignInCounter, self.network_operation(view)?);
        self.told(view, caller, counted.begins_pause(), change)
    }

    /// Adds to what follows a right password that doesn't open a session yet that it was looked at: without this, guesses at
    /// once would be free until one of them is right. No failure is forgotten by it.
    ///
    /// # Errors
    /// Where it can't be written as JSON.
    pub fn undecided<T>(&self, change: Change<T>, now: Timestamp) -> Result<Change<T>> {
        let operation = match (self.account, &self.known_device) {
            (Some((tenant, account)), Some(_)) => self.devices_operation(tenant, account, &self.devices.looked_at(), now)?,
            _ => self.address_operation(&self.by_address.looked_at())?,
        };
        Ok(change.technical(Technical::SignInCounter, operation))
    }

    /// Adds to a sign-in that the failures are over and that the device is known from now on, and its new cookie.
    ///
    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn succeeded<T>(&self, view: &View<'_>, caller: &Caller, change: Change<T>) -> Result<Change<T>> {
        let (now, (tenant, account)) = (view.now(), self.account.ok_or_else(|| Error::internal("a sign-in of nobody"))?);
        let tokens = DeviceTokens::read(caller.device.as_deref());
        let (tokens, hash) = tokens.renewed(self.known_device.as_deref(), view.random()?);
        let devices = self.devices.signed_in(self.known_device.as_deref(), hash, now);
        let change = change.with(Companion::Devices, self.devices_operation(tenant, account, &devices, now)?).cookie(tokens.cookie());
        match self.known_device {
            Some(_) => Ok(change),
            None => Ok(change.with(Companion::SignInCounter, self.address_operation(&self.by_address.succeeded(now))?)),
        }
    }

    fn devices_operation(&self, tenant: Tenant, account: AccountId, devices: &Devices, now: Timestamp) -> Result<Operation> {
        let key = key::devices(tenant, account);
        let item = expiring(item(devices)?, &key, devices.end_at(now));
        Ok(Operation::put(key, item, ("version", self.devices.version), Failure::Uncounted))
    }

    fn address_operation(&self, attempts: &Attempts) -> Result<Operation> {
        counted(key::service_sign_in_counter(&self.mail_hash), &self.by_address, attempts)
    }

    fn network_operation(&self, view: &View<'_>) -> Result<Operation> {
        let [random] = view.random::<1>()?;
        let shard = random % NETWORK_SHARDS;
        let before = self.by_network.get(usize::from(shard)).copied().unwrap_or_else(|| NetworkFailures::none(view.now()));
        let after = before.failed(view.now());
        let key = key::service_network_failures(&self.network_hash, shard);
        let item = expiring(item(&after)?, &key, after.forgotten_at());
        Ok(Operation::put(key, item, ("version", before.version), Failure::Uncounted))
    }

    // One item of the same shape for known and unknown addresses: a job finds out whom to tell.
    fn told<T>(&self, view: &View<'_>, caller: &Caller, begins_pause: bool, change: Change<T>) -> Result<Change<T>> {
        if !begins_pause {
            return Ok(change);
        }
        let notice = Outgoing::PauseNotice { mail_hash: self.mail_hash.clone(), address: caller.address.clone(), created_at: view.now() };
        let place = key::service_outbox(view.identifier::<MailId>()?);
        Ok(change.technical(Technical::PauseNotice, Operation::create(place, item(&notice)?, Failure::Conflict("record_changed"))))
    }
}

/// Writes a count in place of the one that was read.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn counted(key: Key, before: &Attempts, after: &Attempts) -> Result<Operation> {
    let item = expiring(item(after)?, &key, after.counted_at + chrono::TimeDelta::hours(REMEMBERED_HOURS));
    Ok(Operation::put(key, item, ("version", before.version), Failure::Uncounted))
}

/// The proofs of a signed-in account: its present password, or a second factor. Counted apart from what strangers do, so
/// that they can't keep the owner from it, and a stolen session is no way around the counting of guesses.
pub struct Proofs {
    key: Key,
    before: Attempts,
}

impl Proofs {
    /// Reads the count.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn read(view: &View<'_>, tenant: Tenant, account: AccountId) -> Result<Self> {
        let key = key::proofs(tenant, account);
        let before = view.batch(std::slice::from_ref(&key)).await?.item(&key)?.unwrap_or_else(|| Attempts::none(view.now()));
        Ok(Self { key, before })
    }

    /// Refuses a proof that comes too early.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub fn check(&self, now: Timestamp) -> Result<()> {
        let wait_seconds = self.before.wait_seconds(now);
        if wait_seconds == 0 { Ok(()) } else { Err(Error::TooMany("too_many_attempts", wait_seconds)) }
    }

    /// Counts a failure.
    ///
    /// # Errors
    /// Where it can't be written as JSON.
    pub fn failed(&self, now: Timestamp) -> Result<Operation> {
        counted(self.key.clone(), &self.before, &self.before.failed(now))
    }

    /// Counts the failures away.
    ///
    /// # Errors
    /// Where it can't be written as JSON.
    pub fn succeeded(&self, now: Timestamp) -> Result<Operation> {
        counted(self.key.clone(), &self.before, &self.before.succeeded(now))
    }
}
