//! GET /api/products: all products, newest first.

use crate::products::ProductView;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::input::Limit;
use shared::key::{self, Index, Kind};
use shared::records::Product;
use shared::view::{List, Page, View};

/// The endpoint.
pub struct ProductList;

/// Which page.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// How many at most, 1–100.
    #[serde(default, skip_serializing)]
    pub limit: Limit,
    /// The `next` of the page before.
    #[serde(default, skip_serializing)]
    pub cursor: Option<String>,
}

/// A page of products.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The products.
    pub items: Vec<ProductView>,
    /// The cursor of the next page; null at the end.
    pub next: Option<String>,
}

impl Endpoint for ProductList {
    const SPEC: Spec = Spec {
        name: "product_list",
        summary: ("商品を一覧する", "List the products"),
        paths: &["/api/products"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let partition = key::by_kind(caller.tenant()?, Kind::Product);
        let page = Page { limit: input.limit.get(), cursor: input.cursor.clone(), filter: crate::filter(&input)? };
        let list = List { index: Some(Index::Kind), partition, range: None, descending: true, open: false };
        let (products, next) = view.list::<Product>(caller, &list, &page, |_| true).await?;
        Ok(Change::reply(Output { items: products.iter().map(|product| ProductView::from(&**product)).collect(), next }))
    }
}
