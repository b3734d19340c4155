//! organization_key_rotate: a new version of an organization's data key, at once. For operators, through IAM.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::OrganizationId;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The function.
pub struct OrganizationKeyRotate;

/// Whose key.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The organization.
    pub organization: OrganizationId,
}

/// What seals from now on.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The organization.
    pub organization: OrganizationId,
    /// The data key's current version. Functions that are running take it up within five minutes.
    pub version: u64,
}

impl Endpoint for OrganizationKeyRotate {
    const SPEC: Spec = Spec {
        name: "organization_key_rotate",
        summary: ("組織のデータ鍵を更新する(運営者)", "Rotate an organization's data key (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::RotateKeys],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let tenant = Tenant::of_service(input.organization);
        let present = view.wrapped_data_keys(tenant).await?;
        let output = Output { organization: input.organization, version: present.current() + 1 };
        crate::data_keys::rotated(view, tenant, &present, Change::reply(output)).await
    }
}
