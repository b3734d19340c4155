#![allow(clippy::unwrap_used)]

use super::*;
use aws_credential_types::Credentials;
use shared::adapters::client::{Aws, Endpoints};
use shared::adapters::escott::Escott;
use shared::adapters::escott::wire::{Order, Payer, Reply, decode, encode};
use shared::domain::card::CardMember;
use shared::domain::premium::{ChargeReceipt, Decline, PremiumAmount};
use shared::domain::time::in_japan;
use shared::ports::{CardAnswer, CardGateway, CardRequest};

const NUMBER: &str = "4111111111111111";

fn amount(yen: u32) -> PremiumAmount {
    PremiumAmount::new(yen).unwrap()
}

fn member() -> CardMember {
    CardMember { id: "m0001".into(), password: "secret1".into() }
}

fn asked(escott: &LocalEscott, order: &Order<'_>, name: &str) -> Reply {
    let form = encode(&merchant(), order, name, "2026-11-05".parse().unwrap());
    decode(escott.handle(order.path(), form.as_bytes()).as_bytes()).unwrap_or_else(|fault| panic!("{fault}"))
}

fn codes(escott: &LocalEscott, order: &Order<'_>, name: &str) -> String {
    let reply = asked(escott, order, name);
    if reply.codes.is_empty() { "OK".to_owned() } else { reply.codes.join("|") }
}

fn registered() -> LocalEscott {
    let escott = LocalEscott::in_memory();
    let token = escott.token(NUMBER).unwrap().parse().unwrap();
    assert_eq!(codes(&escott, &Order::AddMember(&member(), &token), ""), "OK");
    escott
}

#[test]
fn a_member_is_added_changed_made_invalid_and_deleted() {
    let escott = registered();
    let (member, other) = (member(), CardMember { password: "secret2".into(), ..member() });
    let token = || escott.token(NUMBER).unwrap().parse().unwrap();
    let first = token();
    assert_eq!(codes(&escott, &Order::AddMember(&member, &first), ""), "K69");
    assert_eq!(codes(&escott, &Order::ChangeMember(&member, &first), ""), "OK");
    assert_eq!(codes(&escott, &Order::ChangeMember(&member, &first), ""), "K21", "a token is good once");
    assert_eq!(codes(&escott, &Order::ChangeMember(&member, &"tok_unknown".parse().unwrap()), ""), "K20");
    assert_eq!(codes(&escott, &Order::ShowMember(&other), ""), "K71");
    assert_eq!(codes(&escott, &Order::DeleteMember(&member), ""), "K14", "Inval comes first");
    assert_eq!(codes(&escott, &Order::InvalidateMember(&member), ""), "OK");
    assert_eq!(codes(&escott, &Order::Gather(Payer::Member(&member), amount(1)), "n"), "K71");
    assert_eq!(codes(&escott, &Order::ChangeMember(&member, &token()), ""), "K14");
    assert_eq!(codes(&escott, &Order::DeleteMember(&member), ""), "OK");
    assert_eq!((codes(&escott, &Order::ShowMember(&member), ""), escott.members()), ("K71".to_owned(), 0));
    assert_eq!((escott.token("4111111111111112"), escott.token("12")), (None, None));
}

#[test]
fn a_charge_is_reserved_taken_changed_cancelled_and_found_by_name() {
    let escott = registered();
    let (member, day) = (member(), "2026-11-06".parse().unwrap());
    assert_eq!(codes(&escott, &Order::Search(None), "prm_1"), "K12");
    let reserved = asked(&escott, &Order::Authorize(Payer::Member(&member), amount(3_000)), "prm_1").receipt.unwrap();
    assert_eq!(codes(&escott, &Order::Capture(&reserved, day), "prm_1"), "OK");
    assert_eq!(codes(&escott, &Order::Capture(&reserved, day), "prm_1"), "K14", "taken already");
    assert_eq!(codes(&escott, &Order::Change(&reserved, amount(2_000)), "prm_1"), "OK");
    let found = asked(&escott, &Order::Search(None), "prm_1");
    assert_eq!((found.operation.as_str(), found.receipt == Some(reserved.clone())), ("1Change", true));
    assert_eq!((escott.charges("prm_1")[0].amount, escott.charges("prm_1")[0].state), (2_000, ChargeState::Gathered));
    let wrong = ChargeReceipt { process_pass: "other".into(), ..reserved.clone() };
    assert_eq!(codes(&escott, &Order::Delete(&wrong), "prm_1"), "K12");
    assert_eq!(codes(&escott, &Order::Delete(&reserved), "prm_1"), "OK");
    assert_eq!(codes(&escott, &Order::Delete(&reserved), "prm_1"), "C14");
    assert_eq!(asked(&escott, &Order::Search(Some(&reserved)), "prm_1").operation, "1Delete");
    // Of two charges of one name the one that holds is found.
    let again = asked(&escott, &Order::Gather(Payer::Member(&member), amount(9_999_999)), "prm_1").receipt;
    assert!(asked(&escott, &Order::Search(None), "prm_1").receipt == again);
    let checked = asked(&escott, &Order::Check(Payer::Member(&member), amount(1)), "prm_2");
    assert!(checked.codes.is_empty() && escott.charges("prm_2").is_empty(), "a check charges nothing");
    escott.decline(&member.id, Some("G55|C13"));
    assert_eq!(codes(&escott, &Order::Gather(Payer::Member(&member), amount(1)), "prm_3"), "G55|C13");
    escott.decline(&member.id, None);
    assert_eq!(codes(&escott, &Order::Gather(Payer::Member(&member), amount(1)), "prm_3"), "OK");
}

#[test]
fn what_is_missing_or_malformed_is_named_by_its_codes() {
    let escott = registered();
    let always = "MerchantId=00000000&MerchantPass=local-shop-password&TransactionDate=20261105&TenantId=0001\
        &MerchantFree1=n&MerchantFree2=&MerchantFree3=";
    let table = [
        (CARD_PATH, "".to_owned(), "K02|K03|K04|K05|K06|K07"),
        (CARD_PATH, format!("{always}&OperateId=1Nothing"), "K06"),
        (CARD_PATH, format!("{always}&OperateId=4MemRef&KaiinId=m0001&KaiinPass=secret1"), "K06"),
        (MEMBER_PATH, format!("{always}&OperateId=1Search"), "K06"),
        (MEMBER_PATH, format!("{always}&OperateId=4MemRef"), "K22"),
        (CARD_PATH, format!("{always}&OperateId=1Search").replace("20261105", "20261305"), "K05"),
        (CARD_PATH, format!("{always}&OperateId=1Search").replace("local-shop", "other-shop"), "K71"),
        (CARD_PATH, format!("{always}&OperateId=1Delete"), "K08|K09"),
        (CARD_PATH, format!("{always}&OperateId=1Gathering&KaiinId=m0001&KaiinPass=secret1&Amount=1"), "K23"),
        (CARD_PATH, format!("{always}&OperateId=1Gathering&KaiinId=m0001&KaiinPass=secret1&PayType=01&Amount=10000000"), "K24"),
        (CARD_PATH, format!("{always}&OperateId=1Gathering&KaiinId=m0001&KaiinPass=wrong&PayType=01&Amount=1"), "K71"),
        (CARD_PATH, format!("{always}&OperateId=1Gathering&PayType=01&Amount=1"), "K20"),
    ];
    for (path, form, expected) in table {
        let reply = decode(escott.handle(path, form.as_bytes()).as_bytes()).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(reply.codes.join("|"), expected, "{form}");
    }
    assert!(escott.charges("n").is_empty());
}

async fn port(escott: &Arc<LocalEscott>) -> Escott {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let router = Arc::clone(escott).router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let credentials = Credentials::new("local", "local", None, None, "test");
    let endpoints = Endpoints { card_gateway: Some(origin), ..Endpoints::default() };
    Escott::new(&Aws::new("ap-northeast-1".into(), credentials, endpoints)).waiting(Duration::from_millis(800))
}

#[tokio::test]
async fn the_port_tells_done_declined_and_lost_apart() {
    let escott = Arc::new(registered());
    let (port, member, now) = (port(&escott).await, member(), in_japan(chrono::Utc::now()));
    let ask = async |request: CardRequest<'_>| match port.ask(&merchant(), request, now).await {
        CardAnswer::Done(receipt) => format!("done {}", receipt.is_some()),
        CardAnswer::Declined(decline) => format!("{decline:?}"),
        CardAnswer::Lost(cause) => format!("lost: {cause}"),
    };
    assert_eq!(ask(CardRequest::Charge(&member, amount(3_000), "prm_1")).await, "done true");
    assert_eq!(ask(CardRequest::Search("prm_1")).await, "done true");
    assert_eq!(ask(CardRequest::Search("prm_2")).await, format!("{:?}", Decline::ProcessUnknown));
    let slow = CardFault::Slow(Duration::from_secs(2));
    let table = [
        (CardFault::Cut, "lost", 0),
        (CardFault::LostReply, "lost", 1),
        (CardFault::Busy, "SystemFault", 0),
        (CardFault::TimedOut, "TimedOut", 1),
        (CardFault::Garbage, "lost: a reply without ResponseCd", 0),
        (slow, "lost: no answer in time", 0),
        (CardFault::Slow(Duration::from_millis(10)), "done true", 1),
    ];
    for (place, (fault, expected, charges)) in table.into_iter().enumerate() {
        let name = format!("prm_f{place}");
        escott.set_fault_for(fault, 1);
        let told = ask(CardRequest::Charge(&member, amount(1), &name)).await;
        assert!(told.starts_with(expected), "{fault:?}: {told}");
        assert_eq!(escott.charges(&name).len(), charges, "{fault:?}");
    }
    assert_eq!(ask(CardRequest::Disable(&member)).await, "done false", "faults end");
}

#[test]
fn the_books_outlive_a_start() {
    let file = crate::durable::scratch_directory("escott").join("escott.json");
    let escott = LocalEscott::open(file.clone()).unwrap();
    let token = escott.token(NUMBER).unwrap().parse().unwrap();
    assert_eq!(codes(&escott, &Order::AddMember(&member(), &token), ""), "OK");
    assert_eq!(codes(&escott, &Order::Gather(Payer::Member(&member()), amount(5)), "prm_1"), "OK");
    let again = LocalEscott::open(file).unwrap();
    assert_eq!((again.members(), again.charges("prm_1").len()), (1, 1));
}
