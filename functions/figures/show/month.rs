//! A month's claims, payouts and premiums, read from the lists of that month alone.

use serde::de::DeserializeOwned;
use shared::caller::Tenant;
use shared::domain::figures::MonthFigures;
use shared::domain::month;
use shared::domain::payout::Payout;
use shared::domain::premium::Premium;
use shared::error::{Error, Result};
use shared::key::{self, Index, Kind};
use shared::ports::Query;
use shared::records::CLAIM_RECEIVED;
use shared::view::{View, position};

/// How many items one query reads, and how many queries there are at most for each list.
const PAGE: u32 = 1_000;
const PAGES: u32 = 20;

/// What was read of a month.
pub struct Month {
    /// How many claims were received.
    pub claims_received: u32,
    /// What was paid and charged.
    pub figures: MonthFigures,
    /// Whether all of it was read.
    pub is_complete: bool,
}

impl Month {
    /// Reads a month.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn of(view: &View<'_>, tenant: Tenant, month: month::Month) -> Result<Self> {
        let in_month = |kind| key::by_state(tenant, kind, &month.to_string());
        let received = key::edge_partition(tenant, CLAIM_RECEIVED, &month.to_string());
        let mut figures = MonthFigures::default();
        // Each page is added up before the next is read, so that a month of any size fits a small function.
        let sums = async {
            let payouts = each(view, in_month(Kind::Payout), |payout: Payout| figures.add_payout(&payout)).await?;
            let premiums = each(view, in_month(Kind::Premium), |premium: Premium| figures.add_premium(&premium)).await?;
            Ok(payouts && premiums)
        };
        let ((claims_received, all_claims), all_sums) = tokio::try_join!(count(view, received), sums)?;
        Ok(Self { claims_received, figures, is_complete: all_claims && all_sums })
    }
}

fn query(index: Option<Index>, partition: &str) -> Query {
    Query { index, partition: partition.into(), range: None, descending: false, limit: PAGE, after: None }
}

// How many items a list has, and whether that is all of them.
async fn count(view: &View<'_>, partition: String) -> Result<(u32, bool)> {
    let (mut query, mut counted) = (query(None, &partition), 0);
    for _ in 0..PAGES {
        let found = view.count(&query, None).await?;
        counted += found.examined;
        query.after = found.after;
        if query.after.is_none() {
            return Ok((counted, true));
        }
    }
    Ok((counted, false))
}

// Takes each record of a month, and says whether these were all. What is added up lies in the clear.
async fn each<R: DeserializeOwned>(view: &View<'_>, partition: String, mut take: impl FnMut(R) + Send) -> Result<bool> {
    let mut query = query(Some(Index::State), &partition);
    for _ in 0..PAGES {
        let mut found = view.query(&query).await?;
        query.after = found.items.last().filter(|_| found.more).map(|item| position(item, query.index)).transpose()?;
        for item in &mut found.items {
            let data = item.remove("data").ok_or_else(|| Error::internal("a record without its data"))?;
            take(serde_json::from_value(data).map_err(Error::internal)?);
        }
        if query.after.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}
