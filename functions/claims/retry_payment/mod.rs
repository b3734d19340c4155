//! POST /api/claims/{id}/retry-payment: a refused payout is to be transferred again, to the same account or another one. Whoever
//! enters the account doesn't send the money: that is an approver's, with claim_pay.

use crate::claims::{ClaimStep, claim_key, payout_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::bank_account::BankAccount;
use shared::domain::claim::Claim;
use shared::domain::id::ClaimId;
use shared::domain::payout::Payout;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct ClaimRetryPayment;

/// Where to.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
    /// 振込先口座: another account; the same one where there is none.
    #[serde(default)]
    pub bank_account: Option<BankAccount>,
}

impl Endpoint for ClaimRetryPayment {
    const SPEC: Spec = Spec {
        name: "claim_retry_payment",
        summary: ("支払不能の保険金を支払待ちに戻す", "Make a refused payout due again, to the same or another account"),
        method: Method::Post,
        paths: &["/api/claims/{id}/retry-payment"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let (tenant, by) = (caller.tenant()?, caller.account()?);
        let stored = view.load_open::<Claim>(tenant, &claim_key(tenant, input.id)).await?;
        let claim = stored.record().retry_payment(input.bank_account.clone(), by, view.now())?;
        let payout = view.load_open::<Payout>(tenant, &payout_key(tenant, &stored)?).await?;
        let due = payout.record().retry(input.bank_account, by)?;
        let change = Change::reply(ClaimStep::from(&claim)).update(tenant, &stored, &claim, Event::ClaimPaymentRetried)?;
        change.update(tenant, &payout, &due, Event::PayoutRetried)
    }
}
