//! POST /api/me/recovery-codes: new recovery codes; the older ones are void. It takes a second factor.

use crate::second_factors::{PasskeyAnswer, Proof, present, prove, renew_codes};
use crate::sessions::attempt::Proofs;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::{Change, Companion, Technical};
use shared::domain::refusal::Refusal;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::view::View;

/// The endpoint.
pub struct FactorCodesRenew;

/// A proof.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 認証アプリのコード: six digits.
    pub code: Option<String>,
    /// パスキー: the answer to a challenge of `factor_challenge`.
    pub passkey: Option<PasskeyAnswer>,
}

/// The new codes.
#[derive(Serialize, JsonSchema)]
pub struct Output {
    /// リカバリーコード: shown this once. Each signs in once.
    pub recovery_codes: Vec<String>,
}

impl Endpoint for FactorCodesRenew {
    const SPEC: Spec = Spec {
        name: "factor_codes_renew",
        summary: ("リカバリーコードを再発行する", "Renew the recovery codes"),
        method: Method::Post,
        paths: &["/api/me/recovery-codes"],
        access: Access::SignedIn,
        grants: &[Grant::Read, Grant::Write, Grant::Personal, Grant::SignToken],
        secret_reply: true,
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let proof = Proof::one(input.code, None, input.passkey)?;
        let (present, now) = (present(caller, view).await?, view.now());
        let proofs = Proofs::read(view, present.tenant, present.account.id).await?;
        proofs.check(now)?;
        let challenge = present.factors.open_challenge(now);
        match prove(view, present.tenant, present.account.id, &present.factors, &proof, challenge).await? {
            Ok((mut factors, _)) => {
                let recovery_codes = renew_codes(view, &mut factors)?;
                let change = present.changed(view, Output { recovery_codes }, &factors, Event::RecoveryCodesRenewed)?;
                present.renewed(view, change.with(Companion::SignInCounter, proofs.succeeded(now)?)).await
            }
            Err(_) => {
                let refused = Change::refuse(Error::field(proof.field(), Refusal::SecondFactorWrong));
                Ok(refused.technical(Technical::SignInCounter, proofs.failed(now)?))
            }
        }
    }
}
