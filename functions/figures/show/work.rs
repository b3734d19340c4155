//! How much work waits: counts that stop at a hundred, since nobody plans by more.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;
use shared::caller::Tenant;
use shared::domain::claim_state::ClaimState;
use shared::domain::digest::DUE_DAYS;
use shared::domain::id::AccountId;
use shared::error::Result;
use shared::key::{self, Index, Kind};
use shared::ports::Query;
use shared::view::View;

/// How far is counted.
const COUNTED: u32 = 100;
/// How many pages that takes at most: a page ends at a megabyte, and long statements fill one soon.
const PAGES: u32 = 20;

/// Claims that wait, of the whole organization and of the caller.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Work {
    /// 査定待ち: submitted, under assessment or reopened.
    pub to_assess: WorkCount,
    /// 承認待ち: assessed.
    pub to_approve: WorkCount,
    /// 支払待ち: approved, or sent back by the bank.
    pub to_pay: WorkCount,
    /// 差戻し中: with the claimant.
    pub returned: WorkCount,
    /// 期限間近: the payout is due within 7 days, or overdue.
    pub due_soon: WorkCount,
}

/// How many claims wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WorkCount {
    /// All of them, 100 at most.
    pub count: u32,
    /// Those of `count` that the caller is to see through (担当).
    pub mine: u32,
    /// Whether there are more: "100+".
    pub is_more: bool,
}

impl Work {
    /// Counts what waits.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn count(view: &View<'_>, tenant: Tenant, me: AccountId, today: NaiveDate) -> Result<Self> {
        use ClaimState::{Approved, Assessed, PaymentFailed, Reopened, Returned, Submitted, UnderAssessment};
        let in_states = |states: &'static [ClaimState]| counted(view, me, states.iter().map(|state| in_state(tenant, *state)).collect());
        let (to_assess, to_approve, to_pay, returned, due_soon) = tokio::try_join!(
            in_states(&[Submitted, UnderAssessment, Reopened]),
            in_states(&[Assessed]),
            in_states(&[Approved, PaymentFailed]),
            in_states(&[Returned]),
            counted(view, me, vec![due_soon(tenant, today)]),
        )?;
        Ok(Self { to_assess, to_approve, to_pay, returned, due_soon })
    }
}

fn in_state(tenant: Tenant, state: ClaimState) -> Query {
    let partition = key::by_state(tenant, Kind::Claim, state.as_str());
    Query { index: Some(Index::State), partition, range: None, descending: false, limit: COUNTED, after: None }
}

// The sort key is `day#claim`: everything below the day after the last.
fn due_soon(tenant: Tenant, today: NaiveDate) -> Query {
    let end = today + Days::new(DUE_DAYS.unsigned_abs() + 1);
    let range = Some(("0".to_owned(), end.to_string()));
    Query { index: Some(Index::Due), partition: key::by_due(tenant, Kind::Claim), range, descending: false, limit: COUNTED, after: None }
}

// One list after the other, until a hundred are counted: what is left then is only asked whether it is there.
async fn counted(view: &View<'_>, me: AccountId, lists: Vec<Query>) -> Result<WorkCount> {
    let (mut counted, me) = (WorkCount::default(), me.to_string());
    for mut query in lists {
        for _ in 0..PAGES {
            query.limit = (COUNTED - counted.count).max(1);
            let found = view.count(&query, Some(("assigned_to", &me))).await?;
            if counted.count == COUNTED {
                counted.is_more |= found.examined > 0;
                break;
            }
            counted.count += found.examined;
            counted.mine += found.having;
            query.after = found.after;
            if query.after.is_none() {
                break;
            }
        }
    }
    Ok(counted)
}
