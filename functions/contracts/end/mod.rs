//! contract_end: nobody of the organization signs in any more, from this moment on; the data stays. For operators, through
//! IAM. The accounts' rights are taken away by a job, page by page; until it has been there, admission knows by itself.

use crate::contracts::Sweep;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, item};
use shared::domain::id::OrganizationId;
use shared::domain::organization::{ContractState, Organization};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key;
use shared::ports::{Failure, Item, Operation};
use shared::view::View;

/// The function.
pub struct ContractEnd;

/// Whose contract.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 組織.
    pub organization: OrganizationId,
}

/// What has ended.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The organization.
    pub organization: OrganizationId,
    /// Where its contract is.
    pub state: ContractState,
    /// 契約終了日.
    pub end_date: Option<chrono::NaiveDate>,
}

impl Endpoint for ContractEnd {
    const SPEC: Spec = Spec {
        name: "contract_end",
        summary: ("契約を終了し、ログインを止める(運営者)", "End a contract: sign-in stops, the data stays (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let tenant = Tenant::of_service(input.organization);
        let stored = view.load::<Organization>(&key::organization(tenant)).await.map_err(crate::no_organization)?;
        let ended = stored.ended(shared::domain::time::day(view.now()))?;
        let sweep = item(&Sweep { organization: tenant.id(), after: None, version: 1 })?;
        let failure = Failure::Conflict("record_changed");
        let output = Output { organization: tenant.id(), state: ended.state, end_date: ended.contract.end_date };
        Ok(Change::reply(output)
            .update(tenant, &stored, &ended, Event::ContractEnded)?
            .with(Companion::Contract, Operation::create(key::contract(tenant), Item::new(), failure))
            .with(Companion::ContractSweep, Operation::create(key::service_contract_sweep(tenant), sweep, failure)))
    }
}
