//! POST /api/inquiries: an inquiry reaches the support desk by mail under a number, and its sender learns that it did. The answer is
//! the same whether or not the address has an account.
//!
//! Of somebody who is signed in it is a record of the organization; of anybody else there remains for a while that it came.

use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::caller::{Caller, Member, Tenant};
use shared::change::{Change, Technical, expiring, item};
use shared::domain::account::Account;
use shared::domain::inquiry::{ACKNOWLEDGED, Bound, Counted, Inquiry, InquiryNumber, KEPT_DAYS, OF_NETWORK};
use shared::domain::mail_address::MailAddress;
use shared::domain::organization::Organization;
use shared::domain::personal::Personal;
use shared::domain::text::{Line, Note};
use shared::domain::throttle::network;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Key};
use shared::mail::{MailKind, OutgoingMail, outbox_operation, outgoing};
use shared::ports::{Failure, Operation};
use shared::view::View;

/// The endpoint.
pub struct InquiryCreate;

/// The inquiry.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 件名.
    pub subject: Line<200>,
    /// 本文.
    pub text: Note<4000>,
    /// 返信先; that of the account where signed in.
    #[serde(default)]
    pub reply_to: Option<MailAddress>,
}

/// That it was taken.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// 受付番号.
    pub number: InquiryNumber,
}

/// Who asks, where signed in.
struct Insider<'c> {
    member: &'c Member,
    organization: Line<100>,
}

impl Endpoint for InquiryCreate {
    const SPEC: Spec = Spec {
        name: "inquiry_create",
        summary: ("お問い合わせを送る(ログインしていなくても可)", "Send an inquiry to the support desk, signed in or not"),
        method: Method::Post,
        paths: &["/api/inquiries"],
        access: Access::Anyone,
        knows_members: true,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::MailAddress, Grant::ServiceMail],
        status: 202,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let (insider, reply_to) = sender(view, caller, input.reply_to.clone()).await?;
        let of_network = Counter::read(view, key::service_inquiries_from(&view.network_hash(&network(&caller.address)).await?)).await?;
        let of_address = Counter::read(view, key::service_inquiries_of(&view.mail_hash(&reply_to).await?)).await?;
        let wait_seconds = of_network.before.wait_seconds(OF_NETWORK, view.now());
        if wait_seconds > 0 {
            return Err(Error::TooMany("too_many_attempts", wait_seconds));
        }
        let number = InquiryNumber::new(view.now(), view.random()?);
        let mut change = Change::reply(Output { number: number.clone() });
        change = change.technical(Technical::Inquiry, of_network.one_more(view, OF_NETWORK)?);
        let tenant = insider.as_ref().map_or_else(Tenant::of_operator, |insider| insider.member.tenant);
        let mut mails = vec![to_desk(view, tenant, &number, &input, &reply_to, insider.as_ref())?];
        if of_address.before.wait_seconds(ACKNOWLEDGED, view.now()) == 0 {
            let content = crate::mail::inquiry::received(&number, view.now());
            mails.push(outgoing(view, tenant, MailKind::InquiryReceived, reply_to.clone(), content)?);
            change = change.technical(Technical::Inquiry, of_address.one_more(view, ACKNOWLEDGED)?);
        }
        match insider {
            Some(insider) => recorded(view, change, insider.member, number, input, reply_to, mails),
            None => noted(view, change, &number, mails).await,
        }
    }
}

// The account's own address, which is known to be its; anybody else names one.
async fn sender<'c>(view: &View<'_>, caller: &'c Caller, reply_to: Option<MailAddress>) -> Result<(Option<Insider<'c>>, MailAddress)> {
    let Some(member) = &caller.member else {
        let missing = || Error::Invalid(vec![FieldError::coded("reply_to", "field_missing", None)]);
        return Ok((None, reply_to.ok_or_else(missing)?));
    };
    let keys = [crate::accounts::account_key(member.tenant, member.account), key::organization(member.tenant)];
    let batch = view.batch_open(member.tenant, &keys).await?;
    let account = batch.record::<Account>(&keys[0])?;
    let address = account.mail_address.get().ok_or_else(|| Error::internal("an account whose mail address wasn't opened"))?;
    let organization = batch.record::<Organization>(&keys[1])?.name.clone();
    Ok((Some(Insider { member, organization }), address.clone()))
}

fn to_desk(
    view: &View<'_>,
    tenant: Tenant,
    number: &InquiryNumber,
    input: &Input,
    reply_to: &MailAddress,
    insider: Option<&Insider<'_>>,
) -> Result<OutgoingMail> {
    let desk = view.settings().support_mail.parse().map_err(|_| Error::internal("SUPPORT_MAIL isn't a mail address"))?;
    let from = insider.map(|insider| (insider.organization.as_str(), insider.member.account));
    let content = crate::mail::inquiry::to_desk(number, &input.subject, &input.text, reply_to, from, view.now());
    outgoing(view, tenant, MailKind::Inquiry, desk, content)
}

fn recorded(
    view: &View<'_>,
    change: Change<Output>,
    member: &Member,
    number: InquiryNumber,
    input: Input,
    reply_to: MailAddress,
    mails: Vec<OutgoingMail>,
) -> Result<Change<Output>> {
    let inquiry = Inquiry {
        id: view.identifier()?,
        number,
        account: member.account,
        reply_to: Personal::new(reply_to),
        subject: Personal::new(input.subject),
        text: Personal::new(input.text),
        sent_at: view.now(),
    };
    let change = change.create(member.tenant, &inquiry, Event::InquirySent)?;
    Ok(mails.into_iter().fold(change, |change, mail| change.mail(member.tenant, mail)))
}

// Nothing of who asked and what: that stands in the mail alone.
async fn noted(view: &View<'_>, mut change: Change<Output>, number: &InquiryNumber, mails: Vec<OutgoingMail>) -> Result<Change<Output>> {
    let place = key::service_inquiry(number);
    let ids: Vec<_> = mails.iter().map(|mail| mail.id).collect();
    let note = item(&json!({ "number": number, "mails": ids, "sent_at": shared::domain::time::text(view.now()) }))?;
    let note = expiring(note, &place, view.now() + TimeDelta::days(KEPT_DAYS));
    change = change.technical(Technical::Inquiry, Operation::create(place, note, Failure::Conflict("record_changed")));
    for mail in mails {
        change = change.technical(Technical::Inquiry, outbox_operation(view, Tenant::of_operator(), &mail).await?);
    }
    Ok(change)
}

/// A count of inquiries as it was read.
struct Counter {
    key: Key,
    before: Counted,
}

impl Counter {
    async fn read(view: &View<'_>, key: Key) -> Result<Self> {
        let before = view.batch(std::slice::from_ref(&key)).await?.item(&key)?.unwrap_or_else(|| Counted::none(view.now()));
        Ok(Self { key, before })
    }

    // On the condition that nobody else counted meanwhile: who loses is refused.
    fn one_more(&self, view: &View<'_>, bound: Bound) -> Result<Operation> {
        let after = self.before.one_more(bound, view.now());
        let item = expiring(item(&after)?, &self.key, after.forgotten_at(bound));
        Ok(Operation::put(self.key.clone(), item, ("version", self.before.version), Failure::Uncounted))
    }
}
