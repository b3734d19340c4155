//! The collections under which records lie in paths, for functions that serve several kinds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Tenant;
use shared::domain::id::{AccountId, AnimalId, ClaimId, PayoutId, PolicyId, PolicyholderId, ProductId};
use shared::error::{Error, Result};
use shared::key::{self, Key, Kind};
use std::str::FromStr;

/// A collection of records, as the path names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Collection {
    /// 契約者.
    Policyholders,
    /// 被保険動物.
    Animals,
    /// 商品.
    Products,
    /// 保険契約.
    Policies,
    /// 保険金請求.
    Claims,
    /// 支払.
    Payouts,
    /// アカウント.
    Accounts,
}

impl Collection {
    /// The key of the record that a path names.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the identifier can't be one of this collection.
    pub fn key(self, tenant: Tenant, id: &str) -> Result<Key> {
        let (kind, fits) = match self {
            Self::Policyholders => (Kind::Policyholder, is::<PolicyholderId>(id)),
            Self::Animals => (Kind::Animal, is::<AnimalId>(id)),
            Self::Products => (Kind::Product, is::<ProductId>(id)),
            Self::Policies => (Kind::Policy, is::<PolicyId>(id)),
            Self::Claims => (Kind::Claim, is::<ClaimId>(id)),
            Self::Payouts => (Kind::Payout, is::<PayoutId>(id)),
            Self::Accounts => (Kind::Account, is::<AccountId>(id)),
        };
        if fits { Ok(key::record(tenant, kind, id)) } else { Err(Error::NotFound) }
    }
}

fn is<I: FromStr>(id: &str) -> bool {
    id.parse::<I>().is_ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_identifier_of_another_kind_names_nothing() {
        let tenant = Tenant::of_service("org_01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap());
        let claim = "clm_01ARZ3NDEKTSV4RRFFQ69G5FAV";
        assert_eq!(Collection::Claims.key(tenant, claim).unwrap(), key::record(tenant, Kind::Claim, claim));
        for (collection, id) in [(Collection::Policies, claim), (Collection::Claims, "clm_1"), (Collection::Claims, "#")] {
            assert!(matches!(collection.key(tenant, id), Err(Error::NotFound)), "{collection:?} {id}");
        }
    }
}
