//! GET /api/claims: claims by policy, label, due date or state, newest first (by due date: earliest first).

use crate::input::{Items, Paged};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::claim::Claim;
use shared::domain::claim_state::ClaimState;
use shared::domain::deadline::accepted;
use shared::domain::id::{AnimalId, ClaimId, LabelId, PolicyId, PolicyholderId};
use shared::domain::money::Yen;
use shared::domain::role::Role;
use shared::domain::time::{Timestamp, rfc3339};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Index, Kind};
use shared::records::label_list;
use shared::view::{List, View};

/// The endpoint.
pub struct ClaimList;

/// The filters; all that are given must hold.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Only claims in this state.
    #[serde(default)]
    pub state: Option<ClaimState>,
    /// Only claims with this label.
    #[serde(default)]
    pub label: Option<LabelId>,
    /// Only claims of this policy.
    #[serde(default)]
    pub policy: Option<PolicyId>,
    /// Only open claims whose payout is due before this day.
    #[serde(default, deserialize_with = "shared::domain::date::strict")]
    pub due_before: Option<NaiveDate>,
}

/// A claim in a list: nothing personal.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClaimItem {
    /// Its identifier.
    pub id: ClaimId,
    /// Its policy.
    pub policy: PolicyId,
    /// The animal.
    pub animal: AnimalId,
    /// The policyholder.
    pub policyholder: PolicyholderId,
    /// Where it stands.
    pub state: ClaimState,
    /// What is claimed.
    pub claimed_yen: Yen,
    /// The approved amount.
    pub approved_yen: Option<Yen>,
    /// 受付日.
    pub received_on: Option<NaiveDate>,
    /// 支払期限.
    pub due_on: Option<NaiveDate>,
    /// Its labels.
    pub labels: Vec<LabelId>,
    /// When it was entered.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub created_at: Timestamp,
}

impl Endpoint for ClaimList {
    const SPEC: Spec = Spec {
        name: "claim_list",
        summary: ("保険金請求を一覧する(状態・ラベル・契約・期限)", "List claims by state, label, policy or due date"),
        paths: &["/api/claims"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<ClaimItem>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<ClaimItem>>> {
        let tenant = caller.tenant()?;
        input.rest.due_before.map(accepted).transpose().map_err(|refusal| Error::field("due_before", refusal))?;
        let page = input.page()?;
        let filter = input.rest;
        if let Some(label) = filter.label
            && !crate::labels::exists(view, tenant, label).await?
        {
            return Ok(Change::reply(Items::none()));
        }
        let passes = |claim: &Claim| {
            filter.state.is_none_or(|state| claim.state == state)
                && filter.label.is_none_or(|label| claim.labels.contains(&label))
                && filter.policy.is_none_or(|policy| claim.policy == policy)
                && filter
                    .due_before
                    .is_none_or(|day| shared::records::is_due(claim.state) && claim.due_on.is_some_and(|due_on| due_on < day))
        };
        let (claims, next) = view.list::<Claim>(caller, &list(tenant, &filter), &page, passes).await?;
        Ok(Change::reply(Items { items: claims.iter().map(|claim| item(claim)).collect(), next }))
    }
}

// One index a query: the one that leaves the fewest.
fn list(tenant: Tenant, filter: &Filter) -> List {
    let by = |index, partition| List { index, partition, range: None, descending: true, open: false };
    if let Some(policy) = filter.policy {
        return by(Some(Index::Parent), key::by_parent(tenant, Kind::Claim, &policy.to_string()));
    }
    if let Some(label) = filter.label {
        return by(None, key::edge_partition(tenant, label_list(Kind::Claim), &label.to_string()));
    }
    if let Some(day) = filter.due_before {
        // The sort key is `day#claim`: everything below the day itself.
        let range = Some(("0".to_owned(), day.to_string()));
        return List { range, descending: false, ..by(Some(Index::Due), key::by_due(tenant, Kind::Claim)) };
    }
    match filter.state {
        Some(state) => by(Some(Index::State), key::by_state(tenant, Kind::Claim, state.as_str())),
        None => by(Some(Index::Kind), key::by_kind(tenant, Kind::Claim)),
    }
}

fn item(claim: &Claim) -> ClaimItem {
    ClaimItem {
        id: claim.id,
        policy: claim.policy,
        animal: claim.animal,
        policyholder: claim.policyholder,
        state: claim.state,
        claimed_yen: claim.claimed_yen(),
        approved_yen: claim.approved_yen,
        received_on: claim.received_on,
        due_on: claim.due_on,
        labels: claim.labels.clone(),
        created_at: claim.created_at,
    }
}
