//! POST /api/claims/{id}/extend-due: a later day by which a claim is to be paid, with what is still to be found out (保険法21条).

use crate::claims::{ClaimStep, claim_key};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::claim::Claim;
use shared::domain::id::ClaimId;
use shared::domain::refusal::Refusal;
use shared::domain::role::Role;
use shared::domain::text::Note;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::view::View;

/// The endpoint.
pub struct ClaimExtendDue;

/// Until when, and why.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The claim.
    pub id: ClaimId,
    /// 確認事項: what is still to be found out, as the claimant is told.
    pub items: Note<2000>,
    /// 延長後の支払期限: after the present one, and at most the 180th day from the day the papers were complete.
    #[serde(deserialize_with = "shared::domain::date::strict")]
    pub until: NaiveDate,
}

impl Endpoint for ClaimExtendDue {
    const SPEC: Spec = Spec {
        name: "claim_extend_due",
        summary: ("確認事項を付けて支払期限を延長する", "Extend the due date, with what is still to be found out"),
        method: Method::Post,
        paths: &["/api/claims/{id}/extend-due"],
        access: Access::Role(Role::Assessor),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ClaimStep;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<ClaimStep>> {
        let tenant = caller.tenant()?;
        let stored = view.load::<Claim>(&claim_key(tenant, input.id)).await?;
        let extended = stored.record().extend_due(input.items, input.until, caller.account()?, view.now());
        let claim = extended.map_err(|refusal| match refusal {
            Refusal::ExtensionNotLater | Refusal::ExtensionTooLong(_) => Error::field("until", refusal),
            refusal => refusal.into(),
        })?;
        Change::reply(ClaimStep::from(&claim)).update(tenant, &stored, &claim, Event::ClaimDueExtended)
    }
}
