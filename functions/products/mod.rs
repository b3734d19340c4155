//! Products (商品): what policies are made from.

pub mod create;
pub mod list;
pub mod show;
pub mod update;

use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Tenant;
use shared::domain::id::ProductId;
use shared::domain::product::ProductTerms;
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::Result;
use shared::key::{self, Key, Kind};
use shared::records::Product;

/// The key of a product.
#[must_use]
pub fn product_key(tenant: Tenant, id: ProductId) -> Key {
    key::record(tenant, Kind::Product, &id.to_string())
}

/// A product with its terms.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProductView {
    /// Its identifier.
    pub id: ProductId,
    /// Its terms, for policies made from now on.
    pub terms: ProductTerms,
    /// When it was entered.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub updated_at: Timestamp,
}

impl From<&Product> for ProductView {
    fn from(product: &Product) -> Self {
        Self { id: product.id, terms: product.terms.clone(), created_at: product.created_at, updated_at: product.updated_at }
    }
}

/// Refuses terms with every field that breaks a rule.
///
/// # Errors
/// [`shared::error::Error::Invalid`] with the fields.
pub fn check(terms: &ProductTerms) -> Result<()> {
    crate::refuse_fields(crate::under("terms", terms.validate()))
}
