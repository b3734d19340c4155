//! POST /api/policies/search: policies by number, policyholder, animal or label, newest first. What is searched for stands in the body, so that it stands in no URL.

use crate::input::{Items, Paged};
use crate::policies::find::{PolicyItem, Wanted, find};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct PolicySearch;

impl Endpoint for PolicySearch {
    const SPEC: Spec = Spec {
        name: "policy_search",
        summary: ("保険契約を検索する(証券番号・契約者・動物・ラベル)", "Search policies by number, policyholder, animal or label"),
        method: Method::Post,
        paths: &["/api/policies/search"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        searches: true,
        ..Spec::USUAL
    };
    type Input = Paged<Wanted>;
    type Output = Items<PolicyItem>;

    async fn handle(caller: &Caller, input: Paged<Wanted>, view: &View<'_>) -> Result<Change<Items<PolicyItem>>> {
        find(caller, view, &input.page()?, &input.rest).await
    }
}
