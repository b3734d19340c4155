//! POST /api/accounts/search: the organization's accounts by name or mail address, newest first. What is searched for stands in the body, so that it stands in no URL.

use crate::accounts::AccountView;
use crate::accounts::find::{Wanted, find};
use crate::input::{Items, Paged};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct AccountSearch;

impl Endpoint for AccountSearch {
    const SPEC: Spec = Spec {
        name: "account_search",
        summary: ("アカウントを検索する(氏名・メール)", "Search accounts by name or mail address"),
        method: Method::Post,
        paths: &["/api/accounts/search"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        searches: true,
        ..Spec::USUAL
    };
    type Input = Paged<Wanted>;
    type Output = Items<AccountView>;

    async fn handle(caller: &Caller, input: Paged<Wanted>, view: &View<'_>) -> Result<Change<Items<AccountView>>> {
        find(caller, view, &input.page()?, &input.rest).await
    }
}
