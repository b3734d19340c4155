//! An organization's keys: made, rotated, and taken up again where a seal is of an older version.

use super::View;
use crate::caller::Tenant;
use crate::domain::personal::SEALED;
use crate::endpoint::Grant;
use crate::error::{Error, Result};
use crate::key::{Key, Purpose};
use crate::keyring::{Wrapped, place};
use crate::ports::{Context, Failure, Item, Operation};
use crate::seal::{self, DataKeys};
use serde_json::{Value, json};

fn data_key(tenant: Tenant) -> Context {
    Context::Organization(tenant.id(), Purpose::Data)
}

impl View<'_> {
    /// Makes an organization's own KMS key and its wrapped keys: the KMS key, and the items to be committed.
    ///
    /// # Errors
    /// Where KMS is away.
    pub async fn make_organization_keys(&self, tenant: Tenant) -> Result<(String, Vec<Operation>)> {
        self.require(Grant::MakeKeys)?;
        let kms_key = self.world.keys.make_organization_key(tenant.id()).await?;
        let mut operations = Vec::new();
        for purpose in [Purpose::Data, Purpose::Index, Purpose::Cursor] {
            let context = Context::Organization(tenant.id(), purpose);
            let (secret, wrapped) = self.world.keys.generate(&kms_key, context).await?;
            let item = Wrapped::first(&kms_key, &wrapped, self.now()).item();
            self.world.keyring.learn(context, &item, self.now());
            self.world.keyring.keep(context, 1, secret, self.now());
            let failure = Failure::Conflict("already_exists");
            operations.push(Operation::create(place(context), item, failure));
        }
        Ok((kms_key, operations))
    }

    /// An organization's data keys as they lie wrapped.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it has none.
    pub async fn wrapped_data_keys(&self, tenant: Tenant) -> Result<Wrapped> {
        self.require(Grant::RotateKeys)?;
        let item = self.world.table.get(&[place(data_key(tenant))]).await?.pop().flatten();
        Wrapped::of_item(&item.ok_or(Error::NotFound)?)
    }

    /// A new version of an organization's data key, and those before wrapped anew, so that KMS's own rotation takes effect on
    /// them: what is to be committed, on the condition that nobody else rotated meanwhile. Blind-index and cursor keys stay.
    ///
    /// # Errors
    /// Where KMS is away or the organization's key disabled.
    pub async fn rotate_data_key(&self, tenant: Tenant, present: &Wrapped) -> Result<Operation> {
        self.require(Grant::RotateKeys)?;
        let (keys, context, kms_key) = (&self.world.keys, data_key(tenant), present.kms_key());
        let mut before = Vec::new();
        for (version, wrapped) in present.blobs()? {
            let secret = keys.unwrap(kms_key, context, &wrapped).await?;
            before.push((version, keys.wrap(kms_key, context, &secret).await?));
        }
        let (_, next) = keys.generate(kms_key, context).await?;
        let item = present.rotated(&before, &next, self.now()).item();
        Ok(Operation::replace(place(context), item, ("current", present.current()), Failure::Conflict("record_changed")))
    }

    // The keys of these versions. One that there isn't is missed when a seal is to be opened with it, which knows its record.
    pub(crate) async fn data_keys(&self, tenant: Tenant, versions: impl IntoIterator<Item = u64>) -> Result<DataKeys> {
        self.keys_of(data_key(tenant), versions).await
    }

    // The same of any context.
    pub(crate) async fn keys_of(&self, context: Context, versions: impl IntoIterator<Item = u64>) -> Result<DataKeys> {
        let mut keys = DataKeys::default();
        for version in versions {
            match self.world.key(context, Some(version)).await {
                Ok((_, secret)) => keys.insert(version, secret),
                Err(Error::Internal(cause)) => keys.miss(version, cause),
                Err(error) => return Err(error),
            }
        }
        Ok(keys)
    }

    /// Seals what a record holds of older versions anew under the current one; where the function may not open it, it stays.
    ///
    /// # Errors
    /// Where a key can't be opened, or a seal doesn't open.
    pub(crate) async fn renew(&self, tenant: Tenant, record: &Key, data: &mut Value) -> Result<()> {
        let versions = seal::versions(data);
        if versions.is_empty() || !self.has(Grant::Personal) {
            return Ok(());
        }
        let current = self.world.current_key(data_key(tenant)).await?;
        let older: Vec<u64> = versions.into_iter().filter(|version| *version < current).collect();
        if older.is_empty() {
            return Ok(());
        }
        let keys = self.data_keys(tenant, older).await?;
        let (version, key) = self.world.key(data_key(tenant), None).await?;
        seal::renew_all(data, &keys, (version, &key), tenant.id(), record.partition(), &*self.world.random)
    }

    /// Takes up the current data keys where the version that is known here is older than this one.
    ///
    /// # Errors
    /// Where the key can't be opened.
    pub async fn know_data_key(&self, tenant: Tenant, version: u64) -> Result<()> {
        self.require(Grant::Personal)?;
        self.world.key(data_key(tenant), Some(version)).await.map(drop)
    }

    /// A sealed value that stands outside its record, such as the name on a timeline entry, sealed anew under the current
    /// version; `None` where it is of that version already, or is no seal.
    ///
    /// # Errors
    /// Where the seal doesn't open.
    pub async fn renewed(&self, tenant: Tenant, record: &Key, field: &str, sealed: &Value) -> Result<Option<Value>> {
        self.require(Grant::Personal)?;
        let Some(text) = sealed.get(SEALED).and_then(Value::as_str) else { return Ok(None) };
        let (version, key) = self.world.key(data_key(tenant), None).await?;
        if seal::version(text)? >= version {
            return Ok(None);
        }
        let keys = self.data_keys(tenant, seal::version(text)).await?;
        let at = seal::Place { organization: tenant.id(), record: record.partition(), field };
        Ok(Some(json!({ SEALED: seal::seal(&key, version, at, &keys.open(at, text)?, &*self.world.random)? })))
    }
}

/// Whether a stored item holds a seal of an older version than this one.
#[must_use]
pub fn holds_older(item: &Item, version: u64) -> bool {
    item.get("data").is_some_and(|data| seal::versions(data).into_iter().any(|found| found < version))
}
