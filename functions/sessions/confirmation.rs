//! A signed-in account shows anew that it is itself, so that an open session alone isn't enough (OWASP ASVS 5.0.0, V7.5.2).
//! One factor will do: the password, a code of the app, or a passkey.

use crate::passwords::verify_or_spend;
use crate::second_factors::{self, PasskeyAnswer, Proof, prove};
use crate::sessions::attempt::Proofs;
use shared::caller::Tenant;
use shared::change::{Change, Companion, Technical};
use shared::domain::account::Credential;
use shared::domain::id::AccountId;
use shared::domain::refusal::Refusal;
use shared::domain::second_factor::SecondFactors;
use shared::error::{Error, Result};
use shared::key;
use shared::password::Password;
use shared::ports::Operation;
use shared::view::View;

/// What was shown.
pub enum Confirmation {
    /// The present password.
    Password(Password),
    /// A code or a passkey's answer.
    Factor(Proof),
}

/// What comes of it: what is written with the operation that it allows, or the refusal, which counts.
pub type Outcome<T> = std::result::Result<Vec<(Companion, Operation)>, Change<T>>;

impl Confirmation {
    /// The one that was given. No recovery code: those are for the day on which nothing else is at hand.
    ///
    /// # Errors
    /// [`Refusal::ConfirmationOne`] where none or several were.
    pub fn one(password: Option<Password>, code: Option<String>, passkey: Option<PasskeyAnswer>) -> Result<Self> {
        match (password, code, passkey) {
            (Some(password), None, None) => Ok(Self::Password(password)),
            (None, Some(code), None) => Ok(Self::Factor(Proof::Code(code))),
            (None, None, Some(answer)) => Ok(Self::Factor(Proof::Passkey(answer))),
            _ => Err(Error::field("password", Refusal::ConfirmationOne)),
        }
    }

    /// Whether it holds.
    ///
    /// # Errors
    /// [`Error::TooMany`] where it comes too early, or where a key can't be opened.
    pub async fn check<T>(self, view: &View<'_>, tenant: Tenant, account: AccountId) -> Result<Outcome<T>> {
        let (proofs, now) = (Proofs::read(view, tenant, account).await?, view.now());
        proofs.check(now)?;
        let shown = match self {
            Self::Password(password) => is_present(view, tenant, account, password).await?,
            Self::Factor(proof) => is_used(view, tenant, account, proof).await?,
        };
        Ok(match shown {
            Ok(used) => Ok(used.into_iter().chain([(Companion::SignInCounter, proofs.succeeded(now)?)]).collect()),
            Err((field, refusal)) => {
                Err(Change::refuse(Error::field(field, refusal)).technical(Technical::SignInCounter, proofs.failed(now)?))
            }
        })
    }
}

type Shown = std::result::Result<Option<(Companion, Operation)>, (&'static str, Refusal)>;

async fn is_present(view: &View<'_>, tenant: Tenant, account: AccountId, password: Password) -> Result<Shown> {
    let place = key::credential(tenant, account);
    let kept: Option<Credential> = view.batch(std::slice::from_ref(&place)).await?.item(&place)?;
    let matches = verify_or_spend(password, kept.and_then(|kept| kept.password), view.settings().password_cost).await?;
    Ok(if matches { Ok(None) } else { Err(("password", Refusal::PasswordWrong)) })
}

async fn is_used(view: &View<'_>, tenant: Tenant, account: AccountId, proof: Proof) -> Result<Shown> {
    let place = key::second_factors(tenant, account);
    let factors: SecondFactors = view.batch(std::slice::from_ref(&place)).await?.item(&place)?.unwrap_or_default();
    let used = prove(view, tenant, account, &factors, &proof, factors.open_challenge(view.now())).await?;
    Ok(match used {
        Ok((used, _)) => Ok(Some((Companion::SecondFactors, second_factors::operation(tenant, account, factors.version, &used)?))),
        Err(_) => Err((proof.field(), Refusal::SecondFactorWrong)),
    })
}
