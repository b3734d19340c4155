//! POST /api/policyholders/{id}/card: registers a card by the token that the card company's own script made of it. A body with
//! anything that looks like a card number is refused before it is read.
//!
//! The card company is asked before the commit: a token is good for minutes. A registration that is cut off after it leaves a member
//! there that isn't on file here; the member follows from the policyholder, so that the next try takes it over.

use crate::cards::CardView;
use crate::policyholders::policyholder_key;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::card::{CardMember, CardOnFile, CardToken};
use shared::domain::id::PolicyholderId;
use shared::domain::policyholder::Policyholder;
use shared::domain::premium::Decline;
use shared::domain::refusal::Refusal;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::ports::{CardAnswer, CardRequest};
use shared::view::{Cards, View};

/// The endpoint.
pub struct CardRegister;

/// The token.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The policyholder.
    pub id: PolicyholderId,
    /// トークン.
    pub token: CardToken,
}

impl Endpoint for CardRegister {
    const SPEC: Spec = Spec {
        name: "card_register",
        summary: ("保険料を支払うカードをトークンで登録する", "Register the card for premiums by its token"),
        method: Method::Post,
        paths: &["/api/policyholders/{id}/card"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::ChargeCards],
        status: 201,
        refuses_card_numbers: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = CardView;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<CardView>> {
        let tenant = caller.tenant()?;
        let stored = view.load_open::<Policyholder>(tenant, &policyholder_key(tenant, input.id)).await?;
        let secret = view.blind(tenant, "card.member", &input.id.to_string()).await?;
        let member = CardMember::of(tenant.id(), input.id, &secret);
        let card = CardOnFile::register(stored.card.as_ref(), member.clone(), caller.account()?, view.now())?;
        register(&view.cards().await?, &member, &input.token, stored.card.is_some()).await?;
        let output = CardView::from(&card);
        let policyholder = Policyholder { card: Some(card), updated_at: view.now(), ..stored.record() };
        Change::reply(output).update(tenant, &stored, &policyholder, Event::CardRegistered)
    }
}

// The member may be there, from a registration that was cut off, or may be gone, removed by hand: the other request then.
async fn register(cards: &Cards<'_>, member: &CardMember, token: &CardToken, replaces: bool) -> Result<()> {
    let (first, second) = (CardRequest::Register(member, token), CardRequest::Replace(member, token));
    let (first, second, other) = if replaces { (second, first, Decline::NotAuthenticated) } else { (first, second, Decline::MemberExists) };
    let answer = match cards.ask(first).await {
        CardAnswer::Declined(decline) if decline == other => cards.ask(second).await,
        answer => answer,
    };
    match answer {
        CardAnswer::Done(_) => Ok(()),
        CardAnswer::Declined(decline) if !decline.is_ambiguous() => {
            tracing::info!(function = "card_register", ?decline, "a card was not taken");
            Err(Error::field("token", Refusal::CardDeclined))
        }
        CardAnswer::Declined(_) | CardAnswer::Lost(_) => Err(Error::Unavailable("the card company is away".into(), 60)),
    }
}
