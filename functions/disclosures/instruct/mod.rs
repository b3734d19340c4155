//! disclosure_instruct: the order of a court or authority, with the records and fields that it names. Nothing is handed out
//! until a second operator countersigns. For operators, through IAM.

use crate::disclosures::Hidden;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion, item};
use shared::domain::disclosure::{DisclosedRecord, Disclosure, DisclosureState, Order};
use shared::domain::erasure::Signature;
use shared::domain::id::{DisclosureId, OrganizationId};
use shared::domain::organization::Organization;
use shared::domain::refusal::FieldRefusal;
use shared::domain::time::day;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Key};
use shared::ports::{Failure, Operation};
use shared::view::View;

/// The function.
pub struct DisclosureInstruct;

/// The order.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 組織.
    pub organization: OrganizationId,
    /// 命令.
    pub order: Order,
    /// 開示する記録と項目: at most 100 records, each field by its name.
    pub records: Vec<DisclosedRecord>,
}

/// What was entered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The disclosure, for `disclosure_export`.
    pub disclosure: DisclosureId,
    /// Whether the organization sees it on its timeline now.
    pub known: bool,
}

impl Endpoint for DisclosureInstruct {
    const SPEC: Spec = Spec {
        name: "disclosure_instruct",
        summary: (
            "法令に基づく開示を指示する(運営者)",
            "Enter a court's or authority's order to disclose named records and fields (operator)",
        ),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        status: 201,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let entered = Signature { operator: caller.operator()?.clone(), at: view.now() };
        crate::refuse_fields(refusals(&input))?;
        let tenant = Tenant::of_service(input.organization);
        view.load::<Organization>(&key::organization(tenant)).await.map_err(crate::no_organization)?;
        named(view, tenant, &input.records).await?;
        let disclosure = Disclosure {
            id: view.identifier()?,
            organization: tenant.id(),
            order: input.order,
            records: input.records,
            state: DisclosureState::Instructed,
            entered,
            countersigned: None,
            export_hash: None,
            known: false,
        };
        let hidden = disclosure.is_hidden(day(view.now()));
        let disclosure = Disclosure { known: !hidden, ..disclosure };
        let change = Change::reply(Output { disclosure: disclosure.id, known: disclosure.known });
        match disclosure.order.notice_forbidden_until.filter(|_| hidden) {
            None => change.create(tenant, &disclosure, Event::DisclosureInstructed),
            Some(reveal_on) => {
                let waits = Hidden { organization: tenant.id(), disclosure: disclosure.id, reveal_on };
                let place = key::service_disclosure(tenant, disclosure.id);
                let waits = Operation::create(place, item(&waits)?, Failure::Conflict("already_exists"));
                let change = change.create(Tenant::of_operator(), &disclosure, Event::DisclosureInstructed)?;
                Ok(change.with(Companion::Disclosure, waits))
            }
        }
    }
}

fn refusals(input: &Input) -> Vec<FieldRefusal> {
    let mut refusals = Disclosure::refusals(&input.records);
    let dates = [("order.issued_on", Some(input.order.issued_on)), ("order.notice_forbidden_until", input.order.notice_forbidden_until)];
    let accepted =
        |(field, date): (&str, Option<chrono::NaiveDate>)| Some(FieldRefusal::new(field, shared::domain::deadline::accepted(date?).err()?));
    refusals.extend(dates.into_iter().filter_map(accepted));
    refusals
}

// Every record is there and has the fields; their values stay sealed.
async fn named(view: &View<'_>, tenant: Tenant, records: &[DisclosedRecord]) -> Result<()> {
    let keys: Vec<Key> = records.iter().map(|record| key::record(tenant, record.kind, &record.id)).collect();
    let batch = view.batch(&keys).await?;
    let mut wrong = Vec::new();
    for (place, (record, key)) in records.iter().zip(&keys).enumerate() {
        let Some(data) = batch.raw(key).and_then(|item| item.get("data")).and_then(Value::as_object) else {
            wrong.push(FieldError::coded(format!("records[{place}].id"), "record_unknown", None));
            continue;
        };
        let unknown = record.fields.iter().enumerate().filter(|(_, field)| !data.contains_key(*field));
        wrong.extend(unknown.map(|(field, _)| FieldError::coded(format!("records[{place}].fields[{field}]"), "field_unknown", None)));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}
