//! GET /api/products: all products, newest first.

use crate::input::{Items, Paged};
use crate::products::ProductView;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key::{self, Index, Kind};
use shared::records::Product;
use shared::view::{List, View};

/// The endpoint.
pub struct ProductList;

/// Nothing: all are listed.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {}

impl Endpoint for ProductList {
    const SPEC: Spec = Spec {
        name: "product_list",
        summary: ("商品を一覧する", "List the products"),
        paths: &["/api/products"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<ProductView>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<ProductView>>> {
        let partition = key::by_kind(caller.tenant()?, Kind::Product);
        let page = input.page()?;
        let list = List { index: Some(Index::Kind), partition, range: None, descending: true, open: false };
        let (products, next) = view.list::<Product>(caller, &list, &page, |_| true).await?;
        Ok(Change::reply(Items { items: products.iter().map(|product| ProductView::from(&**product)).collect(), next }))
    }
}
