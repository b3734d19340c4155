//! GET /api/claims: claims by what is known of them but nobody's name, newest first or by due day.

use crate::claims::item::{ClaimItem, items};
use crate::input::{Items, Paged};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::claim::Claim;
use shared::domain::claim_state::ClaimState;
use shared::domain::deadline::accepted;
use shared::domain::id::{AccountId, LabelId, PolicyId, ProductId};
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::key::{self, Index, Kind};
use shared::records::{CLAIM_ASSIGNEE, CLAIM_PRODUCT, is_due, label_list};
use shared::view::{List, View};

/// The endpoint.
pub struct ClaimList;

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimOrder {
    /// 新しい順: by entry.
    Newest,
    /// 支払期限順: claims whose payout's due day runs, the first due first.
    Due,
}

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
    /// Only claims that this account is to see through (担当者).
    #[serde(default)]
    pub assignee: Option<AccountId>,
    /// Only claims on policies made from this product.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// Only open claims whose payout is due before this day.
    #[serde(default, deserialize_with = "shared::domain::date::strict")]
    pub due_before: Option<NaiveDate>,
    /// 並び順; without it by due day where `due_before` is given, otherwise newest first.
    #[serde(default)]
    pub order: Option<ClaimOrder>,
}

impl Endpoint for ClaimList {
    const SPEC: Spec = Spec {
        name: "claim_list",
        summary: (
            "保険金請求を一覧する(状態・ラベル・契約・担当者・商品・期限)",
            "List claims by state, label, policy, assignee, product or due date",
        ),
        paths: &["/api/claims"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<ClaimItem>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<ClaimItem>>> {
        let tenant = caller.tenant()?;
        input.rest.check()?;
        let page = input.page()?;
        let filter = input.rest;
        if let Some(label) = filter.label
            && !crate::labels::exists(view, tenant, label).await?
        {
            return Ok(Change::reply(Items::none()));
        }
        let (claims, next) = view.list::<Claim>(caller, &filter.list(tenant), &page, |claim| filter.passes(claim)).await?;
        Ok(Change::reply(Items { items: items(view, tenant, &claims).await?, next }))
    }
}

impl Filter {
    /// Refuses a day outside of the calendar.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the field.
    pub fn check(&self) -> Result<()> {
        self.due_before.map(accepted).transpose().map(drop).map_err(|refusal| Error::field("due_before", refusal))
    }

    /// Whether a claim is wanted.
    #[must_use]
    pub fn passes(&self, claim: &Claim) -> bool {
        self.state.is_none_or(|state| claim.state == state)
            && self.label.is_none_or(|label| claim.labels.contains(&label))
            && self.policy.is_none_or(|policy| claim.policy == policy)
            && self.assignee.is_none_or(|account| claim.assigned_to == Some(account))
            && self.product.is_none_or(|product| claim.product == Some(product))
            && self.due_before.is_none_or(|day| is_due(claim.state) && claim.due_on.is_some_and(|due_on| due_on < day))
    }

    fn order(&self) -> ClaimOrder {
        self.order.unwrap_or(if self.due_before.is_some() { ClaimOrder::Due } else { ClaimOrder::Newest })
    }

    // One index a query: of those that carry the order, the one that leaves the fewest.
    fn list(&self, tenant: Tenant) -> List {
        let by = |index, partition| List { index, partition, range: None, descending: true, open: false };
        let edges = |list: &str, value: String| by(None, key::edge_partition(tenant, list, &value));
        if self.order() == ClaimOrder::Due {
            // The sort key is `day#claim`: everything below the day itself.
            let range = self.due_before.map(|day| ("0".to_owned(), day.to_string()));
            return List { range, descending: false, ..by(Some(Index::Due), key::by_due(tenant, Kind::Claim)) };
        }
        let in_state = |state: ClaimState| by(Some(Index::State), key::by_state(tenant, Kind::Claim, state.as_str()));
        match self {
            Self { policy: Some(policy), .. } => by(Some(Index::Parent), key::by_parent(tenant, Kind::Claim, &policy.to_string())),
            // Claims pass through these; in the others they gather over the years.
            Self { state: Some(state), .. } if is_due(*state) || *state == ClaimState::Returned => in_state(*state),
            Self { assignee: Some(account), .. } => edges(CLAIM_ASSIGNEE, account.to_string()),
            Self { label: Some(label), .. } => edges(label_list(Kind::Claim), label.to_string()),
            Self { state: Some(state), .. } => in_state(*state),
            Self { product: Some(product), .. } => edges(CLAIM_PRODUCT, product.to_string()),
            _ => by(Some(Index::Kind), key::by_kind(tenant, Kind::Claim)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};

    const ID: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    fn chosen(filter: Value) -> (Option<Index>, String, bool) {
        let filter: Filter = serde_json::from_value(filter).unwrap();
        let List { index, partition, descending, .. } = filter.list(Tenant::of_service(format!("org_{ID}").parse().unwrap()));
        (index, partition.split_once('#').unwrap().1.to_owned(), descending)
    }

    #[test]
    fn the_index_that_leaves_the_fewest_leads() {
        let [policy, label, account, product] = ["pol", "lbl", "acc", "prd"].map(|prefix| format!("{prefix}_{ID}"));
        let all = json!({ "state": "submitted", "policy": policy, "label": label, "assignee": account, "product": product });
        let without = |names: &[&str], more: Value| {
            let mut filter = all.clone();
            names.iter().for_each(|name| drop(filter.as_object_mut().unwrap().remove(*name)));
            filter.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            filter
        };
        let table = [
            (all.clone(), Some(Index::Parent), format!("claim#{policy}")),
            (without(&["policy"], json!({})), Some(Index::State), "claim#submitted".to_owned()),
            (without(&["policy"], json!({ "state": "paid" })), None, format!("edge#claim.assignee#{account}")),
            (without(&["policy", "assignee"], json!({ "state": "paid" })), None, format!("edge#claim.label#{label}")),
            (without(&["policy", "assignee", "label"], json!({ "state": "paid" })), Some(Index::State), "claim#paid".to_owned()),
            (json!({ "product": product }), None, format!("edge#claim.product#{product}")),
            (json!({}), Some(Index::Kind), "claim".to_owned()),
        ];
        for (filter, index, partition) in table {
            assert_eq!(chosen(filter.clone()), (index, partition, true), "{filter}");
        }
    }

    #[test]
    fn the_order_of_due_days_has_one_index_and_is_what_a_due_day_asks_for() {
        let by_due = (Some(Index::Due), "claim#due".to_owned(), false);
        assert_eq!(chosen(json!({ "order": "due", "assignee": format!("acc_{ID}") })), by_due);
        assert_eq!(chosen(json!({ "due_before": "2026-12-01" })), by_due);
        assert_eq!(chosen(json!({ "due_before": "2026-12-01", "order": "newest" })).0, Some(Index::Kind));
    }
}
