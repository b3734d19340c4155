//! What e-SCOTT answers, and does.

use super::ledger::{Charge, ChargeState, Ledger, Member};
use shared::adapters::escott::wire::MEMBER_PATH;
use std::collections::BTreeMap;

type Form = BTreeMap<String, String>;
type Code = String;

fn form(body: &[u8]) -> Form {
    crate::mail::form(body).into_iter().collect()
}

fn field<'f>(form: &'f Form, name: &str) -> &'f str {
    form.get(name).map_or("", String::as_str)
}

/// The reply to a request.
pub fn reply(books: &mut Ledger, path: &str, body: &[u8]) -> String {
    let form = form(body);
    let done = check(&form).and_then(|()| {
        let of_members = field(&form, "OperateId").starts_with('4');
        if of_members != (path == MEMBER_PATH) {
            return Err("K06".to_owned());
        }
        if of_members { member(books, &form).map(|()| None) } else { charge(books, &form).map(Some) }
    });
    match done {
        Ok(charge) => said(&form, books.number(), charge.as_ref(), "OK"),
        Err(codes) => said(&form, books.number(), None, &codes),
    }
}

/// A reply that something wasn't done.
pub fn refusal(body: &[u8], codes: &str) -> String {
    said(&form(body), 0, None, codes)
}

fn said(form: &Form, number: u64, charge: Option<&Charge>, codes: &str) -> String {
    // A search names the last operation that was done to what it found.
    let operation = charge.map_or_else(|| field(form, "OperateId"), |charge| charge.operation.as_str());
    let number = format!("t{number:x}");
    let mut pairs = vec![("TransactionId", number.as_str()), ("TransactionDate", field(form, "TransactionDate")), ("OperateId", operation)];
    pairs.extend(["MerchantFree1", "MerchantFree2", "MerchantFree3"].map(|name| (name, field(form, name))));
    if let Some(charge) = charge {
        pairs.extend([("ProcessId", charge.process_id.as_str()), ("ProcessPass", charge.process_pass.as_str())]);
    }
    pairs.push(("ResponseCd", codes));
    let escape = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let line: Vec<String> = pairs.into_iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
    line.join("&")
}

// What every request must say; all that is wrong is named at once.
fn check(form: &Form) -> Result<(), Code> {
    let text = |name: &str| field(form, name);
    let date = text("TransactionDate");
    let is_date = date.len() == 8 && chrono::NaiveDate::parse_from_str(date, "%Y%m%d").is_ok();
    let free = ["MerchantFree1", "MerchantFree2", "MerchantFree3"];
    let broken = [
        (text("MerchantId").is_empty(), "K02"),
        (text("MerchantPass").is_empty(), "K03"),
        (text("TenantId").len() != 4, "K04"),
        (!is_date, "K05"),
        (text("OperateId").is_empty(), "K06"),
        (free.iter().any(|name| !form.contains_key(*name) || text(name).chars().count() > 100), "K07"),
    ];
    let codes: Vec<&str> = broken.into_iter().filter(|(broken, _)| *broken).map(|(_, code)| code).collect();
    if !codes.is_empty() {
        return Err(codes.join("|"));
    }
    let shop = super::merchant();
    let is_ours = text("MerchantId") == shop.id && text("MerchantPass") == shop.password && text("TenantId") == shop.shop;
    if is_ours { Ok(()) } else { Err("K71".to_owned()) }
}

fn member(books: &mut Ledger, form: &Form) -> Result<(), Code> {
    let (id, password, operation) = (field(form, "KaiinId"), field(form, "KaiinPass"), field(form, "OperateId"));
    if id.is_empty() || id.len() > 20 || password.is_empty() || password.len() > 12 {
        return Err("K22".to_owned());
    }
    if operation == "4MemAdd" {
        if books.members_mut().contains_key(id) {
            return Err("K69".to_owned());
        }
        books.take(field(form, "Token"))?;
        books.members_mut().insert(id.to_owned(), Member { password: password.to_owned(), valid: true });
        return Ok(());
    }
    let found = books.members_mut().get(id).filter(|member| member.password == password).cloned().ok_or("K71")?;
    match (operation, found.valid) {
        ("4MemRef", _) => {}
        ("4MemChg", true) => books.take(field(form, "Token"))?,
        ("4MemInval", true) => {
            books.members_mut().insert(id.to_owned(), Member { valid: false, ..found });
        }
        // Inval comes first.
        ("4MemDel", false) => {
            books.members_mut().remove(id);
        }
        ("4MemChg" | "4MemInval" | "4MemDel", _) => return Err("K14".to_owned()),
        _ => return Err("K06".to_owned()),
    }
    Ok(())
}

fn charge(books: &mut Ledger, form: &Form) -> Result<Charge, Code> {
    let operation = field(form, "OperateId");
    match operation {
        "1Check" | "1Auth" | "1Gathering" => {
            let amount = payment(form)?;
            pay(books, form)?;
            let state = if operation == "1Gathering" { ChargeState::Gathered } else { ChargeState::Authorized };
            let name = field(form, "MerchantFree1");
            if operation == "1Check" {
                return Ok(Charge {
                    state,
                    operation: operation.to_owned(),
                    name: name.to_owned(),
                    amount,
                    process_id: String::new(),
                    process_pass: String::new(),
                });
            }
            Ok(books.add(name, amount, state, operation))
        }
        "1Search" if field(form, "ProcessId").is_empty() => search(books, field(form, "MerchantFree1")),
        "1Search" | "1Capture" | "1Change" | "1Delete" => change(books, form, operation),
        _ => Err("K06".to_owned()),
    }
}

fn payment(form: &Form) -> Result<u32, Code> {
    if field(form, "PayType") != "01" {
        return Err("K23".to_owned());
    }
    amount(form)
}

fn amount(form: &Form) -> Result<u32, Code> {
    let text = field(form, "Amount");
    let fits = (1..=7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|amount| fits && *amount > 0).ok_or_else(|| "K24".to_owned())
}

fn pay(books: &mut Ledger, form: &Form) -> Result<(), Code> {
    let member = field(form, "KaiinId");
    if member.is_empty() {
        return Ok(books.take(field(form, "Token"))?);
    }
    let holds = books.members_mut().get(member).is_some_and(|found| found.valid && found.password == field(form, "KaiinPass"));
    if !holds {
        return Err("K71".to_owned());
    }
    books.declined(member).map_or(Ok(()), |codes| Err(codes.clone()))
}

// What was cancelled is found where nothing else bears the name.
fn search(books: &Ledger, name: &str) -> Result<Charge, Code> {
    let holds = books.named(name).find(|charge| charge.state != ChargeState::Cancelled);
    holds.or_else(|| books.named(name).last()).cloned().ok_or_else(|| "K12".to_owned())
}

fn change(books: &mut Ledger, form: &Form, operation: &str) -> Result<Charge, Code> {
    let (id, password) = (field(form, "ProcessId"), field(form, "ProcessPass"));
    let missing: Vec<&str> =
        [(id, "K08"), (password, "K09")].into_iter().filter(|(text, _)| text.is_empty()).map(|(_, code)| code).collect();
    if !missing.is_empty() {
        return Err(missing.join("|"));
    }
    let charge = books.charge(id, password).ok_or("K12")?;
    if operation == "1Search" {
        return Ok(charge.clone());
    }
    if charge.state == ChargeState::Cancelled {
        return Err("C14".to_owned());
    }
    match operation {
        "1Capture" if charge.state != ChargeState::Authorized => return Err("K14".to_owned()),
        "1Capture" if chrono::NaiveDate::parse_from_str(field(form, "SalesDate"), "%Y%m%d").is_err() => return Err("K05".to_owned()),
        "1Capture" => charge.state = ChargeState::Gathered,
        "1Change" => charge.amount = amount(form)?,
        _ => charge.state = ChargeState::Cancelled,
    }
    charge.operation = operation.to_owned();
    Ok(charge.clone())
}
