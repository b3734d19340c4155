//! notice_draft: a notice to some organizations or to all, not sent yet; called again with its identifier it is changed. For
//! operators, through IAM.

use crate::input::{Head, With};
use crate::notices::{audience, load};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::MapAccess;
use shared::caller::{Caller, Tenant};
use shared::change::{Change, Companion};
use shared::domain::erasure::Signature;
use shared::domain::id::{NoticeDraftId, OrganizationId};
use shared::domain::notice_draft::{Audience, NAMED_ORGANIZATIONS, NoticeContent, NoticeDraft};
use shared::domain::organization::{ContractState, Organization};
use shared::domain::refusal::Refusal;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key;
use shared::ports::{Failure, Item, Operation};
use shared::view::View;
use std::collections::BTreeSet;

/// The function.
pub struct NoticeDraftWrite;

/// Which draft, and whom it is for.
#[derive(Default, JsonSchema)]
pub struct Which {
    /// The draft that is changed; without it there is a new one.
    #[schemars(default)]
    pub draft: Option<NoticeDraftId>,
    /// 宛先の組織, 1 to 45; all of them without it.
    #[schemars(default)]
    pub organizations: Option<Vec<OrganizationId>>,
}

impl Head for Which {
    type Read = Self;

    fn take<'de, M: MapAccess<'de>>(name: &str, read: &mut Self, members: &mut M) -> std::result::Result<bool, M::Error> {
        match name {
            "draft" => read.draft = members.next_value()?,
            "organizations" => read.organizations = members.next_value()?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn finish<E: serde::de::Error>(read: Self) -> std::result::Result<Self, E> {
        Ok(read)
    }
}

/// The draft.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Its identifier.
    pub draft: NoticeDraftId,
    /// 宛先.
    pub audience: Audience,
}

impl Endpoint for NoticeDraftWrite {
    const SPEC: Spec = Spec {
        name: "notice_draft",
        summary: ("お知らせの原稿を作成・変更する(運営者)", "Draft a notice, or change a draft (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        status: 201,
        ..Spec::USUAL
    };
    type Input = With<Which, NoticeContent>;
    type Output = Output;

    async fn handle(caller: &Caller, input: With<Which, NoticeContent>, view: &View<'_>) -> Result<Change<Output>> {
        let written = Signature { operator: caller.operator()?.clone(), at: view.now() };
        let (Which { draft, organizations }, content) = (input.head, input.rest);
        crate::refuse_fields(content.validate())?;
        let named = addressed(view, organizations.as_deref()).await?;
        let audience = if organizations.is_some() { Audience::Named } else { Audience::All };
        let tenant = Tenant::of_operator();
        let Some(id) = draft else {
            let draft = NoticeDraft { id: view.identifier()?, content, audience, written, publication: None };
            let change = Change::reply(Output { draft: draft.id, audience }).create(tenant, &draft, Event::NoticeDrafted)?;
            return Ok(readdressed(change, draft.id, &BTreeSet::new(), &named));
        };
        let stored = load(view, id).await?;
        let changed = stored.rewrite(content, audience, written)?;
        let before = view.organizations_of(key::service_addressed_partition(id), None, NAMED_ORGANIZATIONS as u32).await?;
        let before = before.tenants.iter().map(|tenant| tenant.id()).collect();
        let change = Change::reply(Output { draft: id, audience }).update(tenant, &stored, &changed, Event::NoticeRewritten)?;
        Ok(readdressed(change, id, &before, &named))
    }
}

async fn addressed(view: &View<'_>, organizations: Option<&[OrganizationId]>) -> Result<BTreeSet<OrganizationId>> {
    let Some(organizations) = organizations else { return Ok(BTreeSet::new()) };
    if !(1..=NAMED_ORGANIZATIONS).contains(&organizations.len()) {
        return Err(Error::field("organizations", Refusal::NamedOrganizationsOutOfRange(NAMED_ORGANIZATIONS)));
    }
    let judge = |tenant: Tenant, organization: &Organization| match organization.state {
        ContractState::Active => Ok(tenant.id()),
        ContractState::Ended => Err(Refusal::ContractEnded),
    };
    Ok(audience::named(view, organizations, judge).await?.into_iter().collect())
}

// What the draft named before and doesn't any more goes, in the transaction that changes it.
fn readdressed(
    mut change: Change<Output>,
    draft: NoticeDraftId,
    before: &BTreeSet<OrganizationId>,
    after: &BTreeSet<OrganizationId>,
) -> Change<Output> {
    let place = |id: &OrganizationId| key::service_addressed(draft, Tenant::of_service(*id));
    let failure = Failure::Conflict("record_changed");
    for added in after.difference(before) {
        change = change.with(Companion::Addressed, Operation::create(place(added), Item::new(), failure));
    }
    for removed in before.difference(after) {
        change = change.with(Companion::Addressed, Operation::remove(place(removed), failure));
    }
    change
}
