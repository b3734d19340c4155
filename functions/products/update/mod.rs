//! PUT /api/products/{id}: the product as it should read from now on; policies keep the terms they were made with.

use crate::products::{ProductView, check, product_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::ProductId;
use shared::domain::product::ProductTerms;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::records::Product;
use shared::view::View;

/// The endpoint.
pub struct ProductUpdate;

/// What is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The product.
    pub id: ProductId,
    /// The product's terms.
    pub terms: ProductTerms,
}

impl Endpoint for ProductUpdate {
    const SPEC: Spec = Spec {
        name: "product_update",
        summary: ("商品を変更する(既存の契約は変わらない)", "Change a product; its policies keep their terms"),
        method: Method::Put,
        paths: &["/api/products/{id}"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ProductView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ProductView>> {
        let tenant = caller.tenant()?;
        check(&input.terms)?;
        let stored = view.load::<Product>(&product_key(tenant, input.id)).await?;
        let product = Product { terms: input.terms, updated_at: view.now(), ..stored.record() };
        Change::reply(ProductView::from(&product)).update(tenant, &stored, &product, Event::ProductUpdated)
    }
}
