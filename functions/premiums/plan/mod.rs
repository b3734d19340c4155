//! PUT /api/policies/{id}/premium-plan: how much is charged, how often, and from which day on. Premiums that were made before stay.

use crate::input::With;
use crate::policies::policy_key;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::PolicyId;
use shared::domain::policy::Policy;
use shared::domain::premium::{PolicyPremium, PremiumPlan};
use shared::domain::role::Role;
use shared::domain::time::day;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct PremiumPlanSet;

crate::head! {
    /// Which one.
    pub struct Which {
        /// The policy.
        pub id: PolicyId,
    }
}

/// The plan as it stands.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The policy.
    pub id: PolicyId,
    /// The plan.
    pub plan: PremiumPlan,
    /// 次回払込期日; null where none is due any more.
    pub next_due_on: Option<NaiveDate>,
}

impl Endpoint for PremiumPlanSet {
    const SPEC: Spec = Spec {
        name: "premium_plan",
        summary: ("保険料の払込方法を設定する", "Set how a policy's premiums are paid"),
        method: Method::Put,
        paths: &["/api/policies/{id}/premium-plan"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = With<Which, PremiumPlan>;
    type Output = Output;

    async fn handle(caller: &Caller, input: With<Which, PremiumPlan>, view: &View<'_>) -> Result<Change<Output>> {
        let tenant = caller.tenant()?;
        let With { head, rest: plan } = input;
        let stored = view.load::<Policy>(&policy_key(tenant, head.id)).await?;
        let premium = match PolicyPremium::begin(stored.premium.as_ref(), plan, &stored.period, day(view.now())) {
            Ok(premium) => premium,
            Err(refusals) => {
                crate::refuse_fields(refusals)?;
                return Err(shared::error::Error::internal("a plan was refused without a reason"));
            }
        };
        let output = Output { id: stored.id, plan, next_due_on: premium.next_due_on(&stored.period) };
        let policy = Policy { premium: Some(premium), updated_at: view.now(), ..stored.record() };
        Change::reply(output).update(tenant, &stored, &policy, Event::PremiumPlanned)
    }
}
