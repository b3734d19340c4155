//! POST /api/products: a new product.

use crate::products::{ProductView, check};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::product::ProductTerms;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::records::Product;
use shared::view::View;

/// The endpoint.
pub struct ProductCreate;

/// What is entered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The product's terms.
    pub terms: ProductTerms,
}

impl Endpoint for ProductCreate {
    const SPEC: Spec = Spec {
        name: "product_create",
        summary: ("商品を登録する", "Create a product"),
        method: Method::Post,
        paths: &["/api/products"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 201,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ProductView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ProductView>> {
        let tenant = caller.tenant()?;
        check(&input.terms)?;
        let now = view.now();
        let product = Product { id: view.identifier()?, terms: input.terms, created_at: now, updated_at: now };
        Change::reply(ProductView::from(&product)).create(tenant, &product, Event::ProductCreated)
    }
}
