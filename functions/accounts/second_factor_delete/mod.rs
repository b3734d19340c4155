//! DELETE /api/accounts/{id}/second-factors: an administrator takes away all second factors of another account, whose
//! phone or key is lost. Where the organization demands one, the account enrols anew at its next sign-in.

use crate::accounts::{Present, present};
use crate::second_factors::changed;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::AccountId;
use shared::domain::refusal::Refusal;
use shared::domain::role::Role;
use shared::domain::second_factor::SecondFactors;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::view::View;

/// The endpoint.
pub struct AccountSecondFactorDelete;

/// Which account.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The account.
    pub id: AccountId,
}

impl Endpoint for AccountSecondFactorDelete {
    const SPEC: Spec = Spec {
        name: "account_second_factor_delete",
        summary: ("アカウントの二要素認証をすべて解除する", "Remove all second factors of an account"),
        method: Method::Delete,
        paths: &["/api/accounts/{id}/second-factors"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 204,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ();

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<()>> {
        let tenant = caller.tenant()?;
        let Present { account, .. } = present(view, tenant, input.id).await?;
        // Not one's own: a session alone would do away with the need for a second factor.
        if input.id == caller.account()? {
            return Err(Refusal::SecondFactorOwn.into());
        }
        let place = key::second_factors(tenant, input.id);
        let factors: Option<SecondFactors> = view.batch(std::slice::from_ref(&place)).await?.item(&place)?;
        let factors = factors.filter(SecondFactors::is_enrolled).ok_or(Error::NotFound)?;
        let none = SecondFactors { version: factors.version + 1, ..SecondFactors::default() };
        changed(view, tenant, &account, (factors.version, &none), Event::SecondFactorRemoved, ())
    }
}
