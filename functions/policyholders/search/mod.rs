//! POST /api/policyholders/search: policyholders by name, reading, phone, mail address or label, newest first. What is searched for stands in the body, so that it stands in no URL.

use crate::input::{Items, Paged};
use crate::policyholders::find::{PolicyholderItem, Wanted, find};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct PolicyholderSearch;

impl Endpoint for PolicyholderSearch {
    const SPEC: Spec = Spec {
        name: "policyholder_search",
        summary: (
            "契約者を検索する(氏名・カナ・電話・メール・ラベル)",
            "Search policyholders by name, reading, phone, mail address or label",
        ),
        method: Method::Post,
        paths: &["/api/policyholders/search"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        searches: true,
        ..Spec::USUAL
    };
    type Input = Paged<Wanted>;
    type Output = Items<PolicyholderItem>;

    async fn handle(caller: &Caller, input: Paged<Wanted>, view: &View<'_>) -> Result<Change<Items<PolicyholderItem>>> {
        find(caller, view, &input.page()?, &input.rest).await
    }
}
