//! POST /api/premiums/{id}/refund: some of a premium, or all that is left of it, goes back to the card. Recorded here as asked for;
//! premium_charge asks the card company, within minutes.

use crate::policies::policy_key;
use crate::premiums::{PremiumView, premium_key};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::claim::Approver;
use shared::domain::id::PremiumId;
use shared::domain::policy::Policy;
use shared::domain::premium::{Premium, PremiumAmount};
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct PremiumRefund;

/// How much.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The premium.
    pub id: PremiumId,
    /// 返金額; all that is left where it isn't said.
    #[serde(default)]
    pub amount_yen: Option<PremiumAmount>,
}

impl Endpoint for PremiumRefund {
    const SPEC: Spec = Spec {
        name: "premium_refund",
        summary: ("収納済みの保険料を返金する", "Refund a premium"),
        method: Method::Post,
        paths: &["/api/premiums/{id}/refund"],
        access: Access::Role(Role::Approver),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        status: 202,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = PremiumView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<PremiumView>> {
        let tenant = caller.tenant()?;
        let stored = view.load::<Premium>(&premium_key(tenant, input.id)).await?;
        let policy = view.load::<Policy>(&policy_key(tenant, stored.policy)).await?;
        let approver = Approver { account: caller.account()?, limit_yen: caller.approval_limit()? };
        let premium = stored.record().refund(input.amount_yen, approver, view.now())?;
        Change::reply(PremiumView::from(&premium)).update(tenant, &stored, &premium, Event::PremiumRefundRequested)?.update(
            tenant,
            &policy,
            &policy.record(),
            Event::PremiumRefundRequested,
        )
    }
}
