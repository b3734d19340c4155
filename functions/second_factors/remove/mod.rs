//! POST /api/me/second-factors/{id}/remove: takes away a factor, which the other one must allow. Without another, an
//! administrator does it.

use crate::second_factors::{PasskeyAnswer, Proof, present, prove};
use crate::sessions::attempt::Proofs;
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::{Change, Companion, Technical};
use shared::domain::refusal::Refusal;
use shared::domain::second_factor::{Factor, SecondFactors};
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::view::View;

/// The endpoint.
pub struct FactorRemove;

/// Which factor, and the proof of another.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// `totp`, or a passkey's identifier.
    pub id: String,
    /// 認証アプリのコード: six digits.
    pub code: Option<String>,
    /// パスキー: the answer of another one to a challenge of `factor_challenge`.
    pub passkey: Option<PasskeyAnswer>,
}

impl Endpoint for FactorRemove {
    const SPEC: Spec = Spec {
        name: "factor_remove",
        summary: ("自分の二要素認証を1つ解除する", "Remove one of one's own second factors"),
        method: Method::Post,
        paths: &["/api/me/second-factors/{id}/remove"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::SignToken],
        status: 204,
        secret_reply: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = ();

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<()>> {
        let (present, now) = (present(caller, view).await?, view.now());
        let factor: Factor = input.id.parse().map_err(|_| Error::NotFound)?;
        if !present.factors.has(factor) {
            return Err(Error::NotFound);
        }
        let proof = Proof::one(input.code, None, input.passkey)?;
        let proofs = Proofs::read(view, present.tenant, present.account.id).await?;
        proofs.check(now)?;
        let challenge = present.factors.open_challenge(now);
        let used = if is_of(&present.factors, &proof, factor) {
            Err(Refusal::SecondFactorWrong)
        } else {
            prove(view, present.tenant, present.account.id, &present.factors, &proof, challenge).await?
        };
        match used {
            Ok((used, _)) => {
                let change = present.changed(view, (), &used.without(factor), Event::SecondFactorRemoved)?;
                present.renewed(view, change.with(Companion::SignInCounter, proofs.succeeded(now)?)).await
            }
            Err(_) => {
                let refused = Change::refuse(Error::field(proof.field(), Refusal::SecondFactorWrong));
                Ok(refused.technical(Technical::SignInCounter, proofs.failed(now)?))
            }
        }
    }
}

// Whoever holds one factor alone must not be able to take it away, and with it the need for any.
fn is_of(factors: &SecondFactors, proof: &Proof, factor: Factor) -> bool {
    match (proof, factor) {
        (Proof::Code(_), Factor::Totp) => true,
        (Proof::Passkey(answer), Factor::Passkey(id)) => factors.passkey(&answer.id).is_some_and(|passkey| passkey.id == id),
        _ => false,
    }
}
