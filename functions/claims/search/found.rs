//! Where the claims of a search lie: under a policy, and under the policyholders of a name.

use shared::caller::Tenant;
use shared::domain::id::{ClaimId, PolicyId, PolicyholderId};
use shared::domain::search::fold;
use shared::error::{Error, Result};
use shared::key::{self, Index, Kind};
use shared::ports::{Query, text};
use shared::records::CLAIM_POLICYHOLDER;
use shared::view::View;
use std::collections::BTreeSet;

/// How many policyholders of a name are looked at.
const POLICYHOLDERS: usize = 20;
/// How many claims of each are looked at for a page.
const CLAIMS: u32 = 100;

/// The lists in which the claims of a search stand, each in the order of their entry.
pub struct Sources {
    lists: Vec<(Option<Index>, String)>,
    /// Whether all policyholders of the name are among them.
    pub is_complete: bool,
}

impl Sources {
    /// Those of a text.
    ///
    /// # Errors
    /// Where the store can't be read, or the blind index's key can't be opened.
    pub async fn of(view: &View<'_>, tenant: Tenant, wanted: &str) -> Result<Self> {
        let folded = fold(wanted);
        let ((policies, _), (names, names_more), (kanas, kanas_more)) = tokio::try_join!(
            under::<PolicyId>(view, tenant, "policy.number", &folded),
            under::<PolicyholderId>(view, tenant, "policyholder.name", &folded),
            under::<PolicyholderId>(view, tenant, "policyholder.kana", &folded),
        )?;
        // The newest first, each once: somebody's name may read as it is written.
        let people: BTreeSet<PolicyholderId> = names.into_iter().chain(kanas).collect();
        let is_complete = people.len() <= POLICYHOLDERS && !names_more && !kanas_more;
        let by_policy = policies.iter().map(|policy| (Some(Index::Parent), key::by_parent(tenant, Kind::Claim, &policy.to_string())));
        let by_person = people.iter().rev().take(POLICYHOLDERS);
        let by_person = by_person.map(|person| (None, key::edge_partition(tenant, CLAIM_POLICYHOLDER, &person.to_string())));
        Ok(Self { lists: by_policy.chain(by_person).collect(), is_complete })
    }

    /// The claims in these lists that were entered before the one given, newest first, each once; and whether there are more.
    ///
    /// # Errors
    /// Where the store can't be read.
    pub async fn claims(&self, view: &View<'_>, before: Option<ClaimId>) -> Result<(Vec<ClaimId>, bool)> {
        let (mut found, mut horizon): (BTreeSet<ClaimId>, Option<ClaimId>) = (BTreeSet::new(), None);
        let range = before.map(|before| ("clm_".to_owned(), before.to_string()));
        for (index, partition) in &self.lists {
            let partition = partition.clone();
            let query = Query { index: *index, partition, range: range.clone(), descending: true, limit: CLAIMS, after: None };
            let page = view.query(&query).await?;
            let sort = index.map_or("sk", |index| index.attributes().1);
            let ids: Vec<ClaimId> =
                page.items.iter().map(|item| text(item, sort)?.parse().map_err(Error::internal)).collect::<Result<_>>()?;
            if page.more {
                horizon = horizon.max(ids.last().copied());
            }
            found.extend(ids);
        }
        Ok(whole(found, before, horizon))
    }
}

// What lies below the end of a list that was cut off waits for the next page: there the others stand among its rest.
fn whole(found: BTreeSet<ClaimId>, before: Option<ClaimId>, horizon: Option<ClaimId>) -> (Vec<ClaimId>, bool) {
    let wanted = |id: &ClaimId| before.is_none_or(|before| *id < before) && horizon.is_none_or(|horizon| *id >= horizon);
    (found.into_iter().rev().filter(wanted).collect(), horizon.is_some())
}

// The records that a term leads to, newest first, and whether there are more than one asks for.
async fn under<I: std::str::FromStr>(view: &View<'_>, tenant: Tenant, list: &str, folded: &str) -> Result<(Vec<I>, bool)> {
    let partition = key::edge_partition(tenant, list, &view.blind(tenant, list, folded).await?);
    let limit = u32::try_from(POLICYHOLDERS).map_err(Error::internal)?;
    let found = view.query(&Query { index: None, partition, range: None, descending: true, limit, after: None }).await?;
    let read = |item| text(item, "sk")?.parse().map_err(|_| Error::internal("a term leads to a record of another kind"));
    Ok((found.items.iter().map(read).collect::<Result<_>>()?, found.more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta};
    use shared::domain::id::{Identifier, Unique};

    fn claim(number: u8) -> ClaimId {
        ClaimId::from_unique(Unique::new(DateTime::UNIX_EPOCH.fixed_offset() + TimeDelta::days(i64::from(number)), [0; 10]))
    }

    #[test]
    fn claims_below_the_end_of_a_list_that_was_cut_off_wait() {
        let found = || (1..=5).map(claim).collect::<BTreeSet<_>>();
        assert_eq!(whole(found(), None, None), ((1..=5).rev().map(claim).collect(), false));
        assert_eq!(whole(found(), Some(claim(4)), None), ((1..=3).rev().map(claim).collect(), false));
        assert_eq!(whole(found(), Some(claim(5)), Some(claim(3))), ((3..=4).rev().map(claim).collect(), true));
    }
}
