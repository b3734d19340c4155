//! incident_close: the closing report to every organization that an incident affects. For operators, through IAM.

use crate::incidents::telling::reported;
use crate::incidents::{Reported, load};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::erasure::Signature;
use shared::domain::id::IncidentId;
use shared::domain::incident::ReportText;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The function.
pub struct IncidentClose;

/// The closing report.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 障害.
    pub incident: IncidentId,
    /// 本文: what it was, what was done, and what will keep it from coming again.
    pub text: ReportText,
}

impl Endpoint for IncidentClose {
    const SPEC: Spec = Spec {
        name: "incident_close",
        summary: ("障害を終了し、対象の組織に終了報告を送る(運営者)", "Close an incident and send its closing report (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Reported;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Reported>> {
        let written = Signature { operator: caller.operator()?.clone(), at: view.now() };
        let stored = load(view, input.incident).await?;
        let incident = stored.close(input.text, written)?;
        reported(view, &stored, &incident, Vec::new(), Event::IncidentClosed).await
    }
}
