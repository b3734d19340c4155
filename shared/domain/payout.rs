//! Payouts (支払): money on its way from an approved claim to a bank account.

use super::{
    bank_account::BankAccount,
    id::{AccountId, ClaimId, PayoutId, PolicyId, ProductId},
    money::Yen,
    personal::Personal,
    refusal::Refusal,
    time::Timestamp,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a payout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayoutState {
    /// 支払待ち.
    Due,
    /// 支払済.
    Paid,
    /// 支払不能: the bank refused it.
    Failed,
    /// 取消: its claim was reopened before it was paid.
    Cancelled,
}

impl PayoutState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Due, Self::Paid, Self::Failed, Self::Cancelled];

    /// The Japanese name.
    #[must_use]
    pub const fn label_ja(self) -> &'static str {
        match self {
            Self::Due => "支払待ち",
            Self::Paid => "支払済",
            Self::Failed => "支払不能",
            Self::Cancelled => "取消",
        }
    }
}

/// A payout. It carries the account as it was when the claim was approved: a later change of the claim doesn't redirect it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Payout {
    /// Its identifier.
    pub id: PayoutId,
    /// The claim that is paid.
    pub claim: ClaimId,
    /// The policy.
    pub policy: PolicyId,
    /// The claim's product, for the month's figures.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// The day on which the claim was received, for the month's figures.
    #[serde(default, deserialize_with = "crate::domain::date::strict")]
    pub received_on: Option<NaiveDate>,
    /// The amount, 1 yen or more.
    pub amount_yen: Yen,
    /// Where it goes.
    pub bank_account: Personal<BankAccount>,
    /// Where it stands.
    pub state: PayoutState,
    /// The day by which it is to be paid (支払期限).
    #[serde(deserialize_with = "crate::domain::date::strict")]
    pub due_on: NaiveDate,
    /// When it was recorded as paid.
    #[serde(default, with = "crate::domain::time::rfc3339::option")]
    pub paid_at: Option<Timestamp>,
    /// Who recorded the last step.
    #[serde(default)]
    pub settled_by: Option<AccountId>,
}

impl Payout {
    /// A payout that is due.
    ///
    /// # Errors
    /// [`Refusal::PayoutAmountZero`].
    pub fn new(
        id: PayoutId,
        (claim, policy): (ClaimId, PolicyId),
        amount_yen: Yen,
        bank_account: BankAccount,
        due_on: NaiveDate,
    ) -> Result<Self, Refusal> {
        if amount_yen == Yen::ZERO {
            return Err(Refusal::PayoutAmountZero);
        }
        let bank_account = Personal::new(bank_account);
        let state = PayoutState::Due;
        let (product, received_on, paid_at, settled_by) = (None, None, None, None);
        Ok(Self { id, claim, policy, product, received_on, amount_yen, bank_account, state, due_on, paid_at, settled_by })
    }

    /// The money has gone.
    ///
    /// # Errors
    /// [`Refusal::PayoutStateForbids`] unless it is due or failed.
    pub fn pay(self, by: AccountId, now: Timestamp) -> Result<Self, Refusal> {
        let paid = self.moved(&[PayoutState::Due, PayoutState::Failed], PayoutState::Paid, by)?;
        Ok(Self { paid_at: Some(now), ..paid })
    }

    /// The bank refused it, also after it counted as paid.
    ///
    /// # Errors
    /// [`Refusal::PayoutStateForbids`] unless it is due or paid.
    pub fn fail(self, by: AccountId) -> Result<Self, Refusal> {
        let failed = self.moved(&[PayoutState::Due, PayoutState::Paid], PayoutState::Failed, by)?;
        Ok(Self { paid_at: None, ..failed })
    }

    /// It is due again, to the same or another account.
    ///
    /// # Errors
    /// [`Refusal::PayoutStateForbids`] unless it failed.
    pub fn retry(self, bank_account: Option<BankAccount>, by: AccountId) -> Result<Self, Refusal> {
        let due = self.moved(&[PayoutState::Failed], PayoutState::Due, by)?;
        let bank_account = match bank_account {
            Some(changed) => due.bank_account.replace(changed),
            None => due.bank_account,
        };
        Ok(Self { bank_account, ..due })
    }

    /// It is not to be paid, because its claim is assessed anew.
    ///
    /// # Errors
    /// [`Refusal::PayoutStateForbids`] unless it is due or failed.
    pub fn cancel(self, by: AccountId) -> Result<Self, Refusal> {
        self.moved(&[PayoutState::Due, PayoutState::Failed], PayoutState::Cancelled, by)
    }

    fn moved(self, from: &[PayoutState], state: PayoutState, by: AccountId) -> Result<Self, Refusal> {
        if !from.contains(&self.state) {
            return Err(Refusal::PayoutStateForbids);
        }
        Ok(Self { state, settled_by: Some(by), ..self })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn payout(state: PayoutState) -> Payout {
        let id = |prefix: &str| format!("{prefix}01ARZ3NDEKTSV4RRFFQ69G5FAV");
        serde_json::from_value(json!({
            "id": id("pay_"), "claim": id("clm_"), "policy": id("pol_"), "amount_yen": 1, "state": state, "due_on": "2026-04-30",
            "bank_account": { "$sealed": "s" }, "paid_at": null
        }))
        .unwrap()
    }

    #[test]
    fn the_whole_matrix_of_states_and_steps() {
        use PayoutState::{Cancelled, Due, Failed, Paid};
        let by: AccountId = "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap();
        let now = chrono::DateTime::parse_from_rfc3339("2026-04-20T10:00:00+09:00").unwrap();
        for (state, pay, fail, retry, cancel) in [
            (Due, Some(Paid), Some(Failed), None, Some(Cancelled)),
            (Paid, None, Some(Failed), None, None),
            (Failed, Some(Paid), None, Some(Due), Some(Cancelled)),
            (Cancelled, None, None, None, None),
        ] {
            let to = |moved: Result<Payout, Refusal>| moved.ok().map(|moved| moved.state);
            assert_eq!(to(payout(state).pay(by, now)), pay);
            assert_eq!(to(payout(state).fail(by)), fail);
            assert_eq!(to(payout(state).retry(None, by)), retry);
            assert_eq!(to(payout(state).cancel(by)), cancel);
        }
        let paid = payout(Due).pay(by, now).unwrap();
        assert_eq!((paid.paid_at, paid.settled_by), (Some(now), Some(by)));
        assert_eq!(paid.fail(by).unwrap().paid_at, None);
    }
}
