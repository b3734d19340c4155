//! POST /api/claims/search: claims by a policy's number or a policyholder's name or reading, newest first. What is searched for
//! stands in the body, so that it stands in no URL.

mod found;

use crate::claims::claim_key;
use crate::claims::item::{ClaimItem, items};
use crate::claims::list::Filter;
use crate::input::{Paged, With};
use found::Sources;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::claim::Claim;
use shared::domain::id::ClaimId;
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, FieldError, Result};
use shared::key::Key;
use shared::record::Stored;
use shared::view::{EXAMINED, Page, View};

/// The endpoint.
pub struct ClaimSearch;

crate::head! {
    /// What is searched for.
    pub struct Text {
        /// A policy's number (証券番号), or a policyholder's name or reading: the whole, a word of it, or the first characters of either.
        /// Width, case, spaces and hiragana or katakana don't matter.
        pub text: Line<100>,
    }
}

/// A page of the claims that were found.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ClaimSearchPage")]
pub struct Output {
    /// What was found.
    pub items: Vec<ClaimItem>,
    /// The cursor of the next page; null at the end. A page may be short and still carry one.
    pub next: Option<String>,
    /// Whether all policyholders of this name were looked at: the newest 20 are. Where not, more of the name finds the others.
    pub is_complete: bool,
}

/// Where a page goes on.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Place {
    before: ClaimId,
}

impl Endpoint for ClaimSearch {
    const SPEC: Spec = Spec {
        name: "claim_search",
        summary: (
            "保険金請求を検索する(証券番号・契約者の氏名・カナ)",
            "Search claims by policy number or the policyholder's name or reading",
        ),
        method: Method::Post,
        paths: &["/api/claims/search"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        searches: true,
        ..Spec::USUAL
    };
    type Input = With<Text, Paged<Filter>>;
    type Output = Output;

    async fn handle(caller: &Caller, input: With<Text, Paged<Filter>>, view: &View<'_>) -> Result<Change<Output>> {
        let (tenant, text, list) = (caller.tenant()?, input.head.text, input.rest);
        list.rest.check()?;
        if list.rest.order.is_some() {
            return Err(Error::Invalid(vec![FieldError::coded("order", "order_not_carried", None)]));
        }
        let page = list.page()?;
        // The cursor holds only for the same text, too.
        let page = Page { filter: format!("{}{}", page.filter, text.as_str()), ..page };
        let before = view.position::<Place>(caller, &page).await?.map(|place| place.before);
        let sources = Sources::of(view, tenant, text.as_str()).await?;
        let (candidates, more) = sources.claims(view, before).await?;
        let (claims, last) = pick(view, tenant, &candidates, page.limit as usize, &list.rest).await?;
        let next = match last.filter(|last| more || candidates.last() != Some(last)) {
            Some(before) => view.cursor(caller, &page, Place { before }).await?,
            None => None,
        };
        Ok(Change::reply(Output { items: items(view, tenant, &claims).await?, next, is_complete: sources.is_complete }))
    }
}

// The first claims that pass, and the last one that was looked at.
async fn pick(
    view: &View<'_>,
    tenant: Tenant,
    candidates: &[ClaimId],
    limit: usize,
    filter: &Filter,
) -> Result<(Vec<Stored<Claim>>, Option<ClaimId>)> {
    let (mut kept, mut last) = (Vec::new(), None);
    for ids in candidates.get(..EXAMINED as usize).unwrap_or(candidates).chunks(limit) {
        let keys: Vec<Key> = ids.iter().map(|id| claim_key(tenant, *id)).collect();
        let batch = view.batch(&keys).await?;
        for (id, key) in ids.iter().zip(&keys) {
            last = Some(*id);
            let claim = batch.record::<Claim>(key)?;
            if filter.passes(&claim) {
                kept.push(claim);
            }
            if kept.len() == limit {
                return Ok((kept, last));
            }
        }
    }
    Ok((kept, last))
}
