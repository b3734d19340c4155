//! mail_list: mails that were given up, and those that wait, without recipients and bodies. For operators, through IAM.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::{MailId, OrganizationId};
use shared::domain::mail_delivery::MailFailure;
use shared::domain::time::{self, Timestamp};
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::{Error, Result};
use shared::key::{self, OUTBOX_SHARDS, SERVICE_DEAD_MAILS};
use shared::mail::{DeadMail, MailKind, Outgoing, OutgoingMail};
use shared::ports::{Item, Query};
use shared::view::View;

/// How many mails that were given up are looked at, and how many of each shard of the outbox.
const EXAMINED: u32 = 200;

/// The function.
pub struct MailList;

/// Which.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Those of one organization; all of them without it.
    pub organization: Option<OrganizationId>,
}

/// The mails.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// 未達: given up within 30 days, newest first.
    pub dead: Vec<DeadMail>,
    /// 送信待ち: in the order in which they are tried next.
    pub waiting: Vec<WaitingMail>,
    /// Whether there are more than were looked at.
    pub more: bool,
}

/// A mail that waits (送信待ちメール).
#[derive(Debug, Serialize, JsonSchema)]
pub struct WaitingMail {
    /// The mail.
    pub id: MailId,
    /// The organization that it is for.
    pub organization: OrganizationId,
    /// What it is about.
    pub kind: MailKind,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub last_failure: Option<MailFailure>,
    /// When it was written.
    #[serde(with = "time::rfc3339")]
    #[schemars(with = "String")]
    pub created_at: Timestamp,
    /// When it is tried next.
    #[serde(with = "time::rfc3339")]
    #[schemars(with = "String")]
    pub next_attempt_at: Timestamp,
}

impl Endpoint for MailList {
    const SPEC: Spec = Spec {
        name: "mail_list",
        summary: ("未達のメールと送信待ちのメールを表示する(運営者)", "Show mails that were given up and those that wait (operator)"),
        access: Access::Operator,
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(_: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let is_asked_for = |organization: OrganizationId| input.organization.is_none_or(|asked| asked == organization);
        let (items, mut more) = page(view, SERVICE_DEAD_MAILS.into()).await?;
        let mut dead = items.into_iter().map(read::<DeadMail>).collect::<Result<Vec<_>>>()?;
        dead.retain(|mail| is_asked_for(mail.organization));
        let mut waiting = Vec::new();
        for shard in 0..OUTBOX_SHARDS {
            let (items, longer) = page(view, key::service_outbox_partition(shard)).await?;
            more |= longer;
            for item in items {
                // What is still to be resolved into a mail, or into nothing, isn't one.
                if let Outgoing::Mail { mail } = read(item)? {
                    waiting.push(waits(*mail));
                }
            }
        }
        waiting.retain(|mail| is_asked_for(mail.organization));
        waiting.sort_unstable_by_key(|mail| (mail.next_attempt_at, mail.created_at));
        Ok(Change::reply(Output { dead, waiting, more }))
    }
}

async fn page(view: &View<'_>, partition: String) -> Result<(Vec<Item>, bool)> {
    let query = Query { index: None, partition, range: None, descending: true, limit: EXAMINED, after: None };
    let found = view.query(&query).await?;
    Ok((found.items, found.more))
}

fn read<T: serde::de::DeserializeOwned>(item: Item) -> Result<T> {
    // Serde's own words may quote what lies there.
    serde_json::from_value(Value::Object(item)).map_err(|error| Error::Internal(format!("a mail can't be read: {:?}", error.classify())))
}

fn waits(mail: OutgoingMail) -> WaitingMail {
    let OutgoingMail { id, organization, kind, attempts, last_failure, created_at, next_attempt_at, .. } = mail;
    WaitingMail { id, organization, kind, attempts, last_failure, created_at, next_attempt_at }
}
