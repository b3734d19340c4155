//! POST /api/animals/search: animals by name, policyholder or label, newest first. What is searched for stands in the body, so that it stands in no URL.

use crate::animals::find::{AnimalItem, Wanted, find};
use crate::input::{Items, Paged};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct AnimalSearch;

impl Endpoint for AnimalSearch {
    const SPEC: Spec = Spec {
        name: "animal_search",
        summary: ("被保険動物を検索する(名前・契約者・ラベル)", "Search animals by name, policyholder or label"),
        method: Method::Post,
        paths: &["/api/animals/search"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        searches: true,
        ..Spec::USUAL
    };
    type Input = Paged<Wanted>;
    type Output = Items<AnimalItem>;

    async fn handle(caller: &Caller, input: Paged<Wanted>, view: &View<'_>) -> Result<Change<Items<AnimalItem>>> {
        find(caller, view, &input.page()?, &input.rest).await
    }
}
