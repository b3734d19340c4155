//! incident_leak: that personal data may have leaked in an incident, or which report on it was made; an alarm comes before each is due.
//! For operators, through IAM.

use crate::incidents::{LeakView, load};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::IncidentId;
use shared::domain::leak::LeakFacts;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The function.
pub struct IncidentLeak;

/// What is to be noted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 障害.
    pub incident: IncidentId,
    /// 漏えい等: what is known of it. Needed the first time; later it corrects what was noted.
    #[serde(default)]
    pub leak: Option<LeakFacts>,
    /// 速報の提出日.
    #[serde(default, deserialize_with = "shared::domain::date::strict")]
    pub preliminary_filed_on: Option<NaiveDate>,
    /// 確報の提出日.
    #[serde(default, deserialize_with = "shared::domain::date::strict")]
    pub final_filed_on: Option<NaiveDate>,
}

/// The leak.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The incident.
    pub incident: IncidentId,
    /// By when its reports are due.
    pub leak: Option<LeakView>,
}

impl Endpoint for IncidentLeak {
    const SPEC: Spec = Spec {
        name: "incident_leak",
        summary: (
            "障害での個人データの漏えい等と、委員会への報告を記録する(運営者)",
            "Note that personal data leaked in an incident, and which report on it was made (operator)",
        ),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let stored = load(view, input.incident).await?;
        let incident = stored.note_leak(input.leak, input.preliminary_filed_on, input.final_filed_on)?;
        if let Some(leak) = incident.leak {
            crate::refuse_fields(leak.validate(view.now()))?;
        }
        Change::reply(Output { incident: incident.id, leak: LeakView::of(&incident) }).update(
            Tenant::of_operator(),
            &stored,
            &incident,
            Event::IncidentLeakNoted,
        )
    }
}
