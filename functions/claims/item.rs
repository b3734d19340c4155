//! A claim in a list, with the names that a person tells it by.

use crate::names::Names;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Tenant;
use shared::domain::claim::Claim;
use shared::domain::claim_state::ClaimState;
use shared::domain::id::{AccountId, AnimalId, ClaimId, LabelId, PolicyId, PolicyholderId, ProductId};
use shared::domain::money::Yen;
use shared::domain::text::Line;
use shared::domain::time::{Timestamp, rfc3339};
use shared::error::Result;
use shared::key::Key;
use shared::record::Stored;
use shared::view::View;

/// A person of the organization.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Person {
    /// The account.
    pub id: AccountId,
    /// 氏名.
    pub name: Line<100>,
}

/// What a person tells a claim by.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClaimNames {
    /// 証券番号.
    pub policy_number: Line<40>,
    /// 契約者の氏名・名称.
    pub policyholder_name: Line<100>,
    /// 被保険動物の名前.
    pub animal_name: Line<100>,
    /// 担当者: who is to see it through.
    pub assignee: Option<Person>,
}

/// A claim in a list: of what was entered, nothing personal.
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
    /// The product that the policy was made from.
    pub product: Option<ProductId>,
    /// What a person tells it by.
    pub names: ClaimNames,
    /// Where it stands.
    pub state: ClaimState,
    /// What is claimed.
    pub claimed_yen: Yen,
    /// The approved amount.
    pub approved_yen: Option<Yen>,
    /// What was paid in all.
    pub paid_yen: Yen,
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
    /// When it was last changed.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub updated_at: Timestamp,
    /// Its version, for `If-Match`.
    pub version: u64,
}

/// Claims as a list shows them; all names come in one round trip.
///
/// # Errors
/// Where the store can't be read, or a seal doesn't open.
pub async fn items(view: &View<'_>, tenant: Tenant, claims: &[Stored<Claim>]) -> Result<Vec<ClaimItem>> {
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    let names = Names::open(view, tenant, claims.iter().flat_map(|claim| named(tenant, claim))).await?;
    claims.iter().map(|claim| item(claim, &names)).collect()
}

/// What a person tells one claim by.
///
/// # Errors
/// As for [`items`].
pub async fn names(view: &View<'_>, tenant: Tenant, claim: &Claim) -> Result<ClaimNames> {
    of(claim, &Names::open(view, tenant, named(tenant, claim)).await?)
}

fn named(tenant: Tenant, claim: &Claim) -> impl Iterator<Item = Key> + use<> {
    let records = [
        crate::policies::policy_key(tenant, claim.policy),
        Names::policyholder_key(tenant, claim.policyholder),
        Names::animal_key(tenant, claim.animal),
    ];
    records.into_iter().chain(claim.assigned_to.map(|account| crate::accounts::account_key(tenant, account)))
}

fn of(claim: &Claim, names: &Names) -> Result<ClaimNames> {
    let person = |id| names.person(id).map(|name| Person { id, name });
    Ok(ClaimNames {
        policy_number: names.policy_number(claim.policy)?,
        policyholder_name: names.policyholder(claim.policyholder)?,
        animal_name: names.animal(claim.animal)?,
        assignee: claim.assigned_to.map(person).transpose()?,
    })
}

fn item(claim: &Stored<Claim>, names: &Names) -> Result<ClaimItem> {
    Ok(ClaimItem {
        id: claim.id,
        policy: claim.policy,
        animal: claim.animal,
        policyholder: claim.policyholder,
        product: claim.product,
        names: of(claim, names)?,
        state: claim.state,
        claimed_yen: claim.claimed_yen(),
        approved_yen: claim.approved_yen,
        paid_yen: claim.paid_yen,
        received_on: claim.received_on,
        due_on: claim.due_on,
        labels: claim.labels.clone(),
        created_at: claim.created_at,
        updated_at: claim.updated_at,
        version: claim.version(),
    })
}
