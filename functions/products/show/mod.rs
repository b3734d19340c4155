//! GET /api/products/{id}: a product with its terms.

use crate::products::{ProductView, product_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::ProductId;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::records::Product;
use shared::view::View;

/// The endpoint.
pub struct ProductShow;

/// Which product.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The product.
    pub id: ProductId,
}

impl Endpoint for ProductShow {
    const SPEC: Spec = Spec {
        name: "product_show",
        summary: ("商品を表示する", "Show a product"),
        paths: &["/api/products/{id}"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ProductView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ProductView>> {
        let product = view.load::<Product>(&product_key(caller.tenant()?, input.id)).await?;
        Ok(Change::reply(ProductView::from(&*product)).at_version(product.version()))
    }
}
