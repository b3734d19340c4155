//! GET /api/policies: policies by number, policyholder, animal or label, newest first.

use crate::input::{Items, Paged};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::{AnimalId, LabelId, PolicyId, PolicyholderId, ProductId};
use shared::domain::policy::{Policy, PolicyPeriod};
use shared::domain::role::Role;
use shared::domain::search::fold;
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Index, Kind};
use shared::records::{ANIMAL_POLICIES, label_list};
use shared::view::{List, View};

/// The endpoint.
pub struct PolicyList;

/// The filters; all that are given must hold.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Only the policy with exactly this number (証券番号), whatever its width, case and hyphens.
    #[serde(default)]
    pub number: Option<Line<40>>,
    /// Only policies of this policyholder.
    #[serde(default)]
    pub policyholder: Option<PolicyholderId>,
    /// Only policies on this animal.
    #[serde(default)]
    pub animal: Option<AnimalId>,
    /// Only with this label.
    #[serde(default)]
    pub label: Option<LabelId>,
}

/// A policy in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyItem {
    /// Its identifier.
    pub id: PolicyId,
    /// 証券番号.
    pub number: Line<40>,
    /// The insured animal.
    pub animal: AnimalId,
    /// The policyholder.
    pub policyholder: PolicyholderId,
    /// The product it was made from.
    pub product: ProductId,
    /// The product's name on that day.
    pub product_name: Line<100>,
    /// 保険期間.
    pub period: PolicyPeriod,
    /// Its labels.
    pub labels: Vec<LabelId>,
    /// When it was entered.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub created_at: Timestamp,
}

impl Endpoint for PolicyList {
    const SPEC: Spec = Spec {
        name: "policy_list",
        summary: ("保険契約を一覧・検索する(証券番号・契約者・動物・ラベル)", "List policies by number, policyholder, animal or label"),
        paths: &["/api/policies"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<PolicyItem>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<PolicyItem>>> {
        let tenant = caller.tenant()?;
        let page = input.page()?;
        let filter = input.rest;
        if let Some(label) = filter.label
            && !crate::labels::exists(view, tenant, label).await?
        {
            return Ok(Change::reply(Items::none()));
        }
        // A number always leads the query, so no record is left to be filtered by it.
        let passes = |policy: &Policy| {
            filter.policyholder.is_none_or(|policyholder| policy.policyholder == policyholder)
                && filter.animal.is_none_or(|animal| policy.animal == animal)
                && filter.label.is_none_or(|label| policy.labels.contains(&label))
        };
        let list = list(tenant, &filter, view).await?;
        let (policies, next) = view.list::<Policy>(caller, &list, &page, passes).await?;
        let items = policies.iter().map(|policy| item(policy)).collect::<Result<_>>()?;
        Ok(Change::reply(Items { items, next }))
    }
}

// One index a query: the one that leaves the fewest.
async fn list(tenant: Tenant, filter: &Filter, view: &View<'_>) -> Result<List> {
    let by = |index, partition| List { index, partition, range: None, descending: true, open: true };
    if let Some(number) = &filter.number {
        let blind = view.blind(tenant, "policy.number", &fold(number.as_str())).await?;
        return Ok(by(None, key::edge_partition(tenant, "policy.number", &blind)));
    }
    if let Some(animal) = filter.animal {
        return Ok(by(None, key::edge_partition(tenant, ANIMAL_POLICIES, &animal.to_string())));
    }
    if let Some(policyholder) = filter.policyholder {
        return Ok(by(Some(Index::Parent), key::by_parent(tenant, Kind::Policy, &policyholder.to_string())));
    }
    Ok(match filter.label {
        Some(label) => by(None, key::edge_partition(tenant, label_list(Kind::Policy), &label.to_string())),
        None => by(Some(Index::Kind), key::by_kind(tenant, Kind::Policy)),
    })
}

fn item(policy: &Policy) -> Result<PolicyItem> {
    Ok(PolicyItem {
        id: policy.id,
        number: policy.number.get().ok_or_else(|| Error::internal("a policy is listed without being opened"))?.clone(),
        animal: policy.animal,
        policyholder: policy.policyholder,
        product: policy.product,
        product_name: policy.terms.name.clone(),
        period: policy.period,
        labels: policy.labels.clone(),
        created_at: policy.created_at,
    })
}
