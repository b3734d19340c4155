//! notice_deliveries: the newest notices; or one with what became of it in each organization and for each recipient, whose address
//! it doesn't show. For operators, through IAM.

use crate::notices::delivery::{Delivery, deliveries, notice_key};
use crate::notices::{audience, load};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::{NoticeDraftId, NoticeId, OrganizationId};
use shared::domain::notice::Notice;
use shared::domain::notice_draft::{Audience, NoticeContent, NoticeDraft};
use shared::domain::time::{Timestamp, rfc3339};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key::Key;
use shared::view::View;

/// How many notices are shown.
const NOTICES: u32 = 50;
/// How many organizations of one are shown at once.
const ORGANIZATIONS: u32 = 20;

/// The function.
pub struct NoticeDeliveries;

/// Which.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// A notice that was published, with its organizations; the newest 50, drafts among them, without it.
    #[serde(default)]
    pub draft: Option<NoticeDraftId>,
    /// The `next` of the page before, of a notice's organizations.
    #[serde(default)]
    pub after: Option<OrganizationId>,
}

/// The notices.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// Newest first.
    pub notices: Vec<DraftView>,
    /// The organizations of the one that was asked for.
    pub organizations: Vec<Told>,
    /// Where the next page of them begins.
    pub next: Option<OrganizationId>,
}

/// A notice as operators wrote it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DraftView {
    /// Its identifier.
    pub draft: NoticeDraftId,
    /// What it says.
    pub content: NoticeContent,
    /// 宛先.
    pub audience: Audience,
    /// What it is called in the organizations; nothing while it is a draft.
    pub notice: Option<NoticeId>,
    /// 公開日時.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub published_at: Option<Timestamp>,
}

/// An organization that a notice is for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Told {
    /// 組織.
    pub organization: OrganizationId,
    /// When its mails were put on their way; nothing while they wait for `notice_send`, or where the contract had ended.
    #[serde(with = "rfc3339::option")]
    #[schemars(with = "Option<String>")]
    pub sent_at: Option<Timestamp>,
    /// 配信状況 of each recipient.
    pub recipients: Vec<Delivery>,
}

impl Endpoint for NoticeDeliveries {
    const SPEC: Spec = Spec {
        name: "notice_deliveries",
        summary: ("お知らせの配信状況を組織・宛先ごとに表示する(運営者)", "Show what became of a notice, for each recipient (operator)"),
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let Some(id) = input.draft else {
            let notices = view.newest::<NoticeDraft>(NOTICES).await?.iter().map(|draft| draft_view(draft)).collect();
            return Ok(Change::reply(Output { notices, organizations: Vec::new(), next: None }));
        };
        let draft = load(view, id).await?;
        let notice = draft.notice()?;
        let page = audience::page(view, &draft, input.after, ORGANIZATIONS).await?;
        let keys: Vec<Key> = page.tenants.iter().map(|tenant| notice_key(*tenant, notice)).collect();
        let batch = view.batch(&keys).await?;
        let mut organizations = Vec::new();
        for (tenant, key) in page.tenants.iter().zip(&keys) {
            let notice = if batch.has(key) { Some(batch.record::<Notice>(key)?.record()) } else { None };
            organizations.push(told(view, *tenant, notice.as_ref()).await?);
        }
        Ok(Change::reply(Output { notices: vec![draft_view(&draft)], organizations, next: page.next }))
    }
}

fn draft_view(draft: &NoticeDraft) -> DraftView {
    let publication = draft.publication.as_ref();
    DraftView {
        draft: draft.id,
        content: draft.content.clone(),
        audience: draft.audience,
        notice: publication.map(|publication| publication.notice),
        published_at: publication.map(|publication| publication.signed.at),
    }
}

async fn told(view: &View<'_>, tenant: Tenant, notice: Option<&Notice>) -> Result<Told> {
    let recipients = match notice {
        Some(notice) => deliveries(view, tenant, notice).await?,
        None => Vec::new(),
    };
    Ok(Told { organization: tenant.id(), sent_at: notice.map(|notice| notice.sent_at), recipients })
}
