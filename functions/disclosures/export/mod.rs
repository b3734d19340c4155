//! disclosure_export: a second operator countersigns a disclosure and gets it, by a link of ten minutes: the named fields of
//! the named records and nothing else. For operators, through IAM.

use crate::disclosures::disclosure_key;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::disclosure::{DisclosedRecord, Disclosure};
use shared::domain::erasure::Signature;
use shared::domain::id::{DisclosureId, OrganizationId};
use shared::domain::timeline::{Event, hexadecimal};
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::record::Stored;
use shared::view::View;

/// How long the link holds, in seconds.
const LINK_SECONDS: u32 = 600;

/// The function.
pub struct DisclosureExport;

/// Which disclosure.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 組織.
    pub organization: OrganizationId,
    /// 開示.
    pub disclosure: DisclosureId,
}

/// What is handed out.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// The disclosure.
    pub disclosure: DisclosureId,
    /// The link, for ten minutes. Whoever has it has the document.
    pub link: String,
    /// The document's SHA-256, hexadecimal; it stands on the record, too.
    pub sha256: String,
}

impl Endpoint for DisclosureExport {
    const SPEC: Spec = Spec {
        name: "disclosure_export",
        summary: ("開示に副署し、指定された項目を書き出す(運営者)", "Countersign a disclosure and export the named fields (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::Documents],
        secret_reply: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let by = Signature { operator: caller.operator()?.clone(), at: view.now() };
        let tenant = Tenant::of_service(input.organization);
        let (holder, stored) = held(view, tenant, input.disclosure).await?;
        // Before anything is opened.
        stored.export(by.clone(), String::new())?;
        let document = serde_json::to_vec_pretty(&document(view, tenant, &stored, &by).await?).map_err(Error::internal)?;
        let hash = hexadecimal(&shared::seal::sha256(&document));
        let exported = stored.export(by, hash.clone())?;
        // Nobody finds the document unless the change is committed, and it ends within a day.
        let name = format!("disclosures/{}.json", exported.id);
        view.keep_document(tenant, &name, "application/json", document).await?;
        let link = view.document_link(tenant, &name, &format!("{}.json", exported.id), LINK_SECONDS).await?;
        let output = Output { disclosure: exported.id, link, sha256: hash };
        Change::reply(output).update(holder, &stored, &exported, Event::DisclosureExported)
    }
}

// The organization's own record, or the operator's while the organization mustn't know.
async fn held(view: &View<'_>, tenant: Tenant, id: DisclosureId) -> Result<(Tenant, Stored<Disclosure>)> {
    let holders = [tenant, Tenant::of_operator()];
    let keys = holders.map(|holder| disclosure_key(holder, id));
    let batch = view.batch(&keys).await?;
    let found = holders.into_iter().zip(&keys).find(|(_, key)| batch.has(key)).ok_or(Error::NotFound)?;
    let stored = batch.record::<Disclosure>(found.1)?;
    if stored.organization == tenant.id() { Ok((found.0, stored)) } else { Err(Error::NotFound) }
}

async fn document(view: &View<'_>, tenant: Tenant, disclosure: &Disclosure, by: &Signature) -> Result<Value> {
    let mut records = Vec::with_capacity(disclosure.records.len());
    for record in &disclosure.records {
        records.push(fields(view, tenant, record).await?);
    }
    Ok(json!({
        "disclosure": disclosure.id,
        "organization": disclosure.organization,
        "order": disclosure.order,
        "entered": disclosure.entered,
        "countersigned": by,
        "records": records,
    }))
}

// The named fields and nothing else; one that is gone since the instruction is null.
async fn fields(view: &View<'_>, tenant: Tenant, record: &DisclosedRecord) -> Result<Value> {
    let (version, whole) = view.load_whole(tenant, &key::record(tenant, record.kind, &record.id)).await?;
    let field = |name: &String| (name.clone(), whole.get(name).cloned().unwrap_or(Value::Null));
    let fields: Map<String, Value> = record.fields.iter().map(field).collect();
    Ok(json!({ "kind": record.kind, "id": record.id, "version": version, "fields": fields }))
}
