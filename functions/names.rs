//! The names that stand beside identifiers in lists, opened in one batch: what a person needs to tell items apart.

use shared::caller::Tenant;
use shared::domain::account::Account;
use shared::domain::animal::Animal;
use shared::domain::id::{AccountId, AnimalId, PolicyId, PolicyholderId, ProductId};
use shared::domain::personal::Personal;
use shared::domain::policy::Policy;
use shared::domain::policyholder::Policyholder;
use shared::domain::text::Line;
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};
use shared::records::Product;
use shared::view::{Batch, View};
use std::collections::BTreeSet;

/// Records whose names are to be shown, opened.
pub struct Names {
    tenant: Tenant,
    batch: Batch,
}

impl Names {
    /// The key of a policyholder.
    #[must_use]
    pub fn policyholder_key(tenant: Tenant, id: PolicyholderId) -> Key {
        key::record(tenant, Kind::Policyholder, &id.to_string())
    }

    /// The key of an animal.
    #[must_use]
    pub fn animal_key(tenant: Tenant, id: AnimalId) -> Key {
        key::record(tenant, Kind::Animal, &id.to_string())
    }

    /// Opens the records at these keys, each once, in one round trip.
    ///
    /// # Errors
    /// Where the store can't be read, or a seal doesn't open.
    pub async fn open(view: &View<'_>, tenant: Tenant, keys: impl IntoIterator<Item = Key>) -> Result<Self> {
        let keys: BTreeSet<Key> = keys.into_iter().collect();
        let batch = view.batch_open(tenant, &keys.into_iter().collect::<Vec<_>>()).await?;
        Ok(Self { tenant, batch })
    }

    /// A policyholder's name.
    ///
    /// # Errors
    /// A fault of ours where it wasn't asked for, or isn't there: no policyholder is ever removed by itself.
    pub fn policyholder(&self, id: PolicyholderId) -> Result<Line<100>> {
        let policyholder = self.batch.record::<Policyholder>(&Self::policyholder_key(self.tenant, id)).map_err(missing)?;
        opened(&policyholder.name)
    }

    /// An animal's name.
    ///
    /// # Errors
    /// As for a policyholder.
    pub fn animal(&self, id: AnimalId) -> Result<Line<100>> {
        let animal = self.batch.record::<Animal>(&Self::animal_key(self.tenant, id)).map_err(missing)?;
        opened(&animal.name)
    }

    /// A policy's number (証券番号).
    ///
    /// # Errors
    /// As for a policyholder.
    pub fn policy_number(&self, id: PolicyId) -> Result<Line<40>> {
        let policy = self.batch.record::<Policy>(&crate::policies::policy_key(self.tenant, id)).map_err(missing)?;
        opened(&policy.number)
    }

    /// The name of the person behind an account, a removed one's, too.
    ///
    /// # Errors
    /// As for a policyholder.
    pub fn person(&self, id: AccountId) -> Result<Line<100>> {
        let account = self.batch.record::<Account>(&crate::accounts::account_key(self.tenant, id)).map_err(missing)?;
        opened(&account.name)
    }
}

fn opened<T: Clone>(value: &Personal<T>) -> Result<T> {
    value.get().cloned().ok_or_else(|| Error::internal("a name is shown without being opened"))
}

fn missing(error: Error) -> Error {
    match error {
        Error::NotFound => Error::internal("a list names a record that isn't there"),
        other => other,
    }
}

/// The names of products, as they are today.
pub struct ProductNames {
    tenant: Tenant,
    batch: Batch,
}

impl ProductNames {
    /// Reads products, each once, in one round trip.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn of(view: &View<'_>, tenant: Tenant, products: impl IntoIterator<Item = ProductId>) -> Result<Self> {
        let keys: BTreeSet<Key> = products.into_iter().map(|id| product_key(tenant, id)).collect();
        let batch = view.batch(&keys.into_iter().collect::<Vec<_>>()).await?;
        Ok(Self { tenant, batch })
    }

    /// A product's name.
    ///
    /// # Errors
    /// A fault of ours where it wasn't asked for, or isn't there: no product is ever removed.
    pub fn get(&self, id: ProductId) -> Result<Line<100>> {
        let product = self.batch.record::<Product>(&product_key(self.tenant, id)).map_err(missing)?;
        Ok(product.terms.name.clone())
    }
}

fn product_key(tenant: Tenant, id: ProductId) -> Key {
    key::record(tenant, Kind::Product, &id.to_string())
}
