//! notice_resend: the mail of a notice once more, to those alone whom it did not reach. As many organizations as one transaction
//! has room for; `next` says where to go on. For operators, through IAM.

use crate::notices::delivery::{deliveries, notice_key};
use crate::notices::{audience, load};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::{Caller, Tenant};
use shared::change::Change;
use shared::domain::id::{NoticeDraftId, OrganizationId};
use shared::domain::notice::Notice;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::key::Key;
use shared::mail::{MailKind, outgoing};
use shared::record::Stored;
use shared::view::View;

/// How many operations of a transaction are left for organizations, beside the operator's proof.
const ROOM: usize = 95;
/// What an organization takes beside its mails: the notice and its entry.
const NOTICE: usize = 2;
/// How many organizations one call looks at.
const ORGANIZATIONS: u32 = 50;

/// The function.
pub struct NoticeResend;

/// Which.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The notice, published.
    pub draft: NoticeDraftId,
    /// The `next` of the call before.
    #[serde(default)]
    pub after: Option<OrganizationId>,
}

/// What was sent again.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The organizations with somebody whom the notice did not reach.
    pub resent: Vec<Resent>,
    /// After which organization the next call goes on; null where all of them were looked at.
    pub next: Option<OrganizationId>,
}

/// An organization.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Resent {
    /// 組織.
    pub organization: OrganizationId,
    /// To how many recipients the mail goes once more.
    pub recipients: usize,
}

impl Endpoint for NoticeResend {
    const SPEC: Spec = Spec {
        name: "notice_resend",
        summary: ("届かなかった宛先にだけお知らせを再送する(運営者)", "Send a notice again to those whom it did not reach (operator)"),
        method: Method::Post,
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let draft = load(view, input.draft).await?;
        let notice = draft.notice()?;
        let page = audience::page(view, &draft, input.after, ORGANIZATIONS).await?;
        let keys: Vec<Key> = page.tenants.iter().map(|tenant| notice_key(*tenant, notice)).collect();
        let batch = view.batch(&keys).await?;
        let (mut resent, mut steps, mut room, mut next) = (Vec::new(), Vec::new(), ROOM, page.next);
        let mut looked_at = input.after;
        for (tenant, key) in page.tenants.iter().zip(&keys).filter(|(_, key)| batch.has(key)) {
            let places = unreached(view, *tenant, &batch.record::<Notice>(key)?.record()).await?;
            if NOTICE + places.len() > room {
                next = looked_at;
                break;
            }
            looked_at = Some(tenant.id());
            if places.is_empty() {
                continue;
            }
            room -= NOTICE + places.len();
            resent.push(Resent { organization: tenant.id(), recipients: places.len() });
            steps.push((*tenant, view.load_open::<Notice>(*tenant, key).await?, places));
        }
        let mut change = Change::reply(Output { resent, next });
        for (tenant, stored, places) in steps {
            change = again(view, change, tenant, &stored, &places, &crate::mail::notice::notice(&draft.content))?;
        }
        Ok(change)
    }
}

// The places of the recipients whose mail was given up or stopped.
async fn unreached(view: &View<'_>, tenant: Tenant, notice: &Notice) -> Result<Vec<usize>> {
    let deliveries = deliveries(view, tenant, notice).await?;
    Ok(deliveries.iter().enumerate().filter(|(_, delivery)| delivery.state.has_failed()).map(|(place, _)| place).collect())
}

fn again(
    view: &View<'_>,
    mut change: Change<Output>,
    tenant: Tenant,
    stored: &Stored<Notice>,
    places: &[usize],
    content: &shared::mail::Content,
) -> Result<Change<Output>> {
    let mut notice = stored.record();
    for (place, recipient) in notice.recipients.iter_mut().enumerate() {
        if places.contains(&place) {
            let to = recipient.to.get().ok_or_else(|| Error::internal("a notice that wasn't opened"))?.clone();
            let mail = outgoing(view, tenant, MailKind::Notice, to, content.clone())?;
            recipient.mail = mail.id;
            change = change.mail(tenant, mail);
        }
    }
    change.update(tenant, stored, &notice, Event::NoticeResent)
}
