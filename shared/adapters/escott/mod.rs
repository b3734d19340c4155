//! e-SCOTT: charges cards and keeps members, over forms and TLS.

pub mod wire;

use super::client::Aws;
use crate::domain::premium::Decline;
use crate::domain::time::{Timestamp, day};
use crate::ports::{CardAnswer, CardGateway, CardRequest, Merchant};
use async_trait::async_trait;
use aws_smithy_http_client::Connector;
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use std::sync::LazyLock;
use std::time::Duration;
use wire::{Order, Payer};
use zeroize::Zeroizing;

/// Where it answers where nothing else is said.
const ORIGIN: &str = "https://www.e-scott.jp";
/// For how long it may take: a request of a person is stopped after 15 seconds.
const TIMEOUT: Duration = Duration::from_secs(12);
/// The longest answer that is read, in bytes; theirs have a few hundred.
const LARGEST_ANSWER: usize = 64 * 1024;

/// The port to e-SCOTT.
pub struct Escott {
    connector: LazyLock<Connector>,
    origin: String,
    timeout: Duration,
}

impl Escott {
    /// A port to the origin that the environment names.
    #[must_use]
    pub fn new(aws: &Aws) -> Self {
        let origin = aws.card_gateway().unwrap_or(ORIGIN).trim_end_matches('/').to_owned();
        Self { connector: LazyLock::new(Aws::public_connector), origin, timeout: TIMEOUT }
    }

    /// The same that waits for an answer for so long.
    #[must_use]
    pub fn waiting(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    // An error never says what was sent.
    async fn send(&self, path: &str, form: Zeroizing<String>) -> Result<Vec<u8>, String> {
        let unsendable = || "the request can't be made".to_owned();
        let mut request = HttpRequest::new(SdkBody::from(form.as_str()));
        request.set_method("POST").map_err(|_| unsendable())?;
        request.set_uri(format!("{}{path}", self.origin)).map_err(|_| unsendable())?;
        let headers = request.headers_mut();
        for (name, value) in
            [("content-type", "application/x-www-form-urlencoded;charset=UTF-8".to_owned()), ("content-length", form.len().to_string())]
        {
            headers.try_insert(name, value).map_err(|_| unsendable())?;
        }
        let response =
            self.connector.call(request).await.map_err(|error| if error.is_timeout() { "no answer in time" } else { "no answer" })?;
        let status = response.status();
        if !status.is_success() {
            return Err(format!("status {}", status.as_u16()));
        }
        let body = ByteStream::new(response.into_body()).collect().await.map_err(|_| "half an answer")?.into_bytes();
        if body.len() > LARGEST_ANSWER { Err("an answer that is too long".to_owned()) } else { Ok(body.to_vec()) }
    }
}

#[async_trait]
impl CardGateway for Escott {
    async fn ask(&self, merchant: &Merchant, request: CardRequest<'_>, now: Timestamp) -> CardAnswer {
        let (order, name) = order(request);
        let form = wire::encode(merchant, &order, name, day(now));
        match tokio::time::timeout(self.timeout, self.send(order.path(), form)).await {
            Ok(Ok(body)) => answer(&order, name, &body),
            Ok(Err(cause)) => CardAnswer::Lost(cause),
            Err(_) => CardAnswer::Lost("no answer in time".to_owned()),
        }
    }
}

/// What is sent for a request, and our name for it.
#[must_use]
pub const fn order<'r>(request: CardRequest<'r>) -> (Order<'r>, &'r str) {
    match request {
        CardRequest::Register(member, token) => (Order::AddMember(member, token), ""),
        CardRequest::Replace(member, token) => (Order::ChangeMember(member, token), ""),
        CardRequest::Disable(member) => (Order::InvalidateMember(member), ""),
        CardRequest::Remove(member) => (Order::DeleteMember(member), ""),
        CardRequest::Charge(member, amount, name) => (Order::Gather(Payer::Member(member), amount), name),
        CardRequest::Search(name) => (Order::Search(None), name),
        CardRequest::Cancel(receipt, name) => (Order::Delete(receipt), name),
        CardRequest::Reduce(receipt, amount, name) => (Order::Change(receipt, amount), name),
    }
}

/// What a reply to an order means. One that speaks of something else is as good as none: it may be the answer to another's
/// request, and what was asked for may have been done.
#[must_use]
pub fn answer(order: &Order<'_>, name: &str, body: &[u8]) -> CardAnswer {
    let reply = match wire::decode(body) {
        Ok(reply) => reply,
        Err(cause) => return CardAnswer::Lost(cause.to_owned()),
    };
    let is_search = matches!(order, Order::Search(_));
    // A refusal may be too early to know what it refuses; one that names another request refuses that.
    if let Some(decline) = reply.decline().filter(|_| reply.name.is_empty() || reply.name == name) {
        return CardAnswer::Declined(decline);
    }
    if reply.decline().is_some() || reply.name != name || (!is_search && reply.operation != order.operation()) {
        return CardAnswer::Lost("the answer to another request".to_owned());
    }
    if is_search && reply.operation == "1Delete" {
        return CardAnswer::Declined(Decline::CancelledAlready);
    }
    let needs_receipt = matches!(order, Order::Gather(..) | Order::Authorize(..) | Order::Search(_));
    if needs_receipt && reply.receipt.is_none() {
        return CardAnswer::Lost("an answer without a charge".to_owned());
    }
    CardAnswer::Done(reply.receipt)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::card::CardMember;
    use crate::domain::premium::PremiumAmount;

    #[test]
    fn an_answer_counts_only_for_what_was_asked() {
        let member = CardMember { id: "m".into(), password: "p".into() };
        let (gather, name) = order(CardRequest::Charge(&member, PremiumAmount::new(1).unwrap(), "prm_1"));
        let (search, _) = order(CardRequest::Search("prm_1"));
        let said = |order: &Order<'_>, body: &str| match answer(order, name, body.as_bytes()) {
            CardAnswer::Done(receipt) => format!("done {}", receipt.map_or_else(String::new, |receipt| receipt.process_id)),
            CardAnswer::Declined(decline) => format!("{decline:?}"),
            CardAnswer::Lost(_) => "lost".to_owned(),
        };
        let table = [
            (&gather, "OperateId=1Gathering&MerchantFree1=prm_1&ProcessId=i&ProcessPass=s&ResponseCd=OK", "done i"),
            (&gather, "OperateId=1Gathering&MerchantFree1=prm_2&ProcessId=i&ProcessPass=s&ResponseCd=OK", "lost"),
            (&gather, "OperateId=1Auth&MerchantFree1=prm_1&ProcessId=i&ProcessPass=s&ResponseCd=OK", "lost"),
            (&gather, "OperateId=1Gathering&MerchantFree1=prm_1&ResponseCd=OK", "lost"),
            (&gather, "OperateId=1Gathering&MerchantFree1=prm_1&ResponseCd=G55", "LimitReached"),
            (&gather, "OperateId=1Gathering&MerchantFree1=prm_2&ResponseCd=G55", "lost"),
            (&gather, "ResponseCd=K03", "RequestInvalid"),
            (&gather, "OperateId=1Gathering&MerchantFree1=prm_1", "lost"),
            (&search, "OperateId=1Gathering&MerchantFree1=prm_1&ProcessId=i&ProcessPass=s&ResponseCd=OK", "done i"),
            (&search, "OperateId=1Delete&MerchantFree1=prm_1&ProcessId=i&ProcessPass=s&ResponseCd=OK", "CancelledAlready"),
            (&search, "OperateId=1Search&MerchantFree1=prm_1&ResponseCd=K12", "ProcessUnknown"),
            (&search, "<html>busy</html>", "lost"),
        ];
        for (order, body, expected) in table {
            assert_eq!(said(order, body), expected, "{body}");
        }
    }
}
