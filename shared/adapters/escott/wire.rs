//! e-SCOTT's protocol: forms out, `k=v&k=v` back. Pure.

use crate::domain::card::{CardMember, CardToken};
use crate::domain::premium::{ChargeReceipt, Decline, PremiumAmount};
use crate::ports::Merchant;
use chrono::NaiveDate;
use form_urlencoded::Serializer;
use zeroize::Zeroizing;

/// Where cards are charged.
pub const CARD_PATH: &str = "/online/aut/OAUT002.do";
/// Where members are kept.
pub const MEMBER_PATH: &str = "/online/crp/OCRP005.do";
/// Where its script lies that makes tokens of cards in browsers; the query is the shop's code.
pub const TOKEN_SCRIPT_PATH: &str = "/euser/stn/CdGetJavaScript.do";

/// A single payment (一括払い).
const PAY_TYPE: &str = "01";

/// Who pays.
#[derive(Clone, Copy)]
pub enum Payer<'o> {
    /// Whoever made a token.
    Token(&'o CardToken),
    /// A member.
    Member(&'o CardMember),
}

/// What is ordered, with all that its operation needs.
#[derive(Clone, Copy)]
pub enum Order<'o> {
    /// Checks a card.
    Check(Payer<'o>, PremiumAmount),
    /// Reserves an amount (与信).
    Authorize(Payer<'o>, PremiumAmount),
    /// Reserves and takes it at once (与信売上).
    Gather(Payer<'o>, PremiumAmount),
    /// Takes what was reserved (売上計上), on a day.
    Capture(&'o ChargeReceipt, NaiveDate),
    /// Changes an amount (金額変更).
    Change(&'o ChargeReceipt, PremiumAmount),
    /// Cancels (取消).
    Delete(&'o ChargeReceipt),
    /// Searches (照会): by receipt, or without one by the name of ours that always goes along.
    Search(Option<&'o ChargeReceipt>),
    /// Registers a member.
    AddMember(&'o CardMember, &'o CardToken),
    /// Gives a member another card.
    ChangeMember(&'o CardMember, &'o CardToken),
    /// Makes a member invalid, before it is deleted.
    InvalidateMember(&'o CardMember),
    /// Deletes a member.
    DeleteMember(&'o CardMember),
    /// Asks about a member.
    ShowMember(&'o CardMember),
}

impl Order<'_> {
    /// The OperateId.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::Check(..) => "1Check",
            Self::Authorize(..) => "1Auth",
            Self::Gather(..) => "1Gathering",
            Self::Capture(..) => "1Capture",
            Self::Change(..) => "1Change",
            Self::Delete(_) => "1Delete",
            Self::Search(_) => "1Search",
            Self::AddMember(..) => "4MemAdd",
            Self::ChangeMember(..) => "4MemChg",
            Self::InvalidateMember(_) => "4MemInval",
            Self::DeleteMember(_) => "4MemDel",
            Self::ShowMember(_) => "4MemRef",
        }
    }

    /// The path that takes it.
    #[must_use]
    pub fn path(&self) -> &'static str {
        if self.operation().starts_with('4') { MEMBER_PATH } else { CARD_PATH }
    }
}

/// The form of an order. `name` is ours, by which a charge can be searched. Wiped when dropped: it holds passwords and tokens.
#[must_use]
pub fn encode(merchant: &Merchant, order: &Order<'_>, name: &str, today: NaiveDate) -> Zeroizing<String> {
    // As long as a form becomes: nothing secret is left behind where a text grows and moves.
    let mut form = Serializer::new(String::with_capacity(4096));
    form.append_pair("MerchantId", &merchant.id)
        .append_pair("MerchantPass", &merchant.password)
        .append_pair("TransactionDate", &ymd(today))
        .append_pair("OperateId", order.operation())
        .append_pair("MerchantFree1", name)
        .append_pair("MerchantFree2", "")
        .append_pair("MerchantFree3", "")
        .append_pair("TenantId", &merchant.shop);
    match order {
        Order::Check(payer, amount) | Order::Authorize(payer, amount) | Order::Gather(payer, amount) => {
            append_payer(&mut form, *payer);
            form.append_pair("PayType", PAY_TYPE).append_pair("Amount", &amount.get().to_string());
        }
        Order::Capture(receipt, sales_on) => {
            append_receipt(&mut form, receipt);
            form.append_pair("SalesDate", &ymd(*sales_on));
        }
        Order::Change(receipt, amount) => {
            append_receipt(&mut form, receipt);
            form.append_pair("Amount", &amount.get().to_string());
        }
        Order::Delete(receipt) | Order::Search(Some(receipt)) => append_receipt(&mut form, receipt),
        Order::Search(None) => {}
        Order::AddMember(member, token) | Order::ChangeMember(member, token) => {
            append_payer(&mut form, Payer::Member(member));
            append_payer(&mut form, Payer::Token(token));
        }
        Order::InvalidateMember(member) | Order::DeleteMember(member) | Order::ShowMember(member) => {
            append_payer(&mut form, Payer::Member(member));
        }
    }
    Zeroizing::new(form.finish())
}

fn ymd(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

fn append_payer(form: &mut Serializer<'_, String>, payer: Payer<'_>) {
    match payer {
        Payer::Token(token) => token.with_text(|text| {
            form.append_pair("Token", text);
        }),
        Payer::Member(member) => {
            form.append_pair("KaiinId", &member.id).append_pair("KaiinPass", &member.password);
        }
    }
}

fn append_receipt(form: &mut Serializer<'_, String>, receipt: &ChargeReceipt) {
    form.append_pair("ProcessId", &receipt.process_id).append_pair("ProcessPass", &receipt.process_pass);
}

/// What came back. Without Debug: it holds a charge's password.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// The transaction's identifier.
    pub transaction_id: String,
    /// The operation: of a search, the last one that was done to what was found.
    pub operation: String,
    /// Our name for it.
    pub name: String,
    /// The charge, where there is one.
    pub receipt: Option<ChargeReceipt>,
    /// The codes; none where it was done.
    pub codes: Vec<String>,
}

/// Reads a reply.
///
/// # Errors
/// What is missing, in words without anything of the reply: it holds a password.
pub fn decode(body: &[u8]) -> Result<Reply, &'static str> {
    let (mut reply, mut receipt, mut response) = (Reply::default(), [String::new(), String::new()], None);
    for (name, value) in form_urlencoded::parse(body.trim_ascii()) {
        let value = value.into_owned();
        match &*name {
            "TransactionId" => reply.transaction_id = value,
            "OperateId" => reply.operation = value,
            "MerchantFree1" => reply.name = value,
            "ProcessId" => receipt[0] = value,
            "ProcessPass" => receipt[1] = value,
            "ResponseCd" => response = Some(value),
            _ => {}
        }
    }
    let response = response.filter(|codes| !codes.is_empty()).ok_or("a reply without ResponseCd")?;
    if response != "OK" {
        reply.codes = response.split('|').filter(|code| !code.is_empty()).map(str::to_owned).collect();
    }
    let [process_id, process_pass] = receipt;
    reply.receipt = (!process_id.is_empty()).then_some(ChargeReceipt { process_id, process_pass });
    Ok(reply)
}

/// What a code means.
#[must_use]
pub fn meaning(code: &str) -> Decline {
    match code {
        "K02" | "K03" | "K04" | "K05" | "K06" | "K07" | "K08" | "K09" => Decline::RequestInvalid,
        "K12" => Decline::ProcessUnknown,
        "K14" => Decline::StateForbids,
        "K20" | "K21" | "K22" | "K23" | "K24" => Decline::CardInvalid,
        "K69" => Decline::MemberExists,
        "K71" => Decline::NotAuthenticated,
        "K96" => Decline::TimedOut,
        "K98" | "K99" => Decline::SystemFault,
        "C13" => Decline::CardExpired,
        "C14" => Decline::CancelledAlready,
        "G12" => Decline::CardUnusable,
        "G30" => Decline::Held,
        "G44" => Decline::SecurityCodeWrong,
        "G55" => Decline::LimitReached,
        "G56" | "G61" => Decline::CardRefused,
        "G60" => Decline::CardReportedLost,
        _ => Decline::Unknown,
    }
}

impl Reply {
    /// Why it wasn't done; nothing where it was.
    #[must_use]
    pub fn decline(&self) -> Option<Decline> {
        Decline::gravest(self.codes.iter().map(|code| meaning(code)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Fields and their values.
    type Fields<'f> = &'f [(&'f str, &'f str)];
    /// An order, its operation and path, and the fields of its own.
    type Row<'r> = (Order<'r>, &'r str, &'r str, Vec<Fields<'r>>);

    fn merchant() -> Merchant {
        Merchant { id: "00000001".into(), password: "pass&word=+%".into(), shop: "0001".into() }
    }

    fn form(order: &Order<'_>) -> BTreeMap<String, String> {
        let text = encode(&merchant(), order, "prm_1", "2026-11-05".parse().unwrap());
        assert!(text.is_ascii());
        let pairs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        let distinct: BTreeMap<String, String> = pairs.iter().cloned().collect();
        assert_eq!(pairs.len(), distinct.len(), "a field stands twice");
        distinct
    }

    #[test]
    fn every_operation_sends_its_fields_and_those_that_are_always_sent() {
        let (member, token) = (CardMember { id: "m1".into(), password: "p1".into() }, "tok_1".parse().unwrap());
        let receipt = ChargeReceipt { process_id: "i1".into(), process_pass: "s1".into() };
        let (amount, day) = (PremiumAmount::new(9_999_999).unwrap(), "2026-11-06".parse().unwrap());
        let (paid, of_member, of_charge) = (
            [("PayType", "01"), ("Amount", "9999999")],
            [("KaiinId", "m1"), ("KaiinPass", "p1")],
            [("ProcessId", "i1"), ("ProcessPass", "s1")],
        );
        let with_token = [("Token", "tok_1")];
        let table: [Row<'_>; 14] = [
            (Order::Check(Payer::Token(&token), amount), "1Check", CARD_PATH, vec![&with_token, &paid]),
            (Order::Authorize(Payer::Token(&token), amount), "1Auth", CARD_PATH, vec![&with_token, &paid]),
            (Order::Authorize(Payer::Member(&member), amount), "1Auth", CARD_PATH, vec![&of_member, &paid]),
            (Order::Gather(Payer::Member(&member), amount), "1Gathering", CARD_PATH, vec![&of_member, &paid]),
            (Order::Capture(&receipt, day), "1Capture", CARD_PATH, vec![&of_charge, &[("SalesDate", "20261106")]]),
            (Order::Change(&receipt, amount), "1Change", CARD_PATH, vec![&of_charge, &[("Amount", "9999999")]]),
            (Order::Delete(&receipt), "1Delete", CARD_PATH, vec![&of_charge]),
            (Order::Search(Some(&receipt)), "1Search", CARD_PATH, vec![&of_charge]),
            (Order::Search(None), "1Search", CARD_PATH, vec![]),
            (Order::AddMember(&member, &token), "4MemAdd", MEMBER_PATH, vec![&of_member, &with_token]),
            (Order::ChangeMember(&member, &token), "4MemChg", MEMBER_PATH, vec![&of_member, &with_token]),
            (Order::InvalidateMember(&member), "4MemInval", MEMBER_PATH, vec![&of_member]),
            (Order::DeleteMember(&member), "4MemDel", MEMBER_PATH, vec![&of_member]),
            (Order::ShowMember(&member), "4MemRef", MEMBER_PATH, vec![&of_member]),
        ];
        for (order, operation, path, own) in table {
            let always = [
                ("MerchantId", "00000001"),
                ("MerchantPass", "pass&word=+%"),
                ("TransactionDate", "20261105"),
                ("OperateId", operation),
                ("MerchantFree1", "prm_1"),
                ("MerchantFree2", ""),
                ("MerchantFree3", ""),
                ("TenantId", "0001"),
            ];
            let expected: BTreeMap<String, String> =
                always.iter().chain(own.into_iter().flatten()).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            assert_eq!((form(&order), order.path()), (expected, path), "{operation}");
        }
    }

    #[test]
    fn every_listed_code_has_its_meaning() {
        use Decline::*;
        let table: [(&[&str], Decline); 16] = [
            (&["K02", "K03", "K04", "K05", "K06", "K07", "K08", "K09"], RequestInvalid),
            (&["K12"], ProcessUnknown),
            (&["K14"], StateForbids),
            (&["K20", "K21", "K22", "K23", "K24"], CardInvalid),
            (&["K69"], MemberExists),
            (&["K71"], NotAuthenticated),
            (&["K96"], TimedOut),
            (&["K98", "K99"], SystemFault),
            (&["C13"], CardExpired),
            (&["C14"], CancelledAlready),
            (&["G12"], CardUnusable),
            (&["G30"], Held),
            (&["G44"], SecurityCodeWrong),
            (&["G55"], LimitReached),
            (&["G56", "G61"], CardRefused),
            (&["G60"], CardReportedLost),
        ];
        for (codes, expected) in table {
            for code in codes {
                let reply = decode(format!("OperateId=1Gathering&ResponseCd={code}").as_bytes()).unwrap();
                assert_eq!(reply.decline(), Some(expected), "{code}");
            }
        }
        for code in ["K01", "K10", "Z99", "ok", "G5"] {
            assert_eq!(meaning(code), Unknown, "{code}");
        }
    }

    #[test]
    fn a_reply_is_read_whole_or_not_at_all() {
        let body = "TransactionId=t1&TransactionDate=20261105&OperateId=1Gathering&MerchantFree1=prm_1&MerchantFree2=&MerchantFree3=\
            &ProcessId=i1&ProcessPass=a%2Bb&ResponseCd=OK\r\n";
        let reply = decode(body.as_bytes()).unwrap();
        assert_eq!((reply.transaction_id.as_str(), reply.operation.as_str(), reply.name.as_str()), ("t1", "1Gathering", "prm_1"));
        assert_eq!((reply.decline(), reply.receipt.unwrap().process_pass.as_str()), (None, "a+b"));
        let refused = decode(b"ResponseCd=G55|C13").unwrap();
        assert_eq!((refused.decline(), refused.receipt.is_none()), (Some(Decline::CardExpired), true));
        assert_eq!(decode(b"ResponseCd=C13|K96").unwrap().decline(), Some(Decline::TimedOut), "it may have been done");
        for body in ["", "OK", "<html>", "ResponseCd=", "ProcessId=i1&ProcessPass=p"] {
            assert!(decode(body.as_bytes()).is_err(), "{body}");
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_field_comes_out_as_it_went_in(name in ".{0,40}", password in ".{0,40}") {
            let merchant = Merchant { id: "1".into(), password: password.clone(), shop: "0001".into() };
            let text = encode(&merchant, &Order::Search(None), &name, "2026-11-05".parse().unwrap());
            let read: BTreeMap<String, String> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
            prop_assert_eq!((&read["MerchantFree1"], &read["MerchantPass"]), (&name, &password));
        }

        #[test]
        fn no_reply_makes_the_reader_fail_otherwise(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _read = decode(&body);
        }
    }
}
