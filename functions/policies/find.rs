//! Policies by what is known of them, newest first: shared by the list, which names nobody in its URL, and the search.

use crate::input::Items;
use crate::names::Names;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::{AnimalId, LabelId, PolicyId, PolicyholderId, ProductId};
use shared::domain::policy::{Policy, PolicyPeriod};
use shared::domain::search::fold;
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::{Error, Result};
use shared::key::{self, Index, Kind};
use shared::records::{ANIMAL_POLICIES, label_list};
use shared::view::{List, Page, View};

/// What is known; all that is given must hold.
#[derive(Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
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
    /// Its name.
    pub animal_name: Line<100>,
    /// The policyholder.
    pub policyholder: PolicyholderId,
    /// 氏名・名称 of the policyholder.
    pub policyholder_name: Line<100>,
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

/// A page of the policies that are wanted.
///
/// # Errors
/// A refused cursor, or where the store can't be read.
pub async fn find(caller: &Caller, view: &View<'_>, page: &Page, wanted: &Wanted) -> Result<Change<Items<PolicyItem>>> {
    let tenant = caller.tenant()?;
    if let Some(label) = wanted.label
        && !crate::labels::exists(view, tenant, label).await?
    {
        return Ok(Change::reply(Items::none()));
    }
    // A number always leads the query, so no record is left to be filtered by it.
    let passes = |policy: &Policy| {
        wanted.policyholder.is_none_or(|policyholder| policy.policyholder == policyholder)
            && wanted.animal.is_none_or(|animal| policy.animal == animal)
            && wanted.label.is_none_or(|label| policy.labels.contains(&label))
    };
    let list = list(tenant, wanted, view).await?;
    let (policies, next) = view.list::<Policy>(caller, &list, page, passes).await?;
    let named =
        policies.iter().flat_map(|policy| [Names::policyholder_key(tenant, policy.policyholder), Names::animal_key(tenant, policy.animal)]);
    let names = Names::open(view, tenant, named).await?;
    let items = policies.iter().map(|policy| item(policy, &names)).collect::<Result<_>>()?;
    Ok(Change::reply(Items { items, next }))
}

// One index a query: the one that leaves the fewest.
async fn list(tenant: Tenant, wanted: &Wanted, view: &View<'_>) -> Result<List> {
    let by = |index, partition| List { index, partition, range: None, descending: true, open: true };
    if let Some(number) = &wanted.number {
        let blind = view.blind(tenant, "policy.number", &fold(number.as_str())).await?;
        return Ok(by(None, key::edge_partition(tenant, "policy.number", &blind)));
    }
    if let Some(animal) = wanted.animal {
        return Ok(by(None, key::edge_partition(tenant, ANIMAL_POLICIES, &animal.to_string())));
    }
    if let Some(policyholder) = wanted.policyholder {
        return Ok(by(Some(Index::Parent), key::by_parent(tenant, Kind::Policy, &policyholder.to_string())));
    }
    Ok(match wanted.label {
        Some(label) => by(None, key::edge_partition(tenant, label_list(Kind::Policy), &label.to_string())),
        None => by(Some(Index::Kind), key::by_kind(tenant, Kind::Policy)),
    })
}

fn item(policy: &Policy, names: &Names) -> Result<PolicyItem> {
    Ok(PolicyItem {
        id: policy.id,
        number: policy.number.get().ok_or_else(|| Error::internal("a policy is listed without being opened"))?.clone(),
        animal: policy.animal,
        animal_name: names.animal(policy.animal)?,
        policyholder: policy.policyholder,
        policyholder_name: names.policyholder(policy.policyholder)?,
        product: policy.product,
        product_name: policy.terms.name.clone(),
        period: policy.period,
        labels: policy.labels.clone(),
        created_at: policy.created_at,
    })
}
